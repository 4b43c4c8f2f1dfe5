/* seat.c - a seat is one open workbench of one person: she may have several (ANNOTATION 5.14).
 *
 * Seat 0 leases items in the name of her key, seat n in that of a hash of key and n.  Whoever sits
 * holds a byte of the side file, at a place that the name gives, with a lock that belongs to the
 * open file: the system takes it back with the process, however that ends.  So anybody can see
 * whether a lease is still somebody's, and after kill -9 the same seat is free at once.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): F_OFD_SETLK */
#endif

#include "store/seat.h"

#include "base/alloc.h"
#include "base/bytes.h"

#include <fcntl.h>
#include <string.h>

/* ---------------------------------------------------------------- bytes of the side file */

/* Far behind what is written in the file and the byte of those who wait. */
static off_t place_of(const struct id *name)
{
	return (off_t)(LOCK_SEATS + be_get(name->b, 7));
}

#ifdef F_OFD_SETLK
static bool byte_lock(const struct lock *lock, int command, short *type, const struct id *name)
{
	struct flock byte = {
		.l_type = *type, .l_whence = SEEK_SET, .l_start = place_of(name), .l_len = 1
	};
	bool ok = lock->fd >= 0 && fcntl(lock->fd, command, &byte) == 0;

	*type = byte.l_type;
	return ok;
}

static bool is_held(const struct lock *lock, const struct id *name)
{
	short type = F_WRLCK;

	return !byte_lock(lock, F_OFD_GETLK, &type, name) || type != F_UNLCK;
}

/* A read lock is enough, and possible where the side file may only be read: that nobody else has
 * one was looked at under the project's lock. */
static bool hold(const struct lock *lock, const struct id *name)
{
	short type = F_RDLCK;

	return !is_held(lock, name) && byte_lock(lock, F_OFD_SETLK, &type, name);
}

static void let_go(const struct lock *lock, const struct id *name)
{
	short type = F_UNLCK;

	byte_lock(lock, F_OFD_SETLK, &type, name);
}
#else
static bool is_held(const struct lock *lock, const struct id *name)
{
	(void)lock, (void)name;
	return true;
}

static bool hold(const struct lock *lock, const struct id *name)
{
	(void)lock, (void)name;
	return false;
}

static void let_go(const struct lock *lock, const struct id *name)
{
	(void)lock, (void)name;
}
#endif

/* ---------------------------------------------------------------- sitting down */

static void make_names(struct seat *seat, const struct id *key)
{
	uint8_t bytes[ID_BYTES + 1];

	memcpy(bytes, key->b, ID_BYTES);
	seat->name[0] = *key;
	for (int i = 1; i < SEATS; i++) {
		bytes[ID_BYTES] = (uint8_t)i;
		seat->name[i] = hash_bytes("assay seat 1", bytes, sizeof bytes);
	}
}

/* Within the lock: the first seat that is free. */
static void choose(struct store *store)
{
	struct seat *seat = &store->seat;

	seat->number = SEAT_NONE;
	seat->file = store->lock.file;
	for (int i = 0; i < SEATS && seat->number == SEAT_NONE; i++)
		if (hold(&store->lock, &seat->name[i]))
			seat->number = i;
}

void seat_take(struct store *store)
{
	struct seat *seat = &store->seat;
	struct err ignored;
	bool held = store->lock.held;

	if (store->signer == NULL || store->immutable || store->lock.fd < 0
	    || (seat->named && seat->file == store->lock.file))
		return;
	if (!held && !lock_take(&store->lock, store->env, &ignored))
		return;
	/* Taking the lock may have opened another side file: the old one was deleted. */
	if (!seat->named)
		make_names(seat, &store->signer->key);
	seat->named = true;
	if (seat->file != store->lock.file)
		choose(store);
	if (!held)
		lock_release(&store->lock);
}

const struct id *seat_name(const struct store *store)
{
	return store->seat.number > 0 ? &store->seat.name[store->seat.number] : &store->signer->key;
}

static bool is_mine(const struct seat *seat, const struct id *name)
{
	for (int i = 0; i < SEATS; i++)
		if (id_equal(&seat->name[i], name))
			return true;
	return false;
}

/* ---------------------------------------------------------------- what others left, or have */

