/* digest.c - the derived rows as bytes that are the same on every replica (CORE 8.2), and whether
 * they are what the events give. */
#include "store/check.h"

#include "base/alloc.h"

#define UID "lower(hex(i.uid))"
#define BATCH "lower(hex(b.id))"
#define MEMBER "lower(hex(m.id))"
#define PLACE "lower(hex(s.id)), x.rid & 4294967295"
#define OF_STREAM "JOIN main.head h ON h.head = x.rid >> 32 JOIN main.stream s USING (stream) "

/* '@' stands for the tables' schema: the file's own rows, or fresh ones.  Local integers become the
 * ids that they stand for. */
static const struct {
	const char *name, *sql;
} tables[] = {
	{ "member",
	  "SELECT json_array(lower(hex(id)), name, roles, lower(hex(box))) FROM @member" },
	{ "key", "SELECT json_array(lower(hex(x.key)), " MEMBER ", custody, CAST(revoked AS TEXT)) "
		 "FROM @key x JOIN @member m USING (member)" },
	{ "guideline", "SELECT json_array(lower(hex(hash)), name, version) FROM @guideline" },
	{ "batch", "SELECT json_array(" BATCH ", b.name, lower(hex(g.hash)), overlap, "
		   "lower(hex(seed)), shuffled, access, due, closed) FROM @batch b "
		   "LEFT JOIN @guideline g USING (guideline)" },
	{ "source", "SELECT json_array(" UID ", " BATCH ", lower(hex(grp)), role, "
		    "lower(hex(x.hash)), lower(hex(chunk)), line) FROM @source x "
		    "JOIN main.item i USING (item) JOIN @batch b USING (batch)" },
	{ "task", "SELECT json_array(" BATCH ", " UID ", lower(hex(ord)), want, have, left) "
		  "FROM @task x JOIN main.item i USING (item) JOIN @batch b USING (batch)" },
	{ "assigned", "SELECT json_array(" MEMBER ", " BATCH ", lower(hex(ord)), " UID ", state) "
		      "FROM @assigned x JOIN main.item i USING (item) JOIN @batch b USING (batch) "
		      "JOIN @member m USING (member)" },
	{ "annotation", "SELECT json_array(" UID ", " BATCH ", " MEMBER ", " PLACE ", status, "
			"revision, heads, differ, at, active) FROM @annotation x "
			"JOIN main.item i USING (item) JOIN @batch b USING (batch) "
			"JOIN @member m USING (member) " OF_STREAM },
	{ "decision",
	  "SELECT json_array(" UID ", " BATCH ", (SELECT lower(hex(t.id)) FROM "
	  "main.head k JOIN main.stream t USING (stream) WHERE k.head = x.about >> 32), "
	  "about & 4294967295, " PLACE ", stale, differ) FROM @decision x "
	  "JOIN main.item i USING (item) JOIN @batch b USING (batch) " OF_STREAM },
	{ "control", "SELECT json_array(" UID ", " BATCH ", " PLACE ") FROM @control x "
		     "JOIN main.item i USING (item) JOIN @batch b USING (batch) " OF_STREAM },
	{ "progress",
	  "SELECT json_array(" BATCH ", " MEMBER ", done, skipped, flagged, active) "
	  "FROM @progress x JOIN @batch b USING (batch) JOIN @member m USING (member)" },
	{ "parked", "SELECT json_array(" PLACE ", reason) FROM @parked x " OF_STREAM },
	{ "redacted",
	  "SELECT json_array(lower(hex(x.id)), " PLACE ") FROM @redacted x " OF_STREAM },
};

#define N_TABLES (sizeof tables / sizeof *tables)

static void fill_in(struct buf *out, const char *sql, const char *schema)
{
	for (const char *p = sql; *p != '\0'; p++)
		if (*p == '@')
			buf_adds(out, schema);
		else
			buf_addc(out, *p);
	buf_adds(out, " ORDER BY 1");
}

