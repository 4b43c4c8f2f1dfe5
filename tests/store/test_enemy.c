/* A project file that an enemy made: every command ends with 0, 1 or 3 and a sentence.  None
 * crashes, prints a byte that a terminal would obey, or runs what the file carries; a file whose
 * tables are others is refused as it is. */
#include "tests/store/raw_sql.h"
#include "tests/store/snapshot.h"
#include "tests/support/program.h"

#include <sqlite3.h>

#define FLIPS_SHORT 200
#define FLIPS_LONG 2000
#define UNCHECKED "PRAGMA ignore_check_constraints = ON; "
#define SCHEMA "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET "
#define ESC "char(27) || '[2J' || char(27) || ']52;c;eA==' || char(7) || char(155) || char(8238)"

static struct program program;
static struct program *const p = &program;
static struct snapshot good; /* the project after some work, closed; the home beside it */

static bool is_long(void)
{
	return getenv("ASSAY_LONG_TESTS") != NULL;
}

/* ---- the commands ---- */

static const char *const commands[][8] = {
	{ "status", "x.assay" },
	{ "label", "x.assay", "--keys", "1 j q", "--screen", "80x24" },
	{ "check", "x.assay" },
	{ "log", "x.assay" },
	{ "export", "x.assay", "-f", "assay", "-o", "out" },
	{ "query", "x.assay", "SELECT * FROM batch" },
	{ "import", "x.assay", "more.jsonl" },
	{ "backup", "x.assay", "y.assay" },
	{ "doctor", "x.assay" },
	{ "rebuild", "x.assay" },
	{ "status", "x.assay", "--json" },
	{ "label", "x.assay", "--plain" },
};
#define COMMANDS (sizeof commands / sizeof *commands)
#define STATUS 0 /* among them: prints names */
#define CHECK 2  /* reads everything */

static void check_output(const char *attack, const char *command, const char *text)
{
	static const char *const never[] = { "AddressSanitizer", "runtime error", "Assertion" };

	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(text, never[i]) != NULL)
			fail_msg("%s: %s: %s", attack, command, text);
	for (const char *s = text; *s != '\0'; s++)
		if (((unsigned char)*s < 0x20 && *s != '\n') || *s == 0x7f
		    || ((unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0)
		    || strncmp(s, "\xe2\x80\xae", 3) == 0)
			fail_msg("%s: %s prints the byte %02x:\n%s", attack, command,
				 (unsigned char)*s, text);
}

