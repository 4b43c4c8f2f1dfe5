#include "ui/view/reader_part.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define NEAR_LINES 6 /* a heading so far above is shown with what it is over */

enum fit { FIT_NOT, FIT_AMONG, FIT_BEGINS, FIT_HEADING };

struct part {
	enum fit fit;
	size_t at;
};

static bool same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i]))
			return false;
	return true;
}

static bool is_heading(const char *line)
{
	size_t mark = strspn(line, "#");

	return mark > 0 && mark <= 6 && line[mark] == ' ';
}

/* Behind what marks a heading, a list item, a quote, a table cell, emphasis. */
static const char *words_of(const char *line)
{
	const char *at = line + strspn(line, " \t#>|"), *number = at + strspn(at, "0123456789");

	if (number > at && (*number == '.' || *number == ')'))
		at = number + 1;
	return at + strspn(at, " \t-*+_`");
}

/* NAME stands at AT as a word, before END. */
static bool begins(const char *at, const char *end, const char *name)
{
	size_t n = strlen(name);

	return n > 0 && (size_t)(end - at) >= n && same(at, name, n)
	       && (at + n == end || !isalnum((unsigned char)at[n]));
}

static bool is_alone(const char *at, const char *end, const char *name)
{
	while (end > at && strchr(" \t#*_`\r", end[-1]) != NULL)
		end--;
	return (size_t)(end - at) == strlen(name) && same(at, name, strlen(name));
}

static bool has_word(const char *at, const char *end, const char *name)
{
	for (const char *p = at; p < end; p++)
		if ((p == at || !isalnum((unsigned char)p[-1])) && begins(p, end, name))
			return true;
	return false;
}

static enum fit fit_of(const char *line, size_t n, const char *name)
{
	const char *at = words_of(line), *end = line + n;

	if (at > end)
		return FIT_NOT;
	if (is_heading(line))
		return is_alone(at, end, name)   ? FIT_HEADING
		       : has_word(at, end, name) ? FIT_AMONG
						 : FIT_NOT;
	return begins(at, end, name) ? FIT_BEGINS : FIT_NOT;
}

static bool is_fence(const char *line)
{
	const char *at = line + strspn(line, " ");

	return strncmp(at, "```", 3) == 0 || strncmp(at, "~~~", 3) == 0;
}

size_t reader_part(const char *text, const char *name)
{
	struct part best = { FIT_NOT, 0 };
	size_t heading = 0, since = NEAR_LINES + 1;
	bool code = false;

	for (const char *line = text; *line != '\0' && best.fit != FIT_HEADING;) {
		size_t n = strcspn(line, "\n");
		enum fit fit = code ? FIT_NOT : fit_of(line, n, name);

		code = code != is_fence(line);
		since++;
		if (!code && is_heading(line)) {
			heading = (size_t)(line - text);
			since = 0;
		}
		if (fit > best.fit)
			best = (struct part){ fit, since <= NEAR_LINES ? heading
								       : (size_t)(line - text) };
		line += n + (line[n] == '\n');
	}
	return best.at;
}
