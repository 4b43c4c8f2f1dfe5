/* spoken_markdown.c - Markdown in words (md4c). */
#include "text/spoken_state.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "text/entity.h"

#include <md4c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX (4u * 1024 * 1024) /* longer ones are parted raw */
#define CALLS_PER_BYTE 6
#define BYTES_PER_BYTE 8 /* said for each of the text: heads come again in every row */
#define SLACK 65536
#define LISTS_MAX 32
#define HEADS_MAX 32 /* columns of a table that are named */
#define HEAD_BYTES 60

struct list_level {
	bool ordered;
	unsigned number;
};

struct speaker {
	struct spoken *out;
	const char *text;
	size_t n, budget;
	struct buf line; /* the piece so far */
	size_t at;       /* where it begins; SIZE_MAX: not known yet */
	size_t seen;     /* end of the text that was said */
	size_t mark;     /* bytes of LINE that only announce */
	bool landmark;
	struct list_level list[LISTS_MAX];
	unsigned lists, quotes; /* LISTS may be more than LISTS_MAX */
	char *language;
	char *head[HEADS_MAX];
	unsigned columns, column, row;
	size_t cell; /* where in LINE the present cell's text begins */
	size_t link; /* where in LINE the present link's text begins */
};

/* ---------------------------------------------------------------- pieces */

static void flush(struct speaker *s)
{
	if (s->line.len > 0)
		spoken_add(s->out, s->at == SIZE_MAX ? s->seen : s->at, s->line.data, s->line.len,
			   s->landmark);
	buf_clear(&s->line);
	s->at = SIZE_MAX;
	s->mark = 0;
	s->landmark = false;
}

/* Ends a piece, but what only announces waits for its text. */
static void begin(struct speaker *s)
{
	if (s->line.len > s->mark)
		flush(s);
}

static void announce(struct speaker *s, const char *words)
{
	buf_adds(&s->line, words);
	s->mark = s->line.len;
}

/* ---------------------------------------------------------------- what is not in any piece */

/* Definitions of links, which Markdown keeps to itself, between what was said and END. */
static void say_left_out(struct speaker *s, size_t end)
{
	while (s->seen < end) {
		const char *from = s->text + s->seen;
		const char *lf = memchr(from, '\n', end - s->seen);
		size_t n = lf != NULL ? (size_t)(lf - from) : end - s->seen;
		size_t blank = 0;

		while (blank < n && from[blank] == ' ')
			blank++;
		if (blank < n && from[blank] == '[' && lf != NULL) {
			struct buf words = BUF_INIT;

			begin(s);
			buf_adds(&words, "link definition: ");
			buf_add(&words, from + blank, n - blank);
			spoken_add(s->out, s->seen, words.data, words.len, false);
			buf_release(&words);
		}
		s->seen += n + (lf != NULL ? 1 : 0);
	}
}

static void note_source(struct speaker *s, const char *text, size_t n)
{
	uintptr_t start = (uintptr_t)s->text, p = (uintptr_t)text;
	size_t off;

	if (p < start || p + n > start + s->n)
		return;
	off = (size_t)(p - start);
	if (s->line.len == s->mark && s->columns == 0 && s->language == NULL && off > s->seen
	    && memchr(s->text + s->seen, '[', off - s->seen) != NULL)
		say_left_out(s, off);
	if (s->at == SIZE_MAX)
		s->at = off;
	if (off + n > s->seen)
		s->seen = off + n;
}

/* ---------------------------------------------------------------- blocks */

static struct list_level *level(struct speaker *s)
{
	return s->lists > 0 && s->lists <= LISTS_MAX ? &s->list[s->lists - 1] : NULL;
}

static void enter_list(struct speaker *s, bool ordered, unsigned start)
{
	begin(s);
	s->lists++;
	if (level(s) != NULL)
		*level(s) = (struct list_level){ .ordered = ordered, .number = start };
}

