/* plain.c - lines from standard input with signals between them, lines to standard output. */
#include "main/plain.h"

#include "main/files.h"
#include "main/tty.h"
#include "main/world.h"
#include "ui/plain/plain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES_MAX (1024 * 1024) /* of a line that never ends: what is longer is parted */

struct streams {
	struct buf in;      /* read, but no line yet */
	struct buf signals; /* a byte each, not told yet */
	bool ended;
	int failed; /* errno of a write that failed while somebody may read; 0: none did */
};

/* ---------------------------------------------------------------- in */

/* The first line of what was read, or at the end of all the rest of it. */
static bool take_line(struct streams *s, struct buf *line)
{
	const char *lf = s->in.len > 0 ? memchr(s->in.data, '\n', s->in.len) : NULL;
	size_t n = lf != NULL ? (size_t)(lf - s->in.data) : s->in.len;

	if (lf == NULL && !(s->ended && n > 0) && n < LINE_BYTES_MAX)
		return false;
	buf_clear(line);
	buf_add(line, s->in.data, n > 0 && s->in.data[n - 1] == '\r' ? n - 1 : n);
	n += lf != NULL;
	memmove(s->in.data, s->in.data + n, s->in.len - n);
	s->in.len -= n;
	return true;
}

/* One of them at a time: Ctrl-C twice is more than once. */
static enum plain_got told(struct streams *s)
{
	static const struct {
		int signal;
		enum plain_got got;
	} table[] = {
		{ SIGHUP, PLAIN_HANGUP },
		{ SIGTERM, PLAIN_HANGUP },
		{ SIGTSTP, PLAIN_STOP },
		{ SIGINT, PLAIN_BREAK },
	};

	while (s->signals.len > 0) {
		int signal = (unsigned char)s->signals.data[0];

		s->signals.len--;
		memmove(s->signals.data, s->signals.data + 1, s->signals.len);
		for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
			if (table[i].signal == signal)
				return table[i].got;
	}
	return PLAIN_NOTHING;
}

static void read_signals(struct streams *s)
{
	char bytes[64];
	ssize_t n = read(tty_signals(), bytes, sizeof bytes);

	if (n > 0)
		buf_add(&s->signals, bytes, (size_t)n);
}

static void read_bytes(struct streams *s)
{
	char bytes[65536];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

	if (n > 0)
		buf_add(&s->in, bytes, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		s->ended = true;
}

static enum plain_got get_line(void *ctx, int timeout_ms, struct buf *line)
{
	struct streams *s = ctx;
	int64_t end = world_passing() + timeout_ms;

	for (;;) {
		struct pollfd fds[] = {
			{ .fd = STDIN_FILENO, .events = POLLIN },
			{ .fd = tty_signals(), .events = POLLIN },
		};
		int64_t left = end - world_passing();
		enum plain_got got;
		int n;

		got = told(s);
		if (got != PLAIN_NOTHING)
			return got;
		if (take_line(s, line))
			return PLAIN_LINE;
		if (s->ended) {
			s->ended = false; /* a terminal goes on behind Ctrl-D */
			return PLAIN_END;
		}
		n = poll(fds, 2, timeout_ms < 0 ? -1 : left > 0 ? (int)left : 0);
		if (n == 0)
			return PLAIN_NOTHING;
		if (n > 0 && fds[1].revents != 0)
			read_signals(s);
		else if (n > 0 && fds[0].revents != 0)
			read_bytes(s);
	}
}

/* ---------------------------------------------------------------- out */

static bool put_bytes(void *ctx, const char *bytes, size_t n)
{
	struct streams *s = ctx;
	int why;

	if (files_write_fd(STDOUT_FILENO, bytes, n))
		return true;
	why = errno;
	if (!files_reader_gone(STDOUT_FILENO, why))
		s->failed = why;
	return false;
}

static void suspend(void *ctx)
{
	(void)ctx;
	tty_stop();
}

/* ---------------------------------------------------------------- both */

bool plain_on_streams(const struct cmd_env *env, struct store *store, const struct app_env *app,
		      const char *start, struct plain_streams *asked, struct err *err)
{
	struct streams streams = { .in = BUF_INIT, .signals = BUF_INIT };
	const struct plain_io io = {
		.read = get_line,
		.write = put_bytes,
		.suspend = suspend,
		.ctx = &streams,
		.ascii = env->ascii,
		.typed = env->in_tty,
		.columns = asked->columns,
	};
	bool ok;

	(void)fflush(env->out);
	if (!tty_take(err))
		return false;
	ok = plain_run(store, &io, app, start, &asked->refused, err);
	tty_give_back();
	if (ok && streams.failed != 0)
		ok = err_set(err, ERR_STORAGE, "cannot write to standard output: %s",
			     strerror(streams.failed));
	buf_release(&streams.in);
	buf_release(&streams.signals);
	return ok;
}

bool plain_is_needed(const struct cmd_env *env)
{
	const char *term = env->getenv(env->ctx, "TERM");

	return env->in_tty && env->out_tty && term != NULL && strcmp(term, "dumb") == 0;
}