/* One command on what lies there now; returns how it ended. */
static int one_command(const char *attack, size_t i)
{
	const char *name = commands[i][0];
	int code;

	unlink(program_path(p, "y.assay"));
	nftw(program_path(p, "out"), fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
	code = program_runv(p, commands[i]);
	if (code != 0 && code != 1 && code != 3)
		fail_msg("%s: %s ends with %d:\n%s%s", attack, name, code, buf_str(&p->out),
			 buf_str(&p->err));
	check_output(attack, name, buf_str(&p->out));
	check_output(attack, name, buf_str(&p->err));
	if (code != 0 && p->err.len < 10 && p->out.len < 10)
		fail_msg("%s: %s ends with %d and says nothing", attack, name, code);
	return code;
}

/* ---- the project ---- */

static void raw(const char *name, const char *sql)
{
	raw_sql(program_path(p, name), sql);
}

static void must(int code)
{
	if (code != 0)
		fail_msg("%d: %s%s", code, buf_str(&p->out), buf_str(&p->err));
}

static void write_items(const char *name, int first, int n)
{
	struct buf text = BUF_INIT;

	for (int i = first; i < first + n; i++)
		buf_addf(&text,
			 "{\"id\":\"i%d\",\"prompt\":\"p %d\",\"responses\":[\"a %d\",\"b\"]}\n", i,
			 i, i);
	program_write(p, name, text.data, text.len);
	buf_release(&text);
}

static int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	write_items("items.jsonl", 0, 12);
	write_items("more.jsonl", 100, 4);
	must(program_run(p, "init", "x.assay", NULL));
	must(program_run(p, "import", "x.assay", "items.jsonl", "-g", "rating-axes", NULL));
	must(program_run(p, "label", "x.assay", "--keys", "3 4 2 5 Enter 2", "--screen", "100x40",
			 NULL));
	snapshot_take(&good, p->dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	snapshot_release(&good);
	program_close(p);
	return 0;
}

/* As after setup; the project's file is the same one to the machine, which knows it. */
static void begin_anew(void)
{
	static const char *const beside[] = { "x.assay-wal", "x.assay-shm", "x.assay-journal",
					      "x.assay-lock" };

	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
		unlink(program_path(p, beside[i]));
	for (int i = 0; i < good.n; i++)
		if (good.file[i].bytes.len > 0)
			snapshot_write(good.file[i].path, good.file[i].bytes.data,
				       good.file[i].bytes.len);
}

static const struct buf *good_project(void)
{
	for (int i = 0; i < good.n; i++)
		if (strstr(good.file[i].path, "/x.assay") != NULL
		    && good.file[i].path[strlen(good.file[i].path) - 1] == 'y')
			return &good.file[i].bytes;
	fail_msg("there is no project");
	return NULL;
}

/* ---- other tables ---- */

static const char *const refused[] = {
	"CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM body; END",
	"CREATE TRIGGER t AFTER INSERT ON lease BEGIN UPDATE setting SET value = 'owned'; END",
	"CREATE VIEW v AS SELECT * FROM body",
	"CREATE VIEW v AS SELECT load_extension('/tmp/evil.so')",
	"CREATE TABLE extra (a)",
	"CREATE INDEX extra ON event (abs(kind))",
	"CREATE INDEX extra ON event (header)",
	"CREATE VIRTUAL TABLE extra USING fts5 (a)",
	"ALTER TABLE member ADD COLUMN evil TEXT",
	"ALTER TABLE draft ADD COLUMN evil TEXT GENERATED ALWAYS AS (upper(doc)) VIRTUAL",
	"ALTER TABLE setting RENAME COLUMN value TO worth",
	"DROP INDEX task_open",
	"DROP TABLE quarantine",
	"DROP TABLE batch; CREATE VIEW batch AS SELECT 1 AS batch, zeroblob(16) AS id",
	SCHEMA "sql = replace(sql, 'length(id) = 32', '1') WHERE name = 'stream'",
	SCHEMA "sql = sql || ' ' WHERE name = 'head'",
	SCHEMA "sql = NULL WHERE name = 'item'",
	SCHEMA "sql = 'garbage' WHERE name = 'item'",
	SCHEMA "type = 'evil' WHERE name = 'item'",
	SCHEMA "name = " ESC " WHERE name = 'item'",
	SCHEMA "sql = 'CREATE TABLE item (a DEFAULT (' || " ESC " || '))' WHERE name = 'item'",
	"PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
	"PRAGMA application_id = 1",
	"PRAGMA application_id = 0",
	"PRAGMA user_version = 2",
	"PRAGMA user_version = 2147483647",
	"PRAGMA user_version = 0",
	"PRAGMA user_version = -1",
	"DELETE FROM project",
};

static void is_refused(const char *attack, size_t first, size_t n)
{
	struct buf before = BUF_INIT, after = BUF_INIT;

	assert_true(program_read(p, "x.assay", &before));
	for (size_t i = 0; i < n; i++) {
		size_t command = (first + i) % COMMANDS;

		if (one_command(attack, command) == 0
		    && strcmp(commands[command][0], "doctor") != 0)
			fail_msg("%s: %s does not refuse it", attack, commands[command][0]);
		assert_true(program_read(p, "x.assay", &after));
		if (before.len != after.len
		    || memcmp(buf_str(&before), buf_str(&after), after.len) != 0)
			fail_msg("%s: %s has changed the file", attack, commands[command][0]);
		if (program_has(p, "x.assay-wal") || program_has(p, "x.assay-journal"))
			fail_msg("%s: %s leaves a log beside it", attack, commands[command][0]);
	}
	buf_release(&before);
	buf_release(&after);
}

static void a_file_with_other_tables_is_refused_untouched(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		begin_anew();
		raw("x.assay", "PRAGMA journal_mode = DELETE");
		raw("x.assay", refused[i]);
		is_refused(refused[i], i, is_long() ? COMMANDS : 3);
	}
}

