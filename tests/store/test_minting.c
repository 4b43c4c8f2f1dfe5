/* Random histories of one project and its copies: append, die before or within the commit, copy,
 * restore, close, lose power with old stream records, be another machine.  Beside them runs a model
 * of the rules (CORE 4), which says at every append whether the stream may go on: the store begins
 * a new one exactly when the model says so, and no stream ever has two events with one number. */
#include "tests/store/vfs_watch.h"

#include "log/record.h"
#include "tests/store/snapshot.h"

#include <signal.h>
#include <sys/wait.h>

#define COPIES 3
#define STREAMS 128
#define STEPS 12
#define SHORT_HISTORIES 30
#define LONG_HISTORIES 300
#define ITEMS 3

struct place { /* where a copy stands: its own stream's newest event */
	struct id stream, id;
	uint64_t seq;
};

struct known { /* the model's record of one stream: in the machine, and on its disk */
	struct id stream;
	struct stream_record now, synced;
};

struct world {
	struct fixture f;
	uint64_t random;
	struct place copy[COPIES];
	int n_copies;
	struct known known[STREAMS];
	int n_known;
	struct place seen[STREAMS * 4]; /* everything that was ever committed */
	int n_seen;
	int minted, went_on, died;
};

static unsigned draw(struct world *w, unsigned below)
{
	w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(w->random >> 33) % below;
}

static void choose(struct world *w, int copy)
{
	snprintf(w->f.path, sizeof w->f.path, "%s/copy%d.assay", w->f.dir, copy);
}

/* ---- what is on the disk ---- */

/* Of each record as it was when it was synced there is a copy in this folder. */
#define SYNCED "synced"

static bool is_record(int fd, char *out, size_t n)
{
	char descriptor[64];
	ssize_t len;

	snprintf(descriptor, sizeof descriptor, "/proc/self/fd/%d", fd);
	len = readlink(descriptor, out, n - 1);
	out[len > 0 ? len : 0] = '\0';
	return strstr(out, "/streams/") != NULL;
}

/* In the place of the system's, which nobody needs here.
 * NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
int fdatasync(int fd)
{
	uint8_t bytes[RECORD_BYTES];
	char path[256], copy[300];
	char *state;

	if (!is_record(fd, path, sizeof path)
	    || pread(fd, bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return 0;
	state = strstr(path, "/state/streams/");
	assert_non_null(state);
	*state = '\0';
	snprintf(copy, sizeof copy, "%s/" SYNCED "/%s", path, state + strlen("/state/streams/"));
	snapshot_write(copy, bytes, sizeof bytes);
	return 0;
}

/* ---- what the file says ---- */

/* The head of the owner's own stream, past the store. */
static struct place head_of(struct world *w, int copy)
{
	struct place place = { .seq = 0 };
	sqlite3_stmt *stmt;
	sqlite3 *db;

	choose(w, copy);
	assert_int_equal(sqlite3_open(w->f.path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(db,
				   "SELECT s.id, h.seq, h.id FROM own_stream o JOIN stream s USING "
				   "(stream) JOIN head h USING (stream) WHERE o.audience = 2",
				   -1, &stmt, NULL),
		SQLITE_OK);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		memcpy(place.stream.b, sqlite3_column_blob(stmt, 0), ID_BYTES);
		place.seq = (uint64_t)sqlite3_column_int64(stmt, 1);
		memcpy(place.id.b, sqlite3_column_blob(stmt, 2), ID_BYTES);
		assert_int_equal(sqlite3_step(stmt), SQLITE_DONE); /* no fork */
	}
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return place;
}

static void note_seen(struct world *w, const struct place *place)
{
	for (int i = 0; i < w->n_seen; i++)
		if (w->seen[i].seq == place->seq && id_equal(&w->seen[i].stream, &place->stream)
		    && !id_equal(&w->seen[i].id, &place->id))
			fail_msg("a stream has two events with the number %d", (int)place->seq);
	assert_in_range(w->n_seen, 0, STREAMS * 4 - 1);
	w->seen[w->n_seen++] = *place;
}

/* ---- the model ---- */

static struct known *known(struct world *w, const struct id *stream)
{
	for (int i = 0; i < w->n_known; i++)
		if (id_equal(&w->known[i].stream, stream))
			return &w->known[i];
	return NULL;
}

static bool may_go_on(struct world *w, const struct place *head)
{
	const struct known *k = known(w, &head->stream);
	const struct store_env *env = &w->f.env;

	return k != NULL && memcmp(k->now.machine, env->machine, sizeof env->machine) == 0
	       && (k->now.clean || memcmp(k->now.boot, env->boot, sizeof env->boot) == 0)
	       && k->now.seq == head->seq && id_equal(&k->now.id, &head->id);
}

