/* workbench_sync.c - the responses on one grid: what matches stands side by side while they scroll,
 * or, lined up, row by row. */
#include "ui/view/workbench_state.h"

static bool on_grid(const struct reading *reading)
{
	return reading->r != PANE_PROMPT;
}

/* The readings on the grid; the first is what the others are held against. */
static int members(const struct workbench *wb, int *member)
{
	int n = 0, first = wb->pinned > 0 ? wb->pinned : 1;

	if (first < wb->n_readings)
		member[n++] = first;
	for (int i = 1; i < wb->n_readings; i++)
		if (i != first && on_grid(&wb->reading[i]) && n < ALIGN_TEXTS_MAX)
			member[n++] = i;
	return n;
}

void workbench_sync_drop(struct workbench *wb)
{
	struct sync *sync = &wb->sync;

	for (int i = 0; sync->padded && i < sync->n; i++)
		pane_forget(&wb->reading[sync->reading[i]].pane);
	align_grid_release(&sync->grid);
	sync->made = sync->padded = false;
	sync->n = 0;
}

static bool is_current(const struct workbench *wb, const int *member, int n)
{
	const struct sync *sync = &wb->sync;

	if (!sync->made || sync->n != n || sync->padded != wb->aligned)
		return false;
	for (int i = 0; i < n; i++)
		if (sync->reading[i] != member[i]
		    || sync->laid[i] != wb->reading[member[i]].pane.laid)
			return false;
	return true;
}

static void fit(struct workbench *wb, const struct canvas *cv, const int *member, int n)
{
	for (int i = 0; i < n; i++)
		pane_fit(&wb->reading[member[i]].pane, workbench_pane_columns(wb, cv, member[i]),
			 cv);
}

/* Lines the texts up: from here on one row is one row in all of them. */
static void line_up(struct workbench *wb, const struct align_matches *matches)
{
	struct sync *sync = &wb->sync;
	struct align_text texts[ALIGN_TEXTS_MAX];
	size_t v = 0;

	for (int i = 0; i < sync->n; i++) {
		struct pane *pane = &wb->reading[sync->reading[i]].pane;

		texts[i] = (struct align_text){ &pane->layout, pane->text, pane->len };
		pane->is_base = i == 0;
		if (i == 0 || sync->reading[i] == wb->active)
			v = sync->grid.place[i][pane_top(pane)];
	}
	align_fade(texts, matches, (size_t)sync->n);
	for (int i = 0; i < sync->n; i++) {
		struct pane *pane = &wb->reading[sync->reading[i]].pane;

		align_pad(&sync->grid, (size_t)i, &pane->layout, pane->len);
		pane_go(pane, v, workbench_height(wb, &wb->reading[sync->reading[i]]));
	}
	sync->padded = true;
	sync->v = v;
}

static void make(struct workbench *wb)
{
	struct sync *sync = &wb->sync;
	const struct layout *layouts[ALIGN_TEXTS_MAX] = { NULL };
	struct align_matches matches[ALIGN_TEXTS_MAX] = { { NULL, 0, 0 } };

	for (int i = 0; i < sync->n; i++) {
		layouts[i] = &wb->reading[sync->reading[i]].pane.layout;
		sync->laid[i] = wb->reading[sync->reading[i]].pane.laid;
		if (i > 0)
			align_match(&matches[i], layouts[0], layouts[i]);
	}
	align_place(&sync->grid, layouts, matches, (size_t)sync->n);
	sync->made = true;
	if (wb->aligned)
		line_up(wb, matches);
	for (int i = 0; i < sync->n; i++)
		align_matches_release(&matches[i]);
}

void workbench_sync(struct workbench *wb, const struct canvas *cv)
{
	int member[ALIGN_TEXTS_MAX], n = members(wb, member);

	fit(wb, cv, member, n);
	if (is_current(wb, member, n))
		return;
	workbench_sync_drop(wb);
	fit(wb, cv, member, n);
	wb->sync.n = n;
	for (int i = 0; i < n; i++)
		wb->sync.reading[i] = member[i];
	make(wb);
}

/* ---------------------------------------------------------------- near-identical texts */

#define ALIKE_ROWS_MIN 6      /* shorter texts are seen at a glance */
#define ALIKE_BYTES_MAX 65536 /* looked at while an item opens */

/* Whether most rows of two texts are the same. */
static bool mostly_same(const struct layout *a, const struct layout *b)
{
	struct align_matches matches = { NULL, 0, 0 };
	size_t rows = a->n_rows > b->n_rows ? a->n_rows : b->n_rows, same = 0;

	align_match(&matches, a, b);
	for (size_t k = 0; k < matches.n; k++)
		if (matches.match[k].kind == ALIGN_SAME)
			same += matches.match[k].a_end - matches.match[k].a;
	align_matches_release(&matches);
	return rows >= ALIKE_ROWS_MIN && same * 2 > rows;
}

