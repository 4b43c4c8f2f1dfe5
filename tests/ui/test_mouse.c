/* The mouse: what is clicked is what was drawn there. */
#include "tests/support/screen.h"

#include "ui/input.h"

static void open_pairs(struct screen *s, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_items(s, 3, 2);
	screen_start(s);
	s->app->mouse = true;
}

/* Where TEXT stands on the screen. */
static void find(struct screen *s, const char *text, struct event *event)
{
	struct buf screen = BUF_INIT;
	const char *at, *line;

	screen_draw(s);
	canvas_text(&s->cv, &screen);
	at = strstr(buf_str(&screen), text);
	if (at == NULL)
		fail_msg("'%s' is not on\n%s", text, buf_str(&screen));
	event->row = 0;
	line = buf_str(&screen);
	for (const char *c = line; c < at; c++)
		if (*c == '\n') {
			event->row++;
			line = c + 1;
		}
	event->col = 0;
	for (const char *c = line; c < at; c++)
		event->col += ((unsigned char)*c & 0xC0) != 0x80;
	buf_release(&screen);
}

static void point(struct screen *s, enum mouse mouse, const char *text)
{
	struct event event = { .type = EVENT_MOUSE, .mouse = mouse };

	find(s, text, &event);
	app_handle(s->app, &event);
	screen_draw(s);
}

static void a_click_chooses_panes_and_tabs(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	point(&s, MOUSE_PRESS, " B ──");
	screen_shows(&s, "[B]");
	point(&s, MOUSE_PRESS, "A ──");
	screen_shows(&s, "[A]");
	screen_end(&s);
	open_pairs(&s, 40, 120);
	point(&s, MOUSE_PRESS, "Way 2");
	screen_play(&s, "Z");
	screen_shows(&s, "Way 2");
	screen_hides(&s, "Way 1");
	screen_end(&s);
}

static void a_click_chooses_an_answer_cell_and_an_answer(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	point(&s, MOUSE_PRESS, "B –       helpful");
	screen_shows(&s, "▸ accuracy    A –   ▸B –");
	screen_play(&s, "3");
	screen_shows(&s, "accuracy    A –    B 3");
	screen_end(&s);
	open_pairs(&s, 24, 80);
	point(&s, MOUSE_PRESS, "why   ");
	screen_shows(&s, "▸ why");
	point(&s, MOUSE_PRESS, "why   ");
	screen_play(&s, "\"words\"");
	screen_shows(&s, "words");
	screen_end(&s);
	open_pairs(&s, 24, 80);
	/* What answers can be clicked, too. */
	point(&s, MOUSE_PRESS, "2 B better");
	screen_shows(&s, "B better, how much?");
	screen_end(&s);
}

static void a_hint_is_a_button(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	point(&s, MOUSE_PRESS, "? keys");
	screen_shows(&s, "Keys here");
	point(&s, MOUSE_PRESS, "Esc closes");
	screen_hides(&s, "Keys here");
	screen_end(&s);
}

static void a_line_is_chosen_first_and_then_opened(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	screen_play(&s, ":");
	point(&s, MOUSE_PRESS, "next-item");
	screen_shows(&s, "▸ next-item");
	screen_shows(&s, "Commands here");
	point(&s, MOUSE_PRESS, "next-item");
	screen_shows(&s, "2 of 3");
	screen_end(&s);
}

static void the_wheel_scrolls_what_it_is_over(void **state)
{
	static const char *const responses[] = {
		"1\n\n2\n\n3\n\n4\n\n5\n\n6\n\n7\n\n8\n\n9\n\n10\n\n11\n\n"
		"12\n\n13\n\n14\n\n15\n\n16\n\n17\n\n18\n\n19\n\n20\n\n21",
		"short", NULL
	};
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 40, 120);
	screen_item(&s, "A prompt", responses);
	screen_start(&s);
	s.app->mouse = true;
	screen_draw(&s);
	screen_shows(&s, "   1     ");
	point(&s, MOUSE_WHEEL_DOWN, "   2     ");
	screen_hides(&s, "   1     ");
	point(&s, MOUSE_WHEEL_UP, "   4     ");
	screen_shows(&s, "   1     ");
	screen_play(&s, "?");
	point(&s, MOUSE_WHEEL_DOWN, "search");
	screen_shows(&s, "Keys here");
	screen_end(&s);
}

