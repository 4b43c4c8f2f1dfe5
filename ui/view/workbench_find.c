/* workbench_find.c - one search through all panes: where the hits are, the next, the one before. */
#include "ui/view/workbench_state.h"

#include "base/alloc.h"
#include "text/search.h"
#include "ui/view/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_HIT SIZE_MAX

static size_t count_in(const struct workbench *wb, int i)
{
	const struct pane *pane = &wb->reading[i].pane;

	return wb->find == NULL ? 0 : search_count(pane->text, pane->len, wb->find);
}

static size_t all_hits(const struct workbench *wb)
{
	size_t n = 0;

	for (int i = 0; i < wb->n_readings; i++)
		n += wb->reading[i].hits;
	return n;
}

/* "A 12 · B 53": where they are. */
static void places_of_hits(const struct workbench *wb, char *out, size_t n)
{
	char name[16];

	out[0] = '\0';
	for (int i = 0; i < wb->n_readings; i++) {
		size_t len = strlen(out);

		if (wb->reading[i].hits == 0)
			continue;
		workbench_name(wb, i, name, sizeof name);
		snprintf(out + len, n - len, "%s%s %zu", len > 0 ? " · " : "", name,
			 wb->reading[i].hits);
	}
}

static void mark(struct workbench *wb, size_t start)
{
	for (int i = 0; i < wb->n_readings; i++)
		wb->reading[i].pane.found = i == wb->active ? start : NO_HIT;
}

static void set_find(struct workbench *wb, const char *text)
{
	free(wb->find);
	wb->find = text == NULL || text[0] == '\0' ? NULL : xstrdup(text);
	for (int i = 0; i < wb->n_readings; i++)
		wb->reading[i].hits = count_in(wb, i);
	mark(wb, NO_HIT);
	workbench_apply_reading(wb);
}

static void show_hit(struct workbench *wb, struct app *app, int i, const struct hit *hit)
{
	workbench_activate(wb, i);
	wb->find_at = hit->end;
	mark(wb, hit->start);
	workbench_reveal(wb, app, hit->start);
}

static bool find_in(struct workbench *wb, struct app *app, int i, size_t from)
{
	const struct pane *pane = &wb->reading[i].pane;
	struct hit hit;

	if (!search_next(pane->text, pane->len, wb->find, from, &hit))
		return false;
	show_hit(wb, app, i, &hit);
	return true;
}

static void find_next(struct workbench *wb, struct app *app)
{
	if (find_in(wb, app, wb->active, wb->find_at))
		return;
	for (int step = 1; step <= wb->n_readings; step++)
		if (find_in(wb, app, (wb->active + step) % wb->n_readings, 0))
			return;
}

/* The last hit of a pane that ends before byte END. */
static bool find_last(struct workbench *wb, struct app *app, int i, size_t end)
{
	const struct pane *pane = &wb->reading[i].pane;
	struct hit hit = { 0, 0 }, last = { 0, 0 };

	while (search_next(pane->text, pane->len, wb->find, hit.end, &hit) && hit.end < end)
		last = hit;
	if (last.end == 0)
		return false;
	show_hit(wb, app, i, &last);
	return true;
}

static void find_previous(struct workbench *wb, struct app *app)
{
	int n = wb->n_readings, from = wb->active;

	if (find_last(wb, app, from, wb->find_at))
		return;
	for (int step = 1; step <= n; step++)
		if (find_last(wb, app, (from - step + n) % n, SIZE_MAX))
			return;
}

/* Which of all hits is shown, from 1: panes in their order. */
static size_t number_of_hit(const struct workbench *wb)
{
	const struct pane *pane = &wb->reading[wb->active].pane;
	struct hit hit = { 0, 0 };
	size_t number = 0;

	for (int i = 0; i < wb->active; i++)
		number += wb->reading[i].hits;
	while (search_next(pane->text, pane->len, wb->find, hit.end, &hit)
	       && hit.end <= wb->find_at)
		number++;
	return number;
}

static void say_hits(struct workbench *wb, struct app *app)
{
	char places[120];
	size_t n = all_hits(wb);

	if (n == 0) {
		app_say(app, STYLE_ATTENTION, "'%.60s' is in none of the panes", wb->find);
		return;
	}
	places_of_hits(wb, places, sizeof places);
	app_say(app, STYLE_MATCH, "%zu of %zu '%.40s': %s  Enter ↓ next  ↑ previous",
		number_of_hit(wb), n, wb->find, places);
}

static void searched(struct app *app, void *ctx, const char *text)
{
	struct workbench *wb = ctx;

	set_find(wb, text);
	wb->finding = wb->find != NULL;
	if (!wb->finding)
		return;
	if (all_hits(wb) == 0) {
		wb->finding = false;
		say_hits(wb, app);
		set_find(wb, NULL);
		return;
	}
	/* From what is before the eyes on. */
	wb->find_at = workbench_active(wb)->pane.top_at;
	find_next(wb, app);
	say_hits(wb, app);
}

void workbench_search(struct workbench *wb, struct app *app, const char *text)
{
	set_find(wb, text);
	if (wb->find != NULL && all_hits(wb) > 0)
		searched(app, wb, text);
	else
		set_find(wb, NULL);
}

static void searching(struct app *app, void *ctx, const char *text)
{
	struct workbench *wb = ctx;
	char places[48];
	size_t n;

	(void)app;
	set_find(wb, text);
	n = all_hits(wb);
	places_of_hits(wb, places, sizeof places);
	if (wb->find == NULL)
		snprintf(wb->find_hint, sizeof wb->find_hint, "in all panes");
	else if (n == 0)
		snprintf(wb->find_hint, sizeof wb->find_hint, "not found");
	else
		snprintf(wb->find_hint, sizeof wb->find_hint, "%zu: %s", n, places);
}

void workbench_ask_search(struct workbench *wb, struct app *app)
{
	searching(app, wb, NULL);
	app_push(app, prompt_open(&(struct prompt){ .label = "search",
						    .hint = wb->find_hint,
						    .done = searched,
						    .changed = searching,
						    .ctx = wb }));
}

enum handled workbench_find_handle(struct workbench *wb, struct app *app, enum command command,
				   const struct event *event)
{
	(void)command;
	if (event->type != EVENT_KEY)
		return HANDLED_NO;
	if (key_is(event, "Enter") || key_is(event, "Down"))
		find_next(wb, app);
	else if (key_is(event, "Up"))
		find_previous(wb, app);
	else {
		/* Any other key ends the search and does its work. */
		wb->finding = false;
		set_find(wb, NULL);
		return key_is(event, "Esc") ? HANDLED_YES : HANDLED_NO;
	}
	say_hits(wb, app);
	return HANDLED_YES;
}
