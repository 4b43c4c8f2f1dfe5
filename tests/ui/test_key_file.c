/* A person's own keys: presets, bindings, layouts, and what is refused with its place. */
#include "ui/key_file.h"
#include "ui/layout.h"
#include "ui/preset.h"
#include "ui/widget/editor.h"

#include "text/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const enum mode bench[] = { MODE_ANSWERING, MODE_READING, MODE_GLOBAL };
static const enum mode list[] = { MODE_LIST, MODE_GLOBAL };

static void read_keys(struct keymap *map, const char *text)
{
	struct err err;

	if (!key_file_read(map, text, strlen(text), "keys.yaml", &err))
		fail_msg("%s", err.msg);
}

/* TEXT is refused, at PLACE, with WORDS. */
static void refuses(const char *text, const char *place, const char *words)
{
	struct keymap map, defaults;
	struct err err;

	if (key_file_read(&map, text, strlen(text), "keys.yaml", &err))
		fail_msg("was taken: %s", text);
	if (strncmp(err.msg, place, strlen(place)) != 0 || strstr(err.msg, words) == NULL)
		fail_msg("%s\nsays: %s\nnot: %s … %s", text, err.msg, place, words);
	keymap_init(&defaults);
	assert_memory_equal(&map, &defaults, sizeof map);
}

static void an_empty_file_changes_nothing(void **state)
{
	static const char *const empty[] = { "", "\n \n", "# only words\n", "bind:\n" };
	struct keymap map, defaults;

	(void)state;
	keymap_init(&defaults);
	for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
		read_keys(&map, empty[i]);
		assert_memory_equal(&map, &defaults, sizeof map);
	}
}

static void a_command_takes_the_keys_it_is_given(void **state)
{
	struct keymap map;

	(void)state;
	read_keys(&map, "bind:\n  skip: [T, Ctrl-T]\n  flag: []\n");
	assert_int_equal(keymap_find(&map, bench, 3, "T"), CMD_SKIP);
	assert_int_equal(keymap_find(&map, bench, 3, "Ctrl-T"), CMD_SKIP);
	assert_int_equal(keymap_find(&map, bench, 3, "S"), CMD_NONE);
	assert_int_equal(keymap_find(&map, bench, 3, "F"), CMD_NONE);
	assert_string_equal(keymap_shown(&map, CMD_SKIP), "T");
	assert_string_equal(keymap_shown(&map, CMD_FLAG), ":flag");
	assert_string_equal(keymap_shown(&map, CMD_PANE_NEXT), "→");
}

static void keys_that_every_text_names_keep_their_meaning(void **state)
{
	struct keymap map;

	(void)state;
	read_keys(&map, "bind: {submit: Ctrl-T, undo: [], line-down: T, yes: []}\n");
	assert_int_equal(keymap_find(&map, bench, 3, "Ctrl-T"), CMD_SUBMIT);
	assert_int_equal(keymap_find(&map, bench, 3, "Enter"), CMD_SUBMIT);
	assert_int_equal(keymap_find(&map, bench, 3, "u"), CMD_UNDO);
	assert_int_equal(keymap_find(&map, bench, 3, "Down"), CMD_LINE_DOWN);
	assert_int_equal(keymap_find(&map, bench, 3, "j"), CMD_LINE_DOWN);
	assert_int_equal(keymap_find(&map, (const enum mode[]){ MODE_CONFIRM }, 1, "y"), CMD_YES);
	assert_string_equal(keymap_shown(&map, CMD_SUBMIT), "Ctrl-T");
}

static void a_key_may_change_hands(void **state)
{
	struct keymap map;

	(void)state;
	read_keys(&map, "bind:\n  skip: F\n  flag: S\n");
	assert_int_equal(keymap_find(&map, bench, 3, "F"), CMD_SKIP);
	assert_int_equal(keymap_find(&map, bench, 3, "S"), CMD_FLAG);
}

static void a_clash_is_refused_with_both_names(void **state)
{
	(void)state;
	refuses("bind:\n  skip: F\n", "keys.yaml:2:9: ",
		"F would mean both skip and flag in the "
		"workbench");
	refuses("bind:\n  open: T\n  go-to: [G, T]\n",
		"keys.yaml:3:10: ", "T would mean both go-to and open in lists");
	refuses("preset: vim\nbind:\n  skip: G\n", "keys.yaml:3:9: ", "both skip and bottom");
}

static void answering_keys_and_small_letters_are_refused(void **state)
{
	(void)state;
	refuses("bind:\n  skip: s\n", "keys.yaml:2:9: ", "belongs to the guideline");
	refuses("bind:\n  skip: [S, '1']\n", "keys.yaml:2:13: ", "answers questions");
	refuses("bind: {skip: '='}\n", "keys.yaml:1:14: ", "answers questions");
	refuses("bind: {skip: q}\n", "keys.yaml:1:14: ", "keeps its meaning");
	refuses("bind: {skip: Enter}\n", "keys.yaml:1:14: ", "the same for ever");
	refuses("bind: {skip: Backspace}\n", "keys.yaml:1:14: ", "the same for ever");
}