static void what_is_no_database_is_refused_untouched(void **state)
{
	static const size_t lengths[] = { 0, 1, 16, 99, 100, 512, 4096 };
	const struct buf *project = good_project();

	(void)state;
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		begin_anew();
		program_write(p, "x.assay", project->data, lengths[i]);
		is_refused("a part of a file", i, is_long() ? COMMANDS : 2);
	}
	begin_anew();
	program_write(p, "x.assay", good.file[0].path, strlen(good.file[0].path));
	is_refused("some text", 0, 2);
}

/* ---- rows ---- */

#define EVERY_LONG \
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "

static const char *const rows[] = {
	"UPDATE member SET name = " ESC,
	"UPDATE batch SET name = " ESC,
	"UPDATE guideline SET name = " ESC,
	"UPDATE event SET payload = " ESC,
	"UPDATE event SET payload = '{}'",
	"UPDATE event SET payload = '[[[[[[[[' WHERE kind < 64",
	"UPDATE event SET payload = '' WHERE kind = 1",
	"UPDATE event SET payload = NULL, salt = NULL",
	"UPDATE event SET header = zeroblob(168)",
	"UPDATE event SET header = randomblob(168)",
	"UPDATE event SET header = CAST(header || randomblob(1000) AS BLOB)",
	"UPDATE event SET kind = 99",
	"UPDATE event SET kind = -5 WHERE rid % 3 = 0",
	"UPDATE body SET doc = " ESC,
	"UPDATE body SET doc = '{\"prompt\":[{\"content\":\"' || " ESC " || '\"}]}'",
	"UPDATE body SET doc = ''",
	"UPDATE object SET bytes = randomblob(200)",
	"UPDATE object SET bytes = CAST(x'28b52ffde0ffffffffffffff7f000000' || randomblob(50) AS "
	"BLOB), packed = "
	"1",
	"UPDATE object SET class = 4, packed = 1 - packed",
	"UPDATE object SET bytes = CAST(bytes || " ESC " AS BLOB), packed = 0",
	"UPDATE item SET prompt = NULL",
	"UPDATE task SET ord = x''",
	"UPDATE task SET want = 9223372036854775807, have = -9223372036854775807, left = 1",
	"UPDATE progress SET done = -9223372036854775807, active = 9223372036854775807",
	"UPDATE annotation SET rid = 4294967297, revision = -1, heads = 99, at = -1",
	"UPDATE annotation SET active = 9223372036854775807, at = 9223372036854775807",
	"UPDATE batch SET overlap = 99, seed = x'', due = -1, closed = 77, guideline = NULL",
	"UPDATE setting SET value = " ESC,
	"UPDATE setting SET value = '-99999999999999999999'",
	"INSERT OR REPLACE INTO setting VALUES ('hlc', '18446744073709551615')",
	"UPDATE draft SET doc = " ESC ", focus = " ESC,
	"UPDATE draft SET doc = '[', base = x'00', changed = -1",
	"UPDATE undo SET before = " ESC ", after = '', event = x'01'",
	"UPDATE position SET ord = x'ff'",
	"UPDATE derived SET fold = 77",
	"UPDATE derived SET vector = zeroblob(32)",
	"UPDATE head SET seq = 9223372036854775807",
	"UPDATE head SET id = zeroblob(32)",
	"INSERT INTO head (stream, parent, base, seq, id) SELECT stream, head, 1, 2, zeroblob(32) "
	"FROM head",
	"UPDATE stream SET key = zeroblob(32)",
	"UPDATE stream SET audience = 1 WHERE audience = 2",
	"UPDATE signature SET sig = zeroblob(64)",
	"DELETE FROM signature",
	"DELETE FROM stream",
	"DELETE FROM member",
	"DELETE FROM item",
	"UPDATE project SET id = zeroblob(32)",
	EVERY_LONG
	"INSERT INTO lease SELECT 1, 1, zeroblob(i), 9223372036854775807 FROM n LIMIT 2000",
	EVERY_LONG "INSERT INTO member (id, name, roles) SELECT randomblob(16), " ESC ", -1 FROM n",
	EVERY_LONG
	"INSERT INTO batch (id, name, overlap, seed, shuffled, access) SELECT randomblob(16), "
	"hex(randomblob(50)), 1, zeroblob(16), 1, 1 FROM n LIMIT 3000",
	UNCHECKED "UPDATE event SET header = x'01'",
	UNCHECKED "UPDATE event SET header = substr(header, 1, 167), salt = x'00'",
	UNCHECKED "UPDATE head SET id = x'01', seq = 0",
	UNCHECKED "UPDATE stream SET id = CAST(stream AS BLOB), key = x'02', audience = 9",
	UNCHECKED "UPDATE item SET uid = CAST(item AS BLOB)",
	UNCHECKED "UPDATE batch SET id = x'', overlap = -1, access = 7",
	UNCHECKED "UPDATE member SET id = CAST(member AS BLOB), box = x'00'",
	UNCHECKED "UPDATE object SET hash = CAST(object AS BLOB), class = 9, packed = 9",
	UNCHECKED "UPDATE signature SET sig = x''",
	UNCHECKED "UPDATE derived SET vector = x'01'",
	UNCHECKED "UPDATE annotation SET status = 9",
	UNCHECKED "UPDATE project SET id = x'01'",
	SCHEMA "rootpage = 3 WHERE name = 'event'",
	SCHEMA "rootpage = 99999999 WHERE name = 'body'",
	SCHEMA "rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'body') WHERE type = "
	       "'table'",
	"PRAGMA auto_vacuum = 2; VACUUM",
	"PRAGMA page_size = 512; VACUUM",
	"PRAGMA page_size = 65536; VACUUM",
};

