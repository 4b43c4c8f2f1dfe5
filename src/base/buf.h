/* buf.h - growing bytes.  data[len] is always NUL, and 64 spare bytes follow it, which simdjson
 * needs behind its input. */
#ifndef ASSAY_BASE_BUF_H
#define ASSAY_BASE_BUF_H

#include "base/err.h"

#include <stdarg.h>
#include <stddef.h>

#define BUF_SPARE 64

struct buf {
	char *data; /* never NULL after the first add or buf_reserve() */
	size_t len, cap;
};

#define BUF_INIT                                 \
	{                                        \
		.data = NULL, .len = 0, .cap = 0 \
	}

void buf_reserve(struct buf *buf, size_t more); /* room for MORE bytes behind len */
void buf_add(struct buf *buf, const void *bytes, size_t n);
void buf_adds(struct buf *buf, const char *s);
void buf_addc(struct buf *buf, char c);
void buf_addf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_addv(struct buf *buf, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
void buf_add_utf8(struct buf *buf, unsigned code_point);
size_t utf8_encode(char out[4], unsigned code_point); /* returns how many bytes */
void buf_clear(struct buf *buf);                      /* empty and reusable */
void buf_release(struct buf *buf);                    /* frees; reusable */
char *buf_detach(struct buf *buf);    /* the caller's string; the buf is empty after it */
const char *buf_str(struct buf *buf); /* never NULL; borrowed until the next change */

#endif
