/* What `assay guide check` says: the exact words, with line and column. */
#include "base/buf.h"
#include "guide/guide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "assay: 1\nname: mine\n" /* lines 1 and 2 */
#define QUESTIONS HEAD "questions:\n"
#define PAIR HEAD "responses: {min: 2, max: 2}\nquestions:\n" /* questions from line 5 */

struct refusal {
	const char *yaml, *message; /* behind "mine.yaml:" */
};

static const char *message_of(const char *yaml, struct arena *arena, struct err *err)
{
	const struct node *root = guide_parse_yaml(yaml, strlen(yaml), "mine.yaml", arena, err);
	const char *instructions, *examples;

	err->msg[0] = '\0';
	if (root != NULL && guideline_files(root, "mine.yaml", &instructions, &examples, err)
	    && guideline_build(root, "mine.yaml", NULL, NULL, arena, err) != NULL)
		return "accepted";
	return err->msg;
}

static void check_all(const struct refusal *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena arena = ARENA_INIT;
		struct err err = { .code = ERR_NONE };
		char want[ERR_MSG_MAX];

		snprintf(want, sizeof want, "mine.yaml:%s", list[i].message);
		assert_string_equal(message_of(list[i].yaml, &arena, &err), want);
		arena_release(&arena);
	}
}

#define CHECK(list) check_all(list, sizeof(list) / sizeof *(list))

static void faults_of_the_head_are_named(void **state)
{
	static const struct refusal list[] = {
		{ "[a]", "1:1: a guideline must be a map of keys and values" },
		{ "name: x\n", "1:1: 'assay' is missing" },
		{ "assay: one\n", "1:8: 'assay' must be a whole number from 1 to 999" },
		{ "assay: 2\n", "1:8: guideline format 2 needs a newer assay; this one knows "
				"format 1" },
		{ "assay: 1\n", "1:1: 'name' is missing" },
		{ "assay: 1\nname: My Own\n",
		  "2:7: 'name' must be 1 to 64 lower-case letters, digits, '-' or '_'" },
		{ HEAD "titel: x\n", "3:1: unknown key 'titel'; did you mean 'title'?" },
		{ HEAD "colour: red\n", "3:1: unknown key 'colour'; remove it" },
		{ HEAD "title: [x]\n", "3:8: 'title' must be one line of text" },
		{ HEAD "title: \"a\\eb\"\n", "3:8: 'title' must be one line of text" },
		{ HEAD "breaks: yes\n", "3:9: 'breaks' must be true or false" },
		{ HEAD "idle: 1\n", "3:7: 'idle' is 1, but must be from 5 to 3600" },
		{ HEAD "order: by_respones\n",
		  "3:8: unknown 'order' 'by_respones'; did you mean 'by_response'?" },
		{ HEAD "order: random\n",
		  "3:8: unknown 'order' 'random'; there are by_question, by_response" },
		{ HEAD "instructions: ../../etc/passwd\n",
		  "3:15: 'instructions' must be the name of a file beside this one: letters, "
		  "digits, '.', '-', '_'" },
		{ HEAD "examples: ..\n",
		  "3:11: 'examples' must be the name of a file beside this one: letters, digits, "
		  "'.', '-', '_'" },
		{ HEAD "examples: a/b.md\n",
		  "3:11: 'examples' must be the name of a file beside this one: letters, digits, "
		  "'.', '-', '_'" },
		{ HEAD, "1:1: 'questions' is missing" },
		{ HEAD "questions:\n", "3:11: 'questions' is missing" },
		{ HEAD "questions: {a: b}\n", "3:12: 'questions' must be a list" },
		{ HEAD "questions: []\n",
		  "3:12: 'questions' has 0 entries, but must have 1 to 64" },
		{ HEAD "submit: auto\nquestions:\n- {id: a, type: text}\n",
		  "3:9: submit: auto is only for one single-choice question, asked once an item" },
	};

	(void)state;
	CHECK(list);
}

static void faults_of_the_responses_are_named(void **state)
{
	static const struct refusal list[] = {
		{ HEAD "responses: 2\n", "3:12: 'responses' must be a map of keys and values" },
		{ HEAD "responses: {mim: 2}\n", "3:13: unknown key 'mim'; did you mean 'min'?" },
		{ HEAD "responses: {max: 10}\n", "3:18: 'max' is 10, but must be from 0 to 9" },
		{ HEAD "responses: {min: 3, max: 2}\n",
		  "3:12: min 3 is more than max 2; swap them" },
		{ HEAD "responses: {max: 0}\nquestions:\n- {id: a, type: text, scope: response}\n",
		  "5:30: scope 'response' needs responses, and 'responses' has max 0" },
	};

	(void)state;
	CHECK(list);
}

