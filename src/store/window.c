/* window.c - chunks hold 2,048 lines in the order of the file, and a shuffled batch asks for one
 * line of each in turn.  So the lines of many items to come are read at once, every chunk unpacked
 * once.
 */
#include "store/window.h"

#include "base/alloc.h"

#define LEAST ((size_t)2048) /* tasks in a window, at first */
#define MOST ((size_t)131072)
#define BYTES ((size_t)32 * 1024 * 1024) /* of lines: beyond it windows get smaller again */

#define TASKS_AHEAD                                                                              \
	"SELECT t.item, s.grp, s.role, s.chunk, s.line FROM (SELECT batch, ord, item FROM task " \
	"WHERE batch = ?1 AND (ord, item) >= (?2, ?3) ORDER BY ord, item LIMIT ?4) t "           \
	"CROSS JOIN source s ON s.item = t.item AND s.batch = t.batch"

/* The order of the inner query is that of the whole. */
const char hot_sql_ahead[] = TASKS_AHEAD;

const char hot_sql_ahead_said[] =
	TASKS_AHEAD " WHERE EXISTS (SELECT 1 FROM event e WHERE e.item = t.item)";

struct ahead { /* one source to come */
	int64_t item;
	struct window_order
		order; /* the place of the chunk's items event among all, and the line */
	struct id chunk;
	struct store_source source;
};

struct window {
	struct store *store;
	struct map order; /* chunk hash -> place of its event */
	struct ahead *ahead;
	size_t n, cap, at;
	size_t want;        /* tasks in the next window */
	struct arena arena; /* the lines */
	size_t bytes;
	struct buf text;
	size_t *start; /* of each line of TEXT, and the end */
	size_t n_lines, lines_cap;
};

/* ---------------------------------------------------------------- making one */

/* An item's sources are in the order of the events that brought them. */
static bool load_order(struct window *w, struct err *err)
{
	struct control_rows events = { .arena = ARENA_INIT };
	bool ok = control_rows(w->store, KIND_ITEMS, &events, err);
	struct id hash;

	for (size_t i = 0; ok && i < events.n; i++) {
		bool fresh;
		union map_value *slot;

		if (events.row[i].parked != NULL
		    || !json_get_hex(events.row[i].payload, "chunk", hash.b, ID_BYTES))
			continue;
		slot = map_put(&w->order, hash.b, ID_BYTES, &fresh);
		if (fresh)
			slot->number = (int64_t)i;
	}
	control_rows_release(&events);
	return ok;
}

struct window *window_new(struct store *store, struct err *err)
{
	struct window *w = xcalloc(1, sizeof *w);

	w->store = store;
	w->want = LEAST;
	if (load_order(w, err))
		return w;
	window_free(w);
	return NULL;
}

void window_free(struct window *w)
{
	if (w == NULL)
		return;
	map_release(&w->order);
	arena_release(&w->arena);
	buf_release(&w->text);
	free(w->ahead);
	free(w->start);
	free(w);
}

struct window_order window_order(const struct window *w, const struct id *chunk, int64_t line)
{
	const union map_value *event = map_get(&w->order, chunk->b, ID_BYTES);

	return (struct window_order){ event != NULL ? event->number : INT64_MAX, line };
}

