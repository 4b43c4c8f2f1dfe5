/* fold_staff.c - what staff says about an item, and the registers: each with heads, each stale or
 * undecided where it must be. */
#include "model/fold_parts.h"

#include <stdlib.h>

/* ---- reviews and adjudications ---- */

static bool lists(const struct payload_field *ids, const struct id *wanted)
{
	struct id id;
	size_t at = 0;
	bool broken;

	while (payload_next_hex(ids, &at, id.b, ID_BYTES, &broken))
		if (id_equal(&id, wanted))
			return true;
	return false;
}

/* Has what was seen changed?  It has when the annotation is no head any more, or another one that
 * was not seen and says something else counts in its place. */
static bool has_changed(const struct fold_entry *seen, const struct payload_field *ids)
{
	const struct fold_group *group = seen->group;

	if (seen->gone || group == NULL || group->counting == NULL)
		return true;
	return group->differ && group->counting != seen && !lists(ids, &group->counting->event->id);
}

static bool is_stale(const struct fold *fold, const struct fold_entry *entry)
{
	struct id id;
	size_t at = 0;
	bool broken;

	while (payload_next_hex(&entry->ids, &at, id.b, ID_BYTES, &broken)) {
		const struct fold_entry *seen = fold_find(fold, &id);

		if (seen == NULL || (fold_is_label(seen) && has_changed(seen, &entry->ids)))
			return true;
	}
	return false;
}

struct verdict { /* one review of one annotation */
	const struct fold_entry *review, *about;
};

static int compare_verdicts(const void *a, const void *b)
{
	const struct verdict *x = a, *y = b;
	int c = fold_compare_short(&x->review->batch, &y->review->batch);

	if (c == 0)
		c = (x->about->event->rid > y->about->event->rid)
		    - (x->about->event->rid < y->about->event->rid);
	return c != 0 ? c : (x->review > y->review) - (x->review < y->review);
}

static bool is_review(const struct fold_entry *entry)
{
	return entry->event->kind == KIND_REVIEW && !entry->gone;
}

static struct verdict *list_verdicts(const struct fold *fold, size_t *n)
{
	size_t n_reviews, total = 0;
	struct fold_entry **review = fold_pick(fold, is_review, fold_by_batch, &n_reviews);
	struct verdict *list;

	for (size_t i = 0; i < n_reviews; i++)
		total += fold_count_reviewed(fold, review[i]);
	*n = 0;
	list = arena_alloc(fold->arena, total * sizeof *list);
	for (size_t i = 0; i < n_reviews; i++) {
		struct id id;
		size_t at = 0;
		bool broken;

		while (payload_next_hex(&review[i]->ids, &at, id.b, ID_BYTES, &broken)) {
			struct fold_entry *about = fold_reviewed(fold, review[i], &id);

			if (about != NULL)
				list[(*n)++] = (struct verdict){ review[i], about };
		}
	}
	if (*n > 1)
		qsort(list, *n, sizeof *list, compare_verdicts);
	return list;
}

static bool same_verdict_place(const struct verdict *a, const struct verdict *b)
{
	return short_id_equal(&a->review->batch, &b->review->batch) && a->about == b->about;
}

static void add_review(struct fold *fold, const struct verdict *run, size_t n)
{
	const struct verdict *counting = &run[n - 1];
	bool differ = false;

	for (size_t i = 0; i < n; i++)
		differ = differ || !fold_same(fold, run[i].review, counting->review);
	fold->out->decision[fold->out->n_decisions++] = (struct fold_decision){
		.batch = counting->review->batch,
		.about = counting->about->event->rid,
		.rid = counting->review->event->rid,
		.stale = has_changed(counting->about, &counting->review->ids),
		.differ = differ,
	};
}

static bool is_adjudication(const struct fold_entry *entry)
{
	return entry->event->kind == KIND_ADJUDICATE && !entry->gone;
}

static void add_adjudication(struct fold *fold, struct fold_entry **run, size_t n)
{
	const struct fold_entry *counting = run[n - 1];
	bool differ = false;

	for (size_t i = 0; i < n; i++)
		differ = differ || !fold_same(fold, run[i], counting);
	fold->out->decision[fold->out->n_decisions++] = (struct fold_decision){
		.batch = counting->batch,
		.rid = counting->event->rid,
		.stale = is_stale(fold, counting),
		.differ = differ,
	};
}

