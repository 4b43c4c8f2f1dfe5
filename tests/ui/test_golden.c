/* The golden editor: how it looks, what stands beside, checklist and revisions. */
#include "tests/support/faucet.h"

/* ---------------------------------------------------------------- how it looks */

static void base_and_text_stand_side_by_side_with_marks(void **state)
{
	struct screen s;

	(void)state;
	open_golden(&s, 40, 120);
	screen_play(&s, "Ctrl-Home End Backspace \", and you need nobody for it.\"");
	screen_play(&s, "Down Down Down Down Home Ctrl-Right Ctrl-Right Ctrl-K "
			"\"Lever off the cap, unscrew the handle and take out the cartridge.\"");
	screen_play(&s, "Ctrl-X c 2 Esc");
	screen_golden(&s, "golden_120x40");
	screen_play(&s, "@200x50");
	screen_golden(&s, "golden_200x50");
	screen_play(&s, "@80x24");
	screen_golden(&s, "golden_80x24");
	screen_play(&s, "Ctrl-X");
	screen_golden(&s, "golden_80x24_menu");
	screen_play(&s, "o");
	screen_golden(&s, "golden_80x24_base");
	screen_end(&s);
}

static void marks_can_be_put_away(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 120);
	screen_play(&s, "Ctrl-W Ctrl-W \"sink.\"");
	screen_shows(&s, "{+sink+}");
	screen_shows(&s, "[-1-]");
	screen_play(&s, "Ctrl-X d");
	screen_hides(&s, "{+");
	screen_hides(&s, "[-");
	screen_shows(&s, "nothing is marked");
	screen_play(&s, "Ctrl-X d");
	screen_shows(&s, "{+sink+}");
	screen_end(&s);
}

static void the_hand_stands_inside_of_what_it_types(void **state)
{
	struct screen s;
	int col;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "\" And\"");
	screen_shows(&s, "faucet 1. {+And+}");
	assert_int_equal(s.cv.cursor_row, 2);
	col = s.cv.cursor_col;
	assert_int_equal(s.cv.cells[2 * 80 + col].base, '+');
	screen_play(&s, "x");
	assert_int_equal(s.cv.cursor_col, col + 1);
	screen_play(&s, "Backspace Left Left Left");
	assert_int_equal(s.cv.cells[2 * 80 + s.cv.cursor_col].base, 'A');
	screen_end(&s);
}

static void the_base_goes_along_with_the_text(void **state)
{
	struct buf text = BUF_INIT;
	struct screen s;

	(void)state;
	for (int i = 1; i <= 200; i++)
		buf_addf(&text, "This is line %d.\n", i);
	screen_begin(&s, "response-editing", 24, 120);
	screen_item(&s, faucet_prompt, (const char *const[]){ buf_str(&text), "B", NULL });
	screen_start(&s);
	screen_play(&s, "g Ctrl-Home");
	screen_shows(&s, "   This is line 1. ");
	screen_play(&s, "Enter Enter Enter Ctrl-End");
	screen_shows(&s, "   This is line 200.");
	screen_play(&s, "Ctrl-X o");
	screen_shows(&s, "   This is line 1. ");
	screen_shows(&s, "│  This is line 200.");
	screen_play(&s, "Ctrl-X o");
	screen_hides(&s, "   This is line 1. ");
	screen_play(&s, "Ctrl-X O x");
	screen_shows(&s, "   This is line 200.");
	screen_end(&s);
	buf_release(&text);
}

static void other_texts_can_stand_beside(void **state)
{
	struct screen s;

	(void)state;
	open_golden(&s, 24, 120);
	screen_play(&s, "Ctrl-X Right");
	screen_shows(&s, "── prompt ──");
	screen_shows(&s, "It drips all night");
	screen_play(&s, "Ctrl-X Right");
	screen_shows(&s, "── B ──");
	screen_shows(&s, "Wait until Monday.");
	screen_play(&s, "Ctrl-X Right");
	screen_shows(&s, "── instructions ──");
	screen_shows(&s, "Edited response: g opens the editor");
	screen_play(&s, "Ctrl-X Right");
	screen_shows(&s, "── base: A ──");
	screen_play(&s, "Ctrl-X Left Ctrl-X Left");
	screen_shows(&s, "── B ──");
	screen_play(&s, "@80x24 Ctrl-X Right");
	screen_shows(&s, "Wait until Monday.");
	screen_play(&s, "x");
	screen_hides(&s, "Wait until Monday.");
	screen_hides(&s, "{+");
	screen_end(&s);
}

static void what_is_written_from_the_right_has_its_rows_alone(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "response-editing", 24, 120);
	screen_item(&s, faucet_prompt, (const char *const[]){ "شد الصنبور جيدا", "B", NULL });
	screen_start(&s);
	screen_play(&s, "g");
	screen_hides(&s, "base: A");
	screen_hides(&s, "│");
	screen_shows(&s, "edited · from A");
	screen_play(&s, "x Ctrl-X o");
	screen_shows(&s, "base: A");
	screen_hides(&s, "edited · from A");
	screen_end(&s);
	open_golden_short(&s, 24, 120);
	screen_shows(&s, "base: A");
	screen_play(&s, "\" ماء\"");
	screen_hides(&s, "base: A");
	screen_end(&s);
}

/* ---------------------------------------------------------------- length */

static const char limited[] =
	"assay: 1\nname: limited\ntitle: Limited\n"
	"responses: {min: 1, max: 2}\n"
	"questions:\n"
	"  - {id: short, type: edit, key: s, title: Short, min: 30, max: 40}\n"
	"  - {id: why, type: text, key: w, title: Why, min: 5, max: 20}\n";

