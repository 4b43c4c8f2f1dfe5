/* spelling.c - hunspell as the workbench sees it; the one user of hunspell.h. */
#include "main/spelling.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/runes.h"

#ifdef ASSAY_HUNSPELL
#include <hunspell.h>
#else
struct Hunhandle; /* never there */
#endif

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 256

struct spelling {
	struct speller speller;
	char language[32], why[256];
	char *words_path;
	bool loaded;
	struct map words; /* the person's own */
	struct Hunhandle *hunspell;
	bool has_to, has_from; /* the dictionary is not in UTF-8 */
	iconv_t to, from;
};

/* ---------------------------------------------------------------- the library */

#ifdef ASSAY_HUNSPELL

static bool is_utf8(const char *encoding)
{
	return strcmp(encoding, "UTF-8") == 0 || strcmp(encoding, "utf-8") == 0;
}

static bool open_iconv(iconv_t *how, const char *to, const char *from)
{
	*how = iconv_open(to, from);
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): that is how it fails */
	return *how != (iconv_t)-1;
}

static bool open_encoding(struct spelling *s, const char *encoding)
{
	/* Names that hunspell has and iconv does not. */
	if (strncmp(encoding, "microsoft-cp", 12) == 0)
		encoding += 10;
	if (is_utf8(encoding))
		return true;
	s->has_to = open_iconv(&s->to, encoding, "UTF-8");
	s->has_from = open_iconv(&s->from, "UTF-8", encoding);
	return s->has_to && s->has_from;
}

static void load(struct spelling *s)
{
	struct buf aff = BUF_INIT, dic = BUF_INIT;

	if (!spelling_find(s->language, &aff, &dic)) {
		snprintf(s->why, sizeof s->why,
			 "no dictionary for '%s': install hunspell-%.2s, or set another in "
			 "settings.yaml (spelling: en_US)",
			 s->language, s->language);
	} else {
		s->hunspell = Hunspell_create(buf_str(&aff), buf_str(&dic));
		if (s->hunspell == NULL
		    || !open_encoding(s, Hunspell_get_dic_encoding(s->hunspell)))
			snprintf(s->why, sizeof s->why, "the dictionary '%.180s' cannot be read",
				 buf_str(&dic));
	}
	buf_release(&aff);
	buf_release(&dic);
}

static void unload(struct spelling *s)
{
	if (s->hunspell != NULL)
		Hunspell_destroy(s->hunspell);
}

static bool spell(struct spelling *s, const char *word)
{
	return Hunspell_spell(s->hunspell, word) != 0;
}

static int propose(struct spelling *s, const char *word, char ***list)
{
	return Hunspell_suggest(s->hunspell, list, word);
}

static void free_list(struct spelling *s, char ***list, int n)
{
	Hunspell_free_list(s->hunspell, list, n);
}

#else

static void load(struct spelling *s)
{
	snprintf(s->why, sizeof s->why,
		 "no dictionary: built without hunspell; install libhunspell-dev, build again");
}

static void unload(struct spelling *s)
{
	(void)s;
}

static bool spell(struct spelling *s, const char *word)
{
	(void)s, (void)word;
	return true;
}

static int propose(struct spelling *s, const char *word, char ***list)
{
	(void)s, (void)word, (void)list;
	return 0;
}

static void free_list(struct spelling *s, char ***list, int n)
{
	(void)s, (void)list, (void)n;
}

#endif

/* ---------------------------------------------------------------- encodings */

static bool convert(bool coded, iconv_t how, const char *in, size_t n, char out[WORD_BYTES])
{
	char copy[WORD_BYTES], *from = copy, *to = out;
	size_t room = WORD_BYTES - 1;

	if (n >= WORD_BYTES)
		return false;
	memcpy(copy, in, n);
	if (!coded) {
		memcpy(out, in, n);
		to = out + n;
	} else if (iconv(how, &from, &n, &to, &room) == (size_t)-1) {
		iconv(how, NULL, NULL, NULL, NULL);
		return false;
	}
	*to = '\0';
	return true;
}

