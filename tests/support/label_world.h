/* label_world.h - a project with two items of two responses, and assay on a pseudo-terminal.
 *
 * Header only: it needs ASSAY_BIN. */
#ifndef ASSAY_TESTS_LABEL_WORLD_H
#define ASSAY_TESTS_LABEL_WORLD_H

#include "tests/support/program.h"
#include "tests/support/pty_steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char label_items[] =
	"{\"id\":\"f1\",\"prompt\":\"How do I fix faucet one?\",\"responses\":[{\"source\":\"m\","
	"\"content\":\"Turn the water off.\"},{\"source\":\"n\",\"content\":\"Call a "
	"plumber.\"}]}\n"
	"{\"id\":\"f2\",\"prompt\":\"How do I fix faucet two?\",\"responses\":[{\"source\":\"m\","
	"\"content\":\"Close the valve.\"},{\"source\":\"n\",\"content\":\"Wait.\"}]}\n";

/* Keys that answer every question of an item. */
#define ALL  \
	"12" \
	"43" \
	"53" \
	"53" \
	"53" \
	"53"

struct world {
	struct program program;
	struct pty *pty;
	char home[600], config[600], state[600], term[64];
	const char *extra, *more; /* of the environment */
	const char *locale;       /* "LC_ALL=C.UTF-8" when NULL */
	int rows, cols;           /* 0: 24 and 80 */
};

static inline void open_world(struct world *w)
{
	memset(w, 0, sizeof *w);
	program_open(&w->program, ASSAY_BIN);
	program_puts(&w->program, "items.jsonl", label_items);
	assert_int_equal(program_run(&w->program, "init", "p.assay", NULL), 0);
	assert_int_equal(program_run(&w->program, "import", "p.assay", "items.jsonl", NULL), 0);
	snprintf(w->home, sizeof w->home, "HOME=%s/home", w->program.dir);
	snprintf(w->config, sizeof w->config, "XDG_CONFIG_HOME=%s/home/config", w->program.dir);
	snprintf(w->state, sizeof w->state, "XDG_STATE_HOME=%s/home/state", w->program.dir);
	snprintf(w->term, sizeof w->term, "TERM=xterm-256color");
}

static inline void spawn(struct world *w, const char *const *argv)
{
	const char *env[] = { w->home,
			      w->config,
			      w->state,
			      w->term,
			      w->locale != NULL ? w->locale : "LC_ALL=C.UTF-8",
			      "PS1=ready> ",
			      w->extra != NULL ? w->extra : "ASSAY=1",
			      w->more,
			      NULL };
	const struct pty_start start = { .rows = w->rows > 0 ? w->rows : 24,
					 .cols = w->cols > 0 ? w->cols : 80,
					 .dir = w->program.dir,
					 .argv = argv,
					 .env = env };

	pty_free(w->pty);
	w->pty = pty_spawn(&start);
}

static inline void start(struct world *w)
{
	spawn(w, (const char *const[]){ ASSAY_BIN, "label", "p.assay", "--batch", "items", NULL });
	assert_true(pty_shows(w->pty, "Pairwise preference"));
}

static inline void close_world(struct world *w)
{
	pty_free(w->pty);
	program_close(&w->program);
}

/* The first item's screen, played without a terminal. */
static inline void first_screen_says(struct world *w, const char *text)
{
	assert_int_equal(program_run(&w->program, "label", "p.assay", "--batch", "items", "--keys",
				     "G 1 Enter", "--screen", "80x24", NULL),
			 0);
	program_says(&w->program, text);
}

static inline int label_setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	if (w == NULL)
		return 1;
	open_world(w);
	return 0;
}

static inline int label_teardown(void **state)
{
	close_world(*state);
	free(*state);
	return 0;
}

/* The test's state is an open world, without a terminal yet. */
#define LABEL_TEST(f) cmocka_unit_test_setup_teardown(f, label_setup, label_teardown)

#endif
