/* markdown_state.h - what the callbacks of the Markdown parser share: markdown.c has the blocks,
 * markdown_inline.c what is inside of them. */
#ifndef ASSAY_TEXT_MARKDOWN_STATE_H
#define ASSAY_TEXT_MARKDOWN_STATE_H

#include "text/highlight.h"
#include "text/layout_build.h"
#include "text/table.h"

#include <md4c.h>

#define CONTEXTS_MAX 32

/* A list or a quotation around the present block. */
struct context {
	bool tight; /* a list without empty lines between its items */
	bool ordered;
	unsigned number; /* of the next item */
	char delimiter;
};

struct marks {
	const char *bullet, *bar, *quote, *code_top, *code, *code_more, *code_end;
};

struct md {
	struct layouter l;
	const struct marks *marks;
	size_t seen;   /* end of the source that was shown so far */
	size_t budget; /* calls left before this is given up as hostile */
	struct context contexts[CONTEXTS_MAX];
	size_t n_contexts; /* may be more than CONTEXTS_MAX: those are not kept */
	size_t skipped;    /* containers that are too deep to be drawn */
	enum style base;   /* of the block */
	unsigned strong, emphasis, code_span, link, quotes;
	size_t link_from;                /* cell of the line where the link began */
	char pending[16];                /* stands before the first text of the block */
	bool in_code, code_open, barred; /* block; its first row is out; it has a bar */
	struct highlight highlight;
	char language[40]; /* as written behind the fence */
	size_t fence;      /* where that is; SIZE_MAX: nowhere */
	struct table table;
	bool in_cell;
};

/* Shows what Markdown kept to itself up to END: definitions of links, lone carriage returns. */
void md_left_out(struct md *md, size_t end);
void md_mark(struct md *md, const char *utf8, size_t n, enum style style);
/* Whether S, which the parser gave us, is a piece of the text, at *OFF, that was not shown yet. */
bool md_is_source(const struct md *md, const char *s, size_t n, size_t *off);
void md_flush(struct md *md); /* the line becomes rows; an empty one none */
void md_code_open(struct md *md, size_t at);
bool md_spent(struct md *md); /* counts a call; true: give up */

int md_enter_span(MD_SPANTYPE type, void *detail, void *userdata);
int md_leave_span(MD_SPANTYPE type, void *detail, void *userdata);
int md_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata);

#endif
