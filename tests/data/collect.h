/* collect.h - for the tests of imports: files made on the fly, and a sink that keeps what it gets.
 */
#ifndef ASSAY_TESTS_DATA_COLLECT_H
#define ASSAY_TESTS_DATA_COLLECT_H

#include "base/alloc.h"
#include "base/json.h"
#include "data/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FILES_MAX 12

struct collected {
	struct id uid;
	struct short_id prompt, group;
	enum item_role role;
	int n_responses;
	struct json *body, *line, *control;
	char *body_text, *line_text;
};

struct collect {
	char dir[32];
	char *path[FILES_MAX];
	int n_paths;
	struct arena arena;
	struct collected *items;
	size_t n, cap;
	bool count_only;    /* do not keep the items */
	size_t max;         /* say no behind so many; 0: never */
	struct buf rejects; /* "file:line:column reason\n", without the folder */
	struct buf kept;
	size_t kept_bytes;
	struct import_options options;
	struct import_result result;
	struct err err;
};

static const char *after_slash(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool collect_item(void *ctx, const struct import_record *r, struct err *err)
{
	struct collect *c = ctx;
	struct collected *item;

	if (c->max > 0 && c->n == c->max)
		return err_set(err, ERR_STORAGE, "the disk is full");
	c->n++;
	if (c->count_only)
		return true;
	c->items = xreallocarray(c->items, c->n, sizeof *c->items);
	item = &c->items[c->n - 1];
	*item = (struct collected){
		.uid = r->uid,
		.prompt = r->prompt,
		.group = r->group,
		.role = r->role,
		.n_responses = r->n_responses,
		.body_text = arena_strndup(&c->arena, r->body, r->body_len),
		.line_text = arena_strndup(&c->arena, r->line, r->line_len),
	};
	item->body = json_parse(r->body, r->body_len, &c->arena, err);
	item->line = json_parse(r->line, r->line_len, &c->arena, err);
	assert_non_null(item->body);
	assert_non_null(item->line);
	if (r->control != NULL) {
		item->control = json_parse(r->control, strlen(r->control), &c->arena, err);
		assert_non_null(item->control);
	}
	return true;
}

static bool collect_reject(void *ctx, const struct import_reject *reject, struct err *err)
{
	struct collect *c = ctx;

	(void)err;
	buf_addf(&c->rejects, "%s:%d:%d %s\n", after_slash(reject->file), (int)reject->line,
		 (int)reject->column, reject->reason);
	return true;
}

static bool collect_bytes(void *ctx, const char *file, const char *bytes, size_t n, struct err *err)
{
	struct collect *c = ctx;

	(void)file;
	(void)err;
	c->kept_bytes += n;
	if (c->kept.len + n < 65536)
		buf_add(&c->kept, bytes, n);
	return true;
}

static int collect_setup(void **state)
{
	struct collect *c = xcalloc(1, sizeof *c);

	snprintf(c->dir, sizeof c->dir, "/tmp/assay-import-XXXXXX");
	assert_non_null(mkdtemp(c->dir));
	c->options.max_responses = ITEM_RESPONSES_MAX;
	c->options.threads = 3;
	*state = c;
	return 0;
}

static inline void use_path(struct collect *c, const char *path)
{
	assert_in_range(c->n_paths, 0, FILES_MAX - 1);
	c->path[c->n_paths++] = xstrdup(path);
}

/* The last file is imported no more. */
static inline void drop_path(struct collect *c)
{
	char *path = c->path[--c->n_paths];

	if (strncmp(path, c->dir, strlen(c->dir)) == 0)
		unlink(path);
	free(path);
	c->path[c->n_paths] = NULL;
}

static int collect_teardown(void **state)
{
	struct collect *c = *state;

	while (c->n_paths > 0)
		drop_path(c);
	rmdir(c->dir);
	arena_release(&c->arena);
	buf_release(&c->rejects);
	buf_release(&c->kept);
	free(c->items);
	free(c);
	return 0;
}

/* Makes a file; its name tells the tests, its bytes the import. */
static inline FILE *new_file(struct collect *c, const char *name)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", c->dir, name);
	use_path(c, path);
	file = fopen(path, "wb");
	assert_non_null(file);
	return file;
}

static inline void add_file(struct collect *c, const char *name, const char *text)
{
	FILE *file = new_file(c, name);

	fputs(text, file);
	fclose(file);
}

/* A file of the shared data; false when it is not there. */
static inline bool add_shared(struct collect *c, const char *name)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", SHARED_DATA, name);
	use_path(c, path);
	return access(path, R_OK) == 0;
}

static inline bool try_import(struct collect *c)
{
	const struct import_sink sink = {
		.item = collect_item,
		.reject = collect_reject,
		.keep = collect_bytes,
		.ctx = c,
	};

	c->n = 0;
	c->kept_bytes = 0;
	buf_clear(&c->rejects);
	buf_clear(&c->kept);
	c->options.paths = (const char *const *)c->path;
	c->options.n_paths = c->n_paths;
	return import_files(&c->options, &sink, &c->result, &c->err);
}

static inline void import_well(struct collect *c)
{
	if (!try_import(c))
		fail_msg("%s", c->err.msg);
}

static inline void import_text(struct collect *c, const char *name, const char *text)
{
	add_file(c, name, text);
	import_well(c);
}

/* The text of response I (from 0, as in the body) of item N. */
static inline const char *response_text(const struct collect *c, size_t n, size_t i)
{
	const struct json *r = json_at(json_get(c->items[n].body, "responses"), i);

	return r != NULL && r->type == JSON_STRING ? r->str : NULL;
}

static inline const char *prompt_text(const struct collect *c, size_t n)
{
	return json_get_string(c->items[n].body, "prompt");
}

/* The text of the I-th response in the order of the file, and its model. */
static inline const char *file_response(const struct collect *c, size_t n, size_t i)
{
	const struct json *r = json_at(json_get(c->items[n].line, "responses"), i);
	const char *id = json_get_string(r, "id");

	return id != NULL ? response_text(c, n, (size_t)(id[1] - '1')) : NULL;
}

static inline const char *file_source(const struct collect *c, size_t n, size_t i)
{
	return json_get_string(json_at(json_get(c->items[n].line, "responses"), i), "source");
}

#endif
