/* crew.h - threads that work on what lies in a ring of places, handed out and taken back in order.
 *
 * One thread, the owner, fills the places, hands them out, and takes them back oldest first; the
 * crew works on them meanwhile, and so does the owner while it waits.  With a crew of none the
 * owner does all of it, in the same order.
 */
#ifndef ASSAY_BASE_CREW_H
#define ASSAY_BASE_CREW_H

#include <stdbool.h>

#define CREW_MAX 8

struct crew;

/* WORK does what lies in PLACE (0 … PLACES - 1); WHO is 0 for the owner, 1 … THREADS for the
 * others, so that each may have tools of its own.  It must touch nothing but these.  Threads that
 * the system refuses are done without.  The threads take no signals. */
struct crew *crew_new(int threads, int places, void (*work)(void *ctx, int who, int place),
		      void *ctx);
/* From now on one place at a time is worked on, in the order in which they are handed out. */
void crew_keep_order(struct crew *crew);
/* Waits for what is handed out, then ends the threads. */
void crew_free(struct crew *crew);

/* A place to fill next, or -1: all of them are handed out or not given back. */
int crew_place(const struct crew *crew);
/* The place that crew_place() named is filled. */
void crew_hand_out(struct crew *crew);
/* Whether places are handed out and not given back. */
bool crew_at_work(const struct crew *crew);
/* Whether crew_take() would not have to wait: the oldest place that is handed out is done. */
bool crew_is_ready(struct crew *crew);
/* The oldest place that is handed out, done; -1 when there is none.  It is the owner's until
 * crew_give_back(). */
int crew_take(struct crew *crew);
void crew_give_back(struct crew *crew);

#endif
