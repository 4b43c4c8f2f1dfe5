/* markdown_inline.c - text and what it is marked up with. */
#include "text/decode.h"
#include "text/entity.h"
#include "text/markdown_state.h"

#include "base/buf.h"

#include <string.h>

#define CODE_TAB 4
#define PROSE_TAB 8

bool md_spent(struct md *md)
{
	if (md->budget == 0 || md->l.overflow)
		return true;
	md->budget--;
	return md->table.cells.n > md->l.max_cells;
}

static enum style style_here(const struct md *md)
{
	if (md->code_span > 0)
		return STYLE_CODE;
	if (md->link > 0)
		return STYLE_LINK;
	if (md->base == STYLE_HEADING)
		return STYLE_HEADING;
	if (md->strong > 0)
		return STYLE_STRONG;
	return md->emphasis > 0 ? STYLE_EMPHASIS : md->base;
}

void md_flush(struct md *md)
{
	if (md->l.line.n > 0)
		build_rows(&md->l, md->seen, WRAP_WORDS);
}

void md_mark(struct md *md, const char *utf8, size_t n, enum style style)
{
	build_mark(&md->l, utf8, n, style, md->seen);
}

static bool is_lone_cr(const struct layouter *l, size_t at)
{
	return l->text[at] == '\r' && (at + 1 >= l->n || l->text[at + 1] != '\n');
}

/* Whether the line from AT to END could define a link, which no reader would ever see. */
static bool is_definition(const char *text, size_t at, size_t end)
{
	while (at < end && (text[at] == ' ' || text[at] == '>' || text[at] == '\t'))
		at++;
	if (at >= end || text[at] != '[')
		return false;
	for (; at + 1 < end; at++)
		if (text[at] == ']' && text[at + 1] == ':')
			return true;
	return false;
}

static bool is_blank_line(const char *text, size_t at, size_t end)
{
	while (at < end && strchr(" \t\r>", text[at]) != NULL && text[at] != '\0')
		at++;
	return at == end;
}

static void show_definition(struct md *md, size_t at, size_t end)
{
	build_block(&md->l);
	build_text(&md->l, at, end - at, PROSE_TAB, STYLE_DIM);
	build_rows(&md->l, at, WRAP_WORDS);
	build_block(&md->l);
}

/* The whole lines between the last text and END that define links, and the lines that go on with
 * them. */
static void show_definitions(struct md *md, size_t end)
{
	const char *text = md->l.text;
	size_t at = md->seen;
	bool inside = false;

	if (at > 0) {
		const char *lf = memchr(text + at, '\n', end - at);

		at = lf != NULL ? (size_t)(lf - text) + 1 : end;
	}
	while (at < end) {
		const char *lf = memchr(text + at, '\n', end - at);
		size_t stop = lf != NULL ? (size_t)(lf - text) : end;
		size_t line = stop > at && text[stop - 1] == '\r' ? stop - 1 : stop;

		if (lf == NULL && end < md->l.n)
			break; /* the line of the text to come */
		inside =
			is_definition(text, at, line) || (inside && !is_blank_line(text, at, line));
		if (inside)
			show_definition(md, at, line);
		at = stop + 1;
	}
}

void md_left_out(struct md *md, size_t end)
{
	const struct layouter *l = &md->l;

	if (end <= md->seen)
		return;
	if (l->line.n == 0 && !md->in_cell && !md->in_code
	    && memchr(l->text + md->seen, '[', end - md->seen) != NULL)
		show_definitions(md, end);
	for (size_t at = md->seen; at < end; at++)
		if (is_lone_cr(l, at))
			build_text(&md->l, at, 1, PROSE_TAB, STYLE_TEXT);
	md->seen = end;
}

/* What stands before the text at OFF: right before it, but not before LEAST. */
static void show_pending(struct md *md, size_t off, size_t least)
{
	size_t n = strlen(md->pending), at = off > n ? off - n : 0;

	if (n == 0)
		return;
	build_mark(&md->l, md->pending, n, STYLE_DIM, at > least ? at : least);
	md->pending[0] = '\0';
}

static void add_code(struct md *md, size_t off, size_t n)
{
	size_t at = 0;

	while (at < n) {
		enum style style;
		size_t end = highlight_next(&md->highlight, md->l.text + off, n, at, &style);

		build_text(&md->l, off + at, end - at, CODE_TAB, style);
		at = end;
	}
}

static void add_piece(struct md *md, size_t off, size_t n, enum style style)
{
	if (md->in_code)
		add_code(md, off, n);
	else
		build_text(&md->l, off, n, PROSE_TAB, style);
	md->seen = off + n;
}

/* Shows bytes of the source that begin at OFF, and what was left out before them but must be seen.
 */
static void show_source(struct md *md, size_t off, size_t n, enum style style)
{
	enum wrapping wrapping = md->in_code ? WRAP_CODE : WRAP_WORDS;
	size_t least = md->seen;

	if (md->in_code && !md->code_open)
		md_code_open(md, off > 0 ? off - 1 : 0);
	md_left_out(md, off);
	show_pending(md, off, least);
	while (n > 0 && !md->l.overflow) {
		size_t len = utf8_piece(md->l.text + off, n, FOLD_CELLS);

		add_piece(md, off, len, style);
		off += len;
		n -= len;
		if (!md->in_cell && md->l.line.n > FOLD_CELLS)
			build_fold(&md->l, off, wrapping);
	}
}