static void faults_of_any_question_are_named(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- why\n", "4:3: a question must be a map of keys and values" },
		{ QUESTIONS "- {type: text}\n", "4:3: 'id' is missing" },
		{ QUESTIONS "- {id: a}\n", "4:3: 'type' is missing" },
		{ QUESTIONS "  - id: accuracy\n    type: scales\n",
		  "5:11: unknown question type 'scales'; did you mean 'scale'?" },
		{ QUESTIONS "- {id: a, type: essay}\n",
		  "4:17: unknown question type 'essay'; there are rank, scale, choice, spans, "
		  "text, edit, rows" },
		{ QUESTIONS "- {id: a, type: spans, options: []}\n",
		  "4:17: question type 'spans' cannot be asked yet" },
		{ QUESTIONS "- {id: a, type: rows}\n",
		  "4:17: question type 'rows' cannot be asked yet" },
		{ QUESTIONS "- {id: a, type: text, scope: turn}\n",
		  "4:30: scope 'turn' cannot be asked yet" },
		{ QUESTIONS "- {id: a, type: text, scope: respones}\n",
		  "4:30: unknown scope 'respones'; did you mean 'response'?" },
		{ QUESTIONS "- {id: a, type: edit, scope: prompt}\n",
		  "4:30: a question of type 'edit' cannot have the scope 'prompt'" },
		{ QUESTIONS "- {id: a, type: text, scope: best}\n",
		  "4:30: scope 'best' needs a rank question to say which is best" },
		{ QUESTIONS "- {id: a, type: text}\n- {id: a, type: edit}\n",
		  "5:8: there is already a question 'a'; give this one another id" },
		{ QUESTIONS "- {id: any, type: text}\n",
		  "4:8: 'any' is a word of conditions; choose another id" },
		{ QUESTIONS "- {id: Why?, type: text}\n",
		  "4:8: 'id' must be 1 to 64 lower-case letters, digits, '-' or '_'" },
		{ QUESTIONS "- {id: a, type: text, requird: always}\n",
		  "4:23: unknown key 'requird'; did you mean 'required'?" },
		{ QUESTIONS "- {id: a, type: text, multiple: true}\n",
		  "4:23: 'multiple' is for questions of type 'choice', and this one is 'text'" },
		{ QUESTIONS "- {id: a, type: text, na: maybe}\n",
		  "4:27: 'na' must be true or false" },
	};

	(void)state;
	CHECK(list);
}

static void faults_of_a_rank_are_named(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- {id: a, type: rank}\n",
		  "4:17: a rank needs two responses at least; write responses: {min: 2}" },
		{ PAIR "- {id: a, type: rank, strength: 3}\n",
		  "5:33: 'strength' must be a map of keys and values" },
		{ PAIR "- {id: a, type: rank, strength: {labels: [x]}}\n",
		  "5:33: 'max' is missing" },
		{ PAIR "- {id: a, type: rank, strength: {max: 10}}\n",
		  "5:39: 'max' is 10, but must be from 1 to 9" },
		{ PAIR "- {id: a, type: rank, strength: {max: 3, labels: [a, b, c]}}\n",
		  "5:50: 3 labels for strengths 0 to 3; there must be 4, the first for no "
		  "difference" },
		{ PAIR "- {id: a, type: rank, strength: {max: 1, labels: [a, a]}}\n",
		  "5:54: 'a' is in the list twice" },
		{ PAIR "- {id: a, type: rank, top: 3}\n",
		  "5:28: 'top' is 3, but must be from 1 to 2" },
	};

	(void)state;
	CHECK(list);
}

