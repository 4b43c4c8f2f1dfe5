#include "main/session.h"

#include "main/edit_outside.h"
#include "main/files.h"
#include "main/habits_file.h"
#include "main/plain.h"
#include "main/spelling.h"
#include "main/term_curses.h"

#include "ui/widget/editor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define KEYS_MAX (4 * 1024 * 1024)

/* ---- --screen ---- */

/* "120x40". */
static bool read_screen(struct session *session, const char *text, struct err *err)
{
	long cols, rows = 0;
	char *end;

	session->cols = 80;
	session->rows = 24;
	session->print = text != NULL;
	if (text == NULL)
		return true;
	cols = strtol(text, &end, 10);
	if (*end == 'x')
		rows = strtol(end + 1, &end, 10);
	if (*end != '\0' || cols < 1 || cols > 500 || rows < 1 || rows > 300)
		return err_set(err, ERR_INVALID,
			       "--screen is '%s', but must be columns and rows like 120x40", text);
	session->cols = (int)cols;
	session->rows = (int)rows;
	return true;
}

/* ---- --keys ---- */

/* The file of that name, or the keys themselves. */
static bool read_keys(const char *name, struct buf *keys, bool *file, struct err *err)
{
	struct stat st;

	*file = stat(name, &st) == 0 && S_ISREG(st.st_mode);
	if (!*file) {
		buf_adds(keys, name);
		return true;
	}
	if (!files_read(name, KEYS_MAX + 1, keys))
		return err_set(err, ERR_STORAGE, "cannot read '%s': %s", name, strerror(errno));
	return keys->len <= KEYS_MAX
	       || err_set(err, ERR_INVALID, "'%s' is too long: a script may have %d bytes; part it",
			  name, KEYS_MAX);
}

/* Past blanks and comments: where the next word begins. */
static size_t word_start(const char *keys, size_t at)
{
	for (;;) {
		at += strspn(keys + at, " \t\r\n");
		if (keys[at] != '#')
			return at;
		at += strcspn(keys + at, "\n");
	}
}

static bool refuse_word(const char *name, bool file, const char *keys, size_t at, struct err *err)
{
	int line = 1, column = 1;
	size_t len = strcspn(keys + at, " \t\r\n");

	for (size_t i = 0; i < at; i++, column++) {
		if (keys[i] != '\n')
			continue;
		line++;
		column = 0;
	}
	if (len == 0 || keys[at] == '"')
		err_set(err, ERR_INVALID, "a quoted text does not end, or holds what no key types");
	else
		err_set(err, ERR_INVALID, "no key is called '%.*s'", (int)(len < 40 ? len : 40),
			keys + at);
	if (file)
		return err_wrap(err, "%s:%d:%d", name, line, column);
	return err_wrap(err, "--keys, column %d", column);
}

/* All or nothing: a slip at the end must not have labelled what came before it. */
static bool check_keys(const char *name, bool file, const char *keys, struct err *err)
{
	struct key_place place = { 0 };
	size_t before = 0;
	struct event event;
	int rows, cols;
	bool bad = false;

	while (key_script_next(keys, &place, &event, &rows, &cols, &bad))
		before = place.at;
	return !bad || refuse_word(name, file, keys, word_start(keys, before), err);
}

/* ---- --plain ---- */

static bool read_plain(struct session *session, const struct cmd_args *args, struct err *err)
{
	const struct cmd_env *env = session->env;

	if (cmd_flag(args, "plain") && session->keys != NULL)
		return err_set(err, ERR_INVALID,
			       "--plain reads lines from standard input; leave --keys out");
	session->plain = session->keys == NULL && (cmd_flag(args, "plain") || plain_is_needed(env));
	if (session->plain && !cmd_flag(args, "plain"))
		fputs("This terminal (TERM=dumb) cannot place a cursor: the workbench comes line "
		      "by line, as with --plain.\n",
		      env->out);
	return cmd_int(args, "wrap", 20, 1000, &session->wrap, err);
}

