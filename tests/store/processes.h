/* processes.h - children at work on the parent's project, which is closed when they are forked. */
#ifndef ASSAY_TESTS_STORE_PROCESSES_H
#define ASSAY_TESTS_STORE_PROCESSES_H

#include "tests/support/store_fixture.h"

#include <sys/wait.h>

/* The first thing in a child: random numbers and a process of its own. */
static inline void child_begins(struct fixture *f, uint64_t seed)
{
	f->random = seed * 7919 + 17;
	f->env.ctx = f;
	f->env.pid = (int)getpid();
	f->env.lock_deadline_ms = 60000; /* under the sanitizers and a loaded machine */
	f->owner.signer.ctx = f->owner.secret;
}

/* Annotator NUMBER's window on it; NULL: she could not open it or join. */
static inline struct store *child_joins(struct fixture *f, struct fixture_person *person,
					int number, struct err *err)
{
	struct store *store;

	fixture_person(person, (uint8_t)(100 + number), "annotator");
	store = store_open(f->path, STORE_WRITE, &f->env, &person->signer, NULL, err);
	if (store == NULL || store_join(store, err))
		return store;
	store_close(store);
	return NULL;
}

/* The next item that nobody else has before the eyes. */
static inline bool child_takes(struct fixture *f, struct store *store, struct store_task *task,
			       struct err *err)
{
	enum store_leased how = LEASE_SHARED;

	while (how != LEASE_TAKEN && how != LEASE_FAILED) {
		if (!store_seek(store, &f->batch, NULL, SEEK_OPEN, task, err))
			return false;
		how = store_lease(store, &f->batch, task, err);
	}
	return how == LEASE_TAKEN;
}

/* Waits for all of them; how many ended badly. */
static inline int children_failed(void)
{
	int status, bad = 0;

	while (wait(&status) > 0)
		bad += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
	return bad;
}

#endif
