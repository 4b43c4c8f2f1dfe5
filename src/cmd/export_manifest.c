/* export_manifest.c - what an export was made from and how: enough to make it again. */
#include "cmd/export.h"

#include "base/json_write.h"
#include "model/fold.h"

#include <string.h>

static struct json *hex(struct arena *arena, const void *bytes, size_t n)
{
	char text[ID_HEX + 1];

	hex_encode(text, bytes, n);
	return json_string(arena, text);
}

static struct json *project_json(const struct exporter *x)
{
	struct json *object = json_object(x->arena);
	const struct id *id = store_project(x->store);

	json_set(x->arena, object, "id", hex(x->arena, id->b, sizeof id->b));
	json_set(x->arena, object, "name", json_string(x->arena, store_project_name(x->store)));
	return object;
}

static struct json *guidelines_json(const struct exporter *x)
{
	struct json *list = json_array(x->arena);

	for (size_t i = 0; i < x->guides.n; i++) {
		const struct export_guide *guide = x->guides.list[i];
		struct json *object = json_object(x->arena);

		if (guide->annotations == 0)
			continue;
		json_set(x->arena, object, "name", json_string(x->arena, guide->name));
		json_set(x->arena, object, "version", json_int(x->arena, guide->version));
		json_set(x->arena, object, "hash",
			 hex(x->arena, guide->hash.b, sizeof guide->hash.b));
		json_set(x->arena, object, "breaks", json_bool(x->arena, guide->breaks));
		json_set(x->arena, object, "annotations", json_int(x->arena, guide->annotations));
		json_push(list, object);
	}
	return list;
}

static struct json *batches_json(const struct exporter *x)
{
	struct json *list = json_array(x->arena);

	for (size_t i = 0; i < x->n_batches; i++) {
		const struct batch_count *count = x->batch[i];
		struct json *object = json_object(x->arena);

		json_set(x->arena, object, "name", json_string(x->arena, count->name));
		json_set(x->arena, object, "id", hex(x->arena, count->id.b, sizeof count->id.b));
		json_set(x->arena, object, "items", json_int(x->arena, count->items));
		json_set(x->arena, object, "annotations", json_int(x->arena, count->annotations));
		json_set(x->arena, object, "used", json_int(x->arena, count->used));
		json_push(list, object);
	}
	return list;
}

static struct json *counts_json(const struct exporter *x)
{
	struct json *object = json_object(x->arena);

	json_set(x->arena, object, "items", json_int(x->arena, x->items));
	json_set(x->arena, object, "items_used", json_int(x->arena, x->items_used));
	json_set(x->arena, object, "annotations", json_int(x->arena, x->annotations));
	json_set(x->arena, object, "annotations_used", json_int(x->arena, x->used));
	json_set(x->arena, object, "rows", json_int(x->arena, rows_written(x)));
	json_set(x->arena, object, "edits", json_int(x->arena, x->out->file[OUT_EDITS].rows));
	json_set(x->arena, object, "events", json_int(x->arena, x->out->file[OUT_EVENTS].rows));
	return object;
}

static struct json *states_json(const struct exporter *x)
{
	struct json *object = json_object(x->arena);

	for (int state = 0; state < STATE_COUNT; state++)
		if (x->states[state] > 0)
			json_set(x->arena, object, state_name((enum store_state)state),
				 json_int(x->arena, x->states[state]));
	return object;
}

static struct json *excluded_json(const struct exporter *x)
{
	struct json *object = json_object(x->arena);

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (x->excluded[rule] > 0)
			json_set(x->arena, object, rule_name((enum rule)rule),
				 json_int(x->arena, x->excluded[rule]));
	return object;
}

static struct json *files_json(const struct exporter *x)
{
	struct json *list = json_array(x->arena);

	for (int i = 0; i < x->out->n_files; i++) {
		const struct out_file *file = &x->out->file[i];
		struct json *object = json_object(x->arena);

		if (!out_is_made(file))
			continue;
		json_set(x->arena, object, "name", json_string(x->arena, file->name));
		json_set(x->arena, object, "rows", json_int(x->arena, file->rows));
		json_set(x->arena, object, "bytes", json_int(x->arena, file->bytes));
		json_set(x->arena, object, "blake2b_256",
			 hex(x->arena, file->digest.b, sizeof file->digest.b));
		json_push(list, object);
	}
	return list;
}

/* One line a key, and a list's members one a line: for people who look and programs that compare.
 */
static void write_pretty(struct buf *out, const struct json *root)
{
	buf_adds(out, "{\n");
	for (const struct json *v = root->child; v != NULL; v = v->next) {
		buf_adds(out, "  ");
		json_write_string(out, v->key, v->key_len);
		buf_adds(out, ": ");
		if (v->type == JSON_ARRAY && v->count > 0) {
			for (const struct json *m = v->child; m != NULL; m = m->next) {
				buf_adds(out, m == v->child ? "[\n    " : ",\n    ");
				json_write_plain(out, m);
			}
			buf_adds(out, "\n  ]");
		} else {
			json_write_plain(out, v);
		}
		buf_adds(out, v->next != NULL ? ",\n" : "\n");
	}
	buf_adds(out, "}\n");
}

void manifest_write(const struct exporter *x, const struct id *vector, struct buf *out)
{
	struct arena *arena = x->arena;
	struct json *root = json_object(arena);
	struct buf program = BUF_INIT;

	buf_addf(&program, "assay %s", x->env->version);
	json_set(arena, root, "assay_export", json_int(arena, 1));
	json_set(arena, root, "program", json_string(arena, buf_str(&program)));
	json_set(arena, root, "fold", json_int(arena, FOLD_VERSION));
	json_set(arena, root, "project", project_json(x));
	json_set(arena, root, "vector", hex(arena, vector->b, sizeof vector->b));
	json_set(arena, root, "format", json_string(arena, x->settings->format->name));
	json_set(arena, root, "settings", settings_json(x->settings, arena));
	json_set(arena, root, "guidelines", guidelines_json(x));
	json_set(arena, root, "batches", batches_json(x));
	json_set(arena, root, "counts", counts_json(x));
	if (x->settings->format->needs == EXPORT_ANNOTATIONS)
		json_set(arena, root, "states", states_json(x));
	json_set(arena, root, "excluded", excluded_json(x));
	json_set(arena, root, "files", files_json(x));
	write_pretty(out, root);
	buf_release(&program);
}
