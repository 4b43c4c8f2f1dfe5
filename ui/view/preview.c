#include "ui/view/preview.h"

#include "base/alloc.h"
#include "ui/view/frame.h"
#include "ui/widget/pane.h"

#include <stdio.h>
#include <stdlib.h>

struct preview {
	struct view view;
	char *title;
	struct buf text;
	struct pane pane;
	int rows;
};

static int preview_modes(const struct view *view, enum mode modes[MODE_COUNT])
{
	(void)view;
	modes[0] = MODE_READING;
	return 1;
}

static void preview_draw(struct view *view, struct app *app, struct canvas *cv)
{
	struct preview *p = (struct preview *)view;
	struct title title = { .n = 0 };
	struct hints hints = { .n = 0 };
	char percent[16];

	p->rows = cv->rows - 4;
	snprintf(title.left, sizeof title.left, "%s", p->title);
	frame_title(cv, &title);
	frame_rule(cv, 1);
	pane_fit(&p->pane, cv->cols - 4, cv);
	pane_draw(&p->pane, cv, 2, 2, p->rows, cv->cols - 4);
	if (pane_percent(&p->pane, p->rows) >= 0) {
		snprintf(percent, sizeof percent, "▼ %d %%", pane_percent(&p->pane, p->rows));
		frame_label_right(cv, 1, cv->cols - 4, STYLE_DIM, percent);
	}
	frame_rule(cv, cv->rows - 2);
	hint_command(&hints, CMD_PAGE_DOWN);
	hint_command(&hints, CMD_PAGE_UP);
	hint_add(&hints, "any other key", "back to the text");
	frame_hints(app, cv, &hints);
}

static enum handled preview_handle(struct view *view, struct app *app, enum command command,
				   const struct event *event)
{
	struct preview *p = (struct preview *)view;

	(void)app;
	if (event->type != EVENT_KEY)
		return HANDLED_YES;
	switch (command) {
	case CMD_PAGE_DOWN:
	case CMD_PAGE_UP:
		pane_page(&p->pane, command == CMD_PAGE_DOWN ? 1 : -1, p->rows);
		return HANDLED_YES;
	case CMD_LINE_DOWN:
	case CMD_LINE_UP:
		pane_scroll(&p->pane, command == CMD_LINE_DOWN ? 1 : -1, p->rows);
		return HANDLED_YES;
	case CMD_TOP:
		pane_home(&p->pane);
		return HANDLED_YES;
	case CMD_BOTTOM:
		pane_end(&p->pane, p->rows);
		return HANDLED_YES;
	default:
		return HANDLED_CLOSE;
	}
}

static void preview_free(struct view *view)
{
	struct preview *p = (struct preview *)view;

	pane_release(&p->pane);
	buf_release(&p->text);
	free(p->title);
	free(p);
}

static const struct view_ops preview_ops = {
	.name = "preview",
	.modes = preview_modes,
	.draw = preview_draw,
	.handle = preview_handle,
	.free = preview_free,
};

struct view *preview_open(const char *title, const char *text, size_t len)
{
	struct preview *p = xcalloc(1, sizeof *p);

	p->view.ops = &preview_ops;
	p->title = xstrdup(title);
	p->text = (struct buf)BUF_INIT;
	p->rows = 1;
	buf_add(&p->text, text, len);
	pane_init(&p->pane, buf_str(&p->text), p->text.len, TEXT_MARKDOWN);
	return &p->view;
}
