/* workbench_go.c - to another item: the next one, its neighbours, a jump and the way back. */
#include "ui/view/workbench_state.h"

#include "ui/view/prompt.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEASE_TRIES 64

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
	bool same = short_id_equal(batch, &wb->batch.id);

	app_say(app, STYLE_ATTENTION, "item %" PRId64 "%s is open in your other window", number,
		same ? "" : " of that batch");
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

static void show_again(struct app *app, void *ctx)
{
	struct workbench *wb = ctx;
	struct spot to = wb->leave_to;

	workbench_show_item(wb, app, &to.batch, &to.uid);
}

/* False: a question is on the screen. */
static bool may_leave_to(struct workbench *wb, struct app *app, const struct short_id *batch,
			 const struct id *uid)
{
	wb->leave_to = (struct spot){ .set = true, .batch = *batch, .uid = *uid };
	return app_may_leave(app, show_again, wb);
}

static bool load_or_say(struct workbench *wb, struct app *app, const struct store_task *task)
{
	struct err ignored;
	enum store_leased how;

	if (!may_leave_to(wb, app, &wb->batch.id, &task->uid))
		return false;
	how = workbench_lease(app, &wb->batch.id, task, &ignored);
	if (how != LEASE_ELSEWHERE)
		return show_leased(wb, app, task, how);
	say_elsewhere(wb, app, &wb->batch.id, task);
	return false;
}

static void walk_again(struct app *app, void *ctx)
{
	app_command(app, ((struct workbench *)ctx)->leave_by);
}

/* The way from here to the first item that no other window of hers has open. */
static void walk(struct workbench *wb, struct app *app, enum store_seek seek, const char *none)
{
	struct store_task task, passed = { .item = 0 };
	const uint8_t *from = here(wb);
	struct err err;
	enum store_leased how;

	if (!app_may_leave(app, walk_again, wb))
		return;
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
		wb->leave_by = command;
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

	if (!store_saved_find(app->store, number, &batch, &uid, &err))
		return false;
	/* Why it is not shown, where it is not, is said. */
	workbench_show_item(wb, app, &batch, &uid);
	return true;
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
	if (!may_leave_to(wb, app, &id, uid))
		return false;
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
