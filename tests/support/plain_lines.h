/* plain_lines.h - the workbench played line by line, without streams.
 *
 * Header only: it stands on screen.h. */
#ifndef ASSAY_TESTS_PLAIN_LINES_H
#define ASSAY_TESTS_PLAIN_LINES_H

#include "tests/support/screen.h"

#include "ui/plain/plain.h"

#define LINE_MS 2000 /* between two lines */

struct liner {
	struct screen s; /* its project; its app is not used */
	struct plain_io io;
	struct plain *plain;
	struct buf out; /* all that was put out */
	size_t mark;    /* where the last line's answer begins */
	const char *const *script;
	size_t at;
	bool closed; /* writing fails */
	bool suspended;
};

static inline bool lines_write(void *ctx, const char *bytes, size_t n)
{
	struct liner *l = ctx;

	if (!l->closed)
		buf_add(&l->out, bytes, n);
	return !l->closed;
}

/* The lines of a script, which ends with NULL; then the end. */
static inline enum plain_got lines_read(void *ctx, int timeout_ms, struct buf *line)
{
	struct liner *l = ctx;

	(void)timeout_ms;
	l->s.clock += LINE_MS;
	buf_clear(line);
	if (l->script[l->at] == NULL)
		return PLAIN_END;
	buf_adds(line, l->script[l->at++]);
	return PLAIN_LINE;
}

static inline void lines_suspend(void *ctx)
{
	((struct liner *)ctx)->suspended = true;
}

static inline struct app_env lines_env(struct liner *l)
{
	return (struct app_env){ .monotonic = screen_monotonic,
				 .now = screen_now,
				 .midnight = screen_midnight,
				 .ctx = &l->s,
				 .name = "alice",
				 .how = "plain",
				 .can_suspend = true };
}

static inline void lines_start(struct liner *l)
{
	const struct app_env env = lines_env(l);
	struct err err = { .code = ERR_NONE };

	l->io.read = lines_read;
	l->io.write = lines_write;
	l->io.suspend = lines_suspend;
	l->io.ctx = l;
	l->mark = l->out.len;
	l->plain = plain_new(l->s.f.store, &l->io, &env, l->s.start, &err);
	if (l->plain == NULL)
		fail_msg("plain_new: %s", err.msg);
}

/* N items of GUIDELINE with as many responses each, the batch open. */
static inline void lines_begin(struct liner *l, const char *guideline, int n, int responses)
{
	memset(l, 0, sizeof *l);
	screen_begin(&l->s, guideline, 24, 80);
	screen_items(&l->s, n, responses);
	lines_start(l);
}

static inline void lines_end(struct liner *l)
{
	plain_free(l->plain);
	buf_release(&l->out);
	screen_end(&l->s);
}

static inline void lines_restart(struct liner *l)
{
	struct event event = { .type = EVENT_HANGUP };

	app_handle(plain_app(l->plain), &event);
	plain_free(l->plain);
	fixture_reopen(&l->s.f);
	lines_start(l);
}

static inline void lines_play(struct liner *l, const char *line)
{
	l->s.clock += LINE_MS;
	l->mark = l->out.len;
	plain_line(l->plain, line);
}

/* What the last line's answer was. */
static inline const char *lines_answer(struct liner *l)
{
	return buf_str(&l->out) + l->mark;
}

static inline void lines_must(struct liner *l, const char *text, bool say, int line)
{
	if ((strstr(lines_answer(l), text) != NULL) == say)
		return;
	fail_msg("line %d: it %s '%s', but:\n%s", line, say ? "does not say" : "says", text,
		 lines_answer(l));
}

static inline void lines_must_be(struct liner *l, const char *text, int line)
{
	if (strcmp(lines_answer(l), text) != 0)
		fail_msg("line %d: it does not say '%s', but:\n%s", line, text, lines_answer(l));
}

#define lines_say(l, text) lines_must(l, text, true, __LINE__)
#define lines_silent(l, text) lines_must(l, text, false, __LINE__)

/* LINE is played, and the answer says TEXT; or it is TEXT and nothing else. */
#define lines_reply(l, line, text) (lines_play(l, line), lines_must(l, text, true, __LINE__))
#define lines_reply_only(l, line, text) (lines_play(l, line), lines_must_be(l, text, __LINE__))

/* A control, C1 control or bidi mark at the byte AT, which at least two bytes follow. */
static inline bool lines_is_control(const char *at)
{
	const unsigned char *c = (const unsigned char *)at;

	if ((c[0] < 0x20 && c[0] != '\n') || c[0] == 0x7F)
		return true;
	return (c[0] == 0xC2 && c[1] < 0xA0)
	       || (c[0] == 0xE2 && c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE);
}

/* Nothing but printable characters and line ends; ASCII only where ASCII is true. */
static inline void lines_clean(struct liner *l, bool ascii)
{
	const char *all = buf_str(&l->out);

	for (size_t i = 0; i < l->out.len; i++)
		if (lines_is_control(all + i) || (ascii && (unsigned char)all[i] >= 0x80))
			fail_msg("byte %02x behind '%.40s'", (unsigned char)all[i],
				 all + (i > 40 ? i - 40 : 0));
}

#endif
