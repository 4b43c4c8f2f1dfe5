/* What a key press waits for must find its rows through an index, however many there are. */
#include "store/store_private.h"
#include "tests/support/store_fixture.h"

static const struct {
	const char *name, *sql, *index;
} hot[] = {
	{ "next open item", hot_sql_open, "USING INDEX task_open (batch=? AND ord>?)" },
	{ "next open item of a stranger", hot_sql_parked, "USING INDEX task_open (batch=?" },
	{ "next assigned item", hot_sql_assigned,
	  "USING PRIMARY KEY (member=? AND batch=? AND ord>?)" },
	{ "next item without mine", hot_sql_undone, "USING INDEX task_ord (batch=? AND ord>?)" },
	{ "next item", hot_sql_next, "INDEX task_ord (batch=? AND ord>?)" },
	{ "item before", hot_sql_prev, "INDEX task_ord (batch=? AND ord<?)" },
	{ "number", hot_sql_number, "INDEX task_ord (batch=?" },
	{ "item by number", hot_sql_at, "INDEX task_ord (batch=?" },
	{ "fold of an item", hot_sql_fold, "USING INDEX event_item (item=?)" },
	{ "annotations of an item", hot_sql_annotation, "USING PRIMARY KEY (item=? AND batch=?)" },
	{ "export", hot_sql_export, "INDEX task_ord (batch=?)" },
	{ "export of what was said", hot_sql_export_annotated, "INDEX task_ord (batch=?)" },
	{ "annotations of exported items", hot_sql_export_annotated,
	  "SEARCH a USING PRIMARY KEY (item=? AND batch=?)" },
	{ "answers alone", hot_sql_answers, "SEARCH a USING PRIMARY KEY (item>?)" },
	{ "answers of all that was said", hot_sql_answers_said, "INDEX event_item (item=?)" },
	{ "sources ahead", hot_sql_ahead, "INDEX task_ord (batch=?" },
	{ "export of all that was said", hot_sql_export_said, "INDEX task_ord (batch=?)" },
	{ "events of an exported item", hot_sql_export_said, "INDEX event_item (item=?)" },
	{ "sources of all that was said", hot_sql_ahead_said, "INDEX task_ord (batch=?" },
	{ "control events", hot_sql_authority, "INDEX event_control (kind=?)" },
	{ "my submissions", hot_sql_mine,
	  "COVERING INDEX annotation_member (member=? AND batch=? AND (at,item)<(?,?))" },
	{ "one of my submissions", hot_sql_submission,
	  "USING PRIMARY KEY (item=? AND batch=? AND member=?)" },
	{ "how fast I am", hot_sql_pace, "INDEX annotation_member (member=? AND batch=?)" },
	{ "a page of items", hot_sql_look, "INDEX task_ord (batch=? AND (ord,item)>(?,?))" },
	{ "an imported line", hot_sql_look_up, "INDEX sqlite_autoindex_item_1 (uid=?)" },
};

static void plan_of(sqlite3 *db, const char *sql, struct buf *out)
{
	struct buf explain = BUF_INIT;
	sqlite3_stmt *stmt = NULL;

	buf_addf(&explain, "EXPLAIN QUERY PLAN %s", sql);
	if (sqlite3_prepare_v2(db, explain.data, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	buf_clear(out);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		buf_addf(out, "%s\n", (const char *)sqlite3_column_text(stmt, 3));
	sqlite3_finalize(stmt);
	buf_release(&explain);
}

/* Rows of a query inside of it are no table. */
static bool scans_a_table(const char *plan)
{
	char inner[] = "SCAN ?\n";

	if (strncmp(plan, "CO-ROUTINE ", 11) == 0)
		inner[5] = plan[11];
	for (const char *at = plan; (at = strstr(at, "SCAN ")) != NULL; at++)
		if (strncmp(at, inner, strlen(inner)) != 0
		    && strncmp(at, "SCAN CONSTANT ROW", 17) != 0)
			return true;
	return false;
}

/* A project of some items, as SQLite alone opens it. */
static sqlite3 *plans_begin(struct fixture *f)
{
	sqlite3 *db = NULL;

	fixture_project(f, 10);
	fixture_close(f);
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	return db;
}

static void plans_end(struct fixture *f, sqlite3 *db, struct buf *plan)
{
	sqlite3_close(db);
	buf_release(plan);
	fixture_end(f);
}

static void hot_queries_use_their_index_and_sort_nothing(void **state)
{
	struct buf plan = BUF_INIT;
	struct fixture f;
	sqlite3 *db = plans_begin(&f);

	(void)state;
	for (size_t i = 0; i < sizeof hot / sizeof *hot; i++) {
		plan_of(db, hot[i].sql, &plan);
		if (strstr(plan.data, hot[i].index) == NULL)
			fail_msg("%s: no '%s' in\n%s", hot[i].name, hot[i].index, plan.data);
		if (scans_a_table(plan.data))
			fail_msg("%s scans:\n%s", hot[i].name, plan.data);
		if (strstr(plan.data, "TEMP B-TREE") != NULL
		    && strcmp(hot[i].sql, hot_sql_annotation) != 0)
			fail_msg("%s sorts:\n%s", hot[i].name, plan.data);
	}
	plans_end(&f, db, &plan);
}

/* There are few streams, and many events. */
static void what_a_new_member_has_said_is_looked_for_in_her_own_streams(void **state)
{
	struct buf plan = BUF_INIT;
	struct fixture f;
	sqlite3 *db = plans_begin(&f);

	(void)state;
	plan_of(db, hot_sql_said_by_key, &plan);
	if (strstr(plan.data, "SEARCH e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)") == NULL)
		fail_msg("%s", plan.data);
	plans_end(&f, db, &plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hot_queries_use_their_index_and_sort_nothing),
		cmocka_unit_test(what_a_new_member_has_said_is_looked_for_in_her_own_streams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
