#include "text/markdown.h"

#include "text/markdown_state.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX (4u * 1024 * 1024) /* longer ones are shown raw */
#define LOOKUPS_MAX 100000000       /* brackets times lines of one paragraph: some 20 ms */
#define CALLS_PER_BYTE 6
#define CELLS_PER_BYTE 8
#define SLACK 65536
#define DEPTH_MAX (CONTAINERS_MAX - 1) /* one is kept for the bar of code */

static const struct marks fine_marks = {
	.bullet = "• ",
	.bar = "─",
	.quote = "▌ ",
	.code_top = "┌",
	.code = "│ ",
	.code_more = "│↪",
	.code_end = "└",
};

static const struct marks ascii_marks = {
	.bullet = "* ",
	.bar = "-",
	.quote = "> ",
	.code_top = "+-",
	.code = "| ",
	.code_more = "|>",
	.code_end = "+-",
};

static struct context *top_context(struct md *md)
{
	if (md->n_contexts == 0 || md->n_contexts > CONTEXTS_MAX)
		return NULL;
	return &md->contexts[md->n_contexts - 1];
}

static bool is_tight(struct md *md)
{
	const struct context *c = top_context(md);

	return c != NULL && c->tight;
}

static void gap_unless_tight(struct md *md)
{
	if (!is_tight(md))
		build_gap(&md->l);
}

/* Ends the text that stands directly in a list item. */
static void begin_block(struct md *md)
{
	md_flush(md);
	build_block(&md->l);
}

static void push_context(struct md *md, struct context context)
{
	if (md->n_contexts++ < CONTEXTS_MAX)
		md->contexts[md->n_contexts - 1] = context;
}

static void enter_container(struct md *md, const char *first, const char *rest)
{
	if (md->skipped > 0 || md->l.depth >= DEPTH_MAX)
		md->skipped++;
	else
		build_enter(&md->l, first, rest);
}

static void leave_container(struct md *md)
{
	if (md->skipped > 0)
		md->skipped--;
	else
		build_leave(&md->l);
}

static enum style block_style(const struct md *md)
{
	return md->quotes > 0 ? STYLE_QUOTE : (enum style)md->l.options->cells.style;
}

static void enter_item(struct md *md, const MD_BLOCK_LI_DETAIL *item)
{
	struct context *list = top_context(md);
	char first[MARKER_MAX], rest[MARKER_MAX];
	size_t width;

	begin_block(md);
	if (item->is_task)
		snprintf(first, sizeof first, "[%c] ", item->task_mark == ' ' ? ' ' : 'x');
	else if (list != NULL && list->ordered)
		snprintf(first, sizeof first, "%u%c ", list->number++, list->delimiter);
	else
		snprintf(first, sizeof first, "%s", md->marks->bullet);
	width = (size_t)text_columns(first, strlen(first), &md->l.options->cells);
	snprintf(rest, sizeof rest, "%*s", (int)width, "");
	enter_container(md, first, rest);
}

static void leave_item(struct md *md)
{
	const struct layouter *l = &md->l;

	if (l->line.n > 0 || (md->skipped == 0 && l->containers[l->depth - 1].fresh))
		build_rows(&md->l, md->seen, WRAP_WORDS);
	leave_container(md);
}

static void enter_quote(struct md *md)
{
	begin_block(md);
	enter_container(md, md->marks->quote, md->marks->quote);
	push_context(md, (struct context){ .tight = false });
	md->quotes++;
	md->base = block_style(md);
}

static void leave_quote(struct md *md)
{
	md_flush(md);
	leave_container(md);
	md->n_contexts--;
	md->quotes--;
	md->base = block_style(md);
	gap_unless_tight(md);
}

static void enter_heading(struct md *md, unsigned level)
{
	begin_block(md);
	gap_unless_tight(md);
	md->l.heading = true;
	md->base = STYLE_HEADING;
	snprintf(md->pending, sizeof md->pending, "%.*s ", (int)level, "######");
}