static struct stream_record record_at(struct world *w, const struct place *place)
{
	struct stream_record record = { .seq = place->seq, .id = place->id };

	memcpy(record.machine, w->f.env.machine, sizeof record.machine);
	memcpy(record.boot, w->f.env.boot, sizeof record.boot);
	return record;
}

/* A session begins: from now on, until a clean close, only this boot believes the record. */
static void model_session(struct world *w, struct known *k)
{
	if (!k->now.clean && memcmp(k->now.boot, w->f.env.boot, sizeof k->now.boot) == 0)
		return;
	memcpy(k->now.boot, w->f.env.boot, sizeof k->now.boot);
	k->now.clean = false;
	k->synced = k->now;
}

static struct known *model_new(struct world *w, const struct id *stream)
{
	struct known *k = &w->known[w->n_known++];

	assert_in_range(w->n_known, 1, STREAMS - 1);
	*k = (struct known){ .stream = *stream };
	k->now = record_at(w, &(struct place){ .seq = 0 });
	k->synced = k->now;
	return k;
}

/* ---- what happens ---- */

enum end { END_CLOSED, END_LEFT, END_BEFORE_COMMIT, END_WITHIN_COMMIT, ENDS };

static bool armed, committed;
static enum end ends;

static bool arming_sign(void *ctx, const void *message, size_t len, uint8_t sig[64])
{
	armed = true; /* all that follows is the record and the commit */
	return fixture_sign(ctx, message, len, sig);
}

/* A frame's header names the size of the file in the last frame of a commit, else 0 (SQLite,
 * walformat). */
static bool ends_a_commit(const struct watched *what)
{
	static const char none[4];

	return what->op == WATCH_WRITE && what->n == 24
	       && memcmp((const char *)what->bytes + 4, none, sizeof none) != 0;
}

static int die(void *ctx, const struct watched *what)
{
	(void)ctx;
	if (!armed || what->file != WATCH_WAL)
		return SQLITE_OK;
	if (ends == END_BEFORE_COMMIT || (committed && what->op == WATCH_SYNC))
		raise(SIGKILL);
	committed = committed || ends_a_commit(what);
	return SQLITE_OK;
}

static void submit(struct world *w)
{
	struct store_task task = fixture_task(&w->f, 1 + draw(w, ITEMS));

	fixture_submit(&w->f, &task.uid, 1 + (int)draw(w, 9));
}

/* In a child: dies in the middle. */
static void die_submitting(struct world *w, enum end end)
{
	int status;
	pid_t child;

	draw(w, 2);
	w->f.random += 1000; /* what the child draws nobody else does */
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		ends = end;
		w->f.random += 500;
		w->f.owner.signer.sign = arming_sign;
		watch_begin(die, NULL);
		fixture_reopen(&w->f);
		submit(w);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	w->died++;
}

/* Whoever is killed leaves no clean record; to the file it is the same whether we die or only close
 * as somebody of another boot. */
static void close_as(struct world *w, enum end end)
{
	uint8_t boot = w->f.env.boot[1];

	if (end == END_LEFT)
		w->f.env.boot[1] = (uint8_t)~boot;
	fixture_close(&w->f);
	w->f.env.boot[1] = boot;
}

static void model_append(struct world *w, int copy, const struct place *head, bool goes_on,
			 enum end end)
{
	struct known *k = goes_on ? known(w, &head->stream) : NULL;
	struct place now = head_of(w, copy);

	if (end == END_BEFORE_COMMIT) {
		assert_memory_equal(&now.id, &head->id, sizeof now.id);
		if (k == NULL)
			return; /* a stream that never was */
		model_session(w, k);
		k->now = record_at(w, &(struct place){ .seq = head->seq + 1 }); /* no such id */
		return;
	}
	if (id_equal(&now.stream, &head->stream) != goes_on)
		fail_msg("the stream %s, and the rules say otherwise",
			 goes_on ? "does not go on" : "goes on");
	note_seen(w, &now);
	if (k == NULL)
		k = model_new(w, &now.stream);
	model_session(w, k);
	k->now = record_at(w, &now);
	if (end == END_CLOSED) {
		k->now.clean = true;
		k->synced = k->now;
	}
	w->copy[copy] = now;
	w->went_on += goes_on;
	w->minted += !goes_on;
}

static void append(struct world *w, int copy, enum end end)
{
	struct place head = w->copy[copy];
	bool goes_on = may_go_on(w, &head);

	choose(w, copy);
	if (end == END_BEFORE_COMMIT || end == END_WITHIN_COMMIT) {
		die_submitting(w, end);
	} else {
		fixture_reopen(&w->f);
		submit(w);
		close_as(w, end);
	}
	model_append(w, copy, &head, goes_on, end);
}

