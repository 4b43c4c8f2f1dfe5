/* event.c - headers to the byte, ids, head signatures and the hybrid clock. */
#include "log/event.h"

#include "base/bytes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define VERSION 1
#define CLOCK_AHEAD_MAX (INT64_C(10) * 60 * 1000) /* ms that a received clock may pull ours on */
#define CLOCK_MS_MAX ((INT64_C(1) << 48) - 1)

static const char domain_event[] = "assay event 1";
static const char domain_payload[] = "assay payload 1";
static const char domain_head[] = "assay head 1";

static uint8_t *put_id(uint8_t *out, const struct id *id)
{
	memcpy(out, id->b, ID_BYTES);
	return out + ID_BYTES;
}

static struct id get_id(const uint8_t *in)
{
	struct id id;

	memcpy(id.b, in, ID_BYTES);
	return id;
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, ID_BYTES);
}

/* ---- header ---- */

size_t event_header_write(struct event_header *header, uint8_t out[EVENT_HEADER_MAX])
{
	uint8_t *p = out;

	qsort(header->supersedes, (size_t)header->n_supersedes, sizeof *header->supersedes,
	      compare_ids);
	p = le_put(p, VERSION, 1);
	p = le_put(p, 0, 1);
	p = le_put(p, header->kind, 2);
	p = le_put(p, header->schema, 2);
	p = le_put(p, (uint64_t)header->n_supersedes, 2);
	p = le_put(p, header->seq, 8);
	p = le_put(p, header->hlc, 8);
	p = le_put(p, (uint64_t)header->wall, 8);
	p = put_id(p, &header->stream);
	p = put_id(p, &header->prev);
	p = put_id(p, &header->subject);
	p = le_put(p, header->payload_len, 4);
	p = le_put(p, 0, 4);
	p = put_id(p, &header->payload_hash);
	for (int i = 0; i < header->n_supersedes; i++)
		p = put_id(p, &header->supersedes[i]);
	return (size_t)(p - out);
}

static bool check_frame(const uint8_t *bytes, size_t len, struct err *err)
{
	size_t n;

	if (len < 2)
		return err_set(err, ERR_INVALID, "an event header of %zu bytes is cut short", len);
	if (bytes[0] != VERSION)
		return err_set(err, ERR_TOO_NEW, "event header version %u needs a newer assay",
			       bytes[0]);
	if (bytes[1] != 0)
		return err_set(err, ERR_TOO_NEW, "event header flags 0x%02x need a newer assay",
			       bytes[1]);
	if (len < EVENT_HEADER_MIN)
		return err_set(err, ERR_INVALID, "an event header of %zu bytes is cut short", len);
	n = le_get(bytes + 6, 2);
	if (n > EVENT_SUPERSEDES_MAX)
		return err_set(err, ERR_INVALID, "an event supersedes %zu others; at most %d", n,
			       EVENT_SUPERSEDES_MAX);
	if (len != EVENT_HEADER_MIN + n * ID_BYTES)
		return err_set(err, ERR_INVALID,
			       "an event header of %zu bytes should have %zu, as it supersedes %zu",
			       len, EVENT_HEADER_MIN + n * ID_BYTES, n);
	return true;
}

uint32_t event_payload_len(const uint8_t *header)
{
	return (uint32_t)le_get(header + 128, 4);
}

static void read_fields(struct event_header *header, const uint8_t *bytes)
{
	header->kind = (uint16_t)le_get(bytes + 2, 2);
	header->schema = (uint16_t)le_get(bytes + 4, 2);
	header->n_supersedes = (int)le_get(bytes + 6, 2);
	header->seq = le_get(bytes + 8, 8);
	header->hlc = le_get(bytes + 16, 8);
	header->wall = (int64_t)le_get(bytes + 24, 8);
	header->stream = get_id(bytes + 32);
	header->prev = get_id(bytes + 64);
	header->subject = get_id(bytes + 96);
	header->payload_len = event_payload_len(bytes);
	header->payload_hash = get_id(bytes + 136);
	for (int i = 0; i < header->n_supersedes; i++)
		header->supersedes[i] = get_id(bytes + EVENT_HEADER_MIN + i * ID_BYTES);
}

static bool check_numbers(const struct event_header *header, struct err *err)
{
	if (header->kind == 0)
		return err_set(err, ERR_INVALID, "an event of kind 0");
	if (header->schema == 0)
		return err_set(err, ERR_INVALID, "an event with schema 0");
	if (header->seq == 0 || header->seq > UINT32_MAX)
		return err_set(err, ERR_INVALID, "an event with the number %llu",
			       (unsigned long long)header->seq);
	if (header->payload_len > EVENT_PAYLOAD_MAX)
		return err_set(err, ERR_INVALID, "an event payload of %u bytes; at most %d",
			       header->payload_len, EVENT_PAYLOAD_MAX);
	return true;
}

