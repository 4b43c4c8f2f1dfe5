#include "base/json.h"

#include "base/alloc.h"
#include "base/json_sort.h"

#include <stdlib.h>
#include <string.h>

/* ---- looking ---- */

static struct json *get(const struct json *obj, const char *key, size_t len)
{
	if (obj == NULL || obj->type != JSON_OBJECT)
		return NULL;
	for (struct json *v = obj->child; v != NULL; v = v->next)
		if (v->key_len == len && memcmp(v->key, key, len) == 0)
			return v;
	return NULL;
}

struct json *json_get(const struct json *obj, const char *key)
{
	return get(obj, key, strlen(key));
}

const char *json_get_string(const struct json *obj, const char *key)
{
	const struct json *v = json_get(obj, key);

	return v != NULL && v->type == JSON_STRING ? v->str : NULL;
}

int64_t json_get_int(const struct json *obj, const char *key, int64_t otherwise)
{
	const struct json *v = json_get(obj, key);

	return v != NULL && v->type == JSON_INT ? v->integer : otherwise;
}

bool json_get_bool(const struct json *obj, const char *key, bool otherwise)
{
	const struct json *v = json_get(obj, key);

	return v != NULL && v->type == JSON_BOOL ? v->boolean : otherwise;
}

struct json *json_at(const struct json *array, size_t i)
{
	struct json *v;

	if (array == NULL || array->type != JSON_ARRAY)
		return NULL;
	for (v = array->child; v != NULL && i > 0; i--)
		v = v->next;
	return v;
}

bool json_is_null(const struct json *value)
{
	return value == NULL || value->type == JSON_NULL;
}

/* ---- comparing ---- */

static bool same_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

static bool same_alone(const struct json *a, const struct json *b)
{
	if (a->type != b->type || a->count != b->count)
		return false;
	switch (a->type) {
	case JSON_BOOL:
		return a->boolean == b->boolean;
	case JSON_INT:
		return a->integer == b->integer;
	case JSON_NUMBER:
	case JSON_STRING:
		return same_bytes(a->str, a->len, b->str, b->len);
	case JSON_NULL:
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	return true;
}

struct pair {
	const struct json *a, *b;
};

struct pairs { /* still to be compared */
	struct pair *at;
	size_t n, cap;
};

/* Puts the children of A beside those of B; false if the keys differ. */
static bool push_children(struct pairs *pairs, const struct json *a, const struct json *b)
{
	const struct json **sa = json_sorted_children(a), **sb = json_sorted_children(b);
	bool same = true;

	for (size_t i = 0; i < a->count && same; i++) {
		if (a->type == JSON_OBJECT)
			same = same_bytes(sa[i]->key, sa[i]->key_len, sb[i]->key, sb[i]->key_len);
		pairs->at = vec_grow(pairs->at, pairs->n, &pairs->cap, sizeof *pairs->at);
		pairs->at[pairs->n++] = (struct pair){ sa[i], sb[i] };
	}
	free(sa);
	free(sb);
	return same;
}

bool json_equal(const struct json *a, const struct json *b)
{
	struct pairs pairs = { .at = NULL };
	bool same;

	if (a == NULL || b == NULL)
		return a == b;
	same = same_alone(a, b) && push_children(&pairs, a, b);
	while (same && pairs.n > 0) {
		struct pair next = pairs.at[--pairs.n];

		same = same_alone(next.a, next.b) && push_children(&pairs, next.a, next.b);
	}
	free(pairs.at);
	return same;
}

/* ---- building ---- */

static struct json *make(struct arena *arena, enum json_type type)
{
	struct json *v = arena_alloc(arena, sizeof *v);

	v->type = type;
	return v;
}

struct json *json_null(struct arena *arena)
{
	return make(arena, JSON_NULL);
}

struct json *json_bool(struct arena *arena, bool b)
{
	struct json *v = make(arena, JSON_BOOL);

	v->boolean = b;
	return v;
}

struct json *json_int(struct arena *arena, int64_t n)
{
	struct json *v = make(arena, JSON_INT);

	v->integer = n;
	return v;
}

struct json *json_stringn(struct arena *arena, const char *s, size_t n)
{
	struct json *v = make(arena, JSON_STRING);

	v->str = arena_strndup(arena, s, n);
	v->len = n;
	return v;
}

struct json *json_string(struct arena *arena, const char *s)
{
	return s != NULL ? json_stringn(arena, s, strlen(s)) : json_null(arena);
}

struct json *json_array(struct arena *arena)
{
	return make(arena, JSON_ARRAY);
}

struct json *json_object(struct arena *arena)
{
	return make(arena, JSON_OBJECT);
}

void json_push(struct json *array, struct json *value)
{
	value->next = NULL;
	if (array->last != NULL)
		array->last->next = value;
	else
		array->child = value;
	array->last = value;
	array->count++;
}

/* The link that points to the member KEY, or to NULL behind the last; *BEFORE is its owner. */
static struct json **link_to(struct json *object, const char *key, size_t len, struct json **before)
{
	struct json **link = &object->child;

	*before = NULL;
	while (*link != NULL && !same_bytes((*link)->key, (*link)->key_len, key, len)) {
		*before = *link;
		link = &(*link)->next;
	}
	return link;
}

void json_set(struct arena *arena, struct json *object, const char *key, struct json *value)
{
	struct json *before, **link = link_to(object, key, strlen(key), &before);
	struct json *old = *link;

	value->key_len = strlen(key);
	value->key = arena_strndup(arena, key, value->key_len);
	if (old == NULL) {
		json_push(object, value);
		return;
	}
	value->next = old->next;
	*link = value;
	if (object->last == old)
		object->last = value;
}

bool json_remove(struct json *object, const char *key)
{
	struct json *before, **link = link_to(object, key, strlen(key), &before);
	struct json *old = *link;

	if (old == NULL)
		return false;
	*link = old->next;
	if (object->last == old)
		object->last = before;
	object->count--;
	return true;
}

/* ---- copying ---- */

static struct json *copy_alone(struct arena *arena, const struct json *value)
{
	struct json *v = make(arena, value->type);

	v->boolean = value->boolean;
	v->integer = value->integer;
	v->start = value->start;
	v->end = value->end;
	v->key_start = value->key_start;
	if (value->str != NULL) {
		v->str = arena_strndup(arena, value->str, value->len);
		v->len = value->len;
	}
	return v;
}

struct copying { /* a value whose copy has no children yet */
	const struct json *from;
	struct json *to;
};

struct copies {
	struct copying *at;
	size_t n, cap;
};

static void push_copying(struct copies *open, const struct json *from, struct json *to)
{
	open->at = vec_grow(open->at, open->n, &open->cap, sizeof *open->at);
	open->at[open->n++] = (struct copying){ from, to };
}

struct json *json_copy(struct arena *arena, const struct json *value)
{
	struct json *root = copy_alone(arena, value);
	struct copies open = { .at = NULL };

	push_copying(&open, value, root);
	while (open.n > 0) {
		struct copying next = open.at[--open.n];

		for (const struct json *c = next.from->child; c != NULL; c = c->next) {
			struct json *copy = copy_alone(arena, c);

			if (c->key != NULL) {
				copy->key = arena_strndup(arena, c->key, c->key_len);
				copy->key_len = c->key_len;
			}
			json_push(next.to, copy);
			if (c->child != NULL)
				push_copying(&open, c, copy);
		}
	}
	free(open.at);
	return root;
}
