/* Any bytes as an event header: what is taken must come out again byte for byte. */
#include "log/event.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { .code = ERR_NONE };
	uint8_t again[EVENT_HEADER_MAX];
	struct event_header header;

	if (!event_header_read(&header, data, size, &err)) {
		if (err.code != ERR_INVALID && err.code != ERR_TOO_NEW)
			abort();
		return 0;
	}
	if (header.seq == 0 || header.payload_len > EVENT_PAYLOAD_MAX)
		abort();
	if (event_header_write(&header, again) != size || memcmp(again, data, size) != 0)
		abort();
	return 0;
}
