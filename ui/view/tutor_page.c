/* tutor_page.c - the first and the last page of the tutor. */
#include "ui/view/tutor_state.h"

#include "base/alloc.h"
#include "ui/view/frame.h"

#include <stdlib.h>

struct page {
	struct view view;
	struct tutor *tutor;
};

static const char *const welcome[] = {
	"This takes about ten minutes. You learn the workbench by using it: reading, answering, "
	"correcting, and the editor.",
	"The upper rows say what to do; below them is the real screen, with a project made for "
	"this "
	"and thrown away afterwards. Nothing that you do here touches a project of your own.",
	"A wrong key does no harm: you are told, and go on. {next-item} skips a lesson, {back} "
	"leaves at "
	"any time.",
	NULL,
};

static const char *const farewell[] = {
	"That was all of it. You can read, compare, answer, explain, correct and rewrite now; "
	"everything else is behind {help}, on every screen.",
	"What to do next, in your shell:",
	"`assay FILE.assay` opens a project that somebody gave you, where you stopped.",
	"`assay init mine.assay` and `assay import mine.assay answers.jsonl` make one of your own.",
	"`assay tutor --lesson 9` repeats a lesson; `assay --help` lists all there is.",
	"What to keep in your fingers: digits answer, `Enter` sends, {undo} undoes, {page-down} "
	"reads "
	"on, {help} shows the keys, {back} leaves.",
	NULL,
};

static bool is_last(const struct page *p)
{
	return p->tutor->lesson == tutor_lesson_count;
}

static int page_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_LIST;
	modes[1] = MODE_GLOBAL;
	return 2;
}

static void page_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct page *p = (struct page *)view;
	const char *const *line = is_last(p) ? farewell : welcome;
	struct title title = { .left = "tutor" };
	struct hints hints = { .n = 0 };
	int row = 2, end = cv->cols > 90 ? 86 : cv->cols - 4;

	frame_title(cv, &title);
	frame_rule(cv, 1);
	for (; *line != NULL; line++)
		row = tutor_text(app, cv, row + 1, 4, end, *line);
	if (!is_last(p))
		hint_command_as(&hints, CMD_OPEN, "begin");
	hint_command_as(&hints, CMD_BACK, "leave");
	frame_hints(app, cv, &hints);
}

static enum handled page_handle(struct view *view, struct app *app, enum command command,
				const struct event *event)
{
	struct page *p = (struct page *)view;

	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (command == CMD_BACK || (is_last(p) && command == CMD_OPEN)) {
		app->quit = true;
		return HANDLED_YES;
	}
	if (command == CMD_OPEN) {
		p->tutor->paged = false;
		return HANDLED_CLOSE;
	}
	if (command == CMD_REDRAW || command == CMD_SUSPEND)
		return HANDLED_NO;
	app_say(app, STYLE_DIM, is_last(p) ? "%s leaves" : "Enter begins; %s leaves",
		app_key(app, CMD_BACK));
	return HANDLED_YES;
}

static void page_free(struct view *view)
{
	free(view);
}

static const struct view_ops page_ops = {
	.name = "tutor",
	.modes = page_modes,
	.draw = page_draw,
	.handle = page_handle,
	.free = page_free,
};

struct view *tutor_page(struct tutor *tutor)
{
	struct page *p = xcalloc(1, sizeof *p);

	p->view.ops = &page_ops;
	p->tutor = tutor;
	return &p->view;
}
