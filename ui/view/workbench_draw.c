/* workbench_draw.c - the workbench's screen: title, panes, answers, hints. */
#include "ui/view/workbench_state.h"

#include "ui/view/answers.h"
#include "ui/widget/difference.h"

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
		title_part(&title, 2, STYLE_LINK, "%s",
			   wb->has_item && workbench_differs(wb) ? "correcting"
			   : wb->base_status == SENT_SKIPPED     ? "skipped"
								 : "sent");
	title_part(&title, 0, STYLE_DIM, "%*" PRId64 " of %" PRId64, digits_of(wb->batch.items),
		   wb->number, wb->batch.items);
	title_part(&title, 6, STYLE_DIM, "today %-2" PRId64, wb->today);
	format_minutes(minutes, sizeof minutes, wb->active_ms + wb->time.active_ms);
	title_part(&title, 7, STYLE_DIM, "%-6s", minutes);
	title_person(&title, app);
	frame_title(cv, &title);
}

/* ---------------------------------------------------------------- panes */

static void pane_name(const struct workbench *wb, int i, bool with_standing, char *out, size_t n)
{
	const struct reading *reading = &wb->reading[i];
	char standing[16] = "";

	if (reading->r == PANE_PROMPT)
		snprintf(out, n, "prompt");
	else if (reading->r == PANE_REFERENCE)
		snprintf(out, n, "reference");
	else
		snprintf(out, n, "%c", sheet_letter(reading->shown));
	if (with_standing)
		workbench_standing(wb, reading->shown, standing, sizeof standing);
	if (standing[0] != '\0')
		snprintf(out + strlen(out), n - strlen(out), " %s", standing);
}

/* What a pane's rule says at its right: hidden characters, how far one has read. */
static void pane_remark(const struct workbench *wb, int i, char *out, size_t n)
{
	const struct reading *reading = &wb->reading[i];
	int percent = pane_percent(&reading->pane, reading->rows);
	unsigned hidden = reading->pane.layout.hidden;
	const char *pin = i == wb->pinned ? "pinned  " : "";

	out[0] = '\0';
	if (hidden > 0)
		snprintf(out, n, "%s%u hidden character%s", pin, hidden, hidden == 1 ? "" : "s");
	else
		snprintf(out, n, "%s", pin);
	if (percent < 0)
		return;
	snprintf(out + strlen(out), n - strlen(out), "%s%s%d %%", hidden > 0 ? "  " : "",
		 percent < 100 ? "▼ " : "▲ ", percent);
}

static enum style remark_style(const struct reading *reading)
{
	return reading->pane.layout.hidden > 0 ? STYLE_ATTENTION : STYLE_DIM;
}

static void draw_text(const struct workbench *wb, struct reading *reading, struct canvas *cv)
{
	if (!reading->visible)
		return;
	if (reading->diff.len > 0) {
		pane_fit(&reading->pane, reading->cols, cv);
		difference_style(&reading->pane);
	}
	pane_draw(&reading->pane, cv, reading->row, reading->col, reading->rows, reading->cols);
	if (reading->len == 0)
		canvas_put(cv, reading->row, reading->col + 1, reading->cols - 1, STYLE_DIM,
			   "(empty)");
	(void)wb;
}

static void draw_remark(const struct workbench *wb, int i, struct canvas *cv, int end)
{
	const struct reading *reading = &wb->reading[i];
	char remark[80];
	int room = end - reading->col - 10;

	pane_remark(wb, i, remark, sizeof remark);
	if (remark[0] != '\0' && canvas_columns(cv, remark) <= room)
		frame_label_right(cv, reading->rule, end, remark_style(reading), remark);
}

/* ---------------------------------------------------------------- tabs */

static int tabs_columns(const struct workbench *wb, const struct canvas *cv, bool standing)
{
	char name[40];
	int columns = 3;

	for (int i = 0; i < wb->n_readings; i++) {
		pane_name(wb, i, standing, name, sizeof name);
		columns += canvas_columns(cv, name) + 4;
	}
	return columns;
}

static void draw_tabs(const struct workbench *wb, struct canvas *cv)
{
	bool standing = tabs_columns(wb, cv, true) < cv->cols - 16;
	int col = 3, first = 0;
	char name[40], tab[48];

	/* Where not all fit, the tabs begin shortly before the active one. */
	if (tabs_columns(wb, cv, standing) > cv->cols - 10)
		first = wb->active > 2 ? wb->active - 2 : 0;
	for (int i = first; i < wb->n_readings && col < cv->cols - 14; i++) {
		pane_name(wb, i, standing || i == wb->active, name, sizeof name);
		snprintf(tab, sizeof tab, i == wb->active ? "[%s]" : " %s ", name);
		col = canvas_put(cv, 1, col, cv->cols - col - 1,
				 i == wb->active ? STYLE_BRIGHT : STYLE_DIM, tab)
		      + 2;
	}
}

static void draw_stacked(struct workbench *wb, struct canvas *cv)
{
	frame_rule(cv, 1);
	draw_tabs(wb, cv);
	draw_text(wb, workbench_active(wb), cv);
	draw_remark(wb, wb->active, cv, cv->cols - 3);
}

/* ---------------------------------------------------------------- columns */

static bool column_marked(const struct workbench *wb, int i)
{
	struct sheet_cell focus = sheet_focus(wb->sheet);

	/* Columns that scroll together are all where the hand is; else one of them is. */
	return i == wb->active
	       && (wb->arrangement != ARRANGE_TOGETHER
		   || (focus.shown >= 0 && focus.shown == wb->reading[i].shown)
		   || wb->reading[i].r == PANE_REFERENCE);
}

