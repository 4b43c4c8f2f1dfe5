/* Every terminal, locale and size that people sit at; and leaving it as it was. */
#include "tests/support/label_world.h"

#include <signal.h>
#include <unistd.h>

/* ---------------------------------------------------------------- kinds of terminal */

static const char *const terms[] = { "xterm",           "xterm-256color", "screen",
				     "screen-256color", "tmux-256color",  "linux",
				     "vt100",           "putty",          "xterm-ghostty" };

static void every_terminal_shows_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		struct world w;
		char *shown;

		open_world(&w);
		/* The same screen, played without a terminal. */
		assert_int_equal(program_run(&w.program, "label", "p.assay", "--batch", "items",
					     "--keys", "Home Ctrl-L", "--screen", "80x24", NULL),
				 0);
		snprintf(w.term, sizeof w.term, "TERM=%s", terms[i]);
		start(&w);
		/* Both ways to say an arrow, and Home as PuTTY, rxvt and xterm say it. */
		pty_type(w.pty, "\033[B\033OB\033[1~\033[7~\033OH\033[H\f");
		assert_true(pty_falls_silent(w.pty, 300));
		shown = pty_screen(w.pty);
		assert_string_equal(shown, buf_str(&w.program.out));
		free(shown);
		pty_answers(w.pty, "1", "how much");
		pty_leaves(w.pty, "qq");
		close_world(&w);
	}
}

/* How many bytes come for KEYS. */
static size_t bytes_for(struct world *w, const char *keys)
{
	size_t before, after;

	assert_true(pty_falls_silent(w->pty, 300));
	pty_raw(w->pty, &before);
	pty_type(w->pty, keys);
	assert_true(pty_falls_silent(w->pty, 300));
	pty_raw(w->pty, &after);
	return after - before;
}

/* Floors of the design, for 200x50. */
static void a_move_of_focus_takes_few_bytes_and_no_character_set(void **state)
{
	struct world *w = *state;
	const char *raw, *chosen;
	size_t len, times = 0;

	w->rows = 50;
	w->cols = 200;
	start(w);
	assert_true(pty_shows(w->pty, "11 answers left"));
	for (int i = 0; i < 3; i++) {
		size_t n = bytes_for(w, "\t");

		assert_true(n > 0 && n < 300);
	}
	raw = pty_raw(w->pty, &len);
	for (chosen = raw; (chosen = strstr(chosen, "\033(B")) != NULL; chosen++)
		times++;
	assert_true(times < 10);
	pty_leaves(w->pty, "qq");
}

static void without_a_utf_8_locale_one_is_found(void **state)
{
	struct world *w = *state;

	w->locale = "LC_ALL=C";
	start(w);
	assert_true(pty_shows(w->pty, "──[prompt]── A"));
	pty_leaves(w->pty, "qq");
}

static void give_settings(struct world *w, const char *name, const char *text)
{
	static const char *const folder[] = { "/bin/mkdir", "-p", "home/config/assay", NULL };
	char path[100];

	assert_int_equal(program_other(&w->program, folder), 0);
	snprintf(path, sizeof path, "home/config/assay/%s", name);
	program_puts(&w->program, path, text);
}

static void borders_may_be_ascii(void **state)
{
	struct world *w = *state;
	const char *raw;
	size_t len;

	give_settings(w, "settings.yaml", "ascii: on\n");
	start(w);
	assert_true(pty_shows(w->pty, "--[prompt]-- A"));
	pty_leaves(w->pty, "qq");
	raw = pty_raw(w->pty, &len);
	for (size_t i = 0; i < len; i++)
		assert_true((unsigned char)raw[i] < 0x80);
}

/* ---------------------------------------------------------------- colours */

/* The greatest colour number that is asked for; -1: none. */
static int colours_in(const char *raw, size_t len)
{
	int most = -1;

	for (size_t i = 0; i + 4 < len; i++) {
		int n;

		if (raw[i] != '\033' || raw[i + 1] != '[')
			continue;
		if ((raw[i + 2] == '3' || raw[i + 2] == '4') && raw[i + 3] >= '0'
		    && raw[i + 3] <= '7' && (raw[i + 4] == 'm' || raw[i + 4] == ';'))
			n = raw[i + 3] - '0';
		else if (strncmp(raw + i + 2, "38;5;", 5) == 0)
			n = (int)strtol(raw + i + 7, NULL, 10);
		else
			continue;
		most = n > most ? n : most;
	}
	return most;
}

