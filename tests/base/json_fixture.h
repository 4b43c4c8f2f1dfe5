/* fixture.h - one reader and what it reads, for the tests of JSON. */
#ifndef ASSAY_TESTS_BASE_JSON_FIXTURE_H
#define ASSAY_TESTS_BASE_JSON_FIXTURE_H

#include "base/alloc.h"
#include "base/json.h"
#include "base/json_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct json_reader *reader;
	struct arena arena;
	struct buf text, out;
	struct json_error error;
};

static inline int setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	f->reader = json_reader_new();
	*state = f;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;

	json_reader_free(f->reader);
	arena_release(&f->arena);
	buf_release(&f->text);
	buf_release(&f->out);
	free(f);
	return 0;
}

static inline struct json *readn(struct fixture *f, const char *s, size_t n)
{
	buf_clear(&f->text);
	buf_add(&f->text, s, n);
	f->error = (struct json_error){ .at = 0 };
	return json_read(f->reader, f->text.data, f->text.len, &f->arena, &f->error);
}

static inline struct json *reads(struct fixture *f, const char *s)
{
	return readn(f, s, strlen(s));
}

static inline const char *canonical(struct fixture *f, const struct json *value)
{
	buf_clear(&f->out);
	json_write_canonical(&f->out, value);
	return buf_str(&f->out);
}

static inline const char *plain(struct fixture *f, const struct json *value)
{
	buf_clear(&f->out);
	json_write_plain(&f->out, value);
	return buf_str(&f->out);
}

#endif
