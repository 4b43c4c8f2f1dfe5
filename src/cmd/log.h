/* log.h - what an event did, in a few words; for `assay log`. */
#ifndef ASSAY_CMD_LOG_H
#define ASSAY_CMD_LOG_H

#include "base/json.h"
#include "base/map.h"
#include "store/reading.h"

/* Appends a line's worth, not yet sanitised.  BATCHES: hex id -> name (const char *).  PAYLOAD
 * NULL: redacted, or not to be read. */
void log_describe(struct buf *out, const struct store_log_row *row, const struct json *payload,
		  const struct map *batches);

#endif
