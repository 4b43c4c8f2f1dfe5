/* What the program hashes, signs and derives, against a reader that knows only the documents:
 * verify_project.py, which shares no code with it. */
#include "base/buf.h"
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char verifier[] = SOURCE_DIR "/tests/main/verify_project.py";
#define TEN "3 3 3 3 3 3 3 3 3 3 "

static struct program program;
static struct program *const p = &program;

static const char mine[] =
	"assay: 1\nname: mine\ninstructions: mine.md\nresponses: {min: 2, max: 9, shuffle: true}\n"
	"questions:\n"
	"  - {id: order, type: rank, key: r, title: Order, top: 2, ties: true}\n"
	"  - {id: clear, type: scale, scope: prompt, key: c, title: Prompt,\n"
	"     scale: {min: 0, max: 10}, na: true}\n"
	"  - id: kind\n    type: choice\n    key: d\n    title: Kind\n    multiple: true\n"
	"    options:\n      - {id: zeta, key: z, title: Zeta}\n"
	"      - {id: alpha, key: a, title: Alpha, severity: [mild, grave]}\n"
	"  - {id: top, type: scale, scope: best, key: b, title: Best, scale: {min: 1, max: 3}}\n"
	"  - {id: note, type: text, scope: response, key: n, title: Note}\n"
	"  - {id: better, type: edit, key: g, title: Better}\n";

/* Equal texts, messages, numbers that are no integers, names that clash, a control answer. */
static const char special[] =
	"{\"id\":\"dup-texts\",\"prompt\":\"Twice?\",\"responses\":[{\"source\":\"gpt-alpha\","
	"\"content\":\"Yes.\"},{\"source\":\"gpt-beta\",\"content\":\"No.\"},{\"source\":"
	"\"gpt-gamma\",\"content\":\"Yes.\"}],\"metadata\":{\"a\":1.50,\"b\":{\"x\":  [1.0,2e5]},"
	"\"e\":\"\\u00e9\"},\"odd\": 1E5 }\n"
	"{\"id\":\"conv-1\",\"group\":\"tree-one\",\"prompt\":[{\"role\":\"system\",\"content\":"
	"\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\",\"name\":\"bo\"},{\"role\":"
	"\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"Bye\"}],"
	"\"responses\":[{\"source\":\"gpt-alpha\",\"content\":\"Bye!\"},{\"source\":\"gpt-beta\","
	"\"content\":\"See you. \\u0007 \\ud83d\\ude00 \\u202e\"}],\"reference\":\"So long.\"}\n"
	"{\"id\":\"conv-2\",\"prompt\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"responses\":["
	"{\"source\":\"gpt-alpha\",\"content\":\"Hi\"},{\"source\":\"gpt-beta\",\"content\":["
	"{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"name\":\"f\",\"n\":1.5}]},"
	"{\"role\":\"tool\",\"content\":\"42\"}]}],\"metadata\":{\"odd\":1},\"odd\":2}\n"
	"{\"id\":\"gold-17\",\"prompt\":\"2+2?\",\"responses\":[{\"source\":\"gpt-alpha\","
	"\"content\":\"4\"},{\"source\":\"gpt-beta\",\"content\":\"5\"},{\"source\":\"gpt-gamma\","
	"\"content\":\"vier\"}],\"role\":\"control\",\"control\":{\"expect\":{\"order\":{\"best\":"
	"[\"r1\",\"r3\"]}},\"explain\":\"sums\",\"feedback\":\"after\"}}\n"
	"{\"prompt\":\"nine\",\"responses\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\","
	"\"i\"],\"topic\":\"caf\\u00e9\",\"level\":{\"b\":-0.0,\"a\":[ ]}}\n";

static const char ten[] =
	"{\"prompt\":\"ten\",\"responses\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\","
	"\"j\",\"a\"]}\n";

