/* derive_item.c - one item's fold written as differences: annotation, decision, control, task,
 * progress, parked. */
#include "store/store_private.h"

#include "base/alloc.h"

#define SKIPS_ENOUGH 2  /* two members skipped it: a lead has to look */
#define DERIVE_NEW (-1) /* in place of a fresh event: all are */

struct row { /* of the table annotation */
	struct fold_annotation a;
	int64_t batch, member; /* local names; 0: not known here */
	bool kept;             /* found in the new fold too */
};

struct derivation {
	struct store *store;
	int64_t item;
	int64_t fresh; /* see derive_item() */
	struct arena arena;
	struct item_events events;
	struct fold_result fold;
	struct row *old;
	size_t n_old;
	struct fold_sums *sums;
};

bool park(struct store *store, int64_t rid, const char *reason, struct err *err)
{
	if (reason == NULL)
		return db_run(store, "DELETE FROM parked WHERE rid = ?1", ARGS(INT(rid)), err);
	return db_run(store,
		      "INSERT INTO parked (rid, reason) VALUES (?1, ?2) "
		      "ON CONFLICT (rid) DO UPDATE SET reason = excluded.reason",
		      ARGS(INT(rid), TEXT(reason)), err);
}

/* ---------------------------------------------------------------- parked */

static bool was_parked(struct store *store, int64_t rid)
{
	return db_int_or(store, "SELECT 1 FROM parked WHERE rid = ?1", ARGS(INT(rid)), 0) != 0;
}

static const char *folds_reason(const struct fold_result *fold, int64_t rid)
{
	for (size_t i = 0; i < fold->n_parks; i++)
		if (fold->park[i].rid == rid)
			return fold->park[i].reason;
	return NULL;
}

