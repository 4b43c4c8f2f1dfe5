/* world.h - what the rest of the program is told about the world: environment, clock, randomness,
 * terminals.  Only this folder asks for them. */
#ifndef ASSAY_MAIN_WORLD_H
#define ASSAY_MAIN_WORLD_H

#include "base/arena.h"
#include "cmd/cmd.h"
#include "ui/command.h"

#define WORLD_KEYS 128 /* more than there are interactive commands */

struct world {
	struct cmd_env env; /* ctx and store.ctx are this struct */
	struct arena arena;
	struct cmd_key keys[WORLD_KEYS];
	bool fixed_clock; /* --at: the clock stands still */
	int64_t now;
	bool seeded; /* --seed: randomness is drawn from it */
	uint8_t stream[32], identity[32];
	uint64_t drawn;
};

/* Looks around.  False: --at, --as or --seed cannot be meant. */
bool world_init(struct world *world, int argc, const char *const *argv, struct err *err) MUST_USE;
void world_release(struct world *world);

int64_t world_now(void *ctx);       /* ms UTC */
int64_t world_monotonic(void *ctx); /* ms */
int64_t world_midnight(void *ctx);  /* ms UTC of the start of today where the person is */
void world_random(void *ctx, void *out, size_t n);
/* Milliseconds that pass even when --at stands still: for waiting. */
int64_t world_passing(void);
/* The clock as --at gives it. */
bool world_parse_time(const char *text, int64_t *ms);

/* An environment variable that is set and not empty, or NULL. */
const char *world_variable(const char *name);

/* Fills KEYS (WORLD_KEYS of them) with the workbench's commands and the end. */
void world_keys(struct cmd_key *keys);

const char *world_heading(enum mode mode);

int keys_run(const struct cmd_env *env, const struct cmd_args *args);
void own_check(const struct cmd_env *env,
	       void (*report)(void *ctx, const char *file, bool there, const char *says),
	       void *ctx);
int label_run(const struct cmd_env *env, const struct cmd_args *args);
int tutor_run(const struct cmd_env *env, const struct cmd_args *args);

#endif
