/* workbench_compare.c - a response held against the pinned one: by words, or lined up. */
#include "ui/view/workbench_state.h"

#include "ui/widget/difference.h"

/* The scroll position stays about where it was: most of the text is the same. */
static void show_text(struct workbench *wb, struct reading *reading, const char *text, size_t len)
{
	size_t top = reading->pane.top_at;
	bool whole = text == reading->text;

	workbench_sync_drop(wb);
	pane_release(&reading->pane);
	pane_init(&reading->pane, text, len, TEXT_MARKDOWN);
	reading->pane.top_at = top < len ? top : 0;
	reading->styled = 0;
	reading->pane.turn = reading->turn;
	reading->pane.n_turns = whole ? reading->n_turns : 0;
}

static void end_words(struct workbench *wb)
{
	wb->diffing = false;
	for (int i = 0; i < wb->n_readings; i++)
		if (wb->reading[i].diff.len > 0) {
			buf_clear(&wb->reading[i].diff);
			show_text(wb, &wb->reading[i], wb->reading[i].text, wb->reading[i].len);
		}
}

static void end_comparison(struct workbench *wb)
{
	end_words(wb);
	workbench_sync_drop(wb);
	wb->aligned = false;
}

void workbench_compare(struct workbench *wb)
{
	const struct reading *pinned;

	if (!wb->diffing || wb->pinned < 0)
		return;
	pinned = &wb->reading[wb->pinned];
	for (int i = 0; i < wb->n_readings; i++) {
		struct reading *reading = &wb->reading[i];

		if (i == wb->pinned || reading->r == PANE_PROMPT || reading->diff.len > 0)
			continue;
		difference_text(&reading->diff, pinned->text, pinned->len, reading->text,
				reading->len);
		show_text(wb, reading, buf_str(&reading->diff), reading->diff.len);
	}
	workbench_apply_reading(wb);
}

void workbench_pin(struct workbench *wb, struct app *app)
{
	const struct reading *active = workbench_active(wb);
	char name[16];

	if (active->r == PANE_PROMPT) {
		app_say(app, STYLE_ATTENTION, "← → go to a response first; %s pins it",
			app_key(app, CMD_PIN));
		return;
	}
	if (wb->pinned == wb->active) {
		end_comparison(wb);
		wb->pinned = -1;
		app_say(app, STYLE_DIM, "no longer pinned");
	} else {
		bool words = wb->diffing;

		end_words(wb);
		workbench_sync_drop(wb);
		wb->pinned = wb->active;
		wb->diffing = words;
		workbench_compare(wb);
		workbench_name(wb, wb->active, name, sizeof name);
		app_say(app, STYLE_DIM, "%s is pinned; %s shows how the others differ from it",
			name, app_key(app, CMD_DIFF));
	}
	workbench_apply_reading(wb);
}

/* Without a pin the first response is what the others are held against. */
static bool has_pin(struct workbench *wb)
{
	if (wb->pinned < 0 && wb->n_readings > 2)
		wb->pinned = 1;
	return wb->pinned >= 0;
}

static void begin_words(struct workbench *wb, struct app *app, const char *pinned)
{
	wb->diffing = true;
	workbench_compare(wb);
	if (wb->stacked && wb->active == wb->pinned)
		app_say(app, STYLE_DIM,
			"→ shows how the next one differs from %s; %s lines them up", pinned,
			app_key(app, CMD_DIFF));
	else
		app_say(app, STYLE_DIM, "[-only in %s-] {+only here+}; %s lines them up", pinned,
			app_key(app, CMD_DIFF));
}

static void begin_aligned(struct workbench *wb, struct app *app, const char *pinned)
{
	end_words(wb);
	wb->aligned = true;
	app_say(app, STYLE_DIM,
		wb->stacked
			? "lined up with %s, equal is dim: → flips, %s %s differences; %s ends it"
			: "lined up with %s: ~ changed, - + one side only, %s %s go to them; %s "
			  "ends it",
		pinned, app_key(app, CMD_LANDMARK_PREV), app_key(app, CMD_LANDMARK_NEXT),
		app_key(app, CMD_DIFF));
}

void workbench_next_difference(struct workbench *wb, struct app *app)
{
	char name[16];

	if (!has_pin(wb)) {
		app_say(app, STYLE_ATTENTION, "there is only one response: nothing to compare");
		return;
	}
	workbench_name(wb, wb->pinned, name, sizeof name);
	if (wb->aligned) {
		end_comparison(wb);
		app_say(app, STYLE_DIM, "difference off");
	} else if (wb->diffing) {
		begin_aligned(wb, app, name);
	} else {
		begin_words(wb, app, name);
	}
	workbench_apply_reading(wb);
}
