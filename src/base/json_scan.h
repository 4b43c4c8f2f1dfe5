/* json_scan.h - the tokens of JSON text, strictly: strings and numbers with the byte that is wrong.
 * For json_read.c and json_write.c only. */
#ifndef ASSAY_BASE_JSON_SCAN_H
#define ASSAY_BASE_JSON_SCAN_H

#include "base/json.h"

struct json_scan {
	const char *text;
	size_t len, at;
	bool utf8_checked; /* the whole text is known to be valid UTF-8 */
	struct arena *arena;
	struct json_error *error;
};

/* Always returns false. */
bool json_scan_fail(struct json_scan *scan, size_t at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Says what is wrong with the byte at AT, where EXPECTED (a noun phrase) should stand. */
bool json_scan_unexpected(struct json_scan *scan, size_t at, const char *expected);

/* AT stands on the quote, and behind the closing one afterwards.  *STR lives in the arena. */
bool json_scan_string(struct json_scan *scan, const char **str, size_t *len) MUST_USE;

/* AT stands on '-' or a digit.  Fills type and integer or str. */
bool json_scan_number(struct json_scan *scan, struct json *value) MUST_USE;

/* How many bytes S begins with that stand in a JSON string as they are: no quote, no backslash, no
 * control character, and with ASCII_ONLY nothing else either. */
size_t json_plain_length(const char *s, size_t n, bool ascii_only);

/* True if S (NUL behind it) is a number that json_read() takes. */
bool json_number_valid(const char *s, size_t n);

#endif
