/* workbench_submit.c - sending an item, skipping it, and what else is said about it. */
#include "ui/view/workbench_state.h"

#include "base/json_write.h"
#include "ui/view/confirm.h"
#include "ui/view/prompt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- the envelope */

static void envelope(const struct workbench *wb, const struct app *app, const char *reason,
		     const struct json *checks, struct arena *arena, struct annotation *out)
{
	char *seed = arena_alloc(arena, SHORT_ID_HEX + 1);

	hex_encode(seed, wb->batch.seed.b, SHORT_ID_BYTES);
	*out = (struct annotation){
		.batch = wb->batch.id,
		.guideline = wb->batch.guideline,
		.skipped = reason != NULL,
		.reason = reason,
		.n_order = wb->item.n_responses,
		.seed_hex = seed,
		.columns = app->cols,
		.layout = strcmp(app->env.how, "plain") == 0 ? "plain"
			  : wb->stacked                      ? "stacked"
							     : "columns",
		.time = wb->time,
		.keys = wb->keys_before + app->keys,
		.pasted = wb->pasted,
		.how = app->env.how,
		.checks = checks,
		.answers = sheet_answers(wb->sheet, arena),
	};
	for (int i = 0; i < wb->item.n_responses; i++)
		out->order[i] = wb->order[i];
}

/* Where the cursor will stand: on the item that comes next. */
static const uint8_t *next_position(struct workbench *wb, struct app *app, struct store_task *next)
{
	struct err err;

	if (wb->has_return && short_id_equal(&wb->return_to.batch, &wb->batch.id)
	    && store_task(app->store, &wb->batch.id, &wb->return_to.uid, next, &err))
		return next->ord;
	return store_seek(app->store, &wb->batch.id, wb->task.ord, SEEK_OPEN, next, &err)
		       ? next->ord
		       : wb->task.ord;
}

static bool submit(struct workbench *wb, struct app *app, const char *reason,
		   const struct json *checks, struct store_receipt *receipt, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct buf payload = BUF_INIT, answers = BUF_INIT;
	struct annotation annotation;
	struct store_task next;
	struct store_undo undo = { .batch = wb->batch.id, .uid = wb->task.uid };
	struct store_submit sent = { .batch = wb->batch.id, .uid = wb->task.uid, .undo = &undo };
	bool ok;

	envelope(wb, app, reason, checks, &arena, &annotation);
	annotation_write(&annotation, &arena, &payload);
	sheet_write(wb->sheet, &answers);
	undo.before = undo.after = buf_str(&answers);
	sent.payload = buf_str(&payload);
	sent.payload_len = payload.len;
	sent.lines = workbench_undo_lines(wb, &arena);
	sent.n_lines = wb->n_undo;
	sent.position = next_position(wb, app, &next);
	ok = store_submit(app->store, &sent, receipt, err);
	arena_release(&arena);
	buf_release(&payload);
	buf_release(&answers);
	return ok;
}

/* ---------------------------------------------------------------- and on */

static void go_on(struct workbench *wb, struct app *app, const char *words, enum style style)
{
	struct spot back = wb->return_to;
	bool has_return = wb->has_return && !id_equal(&back.uid, &wb->task.uid);
	struct err err;

	wb->has_return = false;
	app->unsaved.code = ERR_NONE; /* what could not be saved is not wanted any more */
	if (wb->over_list) {
		app_close(app, &wb->view);
		app_say(app, style, "%s", words);
		return;
	}
	if (has_return && workbench_show_item(wb, app, &back.batch, &back.uid)) {
		app_say(app, style, "%s; back at item %" PRId64, words, wb->number);
		app_keep(app);
		return;
	}
	if (workbench_next_open(wb, app, &err)) {
		if (app->status.len == 0)
			app_say(app, style, "%s", words);
		/* That it was saved stands in the title; more than that has to be read. */
		if (style == STYLE_ATTENTION)
			app_keep(app);
		return;
	}
	if (err.code == ERR_NOT_FOUND) {
		bool left = store_open_elsewhere(app->store, &wb->batch.id);

		/* Home shows what else there is. */
		app_close(app, &wb->view);
		app_say(app, STYLE_CHOSEN, "%s; %s", words,
			left ? "what is left is open in other windows" : "all done here");
		return;
	}
	app_fail(app, &err);
}

