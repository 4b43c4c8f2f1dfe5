#include "base/crew.h"

#include "base/alloc.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct member {
	struct crew *crew;
	int who;
	pthread_t thread;
};

/* Places are counted on for ever; a place's number is its count modulo PLACES. */
struct crew {
	void (*work)(void *ctx, int who, int place);
	void *ctx;
	struct member member[CREW_MAX];
	int threads, places;
	pthread_mutex_t lock;
	pthread_cond_t filled, done;
	unsigned long oldest, next, filled_to; /* taken next, worked on next, handed out next */
	bool *is_done;
	bool in_order, at_work; /* AT_WORK: on a place, when they are to be in order */
	bool ends;
};

static int place_of(const struct crew *crew, unsigned long count)
{
	return (int)(count % (unsigned long)crew->places);
}

static bool may_work(const struct crew *crew)
{
	return crew->next < crew->filled_to && !crew->at_work;
}

/* With the lock held: works on the next place without it. */
static void work_next(struct crew *crew, int who)
{
	int place = place_of(crew, crew->next++);

	crew->at_work = crew->in_order;
	pthread_mutex_unlock(&crew->lock);
	crew->work(crew->ctx, who, place);
	pthread_mutex_lock(&crew->lock);
	crew->at_work = false;
	crew->is_done[place] = true;
	pthread_cond_signal(&crew->done);
	if (crew->in_order)
		pthread_cond_signal(&crew->filled); /* the next may be begun */
}

static void *run(void *arg)
{
	const struct member *member = arg;
	struct crew *crew = member->crew;

	pthread_mutex_lock(&crew->lock);
	while (!crew->ends || crew->next < crew->filled_to) {
		if (may_work(crew))
			work_next(crew, member->who);
		else
			pthread_cond_wait(&crew->filled, &crew->lock);
	}
	pthread_mutex_unlock(&crew->lock);
	return NULL;
}

/* Signals are for the thread that the rest of the program runs in. */
static void start(struct crew *crew, int threads)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (crew->threads < threads && crew->threads < CREW_MAX) {
		struct member *member = &crew->member[crew->threads];

		*member = (struct member){ .crew = crew, .who = crew->threads + 1 };
		if (pthread_create(&member->thread, NULL, run, member) != 0)
			break;
		crew->threads++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct crew *crew_new(int threads, int places, void (*work)(void *ctx, int who, int place),
		      void *ctx)
{
	struct crew *crew = xcalloc(1, sizeof *crew);

	assert(places > 0);
	crew->work = work;
	crew->ctx = ctx;
	crew->places = places;
	crew->is_done = xcalloc((size_t)places, sizeof *crew->is_done);
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->filled, NULL);
	pthread_cond_init(&crew->done, NULL);
	start(crew, threads);
	return crew;
}

void crew_keep_order(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->in_order = true;
	pthread_mutex_unlock(&crew->lock);
}

void crew_free(struct crew *crew)
{
	if (crew == NULL)
		return;
	pthread_mutex_lock(&crew->lock);
	crew->ends = true;
	pthread_cond_broadcast(&crew->filled);
	pthread_mutex_unlock(&crew->lock);
	for (int i = 0; i < crew->threads; i++)
		pthread_join(crew->member[i].thread, NULL);
	pthread_cond_destroy(&crew->done);
	pthread_cond_destroy(&crew->filled);
	pthread_mutex_destroy(&crew->lock);
	free(crew->is_done);
	free(crew);
}

/* Only the owner changes OLDEST and FILLED_TO: it may look at them without the lock. */
int crew_place(const struct crew *crew)
{
	if (crew->filled_to - crew->oldest == (unsigned long)crew->places)
		return -1;
	return place_of(crew, crew->filled_to);
}

bool crew_at_work(const struct crew *crew)
{
	return crew->oldest != crew->filled_to;
}

void crew_hand_out(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->is_done[place_of(crew, crew->filled_to)] = false;
	crew->filled_to++;
	pthread_cond_signal(&crew->filled);
	pthread_mutex_unlock(&crew->lock);
}

bool crew_is_ready(struct crew *crew)
{
	bool ready;

	pthread_mutex_lock(&crew->lock);
	ready = crew_at_work(crew) && crew->is_done[place_of(crew, crew->oldest)];
	pthread_mutex_unlock(&crew->lock);
	return ready;
}

int crew_take(struct crew *crew)
{
	int place = place_of(crew, crew->oldest);

	if (crew->oldest == crew->filled_to)
		return -1;
	pthread_mutex_lock(&crew->lock);
	while (!crew->is_done[place]) {
		if (may_work(crew))
			work_next(crew, 0);
		else
			pthread_cond_wait(&crew->done, &crew->lock);
	}
	pthread_mutex_unlock(&crew->lock);
	return place;
}

void crew_give_back(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->oldest++;
	pthread_mutex_unlock(&crew->lock);
}
