/* kill -9 while a person submits, and somebody who is stopped while she holds the project: what was
 * acknowledged is there, the project is whole, and others go on. */
#include "tests/store/day.h"
#include "tests/store/processes.h"

#include <signal.h>
#include <time.h>

#define SHORT_KILLS 60
#define LONG_KILLS 1000
#define KILLS_A_DAY 50 /* then the project begins anew, so that checking it stays short */
#define REBUILD_EVERY 10
#define MAX_US 60000

/* What the child tells, in one write each: before she submits, and when she has her receipt. */
struct word {
	int item, says;
	bool acknowledged;
};

static bool tell(int fd, int item, int says, bool acknowledged)
{
	struct word word = { .item = item, .says = says, .acknowledged = acknowledged };

	return write(fd, &word, sizeof word) == (ssize_t)sizeof word;
}

/* SIGKILL, US from now.  By the clock it may find her waiting for the disk; by the time that she
 * has computed it comes when she is at work, however busy the machine is. */
static bool kill_in(long us, clockid_t clock)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
	struct itimerspec when = { .it_value = { .tv_nsec = us * 1000 + 1 } };
	timer_t timer;

	return timer_create(clock, &event, &timer) == 0
	       && timer_settime(timer, 0, &when, NULL) == 0;
}

/* Submits until she is killed; now and then she opens the project again.  EARLY: the moment may
 * fall into her opening it, else it is when she submits. */
static int submit_for_ever(struct day *day, uint64_t seed, int fd, long us, bool early)
{
	struct store_receipt receipt;
	struct err err = { .code = ERR_NONE };
	clockid_t clock = seed % 2 == 0 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;

	child_begins(&day->f, seed);
	if (early && !kill_in(us, clock))
		return 3;
	for (bool first = !early;; seed++) {
		if (!day_open(day))
			return 1;
		if (first && !kill_in(us, clock))
			return 3;
		first = false;
		for (int i = 0; i < 7; i++) {
			int item = (int)(seed + (uint64_t)i * 5) % DAY_ITEMS, says = 1 + i % 6;

			if (!tell(fd, item, says, false)
			    || !fixture_submit_as(&day->f, day->f.store, &day->uid[item], says,
						  &receipt, &err)
			    || !tell(fd, item, says, true))
				return 2;
		}
		fixture_close(&day->f);
	}
}

/* Notes all that she told before she died; returns her acknowledgements. */
static int hear(struct day *day, int fd)
{
	struct word word;
	int before = day->acknowledged;

	while (read(fd, &word, sizeof word) == (ssize_t)sizeof word)
		day_note(day, word.item, word.says, word.acknowledged);
	return day->acknowledged - before;
}

static uint64_t random_number(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 33;
}

static int one_kill(struct day *day, uint64_t seed, uint64_t *random)
{
	long us = (long)(random_number(random) % MAX_US);
	bool early = random_number(random) % 4 == 0;
	int pipes[2], status, told;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(submit_for_ever(day, seed, pipes[1], us, early));
	close(pipes[1]);
	told = hear(day, pipes[0]);
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSIGNALED(status))
		fail_msg("she ended by herself, with status %x", (unsigned)status);
	return told;
}

static void whoever_is_killed_at_any_moment_has_lost_nothing(void **state)
{
	int kills = day_is_long() ? LONG_KILLS : SHORT_KILLS, acknowledged = 0, unsure = 0;
	uint64_t random = 4711;
	struct day day;

	(void)state;
	day_begin(&day);
	for (int i = 0; i < kills; i++) {
		struct id digest;

		if (i % KILLS_A_DAY == 0)
			day_again(&day);
		acknowledged += one_kill(&day, (uint64_t)i, &random);
		for (int k = 0; k < DAY_ITEMS; k++)
			unsure += day.tried[k] != 0;
		if (!day_open(&day))
			fail_msg("after kill %d the project does not open", i);
		digest = day_holds(&day);
		if (i % REBUILD_EVERY == 0)
			day_rebuilds(&day, &digest);
		fixture_close(&day.f);
	}
	print_message("%d kills, %d submissions acknowledged, %d in the air\n", kills, acknowledged,
		      unsure);
	assert_true(acknowledged > kills);
	assert_true(unsure > kills / 10);
	day_end(&day);
}

/* ---- stopped, while she holds the project ---- */