static int compare(const struct window_order *x, const struct window_order *y)
{
	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

bool window_is_before(const struct window_order *a, const struct window_order *b)
{
	return compare(a, b) < 0;
}

/* ---------------------------------------------------------------- reading ahead */

static bool list_sources(struct window *w, const struct window_place *at, struct err *err)
{
	static const char *const sql[] = {
		[STORE_ITEMS_ALL] = hot_sql_ahead, [STORE_ITEMS_SAID] = hot_sql_ahead_said
	};
	sqlite3_stmt *stmt = db_query(w->store, sql[at->visited],
				      ARGS(INT(at->batch), BLOB(at->ord, ORD_BYTES), INT(at->item),
					   INT((int64_t)w->want)),
				      err);
	enum db_step step = DB_FAILED;

	w->n = 0;
	while (stmt != NULL && (step = db_step(w->store, stmt, err)) == DB_ROW) {
		struct id chunk = col_id(stmt, 3);

		w->ahead = vec_grow(w->ahead, w->n, &w->cap, sizeof *w->ahead);
		w->ahead[w->n++] = (struct ahead){
			.item = col_int(stmt, 0),
			.order = window_order(w, &chunk, col_int(stmt, 4)),
			.chunk = chunk,
			.source = { .group = col_short(stmt, 1),
				    .role = (enum item_role)col_int(stmt, 2) },
		};
	}
	return step == DB_DONE;
}

static void index_lines(struct window *w)
{
	const char *text = buf_str(&w->text);
	size_t at = 0;

	w->n_lines = 0;
	while (at < w->text.len) {
		const char *stop = memchr(text + at, '\n', w->text.len - at);

		w->start = vec_grow(w->start, w->n_lines, &w->lines_cap, sizeof *w->start);
		w->start[w->n_lines++] = at;
		at = stop != NULL ? (size_t)(stop - text) + 1 : w->text.len + 1;
	}
	w->start = vec_grow(w->start, w->n_lines, &w->lines_cap, sizeof *w->start);
	w->start[w->n_lines] = at;
}

static bool take_line(struct window *w, struct ahead *a, struct err *err)
{
	size_t line = (size_t)a->order.line;

	if (line >= w->n_lines)
		return err_set(err, ERR_INVALID,
			       "a source points behind its chunk; run 'assay check'");
	a->source.len = w->start[line + 1] - w->start[line] - 1;
	a->source.line = arena_strndup(&w->arena, w->text.data + w->start[line], a->source.len);
	w->bytes += a->source.len;
	return true;
}

static int by_chunk(const void *a, const void *b)
{
	const struct ahead *x = *(struct ahead *const *)a, *y = *(struct ahead *const *)b;
	int order = memcmp(x->chunk.b, y->chunk.b, ID_BYTES);

	return order != 0 ? order : compare(&x->order, &y->order);
}

static bool take_lines(struct window *w, struct ahead **sorted, struct err *err)
{
	for (size_t i = 0; i < w->n; i++) {
		if (i == 0 || !id_equal(&sorted[i]->chunk, &sorted[i - 1]->chunk)) {
			if (!object_get(w->store, &sorted[i]->chunk, &w->text, err))
				return false;
			index_lines(w);
		}
		if (!take_line(w, sorted[i], err))
			return false;
	}
	return true;
}

static bool fill(struct window *w, const struct window_place *at, struct err *err)
{
	struct ahead **sorted;
	bool ok;

	w->at = 0;
	w->bytes = 0;
	arena_clear(&w->arena);
	if (!list_sources(w, at, err))
		return false;
	sorted = xcalloc(w->n + 1, sizeof(struct ahead *));
	for (size_t i = 0; i < w->n; i++)
		sorted[i] = &w->ahead[i];
	if (w->n > 1)
		qsort(sorted, w->n, sizeof(struct ahead *), by_chunk);
	ok = take_lines(w, sorted, err);
	free(sorted);
	if (w->bytes > BYTES && w->want > LEAST)
		w->want /= 2;
	else if (w->bytes < BYTES / 2 && w->want < MOST)
		w->want *= 2;
	return ok;
}

/* ---------------------------------------------------------------- handing out */

static int by_event(const void *a, const void *b)
{
	const struct ahead *x = a, *y = b;

	return compare(&x->order, &y->order);
}

bool window_sources(struct window *w, const struct window_place *at, struct arena *arena,
		    struct store_source **source, size_t *n, struct err *err)
{
	size_t first;

	if ((w->at >= w->n || w->ahead[w->at].item != at->item) && !fill(w, at, err))
		return false;
	first = w->at;
	while (w->at < w->n && w->ahead[w->at].item == at->item)
		w->at++;
	*n = w->at - first;
	if (*n > 1)
		qsort(w->ahead + first, *n, sizeof *w->ahead, by_event);
	*source = arena_alloc(arena, (*n + 1) * sizeof **source);
	for (size_t i = 0; i < *n; i++)
		(*source)[i] = w->ahead[first + i].source;
	return true;
}
