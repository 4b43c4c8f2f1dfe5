#include "log/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- bytes ---- */

static struct id id_of(unsigned n)
{
	struct id id = { .b = { 0 } };

	id.b[0] = (uint8_t)n;
	id.b[1] = (uint8_t)(n >> 8);
	return id;
}

static struct stream_record some_record(void)
{
	struct stream_record record = { .seq = UINT64_C(0x1122334455), .id = id_of(77) };

	memset(record.machine, 3, sizeof record.machine);
	memset(record.boot, 4, sizeof record.boot);
	return record;
}

static void a_record_survives_writing_and_reading(void **state)
{
	struct stream_record record = some_record(), back;
	uint8_t bytes[RECORD_BYTES];

	(void)state;
	for (int clean = 0; clean < 2; clean++) {
		record.clean = clean != 0;
		record_write(&record, bytes);
		assert_true(record_read(&back, bytes));
		assert_true(back.seq == record.seq && id_equal(&back.id, &record.id));
		assert_memory_equal(back.machine, record.machine, 16);
		assert_memory_equal(back.boot, record.boot, 16);
		assert_true(back.clean == record.clean);
	}
}

static void a_record_with_any_bit_changed_is_not_believed(void **state)
{
	struct stream_record record = some_record(), back;
	uint8_t bytes[RECORD_BYTES];

	(void)state;
	record_write(&record, bytes);
	for (unsigned bit = 0; bit < 8 * RECORD_BYTES; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(record_read(&back, bytes));
		bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	memset(bytes, 0, sizeof bytes);
	assert_false(record_read(&back, bytes));
}

static void the_crc_is_the_usual_one(void **state)
{
	static const uint8_t expected[8] = { 'A', 'S', 'R', '1', 0x54, 0x10, 0x87, 0xac };
	struct stream_record record = { .seq = 1 };
	uint8_t bytes[RECORD_BYTES];

	(void)state;
	record_write(&record, bytes);
	assert_memory_equal(bytes, expected, sizeof expected);
}

static void only_the_machine_and_head_of_the_record_may_append(void **state)
{
	struct stream_record record = some_record();
	uint8_t other[16] = { 9 };
	struct id wrong = id_of(78);

	(void)state;
	assert_true(record_allows(&record, record.machine, record.boot, record.seq, &record.id));
	assert_false(record_allows(&record, other, record.boot, record.seq, &record.id));
	assert_false(record_allows(&record, record.machine, other, record.seq, &record.id));
	assert_false(
		record_allows(&record, record.machine, record.boot, record.seq - 1, &record.id));
	assert_false(record_allows(&record, record.machine, record.boot, record.seq, &wrong));
	record.clean = true;
	assert_true(record_allows(&record, record.machine, other, record.seq, &record.id));
}

/* ---- random histories ----
 *
 * One machine, one key, up to three copies of a project; records outside of them.  A record file
 * has what programs see (cached) and what a power loss leaves (durable). */

#define COPIES_MAX 3
#define STREAMS_MAX 16
#define SEQ_MAX 32
#define STEPS 10
#define HISTORIES 200000

struct file {
	bool there;
	uint8_t bytes[RECORD_BYTES];
	uint64_t before_seq; /* for the broken rule: the head before the last append */
	struct id before_id;
};

struct copy {
	unsigned stream;
	uint64_t seq;
	struct id id;
};

struct world {
	struct copy copy[COPIES_MAX];
	unsigned n_copies;
	struct file cached[STREAMS_MAX], durable[STREAMS_MAX];
	unsigned n_streams, n_events;
	uint8_t boot[16];
	unsigned written[STREAMS_MAX][SEQ_MAX]; /* event at that place; 0: none */
	bool forked, two_slots;
	unsigned minted;
	uint64_t random;
};

static const uint8_t machine[16] = { 5 };

static unsigned pick(struct world *world, unsigned n)
{
	world->random ^= world->random << 13;
	world->random ^= world->random >> 7;
	world->random ^= world->random << 17;
	return (unsigned)(world->random >> 33) % n;
}

static void put_record(struct world *world, unsigned stream, const struct stream_record *record)
{
	record_write(record, world->cached[stream].bytes);
	world->cached[stream].there = true;
}

static void sync_record(struct world *world, unsigned stream)
{
	world->durable[stream] = world->cached[stream];
}

static bool slots_allow(const struct file *file, const struct stream_record *record,
			const struct copy *copy)
{
	return (record->seq == copy->seq && id_equal(&record->id, &copy->id))
	       || (file->before_seq == copy->seq && id_equal(&file->before_id, &copy->id));
}

static bool may_append(struct world *world, const struct copy *copy, struct stream_record *record)
{
	const struct file *file = &world->cached[copy->stream];

	if (!file->there || !record_read(record, file->bytes))
		return false;
	if (world->two_slots)
		return slots_allow(file, record, copy);
	return record_allows(record, machine, world->boot, copy->seq, &copy->id);
}

static void commit(struct world *world, struct copy *copy, uint64_t seq, unsigned event)
{
	unsigned *place = &world->written[copy->stream][seq];

	if (*place != 0 && *place != event)
		world->forked = true;
	*place = event;
	copy->seq = seq;
	copy->id = id_of(event);
}

enum outcome { DONE, KILLED_BEFORE, KILLED_AFTER, FAILED, OUTCOME_COUNT };

static void append(struct world *world, struct copy *copy, enum outcome outcome)
{
	struct stream_record record, old;
	unsigned event = ++world->n_events;
	struct copy head = *copy;

	if (!may_append(world, copy, &record)) {
		world->minted++;
		head = (struct copy){ .stream = world->n_streams++ };
		record = (struct stream_record){ .clean = true };
		memcpy(record.machine, machine, sizeof machine);
	}
	if (record_needs_sync(&record, world->boot)) {
		record.clean = false;
		memcpy(record.boot, world->boot, sizeof record.boot);
		put_record(world, head.stream, &record);
		sync_record(world, head.stream);
	}
	old = record;
	world->cached[head.stream].before_seq = head.seq;
	world->cached[head.stream].before_id = head.id;
	record.seq = head.seq + 1;
	record.id = id_of(event);
	put_record(world, head.stream, &record);
	if (outcome == FAILED)
		put_record(world, head.stream, &old);
	if (outcome == FAILED || outcome == KILLED_BEFORE)
		return;
	copy->stream = head.stream;
	commit(world, copy, head.seq + 1, event);
}

static void close_clean(struct world *world, const struct copy *copy)
{
	struct file *file = &world->cached[copy->stream];
	struct stream_record record;

	if (!file->there || !record_read(&record, file->bytes)
	    || memcmp(record.boot, world->boot, sizeof world->boot) != 0 || record.seq != copy->seq
	    || !id_equal(&record.id, &copy->id))
		return;
	record.clean = true;
	put_record(world, copy->stream, &record);
	sync_record(world, copy->stream);
}

/* Each record file keeps what was written, or falls back to what was synced. */
static void lose_power(struct world *world)
{
	for (unsigned i = 0; i < world->n_streams; i++) {
		if (pick(world, 2) == 0)
			world->cached[i] = world->durable[i];
		else
			world->durable[i] = world->cached[i];
	}
	world->boot[0]++;
}

static void step(struct world *world)
{
	struct copy *copy = &world->copy[pick(world, world->n_copies)];

	switch (pick(world, 8)) {
	case 0:
		if (world->n_copies < COPIES_MAX)
			world->copy[world->n_copies++] = *copy;
		break;
	case 1:
		*copy = world->copy[pick(world, world->n_copies)];
		break;
	case 2:
		close_clean(world, copy);
		break;
	case 3:
		lose_power(world);
		break;
	default:
		append(world, copy, (enum outcome)pick(world, OUTCOME_COUNT));
		break;
	}
}

static void run_history(struct world *world, uint64_t seed, bool two_slots)
{
	struct stream_record first = { .seq = 1, .id = id_of(1), .clean = true };

	memset(world, 0, sizeof *world);
	world->random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	world->two_slots = two_slots;
	world->n_copies = world->n_streams = world->n_events = 1;
	world->copy[0] = (struct copy){ .stream = 0, .seq = 1, .id = id_of(1) };
	world->written[0][1] = 1;
	memcpy(first.machine, machine, sizeof machine);
	put_record(world, 0, &first);
	sync_record(world, 0);
	for (int i = 0; i < STEPS && !world->forked; i++)
		step(world);
}

static unsigned forks(bool two_slots, unsigned *minted)
{
	static struct world world;
	unsigned n = 0;

	*minted = 0;
	for (uint64_t seed = 0; seed < HISTORIES; seed++) {
		run_history(&world, seed, two_slots);
		n += world.forked;
		*minted += world.minted;
	}
	return n;
}

static void no_history_of_copies_and_crashes_forks_a_stream(void **state)
{
	unsigned minted;

	(void)state;
	assert_int_equal(forks(false, &minted), 0);
	assert_true(minted > HISTORIES); /* the histories do put the rule to work */
}

static void accepting_either_of_two_slots_would_fork(void **state)
{
	unsigned minted;

	(void)state;
	assert_true(forks(true, &minted) > HISTORIES / 100);
}

static void an_undisturbed_project_never_starts_a_second_stream(void **state)
{
	static struct world world;

	(void)state;
	run_history(&world, 0, false);
	memset(world.written, 0, sizeof world.written);
	world.minted = 0;
	world.n_copies = 1;
	append(&world, &world.copy[0], DONE);
	world.minted = 0;
	for (int session = 0; session < 5; session++) {
		append(&world, &world.copy[0], DONE);
		append(&world, &world.copy[0], FAILED);
		append(&world, &world.copy[0], DONE);
		close_clean(&world, &world.copy[0]);
		lose_power(&world);
	}
	assert_int_equal(world.minted, 0);
	assert_false(world.forked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_survives_writing_and_reading),
		cmocka_unit_test(a_record_with_any_bit_changed_is_not_believed),
		cmocka_unit_test(the_crc_is_the_usual_one),
		cmocka_unit_test(only_the_machine_and_head_of_the_record_may_append),
		cmocka_unit_test(no_history_of_copies_and_crashes_forks_a_stream),
		cmocka_unit_test(accepting_either_of_two_slots_would_fork),
		cmocka_unit_test(an_undisturbed_project_never_starts_a_second_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
