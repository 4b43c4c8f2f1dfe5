#include "bench/project.h"

#include "bench/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static int64_t wall(void *ctx)
{
	struct timespec now;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void randomness(void *ctx, void *out, size_t n)
{
	(void)ctx;
	if (getrandom(out, n, 0) != (ssize_t)n)
		give_up("no randomness");
}

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		give_up("%s is not set", name);
	return value;
}

static struct identity *identity_of(int person, struct err *err)
{
	char keys[512];
	uint8_t seed[32] = { 0 };

	if (person == 0) {
		snprintf(keys, sizeof keys, "%s/assay/keys", variable("XDG_CONFIG_HOME"));
		return identity_open(keys, variable("ASSAY_NAME"), "bench", err);
	}
	memcpy(seed, &person, sizeof person);
	return identity_from_seed(seed, "annotator", "bench");
}

static struct store *open_store(struct project *project, const char *path, struct err *err)
{
	return store_open(path, STORE_WRITE, &project->env, identity_signer(project->identity),
			  NULL, err);
}

void project_open(struct project *project, const char *path, int person)
{
	struct err err = { .code = ERR_NONE };

	*project = (struct project){ .env = { .now = wall,
					      .random = randomness,
					      .machine = { 1 },
					      .boot = { 2 },
					      .pid = (int)getpid(),
					      .user = "bench",
					      .verb = "bench",
					      .no_check = true } };
	snprintf(project->state, sizeof project->state, "%s/assay/bench",
		 variable("XDG_STATE_HOME"));
	project->env.state_dir = project->state;
	project->identity = identity_of(person, &err);
	if (project->identity != NULL)
		project->store = open_store(project, path, &err);
	if (project->store == NULL || (person > 0 && !store_join(project->store, &err)))
		give_up("%s: %s", path, err.msg);
}

void project_close(struct project *project)
{
	store_close(project->store);
	identity_free(project->identity);
	buf_release(&project->payload);
}

static void copy_payload(struct project *project, struct store *store, struct arena *arena)
{
	struct store_place place;
	struct store_submission row;
	struct err err = { .code = ERR_NONE };
	size_t n;

	if (!store_mine(store, NULL, 1, &place, &n, &err) || n == 0
	    || !store_submission(store, &place, arena, &row, &err))
		give_up("the owner has not submitted anything: %s", err.msg);
	buf_add(&project->payload, row.annotation.payload, row.annotation.payload_len);
}

void project_look(struct project *project, const char *path, const char *batch)
{
	struct arena arena = ARENA_INIT;
	struct store_batch found;
	struct project owner;
	struct err err = { .code = ERR_NONE };

	project_open(&owner, path, 0);
	if (!store_batch_find(owner.store, batch, &arena, &found, &err))
		give_up("%s: %s", batch, err.msg);
	project->batch = found.id;
	copy_payload(project, owner.store, &arena);
	arena_release(&arena);
	project_close(&owner);
}

static bool take(struct project *project, struct store_task *task, struct err *err)
{
	enum store_leased how = LEASE_SHARED;

	while (how != LEASE_TAKEN && how != LEASE_FAILED) {
		if (!store_seek(project->store, &project->batch, NULL, SEEK_OPEN, task, err))
			return false;
		how = store_lease(project->store, &project->batch, task, err);
	}
	return how == LEASE_TAKEN;
}

bool project_submit(struct project *project, struct figures *times, struct err *err)
{
	struct store_submit submit = { .batch = project->batch,
				       .payload = project->payload.data,
				       .payload_len = project->payload.len };
	struct store_receipt receipt;
	struct store_task task;
	double start;
	bool ok;

	if (!take(project, &task, err))
		return false;
	submit.uid = task.uid;
	start = now_ms();
	ok = store_submit(project->store, &submit, &receipt, err);
	figures_add(times, now_ms() - start);
	store_rest(project->store); /* as the workbench does when the next item is shown */
	return ok;
}
