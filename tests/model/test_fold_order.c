/* The result of the fold hangs on the set of events and on nothing else. */
#include "tests/model/fold_world.h"

static unsigned draw(uint64_t *random, unsigned n)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (unsigned)(*random >> 33) % n;
}

static void random_label(struct history *h, uint64_t *random, char name)
{
	static const char *const answers[] = { "{\"q\":1}", "{\"q\":2}", "{}" };
	char member = (char)('a' + draw(random, 3)), supersedes[4] = "";
	int hlc = (int)draw(random, 10);
	struct fold_event *e;

	for (unsigned i = 0, n = draw(random, 3); i < n && name > 'A'; i++) {
		char target = (char)('A' + draw(random, (unsigned)(name - 'A')));

		if (strchr(supersedes, target) == NULL)
			supersedes[strlen(supersedes)] = target;
	}
	if (draw(random, 4) == 0)
		e = retract(h, name, member, hlc, supersedes);
	else
		e = annotate_as(h, name, member, hlc, supersedes, draw(random, 3) ? 'X' : 'Y',
				answers[draw(random, 3)], draw(random, 5) ? "done" : "skipped",
				"null");
	if (draw(random, 10) == 0)
		redact(e);
	else if (draw(random, 10) == 0)
		e->parked = "revoked";
	else if (draw(random, 15) == 0)
		say(h, e, "{}");
}

static void random_event(struct history *h, uint64_t *random, char name)
{
	char staff = (char)('u' + draw(random, 2)), one[2] = "", seen[3] = "";
	int hlc = (int)draw(random, 10);

	if (name == 'A' || draw(random, 3) > 0) {
		random_label(h, random, name);
		return;
	}
	one[0] = (char)('A' + draw(random, (unsigned)(name - 'A')));
	seen[0] = (char)('A' + draw(random, (unsigned)(name - 'A')));
	switch (draw(random, 5)) {
	case 0:
		review(h, name, staff, hlc, draw(random, 3) ? "" : one, seen,
		       draw(random, 2) ? "accept" : "return");
		break;
	case 1:
		adjudicate(h, name, staff, hlc, draw(random, 3) ? "" : one, seen,
			   draw(random, 2) ? "{\"q\":1}" : "{\"q\":2}");
		break;
	case 2:
		flag(h, name, staff, hlc, draw(random, 2) ? "true" : "false");
		break;
	case 3:
		control(h, name, hlc, draw(random, 3) ? "" : one);
		break;
	default:
		withdraw(h, name, hlc, draw(random, 3) ? "" : one,
			 draw(random, 2) ? "true" : "false");
		break;
	}
}

static void describe(const struct fold_result *r, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_annotations; i++) {
		const struct fold_annotation *a = &r->annotation[i];

		n += (size_t)snprintf(out + n, size - n, "a %c%c %c %d %d %d %d %d %d\n",
				      a->batch.b[0], a->member.b[0], (char)a->rid, a->status,
				      a->revision, a->heads, a->differ, (int)a->at, (int)a->active);
	}
	for (size_t i = 0; i < r->n_decisions; i++)
		n += (size_t)snprintf(out + n, size - n, "d %c %d %d %d %d\n",
				      r->decision[i].batch.b[0], (int)r->decision[i].about,
				      (int)r->decision[i].rid, r->decision[i].stale,
				      r->decision[i].differ);
	for (size_t i = 0; i < r->n_controls; i++)
		n += (size_t)snprintf(out + n, size - n, "c %c %d\n", r->control[i].batch.b[0],
				      (int)r->control[i].rid);
	for (size_t i = 0; i < r->n_flags; i++)
		n += (size_t)snprintf(out + n, size - n, "f %c %c %d\n", r->flag[i].batch.b[0],
				      r->flag[i].member.b[0], r->flag[i].on);
	for (size_t i = 0; i < r->n_withdrawals; i++)
		n += (size_t)snprintf(out + n, size - n, "w %c %d\n", r->withdrawal[i].batch.b[0],
				      r->withdrawal[i].withdrawn);
	for (size_t i = 0; i < r->n_parks; i++)
		n += (size_t)snprintf(out + n, size - n, "p %d %s\n", (int)r->park[i].rid,
				      r->park[i].reason);
	assert_true(n < size);
	out[n] = '\0';
}

static void shuffle(struct history *h, uint64_t *random)
{
	for (size_t i = h->n; i > 1; i--) {
		size_t j = draw(random, (unsigned)i);
		struct fold_event swap = h->event[i - 1];

		h->event[i - 1] = h->event[j];
		h->event[j] = swap;
	}
}

