/* workbench_draft.c - what is not sent yet: the draft within a second, undo across everything. */
#include "ui/view/workbench_state.h"

#include "base/alloc.h"
#include "base/json_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the document */

static void set_int(struct arena *arena, struct json *object, const char *key, int64_t n)
{
	json_set(arena, object, key, json_int(arena, n));
}

static struct json *draft_json(struct workbench *wb, const struct app *app, struct arena *arena)
{
	const struct annotation_time *t = &wb->time;
	struct json *doc = json_object(arena), *visible = json_array(arena);
	struct json *answers = sheet_answers(wb->sheet, arena);

	json_set(arena, doc, "answers", answers);
	json_set(arena, doc, "writing",
		 writings_json(&wb->writings, wb->guide.guideline, answers, arena));
	set_int(arena, doc, "opened", t->opened);
	set_int(arena, doc, "active_ms", t->active_ms);
	set_int(arena, doc, "idle_ms", t->idle_ms);
	set_int(arena, doc, "first_answer_ms", t->first_answer_ms);
	set_int(arena, doc, "sittings", t->sittings);
	set_int(arena, doc, "prompt_ms", t->prompt_ms);
	set_int(arena, doc, "reference_ms", t->reference_ms);
	for (int i = 0; i < wb->item.n_responses; i++)
		json_push(visible, json_int(arena, t->response_ms[i]));
	json_set(arena, doc, "response_ms", visible);
	set_int(arena, doc, "keys", wb->keys_before + app->keys);
	set_int(arena, doc, "pasted", wb->pasted);
	return doc;
}

/* "accuracy/2": question and r number; "accuracy" without a response; "" at the end. */
static void focus_text(const struct workbench *wb, struct buf *out)
{
	struct sheet_cell cell = wb->text.editor != NULL ? wb->text_cell : sheet_focus(wb->sheet);

	if (cell.question < 0)
		return;
	buf_adds(out, wb->guide.guideline->question[cell.question].id);
	if (cell.shown >= 0)
		buf_addf(out, "/%d", sheet_response(wb->sheet, cell.shown));
}

/* The draft as it would be stored; DOC and FOCUS must live as long as it. */
static void make_draft(struct workbench *wb, const struct app *app, struct buf *doc,
		       struct buf *focus, struct store_draft *draft)
{
	struct arena arena = ARENA_INIT;

	json_write_canonical(doc, draft_json(wb, app, &arena));
	focus_text(wb, focus);
	*draft = (struct store_draft){
		.batch = wb->batch.id,
		.uid = wb->task.uid,
		.has_base = wb->has_base,
		.base = wb->base,
		.doc = buf_str(doc),
		.focus = buf_str(focus),
		.changed = app->env.now(app->env.ctx),
	};
	arena_release(&arena);
}

void workbench_restore(struct workbench *wb, const struct store_draft *draft,
		       const struct json **answers)
{
	struct err err;
	const struct json *doc = json_parse(draft->doc, strlen(draft->doc), &wb->item_arena, &err);
	const struct json *visible = json_get(doc, "response_ms");
	struct annotation_time *t = &wb->time;

	/* A draft that cannot be read (a bug, a damaged row) must not keep her from working. */
	if (doc == NULL)
		return;
	if (json_get(doc, "answers") != NULL)
		*answers = json_get(doc, "answers");
	writings_load(&wb->writings, wb->guide.guideline, json_get(doc, "answers"),
		      json_get(doc, "writing"));
	t->opened = json_get_int(doc, "opened", t->opened);
	t->active_ms = json_get_int(doc, "active_ms", 0);
	t->idle_ms = json_get_int(doc, "idle_ms", 0);
	t->first_answer_ms = json_get_int(doc, "first_answer_ms", -1);
	t->sittings = (int)json_get_int(doc, "sittings", 0);
	t->prompt_ms = json_get_int(doc, "prompt_ms", 0);
	t->reference_ms = json_get_int(doc, "reference_ms", 0);
	for (int i = 0; i < wb->item.n_responses; i++) {
		const struct json *ms = json_at(visible, (size_t)i);

		t->response_ms[i] = ms != NULL && ms->type == JSON_INT ? ms->integer : 0;
	}
	wb->keys_before = json_get_int(doc, "keys", 0);
	wb->pasted = json_get_int(doc, "pasted", 0);
}

