#include "tests/support/leak.h"

#include <stdio.h>
#include <string.h>

enum { GROUND, RUNE, ESCAPE, CHARSET, CSI, OSC, COPY, LEAKED };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MARKS_MAX 4
#define NUMBERS 16

/* ---------------------------------------------------------------- saying what leaked */

/* BYTES as C would write them, as many as fit. */
static void quote(char *out, size_t size, const char *bytes, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n && at + 5 < size; i++) {
		unsigned char c = (unsigned char)bytes[i];
		bool plain = c >= 0x20 && c < 0x7F && c != '\\';
		int wrote = plain ? snprintf(out + at, size - at, "%c", c)
				  : snprintf(out + at, size - at, "\\x%02x", c);

		at += (size_t)wrote;
	}
	out[at] = '\0';
}

static void leaked(struct leak *leak, const char *what)
{
	char sequence[LEAK_SEQUENCE * 4 + 1] = "", before[LEAK_BEFORE * 4 + 1] = "";
	size_t kept = leak->at < LEAK_BEFORE ? leak->at : LEAK_BEFORE;

	quote(sequence, 80, leak->sequence, leak->n);
	quote(before, sizeof before, leak->before + (LEAK_BEFORE - kept), kept);
	snprintf(leak->why, sizeof leak->why, "byte %zu: %s%s%s; up to it: %s", leak->at - 1, what,
		 leak->n > 0 ? ": " : "", sequence, before);
	leak->state = LEAKED;
}

static bool keep(struct leak *leak, unsigned char c)
{
	if (leak->n == LEAK_SEQUENCE) {
		leaked(leak, "a sequence without end");
		return false;
	}
	leak->sequence[leak->n++] = (char)c;
	return true;
}

static void begin_sequence(struct leak *leak, int state)
{
	leak->n = 0;
	leak->sequence[leak->n++] = '\033';
	leak->state = state;
	leak->marks = 0;
}

static void end_sequence(struct leak *leak)
{
	leak->n = 0;
	leak->state = GROUND;
}

/* ---------------------------------------------------------------- text */

static const struct {
	uint32_t first, last;
	const char *what;
} unseen[] = {
	{ 0x80, 0x9F, "a C1 control" },
	{ 0xAD, 0xAD, "a soft hyphen" },
	{ 0x34F, 0x34F, "a grapheme joiner" },
	{ 0x600, 0x605, "a format character" },
	{ 0x61C, 0x61C, "a direction mark" },
	{ 0x6DD, 0x6DD, "a format character" },
	{ 0x70F, 0x70F, "a format character" },
	{ 0x115F, 0x1160, "an empty filler" },
	{ 0x17B4, 0x17B5, "an unseen vowel" },
	{ 0x180B, 0x180F, "a Mongolian selector" },
	{ 0x200B, 0x200F, "no width, or a direction mark" },
	{ 0x2028, 0x202E, "a separator or direction override" },
	{ 0x2060, 0x206F, "an unseen format character" },
	{ 0x3164, 0x3164, "an empty filler" },
	{ 0xD800, 0xF8FF, "a surrogate or private character" },
	{ 0xFDD0, 0xFDEF, "no character" },
	{ 0xFE00, 0xFE0F, "a variation selector" },
	{ 0xFEFF, 0xFEFF, "a byte order mark" },
	{ 0xFFA0, 0xFFA0, "an empty filler" },
	{ 0xFFF0, 0xFFFC, "an annotation or object mark" },
	{ 0xFFFE, 0xFFFF, "no character" },
	{ 0x110BD, 0x110BD, "a format character" },
	{ 0x13430, 0x1343F, "a format character" },
	{ 0x1BCA0, 0x1BCA3, "a format character" },
	{ 0x1D173, 0x1D17A, "an unseen musical mark" },
	{ 0xE0000, 0x10FFFF, "a tag, selector or private character" },
};