/* Check, status and, in turn, another one; in a long run all. */
static void some_commands(const char *attack, size_t i)
{
	for (size_t k = 0; k < COMMANDS; k++)
		if (is_long() || k == CHECK || k == STATUS || k == i % COMMANDS)
			one_command(attack, k);
}

static void no_row_makes_a_command_crash_or_hit_the_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		begin_anew();
		raw("x.assay", rows[i]);
		some_commands(rows[i], i);
	}
}

/* What the tables' types exclude: put in while they were others. */
static const char *const types[] = {
	"UPDATE event SET payload = 5, kind = 'evil'",
	"UPDATE event SET payload = x'ff00ff1b5b324a'",
	"UPDATE event SET header = 'text', item = 'none'",
	"UPDATE event SET payload = CAST(x'ff00fe' AS TEXT) WHERE kind = 1",
	"UPDATE body SET doc = x'1b00ff'",
	"UPDATE body SET doc = 3.5",
	"UPDATE batch SET name = x'1b5b324a00ff', overlap = 'many', seed = 7, id = 'id'",
	"UPDATE batch SET name = CAST(x'ff9b1b' AS TEXT), due = 'soon'",
	"UPDATE member SET name = x'1b5b324a', roles = 'all', id = 12345",
	"UPDATE member SET name = CAST(x'1bff9b00' AS TEXT)",
	"UPDATE object SET bytes = 12, hash = object, class = 'x', packed = 'y'",
	"UPDATE draft SET doc = x'00', focus = 1, changed = 'x', base = 'base'",
};

static void no_value_of_another_type_makes_a_command_crash(void **state)
{
	static const char changed[] =
		"WHERE name IN ('event', 'body', 'batch', 'member', 'object', 'draft')";
	char loosen[256], tighten[256], update[256];

	(void)state;
	snprintf(loosen, sizeof loosen, SCHEMA "sql = substr(sql, 1, length(sql) - 7) %s", changed);
	snprintf(tighten, sizeof tighten, SCHEMA "sql = sql || ' STRICT' %s", changed);
	begin_anew();
	raw("x.assay", loosen);
	raw("x.assay", tighten);
	assert_int_equal(one_command("as before", CHECK), 0);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		begin_anew();
		raw("x.assay", loosen);
		snprintf(update, sizeof update, UNCHECKED "%s", types[i]);
		raw("x.assay", update);
		raw("x.assay", tighten);
		some_commands(types[i], i);
	}
}

