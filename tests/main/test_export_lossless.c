/* The lossless export through the real program: whatever people did is there, and said what it is.
 */
#include "tests/support/export_fixture.h"

static void the_lossless_export_has_everything(void **state)
{
	const struct json *row, *payload;
	struct err err;

	(void)state;
	program_puts(p, "s.jsonl",
		     "{\"id\":\"gold-17\",\"prompt\":\"p\",\"responses\":[{\"source\":\"m1\","
		     "\"content\":\"a\"},{\"source\":\"m2\",\"content\":\"b\"}],\"metadata\":{"
		     "\"n\":1.50}}\n");
	expect(program_run(p, "import", "x.assay", "s.jsonl", "-g", "plain.yaml", NULL), 0);
	label("ann", "s", "1 2 w \"@B is weak\" Esc Enter");
	export_to("assay", NULL);
	program_says(p, "1 annotation to out/annotations.jsonl\n");
	read_out("out/annotations.jsonl");
	row = json_parse(file.data, file.len, &arena, &err);
	assert_non_null(row);
	payload = json_get(row, "payload");
	assert_non_null(json_get(json_get(payload, "shown"), "order"));
	assert_non_null(json_get(json_get(payload, "time"), "active_ms"));
	assert_string_equal(json_get_string(json_get(row, "guideline"), "name"), "plain");
	assert_int_equal(json_get_int(json_get(row, "guideline"), "version", 0), 1);
	assert_string_equal(json_get_string(json_get(row, "member"), "name"), "ann");
	assert_non_null(strstr(file.data, "gold-17"));
	assert_non_null(strstr(file.data, "1.50"));
	assert_non_null(strstr(file.data, "\"m2\""));
	assert_string_equal(json_get_string(json_at(json_get(row, "rationales"), 0), "text"),
			    "Response 2 is weak");
}

static void the_lossless_export_leaves_nothing_out(void **state)
{
	(void)state;
	import_pairs("b", 3, "1");
	label("ann", "b", "S \"broken\" Enter - Enter = Enter");
	export_to("assay", NULL);
	assert_int_equal(count_lines("out/annotations.jsonl"), 3);
	assert_non_null(strstr(file.data, "\"status\":\"skipped\""));
	assert_int_equal(count_lines("out/excluded.jsonl"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_lossless_export_has_everything),
		TEST(the_lossless_export_leaves_nothing_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
