/* power.h - a script is recorded, write by write; then the power goes at any place of the
 * recording, and what was not synced by then is lost in one of the ways in which a disk may lose
 * it.
 *
 * Kept or lost are whole writes, or the sectors of the last one; a file that was deleted may be
 * there again until its folder is synced, as it is with the first sync of a new log or journal; the
 * side files (stream records, lock) are as they were at that moment or as they were in the morning.
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

static inline int record(void *ctx, const struct watched *what)
{
	struct recording *r = ctx;
	struct entry *entry;

	if (what->op == WATCH_LOCK)
		return SQLITE_OK;
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
	if (what->op == WATCH_WRITE) {
		entry->bytes = xmalloc((size_t)what->n);
		memcpy(entry->bytes, what->bytes, (size_t)what->n);
	}
	return SQLITE_OK;
}

/* MORNING makes a closed project and its snapshot, SCRIPT works on it and ends closed. */
static inline void recording_begin(struct recording *r, void (*morning)(struct day *day),
				   void (*script)(struct day *day))
{
	memset(r, 0, sizeof *r);
	morning(&r->day);
	watch_begin(record, r);
	script(&r->day);
	watch_end();
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
	LOSE_SOME,
	LOSE_DELETIONS,
	LOSS_COUNT
};

struct disk { /* one file as it is when the power is back */
	struct buf bytes;
	bool there;
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
	if (disk->bytes.data != NULL)
		memcpy(disk->bytes.data + at, bytes, n);
	disk->there = true;
}

static inline void apply(struct disk *disk, const struct entry *e, size_t n)
{
	if (e->op == WATCH_WRITE)
		put_bytes(disk, e->at, e->bytes, n);
	if (e->op == WATCH_TRUNCATE && disk->bytes.len > e->n)
		disk->bytes.len = e->n;
	if (e->op == WATCH_DELETE) {
		disk->there = false;
		buf_clear(&disk->bytes);
	}
}

/* The last operation before CUT behind which nothing of FILE may be lost. */
static inline size_t synced_until(const struct recording *r, enum watch_file file, size_t cut)
{
	size_t until = 0;

	for (size_t i = 0; i < cut; i++)
		if (r->entry[i].file == file
		    && (r->entry[i].op == WATCH_SYNC || r->entry[i].op == WATCH_DELETE))
			until = i + 1;
	return until;
}

static inline bool is_lost(enum loss loss, enum watch_file file, uint64_t *random)
{
	switch (loss) {
	case LOSE_UNSYNCED:
		return true;
	case LOSE_UNSYNCED_DB:
		return file == WATCH_DB;
	case LOSE_UNSYNCED_WAL:
		return file == WATCH_WAL;
	case LOSE_SOME:
		return (next_random(random) & 1) != 0;
	default:
		return false;
	}
}

/* Whether the deletion AT may be undone by a cut before operation CUT. */
static inline bool may_come_back(const struct recording *r, size_t at, size_t cut)
{
	for (size_t i = at + 1; i < cut; i++)
		if (r->entry[i].op == WATCH_SYNC && r->entry[i].file != WATCH_DB)
			return false;
	return !r->entry[at].durable;
}

/* FILE after a cut before operation CUT; the last write may be torn at a sector. */
static inline void replay(const struct recording *r, enum watch_file file, size_t cut,
			  enum loss loss, struct disk *disk)
{
	size_t safe = synced_until(r, file, cut);
	uint64_t random = cut * 8 + (uint64_t)loss;

	for (size_t i = 0; i < cut; i++) {
		const struct entry *e = &r->entry[i];
		size_t n = e->n;

		if (e->file != file || (i >= safe && is_lost(loss, file, &random)))
			continue;
		if (loss == LOSE_DELETIONS && e->op == WATCH_DELETE && may_come_back(r, i, cut))
			return; /* what came then under its name is lost with the name */
		if (i + 1 == cut && loss == LOSE_SOME && e->op == WATCH_WRITE && n > SECTOR)
			n = n / SECTOR / 2 * SECTOR;
		apply(disk, e, n);
	}
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

static inline void power_comes_back(struct recording *r, size_t cut, enum loss loss)
{
	static const char *const suffix[] = { "", "-wal", "-journal" };
	struct day *day = &r->day;

	day_again(day);
	for (enum watch_file file = WATCH_DB; file <= WATCH_JOURNAL; file++) {
		struct disk disk = { .bytes = BUF_INIT };

		if (file == WATCH_DB)
			put_bytes(&disk, 0, morning_bytes(r)->data, morning_bytes(r)->len);
		replay(r, file, cut, loss, &disk);
		write_disk(r, suffix[file], &disk);
		buf_release(&disk.bytes);
	}
	put_side(r, cut, loss != LOSE_UNSYNCED);
	day->f.env.boot[0]++;
	memcpy(day->sent, r->entry[cut].sent, sizeof day->sent);
	memcpy(day->tried, r->entry[cut].tried, sizeof day->tried);
}

#endif
