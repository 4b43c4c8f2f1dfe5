/* What goes wrong around the program: a disk that is full, files that are none of ours. */
#include "tests/main/own_program.h"

/* $1 is the program.  Ends with the status of the script's last command. */
static void shell(const char *const *words, const char *script, int expected)
{
	const char *argv[12];
	int n = 0, code;

	while (*words != NULL)
		argv[n++] = *words++;
	argv[n++] = script;
	argv[n++] = "bash";
	argv[n++] = ASSAY_BIN;
	argv[n] = NULL;
	code = program_other(p, argv);
	if (code != expected)
		fail_msg("%s: %d instead of %d\n%s%s", script, code, expected, buf_str(&p->out),
			 buf_str(&p->err));
}

static const char *const plainly[] = { "bash", "-c", NULL };

/* ---- a full disk ---- */

/* A small disk of the test's own, gone when the script ends. */
static const char *const mounted[] = { "unshare", "-m", "bash", "-c", NULL };

static void skip_unless_mounts_are_allowed(void)
{
	static const char *const argv[] = { "unshare", "-m", "true", NULL };

	if (geteuid() == 0 && program_other(p, argv) == 0)
		return;
	print_message("skipped: only root may mount a small disk\n");
	skip();
}

static const char small_disk[] =
	"mkdir disk && mount -t tmpfs -o size=2m none disk && cd disk || exit 99\n"
	"\"$1\" init t.assay >/dev/null && \"$1\" import t.assay ../two.jsonl -g rating-axes "
	">/dev/null || exit 98\n"
	"dd if=/dev/zero of=fill bs=1k 2>/dev/null\n";

static void with_small_disk(const char *rest, int expected)
{
	struct buf script = BUF_INIT;

	program_puts(p, "two.jsonl",
		     "{\"id\":\"1\",\"prompt\":\"p\",\"responses\":[\"a\"]}\n"
		     "{\"id\":\"2\",\"prompt\":\"q\",\"responses\":[\"b\"]}\n");
	buf_adds(&script, small_disk);
	buf_adds(&script, rest);
	shell(mounted, buf_str(&script), expected);
	buf_release(&script);
}

static void a_full_disk_is_named_and_nothing_is_half_done(void **state)
{
	(void)state;
	skip_unless_mounts_are_allowed();
	with_small_disk("refused() { \"$@\" 2>>../said && exit 97; [ -e out ] || [ -e b.assay ] && "
			"exit 96; }\n"
			"refused \"$1\" status t.assay; refused \"$1\" check t.assay\n"
			"refused \"$1\" rebuild t.assay; refused \"$1\" backup t.assay b.assay\n"
			"refused \"$1\" export t.assay -f assay -o out\n"
			"refused \"$1\" init n.assay; [ -e n.assay ] && exit 95\n"
			"sort ../said | uniq -c && rm fill && \"$1\" check t.assay",
			0);
	program_says(p, "6 assay: the disk is full: cannot open the project; free some space\n");
	program_says(p, "no faults");
}

/* The disk is full when the program sits there already; the text is longer than what is left in the
 * files that it has. */
static const char label_on_full_disk[] =
	"rm fill; coproc \"$1\" label t.assay --batch two --plain 2>../said; pid=$COPROC_PID\n"
	"exec 3>&${COPROC[1]} 4<&${COPROC[0]}\n"
	"read -r first <&4; cat <&4 >../heard & reader=$!\n"
	"dd if=/dev/zero of=fill bs=1k 2>/dev/null\n"
	"awk 'BEGIN { print \"1\\nw\"; for (i = 0; i < 2000; i++) printf \"%s\", "
	"\"word after word of what took long to think of \"; print \"\\n.\" }' >&3\n"
	"echo quit >&3; exec 3>&-; eval \"exec ${COPROC[1]}>&-\"\n"
	"wait $pid; code=$?; wait $reader; cat ../heard; cat ../said >&2; rm fill\n"
	"\"$1\" check t.assay >/dev/null || exit 97; exit $code";

static void what_is_left_on_a_full_disk_is_not_called_kept(void **state)
{
	(void)state;
	skip_unless_mounts_are_allowed();
	with_small_disk(label_on_full_disk, 1);
	program_says(p, "The draft is not saved: the disk is full: cannot write the project; free "
			"some space. Leave all the same?");
	program_says(p, "Left; not everything was saved.");
	program_complains(p, "not everything was saved: the disk is full: cannot write");
}

/* items FIRST LAST TEXT: so many lines, the text in each of them. */
#define ITEMS                                                                                 \
	"items() { awk -v a=$1 -v b=$2 -v t=\"$3\" 'BEGIN { for (i = a; i <= b; i++) printf " \
	"\"{\\\"id\\\":\\\"%d\\\",\\\"prompt\\\":\\\"p %d\\\",\\\"responses\\\":"             \
	"[\\\"%d %s\\\"]}\\n\", i, i, i, t }'; }\n"

/* A batch that comes to be with the items of an import is not there without them; the first of
 * these is too large already.  EMPTY: the project has no items yet. */
