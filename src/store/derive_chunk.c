/* derive_chunk.c - items events derived from their chunks: what the import wrote, made again.
 *
 * Reading a chunk back, with the texts whose prompts it wants, takes longer than writing its rows:
 * so a crew reads those that come next, each of its threads by a connection of its own. */
#include "store/chunks.h"

#include "base/alloc.h"
#include "base/crew.h"

#define PLACES 4
#define READERS_MAX 3 /* besides the thread that writes */

struct place { /* one chunk on its way */
	const struct control_row *event;
	struct chunk_lines lines;
	bool ok;
	struct err err;
};

struct chunks {
	struct store *store;
	const struct control_rows *rows;
	size_t ahead, next; /* rows: handed out, derived */
	struct crew *crew;
	struct store *beside[READERS_MAX + 1];
	struct chunk_reader *reader[READERS_MAX + 1];
	struct place place[PLACES];
	struct sources sources;
};

/* ---------------------------------------------------------------- reading ahead */

static void read_place(void *ctx, int who, int number)
{
	struct chunks *c = ctx;
	struct place *place = &c->place[number];
	struct id chunk;

	place->lines.n = 0;
	place->ok = !json_get_hex(place->event->payload, "chunk", chunk.b, ID_BYTES)
		    || chunk_read(c->reader[who], &chunk, &place->lines, &place->err);
}

static bool is_wanted(const struct control_row *row)
{
	return row->parked == NULL;
}

static void hand_out(struct chunks *c)
{
	int place;

	while (c->ahead < c->rows->n && (place = crew_place(c->crew)) >= 0) {
		const struct control_row *row = &c->rows->row[c->ahead++];

		if (!is_wanted(row))
			continue;
		c->place[place].event = row;
		crew_hand_out(c->crew);
	}
}

/* By a connection of its own, the writer too: what is read once would push out of the cache what is
 * written again and again. */
static bool open_reader(struct chunks *c, int who, bool beside)
{
	c->beside[who] = beside ? store_beside(c->store) : NULL;
	if (c->beside[who] == NULL && who > 0)
		return false;
	c->reader[who] = chunk_reader_new(c->beside[who] != NULL ? c->beside[who] : c->store);
	return true;
}

/* Threads without a connection are done without. */
static int open_readers(struct chunks *c, int threads)
{
	int n = 0;

	(void)open_reader(c, 0, threads > 0);
	while (n < threads && n < READERS_MAX && open_reader(c, n + 1, true))
		n++;
	return n;
}

struct chunks *chunks_begin(struct store *store, const struct control_rows *rows)
{
	struct chunks *c = xcalloc(1, sizeof *c);
	int threads = store->facts_stand && rows->n > 1 ? store->env->threads : 0;

	c->store = store;
	c->rows = rows;
	c->crew = crew_new(open_readers(c, threads), PLACES, read_place, c);
	return c;
}

void chunks_end(struct chunks *c)
{
	crew_free(c->crew);
	for (int i = 0; i <= READERS_MAX; i++) {
		chunk_reader_free(c->reader[i]);
		store_beside_close(c->beside[i]);
	}
	for (int i = 0; i < PLACES; i++)
		free(c->place[i].lines.line);
	free(c);
}

/* ---------------------------------------------------------------- writing */

static bool find_batch(struct store *store, const struct control_row *event, struct source_row *row,
		       struct err *err)
{
	struct short_id id;
	sqlite3_stmt *stmt;
	enum db_step step;

	if (!json_get_hex(event->payload, "batch", id.b, SHORT_ID_BYTES))
		return err_set(err, ERR_NOT_FOUND, "the event names no batch");
	stmt = db_query(store, "SELECT batch, overlap, shuffled, seed FROM batch WHERE id = ?1",
			ARGS(ID(&id)), err);
	step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	if (step == DB_ROW) {
		row->batch = col_int(stmt, 0);
		row->overlap = (int)col_int(stmt, 1);
		row->shuffled = col_int(stmt, 2) != 0;
		row->seed = col_short(stmt, 3);
	}
	db_end(stmt);
	return step == DB_ROW
	       || (step == DB_DONE && err_set(err, ERR_NOT_FOUND, "the batch has not arrived"));
}

static bool write_line(struct chunks *c, struct source_row *row, const struct chunk_line *line,
		       struct err *err)
{
	row->item = line->item;
	row->line = line->line;
	row->group = line->group;
	row->hash = line->hash;
	row->role = line->role;
	row->replaces = line->replaces ? &line->replaced : NULL;
	return (row->item != 0 || item_put(c->store, &line->uid, &row->item, err))
	       && sources_add(c->store, &c->sources, row, err);
}

/* A batch that is not here yet is no failure: its tasks come with it. */
static bool write_place(struct chunks *c, const struct place *place, struct err *err)
{
	const struct control_row *event = place->event;
	struct source_row row = { .hlc = event->header.hlc,
				  .stream = event->stream->id,
				  .seq = event->header.seq };

	if (!place->ok)
		*err = place->err;
	if (!place->ok || place->lines.n == 0)
		return place->ok;
	if (!find_batch(c->store, event, &row, err))
		return err->code == ERR_NOT_FOUND;
	if (!json_get_hex(event->payload, "chunk", row.chunk.b, ID_BYTES))
		return true;
	for (size_t i = 0; i < place->lines.n; i++)
		if (!write_line(c, &row, &place->lines.line[i], err))
			return false;
	return sources_flush(c->store, &c->sources, err);
}

bool chunks_derive_next(struct chunks *c, struct err *err)
{
	int place;
	bool ok;

	if (!is_wanted(&c->rows->row[c->next++]))
		return true;
	hand_out(c);
	place = crew_take(c->crew);
	ok = write_place(c, &c->place[place], err);
	crew_give_back(c->crew);
	return ok;
}
