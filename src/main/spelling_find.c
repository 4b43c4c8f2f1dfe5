/* spelling_find.c - which dictionary, and where it lies. */
#include "main/spelling.h"

#include "main/world.h"
#include "text/decode.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_MAX_BYTES 64

static const char *const folders[] = {
	"/usr/share/hunspell",      "/usr/local/share/hunspell",    "/usr/share/myspell",
	"/usr/share/myspell/dicts", "/opt/homebrew/share/hunspell",
};

void spelling_language(char *out, size_t n)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value = NULL;

	for (size_t i = 0; i < sizeof variables / sizeof variables[0] && value == NULL; i++)
		value = world_variable(variables[i]);
	if (value == NULL)
		value = "";
	snprintf(out, n, "%.*s", (int)strcspn(value, ".@"), value);
	if (out[0] == '\0' || strcmp(out, "C") == 0 || strcmp(out, "POSIX") == 0)
		snprintf(out, n, "en_US");
}

static bool has_both(const char *folder, size_t n, const char *name, struct buf *aff,
		     struct buf *dic)
{
	buf_clear(aff);
	buf_clear(dic);
	buf_addf(aff, "%.*s/%s.aff", (int)n, folder, name);
	buf_addf(dic, "%.*s/%s.dic", (int)n, folder, name);
	return access(buf_str(aff), R_OK) == 0 && access(buf_str(dic), R_OK) == 0;
}

/* The first by name of the dictionaries whose language is the same: de_AT where there is no de_CH.
 */
static bool find_like(const char *folder, size_t n, const char *language, char name[NAME_MAX_BYTES])
{
	size_t letters = strcspn(language, "_-");
	struct buf path = BUF_INIT;
	const struct dirent *entry;
	DIR *dir;

	buf_add(&path, folder, n);
	dir = opendir(buf_str(&path));
	buf_release(&path);
	name[0] = '\0';
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');
		size_t len = dot == NULL ? 0 : (size_t)(dot - entry->d_name);
		bool like = dot != NULL && strcmp(dot, ".dic") == 0 && len < NAME_MAX_BYTES
			    && strncmp(entry->d_name, language, letters) == 0
			    && strchr("_-.", entry->d_name[letters]) != NULL;

		if (like && (name[0] == '\0' || strncmp(entry->d_name, name, len) < 0))
			snprintf(name, NAME_MAX_BYTES, "%.*s", (int)len, entry->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	return name[0] != '\0';
}

static bool find_in(const char *folder, size_t n, const char *language, struct buf *aff,
		    struct buf *dic)
{
	char name[NAME_MAX_BYTES];

	return n > 0
	       && (has_both(folder, n, language, aff, dic)
		   || (find_like(folder, n, language, name)
		       && has_both(folder, n, name, aff, dic)));
}

bool spelling_find(const char *language, struct buf *aff, struct buf *dic)
{
	const char *path = getenv("DICPATH"); /* hunspell's own */

	if (strchr(language, '/') != NULL || strlen(language) < 2)
		return false;
	while (path != NULL && *path != '\0') {
		size_t n = strcspn(path, ":");

		if (find_in(path, n, language, aff, dic))
			return true;
		path += n;
		path += *path == ':';
	}
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (find_in(folders[i], strlen(folders[i]), language, aff, dic))
			return true;
	return false;
}

/* Languages that are not written in Latin letters, and what they are written in. */
static const struct {
	const char *languages;
	uint32_t first, last;
} scripts[] = {
	{ "ru uk be bg mk sr kk ky mn tg", 0x0400, 0x052F },
	{ "el", 0x0370, 0x03FF },
	{ "he yi", 0x0590, 0x05FF },
	{ "ar fa ur ku ps", 0x0600, 0x06FF },
	{ "hy", 0x0530, 0x058F },
	{ "ka", 0x10A0, 0x10FF },
	{ "hi mr ne", 0x0900, 0x097F },
	{ "bn as", 0x0980, 0x09FF },
	{ "gu", 0x0A80, 0x0AFF },
	{ "ta", 0x0B80, 0x0BFF },
	{ "te", 0x0C00, 0x0C7F },
	{ "kn", 0x0C80, 0x0CFF },
	{ "ml", 0x0D00, 0x0D7F },
	{ "th", 0x0E00, 0x0E7F },
	{ "lo", 0x0E80, 0x0EFF },
	{ "bo dz", 0x0F00, 0x0FFF },
	{ "ko", 0xAC00, 0xD7A3 },
	{ "am", 0x1200, 0x137F },
};

static bool is_latin(uint32_t r)
{
	return r < 0x0370 || (r >= 0x1E00 && r < 0x1F00) || r == 0x2019;
}

static bool is_of(const char *language, uint32_t r)
{
	char code[4];

	snprintf(code, sizeof code, "%.2s", language);
	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
		if (strstr(scripts[i].languages, code) != NULL)
			return (r >= scripts[i].first && r <= scripts[i].last) || r == '\''
			       || r == 0x2019;
	return is_latin(r);
}

bool spelling_same_script(const char *language, const char *word, size_t n)
{
	for (size_t at = 0, len; at < n; at += len)
		if (!is_of(language, utf8_decode(word + at, n - at, &len, NULL)))
			return false;
	return true;
}