bool md_is_source(const struct md *md, const char *s, size_t n, size_t *off)
{
	uintptr_t start = (uintptr_t)md->l.text, p = (uintptr_t)s;

	if (s == NULL || p < start || p + n > start + md->l.n)
		return false;
	*off = (size_t)(p - start);
	return *off >= md->seen;
}

/* An attribute of a link.  Those of [text](url "title") stand where they are read. */
static void add_attribute(struct md *md, const MD_ATTRIBUTE *a)
{
	size_t off;

	if (md_is_source(md, a->text, a->size, &off) && off - md->seen <= 4
	    && memchr(md->l.text + md->seen, '\n', off - md->seen) == NULL) {
		build_text(&md->l, off, a->size, PROSE_TAB, STYLE_DIM);
		md->seen = off + a->size;
	} else {
		md_mark(md, a->text, a->size, STYLE_DIM);
	}
}

/* Whether the link's text is its own target. */
static bool shows_target(const struct md *md, const char *target, size_t n)
{
	const struct cells *line = &md->l.line;

	if (n > 7 && memcmp(target, "mailto:", 7) == 0) {
		target += 7;
		n -= 7;
	}
	if (md->link_from > line->n || line->n - md->link_from != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (line->cell[md->link_from + i].base != (unsigned char)target[i])
			return false;
	return true;
}

static void show_target(struct md *md, const MD_ATTRIBUTE *target, const MD_ATTRIBUTE *title)
{
	bool titled = title->size > 0;

	if (!titled && (target->size == 0 || shows_target(md, target->text, target->size)))
		return;
	md_mark(md, " (", 2, STYLE_DIM);
	add_attribute(md, target);
	if (titled) {
		md_mark(md, " \"", 2, STYLE_DIM);
		add_attribute(md, title);
		md_mark(md, "\"", 1, STYLE_DIM);
	}
	md_mark(md, ")", 1, STYLE_DIM);
}

int md_enter_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct md *md = userdata;

	(void)detail;
	if (type == MD_SPAN_EM)
		md->emphasis++;
	else if (type == MD_SPAN_STRONG)
		md->strong++;
	else if (type == MD_SPAN_CODE)
		md->code_span++;
	else if (type == MD_SPAN_A) {
		md->link++;
		md->link_from = md->l.line.n + strlen(md->pending);
	} else if (type == MD_SPAN_IMG) {
		show_pending(md, md->seen, md->seen);
		md_mark(md, "[image: ", 8, STYLE_DIM);
	}
	return md_spent(md);
}

int md_leave_span(MD_SPANTYPE type, void *detail, void *userdata)
{
	struct md *md = userdata;

	if (type == MD_SPAN_EM)
		md->emphasis--;
	else if (type == MD_SPAN_STRONG)
		md->strong--;
	else if (type == MD_SPAN_CODE)
		md->code_span--;
	else if (type == MD_SPAN_A) {
		const MD_SPAN_A_DETAIL *a = detail;

		md->link--;
		show_target(md, &a->href, &a->title);
	} else if (type == MD_SPAN_IMG) {
		const MD_SPAN_IMG_DETAIL *image = detail;

		md_mark(md, "]", 1, STYLE_DIM);
		md->link_from = SIZE_MAX;
		show_target(md, &image->src, &image->title);
	}
	return md_spent(md);
}

static void add_entity(struct md *md, const char *text, size_t n)
{
	uint32_t rune = entity_decode(text, n);
	struct buf utf8 = BUF_INIT;
	size_t off;

	if (!md_is_source(md, text, n, &off)) {
		md_mark(md, text, n, style_here(md));
		return;
	}
	if (rune == 0) {
		show_source(md, off, n, style_here(md));
		return;
	}
	show_source(md, off, 0, style_here(md));
	buf_add_utf8(&utf8, rune);
	build_mark(&md->l, utf8.data, utf8.len, style_here(md), off);
	md->seen = off + n;
	buf_release(&utf8);
}

/* The end of a line of code.  The line end in the source is passed by, so that an empty line has a
 * place of its own. */
static void end_code_line(struct md *md)
{
	struct layouter *l = &md->l;
	enum wrapping wrapping = l->options->code_runs_on ? WRAP_NONE : WRAP_CODE;

	if (!md->code_open)
		md_code_open(md, md->seen);
	if (md->barred && !l->carried)
		l->containers[l->depth - 1].fresh = true;
	build_rows(l, md->seen, wrapping);
	highlight_line_end(&md->highlight);
	if (md->seen < l->n && l->text[md->seen] == '\r' && !is_lone_cr(l, md->seen))
		md->seen++;
	if (md->seen < l->n && l->text[md->seen] == '\n')
		md->seen++;
}

int md_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata)
{
	struct md *md = userdata;
	size_t off;

	if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
		build_rows(&md->l, md->seen, WRAP_WORDS);
	else if (type == MD_TEXT_NULLCHAR)
		build_mark(&md->l, "", 1, style_here(md), md->seen);
	else if (type == MD_TEXT_ENTITY)
		add_entity(md, text, size);
	else if (md_is_source(md, text, size, &off))
		show_source(md, off, size, style_here(md));
	else if (md->in_code && size == 1 && text[0] == '\n')
		end_code_line(md);
	else
		md_mark(md, text, size, style_here(md));
	return md_spent(md);
}