static void take_rune(struct leak *leak, uint32_t rune)
{
	int width = leak->rules.width(rune);
	char what[80];

	leak->state = GROUND;
	for (size_t i = 0; i < COUNT(unseen); i++) {
		if (rune < unseen[i].first || rune > unseen[i].last)
			continue;
		snprintf(what, sizeof what, "U+%04X, %s", (unsigned)rune, unseen[i].what);
		leaked(leak, what);
		return;
	}
	leak->marks = width == 0 ? leak->marks + 1 : 0;
	snprintf(what, sizeof what, "U+%04X, %s", (unsigned)rune,
		 width < 0 ? "unprintable" : "one mark too many");
	if (width < 0 || leak->marks > MARKS_MAX)
		leaked(leak, what);
}

static void begin_rune(struct leak *leak, unsigned char c)
{
	static const struct {
		unsigned char mask, lead;
		int more;
	} kinds[] = { { 0xE0, 0xC0, 1 }, { 0xF0, 0xE0, 2 }, { 0xF8, 0xF0, 3 } };

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if ((c & kinds[i].mask) != kinds[i].lead)
			continue;
		leak->rune = c & (unsigned char)~kinds[i].mask;
		leak->more = kinds[i].more;
		leak->n = 0;
		keep(leak, c);
		leak->state = RUNE;
		return;
	}
	leaked(leak, c < 0xC0 ? "a byte that begins no UTF-8" : "a byte that is no UTF-8");
}

static void in_rune(struct leak *leak, unsigned char c)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };

	keep(leak, c);
	if ((c & 0xC0) != 0x80) {
		leaked(leak, "a character that is cut off");
		return;
	}
	leak->rune = leak->rune << 6 | (c & 0x3F);
	if (--leak->more > 0)
		return;
	if (leak->rune < least[leak->n - 1])
		leaked(leak, "an overlong character");
	else
		take_rune(leak, leak->rune);
	leak->n = 0;
}

/* Shifting to line drawing and padding: where the terminal's description has them. */
static bool is_plain_xterm(const struct leak *leak)
{
	return strncmp(leak->rules.term, "xterm", 5) == 0;
}

static bool control_is_ours(const struct leak *leak, unsigned char c)
{
	if (c == '\n')
		return true;
	if (leak->rules.term == NULL)
		return c == '\t';
	if (strcmp(leak->rules.term, "dumb") == 0)
		return c == '\r' || c == '\t';
	if (c == 0x0E || c == 0x0F || c == '\0')
		return !is_plain_xterm(leak);
	return c == '\r' || c == '\b' || c == '\t';
}

static void in_ground(struct leak *leak, unsigned char c)
{
	char what[24];
	bool escapes = leak->rules.term != NULL && strcmp(leak->rules.term, "dumb") != 0;

	if (c >= 0x80) {
		begin_rune(leak, c);
		return;
	}
	leak->marks = 0;
	if (c == '\033' && escapes) {
		begin_sequence(leak, ESCAPE);
	} else if (c == 0x7F || (c < 0x20 && !control_is_ours(leak, c))) {
		snprintf(what, sizeof what, "the control %02x", c);
		leaked(leak, what);
	}
}

/* ---------------------------------------------------------------- ESC */

static void in_escape(struct leak *leak, unsigned char c)
{
	if (!keep(leak, c))
		return;
	if (c == '[')
		leak->state = CSI;
	else if (c == ']')
		leak->state = OSC;
	else if (c == '(' || c == ')')
		leak->state = CHARSET;
	else if (strchr("=>M78", c) != NULL && c != '\0')
		end_sequence(leak);
	else
		leaked(leak, "an escape that we never draw");
}

static void in_charset(struct leak *leak, unsigned char c)
{
	keep(leak, c);
	if (c == 'B' || (c == '0' && !is_plain_xterm(leak)))
		end_sequence(leak);
	else
		leaked(leak, "a character set that we never choose");
}

/* ---------------------------------------------------------------- CSI */

struct numbers {
	int n, of[NUMBERS];
};