static void leave_heading(struct md *md)
{
	if (md->pending[0] != '\0') /* a heading without a text */
		md_mark(md, md->pending, strlen(md->pending), STYLE_DIM);
	md->pending[0] = '\0';
	md_flush(md);
	md->l.heading = false;
	md->base = block_style(md);
}

static void enter_code(struct md *md, const MD_BLOCK_CODE_DETAIL *code)
{
	const MD_ATTRIBUTE *info = &code->info;
	size_t n = info->size < sizeof md->language - 1 ? info->size : sizeof md->language - 1, off;

	begin_block(md);
	memcpy(md->language, n > 0 ? info->text : "", n);
	md->language[n] = '\0';
	md->fence = SIZE_MAX;
	if (n > 0 && md_is_source(md, info->text, n, &off))
		md->fence = off;
	highlight_begin(&md->highlight, md->language, n);
	md->in_code = true;
	md->code_open = false;
}

/* "┌ sh", then the bar that all rows of code have. */
void md_code_open(struct md *md, size_t at)
{
	struct layouter *l = &md->l;
	size_t n = strlen(md->language);

	md->code_open = true;
	at = md->fence != SIZE_MAX ? md->fence : at > md->seen ? at : md->seen;
	l->code = true;
	build_mark(l, md->marks->code_top, strlen(md->marks->code_top), STYLE_DIM, at);
	build_mark(l, " ", n > 0 ? 1 : 0, STYLE_DIM, at);
	if (md->fence != SIZE_MAX)
		build_text(l, md->fence, n, 1, STYLE_DIM);
	else
		build_mark(l, md->language, n, STYLE_DIM, at);
	build_rows(l, at, WRAP_CODE);
	md->barred = build_has_room(l, 2);
	if (md->barred)
		build_enter(l, md->marks->code, md->marks->code_more);
}

static void leave_code(struct md *md)
{
	struct layouter *l = &md->l;

	if (!md->code_open)
		md_code_open(md, md->seen);
	if (l->line.n > 0)
		build_rows(l, md->seen, WRAP_CODE);
	if (md->barred)
		build_leave(l);
	md->barred = md->in_code = false;
	md_mark(md, md->marks->code_end, strlen(md->marks->code_end), STYLE_DIM);
	build_rows(l, md->seen, WRAP_NONE);
	l->code = false;
}

static void add_rule(struct md *md)
{
	size_t columns;

	begin_block(md);
	gap_unless_tight(md);
	columns = build_columns(&md->l, WRAP_WORDS);
	while (columns-- > 0)
		md_mark(md, md->marks->bar, strlen(md->marks->bar), STYLE_DIM);
	build_rows(&md->l, md->seen, WRAP_NONE);
	gap_unless_tight(md);
}

static void enter_cell(struct md *md, enum style style)
{
	md->base = style;
	md->in_cell = true;
}

static enum table_align align_of(const MD_BLOCK_TD_DETAIL *cell)
{
	return cell->align == MD_ALIGN_RIGHT    ? ALIGN_RIGHT
	       : cell->align == MD_ALIGN_CENTER ? ALIGN_CENTRE
						: ALIGN_LEFT;
}

static void leave_cell(struct md *md, const MD_BLOCK_TD_DETAIL *cell)
{
	table_take(&md->table, &md->l, align_of(cell), md->seen);
	md->base = block_style(md);
	md->in_cell = false;
}

static void leave_table(struct md *md)
{
	table_rows(&md->table, &md->l);
	gap_unless_tight(md);
}

