/* power.h - a script is recorded, write by write; then the power goes at any place of the
 * recording, and what was not synced by then is lost in one of the ways in which a disk may lose
 * it.
 *
 * A disk writes whole sectors, each as the file was at that moment: of what was not synced any
 * sector of any write may be there or not.  A file that was deleted may be there again until its
 * folder is synced, as it is with the first sync of a new log or journal, and so it is with a name
 * that was given.  The side files (stream records, lock) are as they were at that moment or as they
 * were in the morning.
 */
#ifndef ASSAY_TESTS_STORE_POWER_H
#define ASSAY_TESTS_STORE_POWER_H

#include "tests/store/vfs_watch.h"

#include "tests/store/day.h"

#define SECTOR 512

struct entry { /* one operation */
	enum watch_op op;
	enum watch_file file;
	char *bytes;
	size_t at, n;
	bool durable;        /* DELETE: the folder is synced with it */
	int sent[DAY_ITEMS]; /* the ledger when it began */
	unsigned tried[DAY_ITEMS];
	int side; /* newest of the side snapshots at that time */
};

struct recording {
	struct day day;
	struct entry *entry;
	size_t n, cap;
	struct snapshot *side;
	size_t n_side, cap_side;
	size_t named; /* the sync of the folder in which the copy got its name; 0: there is none */
};

/* ---- recording ---- */

/* The stream records change between SQLite's operations: a snapshot whenever they did. */
static inline void look_at_side(struct recording *r)
{
	struct snapshot now = { .n = 0 };
	const struct snapshot *last = r->n_side > 0 ? &r->side[r->n_side - 1] : NULL;
	bool same = last != NULL;

	snapshot_take(&now, r->day.f.state);
	same = same && last->n == now.n;
	for (int i = 0; same && i < now.n; i++)
		same = strcmp(now.file[i].path, last->file[i].path) == 0
		       && now.file[i].bytes.len == last->file[i].bytes.len
		       && memcmp(now.file[i].bytes.data, last->file[i].bytes.data,
				 now.file[i].bytes.len)
				  == 0;
	if (same) {
		snapshot_release(&now);
		return;
	}
	r->side = vec_grow(r->side, r->n_side, &r->cap_side, sizeof *r->side);
	r->side[r->n_side++] = now;
}

static inline struct entry *add_entry(struct recording *r, const struct watched *what)
{
	struct entry *entry;

	look_at_side(r);
	r->entry = vec_grow(r->entry, r->n, &r->cap, sizeof *r->entry);
	entry = &r->entry[r->n++];
	*entry = (struct entry){ .op = what->op,
				 .file = what->file,
				 .at = (size_t)what->at,
				 .n = (size_t)what->n,
				 .durable = what->durable,
				 .side = (int)r->n_side - 1 };
	memcpy(entry->sent, r->day.sent, sizeof entry->sent);
	memcpy(entry->tried, r->day.tried, sizeof entry->tried);
	return entry;
}

static inline int record(void *ctx, const struct watched *what)
{
	struct entry *entry;

	if (what->op == WATCH_LOCK)
		return SQLITE_OK;
	entry = add_entry(ctx, what);
	if (what->op == WATCH_WRITE) {
		entry->bytes = xmalloc((size_t)what->n);
		memcpy(entry->bytes, what->bytes, (size_t)what->n);
	}
	return SQLITE_OK;
}

static inline bool copy_is_named(const struct recording *r)
{
	char path[sizeof r->day.f.path + 16];

	snprintf(path, sizeof path, "%s.schema1", r->day.f.path);
	return access(path, F_OK) == 0;
}

/* Of a file descriptor, for who sees fsync(): a copy's, or a folder's when the copy has its name.
 */
static inline void record_sync(struct recording *r, int fd)
{
	char name[64], target[160] = "";
	struct stat st;

	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	if (readlink(name, target, sizeof target - 1) < 0 || fstat(fd, &st) != 0)
		return;
	if (S_ISREG(st.st_mode) && watch_kind(target) == WATCH_PART)
		add_entry(r, &(struct watched){ .op = WATCH_SYNC, .file = WATCH_PART });
	if (S_ISDIR(st.st_mode) && r->named == 0 && copy_is_named(r)) {
		r->named = r->n;
		add_entry(r, &(struct watched){ .op = WATCH_SYNC, .file = WATCH_OTHER });
	}
}

/* MORNING makes a closed project and its snapshot, SCRIPT works on it and ends closed. */
static inline void recording_begin(struct recording *r, void (*morning)(struct day *day),
				   void (*script)(struct day *day))
{
	memset(r, 0, sizeof *r);
	morning(&r->day);
	watch_begin(record, r);
	watch_vfs.watch.parts = true;
	script(&r->day);
	watch_end();
	/* The power may also go when all is done. */
	add_entry(r, &(struct watched){ .op = WATCH_LOCK, .file = WATCH_OTHER });
}

