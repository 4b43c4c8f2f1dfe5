/* Several processes on one file, and processes that end in the middle.  Nobody forks with an open
 * project. */
#include "tests/store/processes.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>

/* ---------------------------------------------------------------- at once */

/* What a child does; its status says where it failed. */
static int annotate(struct fixture *f, int number, int submissions)
{
	struct fixture_person person;
	struct store_receipt receipt;
	struct store_task task;
	struct store *store;
	struct err err = { .code = ERR_NONE };
	int status = 0;

	child_begins(f, (uint64_t)number);
	store = child_joins(f, &person, number, &err);
	if (store == NULL)
		status = 1;
	for (int i = 0; status == 0 && i < submissions; i++)
		if (!child_takes(f, store, &task, &err)
		    || !fixture_submit_as(f, store, &task.uid, 3, &receipt, &err))
			status = 2;
	if (status != 0)
		fprintf(stderr, "child %d: %s\n", number, err.msg);
	store_close(store);
	return status;
}

static int import(struct fixture *f, int number, int items)
{
	struct err err = { .code = ERR_NONE };

	child_begins(f, (uint64_t)number);
	f->store = store_open(f->path, STORE_WRITE, &f->env, &f->owner.signer, NULL, &err);
	if (f->store == NULL || fixture_import(f, "faucets", 1000, items, 200) != items)
		return 3;
	fixture_close(f);
	return 0;
}

static void eight_annotate_at_once_while_an_import_runs(void **state)
{
	struct arena arena = ARENA_INIT;
	struct store_progress *rows;
	struct store_batch batch;
	struct fixture f;
	struct err err;
	size_t n;

	(void)state;
	fixture_project(&f, 400);
	fixture_close(&f);
	for (int i = 0; i < 9; i++)
		if (fork() == 0)
			_exit(i < 8 ? annotate(&f, i, 20) : import(&f, i, 3000));
	assert_int_equal(children_failed(), 0);
	fixture_reopen(&f);
	fixture_check(f.store);
	fixture_ok(store_progress(f.store, &arena, &rows, &n, &err));
	assert_int_equal(n, 8);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].done, 20);
	fixture_ok(store_batch_find(f.store, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.open, 400 + 3000 - 8 * 20); /* no item twice */
	arena_release(&arena);
	fixture_end(&f);
}

/* ---------------------------------------------------------------- killed */

/* The process ends itself at the N-th look at the clock, random number or signature: they lie
 * before, within and behind every step of a transaction. */
struct fuse {
	int left;
	const struct fixture_person *person;
	int *acknowledged; /* shared with the parent */
	struct fixture *f;
};

static struct fuse fuse;

static void burn(void)
{
	if (--fuse.left == 0)
		raise(SIGKILL);
}

static int64_t burning_now(void *ctx)
{
	burn();
	return fixture_now(ctx);
}

static void burning_random(void *ctx, void *out, size_t n)
{
	burn();
	fixture_random(ctx, out, n);
}

static bool burning_sign(void *ctx, const void *message, size_t len, uint8_t sig[64])
{
	bool ok;

	burn();
	ok = fixture_sign(ctx, message, len, sig);
	burn();
	return ok;
}

static void light(struct fixture *f, int left)
{
	child_begins(f, (uint64_t)left);
	f->owner.signer.sign = burning_sign;
	f->env.now = burning_now;
	f->env.random = burning_random;
	fuse.left = left;
}

static int submit_until_dead(struct fixture *f, int left, int *acknowledged)
{
	struct store_receipt receipt;
	struct store_task task;
	struct err err = { .code = ERR_NONE };

	light(f, left);
	f->store = store_open(f->path, STORE_WRITE, &f->env, &f->owner.signer, NULL, &err);
	for (int i = 1; f->store != NULL && i <= 6; i++) {
		if (!store_task_at(f->store, &f->batch, 1 + i % 3, &task, &err)
		    || !fixture_submit_as(f, f->store, &task.uid, 1 + left % 5, &receipt, &err))
			return 1;
		*acknowledged = (int)receipt.number;
	}
	store_close(f->store);
	return f->store != NULL ? 0 : 2;
}

