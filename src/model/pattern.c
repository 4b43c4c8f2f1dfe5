/* pattern.c - a guideline may come from another machine: "((a{255}){255}){255}" in it would cost
 * regcomp gigabytes, and back-references make matching exponential. */
#include "model/pattern.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NESTING_MAX 32
#define COST_MAX 20000 /* nodes after repetitions are written out */

struct weigh {
	const char *at;
	long sum[NESTING_MAX + 1]; /* of each open group */
	long atom;                 /* the last one, already in the sum */
	int depth;
};

/* Behind the ']' of a bracket expression that starts at S; "[]a]" and "[[:alpha:]]" count. */
static const char *skip_bracket(const char *s)
{
	s += s[1] == '^' ? 2 : 1;
	if (*s == ']')
		s++;
	while (*s != '\0' && *s != ']') {
		const char *close = NULL;

		if (*s == '[' && (s[1] == ':' || s[1] == '.' || s[1] == '='))
			close = strchr(s + 2, s[1]);
		s = close != NULL && close[1] == ']' ? close + 2 : s + 1;
	}
	return *s == ']' ? s + 1 : s;
}

static void add_atom(struct weigh *w, long cost)
{
	w->atom = cost;
	w->sum[w->depth] += cost;
}

static void repeat(struct weigh *w, long times)
{
	w->sum[w->depth] += w->atom * (times - 1);
	w->atom *= times;
}

static long capped(long n)
{
	return n < 1 ? 1 : n > COST_MAX ? COST_MAX : n;
}

/* "{m}", "{m,}" and "{m,n}" at AT; leaves AT behind it. */
static void repeat_braces(struct weigh *w)
{
	char *end;
	long low = capped(strtol(w->at + 1, &end, 10));
	long high = low;

	if (*end == ',')
		high = capped(strtol(end + 1, &end, 10));
	repeat(w, high > low ? high : low + 1);
	w->at = *end == '}' ? end + 1 : w->at + 1;
}

static bool open_group(struct weigh *w)
{
	if (w->depth == NESTING_MAX)
		return false;
	w->sum[++w->depth] = 1;
	w->at++;
	return true;
}

static void close_group(struct weigh *w)
{
	w->at++;
	if (w->depth > 0) {
		w->depth--;
		add_atom(w, w->sum[w->depth + 1]);
	}
}

/* One piece; false when it costs too much. */
static bool weigh_piece(struct weigh *w)
{
	switch (*w->at) {
	case '(':
		return open_group(w);
	case ')':
		close_group(w);
		break;
	case '[':
		w->at = skip_bracket(w->at);
		add_atom(w, 1);
		break;
	case '{':
		repeat_braces(w);
		break;
	case '+':
		w->at++;
		repeat(w, 2);
		break;
	case '\\':
		w->at += w->at[1] != '\0' ? 2 : 1;
		add_atom(w, 1);
		break;
	default:
		w->at++;
		add_atom(w, 1);
	}
	return w->sum[w->depth] <= COST_MAX;
}

static bool is_bearable(const char *pattern)
{
	struct weigh w = { .at = pattern };

	while (*w.at != '\0')
		if (!weigh_piece(&w))
			return false;
	return true;
}

static bool has_back_reference(const char *s)
{
	while (*s != '\0') {
		if (*s == '\\' && s[1] >= '1' && s[1] <= '9')
			return true;
		if (*s == '[')
			s = skip_bracket(s);
		else
			s += *s == '\\' && s[1] != '\0' ? 2 : 1;
	}
	return false;
}

static bool refuse(char *why, size_t n, const char *reason)
{
	snprintf(why, n, "%s", reason);
	return false;
}

bool pattern_check(const char *pattern, char *why, size_t n)
{
	regex_t regex;
	int rc;

	if (strlen(pattern) > PATTERN_MAX)
		return refuse(why, n, "it is longer than 500 bytes");
	if (has_back_reference(pattern))
		return refuse(why, n, "back-references cannot be used");
	if (!is_bearable(pattern))
		return refuse(why, n, "its repetitions multiply to too much; use min and max");
	rc = regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB);
	if (rc == 0) {
		regfree(&regex);
		return true;
	}
	regerror(rc, NULL, why, n);
	if (*why >= 'A' && *why <= 'Z')
		*why = (char)(*why - 'A' + 'a');
	return false;
}
