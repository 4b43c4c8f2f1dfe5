#include "cmd/cmd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct captured {
	FILE *file;
	char *text;
	size_t len;
};

static int open_stream(void **state)
{
	static struct captured c;

	c = (struct captured){ .text = NULL };
	c.file = open_memstream(&c.text, &c.len);
	*state = &c;
	return c.file == NULL;
}

static int close_stream(void **state)
{
	struct captured *c = *state;

	if (c->file != NULL)
		fclose(c->file);
	free(c->text);
	return 0;
}

static const char *printed(struct captured *c)
{
	fclose(c->file);
	c->file = NULL;
	return c->text;
}

static bool is_raw(const char *text)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < 0x20 && *text != '\n') || *text == 0x7f)
			return true;
	return false;
}

static void messages_never_hold_a_control_character(void **state)
{
	struct captured *c = *state;
	const char *text;

	cmd_print(c->file, "a\033[2Jb\nc\a\x7f");
	cmd_printf(c->file, "[%s]\n", "\033]0;x\007");
	text = printed(c);
	assert_false(is_raw(text));
	assert_non_null(strstr(text, "]\n"));
	assert_int_equal(strchr(text, '\n') - text, strlen(text) - 1);
}

static void c1_and_bidi_controls_become_visible(void **state)
{
	struct captured *c = *state;
	const char *text;

	cmd_print(c->file, "\xc2\x9b"
			   "2J\xe2\x80\xae");
	text = printed(c);
	assert_null(strstr(text, "\xc2\x9b"));
	assert_null(strstr(text, "\xe2\x80\xae"));
}

static void long_messages_are_printed_whole(void **state)
{
	struct captured *c = *state;
	struct buf text = BUF_INIT;

	for (int i = 0; i < 5000; i++)
		buf_addc(&text, 'x');
	cmd_printf(c->file, "%s!", text.data);
	assert_int_equal(strlen(printed(c)), 5001);
	buf_release(&text);
}

static const char *safe(const char *json)
{
	static struct buf out;

	buf_release(&out);
	cmd_json_safe(&out, json, strlen(json));
	return buf_str(&out);
}

static void json_for_a_terminal_escapes_what_hides(void **state)
{
	(void)state;
	assert_string_equal(safe("{\"a\":\"x\\u001b[2J\"}"), "{\"a\":\"x\\u001b[2J\"}");
	assert_string_equal(safe("\"\x7f\""), "\"\\u007f\"");
	assert_string_equal(safe("\"\xc2\x9b\""), "\"\\u009b\"");
	assert_string_equal(safe("\"\xe2\x80\xae\xe2\x80\x8b\""), "\"\\u202e\\u200b\"");
	assert_string_equal(safe("\"\xf3\xa0\x81\x81\""), "\"\\udb40\\udc41\"");
	assert_string_equal(safe("\"a\x9b\" \"\xe2\x80\""), "\"a\\ufffd\" \"\\ufffd\"");
	assert_string_equal(safe("\"h\xc3\xa9 \xf0\x9f\x98\x80\""),
			    "\"h\xc3\xa9 \xf0\x9f\x98\x80\"");
}

static void columns_line_up_by_width_and_not_by_bytes(void **state)
{
	static const char *const title[] = { "name", "n" };
	static const enum cmd_align align[] = { ALIGN_LEFT, ALIGN_RIGHT };
	struct captured *c = *state;
	struct arena arena = ARENA_INIT;
	struct cmd_columns table = {
		.title = title, .align = align, .columns = 2, .arena = &arena
	};

	cmd_columns_add(&table, "\xe6\xbc\xa2\xe5\xad\x97");
	cmd_columns_add(&table, "7");
	cmd_columns_add(&table, "\xc3\xa9\x1b");
	cmd_columns_add(&table, "120");
	cmd_columns_print(&table, c->file);
	assert_string_equal(printed(c), "name    n\n"
					"\xe6\xbc\xa2\xe5\xad\x97    7\n"
					"\xc3\xa9\xe2\x90\x9b    120\n");
	arena_release(&arena);
}

static void counts_agree_with_their_noun(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	assert_string_equal(cmd_count(&arena, 1, "item"), "1 item");
	assert_string_equal(cmd_count(&arena, 0, "item"), "0 items");
	assert_string_equal(cmd_file_name("a/b.jsonl"), "b.jsonl");
	assert_string_equal(cmd_file_name("b.jsonl"), "b.jsonl");
	arena_release(&arena);
}

/* ---- the bar ---- */

static int64_t clock_ms;

static int64_t monotonic(void *ctx)
{
	(void)ctx;
	return clock_ms;
}

static void the_bar_shows_rate_and_time_left_after_a_moment(void **state)
{
	struct captured *c = *state;
	const struct cmd_env env = {
		.err = c->file, .err_tty = true, .columns = 100, .monotonic = monotonic
	};
	struct cmd_bar bar;
	struct progress progress;
	const char *text;

	clock_ms = 0;
	progress = cmd_bar_start(&bar, &env, "a\033.jsonl", true);
	clock_ms = 200;
	assert_true(progress_tick(&progress, 10000000, 100000000));
	assert_false(bar.shown);
	clock_ms = 1000;
	assert_true(progress_tick(&progress, 25000000, 100000000));
	assert_true(bar.shown);
	cmd_bar_end(&bar);
	text = printed(c);
	assert_non_null(strstr(text, " 25 %   25 MB/s   3 s left"));
	assert_null(strchr(text, '\033'));
	assert_int_equal(text[strlen(text) - 1], '\r');
}

static void there_is_no_bar_where_nobody_looks(void **state)
{
	struct captured *c = *state;
	const struct cmd_env env = { .err = c->file, .monotonic = monotonic };
	struct cmd_bar bar;
	struct progress progress;

	clock_ms = 0;
	progress = cmd_bar_start(&bar, &env, "x", true);
	clock_ms = 5000;
	assert_true(progress_tick(&progress, 1, 2));
	cmd_bar_end(&bar);
	assert_string_equal(printed(c), "");
}

static void a_narrow_terminal_gets_a_cut_bar(void **state)
{
	struct captured *c = *state;
	const struct cmd_env env = { .err = c->file,
				     .err_tty = true,
				     .columns = 20,
				     .monotonic = monotonic,
				     .ascii = true };
	struct cmd_bar bar;
	struct progress progress;
	const char *text;

	clock_ms = 0;
	progress = cmd_bar_start(&bar, &env, "answers.jsonl", false);
	clock_ms = 1000;
	assert_true(progress_tick(&progress, 1, 2));
	text = printed(c);
	assert_int_equal(strlen(text), 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_stream, close_stream)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(messages_never_hold_a_control_character),
		TEST(c1_and_bidi_controls_become_visible),
		TEST(long_messages_are_printed_whole),
		TEST(json_for_a_terminal_escapes_what_hides),
		TEST(columns_line_up_by_width_and_not_by_bytes),
		TEST(counts_agree_with_their_noun),
		TEST(the_bar_shows_rate_and_time_left_after_a_moment),
		TEST(there_is_no_bar_where_nobody_looks),
		TEST(a_narrow_terminal_gets_a_cut_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