static void whoever_is_killed_loses_nothing_that_was_acknowledged(void **state)
{
	int *acknowledged = mmap(NULL, sizeof *acknowledged, PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int killed = 0, status;
	struct fixture f;

	(void)state;
	assert_true(acknowledged != MAP_FAILED);
	fixture_project(&f, 3);
	fixture_close(&f);
	for (int left = 1; left < 24; left++) {
		pid_t child = fork();

		*acknowledged = 0;
		if (child == 0)
			_exit(submit_until_dead(&f, left, acknowledged));
		assert_int_equal(waitpid(child, &status, 0), child);
		if (WIFEXITED(status))
			assert_int_equal(WEXITSTATUS(status), 0);
		killed += WIFSIGNALED(status);
		fixture_reopen(&f);
		fixture_check(f.store);
		assert_true(store_journal_number(f.store) >= *acknowledged);
		fixture_close(&f);
	}
	assert_true(killed > 15);
	munmap(acknowledged, sizeof *acknowledged);
	fixture_end(&f);
}

static int create_until_dead(struct fixture *f, int left)
{
	light(f, left);
	fixture_create(f, true);
	fixture_batch(f, "faucets", 1, false);
	fixture_import(f, "faucets", 0, 200, 0);
	fixture_close(f);
	return 0;
}

static void a_half_made_project_is_never_seen(void **state)
{
	int status, killed = 0, made = 0;

	(void)state;
	for (int left = 1; left < 40; left += 2) {
		struct fixture f;
		pid_t child;

		fixture_begin(&f);
		child = fork();
		if (child == 0)
			_exit(create_until_dead(&f, left));
		assert_int_equal(waitpid(child, &status, 0), child);
		killed += WIFSIGNALED(status);
		if (access(f.path, F_OK) == 0) {
			made++;
			fixture_reopen(&f);
		} else {
			fixture_create(&f, true);
		}
		fixture_check(f.store);
		fixture_end(&f);
	}
	assert_true(killed > 10);
	assert_true(made > 0);
}

/* ---------------------------------------------------------------- held */

static bool stopping_sign(void *ctx, const void *message, size_t len, uint8_t sig[64])
{
	raise(SIGSTOP);
	return fixture_sign(ctx, message, len, sig);
}

static int hold(struct fixture *f, int ready)
{
	struct fixture_person person;
	struct store *store;
	struct err err;
	char go;

	child_begins(f, 1);
	f->env.user = "alice";
	f->env.verb = "import";
	if (read(ready, &go, 1) != 1)
		return 1;
	fixture_person(&person, 77, "alice");
	person.signer.sign = stopping_sign;
	store = store_open(f->path, STORE_WRITE, &f->env, &person.signer, NULL, &err);
	if (store == NULL || !store_join(store, &err))
		return 2;
	store_close(store);
	return 0;
}

static void whoever_waits_is_told_who_holds_the_project(void **state)
{
	struct store_task task;
	struct fixture f;
	struct err err;
	char pid[32];
	pid_t child;
	int status, ready[2];

	(void)state;
	fixture_project(&f, 1);
	task = fixture_task(&f, 1);
	fixture_close(&f);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0)
		_exit(hold(&f, ready[0]));
	fixture_reopen(&f);
	assert_int_equal(write(ready[1], "!", 1), 1);
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	assert_true(WIFSTOPPED(status));
	f.env.lock_deadline_ms = 150;
	assert_false(store_flag(f.store, &f.batch, &task.uid, true, "", &err));
	assert_int_equal(err.code, ERR_BUSY);
	snprintf(pid, sizeof pid, "pid %d, alice, import", (int)child);
	if (strstr(err.msg, pid) == NULL)
		fail_msg("%s", err.msg);
	assert_true(store_waited_ms(f.store) >= 150);
	kill(child, SIGCONT);
	f.env.lock_deadline_ms = 60000;
	fixture_ok(store_flag(f.store, &f.batch, &task.uid, true, "", &err));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	fixture_check(f.store);
	close(ready[0]);
	close(ready[1]);
	fixture_end(&f);
}

/* Holds the lock for so long, as one after the other. */
static void hold_in_turn(const struct fixture *f, int ms)
{
	struct timespec now, start;
	char path[160], holder[64];
	int fd;

	snprintf(path, sizeof path, "%s-lock", f->path);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (int turn = 0;; turn++) {
		int n = snprintf(holder, sizeof holder, "%d\tanna\tlabel\n", 10000 + turn % 1000);

		assert_int_equal(pwrite(fd, holder, (size_t)n, 0), n);
		clock_gettime(CLOCK_MONOTONIC, &now);
		if ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000
		    > ms)
			break;
		poll(NULL, 0, 1);
	}
	close(fd);
}

static void whoever_waits_goes_on_waiting_while_others_come_and_go(void **state)
{
	struct fixture f;
	pid_t child;

	(void)state;
	fixture_project(&f, 1);
	fixture_close(&f);
	child = fork();
	if (child == 0) {
		struct err err;

		child_begins(&f, 1);
		f.env.lock_deadline_ms = 500;
		f.store = store_open(f.path, STORE_WRITE, &f.env, &f.owner.signer, NULL, &err);
		for (int i = 0; f.store != NULL && i < 100; i++)
			if (!store_setting_put(f.store, "a", "b", &err))
				_exit(1);
		_exit(f.store == NULL);
	}
	hold_in_turn(&f, 2000);
	assert_int_equal(children_failed(), 0);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_annotate_at_once_while_an_import_runs),
		cmocka_unit_test(whoever_is_killed_loses_nothing_that_was_acknowledged),
		cmocka_unit_test(a_half_made_project_is_never_seen),
		cmocka_unit_test(whoever_waits_is_told_who_holds_the_project),
		cmocka_unit_test(whoever_waits_goes_on_waiting_while_others_come_and_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
