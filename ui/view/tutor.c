/* tutor.c - which step the person is at, and whether what it asks for was done. */
#include "ui/view/tutor_state.h"

#include "base/alloc.h"
#include "ui/view/home.h"

#include <stdlib.h>
#include <string.h>

const struct tutor_step *tutor_step_of(const struct tutor *t)
{
	return &tutor_lesson_table[t->lesson].step[t->step];
}

enum tutor_place tutor_place_of(const struct app *app)
{
	enum mode modes[MODE_COUNT];
	const struct view *top = app->top;

	if (top == NULL || top->ops->modes(top, modes) < 1)
		return PLACE_OTHER;
	if (modes[0] == MODE_TEXT || modes[0] == MODE_TEXT_MENU)
		return PLACE_TEXT;
	if (modes[0] == MODE_PROMPT)
		return PLACE_PROMPT;
	if (modes[0] == MODE_CONFIRM)
		return PLACE_ASKED;
	if (top->below == NULL)
		return PLACE_HOME;
	return modes[0] == MODE_ANSWERING ? PLACE_ITEM : PLACE_OTHER;
}

/* ---------------------------------------------------------------- before a command runs */

static bool names_key(const char *keys, const char *key)
{
	size_t n = strlen(key);

	for (const char *k = keys; n > 0 && k != NULL; k = strchr(k, ' ')) {
		k += *k == ' ';
		if (strncmp(k, key, n) == 0 && (k[n] == ' ' || k[n] == '\0'))
			return true;
	}
	return false;
}

static void note(struct tutor *t, const struct app *app, enum command command,
		 const struct event *event)
{
	const struct tutor_step *step = tutor_step_of(t);

	t->event = true;
	t->command = command;
	t->place = tutor_place_of(app);
	if (step->goal == GOAL_RUN && command == step->command && t->place == step->place)
		t->count++;
	if (step->goal == GOAL_KEY && t->place == step->place && names_key(step->text, event->key))
		t->key_hit = true;
	t->on_way = names_key(step->way, event->key);
	if (t->place == PLACE_TEXT && event->rune != 0)
		t->typed++;
}

/* Where going back would end the lesson, it ends the tutor, unless that is what is taught. */
static bool leaves(const struct tutor *t, enum command command)
{
	const struct tutor_step *step = tutor_step_of(t);

	if (command != CMD_BACK || (t->place != PLACE_ITEM && t->place != PLACE_HOME))
		return false;
	return step->goal != GOAL_RUN || step->command != CMD_BACK || t->place != step->place;
}

static bool takes(void *ctx, struct app *app, enum command command, const struct event *event)
{
	struct tutor *t = ctx;

	if (t->playing || t->paged || t->lesson == tutor_lesson_count)
		return false;
	note(t, app, command, event);
	if (leaves(t, command)) {
		app_save(app);
		app->quit = true;
		return true;
	}
	t->skip = command == CMD_NEXT_ITEM && t->place == PLACE_ITEM;
	return t->skip;
}

/* ---------------------------------------------------------------- what is answered */

static bool has_severity(const struct json *options)
{
	for (const struct json *o = options->child; o != NULL; o = o->next)
		if (!json_is_null(json_get(o, "severity")))
			return true;
	return false;
}

/* How much there is of "preference", "preference/gaps", "accuracy", "issues/severity". */
static int count_answers(const struct json *answers, const char *path)
{
	const char *slash = strchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) : strlen(path);
	const struct json *value = NULL;
	int with = 0;

	for (const struct json *v = answers != NULL ? answers->child : NULL; v != NULL; v = v->next)
		if (v->key_len == n && memcmp(v->key, path, n) == 0)
			value = v;
	if (value == NULL || value->type != JSON_OBJECT)
		return value != NULL;
	if (slash == NULL)
		return json_get(value, "r1") != NULL || json_get(value, "r2") != NULL
			       ? (int)value->count
			       : 1;
	if (strcmp(slash, "/severity") == 0) {
		for (const struct json *r = value->child; r != NULL; r = r->next)
			with += has_severity(r);
		return with;
	}
	/* A tie, and what cannot be said, have no strength. */
	if (json_get(value, "na") != NULL || json_get(value, "groups")->count < 2)
		return 1;
	return (int)json_get(value, "gaps")->count;
}

