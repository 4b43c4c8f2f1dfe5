/* scarce.h - SQLite finds no memory at its n-th allocation, once or from then on.
 *
 * Our own allocations are no part of this: they do not fail but end the process (base/alloc.h),
 * which for the file is what SIGKILL is (test_killed). */
#ifndef ASSAY_TESTS_STORE_SCARCE_H
#define ASSAY_TESTS_STORE_SCARCE_H

#include "tests/store/day.h"
#include "tests/store/processes.h"

#include <sqlite3.h>
#include <sys/mman.h>

#define SCARCE_NEVER (1L << 40)

struct scarce {
	bool counts; /* false: the memory is as it always is */
	bool for_ever;
	long left; /* allocations until one fails */
	int failed;
};

static struct scarce scarce;
static sqlite3_mem_methods scarce_real;

static inline bool scarce_is_out(void)
{
	if (!scarce.counts || scarce.left-- > 0)
		return false;
	if (scarce.failed > 0 && !scarce.for_ever)
		return false;
	scarce.failed++;
	return true;
}

static inline void *scarce_malloc(int n)
{
	return scarce_is_out() ? NULL : scarce_real.xMalloc(n);
}

static inline void *scarce_realloc(void *p, int n)
{
	return scarce_is_out() ? NULL : scarce_real.xRealloc(p, n);
}

/* Before SQLite is used.  Without its own small pools, which would never fail. */
static inline void scarce_install(void)
{
	sqlite3_mem_methods methods;

	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &scarce_real), SQLITE_OK);
	methods = scarce_real;
	methods.xMalloc = scarce_malloc;
	methods.xRealloc = scarce_realloc;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
}

/* Allocation N from now fails; none, but they are counted, with N = SCARCE_NEVER. */
static inline void scarce_begin(long n, bool for_ever)
{
	scarce = (struct scarce){ .counts = true, .left = n, .for_ever = for_ever };
}

/* There is memory again. */
static inline void scarce_end(void)
{
	scarce.counts = false;
}

/* Since scarce_begin(SCARCE_NEVER). */
static inline long scarce_counted(void)
{
	return SCARCE_NEVER - scarce.left;
}

/* ---- one piece of work, at each of its allocations ---- */

#define SCARCE_SPREAD 16 /* in a short run */
#define SCARCE_END 40

struct scarce_work {
	/* The project as it was; open, unless RUN opens it. */
	void (*before)(struct day *day);
	bool (*run)(struct day *day, struct err *err);
	/* Open, with memory: what has to be there is.  DONE: run() said so. */
	void (*holds)(struct day *day, bool done);
	/* Open, with memory: it works now. */
	void (*again)(struct day *day);
};

static struct { /* by run() in the time of counting: where it matters most */
	long from, to;
} scarce_marked;

static inline long scarce_count(struct day *day, const struct scarce_work *work)
{
	struct err err = { .code = ERR_NONE };

	scarce_marked.from = scarce_marked.to = 0;
	work->before(day);
	scarce_begin(SCARCE_NEVER, false);
	fixture_ok(work->run(day, &err));
	scarce_end();
	fixture_close(&day->f);
	return scarce_counted();
}

static inline void scarce_must_be_named(long n, const struct err *err)
{
	if (err->code != ERR_STORAGE || strstr(err->msg, "out of memory") == NULL)
		fail_msg("without allocation %ld it says (%d): %s", n, (int)err->code, err->msg);
}

/* With memory again: what has to be there is, and it works. */
static inline void scarce_look(struct day *day, const struct scarce_work *work, long n, bool done)
{
	if (day->f.store == NULL && !day_open(day))
		fail_msg("after allocation %ld failed the project does not open", n);
	work->holds(day, done);
	work->again(day);
	fixture_close(&day->f);
}

/* False: the work was done before allocation N.  STAYS: who failed goes on in the same window, else
 * it is closed and opened again. */
static inline bool scarce_once(struct day *day, const struct scarce_work *work, long n, bool stays)
{
	struct err err = { .code = ERR_NONE };
	bool done;

	work->before(day);
	scarce_begin(n, false);
	done = work->run(day, &err);
	if (!stays)
		fixture_close(&day->f);
	scarce_end();
	if (!done)
		scarce_must_be_named(n, &err);
	scarce_look(day, work, n, done);
	return scarce.failed > 0;
}

/* What the one without memory says to who started it. */
struct scarce_told {
	bool failed, done;
	bool ended; /* the process, for which there is a hook (base/alloc.h) */
	int acknowledged;
	struct err err;
};

static struct scarce_told *scarce_told;
static struct day *scarce_day;

static inline void scarce_exhausted(void)
{
	scarce_told->failed = true;
	scarce_told->ended = true;
	scarce_told->acknowledged = scarce_day->acknowledged;
	_exit(0);
}

static inline void scarce_child(struct day *day, const struct scarce_work *work, long n, bool open)
{
	child_begins(&day->f, (uint64_t)n);
	scarce_day = day;
	alloc_on_exhaustion(scarce_exhausted);
	if (open)
		assert_true(day_open(day));
	scarce_begin(n, true);
	scarce_told->done = work->run(day, &scarce_told->err);
	fixture_close(&day->f);
	scarce_told->failed = scarce.failed > 0;
	scarce_told->acknowledged = day->acknowledged;
	_exit(0);
}

/* In a process of its own, as there may be no memory for taking back what was begun. */
static inline bool scarce_for_ever(struct day *day, const struct scarce_work *work, long n)
{
	int status;
	bool open;
	pid_t child;

	memset(scarce_told, 0, sizeof *scarce_told);
	work->before(day);
	open = day->f.store != NULL;
	fixture_close(&day->f);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		scarce_child(day, work, n, open);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	if (!scarce_told->done && !scarce_told->ended)
		scarce_must_be_named(n, &scarce_told->err);
	day->acknowledged = scarce_told->acknowledged;
	scarce_look(day, work, n, scarce_told->done);
	return scarce_told->failed;
}

/* In a short run they are spread over the work, but for its end, where it is committed, and for
 * what was marked. */
static inline long scarce_next(long n, long all)
{
	bool marked = n >= scarce_marked.from && n < scarce_marked.to;
	long end = n < scarce_marked.from ? scarce_marked.from : all - SCARCE_END;
	long step = marked ? (scarce_marked.to - scarce_marked.from) / SCARCE_SPREAD + 1
			   : all / SCARCE_SPREAD;

	if (day_is_long() || n >= end)
		return n + 1;
	return n + step < end ? n + step : end;
}

/* At each of them, once and for ever. */
static inline void scarce_everywhere(struct day *day, const struct scarce_work *work)
{
	long all = scarce_count(day, work);
	int runs = 0, ended = 0;

	assert_in_range(all, 1000, 1000000);
	for (long n = 0; scarce_once(day, work, n, runs % 2 == 0); n = scarce_next(n, all))
		runs++;
	scarce_told = mmap(NULL, sizeof *scarce_told, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(scarce_told, MAP_FAILED);
	for (long n = 13; scarce_for_ever(day, work, n); n = scarce_next(n, all)) {
		ended += scarce_told->ended;
		runs++;
	}
	munmap(scarce_told, sizeof *scarce_told);
	print_message("%d of twice %ld allocations failed, %d ended the process\n", runs, all,
		      ended);
	assert_true(runs > 2 * SCARCE_SPREAD);
}

#endif
