/* announce.c - what is new since the last line, said once. */
#include "ui/plain/plain_state.h"

#include "base/alloc.h"
#include "base/fnv.h"

#include <string.h>

static const struct view_words no_words;

const struct view_words *plain_words(const struct plain *p)
{
	const struct view *top = p->app->top;

	return top == NULL || top->ops->words == NULL ? &no_words : top->ops->words;
}

/* ---------------------------------------------------------------- what was said before */

static bool on_stack(const struct plain *p, const struct view *view)
{
	const struct view *at = p->app->top;

	while (at != NULL && at != view)
		at = at->below;
	return at != NULL;
}

static void release(struct said *said)
{
	facts_release(&said->facts);
	buf_release(&said->screen);
}

/* Views that are gone are forgotten: their places in memory are used again. */
static void forget_gone(struct plain *p)
{
	int n = 0;

	for (int i = 0; i < p->n_said; i++) {
		if (on_stack(p, p->said[i].view))
			p->said[n++] = p->said[i];
		else
			release(&p->said[i]);
	}
	p->n_said = n;
}

static struct said *find(struct plain *p, const struct view *view)
{
	for (int i = 0; i < p->n_said; i++)
		if (p->said[i].view == view)
			return &p->said[i];
	return NULL;
}

struct said *plain_said(struct plain *p, const struct view *view)
{
	struct said *said = find(p, view);

	if (said != NULL)
		return said;
	if (p->n_said == VIEWS_MAX) {
		release(&p->said[0]);
		memmove(p->said, p->said + 1, (VIEWS_MAX - 1) * sizeof *p->said);
		p->n_said--;
	}
	said = &p->said[p->n_said++];
	*said = (struct said){ .view = view };
	return said;
}

static bool first_time(struct plain *p, const char *key, const char *text)
{
	/* To know a sentence again. */
	uint64_t hash = fnv_bytes(fnv_bytes(FNV_START, key, strlen(key)), text, strlen(text));

	for (size_t i = 0; i < p->n_once; i++)
		if (p->once[i] == hash)
			return false;
	p->once = vec_grow(p->once, p->n_once, &p->cap_once, sizeof *p->once);
	p->once[p->n_once++] = hash;
	return true;
}

/* ---------------------------------------------------------------- facts */

static bool is_due(struct plain *p, const struct facts *facts, size_t i, const struct facts *before,
		   int now)
{
	const char *key = facts_key(facts, i), *text = facts_text(facts, i), *old;
	int when = facts->fact[i].when;

	if (text[0] == '\0')
		return false;
	if ((when & FACT_ONCE) != 0)
		return first_time(p, key, text);
	if ((when & now) != 0)
		return true;
	if ((when & FACT_CHANGE) == 0 || now == FACT_ARRIVE)
		return false;
	old = facts_find(before, key);
	return old == NULL || strcmp(old, text) != 0;
}

static bool is_cell(const char *key)
{
	return strncmp(key, "cell ", 5) == 0;
}

static void say_fact(struct plain *p, const struct facts *facts, size_t i, bool fresh)
{
	const char *text = facts_text(facts, i);

	if (fresh && is_cell(facts_key(facts, i)))
		plain_sayf(p, "Asked now, too: %s", text);
	else
		plain_say(p, text);
}

static void say_facts(struct plain *p, const struct facts *facts, const struct facts *before,
		      int now)
{
	for (size_t i = 0; i < facts->n; i++) {
		const char *key = facts_key(facts, i);

		if (strcmp(key, FACT_READ) == 0) {
			if (now == FACT_ARRIVE)
				plain_read_arrived(p);
		} else if (is_due(p, facts, i, before, now)) {
			say_fact(p, facts, i, now == 0 && facts_find(before, key) == NULL);
		}
	}
}

/* A cell that is not asked any more leaves no fact behind: that is said, too. */
static void say_gone(struct plain *p, const struct facts *facts, const struct facts *before)
{
	for (size_t i = 0; i < before->n; i++) {
		const char *key = facts_key(before, i), *text = facts_text(before, i);

		if (is_cell(key) && facts_find(facts, key) == NULL)
			plain_sayf(p, "No longer asked: %.*s.", (int)strcspn(text, ":"), text);
	}
}

static void announce_facts(struct plain *p, struct said *said, bool arrived, bool back)
{
	struct facts facts = FACTS_INIT;
	bool same;

	facts.before = arrived || said->facts.n == 0 ? NULL : buf_str(&said->facts.epoch);
	plain_words(p)->facts(p->app->top, p->app, &facts);
	same = !facts_are_new(&facts);
	facts.before = NULL;
	say_facts(p, &facts, &said->facts, !same ? FACT_ARRIVE : back ? FACT_BACK : 0);
	if (same)
		say_gone(p, &facts, &said->facts);
	facts_release(&said->facts);
	said->facts = facts;
}

/* ---------------------------------------------------------------- views */

static bool is_small(const struct plain *p)
{
	enum mode mode = plain_mode(p);

	return mode == MODE_PROMPT || mode == MODE_CONFIRM;
}

/* The views lay themselves out as if they were drawn: what is visible counts as read. */
static void lay_out(struct plain *p)
{
	struct canvas cv;

	canvas_init(&cv, PLAIN_ROWS, PLAIN_COLS);
	app_draw(p->app, &cv);
	canvas_release(&cv);
}

static void announce_view(struct plain *p, struct said *said, bool arrived, bool back)
{
	const struct view_words *words = plain_words(p);

	if (words->facts != NULL)
		announce_facts(p, said, arrived, back);
	if (words->list != NULL)
		plain_list_announce(p, said, arrived || back);
	else if (words->facts == NULL)
		plain_screen_announce(p, said);
}

/* What is written already is read when a text opens, and not again while it is open. */
static void note_open_text(struct plain *p)
{
	const struct view *top = p->app->top;
	bool one_line, open = plain_open_text(p, &one_line) != NULL;

	if (plain_waits(p))
		return;
	if (open && p->writing != top)
		plain_write_opened(p);
	if (open)
		p->writing = top;
	else if (p->writing == top || !on_stack(p, p->writing))
		p->writing = NULL;
}

void plain_announce(struct plain *p)
{
	const struct view *top = p->app->top;
	bool arrived, back;
	struct said *said;

	plain_say_status(p);
	if (p->app->quit || top == NULL)
		return;
	forget_gone(p);
	arrived = find(p, top) == NULL;
	back = !arrived && (p->resay || (p->top != top && !p->top_was_small));
	p->resay = false;
	said = plain_said(p, top);
	plain_can_read(p); /* conversations begin at their first turn, not at their last */
	lay_out(p);
	announce_view(p, said, arrived, back);
	note_open_text(p);
	if (plain_words(p)->empty != NULL && plain_words(p)->empty(top) != NULL)
		plain_read_found(p);
	p->top = top;
	p->top_was_small = is_small(p);
}