static void enter_list(struct md *md, bool ordered, const void *detail)
{
	const MD_BLOCK_OL_DETAIL *ol = detail;
	const MD_BLOCK_UL_DETAIL *ul = detail;

	begin_block(md);
	if (ordered)
		push_context(md, (struct context){ .tight = ol->is_tight != 0,
						   .ordered = true,
						   .number = ol->start,
						   .delimiter = (char)ol->mark_delimiter });
	else
		push_context(md, (struct context){ .tight = ul->is_tight != 0 });
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct md *md = userdata;

	if (type == MD_BLOCK_QUOTE)
		enter_quote(md);
	else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
		enter_list(md, type == MD_BLOCK_OL, detail);
	else if (type == MD_BLOCK_LI)
		enter_item(md, detail);
	else if (type == MD_BLOCK_HR)
		add_rule(md);
	else if (type == MD_BLOCK_H)
		enter_heading(md, ((const MD_BLOCK_H_DETAIL *)detail)->level);
	else if (type == MD_BLOCK_CODE)
		enter_code(md, detail);
	else if (type == MD_BLOCK_P)
		begin_block(md);
	else if (type == MD_BLOCK_TABLE) {
		begin_block(md);
		table_begin(&md->table, ((const MD_BLOCK_TABLE_DETAIL *)detail)->col_count);
	} else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
		enter_cell(md, type == MD_BLOCK_TH ? STYLE_STRONG : md->base);
	}
	return md_spent(md);
}

static void leave_list(struct md *md)
{
	md->n_contexts--;
	gap_unless_tight(md);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *userdata)
{
	struct md *md = userdata;

	if (type == MD_BLOCK_QUOTE)
		leave_quote(md);
	else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
		leave_list(md);
	else if (type == MD_BLOCK_LI)
		leave_item(md);
	else if (type == MD_BLOCK_H)
		leave_heading(md);
	else if (type == MD_BLOCK_CODE)
		leave_code(md);
	else if (type == MD_BLOCK_TABLE)
		leave_table(md);
	else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
		leave_cell(md, detail);
	else if (type == MD_BLOCK_P) {
		md_flush(md);
		gap_unless_tight(md);
	}
	return md_spent(md);
}

/* ---- what takes the parser too long ---- */

/* "- x", "1. x", "# x" with up to three spaces before: what goes before is a paragraph of its own.
 */
static bool ends_paragraph(const char *line, size_t n)
{
	size_t at = 0;

	while (at < n && line[at] == ' ')
		at++;
	if (at == n || line[at] == '\r')
		return true;
	if (at > 3 || at + 2 >= n)
		return false;
	if (line[at] == '1' && (line[at + 1] == '.' || line[at + 1] == ')'))
		at++;
	else if (strchr("-*+#", line[at]) == NULL)
		return false;
	return line[at + 1] == ' ' && line[at + 2] != ' ' && line[at + 2] != '\r';
}

/* The parser looks for every bracket in every line of its paragraph. */
static bool takes_too_long(const char *text, size_t n)
{
	size_t lines = 0, brackets = 0;

	for (size_t at = 0; at < n;) {
		const char *lf = memchr(text + at, '\n', n - at);
		size_t end = lf != NULL ? (size_t)(lf - text) : n;

		if (ends_paragraph(text + at, end - at))
			lines = brackets = 0;
		lines++;
		for (size_t i = at; i < end; i++)
			brackets += text[i] == '[';
		if (brackets > 0 && lines > LOOKUPS_MAX / brackets)
			return true;
		at = end + 1;
	}
	return false;
}

bool layout_markdown(struct layout *layout, const char *text, size_t n,
		     const struct layout_options *options)
{
	const MD_PARSER parser = {
		.flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_TASKLISTS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = md_enter_span,
		.leave_span = md_leave_span,
		.text = md_text,
	};
	struct md md = { .marks = options->ascii ? &ascii_marks : &fine_marks,
			 .budget = n * CALLS_PER_BYTE + SLACK,
			 .base = (enum style)options->cells.style };
	bool done;

	if (n > TEXT_MAX || takes_too_long(text, n))
		return false;
	build_init(&md.l, layout, text, n, options);
	md.l.max_cells = n * CELLS_PER_BYTE + SLACK;
	md.table.cells = (struct cells)CELLS_INIT;
	done = md_parse(text, (MD_SIZE)n, &parser, &md) == 0 && !md.l.overflow;
	if (done) {
		build_block(&md.l);
		md_left_out(&md, n);
		md_flush(&md);
	}
	table_release(&md.table);
	build_release(&md.l);
	return done && layout->n_rows > 0;
}
