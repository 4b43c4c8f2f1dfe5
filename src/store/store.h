/* store.h - a project: one SQLite file, its lock, its transactions (CORE 8, 9).
 *
 * Everything outside src/store sees this header only.  Each verb is one transaction.  Rows are
 * handed out in an arena of the caller's.  Core reads neither clock nor environment: both come in
 * struct store_env.
 */
#ifndef ASSAY_STORE_STORE_H
#define ASSAY_STORE_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/progress.h"
#include "log/signer.h"
#include "model/item.h"
#include "model/kinds.h"
#include "model/order.h"

#include <stdint.h>

struct guide;
struct store;

struct store_env {
	int64_t (*now)(void *ctx); /* ms since 1970, UTC */
	void (*random)(void *ctx, void *out, size_t n);
	void *ctx;
	const char *state_dir; /* $XDG_STATE_HOME/assay: stream records; NULL or not writable: a
				* new stream each time, and store_is_copy() says so */
	uint8_t machine[16], boot[16];
	int pid;
	const char *user, *verb; /* for the lock file: who holds, doing what */
	int threads;             /* that long work may have besides the caller's */
	int lock_deadline_ms;    /* how long to wait for the lock; 0: 5 s */
	bool no_check;           /* the verb looks for damage itself: a file that this machine sees
				  * for the first time is opened without checking it */
};

/* ---------------------------------------------------------------- opening */

struct store_init {
	const char *name;          /* of the project */
	bool join_open;            /* a key may enrol itself as annotator */
	const struct id *recovery; /* public recovery key, or NULL */
};

/* Makes PATH (built as PATH.part, then renamed; never over a file that exists), with SIGNER as its
 * owner, and opens it. */
struct store *store_create(const char *path, const struct store_init *init,
			   const struct store_env *env, const struct signer *signer,
			   struct err *err) MUST_USE;

enum store_mode { STORE_READ, STORE_WRITE };
/* Opens under the lock, checks that it is a project, migrates, rebuilds derived rows when their
 * fold is another (PROGRESS may be NULL).  SIGNER may be NULL for reading.  ENV and SIGNER are
 * borrowed until store_close(). */
struct store *store_open(const char *path, enum store_mode mode, const struct store_env *env,
			 const struct signer *signer, const struct progress *progress,
			 struct err *err) MUST_USE;
void store_close(struct store *store); /* NULL is fine; leaves one complete file */
/* For when nobody waits: does what was put off, some milliseconds of copying the log back now and
 * then. */
void store_rest(struct store *store);

const struct id *store_project(const struct store *store);
const char *store_project_name(const struct store *store);
const char *store_path(const struct store *store);
bool store_is_copy(const struct store *store); /* this copy opened, or will open, a new stream */
const char *store_sqlite_version(void);
int store_waited_ms(const struct store *store); /* for the lock, longest so far */

/* ---------------------------------------------------------------- people */

struct store_member {
	struct short_id id;
	const char *name;
	unsigned roles; /* bits of enum role_bit, implied ones not included */
};
/* The signer's member.  ERR_NOT_FOUND: the key is not enrolled. */
bool store_self(struct store *store, struct store_member *member, struct arena *arena,
		struct err *err) MUST_USE;
/* With join = open: the signer's own grant as annotator.  ERR_DENIED when joining is closed. */
bool store_join(struct store *store, struct err *err) MUST_USE;
bool store_members(struct store *store, struct arena *arena, struct store_member **members,
		   size_t *n, struct err *err) MUST_USE;

struct store_grant {
	struct short_id member; /* zeros: a new one */
	const char *name;
	unsigned roles;
	const struct id *key, *box; /* a key that speaks for the member; NULL: none is added */
	const char *device;
	bool host; /* custody */
};
/* Needs a lead, for lead or owner an owner.  What the key wrote before counts from now on. */
bool store_grant(struct store *store, const struct store_grant *grant, struct short_id *member,
		 struct err *err) MUST_USE;

/* ---------------------------------------------------------------- batches */

