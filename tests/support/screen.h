/* screen.h - the app on a project of its own, played by recorded keys, without a terminal.
 *
 * Header only, like store_fixture.h: it needs the layers up to ui. */
#ifndef ASSAY_TESTS_SCREEN_H
#define ASSAY_TESTS_SCREEN_H

#include "tests/support/store_fixture.h"

#include "base/alloc.h"
#include "guide/guide.h"
#include "ui/app.h"

#define SCREEN_KEY_MS 200 /* between two keys of a script */
#define SCREEN_BATCH "faucets"

struct screen {
	struct fixture f;
	struct app *app;
	struct term *term;
	struct canvas cv;
	int rows, cols;
	int64_t clock; /* monotonic, ms */
	int n_items;
	const char *start; /* batch to open; NULL: home */
	char copied[4096]; /* what was offered to the clipboard last */
	bool suspended;
};

/* ---------------------------------------------------------------- a terminal made of nothing */

static inline void screen_size(void *ctx, int *rows, int *cols)
{
	const struct screen *s = ctx;

	*rows = s->rows;
	*cols = s->cols;
}

static inline void screen_show(void *ctx, const struct canvas *cv)
{
	(void)ctx, (void)cv;
}

static inline void screen_next(void *ctx, int timeout_ms, struct event *event)
{
	(void)ctx, (void)timeout_ms;
	*event = (struct event){ .type = EVENT_HANGUP };
}

static inline bool screen_pending(void *ctx)
{
	(void)ctx;
	return false;
}

static inline void screen_redraw(void *ctx)
{
	(void)ctx;
}

static inline void screen_suspend(void *ctx)
{
	((struct screen *)ctx)->suspended = true;
}

static inline void screen_copy(void *ctx, const char *text, size_t len)
{
	struct screen *s = ctx;

	snprintf(s->copied, sizeof s->copied, "%.*s", (int)len, text);
}

static inline int64_t screen_monotonic(void *ctx)
{
	return ((struct screen *)ctx)->clock;
}

static inline int64_t screen_now(void *ctx)
{
	return fixture_now(&((struct screen *)ctx)->f);
}

static inline int64_t screen_midnight(void *ctx)
{
	(void)ctx;
	return FIXTURE_NOW;
}

/* ---------------------------------------------------------------- the project */

/* A copy of the shipped guideline that shows responses in the order of their ids: which screen
 * comes of it must not depend on the ids that the store gives. */
static inline const char *screen_unshuffled(struct screen *s, const char *guideline, char *path,
					    size_t n)
{
	static const char shuffle[] = "shuffle: true";
	size_t name = strlen(guideline);

	for (size_t i = 0; i < guide_shipped_count; i++) {
		const struct embedded *file = &guide_shipped[i];
		const char *at = strstr(file->bytes, shuffle);
		FILE *out;

		if (strncmp(file->name, guideline, name) != 0 || file->name[name] != '.')
			continue;
		snprintf(path, n, "%s/%s", s->f.dir, file->name);
		out = fopen(path, "wb");
		assert_non_null(out);
		if (at != NULL)
			fprintf(out, "%.*sshuffle: false%s", (int)(at - file->bytes), file->bytes,
				at + sizeof shuffle - 1);
		else
			fputs(file->bytes, out);
		fclose(out);
	}
	snprintf(path, n, "%s/%s.yaml", s->f.dir, guideline);
	return path;
}

/* The batch of a shipped guideline (or of a YAML file), without items. */
static inline void screen_batch(struct screen *s, const char *name, const char *guideline)
{
	struct arena arena = ARENA_INIT;
	struct guide guide;
	struct err err = { .code = ERR_NONE };
	struct store_guideline put = { .name = guideline };
	struct store_batch_spec spec = { .name = name, .overlap = 1, .access = ACCESS_OPEN };
	struct store_batch batch;

	fixture_ok(guide_load(guideline, &arena, &guide, &err));
	put.name = guide.guideline->name;
	put.hash = guide.hash;
	put.object = guide.object;
	put.len = guide.object_len;
	fixture_ok(store_guideline_put(s->f.store, &put, &err));
	spec.guideline = guide.hash;
	fixture_ok(store_batch_put(s->f.store, &spec, &err));
	fixture_ok(store_batch_find(s->f.store, name, &arena, &batch, &err));
	s->f.batch = batch.id;
	s->f.guideline = guide.hash;
	arena_release(&arena);
}

