#include "model/mention.h"

#include "text/decode.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
static const char *const names_before[] = {
	"response", "answer", "option", "assistant", "candidate", "model", "version",
};
static const char *const verbs_behind[] = {
	"is", "was", "has", "had", "does", "did", "gives", "gave", "says", "said", "tells", "told",
	"only", "fails", "failed", "ignores", "misses", "explains", "uses", "answers", "wins",
	"would", "could", "should", "can", "cannot", "lists", "makes", "gets", "mentions",
	"contains", "includes", "follows", "refuses", "invents", "seems", "looks", "reads",
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || c == '_' || (unsigned char)c >= 0x80;
}

/* ---- mentions ---- */

/* TEXT[AT] is a '@': the place that it names, or -1. */
static int mentioned_place(const char *text, size_t at, int n)
{
	int place = text[at + 1] - 'A';

	if (at > 0 && is_word(text[at - 1]))
		return -1; /* an address */
	if (place < 0 || place >= n || is_word(text[at + 2]))
		return -1;
	return place;
}

static struct json *new_mention(struct arena *arena, size_t start, int r)
{
	struct json *mention = json_object(arena);
	char id[16];

	snprintf(id, sizeof id, "r%d", r);
	json_set(arena, mention, "start", json_int(arena, (int64_t)start));
	json_set(arena, mention, "end", json_int(arena, (int64_t)start + 2));
	json_set(arena, mention, "is", json_string(arena, id));
	return mention;
}

struct json *mentions_find(const char *text, const int *order, int n, struct arena *arena)
{
	struct json *list = json_array(arena);
	size_t len = strlen(text), points = 0, counted = 0;

	for (size_t at = 0; at < len; at++) {
		int place = text[at] == '@' ? mentioned_place(text, at, n) : -1;

		if (place < 0)
			continue;
		points += utf8_count(text + counted, at - counted);
		counted = at;
		json_push(list, new_mention(arena, points, order[place]));
	}
	return list;
}

static int response_of(const struct json *mention)
{
	const char *is = json_get_string(mention, "is");

	if (is == NULL || is[0] != 'r' || is[1] < '1' || is[1] > '9' || is[2] != '\0')
		return 0;
	return is[1] - '0';
}

void answers_reletter(const char *text, const struct json *mentions,
		      const char *(*name)(void *ctx, int r), void *ctx, struct buf *out)
{
	const struct json *list =
		mentions != NULL && mentions->type == JSON_ARRAY ? mentions->child : NULL;
	size_t n = strlen(text), at = 0;
	int64_t point = 0; /* AT in code points */

	for (const struct json *m = list; m != NULL; m = m->next) {
		int64_t start = json_get_int(m, "start", -1), end = json_get_int(m, "end", -1);
		size_t from, to;

		if (response_of(m) == 0 || start < point || end <= start)
			continue;
		from = at + utf8_offset(text + at, n - at, (size_t)(start - point));
		to = from + utf8_offset(text + from, n - from, (size_t)(end - start));
		if (from >= n || utf8_count(text + from, to - from) != (size_t)(end - start))
			continue;
		buf_add(out, text + at, from - at);
		buf_adds(out, name(ctx, response_of(m)));
		at = to;
		point = end;
	}
	buf_add(out, text + at, n - at);
}

/* ---- letters that are no mentions yet ---- */

static bool is_listed(const char *word, size_t n, const char *const list[], size_t n_list)
{
	for (size_t i = 0; i < n_list; i++)
		if (strlen(list[i]) == n && strncasecmp(list[i], word, n) == 0)
			return true;
	return false;
}

/* "Response " stands before AT. */
static bool is_named(const char *text, size_t at)
{
	size_t end = at, start;

	while (end > 0 && text[end - 1] == ' ')
		end--;
	start = end;
	while (start > 0 && is_word(text[start - 1]))
		start--;
	return end < at && is_listed(text + start, end - start, names_before, COUNT(names_before));
}

/* REST follows a letter that stands alone: "'s", "’s" or a verb. */
static bool is_subject(const char *rest)
{
	size_t n = 0;

	if (strncmp(rest, "'s", 2) == 0)
		return !is_word(rest[2]);
	if (strncmp(rest, "’s", strlen("’s")) == 0)
		return !is_word(rest[strlen("’s")]);
	if (*rest != ' ')
		return false;
	rest++;
	while (is_word(rest[n]))
		n++;
	return is_listed(rest, n, verbs_behind, COUNT(verbs_behind));
}

static bool stands_alone(const char *text, size_t at)
{
	static const char apostrophe[] = "’";
	int before = at == 0 ? ' ' : text[at - 1];
	bool quoted = strncmp(text + at + 1, apostrophe, strlen(apostrophe)) == 0;

	return !is_word((char)before) && before != '@' && before != '\'' && before != '-'
	       && (quoted || !is_word(text[at + 1])) && text[at + 1] != '-';
}

bool text_bare_letters(const char *text, int n, size_t from, struct bare_letter *found)
{
	size_t len = strlen(text);

	for (size_t at = from; at < len; at++) {
		int place = text[at] - 'A';

		if (place < 0 || place >= n || !stands_alone(text, at))
			continue;
		/* "I was" is the writer. */
		if (!is_named(text, at) && (text[at] == 'I' || !is_subject(text + at + 1)))
			continue;
		*found = (struct bare_letter){ .at = at, .shown = place };
		return true;
	}
	return false;
}
