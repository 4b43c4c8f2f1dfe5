/* fold_world.h - a small history of one item's events for the tests of the fold. */
#ifndef ASSAY_TESTS_MODEL_FOLD_WORLD_H
#define ASSAY_TESTS_MODEL_FOLD_WORLD_H

#include "model/fold.h"

#include "tests/model/control_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define EVENTS_MAX 64
#define PAYLOAD_MAX 1200
#define SUPERSEDES_MAX 8

/* Events are named by letters; members are small letters, batches X and Y. */
struct history {
	struct fold_event event[EVENTS_MAX];
	char payload[EVENTS_MAX][PAYLOAD_MAX];
	struct id supersedes[EVENTS_MAX][SUPERSEDES_MAX];
	size_t n;
	struct arena arena;
	struct fold_result result;
	struct world world; /* for what needs an authority */
};

static inline int setup(void **state)
{
	*state = calloc(1, sizeof(struct history));
	return *state == NULL;
}

static inline int teardown(void **state)
{
	struct history *h = *state;

	authority_free(h->world.authority);
	arena_release(&h->arena);
	free(h);
	return 0;
}

static inline struct fold_event *add(struct history *h, char name, unsigned kind, char member,
				     int hlc, const char *supersedes)
{
	struct fold_event *e = &h->event[h->n];

	*e = (struct fold_event){
		.id = world_id(name),
		.stream = world_id(member),
		.seq = h->n + 2,
		.hlc = (uint64_t)hlc,
		.wall = hlc * 10,
		.rid = name,
		.kind = (uint16_t)kind,
		.member = world_member(member),
		.supersedes = h->supersedes[h->n],
		.payload = h->payload[h->n],
	};
	for (; *supersedes != '\0'; supersedes++)
		h->supersedes[h->n][e->n_supersedes++] = world_id(*supersedes);
	h->n++;
	return e;
}

static inline struct fold_event *say(struct history *h, struct fold_event *e, const char *payload)
{
	snprintf(h->payload[e - h->event], PAYLOAD_MAX, "%s", payload);
	e->payload_len = strlen(e->payload);
	return e;
}

/* One line of a test says all of an event: NOLINTBEGIN(readability-function-size) */

static inline struct fold_event *annotate_as(struct history *h, char name, char member, int hlc,
					     const char *supersedes, char batch,
					     const char *answers, const char *status,
					     const char *external)
{
	struct fold_event *e = add(h, name, KIND_ANNOTATE, member, hlc, supersedes);
	char text[PAYLOAD_MAX], b[ID_HEX + 1];

	snprintf(text, sizeof text,
		 "{\"answers\":%s,\"batch\":\"%s\",\"checks\":[],\"for\":%s,\"guideline\":\"00\","
		 "\"input\":{},\"reason\":null,\"shown\":{},\"status\":\"%s\","
		 "\"time\":{\"active_ms\":%d,\"idle_ms\":0}}",
		 answers, world_hex(b, batch, SHORT_ID_BYTES), external, status, 100 + hlc);
	return say(h, e, text);
}

static inline struct fold_event *annotate(struct history *h, char name, char member, int hlc,
					  const char *supersedes, const char *answers)
{
	return annotate_as(h, name, member, hlc, supersedes, 'X', answers, "done", "null");
}

static inline struct fold_event *write_about(struct history *h, char name, unsigned kind,
					     char member, int hlc, const char *supersedes,
					     const char *format, ...)
{
	struct fold_event *e = add(h, name, kind, member, hlc, supersedes);
	char text[PAYLOAD_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return say(h, e, text);
}

#define BATCH_X "\"58585858585858585858585858585858\""

static inline struct fold_event *retract(struct history *h, char name, char member, int hlc,
					 const char *supersedes)
{
	return write_about(h, name, KIND_RETRACT, member, hlc, supersedes,
			   "{\"batch\":" BATCH_X ",\"reason\":\"x\"}");
}

/* A JSON list of the ids of the events called NAMES. */
static const char *id_list(struct history *h, const char *names)
{
	char *text = arena_alloc(&h->arena, 80 * (strlen(names) + 1)), hex[ID_HEX + 1];
	size_t n = (size_t)snprintf(text, 2, "[");

	for (size_t i = 0; names[i] != '\0'; i++)
		n += (size_t)snprintf(text + n, 70, "%s\"%s\"", i > 0 ? "," : "",
				      world_hex(hex, names[i], ID_BYTES));
	snprintf(text + n, 2, "]");
	return text;
}

static inline struct fold_event *review(struct history *h, char name, char member, int hlc,
					const char *supersedes, const char *about,
					const char *verdict)
{
	return write_about(h, name, KIND_REVIEW, member, hlc, supersedes,
			   "{\"about\":%s,\"batch\":" BATCH_X ",\"note\":null,\"verdict\":\"%s\"}",
			   id_list(h, about), verdict);
}

static inline struct fold_event *adjudicate(struct history *h, char name, char member, int hlc,
					    const char *supersedes, const char *saw,
					    const char *answers)
{
	return write_about(h, name, KIND_ADJUDICATE, member, hlc, supersedes,
			   "{\"answers\":%s,\"batch\":" BATCH_X ",\"note\":null,\"saw\":%s}",
			   answers, id_list(h, saw));
}

/* NOLINTEND(readability-function-size) */

static inline const struct fold_result *fold(struct history *h)
{
	fold_item(h->world.authority, h->event, h->n, &h->arena, &h->result);
	return &h->result;
}

static inline void assert_parked(struct history *h, char name, const char *reason)
{
	for (size_t i = 0; i < h->result.n_parks; i++)
		if (h->result.park[i].rid == name) {
			assert_string_equal(h->result.park[i].reason, reason);
			return;
		}
	fail_msg("%c is not parked", name);
}

static inline void redact(struct fold_event *e)
{
	e->payload = NULL;
	e->payload_len = 0;
}

static inline void flag(struct history *h, char name, char member, int hlc, const char *on)
{
	write_about(h, name, KIND_FLAG, member, hlc, "",
		    "{\"batch\":" BATCH_X ",\"note\":null,\"on\":%s}", on);
}

static inline void control(struct history *h, char name, int hlc, const char *supersedes)
{
	write_about(h, name, KIND_CONTROL, 'l', hlc, supersedes,
		    "{\"batch\":" BATCH_X
		    ",\"expect\":{},\"explain\":null,\"feedback\":\"after\"}");
}

static inline void withdraw(struct history *h, char name, int hlc, const char *supersedes,
			    const char *on)
{
	write_about(h, name, KIND_WITHDRAW, 'l', hlc, supersedes,
		    "{\"batch\":" BATCH_X ",\"reason\":\"x\",\"withdrawn\":%s}", on);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