static void keys_that_terminals_keep_are_refused(void **state)
{
	static const char *const never[] = { "Ctrl-S", "Ctrl-Q", "Ctrl-Z", "Ctrl-A",
					     "Ctrl-B", "Ctrl-O", "Ctrl-H", "Ctrl-I",
					     "Ctrl-J", "Ctrl-M", "F5",     "F12" };
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
		snprintf(text, sizeof text, "bind:\n  skip: %s\n", never[i]);
		refuses(text, "keys.yaml:2:9: ", "");
	}
	refuses("bind:\n  skip: 'Ctrl-\\'\n", "keys.yaml:2:9: ", "ends programs");
	refuses("bind:\n  skip: Alt-x\n", "keys.yaml:2:9: ", "Alt");
	refuses("bind:\n  skip: Super-x\n", "keys.yaml:2:9: ", "no key is called 'Super-x'");
}

static void a_text_keeps_what_is_typed_and_edits(void **state)
{
	struct keymap map;

	(void)state;
	refuses("bind: {text-done: X}\n", "keys.yaml:1:19: ", "typed in texts");
	refuses("bind: {text-done: Ctrl-W}\n", "keys.yaml:1:19: ", "edits the text");
	refuses("bind: {yes: Space}\n", "keys.yaml:1:13: ", "too easily");
	read_keys(&map, "bind: {text-done: Ctrl-T, text-find: z}\n");
	assert_int_equal(keymap_find(&map, (const enum mode[]){ MODE_TEXT }, 1, "Ctrl-T"),
			 CMD_TEXT_DONE);
	assert_int_equal(keymap_find(&map, (const enum mode[]){ MODE_TEXT_MENU }, 1, "z"),
			 CMD_TEXT_FIND);
}

/* The rules' list and the editor's table cannot part. */
static void what_the_editor_does_itself_cannot_be_bound(void **state)
{
	(void)state;
	for (int c = 'A'; c <= '_'; c++) {
		const char key[] = { 'C', 't', 'r', 'l', '-', (char)c, '\0' };
		struct editor *editor = editor_new("some words\nand more", false);
		struct event event;
		struct err why;

		if (key_event(&event, key) && editor_handle(editor, &event) != EDITOR_IGNORED
		    && keymap_may_bind(CMD_TEXT_DONE, key, &why))
			fail_msg("%s edits, but could be bound", key);
		editor_free(editor);
	}
}

static void a_wrong_name_is_refused_with_the_right_one(void **state)
{
	(void)state;
	refuses("bind:\n  skipp: S\n", "keys.yaml:2:3: ", "did you mean 'skip'?");
	refuses("bind:\n  answer: T\n", "keys.yaml:2:3: ", "no command is called 'answer'");
	refuses("preset: vmi\n", "keys.yaml:1:9: ", "did you mean 'vim'?");
	refuses("layout: azertz\n", "keys.yaml:1:9: ", "did you mean 'azerty'?");
	refuses("bnid: {}\n", "keys.yaml:1:1: ", "did you mean 'bind'?");
	refuses("- skip\n", "keys.yaml:1:1: ", "preset, layout and bind");
	refuses("bind: {skip: {a: b}}\n", "keys.yaml:1:14: ", "a key or a list of keys");
	refuses("bind: {skip: [[S]]}\n", "keys.yaml:1:15: ", "a key is one name");
}

static void no_preset_breaks_a_rule(void **state)
{
	struct keymap map;
	struct keymap_clash clash;

	(void)state;
	for (size_t i = 0; i < preset_count; i++) {
		keymap_init(&map);
		preset_apply(&presets[i], &map);
		if (keymap_clashes(&map, &clash))
			fail_msg("%s: %s means %s and %s in %s", presets[i].name, clash.key,
				 command_info(clash.a)->name, command_info(clash.b)->name,
				 clash.where);
	}
}

struct may {
	const char *preset;
	enum command command;
};

static void check_may(void *ctx, const char *key)
{
	const struct may *may = ctx;
	struct err why;

	if (!keymap_may_bind(may->command, key, &why))
		fail_msg("%s: %s: %s", may->preset, command_info(may->command)->name, why.msg);
}

static void a_preset_binds_only_what_a_person_may(void **state)
{
	(void)state;
	for (size_t i = 0; i < preset_count; i++)
		for (const struct preset_keys *k = presets[i].keys; k->command != CMD_NONE; k++) {
			struct may may = { presets[i].name, k->command };

			keymap_each_key(k->keys, check_may, &may);
		}
}

