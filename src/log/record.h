/* record.h - the stream record beside the keys: may this copy of the project go on with its stream?
 * (CORE 4, minting).  Bytes in, bytes out; the store reads and writes the file. */
#ifndef ASSAY_LOG_RECORD_H
#define ASSAY_LOG_RECORD_H

#include "base/hash.h"

#include <stdbool.h>
#include <stdint.h>

#define RECORD_BYTES 96

struct stream_record {
	uint64_t seq;
	struct id id;
	uint8_t machine[16], boot[16];
	bool clean;
};

void record_write(const struct stream_record *record, uint8_t out[RECORD_BYTES]);
bool record_read(struct stream_record *record, const uint8_t in[RECORD_BYTES]); /* magic and crc */

/* Rule 1 of minting: append only if this is true; otherwise a new stream. */
bool record_allows(const struct stream_record *record, const uint8_t machine[16],
		   const uint8_t boot[16], uint64_t head_seq, const struct id *head_id);
/* Rule 2: the first append of a session must make the record durable with clean = 0 first. */
bool record_needs_sync(const struct stream_record *record, const uint8_t boot[16]);

#endif
