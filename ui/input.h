/* input.h - bytes from a terminal into key events.  Pure: no terminal, no clock.
 *
 * ESC followed by anything that is no known sequence is Esc, then that key; sequences that are
 * complete but unknown are swallowed whole, so that their digits never answer a question.
 */
#ifndef ASSAY_UI_INPUT_H
#define ASSAY_UI_INPUT_H

#include "base/buf.h"
#include "ui/key.h"

#define INPUT_PASTE_MAX (1024 * 1024)
#define INPUT_ESC_MS 25     /* how long ESC waits for the rest of a sequence */
#define INPUT_PASTE_MS 2000 /* how long an unfinished paste waits */

struct input {
	struct buf bytes; /* not understood yet */
	size_t at;        /* of them are used up */
	struct buf paste; /* the text of a paste */
	bool pasting;
	char queued[KEY_NAME_MAX]; /* the key that comes behind an Esc */
	unsigned char sent[16];    /* the first bytes of the last event, for `assay keys` */
	size_t n_sent;
	struct input_sequence *extra; /* of this terminal's description */
	size_t n_extra, cap_extra;
};

void input_init(struct input *input);
void input_release(struct input *input);

/* Also takes SEQUENCE (as terminfo has it) for the key called NAME; both are copied. */
void input_define(struct input *input, const char *sequence, const char *name);

void input_feed(struct input *input, const void *bytes, size_t n);

/* The next event, false if there is none yet.  TIMED_OUT: nothing came for input_wait_ms(), so that
 * a lone ESC is Esc.  A paste's text is borrowed until the next call. */
bool input_next(struct input *input, bool timed_out, struct event *event);

/* How long to wait for more bytes before calling with TIMED_OUT; -1: nothing is half there. */
int input_wait_ms(const struct input *input);

#endif
