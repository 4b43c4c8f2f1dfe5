/* What is open cannot be written: it is not left in silence, it is tried again, and the end tells.
 */
#include "tests/support/screen.h"

#include <signal.h>
#include <sys/resource.h>

#define RETRIED_MS 1000

/* As on a full disk: no file of this process can be written to any more. */
static void let_write(bool may)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = may ? limit.rlim_max : 0;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void wait_for_retry(struct screen *s)
{
	const struct event nothing = { .type = EVENT_NONE };

	s->clock += RETRIED_MS;
	screen_event(s, &nothing);
}

/* `1 2` is saved, `4 3` is not. */
static void begin(struct screen *s)
{
	screen_begin(s, "pairwise-preference", 24, 80);
	screen_items(s, 3, 2);
	screen_start(s);
	screen_play(s, "1 2");
	wait_for_retry(s);
	let_write(false);
	screen_play(s, "4 3");
}

static void finish(struct screen *s)
{
	let_write(true);
	screen_end(s);
}

static int let_write_again(void **state)
{
	(void)state;
	let_write(true);
	return 0;
}

/* The keys that leave an item. */
static const char *const leaving[] = { "q", "Ctrl-N", "N", "G \"2\" Enter" };

#define LEAVING (sizeof leaving / sizeof leaving[0])

static void what_cannot_be_saved_is_not_left_without_a_yes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEAVING; i++) {
		struct screen s;

		begin(&s);
		screen_play(&s, leaving[i]);
		screen_shows(&s, "The draft is not saved: cannot write the project");
		screen_shows(&s, "y leaves without saving");
		screen_play(&s, "n");
		screen_shows(&s, "1 of 3");
		screen_shows(&s, "accuracy    A 4    B 3");
		let_write(true);
		screen_play(&s, leaving[i]);
		screen_hides(&s, "accuracy    A 4");
		screen_restart(&s);
		assert_int_equal(s.app->lost.code, ERR_NONE);
		screen_play(&s, "G 1 Enter");
		screen_shows(&s, "accuracy    A 4    B 3");
		finish(&s);
	}
}

static void a_yes_leaves_and_says_what_that_means(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEAVING; i++) {
		struct screen s;

		begin(&s);
		screen_play(&s, leaving[i]);
		screen_play(&s, "y");
		screen_hides(&s, "accuracy    A 4");
		screen_shows(&s, "left without saving: what was changed there last is lost");
		assert_int_not_equal(s.app->lost.code, ERR_NONE);
		let_write(true);
		screen_restart(&s);
		screen_play(&s, "G 1 Enter");
		screen_shows(&s, "preference  A > B");
		screen_hides(&s, "accuracy    A 4");
		finish(&s);
	}
}

static void saving_is_tried_again_without_a_key(void **state)
{
	struct screen s;

	(void)state;
	begin(&s);
	wait_for_retry(&s);
	screen_shows(&s, "the draft is not saved: cannot write the project");
	assert_in_range(app_wait_ms(s.app), 0, RETRIED_MS);
	let_write(true);
	wait_for_retry(&s);
	screen_shows(&s, "the draft is saved now");
	screen_crash(&s);
	screen_shows(&s, "accuracy    A 4    B 3");
	finish(&s);
}

static void a_golden_text_is_not_left_unsaved_in_silence(void **state)
{
	struct screen s;

	(void)state;
	screen_begin(&s, "golden-response", 24, 80);
	screen_items(&s, 2, 1);
	screen_start(&s);
	let_write(false);
	screen_play(&s, "g \"Words of gold \" Esc");
	wait_for_retry(&s);
	screen_shows(&s, "the draft is not saved");
	screen_play(&s, "q");
	screen_shows(&s, "y leaves without saving");
	screen_play(&s, "n");
	let_write(true);
	screen_play(&s, "q");
	screen_restart(&s);
	screen_play(&s, "g");
	screen_shows(&s, "Words of gold");
	finish(&s);
}

static void what_is_undone_is_not_what_was_saved_before(void **state)
{
	struct screen s;

	(void)state;
	begin(&s);
	screen_play(&s, "u");
	screen_shows(&s, "the draft is not saved");
	screen_shows(&s, "accuracy    A 4    B 3");
	finish(&s);
}

static void a_window_too_small_to_ask_says_so_before_it_closes(void **state)
{
	struct screen s;

	(void)state;
	begin(&s);
	s.rows = 5;
	screen_play(&s, "q");
	screen_shows(&s, "not saved; q quits");
	assert_false(s.app->quit);
	screen_play(&s, "q");
	assert_true(s.app->quit);
	assert_int_not_equal(s.app->lost.code, ERR_NONE);
	finish(&s);
}

/* The disk fills while she sits there, and then the line drops. */
struct ending {
	struct screen *s;
	struct term *keys;
};

static void fill_and_go_on(void *ctx, int timeout_ms, struct event *event)
{
	struct ending *ending = ctx;

	ending->keys->next(ending->keys->ctx, timeout_ms, event);
	if (event->type == EVENT_HANGUP)
		let_write(false);
}

static void ending_size(void *ctx, int *rows, int *cols)
{
	const struct ending *ending = ctx;

	screen_size(ending->s, rows, cols);
}

static void ending_show(void *ctx, const struct canvas *cv)
{
	(void)ctx, (void)cv;
}

static void a_hang_up_ends_the_program_with_what_was_lost(void **state)
{
	struct screen s;
	struct ending ending = { .s = &s };
	struct term term;
	struct app_env env;
	struct err err = { .code = ERR_NONE };

	(void)state;
	screen_begin(&s, "pairwise-preference", 24, 80);
	screen_items(&s, 3, 2);
	screen_start(&s);
	env = s.app->env;
	term = *s.term;
	term.size = ending_size;
	term.show = ending_show;
	term.next = fill_and_go_on;
	term.ctx = &ending;
	ending.keys = term_script_new("1 2 4 3", 24, 80);
	assert_false(app_run(s.f.store, &term, &env, SCREEN_BATCH, &err));
	assert_non_null(strstr(err.msg, "not everything was saved: cannot write the project"));
	term_script_free(ending.keys);
	finish(&s);
}

#define UNSAVED_TEST(f) cmocka_unit_test_teardown(f, let_write_again)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNSAVED_TEST(what_cannot_be_saved_is_not_left_without_a_yes),
		UNSAVED_TEST(a_yes_leaves_and_says_what_that_means),
		UNSAVED_TEST(saving_is_tried_again_without_a_key),
		UNSAVED_TEST(a_golden_text_is_not_left_unsaved_in_silence),
		UNSAVED_TEST(what_is_undone_is_not_what_was_saved_before),
		UNSAVED_TEST(a_window_too_small_to_ask_says_so_before_it_closes),
		UNSAVED_TEST(a_hang_up_ends_the_program_with_what_was_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