static void copy_file(struct world *w, int from, int to, const char *end)
{
	char source[160], target[160];
	struct buf bytes = BUF_INIT;

	snprintf(source, sizeof source, "%s/copy%d.assay%s", w->f.dir, from, end);
	snprintf(target, sizeof target, "%s/copy%d.assay%s", w->f.dir, to, end);
	unlink(target);
	if (access(source, F_OK) == 0) {
		snapshot_read(source, &bytes);
		snapshot_write(target, bytes.data, bytes.len);
	}
	buf_release(&bytes);
}

/* A copy, or a backup that is put back: the log belongs to it. */
static void copy(struct world *w, int from, int to)
{
	static const char *const parts[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		copy_file(w, from, to, parts[i]);
	w->copy[to] = w->copy[from];
	if (to >= w->n_copies)
		w->n_copies = to + 1;
}

/* The record of K as it was synced last, or none. */
static void lose_record(struct world *w, const struct known *k)
{
	char hex[ID_HEX + 1], path[256], synced[256];
	struct buf bytes = BUF_INIT;

	hex_encode(hex, k->stream.b, ID_BYTES);
	snprintf(path, sizeof path, "%s/streams/%s", w->f.state, hex);
	snprintf(synced, sizeof synced, "%s/" SYNCED "/%s", w->f.dir, hex);
	unlink(path);
	if (access(synced, F_OK) == 0) {
		snapshot_read(synced, &bytes);
		snapshot_write(path, bytes.data, bytes.len);
	}
	buf_release(&bytes);
}

/* What was committed is there; of each record the newest bytes or those of the last sync. */
static void lose_power(struct world *w)
{
	w->f.env.boot[0]++;
	for (int i = 0; i < w->n_known; i++) {
		if (draw(w, 2) == 0)
			continue;
		w->known[i].now = w->known[i].synced;
		lose_record(w, &w->known[i]);
	}
}

/* ---- histories ---- */

static void one_step(struct world *w)
{
	int i = (int)draw(w, (unsigned)w->n_copies), other = (int)draw(w, COPIES);

	switch (draw(w, 12)) {
	case 0:
		lose_power(w);
		break;
	case 1:
		w->f.env.machine[0] ^= 1; /* there and back */
		break;
	case 2:
	case 3:
	case 4:
		if (other != i)
			copy(w, i, other < w->n_copies ? other : w->n_copies);
		break;
	default:
		append(w, i, draw(w, 3) == 0 ? END_CLOSED : (enum end)draw(w, ENDS));
		break;
	}
}

static void world_begin(struct world *w, const struct snapshot *morning, const struct place *head)
{
	snapshot_put(morning, w->f.dir);
	w->f.env.machine[0] = 1;
	w->n_copies = 1;
	w->n_known = 0;
	w->n_seen = 0;
	w->copy[0] = *head;
	note_seen(w, head);
	model_new(w, &head->stream)->now = record_at(w, head);
	w->known[0].now.clean = true;
	w->known[0].synced = w->known[0].now;
}

static void is_whole(struct world *w)
{
	for (int i = 0; i < w->n_copies; i++) {
		choose(w, i);
		fixture_reopen(&w->f);
		fixture_check(w->f.store);
		fixture_close(&w->f);
	}
}

/* A project with one submission in it, closed. */
static struct place first_day(struct world *w)
{
	char synced[96];

	fixture_begin(&w->f);
	snprintf(synced, sizeof synced, "%s/" SYNCED, w->f.dir);
	assert_int_equal(mkdir(synced, 0700), 0);
	choose(w, 0);
	fixture_create(&w->f, true);
	fixture_batch(&w->f, "faucets", 1, false);
	fixture_import(&w->f, "faucets", 0, ITEMS, 0);
	submit(w);
	fixture_close(&w->f);
	return head_of(w, 0);
}

static void no_history_forks_and_every_copy_begins_a_stream(void **state)
{
	int histories = getenv("ASSAY_LONG_TESTS") != NULL ? LONG_HISTORIES : SHORT_HISTORIES;
	static struct world w;
	struct snapshot morning = { .n = 0 };
	struct place head;

	(void)state;
	w.random = 42;
	head = first_day(&w);
	snapshot_take(&morning, w.f.dir);
	for (int i = 0; i < histories; i++) {
		world_begin(&w, &morning, &head);
		for (int step = 0; step < STEPS; step++)
			one_step(&w);
		is_whole(&w);
	}
	print_message("%d histories: %d went on, %d began a stream, %d died\n", histories,
		      w.went_on, w.minted, w.died);
	assert_true(w.went_on > histories);
	assert_true(w.minted > histories);
	assert_true(w.died > histories / 2);
	snapshot_release(&morning);
	fixture_end(&w.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_history_forks_and_every_copy_begins_a_stream),
	};

	watch_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