static const char import_into_full_disk[] = ITEMS
	"printf '{\"id\":\"0\",\"prompt\":\"p\",\"responses\":[\"%01500000d\"]}\\n' 7 "
	">../big.jsonl\n"
	"items 1 500 x >>../big.jsonl; items 5001 5050 x >../small.jsonl\n"
	"[ -n \"$EMPTY\" ] && rm fill t.assay* && \"$1\" init t.assay >/dev/null\n"
	"rm -f fill; dd if=/dev/zero of=fill bs=1k count=600 2>/dev/null\n"
	"\"$1\" import t.assay ../big.jsonl -b big -g rating-axes && exit 97\n"
	"rm fill && \"$1\" check t.assay && \"$1\" status t.assay --json >../status || exit 96\n"
	"grep -c '\"name\":\"big\"' ../status\n"
	"\"$1\" import t.assay ../small.jsonl -b big -g rating-axes || exit 95\n"
	"\"$1\" check t.assay";

static void an_import_that_finds_no_room_leaves_no_empty_batch(void **state)
{
	static const char *const first[] = { "", "EMPTY=1\n" };

	(void)state;
	skip_unless_mounts_are_allowed();
	for (size_t i = 0; i < 2; i++) {
		struct buf script = BUF_INIT;

		buf_adds(&script, first[i]);
		buf_adds(&script, import_into_full_disk);
		with_small_disk(buf_str(&script), 0);
		program_complains(p, "nothing went in: the disk is full");
		program_says(p, "\n0\n");
		program_says(p, "imported 50 items into t.assay, batch \"big\"");
		buf_release(&script);
		close_program(NULL);
		open_program(NULL);
	}
}

/* ---- Ctrl-C ---- */

/* The importer is stopped when it has read most of the first part, and never sees an end. */
static const char stop_import[] = ITEMS
	"\"$1\" init t.assay >/dev/null; mkfifo pipe; trap '' PIPE\n"
	"[ -n \"$LIVE\" ] && items 90001 90002 x >l.jsonl && \"$1\" import t.assay l.jsonl -g "
	"rating-axes\n"
	"items 1 12000 x >all.jsonl\n"
	"\"$1\" import t.assay - -b big -g rating-axes <pipe & pid=$!\n"
	"exec 3>pipe; head -n 6000 all.jsonl >&3; kill -INT $pid\n"
	"tail -n +6001 all.jsonl >&3 2>/dev/null; cat all.jsonl >&3 2>/dev/null\n"
	"wait $pid; echo \"stopped with $?\"; exec 3>&-; \"$1\" check t.assay || exit 98\n"
	"\"$1\" import t.assay all.jsonl -b big -g rating-axes";

static void an_import_that_is_stopped_says_what_is_in_and_goes_on(void **state)
{
	static const char *const first[] = { "", "LIVE=1\n" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buf script = BUF_INIT;
		const char *in, *again;

		buf_adds(&script, first[i]);
		buf_adds(&script, stop_import);
		shell(plainly, buf_str(&script), 0);
		program_says(p, "stopped with 130");
		program_complains(p, "the import was stopped: ");
		in = strstr(buf_str(&p->err), "stopped: ") + strlen("stopped: ");
		again = strstr(buf_str(&p->out), "already there");
		assert_non_null(again);
		while (again > buf_str(&p->out) && again[-1] != '(')
			again--;
		assert_true(strtol(in, NULL, 10) > 0);
		assert_int_equal(strtol(in, NULL, 10), strtol(again, NULL, 10));
		buf_release(&script);
		close_program(NULL);
		open_program(NULL);
	}
}

/* ---- files that hold no records ---- */

static void a_project_is_not_read_as_records(void **state)
{
	(void)state;
	shell(plainly, "\"$1\" init t.assay && \"$1\" import t.assay t.assay", 1);
	program_complains(p, "'t.assay' is a database or a project");
	assert_false(program_has(p, "t.assay.rejects.jsonl"));
	shell(plainly,
	      "\"$1\" status t.assay --json | grep -c '\"name\":\"t\"'; \"$1\" check t.assay", 0);
}

static void utf_16_is_refused_with_what_to_do(void **state)
{
	(void)state;
	shell(plainly,
	      "\"$1\" init t.assay && printf '\\377\\376{\\0' >w.jsonl && \"$1\" import t.assay "
	      "w.jsonl",
	      1);
	program_complains(p, "'w.jsonl' is UTF-16; write it as UTF-8 first");
}

/* A small file that expands for ever: neither memory nor the rejects may. */
static void an_endless_record_ends_the_import(void **state)
{
	(void)state;
	shell(plainly,
	      "ok='{\"id\":\"1\",\"prompt\":\"p\",\"responses\":[\"a\"]}'; \"$1\" init t.assay && "
	      "(echo \"$ok\"; head -c 300000000 /dev/zero | tr '\\0' x) | gzip -1 >b.jsonl.gz && "
	      "\"$1\" import t.assay b.jsonl.gz",
	      1);
	program_complains(p, "b.jsonl.gz: line 2 is longer than 256 MiB: no file of records");
	shell(plainly, "\"$1\" import t.assay /dev/zero", 1);
	program_complains(p, "line 1 is longer than 256 MiB");
	shell(plainly, "\"$1\" check t.assay", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PROGRAM_TEST(a_full_disk_is_named_and_nothing_is_half_done),
		PROGRAM_TEST(what_is_left_on_a_full_disk_is_not_called_kept),
		PROGRAM_TEST(an_import_that_finds_no_room_leaves_no_empty_batch),
		PROGRAM_TEST(an_import_that_is_stopped_says_what_is_in_and_goes_on),
		PROGRAM_TEST(a_project_is_not_read_as_records),
		PROGRAM_TEST(utf_16_is_refused_with_what_to_do),
		PROGRAM_TEST(an_endless_record_ends_the_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
