/* The tutor's lessons as data: they fit, and speak of commands that exist. */
#include "ui/view/tutor_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void each_step(void (*check)(const struct tutor_lesson *lesson,
				    const struct tutor_step *step))
{
	for (int l = 0; l < tutor_lesson_count; l++)
		for (int s = 0; s < tutor_lesson_table[l].n_steps; s++)
			check(&tutor_lesson_table[l], &tutor_lesson_table[l].step[s]);
}

static void check_rows(const struct tutor_lesson *lesson, const struct tutor_step *step)
{
	static const int widths[] = { 60, 80, 100, 120, 200 };
	struct tutor tutor = { .staged = true };
	struct app app = { .rows = 0 };

	keymap_init(&app.keymap);
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		int rows = tutor_rows(&tutor, widths[i]), behind;
		struct canvas cv;

		canvas_init(&cv, 24, widths[i]);
		behind = tutor_text(&app, &cv, 1, 3, widths[i] > 106 ? 103 : widths[i] - 3,
				    step->say);
		if (behind > rows - 1)
			fail_msg("%s at %d columns: %s", lesson->title, widths[i], step->say);
		canvas_release(&cv);
	}
}

static void every_step_fits_above_the_screen(void **state)
{
	(void)state;
	each_step(check_rows);
}

static void check_words(const char *text)
{
	for (const char *at = text; text != NULL && (at = strchr(at, '{')) != NULL;) {
		char name[64];
		size_t n = strcspn(++at, "}");

		assert_true(n < sizeof name);
		memcpy(name, at, n);
		name[n] = '\0';
		if (command_find(name) == CMD_NONE)
			fail_msg("no command is called '%s': %s", name, text);
	}
}

static void check_commands(const struct tutor_lesson *lesson, const struct tutor_step *step)
{
	(void)lesson;
	check_words(step->say);
	check_words(step->hint);
	if (step->goal == GOAL_RUN) {
		char name[64];

		snprintf(name, sizeof name, "{%s}", command_info(step->command)->name);
		assert_non_null(strstr(step->say, name));
	}
}

static void every_step_names_commands_by_their_names(void **state)
{
	(void)state;
	each_step(check_commands);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_fits_above_the_screen),
		cmocka_unit_test(every_step_names_commands_by_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
