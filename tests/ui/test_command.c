/* The command table obeys the rules of the key map, whatever is added to it. */
#include "model/guideline.h"
#include "ui/command.h"
#include "ui/keymap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct seen {
	const char *where;
	enum command command;
	char key[128][KEY_NAME_MAX];
	int n;
};

static void see_once(void *ctx, const char *key)
{
	struct seen *seen = ctx;

	for (int i = 0; i < seen->n; i++)
		if (strcmp(seen->key[i], key) == 0)
			fail_msg("%s: %s has two meanings", seen->where, key);
	assert_true(seen->n < 128);
	snprintf(seen->key[seen->n++], KEY_NAME_MAX, "%s", key);
}

static void no_key_has_two_meanings_in_a_state(void **state)
{
	(void)state;
	for (size_t s = 0; s < key_state_count; s++) {
		struct seen seen = { .where = key_states[s].name };

		for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++)
			for (int m = 0; m < key_states[s].n; m++)
				if (command_info(c)->mode == key_states[s].mode[m])
					keymap_each_key(command_info(c)->keys, see_once, &seen);
	}
}

static void every_mode_belongs_to_a_state(void **state)
{
	bool seen[MODE_COUNT] = { false };

	(void)state;
	for (size_t s = 0; s < key_state_count; s++)
		for (int m = 0; m < key_states[s].n; m++)
			seen[key_states[s].mode[m]] = true;
	for (int mode = 0; mode < MODE_COUNT; mode++)
		assert_true(seen[mode]);
}

static bool is_text_mode(enum mode mode)
{
	return mode == MODE_TEXT || mode == MODE_TEXT_MENU || mode == MODE_CONFIRM
	       || mode == MODE_PROMPT;
}

static void check_answer_key(void *ctx, const char *key)
{
	const struct command_info *info = ctx;

	if (strcmp(key, "Backspace") == 0 && info->command == CMD_ERASE)
		return;
	if (strchr("0123456789=>-!", key[0]) != NULL && key[1] == '\0')
		fail_msg("%s takes %s, which answers", info->name, key);
	if (strcmp(key, "Backspace") == 0)
		fail_msg("%s takes Backspace, which answers", info->name);
}

static void digits_and_signs_only_answer(void **state)
{
	(void)state;
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		struct command_info info = *command_info(c);

		if (!is_text_mode(info.mode))
			keymap_each_key(info.keys, check_answer_key, &info);
	}
}

static void check_letter(void *ctx, const char *key)
{
	const struct command_info *info = ctx;

	if (key[1] == '\0' && key[0] >= 'a' && key[0] <= 'z'
	    && strchr(guideline_reserved_keys, key[0]) == NULL)
		fail_msg("%s takes %s, which belongs to the guideline", info->name, key);
}

static void only_j_k_u_q_are_lower_case_commands(void **state)
{
	(void)state;
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		struct command_info info = *command_info(c);

		if (!is_text_mode(info.mode))
			keymap_each_key(info.keys, check_letter, &info);
	}
}

static void check_bindable(void *ctx, const char *key)
{
	static const char *const never[] = { "Ctrl-S",  "Ctrl-Q", "Ctrl-A", "Ctrl-B", "Ctrl-O",
					     "Ctrl-\\", "Ctrl-H", "Ctrl-I", "Ctrl-J", "Ctrl-M" };
	const struct command_info *info = ctx;
	struct event event;

	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
		if (strcmp(never[i], key) == 0)
			fail_msg("%s takes %s, which terminals take for themselves", info->name,
				 key);
	/* Ctrl-Z may only do what it does everywhere. */
	if (strcmp(key, "Ctrl-Z") == 0 && info->command != CMD_SUSPEND)
		fail_msg("%s takes Ctrl-Z", info->name);
	if (strncmp(key, "Alt-", 4) == 0 || (key[0] == 'F' && key[1] >= '1' && key[1] <= '9'))
		fail_msg("%s takes %s, which not every terminal has", info->name, key);
	if (!key_event(&event, key))
		fail_msg("%s: no key is called %s", info->name, key);
}

static void nothing_is_bound_that_terminals_keep(void **state)
{
	(void)state;
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		struct command_info info = *command_info(c);

		keymap_each_key(info.keys, check_bindable, &info);
	}
}

static void in_a_text_everything_printable_is_text(void **state)
{
	const enum mode mode = MODE_TEXT;
	struct keymap map;

	(void)state;
	keymap_init(&map);
	for (int c = '!'; c <= '~'; c++) {
		const char key[] = { (char)c, '\0' };

		assert_int_equal(keymap_find(&map, &mode, 1, key), CMD_NONE);
	}
	assert_int_equal(keymap_find(&map, &mode, 1, "Space"), CMD_NONE);
}

static void every_command_has_words_and_a_name_of_its_own(void **state)
{
	(void)state;
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++) {
		const struct command_info *info = command_info(c);

		assert_int_equal(info->command, c);
		assert_true(strlen(info->help) > 4 && strlen(info->word) > 0);
		assert_int_equal(command_find(info->name), c);
	}
	assert_int_equal(command_find("no-such-command"), CMD_NONE);
	assert_null(command_info(CMD_NONE));
	assert_null(command_info(CMD_COUNT));
}

static void the_most_particular_mode_wins(void **state)
{
	const enum mode list[] = { MODE_LIST, MODE_GLOBAL };
	const enum mode bench[] = { MODE_ANSWERING, MODE_READING, MODE_GLOBAL };
	struct keymap map;

	(void)state;
	keymap_init(&map);
	assert_int_equal(keymap_find(&map, list, 2, "Enter"), CMD_OPEN);
	assert_int_equal(keymap_find(&map, bench, 3, "Enter"), CMD_SUBMIT);
	assert_int_equal(keymap_find(&map, bench, 3, "J"), CMD_PAGE_DOWN);
	assert_int_equal(keymap_find(&map, bench, 3, "u"), CMD_UNDO);
	assert_int_equal(keymap_find(&map, bench, 3, ""), CMD_NONE);
	assert_int_equal(keymap_find(&map, bench, 3, "Pg"), CMD_NONE);
}

static void answering_keys_are_told_from_commands(void **state)
{
	(void)state;
	assert_true(keymap_is_answer("a") && keymap_is_answer("0") && keymap_is_answer(">"));
	assert_true(keymap_is_answer("'"));
	assert_false(keymap_is_answer("j") || keymap_is_answer("A") || keymap_is_answer("Enter"));
	assert_false(keymap_is_answer("") || keymap_is_answer("é"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_key_has_two_meanings_in_a_state),
		cmocka_unit_test(every_mode_belongs_to_a_state),
		cmocka_unit_test(digits_and_signs_only_answer),
		cmocka_unit_test(only_j_k_u_q_are_lower_case_commands),
		cmocka_unit_test(nothing_is_bound_that_terminals_keep),
		cmocka_unit_test(in_a_text_everything_printable_is_text),
		cmocka_unit_test(every_command_has_words_and_a_name_of_its_own),
		cmocka_unit_test(the_most_particular_mode_wins),
		cmocka_unit_test(answering_keys_are_told_from_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