static void enter_item(struct speaker *s, const MD_BLOCK_LI_DETAIL *item)
{
	struct list_level *list = level(s);
	struct buf words = BUF_INIT;

	begin(s);
	if (s->lists > 1)
		buf_addf(&words, "level %u, ", s->lists);
	if (item->is_task)
		buf_adds(&words, item->task_mark == ' ' ? "open task: " : "task done: ");
	else if (list != NULL && list->ordered)
		buf_addf(&words, "%u. ", list->number++);
	else
		buf_adds(&words, "item: ");
	announce(s, buf_str(&words));
	buf_release(&words);
}

static void enter_heading(struct speaker *s, unsigned depth)
{
	char words[] = "heading 1: ";

	words[8] = (char)('0' + depth % 10);
	begin(s);
	announce(s, words);
	s->landmark = true;
}

static void enter_code(struct speaker *s, const MD_BLOCK_CODE_DETAIL *code)
{
	begin(s);
	flush(s);
	s->landmark = true;
	s->language = xstrndup(code->info.size > 0 ? code->info.text : "", code->info.size);
}

static unsigned count_lines(const struct buf *text)
{
	unsigned lines = 0;

	for (size_t i = 0; i < text->len; i++)
		lines += text->data[i] == '\n' || i + 1 == text->len;
	return lines;
}

static void leave_code(struct speaker *s)
{
	unsigned lines = count_lines(&s->line);
	struct buf code = s->line, words = BUF_INIT;

	buf_adds(&words, "code, ");
	if (s->language[0] != '\0')
		buf_addf(&words, "%s, ", s->language);
	buf_addf(&words, "%u line%s:\n", lines, lines == 1 ? "" : "s");
	buf_add(&words, code.data, code.len);
	if (code.len > 0 && code.data[code.len - 1] != '\n')
		buf_addc(&words, '\n');
	buf_adds(&words, "end of code");
	s->line = words;
	buf_release(&code);
	free(s->language);
	s->language = NULL;
	flush(s);
}

/* ---------------------------------------------------------------- tables */

static void enter_table(struct speaker *s, const MD_BLOCK_TABLE_DETAIL *table)
{
	begin(s);
	flush(s);
	s->columns = table->col_count;
	s->row = 0;
	buf_addf(&s->line, "table, %u column%s: ", table->col_count,
		 table->col_count == 1 ? "" : "s");
}

static void enter_row(struct speaker *s)
{
	s->column = 0;
	if (s->row > 0)
		buf_addf(&s->line, "row %u: ", s->row);
}

static void enter_cell(struct speaker *s)
{
	if (s->column > 0)
		buf_adds(&s->line, "; ");
	if (s->row > 0 && s->column < HEADS_MAX && s->head[s->column] != NULL)
		buf_addf(&s->line, "%s: ", s->head[s->column]);
	s->cell = s->line.len;
}

static char *head_of(const char *text, size_t n)
{
	return xstrndup(text, n > HEAD_BYTES ? utf8_piece(text, n, HEAD_BYTES) : n);
}

static void leave_cell(struct speaker *s)
{
	if (s->line.len == s->cell)
		buf_adds(&s->line, "empty");
	else if (s->row == 0 && s->column < HEADS_MAX && s->head[s->column] == NULL)
		s->head[s->column] = head_of(s->line.data + s->cell, s->line.len - s->cell);
	s->column++;
}

static void leave_row(struct speaker *s)
{
	flush(s);
	s->row++;
}

static void leave_table(struct speaker *s)
{
	for (unsigned i = 0; i < HEADS_MAX; i++) {
		free(s->head[i]);
		s->head[i] = NULL;
	}
	s->columns = 0;
}

/* ---------------------------------------------------------------- the parser's calls */