static void switched_off_it_does_nothing(void **state)
{
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	s.app->mouse = false;
	point(&s, MOUSE_PRESS, "? keys");
	screen_hides(&s, "Keys here");
	screen_play(&s, ": \"mouse\" Enter");
	screen_shows(&s, "there is no mouse here");
	screen_end(&s);
}

/* ---------------------------------------------------------------- bytes */

static void reads(const char *bytes, const char *expected)
{
	struct input input;
	struct event event;
	char out[200] = "";

	input_init(&input);
	input_feed(&input, bytes, strlen(bytes));
	for (int i = 0; i < 2; i++)
		while (input_next(&input, i == 1, &event)) {
			size_t len = strlen(out);

			if (event.type == EVENT_MOUSE)
				snprintf(out + len, sizeof out - len, "%c%d,%d ",
					 "pud"[event.mouse], event.row, event.col);
			else
				snprintf(out + len, sizeof out - len, "%s ", event.key);
		}
	assert_string_equal(out, expected);
	input_release(&input);
}

static void mouse_bytes_are_read_and_never_type_digits(void **state)
{
	(void)state;
	reads("\033[<0;12;5M\033[<0;12;5m", "p4,11 ");
	reads("\033[<64;1;1M\033[<65;300;100M", "u0,0 d99,299 ");
	reads("\033[<4;2;3M", "p2,1 ");         /* with Shift */
	reads("\033[<2;2;3M\033[<35;2;3M", ""); /* right button, motion */
	reads("\033[<0;0;5M\033[<0;5M\033[<;;M\033[<99999999999999999999;1;1M", "");
	reads("\033[M 12x", "x "); /* the old form */
	reads("\033[M 1", "");
}

static void a_line_of_home_is_clicked_too(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 3, 2);
	s.start = NULL;
	screen_start(&s);
	s.app->mouse = true;
	point(&s, MOUSE_PRESS, "Browse");
	screen_shows(&s, "▸ Browse");
	point(&s, MOUSE_PRESS, "Browse");
	screen_shows(&s, "all items");
	point(&s, MOUSE_PRESS, "faucet 3");
	point(&s, MOUSE_PRESS, "faucet 3");
	screen_shows(&s, "3 of 3");
	screen_end(&s);
}

/* What lies under a question is no button. */
static void a_question_is_answered_before_anything_else(void **state)
{
	struct event event = { .type = EVENT_MOUSE, .mouse = MOUSE_PRESS };
	struct screen s;

	(void)state;
	open_pairs(&s, 24, 80);
	find(&s, "? keys", &event);
	screen_play(&s, "F");
	app_handle(s.app, &event);
	screen_draw(&s);
	screen_shows(&s, "flag; a note");
	screen_play(&s, "Esc *");
	app_handle(s.app, &event);
	screen_draw(&s);
	screen_shows(&s, "cannot judge");
	screen_hides(&s, "Keys here");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_click_chooses_panes_and_tabs),
		cmocka_unit_test(a_click_chooses_an_answer_cell_and_an_answer),
		cmocka_unit_test(a_hint_is_a_button),
		cmocka_unit_test(a_line_is_chosen_first_and_then_opened),
		cmocka_unit_test(a_line_of_home_is_clicked_too),
		cmocka_unit_test(a_question_is_answered_before_anything_else),
		cmocka_unit_test(the_wheel_scrolls_what_it_is_over),
		cmocka_unit_test(switched_off_it_does_nothing),
		cmocka_unit_test(mouse_bytes_are_read_and_never_type_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
