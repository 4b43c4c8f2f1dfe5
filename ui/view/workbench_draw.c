/* workbench_draw.c - the workbench's screen: title, panes, answers, hints. */
#include "ui/view/workbench_state.h"

#include "ui/view/answers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LETTERS_SHOWN 5 /* of the options, in the hint line */
#define BESIDE_ENDS 36  /* columns: "1-5", "? keys", "10 answers left" and what is between */

/* ---------------------------------------------------------------- standing */

static bool group_has(const struct json *group, int r)
{
	char id[8];

	snprintf(id, sizeof id, "r%d", r);
	for (const struct json *at = group->child; at != NULL; at = at->next)
		if (at->type == JSON_STRING && strcmp(at->str, id) == 0)
			return true;
	return false;
}

static const struct json *ranked_groups(const struct workbench *wb, struct arena *arena)
{
	const struct guideline *g = wb->guide.guideline;
	const struct json *answers = NULL;

	for (int i = 0; i < g->n_questions; i++) {
		if (g->question[i].type != QUESTION_RANK)
			continue;
		answers = sheet_answers(wb->sheet, arena);
		return json_get(json_get(answers, g->question[i].id), "groups");
	}
	return NULL;
}

static void standing_word(const struct json *groups, int shown_r, int n, char *out, size_t size)
{
	static const char *const words[] = { "1st", "2nd", "3rd" };
	size_t i = 0, placed = 0;

	for (const struct json *g = groups->child; g != NULL; g = g->next)
		placed += g->count;
	for (const struct json *g = groups->child; g != NULL; g = g->next, i++) {
		if (!group_has(g, shown_r))
			continue;
		if (g->next == NULL && i >= 2 && placed == (size_t)n)
			snprintf(out, size, "last");
		else if (i < 3)
			snprintf(out, size, "%s", words[i]);
		else
			snprintf(out, size, "%zuth", i + 1);
	}
}

void workbench_standing(const struct workbench *wb, int shown, char *out, size_t n)
{
	struct arena arena = ARENA_INIT;
	const struct json *groups;

	out[0] = '\0';
	if (shown < 0)
		return;
	groups = ranked_groups(wb, &arena);
	if (groups != NULL && groups->type == JSON_ARRAY)
		standing_word(groups, sheet_response(wb->sheet, shown), wb->item.n_responses, out,
			      n);
	arena_release(&arena);
}

/* ---------------------------------------------------------------- title */

static void draw_title(const struct workbench *wb, const struct app *app, struct canvas *cv)
{
	struct title title = { .n = 0 };
	char minutes[32];

	snprintf(title.left, sizeof title.left, "%.120s · %.120s", store_project_name(app->store),
		 wb->guide.guideline->title);
	if (wb->flagged)
		title_part(&title, 2, STYLE_ATTENTION, "⚑ flagged");
	if (wb->has_base)
		title_part(&title, 2, STYLE_LINK, "%s #%" PRId64,
			   wb->has_item && workbench_differs(wb) ? "correcting"
			   : wb->base_status == SENT_SKIPPED     ? "skipped"
								 : "sent",
			   wb->base_number);
	title_part(&title, 0, STYLE_DIM, "%*" PRId64 " of %" PRId64, digits_of(wb->batch.items),
		   wb->number, wb->batch.items);
	title_part(&title, 6, STYLE_DIM, "today %-2" PRId64, wb->today);
	format_minutes(minutes, sizeof minutes, wb->active_ms + wb->time.active_ms);
	title_part(&title, 7, STYLE_DIM, "%-6s", minutes);
	title_person(&title, app);
	frame_title(cv, &title);
}

/* ---------------------------------------------------------------- hints */

const struct question *workbench_question(const struct workbench *wb)
{
	struct sheet_cell cell = sheet_focus(wb->sheet);

	return cell.question < 0 ? NULL : &wb->guide.guideline->question[cell.question];
}

