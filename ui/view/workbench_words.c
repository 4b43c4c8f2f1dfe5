/* workbench_words.c - the item, its texts and the answers as facts. */
#include "ui/view/workbench_words.h"

#include "text/search.h"
#include "text/spoken.h"
#include "ui/view/workbench_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- texts */

static void text_name(const struct reading *reading, char *out, size_t n)
{
	if (reading->r == PANE_PROMPT)
		snprintf(out, n, "prompt");
	else if (reading->r == PANE_REFERENCE)
		snprintf(out, n, "reference");
	else
		snprintf(out, n, "response %c", sheet_letter(reading->shown));
}

static enum text_form form_of(const struct workbench *wb)
{
	return wb->raw ? TEXT_RAW : TEXT_MARKDOWN;
}

static void add_texts(const struct workbench *wb, bool active, struct buf *out)
{
	char name[64];

	for (int i = 0; i < wb->n_readings; i++) {
		const struct reading *reading = &wb->reading[i];

		text_name(reading, name, sizeof name);
		buf_addf(out, "%s%s, ", i > 0 ? "; " : "", name);
		words_measure(out, reading->text, reading->len, form_of(wb));
		if (active && i == wb->active)
			buf_adds(out, ", read now");
		if (i == wb->pinned)
			buf_adds(out, ", pinned");
	}
	buf_addc(out, '.');
}

static bool wb_reading(struct view *view, struct words_text *text)
{
	struct workbench *wb = (struct workbench *)view;
	struct reading *reading;

	if (!wb->has_item)
		return false;
	reading = workbench_active(wb);
	/* Conversations are read from their first turn on. */
	if (reading->to_end) {
		reading->to_end = false;
		reading->pane.top_at = 0;
	}
	*text = (struct words_text){ .text = reading->text,
				     .len = reading->len,
				     .form = form_of(wb),
				     .reveal = wb->reveal,
				     .at = &reading->pane.top_at };
	if (reading->r == PANE_PROMPT && wb->item.prompt.n > 1)
		text->turns = &wb->item.prompt;
	else if (reading->r > 0 && wb->item.response[reading->r - 1].n > 1)
		text->turns = &wb->item.response[reading->r - 1];
	text_name(reading, text->name, sizeof text->name);
	return true;
}

static bool wb_turn(struct view *view, int dir)
{
	struct workbench *wb = (struct workbench *)view;
	int to = wb->active + dir;

	if (!wb->has_item || to < 0 || to >= wb->n_readings)
		return false;
	workbench_activate(wb, to);
	return true;
}

/* ---------------------------------------------------------------- differences */

/* Against the pinned response; without one, against the first that is another. */
static int compared_with(const struct workbench *wb)
{
	if (wb->pinned >= 0)
		return wb->pinned;
	for (int i = 0; i < wb->n_readings; i++)
		if (wb->reading[i].shown >= 0 && i != wb->active)
			return i;
	return -1;
}

static bool tell_difference(const struct workbench *wb, struct buf *out)
{
	const struct reading *active = &wb->reading[wb->active], *other;
	int with = compared_with(wb);
	char name[64];

	text_name(active, name, sizeof name);
	if (active->r == PANE_PROMPT || with < 0 || with == wb->active) {
		buf_addf(out, "The %s is %s; Left and Right go to the others.", name,
			 with == wb->active ? "the pinned one" : "not compared");
		return true;
	}
	other = &wb->reading[with];
	buf_addf(out, "How %s differs. ", name);
	text_name(other, name, sizeof name);
	words_difference(out, name, other->text, other->len, active->text, active->len);
	return true;
}

/* ---------------------------------------------------------------- facts */

static void add_heading(const struct workbench *wb, struct facts *facts)
{
	facts_addf(facts, FACT_ONCE, "batch", "Batch %.100s: %.200s, %" PRId64 " items.",
		   wb->batch.name, wb->guide.guideline->title, wb->batch.items);
	facts_addf(facts, FACT_ARRIVE | FACT_BACK, "item", "Item %" PRId64 " of %" PRId64 "%s%s.",
		   wb->number, wb->batch.items, wb->flagged ? ", flagged" : "",
		   !wb->has_base                     ? ""
		   : wb->base_status == SENT_SKIPPED ? ", skipped before"
						     : ", sent before");
}

static void facts_add_sentence(struct facts *facts, const char *key, const char *text)
{
	struct buf words = BUF_INIT;

	words_sentence(&words, text);
	facts_add(facts, FACT_CHANGE, key, buf_str(&words));
	buf_release(&words);
}

static void add_cells(const struct workbench *wb, struct facts *facts)
{
	struct sheet_cell cell[SHEET_CELLS_MAX];
	int n = sheet_cells(wb->sheet, cell, SHEET_CELLS_MAX);
	struct buf words = BUF_INIT;
	char key[32];

	for (int i = 0; i < n; i++) {
		buf_clear(&words);
		question_name(wb->sheet, cell[i], &words);
		buf_adds(&words, ": ");
		question_answer(wb->sheet, cell[i], &words);
		snprintf(key, sizeof key, "cell %d %d", cell[i].question, cell[i].shown);
		facts_add_sentence(facts, key, buf_str(&words));
	}
	buf_release(&words);
}