static bool read_numbers(const char *text, size_t len, struct numbers *out)
{
	*out = (struct numbers){ .n = len > 0 ? 1 : 0 };
	for (size_t i = 0; i < len; i++) {
		if (text[i] == ';' && out->n < NUMBERS) {
			out->n++;
			continue;
		}
		if (text[i] < '0' || text[i] > '9' || out->of[out->n - 1] > 99999)
			return false;
		out->of[out->n - 1] = out->of[out->n - 1] * 10 + (text[i] - '0');
	}
	return true;
}

static bool is_place(const struct leak *leak, const struct numbers *at)
{
	return at->n == 0
	       || (at->n == 2 && at->of[0] <= leak->rules.rows && at->of[1] <= leak->rules.cols);
}

static bool is_rows(const struct leak *leak, const struct numbers *by)
{
	return by->n <= 1 && by->of[0] <= leak->rules.rows;
}

static bool is_region(const struct leak *leak, const struct numbers *of)
{
	return of->n == 0
	       || (of->n == 2 && of->of[0] <= leak->rules.rows && of->of[1] <= leak->rules.rows);
}

static bool is_cols(const struct leak *leak, const struct numbers *by)
{
	return by->n <= 1 && by->of[0] <= leak->rules.cols;
}

static bool is_erase(const struct leak *leak, const struct numbers *what)
{
	(void)leak;
	return what->n == 0 || (what->n == 1 && what->of[0] == 2);
}

static bool is_erase_in_line(const struct leak *leak, const struct numbers *what)
{
	(void)leak;
	return what->n == 0 || (what->n == 1 && what->of[0] == 1);
}

/* Saving and restoring of the title, with the other screen of xterm. */
static bool is_title_kept(const struct leak *leak, const struct numbers *of)
{
	return is_plain_xterm(leak) && of->n == 3 && (of->of[0] == 22 || of->of[0] == 23)
	       && of->of[1] == 0 && of->of[2] == 0;
}

static bool is_insert(const struct leak *leak, const struct numbers *of)
{
	return of->n == 1 && (of->of[0] == 4 || (of->of[0] == 34 && !is_plain_xterm(leak)));
}

/* Colours, bold, dim, underline, reverse, and none: no italics, blinking or hiding. */
static bool is_attribute(const struct leak *leak, const struct numbers *of)
{
	(void)leak;
	for (int i = 0; i < of->n; i++) {
		int a = of->of[i];
		bool rgb = i + 4 < of->n && of->of[i + 1] == 2;

		if ((a == 38 || a == 48) && i + 2 < of->n && (of->of[i + 1] == 5 || rgb))
			i += rgb ? 4 : 2;
		else if (!(a <= 2 || a == 4 || a == 7 || a == 10 || a == 11 || a == 22 || a == 24
			   || a == 27 || (a >= 30 && a <= 37) || (a >= 39 && a <= 47) || a == 49
			   || (a >= 90 && a <= 97) || (a >= 100 && a <= 107)))
			return false;
	}
	return true;
}

static bool is_question(const struct leak *leak, const struct numbers *of)
{
	return leak->asks && of->n == 1 && of->of[0] == 6;
}

static bool csi_is_ours(const struct leak *leak, const char *text, size_t len)
{
	static const struct {
		const char *finals;
		bool (*fits)(const struct leak *leak, const struct numbers *of);
	} table[] = {
		{ "m", is_attribute },     { "H", is_place },       { "ABdLMST", is_rows },
		{ "r", is_region },        { "CDGPX@bZ", is_cols }, { "J", is_erase },
		{ "K", is_erase_in_line }, { "hl", is_insert },     { "t", is_title_kept },
		{ "n", is_question },
	};
	struct numbers of;

	if (!read_numbers(text, len - 1, &of))
		return false;
	for (size_t i = 0; i < COUNT(table); i++)
		if (strchr(table[i].finals, text[len - 1]) != NULL)
			return table[i].fits(leak, &of);
	return false;
}

