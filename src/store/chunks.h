/* chunks.h - chunks of source lines read back for a rebuild, some of them ahead by other threads.
 * For src/store only. */
#ifndef ASSAY_STORE_CHUNKS_H
#define ASSAY_STORE_CHUNKS_H

#include "store/store_private.h"

/* Another connection, for one thread that reads facts while STORE's transaction stands; it knows of
 * neither lock nor people.  NULL: none can be had. */
struct store *store_beside(const struct store *store);
void store_beside_close(struct store *beside);

/* ---------------------------------------------------------------- reading (chunk_read.c) */

struct chunk_line {
	int64_t line; /* in the chunk, from 0 */
	int64_t item; /* 0: not known here */
	struct id uid, replaced;
	bool replaces; /* REPLACED is an item */
	struct short_id group, hash;
	enum item_role role;
};

struct chunk_lines {
	struct chunk_line *line;
	size_t n, cap;
};

/* Facts alone are read, so that each thread may have one, with a connection of its own. */
struct chunk_reader *chunk_reader_new(struct store *store);
void chunk_reader_free(struct chunk_reader *c);
/* A chunk that is not here yet has no lines: its tasks come with it. */
bool chunk_read(struct chunk_reader *c, const struct id *chunk, struct chunk_lines *out,
		struct err *err) MUST_USE;

/* ---------------------------------------------------------------- writing (derive_chunk.c) */

/* ROWS, all items events, are borrowed until the end. */
struct chunks *chunks_begin(struct store *store, const struct control_rows *rows);
void chunks_end(struct chunks *chunks);
/* Sources and tasks of the next of the rows. */
bool chunks_derive_next(struct chunks *chunks, struct err *err) MUST_USE;

#endif
