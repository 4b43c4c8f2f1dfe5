/* store_private.h - what the files of src/store share. */
#ifndef ASSAY_STORE_STORE_PRIVATE_H
#define ASSAY_STORE_STORE_PRIVATE_H

#include "base/embedded.h"
#include "base/json.h"
#include "base/map.h"
#include "log/event.h"
#include "log/record.h"
#include "model/authority.h"
#include "model/fold.h"
#include "store/db.h"
#include "store/lock.h"
#include "store/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#define STORE_APPLICATION_ID 0x41535359 /* "ASSY" */
#define STORE_PAGE 8192
#define LOG_FRAMES 128    /* of the log are copied back in one hold of the lock, at most; and */
#define LOG_FRAMES_MIN 32 /* where the disk is slow, at least */

extern const struct embedded store_sql[];
extern const size_t store_sql_count;

struct statements { /* db.c */
	struct cached *slot;
	size_t n, cap;
};

struct stream_info { /* of one head: what rid >> 32 stands for */
	int64_t head, stream;
	struct id id, key;
	enum audience audience;
	struct short_id reader;
};

struct leaf { /* one head as the vector sees it */
	struct id stream;
	uint64_t seq;
	struct id id;
	int64_t head;
};

struct writer { /* the stream this process appends to, for one audience */
	enum audience audience;
	struct short_id reader;
	bool ready;            /* within this transaction: the rest was read or made */
	bool dirty;            /* appended to in this transaction, head not signed yet */
	bool homeless;         /* minted by this process, and there is no place for a record: */
	struct id homeless_id; /* only memory knows the head */
	int64_t stream, head;  /* local names */
	struct id stream_id;
	uint64_t seq;
	struct id id;
	bool at_point;       /* the head is a signature point */
	uint64_t loose;      /* bytes of payload behind the last signature point */
	uint64_t counted;    /* the seq that LOOSE and AT_POINT were counted for; 0: not yet */
	int record;          /* its record's file; -1: none */
	struct id record_of; /* the stream that it belongs to */
	bool recorded;       /* this transaction has written it: OLD is what it held before */
	bool had_old;        /* false: there was none */
	struct stream_record old;
};

struct number_samples {       /* number.c: every 1024th task of a batch */
	int64_t batch, items; /* the batch had as many then */
	uint8_t (*ord)[ORD_BYTES];
	int64_t *item;
	size_t n;
};

struct journal { /* journal.c: what the key has written for itself */
	bool read;
	int64_t version; /* data_version then */
	int changes;     /* and sqlite3_total_changes() */
	struct journal_head *head;
	size_t n_heads, heads_cap;
	int64_t *control; /* rids of events that have no number, ascending */
	size_t n_controls, controls_cap;
};

#define SEATS 16 /* open workbenches of one person that are told apart */
#define SEAT_NONE (-1)

struct seat { /* seat.c */
	bool named;
	struct id name[SEATS]; /* the signer's key, and hashes of it */
	int number;            /* ours; SEAT_NONE: not sitting, or nothing can be locked here */
	int file;              /* the side file that it was taken in */
	bool leased;           /* an item */
};

struct store {
	sqlite3 *db;
	char *path;
	enum store_mode mode;
	bool immutable; /* a read-only folder: no lock, no writing */
	const struct store_env *env;
	const struct signer *signer; /* may be NULL */
	struct lock lock;
	struct seat seat;
	struct store_task at_hand; /* the item on the screen */
	dev_t dev;                 /* of the file as it was opened */
	ino_t ino;
	struct id project;
	char *name;
	struct statements statements;
	int schema;        /* user_version */
	int wal_frames;    /* in the log at the last commit; 0: there is none */
	int copy_at;       /* so many are copied back: what the last time took says */
	int64_t log_stuck; /* that could not be, for somebody reads */
	int reading;       /* depth of read transactions */
	struct err failed; /* SQLite's first failure in this transaction, whoever let it pass */

