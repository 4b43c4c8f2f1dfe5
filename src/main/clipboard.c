/* clipboard.c - a text for the terminal's clipboard (OSC 52), through what stands between. */
#include "main/clipboard.h"

#include "base/buf.h"
#include "main/tty.h"
#include "main/world.h"

#define COPY_MAX 74000   /* bytes that terminals commonly take by OSC 52 */
#define SCREEN_CHUNK 700 /* bytes that screen passes on at a time */

static void add_base64(struct buf *out, const unsigned char *in, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned long v = (unsigned long)in[i] << 16;

		v |= i + 1 < n ? (unsigned long)in[i + 1] << 8 : 0;
		v |= i + 2 < n ? in[i + 2] : 0;
		buf_addc(out, digits[v >> 18 & 63]);
		buf_addc(out, digits[v >> 12 & 63]);
		buf_addc(out, (char)(i + 1 < n ? digits[v >> 6 & 63] : '='));
		buf_addc(out, (char)(i + 2 < n ? digits[v & 63] : '='));
	}
}

/* "ESC P tmux; … ESC \" with every ESC doubled: for tmux before 3.3, or with allow-passthrough. */
static void add_for_tmux(struct buf *out, const struct buf *sequence)
{
	buf_adds(out, "\033Ptmux;");
	for (size_t i = 0; i < sequence->len; i++) {
		if (sequence->data[i] == '\033')
			buf_addc(out, '\033');
		buf_addc(out, sequence->data[i]);
	}
	buf_adds(out, "\033\\");
}

static void add_for_screen(struct buf *out, const struct buf *sequence)
{
	for (size_t at = 0; at < sequence->len; at += SCREEN_CHUNK) {
		size_t left = sequence->len - at;

		buf_adds(out, "\033P");
		buf_add(out, sequence->data + at, left < SCREEN_CHUNK ? left : SCREEN_CHUNK);
		buf_adds(out, "\033\\");
	}
}

void clipboard_offer(const char *text, size_t len)
{
	struct buf sequence = BUF_INIT, out = BUF_INIT;

	if (len > COPY_MAX)
		return;
	buf_adds(&sequence, "\033]52;c;");
	add_base64(&sequence, (const unsigned char *)text, len);
	buf_adds(&sequence, "\a");
	/* One write, so that nothing comes in between. */
	if (world_variable("STY") != NULL)
		add_for_screen(&out, &sequence);
	else
		buf_add(&out, sequence.data, sequence.len);
	if (world_variable("TMUX") != NULL)
		add_for_tmux(&out, &sequence);
	tty_write(out.data, out.len);
	buf_release(&sequence);
	buf_release(&out);
}
