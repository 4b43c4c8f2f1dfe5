/* Writing with other programs' help: the person's own editor, the dictionary. */
#include "tests/support/label_world.h"

#include <sys/stat.h>
#include <unistd.h>

static void variable(char out[700], const char *name, const struct world *w, const char *file)
{
	snprintf(out, 700, "%s=%s%s%s", name, w->program.dir, file[0] != '\0' ? "/" : "", file);
}

/* The file NAME of the folder, or "" where there is none. */
static const char *contents(const struct world *w, const char *name, char out[256])
{
	char path[700];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", w->program.dir, name);
	file = fopen(path, "rb");
	out[0] = '\0';
	if (file == NULL)
		return out;
	out[fread(out, 1, 255, file)] = '\0';
	fclose(file);
	return out;
}

/* The rationale is open, with TEXT in it, and SCRIPT is $EDITOR. */
static void open_text(struct world *w, const char *script, const char *text, char temp[700])
{
	variable(temp, "TMPDIR", w, "");
	w->extra = "EDITOR=sh ed.sh";
	w->more = temp;
	program_puts(&w->program, "ed.sh", script);
	start(w);
	pty_answers(w->pty, "w", "Ctrl-X menu");
	pty_answers(w->pty, text, text);
}

static void a_text_goes_to_the_own_editor_and_back(void **state)
{
	static const char script[] = "stat -c %a \"$1\" >mode\n"
				     "stty -a | grep -c ' icanon' >tty\n"
				     "cat \"$1\" >before\n"
				     "printf '%s' \"$1\" >path\n"
				     "printf 'From outside.\\n' >\"$1\"\n";
	char temp[700], text[256];
	struct world *w = *state;

	open_text(w, script, "Old words.", temp);
	pty_answers(w->pty, "\030e", "From outside.");
	assert_true(pty_shows(w->pty, "Ctrl-_ brings the old one back"));
	assert_false(pty_is_cooked(w->pty));
	assert_string_equal(contents(w, "before", text), "Old words.");
	assert_string_equal(contents(w, "mode", text), "600\n");
	assert_string_equal(contents(w, "tty", text), "1\n");
	assert_int_not_equal(contents(w, "path", text)[0], '\0');
	assert_int_not_equal(access(text, F_OK), 0);
	pty_answers(w->pty, "\037", "Old words.");
	pty_leaves(w->pty, "\rqq");
}

static void an_editor_that_fails_leaves_the_text_alone(void **state)
{
	static const struct {
		const char *script, *says;
	} cases[] = {
		{ "printf lost >\"$1\"; exit 3\n", "the editor ended with an error" },
		{ "kill -9 $$\n", "the editor ended with an error" },
		{ "printf 'a\\377' >\"$1\"\n", "is not UTF-8 (byte 0xff at 1)" },
		{ "printf 'a\\000b' >\"$1\"\n", "has a NUL" },
		{ "head -c 1048577 /dev/zero | tr '\\000' a >\"$1\"\n", "too long" },
		{ "rm \"$1\"\n", "cannot read" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char temp[700];
		struct world w;

		open_world(&w);
		open_text(&w, cases[i].script, "Old words.", temp);
		pty_answers(w.pty, "\030e", cases[i].says);
		assert_true(pty_shows(w.pty, "Old words."));
		pty_leaves(w.pty, "\rqq");
		close_world(&w);
	}
}

static void without_an_editor_it_is_said_how_to_name_one(void **state)
{
	char temp[700];
	struct world *w = *state;

	w->extra = "VISUAL=";
	start(w);
	pty_answers(w->pty, "w\030e", "export EDITOR=nano");
	pty_leaves(w->pty, "\rqq");
	open_text(w, "", "x", temp);
	pty_answers(w->pty, "\030e", "nothing was changed");
	pty_leaves(w->pty, "\rqq");
}

static void give_dictionary(struct world *w, const char *aff, const char *dic, char path[700])
{
	variable(path, "DICPATH", w, "");
	w->extra = path;
	program_puts(&w->program, "en_US.aff", aff);
	program_puts(&w->program, "en_US.dic", dic);
}

static bool is_without_hunspell(struct world *w)
{
	char *screen = pty_screen(w->pty);
	bool without = strstr(screen, "without hunspell") != NULL;

	free(screen);
	return without;
}

/* The rationale's spelling is looked at; without hunspell the test ends here. */
static void check_spelling(struct world *w)
{
	start(w);
	pty_answers(w->pty, "w\030s", "dictionary");
	if (is_without_hunspell(w)) {
		print_message("this assay was built without hunspell\n");
		skip();
	}
}

static void unknown_words_are_mended_or_learned_for_ever(void **state)
{
	char path[700], text[256];
	struct world *w = *state;

	give_dictionary(w, "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n",
			"5\nmend\nthe\nhandle\nnow\nsoon\n", path);
	check_spelling(w);
	pty_answers(w->pty, "Mend the hadnle and wobblix now \030s", "1 handle");
	pty_answers(w->pty, "1", "Mend the handle and wobblix");
	pty_answers(w->pty, "aa", "the dictionary knows every word");
	assert_string_equal(contents(w, "home/config/assay/words", text), "and\nwobblix\n");
	pty_leaves(w->pty, "\rqq");
	start(w);
	pty_answers(w->pty, "w Wobblix and hadnle now \030s", "1 handle");
	pty_answers(w->pty, "a", "the dictionary knows every word");
	assert_string_equal(contents(w, "home/config/assay/words", text), "and\nwobblix\nhadnle\n");
}

static void a_dictionary_may_have_an_encoding_of_its_own(void **state)
{
	char path[700];
	struct world *w = *state;

	give_dictionary(w, "SET ISO8859-1\nTRY nave\357\n", "2\nna\357ve\nnow\n", path);
	check_spelling(w);
	/* Words in another script than the dictionary's are not its business. */
	pty_answers(w->pty, "naïve naïev слово now \030s", "1 naïve");
	pty_answers(w->pty, "1", "naïve naïve слово now");
	assert_true(pty_shows(w->pty, "the dictionary knows every word"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LABEL_TEST(a_text_goes_to_the_own_editor_and_back),
		cmocka_unit_test(an_editor_that_fails_leaves_the_text_alone),
		LABEL_TEST(without_an_editor_it_is_said_how_to_name_one),
		LABEL_TEST(unknown_words_are_mended_or_learned_for_ever),
		LABEL_TEST(a_dictionary_may_have_an_encoding_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