/* The draft tells, whatever the screen looks like. */
static int answered(const struct tutor *t, struct app *app, const char *path)
{
	struct arena arena = ARENA_INIT;
	struct store_draft draft;
	struct err ignored;
	const struct json *doc = NULL;
	int n;

	app_save(app);
	if (store_draft(app->store, &t->batch, &t->uid, &arena, &draft, &ignored))
		doc = json_parse(draft.doc, strlen(draft.doc), &arena, &ignored);
	n = count_answers(json_get(doc, "answers"), path);
	arena_release(&arena);
	return n;
}

/* Whether the cursor is at the batch's item NUMBER. */
static bool at_item(const struct tutor *t, struct app *app, int number)
{
	uint8_t ord[ORD_BYTES];
	struct store_task task;
	struct err ignored;

	app_save(app);
	return tutor_place_of(app) == PLACE_ITEM && store_position(app->store, &t->batch, ord)
	       && store_task_at(app->store, &t->batch, number, &task, &ignored)
	       && memcmp(ord, task.ord, ORD_BYTES) == 0;
}

/* ---------------------------------------------------------------- is it done? */

static bool reached(struct tutor *t, struct app *app, int *progress)
{
	const struct tutor_step *step = tutor_step_of(t);

	switch (step->goal) {
	case GOAL_RUN:
		*progress = t->count;
		return t->count >= step->count;
	case GOAL_KEY:
		return t->key_hit;
	case GOAL_HAS:
		*progress = answered(t, app, step->text);
		return *progress >= step->count;
	case GOAL_SENT:
		return store_journal_number(app->store) > t->sent;
	case GOAL_TYPED:
		*progress = t->typed;
		return t->typed >= step->count;
	case GOAL_ITEM:
		return at_item(t, app, step->count);
	case GOAL_PLACE:
		return tutor_place_of(app) == step->after;
	}
	return false;
}

/* The item went before the lesson was through: there is nothing left to do it on. */
static bool sent_early(const struct tutor *t, const struct app *app)
{
	return store_journal_number(app->store) > t->sent && t->command != CMD_FLAG
	       && t->command != CMD_ASK && t->command != CMD_YES;
}

static void begin_step(struct tutor *t, const struct app *app, int step)
{
	t->step = step;
	t->count = t->typed = t->had = 0;
	t->key_hit = false;
	t->sent = store_journal_number(app->store);
}

/* ---------------------------------------------------------------- hints */

static const char *way_back(const struct tutor *t, enum tutor_place is)
{
	static const char *const ways[] = {
		[PLACE_TEXT] = "You are in a text: {text-done} ends it.",
		[PLACE_PROMPT] = "You are in a line of entry: `Esc` leaves it.",
		[PLACE_ASKED] = "You are asked something: {yes} is yes, any other key no.",
		[PLACE_HOME] = "This is home: `Enter` opens the item again.",
		[PLACE_OTHER] = "This is another screen: `Esc` or {back} closes it.",
	};

	if (is == PLACE_ITEM)
		return tutor_lesson_table[t->lesson].reopen;
	return ways[is];
}

static bool is_harmless(const struct tutor *t)
{
	const struct command_info *info = command_info(t->command);

	if (t->place != PLACE_ITEM && t->place != PLACE_HOME)
		return true;
	if (t->on_way)
		return true;
	if (info == NULL)
		return false;
	return info->mode == MODE_LIST
	       || (info->mode == MODE_READING && tutor_step_of(t)->goal != GOAL_RUN);
}

/* What to say about a key that did not bring the step further. */
static const char *remark(const struct tutor *t, const struct app *app, bool moved)
{
	const struct tutor_step *step = tutor_step_of(t);
	enum tutor_place is = tutor_place_of(app);

	if (step->goal != GOAL_SENT && is != step->place)
		return way_back(t, is) != NULL ? way_back(t, is) : step->hint;
	if (moved || is_harmless(t) || is != t->place)
		return NULL;
	if (step->hint != NULL)
		return step->hint;
	if (step->goal == GOAL_SENT)
		return "Not sent yet: the last line says what it waits for.";
	return step->goal == GOAL_RUN ? "That was another key. Nothing is lost: try the one above."
				      : "Not yet. {undo} takes back what another key did.";
}

/* ---------------------------------------------------------------- lessons */