/* A project with the batch SCREEN_BATCH of GUIDELINE; no items yet, no app. */
static inline void screen_begin(struct screen *s, const char *guideline, int rows, int cols)
{
	char path[200];

	*s = (struct screen){ .rows = rows, .cols = cols, .clock = 1000, .start = SCREEN_BATCH };
	fixture_begin(&s->f);
	fixture_create(&s->f, true);
	screen_batch(s, SCREEN_BATCH, screen_unshuffled(s, guideline, path, sizeof path));
	canvas_init(&s->cv, rows, cols);
}

/* The same with the guideline as it is shipped: the sides are shuffled. */
static inline void screen_begin_shuffled(struct screen *s, const char *guideline, int rows,
					 int cols)
{
	*s = (struct screen){ .rows = rows, .cols = cols, .clock = 1000, .start = SCREEN_BATCH };
	fixture_begin(&s->f);
	fixture_create(&s->f, true);
	screen_batch(s, SCREEN_BATCH, guideline);
	canvas_init(&s->cv, rows, cols);
}

static inline struct json *screen_line(struct arena *arena, const struct composed *composed,
				       int number)
{
	struct json *line = json_object(arena);
	char uid[ID_HEX + 1], id[32];

	hex_encode(uid, composed->uid.b, ID_BYTES);
	snprintf(id, sizeof id, "secret-%d", number);
	json_set(arena, line, "file", json_string(arena, "items.jsonl"));
	json_set(arena, line, "from", json_null(arena));
	json_set(arena, line, "group", json_null(arena));
	json_set(arena, line, "id", json_string(arena, id));
	json_set(arena, line, "line", json_int(arena, number));
	json_set(arena, line, "metadata", json_string(arena, "{\"model\":\"hidden-model\"}"));
	json_set(arena, line, "reference", json_null(arena));
	json_set(arena, line, "replaces", json_null(arena));
	json_set(arena, line, "responses", json_array(arena));
	json_set(arena, line, "role", json_string(arena, "work"));
	json_set(arena, line, "uid", json_string(arena, uid));
	return line;
}

/* One more item, of PARTS that live in ARENA. */
static inline void screen_parts(struct screen *s, const struct item_parts *parts,
				struct arena *arena)
{
	struct err err = { .code = ERR_NONE };
	struct composed composed;
	struct buf body = BUF_INIT, line = BUF_INIT;
	struct store_import *import = store_import_begin(s->f.store, SCREEN_BATCH, &err);
	struct store_put put;

	if (import == NULL)
		fail_msg("store_import_begin: %s", err.msg);
	fixture_ok(item_compose(parts, arena, &body, &composed, &err));
	json_write_canonical(&line, screen_line(arena, &composed, ++s->n_items));
	put = (struct store_put){ .body = body.data,
				  .body_len = body.len,
				  .uid = composed.uid,
				  .prompt = composed.prompt,
				  .group = item_group(NULL, parts->prompt, arena),
				  .role = ROLE_WORK,
				  .line = line.data,
				  .line_len = line.len };
	if (store_import_put(import, &put, &err) == STORE_FAILED)
		fail_msg("store_import_put: %s", err.msg);
	fixture_ok(store_import_end(import, true, NULL, &err));
	buf_release(&body);
	buf_release(&line);
}

/* One more item: RESPONSES ends with NULL. */
static inline void screen_item(struct screen *s, const char *prompt, const char *const *responses)
{
	struct arena arena = ARENA_INIT;
	struct item_parts parts = { .prompt = json_string(&arena, prompt) };

	while (responses[parts.n_responses] != NULL) {
		parts.response[parts.n_responses] =
			json_string(&arena, responses[parts.n_responses]);
		parts.n_responses++;
	}
	screen_parts(s, &parts, &arena);
	arena_release(&arena);
}

