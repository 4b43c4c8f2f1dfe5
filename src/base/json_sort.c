#include "base/json_sort.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

int json_key_order(const struct json *a, const struct json *b)
{
	size_t shorter = a->key_len < b->key_len ? a->key_len : b->key_len;
	int order = shorter > 0 ? memcmp(a->key, b->key, shorter) : 0;

	if (order == 0 && a->key_len != b->key_len)
		order = a->key_len < b->key_len ? -1 : 1;
	return order;
}

static int by_key(const void *pa, const void *pb)
{
	const struct json *a = *(const struct json *const *)pa;
	const struct json *b = *(const struct json *const *)pb;
	int order = json_key_order(a, b);

	if (order == 0 && a->key_start != b->key_start)
		order = a->key_start < b->key_start ? -1 : 1;
	return order;
}

const struct json **json_sorted_children(const struct json *value)
{
	const struct json **sorted = xreallocarray(NULL, value->count, sizeof *sorted);
	bool ascending = true;
	size_t n = 0;

	for (const struct json *v = value->child; v != NULL; v = v->next) {
		if (n > 0 && value->type == JSON_OBJECT && ascending)
			ascending = json_key_order(sorted[n - 1], v) < 0;
		sorted[n++] = v;
	}
	if (!ascending)
		qsort(sorted, n, sizeof *sorted, by_key);
	return sorted;
}