/* All that is answered, on one line. */
static void add_begun(const struct workbench *wb, struct facts *facts)
{
	struct sheet_cell cell[SHEET_CELLS_MAX];
	int n = sheet_touched(wb->sheet) ? sheet_cells(wb->sheet, cell, SHEET_CELLS_MAX) : 0;
	struct buf words = BUF_INIT;

	for (int i = 0; i < n; i++) {
		if (sheet_state(wb->sheet, cell[i]) == CELL_ABSENT)
			continue;
		buf_adds(&words, words.len == 0 ? "Answered so far: " : "; ");
		question_name(wb->sheet, cell[i], &words);
		buf_addc(&words, ' ');
		question_answer(wb->sheet, cell[i], &words);
	}
	if (words.len > 0)
		buf_addc(&words, '.');
	facts_add(facts, FACT_ARRIVE, "begun", buf_str(&words));
	buf_release(&words);
}

static void add_writing(const struct workbench *wb, struct facts *facts)
{
	const struct question *q = &wb->guide.guideline->question[wb->text_cell.question];
	struct buf words = BUF_INIT;

	buf_adds(&words, "Writing ");
	question_intro(q, &words);
	if (wb->text_cell.shown >= 0)
		buf_addf(&words, " About %c.", sheet_letter(wb->text_cell.shown));
	if (q->min_length > 0)
		buf_addf(&words, " At least %d characters.", q->min_length);
	buf_adds(&words, q->one_line ? " One line." : " Lines; a dot alone on a line ends it.");
	facts_add(facts, FACT_ARRIVE | FACT_CHANGE | FACT_BACK, "writing", buf_str(&words));
	buf_clear(&words);
	texting_words(&wb->text, &words);
	facts_add(facts, FACT_CHANGE, "waits", buf_str(&words));
	buf_release(&words);
}

static void add_focus(const struct workbench *wb, struct facts *facts)
{
	struct buf words = BUF_INIT;
	struct sheet_cell focus = sheet_focus(wb->sheet);
	char key[32];

	if (focus.question >= 0) {
		snprintf(key, sizeof key, "about %d", focus.question);
		question_about(wb->sheet, &words);
		facts_add(facts, FACT_ONCE, key, buf_str(&words));
		buf_clear(&words);
	}
	question_next(wb->sheet, &words);
	facts_add(facts, FACT_ARRIVE | FACT_BACK | FACT_CHANGE, "focus", buf_str(&words));
	buf_clear(&words);
	if (sheet_touched(wb->sheet))
		question_left(wb->sheet, &words);
	facts_add(facts, FACT_ARRIVE | FACT_CHANGE, "left", buf_str(&words));
	buf_release(&words);
}

/* Which of the matches of the active text ends at the byte found last. */
static size_t match_number(const struct workbench *wb, const struct pane *pane)
{
	struct hit hit = { 0, 0 };
	size_t n = 0;

	while (search_next(pane->text, pane->len, wb->find, hit.end, &hit)
	       && hit.end <= wb->find_at)
		n++;
	return n;
}

/* The passage; reading goes on from it. */
static void add_match(struct workbench *wb, struct facts *facts)
{
	struct reading *reading = workbench_active(wb);
	struct spoken spoken = SPOKEN_INIT;
	struct buf words = BUF_INIT;
	char name[64];
	size_t i;

	if (wb->finding && wb->find != NULL) {
		text_speak(&spoken, reading->pane.text, reading->pane.len, form_of(wb));
		i = spoken_find(&spoken, wb->find_at > 0 ? wb->find_at - 1 : 0);
		text_name(reading, name, sizeof name);
		buf_addf(&words, "Match %zu of %zu in %s, paragraph %zu of %zu: ",
			 match_number(wb, &reading->pane),
			 search_count(reading->pane.text, reading->pane.len, wb->find), name, i + 1,
			 spoken.n);
		if (i < spoken.n) {
			buf_add(&words, spoken.text.data + spoken.piece[i].first,
				spoken.piece[i].n);
			reading->pane.top_at = spoken.piece[i].at;
		}
	}
	if (words.len > 0)
		facts_add(facts, FACT_ONCE, "match help",
			  "An empty line goes to the next match, Up to the one before; anything "
			  "else ends the search.");
	facts_add(facts, FACT_CHANGE, "match", buf_str(&words));
	buf_release(&words);
	spoken_release(&spoken);
}

static void wb_facts(struct view *view, struct app *app, struct facts *facts)
{
	struct workbench *wb = (struct workbench *)view;
	struct buf texts = BUF_INIT;
	char uid[ID_HEX + 1];

	(void)app;
	hex_encode(uid, wb->task.uid.b, ID_BYTES);
	buf_addf(&facts->epoch, "item %s %d", uid, wb->has_item);
	add_heading(wb, facts);
	if (!wb->has_item) {
		facts_add(facts, FACT_ARRIVE | FACT_BACK, "no item",
			  "This item cannot be shown; N goes to the next open one, q goes home.");
		return;
	}
	if (facts_are_new(facts)) {
		buf_adds(&texts, "Texts: ");
		add_texts(wb, false, &texts);
		facts_add(facts, FACT_ARRIVE, "texts", buf_str(&texts));
		buf_release(&texts);
	}
	facts_add(facts, FACT_ARRIVE, FACT_READ, "");
	add_begun(wb, facts);
	add_cells(wb, facts);
	add_match(wb, facts);
	if (wb->text.editor != NULL)
		add_writing(wb, facts);
	else
		add_focus(wb, facts);
}

