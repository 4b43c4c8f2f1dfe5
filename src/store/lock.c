/* lock.c - the project's side lock: flock with a deadline, and who holds it. */
#include "store/lock.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define HOLDER_MAX 128
#define PATIENCE 12 /* deadlines, while the lock goes from one to the next */
#define TICK_MS 20  /* after the deadline the timer repeats: the first signal may come too early */

struct alarm { /* what the timer replaced */
	struct sigaction action;
	struct itimerval timer;
	sigset_t mask;
};

int64_t lock_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void lock_pause(int ms)
{
	struct timespec pause = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	nanosleep(&pause, NULL);
}

/* The side file belongs to whom the project belongs to: all who may open one may lock the other. */
static void match_mode(int fd, const char *project)
{
	struct stat of_project, of_lock;

	if (stat(project, &of_project) != 0 || fstat(fd, &of_lock) != 0
	    || of_lock.st_uid != geteuid())
		return;
	if (of_lock.st_gid != of_project.st_gid && fchown(fd, (uid_t)-1, of_project.st_gid) != 0)
		return;
	if ((of_lock.st_mode & 0666) != (of_project.st_mode & 0666)
	    && fchmod(fd, of_project.st_mode & 0666) != 0)
		return;
}

static bool open_side_file(struct lock *lock, struct err *err)
{
	int flags = O_CLOEXEC | O_NOFOLLOW;

	lock->writable = true;
	lock->fd = open(lock->path, O_RDWR | O_CREAT | flags, 0666);
	if (lock->fd < 0 && errno == EACCES) {
		lock->writable = false;
		lock->fd = open(lock->path, O_RDONLY | flags);
		if (lock->fd < 0 && errno == ENOENT)
			errno = EACCES;
	}
	if (lock->fd < 0)
		return err_set(err, errno == EACCES || errno == EROFS ? ERR_DENIED : ERR_STORAGE,
			       "cannot open the lock '%s': %s", lock->path, strerror(errno));
	match_mode(lock->fd, lock->project);
	lock->file++;
	return true;
}

bool lock_open(struct lock *lock, const char *project, struct err *err)
{
	struct buf path = BUF_INIT;

	buf_addf(&path, "%s-lock", project);
	*lock = (struct lock){ .project = xstrdup(project), .path = buf_detach(&path), .fd = -1 };
	if (open_side_file(lock, err))
		return true;
	lock_close(lock);
	return false;
}

void lock_close(struct lock *lock)
{
	if (lock->held)
		lock_release(lock);
	if (lock->fd >= 0)
		close(lock->fd);
	free(lock->project);
	free(lock->path);
	*lock = (struct lock){ .fd = -1 };
}

static void on_alarm(int number)
{
	(void)number;
}

/* Without SA_RESTART, so that flock() returns EINTR. */
static void alarm_start(struct alarm *old, int ms)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct itimerval timer = { .it_value = { ms / 1000, ms % 1000 * 1000 },
				   .it_interval = { 0, TICK_MS * 1000 } };
	sigset_t alarm_only;

	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, &old->action);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	pthread_sigmask(SIG_UNBLOCK, &alarm_only, &old->mask);
	setitimer(ITIMER_REAL, &timer, &old->timer);
}

static void alarm_stop(const struct alarm *old)
{
	static const struct itimerval none;

	setitimer(ITIMER_REAL, &none, NULL);
	pthread_sigmask(SIG_SETMASK, &old->mask, NULL);
	sigaction(SIGALRM, &old->action, NULL);
	setitimer(ITIMER_REAL, &old->timer, NULL);
}

