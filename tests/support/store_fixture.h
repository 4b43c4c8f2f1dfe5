/* store_fixture.h - a project for tests: fixed clock, counted random numbers, keys from a seed
 * byte, generated items.  Needs the store's layers: for tests of store and above. */
#ifndef ASSAY_TESTS_STORE_FIXTURE_H
#define ASSAY_TESTS_STORE_FIXTURE_H

#include "base/json_write.h"
#include "model/item.h"
#include "store/store.h"

#include <ftw.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURE_NOW INT64_C(1767225600000) /* 2026-01-01 00:00:00 UTC */

struct fixture_person {
	struct signer signer;
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
};

struct fixture {
	char dir[64];              /* of its own, removed at the end */
	char path[128], state[96]; /* the project, the stream records */
	int64_t clock;             /* ms; moves by one at each look */
	uint64_t random;
	struct store_env env;
	struct fixture_person owner;
	struct store *store;
	struct short_id batch;
	struct id guideline;
};

static inline int64_t fixture_now(void *ctx)
{
	return ((struct fixture *)ctx)->clock++;
}

/* splitmix64, so that a test is the same at each run. */
static inline void fixture_random(void *ctx, void *out, size_t n)
{
	uint8_t *bytes = out;

	for (size_t i = 0; i < n; i++) {
		uint64_t z = ((struct fixture *)ctx)->random += UINT64_C(0x9e3779b97f4a7c15);

		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		bytes[i] = (uint8_t)(z >> 56);
	}
}

static inline bool fixture_sign(void *ctx, const void *message, size_t len, uint8_t sig[64])
{
	return crypto_sign_detached(sig, NULL, message, len, ctx) == 0;
}

/* PERSON must stay where it is. */
static inline void fixture_person(struct fixture_person *person, uint8_t seed, const char *name)
{
	uint8_t bytes[crypto_sign_SEEDBYTES];

	assert_true(sodium_init() >= 0);
	memset(bytes, seed, sizeof bytes);
	*person = (struct fixture_person){
		.signer = { .name = name, .device = "test", .sign = fixture_sign }
	};
	crypto_sign_seed_keypair(person->signer.key.b, person->secret, bytes);
	memset(person->signer.box.b, seed, ID_BYTES);
	person->signer.ctx = person->secret;
}

