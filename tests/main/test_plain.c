/* Lines through pipes: what comes out, the exit status, and what is kept. */
#include "tests/support/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char items[] =
	"{\"id\":\"f1\",\"prompt\":\"How do I fix faucet one? \\u00e9\\u2192\",\"responses\":[{"
	"\"source\":\"m\",\"content\":\"Turn the \\u001b[31mwater\\u202e off.\"},{\"source\":\"n\","
	"\"content\":\"Call a plumber.\"}]}\n"
	"{\"id\":\"f2\",\"prompt\":\"How do I fix faucet two?\",\"responses\":[{\"source\":\"m\","
	"\"content\":\"Close the valve.\"},{\"source\":\"n\",\"content\":\"Wait.\"}]}\n";

#define ALL "1 2 4 3 5 3 5 3 5 3 5 3\n.\n"

static void begin(struct program *p)
{
	program_open(p, ASSAY_BIN);
	program_puts(p, "items.jsonl", items);
	assert_int_equal(program_run(p, "init", "p.assay", NULL), 0);
	assert_int_equal(program_run(p, "import", "p.assay", "items.jsonl", NULL), 0);
}

static int lines(struct program *p, const char *input)
{
	int status;

	p->input = input;
	p->input_len = strlen(input);
	status = program_run(p, "label", "--plain", "p.assay", "--batch", "items", NULL);
	p->input = NULL;
	p->input_len = 0;
	return status;
}

static void a_whole_batch_is_labelled_by_a_script(void **state)
{
	struct program p;

	(void)state;
	begin(&p);
	assert_int_equal(lines(&p, ALL ALL), 0);
	program_says(&p, "Item 2 of 2.");
	program_says(&p, "saved as #2; all done here");
	program_says(&p, "Left; everything is kept.");
	/* Nobody types: no prompts between the lines. */
	assert_null(strstr(buf_str(&p.out), "\n> "));
	program_close(&p);
}

static void a_line_that_was_not_understood_is_in_the_status(void **state)
{
	struct program p;

	(void)state;
	begin(&p);
	assert_int_equal(lines(&p, "1 2 nonsense\n" ALL), 3);
	program_says(&p, "Refused: 'nonsense' is no key and no command");
	program_says(&p, "saved as #1");
	program_close(&p);
}

static void the_end_of_input_keeps_what_was_begun(void **state)
{
	struct program p;

	(void)state;
	begin(&p);
	/* Without a line end, too. */
	assert_int_equal(lines(&p, "1 2 4"), 0);
	assert_int_equal(lines(&p, "answers\n"), 0);
	program_says(&p, "accuracy of A: 4, minor slips");
	program_close(&p);
}

static void nobody_reads_any_more_and_the_answers_are_kept(void **state)
{
	struct program p;

	(void)state;
	begin(&p);
	program_puts(&p, "lines", "1 2 4\nwhere\nwhere\nwhere\n");
	program_puts(&p, "run",
		     "{ " ASSAY_BIN " label --plain p.assay --batch items <lines; echo $? >status;"
		     " } | sed '/accuracy of A: 4/q'\n");
	program_other(&p, (const char *const[]){ "/bin/sh", "run", NULL });
	{
		struct buf status = BUF_INIT;

		assert_true(program_read(&p, "status", &status));
		assert_string_equal(buf_str(&status), "0\n");
		buf_release(&status);
	}
	assert_int_equal(lines(&p, "answers\n"), 0);
	program_says(&p, "preference: A over B");
	program_close(&p);
}

static void in_the_c_locale_every_byte_is_ascii_and_none_is_a_control(void **state)
{
	struct program p;

	(void)state;
	begin(&p);
	p.extra[0] = "LC_ALL=C";
	lines(&p,
	      "\n\n\nall\nread A\nread B\n?\n*\nEsc\nI\nall\nq\nH\nq\n/ off\nF \xC3\xA9\nq\nq\n");
	program_says(&p, "U+00E9");
	for (size_t i = 0; i < p.out.len; i++) {
		unsigned char c = (unsigned char)p.out.data[i];

		if (c != '\n' && (c < 0x20 || c > 0x7E))
			fail_msg("byte %02x behind '%.40s'", c, p.out.data + (i > 40 ? i - 40 : 0));
	}
	program_close(&p);
}

static void conversations_are_read_turn_by_turn(void **state)
{
	static const char chat[] =
		"{\"id\":\"c\",\"prompt\":[{\"role\":\"user\",\"content\":\"One.\"},{\"role\":"
		"\"assistant\",\"content\":\"Two.\\n\\nuser:\\n\\nno turn\"},{\"role\":\"user\","
		"\"content\":\"Three.\"}],\"responses\":[{\"source\":\"m\",\"content\":\"a\"},{"
		"\"source\":\"n\",\"content\":\"b\"}]}\n";
	struct program p;

	(void)state;
	begin(&p);
	program_puts(&p, "chat.jsonl", chat);
	assert_int_equal(program_run(&p, "import", "p.assay", "chat.jsonl", NULL), 0);
	p.input = "";
	assert_int_equal(program_run(&p, "label", "--plain", "p.assay", "--batch", "chat", NULL),
			 0);
	program_says(&p, "Turn 1 of 3, user:\nOne.\nTurn 2 of 3, assistant:\nTwo.\nuser:\n"
			 "no turn\nTurn 3 of 3, user:\nThree.\n");
	p.input = "Home\n)\n)\n";
	p.input_len = strlen(p.input);
	assert_int_equal(program_run(&p, "label", "--plain", "p.assay", "--batch", "chat", NULL),
			 0);
	program_says(&p, "Turn 1 of 3, user:\nTurn 2 of 3, assistant:\nTurn 3 of 3, user:\n");
	program_close(&p);
}

static void lines_are_wrapped_where_it_is_asked_for(void **state)
{
	struct program p;

	(void)state;
	begin(&p);
	p.input = "\n";
	p.input_len = 1;
	assert_int_equal(program_run(&p, "--plain", "p.assay", "--wrap", "30", NULL), 0);
	for (const char *at = buf_str(&p.out); *at != '\0'; at += strcspn(at, "\n") + 1)
		assert_true(strcspn(at, "\n") <= 30);
	assert_int_equal(program_run(&p, "--plain", "p.assay", "--wrap", "3", NULL), 2);
	program_complains(&p, "--wrap");
	assert_int_equal(program_run(&p, "--plain", "p.assay", "--keys", "q", NULL), 2);
	program_complains(&p, "leave --keys out");
	program_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_batch_is_labelled_by_a_script),
		cmocka_unit_test(a_line_that_was_not_understood_is_in_the_status),
		cmocka_unit_test(the_end_of_input_keeps_what_was_begun),
		cmocka_unit_test(nobody_reads_any_more_and_the_answers_are_kept),
		cmocka_unit_test(in_the_c_locale_every_byte_is_ascii_and_none_is_a_control),
		cmocka_unit_test(conversations_are_read_turn_by_turn),
		cmocka_unit_test(lines_are_wrapped_where_it_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