static inline void recording_end(struct recording *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->entry[i].bytes);
	for (size_t i = 0; i < r->n_side; i++)
		snapshot_release(&r->side[i]);
	free(r->entry);
	free(r->side);
	day_end(&r->day);
}

/* ---- losing ---- */

enum loss {
	LOSE_NOTHING,
	LOSE_UNSYNCED,
	LOSE_UNSYNCED_DB,
	LOSE_UNSYNCED_WAL,
	LOSE_FIRST, /* only the first of what was not synced, in each file */
	LOSE_LAST,
	LOSE_DELETIONS,
	LOSE_SOME /* and from here on: random ones, each number a seed; at odd ones sectors */
};

#define SUBSETS_SHORT 4
#define SUBSETS_LONG 16

static inline int losses(void)
{
	return LOSE_SOME + (day_is_long() ? SUBSETS_LONG : SUBSETS_SHORT);
}

struct disk { /* one file */
	struct buf bytes;
	bool there;
};

struct fate { /* of one file */
	enum watch_file file;
	int loss;
	size_t first, last; /* operations that may be lost */
	uint64_t random;
};

static inline uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	return z ^ z >> 27;
}

static inline void put_bytes(struct disk *disk, size_t at, const char *bytes, size_t n)
{
	while (disk->bytes.len < at + n)
		buf_addc(&disk->bytes, '\0');
	if (n > 0)
		memcpy(disk->bytes.data + at, bytes, n);
	disk->there = true;
}

static inline void apply(struct disk *disk, const struct entry *e)
{
	if (e->op == WATCH_WRITE)
		put_bytes(disk, e->at, e->bytes, e->n);
	if (e->op == WATCH_TRUNCATE && disk->bytes.len > e->n)
		disk->bytes.len = e->n;
	if (e->op == WATCH_DELETE) {
		disk->there = false;
		buf_clear(&disk->bytes);
	}
}

/* Sectors of what E wrote, as the file SEEN by the program has them. */
static inline void put_sectors(struct disk *disk, const struct disk *seen, const struct entry *e,
			       struct fate *fate)
{
	bool torn = fate->loss > LOSE_SOME && (fate->loss - LOSE_SOME) % 2 != 0
		    && (next_random(&fate->random) & 1) != 0;

	for (size_t at = e->at / SECTOR * SECTOR; at < e->at + e->n; at += SECTOR) {
		size_t left = seen->bytes.len - at;

		if (torn && (next_random(&fate->random) & 1) != 0)
			continue;
		put_bytes(disk, at, seen->bytes.data + at, left < SECTOR ? left : SECTOR);
	}
}

static inline bool is_lost(struct fate *fate, size_t i)
{
	if (i < fate->first)
		return false;
	switch (fate->loss) {
	case LOSE_NOTHING:
	case LOSE_DELETIONS:
		return false;
	case LOSE_UNSYNCED:
		return true;
	case LOSE_UNSYNCED_DB:
		return fate->file == WATCH_DB;
	case LOSE_UNSYNCED_WAL:
		return fate->file == WATCH_WAL;
	case LOSE_FIRST:
		return i == fate->first;
	case LOSE_LAST:
		return i == fate->last;
	default:
		return (next_random(&fate->random) & 1) != 0;
	}
}

/* What of FILE may be lost by a cut before operation CUT: all behind its last sync. */
static inline struct fate fate_of(const struct recording *r, enum watch_file file, size_t cut,
				  int loss)
{
	struct fate fate = { .file = file,
			     .loss = loss,
			     .first = cut,
			     .random = (cut * 64 + (uint64_t)loss) * 4 + file };

	for (size_t i = 0; i < cut; i++) {
		const struct entry *e = &r->entry[i];

		if (e->file != file)
			continue;
		if (e->op == WATCH_SYNC || e->op == WATCH_DELETE)
			fate.first = cut;
		else if (fate.first == cut)
			fate.first = i;
		fate.last = i;
	}
	return fate;
}

/* Whether the deletion AT may be undone by a cut before operation CUT. */
static inline bool may_come_back(const struct recording *r, size_t at, size_t cut)
{
	for (size_t i = at + 1; i < cut; i++)
		if (r->entry[i].op == WATCH_SYNC && r->entry[i].file != WATCH_DB)
			return false;
	return !r->entry[at].durable;
}

/* FILE after a cut before operation CUT. */
static inline void replay(const struct recording *r, struct fate *fate, size_t cut,
			  struct disk *disk)
{
	struct disk seen = { .bytes = BUF_INIT, .there = disk->there };

