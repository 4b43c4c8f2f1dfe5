#include "base/crew.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define PLACES 4
#define PIECES 1000

struct shop {
	int in[PLACES], out[PLACES];
	int by[CREW_MAX + 1]; /* pieces done by each */
	int taken;
};

static void square(void *ctx, int who, int place)
{
	struct shop *shop = ctx;

	shop->out[place] = shop->in[place] * shop->in[place];
	shop->by[who]++;
}

static void take_one(struct crew *crew, struct shop *shop)
{
	int place = crew_take(crew);

	assert_in_range(place, 0, PLACES - 1);
	assert_int_equal(shop->in[place], shop->taken);
	assert_int_equal(shop->out[place], shop->taken * shop->taken);
	shop->taken++;
	crew_give_back(crew);
}

static void run(struct shop *shop, int threads)
{
	struct crew *crew = crew_new(threads, PLACES, square, shop);
	int sum = 0;

	for (int i = 0; i < PIECES; i++) {
		if (crew_place(crew) < 0)
			take_one(crew, shop);
		shop->in[crew_place(crew)] = i;
		crew_hand_out(crew);
	}
	while (shop->taken < PIECES)
		take_one(crew, shop);
	assert_int_equal(crew_take(crew), -1);
	crew_free(crew);
	for (int i = 0; i <= CREW_MAX; i++)
		sum += shop->by[i];
	assert_int_equal(sum, PIECES);
}

static void pieces_come_back_in_order_whoever_did_them(void **state)
{
	(void)state;
	for (int threads = 1; threads <= CREW_MAX; threads++) {
		struct shop shop = { .taken = 0 };

		run(&shop, threads);
	}
}

static void a_crew_of_none_leaves_the_work_to_its_owner(void **state)
{
	struct shop shop = { .taken = 0 };

	(void)state;
	run(&shop, 0);
	assert_int_equal(shop.by[0], PIECES);
}

static void a_full_ring_has_no_place(void **state)
{
	struct shop shop = { .taken = 0 };
	struct crew *crew = crew_new(2, PLACES, square, &shop);

	(void)state;
	for (int i = 0; i < PLACES; i++) {
		shop.in[crew_place(crew)] = i;
		crew_hand_out(crew);
	}
	assert_int_equal(crew_place(crew), -1);
	take_one(crew, &shop);
	assert_int_equal(crew_place(crew), 0);
	crew_free(crew);
}

static void what_is_under_way_is_finished_before_the_end(void **state)
{
	struct shop shop = { .taken = 0 };
	struct crew *crew = crew_new(1, PLACES, square, &shop);

	(void)state;
	for (int i = 0; i < PLACES; i++) {
		shop.in[crew_place(crew)] = i + 2;
		crew_hand_out(crew);
	}
	crew_free(crew);
	for (int i = 0; i < PLACES; i++)
		assert_int_equal(shop.out[i], (i + 2) * (i + 2));
}

struct line { /* what must be done in order */
	atomic_int at_work;
	int in[PLACES], next, together, late;
};

static void stand_in_line(void *ctx, int who, int place)
{
	struct line *line = ctx;

	(void)who;
	line->together += atomic_fetch_add(&line->at_work, 1) > 0;
	line->late += line->in[place] != line->next++;
	atomic_fetch_sub(&line->at_work, 1);
}

static void a_crew_that_keeps_the_order_does_one_piece_at_a_time(void **state)
{
	(void)state;
	for (int threads = 0; threads <= 4; threads++) {
		struct line line = { .next = 0 };
		struct crew *crew = crew_new(threads, PLACES, stand_in_line, &line);

		crew_keep_order(crew);
		for (int i = 0; i < PIECES; i++) {
			if (crew_place(crew) < 0) {
				crew_take(crew);
				crew_give_back(crew);
			}
			line.in[crew_place(crew)] = i;
			crew_hand_out(crew);
		}
		while (crew_at_work(crew)) {
			crew_take(crew);
			crew_give_back(crew);
		}
		crew_free(crew);
		assert_int_equal(line.next, PIECES);
		assert_int_equal(line.together, 0);
		assert_int_equal(line.late, 0);
	}
}

static void a_place_is_ready_once_it_is_done(void **state)
{
	struct shop shop = { .taken = 0 };
	struct crew *alone = crew_new(0, PLACES, square, &shop);
	struct crew *crew;

	(void)state;
	assert_false(crew_is_ready(alone));
	shop.in[crew_place(alone)] = 0;
	crew_hand_out(alone);
	assert_false(crew_is_ready(alone)); /* nobody but the owner does it */
	assert_int_equal(crew_take(alone), 0);
	assert_true(crew_is_ready(alone));
	crew_give_back(alone);
	assert_false(crew_is_ready(alone));
	crew_free(alone);
	crew = crew_new(1, PLACES, square, &shop);
	shop.in[crew_place(crew)] = 0;
	crew_hand_out(crew);
	while (!crew_is_ready(crew))
		sched_yield();
	take_one(crew, &shop);
	crew_free(crew);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_come_back_in_order_whoever_did_them),
		cmocka_unit_test(a_crew_of_none_leaves_the_work_to_its_owner),
		cmocka_unit_test(a_full_ring_has_no_place),
		cmocka_unit_test(what_is_under_way_is_finished_before_the_end),
		cmocka_unit_test(a_crew_that_keeps_the_order_does_one_piece_at_a_time),
		cmocka_unit_test(a_place_is_ready_once_it_is_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
