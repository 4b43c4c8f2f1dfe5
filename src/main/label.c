/* label.c - `assay label`: the workbench on this terminal, or played from recorded keys. */
#include "main/term_curses.h"
#include "main/world.h"

#include "ui/app.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define KEYS_MAX (4 * 1024 * 1024)

struct screen {
	int cols, rows;
};

/* "120x40". */
static bool read_screen(const struct cmd_args *args, struct screen *screen, struct err *err)
{
	const char *text = cmd_value(args, "screen");
	long cols, rows = 0;
	char *end;

	if (text == NULL)
		return true;
	cols = strtol(text, &end, 10);
	if (*end == 'x')
		rows = strtol(end + 1, &end, 10);
	if (*end != '\0' || cols < 1 || cols > 500 || rows < 1 || rows > 300)
		return err_set(err, ERR_INVALID,
			       "--screen is '%s', but must be columns and rows like 120x40", text);
	*screen = (struct screen){ .cols = (int)cols, .rows = (int)rows };
	return true;
}

/* The file of that name, or the keys themselves. */
static bool read_keys(const char *name, struct buf *keys, struct err *err)
{
	struct stat st;
	char chunk[4096];
	FILE *file;
	size_t n;

	if (stat(name, &st) != 0 || !S_ISREG(st.st_mode)) {
		buf_adds(keys, name);
		return true;
	}
	file = fopen(name, "rb");
	if (file == NULL)
		return err_set(err, ERR_STORAGE, "cannot read '%s': %s", name, strerror(errno));
	while (keys->len < KEYS_MAX && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(keys, chunk, n);
	fclose(file);
	return true;
}

static struct app_env app_env_of(const struct cmd_env *env, const char *how)
{
	return (struct app_env){
		.monotonic = world_monotonic,
		.now = world_now,
		.midnight = world_midnight,
		.ctx = env->ctx,
		.name = env->name,
		.how = how,
		.can_suspend = strcmp(how, "screen") == 0,
	};
}

static bool on_terminal(const struct cmd_env *env, struct store *store, const char *batch,
			struct err *err)
{
	const struct app_env app = app_env_of(env, "screen");
	struct term *term;
	bool ok;

	if (!env->in_tty || !env->out_tty)
		return err_set(err, ERR_INVALID,
			       "the workbench needs a terminal; without one, --keys '1 2 Enter' "
			       "--screen 80x24 plays keys and prints the screen");
	term = term_curses_open(err);
	if (term == NULL)
		return false;
	ok = app_run(store, term, &app, batch, err);
	term_curses_close(term);
	return ok;
}

static void print_screen(const struct cmd_env *env, const struct term *term)
{
	const struct canvas *canvas = term_script_screen(term);
	struct buf text = BUF_INIT;

	if (canvas == NULL)
		return;
	canvas_text(canvas, &text);
	fwrite(buf_str(&text), 1, text.len, env->out);
	buf_release(&text);
}

static bool played(const struct cmd_env *env, const struct cmd_args *args, struct store *store,
		   const char *keys, struct err *err)
{
	const struct app_env app = app_env_of(env, "script");
	struct screen screen = { .cols = 80, .rows = 24 };
	struct term *term;
	size_t at;
	bool ok;

	if (!read_screen(args, &screen, err))
		return false;
	term = term_script_new(keys, screen.rows, screen.cols);
	ok = app_run(store, term, &app, cmd_value(args, "batch"), err);
	if (ok && cmd_flag(args, "screen"))
		print_screen(env, term);
	if (ok && term_script_bad(term, &at))
		ok = err_set(err, ERR_INVALID, "--keys: no key is called '%.*s'",
			     (int)strcspn(keys + at + strspn(keys + at, " \n\t"), " \n\t"),
			     keys + at + strspn(keys + at, " \n\t"));
	term_script_free(term);
	return ok;
}

int label_run(const struct cmd_env *env, const struct cmd_args *args)
{
	const char *script = cmd_value(args, "keys");
	struct cmd_project_open open;
	struct buf keys = BUF_INIT;
	struct err err;
	bool ok;

	if (script != NULL && !read_keys(script, &keys, &err))
		return cmd_fail(env, &err);
	ok = cmd_open(env, args, STORE_WRITE, &open, &err);
	if (ok) {
		if (script != NULL)
			ok = played(env, args, open.store, buf_str(&keys), &err);
		else
			ok = on_terminal(env, open.store, cmd_value(args, "batch"), &err);
		cmd_close(&open);
	}
	buf_release(&keys);
	return ok ? EXIT_DONE : cmd_fail(env, &err);
}