/* WORD with the typewriter's apostrophe, as dictionaries have it. */
static size_t plain_word(const char *word, size_t n, char out[WORD_BYTES])
{
	size_t len = 0;

	for (size_t i = 0; i < n && len + 1 < WORD_BYTES; i++) {
		if (n - i >= 3 && memcmp(word + i, "\xe2\x80\x99", 3) == 0) {
			out[len++] = '\'';
			i += 2;
		} else {
			out[len++] = word[i];
		}
	}
	out[len] = '\0';
	return len;
}

/* ---------------------------------------------------------------- the speller */

static const char *spelling_missing(void *ctx)
{
	struct spelling *s = ctx;

	if (!s->loaded) {
		s->loaded = true;
		spelling_read_words(s->words_path, &s->words);
		if (strcmp(s->language, "off") == 0)
			snprintf(s->why, sizeof s->why,
				 "spelling is off in settings.yaml; 'spelling: en_US' turns it on");
		else
			load(s);
	}
	return s->why[0] != '\0' ? s->why : NULL;
}

/* At the beginning of a sentence her word has a capital. */
static bool is_own(const struct spelling *s, const char *word, size_t n)
{
	size_t len;
	uint32_t r = utf8_decode(word, n, &len, NULL), lower = rune_lower(r);
	struct buf small = BUF_INIT;
	bool found = map_get(&s->words, word, n) != NULL;

	if (!found && lower != r) {
		buf_add_utf8(&small, lower);
		buf_add(&small, word + len, n - len);
		found = map_get(&s->words, small.data, small.len) != NULL;
	}
	buf_release(&small);
	return found;
}

static bool spelling_knows(void *ctx, const char *word, size_t n)
{
	struct spelling *s = ctx;
	char plain[WORD_BYTES], coded[WORD_BYTES];

	if (n == 0 || n >= WORD_BYTES || spelling_missing(s) != NULL
	    || !spelling_same_script(s->language, word, n))
		return true;
	n = plain_word(word, n, plain);
	if (is_own(s, plain, n))
		return true;
	return convert(s->has_to, s->to, plain, n, coded) && spell(s, coded);
}

static size_t spelling_suggest(void *ctx, const char *word, size_t n, size_t max, struct buf *out)
{
	struct spelling *s = ctx;
	char plain[WORD_BYTES], coded[WORD_BYTES], utf8[WORD_BYTES], **list = NULL;
	size_t taken = 0;
	int found;

	n = plain_word(word, n, plain);
	if (spelling_missing(s) != NULL || !convert(s->has_to, s->to, plain, n, coded))
		return 0;
	found = propose(s, coded, &list);
	for (int i = 0; i < found && taken < max; i++) {
		if (!convert(s->has_from, s->from, list[i], strlen(list[i]), utf8))
			continue;
		buf_addf(out, "%s\n", utf8);
		taken++;
	}
	if (list != NULL)
		free_list(s, &list, found);
	return taken;
}

static bool spelling_learn(void *ctx, const char *word, size_t n, struct err *err)
{
	struct spelling *s = ctx;
	char plain[WORD_BYTES];

	n = plain_word(word, n, plain);
	if (!spelling_add_word(s->words_path, plain, n, err))
		return false;
	map_put(&s->words, plain, n, NULL);
	return true;
}

struct spelling *spelling_new(const char *config_dir, const char *language)
{
	struct spelling *s = xcalloc(1, sizeof *s);
	struct buf path = BUF_INIT;

	s->speller = (struct speller){ .missing = spelling_missing,
				       .knows = spelling_knows,
				       .suggest = spelling_suggest,
				       .learn = spelling_learn,
				       .ctx = s };
	s->words = (struct map)MAP_INIT;
	if (language[0] != '\0')
		snprintf(s->language, sizeof s->language, "%s", language);
	else
		spelling_language(s->language, sizeof s->language);
	buf_addf(&path, "%s/words", config_dir);
	s->words_path = buf_detach(&path);
	return s;
}

void spelling_free(struct spelling *s)
{
	if (s == NULL)
		return;
	unload(s);
	if (s->has_to)
		iconv_close(s->to);
	if (s->has_from)
		iconv_close(s->from);
	map_release(&s->words);
	free(s->words_path);
	free(s);
}

const struct speller *spelling_speller(const struct spelling *s)
{
	return &s->speller;
}
