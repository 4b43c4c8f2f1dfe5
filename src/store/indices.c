/* indices.c - indices over random keys, made behind the rows instead of with them.
 *
 * Row by row each entry lands on another page, and with a million of them the pages are written
 * again and again; sorted they are written once, from end to end. */
#include "store/indices.h"

#include <stdio.h>

#define STEP 10000 /* SQLite's own, of which a row takes some ten in each index */

const char *const indices_of_items[] = { "item_prompt", "task_open", "task_ord", NULL };
const char *const indices_derived[] = { "task_open", "task_ord", "annotation_member",
					"annotation_differ", NULL };

bool index_is_in(const char *const list[], const char *name)
{
	while (*list != NULL && strcmp(*list, name) != 0)
		list++;
	return *list != NULL;
}

/* The text that makes it, as the file has it. */
static bool add_text(struct store *store, const char *name, struct buf *sql, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, "SELECT sql FROM main.sqlite_schema WHERE name = ?1",
				      ARGS(TEXT(name)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	const char *text;
	size_t n;

	if (step == DB_ROW) {
		text = col_bytes(stmt, 0, &n);
		buf_add(sql, text, n);
		buf_adds(sql, ";\n");
	} else if (step == DB_DONE) {
		err_set(err, ERR_INVALID, "the project lacks the index '%s'", name);
	}
	db_end(stmt);
	return step == DB_ROW;
}

bool indices_drop(struct store *store, const char *const list[], struct buf *sql, struct err *err)
{
	struct buf drop = BUF_INIT;
	bool ok = true;

	buf_clear(sql);
	for (; ok && *list != NULL; list++) {
		ok = add_text(store, *list, sql, err);
		buf_addf(&drop, "DROP INDEX main.%s;\n", *list);
	}
	ok = ok && db_script(store, drop.data, err);
	buf_release(&drop);
	return ok;
}

struct sorting {
	struct store *store;
	int steps;
};

/* Who waits for the lock sees that it goes on. */
static int note_step(void *ctx)
{
	struct sorting *sorting = ctx;
	char text[32];

	snprintf(text, sizeof text, "sorting, step %d", ++sorting->steps);
	lock_note(&sorting->store->lock, sorting->store->env, text);
	return 0;
}

/* What is sorted takes as much memory again as the cache may, the rest goes to a temporary file. */
bool indices_make(struct store *store, struct buf *sql, struct err *err)
{
	static const char what[] = "sort the items, some of them in $TMPDIR or /var/tmp";
	struct sorting sorting = { .store = store };
	int rc;

	if (sql->len == 0)
		return true;
	if (!db_script(store, "PRAGMA cache_size = -16000", err))
		return false;
	sqlite3_progress_handler(store->db, STEP, note_step, &sorting);
	rc = sqlite3_exec(store->db, buf_str(sql), NULL, NULL, NULL);
	sqlite3_progress_handler(store->db, 0, NULL, NULL);
	return rc == SQLITE_OK || db_fail(store, what, err);
}
