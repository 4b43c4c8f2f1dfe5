/* capped.h - bytes of one record: kept in memory until they are too many, then passed on in pieces.
 * For source.c and records.c only. */
#ifndef ASSAY_DATA_CAPPED_H
#define ASSAY_DATA_CAPPED_H

#include "base/buf.h"
#include "data/source.h"

struct capped {
	struct buf *buf; /* at most SOURCE_LINE_MAX bytes */
	bool too_long;
	void (*keep)(void *ctx, const char *bytes, size_t n); /* may be NULL */
	void *ctx;
};

static inline void capped_add(struct capped *capped, const char *bytes, size_t n)
{
	if (!capped->too_long && capped->buf->len + n <= SOURCE_LINE_MAX) {
		buf_add(capped->buf, bytes, n);
		return;
	}
	if (!capped->too_long && capped->keep != NULL)
		capped->keep(capped->ctx, capped->buf->data, capped->buf->len);
	capped->too_long = true;
	if (capped->keep != NULL)
		capped->keep(capped->ctx, bytes, n);
}

#endif
