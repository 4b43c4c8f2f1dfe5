/* workbench_item.c - the item on the screen: what is loaded for it and dropped with it. */
#include "ui/view/workbench_state.h"

#include "base/json_write.h"

#include <inttypes.h>
#include <string.h>

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
	size_t n;

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
			return store_guide(app->store, &wb->batch.guideline, &wb->arena, &wb->guide,
					   err);
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