	bool writing; /* a transaction is open, under the lock */
	bool hlc_read, hlc_dirty;
	uint64_t hlc;
	int64_t data_version; /* of the file when the caches below were filled */
	struct writer *writer;
	size_t n_writers, writers_cap;
	struct leaf *leaf; /* all heads, sorted as the vector wants */
	size_t n_leaves, leaves_cap;
	bool leaves_read;
	struct map streams; /* head -> struct stream_info * */
	struct stream_info **stream;
	size_t n_streams, streams_cap;
	struct authority *authority;
	int64_t authority_events;  /* how many it was made from */
	int64_t authority_version; /* data_version then */
	bool authority_dirty;      /* this transaction appended one of them */
	bool copies_apart;         /* tx_end() leaves the log to tx_copy_back() */
	bool keep_lock;            /* opening: the lock outlives the transactions in it */
	bool syncs_less;           /* the database may not be set to sync each commit */
	bool copy;
	struct number_samples samples;
	struct journal journal;
	struct count *count; /* counts.c: what this transaction adds */
	size_t n_counts, counts_cap;
	bool shadowed;    /* temporary tables stand before the derived ones */
	bool facts_stand; /* this transaction writes no facts: others may read them beside it */
	bool recounting;  /* everything is made anew: counted at the end, or not at all */
};

/* ---------------------------------------------------------------- transactions (tx.c) */

/* Takes the lock and begins.  Every tx_begin() that returned true is followed by one tx_end(). */
bool tx_begin(struct store *store, struct err *err) MUST_USE;
/* The same for what a power cut may take: its commit does not wait for the disk. */
bool tx_begin_unsynced(struct store *store, struct err *err) MUST_USE;
/* Seals what was appended and commits when OK, else rolls back; releases the lock.  True only when
 * OK and committed. */
bool tx_end(struct store *store, bool ok, struct err *err) MUST_USE;
/* Copies a long log back, in a hold of the lock that is for nothing else.  The milliseconds that it
 * took; 0: it was not long. */
