/* A person's own files and `assay keys`, with the real program. */
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void keys_in_force_are_listed(void **state)
{
	struct program p;

	(void)state;
	program_open(&p, ASSAY_BIN);
	program_puts(&p, "keys.yaml", "preset: vim\nlayout: ru\nbind: {skip: [T, Ctrl-T]}\n");
	assert_int_equal(program_run(&p, "keys", "keys.yaml", NULL), 0);
	program_says(&p, "  T Ctrl-T                      skip ");
	program_says(&p, "  G End                         bottom ");
	program_says(&p, "  :mouse                        mouse ");
	program_says(&p, "layout ru: Russian");
	assert_int_equal(program_run(&p, "keys", NULL), 0);
	program_says(&p, "  S                             skip ");
	assert_int_equal(program_run(&p, "keys", "--preset", "left", NULL), 0);
	program_says(&p, "  Ctrl-F Enter                  submit ");
	assert_int_equal(program_run(&p, "keys", "--list", NULL), 0);
	program_says(&p, "  azerty ");
	program_says(&p, "  left ");
	program_close(&p);
}

static void a_mistake_is_said_with_its_place_and_the_mend(void **state)
{
	struct program p;

	(void)state;
	program_open(&p, ASSAY_BIN);
	program_puts(&p, "keys.yaml", "bind:\n  skip: F\n");
	assert_int_equal(program_run(&p, "keys", "keys.yaml", NULL), 1);
	program_complains(&p, "keys.yaml:2:9: F would mean both skip and flag in the workbench: "
			      "take another key for skip, or bind flag to another one");
	assert_int_equal(program_run(&p, "keys", "nowhere.yaml", NULL), 1);
	program_complains(&p, "there is no file 'nowhere.yaml'");
	assert_int_equal(program_run(&p, "keys", "--preset", "emacs", NULL), 1);
	program_complains(&p, "no preset is called 'emacs'");
	assert_int_equal(program_run(&p, "keys", "--try", NULL), 1);
	program_complains(&p, "needs a terminal");
	program_close(&p);
}

static void options_of_label_are_checked_first(void **state)
{
	struct program p;

	(void)state;
	program_open(&p, ASSAY_BIN);
	assert_int_equal(program_run(&p, "init", "p.assay", NULL), 0);
	assert_int_equal(program_run(&p, "label", "p.assay", "--theme", "drak", NULL), 2);
	program_complains(&p, "dark");
	assert_int_equal(program_run(&p, "label", "p.assay", "--color", "many", NULL), 2);
	program_puts(&p, "keys.yaml", "bind: {skip: F9}\n");
	assert_int_equal(program_run(&p, "label", "p.assay", "--keys-file", "keys.yaml", "--keys",
				     "q", NULL),
			 1);
	program_complains(&p, "keys.yaml:1:14: F9: function keys differ");
	program_close(&p);
}

static void a_key_file_holds_for_recorded_keys_only_when_named(void **state)
{
	static const char *const folder[] = { "/bin/mkdir", "-p", "home/config/assay", NULL };
	struct program p;

	(void)state;
	program_open(&p, ASSAY_BIN);
	assert_int_equal(program_run(&p, "init", "p.assay", NULL), 0);
	assert_int_equal(program_other(&p, folder), 0);
	program_puts(&p, "home/config/assay/keys.yaml", "bind: {help: T}\n");
	program_puts(&p, "mine.yaml", "bind: {help: T}\n");
	assert_int_equal(
		program_run(&p, "label", "p.assay", "--keys", "?", "--screen", "80x24", NULL), 0);
	program_says(&p, "Keys here");
	assert_int_equal(program_run(&p, "label", "p.assay", "--keys-file", "mine.yaml", "--keys",
				     "?", "--screen", "80x24", NULL),
			 0);
	program_says(&p, "? means nothing here; T shows the keys");
	program_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_in_force_are_listed),
		cmocka_unit_test(a_mistake_is_said_with_its_place_and_the_mend),
		cmocka_unit_test(options_of_label_are_checked_first),
		cmocka_unit_test(a_key_file_holds_for_recorded_keys_only_when_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