void workbench_restore_focus(struct workbench *wb, const char *focus)
{
	const char *slash = strchr(focus, '/');
	char id[80];
	struct sheet_cell cell = { .question = -1, .shown = -1 };

	if (focus[0] == '\0')
		return;
	snprintf(id, sizeof id, "%.*s", slash == NULL ? 79 : (int)(slash - focus), focus);
	cell.question = guideline_find(wb->guide.guideline, id);
	if (slash != NULL)
		cell.shown = sheet_place(wb->sheet, (int)strtol(slash + 1, NULL, 10));
	if (cell.question >= 0)
		sheet_set_focus(wb->sheet, cell);
	workbench_refocus(wb);
}

/* ---------------------------------------------------------------- saving */

void workbench_drop_undo(struct workbench *wb)
{
	for (size_t i = 0; i < wb->n_undo; i++) {
		free(wb->undo[i].before);
		free(wb->undo[i].after);
	}
	wb->n_undo = 0;
}

struct store_undo *workbench_undo_lines(const struct workbench *wb, struct arena *arena)
{
	struct store_undo *rows = arena_alloc(arena, (wb->n_undo + 1) * sizeof *rows);

	for (size_t i = 0; i < wb->n_undo; i++)
		rows[i] = (struct store_undo){ .batch = wb->batch.id,
					       .uid = wb->task.uid,
					       .before = wb->undo[i].before,
					       .after = wb->undo[i].after };
	return rows;
}

static bool put_draft(struct workbench *wb, struct app *app, struct err *err)
{
	struct buf doc = BUF_INIT, focus = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct store_draft draft;
	bool ok;

	workbench_keep_text(wb);
	make_draft(wb, app, &doc, &focus, &draft);
	ok = store_draft_put(app->store, &draft, workbench_undo_lines(wb, &arena), wb->n_undo, NULL,
			     err);
	if (ok) {
		workbench_drop_undo(wb);
		wb->draft_changed = false;
	}
	arena_release(&arena);
	buf_release(&doc);
	buf_release(&focus);
	return ok;
}

bool workbench_save(struct view *view, struct app *app, struct err *err)
{
	struct workbench *wb = (struct workbench *)view;
	struct err ignored;

	if (app->read_only || !wb->has_item)
		return true;
	if (wb->draft_changed && !put_draft(wb, app, err))
		return false;
	/* A place that is not kept is no loss: it is only tried again. */
	if (wb->position_changed && !workbench_put_place(wb, app, &ignored))
		app_touch(app);
	else
		wb->position_changed = false;
	return true;
}

/* A stray letter on something that was sent must not go unseen. */
static void say_correcting(struct workbench *wb, struct app *app)
{
	if (!wb->has_base || wb->told)
		return;
	wb->told = true;
	app_say(app, STYLE_LINK,
		wb->base_status == SENT_SKIPPED
			? "answering what you skipped as #%" PRId64 ": Enter sends it, %s undoes"
			: "correcting #%" PRId64 ": Enter sends it again, %s undoes",
		wb->base_number, app_key(app, CMD_UNDO));
	app_keep(app);
}

void workbench_changed(struct workbench *wb, struct app *app, const char *before)
{
	struct buf after = BUF_INIT;

	sheet_write(wb->sheet, &after);
	if (strcmp(before, buf_str(&after)) != 0) {
		wb->undo = vec_grow(wb->undo, wb->n_undo, &wb->cap_undo, sizeof *wb->undo);
		wb->undo[wb->n_undo++] = (struct undo_line){ .before = xstrdup(before),
							     .after = xstrdup(buf_str(&after)) };
		if (wb->time.first_answer_ms < 0)
			wb->time.first_answer_ms = wb->time.active_ms;
		say_correcting(wb, app);
	}
	buf_release(&after);
	wb->draft_changed = true;
	app_touch(app);
}

bool workbench_differs(const struct workbench *wb)
{
	struct buf now = BUF_INIT;
	bool same;

	sheet_write(wb->sheet, &now);
	same = now.len == wb->base_answers.len
	       && (now.len == 0 || memcmp(now.data, wb->base_answers.data, now.len) == 0);
	buf_release(&now);
	return !same;
}

/* ---------------------------------------------------------------- undo, redo */

void workbench_refocus(struct workbench *wb)
{
	struct sheet_cell first;

	if (wb->guide.guideline->submit_auto && sheet_at_end(wb->sheet)
	    && sheet_cells(wb->sheet, &first, 1) > 0)
		sheet_set_focus(wb->sheet, first);
	workbench_follow_focus(wb);
}

