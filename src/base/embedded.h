/* embedded.h - a file of the source tree inside the binary. */
#ifndef ASSAY_BASE_EMBEDDED_H
#define ASSAY_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name;  /* without its folder */
	const char *bytes; /* NUL behind the last */
	size_t len;
};

#endif
