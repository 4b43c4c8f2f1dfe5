#include "tests/support/leak_corpus.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void leak_corpus_add(struct leak_corpus *corpus, const char *text, size_t n)
{
	if (corpus->n == corpus->cap) {
		corpus->cap = corpus->cap * 2 + 64;
		corpus->end = xrealloc(corpus->end, corpus->cap * sizeof *corpus->end);
	}
	buf_add(&corpus->bytes, text, n);
	corpus->end[corpus->n++] = corpus->bytes.len;
}

static void add_buf(struct leak_corpus *corpus, struct buf *text)
{
	leak_corpus_add(corpus, text->data, text->len);
	buf_clear(text);
}

const char *leak_corpus_text(const struct leak_corpus *corpus, size_t i, size_t *n)
{
	size_t start = i == 0 ? 0 : corpus->end[i - 1];

	*n = corpus->end[i] - start;
	return corpus->bytes.data + start;
}

void leak_corpus_join(const struct leak_corpus *corpus, size_t first, size_t last, size_t per_line,
		      struct buf *out)
{
	for (size_t i = first; i < last && i < corpus->n; i++) {
		size_t n;
		const char *text = leak_corpus_text(corpus, i, &n);

		if (i > first)
			buf_adds(out, (i - first) % per_line == 0 ? "\n" : " | ");
		buf_add(out, text, n);
	}
}

void leak_corpus_release(struct leak_corpus *corpus)
{
	buf_release(&corpus->bytes);
	free(corpus->end);
	*corpus = (struct leak_corpus){ .bytes = BUF_INIT };
}

/* ---------------------------------------------------------------- sequences */

static const char *const after_escape[] = { "c",  "7",  "8", "D",  "E",     "H",  "M",  "N",  "O",
					    "Z",  "=",  ">", "#8", "%G",    "%@", "(0", "(A", ")0",
					    "*B", "+B", "n", "o",  "|",     "}",  "~",  "l",  "m",
					    "6",  "9",  "F", " F", "\033c", "" };

static const char *const after_csi[] = { "31m",
					 "3m",
					 "5m",
					 "8m",
					 "2J",
					 "3J",
					 "2K",
					 "H",
					 "999;999H",
					 "A",
					 "9999B",
					 "?1049h",
					 "?1049l",
					 "?25l",
					 "?47h",
					 "?5h",
					 "?6h",
					 "?1000h",
					 "?1003h",
					 "?2004h",
					 "?2004l",
					 "6n",
					 "5n",
					 "c",
					 ">c",
					 "=c",
					 "0c",
					 "21t",
					 "18t",
					 "8;1;1t",
					 "!p",
					 "1;1r",
					 "20h",
					 "4h",
					 "2l",
					 "s",
					 "u",
					 "2 q",
					 "b",
					 "?6n",
					 "$p",
					 "?2026$p",
					 "g",
					 "3g",
					 "1;2;3;4;5\"p",
					 "99999999999999999999m",
					 ";;;;;;;;;;;;;;;;;;;;;;;;;;m",
					 "31",
					 "",
					 "\r\033[5m",
					 "1\0305m",
					 "38:2::1:2:3m",
					 ">4;2m",
					 "?u",
					 ">1u" };

static const struct {
	const char *escape, *c1, *bodies[24];
} strings[] = {
	{ "\033]",
	  "\302\235",
	  { "52;c;ZXZpbA==",
	    "52;p;?",
	    "52;;",
	    "0;evil",
	    "1;evil",
	    "2;evil",
	    "4;1;?",
	    "7;file:///e",
	    "8;;http://evil.example",
	    "8;id=1;javascript:x",
	    "9;evil",
	    "10;?",
	    "11;?",
	    "12;red",
	    "50;x",
	    "104",
	    "133;A",
	    "777;notify;a;b",
	    "1337;File=inline=1:AAAA",
	    "Lx",
	    "R",
	    "P1234567" } },
	{ "\033P",
	  "\302\220",
	  { "+q544e", "$qm", "1$r0m", "q#0;2;0;0;0", "tmux;\033\033]0;x\a", "1000p", "=1s" } },
	{ "\033_", "\302\237", { "Gf=100;AAAA", "evil" } },
	{ "\033X", "\302\230", { "evil" } },
	{ "\033^", "\302\236", { "evil" } },
	{ "\033k", "\033k", { "title" } },
};