static bool write_parked(struct derivation *d, struct err *err)
{
	for (size_t i = 0; i < d->events.n; i++) {
		const struct fold_event *event = &d->events.event[i];
		const char *reason = event->parked;

		if (reason == NULL)
			reason = folds_reason(&d->fold, event->rid);
		if (reason == NULL
		    && (event->rid == d->fresh || d->fresh == DERIVE_NEW
			|| !was_parked(d->store, event->rid)))
			continue;
		if (!park(d->store, event->rid, reason, err))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- progress */

static void count_annotation(struct derivation *d, const struct fold_annotation *a, int sign)
{
	struct fold_sum *sum = fold_sum(d->sums, &a->batch, &a->member);

	if (a->status == SENT_DONE)
		sum->done += sign;
	else
		sum->skipped += sign;
	sum->active += sign * a->active;
}

static void count_flags(struct derivation *d, const struct fold_result *fold, int sign)
{
	for (size_t i = 0; i < fold->n_flags; i++)
		if (fold->flag[i].on)
			fold_sum(d->sums, &fold->flag[i].batch, &fold->flag[i].member)->flagged +=
				sign;
}

static bool any_kind(const struct derivation *d, unsigned first, unsigned last)
{
	for (size_t i = 0; i < d->events.n; i++)
		if (d->events.event[i].kind >= first && d->events.event[i].kind <= last)
			return true;
	return false;
}

/* The flags are in no table but as a sum: so the fold is asked what they were before, with the
 * events that had an effect then. */
static void count_flags_before(struct derivation *d)
{
	struct fold_event *event = arena_alloc(&d->arena, (d->events.n + 1) * sizeof *event);
	struct fold_result before = { .n_flags = 0 };
	size_t n = 0;

	if (!any_kind(d, KIND_FLAG, KIND_FLAG))
		return;
	for (size_t i = 0; i < d->events.n; i++) {
		if (d->events.event[i].rid == d->fresh)
			continue;
		event[n] = d->events.event[i];
		event[n].parked = was_parked(d->store, event[n].rid) ? "before" : NULL;
		n++;
	}
	fold_item(d->store->authority, event, n, &d->arena, &before);
	count_flags(d, &before, -1);
}

/* ---------------------------------------------------------------- annotations */

static bool load_old(struct derivation *d, struct err *err)
{
	sqlite3_stmt *stmt = db_query(
		d->store,
		"SELECT b.id, m.id, a.rid, a.status, a.revision, a.heads, a.differ, a.at, "
		"a.active, a.batch, a.member FROM annotation a "
		"JOIN batch b USING (batch) JOIN member m USING (member) WHERE a.item = ?1",
		ARGS(INT(d->item)), err);
	enum db_step step = DB_FAILED;
	size_t cap = 0;

	while (stmt != NULL && (step = db_step(d->store, stmt, err)) == DB_ROW) {
		d->old = vec_grow(d->old, d->n_old, &cap, sizeof *d->old);
		d->old[d->n_old++] = (struct row){
			.a = { .batch = col_short(stmt, 0),
			       .member = col_short(stmt, 1),
			       .rid = col_int(stmt, 2),
			       .status = (int)col_int(stmt, 3),
			       .revision = (int)col_int(stmt, 4),
			       .heads = (int)col_int(stmt, 5),
			       .differ = col_int(stmt, 6) != 0,
			       .at = col_int(stmt, 7),
			       .active = col_int(stmt, 8) },
			.batch = col_int(stmt, 9),
			.member = col_int(stmt, 10),
		};
	}
	return step == DB_DONE;
}

static struct row *old_row(struct derivation *d, const struct fold_annotation *a)
{
	for (size_t i = 0; i < d->n_old; i++)
		if (short_id_equal(&d->old[i].a.batch, &a->batch)
		    && short_id_equal(&d->old[i].a.member, &a->member))
			return &d->old[i];
	return NULL;
}

static bool same_annotation(const struct fold_annotation *a, const struct fold_annotation *b)
{
	return a->rid == b->rid && a->status == b->status && a->revision == b->revision
	       && a->heads == b->heads && a->differ == b->differ && a->at == b->at
	       && a->active == b->active;
}

static int assigned_state(int status)
{
	return status == SENT_DONE || status == SENT_SKIPPED ? status : SENT_NOT;
}

static bool write_assigned(struct derivation *d, int64_t batch, int64_t member, int status,
			   struct err *err)
{
	return d->sums->nothing_assigned
	       || db_run(d->store,
			 "UPDATE assigned SET state = ?4 WHERE item = ?1 AND state <> 3 "
			 "AND member = ?2 AND batch = ?3",
			 ARGS(INT(d->item), INT(member), INT(batch), INT(assigned_state(status))),
			 err);
}

static bool put_annotation(struct derivation *d, const struct fold_annotation *a,
			   const struct fold_sum *sum, struct err *err)
{
	static const char sql[] =
		"INSERT INTO annotation (item, batch, member, rid, status, revision, heads, "
		"differ, at, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
		"ON CONFLICT (item, batch, member) DO UPDATE SET rid = excluded.rid, "
		"status = excluded.status, revision = excluded.revision, heads = excluded.heads, "
		"differ = excluded.differ, at = excluded.at, active = excluded.active";

	return db_run(d->store, sql,
		      ARGS(INT(d->item), INT(sum->local_batch), INT(sum->local_member), INT(a->rid),
			   INT(a->status), INT(a->revision), INT(a->heads), INT(a->differ),
			   INT(a->at), INT(a->active)),
		      err)
	       && write_assigned(d, sum->local_batch, sum->local_member, a->status, err);
}

/* A batch or member that is not known here gives no row: it comes when they do. */
static bool write_annotation(struct derivation *d, const struct fold_annotation *a, struct err *err)
{
	struct fold_sum *sum = fold_sum(d->sums, &a->batch, &a->member);
	struct row *old = old_row(d, a);

	if (old != NULL) {
		old->kept = true;
		if (same_annotation(&old->a, a))
			return true;
		count_annotation(d, &old->a, -1);
	}
	if (!fold_sum_names(d->store, sum, err))
		return false;
	if (sum->local_batch == 0 || sum->local_member == 0)
		return true;
	count_annotation(d, a, 1);
	return put_annotation(d, a, sum, err);
}

static bool remove_annotation(struct derivation *d, const struct row *old, struct err *err)
{
	count_annotation(d, &old->a, -1);
	return db_run(d->store,
		      "DELETE FROM annotation WHERE item = ?1 AND batch = ?2 AND member = ?3",
		      ARGS(INT(d->item), INT(old->batch), INT(old->member)), err)
	       && write_assigned(d, old->batch, old->member, 0, err);
}

static bool write_annotations(struct derivation *d, struct err *err)
{
	for (size_t i = 0; i < d->fold.n_annotations; i++)
		if (!write_annotation(d, &d->fold.annotation[i], err))
			return false;
	for (size_t i = 0; i < d->n_old; i++)
		if (!d->old[i].kept && !remove_annotation(d, &d->old[i], err))
			return false;
	return true;
}

/* ---------------------------------------------------------------- decisions, controls */

static bool write_decisions(struct derivation *d, struct err *err)
{
	if (!any_kind(d, KIND_REVIEW, KIND_ADJUDICATE))
		return true;
	if (!db_run(d->store, "DELETE FROM decision WHERE item = ?1", ARGS(INT(d->item)), err))
		return false;
	for (size_t i = 0; i < d->fold.n_decisions; i++) {
		const struct fold_decision *x = &d->fold.decision[i];

		if (!db_run(d->store,
			    "INSERT INTO decision (item, batch, about, rid, stale, differ) "
			    "SELECT ?1, batch, ?3, ?4, ?5, ?6 FROM batch WHERE id = ?2",
			    ARGS(INT(d->item), ID(&x->batch), INT(x->about), INT(x->rid),
				 INT(x->stale), INT(x->differ)),
			    err))
			return false;
	}
	return true;
}

static bool write_controls(struct derivation *d, struct err *err)
{
	if (!any_kind(d, KIND_CONTROL, KIND_CONTROL))
		return true;
	if (!db_run(d->store, "DELETE FROM control WHERE item = ?1", ARGS(INT(d->item)), err))
		return false;
	for (size_t i = 0; i < d->fold.n_controls; i++) {
		const struct fold_control *x = &d->fold.control[i];

		if (!db_run(d->store,
			    "INSERT INTO control (item, batch, rid) "
			    "SELECT ?1, batch, ?3 FROM batch WHERE id = ?2",
			    ARGS(INT(d->item), ID(&x->batch), INT(x->rid)), err))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------- tasks */

static bool withdrawn(const struct derivation *d, const struct short_id *batch)
{
	for (size_t i = 0; i < d->fold.n_withdrawals; i++)
		if (short_id_equal(&d->fold.withdrawal[i].batch, batch))
			return d->fold.withdrawal[i].withdrawn;
	return false;
}

/* Imported and model labels are nobody's work: they leave the item wanted. */
static void count_work(const struct derivation *d, const struct short_id *batch, int64_t *have,
		       int64_t *skips)
{
	*have = 0;
	*skips = 0;
	for (size_t i = 0; i < d->fold.n_annotations; i++) {
		const struct fold_annotation *a = &d->fold.annotation[i];

		if (!short_id_equal(&a->batch, batch)
		    || authority_external(d->store->authority, &a->member))
			continue;
		*have += a->status == SENT_DONE;
		*skips += a->status == SENT_SKIPPED;
	}
}

/* DB_DONE: it is not known here. */
static enum db_step find_batch(struct derivation *d, const struct short_id *id, struct err *err)
{
	struct fold_batch *last = &d->sums->last;
	sqlite3_stmt *stmt;
	enum db_step step;

	if (last->local != 0 && short_id_equal(&last->id, id))
		return DB_ROW;
	stmt = db_query(d->store, "SELECT batch, overlap FROM batch WHERE id = ?1", ARGS(ID(id)),
			err);
	step = stmt != NULL ? db_step(d->store, stmt, err) : DB_FAILED;
	if (step == DB_ROW)
		*last = (struct fold_batch){ *id, col_int(stmt, 0), col_int(stmt, 1) };
	db_end(stmt);
	return step;
}

static bool write_task(struct derivation *d, const struct short_id *id, struct err *err)
{
	const struct fold_batch *batch = &d->sums->last;
	enum db_step step = find_batch(d, id, err);
	sqlite3_stmt *stmt;
	int64_t want, have, left, bits, now, skips, wanted, open;

	if (step != DB_ROW)
		return step == DB_DONE;
	stmt = db_query(d->store,
			"SELECT want, have, left FROM task WHERE batch = ?1 AND item = ?2",
			ARGS(INT(batch->local), INT(d->item)), err);
	step = stmt != NULL ? db_step(d->store, stmt, err) : DB_FAILED;
	if (step != DB_ROW)
		return step == DB_DONE;
	want = col_int(stmt, 0);
	have = col_int(stmt, 1);
	left = col_int(stmt, 2);
	db_end(stmt);
	bits = want < 0 ? -want & WANT_REPLACED : 0;
	if (withdrawn(d, id))
		bits |= WANT_WITHDRAWN;
	wanted = bits != 0 ? -bits : batch->overlap;
	count_work(d, id, &now, &skips);
	open = wanted > now && skips < SKIPS_ENOUGH ? wanted - now : 0;
	if (wanted == want && now == have && open == left)
		return true;
	count_tasks(d->store, batch->local, 0, (open > 0) - (left > 0));
	return db_run(d->store,
		      "UPDATE task SET want = ?3, have = ?4, left = ?5 "
		      "WHERE batch = ?1 AND item = ?2",
		      ARGS(INT(batch->local), INT(d->item), INT(wanted), INT(now), INT(open)), err);
}

/* The batches that anything was or is said about; each once. */
static void note_batch(struct short_id *batches, size_t *n, const struct short_id *batch)
{
	for (size_t i = 0; i < *n; i++)
		if (short_id_equal(&batches[i], batch))
			return;
	batches[(*n)++] = *batch;
}

static bool write_tasks(struct derivation *d, struct err *err)
{
	size_t most = d->fold.n_annotations + d->n_old + d->fold.n_withdrawals, n = 0;
	struct short_id *batches = arena_alloc(&d->arena, (most + 1) * sizeof *batches);

	for (size_t i = 0; i < d->fold.n_annotations; i++)
		note_batch(batches, &n, &d->fold.annotation[i].batch);
	for (size_t i = 0; i < d->n_old; i++)
		note_batch(batches, &n, &d->old[i].a.batch);
	for (size_t i = 0; i < d->fold.n_withdrawals; i++)
		note_batch(batches, &n, &d->fold.withdrawal[i].batch);
	for (size_t i = 0; i < n; i++)
		if (!write_task(d, &batches[i], err))
			return false;
	return true;
}

/* ---------------------------------------------------------------- all of it */

static bool write_differences(struct derivation *d, struct err *err)
{
	return write_parked(d, err) && write_annotations(d, err) && write_decisions(d, err)
	       && write_controls(d, err) && write_tasks(d, err);
}

static bool derive_known(struct derivation *d, struct err *err)
{
	if (!item_events(d->store, d->item, &d->arena, &d->events, err) || !load_old(d, err))
		return false;
	count_flags_before(d);
	fold_item(d->store->authority, d->events.event, d->events.n, &d->arena, &d->fold);
	count_flags(d, &d->fold, 1);
	return write_differences(d, err) && fold_sums_write(d->store, d->sums, err);
}

bool derive_item(struct store *store, int64_t item, int64_t fresh, struct err *err)
{
	struct fold_sums sums = { .nothing_assigned = false };
	struct derivation d = {
		.store = store, .item = item, .fresh = fresh, .arena = ARENA_INIT, .sums = &sums
	};
	bool ok = derive_known(&d, err);

	free(d.old);
	fold_sums_release(&sums);
	arena_release(&d.arena);
	return ok;
}

/* ---------------------------------------------------------------- all items, from nothing */

static bool derive_next(struct derivation *d, struct event_walk *walk, struct err *err)
{
	arena_clear(&d->arena);
	d->fold = (struct fold_result){ .n_annotations = 0 };
	if (!event_walk_next(walk, &d->arena, &d->item, &d->events, err) || d->item == 0)
		return false;
	fold_item(d->store->authority, d->events.event, d->events.n, &d->arena, &d->fold);
	count_flags(d, &d->fold, 1);
	return write_differences(d, err);
}

bool derive_new_items(struct store *store, bool (*tick)(void *ctx, struct err *err), void *ctx,
		      struct err *err)
{
	struct fold_sums sums = { .nothing_assigned = !db_int_or(
					  store, "SELECT EXISTS (SELECT 1 FROM assigned)", NO_ARGS,
					  1) };
	struct derivation d = {
		.store = store, .fresh = DERIVE_NEW, .arena = ARENA_INIT, .sums = &sums
	};
	struct event_walk walk;
	bool ok = event_walk_begin(&walk, store, err);

	while (ok && derive_next(&d, &walk, err))
		ok = tick(ctx, err);
	ok = ok && d.item == 0 && fold_sums_write(store, &sums, err);
	event_walk_end(&walk);
	fold_sums_release(&sums);
	arena_release(&d.arena);
	return ok;
}
