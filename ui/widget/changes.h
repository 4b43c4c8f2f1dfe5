/* changes.h - what differs between a base and a text, as marks for both. */
#ifndef ASSAY_UI_WIDGET_CHANGES_H
#define ASSAY_UI_WIDGET_CHANGES_H

#include "text/diff.h"
#include "ui/widget/flow.h"

struct changes {
	struct diff diff;              /* of diff_texts() */
	struct flow_mark *gone, *come; /* [-…-] in the base, {+…+} in the text */
	size_t n_gone, cap_gone, n_come, cap_come;
	/* Bytes between the words that both begin and end with. */
	size_t base_from, base_to, text_from, text_to;
};

/* Soon enough for every key. */
void changes_find(struct changes *changes, const char *base, size_t base_len, const char *text,
		  size_t text_len);
void changes_release(struct changes *changes);
/* The byte of the base that stands where byte AT of the text stands. */
size_t changes_base_at(const struct changes *changes, size_t at);

/* What went and what came in one text, OUT (cleared first), with the marks for it in *MARKS (room
 * for *CAP, grown); returns how many.  BASE and TEXT are those that were compared. */
size_t changes_both(const struct changes *changes, const char *base, const char *text,
		    struct buf *out, struct flow_mark **marks, size_t *cap);

#endif