/* Larger than what the program lets SQLite read. */
static void a_row_of_70_mb_is_an_error(void **state)
{
	static const char *const huge[] = {
		"UPDATE body SET doc = CAST(zeroblob(70000000) AS TEXT) WHERE item = 1",
		"UPDATE event SET payload = CAST(zeroblob(70000000) AS TEXT) WHERE rid = (SELECT "
		"max(rid) FROM event)",
		"UPDATE object SET bytes = zeroblob(70000000)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++) {
		begin_anew();
		raw("x.assay", huge[i]);
		assert_int_equal(one_command(huge[i], CHECK), 1);
		program_complains(p, "too big");
		for (size_t k = 0; k < (is_long() ? COMMANDS : 1); k++)
			one_command(huge[i], (i + k * 5 + 1) % COMMANDS);
	}
}

/* ---- pages ---- */

static uint64_t seed = 20260101;

static size_t draw(size_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(seed >> 33) % below;
}

/* Some bytes, a page of zeros, or a page in the place of another. */
static void damage(uint8_t *bytes, size_t n)
{
	size_t at = draw(n), page = 8192, from = draw(n / page) * page, to = draw(n / page) * page;

	switch (draw(8)) {
	case 0:
		memset(bytes + to, 0, page);
		break;
	case 1:
		memmove(bytes + to, bytes + from, page);
		break;
	case 2:
		for (size_t i = 0; i < 64 && at + i < n; i++)
			bytes[at + i] = (uint8_t)draw(256);
		break;
	default:
		bytes[to + draw(16)] = (uint8_t)draw(256); /* the page's header */
		bytes[at] = (uint8_t)~bytes[at];
		break;
	}
}

static void no_damaged_page_makes_a_command_crash(void **state)
{
	const struct buf *project = good_project();
	int flips = is_long() ? FLIPS_LONG : FLIPS_SHORT, worked = 0;
	uint8_t *bytes = xmalloc(project->len);
	char name[64];

	(void)state;
	for (int i = 0; i < flips; i++) {
		begin_anew();
		memcpy(bytes, project->data, project->len);
		snprintf(name, sizeof name, "damage %d, seed %llu", i, (unsigned long long)seed);
		for (size_t k = draw(3) + 1; k > 0; k--)
			damage(bytes, project->len);
		program_write(p, "x.assay", bytes, project->len);
		worked += one_command(name, (size_t)i % COMMANDS) == 0;
	}
	assert_in_range(worked, 1, flips - 1);
	free(bytes);
}

/* ---- what lies beside it ---- */

/* A log of another project: SQLite plays it back before anybody can look. */
static void a_log_of_another_project_beside_it_is_survived(void **state)
{
	static const char *const logs[] = { "-wal", "-journal" };
	struct buf log = BUF_INIT;
	char other[32], mine[32];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		sqlite3 *db;

		begin_anew();
		snprintf(other, sizeof other, "other.assay%s", logs[i]);
		snprintf(mine, sizeof mine, "x.assay%s", logs[i]);
		unlink(program_path(p, "other.assay"));
		must(program_run(p, "init", "other.assay", NULL));
		assert_int_equal(sqlite3_open(program_path(p, "other.assay"), &db), SQLITE_OK);
		sqlite3_exec(
			db,
			i == 0 ? "PRAGMA journal_mode = WAL; DELETE FROM event; VACUUM"
			       : "PRAGMA journal_mode = DELETE; PRAGMA cache_spill = 1; PRAGMA "
				 "cache_size = 1; BEGIN; UPDATE event SET salt = randomblob(16); "
				 "UPDATE event SET payload = hex(zeroblob(200000))",
			NULL, NULL, NULL);
		assert_true(program_read(p, other, &log));
		assert_true(log.len > 512);
		program_write(p, mine, log.data, log.len);
		sqlite3_close(db);
		for (size_t k = 0; k < COMMANDS; k += is_long() ? 1 : 3)
			one_command(other, k);
	}
	buf_release(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_with_other_tables_is_refused_untouched),
		cmocka_unit_test(what_is_no_database_is_refused_untouched),
		cmocka_unit_test(no_row_makes_a_command_crash_or_hit_the_terminal),
		cmocka_unit_test(no_value_of_another_type_makes_a_command_crash),
		cmocka_unit_test(a_row_of_70_mb_is_an_error),
		cmocka_unit_test(no_damaged_page_makes_a_command_crash),
		cmocka_unit_test(a_log_of_another_project_beside_it_is_survived),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
