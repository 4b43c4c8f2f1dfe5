/* align.h - which rows of texts that were laid out say the same, so that they are read side by
 * side. */
#ifndef ASSAY_TEXT_ALIGN_H
#define ASSAY_TEXT_ALIGN_H

#include "text/layout.h"

#define ALIGN_TEXTS_MAX 10

enum align_kind {
	ALIGN_SAME,  /* letter by letter, but for spaces */
	ALIGN_ALIKE, /* words changed */
	ALIGN_PLACE, /* other words in the same place: the third step here and the third step there
		      */
};

/* Rows [a, a_end) of one text stand for rows [b, b_end) of the other: a paragraph, a line of code,
 * a row of a table, with the empty rows behind it. */
struct align_match {
	size_t a, a_end, b, b_end;
	enum align_kind kind;
};

struct align_matches {
	struct align_match *match; /* ascending in both texts */
	size_t n, cap;
};

/* Appends what matches.  Takes time for the product of the lines at most up to a cap, beyond which
 * only lines that are equal and the only ones of their kind are paired. */
void align_match(struct align_matches *out, const struct layout *a, const struct layout *b);
void align_matches_release(struct align_matches *matches);

/* One grid for N texts: PLACE[i][row] is where a row of text i stands, ascending; matching rows
 * stand in the same place, whatever is longer pushes the next match down. */
struct align_grid {
	size_t *place[ALIGN_TEXTS_MAX];
	size_t n_rows[ALIGN_TEXTS_MAX]; /* of each text */
	size_t n, rows;                 /* texts; rows of the grid */
};

/* WITH_FIRST[i] has the matches of layouts[0] and layouts[i]; [0] is not read. */
void align_place(struct align_grid *grid, const struct layout *const *layouts,
		 const struct align_matches *with_first, size_t n);
void align_grid_release(struct align_grid *grid);

/* The first row of text I at place V or behind it; the number of its rows if there is none. */
size_t align_row(const struct align_grid *grid, size_t i, size_t v);

/* A text and its layout, whose cells align_fade() restyles. */
struct align_text {
	struct layout *layout;
	const char *text;
	size_t len;
};

/* What all texts share becomes dim, the words that differ are deleted (in the first text) or
 * inserted (in the others), and each row's `side` says what it is. */
void align_fade(const struct align_text *texts, const struct align_matches *with_first, size_t n);

/* Puts empty rows into the layout of text I until it is as tall as the grid. */
void align_pad(const struct align_grid *grid, size_t i, struct layout *layout, size_t len);

#endif