static void colours_are_as_many_as_wanted(void **state)
{
	static const struct {
		const char *term, *extra, *settings;
		int least, most;
	} cases[] = {
		{ "xterm-256color", NULL, "", 1, 15 },
		{ "xterm-256color", "NO_COLOR=1", "", -1, -1 },
		{ "xterm-256color", "NO_COLOR=1", "colour: 256\ntheme: dark\n", 16, 255 },
		{ "xterm-256color", NULL, "colour: never\ntheme: dark\n", -1, -1 },
		{ "xterm-256color", NULL, "theme: dark\n", 16, 255 },
		{ "xterm-256color", NULL, "theme: dark\ncolour: 16\n", 1, 15 },
		{ "xterm", "COLORTERM=truecolor", "theme: light\n", 1, 15 },
		{ "xterm-256color", NULL, "theme: mono\n", -1, -1 },
		{ "vt100", NULL, "theme: dark\n", -1, -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct world w;
		const char *raw;
		size_t len;
		int most;

		open_world(&w);
		snprintf(w.term, sizeof w.term, "TERM=%s", cases[i].term);
		w.extra = cases[i].extra;
		give_settings(&w, "settings.yaml", cases[i].settings);
		start(&w);
		pty_answers(w.pty, ALL "\r", "saved #");
		pty_leaves(w.pty, "qq");
		raw = pty_raw(w.pty, &len);
		most = colours_in(raw, len);
		if (most < cases[i].least || most > cases[i].most)
			fail_msg("%s %s: colour %d", cases[i].term, cases[i].settings, most);
		close_world(&w);
	}
}

/* The screen of the draft in W, and leaves. */
static char *restored(struct world *w)
{
	char *shown;

	start(w);
	assert_true(pty_shows(w->pty, "A 4"));
	assert_true(pty_falls_silent(w->pty, 1200));
	shown = pty_screen(w->pty);
	pty_leaves(w->pty, "qq");
	return shown;
}

static void monochrome_says_the_same(void **state)
{
	char *coloured, *mono;
	struct world *w = *state;

	start(w);
	pty_answers(w->pty, "124", "A 4");
	pty_leaves(w->pty, "qq");
	coloured = restored(w);
	w->extra = "NO_COLOR=1";
	mono = restored(w);
	assert_string_equal(coloured, mono);
	free(coloured);
	free(mono);
}

/* ---------------------------------------------------------------- keys */

static void ctrl_s_and_ctrl_q_stop_nothing(void **state)
{
	struct world *w = *state;

	start(w);
	pty_answers(w->pty, "\023", "Ctrl-S means nothing here");
	pty_answers(w->pty, "\021", "Ctrl-Q means nothing here");
	pty_answers(w->pty, "1", "how much");
}

/* ---------------------------------------------------------------- sizes */

static void a_storm_of_sizes_leaves_the_last_one(void **state)
{
	struct world *w = *state;

	start(w);
	for (int i = 0; i < 400; i++)
		pty_resize(w->pty, 1 + i * 7 % 100, 1 + i * 13 % 300);
	pty_resize(w->pty, 24, 80);
	pty_answers(w->pty, "1", "how much");
	assert_true(pty_falls_silent(w->pty, 200));
	assert_true(pty_shows(w->pty, "[prompt]"));
	pty_leaves(w->pty, "qq");
}

/* ---------------------------------------------------------------- leaving it as it was */

static void stty_is_the_same_after_suspending_leaving_and_killing(void **state)
{
	static const char *const files[] = { "stopped", "left", "killed" };
	struct world *w = *state;
	struct buf before = BUF_INIT;

	if (access("/bin/bash", X_OK) != 0) {
		print_message("no bash here\n");
		skip();
	}
	spawn(w, (const char *const[]){ "/bin/bash", "--norc", "-i", NULL });
	assert_true(pty_shows(w->pty, "ready> "));
	pty_answers(w->pty, "stty -a >before; " ASSAY_BIN " label p.assay --batch items\r",
		    "answers left");
	pty_answers(w->pty, "\032", "Stopped");
	pty_answers(w->pty, "stty -a >stopped; fg\r", "answers left");
	pty_answers(w->pty, "q", "Label");
	pty_answers(w->pty, "q", "Stopped");
	pty_type(w->pty, "stty -a >left; clear; (until stty -a | grep -q -- -icanon; do :; done; "
			 "kill -9 $(pgrep -P $$ -x assay)) & " ASSAY_BIN
			 " p.assay; echo; echo de$((40 + 4))ad\r");
	/* The shell mends what a killed program left behind. */
	assert_true(pty_shows(w->pty, "de44ad"));
	pty_answers(w->pty, "stty -a >killed; echo al$((40 + 2))ive\r", "al42ive");
	assert_true(program_read(&w->program, "before", &before));
	assert_true(before.len > 100);
	for (size_t i = 0; i < 3; i++) {
		struct buf after = BUF_INIT;

		assert_true(program_read(&w->program, files[i], &after));
		assert_string_equal(buf_str(&after), buf_str(&before));
		buf_release(&after);
	}
	buf_release(&before);
}

/* ---------------------------------------------------------------- doing nothing */

static long times_woken(pid_t pid)
{
	char path[64], line[128];
	long n = -1;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
			n = strtol(line + 24, NULL, 10);
	if (file != NULL)
		fclose(file);
	return n;
}

static void nothing_is_written_while_nobody_types(void **state)
{
	struct world *w = *state;
	long before;
	size_t len, after;

	start(w);
	pty_answers(w->pty, "124", "A 4");
	/* The draft is written within a second; from then on it sleeps. */
	assert_true(pty_falls_silent(w->pty, 1500));
	before = times_woken(pty_pid(w->pty));
	pty_raw(w->pty, &len);
	assert_true(pty_falls_silent(w->pty, 2500));
	pty_raw(w->pty, &after);
	assert_int_equal(after, len);
	assert_int_equal(times_woken(pty_pid(w->pty)), before);
	assert_true(before > 0);
}

/* ---------------------------------------------------------------- the mouse */

static size_t times_in(const char *raw, const char *bytes)
{
	size_t n = 0;

	for (const char *at = raw; (at = strstr(at, bytes)) != NULL; at++)
		n++;
	return n;
}

static void the_mouse_is_asked_for_only_when_wanted_and_given_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		bool crashes = i == 2;
		struct world w;
		size_t len, on = i == 0 ? 0 : 1;
		const char *raw;

		open_world(&w);
		if (i > 0)
			give_settings(&w, "settings.yaml", "mouse: on\n");
		start(&w);
		if (i > 0) {
			/* A click on the second question's cell, and one that is no longer one. */
			pty_answers(w.pty, "\033[<0;17;20M\033[<0;17;20m", "▸ accuracy");
		}
		if (crashes)
			pty_signal(w.pty, SIGFPE);
		else
			pty_type(w.pty, "qq");
		assert_int_equal(pty_finish(w.pty) == 0, !crashes);
		raw = pty_raw(w.pty, &len);
		assert_int_equal(times_in(raw, "\033[?1000h\033[?1006h"), on);
		assert_int_equal(times_in(raw, "\033[?1006l\033[?1000l"), on);
		close_world(&w);
	}
}

