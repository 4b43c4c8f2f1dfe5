/* heads.c - streams by head, and the digest of all heads. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/bytes.h"

const char *hex_id(char out[ID_HEX + 1], const struct id *id)
{
	hex_encode(out, id->b, sizeof id->b);
	return out;
}

const char *hex_short(char out[SHORT_ID_HEX + 1], const struct short_id *id)
{
	hex_encode(out, id->b, sizeof id->b);
	return out;
}

static struct stream_info *load_stream(struct store *store, int64_t head, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT s.stream, s.id, s.key, s.audience, s.reader "
				      "FROM head h JOIN stream s USING (stream) WHERE h.head = ?1",
				      ARGS(INT(head)), err);
	struct stream_info *info = NULL;
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW) {
		info = xmalloc(sizeof *info);
		*info = (struct stream_info){
			.head = head,
			.stream = col_int(stmt, 0),
			.id = col_id(stmt, 1),
			.key = col_id(stmt, 2),
			.audience = (enum audience)(col_int(stmt, 3) & 3),
			.reader = col_short(stmt, 4),
		};
	} else if (step == DB_DONE) {
		err_set(err, ERR_INVALID, "an event belongs to no stream; run 'assay check'");
	}
	db_end(stmt);
	return info;
}

const struct stream_info *stream_of(struct store *store, int64_t rid, struct err *err)
{
	int64_t head = HEAD_OF(rid);
	union map_value *known = map_get(&store->streams, &head, sizeof head);
	struct stream_info *info;

	if (known != NULL)
		return known->ptr;
	info = load_stream(store, head, err);
	if (info == NULL)
		return NULL;
	store->stream = vec_grow(store->stream, store->n_streams, &store->streams_cap,
				 sizeof(struct stream_info *));
	store->stream[store->n_streams++] = info;
	map_put(&store->streams, &head, sizeof head, NULL)->ptr = info;
	return info;
}

struct id event_id_in(struct store *store, const struct id *stream, uint64_t seq,
		      const uint8_t *header, size_t n)
{
	bool genesis = seq == 1 && id_equal(stream, &store->project);

	return event_id(genesis ? NULL : &store->project, header, n);
}

static int leaf_order(const void *a, const void *b)
{
	const struct leaf *x = a, *y = b;
	int order = memcmp(x->stream.b, y->stream.b, ID_BYTES);

	if (order == 0 && x->seq != y->seq)
		order = x->seq < y->seq ? -1 : 1;
	return order != 0 ? order : memcmp(x->id.b, y->id.b, ID_BYTES);
}

static void add_leaf(struct store *store, const struct leaf *leaf)
{
	store->leaf = vec_grow(store->leaf, store->n_leaves, &store->leaves_cap, sizeof *leaf);
	store->leaf[store->n_leaves++] = *leaf;
}

static void sort_leaves(struct store *store)
{
	if (store->n_leaves > 0)
		qsort(store->leaf, store->n_leaves, sizeof *store->leaf, leaf_order);
}

static bool read_leaves(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT h.head, s.id, h.seq, h.id "
				      "FROM head h JOIN stream s USING (stream)",
				      NO_ARGS, err);
	enum db_step step = DB_FAILED;

	store->n_leaves = 0;
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW)
		add_leaf(store, &(struct leaf){ .head = col_int(stmt, 0),
						.stream = col_id(stmt, 1),
						.seq = (uint64_t)col_int(stmt, 2),
						.id = col_id(stmt, 3) });
	sort_leaves(store);
	store->leaves_read = step == DB_DONE;
	return store->leaves_read;
}

void vector_note(struct store *store, const struct writer *writer)
{
	if (!store->leaves_read)
		return;
	for (size_t i = 0; i < store->n_leaves; i++)
		if (store->leaf[i].head == writer->head) {
			store->leaf[i].seq = writer->seq;
			store->leaf[i].id = writer->id;
			return;
		}
	add_leaf(store, &(struct leaf){ .head = writer->head,
					.stream = writer->stream_id,
					.seq = writer->seq,
					.id = writer->id });
	sort_leaves(store);
}

static void digest_leaf(struct hash *h, const struct leaf *leaf)
{
	uint8_t seq[8];

	le_put(seq, leaf->seq, sizeof seq);
	hash_add(h, leaf->stream.b, ID_BYTES);
	hash_add(h, seq, sizeof seq);
	hash_add(h, leaf->id.b, ID_BYTES);
}

/* Between two transactions somebody else may have written, and nothing tells: so the leaves are
 * kept only inside of one. */
bool vector_digest(struct store *store, struct id *digest, struct err *err)
{
	struct hash h;

	if ((!store->leaves_read || !store->writing) && !read_leaves(store, err))
		return false;
	hash_begin(&h, "assay vector 1", NULL);
	for (size_t i = 0; i < store->n_leaves; i++)
		digest_leaf(&h, &store->leaf[i]);
	*digest = hash_end(&h);
	return true;
}

struct id store_vector(struct store *store)
{
	struct id digest;
	struct err ignored;

	if (!vector_digest(store, &digest, &ignored))
		memset(&digest, 0, sizeof digest);
	assert_idle(store);
	return digest;
}
