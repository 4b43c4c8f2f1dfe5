/* A day is recorded, write by write; then the power goes at every place of the recording, and what
 * was not synced by then is lost in every way that a disk may lose it.  After each: the project
 * opens, what was acknowledged is there, it is whole, and rebuilding changes nothing.
 *
 * Kept or lost are whole writes, or the sectors of the last one; the side files (stream records,
 * lock) are as they were at that moment or as they were in the morning. */
#include "tests/store/vfs_watch.h"

#include "tests/store/day.h"

#define SECTOR 512
#define REBUILD_EVERY 16

struct entry { /* one operation */
	enum watch_op op;
	enum watch_file file;
	char *bytes;
	size_t at, n;
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
static void look_at_side(struct recording *r)
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

static int record(void *ctx, const struct watched *what)
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
				 .side = (int)r->n_side - 1 };
	memcpy(entry->sent, r->day.sent, sizeof entry->sent);
	memcpy(entry->tried, r->day.tried, sizeof entry->tried);
	if (what->op == WATCH_WRITE) {
		entry->bytes = xmalloc((size_t)what->n);
		memcpy(entry->bytes, what->bytes, (size_t)what->n);
	}
	return SQLITE_OK;
}

static void recording_begin(struct recording *r)
{
	memset(r, 0, sizeof *r);
	day_begin(&r->day);
	watch_begin(record, r);
	day_run(&r->day);
	watch_end();
	assert_in_range(r->day.acknowledged, 8, 100);
	assert_in_range(r->n, 100, 10000);
}

static void recording_end(struct recording *r)
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
	LOSS_COUNT
};

struct disk { /* one file as it is when the power is back */
	struct buf bytes;
	bool there;
};

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	return z ^ z >> 27;
}

static void put_bytes(struct disk *disk, size_t at, const char *bytes, size_t n)
{
	while (disk->bytes.len < at + n)
		buf_addc(&disk->bytes, '\0');
	if (disk->bytes.data != NULL)
		memcpy(disk->bytes.data + at, bytes, n);
	disk->there = true;
}

static void apply(struct disk *disk, const struct entry *e, size_t n)
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
static size_t synced_until(const struct recording *r, enum watch_file file, size_t cut)
{
	size_t until = 0;

	for (size_t i = 0; i < cut; i++)
		if (r->entry[i].file == file
		    && (r->entry[i].op == WATCH_SYNC || r->entry[i].op == WATCH_DELETE))
			until = i + 1;
	return until;
}

static bool is_lost(enum loss loss, enum watch_file file, uint64_t *random)
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

/* FILE after a cut before operation CUT; the last write may be torn at a sector. */
static void replay(const struct recording *r, enum watch_file file, size_t cut, enum loss loss,
		   struct disk *disk)
{
	size_t safe = synced_until(r, file, cut);
	uint64_t random = cut * 8 + (uint64_t)loss;

	for (size_t i = 0; i < cut; i++) {
		const struct entry *e = &r->entry[i];
		size_t n = e->n;

		if (e->file != file || (i >= safe && is_lost(loss, file, &random)))
			continue;
		if (i + 1 == cut && loss == LOSE_SOME && e->op == WATCH_WRITE && n > SECTOR)
			n = n / SECTOR / 2 * SECTOR;
		apply(disk, e, n);
	}
}

static void write_disk(const struct recording *r, const char *suffix, const struct disk *disk)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s%s", r->day.f.path, suffix);
	if (disk->there)
		snapshot_write(path.data, disk->bytes.data, disk->bytes.len);
	buf_release(&path);
}

static const struct buf *morning_bytes(const struct recording *r)
{
	const struct snapshot *morning = &r->day.morning;

	for (int i = 0; i < morning->n; i++)
		if (strcmp(morning->file[i].path, r->day.f.path) == 0)
			return &morning->file[i].bytes;
	fail_msg("the project is not in the snapshot");
	return NULL;
}

static void put_side(const struct recording *r, size_t cut, bool newest)
{
	const struct snapshot *side = newest ? &r->side[r->entry[cut].side] : &r->side[0];

	for (int i = 0; i < side->n; i++)
		snapshot_write(side->file[i].path, side->file[i].bytes.data,
			       side->file[i].bytes.len);
}

static void power_comes_back(struct recording *r, size_t cut, enum loss loss)
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

/* What was under way when the power went may be there: what she says next of any item. */
static void allow_what_was_under_way(struct recording *r, size_t cut)
{
	for (size_t i = cut; i < r->n; i++)
		if (memcmp(r->entry[i].sent, r->entry[cut].sent, sizeof r->entry[i].sent) != 0) {
			for (int k = 0; k < DAY_ITEMS; k++)
				r->day.tried[k] |= 1U << r->entry[i].sent[k];
			return;
		}
}

static void cut_at(struct recording *r, size_t cut, enum loss loss)
{
	struct id digest;

	power_comes_back(r, cut, loss);
	allow_what_was_under_way(r, cut);
	if (!day_open(&r->day))
		fail_msg("cut at %zu, loss %d: the project does not open", cut, (int)loss);
	digest = day_holds(&r->day);
	if (cut % REBUILD_EVERY == 0)
		day_rebuilds(&r->day, &digest);
	fixture_close(&r->day.f);
}

static void a_power_cut_at_any_write_loses_nothing_acknowledged(void **state)
{
	struct recording r;

	(void)state;
	recording_begin(&r);
	for (size_t cut = 0; cut < r.n; cut++)
		for (enum loss loss = LOSE_NOTHING; loss < LOSS_COUNT; loss++)
			if (day_is_long() || cut % LOSS_COUNT == loss)
				cut_at(&r, cut, loss);
	recording_end(&r);
}

/* The recording is worth something: with syncs not heeded, it shows. */
static void syncs_that_lie_would_be_seen(void **state)
{
	struct recording r;
	bool missed = false;

	(void)state;
	recording_begin(&r);
	for (size_t i = 0; i < r.n; i++)
		if (r.entry[i].op == WATCH_SYNC)
			r.entry[i].op = WATCH_LOCK; /* as if it had not been there */
	for (size_t cut = 0; cut < r.n && !missed; cut++) {
		power_comes_back(&r, cut, LOSE_UNSYNCED);
		missed = !day_open(&r.day);
		for (int i = 0; !missed && i < DAY_ITEMS; i++)
			missed = day_says(&r.day, i) != r.day.sent[i];
		if (r.day.f.store != NULL)
			fixture_close(&r.day.f);
	}
	assert_true(missed);
	recording_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_power_cut_at_any_write_loses_nothing_acknowledged),
		cmocka_unit_test(syncs_that_lie_would_be_seen),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