static void finish(struct workbench *wb, struct app *app, const char *reason,
		   const struct json *checks)
{
	struct store_receipt receipt;
	int64_t active = wb->time.active_ms;
	bool again = wb->has_base;
	char words[80];
	struct err err;

	/* What would be saved is in the submission: one wait for the disk, not two. */
	workbench_keep_text(wb);
	if (!submit(wb, app, reason, checks, &receipt, &err)) {
		app_save(app);
		app_say(app, STYLE_PROBLEM, "not sent: %.400s", err.msg);
		return;
	}
	workbench_drop_undo(wb);
	wb->draft_changed = wb->position_changed = false;
	app_note_saved(app, receipt.number);
	if (!again && reason == NULL)
		wb->today++;
	wb->active_ms += active;
	snprintf(words, sizeof words, "%s as #%" PRId64 "%s",
		 reason != NULL ? "skipped, saved" : "saved", receipt.number,
		 receipt.parked ? "; it counts once your key is enrolled" : "");
	buf_clear(&app->status);
	go_on(wb, app, words, receipt.parked ? STYLE_ATTENTION : STYLE_CHOSEN);
}

static void send_answers(struct workbench *wb, struct app *app, const struct json *checks)
{
	finish(wb, app, NULL, checks);
}

/* ---------------------------------------------------------------- Enter */

static bool go_to_missing(struct workbench *wb, struct app *app)
{
	struct sheet_cell first;
	struct buf why = BUF_INIT;
	bool missing = sheet_missing(wb->sheet, &first, &why) > 0;

	if (missing) {
		sheet_set_focus(wb->sheet, first);
		workbench_follow_focus(wb);
		app_say(app, STYLE_ATTENTION, "%s", buf_str(&why));
		if (sheet_enter_opens(wb->sheet))
			workbench_open_text(wb, app);
	}
	buf_release(&why);
	return missing;
}

static void send_checked(struct app *app, void *ctx, bool yes)
{
	struct workbench *wb = ctx;
	struct arena arena = ARENA_INIT;
	struct buf why = BUF_INIT;
	struct json *names = json_array(&arena);

	if (yes) {
		sheet_checks(wb->sheet, &arena, names, &why);
		send_answers(wb, app, names);
	}
	buf_release(&why);
	arena_release(&arena);
}

/* True if the answers contradict each other: then a question is on the screen. */
static bool ask_checks(struct workbench *wb, struct app *app)
{
	struct arena arena = ARENA_INIT;
	struct buf why = BUF_INIT;
	int n = sheet_checks(wb->sheet, &arena, json_array(&arena), &why);

	if (n > 0)
		app_push(app,
			 confirm_open(buf_str(&why), "submits it all the same", send_checked, wb));
	buf_release(&why);
	arena_release(&arena);
	return n > 0;
}

/* Reopened and left as it was: it counts already. */
static void leave_unchanged(struct workbench *wb, struct app *app)
{
	struct err err;

	app_save(app);
	if (!store_draft_drop(app->store, &wb->batch.id, &wb->task.uid, &err)) {
		app_fail(app, &err);
		return;
	}
	buf_clear(&app->status);
	go_on(wb, app, "unchanged: it counts as you sent it", STYLE_DIM);
}

/* What is missing first is written, not typed: Enter opens it even on a fresh item. */
static bool wants_text(const struct workbench *wb)
{
	const struct question *q = wb->guide.guideline->question;
	struct sheet_cell first;
	struct buf why = BUF_INIT;
	bool wants = sheet_missing(wb->sheet, &first, &why) > 0
		     && (q[first.question].type == QUESTION_TEXT
			 || q[first.question].type == QUESTION_EDIT);

	buf_release(&why);
	return wants;
}

