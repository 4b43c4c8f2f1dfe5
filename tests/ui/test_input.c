/* Bytes as terminals send them, and the keys that they are. */
#include "ui/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void note(const struct event *event, char *out, size_t n)
{
	size_t len = strlen(out);
	const char *bar = len > 0 ? "|" : "";

	if (event->type == EVENT_PASTE)
		snprintf(out + len, n - len, "%s<%s>", bar, event->text);
	else
		snprintf(out + len, n - len, "%s%s", bar, event->key);
}

/* Appends what is there as "Esc|Up|<paste>"; TO_THE_END what is half there times out. */
static void read_all(struct input *input, bool to_the_end, char *out, size_t n)
{
	struct event event;
	bool timed_out = false;

	for (int i = 0; i < 1000; i++) {
		if (input_next(input, timed_out, &event)) {
			note(&event, out, n);
			continue;
		}
		if (!to_the_end || timed_out || input_wait_ms(input) < 0)
			return;
		timed_out = true;
	}
	fail_msg("it does not end");
}

/* At once, and byte by byte as a slow line brings it. */
static void check(const char *bytes, const char *expected)
{
	struct input input;
	char out[512] = "", slow[512] = "";

	input_init(&input);
	input_define(&input, "\033[K", "End"); /* of some odd terminal */
	input_feed(&input, bytes, strlen(bytes));
	read_all(&input, true, out, sizeof out);
	assert_string_equal(out, expected);
	for (const char *at = bytes; *at != '\0'; at++) {
		input_feed(&input, at, 1);
		read_all(&input, false, slow, sizeof slow);
	}
	read_all(&input, true, slow, sizeof slow);
	assert_string_equal(slow, expected);
	input_release(&input);
}

static void keys_of_all_kinds_are_read(void **state)
{
	static const char *const pairs[][2] = {
		{ "a", "a" },
		{ " ", "Space" },
		{ "\t\r\n", "Tab|Enter|Enter" },
		{ "\177\010", "Backspace|Backspace" },
		{ "\030\037\001", "Ctrl-X|Ctrl-_|Ctrl-A" },
		{ "é€😀", "é|€|😀" },
		{ "\033[A\033OA", "Up|Up" },
		{ "\033[1~\033[H\033OH\033[7~", "Home|Home|Home|Home" },
		{ "\033[4~\033[F\033OF\033[8~", "End|End|End|End" },
		{ "\033[5~\033[6~\033[3~\033[2~", "PgUp|PgDn|Delete|Insert" },
		{ "\033[Z", "Shift-Tab" },
		{ "\033[1;5C\033[1;5D", "Ctrl-Right|Ctrl-Left" },
		{ "\033Oq\033Os\033Om\033OM", "1|3|-|Enter" },
		{ "\033[K", "End" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		check(pairs[i][0], pairs[i][1]);
}

static void esc_before_another_key_is_esc_then_that_key(void **state)
{
	(void)state;
	check("\033", "Esc");
	check("\033x", "Esc|x");
	check("\0332", "Esc|2");
	check("\033\033", "Esc|Esc");
	check("\033\033[A", "Esc|Up");
	check("\033é", "Esc|é");
	check("\033[1;3A", "Esc|Up");
	check("\033[1;3D2", "Esc|Left|2");
}

static void an_unknown_sequence_never_answers(void **state)
{
	(void)state;
	/* Its digits would rate a response. */
	check("\033[12;34;5$yx", "x");
	check("\033[99~1", "1");
	check("\033[?1;2c3", "3");
	check("\033[[A4", "4");
	check("\033[<0;12;5M5", "5");
}

static void a_paste_is_one_event(void **state)
{
	(void)state;
	check("\033[200~12 Enter\033[201~q", "<12 Enter>|q");
	check("\033[200~two\rlines\033[201~", "<two\nlines>");
	check("\033[200~\033[201~", "<>");
	check("\033[200~a\033[A\033x\033[201~1", "<a\033[A\033x>|1");
	/* One that never ends gives up what it has. */
	check("\033[200~lost\033[2", "<lost\033[2>");
}

static void a_paste_may_come_in_pieces(void **state)
{
	static const char bytes[] = "\033[200~some\r text\033[201~9";
	struct input input;
	struct event event;
	char out[64] = "";
	int events = 0;

	(void)state;
	input_init(&input);
	for (size_t i = 0; i < sizeof bytes - 1; i++) {
		input_feed(&input, bytes + i, 1);
		while (input_next(&input, false, &event)) {
			if (event.type == EVENT_PASTE)
				assert_string_equal(event.text, "some\n text");
			else
				assert_string_equal(event.key, "9");
			events++;
		}
	}
	read_all(&input, true, out, sizeof out);
	assert_string_equal(out, "");
	assert_int_equal(events, 2);
	input_release(&input);
}

static void broken_bytes_are_no_keys(void **state)
{
	(void)state;
	check("\xff\xfe"
	      "a\xc3",
	      "a");
	check("\xc0\x80"
	      "b",
	      "b");
	check("\xed\xa0\x80"
	      "c",
	      "c");
}

static void a_lone_escape_waits_shortly(void **state)
{
	struct input input;
	struct event event;

	(void)state;
	input_init(&input);
	assert_int_equal(input_wait_ms(&input), -1);
	input_feed(&input, "\033", 1);
	assert_false(input_next(&input, false, &event));
	assert_int_equal(input_wait_ms(&input), INPUT_ESC_MS);
	assert_true(input_next(&input, true, &event));
	assert_string_equal(event.key, "Esc");
	assert_int_equal(input_wait_ms(&input), -1);
	input_release(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_all_kinds_are_read),
		cmocka_unit_test(esc_before_another_key_is_esc_then_that_key),
		cmocka_unit_test(an_unknown_sequence_never_answers),
		cmocka_unit_test(a_paste_is_one_event),
		cmocka_unit_test(a_paste_may_come_in_pieces),
		cmocka_unit_test(broken_bytes_are_no_keys),
		cmocka_unit_test(a_lone_escape_waits_shortly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