enum store_access { ACCESS_ASSIGNED, ACCESS_OPEN, ACCESS_AUTHORING };
struct store_batch {
	struct short_id id;
	const char *name;
	struct id guideline; /* object hash; zeros: not arrived */
	const char *guideline_name;
	int guideline_version;
	int overlap;
	struct short_id seed;
	bool shuffled, closed;
	enum store_access access;
	int64_t due;         /* ms, 0: none */
	int64_t items, open; /* tasks in it; those that want more work */
	int64_t mine_done, mine_skipped, mine_flagged, mine_active; /* of the signer */
	int64_t pace; /* ms: median active time of her newest ones here; 0: too few to say */
};
/* All, in the order in which they were made. */
bool store_batches(struct store *store, struct arena *arena, struct store_batch **batches,
		   size_t *n, struct err *err) MUST_USE;
bool store_batch_find(struct store *store, const char *name, struct arena *arena,
		      struct store_batch *batch, struct err *err) MUST_USE; /* ERR_NOT_FOUND */

struct store_waiting {       /* what waits for the signer besides open items */
	int64_t drafts;      /* begun, never sent */
	int64_t corrections; /* sent, changed since, not sent again */
	int64_t conflicts;   /* answered differently on two machines */
};
bool store_waiting(struct store *store, struct store_waiting *waiting, struct err *err) MUST_USE;
/* Where the newest draft (CORRECTION: of something sent) or conflict is.  ERR_NOT_FOUND. */
enum store_waits { WAITS_DRAFT, WAITS_CORRECTION, WAITS_CONFLICT };
bool store_waiting_find(struct store *store, enum store_waits what, struct short_id *batch,
			struct id *uid, struct err *err) MUST_USE;

struct store_progress { /* one member in one batch */
	struct short_id batch, member;
	const char *batch_name, *member_name;
	int64_t done, skipped, flagged, active;
};
bool store_progress(struct store *store, struct arena *arena, struct store_progress **rows,
		    size_t *n, struct err *err) MUST_USE;

/* The bytes of an object (guideline, chunk), unpacked.  ERR_NOT_FOUND. */
bool store_object(struct store *store, const struct id *hash, struct arena *arena,
		  const char **bytes, size_t *len, struct err *err) MUST_USE;
/* The guideline that is the object HASH, read; it lives in ARENA. */
bool store_guide(struct store *store, const struct id *hash, struct arena *arena, struct guide *out,
		 struct err *err) MUST_USE;

struct store_guideline {
	const char *name;
	struct id hash;
	const char *object;
	size_t len;
	bool breaks;
};
/* Makes the guideline known unless it is (same hash); needs a lead. */
bool store_guideline_put(struct store *store, const struct store_guideline *guideline,
			 struct err *err) MUST_USE;
/* Its newest version called NAME.  ERR_NOT_FOUND. */
bool store_guideline_find(struct store *store, const char *name, struct id *hash,
			  struct err *err) MUST_USE;

struct store_batch_spec {
	const char *name;
	struct id guideline; /* must be known */
	int overlap;
	bool shuffled, closed;
	enum store_access access;
	int64_t due;
};
/* Makes the batch, or leaves it as it is when it exists. */
bool store_batch_put(struct store *store, const struct store_batch_spec *spec,
		     struct err *err) MUST_USE;

/* The project's default guideline, from `init --guideline` (a setting); NULL when there is none. */
const char *store_setting(struct store *store, const char *name, struct arena *arena);
bool store_setting_put(struct store *store, const char *name, const char *value,
		       struct err *err) MUST_USE;

/* ---------------------------------------------------------------- import */

struct store_import;
struct store_put { /* see data/import.h; store does not know that header's structs */
	const char *body;
	size_t body_len;
	struct id uid;
	struct short_id prompt, group;
	enum item_role role;
	const char *line; /* canonical line of the chunk */
	size_t line_len;
	const char *control; /* canonical {"expect","explain","feedback"} or NULL */
};
enum store_added {
	STORE_FAILED, /* ERR says why; the import must be given up */
	STORE_ADDED,  /* a new item of the batch */
	STORE_SOURCE, /* the item was there; this line is a new source of it */
	STORE_THERE,  /* this very line was there already */
};
/* In a project without items nobody can be at work: then all of the import is one transaction, and
 * whoever opens the project meanwhile waits.  Else chunks go in one by one between other people's
 * work, and what is in stays in. */