/* The first event of a stream names neither stream nor predecessor; all others name both. */
static bool check_links(const struct event_header *header, struct err *err)
{
	bool first = header->seq == 1;

	if (id_is_zero(&header->stream) != first || id_is_zero(&header->prev) != first)
		return err_set(err, ERR_INVALID,
			       first ? "the first event of a stream names a predecessor"
				     : "an event names no stream or no predecessor");
	for (int i = 1; i < header->n_supersedes; i++)
		if (compare_ids(&header->supersedes[i - 1], &header->supersedes[i]) >= 0)
			return err_set(err, ERR_INVALID,
				       "the ids that an event supersedes are not ascending");
	return true;
}

bool event_header_read(struct event_header *header, const uint8_t *bytes, size_t len,
		       struct err *err)
{
	if (!check_frame(bytes, len, err))
		return false;
	read_fields(header, bytes);
	if (le_get(bytes + 132, 4) != 0)
		return err_set(err, ERR_INVALID, "an event header with bytes set that must be 0");
	return check_numbers(header, err) && check_links(header, err);
}

/* ---- ids and signatures ---- */

struct id event_id(const struct id *project, const uint8_t *header, size_t len)
{
	struct hash hash;

	hash_begin(&hash, domain_event, project);
	hash_add(&hash, header, len);
	return hash_end(&hash);
}

struct id event_payload_hash(const uint8_t salt[EVENT_SALT], const void *payload, size_t len)
{
	struct hash hash;

	hash_begin(&hash, domain_payload, NULL);
	hash_add(&hash, salt, EVENT_SALT);
	if (len > 0)
		hash_add(&hash, payload, len);
	return hash_end(&hash);
}

struct id event_subject(const struct short_id *about)
{
	struct id subject = { .b = { 0 } };

	memcpy(subject.b, about->b, sizeof about->b);
	return subject;
}

size_t event_head_message(uint8_t out[EVENT_HEAD_BYTES], const struct id *project,
			  const struct id *stream, uint64_t seq, const struct id *id)
{
	uint8_t *p = out;

	memcpy(p, domain_head, sizeof domain_head); /* its NUL is part of the message */
	p += sizeof domain_head;
	p = put_id(p, project);
	p = put_id(p, stream);
	p = le_put(p, seq, 8);
	p = put_id(p, id);
	return (size_t)(p - out);
}

bool event_head_verify(const struct id *key, const struct id *project, const struct id *stream,
		       uint64_t seq, const struct id *id, const uint8_t sig[64])
{
	uint8_t message[EVENT_HEAD_BYTES];
	size_t len = event_head_message(message, project, stream, seq, id);

	return crypto_sign_verify_detached(sig, message, len, key->b) == 0;
}

/* ---- clock ---- */

static uint64_t stamp(uint64_t ms, uint64_t counter)
{
	return counter > UINT16_MAX ? (ms + 1) << 16 : ms << 16 | counter;
}

static uint64_t max_u64(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* A clock before 1970 or beyond 48 bits of milliseconds counts as the nearest that can be said. */
static uint64_t clamp_ms(int64_t now)
{
	if (now < 0)
		return 0;
	return now > CLOCK_MS_MAX - 1 ? CLOCK_MS_MAX - 1 : (uint64_t)now;
}

uint64_t hlc_local(uint64_t last, int64_t now)
{
	uint64_t was = last >> 16, ms = max_u64(was, clamp_ms(now));

	return stamp(ms, ms == was ? (last & UINT16_MAX) + 1 : 0);
}

uint64_t hlc_receive(uint64_t last, uint64_t received, int64_t now)
{
	uint64_t was = last >> 16, theirs = received >> 16, ms, counter = 0;

	if (theirs > clamp_ms(now) + CLOCK_AHEAD_MAX)
		return last;
	ms = max_u64(max_u64(was, theirs), clamp_ms(now));
	if (ms == was && ms == theirs)
		counter = max_u64(last & UINT16_MAX, received & UINT16_MAX) + 1;
	else if (ms == was)
		counter = (last & UINT16_MAX) + 1;
	else if (ms == theirs)
		counter = (received & UINT16_MAX) + 1;
	return stamp(ms, counter);
}