static void read_holder(const struct lock *lock, char out[HOLDER_MAX])
{
	ssize_t n = pread(lock->fd, out, HOLDER_MAX - 1, 0);

	out[n > 0 ? n : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

/* "PID\tUSER\tVERB", and PROGRESS from those who hold it long. */
static bool fail_busy(char *holder, int deadline_ms, struct err *err)
{
	char *rest = holder, *user, *verb;
	long pid = strtol(holder, &rest, 10);

	user = rest + strspn(rest, "\t");
	verb = user + strcspn(user, "\t");
	if (pid <= 0 || *verb == '\0')
		return err_set(err, ERR_BUSY, "another assay has held this project for %g s",
			       deadline_ms / 1000.0);
	*verb++ = '\0';
	verb[strcspn(verb, "\t")] = '\0';
	return err_set(err, ERR_BUSY,
		       "another assay (pid %ld, %s, %s) has held this project for %g s", pid, user,
		       verb, deadline_ms / 1000.0);
}

static int fields(const char *holder)
{
	int n = 1;

	for (; *holder != '\0'; holder++)
		n += *holder == '\t';
	return n;
}

/* Somebody who rebuilds or migrates says so, and how far: as long as that moves we wait.  So we do,
 * up to a limit, while others come and go. */
static bool holder_moves(const struct lock *lock, char last[HOLDER_MAX], bool patient)
{
	char now[HOLDER_MAX];

	read_holder(lock, now);
	if (strcmp(now, last) == 0 || (fields(now) < 4 && !patient))
		return false;
	memcpy(last, now, HOLDER_MAX);
	return true;
}

static bool wait_for_it(struct lock *lock, int deadline_ms, struct err *err)
{
	int64_t start = lock_clock(), since = start;
	char holder[HOLDER_MAX];
	struct alarm old;
	int rc, why;

	read_holder(lock, holder);
	alarm_start(&old, deadline_ms);
	while ((rc = flock(lock->fd, LOCK_EX)) != 0 && errno == EINTR) {
		if (lock_clock() - since < deadline_ms)
			continue;
		if (!holder_moves(lock, holder, since - start < deadline_ms * (int64_t)PATIENCE))
			break;
		since = lock_clock();
	}
	why = errno;
	alarm_stop(&old);
	if (lock_clock() - start > lock->waited_ms)
		lock->waited_ms = (int)(lock_clock() - start);
	if (rc == 0)
		return true;
	if (why != EINTR)
		return err_set(err, ERR_STORAGE, "cannot lock '%s': %s", lock->path, strerror(why));
	read_holder(lock, holder);
	return fail_busy(holder, deadline_ms, err);
}

/* Somebody may have deleted the side file while we waited: then others lock another one. */
static bool still_the_file(const struct lock *lock)
{
	struct stat of_fd, of_path;

	return fstat(lock->fd, &of_fd) == 0 && stat(lock->path, &of_path) == 0
	       && of_fd.st_dev == of_path.st_dev && of_fd.st_ino == of_path.st_ino;
}

/* DEADLINE 0: only if nobody has it. */
static bool get(struct lock *lock, int deadline_ms, struct err *err)
{
	if (flock(lock->fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (deadline_ms == 0)
		return err_set(err, ERR_BUSY, "another assay has this project just now");
	return wait_for_it(lock, deadline_ms, err);
}

static bool take(struct lock *lock, int deadline_ms, struct err *err)
{
	for (;;) {
		if (lock->fd < 0 && !open_side_file(lock, err))
			return false;
		if (!get(lock, deadline_ms, err))
			return false;
		if (still_the_file(lock))
			return true;
		close(lock->fd);
		lock->fd = -1;
	}
}

/* Written only when it differs from what is there: alone on a project nobody writes anything. */
static void sign_in(struct lock *lock, const struct store_env *env, const char *progress)
{
	char there[HOLDER_MAX], mine[HOLDER_MAX];

	if (!lock->writable)
		return;
	snprintf(mine, sizeof mine, "%d\t%.32s\t%.32s%s%.32s\n", env->pid,
		 env->user != NULL ? env->user : "?", env->verb != NULL ? env->verb : "?",
		 progress != NULL ? "	" : "", progress != NULL ? progress : "");
	read_holder(lock, there);
	if (strncmp(there, mine, strlen(mine) - 1) == 0 && strlen(there) == strlen(mine) - 1)
		return;
	if (pwrite(lock->fd, mine, strlen(mine), 0) != (ssize_t)strlen(mine)
	    || ftruncate(lock->fd, (off_t)strlen(mine)) != 0)
		lock->writable = false; /* only a message would be better for it */
}

static bool hold(struct lock *lock, const struct store_env *env, int deadline_ms, struct err *err)
{
	static const int blocked[] = { SIGINT, SIGHUP, SIGTERM, SIGTSTP, SIGWINCH };
	sigset_t block;

	assert(!lock->held);
	sigemptyset(&block);
	for (size_t i = 0; i < sizeof blocked / sizeof *blocked; i++)
		sigaddset(&block, blocked[i]);
	pthread_sigmask(SIG_BLOCK, &block, &lock->mask);
	if (!take(lock, deadline_ms, err)) {
		pthread_sigmask(SIG_SETMASK, &lock->mask, NULL);
		return false;
	}
	lock->held = true;
	sign_in(lock, env, NULL);
	return true;
}

bool lock_take(struct lock *lock, const struct store_env *env, struct err *err)
{
	return hold(lock, env, env->lock_deadline_ms > 0 ? env->lock_deadline_ms : LOCK_DEADLINE_MS,
		    err);
}

bool lock_try(struct lock *lock, const struct store_env *env)
{
	struct err ignored;

	return hold(lock, env, 0, &ignored);
}

void lock_note(struct lock *lock, const struct store_env *env, const char *progress)
{
	if (lock->held)
		sign_in(lock, env, progress);
}

void lock_let_signals(struct lock *lock)
{
	pthread_sigmask(SIG_SETMASK, &lock->mask, NULL);
}

void lock_release(struct lock *lock)
{
	assert(lock->held);
	flock(lock->fd, LOCK_UN);
	lock->held = false;
	pthread_sigmask(SIG_SETMASK, &lock->mask, NULL);
}
