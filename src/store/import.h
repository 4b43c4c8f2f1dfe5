/* import.h - lines on their way into the project.  For src/store/import*.c only. */
#ifndef ASSAY_STORE_IMPORT_H
#define ASSAY_STORE_IMPORT_H

#include "store/indices.h"

#define CHUNK_LINES 2048
#define CHUNK_BYTES ((size_t)1024 * 1024)

struct line { /* one put, waiting for its chunk */
	struct id uid;
	struct short_id prompt, group, hash;
	enum item_role role;
	const char *body; /* NULL: it is here already, or earlier in what waits */
	size_t body_len;
	const char *line;
	size_t len;
	const char *control;
	int64_t item; /* 0: not here when it was gathered */
	bool known;   /* it was */
	bool fresh;   /* new in the batch */
};

struct store_import {
	struct store *store;
	const struct store_guideline *guideline; /* of a batch that is to be made; or NULL */
	const struct store_batch_spec *spec;
	bool there; /* the batch is: what follows is known */
	struct short_id batch;
	int64_t local;
	struct source_row row; /* what all lines share */
	struct line *line;
	size_t n, cap, bytes, body_bytes;
	struct arena arena;
	struct map waiting; /* uid -> nothing; uid ‖ line hash -> nothing */
	bool bulk;          /* one transaction for all, in a project that has no items yet */
	bool wide;          /* with a larger cache */
	struct writeback *writeback;
	struct buf indices; /* what makes those that were dropped meanwhile */
	bool failed;        /* within it */
	size_t rows;        /* else: of a transaction */
	int64_t written;
	int64_t in; /* new items that are committed */
};

/* Within a transaction: makes the batch if it is to be made, and learns of it. */
bool import_make_batch(struct store_import *import, struct err *err) MUST_USE;

/* Puts item and body if the uid is new to the project (FRESH); then LINE has its number and needs
 * no body any more. */
bool import_new_item(struct store *store, struct line *line, bool *fresh, struct err *err) MUST_USE;
/* Puts what the project lacks of the line's item. */
bool import_put_item(struct store *store, struct line *line, struct err *err) MUST_USE;

/* Writes all lines that wait, in as many transactions as others leave time for. */
bool import_write(struct store_import *import, struct err *err) MUST_USE;
/* The same within the open transaction, without a look at the clock. */
bool import_write_bulk(struct store_import *import, struct err *err) MUST_USE;

/* Nobody works in a project without items: then the import may have it for itself, without a
 * write-ahead log.  False, without ERR, when somebody else has it open. */
bool bulk_begin(struct store_import *import);
void bulk_note(struct store_import *import); /* how far it is, for those who wait */
bool bulk_end(struct store_import *import, bool ok, struct err *err) MUST_USE;

/* Lets the disk begin with what the file grew by while more is put; the sync at the end then waits
 * for little.  A hint: nothing depends on it.  NULL: not begun yet. */
struct writeback;
void writeback_note(struct writeback **writeback, const struct store *store);
void writeback_end(struct writeback **writeback);

#endif
