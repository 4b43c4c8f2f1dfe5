/* diff.h - what differs between two texts, by words (Myers 1986) and, in long ones, by lines. */
#ifndef ASSAY_TEXT_DIFF_H
#define ASSAY_TEXT_DIFF_H

#include <stddef.h>

enum diff_kind { DIFF_SAME, DIFF_DELETED, DIFF_INSERTED };

struct diff_part {
	enum diff_kind kind;
	size_t a_start, a_end; /* bytes of the old text; empty for INSERTED */
	size_t b_start, b_end; /* bytes of the new text; empty for DELETED */
};

struct diff {
	struct diff_part *parts;
	size_t n, cap;
	size_t words_deleted, words_inserted;
};

struct diff_span { /* bytes of the old text and of the new one */
	size_t a_start, a_end, b_start, b_end;
};

/* Appends to DIFF (zeroed by the caller).  Over a cap on the edit distance the rest is one deletion
 * and one insertion: it always ends soon. */
void diff_words(struct diff *diff, const char *a, size_t a_len, const char *b, size_t b_len);

/* The same for long texts, soon enough for every key: what both begin and end with, whole lines
 * that are the same, words between them.  Parts may be next to each other though they are of one
 * kind.  Returns what is between the words that both begin and end with. */
struct diff_span diff_texts(struct diff *diff, const char *a, size_t a_len, const char *b,
			    size_t b_len);

void diff_release(struct diff *diff);

#endif
