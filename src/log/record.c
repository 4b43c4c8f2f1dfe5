/* record.c - the 96 bytes that tell a copied or restored project from the original.
 *
 * The record lies outside the project and says how far this machine, since it was switched on, has
 * written a stream.  A file that says otherwise is a copy, or was restored, and starts a new
 * stream: two histories under one number are thus never written.
 */
#include "log/record.h"

#include "base/bytes.h"

#include <string.h>

#define MAGIC 0x31525341u /* "ASR1" */
#define CRC_FROM 8        /* the crc covers what follows it */

enum {
	AT_MAGIC = 0,
	AT_CRC = 4,
	AT_SEQ = 8,
	AT_ID = 16,
	AT_MACHINE = 48,
	AT_BOOT = 64,
	AT_CLEAN = 80
};

static uint32_t crc32(const uint8_t *bytes, size_t n)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1)));
	}
	return ~crc;
}

void record_write(const struct stream_record *record, uint8_t out[RECORD_BYTES])
{
	memset(out, 0, RECORD_BYTES);
	le_put(out + AT_MAGIC, MAGIC, 4);
	le_put(out + AT_SEQ, record->seq, 8);
	memcpy(out + AT_ID, record->id.b, ID_BYTES);
	memcpy(out + AT_MACHINE, record->machine, sizeof record->machine);
	memcpy(out + AT_BOOT, record->boot, sizeof record->boot);
	out[AT_CLEAN] = record->clean ? 1 : 0;
	le_put(out + AT_CRC, crc32(out + CRC_FROM, RECORD_BYTES - CRC_FROM), 4);
}

bool record_read(struct stream_record *record, const uint8_t in[RECORD_BYTES])
{
	if (le_get(in + AT_MAGIC, 4) != MAGIC
	    || le_get(in + AT_CRC, 4) != crc32(in + CRC_FROM, RECORD_BYTES - CRC_FROM))
		return false;
	record->seq = le_get(in + AT_SEQ, 8);
	memcpy(record->id.b, in + AT_ID, ID_BYTES);
	memcpy(record->machine, in + AT_MACHINE, sizeof record->machine);
	memcpy(record->boot, in + AT_BOOT, sizeof record->boot);
	record->clean = in[AT_CLEAN] == 1;
	return true;
}

static bool this_boot(const struct stream_record *record, const uint8_t boot[16])
{
	return memcmp(record->boot, boot, sizeof record->boot) == 0;
}

/* After a power loss (another boot, not clean) the record may be older than what was written: then
 * nobody can tell, and a new stream is the safe answer. */
bool record_allows(const struct stream_record *record, const uint8_t machine[16],
		   const uint8_t boot[16], uint64_t head_seq, const struct id *head_id)
{
	return memcmp(record->machine, machine, sizeof record->machine) == 0
	       && (this_boot(record, boot) || record->clean) && record->seq == head_seq
	       && id_equal(&record->id, head_id);
}

bool record_needs_sync(const struct stream_record *record, const uint8_t boot[16])
{
	return record->clean || !this_boot(record, boot);
}