/* ---------------------------------------------------------------- on demand */

static void tell_answers(const struct workbench *wb, struct buf *out)
{
	struct sheet_cell cell[SHEET_CELLS_MAX];
	int n = sheet_cells(wb->sheet, cell, SHEET_CELLS_MAX);

	for (int i = 0; i < n; i++) {
		buf_adds(out, i > 0 ? "\n" : "");
		question_name(wb->sheet, cell[i], out);
		buf_adds(out, ": ");
		question_answer(wb->sheet, cell[i], out);
		if (sheet_required(wb->sheet, cell[i])
		    && sheet_state(wb->sheet, cell[i]) != CELL_ANSWERED)
			buf_adds(out, ", required");
	}
}

static void tell_status(const struct workbench *wb, const struct app *app, struct buf *out)
{
	char all[32], item[32];
	struct buf saved = app->saved;
	int left = wb->has_item ? sheet_left(wb->sheet) : 0;

	format_minutes(all, sizeof all, wb->active_ms + wb->time.active_ms);
	snprintf(item, sizeof item, "%" PRId64 " s", wb->time.active_ms / 1000);
	buf_addf(out,
		 "Item %" PRId64 " of %" PRId64 " in batch %s. %" PRId64
		 " sent today. Active time %s in this batch, %s on this item. %d answer%s missing "
		 "here.",
		 wb->number, wb->batch.items, wb->batch.name, wb->today, all, item, left,
		 left == 1 ? " is" : "s are");
	if (saved.len > 0)
		buf_addf(out, " Last: %s.", buf_str(&saved));
	if (app->to_send > 0)
		buf_addf(out, " %" PRId64 " to send to others.", app->to_send);
}

static bool wb_tell(struct view *view, struct app *app, enum tell what, struct buf *out)
{
	struct workbench *wb = (struct workbench *)view;

	if (what == TELL_STATUS) {
		tell_status(wb, app, out);
		return true;
	}
	if (!wb->has_item)
		return false;
	if (what == TELL_DIFFERENCE)
		return tell_difference(wb, out);
	if (what == TELL_WHERE) {
		buf_addf(out, "Item %" PRId64 " of %" PRId64 ".\n", wb->number, wb->batch.items);
		question_whole(wb->sheet, out);
	} else if (what == TELL_ANSWERS) {
		tell_answers(wb, out);
	} else {
		add_texts(wb, true, out);
	}
	return true;
}

static const char *wb_empty(const struct view *view)
{
	return ((const struct workbench *)view)->finding ? "Down" : NULL;
}

/* Numbers of long scales end with Space; the end of the line is as good. */
static const char *wb_line_end(const struct view *view)
{
	const struct workbench *wb = (const struct workbench *)view;
	struct sheet_cell focus =
		wb->has_item ? sheet_focus(wb->sheet) : (struct sheet_cell){ -1, -1 };
	struct buf value = BUF_INIT;
	bool open;

	if (focus.question < 0
	    || wb->guide.guideline->question[focus.question].type != QUESTION_SCALE)
		return NULL;
	sheet_describe_value(wb->sheet, focus, &value);
	open = value.len > 0 && value.data[value.len - 1] == '_';
	buf_release(&value);
	return open ? "Space" : NULL;
}

static void wb_present(struct view *view, struct app *app)
{
	struct workbench *wb = (struct workbench *)view;
	int visible[PANES_MAX], n;

	if (!wb->has_item)
		return;
	n = workbench_visible(wb, visible);
	activity_note(&wb->activity, &wb->time, app_monotonic(app), visible, n);
}

/* ---------------------------------------------------------------- writing */

static const char *wb_text(struct view *view, bool *one_line)
{
	struct workbench *wb = (struct workbench *)view;

	if (wb->text.editor == NULL)
		return NULL;
	*one_line = wb->text.one_line;
	return editor_text(wb->text.editor, NULL);
}

static bool wb_waits(const struct view *view)
{
	return texting_waits(&((const struct workbench *)view)->text);
}

static void wb_set_text(struct view *view, struct app *app, const char *text)
{
	struct workbench *wb = (struct workbench *)view;

	editor_set(wb->text.editor, text);
	wb->draft_changed = true;
	app_touch(app);
}

const struct view_words workbench_words = {
	.facts = wb_facts,
	.tell = wb_tell,
	.reading = wb_reading,
	.turn = wb_turn,
	.empty = wb_empty,
	.line_end = wb_line_end,
	.present = wb_present,
	.text = wb_text,
	.waits = wb_waits,
	.set_text = wb_set_text,
};