int64_t tx_copy_back(struct store *store);
/* A snapshot over several queries; nests. */
bool read_begin(struct store *store, struct err *err) MUST_USE;
bool read_end(struct store *store, bool ok, struct err *err) MUST_USE;
void assert_idle(const struct store *store); /* no snapshot is held */
/* ERR_TOO_NEW, false: another program has changed what this one goes by. */
bool upgraded_meanwhile(struct err *err);
/* Forgets what was read from the file, when somebody else wrote or a transaction was undone. */
void forget_caches(struct store *store);
/* Another number whenever somebody else wrote. */
bool data_version(struct store *store, int64_t *version, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- store.c */

/* Through SQLite's own handle, for closing one of ours would drop its locks: the database
 * (SQLITE_FCNTL_FILE_POINTER) or its log (SQLITE_FCNTL_JOURNAL_POINTER); NULL: there is none. */
sqlite3_file *db_file(struct store *store, int which);
void db_sync(struct store *store, int which);

/* ---------------------------------------------------------------- schema.c */

/* The version and application id that the file's first page names; ERR_INVALID: no project,
 * ERR_TOO_NEW.  Reads through SQLite's own file handle. */
bool schema_peek(sqlite3 *db, const char *path, struct err *err) MUST_USE;
bool schema_install(sqlite3 *db, struct err *err) MUST_USE; /* everything, into an empty file */
/* The file's schema is to the letter what the embedded migrations give. */
bool schema_check(struct store *store, struct err *err) MUST_USE;
bool schema_migrate(struct store *store, struct err *err) MUST_USE;
/* Runs WORK with temporary tables in front of the derived ones: it sees them empty. */
bool schema_shadow(struct store *store, bool (*work)(struct store *, void *ctx, struct err *err),
		   void *ctx, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- files (files.c) */

bool file_publish(const char *part, const char *path,
		  struct err *err) MUST_USE;                           /* rename, never
									* over another; folder synced */
bool file_remove_database(const char *path, struct err *err) MUST_USE; /* and journals beside it */
bool file_system_fits(const char *path, struct err *err) MUST_USE;     /* no network disk */
bool make_folders(const char *path);                                   /* mkdir -p, mode 0700 */
char *file_folder(const char *path);                                   /* the caller's */
/* The path with its folder's real name: SQLite and the lock must agree on one.  The caller's. */
char *file_absolute(const char *path, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- append.c */

struct append {
	enum audience audience;
	struct short_id reader; /* audience member only */
	unsigned kind;
	struct id subject;
	int64_t item; /* local name for kinds about items, else 0 */
	const char *payload;
	size_t len;
	const struct id *supersedes;
	int n_supersedes;
	uint64_t hlc; /* 0: now; else with its WALL, as append_reserve() gave them */
	int64_t wall;
};
struct appended {
	int64_t rid, wall;
	struct id id, stream;
	uint64_t seq, hlc;
	const char *parked; /* by authority; NULL: effective */
};
/* Composes, hashes and inserts one event in the signer's stream, opening one when this copy has
 * none or must not go on with it (CORE 4).  Judged by authority; parked events are noted. */
bool append_event(struct store *store, const struct append *append, struct appended *out,
		  struct err *err) MUST_USE;
/* The project's first event and its stream. */
bool append_genesis(struct store *store, const char *payload, size_t len, struct err *err) MUST_USE;
/* For who must know hlc, wall and seq before the event: the next append to AUDIENCE gets them, if
 * nothing else is appended there in between. */
bool append_reserve(struct store *store, enum audience audience, struct appended *next,
		    struct err *err) MUST_USE;
/* Signs the heads, writes clock, vector and stream records: the last thing before COMMIT. */
bool append_seal(struct store *store, struct err *err) MUST_USE;
void append_commit(struct store *store);
void append_undo(struct store *store); /* after a rollback: the old records come back */

/* ---------------------------------------------------------------- records.c */

/* May this copy go on with the writer's stream, whose head was just read?  (CORE 4, rule 1) */
bool record_allowed(struct store *store, struct writer *writer);
/* Writes the new head into the record: rules 2 and 3, right before COMMIT. */
bool record_advance(struct store *store, struct writer *writer, struct err *err) MUST_USE;
void record_restore(struct store *store, struct writer *writer); /* COMMIT failed */
void records_close(struct store *store); /* rule 4: marks them clean; then closes them */
/* Do all streams that this copy writes with the signer's key fit their records?  DIFFERS (or NULL)
 * is called with the head of each that does not, which stays as it is: what is written from now on
 * begins another stream. */
enum records_state { RECORDS_NONE, RECORDS_FIT, RECORDS_DIFFER };
enum records_state records_state(struct store *store,
				 void (*differs)(void *ctx, const struct id *head), void *ctx);

/* ---------------------------------------------------------------- heads.c */

/* What a head (rid >> 32) belongs to.  Borrowed until the next call. */
const struct stream_info *stream_of(struct store *store, int64_t rid, struct err *err) MUST_USE;
bool vector_digest(struct store *store, struct id *digest, struct err *err) MUST_USE;
void vector_note(struct store *store, const struct writer *writer); /* its head has moved */
/* The id of an event from its header: the project's first one is hashed without a key. */
struct id event_id_in(struct store *store, const struct id *stream, uint64_t seq,
		      const uint8_t *header, size_t n);
#define HEAD_OF(rid) ((int64_t)((uint64_t)(rid) >> 32))
#define SEQ_OF(rid) ((uint64_t)(rid)&UINT32_MAX)
#define RID(head, seq) ((int64_t)((uint64_t)(head) << 32 | (uint64_t)(seq)))

/* ---------------------------------------------------------------- people (members.c) */

/* Made of the control events; kept until they change. */
const struct authority *authority_of(struct store *store, struct err *err) MUST_USE;
/* The signer's member, or NULL when the key is not enrolled (ERR untouched) or on failure. */
const struct authority_member *self_member(struct store *store);
int64_t self_local(struct store *store); /* member.member of the signer; 0: not enrolled */
/* ERR_DENIED unless the signer may write KIND. */
bool must_be_allowed(struct store *store, unsigned kind, struct err *err) MUST_USE;
bool append_owner(struct store *store, struct err *err) MUST_USE; /* the signer's own, at init */
bool has_signer(const struct store *store, struct err *err) MUST_USE;

/* ---------------------------------------------------------------- derive*.c */

/* Folds one item and writes the rows that differ.  FRESH: rid of an event that was appended just
 * now and was in no fold yet; 0: all were. */
bool derive_item(struct store *store, int64_t item, int64_t fresh, struct err *err) MUST_USE;
/* The same for all items, where nothing was derived from their events yet.  TICK follows each; it
 * returns false to stop. */
bool derive_new_items(struct store *store, bool (*tick)(void *ctx, struct err *err), void *ctx,
		      struct err *err) MUST_USE;

struct item_events {
	struct fold_event *event;
	const struct id **key; /* who signed each of them */
	size_t n;
};
/* All events about an item, judged; they live in ARENA. */
bool item_events(struct store *store, int64_t item, struct arena *arena, struct item_events *events,
		 struct err *err) MUST_USE;

struct event_walk { /* the same for all items, one after the other */
	struct store *store;
	const struct authority *authority;
	sqlite3_stmt *stmt;
	enum db_step step;
};
/* Ends by event_walk_end() even when it fails. */
bool event_walk_begin(struct event_walk *walk, struct store *store, struct err *err) MUST_USE;
/* *ITEM is 0 behind the last one. */
bool event_walk_next(struct event_walk *walk, struct arena *arena, int64_t *item,
		     struct item_events *events, struct err *err) MUST_USE;
void event_walk_end(struct event_walk *walk);

struct fold_sum { /* what is added to one row of progress */
	struct short_id batch, member;
	bool named; /* these were looked up; 0: not known here */
	int64_t local_batch, local_member;
	int64_t done, skipped, flagged, active;
};
struct fold_batch {
	struct short_id id;
	int64_t local, overlap;
};
struct fold_sums {
	struct fold_sum *sum;
	size_t n, cap;
	struct map places;      /* of batch and member */
	bool nothing_assigned;  /* to anybody */
	struct fold_batch last; /* that was looked up; local 0: none */
};
/* Borrowed until the next call. */
struct fold_sum *fold_sum(struct fold_sums *sums, const struct short_id *batch,
			  const struct short_id *member);
bool fold_sum_names(struct store *store, struct fold_sum *sum, struct err *err) MUST_USE;
bool fold_sums_write(struct store *store, struct fold_sums *sums, struct err *err) MUST_USE;
void fold_sums_release(struct fold_sums *sums);
/* Members, keys and what depends on them, after a grant, a revoke or a policy. */
bool derive_authority(struct store *store, struct err *err) MUST_USE;

struct control_row { /* one control event, judged */
	int64_t rid;
	struct id id;
	struct event_header header;
	const struct stream_info *stream;
	struct json *payload; /* NULL: redacted or unreadable */
	const char *parked;
};
struct control_rows {
	struct control_row *row;
	size_t n, cap;
	struct arena arena;
};
/* All events of one kind below 64 in the order (hlc, stream, seq). */
bool control_rows(struct store *store, unsigned kind, struct control_rows *rows,
		  struct err *err) MUST_USE;
void control_rows_release(struct control_rows *rows);
bool park_rows(struct store *store, const struct control_rows *rows, struct err *err) MUST_USE;
bool json_get_hex(const struct json *object, const char *key, void *out, size_t n);
const char *access_name(enum store_access access);
/* Before the transaction, and within it: makes what is not known yet (control.c). */
bool batch_may_be_put(struct store *store, const struct store_guideline *guideline,
		      const struct store_batch_spec *spec, struct err *err) MUST_USE;
bool batch_put(struct store *store, const struct store_guideline *guideline,
	       const struct store_batch_spec *spec, struct err *err) MUST_USE;

/* Guidelines and batches from their registers.  *STALE: tasks were made from what has changed. */
bool derive_registers(struct store *store, bool *stale, struct err *err) MUST_USE;
bool derive_everything(struct store *store, const struct progress *progress,
		       struct err *err) MUST_USE;
/* The same in a transaction of its own, which Ctrl-C may end: then all is as it was. */
bool derive_anew(struct store *store, const struct progress *progress, struct err *err) MUST_USE;
bool derive_stamp(struct store *store, struct err *err) MUST_USE; /* fold version and vector */
bool park(struct store *store, int64_t rid, const char *reason, struct err *err) MUST_USE;

struct source_row {
	int64_t item, batch, line;
	struct short_id group, hash;
	enum item_role role;
	struct id chunk;
	bool shuffled;
	struct short_id seed;
	int overlap;
	uint64_t hlc; /* of the items event */
	struct id stream;
	uint64_t seq;
	const struct id *replaces; /* or NULL */
};
/* One line of a chunk: its source row, its task unless there is one, and the end of what it
 * replaces.  *FRESH: the task is new. */
bool derive_source(struct store *store, const struct source_row *row, bool *fresh,
		   struct err *err) MUST_USE;
/* The same for many lines of one batch, in their order: an item that has a source has its task.
 */
#define SOURCES_AT_ONCE 16
struct sources {
	struct source_row row[SOURCES_AT_ONCE];
	size_t n;
};
bool sources_add(struct store *store, struct sources *all, const struct source_row *row,
		 struct err *err) MUST_USE;
bool sources_flush(struct store *store, struct sources *all, struct err *err) MUST_USE;
const char *find_bytes(const char *in, size_t n, const char *what, size_t len); /* or NULL */
bool line_replaces(const char *line, size_t len, struct id *uid);

/* ---------------------------------------------------------------- items and objects */

#define WANT_REPLACED 1 /* task.want is minus the sum of these when nobody is wanted */
#define WANT_WITHDRAWN 2

bool item_local(struct store *store, const struct id *uid, int64_t *item,
		struct err *err) MUST_USE; /* ERR_NOT_FOUND */
bool item_put(struct store *store, const struct id *uid, int64_t *item,
	      struct err *err) MUST_USE; /* makes the row when there is none */
bool batch_local(struct store *store, const struct short_id *id, int64_t *batch,
		 struct err *err) MUST_USE;
bool object_get(struct store *store, const struct id *hash, struct buf *out,
		struct err *err) MUST_USE; /* ERR_NOT_FOUND */
bool object_put(struct store *store, const struct id *hash, int class, const char *bytes,
		size_t len, struct err *err) MUST_USE;
struct id object_hash(const char *bytes, size_t len);
bool pack(const char *bytes, size_t len, struct buf *out); /* false: not smaller */
bool unpack(const char *bytes, size_t len, struct buf *out);

#define SETTING_NAME 64
void count_tasks(struct store *store, int64_t batch, int64_t items, int64_t open);
bool counts_flush(struct store *store, struct err *err) MUST_USE;
bool counts_renew(struct store *store, struct err *err) MUST_USE;
bool counts_fit(struct store *store, bool *fit, struct err *err) MUST_USE;
bool counts_of(struct store *store, int64_t batch, int64_t *items, int64_t *open,
	       struct err *err) MUST_USE;
/* Settings of one batch: WHAT.BATCH. */
bool batch_setting(struct store *store, const char *what, int64_t batch, const char *value,
		   struct err *err) MUST_USE;
const char *batch_setting_read(struct store *store, const char *what, int64_t batch,
			       struct arena *arena);
/* Stores the places of a batch's tasks, after an import. */
bool samples_save(struct store *store, int64_t batch, struct err *err) MUST_USE;
/* One row of item, uid, ord; ERR_NOT_FOUND with the words NONE. */
bool task_read(struct store *store, sqlite3_stmt *stmt, struct store_task *task, const char *none,
	       struct err *err) MUST_USE;
void samples_release(struct number_samples *samples);

/* The queries that a key press waits for; a test looks at their plans. */
extern const char hot_sql_open[], hot_sql_parked[], hot_sql_assigned[], hot_sql_undone[];
extern const char hot_sql_next[], hot_sql_prev[], hot_sql_number[], hot_sql_at[];
extern const char hot_sql_fold[], hot_sql_export[], hot_sql_export_annotated[];
extern const char hot_sql_answers[], hot_sql_answers_said[], hot_sql_said_by_key[];
extern const char hot_sql_ahead[];
extern const char hot_sql_export_said[], hot_sql_ahead_said[];
extern const char hot_sql_authority[], hot_sql_look_up[];
extern const char hot_sql_mine[], hot_sql_submission[], hot_sql_look[], hot_sql_pace[];
/* The current annotations of item ?1 in batch ?2, of member ?3 (0: of all). */
extern const char hot_sql_annotation[];
/* What annotation_read_row() reads, and from where. */
#define ANNOTATION_COLUMNS                                                                    \
	"b.id, m.id, m.name, m.roles, a.rid, a.status, a.revision, a.heads, a.differ, a.at, " \
	"a.active, e.header, e.payload, d.rid, d.stale, "                                     \
	"(SELECT r.payload FROM event r WHERE r.rid = d.rid)"
#define ANNOTATION_TABLES                                                                        \
	"annotation a "                                                                          \
	"JOIN batch b USING (batch) JOIN member m USING (member) JOIN event e ON e.rid = a.rid " \
	"LEFT JOIN decision d ON d.item = a.item AND d.batch = a.batch AND d.about = a.rid "
bool annotation_read_row(struct store *store, sqlite3_stmt *stmt, const struct id *uid,
			 struct arena *arena, struct store_annotation *out,
			 struct err *err) MUST_USE;
/* Of a decision's rid, its stale and its payload, which are column FIRST and on. */
int annotation_review(sqlite3_stmt *stmt, int first, struct arena *arena);
/* The number of an event that the signer's key wrote for itself here; 0: it has none. */
int64_t journal_number(struct store *store, int64_t rid);
void journal_forget(struct journal *journal); /* what it has read may not have happened */
void journal_release(struct journal *journal);

/* ---------------------------------------------------------------- drafts */

bool reading_drop(struct store *store, struct err *err) MUST_USE;      /* of this seat */
bool reading_hand_over(struct store *store, struct err *err) MUST_USE; /* to the first seat */

bool draft_delete(struct store *store, const struct short_id *batch, const struct id *uid,
		  struct err *err) MUST_USE;
bool undo_write(struct store *store, const struct store_undo *undo, struct err *err) MUST_USE;
bool position_write(struct store *store, const struct short_id *batch, const uint8_t *ord,
		    struct err *err) MUST_USE;
bool setting_write(struct store *store, const char *name, const char *value,
		   struct err *err) MUST_USE;

/* ---------------------------------------------------------------- check.c */

/* A file whose past this machine does not know is checked before its derived rows are believed. */
bool check_stranger(struct store *store, const struct progress *progress, struct err *err) MUST_USE;

/* Hex of ids in payloads. */
const char *hex_id(char out[ID_HEX + 1], const struct id *id);
const char *hex_short(char out[SHORT_ID_HEX + 1], const struct short_id *id);

#endif
