/* seat.h - windows that have the project open, and what each of them has taken. */
#ifndef ASSAY_STORE_SEAT_H
#define ASSAY_STORE_SEAT_H

#include "store/store_private.h"

/* This store is a workbench: takes the first seat of the signer's that nobody else has, unless it
 * sits already.  Where nothing can be locked it goes without. */
void seat_take(struct store *store);
/* In whose name it leases items and keeps its place: the key at the first seat. */
const struct id *seat_name(const struct store *store);
/* Takes away the leases of whoever is not there any more. */
bool seat_sweep(struct store *store, int64_t now, struct err *err) MUST_USE;
/* Another seat of the signer's has the item. */
bool seat_elsewhere(struct store *store, int64_t batch, int64_t item, bool *elsewhere,
		    struct err *err) MUST_USE;
void seat_leave(struct store *store); /* its lease, its place and its undo lines go as well */

#endif