static void draw_column_label(const struct workbench *wb, int i, struct canvas *cv)
{
	const struct reading *reading = &wb->reading[i];
	char name[40], standing[16], label[48];
	int start = reading->col + 1, end = reading->col + reading->cols;
	bool marked = column_marked(wb, i);

	pane_name(wb, i, false, name, sizeof name);
	snprintf(label, sizeof label, marked ? "[%s]" : " %s ", name);
	start = canvas_put(cv, reading->rule, start, end - start,
			   marked ? STYLE_BRIGHT : STYLE_TEXT, label);
	workbench_standing(wb, reading->shown, standing, sizeof standing);
	if (standing[0] != '\0')
		frame_label(cv, reading->rule, start + 2, end, STYLE_CHOSEN, standing);
	draw_remark(wb, i, cv, end - 2);
}

static void draw_more(const struct workbench *wb, struct canvas *cv, int rule, int shown)
{
	char label[40];

	if (shown >= wb->n_readings - 1)
		return;
	snprintf(label, sizeof label, "%d-%d of %d  ← →", wb->first_column + 1,
		 wb->first_column + shown, wb->n_readings - 1);
	frame_label_right(cv, rule, cv->cols - 3, STYLE_DIM, label);
}

static void draw_prompt_rule(const struct workbench *wb, struct canvas *cv)
{
	const struct reading *prompt = &wb->reading[0];
	bool active = wb->active == 0;

	frame_rule(cv, 1);
	if (active || pane_percent(&prompt->pane, prompt->rows) >= 0)
		canvas_put(cv, 1, 3, 12, active ? STYLE_BRIGHT : STYLE_DIM,
			   active ? "[prompt]" : " prompt ");
	draw_remark(wb, 0, cv, cv->cols - 3);
}

static void draw_columns(struct workbench *wb, struct canvas *cv)
{
	int end = wb->strip_row - 1, rule = -1, shown = 0;

	draw_text(wb, &wb->reading[0], cv);
	draw_prompt_rule(wb, cv);
	for (int i = 1; i < wb->n_readings; i++) {
		const struct reading *reading = &wb->reading[i];

		if (!reading->visible)
			continue;
		if (rule < 0)
			frame_rule(cv, reading->rule);
		else
			canvas_vline(cv, reading->row, reading->col - 2, end - reading->row);
		rule = reading->rule;
		shown++;
	}
	for (int i = 1; i < wb->n_readings; i++) {
		draw_text(wb, &wb->reading[i], cv);
		if (wb->reading[i].visible)
			draw_column_label(wb, i, cv);
	}
	if (rule >= 0)
		draw_more(wb, cv, rule, shown);
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
		hint_add(hints, "Backspace", "back");
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
	hint_add(hints, "*", "list");
	buf_release(&keys);
}

/* Where there is no row for a scale's anchors, its two ends say which way it goes. */
static const char *scale_word(const struct workbench *wb, const struct canvas *cv,
			      const struct question *q, struct hints *hints)
{
	const char *const *label = q->scale_label;
	int last = q->max - q->min;

	if (hints->brief || wb->strip_row + wb->strip_rows < cv->rows - 1 || label == NULL
	    || label[0] == NULL || label[last] == NULL)
		return q->id;
	snprintf(hints->made, sizeof hints->made, "%s → %s", label[0], label[last]);
	return canvas_columns(cv, hints->made) <= cv->cols - BESIDE_ENDS ? hints->made : q->id;
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
		snprintf(keys, sizeof keys, "%d-%d", q->min, q->max);
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

static void reading_hints(const struct workbench *wb, const struct canvas *cv, struct hints *hints)
{
	bool complete = sheet_left(wb->sheet) == 0 && !sheet_enter_opens(wb->sheet);
	const struct reading *active = &wb->reading[wb->active];
	int percent = pane_percent(&active->pane, active->rows);
	bool more = wb->stacked && percent >= 0 && percent < 100;

	if (complete)
		hint_add(hints, "Enter", wb->has_base ? "send again" : "submit");
	focus_hints(wb, cv, hints);
	if (wb->stacked && wb->n_readings > 1)
		hint_add(hints, "← →", "pane");
	if (more)
		hint_command(hints, CMD_PAGE_DOWN);
	hint_add(hints, "Tab", cv->cols < COLUMNS_FROM ? "next" : "next answer");
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

static void draw_strip(struct workbench *wb, struct canvas *cv)
{
	int behind = wb->strip_row + wb->strip_rows;

	if (wb->zoom)
		return;
	frame_rule(cv, wb->strip_row - 1);
	if (wb->text.editor != NULL)
		workbench_text_draw(wb, cv, wb->strip_row, wb->strip_rows);
	else
		answers_draw(wb->sheet, cv, wb->strip_row, wb->strip_rows,
			     behind < cv->rows - 1 ? behind : -1);
}

void workbench_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct workbench *wb = (struct workbench *)view;

	draw_title(wb, app, cv);
	if (!wb->has_item) {
		frame_rule(cv, 1);
		canvas_put(cv, 3, 3, cv->cols - 4, STYLE_DIM, "this item cannot be shown");
		draw_hints(wb, app, cv);
		return;
	}
	workbench_layout(wb, cv);
	if (wb->stacked || wb->zoom)
		draw_stacked(wb, cv);
	else
		draw_columns(wb, cv);
	draw_strip(wb, cv);
	draw_hints(wb, app, cv);
}
