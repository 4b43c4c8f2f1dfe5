#include "main/edit_outside.h"

#include "main/files.h"
#include "main/world.h"
#include "text/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Makes PATH (a template) a file of its own with TEXT in it. */
static bool write_file(struct buf *path, const struct buf *text, struct err *err)
{
	int fd = mkstemps(path->data, 3);
	bool ok = fd >= 0 && fchmod(fd, 0600) == 0 && files_write_fd(fd, text->data, text->len);

	if (fd >= 0 && close(fd) != 0)
		ok = false;
	return ok
	       || err_set(err, ERR_STORAGE, "cannot write '%s': %s; is TMPDIR a folder of yours?",
			  path->data, strerror(errno));
}

/* One byte more than is taken, so that check() sees what is too long. */
static bool read_file(const char *path, size_t max, struct buf *text, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && files_read_fd(fd, max + 1, text);

	if (!ok)
		err_set(err, ERR_STORAGE, "cannot read '%s' back: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool check(struct buf *text, size_t max, struct err *err)
{
	size_t bad;

	if (text->len > max)
		return err_set(err, ERR_INVALID,
			       "what the editor left is too long: a text may have "
			       "%zu bytes",
			       max);
	if (!utf8_valid(buf_str(text), text->len, &bad))
		return err_set(err, ERR_INVALID,
			       "what the editor left is not UTF-8 (byte 0x%02x at %zu)",
			       (unsigned char)text->data[bad], bad);
	if (memchr(text->data, '\0', text->len) != NULL)
		return err_set(err, ERR_INVALID, "what the editor left has a NUL in it");
	return true;
}

/* ---------------------------------------------------------------- the child */

enum { HELD = 4 };

/* What the keyboard sends is the editor's; stopping stops both, as the shell expects. */
static const int held_signals[HELD] = { SIGINT, SIGQUIT, SIGTSTP, SIGCHLD };

static void hold_signals(struct sigaction before[HELD])
{
	for (int i = 0; i < HELD; i++) {
		struct sigaction action = { .sa_handler = i < 2 ? SIG_IGN : SIG_DFL };

		sigemptyset(&action.sa_mask);
		sigaction(held_signals[i], &action, &before[i]);
	}
}

static void let_signals(const struct sigaction before[HELD])
{
	for (int i = 0; i < HELD; i++)
		sigaction(held_signals[i], &before[i], NULL);
}

static int start(pid_t *child, char *path)
{
	/* EDITOR may have options of its own: the shell splits it, as every program has it.  Where
	 * there is no such program we say so: the shell would print the name as it is. */
	char shell[] = "sh", flag[] = "-c";
	char line[] = "set -- ${VISUAL:-$EDITOR} \"$1\"; command -v \"$1\" >/dev/null 2>&1 || exit "
		      "127; exec \"$@\"";
	char *argv[] = { shell, flag, line, shell, path, NULL };
	posix_spawnattr_t attributes;
	sigset_t all;
	int failed;

	sigemptyset(&all);
	sigaddset(&all, SIGINT);
	sigaddset(&all, SIGQUIT);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	failed = posix_spawn(child, "/bin/sh", NULL, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	return failed;
}

static bool run(char *path, struct err *err)
{
	struct sigaction before[HELD];
	pid_t child = -1, ended = -1;
	int status = 0, failed;

	hold_signals(before);
	failed = start(&child, path);
	if (failed == 0)
		do
			ended = waitpid(child, &status, 0);
		while (ended < 0 && errno == EINTR);
	let_signals(before);
	if (failed != 0 || ended < 0)
		return err_set(err, ERR_INVALID, "the editor cannot be started: %s",
			       strerror(failed != 0 ? failed : errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return err_set(err, ERR_INVALID,
			       "the shell does not find the editor that VISUAL or EDITOR names");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_INVALID,
			       "the editor ended with an error: the text is as it was");
	return true;
}

bool edit_outside(const char *temp_dir, size_t max, struct buf *text, struct err *err)
{
	struct buf path = BUF_INIT, back = BUF_INIT;
	bool ok;

	if (world_variable("VISUAL") == NULL && world_variable("EDITOR") == NULL)
		return err_set(err, ERR_INVALID,
			       "neither VISUAL nor EDITOR names your editor; export EDITOR=nano, "
			       "for one");
	buf_addf(&path, "%s/assay-XXXXXX.md", temp_dir);
	buf_str(text);
	ok = write_file(&path, text, err) && run(path.data, err)
	     && read_file(path.data, max, &back, err) && check(&back, max, err);
	unlink(path.data);
	if (ok) {
		struct buf old = *text;

		*text = back;
		back = old;
	}
	buf_release(&path);
	buf_release(&back);
	return ok;
}
