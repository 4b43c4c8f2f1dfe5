/* golden_base.c - what a text was made of: the base, what differs from it, the left side. */
#include "ui/view/golden_state.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "ui/view/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void golden_set_base(struct golden *g, int r)
{
	size_t len = 0;

	g->base = r;
	g->base_text =
		r == 0 ? "" : content_text(&g->wb->item.response[r - 1], &g->wb->item_arena, &len);
	g->base_len = len;
	g->base_words = text_words(g->base_text, len);
	g->measured = false;
	flow_set_text(&g->flow, g->base_text, len);
	if (r > 0 || g->beside == BESIDE_BASE)
		g->beside = r > 0 ? BESIDE_BASE : 0;
	golden_fill_pane(g);
}

static void change_base(struct golden *g, int r)
{
	size_t len;

	free(g->left_text);
	g->left_text = xstrdup(golden_text(g, &len));
	g->left = g->base;
	g->taken = r;
	golden_set_base(g, r);
	editor_set(g->text.editor, g->base_text);
}

void golden_follow_base(struct golden *g)
{
	size_t len, taken = 0;
	const char *text = golden_text(g, &len), *start = "";

	if (g->left_text == NULL)
		return;
	if (g->taken > 0)
		start = content_text(&g->wb->item.response[g->taken - 1], &g->wb->item_arena,
				     &taken);
	if (strcmp(text, g->left_text) == 0)
		golden_set_base(g, g->left);
	else if (len == taken && memcmp(text, start, len) == 0)
		golden_set_base(g, g->taken);
}

void golden_choose_base(struct golden *g, struct app *app, const struct event *event)
{
	char letter = event->key[0];
	int place, n = g->wb->item.n_responses;

	g->choosing = false;
	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	place = event->key[1] == '\0' ? letter - 'A' : -1;
	if (!key_is(event, "-") && (place < 0 || place >= n)) {
		app_say(app, STYLE_DIM, "the text is as it was");
		return;
	}
	writing_note(golden_writing(g), golden_text(g, NULL), app->env.now(app->env.ctx), true);
	change_base(g, key_is(event, "-") ? 0 : sheet_response(g->wb->sheet, place));
	golden_touch(g, app);
	app_say(app, STYLE_DIM, "started again; Ctrl-_ brings the old text back");
}

/* ---------------------------------------------------------------- what differs */

/* Where nothing differs there are as many as in the base. */
static size_t count_words(const struct golden *g, const char *text)
{
	const struct changes *c = &g->changes;

	if (c->base_from == c->base_to)
		return g->base_words + c->diff.words_inserted;
	return g->base_words - text_words(g->base_text + c->base_from, c->base_to - c->base_from)
	       + text_words(text + c->text_from, c->text_to - c->text_from);
}

void golden_measure(struct golden *g)
{
	size_t len, version = editor_version(g->text.editor);
	const char *text = golden_text(g, &len);
	bool marks = g->marks && g->base > 0;

	if (g->measured && g->version == version)
		return;
	changes_find(&g->changes, g->base_text, g->base_len, text, len);
	g->words = count_words(g, text);
	g->characters = utf8_count(text, len);
	g->rtl = g->wb->has_rtl || text_is_rtl(text, len);
	g->version = version;
	g->measured = true;
	editor_set_marks(g->text.editor, g->changes.come, marks ? g->changes.n_come : 0);
	flow_set_marks(&g->flow, g->changes.gone, marks ? g->changes.n_gone : 0);
}

/* ---------------------------------------------------------------- the left side */

bool golden_is_wide(const struct golden *g, int cols)
{
	return cols >= COLUMNS_FROM && !g->rtl;
}

bool golden_shows_base(const struct golden *g)
{
	return g->beside == BESIDE_BASE && g->marks;
}

/* Behind the texts of the item come the instructions. */
static bool is_instructions(const struct golden *g, int beside)
{
	return beside == g->wb->n_readings;
}

static bool can_stand_beside(const struct golden *g, int beside)
{
	if (beside == BESIDE_BASE)
		return g->base > 0;
	if (is_instructions(g, beside))
		return true;
	return g->base == 0 || g->wb->reading[beside].r != g->base;
}

void golden_turn(struct golden *g, int dir)
{
	int n = g->wb->n_readings + 2;

	do
		g->beside = (g->beside + 1 + dir + n) % n - 1;
	while (!can_stand_beside(g, g->beside));
	golden_fill_pane(g);
}

static void show_instructions(struct golden *g)
{
	size_t at;

	free(g->instructions);
	g->instructions = reader_instructions_text(g->wb->guide.guideline, g->cell.question, &at);
	pane_init(&g->pane, g->instructions, strlen(g->instructions), TEXT_MARKDOWN);
	g->pane.top_at = at;
}

void golden_fill_pane(struct golden *g)
{
	const struct reading *reading = &g->wb->reading[g->beside > 0 ? g->beside : 0];

	pane_release(&g->pane);
	if (g->beside == BESIDE_BASE)
		pane_init(&g->pane, g->base_text, g->base_len, TEXT_MARKDOWN);
	else if (is_instructions(g, g->beside))
		show_instructions(g);
	else
		pane_init(&g->pane, reading->text, reading->len, TEXT_MARKDOWN);
	g->held = false;
}

const char *golden_beside_name(const struct golden *g, char *out, size_t n)
{
	int r;

	if (is_instructions(g, g->beside)) {
		snprintf(out, n, "instructions");
		return out;
	}
	r = g->beside == BESIDE_BASE ? g->base : g->wb->reading[g->beside].r;
	if (r == PANE_PROMPT)
		snprintf(out, n, "prompt");
	else if (r == PANE_REFERENCE)
		snprintf(out, n, "reference");
	else
		snprintf(out, n, "%s%c", g->beside == BESIDE_BASE ? "base: " : "",
			 sheet_letter(sheet_place(g->wb->sheet, r)));
	return out;
}

/* The last place from which the base still fills its rows. */
static struct flow_place last_top(struct golden *g)
{
	struct flow_place place = flow_place(&g->flow, g->base_len);

	flow_move(&g->flow, &place, 1 - g->rows);
	return place;
}

void golden_scroll(struct golden *g, int pages)
{
	int by = g->rows > 2 ? g->rows - 1 : 1;
	struct flow_place last;

	if (!golden_shows_base(g)) {
		if (!pane_page(&g->pane, pages, g->rows) && pages > 0)
			pane_home(&g->pane);
		return;
	}
	g->held = true;
	last = last_top(g);
	if (pages > 0 && !flow_before(g->top, last))
		g->top = (struct flow_place){ 0, 0 };
	else
		flow_move(&g->flow, &g->top, pages * by);
	if (flow_before(last, g->top))
		g->top = last;
}

int golden_base_percent(struct golden *g)
{
	struct flow_place end = g->top;
	size_t below = flow_move(&g->flow, &end, g->rows);

	if (g->top.line == 0 && g->top.row == 0 && below < (size_t)g->rows)
		return -1;
	if (below < (size_t)g->rows || g->base_len == 0)
		return 100;
	return (int)(end.line * 100 / g->base_len);
}
