/* Many processes on one file at once: no submission fails, no item is given twice, everything is
 * there.  How long they waited is printed for people to look at; the machine is not ours alone. */
#include "tests/store/processes.h"

#include <sys/mman.h>

#define PEOPLE_MAX 64
#define ITEMS_EACH 6
#define IMPORTED 1500

struct crowd {
	int people, imports;
	int *waited; /* ms, the longest of each; shared with the children */
};

static void begin(struct fixture *f, int number)
{
	child_begins(f, (uint64_t)number);
	f->env.lock_deadline_ms = 120000; /* they are many */
}

static bool annotate(struct fixture *f, struct store *store, struct err *err)
{
	struct store_receipt receipt;
	struct store_task task;

	for (int i = 1; i <= ITEMS_EACH; i++)
		if (!child_takes(f, store, &task, err)
		    || !fixture_submit_as(f, store, &task.uid, 1 + i % 5, &receipt, err)
		    || receipt.number != i)
			return false;
	return true;
}

/* A child; its status says where it failed. */
static int person(struct fixture *f, int number, int *waited)
{
	struct fixture_person self;
	struct store *store;
	struct err err = { .code = ERR_NONE };
	int status = 0;

	begin(f, number);
	store = child_joins(f, &self, number, &err);
	if (store == NULL)
		status = 1;
	else if (!annotate(f, store, &err))
		status = 2;
	if (status != 0)
		fprintf(stderr, "person %d: %s\n", number, err.msg);
	else
		*waited = store_waited_ms(store);
	store_close(store);
	return status;
}

static int importer(struct fixture *f, int number, int *waited)
{
	struct err err = { .code = ERR_NONE };

	begin(f, number);
	f->store = store_open(f->path, STORE_WRITE, &f->env, &f->owner.signer, NULL, &err);
	if (f->store == NULL
	    || fixture_import(f, "faucets", number * 10000, IMPORTED, 300) != IMPORTED)
		return 3;
	*waited = store_waited_ms(f->store);
	fixture_close(f);
	return 0;
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void print_waits(const struct crowd *crowd)
{
	int n = crowd->people;

	qsort(crowd->waited, (size_t)n, sizeof *crowd->waited, compare_ints);
	print_message("%d people, %d imports: longest waits %d ms (median), %d ms (most)", n,
		      crowd->imports, crowd->waited[n / 2], crowd->waited[n - 1]);
	for (int i = 0; i < crowd->imports; i++)
		print_message(", import %d ms", crowd->waited[n + i]);
	print_message("\n");
}

/* Everybody's work is there once, and nothing else. */
static void is_all_there(struct fixture *f, const struct crowd *crowd)
{
	struct arena arena = ARENA_INIT;
	struct store_progress *rows;
	struct store_batch batch;
	struct id before, after;
	struct err err;
	size_t n;

	fixture_reopen(f);
	before = fixture_check(f->store);
	fixture_ok(store_progress(f->store, &arena, &rows, &n, &err));
	assert_int_equal(n, crowd->people);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].done, ITEMS_EACH);
	fixture_ok(store_batch_find(f->store, "faucets", &arena, &batch, &err));
	assert_int_equal(batch.items,
			 crowd->people * ITEMS_EACH + crowd->imports * IMPORTED + crowd->people);
	assert_int_equal(batch.open, batch.items - crowd->people * ITEMS_EACH); /* none twice */
	fixture_ok(store_rebuild(f->store, NULL, &err));
	after = fixture_check(f->store);
	assert_memory_equal(&before, &after, sizeof after);
	arena_release(&arena);
}

static void all_at_once(int people, int imports)
{
	int *waited = mmap(NULL, (PEOPLE_MAX + 2) * sizeof *waited, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct crowd crowd = { .people = people, .imports = imports, .waited = waited };
	struct fixture f;

	assert_true(waited != MAP_FAILED);
	fixture_project(&f, people * ITEMS_EACH + people);
	fixture_close(&f);
	for (int i = 0; i < people + imports; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			_exit(i < people ? person(&f, i, &waited[i]) : importer(&f, i, &waited[i]));
	}
	assert_int_equal(children_failed(), 0);
	print_waits(&crowd);
	is_all_there(&f, &crowd);
	munmap(waited, (PEOPLE_MAX + 2) * sizeof *waited);
	fixture_end(&f);
}

static void thirty_two_people_submit_at_once(void **state)
{
	(void)state;
	all_at_once(32, 0);
}

static void eight_people_submit_beside_two_imports(void **state)
{
	(void)state;
	all_at_once(8, 2);
}

static void sixty_four_people_submit_beside_an_import(void **state)
{
	(void)state;
	all_at_once(PEOPLE_MAX, 1);
}

/* ---- a check beside people who work ---- */

struct beside {
	struct fixture *f;
	struct store *bob;
	int next, ticks;
};

/* Whenever the check looks up, bob has sent something, and somebody new has come. */
static bool work_beside(void *ctx, int64_t done, int64_t total)
{
	struct beside *beside = ctx;
	struct fixture_person person;
	struct store_receipt receipt;
	struct store_task task;
	struct store *store;
	struct err err;

	(void)done;
	(void)total;
	fixture_ok(store_task_at(beside->bob, &beside->f->batch, ++beside->next, &task, &err));
	fixture_ok(fixture_submit_as(beside->f, beside->bob, &task.uid, 2, &receipt, &err));
	store = fixture_join(beside->f, &person, (uint8_t)(100 + beside->ticks++), "new");
	fixture_ok(fixture_submit_as(beside->f, store, &task.uid, 3, &receipt, &err));
	store_close(store);
	return true;
}

static void a_check_takes_what_others_write_for_no_damage(void **state)
{
	struct beside beside = { .next = 0 };
	struct progress progress = { .tick = work_beside, .ctx = &beside };
	struct fixture_person bob;
	struct store_check check;
	struct fixture f;
	struct err err;

	(void)state;
	fixture_project(&f, 300);
	beside.f = &f;
	beside.bob = fixture_join(&f, &bob, 77, "bob");
	for (int i = 0; i < 300; i++)
		fixture_ok(store_ack(beside.bob, &f.batch, &f.guideline, &err));
	for (int i = 0; i < 2; i++) {
		fixture_ok(
			store_check(f.store, fixture_print_fault, NULL, &progress, &check, &err));
		assert_int_equal(check.faults, 0);
	}
	assert_in_range(beside.ticks, 4, 100);
	fixture_check(f.store);
	store_close(beside.bob);
	fixture_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thirty_two_people_submit_at_once),
		cmocka_unit_test(eight_people_submit_beside_two_imports),
		cmocka_unit_test(sixty_four_people_submit_beside_an_import),
		cmocka_unit_test(a_check_takes_what_others_write_for_no_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
