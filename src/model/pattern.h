/* pattern.h - regular expressions that a guideline brings along, checked before anybody runs
 * them. */
#ifndef ASSAY_MODEL_PATTERN_H
#define ASSAY_MODEL_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_MAX 500 /* bytes */

/* True if PATTERN is a POSIX extended regular expression that compiles at a bearable cost;
 * otherwise WHY (N bytes) says what is wrong. */
bool pattern_check(const char *pattern, char *why, size_t n);

#endif
