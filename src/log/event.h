/* event.h - one immutable record of the log: header, id, hashes (CORE 3.1). */
#ifndef ASSAY_LOG_EVENT_H
#define ASSAY_LOG_EVENT_H

#include "base/err.h"
#include "base/hash.h"
#include "model/kinds.h"

#include <stddef.h>
#include <stdint.h>

#define EVENT_HEADER_MIN 168
#define EVENT_SUPERSEDES_MAX 32
#define EVENT_HEADER_MAX (EVENT_HEADER_MIN + 32 * EVENT_SUPERSEDES_MAX)
#define EVENT_PAYLOAD_MAX (1024 * 1024)
#define EVENT_SALT 16
#define EVENT_SIGN_EVERY 256
#define EVENT_SIGN_BYTES (512 * 1024)

struct event_header {
	uint16_t kind, schema;
	uint64_t seq, hlc;
	int64_t wall;
	struct id stream, prev, subject;
	uint32_t payload_len;
	struct id payload_hash;
	int n_supersedes;
	struct id supersedes[EVENT_SUPERSEDES_MAX]; /* ascending, distinct */
};

/* Writes the header; returns its length.  Sorts the supersedes. */
size_t event_header_write(struct event_header *header, uint8_t out[EVENT_HEADER_MAX]);
/* ERR_TOO_NEW: another version or a flag; ERR_INVALID: broken. */
bool event_header_read(struct event_header *header, const uint8_t *bytes, size_t len,
		       struct err *err) MUST_USE;

/* Of a header that was read once: the bytes of its payload. */
uint32_t event_payload_len(const uint8_t *header);

/* PROJECT NULL: the project's first event, whose id is the project id. */
struct id event_id(const struct id *project, const uint8_t *header, size_t len);
struct id event_payload_hash(const uint8_t salt[EVENT_SALT], const void *payload, size_t len);

/* The subject of a control event about a batch, member or guideline: left-aligned, zero-filled. */
struct id event_subject(const struct short_id *about);

/* What a head's signature covers: appended to OUT, returns its length. */
#define EVENT_HEAD_BYTES 128
size_t event_head_message(uint8_t out[EVENT_HEAD_BYTES], const struct id *project,
			  const struct id *stream, uint64_t seq, const struct id *id);
bool event_head_verify(const struct id *key, const struct id *project, const struct id *stream,
		       uint64_t seq, const struct id *id, const uint8_t sig[64]);

/* Hybrid logical clock (CORE 3.3).  NOW in ms. */
uint64_t hlc_local(uint64_t last, int64_t now);
uint64_t hlc_receive(uint64_t last, uint64_t received, int64_t now);

#endif
