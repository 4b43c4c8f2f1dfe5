/* workbench_place.c - where she reads: the pane and the row of each, kept from sitting to sitting.
 *
 * It is kept for the item before the eyes only, and found again when the batch is opened; whoever
 * walks to another item begins at its top.
 */
#include "ui/view/workbench_state.h"

#include "base/json_write.h"

#include <string.h>

static void set_hex(struct arena *arena, struct json *place, const struct id *uid)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, uid->b, ID_BYTES);
	json_set(arena, place, "item", json_string(arena, hex));
}

/* Where a pane begins, as a byte of its text: the terminal may be another one next time. */
static int64_t top_of(const struct workbench *wb, const struct reading *reading)
{
	if (reading->to_end || (wb->diffing && reading->diff.len > 0))
		return -1;
	return (int64_t)reading->pane.top_at;
}

static void write_place(const struct workbench *wb, struct buf *out)
{
	struct arena arena = ARENA_INIT;
	struct json *place = json_object(&arena), *panes = json_array(&arena);

	for (int i = 0; i < wb->n_readings; i++)
		json_push(panes, json_int(&arena, top_of(wb, &wb->reading[i])));
	set_hex(&arena, place, &wb->task.uid);
	json_set(&arena, place, "active", json_int(&arena, wb->active));
	json_set(&arena, place, "tops", panes);
	json_write_canonical(out, place);
	arena_release(&arena);
}

void workbench_note_place(struct workbench *wb, struct app *app)
{
	struct buf now = BUF_INIT;

	if (!wb->has_item || app->read_only)
		return;
	write_place(wb, &now);
	if (now.len != wb->place.len || memcmp(now.data, wb->place.data, now.len) != 0) {
		buf_clear(&wb->place);
		buf_add(&wb->place, now.data, now.len);
		wb->position_changed = true;
		app_touch(app);
	}
	buf_release(&now);
}

bool workbench_put_place(struct workbench *wb, struct app *app, struct err *err)
{
	if (wb->place.len == 0)
		write_place(wb, &wb->place);
	return store_place_put(app->store, &wb->batch.id, wb->task.ord, buf_str(&wb->place), err);
}

/* The prompt that was read in a narrow terminal stands above the responses in a wide one: there
 * they are what is read on. */
static void restore(struct workbench *wb, const struct app *app, const struct json *place)
{
	int least = workbench_is_stacked(wb, app->cols) ? 0 : 1;
	const struct json *tops = json_get(place, "tops");
	int64_t active = json_get_int(place, "active", -1);

	for (int i = 0; i < wb->n_readings; i++) {
		const struct json *top = json_at(tops, (size_t)i);
		struct reading *reading = &wb->reading[i];

		if (top == NULL || top->type != JSON_INT || top->integer < 0
		    || (size_t)top->integer >= reading->len)
			continue;
		reading->to_end = false;
		reading->pane.top_at = (size_t)top->integer;
	}
	if (active >= least && active < wb->n_readings)
		workbench_activate(wb, (int)active);
}

void workbench_restore_place(struct workbench *wb, struct app *app)
{
	struct arena arena = ARENA_INIT;
	const char *text = store_reading(app->store, &wb->batch.id, &arena), *hex;
	const struct json *place;
	struct err ignored;
	struct id uid;

	place = text != NULL ? json_parse(text, strlen(text), &arena, &ignored) : NULL;
	hex = json_get_string(place, "item");
	if (hex != NULL && strlen(hex) == ID_HEX && hex_decode(uid.b, ID_BYTES, hex, ID_HEX)
	    && id_equal(&uid, &wb->task.uid))
		restore(wb, app, place);
	arena_release(&arena);
}