void workbench_alike(struct workbench *wb, const struct canvas *cv)
{
	struct reading *a = &wb->reading[1], *b = &wb->reading[2];

	if (wb->alike != ALIKE_UNKNOWN)
		return;
	wb->alike = ALIKE_NO;
	if (wb->item.n_responses != 2 || a->len > ALIKE_BYTES_MAX || b->len > ALIKE_BYTES_MAX)
		return;
	pane_fit(&a->pane, workbench_pane_columns(wb, cv, 1), cv);
	pane_fit(&b->pane, workbench_pane_columns(wb, cv, 2), cv);
	wb->alike = mostly_same(&a->pane.layout, &b->pane.layout) ? ALIKE_YES : ALIKE_NO;
}

/* ---------------------------------------------------------------- scrolling */

bool workbench_scrolls_together(const struct workbench *wb, const struct reading *reading)
{
	if (!on_grid(reading))
		return false;
	return wb->aligned || (!wb->stacked && !wb->zoom && wb->arrangement == ARRANGE_TOGETHER);
}

/* Place of row ROW of text I. */
static size_t place_of(const struct sync *sync, int i, size_t row)
{
	if (sync->padded)
		return row;
	return sync->grid.place[i][row < sync->grid.n_rows[i] ? row : sync->grid.n_rows[i]];
}

static size_t row_at(const struct sync *sync, int i, size_t v)
{
	return sync->padded ? v : align_row(&sync->grid, (size_t)i, v);
}

static size_t last_top(const struct workbench *wb, const struct reading *reading)
{
	size_t rows = pane_rows(&reading->pane), seen = (size_t)workbench_height(wb, reading);

	return rows > seen ? rows - seen : 0;
}

/* The place from which all are at their ends. */
static size_t last_place(const struct workbench *wb)
{
	size_t last = 0;

	for (int i = 0; i < wb->sync.n; i++) {
		const struct reading *reading = &wb->reading[wb->sync.reading[i]];
		size_t place = place_of(&wb->sync, i, last_top(wb, reading));

		last = place > last ? place : last;
	}
	return last;
}

static size_t wanted_top(const struct workbench *wb, int i, size_t v)
{
	const struct reading *reading = &wb->reading[wb->sync.reading[i]];
	size_t row = row_at(&wb->sync, i, v), last = last_top(wb, reading);

	return row < last ? row : last;
}

/* Whether all panes stand where place V puts them. */
static bool stands_at(const struct workbench *wb, size_t v)
{
	for (int i = 0; i < wb->sync.n; i++)
		if (pane_top(&wb->reading[wb->sync.reading[i]].pane) != wanted_top(wb, i, v))
			return false;
	return true;
}

static size_t place_of_active(const struct workbench *wb)
{
	for (int i = 0; i < wb->sync.n; i++)
		if (wb->sync.reading[i] == wb->active)
			return place_of(&wb->sync, i, pane_top(&wb->reading[wb->active].pane));
	return 0;
}

static bool go_to(struct workbench *wb, size_t v)
{
	bool moved = false;

	wb->sync.v = v;
	for (int i = 0; i < wb->sync.n; i++) {
		struct reading *reading = &wb->reading[wb->sync.reading[i]];

		moved = pane_go(&reading->pane, wanted_top(wb, i, v), workbench_height(wb, reading))
			|| moved;
	}
	return moved;
}

static struct canvas screen_of(const struct app *app)
{
	return (struct canvas){ .rows = app->rows,
				.cols = app->cols,
				.width = app->term->width,
				.ascii = app->term->ascii };
}

bool workbench_scroll_together(struct workbench *wb, const struct app *app, long by)
{
	const struct canvas cv = screen_of(app);
	size_t v, step = by < 0 ? (size_t)-by : (size_t)by, last;

	workbench_sync(wb, &cv);
	v = stands_at(wb, wb->sync.v) ? wb->sync.v : place_of_active(wb);
	last = last_place(wb);
	if (by < 0)
		return go_to(wb, v > step ? v - step : 0);
	return go_to(wb, step < last && v < last - step ? v + step : last);
}

void workbench_follow(struct workbench *wb, const struct app *app)
{
	const struct canvas cv = screen_of(app);

	if (!workbench_scrolls_together(wb, workbench_active(wb)))
		return;
	workbench_sync(wb, &cv);
	go_to(wb, place_of_active(wb));
}

/* ---------------------------------------------------------------- differences */

/* Whether row V is not the same in all texts that are lined up. */
static bool differs(const struct workbench *wb, size_t v)
{
	for (int i = 0; i < wb->sync.n; i++) {
		const struct layout *layout = &wb->reading[wb->sync.reading[i]].pane.layout;
		enum row_side side =
			v < layout->n_rows ? (enum row_side)layout->rows[v].side : SIDE_SAME;

		if (side == SIDE_CHANGED || side == SIDE_ALONE)
			return true;
	}
	return false;
}

bool workbench_go_change(struct workbench *wb, const struct app *app, int dir)
{
	const struct canvas cv = screen_of(app);
	size_t v, to;

	workbench_sync(wb, &cv);
	v = place_of_active(wb);
	for (to = v; dir > 0 ? to + 1 < wb->sync.grid.rows : to > 0;) {
		to = dir > 0 ? to + 1 : to - 1;
		if (differs(wb, to) && (to == 0 || !differs(wb, to - 1)))
			return go_to(wb, to < last_place(wb) ? to : last_place(wb));
	}
	return false;
}