static bool set_answers(struct workbench *wb, const char *answers, struct err *err)
{
	const struct json *doc = json_parse(answers, strlen(answers), &wb->item_arena, err);

	if (doc == NULL)
		return err_wrap(err, "the undo line");
	sheet_load(wb->sheet, doc);
	workbench_refocus(wb);
	return true;
}

/* Marks LINE and stores the draft that results, or none where nothing is left to keep. */
static bool mark(struct workbench *wb, struct app *app, const struct store_undo *line, bool undone,
		 struct err *err)
{
	struct buf doc = BUF_INIT, focus = BUF_INIT;
	struct store_draft draft;
	bool keep = wb->has_base || sheet_touched(wb->sheet), ok;

	make_draft(wb, app, &doc, &focus, &draft);
	ok = store_undo_mark(app->store, line->number, undone, keep ? &draft : NULL, err);
	if (ok && !keep)
		ok = store_draft_drop(app->store, &wb->batch.id, &wb->task.uid, err);
	buf_release(&doc);
	buf_release(&focus);
	return ok;
}

/* The question in which two answers documents differ first, for the notice. */
static const char *what_changed(const struct workbench *wb, const char *before, const char *after,
				struct arena *arena)
{
	struct err err;
	const struct json *a = json_parse(before, strlen(before), arena, &err);
	const struct json *b = json_parse(after, strlen(after), arena, &err);

	for (int i = 0; i < wb->guide.guideline->n_questions; i++) {
		const char *id = wb->guide.guideline->question[i].id;
		const struct json *x = json_get(a, id), *y = json_get(b, id);

		if ((x == NULL) != (y == NULL) || (x != NULL && !json_equal(x, y)))
			return id;
	}
	return "answers";
}

static bool apply(struct workbench *wb, struct app *app, const struct store_undo *line, bool undone,
		  struct err *err)
{
	struct arena arena = ARENA_INIT;
	bool ok = set_answers(wb, undone ? line->before : line->after, err)
		  && mark(wb, app, line, undone, err);

	if (ok && line->has_event && undone)
		app_say(app, STYLE_LINK,
			"reopened: what you sent counts until Enter sends it again");
	else if (ok)
		app_say(app, STYLE_DIM, "%s: %s; %s %s", undone ? "undone" : "done again",
			what_changed(wb, line->before, line->after, &arena),
			app_key(app, undone ? CMD_REDO : CMD_UNDO),
			undone ? "does it again" : "undoes it");
	arena_release(&arena);
	return ok;
}

static void report(struct app *app, const struct err *err, const char *none)
{
	if (err->code == ERR_NOT_FOUND)
		app_say(app, STYLE_DIM, "%s", none);
	else
		app_fail(app, err);
}

bool workbench_undo(struct workbench *wb, struct app *app)
{
	struct arena arena = ARENA_INIT;
	struct store_undo line;
	struct err err;

	if (!app_save(app))
		return true;
	if (!store_undo_last(app->store, &arena, &line, &err))
		report(app, &err, "nothing to undo");
	else if (workbench_show_item(wb, app, &line.batch, &line.uid)
		 && !apply(wb, app, &line, true, &err))
		app_fail(app, &err);
	arena_release(&arena);
	return true;
}

/* What was sent stands already: doing it again only gives the reopened draft up. */
static bool resend(struct workbench *wb, struct app *app, const struct store_undo *line,
		   struct err *err)
{
	if (!store_undo_mark(app->store, line->number, false, NULL, err))
		return false;
	if (!store_draft_drop(app->store, &line->batch, &line->uid, err))
		return false;
	workbench_drop_undo(wb);
	wb->draft_changed = false;
	if (workbench_next_open(wb, app, err)) {
		app_say(app, STYLE_DIM, "done again: it counts as you sent it");
		return true;
	}
	return err->code == ERR_NOT_FOUND ? workbench_load(wb, app, &wb->task, err) : false;
}

bool workbench_redo(struct workbench *wb, struct app *app)
{
	struct arena arena = ARENA_INIT;
	struct store_undo line;
	struct err err;
	bool ok;

	if (!app_save(app))
		return true;
	if (!store_redo_next(app->store, &arena, &line, &err)) {
		report(app, &err, "nothing to do again");
	} else if (workbench_show_item(wb, app, &line.batch, &line.uid)) {
		ok = line.has_event ? resend(wb, app, &line, &err)
				    : apply(wb, app, &line, false, &err);
		if (!ok)
			app_fail(app, &err);
	}
	arena_release(&arena);
	return true;
}