bool session_read(struct session *session, const struct cmd_env *env, const struct cmd_args *args,
		  struct err *err)
{
	const char *keys = cmd_value(args, "keys");
	bool file = false;

	*session = (struct session){ .env = env };
	if (keys != NULL && !read_keys(keys, &session->text, &file, err))
		return false;
	session->keys = keys != NULL ? buf_str(&session->text) : NULL;
	if (keys != NULL && !check_keys(keys, file, session->keys, err)) {
		session->misused = !file;
		return false;
	}
	session->misused = !read_screen(session, cmd_value(args, "screen"), err)
			   || !read_plain(session, args, err);
	return !session->misused && own_read(&session->own, env, args, err);
}

int session_fail(const struct session *session, const struct cmd_args *args, const struct err *err)
{
	return session->misused ? cmd_fail_usage(session->env, args->cmd, err)
				: cmd_fail(session->env, err);
}

void session_release(struct session *session)
{
	buf_release(&session->text);
}

/* ---- running ---- */

struct app_env session_env(const struct session *session)
{
	return (struct app_env){
		.monotonic = world_monotonic,
		.now = world_now,
		.midnight = world_midnight,
		.ctx = session->env->ctx,
		.name = session->env->name,
		.how = session->plain          ? "plain"
		       : session->keys != NULL ? "script"
					       : "screen",
		.can_suspend = session->keys == NULL && session->env->in_tty,
		.keymap = &session->own.keymap,
		.settings = &session->own.settings,
		.notice = session->own.notice[0] != '\0' ? session->own.notice : NULL,
	};
}

static bool in_own_editor(void *ctx, struct buf *text, struct err *err)
{
	const struct world *world = ctx;

	return edit_outside(world->env.temp_dir, EDITOR_MAX, text, err);
}

static bool on_terminal(const struct session *session, struct store *store,
			const struct app_env *given, const char *start, struct err *err)
{
	struct app_env app = *given;
	struct spelling *spelling;
	struct habits habits;
	struct term *term;
	bool ok;

	if (!session->env->in_tty || !session->env->out_tty)
		return err_set(err, ERR_INVALID,
			       "the workbench needs a terminal; without one, --plain reads lines, "
			       "and --keys '1 2 Enter' --screen 80x24 plays keys and prints the "
			       "screen");
	term = term_curses_open(app.settings, err);
	if (term == NULL)
		return false;
	spelling = spelling_new(session->env->config_dir, app.settings->spelling);
	habits_load(&habits, session->env->store.state_dir);
	app.habits = &habits;
	app.speller = spelling_speller(spelling);
	app.edit_outside = in_own_editor;
	ok = app_run(store, term, &app, start, err);
	term_curses_close(term);
	habits_save(&habits, session->env->store.state_dir);
	spelling_free(spelling);
	return ok;
}

static bool by_lines(const struct session *session, struct store *store,
		     const struct app_env *given, const char *start, struct err *err)
{
	struct plain_streams streams = { .columns = session->wrap };
	struct app_env app = *given;
	struct spelling *spelling = spelling_new(session->env->config_dir, app.settings->spelling);
	bool ok;

	app.speller = spelling_speller(spelling);
	if (session->env->in_tty && session->env->out_tty)
		app.edit_outside = in_own_editor;
	ok = plain_on_streams(session->env, store, &app, start, &streams, err);
	spelling_free(spelling);
	if (session->refused != NULL)
		*session->refused = streams.refused;
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

static bool played(const struct session *session, struct store *store, const struct app_env *app,
		   const char *start, struct err *err)
{
	struct term *term = term_script_new(session->keys, session->rows, session->cols);
	bool ok = app_run(store, term, app, start, err);

	if (ok && session->print)
		print_screen(session->env, term);
	term_script_free(term);
	return ok;
}

bool session_run(const struct session *session, struct store *store, const struct app_env *app,
		 const char *start, struct err *err)
{
	if (session->plain)
		return by_lines(session, store, app, start, err);
	return session->keys != NULL ? played(session, store, app, start, err)
				     : on_terminal(session, store, app, start, err);
}
