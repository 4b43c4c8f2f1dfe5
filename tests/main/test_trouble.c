/* What goes wrong around the program: a disk that is full, files that are none of ours. */
#include "base/buf.h"
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct program program;
static struct program *const p = &program;

static int setup(void **state)
{
	(void)state;
	program_open(p, ASSAY_BIN);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	program_close(p);
	return 0;
}

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
	program_says(p, "6 assay: the disk is full: cannot open the project; free some space, "
			"nothing was lost");
	program_says(p, "no faults");
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_full_disk_is_named_and_nothing_is_half_done),
		TEST(a_project_is_not_read_as_records),
		TEST(utf_16_is_refused_with_what_to_do),
		TEST(an_endless_record_ends_the_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
