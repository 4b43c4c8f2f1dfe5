/* export_ranking.c - answers as rankings and golden texts. */
#include "cmd/export.h"

#include <string.h>

/* "r3" is 3; 0: no response of this item. */
static int response_of(const struct json *id, int n)
{
	if (id == NULL || id->type != JSON_STRING || id->len != 2 || id->str[0] != 'r')
		return 0;
	return id->str[1] >= '1' && id->str[1] <= '0' + n ? id->str[1] - '0' : 0;
}

static bool read_groups(const struct json *groups, int n, struct ranking *ranking)
{
	if (groups == NULL || groups->type != JSON_ARRAY || groups->count == 0
	    || groups->count > RANKED_MAX)
		return false;
	for (const struct json *g = groups->child; g != NULL; g = g->next) {
		if (g->type != JSON_ARRAY)
			return false;
		for (const struct json *id = g->child; id != NULL; id = id->next) {
			int r = response_of(id, n);

			if (r == 0 || ranking->group[r - 1] >= 0)
				return false;
			ranking->group[r - 1] = ranking->n_groups;
		}
		ranking->n_groups++;
	}
	return true;
}

/* A border without a number counts 1, as it does where no strength is asked. */
static void read_gaps(const struct json *gaps, struct ranking *ranking)
{
	const struct json *gap = gaps != NULL && gaps->type == JSON_ARRAY ? gaps->child : NULL;

	for (int g = 0; g + 1 < ranking->n_groups; g++) {
		ranking->gap[g] = gap != NULL && gap->type == JSON_INT && gap->integer >= 0
						  && gap->integer <= 99
					  ? (int)gap->integer
					  : 1;
		gap = gap != NULL ? gap->next : NULL;
	}
}

enum said read_ranking(const struct vote *vote, int n_responses, struct ranking *ranking)
{
	const struct guideline *guideline = vote->guide->guideline;
	const struct json *value;

	*ranking = (struct ranking){ .n = n_responses };
	for (int r = 0; r < RANKED_MAX; r++)
		ranking->group[r] = -1;
	if (vote->guide->rank < 0)
		return SAID_NOTHING;
	value = json_get(json_get(vote->payload, "answers"),
			 guideline->question[vote->guide->rank].id);
	if (json_get_bool(value, "na", false))
		return SAID_NA;
	if (!read_groups(json_get(value, "groups"), n_responses, ranking))
		return SAID_NOTHING;
	read_gaps(json_get(value, "gaps"), ranking);
	ranking->none_good = json_get_bool(value, "none_good", false);
	return SAID_RANKING;
}

/* ---- golden texts ---- */

struct reading {
	const struct vote *vote;
	int n_responses;
	struct golden *goldens;
	int n, max;
};

static void take_edit(struct reading *reading, const struct json *value, int base)
{
	const char *text = json_get_string(value, "text");
	int named = response_of(json_get(value, "base"), reading->n_responses);

	if (text == NULL || reading->n == reading->max)
		return;
	reading->goldens[reading->n++] = (struct golden){
		.vote = reading->vote,
		.text = text,
		.base = named > 0 ? named : base,
	};
}

static void take_edits(struct reading *reading, enum scope scope, const struct json *value)
{
	switch (scope) {
	case SCOPE_ITEM:
		take_edit(reading, value, 0);
		break;
	case SCOPE_BEST:
		take_edit(reading, json_get(value, "value"), 0);
		break;
	case SCOPE_RESPONSE:
		for (const struct json *v = value != NULL ? value->child : NULL; v; v = v->next) {
			const struct json id = { .type = JSON_STRING,
						 .str = v->key,
						 .len = v->key_len };

			take_edit(reading, v, response_of(&id, reading->n_responses));
		}
		break;
	case SCOPE_PROMPT: /* an edited prompt is no response */
	case SCOPE_TURN:
	case SCOPE_COUNT:
		break;
	}
}

int read_goldens(const struct exporter *x, const struct vote *vote, struct golden *goldens, int max)
{
	const struct guideline *guideline = vote->guide->guideline;
	const struct json *answers = json_get(vote->payload, "answers");
	const char *only =
		x->settings->format->needs == EXPORT_GOLDEN ? x->settings->question : NULL;
	struct reading reading = {
		.vote = vote, .n_responses = x->item.n_responses, .goldens = goldens, .max = max
	};

	for (int q = 0; q < guideline->n_questions; q++) {
		const struct question *question = &guideline->question[q];

		if (question->type != QUESTION_EDIT
		    || (only != NULL && strcmp(only, question->id) != 0))
			continue;
		take_edits(&reading, question->scope, json_get(answers, question->id));
	}
	return reading.n;
}