	buf_add(&seen.bytes, disk->bytes.data, disk->bytes.len);
	for (size_t i = 0; i < cut; i++) {
		const struct entry *e = &r->entry[i];

		if (e->file != fate->file)
			continue;
		if (fate->loss == LOSE_DELETIONS && e->op == WATCH_DELETE
		    && may_come_back(r, i, cut))
			break; /* what came then under its name is lost with the name */
		apply(&seen, e);
		if (is_lost(fate, i))
			continue;
		if (e->op == WATCH_WRITE && i >= fate->first)
			put_sectors(disk, &seen, e, fate);
		else
			apply(disk, e);
	}
	buf_release(&seen.bytes);
}

/* The name by which a copy is found: its own as soon as the folder is synced. */
static inline const char *copy_suffix(const struct recording *r, size_t cut, int loss)
{
	bool named =
		r->named != 0 && (cut > r->named || (cut == r->named && loss != LOSE_UNSYNCED));

	return named ? ".schema1" : ".schema1.part";
}

static inline void write_disk(const struct recording *r, const char *suffix,
			      const struct disk *disk)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s%s", r->day.f.path, suffix);
	if (disk->there)
		snapshot_write(path.data, disk->bytes.data, disk->bytes.len);
	buf_release(&path);
}

static inline const struct buf *morning_bytes(const struct recording *r)
{
	const struct snapshot *morning = &r->day.morning;

	for (int i = 0; i < morning->n; i++)
		if (strcmp(morning->file[i].path, r->day.f.path) == 0)
			return &morning->file[i].bytes;
	fail_msg("the project is not in the snapshot");
	return NULL;
}

static inline void put_side(const struct recording *r, size_t cut, bool newest)
{
	const struct snapshot *side = newest ? &r->side[r->entry[cut].side] : &r->side[0];

	for (int i = 0; i < side->n; i++)
		snapshot_write(side->file[i].path, side->file[i].bytes.data,
			       side->file[i].bytes.len);
}

static inline void put_file(const struct recording *r, enum watch_file file, size_t cut, int loss)
{
	static const char *const suffix[] = { "", "-wal", "-journal" };
	struct disk disk = { .bytes = BUF_INIT };
	struct fate fate = fate_of(r, file, cut, loss);

	if (file == WATCH_DB)
		put_bytes(&disk, 0, morning_bytes(r)->data, morning_bytes(r)->len);
	replay(r, &fate, cut, &disk);
	write_disk(r, file == WATCH_PART ? copy_suffix(r, cut, loss) : suffix[file], &disk);
	buf_release(&disk.bytes);
}

static inline void power_comes_back(struct recording *r, size_t cut, int loss)
{
	struct day *day = &r->day;

	day_again(day);
	for (enum watch_file file = WATCH_DB; file <= WATCH_PART; file++)
		put_file(r, file, cut, loss);
	put_side(r, cut, loss != LOSE_UNSYNCED);
	day->f.env.boot[0]++;
	memcpy(day->sent, r->entry[cut].sent, sizeof day->sent);
	memcpy(day->tried, r->entry[cut].tried, sizeof day->tried);
}

/* ---- everywhere ---- */

struct cut { /* the one that is looked at, for who reads of a failure */
	size_t at;
	int loss;
	bool now;
};

static struct cut cut_now;

/* Of a group: which cut it was that failed. */
static inline int power_teardown(void **state)
{
	(void)state;
	if (cut_now.now)
		print_message("this was the cut before operation %zu, loss %d\n", cut_now.at,
			      cut_now.loss);
	cut_now.now = false;
	return 0;
}

#define POWER_TEST(name) cmocka_unit_test_teardown(name, power_teardown)

/* In a short run the losses take turns, but for where all that a journal or a copy has is unsynced.
 */
static inline bool is_due(const struct recording *r, size_t at, int loss)
{
	const struct entry *e = &r->entry[at];

	return day_is_long() || at % (size_t)losses() == (size_t)loss
	       || (e->op == WATCH_SYNC && (e->file == WATCH_JOURNAL || e->file == WATCH_PART));
}

/* HOLDS opens it and looks, and closes it. */
static inline void cut_everywhere(struct recording *r,
				  void (*holds)(struct recording *r, size_t cut))
{
	int n = losses(), cuts = 0;

	for (size_t at = 0; at < r->n; at++)
		for (int loss = 0; loss < n; loss++) {
			if (!is_due(r, at, loss))
				continue;
			cut_now = (struct cut){ .at = at, .loss = loss, .now = true };
			power_comes_back(r, at, loss);
			holds(r, at);
			cuts++;
		}
	cut_now.now = false;
	print_message("%d cuts at %zu operations\n", cuts, r->n);
}

#endif