static bool digest_rows(struct store *store, const char *sql, struct id *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	struct hash h;
	int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);

	hash_begin(&h, "assay derived 1", NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *row = (const char *)sqlite3_column_text(stmt, 0);

		hash_add(&h, row, (size_t)sqlite3_column_bytes(stmt, 0));
		hash_add(&h, "\n", 1);
		rc = SQLITE_OK;
	}
	*out = hash_end(&h);
	if (rc != SQLITE_DONE)
		db_fail_raw(store->db, rc, "read the derived rows", err);
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

static bool digest_tables(struct store *store, const char *schema, struct id out[N_TABLES],
			  struct err *err)
{
	struct buf sql = BUF_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < N_TABLES; i++) {
		buf_clear(&sql);
		fill_in(&sql, tables[i].sql, schema);
		ok = digest_rows(store, sql.data, &out[i], err);
	}
	buf_release(&sql);
	return ok;
}

static struct id digest_of(const struct id digest[N_TABLES])
{
	const uint8_t fold = FOLD_VERSION;
	struct hash h;

	hash_begin(&h, "assay derived 1", NULL);
	hash_add(&h, &fold, 1);
	for (size_t i = 0; i < N_TABLES; i++)
		hash_add(&h, digest[i].b, ID_BYTES);
	return hash_end(&h);
}

struct comparison {
	struct checker *checker;
	struct id here[N_TABLES], fresh[N_TABLES];
};

static bool compare(struct store *store, void *ctx, struct err *err)
{
	struct comparison *both = ctx;

	if (!read_begin(store, err))
		return false;
	return read_end(store,
			digest_tables(store, "main.", both->here, err)
				&& derive_everything(store, both->checker->progress, err)
				&& digest_tables(store, "temp.", both->fresh, err),
			err);
}

static bool same_vector(struct checker *c, bool *same, struct err *err)
{
	struct id vector;
	int64_t found = 0;

	if (!vector_digest(c->store, &vector, err))
		return false;
	if (!db_int(c->store, "SELECT 1 FROM derived WHERE fold = ?1 AND vector = ?2",
		    ARGS(INT(FOLD_VERSION), ID(&vector)), &found, err)
	    && err->code != ERR_NOT_FOUND)
		return false;
	*same = found != 0;
	return true;
}

static bool check_counts(struct checker *c, struct err *err)
{
	bool fit;

	if (!counts_fit(c->store, &fit, err))
		return false;
	if (!fit)
		check_fault(c, "the number of open tasks is wrong; 'assay rebuild' counts again");
	c->derived_faults += !fit;
	return true;
}

bool check_stamp(struct checker *c, struct err *err)
{
	bool same;

	if (!same_vector(c, &same, err))
		return false;
	if (!same)
		check_fault(c, "the derived rows were made from other events");
	c->derived_faults += !same;
	return true;
}

/* A million items want hundreds of megabytes, so they are put in files; where those cannot be
 * written, in memory. */
static bool compare_apart(struct store *store, struct comparison *both, struct err *err)
{
	bool ok;

	scratch_in_file(store, true);
	ok = schema_shadow(store, compare, both, err);
	scratch_in_file(store, false);
	return ok || (err->code == ERR_STORAGE && schema_shadow(store, compare, both, err));
}

/* The file's rows beside fresh ones, within a snapshot of its own: scratch tables are made outside
 * of one.  They are written even when the project is opened for reading. */
bool check_derived(struct checker *c, struct err *err)
{
	struct comparison both = { .checker = c };
	bool reading = c->store->mode == STORE_READ && !c->store->immutable, ok;
	struct err other;

	if (reading && !db_script(c->store, "PRAGMA query_only = OFF", err))
		return false;
	ok = compare_apart(c->store, &both, err);
	if (reading)
		ok = db_script(c->store, "PRAGMA query_only = ON", ok ? err : &other) && ok;
	for (size_t i = 0; ok && i < N_TABLES; i++)
		if (!id_equal(&both.here[i], &both.fresh[i])) {
			check_fault(c,
				    "the table '%s' is not what the events give; 'assay rebuild' "
				    "makes it again",
				    tables[i].name);
			c->derived_faults++;
		}
	c->result->digest = digest_of(both.here);
	if (!ok || !read_begin(c->store, err))
		return false;
	return read_end(c->store, check_counts(c, err), err);
}