struct store_import *store_import_begin(struct store *store, const char *batch,
					struct err *err) MUST_USE;
/* The same for a batch that may not be there yet: it and its guideline come to be with the first
 * items, or not at all.  Both are borrowed until the end. */
struct store_import *store_import_begin_new(struct store *store,
					    const struct store_guideline *guideline,
					    const struct store_batch_spec *batch,
					    struct err *err) MUST_USE;
enum store_added store_import_put(struct store_import *import, const struct store_put *put,
				  struct err *err) MUST_USE;
/* Commits what is left and frees.  KEEP false gives up what is not committed yet.  *ITEMS (may be
 * NULL) is how many new items of the batch are in the project now, also when it fails. */
bool store_import_end(struct store_import *import, bool keep, int64_t *items,
		      struct err *err) MUST_USE;

/* ---------------------------------------------------------------- the queue */

struct store_task {
	int64_t item; /* local name of the item */
	struct id uid;
	uint8_t ord[ORD_BYTES];
	bool wanted; /* found by SEEK_OPEN */
};
enum store_seek {
	SEEK_OPEN, /* next that wants my work, behind FROM, then from the start */
	SEEK_NEXT,
	SEEK_PREV, /* neighbours in order, open or not */
	SEEK_UNDONE
}; /* next without an annotation of mine */
/* FROM may be NULL: before the first.  ERR_NOT_FOUND: none. */
bool store_seek(struct store *store, const struct short_id *batch, const uint8_t *from,
		enum store_seek seek, struct store_task *task, struct err *err) MUST_USE;
bool store_task(struct store *store, const struct short_id *batch, const struct id *uid,
		struct store_task *task, struct err *err) MUST_USE;
bool store_task_at(struct store *store, const struct short_id *batch, int64_t number,
		   struct store_task *task, struct err *err) MUST_USE; /* from 1 */
int64_t store_task_number(struct store *store, const struct short_id *batch,
			  const struct store_task *task); /* from 1; 0: not there */
/* The number of the item at which store_position() stands; 0: nowhere yet. */
int64_t store_position_number(struct store *store, const struct short_id *batch);
/* Finds by the first hex digits of the uid, or (staff) by external id. */
bool store_task_find(struct store *store, const struct short_id *batch, const char *text,
		     struct store_task *task, struct err *err) MUST_USE;
/* Where SEEK_OPEN finds nothing: something wants the signer's work, but is before others' eyes. */
bool store_open_elsewhere(struct store *store, const struct short_id *batch);
enum store_leased {
	LEASE_FAILED, /* ERR says why */
	LEASE_TAKEN,
	LEASE_SHARED,   /* others who have it open, or were quicker, are enough for it.  Found by
			 * SEEK_OPEN it is left to them; else this one has it too */
	LEASE_ELSEWHERE /* another window of the signer's has it: the draft is there */
};
/* Puts the item on this window's screen, for a while as others see it, and takes the one before
 * off.  A store that leases is a window of its own among those of its signer, until it is closed
 * or its process ends. */
enum store_leased store_lease(struct store *store, const struct short_id *batch,
			      const struct store_task *task, struct err *err) MUST_USE;
/* No item is on this window's screen any more. */
bool store_lease_drop(struct store *store, struct err *err) MUST_USE;

/* The body of an item.  ERR_NOT_FOUND: its text is not held here. */
bool store_body(struct store *store, const struct store_task *task, struct arena *arena,
		const char **body, size_t *len, struct err *err) MUST_USE;

