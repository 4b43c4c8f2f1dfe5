/* style.h - what a piece of text means; the theme gives it a look.  Colour is never alone: views
 * add a mark of their own. */
#ifndef ASSAY_TEXT_STYLE_H
#define ASSAY_TEXT_STYLE_H

enum style {
	STYLE_TEXT,
	STYLE_BRIGHT,    /* focused or chosen */
	STYLE_DIM,       /* known: labels, rules, hints, counts */
	STYLE_TITLE,     /* the title line */
	STYLE_CHOSEN,    /* green: answered, saved */
	STYLE_PROBLEM,   /* red */
	STYLE_ATTENTION, /* yellow */
	STYLE_INSERTED,  /* differences */
	STYLE_DELETED,
	STYLE_LINK,    /* cyan: things that belong together */
	STYLE_HIDDEN,  /* reverse: a control, bidi or unknown character made visible */
	STYLE_HEADING, /* Markdown */
	STYLE_STRONG,
	STYLE_EMPHASIS,
	STYLE_CODE,
	STYLE_QUOTE,
	STYLE_KEYWORD, /* code highlighting */
	STYLE_STRING,
	STYLE_COMMENT,
	STYLE_NUMBER,
	STYLE_MATCH,    /* search hit */
	STYLE_SELECTED, /* list row, marked text */
	STYLE_KEY,      /* a key in hint bar and help */
	STYLE_COUNT,
};

#endif