static void faults_of_a_scale_are_named(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- {id: a, type: scale}\n", "4:3: 'scale' is missing" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1}}\n", "4:31: 'max' is missing" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: -1, max: 5}}\n",
		  "4:37: 'min' is -1, but must be from 0 to 100" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1, max: 101}}\n",
		  "4:45: 'max' is 101, but must be from 0 to 100" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 5, max: 5}}\n",
		  "4:45: max 5 must be more than min 5" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1, max: 5, labels: {7: x}}}\n",
		  "4:57: label '7' is outside the scale 1-5" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1, max: 5, labels: {x: 7}}}\n",
		  "4:57: label 'x' is outside the scale 1-5" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1, max: 5, labels: {1: a, 01: "
			    "b}}}\n",
		  "4:63: value 1 has a label already" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1, max: 3, labels: [a, b]}}\n",
		  "4:56: 2 labels for the 3 values of the scale 1-3; label some with {1: text}" },
		{ QUESTIONS "- {id: a, type: scale, scale: {min: 1, max: 3, label: {}}}\n",
		  "4:48: unknown key 'label'; did you mean 'labels'?" },
	};

	(void)state;
	CHECK(list);
}

static void faults_of_a_choice_are_named(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- {id: a, type: choice}\n", "4:3: 'options' is missing" },
		{ QUESTIONS "- {id: a, type: choice, options: []}\n",
		  "4:34: 'options' has 0 entries, but must have 1 to 200" },
		{ QUESTIONS "- {id: a, type: choice, options: [x]}\n",
		  "4:35: an option must be a map of keys and values" },
		{ QUESTIONS "- {id: a, type: choice, options: [{title: x}]}\n",
		  "4:35: 'id' is missing" },
		{ QUESTIONS "- {id: a, type: choice, options: [{id: x, tilte: x}]}\n",
		  "4:43: unknown key 'tilte'; did you mean 'title'?" },
		{ QUESTIONS "- {id: a, type: choice, options: [{id: x}, {id: x}]}\n",
		  "4:49: question 'a' has an option 'x' already" },
		{ QUESTIONS "- {id: a, type: choice, options: [{id: x, severity: [a]}]}\n",
		  "4:43: severity is asked only where several options may be chosen; write "
		  "multiple: true" },
		{ QUESTIONS "- {id: a, type: choice, multiple: true, options: [{id: x, severity: "
			    "[a, a]}]}\n",
		  "4:73: 'a' is in the list twice" },
		{ QUESTIONS "- {id: a, type: choice, multiple: true, options: [{id: x, severity: "
			    "[]}]}\n",
		  "4:69: 'severity' has 0 entries, but must have 1 to 9" },
		{ QUESTIONS "- {id: a, type: choice, multiple: true, options: [{id: x, severity: "
			    "high}]}\n",
		  "4:69: 'severity' must be a list" },
		{ QUESTIONS "- {id: a, type: choice, multiple: true, na: true, options: [{id: "
			    "x}]}\n",
		  "4:41: where several may be chosen '-' says none of them; remove 'na'" },
	};

	(void)state;
	CHECK(list);
}

static void faults_of_a_text_or_edit_are_named(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- {id: a, type: text, min: 9, max: 8}\n",
		  "4:28: min 9 is more than max 8; swap them" },
		{ QUESTIONS "- {id: a, type: edit, min: 9, max: 8}\n",
		  "4:28: min 9 is more than max 8; swap them" },
		{ QUESTIONS "- {id: a, type: text, min: -1}\n",
		  "4:28: 'min' is -1, but must be from 0 to 1000000" },
		{ QUESTIONS "- {id: a, type: text, pattern: '[a'}\n",
		  "4:32: the pattern cannot be used: unmatched [, [^, [:, [., or [=" },
		{ QUESTIONS "- {id: a, type: text, pattern: '((a{255}){255}){255}'}\n",
		  "4:32: the pattern cannot be used: its repetitions multiply to too much; use min "
		  "and max" },
		{ QUESTIONS "- {id: a, type: edit, base: frist}\n",
		  "4:29: unknown base 'frist'; there are best, none" },
		{ QUESTIONS "- {id: a, type: edit, checklist: all of it}\n",
		  "4:34: 'checklist' must be a list" },
		{ QUESTIONS "- {id: a, type: edit, pattern: x}\n",
		  "4:23: 'pattern' is for questions of type 'text', and this one is 'edit'" },
	};

	(void)state;
	CHECK(list);
}

