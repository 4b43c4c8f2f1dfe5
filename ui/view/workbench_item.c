/* workbench_item.c - which item is on the screen: loading, neighbours, jumping. */
#include "ui/view/workbench_state.h"

#include "base/json_write.h"
#include "text/cells.h"
#include "ui/view/prompt.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEASE_TRIES 64

void workbench_leave_item(struct workbench *wb)
{
	texting_close(&wb->text);
	buf_clear(&wb->text_before);
	workbench_sync_drop(wb);
	for (int i = 0; i < wb->n_readings; i++) {
		pane_release(&wb->reading[i].pane);
		buf_release(&wb->reading[i].diff);
	}
	wb->n_readings = 0;
	sheet_free(wb->sheet);
	wb->sheet = NULL;
	workbench_drop_undo(wb);
	writings_release(&wb->writings);
	buf_clear(&wb->base_answers);
	buf_clear(&wb->place);
	wb->draft_changed = false;
	wb->has_item = wb->has_base = wb->base_differs = wb->told = false;
	wb->quoted = wb->finding = wb->diffing = wb->aligned = wb->zoom = false;
	wb->pinned = -1;
	arena_clear(&wb->item_arena);
}

/* ---------------------------------------------------------------- the batch */

bool workbench_load_batch(struct workbench *wb, struct app *app, const struct short_id *batch,
			  struct err *err)
{
	struct store_batch *all;
	const char *bytes;
	size_t n, len;

