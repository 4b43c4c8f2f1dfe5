/* import_program.h - the real `assay import` on files made on the fly. */
#ifndef ASSAY_TESTS_MAIN_IMPORT_PROGRAM_H
#define ASSAY_TESTS_MAIN_IMPORT_PROGRAM_H

#include "base/json.h"
#include "tests/main/own_program.h"

static inline int setup(void **state)
{
	open_program(state);
	assert_int_equal(program_run(p, "init", "x.assay", NULL), 0);
	return 0;
}

static inline void expect(int code, int expected)
{
	if (code != expected)
		fail_msg("exit %d instead of %d\n%s%s", code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

/* ROWS items of RESPONSES responses each. */
static inline void write_items(const char *name, int rows, int responses)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < rows; i++) {
		buf_addf(&text, "{\"id\":\"i%d\",\"prompt\":\"%s %d\",\"responses\":[", i, name, i);
		for (int r = 0; r < responses; r++)
			buf_addf(&text, "%s{\"source\":\"m%d\",\"content\":\"answer %d\"}",
				 r > 0 ? "," : "", r, r);
		buf_adds(&text, "]}\n");
	}
	program_write(p, name, text.data, text.len);
	buf_release(&text);
}

/* What `assay status --json` says of the batch. */
static inline int64_t items_in(const char *batch)
{
	struct arena arena = ARENA_INIT;
	const struct json *root;
	int64_t items = -1;
	struct err err;

	expect(program_run(p, "status", "x.assay", "--json", NULL), 0);
	root = json_parse(buf_str(&p->out), p->out.len, &arena, &err);
	assert_non_null(root);
	for (const struct json *b = json_get(root, "batches")->child; b != NULL; b = b->next)
		if (strcmp(json_get_string(b, "name"), batch) == 0)
			items = json_get_int(b, "items", -1);
	arena_release(&arena);
	return items;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, close_program)

#endif
