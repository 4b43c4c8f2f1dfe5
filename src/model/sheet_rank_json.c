/* sheet_rank_json.c - a ranking as it is stored: groups, gaps, rest (ANNOTATION 3). */
#include "model/sheet_private.h"

#include <stdio.h>

/* Appends the r numbers of PLACES, ascending, as a list of ids. */
static struct json *id_list(const struct sheet *sheet, const bool *in, struct arena *arena)
{
	struct json *list = json_array(arena);
	char id[16];

	for (int r = 1; r <= PLACES; r++) {
		int place = sheet_place(sheet, r);

		if (place < 0 || !in[place])
			continue;
		snprintf(id, sizeof id, "r%d", r);
		json_push(list, json_string(arena, id));
	}
	return list;
}

static struct json *write_groups(const struct sheet *sheet, const struct rank *rank,
				 struct arena *arena)
{
	struct json *groups = json_array(arena);

	for (int i = 0; i < rank->n;) {
		bool in[PLACES] = { false };

		do
			in[rank->place[i++]] = true;
		while (i < rank->n && rank->gap[i] == 0);
		json_push(groups, id_list(sheet, in, arena));
	}
	return groups;
}

/* In a draft one gap more than there are borders is the sign typed last (0: a tie), one less an
 * open strength. */
static struct json *write_gaps(const struct rank *rank, struct arena *arena)
{
	struct json *gaps = json_array(arena);

	for (int i = 1; i < rank->n; i++)
		if (rank->gap[i] > 0)
			json_push(gaps, json_int(arena, rank->gap[i]));
	if (rank->sign != SIGN_NONE)
		json_push(gaps, json_int(arena, rank->sign));
	return gaps;
}

static struct json *write_rest(const struct sheet *sheet, const struct rank *rank,
			       struct arena *arena)
{
	bool in[PLACES];

	for (int place = 0; place < PLACES; place++)
		in[place] = place < sheet->n && !rank_has_place(rank, place);
	return id_list(sheet, in, arena);
}

struct json *rank_write(const struct sheet *sheet, const struct question *q, const struct answer *a,
			struct arena *arena)
{
	struct json *value = json_object(arena);
	const struct rank *rank = &a->rank;

	if (a->na) {
		json_set(arena, value, "na", json_bool(arena, true));
		return value;
	}
	json_set(arena, value, "groups", write_groups(sheet, rank, arena));
	json_set(arena, value, "gaps", write_gaps(rank, arena));
	if (q->none_good)
		json_set(arena, value, "none_good", json_bool(arena, rank->none_good));
	if (rank->n < sheet->n && rank_state(sheet, q, a) == CELL_ANSWERED)
		json_set(arena, value, "rest", write_rest(sheet, rank, arena));
	return value;
}

static int place_of_id(const struct sheet *sheet, const struct json *id)
{
	if (id->type != JSON_STRING || id->len != 2 || id->str[0] != 'r')
		return -1;
	return sheet_place(sheet, id->str[1] - '0');
}

/* Members of a group have no order of their own: they come in the shown one. */
static void read_group(const struct sheet *sheet, struct rank *rank, const struct json *group,
		       int gap)
{
	bool in[PLACES] = { false };

	for (const struct json *id = group->child; id != NULL; id = id->next) {
		int place = place_of_id(sheet, id);

		if (place >= 0)
			in[place] = !rank_has_place(rank, place);
	}
	for (int place = 0; place < sheet->n; place++)
		if (in[place]) {
			rank_place_next(rank, place, gap);
			gap = 0;
		}
}

static int clamp_gap(const struct question *q, const struct json *gap, int otherwise)
{
	if (gap == NULL || gap->type != JSON_INT || gap->integer < 1)
		return otherwise;
	return gap->integer > rank_gap_cap(q) ? rank_gap_cap(q) : (int)gap->integer;
}

static void read_sign(const struct sheet *sheet, const struct question *q, struct rank *rank,
		      const struct json *gap)
{
	bool tie = gap->type == JSON_INT && gap->integer == 0 && q->ties;

	if (rank->n > 0 && rank->n < sheet->n && sheet->n > 2
	    && (tie || !rank_is_full(sheet, q, rank)))
		rank->sign = tie ? 0 : clamp_gap(q, gap, SIGN_NONE);
}

void rank_read(struct sheet *sheet, int question, struct answer *a, const struct json *value)
{
	const struct question *q = &sheet->guideline->question[question];
	const struct json *groups = json_get(value, "groups"), *gaps = json_get(value, "gaps");
	const struct json *gap = gaps != NULL && gaps->type == JSON_ARRAY ? gaps->child : NULL;
	struct rank *rank = &a->rank;

	a->na = json_get_bool(value, "na", false);
	rank->none_good = q->none_good && json_get_bool(value, "none_good", false);
	if (a->na || groups == NULL || groups->type != JSON_ARRAY)
		return;
	for (const struct json *group = groups->child; group != NULL; group = group->next) {
		int otherwise = rank_asks_strength(sheet, q) ? GAP_OPEN : 1;

		read_group(sheet, rank, group, rank->n == 0 ? 0 : clamp_gap(q, gap, otherwise));
		if (group != groups->child && gap != NULL)
			gap = gap->next;
	}
	if (gap != NULL)
		read_sign(sheet, q, rank, gap);
	if (sheet->n == 2 && rank->n < 2)
		rank->n = 0;
}