static void to_home(struct app *app)
{
	app_save(app);
	while (app->top->below != NULL)
		app_close(app, app->top);
}

static void press_all(struct tutor *t, struct app *app, const char *keys)
{
	char key[KEY_NAME_MAX];

	t->playing = true;
	while (keys != NULL && *keys != '\0') {
		size_t n = strcspn(keys, " ");

		memcpy(key, keys, n);
		key[n] = '\0';
		app_press(app, key);
		keys += n + strspn(keys + n, " ");
	}
	t->playing = false;
	buf_clear(&app->status);
}

static bool stage(struct tutor *t, struct app *app, struct err *err)
{
	const struct tutor_lesson *lesson = &tutor_lesson_table[t->lesson];
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct store_task task;
	bool ok;

	to_home(app);
	ok = store_batch_find(app->store, lesson->batch, &arena, &batch, err)
	     && store_task_at(app->store, &batch.id, 1, &task, err)
	     && home_start(app, app->top, lesson->batch, err);
	if (ok) {
		t->batch = batch.id;
		t->uid = task.uid;
		press_all(t, app, lesson->prepare);
	}
	arena_release(&arena);
	return ok;
}

static void open_page(struct tutor *t, struct app *app)
{
	to_home(app);
	t->paged = true;
	app_push(app, tutor_page(t));
}

static void begin_lesson(struct tutor *t, struct app *app)
{
	struct err err;

	t->staged = true;
	if (t->lesson == tutor_lesson_count) {
		open_page(t, app);
		return;
	}
	if (!stage(t, app, &err))
		app_fail(app, &err);
	begin_step(t, app, 0);
}

static void next_lesson(struct tutor *t, struct app *app, const char *why)
{
	t->lesson++;
	t->remark = why;
	t->praised = true;
	begin_lesson(t, app);
}

static void next_step(struct tutor *t, struct app *app)
{
	t->remark = NULL;
	if (t->step + 1 == tutor_lesson_table[t->lesson].n_steps)
		next_lesson(t, app, "✔ Done. The next lesson:");
	else
		begin_step(t, app, t->step + 1);
}

static void look(struct tutor *t, struct app *app)
{
	int progress = 0;

	if (reached(t, app, &progress)) {
		int lesson = t->lesson;

		/* A tie has no strength to ask for. */
		do
			next_step(t, app);
		while (t->lesson == lesson && reached(t, app, &progress));
		return;
	}
	if (sent_early(t, app)) {
		next_lesson(t, app, "✔ Sent already: on to the next lesson.");
		return;
	}
	if (t->event) {
		t->remark = remark(t, app, progress > t->had);
		t->praised = false;
	}
	t->had = progress > t->had ? progress : t->had;
}

static void settle(void *ctx, struct app *app)
{
	struct tutor *t = ctx;

	if (t->paged || app->top == NULL)
		return;
	if (!t->staged && t->lesson == 0 && !t->welcomed) {
		t->welcomed = true;
		open_page(t, app);
	} else if (!t->staged) {
		begin_lesson(t, app);
	} else if (t->skip) {
		next_lesson(t, app, "Skipped. The next lesson:");
	} else if (t->lesson < tutor_lesson_count) {
		look(t, app);
	}
	t->skip = t->event = false;
	app->dirty = true;
}

/* ---------------------------------------------------------------- life */

struct tutor *tutor_new(int lesson)
{
	struct tutor *t = xcalloc(1, sizeof *t);

	t->lesson = lesson - 1;
	t->guide = (struct app_guide){
		.ctx = t,
		.rows = tutor_rows,
		.draw = tutor_draw,
		.takes = takes,
		.settle = settle,
	};
	return t;
}

void tutor_free(struct tutor *t)
{
	free(t);
}

const struct app_guide *tutor_guide(const struct tutor *t)
{
	return &t->guide;
}

int tutor_at(const struct tutor *t)
{
	return t->lesson + 1;
}

int tutor_lessons(void)
{
	return tutor_lesson_count;
}

const char *tutor_batch(int lesson)
{
	return tutor_lesson_table[lesson - 1].batch;
}

const char *tutor_guideline(int lesson)
{
	return tutor_lesson_table[lesson - 1].guideline;
}

const char *tutor_lesson_title(int lesson)
{
	return tutor_lesson_table[lesson - 1].title;
}