static int spent(struct speaker *s)
{
	if (s->budget == 0 || s->out->text.len + s->line.len > s->n * BYTES_PER_BYTE + SLACK)
		return 1;
	s->budget--;
	return 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct speaker *s = userdata;

	if (type == MD_BLOCK_QUOTE) {
		begin(s);
		s->quotes++;
	} else if (type == MD_BLOCK_UL) {
		enter_list(s, false, 0);
	} else if (type == MD_BLOCK_OL) {
		enter_list(s, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
	} else if (type == MD_BLOCK_LI) {
		enter_item(s, detail);
	} else if (type == MD_BLOCK_H) {
		enter_heading(s, ((const MD_BLOCK_H_DETAIL *)detail)->level);
	} else if (type == MD_BLOCK_CODE) {
		enter_code(s, detail);
	} else if (type == MD_BLOCK_TABLE) {
		enter_table(s, detail);
	} else if (type == MD_BLOCK_TR) {
		enter_row(s);
	} else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
		enter_cell(s);
	} else if (type == MD_BLOCK_P) {
		begin(s);
		if (s->quotes > 0)
			announce(s, "quote: ");
	}
	return spent(s);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct speaker *s = userdata;

	(void)detail;
	if (type == MD_BLOCK_QUOTE) {
		begin(s);
		s->quotes--;
	} else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
		begin(s);
		s->lists--;
	} else if (type == MD_BLOCK_LI || type == MD_BLOCK_H) {
		flush(s);
	} else if (type == MD_BLOCK_HR) {
		begin(s);
		spoken_add(s->out, s->seen, "rule", 4, false);
	} else if (type == MD_BLOCK_CODE) {
		leave_code(s);
	} else if (type == MD_BLOCK_TABLE) {
		leave_table(s);
	} else if (type == MD_BLOCK_TR) {
		leave_row(s);
	} else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
		leave_cell(s);
	} else if (type == MD_BLOCK_P) {
		begin(s);
	}
	return spent(s);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct speaker *s = userdata;

	(void)detail;
	if (type == MD_SPAN_CODE)
		buf_addc(&s->line, '`');
	if (type == MD_SPAN_IMG)
		buf_adds(&s->line, "image: ");
	if (type == MD_SPAN_A || type == MD_SPAN_IMG)
		s->link = s->line.len;
	return spent(s);
}

/* The target, unless it is what was read. */
static void leave_link(struct speaker *s, const char *word, const MD_ATTRIBUTE *target)
{
	size_t said = s->line.len - (s->link < s->line.len ? s->link : s->line.len);

	if (said == target->size && said > 0
	    && memcmp(s->line.data + s->link, target->text, said) == 0)
		return;
	buf_addf(&s->line, " (%s ", word);
	buf_add(&s->line, target->size > 0 ? target->text : "", target->size);
	buf_addc(&s->line, ')');
}

static int leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct speaker *s = userdata;

	if (type == MD_SPAN_CODE)
		buf_addc(&s->line, '`');
	else if (type == MD_SPAN_A)
		leave_link(s, "link to", &((const MD_SPAN_A_DETAIL *)detail)->href);
	else if (type == MD_SPAN_IMG)
		leave_link(s, "from", &((const MD_SPAN_IMG_DETAIL *)detail)->src);
	return spent(s);
}

static int say_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata)
{
	struct speaker *s = userdata;
	uint32_t rune = type == MD_TEXT_ENTITY ? entity_decode(text, size) : 0;

	note_source(s, text, size);
	if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
		buf_addc(&s->line, '\n');
	else if (type == MD_TEXT_NULLCHAR)
		buf_addc(&s->line, '\0');
	else if (rune != 0)
		buf_add_utf8(&s->line, rune);
	else
		buf_add(&s->line, text, size);
	return spent(s);
}

bool spoken_markdown(struct spoken *out, const char *text, size_t n)
{
	const MD_PARSER parser = {
		.flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_TASKLISTS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = say_text,
	};
	struct speaker s = { .out = out,
			     .text = text,
			     .n = n,
			     .budget = n * CALLS_PER_BYTE + SLACK,
			     .at = SIZE_MAX };
	bool done;

	if (n > TEXT_MAX)
		return false;
	done = md_parse(text, (MD_SIZE)n, &parser, &s) == 0;
	flush(&s);
	if (done && s.seen < n)
		say_left_out(&s, n);
	leave_table(&s);
	free(s.language);
	buf_release(&s.line);
	return done && (out->n > 0 || n == 0);
}