static bool stopping_sign(void *ctx, const void *message, size_t len, uint8_t sig[64])
{
	raise(SIGSTOP);
	return fixture_sign(ctx, message, len, sig);
}

static int submit_and_stop(struct day *day, int ready)
{
	struct store_receipt receipt;
	struct err err;
	char go;

	child_begins(&day->f, 1);
	day->f.env.user = "alice";
	day->f.env.verb = "label";
	day->f.owner.signer.sign = stopping_sign;
	if (read(ready, &go, 1) != 1 || !day_open(day))
		return 1;
	if (!fixture_submit_as(&day->f, day->f.store, &day->uid[0], 7, &receipt, &err))
		return 2;
	fixture_close(&day->f);
	return 0;
}

/* Bob has the project open, and then alice is stopped in the middle of a submission.  She is forked
 * before, as nobody forks with an open project. */
static pid_t stopped_beside(struct day *day, struct fixture_person *bob)
{
	int status, ready[2];
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(submit_and_stop(day, ready[0]));
	day->f.store = fixture_join(&day->f, bob, 88, "bob");
	assert_int_equal(write(ready[1], "!", 1), 1);
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	assert_true(WIFSTOPPED(status));
	close(ready[0]);
	close(ready[1]);
	return child;
}

static void is_named(pid_t child, const struct err *err)
{
	char name[64];

	assert_int_equal(err->code, ERR_BUSY);
	snprintf(name, sizeof name, "(pid %d, alice, label) has held", (int)child);
	if (strstr(err->msg, name) == NULL)
		fail_msg("%s", err->msg);
}

/* Nobody gets in, to send as little as to open, and everybody is told who it is. */
static void nobody_gets_in(struct day *day, pid_t child)
{
	struct store_receipt receipt;
	struct store *other;
	struct err err = { .code = ERR_NONE };

	day->f.env.lock_deadline_ms = 100;
	for (int i = 1; i < 3; i++) {
		assert_false(
			fixture_submit_as(&day->f, day->f.store, &day->uid[i], 3, &receipt, &err));
		is_named(child, &err);
		assert_true(store_waited_ms(day->f.store) >= 100);
	}
	other = store_open(day->f.path, STORE_READ, &day->f.env, NULL, NULL, &err);
	assert_null(other);
	is_named(child, &err);
	day->f.env.lock_deadline_ms = 60000;
}

/* Then she goes on, or is ended: what she submitted counts as SAYS says. */
static void everybody_goes_on(struct day *day, pid_t child, int signal, int says)
{
	struct store_progress *rows;
	struct store_receipt receipt;
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	size_t n;
	int status, done = 0;

	kill(child, signal);
	for (int i = 1; i < 3; i++)
		fixture_ok(
			fixture_submit_as(&day->f, day->f.store, &day->uid[i], 3, &receipt, &err));
	assert_int_equal(receipt.number, 2); /* hers: those that failed did not count */
	assert_int_equal(waitpid(child, &status, 0), child);
	fixture_ok(store_progress(day->f.store, &arena, &rows, &n, &err));
	for (size_t i = 0; i < n; i++)
		done += (int)rows[i].done;
	assert_int_equal(done, 2 + (says != DAY_GONE));
	arena_release(&arena);
	fixture_close(&day->f);
	assert_true(day_open(day));
	assert_int_equal(day_says(day, 0), says);
	fixture_check(day->f.store);
	fixture_close(&day->f);
}

static void a_stopped_person(int signal, int says)
{
	struct fixture_person bob;
	struct day day;
	pid_t child;

	day_begin(&day);
	child = stopped_beside(&day, &bob);
	nobody_gets_in(&day, child);
	everybody_goes_on(&day, child, signal, says);
	day_end(&day);
}

static void whoever_waits_for_a_stopped_one_is_told_and_both_go_on(void **state)
{
	(void)state;
	a_stopped_person(SIGCONT, 7);
}

static void a_stopped_one_who_is_ended_holds_nobody_up(void **state)
{
	(void)state;
	a_stopped_person(SIGKILL, DAY_GONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_is_killed_at_any_moment_has_lost_nothing),
		cmocka_unit_test(whoever_waits_for_a_stopped_one_is_told_and_both_go_on),
		cmocka_unit_test(a_stopped_one_who_is_ended_holds_nobody_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
