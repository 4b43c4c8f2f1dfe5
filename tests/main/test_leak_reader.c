/* The strict reader of what comes to a terminal has no holes of its own. */
#include "tests/support/leak.h"
#include "tests/support/leak_corpus.h"

#include "text/cells.h"
#include "text/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct leak leak;

static bool fits(const char *term, const char *bytes, size_t n)
{
	const struct leak_rules rules = {
		.term = term, .rows = 24, .cols = 80, .width = text_width_frozen
	};

	leak_begin(&leak, &rules);
	return leak_feed(&leak, bytes, n) && leak_end(&leak);
}

static const struct {
	const char *term, *bytes;
	bool fits;
} cases[] = {
	{ NULL, "plain\ttext\n", true },
	{ NULL, "e\314\201\314\202\314\203\314\204", true },
	{ NULL, "e\314\201\314\202\314\203\314\204\314\205", false },
	{ NULL, "a\r\n", false },
	{ NULL, "\033[m", false },
	{ NULL, "a\302\200", false },
	{ NULL, "cut \342\200", false },
	{ NULL, "\342\200\256", false },
	{ NULL, "\300\233", false },
	{ NULL, "\233", false },
	{ NULL, "\355\240\200", false },
	{ "dumb", "a\r\n", true },
	{ "dumb", "\033[m", false },
	{ "xterm-256color", "\033[H\033[2J\033[24;80H\033[1;31;48;5;17mx\033(B\033[m\r\n\b", true },
	{ "xterm-256color", "\033[?1049h\033[22;0;0t\033[?2004h\033[?1h\033=\033[?12l\033[?25h",
	  true },
	{ "xterm-256color", "\033]104\a", true },
	{ "xterm-256color", "\033]104", false },
	{ "xterm-256color", "\033]R", false },
	{ "linux", "\033]R\033[?25l\033[?1c\016q\017", true },
	{ "xterm-256color", "\016", false },
	{ "xterm-256color", "\033[25;1H", false },
	{ "xterm-256color", "\033[81G", false },
	{ "xterm-256color", "\033[8m", false },
	{ "xterm-256color", "\033[38;5m", false },
	{ "xterm-256color", "\033[38:2::1:2:3m", false },
	{ "xterm-256color", "\033[?1003h", false },
	{ "xterm-256color", "\033[?25", false },
	{ "xterm-256color", "\033[?m", false },
	{ "xterm-256color", "\033[3J", false },
	{ "xterm-256color", "\033[6n", false },
	{ "xterm-256color", "\033[21t", false },
	{ "xterm-256color", "\033[1\0305m", false },
	{ "xterm-256color", "\033]52;c;ZXY=\a", false },
	{ "xterm-256color", "\033]0;t\a", false },
	{ "xterm-256color", "\033Pq\033\\", false },
	{ "xterm-256color", "\033_G\033\\", false },
	{ "xterm-256color", "\033c", false },
	{ "xterm-256color", "\a", false },
};

static void only_our_own_drawing_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (fits(cases[i].term, cases[i].bytes, strlen(cases[i].bytes)) != cases[i].fits)
			fail_msg("case %zu: %s", i, leak.why);
}

static void the_clipboard_takes_base64_and_only_when_asked(void **state)
{
	static const char good[] = "\033]52;c;ZXY+/=\a", bad[] = "\033]52;c;ZX\033[31mY\a";
	const struct leak_rules rules = {
		.term = "xterm", .rows = 24, .cols = 80, .width = text_width_frozen
	};

	(void)state;
	leak_begin(&leak, &rules);
	leak.clipboard = true;
	assert_true(leak_feed(&leak, good, sizeof good - 1) && leak_end(&leak));
	assert_int_equal(leak.copied, 6);
	assert_false(leak_feed(&leak, bad, sizeof bad - 1));
	assert_non_null(strstr(leak.why, "not base64"));
}

/* Spaces of many widths, blank Braille and the replacement character are to be seen. */
static bool may_be_shown(const char *text, size_t n)
{
	size_t len;
	bool ok = false;
	uint32_t r = n > 1 ? utf8_decode(text + 1, n - 1, &len, &ok) : 0;

	return text[0] == 'a' && ok
	       && (r == '\t' || r == 0xA0 || (r >= 0x2000 && r <= 0x200A) || r == 0x202F
		   || r == 0x205F || r == 0x2800 || r == 0x3000 || r == 0xFFFD);
}

static void no_text_of_the_corpus_fits_a_stream(void **state)
{
	struct leak_corpus corpus;

	(void)state;
	for (int broken = 0; broken < 2; broken++) {
		leak_corpus_make(&corpus, broken == 1);
		for (size_t i = 0; i < corpus.n; i++) {
			size_t n;
			const char *text = leak_corpus_text(&corpus, i, &n);

			if (fits(NULL, text, n) && !may_be_shown(text, n))
				fail_msg("text %zu fits: %.*s", i, (int)n, text);
		}
		leak_corpus_release(&corpus);
	}
}

static void what_leaks_is_said_with_its_place(void **state)
{
	(void)state;
	assert_false(fits("xterm", "some text before it\033[8m and behind", 34));
	assert_non_null(strstr(leak.why, "byte 22: a sequence that we never draw: \\x1b[8m"));
	assert_non_null(strstr(leak.why, "some text before it\\x1b[8m"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_our_own_drawing_fits),
		cmocka_unit_test(the_clipboard_takes_base64_and_only_when_asked),
		cmocka_unit_test(no_text_of_the_corpus_fits_a_stream),
		cmocka_unit_test(what_leaks_is_said_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