/* N items with as many responses each. */
static inline void screen_items(struct screen *s, int n, int responses)
{
	for (int i = 0; i < n; i++) {
		char prompt[64], text[10][64];
		const char *list[11] = { NULL };

		snprintf(prompt, sizeof prompt, "How do I fix faucet %d?", i + 1);
		for (int r = 0; r < responses; r++) {
			snprintf(text[r], sizeof text[r], "Way %d of mending faucet %d.", r + 1,
				 i + 1);
			list[r] = text[r];
		}
		screen_item(s, prompt, list);
	}
}

/* ---------------------------------------------------------------- the app */

static inline void screen_draw(struct screen *s)
{
	canvas_release(&s->cv);
	canvas_init(&s->cv, s->rows, s->cols);
	if (s->app != NULL && !s->app->quit)
		app_draw(s->app, &s->cv);
}

static inline void screen_start(struct screen *s)
{
	const struct app_env env = { .monotonic = screen_monotonic,
				     .now = screen_now,
				     .midnight = screen_midnight,
				     .ctx = s,
				     .name = "alice",
				     .how = "script",
				     .can_suspend = true };
	struct err err = { .code = ERR_NONE };

	if (s->term == NULL)
		s->term = xcalloc(1, sizeof *s->term);
	*s->term = (struct term){ .size = screen_size,
				  .show = screen_show,
				  .next = screen_next,
				  .pending = screen_pending,
				  .redraw = screen_redraw,
				  .suspend = screen_suspend,
				  .copy = screen_copy,
				  .ctx = s,
				  .width = text_width_frozen };
	s->app = app_new(s->f.store, s->term, &env, s->start, &err);
	if (s->app == NULL)
		fail_msg("app_new: %s", err.msg);
	screen_draw(s);
}

static inline void screen_event(struct screen *s, const struct event *event)
{
	s->clock += SCREEN_KEY_MS;
	app_handle(s->app, event);
	screen_draw(s);
}

/* Keys as key_script_next() reads them; the screen is drawn after each. */
static inline void screen_play(struct screen *s, const char *script)
{
	struct event event;
	struct key_place place = { 0 };
	bool bad = false;

	while (!s->app->quit && key_script_next(script, &place, &event, &s->rows, &s->cols, &bad))
		screen_event(s, &event);
	if (bad)
		fail_msg("no key is called so: %s", script + place.at);
}

static inline void screen_paste(struct screen *s, const char *text)
{
	struct event event = { .type = EVENT_PASTE, .text = text, .len = strlen(text) };

	screen_event(s, &event);
}

/* The program ends as it does on SIGTERM, and starts anew. */
static inline void screen_restart(struct screen *s)
{
	struct event event = { .type = EVENT_HANGUP };

	if (!s->app->quit)
		screen_event(s, &event);
	app_free(s->app);
	fixture_reopen(&s->f);
	screen_start(s);
}

/* The program is killed: nothing is saved any more. */
static inline void screen_crash(struct screen *s)
{
	app_free(s->app);
	fixture_reopen(&s->f);
	screen_start(s);
}

static inline void screen_end(struct screen *s)
{
	app_free(s->app);
	canvas_release(&s->cv);
	free(s->term);
	fixture_end(&s->f);
}

/* ---------------------------------------------------------------- looking */

static inline char *screen_text(struct screen *s)
{
	struct buf out = BUF_INIT;

	canvas_text(&s->cv, &out);
	return buf_detach(&out);
}

static inline bool screen_has(struct screen *s, const char *text)
{
	char *all = screen_text(s);
	bool has = strstr(all, text) != NULL;

	free(all);
	return has;
}

static inline void screen_must(struct screen *s, const char *text, bool show, int line)
{
	char *all;

	if (screen_has(s, text) == show)
		return;
	all = screen_text(s);
	fprintf(stderr, "%s", all);
	free(all);
	fail_msg("line %d: the screen %s '%s'", line, show ? "does not show" : "shows", text);
}