static int compare_decisions(const void *a, const void *b)
{
	const struct fold_decision *x = a, *y = b;
	int c = fold_compare_short(&x->batch, &y->batch);

	return c != 0 ? c : (x->about > y->about) - (x->about < y->about);
}

/* How many entries from I on have its batch. */
static size_t batch_run(struct fold_entry **list, size_t i, size_t n)
{
	size_t end = i + 1;

	while (end < n && short_id_equal(&list[i]->batch, &list[end]->batch))
		end++;
	return end - i;
}

void fold_decisions(struct fold *fold)
{
	size_t n, m, end;
	struct fold_entry **list = fold_pick(fold, is_adjudication, fold_by_batch, &n);
	struct verdict *verdict = list_verdicts(fold, &m);

	if (n + m == 0)
		return;
	fold->out->decision = arena_alloc(fold->arena, (n + m) * sizeof *fold->out->decision);
	for (size_t i = 0; i < n; i += batch_run(list, i, n))
		add_adjudication(fold, list + i, batch_run(list, i, n));
	for (size_t i = 0; i < m; i = end) {
		for (end = i + 1; end < m; end++)
			if (!same_verdict_place(&verdict[i], &verdict[end]))
				break;
		add_review(fold, verdict + i, end - i);
	}
	qsort(fold->out->decision, fold->out->n_decisions, sizeof *fold->out->decision,
	      compare_decisions);
}

/* ---- registers ---- */

static bool is_control(const struct fold_entry *entry)
{
	return entry->event->kind == KIND_CONTROL && !entry->gone;
}

static void fold_controls(struct fold *fold)
{
	size_t n;
	struct fold_entry **list = fold_pick(fold, is_control, fold_by_batch, &n);

	if (n == 0)
		return;
	fold->out->control = arena_alloc(fold->arena, n * sizeof *fold->out->control);
	for (size_t i = 0; i < n; i += batch_run(list, i, n)) {
		const struct fold_entry *newest = list[i + batch_run(list, i, n) - 1];

		fold->out->control[fold->out->n_controls++] = (struct fold_control){
			.batch = newest->batch,
			.rid = newest->event->rid,
		};
	}
}

static bool is_flag(const struct fold_entry *entry)
{
	return entry->event->kind == KIND_FLAG && !entry->gone;
}

static void fold_flags(struct fold *fold)
{
	size_t n;
	struct fold_entry **list = fold_pick(fold, is_flag, fold_by_member, &n);

	if (n == 0)
		return;
	fold->out->flag = arena_alloc(fold->arena, n * sizeof *fold->out->flag);
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n || !short_id_equal(&list[i]->batch, &list[i + 1]->batch)
			    || !short_id_equal(&list[i]->who, &list[i + 1]->who);

		if (last)
			fold->out->flag[fold->out->n_flags++] = (struct fold_flag){
				.batch = list[i]->batch,
				.member = list[i]->who,
				.on = list[i]->on,
			};
	}
}

static bool is_withdrawal(const struct fold_entry *entry)
{
	return entry->event->kind == KIND_WITHDRAW && !entry->gone;
}

/* Two leads apart from each other: withdrawn wins. */
static void fold_withdrawals(struct fold *fold)
{
	size_t n;
	struct fold_entry **list = fold_pick(fold, is_withdrawal, fold_by_batch, &n);

	if (n == 0)
		return;
	fold->out->withdrawal = arena_alloc(fold->arena, n * sizeof *fold->out->withdrawal);
	for (size_t i = 0; i < n; i += batch_run(list, i, n)) {
		struct fold_withdrawal row = { .batch = list[i]->batch };

		for (size_t k = 0; k < batch_run(list, i, n); k++)
			row.withdrawn = row.withdrawn || list[i + k]->on;
		fold->out->withdrawal[fold->out->n_withdrawals++] = row;
	}
}

void fold_registers(struct fold *fold)
{
	fold_controls(fold);
	fold_flags(fold);
	fold_withdrawals(fold);
}
