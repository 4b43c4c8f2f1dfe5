/* json_sort.h - the members of an object in canonical order.  For base's json_*.c only. */
#ifndef ASSAY_BASE_JSON_SORT_H
#define ASSAY_BASE_JSON_SORT_H

#include "base/json.h"

/* By the bytes of the keys, then by length, as CORE 3.2 orders them. */
int json_key_order(const struct json *a, const struct json *b);

/* The children of VALUE as an array: an object's ascending by key (equal ones in source order), an
 * array's as they stand.  To be freed by the caller. */
const struct json **json_sorted_children(const struct json *value);

#endif
