/* term_events.c - poll on the terminal and the signals' pipe. */
#include "main/term_events.h"

#include "main/tty.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static void note_signal(struct term_events *events, int signal)
{
	switch (signal) {
	case SIGWINCH:
		events->resized = true;
		break;
	case SIGTSTP:
		events->stop = true;
		break;
	case SIGCONT:
		events->resumed = true;
		break;
	default:
		events->hangup = true;
		break;
	}
}

static void read_signals(struct term_events *events)
{
	unsigned char bytes[64];
	ssize_t n = read(tty_signals(), bytes, sizeof bytes);

	for (ssize_t i = 0; i < n; i++)
		note_signal(events, bytes[i]);
}

static void read_keys(struct term_events *events)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

	if (n > 0)
		input_feed(&events->input, bytes, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		events->hangup = true;
}

/* Waits for bytes or signals; false when TIMEOUT_MS ran out first. */
static bool wait_for(struct term_events *events, int timeout_ms)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = tty_signals(), .events = POLLIN },
	};
	int n = poll(fds, 2, timeout_ms);

	if (n < 0)
		return errno == EINTR;
	if (n == 0)
		return false;
	if (fds[1].revents != 0)
		read_signals(events);
	if ((fds[0].revents & POLLIN) != 0)
		read_keys(events);
	else if (fds[0].revents != 0)
		events->hangup = true;
	return true;
}

static bool take_flag(bool *flag)
{
	bool was = *flag;

	*flag = false;
	return was;
}

static bool told_event(struct term_events *events, struct event *event)
{
	if (events->hangup) {
		*event = (struct event){ .type = EVENT_HANGUP };
		return true;
	}
	if (take_flag(&events->stop)) {
		*event = (struct event){ .type = EVENT_SUSPEND };
		return true;
	}
	if (take_flag(&events->resumed)) {
		*event = (struct event){ .type = EVENT_RESUME };
		return true;
	}
	if (take_flag(&events->resized)) {
		*event = (struct event){ .type = EVENT_RESIZE };
		return true;
	}
	return false;
}

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void term_events_next(struct term_events *events, int timeout_ms, struct event *event)
{
	int64_t end = timeout_ms < 0 ? INT64_MAX : clock_ms() + timeout_ms;
	bool half_timed_out = false;

	for (;;) {
		int half = input_wait_ms(&events->input);
		int64_t left = end == INT64_MAX ? INT64_MAX : end - clock_ms();
		int wait = left > 3600000 ? -1 : left < 0 ? 0 : (int)left;
		bool half_first = half >= 0 && (wait < 0 || half <= wait);

		if (told_event(events, event) || input_next(&events->input, half_timed_out, event))
			return;
		half_timed_out = false;
		if (wait_for(events, half_first ? half : wait))
			continue;
		if (!half_first) {
			*event = (struct event){ .type = EVENT_NONE };
			return;
		}
		half_timed_out = true;
	}
}

bool term_events_pending(const struct term_events *events)
{
	struct pollfd fds[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = tty_signals(), .events = POLLIN },
	};

	/* What was read but not yet handed out comes first, too. */
	return input_wait_ms(&events->input) >= 0 || poll(fds, 2, 0) > 0;
}