static void keys_that_clash_are_named_with_free_letters(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- {id: x, type: text, key: u}\n",
		  "4:28: key 'u' is undo in the workbench (j k u q are taken); free letters here: "
		  "a "
		  "b c d …" },
		{ QUESTIONS "- {id: x, type: text, key: q}\n",
		  "4:28: key 'q' is leave in the workbench (j k u q are taken); free letters here: "
		  "a b c d …" },
		{ QUESTIONS "- id: x\n  type: choice\n  key: a\n  options:\n"
			    "  - {id: y, key: j}\n  - {id: z, key: b}\n",
		  "8:18: key 'j' is scroll down in the workbench (j k u q are taken); free letters "
		  "here: c d e f …" },
		{ QUESTIONS "- {id: x, type: choice, options: [{id: y, key: k}]}\n",
		  "4:48: key 'k' is scroll up in the workbench (j k u q are taken); free letters "
		  "here: a b c d …" },
		{ QUESTIONS "- {id: x, type: text, key: A}\n",
		  "4:28: key 'A' must be one lower-case letter; digits, capitals and signs belong "
		  "to the workbench" },
		{ QUESTIONS "- {id: x, type: text, key: ab}\n",
		  "4:28: key 'ab' must be one lower-case letter; digits, capitals and signs belong "
		  "to the workbench" },
		{ QUESTIONS "- {id: x, type: text, key: é}\n",
		  "4:28: key 'é' must be one lower-case letter; digits, capitals and signs belong "
		  "to the workbench" },
		{ QUESTIONS "- {id: x, type: text, key: a}\n- {id: y, type: edit, key: a}\n",
		  "5:28: key 'a' is already the key of question 'x'; free letters here: b c d e "
		  "…" },
		{ QUESTIONS
		  "- {id: x, type: choice, options: [{id: y, key: b}, {id: z, key: b}]}\n",
		  "4:65: key 'b' is already the key of option 'y'; free letters here: a c d e …" },
		{ QUESTIONS "- {id: x, type: text, key: i}\n"
			    "- {id: y, type: choice, options: [{id: incomplete, key: i}]}\n",
		  "5:57: key 'i' goes to question 'x', so no option of this guideline can have it; "
		  "free letters here: a b c d …" },
		{ QUESTIONS "- {id: y, type: choice, options: [{id: incomplete, key: i}]}\n"
			    "- {id: x, type: text, key: i}\n",
		  "4:57: key 'i' goes to question 'x', so no option of this guideline can have it; "
		  "free letters here: a b c d …" },
	};

	(void)state;
	CHECK(list);
}

static void the_last_free_letters_are_counted_out(void **state)
{
	struct buf yaml = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct err err;

	(void)state;
	buf_adds(&yaml, QUESTIONS "- {id: q, type: choice, options: [");
	for (int c = 'a'; c <= 'w'; c++)
		if (strchr(guideline_reserved_keys, c) == NULL)
			buf_addf(&yaml, "{id: o%c, key: %c}, ", c, c);
	buf_adds(&yaml, "{id: last, key: a}]}\n");
	message_of(buf_str(&yaml), &arena, &err);
	assert_non_null(strstr(err.msg, "free letters here: x y z"));
	assert_null(strstr(err.msg, "…"));
	buf_release(&yaml);
	arena_release(&arena);
}

#define SCALE "- {id: accuracy, type: scale, scale: {min: 1, max: 5}}\n"
#define CHOICE                                                                              \
	"- {id: issues, type: choice, multiple: true, options: [{id: dangerous, severity: " \
	"[minor, major]}]}\n"
/* The condition is in line 6 at column 33. */
#define WITH(cond) QUESTIONS SCALE CHOICE "- {id: why, type: text, required: " cond "}\n"