	workbench_leave_item(wb);
	wb->has_task = false;
	arena_clear(&wb->arena);
	if (!store_batches(app->store, &wb->arena, &all, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (short_id_equal(&all[i].id, batch)) {
			wb->batch = all[i];
			wb->active_ms = all[i].mine_active;
			wb->today = store_done_since(app->store, app->env.midnight(app->env.ctx));
			if (id_is_zero(&wb->batch.guideline))
				return err_set(
					err, ERR_NOT_FOUND,
					"the guideline of batch '%s' has not arrived here yet",
					wb->batch.name);
			return store_object(app->store, &wb->batch.guideline, &wb->arena, &bytes,
					    &len, err)
			       && guide_from_object(bytes, len, &wb->arena, &wb->guide, err);
		}
	return err_set(err, ERR_NOT_FOUND, "that batch is not in this project");
}

/* ---------------------------------------------------------------- the item */

static void add_reading(struct workbench *wb, int r, int shown, const char *text, size_t len)
{
	struct reading *reading = &wb->reading[wb->n_readings++];

	*reading = (struct reading){ .r = r, .shown = shown, .text = text, .len = len };
	pane_init(&reading->pane, text, len, TEXT_MARKDOWN);
}

static void make_readings(struct workbench *wb, int cols)
{
	size_t len;
	const char *text = content_text(&wb->item.prompt, &wb->item_arena, &len);

	add_reading(wb, PANE_PROMPT, -1, text, len);
	wb->reading[0].to_end = wb->item.prompt.n > 1;
	for (int i = 0; i < wb->item.n_responses; i++) {
		text = content_text(&wb->item.response[wb->order[i] - 1], &wb->item_arena, &len);
		add_reading(wb, wb->order[i], i, text, len);
	}
	if (wb->item.reference != NULL)
		add_reading(wb, PANE_REFERENCE, -1, wb->item.reference, strlen(wb->item.reference));
	workbench_find_turns(wb);
	wb->alike = ALIKE_UNKNOWN;
	/* One pane: the prompt first.  In columns the prompt is on the screen already. */
	wb->active = workbench_is_stacked(wb, cols) ? 0 : 1;
	wb->first_column = 0;
	workbench_apply_reading(wb);
}

/* Her own draft, else what she sent, else nothing. */
static bool load_answers(struct workbench *wb, struct app *app, const struct json **answers,
			 struct store_draft *draft, struct err *err)
{
	struct store_annotation sent;
	struct annotation annotation;

	*answers = NULL;
	if (store_annotation(app->store, &wb->batch.id, &wb->task.uid, &wb->item_arena, &sent,
			     err)) {
		wb->has_base = true;
		wb->base = sent.event;
		wb->base_number = store_saved_number(app->store, sent.rid);
		wb->base_differs = sent.differ;
		wb->base_status = sent.status;
		if (sent.payload != NULL
		    && !annotation_read(&annotation, sent.payload, sent.payload_len,
					&wb->item_arena, err))
			return err_wrap(err, "what you sent for this item");
		if (sent.payload != NULL) {
			*answers = annotation.answers;
			json_write_canonical(&wb->base_answers, annotation.answers);
		}
	} else if (err->code != ERR_NOT_FOUND) {
		return false;
	}
	if (store_draft(app->store, &wb->batch.id, &wb->task.uid, &wb->item_arena, draft, err))
		workbench_restore(wb, draft, answers);
	else if (err->code != ERR_NOT_FOUND)
		return false;
	return true;
}

static void start_clock(struct workbench *wb, struct app *app)
{
	wb->time = (struct annotation_time){ .opened = app->env.now(app->env.ctx),
					     .first_answer_ms = -1,
					     .sittings = 0 };
	wb->activity = (struct activity){
		.last = app_monotonic(app),
		.idle_limit = (int64_t)wb->guide.guideline->idle_seconds * 1000,
	};
	wb->keys_before = wb->pasted = 0;
	app->keys = 0;
}

static void say_what_it_is(struct workbench *wb, struct app *app, bool draft)
{
	if (!wb->has_base)
		return;
	if (draft)
		app_say(app, STYLE_LINK,
			"you are correcting #%" PRId64 "; it counts as it was until Enter sends it "
			"again",
			wb->base_number);
	else if (wb->base_differs)
		app_say(app, STYLE_ATTENTION,
			"you answered this one otherwise on another machine; Enter decides for "
			"this");
	else if (wb->base_status == SENT_SKIPPED)
		app_say(app, STYLE_LINK,
			"you skipped this one as #%" PRId64 "; answers and Enter send it",
			wb->base_number);
	else
		app_say(app, STYLE_LINK,
			"you sent this one as #%" PRId64 "; change it and Enter sends it again",
			wb->base_number);
	wb->told = draft;
	app_keep(app);
}

static bool fits_guideline(const struct workbench *wb, struct err *err)
{
	const struct guideline *g = wb->guide.guideline;
	int n = wb->item.n_responses;

	if (n >= g->min_responses && n <= g->max_responses)
		return true;
	return err_set(err, ERR_INVALID,
		       "item %" PRId64 " has %d different responses; %s is for %d to %d",
		       wb->number, n, g->title, g->min_responses, g->max_responses);
}

static bool read_item(struct workbench *wb, struct app *app, struct err *err)
{
	const char *body;
	size_t len;

	if (!store_body(app->store, &wb->task, &wb->item_arena, &body, &len, err)
	    || !item_parse(&wb->item, body, len, &wb->item_arena, err) || !fits_guideline(wb, err))
		return false;
	order_responses(&wb->batch.seed, &app->member.id, &wb->batch.id, &wb->task.uid,
			wb->guide.guideline->shuffle, wb->item.n_responses, wb->order);
	return true;
}

bool workbench_load(struct workbench *wb, struct app *app, const struct store_task *task,
		    struct err *err)
{
	const struct json *answers;
	struct store_draft draft = { .focus = NULL };

	workbench_leave_item(wb);
	app_drop_kept(app);
	wb->task = *task;
	wb->has_task = true;
	wb->number = store_task_number(app->store, &wb->batch.id, task);
	start_clock(wb, app);
	if (!read_item(wb, app, err) || !load_answers(wb, app, &answers, &draft, err))
		return false;
	wb->time.sittings++;
	wb->sheet =
		sheet_new(wb->guide.guideline, &wb->item, wb->order, wb->item.n_responses, answers);
	wb->reorders = app->settings.bidi != BIDI_OFF;
	make_readings(wb, app->cols);
	if (draft.focus != NULL)
		workbench_restore_focus(wb, draft.focus);
	else if (wb->has_base)
		workbench_refocus(wb);
	wb->flagged = store_flagged(app->store, &wb->batch.id, &task->uid);
	wb->has_item = true;
	wb->position_changed = true;
	app_touch(app);
	say_what_it_is(wb, app, draft.focus != NULL);
	return true;
}

/* ---------------------------------------------------------------- going there */

/* Where she stands; NULL before the first item. */
static const uint8_t *here(const struct workbench *wb)
{
	return wb->has_task ? wb->task.ord : NULL;
}

enum store_leased workbench_lease(struct app *app, const struct short_id *batch,
				  const struct store_task *task, struct err *err)
{
	return app->read_only ? LEASE_TAKEN : store_lease(app->store, batch, task, err);
}

bool workbench_next_open(struct workbench *wb, struct app *app, struct err *err)
{
	struct store_task task;
	uint8_t ord[ORD_BYTES];
	const uint8_t *from = here(wb);

	for (int i = 0; i < LEASE_TRIES; i++) {
		enum store_leased how;

		if (!store_seek(app->store, &wb->batch.id, from, SEEK_OPEN, &task, err))
			return false;
		how = workbench_lease(app, &wb->batch.id, &task, err);
		if (how == LEASE_TAKEN)
			return workbench_load(wb, app, &task, err);
		if (how == LEASE_FAILED)
			return false;
		/* Somebody else, or another window of hers, has it before the eyes. */
		memcpy(ord, task.ord, sizeof ord);
		from = ord;
	}
	return err_set(err, ERR_NOT_FOUND, "every open item is before somebody's eyes just now");
}

bool workbench_any_item(struct workbench *wb, struct app *app, struct err *err)
{
	struct store_task task;
	uint8_t ord[ORD_BYTES];
	const uint8_t *from = NULL;

	for (int i = 0; i < LEASE_TRIES; i++) {
		if (!store_seek(app->store, &wb->batch.id, from, SEEK_NEXT, &task, err))
			break;
		if (workbench_lease(app, &wb->batch.id, &task, err) != LEASE_ELSEWHERE)
			return workbench_load(wb, app, &task, err);
		memcpy(ord, task.ord, sizeof ord);
		from = ord;
	}
	if (from == NULL && err->code == ERR_NOT_FOUND)
		return err_set(err, ERR_NOT_FOUND, "batch '%s' has no items", wb->batch.name);
	return err_set(err, ERR_CONFLICT, "your other window has the only item of batch '%s' open",
		       wb->batch.name);
}

static void say_elsewhere(struct workbench *wb, struct app *app, const struct short_id *batch,
			  const struct store_task *task)
{
	int64_t number = store_task_number(app->store, batch, task);
	bool here = short_id_equal(batch, &wb->batch.id);

	app_say(app, STYLE_ATTENTION, "item %" PRId64 "%s is open in your other window", number,
		here ? "" : " of that batch");
}

/* HOW it was leased. */
static bool show_leased(struct workbench *wb, struct app *app, const struct store_task *task,
			enum store_leased how)
{
	struct err err;

	if (!workbench_load(wb, app, task, &err)) {
		app_fail(app, &err);
		return false;
	}
	if (how == LEASE_SHARED && !wb->has_base) {
		app_say(app, STYLE_ATTENTION,
			"somebody else has this item open too; both answers will count");
		app_keep(app);
	}
	return true;
}

static bool load_or_say(struct workbench *wb, struct app *app, const struct store_task *task)
{
	struct err ignored;
	enum store_leased how;

	app_save(app);
	how = workbench_lease(app, &wb->batch.id, task, &ignored);
	if (how != LEASE_ELSEWHERE)
		return show_leased(wb, app, task, how);
	say_elsewhere(wb, app, &wb->batch.id, task);
	return false;
}

/* The way from here to the first item that no other window of hers has open. */
static void walk(struct workbench *wb, struct app *app, enum store_seek seek, const char *none)
{
	struct store_task task, passed = { .item = 0 };
	const uint8_t *from = here(wb);
	struct err err;
	enum store_leased how;

	app_save(app);
	for (int i = 0; i < LEASE_TRIES; i++) {
		if (!store_seek(app->store, &wb->batch.id, from, seek, &task, &err)) {
			app_say(app, STYLE_ATTENTION, "%s",
				err.code == ERR_NOT_FOUND ? none : err.msg);
			break;
		}
		if (wb->has_item && id_equal(&task.uid, &wb->task.uid)) {
			app_say(app, STYLE_ATTENTION, "%s", none);
			break;
		}
		how = workbench_lease(app, &wb->batch.id, &task, &err);
		if (how != LEASE_ELSEWHERE && (how != LEASE_SHARED || !task.wanted)) {
			show_leased(wb, app, &task, how);
			break;
		}
		passed = task;
		from = passed.ord;
	}
	if (passed.item != 0 && seek != SEEK_OPEN)
		say_elsewhere(wb, app, &wb->batch.id, &passed);
}

bool workbench_go_item(struct workbench *wb, struct app *app, enum command command)
{
	static const struct {
		enum command command;
		enum store_seek seek;
		const char *none;
		enum command other;
		const char *does;
	} ways[] = {
		{ CMD_NEXT_ITEM, SEEK_NEXT, "this is the last item", CMD_PREV_ITEM, "goes back" },
		{ CMD_PREV_ITEM, SEEK_PREV, "this is the first item", CMD_NEXT_ITEM, "goes on" },
		{ CMD_NEXT_OPEN, SEEK_OPEN, "nothing else is open in this batch", CMD_BACK,
		  "goes home" },
	};
	char none[96];

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		if (ways[i].command != command)
			continue;
		snprintf(none, sizeof none, "%s; %s %s", ways[i].none, app_key(app, ways[i].other),
			 ways[i].does);
		walk(wb, app, ways[i].seek, none);
		return true;
	}
	return false;
}

struct spot workbench_spot(const struct workbench *wb)
{
	if (!wb->has_task)
		return (struct spot){ .set = false };
	return (struct spot){ .set = true, .batch = wb->batch.id, .uid = wb->task.uid };
}

/* She is somewhere else than at FROM now. */
static void jumped(struct workbench *wb, const struct spot *from)
{
	if (from->set && !id_equal(&from->uid, &wb->task.uid))
		wb->back = *from;
}

void workbench_go_back(struct workbench *wb, struct app *app)
{
	struct spot to = wb->back;

	if (!to.set) {
		app_say(app, STYLE_DIM,
			"no jump to go back from yet: %s, %s, %s and %s lead to other items",
			app_key(app, CMD_GOTO), app_key(app, CMD_SUBMISSIONS),
			app_key(app, CMD_BROWSE), app_key(app, CMD_UNDO));
		return;
	}
	if (!workbench_show_item(wb, app, &to.batch, &to.uid))
		return;
	wb->has_return = wb->over_list = false;
	if (app->status.len == 0)
		app_say(app, STYLE_DIM, "item %" PRId64 "; %s leads there and back", wb->number,
			app_key(app, CMD_GO_BACK));
}

/* "#4812": the Nth thing this person saved. */
static bool find_saved(struct workbench *wb, struct app *app, int64_t number)
{
	struct short_id batch;
	struct id uid;
	struct err err;

	return store_saved_find(app->store, number, &batch, &uid, &err)
	       && workbench_show_item(wb, app, &batch, &uid);
}

static bool is_number(const char *text)
{
	return text[0] != '\0' && strspn(text, "0123456789") == strlen(text) && strlen(text) <= 12;
}

static void went(struct app *app, void *ctx, const char *text)
{
	struct workbench *wb = ctx;
	struct spot from = workbench_spot(wb);
	struct store_task task;
	struct err err;
	bool found;

	if (text == NULL || text[0] == '\0')
		return;
	wb->has_return = wb->over_list = false;
	if (text[0] == '#' && is_number(text + 1)) {
		if (!find_saved(wb, app, strtoll(text + 1, NULL, 10)))
			app_say(app, STYLE_ATTENTION,
				"nothing was saved as %.20s; the newest is #%" PRId64, text,
				store_journal_number(app->store));
		return;
	}
	found = is_number(text)
		&& store_task_at(app->store, &wb->batch.id, strtoll(text, NULL, 10), &task, &err);
	if (!found)
		found = store_task_find(app->store, &wb->batch.id, text, &task, &err);
	if (found && load_or_say(wb, app, &task))
		jumped(wb, &from);
	else if (!found && err.code == ERR_NOT_FOUND)
		app_say(app, STYLE_ATTENTION,
			"no item '%.40s': type 1 to %" PRId64
			", the start of an id, or #saved; %s lists them",
			text, wb->batch.items, app_key(app, CMD_BROWSE));
	else if (!found)
		app_fail(app, &err);
}

void workbench_ask_goto(struct workbench *wb, struct app *app)
{
	app_push(app, prompt_open(&(struct prompt){ .label = "go to",
						    .hint = "item number, id or #saved",
						    .done = went,
						    .ctx = wb }));
}

bool workbench_show_item(struct workbench *wb, struct app *app, const struct short_id *batch,
			 const struct id *uid)
{
	bool same = short_id_equal(batch, &wb->batch.id);
	struct short_id id = *batch; /* it may be of the batch that is left */
	enum store_leased how;
	struct spot from = workbench_spot(wb);
	struct store_task task;
	struct err err;

	if (wb->has_item && same && id_equal(uid, &wb->task.uid))
		return true;
	app_save(app);
	if (!store_task(app->store, &id, uid, &task, &err)) {
		app_fail(app, &err);
		return false;
	}
	how = workbench_lease(app, &id, &task, &err);
	if (how == LEASE_ELSEWHERE) {
		say_elsewhere(wb, app, &id, &task);
		return false;
	}
	if (!same && !workbench_load_batch(wb, app, &id, &err)) {
		app_fail(app, &err);
		return false;
	}
	if (!show_leased(wb, app, &task, how))
		return false;
	jumped(wb, &from);
	return true;
}