void workbench_enter(struct workbench *wb, struct app *app)
{
	if (!app_may_write(app))
		return;
	if (!sheet_touched(wb->sheet) && !wants_text(wb)) {
		app_say(app, STYLE_ATTENTION, "nothing is answered yet; %s skips with a reason",
			app_key(app, CMD_SKIP));
		return;
	}
	if (go_to_missing(wb, app))
		return;
	if (wb->has_base && wb->base_status == SENT_DONE && !wb->base_differs
	    && !workbench_differs(wb)) {
		leave_unchanged(wb, app);
		return;
	}
	if (sheet_doubt(wb->sheet)) {
		sheet_clear_doubt(wb->sheet);
		app_say(app, STYLE_ATTENTION,
			"a digit was refused: look again, Enter once more submits");
		return;
	}
	if (!ask_checks(wb, app))
		send_answers(wb, app, NULL);
}

/* ---------------------------------------------------------------- skip, flag, ask, withdraw */

static void skipped(struct app *app, void *ctx, const char *reason)
{
	if (reason == NULL)
		return;
	if (strspn(reason, " ") == strlen(reason)) {
		app_say(app, STYLE_ATTENTION,
			"a skip needs a reason: it tells the lead what to do");
		return;
	}
	finish(ctx, app, reason, NULL);
}

void workbench_ask_skip(struct workbench *wb, struct app *app)
{
	if (app_may_write(app))
		app_push(app, prompt_open(&(struct prompt){ .label = "skip, because",
							    .hint = "Enter skips   Esc does not",
							    .done = skipped,
							    .ctx = wb }));
}

static void set_flag(struct workbench *wb, struct app *app, bool on, const char *note)
{
	struct err err;

	if (!store_flag(app->store, &wb->batch.id, &wb->task.uid, on, note, &err)) {
		app_fail(app, &err);
		return;
	}
	wb->flagged = on;
	app_note_saved(app, store_journal_number(app->store));
	app_say(app, STYLE_CHOSEN, "%s", on ? "flagged" : "the flag is off");
}

static void flagged(struct app *app, void *ctx, const char *note)
{
	if (note != NULL)
		set_flag(ctx, app, true, note[0] == '\0' ? NULL : note);
}

void workbench_flag(struct workbench *wb, struct app *app)
{
	if (!app_may_write(app))
		return;
	if (wb->flagged)
		set_flag(wb, app, false, NULL);
	else
		app_push(app, prompt_open(&(struct prompt){ .label = "flag; a note",
							    .hint = "Enter, with or without one",
							    .done = flagged,
							    .ctx = wb }));
}

static void asked(struct app *app, void *ctx, const char *text)
{
	struct workbench *wb = ctx;
	struct err err;

	if (text == NULL || strspn(text, " ") == strlen(text))
		return;
	if (!store_ask(app->store, &wb->batch.id, &wb->task.uid, text, &err)) {
		app_fail(app, &err);
		return;
	}
	app_note_saved(app, store_journal_number(app->store));
	app_say(app, STYLE_CHOSEN, "the lead will see your question with this item");
}

void workbench_ask_lead(struct workbench *wb, struct app *app)
{
	if (app_may_write(app))
		app_push(app, prompt_open(&(struct prompt){ .label = "ask the lead",
							    .hint = "Enter sends   Esc does not",
							    .done = asked,
							    .ctx = wb }));
}

static void withdraw(struct app *app, void *ctx, bool yes)
{
	struct workbench *wb = ctx;
	struct store_receipt receipt;
	struct store_task task = wb->task;
	struct err err;

	if (!yes)
		return;
	if (!app_save(app))
		return;
	if (!store_retract(app->store, &wb->batch.id, &wb->task.uid, NULL, &receipt, &err)) {
		app_fail(app, &err);
		return;
	}
	app_note_saved(app, receipt.number);
	if (!workbench_load(wb, app, &task, &err))
		app_fail(app, &err);
	else
		app_say(app, STYLE_CHOSEN, "withdrawn: nothing of yours counts for this item now");
}

void workbench_ask_retract(struct workbench *wb, struct app *app)
{
	if (!app_may_write(app))
		return;
	if (!wb->has_base)
		app_say(app, STYLE_ATTENTION, "you have sent nothing for this item");
	else
		app_push(app, confirm_open("Withdraw what you sent for this item? It stays in the "
					   "log, but counts no more.",
					   "withdraws it", withdraw, wb));
}
