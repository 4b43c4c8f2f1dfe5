/* leak_visit.h - assay on a pseudo-terminal in the hostile project: keys are typed, and what comes
 * back is read byte by byte.
 *
 * Header only: it needs ASSAY_BIN and SHARED_DATA. */
#ifndef ASSAY_TESTS_LEAK_VISIT_H
#define ASSAY_TESTS_LEAK_VISIT_H

#include "tests/support/leak_world.h"
#include "tests/support/pty.h"

#include "text/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SILENT_MS 60
#define PASTE(text) "\033[200~" text "\033[201~"
#define EVIL PASTE(LEAK_ALL)
#define RIGHT "\033[C"
#define LEFT "\033[D"

/* Reading NAME: KEYS are typed, and then the screen shows SHOWS (NULL: whatever it likes). */
struct step {
	const char *name, *keys, *shows;
};

struct visit {
	struct program program;
	struct pty *pty;
	struct leak leak;
	size_t read;
	char home[600], config[600], state[600], temp[600], term[300];
	const char *more[4];
};

/* Her home is in the program's folder, for what runs on a terminal, too. */
static inline void visit_home(struct visit *v)
{
	snprintf(v->home, sizeof v->home, "HOME=%s/home", v->program.dir);
	snprintf(v->config, sizeof v->config, "XDG_CONFIG_HOME=%s/home/config", v->program.dir);
	snprintf(v->state, sizeof v->state, "XDG_STATE_HOME=%s/home/state", v->program.dir);
	snprintf(v->temp, sizeof v->temp, "TMPDIR=%s", v->program.dir);
}

static inline void open_visit(struct visit *v, size_t big)
{
	memset(v, 0, sizeof *v);
	leak_world_open(&v->program, ASSAY_BIN, LEAK_BLNS, big);
	visit_home(v);
}

static inline void close_visit(struct visit *v)
{
	pty_free(v->pty);
	program_close(&v->program);
}

static inline void start(struct visit *v, const char *term, int rows, int cols,
			 const char *const *argv)
{
	const struct leak_rules rules = {
		.term = term, .rows = rows, .cols = cols, .width = text_width_frozen
	};
	const char *env[12] = { v->home, v->config, v->state, v->temp, v->term, "LC_ALL=C.UTF-8" };
	const struct pty_start with = {
		.rows = rows, .cols = cols, .dir = v->program.dir, .argv = argv, .env = env
	};

	for (int i = 0; i < 4; i++)
		env[6 + i] = v->more[i];
	snprintf(v->term, sizeof v->term, "TERM=%s", term);
	pty_free(v->pty);
	v->pty = pty_spawn(&with);
	v->read = 0;
	leak_begin(&v->leak, &rules);
}

static inline void look(struct visit *v, const char *name)
{
	size_t len;
	const char *raw = pty_raw(v->pty, &len);

	if (!leak_feed(&v->leak, raw + v->read, len - v->read))
		fail_msg("%s: %s", name, v->leak.why);
	v->read = len;
}

static inline void show(struct visit *v, const struct step *step)
{
	char *screen;

	if (getenv("ASSAY_LEAK_SHOW") == NULL)
		return;
	screen = pty_screen(v->pty);
	printf("==== %s\n%s\n", step->name, screen);
	free(screen);
}

/* Waits until something comes, if anything does, and then until no more does. */
static inline void settle(struct visit *v)
{
	size_t before = v->read, len = before;

	for (int i = 0; i < 15 && len == before; i++) {
		pty_falls_silent(v->pty, SILENT_MS);
		pty_raw(v->pty, &len);
	}
}

static inline void take(struct visit *v, const struct step *step)
{
	bool shown;

	pty_type(v->pty, step->keys);
	shown = step->shows == NULL || pty_shows(v->pty, step->shows);
	settle(v);
	show(v, step);
	look(v, step->name);
	if (!shown)
		fail_msg("%s does not show '%s'", step->name, step->shows);
}

static inline void walk(struct visit *v, const struct step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++)
		take(v, &steps[i]);
}

static inline void finish(struct visit *v)
{
	int status = pty_finish(v->pty);

	look(v, "the end");
	if (!leak_end(&v->leak))
		fail_msg("the end: %s", v->leak.why);
	assert_int_equal(status, 0);
}

#define WALK(v, steps) walk(v, steps, sizeof(steps) / sizeof(steps)[0])

static inline void open_project(struct visit *v, const char *term, int rows, int cols)
{
	start(v, term, rows, cols, (const char *const[]){ ASSAY_BIN, LEAK_PROJECT, NULL });
}

static inline void leave(struct visit *v)
{
	take(v, &(struct step){ "leaving", "qqqq", NULL });
	finish(v);
}

#endif