static void add_strings(struct leak_corpus *corpus)
{
	static const char *const ends[] = { "\a", "\033\\", "\302\234", "\030", "" };

	for (size_t i = 0; i < COUNT(strings) * 2 * COUNT(ends); i++) {
		size_t kind = i / (2 * COUNT(ends));
		const char *const *bodies = strings[kind].bodies;

		for (size_t j = 0; bodies[j] != NULL; j++) {
			struct buf text = BUF_INIT;

			buf_addf(&text, "%s%s%sz",
				 i % 2 == 0 ? strings[kind].escape : strings[kind].c1, bodies[j],
				 ends[i / 2 % COUNT(ends)]);
			add_buf(corpus, &text);
			buf_release(&text);
		}
	}
}

static void add_sequences(struct leak_corpus *corpus)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < COUNT(after_escape); i++) {
		buf_addf(&text, "\033%sz", after_escape[i]);
		add_buf(corpus, &text);
	}
	for (size_t i = 0; i < COUNT(after_csi) * 2; i++) {
		buf_addf(&text, "%s%sz", i % 2 == 0 ? "\033[" : "\302\233", after_csi[i / 2]);
		add_buf(corpus, &text);
	}
	buf_release(&text);
	add_strings(corpus);
}

/* ---------------------------------------------------------------- characters */

static const uint32_t ranges[][2] = {
	{ 0x01, 0x09 },       { 0x0B, 0x1F },         { 0x7F, 0xA0 },       { 0xAD, 0xAD },
	{ 0x34F, 0x34F },     { 0x378, 0x378 },       { 0x600, 0x605 },     { 0x61C, 0x61C },
	{ 0x6DD, 0x6DD },     { 0x70F, 0x70F },       { 0x115F, 0x1160 },   { 0x17B4, 0x17B5 },
	{ 0x180B, 0x180F },   { 0x2000, 0x200F },     { 0x2028, 0x202F },   { 0x205F, 0x206F },
	{ 0x2800, 0x2800 },   { 0x3000, 0x3000 },     { 0x3164, 0x3164 },   { 0xE000, 0xE001 },
	{ 0xF8FF, 0xF8FF },   { 0xFDD0, 0xFDD1 },     { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
	{ 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFF },     { 0x110BD, 0x110BD }, { 0x13430, 0x13436 },
	{ 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },   { 0x1FFFE, 0x1FFFF }, { 0xE0000, 0xE0003 },
	{ 0xE0020, 0xE0024 }, { 0xE007E, 0xE0081 },   { 0xE0100, 0xE0102 }, { 0xE01EF, 0xE01F0 },
	{ 0xF0000, 0xF0001 }, { 0x10FFFD, 0x10FFFF },
};

static void add_characters(struct leak_corpus *corpus)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < COUNT(ranges); i++)
		for (uint32_t c = ranges[i][0]; c <= ranges[i][1]; c++) {
			buf_addc(&text, 'a');
			buf_add_utf8(&text, c);
			buf_addc(&text, 'z');
			add_buf(corpus, &text);
		}
	buf_release(&text);
}

/* N times each code point from FIRST to LAST behind START. */
static void add_run(struct leak_corpus *corpus, const char *start, uint32_t first, uint32_t last)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, start);
	for (uint32_t c = first; c <= last; c++)
		buf_add_utf8(&text, c);
	add_buf(corpus, &text);
	buf_release(&text);
}

