/* upgrade.h - a project after a day's work, which whoever opens it has to bring up to the program
 * first, also when she is killed at that. */
#ifndef ASSAY_TESTS_STORE_UPGRADE_H
#define ASSAY_TESTS_STORE_UPGRADE_H

#include "tests/store/vfs_watch.h"

#include "tests/store/day.h"
#include "tests/store/processes.h"

#include <signal.h>

/* As another fold might have made the derived rows. */
#define OTHER_FOLD "UPDATE derived SET fold = 99; DELETE FROM annotation; DELETE FROM progress"

/* A closed project, and the digest of its derived rows. */
static inline struct id after_a_day(struct day *day)
{
	struct id digest;

	day_begin(day);
	day_run(day);
	assert_true(day_open(day));
	digest = day_holds(day);
	fixture_close(&day->f);
	return digest;
}

static int upgrade_left;

static inline int upgrade_kill(void *ctx, const struct watched *what)
{
	(void)ctx;
	(void)what;
	if (upgrade_left-- == 0)
		raise(SIGKILL);
	return SQLITE_OK;
}

static inline int open_until_dead(struct day *day, int n)
{
	upgrade_left = n;
	watch_begin(upgrade_kill, NULL);
	watch_vfs.watch.parts = true;
	day->f.env.pid = (int)getpid();
	if (!day_open(day))
		return 1;
	fixture_close(&day->f);
	return 0;
}

/* False: it was done before operation N. */
static inline bool killed_at(struct day *day, int n)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		_exit(open_until_dead(day, n));
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

/* N open it at once, and all of them may. */
static inline void open_at_once(struct day *day, int n)
{
	day->f.env.lock_deadline_ms = 60000;
	for (int i = 0; i < n; i++)
		if (fork() == 0)
			_exit(open_until_dead(day, 1000000));
	assert_int_equal(children_failed(), 0);
}

#endif