static void limits_are_shown_when_one_is_near_them(void **state)
{
	struct screen s = { .rows = 24, .cols = 80, .clock = 1000, .start = SCREEN_BATCH };
	char path[200];
	FILE *file;

	(void)state;
	fixture_begin(&s.f);
	fixture_create(&s.f, true);
	snprintf(path, sizeof path, "%s/limited.yaml", s.f.dir);
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs(limited, file);
	fclose(file);
	screen_batch(&s, SCREEN_BATCH, path);
	canvas_init(&s.cv, s.rows, s.cols);
	screen_item(&s, faucet_prompt, (const char *const[]){ "Twenty characters...", NULL });
	screen_start(&s);
	screen_play(&s, "s");
	screen_shows(&s, "20 of at least 30 characters");
	screen_play(&s, "\" and ten mo\"");
	screen_hides(&s, "of at ");
	screen_play(&s, "\"re and\"");
	screen_shows(&s, "37 of at most 40 characters");
	screen_play(&s, "\" onx\"");
	screen_shows(&s, "1 characters too many");
	screen_play(&s, "Esc w \"four\"");
	screen_shows(&s, "4 of at least 5 characters");
	screen_play(&s, "\" and seventeen\"");
	screen_shows(&s, "3 words");
	screen_play(&s, "x");
	screen_shows(&s, "19 of at most 20 characters");
	screen_end(&s);
}

/* ---------------------------------------------------------------- checklist */

static void the_checklist_is_ticked_and_kept_with_the_draft(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "\" More.\" Ctrl-X c");
	screen_shows(&s, "0 of 3");
	screen_play(&s, "2");
	screen_shows(&s, "1 of 3");
	screen_play(&s, "Up Up Space");
	screen_shows(&s, "2 of 3");
	screen_play(&s, "Esc");
	screen_shows(&s, "✔ every fault that I named is mended   ✔ nothing good was lost");
	screen_play(&s, "Ctrl-X c 1 Esc Ctrl-L Ctrl-L Ctrl-L Ctrl-L");
	screen_crash(&s);
	screen_play(&s, "g");
	screen_shows(&s, "– every fault that I named is mended   ✔ nothing good was lost");
	screen_play(&s, "Esc - Enter");
	screen_answers(&s, 1,
		       "{\"edited\":{\"base\":\"r1\",\"revisions\":1,\"text\":\"Way 1 of mending "
		       "faucet 1. More.\"},\"wrong\":[]}");
	screen_end(&s);
}

/* ---------------------------------------------------------------- revisions */

static void one_walks_back_through_revisions_and_takes_one(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "Ctrl-X v");
	screen_shows(&s, "this text was never another one");
	screen_play(&s, "\" First.\" Ctrl-X v");
	screen_shows(&s, "1 of 2");
	screen_shows(&s, "{+First.+}");
	screen_play(&s, "Esc \" Second.\" Ctrl-X v");
	screen_shows(&s, "2 of 3");
	screen_shows(&s, "{+Second.+}");
	screen_play(&s, "Left");
	screen_shows(&s, "1 of 3");
	screen_shows(&s, "{+First. Second.+}");
	screen_play(&s, "Left");
	screen_shows(&s, "that is the earliest one that is kept");
	screen_play(&s, "Right Enter");
	screen_shows(&s, "{+First.+}");
	screen_play(&s, "Ctrl-_");
	screen_shows(&s, "{+First. Second.+}");
	screen_end(&s);
}

static void revisions_come_by_themselves_and_outlive_the_program(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "\" Early.\" Ctrl-L Ctrl-L Ctrl-L Ctrl-L");
	screen_crash(&s);
	screen_play(&s, "g Ctrl-X v");
	screen_shows(&s, "1 of 2");
	screen_shows(&s, "{+Early");
	screen_play(&s, "Esc");
	s.f.clock += 40000;
	screen_play(&s, "\" Late.\"");
	s.f.clock += 40000;
	screen_play(&s, "\" Last.\"");
	screen_crash(&s);
	screen_play(&s, "g Ctrl-X v Left Left Left Left Left");
	screen_shows(&s, "{+Early.");
	screen_play(&s, "Right");
	screen_hides(&s, "{+Early.");
	screen_shows(&s, "Early. {+");
	screen_end(&s);
}

static void it_is_said_at_once_that_the_draft_is_saved(void **state)
{
	const struct event none = { .type = EVENT_NONE };
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "x");
	screen_shows(&s, "writing");
	s.clock += 1000;
	app_handle(s.app, &none);
	assert_true(s.app->dirty);
	screen_draw(&s);
	screen_shows(&s, "draft saved");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base_and_text_stand_side_by_side_with_marks),
		cmocka_unit_test(marks_can_be_put_away),
		cmocka_unit_test(the_hand_stands_inside_of_what_it_types),
		cmocka_unit_test(the_base_goes_along_with_the_text),
		cmocka_unit_test(other_texts_can_stand_beside),
		cmocka_unit_test(what_is_written_from_the_right_has_its_rows_alone),
		cmocka_unit_test(limits_are_shown_when_one_is_near_them),
		cmocka_unit_test(the_checklist_is_ticked_and_kept_with_the_draft),
		cmocka_unit_test(one_walks_back_through_revisions_and_takes_one),
		cmocka_unit_test(revisions_come_by_themselves_and_outlive_the_program),
		cmocka_unit_test(it_is_said_at_once_that_the_draft_is_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
