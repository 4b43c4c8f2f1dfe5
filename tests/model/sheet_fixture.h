/* sheet_fixture.h - guidelines built by hand, and a hand that plays keys as the workbench does. */
#ifndef ASSAY_TESTS_MODEL_SHEET_FIXTURE_H
#define ASSAY_TESTS_MODEL_SHEET_FIXTURE_H

#include "base/json_write.h"
#include "model/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static struct cond always = { .type = COND_ALWAYS };
static struct cond never = { .type = COND_NEVER };

static const char *severities[] = { "minor", "major", "critical" };
static const char *strengths[] = { "about the same", "slightly better", "better",
				   "significantly better" };
static const char *accuracy_labels[] = { "wrong", NULL, "mixed", NULL, "fully correct" };

static struct option issue_options[] = {
	{ .id = "hallucination",
	  .title = "Makes things up",
	  .key = 'h',
	  .severity = severities,
	  .n_severity = 3 },
	{ .id = "dangerous",
	  .title = "Could cause harm",
	  .key = 'd',
	  .severity = severities,
	  .n_severity = 3 },
	{ .id = "overcautious",
	  .title = "Too careful",
	  .key = 'o',
	  .severity = severities,
	  .n_severity = 3 },
	{ .id = "language", .title = "Wrong language", .key = 'l' },
};

enum { PREFERENCE, ACCURACY, HELPFUL, CLARITY, SAFETY, TONE, ISSUES, WHY, GOLDEN, N_PAIRWISE };

static struct cond accuracy_low = { .type = COND_AT_MOST, .question = ACCURACY, .number = 2 };
static struct cond is_dangerous = { .type = COND_HAS, .question = ISSUES, .option = "dangerous" };
static struct cond *why_parts[] = { &accuracy_low, &is_dangerous };
static struct cond why_needed = { .type = COND_ANY, .child = why_parts, .n_children = 2 };

#define CRITERION(name, letter)                                                                 \
	{                                                                                       \
		.id = (name), .title = (name), .type = QUESTION_SCALE, .scope = SCOPE_RESPONSE, \
		.key = (letter), .required = &always, .show = &always, .min = 1, .max = 5       \
	}

/* As the shipped one: strength 3, five criteria, tags with severity, rationale, golden response. */
static struct question pairwise_questions[N_PAIRWISE] = {
	[PREFERENCE] = { .id = "preference",
			 .title = "Which response is better?",
			 .type = QUESTION_RANK,
			 .key = 'p',
			 .required = &always,
			 .show = &always,
			 .na = true,
			 .strength_max = 3,
			 .strength_label = strengths,
			 .ties = true,
			 .none_good = true },
	[ACCURACY] = { .id = "accuracy",
		       .title = "accuracy",
		       .type = QUESTION_SCALE,
		       .scope = SCOPE_RESPONSE,
		       .key = 'a',
		       .required = &always,
		       .show = &always,
		       .min = 1,
		       .max = 5,
		       .scale_label = accuracy_labels },
	[HELPFUL] = CRITERION("helpful", 'f'),
	[CLARITY] = CRITERION("clarity", 'c'),
	[SAFETY] = CRITERION("safety", 's'),
	[TONE] = CRITERION("tone", 'n'),
	[ISSUES] = { .id = "issues",
		     .title = "Issues",
		     .type = QUESTION_CHOICE,
		     .scope = SCOPE_RESPONSE,
		     .key = 'i',
		     .required = &never,
		     .show = &always,
		     .multiple = true,
		     .option = issue_options,
		     .n_options = COUNT(issue_options) },
	[WHY] = { .id = "why",
		  .title = "Why?",
		  .type = QUESTION_TEXT,
		  .key = 'w',
		  .required = &why_needed,
		  .show = &always,
		  .min_length = 20,
		  .one_line = true },
	[GOLDEN] = { .id = "golden",
		     .title = "Your own answer",
		     .type = QUESTION_EDIT,
		     .key = 'g',
		     .required = &is_dangerous,
		     .show = &is_dangerous },
};

static inline struct guideline pairwise(void)
{
	return (struct guideline){
		.format = 1,
		.name = "pairwise-preference",
		.instructions = "",
		.min_responses = 2,
		.max_responses = 2,
		.question = pairwise_questions,
		.n_questions = N_PAIRWISE,
	};
}

/* A ranking of N and M of the five criteria. */
static struct question ranking_questions[6] = {
	{ .id = "rank",
	  .title = "Rank them",
	  .type = QUESTION_RANK,
	  .required = &always,
	  .show = &always,
	  .na = true,
	  .strength_max = 3,
	  .ties = true,
	  .none_good = true },
	CRITERION("accuracy", 'a'),
	CRITERION("helpful", 'f'),
	CRITERION("clarity", 'c'),
	CRITERION("safety", 's'),
	CRITERION("tone", 'n'),
};

static inline struct guideline ranking(int n_criteria, enum answer_order order)
{
	return (struct guideline){
		.format = 1,
		.name = "n-way-ranking",
		.instructions = "",
		.min_responses = 2,
		.max_responses = 9,
		.order = order,
		.question = ranking_questions,
		.n_questions = 1 + n_criteria,
	};
}

static inline struct guideline guideline_of(struct question *questions, int n)
{
	return (struct guideline){ .format = 1,
				   .name = "by-hand",
				   .instructions = "",
				   .max_responses = 9,
				   .question = questions,
				   .n_questions = n };
}

/* ---- the hand ---- */

struct hand {
	struct guideline guideline;
	struct item item;
	struct sheet *sheet;
	struct buf why; /* of the last key */
	enum sheet_result result;
	int keys;
	bool open, submitted;
	int asked; /* times that Enter asked to look again */
};