static void rank_hints(const struct workbench *wb, const struct question *q, struct hints *hints)
{
	char keys[16];

	if (sheet_strength_focus(wb->sheet)) {
		snprintf(keys, sizeof keys, "1-%d", q->strength_max);
		hint_add(hints, keys, "how much");
		hint_command_as(hints, CMD_ERASE, "back");
		return;
	}
	snprintf(keys, sizeof keys, wb->item.n_responses == 2 ? "1 2" : "1-%d",
		 wb->item.n_responses);
	hint_add(hints, keys, wb->item.n_responses == 2 ? "the better one" : "best to worst");
	if (q->ties && !wb->stacked)
		hint_add(hints, "=", wb->item.n_responses == 2 ? "no difference" : "tie");
}

/* "h d o issues", or "1-3 how bad" while a severity is asked for. */
static void choice_hints(const struct workbench *wb, const struct question *q, struct hints *hints)
{
	struct sheet_choice choice[LETTERS_SHOWN];
	int n = sheet_choice_list(wb->sheet, choice, LETTERS_SHOWN), digits = 0;
	struct buf keys = BUF_INIT;

	for (int i = 0; i < n; i++) {
		digits += choice[i].key[0] >= '1' && choice[i].key[0] <= '9';
		if (choice[i].key[0] != '\0' && choice[i].key[0] != '-')
			buf_addf(&keys, "%s%s", keys.len > 0 ? " " : "", choice[i].key);
	}
	if (digits > 0 && q->option[0].key != 0) {
		buf_clear(&keys);
		buf_addf(&keys, "1-%d", digits);
	}
	hint_add(hints, buf_str(&keys), digits > 0 && q->option[0].key != 0 ? "how bad" : q->id);
	hint_command_as(hints, CMD_OPTIONS, "list");
	buf_release(&keys);
}

/* "Enter submit" stands before it when all is answered, but "complete" is short. */
static bool fits_beside(const struct canvas *cv, const struct hints *hints)
{
	return canvas_columns(cv, hints->made) <= cv->cols - BESIDE_ENDS - (hints->n > 0 ? 8 : 0);
}

/* What the value that is there stands for; false: there is none, or it has no words. */
static bool value_word(const struct workbench *wb, const struct canvas *cv, struct hints *hints)
{
	struct sheet_choice choice[SCALE_MAX + 4];
	int n = sheet_choice_list(wb->sheet, choice, SCALE_MAX + 4);

	for (int i = 0; i < n; i++)
		if (choice[i].chosen && choice[i].label[0] != '\0') {
			snprintf(hints->made, sizeof hints->made, "%s is: %s", choice[i].key,
				 choice[i].label);
			return fits_beside(cv, hints);
		}
	return false;
}

/* Where there is no row for a scale's anchors, its two ends say which way it goes.  Where there is
 * one, it says what is asked. */
static const char *scale_word(const struct workbench *wb, const struct canvas *cv,
			      const struct question *q, struct hints *hints)
{
	const char *const *label = q->scale_label;
	int last = q->max - q->min;

	if (label != NULL && wb->strip_row + wb->strip_rows < cv->rows - 1)
		return "answer";
	if (hints->brief || label == NULL)
		return q->id;
	if (value_word(wb, cv, hints))
		return hints->made;
	if (label[0] == NULL || label[last] == NULL)
		return q->id;
	snprintf(hints->made, sizeof hints->made, "%s → %s", label[0], label[last]);
	return fits_beside(cv, hints) ? hints->made : q->id;
}

static void focus_hints(const struct workbench *wb, const struct canvas *cv, struct hints *hints)
{
	const struct question *q = workbench_question(wb);
	char keys[16];

	if (q == NULL)
		return;
	switch (q->type) {
	case QUESTION_RANK:
		rank_hints(wb, q, hints);
		break;
	case QUESTION_SCALE:
		/* No key is called 10. */
		if (q->min > 0 && q->max == 10)
			snprintf(keys, sizeof keys, "%d-9 0", q->min);
		else
			snprintf(keys, sizeof keys, "%d-%d%s", q->min, q->max,
				 q->max > 10 ? " Space" : "");
		hint_add(hints, keys, scale_word(wb, cv, q, hints));
		break;
	case QUESTION_CHOICE:
		choice_hints(wb, q, hints);
		break;
	case QUESTION_TEXT:
	case QUESTION_EDIT:
		snprintf(keys, sizeof keys, "%c", q->key != 0 ? q->key : '*');
		hint_add(hints, sheet_enter_opens(wb->sheet) || q->key == 0 ? "Enter" : keys,
			 "write");
		break;
	case QUESTION_SPANS:
	case QUESTION_ROWS:
	case QUESTION_TYPE_COUNT:
		break;
	}
}

