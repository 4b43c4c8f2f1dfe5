/* term_events.h - bytes and signals of the terminal into events; no curses. */
#ifndef ASSAY_MAIN_TERM_EVENTS_H
#define ASSAY_MAIN_TERM_EVENTS_H

#include "ui/input.h"

struct term_events {
	struct input input;
	bool hangup, resized, stop, resumed;
};

/* Waits up to TIMEOUT_MS (-1: for ever) for the next event; tty_take() came before.  Whatever
 * number of size changes came in between is one EVENT_RESIZE. */
void term_events_next(struct term_events *events, int timeout_ms, struct event *event);
bool term_events_pending(const struct term_events *events);

#endif
