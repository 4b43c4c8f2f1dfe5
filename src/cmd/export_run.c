/* export_run.c - one look at the project for guidelines and reviews, a second for the rows. */
#include "cmd/export.h"

#include "base/alloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- the first look ---- */

static void note_guideline(struct exporter *x, const struct store_item_row *row,
			   const char *payload, size_t len)
{
	struct id hash;

	if (payload == NULL || (x->known[0] != '\0' && strstr(payload, x->known) != NULL)
	    || !payload_guideline(x, row, payload, len, &hash))
		return;
	guides_add(&x->guides, &hash);
	guideline_member(x->known, &hash);
}

static bool survey_item(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct exporter *x = ctx;

	(void)err;
	arena_clear(&x->row_arena);
	for (size_t i = 0; i < row->n_said; i++)
		if (row->said[i]->kind == KIND_ANNOTATE)
			note_guideline(x, row, row->said[i]->payload, row->said[i]->payload_len);
	if (row->n_annotations > 0
	    && (x->n_looked_at == 0 || !short_id_equal(&x->looked_at, &row->batch->id))) {
		x->looked_at = row->batch->id;
		x->n_looked_at++;
	}
	for (size_t i = 0; i < row->n_annotations; i++) {
		note_guideline(x, row, row->annotation[i].payload, row->annotation[i].payload_len);
		if (row->annotation[i].review != REVIEW_NONE)
			map_put(&x->reviewed, row->batch->id.b, SHORT_ID_BYTES, NULL)->number = 1;
	}
	return true;
}

/* ---- the second ---- */

struct batch_count *batch_of(struct exporter *x, const struct store_item_row *row)
{
	bool fresh;
	union map_value *slot;

	if (x->in != NULL && short_id_equal(&x->in->id, &row->batch->id))
		return x->in;
	slot = map_put(&x->batches, row->batch->id.b, SHORT_ID_BYTES, &fresh);
	if (fresh) {
		struct batch_count *count = arena_alloc(x->arena, sizeof *count);

		count->id = row->batch->id;
		count->name = arena_strdup(x->arena, row->batch->name);
		slot->ptr = count;
		x->batch = vec_grow(x->batch, x->n_batches, &x->batches_cap, sizeof *x->batch);
		x->batch[x->n_batches++] = count;
	}
	x->in = slot->ptr;
	return slot->ptr;
}

static bool rows_of_item(struct exporter *x, const struct store_item_row *row, struct err *err)
{
	struct vote *votes;
	size_t n;

	if (x->settings->format->needs == EXPORT_ANNOTATIONS)
		return export_lossless(x, row, err);
	if (!select_votes(x, row, &votes, &n, err))
		return false;
	if (n == 0)
		return true;
	if (x->settings->format->needs == EXPORT_PAIRS && !export_pairs(x, row, votes, n, err))
		return false;
	return export_goldens(x, row, votes, n, err);
}

static int64_t annotations_of(const struct store_item_row *row)
{
	int64_t n = (int64_t)row->n_annotations;

	for (size_t i = 0; i < row->n_said; i++)
		n += row->said[i]->kind == KIND_ANNOTATE;
	return n;
}

static void count_item(struct exporter *x, const struct store_item_row *row)
{
	int64_t n = annotations_of(row);
	struct batch_count *count;

	x->annotations += n;
	if (row->batch == NULL)
		return;
	count = batch_of(x, row);
	x->items++;
	count->items++;
	count->annotations += n;
}

int64_t rows_written(const struct exporter *x)
{
	int64_t n = 0;

	for (int i = OUT_ROWS; i < x->out->n_files; i++)
		n += x->out->file[i].rows;
	return n;
}

static bool write_item(struct exporter *x, const struct store_item_row *row, struct err *err)
{
	int64_t used = x->used, rows = rows_written(x);

	if (row->body != NULL
	    && !item_parse(&x->item, row->body, row->body_len, &x->row_arena, err))
		return false;
	if (!rows_of_item(x, row, err))
		return false;
	x->items_used += rows_written(x) > rows;
	if (row->batch != NULL)
		batch_of(x, row)->used += x->used - used;
	return true;
}

static bool take_item(void *ctx, const struct store_item_row *row, struct err *err)
{
	struct exporter *x = ctx;

	arena_clear(&x->row_arena);
	if (row->n_said == 0 && row->n_annotations == 0)
		return true;
	count_item(x, row);
	if (row->body == NULL && row->batch != NULL) {
		x->bodies_missing++;
		return true;
	}
	return write_item(x, row, err);
}

static bool each_item(struct exporter *x, const char *label, struct store_reading reading,
		      struct err *err)
{
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, x->env, label, false);
	bool ok;

	reading.batch = x->settings->batch;
	reading.items = x->settings->format->needs == EXPORT_ANNOTATIONS ? STORE_ITEMS_SAID
									 : STORE_ITEMS_ANNOTATED;
	reading.progress = &progress;
	ok = store_each_item(x->store, &reading, err);
	cmd_bar_end(&bar);
	return ok;
}

static bool survey(struct exporter *x, struct err *err)
{
	const struct store_reading reading = { .each = survey_item,
					       .ctx = x,
					       .answers_only = true };

	return each_item(x, "looking", reading, err);
}

static bool write_rows(struct exporter *x, struct err *err)
{
	/* On one terminal, the bar must not come in between the parts of a row. */
	bool alone = x->out->to_stdout && x->env->out_tty;
	struct relay *relay = relay_new(alone ? 0 : x->env->cores - 1, take_item, x);
	const struct store_reading reading = { .each = relay_add,
					       .ctx = relay,
					       .arena = relay_arena(relay) };
	bool ok = relay_end(relay, each_item(x, "exporting", reading, err), err);

	relay_free(relay);
	return ok;
}

static bool batch_is_there(struct exporter *x, struct err *err)
{
	struct store_batch batch;

	if (x->settings->batch == NULL
	    || store_batch_find(x->store, x->settings->batch, x->arena, &batch, err))
		return true;
	if (err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND,
			"there is no batch '%s'; 'assay status' lists those there are",
			x->settings->batch);
	return false;
}

/* One by one and without a margin, numbers of different scales never meet. */
static bool may_pool(struct exporter *x, struct err *err)
{
	const struct export_settings *s = x->settings;

	if (s->format->needs != EXPORT_PAIRS || (s->resolve == EXPORT_EACH && !s->margin))
		return true;
	return guides_compatible(&x->guides, err)
	       && (!s->margin || guides_one_margin(&x->guides, err));
}

bool export_run(struct exporter *x, struct err *err)
{
	x->guides = (struct export_guides){ .store = x->store,
					    .arena = x->arena,
					    .question = x->settings->question };
	if (!batch_is_there(x, err) || !survey(x, err) || !guides_load(&x->guides, err)
	    || !may_pool(x, err) || !write_rows(x, err))
		return false;
	if (x->settings->format->needs != EXPORT_ANNOTATIONS && !list_withdrawn(x, err))
		return false;
	if (x->bodies_missing > 0)
		return err_set(err, ERR_NOT_FOUND,
			       "the texts of %" PRId64 " items are not in this copy; export where "
			       "they are, or fetch them",
			       x->bodies_missing);
	return out_end(x->out, err);
}

void exporter_release(struct exporter *x)
{
	guides_release(&x->guides);
	map_release(&x->reviewed);
	map_release(&x->ranked);
	map_release(&x->batches);
	free(x->batch);
	buf_release(&x->line);
	arena_release(&x->row_arena);
}