#define screen_shows(s, text) screen_must(s, text, true, __LINE__)
#define screen_hides(s, text) screen_must(s, text, false, __LINE__)

/* Compares the screen with tests/screens/NAME.txt; UPDATE_GOLDEN=1 rewrites that file. */
static inline void screen_golden(struct screen *s, const char *name)
{
	struct buf expected = BUF_INIT;
	char *now = screen_text(s), path[256];
	FILE *file;
	int c;

	snprintf(path, sizeof path, "tests/screens/%s.txt", name);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		file = fopen(path, "wb");
		assert_non_null(file);
		fputs(now, file);
		fclose(file);
	}
	file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is not there; UPDATE_GOLDEN=1 writes it", path);
	while ((c = fgetc(file)) != EOF)
		buf_addc(&expected, (char)c);
	fclose(file);
	if (strcmp(buf_str(&expected), now) != 0) {
		fprintf(stderr, "expected (%s):\n%s\nbut it is:\n%s", path, buf_str(&expected),
			now);
		fail_msg("the screen differs from %s", path);
	}
	buf_release(&expected);
	free(now);
}

/* ---------------------------------------------------------------- what was stored */

/* The payload of what counts for item NUMBER; NULL: nothing. */
static inline const struct json *screen_payload(struct screen *s, int64_t number,
						struct arena *arena)
{
	struct store_task task = fixture_task(&s->f, number);
	struct store_annotation annotation;
	struct err err = { .code = ERR_NONE };
	const struct json *payload;

	if (!store_annotation(s->f.store, &s->f.batch, &task.uid, arena, &annotation, &err)) {
		assert_int_equal(err.code, ERR_NOT_FOUND);
		return NULL;
	}
	payload = json_parse(annotation.payload, annotation.payload_len, arena, &err);
	if (payload == NULL)
		fail_msg("payload: %s", err.msg);
	return payload;
}

/* EXPECTED with %A, %B… as the r ids that stood at these places. */
static inline char *screen_letters(const struct json *payload, const char *expected)
{
	const struct json *order = json_get(json_get(payload, "shown"), "order");
	struct buf out = BUF_INIT;

	for (const char *at = expected; *at != '\0'; at++) {
		if (at[0] != '%') {
			buf_addc(&out, *at);
			continue;
		}
		at++;
		assert_non_null(json_at(order, (size_t)(*at - 'A')));
		buf_adds(&out, json_at(order, (size_t)(*at - 'A'))->str);
	}
	return buf_detach(&out);
}

/* Within a group of a rank the order is that of the ids: the groups of VALUE are put so. */
static inline void screen_sort_groups(struct json *value)
{
	bool groups = value->key != NULL && strcmp(value->key, "groups") == 0;

	for (struct json *at = value->child; at != NULL; at = at->next) {
		screen_sort_groups(at);
		for (struct json *a = at->child; groups && a != NULL; a = a->next)
			for (struct json *b = a->next; b != NULL; b = b->next)
				if (strcmp(a->str, b->str) > 0) {
					const char *str = a->str;

					a->str = b->str;
					b->str = str;
				}
	}
}

/* The stored answers of item NUMBER are EXPECTED: JSON in which %A stands for the r id of A. */
static inline void screen_answers(struct screen *s, int64_t number, const char *expected)
{
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	const struct json *payload = screen_payload(s, number, &arena);
	struct json *want;
	struct buf got = BUF_INIT;
	char *text;

	assert_non_null(payload);
	text = screen_letters(payload, expected);
	want = json_parse(text, strlen(text), &arena, &err);
	assert_non_null(want);
	screen_sort_groups(want);
	if (!json_equal(json_get(payload, "answers"), want)) {
		json_write_canonical(&got, json_get(payload, "answers"));
		fail_msg("expected %s\nbut it is %s", text, buf_str(&got));
	}
	buf_release(&got);
	free(text);
	arena_release(&arena);
}

#endif
