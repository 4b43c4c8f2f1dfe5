/* check, rebuild, query, backup. */
#include "tests/cmd/care_world.h"

extern const struct cmd cmd_check, cmd_rebuild, cmd_query, cmd_backup;

/* ---- check and rebuild ---- */

static void a_sound_project_has_no_faults(void **state)
{
	struct care_world *w = *state;

	assert_int_equal(care_run(w, &cmd_check, "@", NULL), EXIT_DONE);
	care_says(w, "3 items, 3 annotations\n");
	care_says(w, "\ndigest ");
	care_says(w, "\nno faults\n");
}

static void a_changed_byte_is_found_and_named(void **state)
{
	struct care_world *w = *state;

	care_damage(w, "\"accuracy\":{\"r1\":1}", "\"accuracy\":{\"r1\":9}");
	assert_int_equal(care_run(w, &cmd_check, "@", NULL), EXIT_FAILED);
	care_says(w, "fault: ");
	care_says(w, " fault");
	assert_null(strstr(w->out, "no faults"));
}

static void a_check_can_be_read_by_programs(void **state)
{
	struct care_world *w = *state;
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	const struct json *o;

	assert_int_equal(care_run(w, &cmd_check, "@", "--json", NULL), EXIT_DONE);
	o = json_parse(w->out, strlen(w->out), &arena, &err);
	assert_non_null(o);
	assert_int_equal(json_get_int(o, "items", -1), 3);
	assert_int_equal(json_get(o, "faults")->count, 0);
	care_damage(w, "\"accuracy\":{\"r1\":1}", "\"accuracy\":{\"r1\":9}");
	assert_int_equal(care_run(w, &cmd_check, "@", "--json", NULL), EXIT_FAILED);
	o = json_parse(w->out, strlen(w->out), &arena, &err);
	assert_non_null(o);
	assert_true(json_get(o, "faults")->count > 0);
	arena_release(&arena);
}

static void a_rebuild_comes_to_the_same(void **state)
{
	struct care_world *w = *state;
	char digest[80];

	care_run(w, &cmd_check, "@", NULL);
	snprintf(digest, sizeof digest, "%.72s", strstr(w->out, "digest "));
	assert_int_equal(care_run(w, &cmd_rebuild, "@", NULL), EXIT_DONE);
	care_says(w, "made the derived rows of ");
	care_run(w, &cmd_check, "@", NULL);
	care_says(w, digest);
	care_says(w, "no faults");
}

static void a_file_that_is_not_there_is_named(void **state)
{
	struct care_world *w = *state;

	assert_int_equal(care_run(w, &cmd_check, "nowhere.assay", NULL), EXIT_FAILED);
	care_complains(w, "nowhere.assay");
	assert_int_equal(care_run(w, &cmd_rebuild, "nowhere.assay", NULL), EXIT_FAILED);
	assert_int_equal(care_run(w, &cmd_query, "nowhere.assay", "SELECT 1", NULL), EXIT_FAILED);
	assert_int_equal(care_run(w, &cmd_backup, "nowhere.assay", "x", NULL), EXIT_FAILED);
	assert_int_not_equal(access("nowhere.assay", F_OK), 0);
}

/* ---- query ---- */

static void a_query_prints_a_table(void **state)
{
	struct care_world *w = *state;

	assert_int_equal(care_run(w, &cmd_query, "@",
				  "SELECT 'faucets' AS name, 12 AS n UNION ALL SELECT 'x', NULL",
				  NULL),
			 EXIT_DONE);
	assert_string_equal(w->out, "name     n\n"
				    "faucets  12\n"
				    "x        \n");
}

static void wide_characters_keep_their_columns(void **state)
{
	struct care_world *w = *state;

	care_run(w, &cmd_query, "@", "SELECT '水道' AS a, 1 AS b UNION ALL SELECT 'xy', 2", NULL);
	assert_string_equal(w->out, "a     b\n"
				    "水道  1\n"
				    "xy    2\n");
}

static void a_query_prints_json_lines(void **state)
{
	struct care_world *w = *state;

	care_run(w, &cmd_query, "@", "SELECT 'a\"b' AS s, 1 AS n, NULL AS z, x'00ff' AS h",
		 "--json", NULL);
	assert_string_equal(w->out, "{\"s\":\"a\\\"b\",\"n\":\"1\",\"z\":null,\"h\":\"00ff\"}\n");
}