static bool list_names(struct store *store, const char *sql, const struct bind *args,
		       struct id **names, size_t *n, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, sql, args, err);
	enum db_step step = DB_FAILED;
	size_t cap = 0;

	*n = 0;
	while (stmt != NULL && (step = db_step(store, stmt, err)) == DB_ROW) {
		*names = vec_grow(*names, *n, &cap, sizeof **names);
		(*names)[(*n)++] = col_id(stmt, 0);
	}
	return step == DB_DONE;
}

/* Without seats nobody knows who is there, and a lease ends with its time. */
static bool sweep_by_time(struct store *store, int64_t now, struct err *err)
{
	return db_run(store, "DELETE FROM lease WHERE until <= ?1", ARGS(INT(now)), err);
}

bool seat_sweep(struct store *store, int64_t now, struct err *err)
{
	struct id *names = NULL;
	size_t n;
	bool ok;

	if (store->seat.number == SEAT_NONE)
		return sweep_by_time(store, now, err);
	ok = list_names(store, "SELECT DISTINCT key FROM lease", NO_ARGS, &names, &n, err);
	for (size_t i = 0; ok && i < n; i++)
		if (!id_equal(&names[i], seat_name(store)) && !is_held(&store->lock, &names[i]))
			ok = db_run(store, "DELETE FROM lease WHERE key = ?1", ARGS(ID(&names[i])),
				    err);
	free(names);
	return ok;
}

bool seat_elsewhere(struct store *store, int64_t batch, int64_t item, bool *elsewhere,
		    struct err *err)
{
	struct id *names = NULL;
	size_t n;
	bool ok;

	*elsewhere = false;
	if (store->seat.number == SEAT_NONE)
		return true;
	ok = list_names(store, "SELECT key FROM lease WHERE batch = ?1 AND item = ?2 AND key <> ?3",
			ARGS(INT(batch), INT(item), ID(seat_name(store))), &names, &n, err);
	for (size_t i = 0; ok && i < n; i++)
		*elsewhere = *elsewhere || is_mine(&store->seat, &names[i]);
	free(names);
	return ok;
}

/* ---------------------------------------------------------------- getting up */

/* Whoever is at the first seat and has an item knows her place; else the place of the window that
 * closes last is where she goes on. */
static bool hand_over_place(struct store *store, const struct id *name, struct err *err)
{
	const struct id *key = &store->signer->key;

	if (db_int_or(store, "SELECT 1 FROM lease WHERE key = ?1", ARGS(ID(key)), 0) != 0)
		return true;
	return db_run(store,
		      "INSERT OR REPLACE INTO position (key, batch, ord) "
		      "SELECT ?2, batch, ord FROM position WHERE key = ?1",
		      ARGS(ID(name), ID(key)), err)
	       && reading_hand_over(store, err);
}

/* What was done at another seat than the first is hers like everything else, so that it can be
 * undone from there; but what could be done again there would be mixed with what was done here. */
static bool hand_over(struct store *store, const struct id *name, struct err *err)
{
	return hand_over_place(store, name, err)
	       && db_run(store, "DELETE FROM position WHERE key = ?1", ARGS(ID(name)), err)
	       && db_run(store, "DELETE FROM undo WHERE key = ?1 AND undone = 1", ARGS(ID(name)),
			 err)
	       && db_run(store, "UPDATE undo SET key = ?2 WHERE key = ?1",
			 ARGS(ID(name), ID(&store->signer->key)), err)
	       && reading_drop(store, err);
}

static bool drop_leases(struct store *store, struct err *err)
{
	return db_run(store, "DELETE FROM lease WHERE key = ?1", ARGS(ID(seat_name(store))), err);
}

/* Unsynced: what a power cut brings back is swept away by the next one who sits down. */
static bool tidy(struct store *store, bool leave, struct err *err)
{
	return tx_begin_unsynced(store, err)
	       && tx_end(store,
			 drop_leases(store, err)
				 && (!leave || store->seat.number <= 0
				     || hand_over(store, seat_name(store), err)),
			 err);
}

void seat_leave(struct store *store)
{
	struct err ignored;

	if (!store->seat.named)
		return;
	if ((store->seat.leased || store->seat.number > 0) && store->mode == STORE_WRITE
	    && tidy(store, true, &ignored))
		store->seat.leased = false;
	if (store->seat.number != SEAT_NONE)
		let_go(&store->lock, seat_name(store));
	store->seat.number = SEAT_NONE;
}

bool store_lease_drop(struct store *store, struct err *err)
{
	if (!store->seat.leased)
		return true;
	if (!tidy(store, false, err))
		return false;
	store->seat.leased = false;
	return true;
}