/* A folder, an environment, an owner; no project yet. */
static inline void fixture_begin(struct fixture *f)
{
	*f = (struct fixture){ .clock = FIXTURE_NOW, .random = 1 };
	snprintf(f->dir, sizeof f->dir, "/tmp/assay-test-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof f->path, "%s/faucet.assay", f->dir);
	snprintf(f->state, sizeof f->state, "%s/state", f->dir);
	f->env = (struct store_env){ .now = fixture_now,
				     .random = fixture_random,
				     .ctx = f,
				     .state_dir = f->state,
				     .machine = { 1 },
				     .boot = { 2 },
				     .pid = (int)getpid(),
				     .user = "owner",
				     .verb = "test",
				     .lock_deadline_ms = 5000 };
	fixture_person(&f->owner, 1, "owner");
}

/* A verb's failure is shown with its words. */
static inline void fixture_must(bool ok, const char *call, const struct err *err)
{
	if (!ok)
		fail_msg("%s: %s", call, err->msg);
}
#define fixture_ok(call) fixture_must(call, #call, &err)

static inline void fixture_create(struct fixture *f, bool join_open)
{
	struct store_init init = { .name = "faucet", .join_open = join_open };
	struct err err = { .code = ERR_NONE };

	f->store = store_create(f->path, &init, &f->env, &f->owner.signer, &err);
	if (f->store == NULL)
		fail_msg("store_create: %s", err.msg);
}

/* One guideline and one batch. */
static inline void fixture_batch(struct fixture *f, const char *name, int overlap, bool shuffled)
{
	static const char object[] = "{\"files\":{\"g.yaml\":\"assay: 1\\n\"},\"main\":\"g.yaml\"}";
	struct store_guideline guideline = { .name = "g",
					     .hash = hash_bytes("assay object 1", object,
								sizeof object - 1),
					     .object = object,
					     .len = sizeof object - 1 };
	struct store_batch_spec spec = { .name = name,
					 .guideline = guideline.hash,
					 .overlap = overlap,
					 .shuffled = shuffled,
					 .access = ACCESS_OPEN };
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct err err = { .code = ERR_NONE };

	fixture_ok(store_guideline_put(f->store, &guideline, &err));
	fixture_ok(store_batch_put(f->store, &spec, &err));
	fixture_ok(store_batch_find(f->store, name, &arena, &batch, &err));
	f->guideline = guideline.hash;
	f->batch = batch.id;
	arena_release(&arena);
}

struct fixture_item {
	struct buf body, line;
	struct store_put put;
};

/* Item I of a made-up file: two responses, an external id, some metadata.  BYTES more of text. */
static inline void fixture_item(struct fixture_item *item, int i, size_t bytes)
{
	struct arena arena = ARENA_INIT;
	struct item_parts parts = { .n_responses = 2 };
	struct composed composed;
	struct json *line = json_object(&arena);
	char text[64], uid[ID_HEX + 1];
	char *filler = arena_alloc(&arena, bytes + 1);
	struct buf prompt = BUF_INIT;
	struct err err = { .code = ERR_NONE };

	memset(filler, 'x', bytes);
	buf_addf(&prompt, "How do I fix faucet %d? %s", i, filler);
	parts.prompt = json_string(&arena, prompt.data);
	snprintf(text, sizeof text, "Turn off the water, part %d.", i);
	parts.response[0] = json_string(&arena, text);
	snprintf(text, sizeof text, "Call plumber %d.", i);
	parts.response[1] = json_string(&arena, text);
	*item = (struct fixture_item){ .body = BUF_INIT, .line = BUF_INIT };
	fixture_ok(item_compose(&parts, &arena, &item->body, &composed, &err));
	hex_encode(uid, composed.uid.b, ID_BYTES);
	json_set(&arena, line, "file", json_string(&arena, "faucets.jsonl"));
	json_set(&arena, line, "from", json_null(&arena));
	json_set(&arena, line, "group", json_null(&arena));
	snprintf(text, sizeof text, "faucet-%d", i);
	json_set(&arena, line, "id", json_string(&arena, text));
	json_set(&arena, line, "line", json_int(&arena, i + 1));
	json_set(&arena, line, "metadata", json_string(&arena, "{\"domain\":\"home\"}"));
	json_set(&arena, line, "reference", json_null(&arena));
	json_set(&arena, line, "replaces", json_null(&arena));
	json_set(&arena, line, "responses", json_array(&arena));
	json_set(&arena, line, "role", json_string(&arena, "work"));
	json_set(&arena, line, "uid", json_string(&arena, uid));
	json_write_canonical(&item->line, line);
	item->put = (struct store_put){ .body = item->body.data,
					.body_len = item->body.len,
					.uid = composed.uid,
					.prompt = composed.prompt,
					.group = item_group(NULL, parts.prompt, &arena),
					.role = ROLE_WORK,
					.line = item->line.data,
					.line_len = item->line.len };
	buf_release(&prompt);
	arena_release(&arena);
}

static inline void fixture_item_release(struct fixture_item *item)
{
	buf_release(&item->body);
	buf_release(&item->line);
}

/* Items FIRST, FIRST + 1, …; returns how many were new to the batch. */
static inline int fixture_import(struct fixture *f, const char *batch, int first, int n,
				 size_t bytes)
{
	struct err err = { .code = ERR_NONE };
	struct store_import *import = store_import_begin(f->store, batch, &err);
	int added = 0;

	if (import == NULL)
		fail_msg("store_import_begin: %s", err.msg);
	for (int i = first; i < first + n; i++) {
		struct fixture_item item;
		enum store_added how;

		fixture_item(&item, i, bytes);
		how = store_import_put(import, &item.put, &err);
		fixture_item_release(&item);
		if (how == STORE_FAILED)
			fail_msg("store_import_put: %s", err.msg);
		added += how == STORE_ADDED;
	}
	fixture_ok(store_import_end(import, true, NULL, &err));
	return added;
}

/* A batch and a guideline that no project has yet. */
struct fixture_new {
	struct store_guideline guideline;
	struct store_batch_spec batch;
};

static inline struct fixture_new fixture_new(void)
{
	static const char object[] = "{\"files\":{\"h.yaml\":\"assay: 1\\n\"},\"main\":\"h.yaml\"}";
	const struct store_guideline guideline = { .name = "h",
						   .hash = hash_bytes("assay object 1", object,
								      sizeof object - 1),
						   .object = object,
						   .len = sizeof object - 1 };

	return (struct fixture_new){
		.guideline = guideline,
		.batch = { .name = "new",
			   .guideline = guideline.hash,
			   .overlap = 1,
			   .access = ACCESS_OPEN },
	};
}

/* A project with N items in the batch "faucets", each of them for PEOPLE. */
static inline void fixture_project_for(struct fixture *f, int n, int people)
{
	fixture_begin(f);
	fixture_create(f, true);
	fixture_batch(f, "faucets", people, false);
	assert_int_equal(fixture_import(f, "faucets", 0, n, 0), n);
}

/* For one each. */
static inline void fixture_project(struct fixture *f, int n)
{
	fixture_project_for(f, n, 1);
}

static inline void fixture_close(struct fixture *f)
{
	store_close(f->store);
	f->store = NULL;
}

static inline void fixture_reopen(struct fixture *f)
{
	struct err err = { .code = ERR_NONE };

	fixture_close(f);
	f->store = store_open(f->path, STORE_WRITE, &f->env, &f->owner.signer, NULL, &err);
	if (f->store == NULL)
		fail_msg("store_open: %s", err.msg);
}

/* Another window on the project, PERSON's. */
static inline struct store *fixture_open_as(struct fixture *f, struct fixture_person *person)
{
	struct err err = { .code = ERR_NONE };
	struct store *store =
		store_open(f->path, STORE_WRITE, &f->env, &person->signer, NULL, &err);

	if (store == NULL)
		fail_msg("store_open: %s", err.msg);
	return store;
}

/* Somebody new, who joins; PERSON must stay where it is. */
static inline struct store *fixture_join(struct fixture *f, struct fixture_person *person,
					 uint8_t seed, const char *name)
{
	struct err err = { .code = ERR_NONE };
	struct store *store;

	fixture_person(person, seed, name);
	store = fixture_open_as(f, person);
	fixture_ok(store_join(store, &err));
	return store;
}

static inline int fixture_remove(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static inline void fixture_end(struct fixture *f)
{
	fixture_close(f);
	nftw(f->dir, fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
}

/* A canonical annotate payload; ANSWER 1…9 is the scale's value, SKIP makes it a skip. */
static inline void fixture_payload(const struct fixture *f, struct buf *out, int answer, bool skip)
{
	char batch[SHORT_ID_HEX + 1], guideline[ID_HEX + 1];

	hex_encode(batch, f->batch.b, SHORT_ID_BYTES);
	hex_encode(guideline, f->guideline.b, ID_BYTES);
	buf_clear(out);
	buf_addf(out,
		 "{\"answers\":{\"accuracy\":{\"r1\":%d}},\"batch\":\"%s\",\"checks\":[],"
		 "\"for\":null,\"guideline\":\"%s\",\"input\":{\"how\":\"script\",\"keys\":1,"
		 "\"pasted\":0},\"reason\":%s,\"shown\":{\"columns\":80,\"layout\":\"columns\","
		 "\"order\":[\"r1\",\"r2\"],\"seed\":\"00000000000000000000000000000000\","
		 "\"suggestions\":null},\"status\":\"%s\",\"time\":{\"active_ms\":1000,"
		 "\"first_answer_ms\":500,\"idle_ms\":0,\"opened\":\"2026-01-01T00:00:00Z\","
		 "\"sittings\":1,\"visible_ms\":{\"prompt\":1000,\"r1\":1000,\"r2\":1000}}}",
		 answer, batch, guideline, skip ? "\"unclear\"" : "null",
		 skip ? "skipped" : "done");
}

/* Submits for whoever opened STORE. */
static inline bool fixture_submit_as(const struct fixture *f, struct store *store,
				     const struct id *uid, int answer,
				     struct store_receipt *receipt, struct err *err)
{
	struct buf payload = BUF_INIT;
	struct store_submit submit = { .batch = f->batch, .uid = *uid };
	bool ok;

	fixture_payload(f, &payload, answer > 0 ? answer : 1, answer == 0);
	submit.payload = payload.data;
	submit.payload_len = payload.len;
	ok = store_submit(store, &submit, receipt, err);
	buf_release(&payload);
	return ok;
}

/* ANSWER 0 skips. */
static inline struct store_receipt fixture_submit(struct fixture *f, const struct id *uid,
						  int answer)
{
	struct store_receipt receipt = { .number = 0 };
	struct err err = { .code = ERR_NONE };

	fixture_ok(fixture_submit_as(f, f->store, uid, answer, &receipt, &err));
	return receipt;
}

static inline struct store_task fixture_task(struct fixture *f, int64_t number)
{
	struct store_task task;
	struct err err = { .code = ERR_NONE };

	fixture_ok(store_task_at(f->store, &f->batch, number, &task, &err));
	return task;
}

static inline void fixture_print_fault(void *ctx, const char *sentence)
{
	(void)ctx;
	print_message("fault: %s\n", sentence);
}

/* 'assay check' finds nothing; the digest of the derived rows. */
static inline struct id fixture_check(struct store *store)
{
	struct store_check check;
	struct err err = { .code = ERR_NONE };

	fixture_ok(store_check(store, fixture_print_fault, NULL, NULL, &check, &err));
	assert_int_equal(check.faults, 0);
	return check.digest;
}

#endif