static void bytes_that_are_no_text_do_not_break_the_json(void **state)
{
	struct care_world *w = *state;
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };

	care_run(w, &cmd_query, "@", "SELECT CAST(x'61ff9b0a62' AS TEXT) AS s", "--json", NULL);
	assert_non_null(json_parse(w->out, strlen(w->out), &arena, &err));
	arena_release(&arena);
}

static void many_rows_are_all_printed(void **state)
{
	struct care_world *w = *state;
	int n = 0;

	care_run(w, &cmd_query, "@",
		 "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1201) "
		 "SELECT x, 'row ' || x AS r FROM c",
		 NULL);
	for (const char *p = w->out; *p != '\0'; p++)
		n += *p == '\n';
	assert_int_equal(n, 1202);
	care_says(w, "\n1201  row 1201\n");
	care_says(w, "\n1    row 1\n"); /* measured with 500 rows: three digits and two spaces */
}

static void a_query_cannot_change_anything(void **state)
{
	static const char *const tries[] = {
		"DELETE FROM event",
		"UPDATE batch SET name = 'x'",
		"PRAGMA user_version = 9",
		"ATTACH 'x.db' AS y",
		"INSERT INTO setting VALUES (1)",
		"DROP TABLE event",
		"CREATE TABLE t (a)",
		"VACUUM",
	};
	struct care_world *w = *state;

	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		assert_int_equal(care_run(w, &cmd_query, "@", tries[i], NULL), EXIT_FAILED);
		assert_string_equal(w->out, "");
		assert_true(strlen(w->err) > 10);
	}
	assert_int_equal(care_run(w, &cmd_check, "@", NULL), EXIT_DONE);
}

static void a_wrong_query_is_explained(void **state)
{
	struct care_world *w = *state;

	assert_int_equal(care_run(w, &cmd_query, "@", "SELEC 1", NULL), EXIT_FAILED);
	care_complains(w, "SELEC");
	assert_int_equal(care_run(w, &cmd_query, "@", NULL), EXIT_USAGE);
}

/* ---- backup ---- */

static void a_backup_is_complete_and_sound(void **state)
{
	struct care_world *w = *state;
	char copy[128];

	snprintf(copy, sizeof copy, "%s/copy.assay", w->f.dir);
	care_run(w, &cmd_backup, "@", copy, NULL);
	assert_string_equal(w->err, "");
	care_says(w, "copied to ");
	care_says(w, " kB\n");
	assert_int_equal(care_run(w, &cmd_check, copy, NULL), EXIT_DONE);
	care_says(w, "3 items, 3 annotations\n");
}

static void a_backup_into_a_folder_keeps_its_name(void **state)
{
	struct care_world *w = *state;
	char folder[128], copy[160];

	snprintf(folder, sizeof folder, "%s/stick", w->f.dir);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(care_run(w, &cmd_backup, "@", folder, NULL), EXIT_DONE);
	snprintf(copy, sizeof copy, "%s/faucet.assay", folder);
	assert_int_equal(access(copy, R_OK), 0);
}

static void a_backup_never_writes_over_a_file(void **state)
{
	struct care_world *w = *state;

	assert_int_equal(care_run(w, &cmd_backup, "@", w->f.path, NULL), EXIT_FAILED);
	care_complains(w, "exists already");
	assert_int_equal(care_run(w, &cmd_check, "@", NULL), EXIT_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CARE_TEST(a_sound_project_has_no_faults),
		CARE_TEST(a_changed_byte_is_found_and_named),
		CARE_TEST(a_check_can_be_read_by_programs),
		CARE_TEST(a_rebuild_comes_to_the_same),
		CARE_TEST(a_file_that_is_not_there_is_named),
		CARE_TEST(a_query_prints_a_table),
		CARE_TEST(wide_characters_keep_their_columns),
		CARE_TEST(a_query_prints_json_lines),
		CARE_TEST(bytes_that_are_no_text_do_not_break_the_json),
		CARE_TEST(many_rows_are_all_printed),
		CARE_TEST(a_query_cannot_change_anything),
		CARE_TEST(a_wrong_query_is_explained),
		CARE_TEST(a_backup_is_complete_and_sound),
		CARE_TEST(a_backup_into_a_folder_keeps_its_name),
		CARE_TEST(a_backup_never_writes_over_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