static const int straight[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
static const int swapped[] = { 2, 1 };

static inline void hand_begin(struct hand *h, struct guideline guideline, const int *order, int n,
			      const struct json *answers)
{
	*h = (struct hand){ .guideline = guideline, .item = { .n_responses = n } };
	h->sheet = sheet_new(&h->guideline, &h->item, order, n, answers);
}

static inline void hand_end(struct hand *h)
{
	sheet_free(h->sheet);
	buf_release(&h->why);
}

/* Enter where no text is open: first the sheet, then what is missing, then submit. */
static inline void press_enter(struct hand *h)
{
	h->result = sheet_key(h->sheet, "Enter", &h->why);
	if (h->result == SHEET_OPEN)
		h->open = true;
	if (h->result != SHEET_NOTHING)
		return;
	if (sheet_missing(h->sheet, NULL, &h->why) > 0) {
		sheet_focus_missing(h->sheet);
		h->open = sheet_enter_opens(h->sheet);
	} else if (sheet_doubt(h->sheet)) {
		h->asked++;
		sheet_clear_doubt(h->sheet);
	} else {
		h->submitted = true;
	}
}

static inline void write_text(struct hand *h, const char *text)
{
	struct sheet_cell cell = sheet_focus(h->sheet);
	bool edit = h->guideline.question[cell.question].type == QUESTION_EDIT;

	assert_true(h->open);
	sheet_set_text(h->sheet, cell, text, edit ? sheet_edit_base(h->sheet, cell) : 0,
		       edit ? 1 : 0);
}

/* One key; "→" and "←" are the next and previous pane; Enter and Esc close a text. */
static inline void press(struct hand *h, const char *key)
{
	struct sheet_cell cell = sheet_focus(h->sheet);

	h->keys++;
	buf_clear(&h->why);
	if (h->open && (strcmp(key, "Enter") == 0 || strcmp(key, "Esc") == 0)) {
		h->open = false;
	} else if (strcmp(key, "→") == 0) {
		sheet_pane(h->sheet, cell.shown + 1);
	} else if (strcmp(key, "←") == 0) {
		sheet_pane(h->sheet, cell.shown - 1);
	} else if (strcmp(key, "Enter") == 0) {
		press_enter(h);
	} else {
		h->result = sheet_key(h->sheet, key, &h->why);
		h->open = h->result == SHEET_OPEN;
	}
}

/* Keys separated by spaces. */
static inline void play(struct hand *h, const char *keys)
{
	char key[32];
	size_t n;

	while (*keys != '\0') {
		n = strcspn(keys, " ");
		assert_true(n < sizeof key);
		memcpy(key, keys, n);
		key[n] = '\0';
		press(h, key);
		keys += n + (keys[n] == ' ' ? 1 : 0);
	}
}

/* ---- looking ---- */

#define assert_answers(h, json)                                \
	do {                                                   \
		struct buf written_ = BUF_INIT;                \
		sheet_write((h)->sheet, &written_);            \
		assert_string_equal(buf_str(&written_), json); \
		buf_release(&written_);                        \
	} while (0)

#define assert_focus(h, name, place)                                                   \
	do {                                                                           \
		struct sheet_cell cell_ = sheet_focus((h)->sheet);                     \
		assert_true(cell_.question >= 0);                                      \
		assert_string_equal((h)->guideline.question[cell_.question].id, name); \
		assert_int_equal(cell_.shown, place);                                  \
	} while (0)

#define assert_why(h, words) assert_string_equal(buf_str(&(h)->why), words)

#define assert_refused(h, key, words)                         \
	do {                                                  \
		press(h, key);                                \
		assert_int_equal((h)->result, SHEET_REFUSED); \
		assert_why(h, words);                         \
		assert_true(sheet_doubt((h)->sheet));         \
	} while (0)

#define assert_described(h, q, place, words)                                                      \
	do {                                                                                      \
		struct buf said_ = BUF_INIT;                                                      \
		sheet_describe((h)->sheet,                                                        \
			       (struct sheet_cell){ .question = (q), .shown = (place) }, &said_); \
		assert_string_equal(buf_str(&said_), words);                                      \
		buf_release(&said_);                                                              \
	} while (0)

#define assert_choices(h, words)                             \
	do {                                                 \
		struct buf said_ = BUF_INIT;                 \
		sheet_choices((h)->sheet, &said_);           \
		assert_string_equal(buf_str(&said_), words); \
		buf_release(&said_);                         \
	} while (0)

static inline struct json *parse(struct arena *arena, const char *text)
{
	struct err err;
	struct json *value = json_parse(text, strlen(text), arena, &err);

	assert_non_null(value);
	return value;
}

/* What was written comes back from a fresh sheet and from this one, byte for byte. */
static inline void assert_round_trip(struct hand *h)
{
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct sheet *fresh;

	sheet_write(h->sheet, &before);
	fresh = sheet_new(&h->guideline, &h->item,
			  (const int[]){ sheet_response(h->sheet, 0), sheet_response(h->sheet, 1),
					 sheet_response(h->sheet, 2), sheet_response(h->sheet, 3),
					 sheet_response(h->sheet, 4), sheet_response(h->sheet, 5),
					 sheet_response(h->sheet, 6), sheet_response(h->sheet, 7),
					 sheet_response(h->sheet, 8) },
			  sheet_responses(h->sheet), parse(&arena, buf_str(&before)));
	sheet_write(fresh, &after);
	assert_string_equal(buf_str(&after), buf_str(&before));
	sheet_load(h->sheet, parse(&arena, buf_str(&before)));
	buf_clear(&after);
	sheet_write(h->sheet, &after);
	assert_string_equal(buf_str(&after), buf_str(&before));
	sheet_free(fresh);
	buf_release(&before);
	buf_release(&after);
	arena_release(&arena);
}

#endif