/* TEXT begins behind "ESC [ ?". */
static bool mode_is_ours(const struct leak *leak, const char *text, size_t len)
{
	static const int modes[] = { 1, 7, 12, 25, 1000, 1006, 1049, 2004 };
	char final = text[len - 1];
	struct numbers of;

	if (!read_numbers(text, len - 1, &of) || of.n < 1)
		return false;
	if (final == 'c') /* the shape of the cursor on Linux's console */
		return strncmp(leak->rules.term, "linux", 5) == 0;
	for (int i = 0; i < of.n; i++) {
		bool ours = false;

		for (size_t j = 0; j < COUNT(modes); j++)
			ours = ours || modes[j] == of.of[i];
		if (!ours)
			return false;
	}
	return final == 'h' || final == 'l';
}

static void in_csi(struct leak *leak, unsigned char c)
{
	const char *text = leak->sequence + 2;
	bool ours;

	if (!keep(leak, c))
		return;
	if (c < 0x20 || c > 0x7E) {
		leaked(leak, "a sequence that is cut off");
		return;
	}
	if (c < 0x40)
		return;
	ours = *text == '?' ? mode_is_ours(leak, text + 1, leak->n - 3)
			    : csi_is_ours(leak, text, leak->n - 2);
	if (ours)
		end_sequence(leak);
	else
		leaked(leak, "a sequence that we never draw");
}

/* ---------------------------------------------------------------- OSC: the clipboard alone */

static bool is_base64(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || c == '+' || c == '/' || c == '=';
}

/* Colours as they were before, when the screen is given back. */
static const struct {
	const char *term, *bytes;
} colours_back[] = { { "xterm", "\033]104\a" }, { "linux", "\033]R" } };

enum fit { FITS_NOT, FITS_SO_FAR, FITS };

static enum fit fits_colours_back(const struct leak *leak)
{
	for (size_t i = 0; i < COUNT(colours_back); i++) {
		const char *term = colours_back[i].term, *bytes = colours_back[i].bytes;

		if (strncmp(leak->rules.term, term, strlen(term)) == 0
		    && strncmp(leak->sequence, bytes, leak->n) == 0)
			return bytes[leak->n] == '\0' ? FITS : FITS_SO_FAR;
	}
	return FITS_NOT;
}

static void begin_osc(struct leak *leak, unsigned char c)
{
	static const char clipboard[] = "\033]52;c;";
	enum fit fit;

	if (!keep(leak, c))
		return;
	fit = fits_colours_back(leak);
	if (fit == FITS)
		end_sequence(leak);
	else if (strncmp(leak->sequence, clipboard, leak->n) == 0) {
		leak->state = leak->n == sizeof clipboard - 1 ? COPY : OSC;
		if (!leak->clipboard)
			leaked(leak, "the clipboard, and nobody copies");
	} else if (fit == FITS_NOT)
		leaked(leak, "an operating system command that we never write");
}

static void in_copy(struct leak *leak, unsigned char c)
{
	if (c == '\a')
		end_sequence(leak);
	else if (is_base64(c))
		leak->copied++;
	else
		leaked(leak, "the clipboard with something that is not base64");
}

/* ---------------------------------------------------------------- the machine */

void leak_begin(struct leak *leak, const struct leak_rules *rules)
{
	memset(leak, 0, sizeof *leak);
	leak->rules = *rules;
}

bool leak_feed(struct leak *leak, const char *bytes, size_t n)
{
	static void (*const step[])(struct leak *, unsigned char) = {
		[GROUND] = in_ground,   [RUNE] = in_rune, [ESCAPE] = in_escape,
		[CHARSET] = in_charset, [CSI] = in_csi,   [OSC] = begin_osc,
		[COPY] = in_copy,
	};

	for (size_t i = 0; i < n && leak->state != LEAKED; i++) {
		memmove(leak->before, leak->before + 1, LEAK_BEFORE - 1);
		leak->before[LEAK_BEFORE - 1] = bytes[i];
		leak->at++;
		step[leak->state](leak, (unsigned char)bytes[i]);
	}
	return leak->state != LEAKED;
}

bool leak_end(struct leak *leak)
{
	if (leak->state != GROUND && leak->state != LEAKED)
		leaked(leak, "a sequence that is open at the end");
	return leak->state != LEAKED;
}