/* ---------------------------------------------------------------- the clipboard */

static void a_copied_text_gets_through_tmux_and_screen(void **state)
{
	static const struct {
		const char *extra, *bytes;
	} cases[] = {
		{ NULL, "\033]52;c;SG93IGRvIEkgZml4IGZhdWNldCBvbmU/\a" },
		{ "TMUX=/tmp/none,1,0", "\033Ptmux;\033\033]52;c;SG93IGRvIEkgZml4IGZhdWNldCBvbmU/\a"
					"\033\\" },
		{ "STY=1.none", "\033P\033]52;c;SG93IGRvIEkgZml4IGZhdWNldCBvbmU/\a\033\\" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct world w;
		size_t len;

		open_world(&w);
		w.extra = cases[i].extra;
		start(&w);
		assert_true(pty_shows(w.pty, "faucet one"));
		pty_answers(w.pty, "Y", "offered to the terminal's clipboard");
		assert_non_null(strstr(pty_raw(w.pty, &len), cases[i].bytes));
		close_world(&w);
	}
}

/* ---------------------------------------------------------------- slow lines */

static void keys_that_come_at_once_are_drawn_at_once(void **state)
{
	char keys[701] = "";
	struct world *w = *state;
	size_t before, after;

	start(w);
	assert_true(pty_falls_silent(w->pty, 1200));
	pty_raw(w->pty, &before);
	/* A held key on a line that brings it in lumps: an odd number of steps. */
	memset(keys, '\t', sizeof keys - 1);
	keys[sizeof keys - 2] = 'w';
	pty_answers(w->pty, keys, "▸ why");
	assert_true(pty_falls_silent(w->pty, 300));
	pty_raw(w->pty, &after);
	assert_in_range(after - before, 50, 20000);
}

/* ---------------------------------------------------------------- one's own */

static void own_keys_and_layout_are_used(void **state)
{
	struct world *w = *state;

	give_settings(w, "keys.yaml", "layout: azerty\nbind:\n  instructions: Ctrl-T\n  help: T\n");
	start(w);
	assert_true(pty_shows(w->pty, "T keys"));
	/* & is 1 and é is 2 on that keyboard; its keypad sends digits. */
	pty_answers(w->pty, "&é", "10 answers left");
	pty_answers(w->pty, "\033Ot", "A 4");
	pty_answers(w->pty, "I", "I means nothing here; T shows the keys");
	pty_answers(w->pty, "\024", "instructions");
	pty_leaves(w->pty, "qqq");
}

static void a_mistake_in_a_file_is_said_once_and_the_defaults_hold(void **state)
{
	struct world *w = *state;

	give_settings(w, "keys.yaml", "bind:\n  skip: F\n");
	spawn(w, (const char *const[]){ ASSAY_BIN, "p.assay", NULL });
	assert_true(pty_shows(w->pty, "keys.yaml is not used"));
	pty_type(w->pty, "j");
	assert_true(pty_hides(w->pty, "keys.yaml is not used"));
	pty_leaves(w->pty, "q");
}

static void a_try_says_what_each_key_sends_and_means(void **state)
{
	struct world *w = *state;

	spawn(w, (const char *const[]){ ASSAY_BIN, "keys", "--try", NULL });
	assert_true(pty_shows(w->pty, "q twice"));
	pty_answers(w->pty, "S\033[5~", "skip in the workbench");
	assert_true(pty_shows(w->pty, "ESC [ 5 ~"));
	pty_leaves(w->pty, "qq");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_terminal_shows_the_same),
		LABEL_TEST(a_move_of_focus_takes_few_bytes_and_no_character_set),
		LABEL_TEST(without_a_utf_8_locale_one_is_found),
		LABEL_TEST(borders_may_be_ascii),
		cmocka_unit_test(colours_are_as_many_as_wanted),
		LABEL_TEST(monochrome_says_the_same),
		LABEL_TEST(ctrl_s_and_ctrl_q_stop_nothing),
		LABEL_TEST(a_storm_of_sizes_leaves_the_last_one),
		LABEL_TEST(stty_is_the_same_after_suspending_leaving_and_killing),
		LABEL_TEST(nothing_is_written_while_nobody_types),
		cmocka_unit_test(the_mouse_is_asked_for_only_when_wanted_and_given_back),
		cmocka_unit_test(a_copied_text_gets_through_tmux_and_screen),
		LABEL_TEST(keys_that_come_at_once_are_drawn_at_once),
		LABEL_TEST(own_keys_and_layout_are_used),
		LABEL_TEST(a_mistake_in_a_file_is_said_once_and_the_defaults_hold),
		LABEL_TEST(a_try_says_what_each_key_sends_and_means),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