static void expect(int code, int expected)
{
	if (code != expected)
		fail_msg("exit %d instead of %d\n%s%s", code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

static void label(const char *who, const char *batch, const char *keys)
{
	expect(program_run(p, "label", "x.assay", "--as", who, "-b", batch, "--keys", keys,
			   "--screen", "120x40", NULL),
	       0);
}

static bool has_python(void)
{
	const char *const argv[] = { "python3", "-c", "import sqlite3, hashlib", NULL };

	return program_other(p, argv) == 0;
}

static void need_python(void)
{
	if (has_python())
		return;
	print_message("there is no python3 with sqlite3 here\n");
	skip();
}

/* Every kind of work, by two people; "x.assay" and its export "all.jsonl". */
static void make_project(void)
{
	expect(program_run(p, "init", "x.assay", NULL), 0);
	expect(program_run(p, "import", "x.assay", "pairs.jsonl", "--overlap", "2", "--shuffled",
			   NULL),
	       0);
	expect(program_run(p, "import", "x.assay", "ranking.jsonl", NULL), 0);
	expect(program_run(p, "import", "x.assay", "rating.jsonl", NULL), 0);
	expect(program_run(p, "import", "x.assay", "golden.jsonl", "-g", "golden-response", NULL),
	       0);
	expect(program_run(p, "import", "x.assay", "special.jsonl", "-g", "mine.yaml", "--show",
			   "topic", "--show", "level", "--overlap", "2", NULL),
	       0);
	expect(program_run(p, "import", "x.assay", "ten.jsonl", "--sample-responses", "4", NULL),
	       0);
	expect(program_run(p, "import", "x.assay", "again.jsonl", "-b", "special", "--show",
			   "topic", "--show", "level", NULL),
	       0);
}

static void make_labels(void)
{
	label("ann", "pairs",
	      "1 2 4 2 5 3 5 3 5 3 5 3 t h 1 o 2 Enter "
	      "\"@A is actionable, @B only tells the user to wait.\" Esc Enter = " TEN "Enter "
	      "S \"broken item\" Enter F \"odd one\" Enter 2 1 - 3 3 3 3 3 3 3 3 3 Enter");
	label("ann", "pairs", "u a 5 Enter y");
	label("bob", "pairs", "2 1 " TEN "Enter = " TEN "Enter u X y");
	label("bob", "ranking", "0 1 = 2 3 > 4 Enter");
	label("bob", "ranking", "- Enter");
	label("ann", "special", "1 5 d z a 2 b 3 n \"@B, me@Bee, na\u00efve \U0001F600 @A.\" Esc");
	label("ann", "special", "g \" and more\" Esc Enter");
	label("bob", "golden", "g \"Mine.\" Esc s \"a \\\"book\\\"\" Esc d 4 c 5 Enter");
	label("bob", "special", "S \"too hard\" Enter C \"what is nine?\" Enter");
	expect(program_run(p, "export", "x.assay", "-f", "assay", "-o", "all.jsonl", NULL), 0);
}

static void copy_in(const char *folder, const char *from, const char *to)
{
	const char *const argv[] = { "sh", "-c", "cp \"$1\" \"$2\"", "cp", from, to, NULL };
	char path[512];
	const char *copy[8];

	memcpy(copy, argv, sizeof argv);
	snprintf(path, sizeof path, "%s/%s", folder, from);
	copy[4] = path;
	expect(program_other(p, copy), 0);
}

static int setup_all(void **state)
{
	static const char *const samples[] = { "pairs.jsonl", "ranking.jsonl", "rating.jsonl",
					       "golden.jsonl" };

	(void)state;
	program_open(p, ASSAY_BIN);
	p->extra[0] = "ASSAY_NAME=lead";
	if (!has_python())
		return 0;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		copy_in(SOURCE_DIR "/samples", samples[i], samples[i]);
	program_puts(p, "mine.yaml", mine);
	program_puts(p, "mine.md", "Order them.\n");
	program_puts(p, "special.jsonl", special);
	program_puts(p, "again.jsonl", special);
	program_puts(p, "ten.jsonl", ten);
	make_project();
	make_labels();
	return 0;
}

static int teardown_all(void **state)
{
	(void)state;
	program_close(p);
	return 0;
}

static int verify(const char *project)
{
	const char *const argv[] = { "python3", verifier, project, NULL };

	return program_other(p, argv);
}

static void what_people_did_is_stored_as_the_documents_say(void **state)
{
	const char *const argv[] = { "python3",       verifier,   "x.assay",       "--export",
				     "all.jsonl",     "--source", "pairs.jsonl",   "--source",
				     "ranking.jsonl", "--source", "special.jsonl", "--source",
				     "again.jsonl",   "--source", "ten.jsonl",     NULL };

	(void)state;
	need_python();
	expect(program_other(p, argv), 0);
	program_says(p, "1 corrections");
	program_says(p, "1 retractions");
	program_says(p, "2 skips");
	program_says(p, "1 flags");
	program_says(p, "12 exported annotations");
	program_says(p, "4 exported events");
	program_says(p, "36 imported lines");
}

/* What one line says is changed by SED in a copy of the export. */
static void misreport(const char *file, const char *sed)
{
	static const char script[] =
		"cp all.jsonl bad.jsonl; cp all.events.jsonl bad.events.jsonl; "
		"sed -i \"$1\" \"bad$2\"; ! cmp -s \"all$2\" \"bad$2\"";
	const char *const change[] = { "sh", "-c", script, "sh", sed, file, NULL };
	const char *const argv[] = {
		"python3", verifier, "x.assay", "--export", "bad.jsonl", NULL
	};

	expect(program_other(p, change), 0);
	if (program_other(p, argv) != 1)
		fail_msg("%s: not noticed: %s%s", sed, buf_str(&p->out), buf_str(&p->err));
	program_says(p, "export");
	assert_null(strstr(buf_str(&p->err), "Traceback"));
}

static void an_export_that_tells_another_story_is_noticed(void **state)
{
	static const char rows[] = ".jsonl", events[] = ".events.jsonl";

	(void)state;
	need_python();
	misreport(rows, "s/superseded\"/current\"/");
	misreport(rows, "/\"state\":\"withdrawn/d");
	misreport(rows, "s/\"retraction\":{[^}]*}}/\"retraction\":null/");
	misreport(rows, "s/\"revision\":2/\"revision\":1/");
	misreport(rows, "s/\"superseded_by\":\\[\"../\"superseded_by\":[\"00/");
	misreport(events, "/\"type\":\"ask/d");
	misreport(events, "s/what is nine/what is ten/");
	misreport(events, "s/\"type\":\"control/\"type\":\"flag/");
	misreport(events, "1{h;d};2{G}");
}

static void rows_made_again_are_the_same(void **state)
{
	(void)state;
	need_python();
	expect(program_run(p, "rebuild", "x.assay", NULL), 0);
	expect(verify("x.assay"), 0);
}

/* Changes a copy with SQL and expects the fault of that name. */
static void damage(const char *sql, const char *fault)
{
	static const char script[] = "import shutil, sqlite3, sys\n"
				     "shutil.copy('x.assay', 'y.assay')\n"
				     "db = sqlite3.connect('y.assay')\n"
				     "db.execute('PRAGMA journal_mode = DELETE')\n"
				     "db.execute('PRAGMA ignore_check_constraints = 1')\n"
				     "flip = lambda b, i: b[:i] + bytes([b[i] ^ 1]) + b[i + 1:]\n"
				     "db.create_function('flip', 2, flip)\n"
				     "n = db.execute(sys.argv[1]).rowcount\n"
				     "db.commit()\n"
				     "sys.exit(0 if n > 0 else 9)\n";
	const char *const argv[] = { "python3", "-c", script, sql, NULL };
	char name[64];

	expect(program_other(p, argv), 0);
	if (verify("y.assay") != 1)
		fail_msg("%s: not noticed: %s%s", sql, buf_str(&p->out), buf_str(&p->err));
	snprintf(name, sizeof name, "%s: ", fault);
	program_says(p, name);
	assert_null(strstr(buf_str(&p->err), "Traceback"));
}

static void damage_of_facts_is_named(void **state)
{
	static const char *const cases[][2] = {
		{ "UPDATE event SET payload = replace(payload, '\"accuracy\":{\"r1\":3', "
		  "'\"accuracy\":{\"r1\":4') WHERE kind = 64",
		  "payload-hash" },
		{ "UPDATE event SET payload = payload || ' ' WHERE kind = 70", "canonical" },
		{ "UPDATE event SET salt = flip(salt, 3) WHERE kind = 8", "payload-hash" },
		{ "UPDATE event SET header = flip(header, 24) WHERE kind = 7", "chain" },
		{ "UPDATE event SET kind = 66 WHERE kind = 65", "header" },
		{ "DELETE FROM event WHERE kind = 70", "gap" },
		{ "UPDATE signature SET sig = flip(sig, 0)", "signature" },
		{ "DELETE FROM signature WHERE rid = (SELECT max(rid) FROM signature)",
		  "signature" },
		{ "INSERT INTO signature SELECT (rid >> 32 << 32) + 1, sig FROM signature "
		  "WHERE rid & 4294967295 > 1 LIMIT 1",
		  "signature" },
		{ "UPDATE stream SET audience = 1 WHERE audience = 2", "audience" },
		{ "UPDATE head SET id = flip(id, 31)", "head" },
		{ "UPDATE body SET doc = replace(doc, 'washer', 'Washer')", "uid" },
		{ "UPDATE object SET bytes = flip(bytes, 60) WHERE class = 2", "object" },
	};

	(void)state;
	need_python();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		damage(cases[i][0], cases[i][1]);
}

static void damage_of_derived_rows_is_named(void **state)
{
	static const char *const cases[][2] = {
		{ "UPDATE annotation SET revision = revision + 1", "annotation" },
		{ "DELETE FROM annotation WHERE status = 2", "annotation" },
		{ "UPDATE progress SET flagged = flagged + 1", "progress" },
		{ "UPDATE source SET grp = flip(grp, 0)", "source" },
		{ "UPDATE source SET hash = flip(hash, 15)", "source" },
		{ "UPDATE task SET ord = flip(ord, 23)", "task" },
		{ "UPDATE task SET left = 1 - left WHERE want = 1", "task" },
		{ "UPDATE item SET prompt = flip(prompt, 0)", "prompt16" },
		{ "UPDATE batch SET seed = flip(seed, 0)", "batch" },
		{ "UPDATE member SET roles = 9 WHERE roles = 1", "member" },
		{ "UPDATE guideline SET version = 2", "guideline" },
		{ "UPDATE derived SET vector = flip(vector, 0)", "vector" },
		{ "UPDATE setting SET value = '5' WHERE name = 'hlc'", "clock" },
	};

	(void)state;
	need_python();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		damage(cases[i][0], cases[i][1]);
}

/* Whoever writes second in one of two copies opens a stream that says where it left off. */
static void a_copy_goes_on_in_a_stream_of_its_own(void **state)
{
	const char *const copy[] = { "cp", "x.assay", "z.assay", NULL };

	(void)state;
	need_python();
	expect(program_other(p, copy), 0);
	label("ann", "rating", "S \"in the first\" Enter");
	expect(program_run(p, "label", "z.assay", "--as", "ann", "-b", "rating", "--keys",
			   "S \"in the copy\" Enter", "--screen", "80x24", NULL),
	       0);
	expect(verify("x.assay"), 0);
	expect(verify("z.assay"), 0);
	program_says(p, "1 continued streams");
}

/* One transaction with hundreds of events: the 256th, and each after 512 KiB, are signed too. */
static void long_streams_are_signed_at_their_points(void **state)
{
	char *explain = malloc(3001);
	struct buf text = BUF_INIT;

	(void)state;
	need_python();
	assert_non_null(explain);
	memset(explain, 'e', 3000);
	explain[3000] = '\0';
	for (int i = 0; i < 600; i++)
		buf_addf(&text,
			 "{\"id\":\"gold-%d\",\"prompt\":\"c%d\",\"responses\":[\"a\",\"b\"],"
			 "\"role\":\"control\",\"control\":{\"expect\":{\"preference\":{\"best\":"
			 "[\"r1\"]}},\"explain\":\"%s\",\"feedback\":\"never\"}}\n",
			 i, i, i < 400 ? explain : "no");
	program_write(p, "controls.jsonl", text.data, text.len);
	expect(program_run(p, "init", "long.assay", NULL), 0);
	expect(program_run(p, "import", "long.assay", "controls.jsonl", NULL), 0);
	expect(verify("long.assay"), 0);
	program_says(p, " 5 signatures"); /* two heads, 256, 512, one by length */
	free(explain);
	buf_release(&text);
}

static void public_data_is_stored_as_the_documents_say(void **state)
{
	static const char si[] = "candidates_self_instruct252.jsonl.gz",
			  ah[] = "candidates_arena_hard.jsonl.gz";
	const char *const argv[] = { "python3",  verifier, "data.assay", "--export", "data.jsonl",
				     "--source", si,       "--source",   ah,         NULL };
	const char *const keys = "1 2 3 = 4 > 5 6 7 8 Enter Enter S \"broken\" Enter";

	(void)state;
	if (access(SHARED_DATA "/derived", R_OK) != 0) {
		print_message("no data in %s\n", SHARED_DATA);
		skip();
	}
	need_python();
	copy_in(SHARED_DATA "/derived", si, si);
	copy_in(SHARED_DATA "/derived", ah, ah);
	expect(program_run(p, "init", "data.assay", NULL), 0);
	expect(program_run(p, "import", "data.assay", si, "--shuffled", "--overlap", "2", NULL), 0);
	expect(program_run(p, "import", "data.assay", ah, NULL), 0);
	for (int i = 0; i < 4; i++)
		expect(program_run(p, "label", "data.assay", "--as", i % 2 == 0 ? "ann" : "bob",
				   "-b",
				   i < 2 ? "candidates_self_instruct252" : "candidates_arena_hard",
				   "--keys", keys, "--screen", "120x40", NULL),
		       0);
	expect(program_run(p, "export", "data.assay", "-f", "assay", "-o", "data.jsonl", NULL), 0);
	expect(program_other(p, argv), 0);
	program_says(p, "752 imported lines");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_did_is_stored_as_the_documents_say),
		cmocka_unit_test(an_export_that_tells_another_story_is_noticed),
		cmocka_unit_test(rows_made_again_are_the_same),
		cmocka_unit_test(damage_of_facts_is_named),
		cmocka_unit_test(damage_of_derived_rows_is_named),
		cmocka_unit_test(a_copy_goes_on_in_a_stream_of_its_own),
		cmocka_unit_test(long_streams_are_signed_at_their_points),
		cmocka_unit_test(public_data_is_stored_as_the_documents_say),
	};

	return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
