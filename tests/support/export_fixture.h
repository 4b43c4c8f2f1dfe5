/* export_fixture.h - a project "x.assay" that people label by keys, and what exports make of it. */
#ifndef ASSAY_TESTS_EXPORT_FIXTURE_H
#define ASSAY_TESTS_EXPORT_FIXTURE_H

#include "base/json.h"
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct program program;
static struct program *const p = &program;
static struct arena arena;
static struct buf file;

/* Shown in r order, so that digits are r numbers. */
static const char plain[] =
	"assay: 1\nname: plain\ninstructions: plain.md\nresponses: {min: 2, max: 9, shuffle: "
	"false}\nquestions:\n"
	"  - id: rank\n    type: rank\n    key: r\n    title: Best to worst\n"
	"    strength: {max: 3, labels: [same, slightly, better, much]}\n"
	"    ties: true\n    none_good: true\n    na: true\n    required: always\n"
	"  - {id: why, type: text, key: w, title: Why?}\n"
	"  - {id: golden, type: edit, key: g, title: Golden}\n";

static inline void expect(int code, int expected)
{
	if (code != expected)
		fail_msg("exit %d instead of %d\n%s%s", code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

static inline int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	p->extra[0] = "ASSAY_NAME=lead";
	program_puts(p, "plain.yaml", plain);
	program_puts(p, "plain.md", "Rank.\n");
	expect(program_run(p, "init", "x.assay", NULL), 0);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	program_close(p);
	arena_release(&arena);
	buf_release(&file);
	return 0;
}

/* ROWS items "p1"… with two responses each. */
static inline void import_pairs(const char *batch, int rows, const char *overlap)
{
	struct buf text = BUF_INIT;

	for (int i = 1; i <= rows; i++)
		buf_addf(&text, "{\"prompt\":\"p%d\",\"responses\":[\"a%d\",\"b%d\"]}\n", i, i, i);
	program_write(p, "pairs.jsonl", text.data, text.len);
	expect(program_run(p, "import", "x.assay", "pairs.jsonl", "-b", batch, "-g", "plain.yaml",
			   "--overlap", overlap, NULL),
	       0);
	buf_release(&text);
}

static inline void label(const char *who, const char *batch, const char *keys)
{
	expect(program_run(p, "x.assay", "--as", who, "-b", batch, "--keys", keys, "--screen",
			   "100x30", NULL),
	       0);
}

/* Into the folder "out". */
static inline void export_to(const char *format, ...)
{
	const char *argv[24] = { "export", "x.assay", "-o", "out", "--format", format };
	va_list ap;
	int n = 6;

	va_start(ap, format);
	while (n < 23 && (argv[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	argv[n] = NULL;
	expect(program_runv(p, argv), 0);
}

static inline const char *read_out(const char *name)
{
	if (!program_read(p, name, &file))
		fail_msg("there is no %s", name);
	return buf_str(&file);
}

static inline int count_lines(const char *name)
{
	int n = 0;

	for (const char *s = read_out(name); *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static inline const struct json *manifest(void)
{
	const struct json *root;
	struct err err;

	read_out("out/manifest.json");
	root = json_parse(file.data, file.len, &arena, &err);
	if (root == NULL)
		fail_msg("%s in %s", err.msg, file.data);
	return root;
}

static inline int64_t excluded(const char *rule)
{
	return json_get_int(json_get(manifest(), "excluded"), rule, 0);
}

static inline int64_t counted(const char *what)
{
	return json_get_int(json_get(manifest(), "counts"), what, -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
