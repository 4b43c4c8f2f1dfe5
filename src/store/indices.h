/* indices.h - indices that are made behind the rows.  For src/store only. */
#ifndef ASSAY_STORE_INDICES_H
#define ASSAY_STORE_INDICES_H

#include "store/store_private.h"

/* Lists that end with NULL: over random keys, for an import; and of derived tables, where nothing
 * that derives rows reads by them. */
extern const char *const indices_of_items[], *const indices_derived[];
bool index_is_in(const char *const list[], const char *name);

/* Within a transaction that only puts rows: drops the indices of LIST, into SQL goes what makes
 * them; then makes them, each sorted in one go. */
bool indices_drop(struct store *store, const char *const list[], struct buf *sql,
		  struct err *err) MUST_USE;
bool indices_make(struct store *store, struct buf *sql, struct err *err) MUST_USE;

#endif