static void the_result_does_not_depend_on_the_order_of_events(void **state)
{
	struct history *h = *state;
	uint64_t random = 2463534242u;
	size_t rows = 0, differ = 0, parks = 0, decisions = 0;
	char first[8192], again[8192];

	for (int round = 0; round < 3000; round++) {
		h->n = 0;
		memset(h->payload, 0, sizeof h->payload);
		for (int i = 0, n = 2 + (int)draw(&random, 14); i < n; i++)
			random_event(h, &random, (char)('A' + i));
		describe(fold(h), first, sizeof first);
		rows += h->result.n_annotations;
		parks += h->result.n_parks;
		decisions += h->result.n_decisions;
		for (size_t i = 0; i < h->result.n_annotations; i++)
			differ += h->result.annotation[i].differ;
		shuffle(h, &random);
		describe(fold(h), again, sizeof again);
		assert_string_equal(first, again);
		arena_clear(&h->arena);
	}
	/* The histories are not trivial. */
	assert_true(rows > 3000 && differ > 300 && parks > 1000 && decisions > 500);
}

/* The rule of CORE 6.1-4 once more, word for word and slowly, for labels alone. */
struct rule {
	bool parked, gone;
};

static const struct fold_event *called(const struct history *h, const struct id *id, size_t *place)
{
	for (*place = 0; *place < h->n; ++*place)
		if (id_equal(&h->event[*place].id, id))
			return &h->event[*place];
	return NULL;
}

static void apply_rule(const struct history *h, struct rule *rule)
{
	size_t t;

	for (size_t i = 0; i < h->n; i++) {
		const struct fold_event *f = &h->event[i];

		rule[i] = (struct rule){ .parked = f->parked != NULL
						   || (f->payload != NULL
						       && strcmp(f->payload, "{}") == 0) };
		for (int s = 0; s < f->n_supersedes; s++) {
			const struct fold_event *target = called(h, &f->supersedes[s], &t);

			if (target == NULL || !short_id_equal(&target->member, &f->member))
				rule[i].parked = true;
		}
	}
	for (size_t i = 0; i < h->n; i++)
		for (int s = 0; s < h->event[i].n_supersedes && !rule[i].parked; s++) {
			called(h, &h->event[i].supersedes[s], &t);
			rule[t].gone = true;
		}
}

static int heads_by_rule(const struct history *h, const struct rule *rule, char batch, char member,
			 int *annotates)
{
	char hex[ID_HEX + 1], wanted[ID_HEX + 16];
	int heads = 0;

	snprintf(wanted, sizeof wanted, "\"batch\":\"%s\"", world_hex(hex, batch, SHORT_ID_BYTES));
	*annotates = 0;
	for (size_t i = 0; i < h->n; i++) {
		const struct fold_event *e = &h->event[i];

		if (rule[i].parked || rule[i].gone || e->payload == NULL
		    || e->member.b[0] != (uint8_t)member || strstr(e->payload, wanted) == NULL)
			continue;
		heads++;
		*annotates += e->kind == KIND_ANNOTATE;
	}
	return heads;
}

static int heads_in_result(const struct fold_result *r, char batch, char member)
{
	for (size_t i = 0; i < r->n_annotations; i++)
		if (r->annotation[i].batch.b[0] == (uint8_t)batch
		    && r->annotation[i].member.b[0] == (uint8_t)member)
			return r->annotation[i].heads;
	return 0;
}

static void the_heads_are_those_of_the_rule_told_slowly(void **state)
{
	struct history *h = *state;
	struct rule rule[EVENTS_MAX];
	uint64_t random = 362436069u;

	for (int round = 0; round < 3000; round++) {
		h->n = 0;
		memset(h->payload, 0, sizeof h->payload);
		for (int i = 0, n = 2 + (int)draw(&random, 10); i < n; i++)
			random_label(h, &random, (char)('A' + i));
		fold(h);
		apply_rule(h, rule);
		for (const char *batch = "XY"; *batch != '\0'; batch++)
			for (const char *member = "abc"; *member != '\0'; member++) {
				int annotates;
				int heads = heads_by_rule(h, rule, *batch, *member, &annotates);

				assert_int_equal(heads_in_result(&h->result, *batch, *member),
						 annotates > 0 ? heads : 0);
			}
		arena_clear(&h->arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_result_does_not_depend_on_the_order_of_events),
		TEST(the_heads_are_those_of_the_rule_told_slowly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