static void add_piles(struct leak_corpus *corpus)
{
	static const char *const bases[] = { "a", "", " ", "\344\270\255", "\360\237\230\200" };

	for (size_t i = 0; i < COUNT(bases); i++) {
		add_run(corpus, bases[i], 0x300, 0x34E);
		add_run(corpus, bases[i], 0x202A, 0x202E);
		add_run(corpus, bases[i], 0x2066, 0x2069);
		add_run(corpus, bases[i], 0xE0061, 0xE007F);
		add_run(corpus, bases[i], 0xFE00, 0xFE0F);
		add_run(corpus, bases[i], 0x200B, 0x200F);
		add_run(corpus, bases[i], 0x80, 0x9F);
		add_run(corpus, bases[i], 0x20D0, 0x20DC);
	}
	add_run(corpus, "\360\237\221\251\342\200\215\360\237\222\273 ", 0x5D0, 0x5DF);
	add_run(corpus, "\331\205\342\200\214\330\252 ", 0x64B, 0x65F);
}

/* ---------------------------------------------------------------- no UTF-8 */

static void add_broken(struct leak_corpus *corpus)
{
	static const char *const texts[] = { "\2338m",
					     "\2350;t\a",
					     "\220q\234",
					     "\300\233[8m",
					     "\301\233",
					     "\340\202\233",
					     "\360\200\202\233",
					     "\355\240\200",
					     "\355\240\275\355\270\200",
					     "\364\220\200\200",
					     "\370\210\200\200\200",
					     "\376\377",
					     "\342\200",
					     "\342\033[8m",
					     "\360\237\230",
					     "\342\200\256\342\200",
					     LEAK_BROKEN };
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < COUNT(texts); i++)
		leak_corpus_add(corpus, texts[i], strlen(texts[i]));
	for (int c = 0x80; c <= 0xFF; c++) {
		buf_addc(&text, 'a');
		buf_addc(&text, (char)c);
		buf_adds(&text, "8m");
		add_buf(corpus, &text);
	}
	buf_release(&text);
}

void leak_corpus_make(struct leak_corpus *corpus, bool broken)
{
	*corpus = (struct leak_corpus){ .bytes = BUF_INIT };
	if (broken) {
		add_broken(corpus);
		return;
	}
	add_sequences(corpus);
	add_characters(corpus);
	add_piles(corpus);
}

/* ---------------------------------------------------------------- the naughty strings */

static bool read_gz(const char *path, struct buf *out)
{
	gzFile from = gzopen(path, "rb");
	char chunk[4096];
	int n;

	while (from != NULL && (n = gzread(from, chunk, sizeof chunk)) > 0)
		buf_add(out, chunk, (size_t)n);
	return from != NULL && gzclose(from) == Z_OK;
}

bool leak_corpus_add_blns(struct leak_corpus *corpus, const char *gz)
{
	struct buf text = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct err err;
	const struct json *list;

	list = read_gz(gz, &text) ? json_parse(buf_str(&text), text.len, &arena, &err) : NULL;
	for (const struct json *one = list != NULL ? list->child : NULL; one != NULL;
	     one = one->next)
		leak_corpus_add(corpus, one->str, one->len);
	buf_release(&text);
	arena_release(&arena);
	return list != NULL && corpus->n > 0;
}

/* ---------------------------------------------------------------- YAML */

void leak_yaml_string(struct buf *out, const char *text, size_t n)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];
		bool c1 = c == 0xC2 && i + 1 < n && (unsigned char)text[i + 1] < 0xA0;

		if (c1)
			buf_addf(out, "\\x%02x", (unsigned char)text[++i]);
		else if (n - i >= 3 && memcmp(text + i, "\357\273\277", 3) == 0)
			buf_adds(out, "\\uFEFF"), i += 2;
		else if (c < 0x20 || c == 0x7F)
			buf_addf(out, "\\x%02x", c);
		else
			buf_addf(out, c == '"' || c == '\\' ? "\\%c" : "%c", c);
	}
	buf_addc(out, '"');
}
