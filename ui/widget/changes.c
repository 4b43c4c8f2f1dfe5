#include "ui/widget/changes.h"

#include "base/alloc.h"

#include <stdlib.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* White space before a mark stays outside, and no mark goes over a line end. */
static size_t add_marks(struct flow_mark **marks, size_t n, size_t *cap, const char *text,
			struct flow_mark mark)
{
	size_t at = mark.start, end = mark.end;

	while (at < end) {
		size_t stop;

		if (is_blank(text[at])) {
			at++;
			continue;
		}
		for (stop = at; stop < end && text[stop] != '\n'; stop++)
			;
		mark.start = at;
		mark.end = stop > at && text[stop - 1] == '\r' ? stop - 1 : stop;
		*marks = vec_grow(*marks, n, cap, sizeof **marks);
		(*marks)[n++] = mark;
		at = stop;
	}
	return n;
}

void changes_find(struct changes *c, const char *base, size_t base_len, const char *text,
		  size_t text_len)
{
	struct diff_span between;

	c->diff.n = c->n_gone = c->n_come = 0;
	c->diff.words_deleted = c->diff.words_inserted = 0;
	between = diff_texts(&c->diff, base, base_len, text, text_len);
	c->base_from = between.a_start;
	c->base_to = between.a_end;
	c->text_from = between.b_start;
	c->text_to = between.b_end;
	for (size_t i = 0; i < c->diff.n; i++) {
		const struct diff_part *p = &c->diff.parts[i];

		if (p->kind == DIFF_DELETED)
			c->n_gone = add_marks(&c->gone, c->n_gone, &c->cap_gone, base,
					      (struct flow_mark){ p->a_start, p->a_end,
								  STYLE_DELETED, "[-", "-]" });
		if (p->kind == DIFF_INSERTED)
			c->n_come = add_marks(&c->come, c->n_come, &c->cap_come, text,
					      (struct flow_mark){ p->b_start, p->b_end,
								  STYLE_INSERTED, "{+", "+}" });
	}
}

void changes_release(struct changes *changes)
{
	diff_release(&changes->diff);
	free(changes->gone);
	free(changes->come);
	*changes = (struct changes){ .gone = NULL };
}

size_t changes_both(const struct changes *c, const char *base, const char *text, struct buf *out,
		    struct flow_mark **marks, size_t *cap)
{
	size_t n = 0;

	buf_clear(out);
	for (size_t i = 0; i < c->diff.n; i++) {
		const struct diff_part *p = &c->diff.parts[i];
		bool gone = p->kind == DIFF_DELETED;
		struct flow_mark mark = { out->len, 0, gone ? STYLE_DELETED : STYLE_INSERTED,
					  gone ? "[-" : "{+", gone ? "-]" : "+}" };

		if (p->kind == DIFF_INSERTED)
			buf_add(out, text + p->b_start, p->b_end - p->b_start);
		else
			buf_add(out, base + p->a_start, p->a_end - p->a_start);
		mark.end = out->len;
		if (p->kind != DIFF_SAME)
			n = add_marks(marks, n, cap, buf_str(out), mark);
	}
	return n;
}

size_t changes_base_at(const struct changes *changes, size_t at)
{
	size_t base = 0;

	for (size_t i = 0; i < changes->diff.n; i++) {
		const struct diff_part *part = &changes->diff.parts[i];

		if (part->b_start > at)
			break;
		base = part->a_end;
		if (at < part->b_end) {
			base = part->kind == DIFF_SAME ? part->a_start + at - part->b_start
						       : part->a_start;
			break;
		}
	}
	return base;
}