static void answers_left(const struct workbench *wb, struct hints *hints)
{
	int left = sheet_left(wb->sheet);

	if (left == 0)
		snprintf(hints->right, sizeof hints->right, "complete");
	else
		snprintf(hints->right, sizeof hints->right, "%d answer%s left", left,
			 left == 1 ? "" : "s");
}

static void difference_hints(const struct workbench *wb, struct hints *hints)
{
	if (wb->stacked && wb->active == 0)
		return;
	if (wb->aligned)
		hint_add(hints, "( )", "to differences");
	if (wb->alike == ALIKE_YES || wb->aligned || wb->diffing)
		hint_command(hints, CMD_DIFF);
}

static void reading_hints(const struct workbench *wb, const struct canvas *cv, struct hints *hints)
{
	bool complete = sheet_left(wb->sheet) == 0 && !sheet_enter_opens(wb->sheet);
	const struct reading *active = &wb->reading[wb->active];
	int percent = pane_percent(&active->pane, active->rows);
	bool more = wb->stacked && percent >= 0 && percent < 100;

	if (complete)
		hint_command_as(hints, CMD_SUBMIT, wb->has_base ? "send again" : "submit");
	focus_hints(wb, cv, hints);
	hints->apart = hints->n;
	if (wb->stacked && wb->n_readings > 1)
		hint_add(hints, "← →", "pane");
	difference_hints(wb, hints);
	if (more)
		hint_command(hints, CMD_PAGE_DOWN);
	hint_command_as(hints, CMD_NEXT_QUESTION, cv->cols < COLUMNS_FROM ? "next" : "next answer");
	if (!complete && !sheet_enter_opens(wb->sheet))
		hint_command(hints, CMD_SUBMIT);
	hint_command(hints, CMD_UNDO);
	if (!more)
		hint_command(hints, CMD_PAGE_DOWN);
	hint_command(hints, CMD_SEARCH);
	hint_command(hints, CMD_SKIP);
	hint_command(hints, CMD_HELP);
}

static void draw_hints(const struct workbench *wb, const struct app *app, struct canvas *cv)
{
	struct hints hints = { .behind = !wb->finding, .brief = app->status.len > 0 };

	if (!wb->has_item) {
		hint_command(&hints, CMD_NEXT_OPEN);
		hint_command(&hints, CMD_NEXT_ITEM);
		hint_command(&hints, CMD_BACK);
		hint_command(&hints, CMD_HELP);
	} else if (wb->text.editor != NULL) {
		texting_hints(&wb->text, &hints);
	} else {
		reading_hints(wb, cv, &hints);
		answers_left(wb, &hints);
	}
	frame_hints(app, cv, &hints);
}

/* ---------------------------------------------------------------- all of it */

static void draw_strip(struct workbench *wb, const struct app *app, struct canvas *cv)
{
	int behind = wb->strip_row + wb->strip_rows;

	if (wb->zoom)
		return;
	frame_rule(cv, wb->strip_row - 1);
	if (wb->text.editor != NULL)
		workbench_text_draw(wb, app, cv);
	else
		answers_draw(wb->sheet, cv, wb->strip_row, wb->strip_rows,
			     behind < cv->rows - 1 ? behind : -1);
}

void workbench_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct workbench *wb = (struct workbench *)view;

	wb->keys = &app->keymap;
	draw_title(wb, app, cv);
	if (!wb->has_item) {
		frame_rule(cv, 1);
		canvas_put(cv, 3, 3, cv->cols - 4, STYLE_DIM, "this item cannot be shown");
		draw_hints(wb, app, cv);
		return;
	}
	workbench_layout(wb, cv);
	workbench_alike(wb, cv);
	if (wb->stacked || wb->zoom)
		workbench_draw_stacked(wb, cv);
	else
		workbench_draw_columns(wb, cv);
	draw_strip(wb, app, cv);
	draw_hints(wb, app, cv);
	if (wb->text.editor != NULL)
		texting_draw_menu(&wb->text, app, cv);
}
