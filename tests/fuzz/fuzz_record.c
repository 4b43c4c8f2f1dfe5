/* Any bytes as a stream record, once as they are and once with a checksum that fits. */
#include "log/record.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_and_write(const uint8_t bytes[RECORD_BYTES])
{
	struct stream_record record, again;
	uint8_t copy[RECORD_BYTES];

	if (!record_read(&record, bytes))
		return;
	record_write(&record, copy);
	if (!record_read(&again, copy) || again.seq != record.seq || again.clean != record.clean
	    || !id_equal(&again.id, &record.id))
		abort();
	if (!record_allows(&record, record.machine, record.boot, record.seq, &record.id)
	    || record_allows(&record, record.machine, record.boot, record.seq + 1, &record.id))
		abort();
}

/* Whatever has changed on the way to the disk and back is no record. */
static void change_one(const struct stream_record *record, size_t at)
{
	struct stream_record changed;
	uint8_t bytes[RECORD_BYTES];

	record_write(record, bytes);
	bytes[at % RECORD_BYTES] ^= (uint8_t)(1u << at % 8);
	if (record_read(&changed, bytes))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t bytes[RECORD_BYTES] = { 0 };
	struct stream_record record = { .seq = size };

	memcpy(bytes, data, size < sizeof bytes ? size : sizeof bytes);
	read_and_write(bytes);
	memcpy(record.id.b, bytes, ID_BYTES);
	memcpy(record.machine, bytes + 32, sizeof record.machine);
	memcpy(record.boot, bytes + 48, sizeof record.boot);
	record.clean = bytes[64] & 1;
	record_write(&record, bytes);
	read_and_write(bytes);
	for (size_t at = 0; at < RECORD_BYTES; at++)
		change_one(&record, at);
	return 0;
}
