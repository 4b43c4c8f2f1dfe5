/* words.c - facts: gathered, looked up, thrown away. */
#include "ui/words.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void facts_add(struct facts *facts, int when, const char *key, const char *text)
{
	struct fact fact = { .when = when, .key = facts->bytes.len };

	buf_add(&facts->bytes, key, strlen(key) + 1);
	fact.text = facts->bytes.len;
	buf_add(&facts->bytes, text, strlen(text) + 1);
	facts->fact = vec_grow(facts->fact, facts->n, &facts->cap, sizeof *facts->fact);
	facts->fact[facts->n++] = fact;
}

void facts_addf(struct facts *facts, int when, const char *key, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	facts_add(facts, when, key, text);
}

const char *facts_key(const struct facts *facts, size_t i)
{
	return facts->bytes.data + facts->fact[i].key;
}

const char *facts_text(const struct facts *facts, size_t i)
{
	return facts->bytes.data + facts->fact[i].text;
}

const char *facts_find(const struct facts *facts, const char *key)
{
	for (size_t i = 0; i < facts->n; i++)
		if (strcmp(facts_key(facts, i), key) == 0)
			return facts_text(facts, i);
	return NULL;
}

void facts_clear(struct facts *facts)
{
	buf_clear(&facts->bytes);
	buf_clear(&facts->epoch);
	facts->n = 0;
}

void facts_release(struct facts *facts)
{
	buf_release(&facts->bytes);
	buf_release(&facts->epoch);
	free(facts->fact);
	*facts = (struct facts)FACTS_INIT;
}
