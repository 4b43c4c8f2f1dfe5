/* Rights hang on the set of events and on nothing else. */
#include "tests/model/authority_world.h"

static unsigned draw(uint64_t *random, unsigned n)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (unsigned)(*random >> 33) % n;
}

static void random_event(struct world *world, uint64_t *random, uint64_t seq)
{
	static const char keys[] = "OPLMABCR", members[] = "oplmabc";
	static const char *const roles[] = {
		"", ANNOTATOR, LEAD, "\"owner\"", "\"reviewer\"", "\"annotator\",\"lead\""
	};
	static const enum audience audiences[] = { AUDIENCE_TEAM,   AUDIENCE_TEAM, AUDIENCE_TEAM,
						   AUDIENCE_MEMBER, AUDIENCE_SELF, AUDIENCE_STAFF };
	char signer = keys[draw(random, 2) == 0 ? draw(random, 8) : 2 * draw(random, 2)];
	char member = members[draw(random, 7)];
	char key = keys[draw(random, 7)];
	const char *role = roles[draw(random, 6)];
	struct id stream = world_stream(keys[draw(random, 8)], (enum audience)draw(random, 4));

	if (draw(random, 12) == 0)
		world_policy(world, signer, seq, draw(random, 2) ? "open" : "closed");
	else if (draw(random, 4) == 0)
		world_revoke(world, signer, seq, member,
			     keys[draw(random, 2) ? draw(random, 7) : 8], role, &stream,
			     draw(random, 20));
	else
		world_grant(world, signer, audiences[draw(random, 6)], seq, member, role, key,
			    draw(random, 4) ? "self" : "host");
}

struct text {
	char *out;
	size_t n, size;
};

static void add_text(struct text *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text->n += (size_t)vsnprintf(text->out + text->n, text->size - text->n, format, args);
	va_end(args);
	assert_true(text->n < text->size);
}

static void all_judgements(const struct world *world, char key, enum audience audience,
			   struct text *text)
{
	for (uint64_t seq = 1; seq < 24; seq++)
		for (unsigned kind = 1; kind < 73; kind += kind == 5 ? 59 : 1) {
			const char *reason = world_judge(world, key, audience, seq, kind);

			add_text(text, "%s,", reason != NULL ? reason : "-");
		}
}

/* Everything that anybody could ask, as text. */
static void everything(const struct world *world, struct text text)
{
	for (const char *key = "OPLMABCR"; *key != '\0'; key++)
		for (int audience = 0; audience < 4; audience++)
			all_judgements(world, *key, (enum audience)audience, &text);
	for (size_t i = 0; i < authority_members(world->authority); i++) {
		const struct authority_member *m = authority_member(world->authority, i);

		add_text(&text, "%c %s %u %c;", m->id.b[0], m->name, m->roles, m->box.b[0]);
	}
	for (size_t i = 0; i < authority_keys(world->authority); i++) {
		const struct authority_key *k = authority_key_at(world->authority, i);

		add_text(&text, "%c %d %d %s;", k->key.b[0], k->member, k->host,
			 k->revoked != NULL ? k->revoked : "-");
	}
}

static void shuffle(struct world *world, uint64_t *random)
{
	for (size_t i = world->n; i > 1; i--) {
		size_t j = draw(random, (unsigned)i);
		struct control_event swap = world->event[i - 1];

		world->event[i - 1] = world->event[j];
		world->event[j] = swap;
	}
}

static void the_result_does_not_depend_on_the_order_of_events(void **state)
{
	enum { SIZE = 512 * 1024 };
	struct world *world = *state;
	char *first = malloc(SIZE), *again = malloc(SIZE);
	uint64_t random = 88172645463325252u;
	size_t members = 0;

	for (int round = 0; round < 60; round++) {
		world->n = 0;
		world_project(world, draw(&random, 2) ? "open" : "closed");
		world_grant(world, 'O', AUDIENCE_TEAM, 2, 'l', LEAD, 'L', "self");
		for (uint64_t seq = 3; seq < 20; seq++)
			random_event(world, &random, seq);
		world_build(world);
		members += authority_members(world->authority);
		everything(world, (struct text){ .out = first, .size = SIZE });
		for (int turn = 0; turn < 4; turn++) {
			shuffle(world, &random);
			world_build(world);
			everything(world, (struct text){ .out = again, .size = SIZE });
			assert_string_equal(first, again);
		}
	}
	assert_true(members > 150); /* the random projects are not empty */
	free(first);
	free(again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_result_does_not_depend_on_the_order_of_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
