/* annotations.c - what counts now, read back: the signer's own, and those of one item. */
#include "store/history.h"

#include "base/alloc.h"

const char hot_sql_annotation[] =
	"SELECT " ANNOTATION_COLUMNS " FROM " ANNOTATION_TABLES
	"WHERE a.item = ?1 AND a.batch = ?2 AND (?3 = 0 OR a.member = ?3) ORDER BY m.id";

int review_named(const char *payload, size_t n, struct arena *arena)
{
	static const struct {
		const char *verdict;
		enum review review;
	} verdicts[] = {
		{ "accept", REVIEW_ACCEPTED },
		{ "return", REVIEW_RETURNED },
		{ "fix", REVIEW_FIXED },
	};
	struct err ignored;
	const char *verdict = json_get_string(json_parse(payload, n, arena, &ignored), "verdict");

	for (size_t i = 0; verdict != NULL && i < sizeof verdicts / sizeof *verdicts; i++)
		if (strcmp(verdict, verdicts[i].verdict) == 0)
			return (int)verdicts[i].review;
	return REVIEW_NONE;
}

int annotation_review(sqlite3_stmt *stmt, int first, struct arena *arena)
{
	const char *payload;
	size_t n;

	if (col_null(stmt, first))
		return REVIEW_NONE;
	if (col_int(stmt, first + 1) != 0)
		return REVIEW_STALE;
	payload = col_bytes(stmt, first + 2, &n);
	return review_named(payload, n, arena);
}

static bool fill_from_event(struct store *store, int64_t rid, const char *header, size_t n,
			    struct store_annotation *out, struct err *err)
{
	const struct stream_info *stream = stream_of(store, rid, err);
	const struct authority_key *key;
	struct event_header h;

	if (stream == NULL || !event_header_read(&h, (const uint8_t *)header, n, err))
		return false;
	out->rid = rid;
	out->event = event_id(&store->project, (const uint8_t *)header, n);
	out->stream = stream->id;
	out->seq = h.seq;
	out->hlc = h.hlc;
	out->wall = h.wall;
	key = store->authority != NULL ? authority_key(store->authority, &stream->key) : NULL;
	out->host_custody = key != NULL && key->host;
	return true;
}

bool annotation_read_row(struct store *store, sqlite3_stmt *stmt, const struct id *uid,
			 struct arena *arena, struct store_annotation *out, struct err *err)
{
	size_t n;
	const char *header = col_bytes(stmt, 11, &n);

	*out = (struct store_annotation){
		.batch = col_short(stmt, 0),
		.member = col_short(stmt, 1),
		.member_name = col_text(stmt, 2, arena),
		.member_roles = (unsigned)col_int(stmt, 3),
		.uid = *uid,
		.active = col_int(stmt, 10),
		.status = (int)col_int(stmt, 5),
		.revision = (int)col_int(stmt, 6),
		.heads = (int)col_int(stmt, 7),
		.differ = col_int(stmt, 8) != 0,
		.payload = col_text(stmt, 12, arena),
		.payload_len = (size_t)sqlite3_column_bytes(stmt, 12),
		.review = annotation_review(stmt, 13, arena),
	};
	return fill_from_event(store, col_int(stmt, 4), header, n, out, err);
}

/* ---------------------------------------------------------------- a key that is not enrolled */

struct asked { /* whose annotation of what */
	const struct short_id *batch;
	const struct id *uid;
	int64_t item, local, self; /* local names; SELF 0: not enrolled */
	struct arena *arena;
};

/* What would count if the key were: her own events, folded as if they were not parked. */
static bool fold_parked(struct store *store, const struct asked *asked,
			struct store_annotation *out, struct err *err)
{
	static const struct short_id nobody = { { 1 } };
	struct item_events all;
	struct fold_result fold;
	size_t n = 0;

	if (!item_events(store, asked->item, asked->arena, &all, err))
		return false;
	for (size_t i = 0; i < all.n; i++) {
		if (!id_equal(all.key[i], &store->signer->key))
			continue;
		all.event[n] = all.event[i];
		all.event[n].parked = NULL;
		all.event[n++].member = nobody;
	}
	fold_item(store->authority, all.event, n, asked->arena, &fold);
	for (size_t i = 0; i < fold.n_annotations; i++) {
		const struct fold_annotation *a = &fold.annotation[i];

		if (!short_id_equal(&a->batch, asked->batch))
			continue;
		*out = (struct store_annotation){ .batch = a->batch,
						  .uid = *asked->uid,
						  .member_name = store->signer->name,
						  .rid = a->rid,
						  .active = a->active,
						  .status = a->status,
						  .revision = a->revision,
						  .heads = a->heads,
						  .differ = a->differ };
		return true;
	}
	return err_set(err, ERR_NOT_FOUND, "there is no submission of yours");
}

static bool read_parked(struct store *store, const struct asked *asked,
			struct store_annotation *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum db_step step;
	bool ok = fold_parked(store, asked, out, err);

	if (!ok)
		return false;
	stmt = db_query(store, "SELECT header, payload FROM event WHERE rid = ?1",
			ARGS(INT(out->rid)), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	ok = step == DB_ROW;
	if (ok) {
		size_t n;
		const char *header = col_bytes(stmt, 0, &n);

		ok = fill_from_event(store, out->rid, header, n, out, err);
		out->payload = col_text(stmt, 1, asked->arena);
		out->payload_len = (size_t)sqlite3_column_bytes(stmt, 1);
	}
	db_end(stmt);
	return ok;
}

/* ---------------------------------------------------------------- the signer's */

static bool read_own(struct store *store, const struct asked *asked, struct store_annotation *out,
		     struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(store, hot_sql_annotation,
			 ARGS(INT(asked->item), INT(asked->local), INT(asked->self)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	bool ok = step == DB_ROW;

	if (ok)
		ok = annotation_read_row(store, stmt, asked->uid, asked->arena, out, err);
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "there is no submission of yours");
	db_end(stmt);
	return ok;
}

static bool own_annotation(struct store *store, struct asked *asked, struct store_annotation *out,
			   struct err *err)
{
	asked->self = self_local(store);
	if (!item_local(store, asked->uid, &asked->item, err)
	    || !batch_local(store, asked->batch, &asked->local, err))
		return false;
	return asked->self == 0 ? read_parked(store, asked, out, err)
				: read_own(store, asked, out, err);
}

bool store_annotation(struct store *store, const struct short_id *batch, const struct id *uid,
		      struct arena *arena, struct store_annotation *annotation, struct err *err)
{
	struct asked asked = { .batch = batch, .uid = uid, .arena = arena };

	if (!has_signer(store, err) || !read_begin(store, err))
		return false;
	return read_end(store, own_annotation(store, &asked, annotation, err), err);
}