static void presets_give_their_fingers_what_they_know(void **state)
{
	struct keymap map;

	(void)state;
	read_keys(&map, "preset: vim\n");
	assert_int_equal(keymap_find(&map, bench, 3, "Ctrl-F"), CMD_PAGE_DOWN);
	assert_int_equal(keymap_find(&map, bench, 3, "G"), CMD_BOTTOM);
	assert_int_equal(keymap_find(&map, list, 2, "G"), CMD_LIST_LAST);
	assert_int_equal(keymap_find(&map, bench, 3, "#"), CMD_GOTO);
	read_keys(&map, "preset: left\n");
	assert_int_equal(keymap_find(&map, bench, 3, "Ctrl-F"), CMD_SUBMIT);
	assert_int_equal(keymap_find(&map, bench, 3, "`"), CMD_ERASE);
}

/* ---------------------------------------------------------------- layouts */

static const char *meant(const char *layout, const char *printed)
{
	static struct event event;

	assert_true(key_event(&event, printed));
	layout_apply(layout_find(layout), &event);
	return event.key;
}

static void a_position_means_one_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < layout_count; i++) {
		uint32_t from[128], to[128];
		const char *f = layouts[i].from, *t = layouts[i].to;
		size_t n = 0, flen, tlen;

		for (; *f != '\0' && *t != '\0'; f += flen, t += tlen, n++) {
			assert_true(n < 128);
			from[n] = utf8_decode(f, strnlen(f, 4), &flen, NULL);
			to[n] = utf8_decode(t, strnlen(t, 4), &tlen, NULL);
			for (size_t k = 0; k < n; k++)
				if (from[k] == from[n] || to[k] == to[n])
					fail_msg("%s: U+%04X or U+%04X twice", layouts[i].name,
						 (unsigned)from[n], (unsigned)to[n]);
		}
		if (*f != '\0' || *t != '\0')
			fail_msg("%s: as many must be printed as are meant", layouts[i].name);
	}
}

static void azerty_swaps_the_top_row_both_ways(void **state)
{
	(void)state;
	assert_string_equal(meant("azerty", "é"), "2");
	assert_string_equal(meant("azerty", "4"), "'");
	assert_string_equal(meant("azerty", "5"), "(");
	assert_string_equal(meant("azerty", "6"), "-");
	assert_string_equal(meant("azerty", "-"), "6");
	assert_string_equal(meant("azerty", "a"), "a");
}

static void other_scripts_count_by_position(void **state)
{
	(void)state;
	assert_string_equal(meant("ru", "ы"), "s");
	assert_string_equal(meant("ru", "Ы"), "S");
	assert_string_equal(meant("ru", "э"), "'");
	assert_string_equal(meant("ru", "?"), "?");
	assert_string_equal(meant("uk", "і"), "s");
	assert_string_equal(meant("bg", ","), "q");
	assert_string_equal(meant("bg-phonetic", "я"), "q");
	assert_string_equal(meant("sr", "з"), "z");
	assert_string_equal(meant("el", ";"), "q");
	assert_string_equal(meant("el", "ς"), "w");
	assert_string_equal(meant("he", "/"), "q");
	assert_string_equal(meant("he", "."), "/");
	assert_string_equal(meant("ar", "ض"), "q");
	assert_string_equal(meant("ar", "٣"), "3");
	assert_string_equal(meant("ar", "؟"), "?");
	assert_string_equal(meant("ru", "Enter"), "Enter");
}

static void the_keypad_is_the_same_in_every_layout(void **state)
{
	struct event event;

	(void)state;
	assert_true(key_event(&event, "4"));
	event.keypad = true;
	layout_apply(layout_find("azerty"), &event);
	assert_string_equal(event.key, "4");
	layout_apply(NULL, &event);
	assert_string_equal(event.key, "4");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_changes_nothing),
		cmocka_unit_test(a_command_takes_the_keys_it_is_given),
		cmocka_unit_test(keys_that_every_text_names_keep_their_meaning),
		cmocka_unit_test(a_key_may_change_hands),
		cmocka_unit_test(a_clash_is_refused_with_both_names),
		cmocka_unit_test(answering_keys_and_small_letters_are_refused),
		cmocka_unit_test(keys_that_terminals_keep_are_refused),
		cmocka_unit_test(a_text_keeps_what_is_typed_and_edits),
		cmocka_unit_test(what_the_editor_does_itself_cannot_be_bound),
		cmocka_unit_test(a_wrong_name_is_refused_with_the_right_one),
		cmocka_unit_test(no_preset_breaks_a_rule),
		cmocka_unit_test(a_preset_binds_only_what_a_person_may),
		cmocka_unit_test(presets_give_their_fingers_what_they_know),
		cmocka_unit_test(a_position_means_one_key),
		cmocka_unit_test(azerty_swaps_the_top_row_both_ways),
		cmocka_unit_test(other_scripts_count_by_position),
		cmocka_unit_test(the_keypad_is_the_same_in_every_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
