/* golden_words.c - the golden editor where nothing is drawn: the text line by line, and its base.
 */
#include "ui/view/golden_state.h"
#include "ui/view/workbench_words.h"

static void add_checklist(struct golden *g, struct buf *words)
{
	uint64_t ticked = golden_writing(g)->ticked;

	for (int i = 0; i < g->question->n_checklist; i++)
		buf_addf(words, "%d: %s, %s\n", i + 1, g->question->checklist[i],
			 (ticked >> i & 1) != 0 ? "ticked" : "not ticked");
	buf_adds(words, "A digit ticks a line or takes its tick off; Esc goes back to the text.");
}

static void golden_facts(struct view *view, struct app *app, struct facts *facts)
{
	struct golden *g = (struct golden *)view;
	struct buf words = BUF_INIT;

	(void)app;
	buf_addf(&words, "Writing %s", g->question->id);
	if (g->base > 0)
		buf_addf(&words, " from response %c",
			 sheet_letter(sheet_place(g->wb->sheet, g->base)));
	buf_adds(&words, ": ");
	words_sentence(&words, g->question->title);
	buf_adds(&words, " Lines; a dot alone on a line ends it.");
	for (int i = 0; i < g->question->n_checklist; i++)
		buf_addf(&words, "%s%s", i == 0 ? " To check: " : "; ", g->question->checklist[i]);
	facts_add(facts, FACT_ARRIVE | FACT_BACK | FACT_CHANGE, "writing", buf_str(&words));
	buf_clear(&words);
	if (g->ticking)
		add_checklist(g, &words);
	else if (g->choosing)
		buf_adds(&words, "From which response? Its letter, or - for none; Esc keeps this "
				 "text.");
	else
		texting_words(&g->text, &words);
	facts_add(facts, FACT_CHANGE, "waits", buf_str(&words));
	buf_release(&words);
}

static bool waits(const struct view *view)
{
	const struct golden *g = (const struct golden *)view;

	return g->ticking || g->choosing || texting_waits(&g->text);
}

static const char *open_text(struct view *view, bool *one_line)
{
	*one_line = false;
	return golden_text((struct golden *)view, NULL);
}

static void set_text(struct view *view, struct app *app, const char *text)
{
	struct golden *g = (struct golden *)view;

	editor_set(g->text.editor, text);
	golden_text_changed(g, app);
}

static const char *base_text(struct view *view, size_t *len, struct buf *name)
{
	const struct golden *g = (const struct golden *)view;

	if (g->base == 0)
		return NULL;
	buf_addf(name, "response %c", sheet_letter(sheet_place(g->wb->sheet, g->base)));
	*len = g->base_len;
	return g->base_text;
}

const struct view_words golden_words = {
	.facts = golden_facts,
	.text = open_text,
	.waits = waits,
	.set_text = set_text,
	.base = base_text,
};
