/* query.c - assay query: read-only SQL, so that nobody needs another program on a live file. */
#include "cmd/cmd.h"

#include "base/alloc.h"
#include "base/json_write.h"
#include "text/cells.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

#define MEASURED 500 /* rows that the widths of the columns are taken from */
#define WIDTH_MAX 60

struct query {
	const struct cmd_env *env;
	bool json;
	struct arena arena; /* names and rows that wait */
	int columns;
	char **name;
	int *width;
	const char **cell; /* rows that wait until the widths are known */
	size_t n_cells, cap;
	bool measured;
};

static int width_of(const char *text)
{
	static const struct cell_options plain = { .width = NULL };

	return text_columns(text, strlen(text), &plain);
}

/* ---- as a table ---- */

static void print_cells(const struct query *query, const char *const *cell)
{
	for (int i = 0; i < query->columns; i++) {
		int width = width_of(cell[i]);

		fputs(cell[i], query->env->out);
		if (i + 1 < query->columns)
			fprintf(query->env->out, "%*s",
				width < query->width[i] ? query->width[i] - width + 2 : 2, "");
	}
	fputc('\n', query->env->out);
}

static void measure(struct query *query, const char *const *cell)
{
	for (int i = 0; i < query->columns; i++) {
		int width = width_of(cell[i]);

		if (width > WIDTH_MAX)
			width = WIDTH_MAX;
		if (width > query->width[i])
			query->width[i] = width;
	}
}

static void print_waiting(struct query *query)
{
	if (query->measured || query->columns == 0)
		return;
	query->measured = true;
	print_cells(query, (const char *const *)query->name);
	for (size_t i = 0; i < query->n_cells; i += (size_t)query->columns)
		print_cells(query, query->cell + i);
	query->n_cells = 0;
}

static void table_row(struct query *query, const char *const *values)
{
	size_t first = query->n_cells;

	for (int i = 0; i < query->columns; i++) {
		query->cell =
			vec_grow(query->cell, query->n_cells, &query->cap, sizeof *query->cell);
		query->cell[query->n_cells++] =
			cmd_clean(&query->arena, values[i] != NULL ? values[i] : "");
	}
	if (query->measured) {
		print_cells(query, query->cell + first);
		query->n_cells = 0;
		arena_clear(&query->arena);
		return;
	}
	measure(query, query->cell + first);
	if (query->n_cells >= (size_t)MEASURED * (size_t)query->columns)
		print_waiting(query);
}

/* ---- as JSON ---- */

/* A column may hold any bytes, JSON may not. */
static void add_string(struct buf *out, const char *text)
{
	size_t n = strlen(text), len;
	struct buf valid = BUF_INIT;

	for (size_t at = 0; at < n; at += len)
		buf_add_utf8(&valid, utf8_decode(text + at, n - at, &len, NULL));
	json_write_string(out, buf_str(&valid), valid.len);
	buf_release(&valid);
}

static void json_row(struct query *query, const char *const *values)
{
	struct buf text = BUF_INIT, safe = BUF_INIT;

	for (int i = 0; i < query->columns; i++) {
		buf_addc(&text, i == 0 ? '{' : ',');
		add_string(&text, query->name[i]);
		buf_addc(&text, ':');
		if (values[i] != NULL)
			add_string(&text, values[i]);
		else
			buf_adds(&text, "null");
	}
	buf_adds(&text, "}\n");
	cmd_json_safe(&safe, text.data, text.len);
	fwrite(safe.data, 1, safe.len, query->env->out);
	buf_release(&text);
	buf_release(&safe);
}

/* ---- either ---- */

static void take_names(struct query *query, int n, const char *const *values)
{
	query->columns = n;
	query->name = xcalloc((size_t)n + 1, sizeof *query->name);
	query->width = xcalloc((size_t)n + 1, sizeof *query->width);
	for (int i = 0; i < n; i++) {
		const char *name = values[i] != NULL ? values[i] : "";

		query->name[i] = xstrdup(query->json ? name : cmd_clean(&query->arena, name));
	}
	measure(query, (const char *const *)query->name);
}

static bool row(void *ctx, int n, const char *const *values, bool header)
{
	struct query *query = ctx;

	if (header)
		take_names(query, n, values);
	else if (query->json)
		json_row(query, values);
	else
		table_row(query, values);
	return ferror(query->env->out) == 0;
}

/* No bar: rows come out all the while. */
static bool go_on(void *ctx, int64_t done, int64_t total)
{
	const struct cmd_env *env = ((const struct query *)ctx)->env;

	(void)done, (void)total;
	return env->stopped == NULL || !env->stopped(env->ctx);
}

static void release(struct query *query)
{
	for (int i = 0; i < query->columns; i++)
		free(query->name[i]);
	free(query->name);
	free(query->width);
	free(query->cell);
	arena_release(&query->arena);
}

static int run_query(const struct cmd_env *env, const struct cmd_args *args)
{
	struct query query = { .env = env, .json = cmd_flag(args, "json") };
	const struct progress progress = { .tick = go_on, .ctx = &query };
	struct cmd_project_open open;
	struct err err;
	bool ok = cmd_open(env, args, STORE_READ, &open, &err);

	if (ok) {
		ok = store_query(open.store, args->operand[0], row, &query, &progress, &err);
		if (!query.json)
			print_waiting(&query);
		cmd_close(&open);
	}
	release(&query);
	return ok ? EXIT_DONE : cmd_fail(env, &err);
}

static const struct cmd_option options[] = {
	{ .name = "json", .help = "one JSON object a line; values are strings or null" },
	{ .name = NULL },
};

const struct cmd cmd_query = {
	.name = "query",
	.operands = "FILE.assay SQL",
	.summary = "run read-only SQL on a project",
	.description = "Reads the tables as 'assay query FILE.assay \"SELECT sql FROM "
		       "sqlite_schema\"' shows "
		       "them; blobs are printed in hex. Nothing can be changed. Prefer this to the "
		       "sqlite3 "
		       "program, which does not take assay's lock.",
	.examples = "assay query faucet.assay \"SELECT name, overlap FROM batch\"\n"
		    "assay query faucet.assay \"SELECT reason, count(*) AS n FROM parked GROUP BY "
		    "1\" --json",
	.project = PROJECT_FIRST,
	.min_operands = 1,
	.max_operands = 1,
	.options = options,
	.run = run_query,
};
