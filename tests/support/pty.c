#include "tests/support/pty.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define PATIENCE_S 30

struct pty {
	int fd;
	pid_t pid;
	bool reaped, ended;
	int status;
	VTerm *vt;
	int rows, cols;
	struct buf raw;
};

/* execve() takes its lists without const, and does not write to them. */
static char *const *without_const(const char *const *list)
{
	union {
		const char *const *in;
		char *const *out;
	} both = { .in = list };

	return both.out;
}

static _Noreturn void become(const struct pty_start *start)
{
	const char *env[32];
	char path[1024];
	int n = 0;

	snprintf(path, sizeof path, "PATH=%s", getenv("PATH") != NULL ? getenv("PATH") : "/bin");
	env[n++] = path;
	for (int i = 0; start->env[i] != NULL && n < 31; i++)
		env[n++] = start->env[i];
	env[n] = NULL;
	if (chdir(start->dir) == 0)
		execve(start->argv[0], without_const(start->argv), without_const(env));
	_exit(127);
}

struct pty *pty_spawn(const struct pty_start *start)
{
	struct pty *pty = xcalloc(1, sizeof *pty);
	struct winsize size = { .ws_row = (unsigned short)start->rows,
				.ws_col = (unsigned short)start->cols };

	pty->rows = start->rows;
	pty->cols = start->cols;
	pty->pid = forkpty(&pty->fd, NULL, NULL, &size);
	if (pty->pid < 0)
		abort();
	if (pty->pid == 0)
		become(start);
	pty->vt = vterm_new(start->rows, start->cols);
	vterm_set_utf8(pty->vt, 1);
	vterm_screen_enable_altscreen(vterm_obtain_screen(pty->vt), 1);
	vterm_screen_reset(vterm_obtain_screen(pty->vt), 1);
	return pty;
}

void pty_free(struct pty *pty)
{
	if (pty == NULL)
		return;
	if (!pty->reaped) {
		kill(pty->pid, SIGKILL);
		waitpid(pty->pid, &pty->status, 0);
	}
	if (pty->fd >= 0)
		close(pty->fd);
	vterm_free(pty->vt);
	buf_release(&pty->raw);
	free(pty);
}

void pty_type(struct pty *pty, const char *bytes)
{
	size_t n = strlen(bytes);

	while (n > 0) {
		ssize_t done = write(pty->fd, bytes, n);

		if (done < 0 && errno != EINTR)
			return;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
}

void pty_resize(struct pty *pty, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	pty->rows = rows;
	pty->cols = cols;
	vterm_set_size(pty->vt, rows, cols);
	ioctl(pty->fd, TIOCSWINSZ, &size);
}

void pty_signal(struct pty *pty, int signal)
{
	kill(pty->pid, signal);
}

/* Some bytes, or the end; false when nothing came for WAIT_MS. */
static bool read_some(struct pty *pty, int wait_ms)
{
	struct pollfd fd = { .fd = pty->fd, .events = POLLIN };
	char bytes[4096];
	ssize_t n;

	if (pty->ended || poll(&fd, 1, wait_ms) <= 0)
		return false;
	n = read(pty->fd, bytes, sizeof bytes);
	if (n <= 0) {
		pty->ended = n == 0 || errno != EINTR;
		return !pty->ended;
	}
	buf_add(&pty->raw, bytes, (size_t)n);
	vterm_input_write(pty->vt, bytes, (size_t)n);
	return true;
}

bool pty_falls_silent(struct pty *pty, int ms)
{
	time_t end = time(NULL) + PATIENCE_S;

	while (time(NULL) < end) {
		if (!read_some(pty, ms))
			return !pty->ended;
	}
	return false;
}

pid_t pty_pid(const struct pty *pty)
{
	return pty->pid;
}

char *pty_screen(struct pty *pty)
{
	struct buf out = BUF_INIT;
	size_t size = (size_t)pty->cols * 32 + 1;
	char *line = xmalloc(size);

	for (int row = 0; row < pty->rows; row++) {
		VTermRect rect = {
			.start_row = row, .end_row = row + 1, .start_col = 0, .end_col = pty->cols
		};
		size_t n =
			vterm_screen_get_text(vterm_obtain_screen(pty->vt), line, size - 1, rect);

		buf_add(&out, line, n < size ? n : size - 1);
		buf_addc(&out, '\n');
	}
	free(line);
	return buf_detach(&out);
}

static bool has(struct pty *pty, const char *text)
{
	char *screen = pty_screen(pty);
	bool found = strstr(screen, text) != NULL;

	free(screen);
	return found;
}

static bool wait_until(struct pty *pty, const char *text, bool shown)
{
	time_t end = time(NULL) + PATIENCE_S;

	while (has(pty, text) != shown) {
		if (time(NULL) > end || pty->ended) {
			char *screen = pty_screen(pty);

			fprintf(stderr, "waited for '%s':\n%s\n", text, screen);
			free(screen);
			return false;
		}
		read_some(pty, 200);
	}
	return true;
}

bool pty_shows(struct pty *pty, const char *text)
{
	return wait_until(pty, text, true);
}

bool pty_hides(struct pty *pty, const char *text)
{
	return wait_until(pty, text, false);
}

static int exit_status(const struct pty *pty)
{
	return WIFEXITED(pty->status) ? WEXITSTATUS(pty->status) : 128 + WTERMSIG(pty->status);
}

int pty_drop(struct pty *pty)
{
	close(pty->fd);
	pty->fd = -1;
	pty->ended = true;
	if (!pty->reaped)
		waitpid(pty->pid, &pty->status, 0);
	pty->reaped = true;
	return exit_status(pty);
}

int pty_finish(struct pty *pty)
{
	time_t end = time(NULL) + PATIENCE_S;

	while (!pty->ended && time(NULL) <= end) {
		read_some(pty, 50);
		if (!pty->reaped && waitpid(pty->pid, &pty->status, WNOHANG) == pty->pid)
			pty->reaped = true;
		/* What it wrote last may still be on the way. */
		if (pty->reaped && !read_some(pty, 50))
			break;
	}
	if (!pty->reaped) {
		if (!pty->ended)
			kill(pty->pid, SIGKILL);
		waitpid(pty->pid, &pty->status, 0);
		pty->reaped = true;
	}
	return exit_status(pty);
}

bool pty_is_cooked(const struct pty *pty)
{
	struct termios now;

	return tcgetattr(pty->fd, &now) == 0
	       && (now.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG);
}

const char *pty_raw(const struct pty *pty, size_t *len)
{
	*len = pty->raw.len;
	return pty->raw.data == NULL ? "" : pty->raw.data;
}