struct store_look { /* an item of a batch as its annotator may see it in a list */
	struct store_task task;
	const char *body; /* NULL: not asked for, or not held here; borrowed for the call */
	size_t body_len;
	int status; /* enum sent: the signer's annotation */
	bool flagged, draft;
	bool wanted; /* nobody replaced or withdrew it */
};
struct store_page {
	struct short_id batch;
	const struct store_task *from; /* items behind this one; NULL: from the first */
	size_t max;
	bool bodies; /* asks for the texts too, which takes its time */
};
/* The items of PAGE in order, until EACH returns false.  EACH must not ask the store for anything.
 */
bool store_look(struct store *store, const struct store_page *page,
		bool (*each)(void *ctx, const struct store_look *look), void *ctx,
		struct err *err) MUST_USE;

/* Where the cursor of this window stood in the batch, or that of the signer's first window; false:
 * nowhere yet. */
bool store_position(struct store *store, const struct short_id *batch, uint8_t ord[ORD_BYTES]);
/* What the view said with it last; NULL: nothing.  It lives in ARENA. */
const char *store_reading(struct store *store, const struct short_id *batch, struct arena *arena);
/* Both; not worth a wait for the disk. */
bool store_place_put(struct store *store, const struct short_id *batch, const uint8_t *position,
		     const char *reading, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- drafts and undo */

struct store_draft {
	struct short_id batch;
	struct id uid;
	bool has_base;
	struct id base;    /* the event it revises */
	const char *doc;   /* canonical JSON: the view's own: answers, times, counts */
	const char *focus; /* free text of the view's */
	int64_t changed;   /* ms */
};
struct store_undo {
	int64_t number; /* filled on reading */
	struct short_id batch;
	struct id uid;
	const char *before, *after; /* canonical JSON documents */
	bool has_event;
	struct id event; /* the submission, for undoing one */
};
/* The draft (NULL: none is written, one that is there stays), its undo lines and the position, in
 * one transaction.  New undo lines end what could be redone. */
bool store_draft_put(struct store *store, const struct store_draft *draft,
		     const struct store_undo *undo, size_t n_undo, const uint8_t *position,
		     struct err *err) MUST_USE;
bool store_draft(struct store *store, const struct short_id *batch, const struct id *uid,
		 struct arena *arena, struct store_draft *draft, struct err *err) MUST_USE;
bool store_draft_drop(struct store *store, const struct short_id *batch, const struct id *uid,
		      struct err *err) MUST_USE;
/* The signer's newest line that can be undone (or the oldest that can be redone).  ERR_NOT_FOUND.
 */
bool store_undo_last(struct store *store, struct arena *arena, struct store_undo *undo,
		     struct err *err) MUST_USE;
bool store_redo_next(struct store *store, struct arena *arena, struct store_undo *undo,
		     struct err *err) MUST_USE;
/* Marks the line and stores the draft that results, in one transaction (DRAFT NULL: none). */
bool store_undo_mark(struct store *store, int64_t number, bool undone,
		     const struct store_draft *draft, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- annotations */

enum review { REVIEW_NONE, REVIEW_ACCEPTED, REVIEW_RETURNED, REVIEW_FIXED, REVIEW_STALE };

struct store_annotation { /* what counts now, of one member */
	struct short_id batch, member;
	const char *member_name;
	unsigned member_roles;
	struct id uid, event, stream;
	uint64_t seq, hlc;
	int64_t rid, wall, active;
	int status; /* enum sent */
	int revision, heads;
	bool differ;
	bool host_custody;
	const char *payload; /* canonical JSON; NULL redacted */
	size_t payload_len;
	int review; /* enum review */
};
/* The signer's.  ERR_NOT_FOUND: none. */
bool store_annotation(struct store *store, const struct short_id *batch, const struct id *uid,
		      struct arena *arena, struct store_annotation *annotation,
		      struct err *err) MUST_USE;

struct store_submit {
	struct short_id batch;
	struct id uid;
	const char *payload; /* canonical annotate payload */
	size_t payload_len;
	const struct store_undo *lines; /* of its answers, that are not stored yet */
	size_t n_lines;
	const struct store_undo *undo; /* the line that undoes the submission, or NULL */
	const uint8_t *position;       /* where the cursor stands after it, or NULL */
};
struct store_receipt {
	int64_t number; /* "saved #N": the Nth thing that this key said about items here */
	struct id event;
	bool parked; /* stored, but without effect until the key is enrolled */
};
/* Event, chain, signature, head, derived rows, draft dropped, lease dropped: one transaction,
 * durable when it returns.  Supersedes all of the member's heads on the item. */
bool store_submit(struct store *store, const struct store_submit *submit,
		  struct store_receipt *receipt, struct err *err) MUST_USE;
bool store_retract(struct store *store, const struct short_id *batch, const struct id *uid,
		   const char *reason, struct store_receipt *receipt, struct err *err) MUST_USE;
bool store_flag(struct store *store, const struct short_id *batch, const struct id *uid, bool on,
		const char *note, struct err *err) MUST_USE;
bool store_flagged(struct store *store, const struct short_id *batch, const struct id *uid);
bool store_ask(struct store *store, const struct short_id *batch, const struct id *uid,
	       const char *text, struct err *err) MUST_USE;
bool store_ack(struct store *store, const struct short_id *batch, const struct id *guideline,
	       struct err *err) MUST_USE;

struct store_place { /* of a submission in the list of them: when, and names inside this file */
	int64_t at, batch, item;
};
/* The signer's that come behind AFTER (NULL: from the start), newest first, at most MAX of them. */
bool store_mine(struct store *store, const struct store_place *after, size_t max,
		struct store_place *places, size_t *n, struct err *err) MUST_USE;
struct store_submission { /* one line of "my submissions" */
	struct store_annotation annotation;
	const char *batch_name;
	int64_t number;   /* of the journal entry */
	const char *body; /* of the item; NULL: not held here */
	size_t body_len;
	bool flagged, draft; /* DRAFT: corrected, and not sent yet */
};
/* ERR_NOT_FOUND: it counts no more. */
bool store_submission(struct store *store, const struct store_place *place, struct arena *arena,
		      struct store_submission *row, struct err *err) MUST_USE;
/* What was written as "#NUMBER": the item it is about.  ERR_NOT_FOUND. */
bool store_saved_find(struct store *store, int64_t number, struct short_id *batch, struct id *uid,
		      struct err *err) MUST_USE;
int64_t store_saved_number(struct store *store, int64_t rid); /* of an annotation of the signer */
int64_t store_done_since(struct store *store, int64_t since_ms); /* the signer's, status done */
/* The newest number of the signer's; 0: nothing was said yet. */
int64_t store_journal_number(struct store *store);
int64_t store_to_send(struct store *store); /* events of own streams no remote has yet */

/* ---------------------------------------------------------------- care */

/* Digest of all leaf heads: which facts an export was made from. */
struct id store_vector(struct store *store);

struct store_check {
	int64_t events, signatures, items, annotations;
	int faults;
	struct id digest; /* of the derived rows (CORE 8.2) */
};
/* FAULT is called with a sentence for each fault found.  True when it could look at everything. */
bool store_check(struct store *store, void (*fault)(void *ctx, const char *sentence), void *ctx,
		 const struct progress *progress, struct store_check *check,
		 struct err *err) MUST_USE;
bool store_rebuild(struct store *store, const struct progress *progress, struct err *err) MUST_USE;
/* VACUUM INTO a file that does not exist yet; PROGRESS (or NULL) in bytes.  Stopped: ERR_CONFLICT.
 */
bool store_backup(struct store *store, const char *path, const struct progress *progress,
		  struct err *err) MUST_USE;

/* Read-only SQL.  ROW gets N column texts (NULL for null, blobs as hex); the first call gives the
 * names.  Returning false stops.  PROGRESS is asked all the while, however long a row takes to be
 * found; stopped by it the query has failed. */
bool store_query(struct store *store, const char *sql,
		 bool (*row)(void *ctx, int n, const char *const *values, bool header), void *ctx,
		 const struct progress *progress, struct err *err) MUST_USE;

#endif
