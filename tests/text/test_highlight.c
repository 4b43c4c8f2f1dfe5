/* Colours for code: one letter a byte. */
#include "text/highlight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Writes a letter for the style of each byte: k s c n, or . for plain; lines are kept apart. */
static void colour(const char *language, const char *code, char *out)
{
	static const char letters[STYLE_COUNT] = { [STYLE_CODE] = '.',
						   [STYLE_KEYWORD] = 'k',
						   [STYLE_STRING] = 's',
						   [STYLE_COMMENT] = 'c',
						   [STYLE_NUMBER] = 'n' };
	struct highlight h;
	size_t n = strlen(code);

	highlight_begin(&h, language, strlen(language));
	for (size_t start = 0; start <= n;) {
		size_t len = strcspn(code + start, "\n"), at = 0;

		while (at < len) {
			enum style style;
			size_t end = highlight_next(&h, code + start, len, at, &style);

			assert_true(end > at && end <= len);
			memset(out + start + at, letters[style], end - at);
			at = end;
		}
		highlight_line_end(&h);
		out[start + len] = start + len < n ? '\n' : '\0';
		start += len + 1;
	}
}

static void expect(const char *language, const char *code, const char *want)
{
	char got[512];

	colour(language, code, got);
	assert_string_equal(got, want);
}

static void python_is_coloured(void **state)
{
	(void)state;
	expect("python", "def f(x): return \"a\\\"\" # 1", "kkk.......kkkkkk.sssss.ccc");
	expect("py", "defer = 0x1F + 3.5", "........nnnn...nnn");
	expect("py", "\"\"\"a\nb\"\"\" + 1", "ssss\nssss...n");
}

static void an_open_quote_ends_with_its_line(void **state)
{
	(void)state;
	expect("py", "'open\nif x", "sssss\nkk..");
	expect("js", "`open\nif` if", "sssss\nsss.kk");
}

static void comments_go_over_lines(void **state)
{
	(void)state;
	expect("c", "int /* a\nb */ x; // y", "kkk.cccc\ncccc....cccc");
	expect("html", "<a href=\"x\">it's <!-- b\n--> c</a>",
	       ".k......sss......cccccc\nccc....k.");
	expect("sql", "SELECT 1 -- x", "kkkkkk.n.cccc");
	expect("php", "echo 1; # a", "kkkk.n..ccc");
}

static void quotes_mean_what_they_mean_in_the_language(void **state)
{
	(void)state;
	expect("rust", "fn f<'a>(c: &'a str) { 'x' '\\n' }", "kk..............kkk....sss.ssss..");
	expect("bash", "echo 'a\\' if", "kkkk.ssss.kk");
	expect("yaml", "key: don't # no", "kkk........cccc");
	expect("json", "{\"a\": [1, true]}", ".sss...n..kkkk..");
}

static void what_models_write_is_known(void **state)
{
	(void)state;
	expect("lua", "local x --[[ a\nb ]] = 1 -- c", "kkkkk...cccccc\ncccc...n.cccc");
	expect("haskell", "let c = 'x' {- a -} -- b", "kkk.....sss.ccccccc.cccc");
	expect("scheme", "(define x \"a\") ; b", ".kkkkkk...sss..ccc");
	expect("matlab", "x = y'; % a", "........ccc");
	expect("r", "if (x) TRUE # a", "kk.....kkkk.ccc");
	expect("css", "  color: red; /* a */", "..kkkkk.......ccccccc");
	expect("dockerfile", "FROM a:1 # b", "kkkk...n.ccc");
}

static void names_of_languages_are_read_leniently(void **state)
{
	(void)state;
	expect("Python {.line}", "if", "kk");
	expect("C++", "class", "kkkkk");
	expect("TypeScript", "interface", "kkkkkkkkk");
	expect("", "if 'x'", "......");
	expect("klingon", "if 'x'", "......");
	expect(" ", "if", "..");
}

static void every_language_survives_any_bytes(void **state)
{
	static const char *const names[] = { "python",  "c",    "cpp",  "cs",  "js",   "ts",
					     "java",    "go",   "rust", "sh",  "sql",  "json",
					     "yaml",    "html", "css",  "php", "ruby", "lua",
					     "haskell", "lisp", "perl", "none" };
	static const char salt[] = "'\"`/*-#<>\\a1 .:!=\n\x80";
	char code[200], out[256];
	uint32_t seed = 3;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		for (size_t i = 0; i + 1 < sizeof code; i++) {
			seed = seed * 1103515245u + 12345u;
			code[i] = salt[(seed >> 16) % (sizeof salt - 1)];
		}
		code[sizeof code - 1] = '\0';
		colour(names[round % 22], code, out);
		assert_int_equal(strlen(out), sizeof code - 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(python_is_coloured),
		cmocka_unit_test(an_open_quote_ends_with_its_line),
		cmocka_unit_test(comments_go_over_lines),
		cmocka_unit_test(quotes_mean_what_they_mean_in_the_language),
		cmocka_unit_test(what_models_write_is_known),
		cmocka_unit_test(names_of_languages_are_read_leniently),
		cmocka_unit_test(every_language_survives_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
