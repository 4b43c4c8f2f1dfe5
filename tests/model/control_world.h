/* control_world.h - a small project of control events for the tests of authority and fold: keys,
 * members and streams are single letters. */
#ifndef ASSAY_TESTS_MODEL_CONTROL_WORLD_H
#define ASSAY_TESTS_MODEL_CONTROL_WORLD_H

#include "model/authority.h"

#include <stdio.h>
#include <string.h>

#define WORLD_EVENTS 64
#define WORLD_PAYLOAD 1024

struct world {
	struct control_event event[WORLD_EVENTS];
	char payload[WORLD_EVENTS][WORLD_PAYLOAD];
	struct id supersedes[WORLD_EVENTS];
	size_t n;
	struct authority *authority;
};

static inline struct id world_id(char letter)
{
	struct id id;

	memset(id.b, letter, sizeof id.b);
	return id;
}

static inline struct short_id world_member(char letter)
{
	struct short_id id;

	memset(id.b, letter, sizeof id.b);
	return id;
}

/* The stream of KEY for an audience; the team stream of 'O' is the project's own. */
static inline struct id world_stream(char key, enum audience audience)
{
	struct id id = world_id(key);

	id.b[31] = (uint8_t)(audience + 1);
	return id;
}

static inline struct control_event *world_add(struct world *world, unsigned kind, char key,
					      enum audience audience, uint64_t seq)
{
	struct control_event *e = &world->event[world->n];

	*e = (struct control_event){
		.kind = (uint16_t)kind,
		.key = world_id(key),
		.stream = world_stream(key, audience),
		.audience = audience,
		.seq = seq,
		.hlc = seq << 16,
		.payload = world->payload[world->n],
	};
	e->id = world_stream(key, audience);
	e->id.b[0] = (uint8_t)seq;
	world->n++;
	return e;
}

static inline char *world_hex(char out[ID_HEX + 1], char letter, size_t bytes)
{
	struct id id = world_id(letter);

	hex_encode(out, id.b, bytes);
	return out;
}

static inline void world_written(struct control_event *e)
{
	e->payload_len = strlen(e->payload);
}

/* Owner O, recovery key R. */
static inline void world_project(struct world *world, const char *join)
{
	struct control_event *e = world_add(world, KIND_PROJECT, 'O', AUDIENCE_TEAM, 1);
	char owner[ID_HEX + 1], recovery[ID_HEX + 1];

	snprintf(world->payload[world->n - 1], WORLD_PAYLOAD,
		 "{\"join\":\"%s\",\"owners\":[\"%s\"],\"recovery\":\"%s\"}", join,
		 world_hex(owner, 'O', ID_BYTES), world_hex(recovery, 'R', ID_BYTES));
	world_written(e);
}

/* One line of a test says all of an event: NOLINTBEGIN(readability-function-size) */

/* KEY 0: a grant without keys. */
static inline struct control_event *world_grant(struct world *world, char signer,
						enum audience audience, uint64_t seq, char member,
						const char *roles, char key, const char *custody)
{
	struct control_event *e = world_add(world, KIND_GRANT, signer, audience, seq);
	char m[ID_HEX + 1], k[ID_HEX + 1], keys[512] = "";

	e->reader = world_member(member);
	world_hex(k, key, ID_BYTES);
	if (key != 0)
		snprintf(keys, sizeof keys,
			 "{\"box\":\"%s\",\"custody\":\"%s\",\"device\":\"d\",\"key\":\"%s\"}", k,
			 custody, k);
	snprintf(world->payload[world->n - 1], WORLD_PAYLOAD,
		 "{\"keys\":[%s],\"member\":\"%s\",\"name\":\"%c by %c\",\"roles\":[%s],"
		 "\"sealed\":[]}",
		 keys, world_hex(m, member, SHORT_ID_BYTES), member, signer, roles);
	world_written(e);
	return e;
}

/* KEY 0: the member with all keys.  KEEP_KEY's stream of KEEP_AUDIENCE is kept up to KEPT. */
static inline struct control_event *world_revoke(struct world *world, char signer, uint64_t seq,
						 char member, char key, const char *roles,
						 const struct id *stream, unsigned kept)
{
	struct control_event *e = world_add(world, KIND_REVOKE, signer, AUDIENCE_TEAM, seq);
	char m[ID_HEX + 1], k[ID_HEX + 3] = "null", s[ID_HEX + 1], keep[128] = "", hex[ID_HEX + 1];

	if (key != 0)
		snprintf(k, sizeof k, "\"%s\"", world_hex(hex, key, ID_BYTES));
	if (stream != NULL) {
		hex_encode(s, stream->b, ID_BYTES);
		snprintf(keep, sizeof keep, "\"%s\":%u", s, kept);
	}
	snprintf(world->payload[world->n - 1], WORLD_PAYLOAD,
		 "{\"keep\":{%s},\"key\":%s,\"member\":\"%s\",\"reason\":\"x\",\"roles\":[%s]}",
		 keep, k, world_hex(m, member, SHORT_ID_BYTES), roles);
	world_written(e);
	return e;
}

/* NOLINTEND(readability-function-size) */

static inline struct control_event *world_policy(struct world *world, char signer, uint64_t seq,
						 const char *join)
{
	struct control_event *e = world_add(world, KIND_POLICY, signer, AUDIENCE_TEAM, seq);

	snprintf(world->payload[world->n - 1], WORLD_PAYLOAD,
		 "{\"join\":\"%s\",\"min_client\":null}", join);
	world_written(e);
	return e;
}

static inline struct authority *world_build(struct world *world)
{
	struct id project = world_stream('O', AUDIENCE_TEAM);

	authority_free(world->authority);
	world->authority = authority_build(&project, world->event, world->n);
	return world->authority;
}

static inline const char *world_judge(const struct world *world, char key, enum audience audience,
				      uint64_t seq, unsigned kind)
{
	struct id id = world_id(key), stream = world_stream(key, audience);
	struct short_id reader = world_member(0);

	return authority_judge(world->authority, &id, &stream, seq, kind, 1, audience, &reader);
}

#endif