static void faults_of_conditions_are_named(void **state)
{
	static const struct refusal list[] = {
		{ WITH("true"), "6:35: expected always, never or a condition such as {accuracy: "
				"{at_most: 2}}" },
		{ WITH("[accuracy]"), "6:35: expected always, never or a condition such as "
				      "{accuracy: {at_most: 2}}" },
		{ WITH("{}"), "6:35: a condition has one key; put several conditions under all: or "
			      "any:" },
		{ WITH("{accuracy: answered, issues: answered}"),
		  "6:35: a condition has one key; put several conditions under all: or any:" },
		{ WITH("{acuracy: {at_most: 2}}"),
		  "6:36: there is no question 'acuracy'; did you mean 'accuracy'?" },
		{ WITH("{politeness: {at_most: 2}}"), "6:36: there is no question 'politeness'" },
		{ WITH("{why: answered}"), "6:36: the condition asks for its own question 'why'" },
		{ WITH("{accuracy: {at_mots: 2}}"),
		  "6:47: unknown key 'at_mots'; did you mean 'at_most'?" },
		{ WITH("{accuracy: {at_most: 6}}"),
		  "6:56: 'at_most' is 6, but must be from 1 to 5" },
		{ WITH("{accuracy: {at_most: low}}"),
		  "6:56: 'at_most' must be a whole number from 1 to 5" },
		{ WITH("{accuracy: {at_least: 2, at_most: 3}}"),
		  "6:60: one comparison at a time; put several under all:" },
		{ WITH("{accuracy: {has: dangerous}}"),
		  "6:47: 'has' looks into a choice, and 'accuracy' is of type 'scale'" },
		{ WITH("{accuracy: good}"), "6:46: 'good' is no state of question 'accuracy'; "
					    "write answered, or a comparison "
					    "such as {accuracy: {at_most: 2}}" },
		{ WITH("{accuracy: none_good}"),
		  "6:46: none_good is for a rank question with none_good: true, and 'accuracy' is "
		  "not" },
		{ WITH("{accuracy: [2]}"), "6:46: write answered, or a comparison such as "
					   "{accuracy: {at_most: 2}}" },
		{ WITH("{issues: {at_most: 2}}"),
		  "6:45: 'at_most' compares a scale, and 'issues' is of type 'choice'" },
		{ WITH("{issues: {has: dangeros}}"),
		  "6:50: question 'issues' has no option 'dangeros'; did you mean 'dangerous'?" },
		{ WITH("{issues: {has: spelling}}"),
		  "6:50: question 'issues' has no option 'spelling'" },
		{ WITH("{issues: {has: dangerous, severity: critical}}"),
		  "6:71: option 'dangerous' has no severity 'critical'" },
		{ WITH("{issues: {severity: major}}"),
		  "6:45: 'severity' goes with 'has' and an option" },
		{ WITH("{issues: {has: dangerous, at_most: 2}}"),
		  "6:61: unknown key 'at_most'; remove it" },
		{ WITH("{any: {accuracy: answered}}"), "6:41: 'any' must be a list" },
		{ WITH("{all: []}"), "6:41: 'all' has 0 entries, but must have 1 to 200" },
		{ WITH("{not: {not: {any: [{acuracy: answered}]}}}"),
		  "6:55: there is no question 'acuracy'; did you mean 'accuracy'?" },
	};

	(void)state;
	CHECK(list);
}

static void questions_that_show_each_other_are_refused(void **state)
{
	static const struct refusal list[] = {
		{ QUESTIONS "- {id: a, type: text, show: {b: answered}}\n"
			    "- {id: b, type: text, show: {c: answered}}\n"
			    "- {id: c, type: text, show: {not: {a: answered}}}\n",
		  "4:29: the conditions go in a circle: whether 'a' is shown hangs on 'b', and "
		  "that "
		  "on 'a'" },
		{ QUESTIONS "- {id: d, type: text}\n"
			    "- {id: a, type: text, show: {any: [{d: answered}, {b: answered}]}}\n"
			    "- {id: b, type: text, show: {a: answered}}\n",
		  "5:29: the conditions go in a circle: whether 'a' is shown hangs on 'b', and "
		  "that "
		  "on 'a'" },
	};

	(void)state;
	CHECK(list);
}

static void the_helper_of_this_file_accepts_what_is_right(void **state)
{
	struct arena arena = ARENA_INIT;
	struct err err;

	(void)state;
	assert_string_equal(
		message_of(WITH("{issues: {has: dangerous, severity: major}}"), &arena, &err),
		"accepted");
	assert_string_equal(message_of(PAIR "- {id: a, type: rank, top: 2, strength: {max: 1}}\n",
				       &arena, &err),
			    "accepted");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_of_the_head_are_named),
		cmocka_unit_test(faults_of_the_responses_are_named),
		cmocka_unit_test(faults_of_any_question_are_named),
		cmocka_unit_test(faults_of_a_rank_are_named),
		cmocka_unit_test(faults_of_a_scale_are_named),
		cmocka_unit_test(faults_of_a_choice_are_named),
		cmocka_unit_test(faults_of_a_text_or_edit_are_named),
		cmocka_unit_test(keys_that_clash_are_named_with_free_letters),
		cmocka_unit_test(the_last_free_letters_are_counted_out),
		cmocka_unit_test(faults_of_conditions_are_named),
		cmocka_unit_test(questions_that_show_each_other_are_refused),
		cmocka_unit_test(the_helper_of_this_file_accepts_what_is_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
