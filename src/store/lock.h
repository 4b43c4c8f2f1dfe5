/* lock.h - one exclusive lock beside the project, with a deadline (CORE 9.1).  For src/store only.
 *
 * Every write transaction, every checkpoint, open and close run under it, which keeps older SQLite
 * libraries from resetting a log that another process still reads, and makes waiting short.
 */
#ifndef ASSAY_STORE_LOCK_H
#define ASSAY_STORE_LOCK_H

#include "base/err.h"
#include "store/store.h"

#include <signal.h>

#define LOCK_DEADLINE_MS 5000

/* Bytes of the side file that are locked by themselves, by locks that flock() does not see: byte 0
 * by those who wait for the project, those from here on by open workbenches (seat.c). */
#define LOCK_SEATS (UINT64_C(1) << 60)

struct lock {
	char *project; /* the file that is locked */
	char *path;    /* the side file */
	int fd;        /* -1: none */
	int file;      /* which side file FD is: another number when it had to be opened again */
	bool writable; /* we may write into it who we are */
	bool held;
	sigset_t mask; /* the caller's, while it is held */
	int waited_ms; /* longest so far */
};

/* Opens or makes the side file of PROJECT with its mode and group.  ERR_DENIED: the folder may not
 * be written and there is none. */
bool lock_open(struct lock *lock, const char *project, struct err *err) MUST_USE;
void lock_close(struct lock *lock);

/* Waits until ENV's deadline; ERR_BUSY names who has it.  INT, HUP, TERM, TSTP and WINCH are
 * blocked until lock_release(). */
bool lock_take(struct lock *lock, const struct store_env *env, struct err *err) MUST_USE;
bool lock_try(struct lock *lock, const struct store_env *env) MUST_USE; /* waits for nobody */
void lock_release(struct lock *lock);
/* For those that hold it long (rebuild, the first import): says how far they are, so that others
 * wait. */
void lock_note(struct lock *lock, const struct store_env *env, const char *progress);
/* They also want to hear of signals while they hold it. */
void lock_let_signals(struct lock *lock);

int64_t lock_clock(void); /* ms, monotonic: for measuring waits and holds */
void lock_pause(int ms);  /* outside the lock: lets the others in */

#endif
