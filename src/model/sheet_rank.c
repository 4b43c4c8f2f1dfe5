/* sheet_rank.c - what keys do to a ranking: a rank of two is a side and a strength, a longer one
 * is typed as it is shown. */
#include "model/sheet_private.h"

bool rank_asks_strength(const struct sheet *sheet, const struct question *q)
{
	return sheet->n == 2 && q->strength_max > 1;
}

bool rank_strength_open(const struct sheet *sheet, const struct question *q, const struct answer *a)
{
	return rank_asks_strength(sheet, q) && !a->na && a->rank.n == 2
	       && a->rank.gap[1] == GAP_OPEN;
}

int rank_gap_cap(const struct question *q)
{
	return q->strength_max > 1 ? q->strength_max : 1;
}

bool rank_has_place(const struct rank *rank, int place)
{
	for (int i = 0; i < rank->n; i++)
		if (rank->place[i] == place)
			return true;
	return false;
}

/* As far as it goes by the question: all placed, or the best k. */
bool rank_is_full(const struct sheet *sheet, const struct question *q, const struct rank *rank)
{
	return rank->n == sheet->n || (q->top > 0 && rank->n >= q->top);
}

enum cell_state rank_state(const struct sheet *sheet, const struct question *q,
			   const struct answer *a)
{
	const struct rank *rank = &a->rank;

	if (a->na)
		return CELL_ANSWERED;
	if (rank->n == 0)
		return rank->none_good ? CELL_PARTIAL : CELL_ABSENT;
	if (!rank_is_full(sheet, q, rank) || rank->sign != SIGN_NONE
	    || rank_strength_open(sheet, q, a))
		return CELL_PARTIAL;
	return CELL_ANSWERED;
}

int rank_leaders(const struct sheet *sheet, const struct question *q, const struct answer *a,
		 int *places)
{
	const struct rank *rank = &a->rank;
	int n = 0;

	if (a->na || rank->n == 0
	    || (rank_state(sheet, q, a) != CELL_ANSWERED && !rank_strength_open(sheet, q, a)))
		return 0;
	for (int place = 0; place < sheet->n; place++)
		for (int i = 0; i < rank->n && (i == 0 || rank->gap[i] == 0); i++)
			if (rank->place[i] == place)
				places[n++] = place;
	return n;
}

/* ---- keys of both ---- */

static enum outcome toggle_none_good(struct answer *a, const struct question *q,
				     const struct press *press, struct buf *why)
{
	if (!q->none_good)
		return key_refuse(press, why, "%s does not ask whether none is good", q->id);
	a->na = false;
	a->rank.none_good = !a->rank.none_good;
	return KEY_STAYS;
}

static enum outcome cannot_judge(struct answer *a, const struct question *q,
				 const struct press *press, struct buf *why)
{
	if (!q->na)
		return key_refuse(press, why, "%s has to be judged", q->id);
	a->rank = (struct rank){ .sign = SIGN_NONE };
	a->na = true;
	return KEY_DONE;
}

void rank_place_next(struct rank *rank, int place, int gap)
{
	rank->place[rank->n] = place;
	rank->gap[rank->n] = gap;
	rank->n++;
	rank->sign = SIGN_NONE;
}

/* ---- two ---- */

static enum outcome choose_side(const struct sheet *sheet, const struct question *q,
				struct answer *a, int side)
{
	bool open = rank_asks_strength(sheet, q);

	a->na = false;
	a->rank.n = 0;
	rank_place_next(&a->rank, side, 0);
	rank_place_next(&a->rank, 1 - side, open ? GAP_OPEN : 1);
	return open ? KEY_STAYS : KEY_DONE;
}

static enum outcome choose_neither(struct answer *a, const struct question *q,
				   const struct press *press, struct buf *why)
{
	if (!q->ties)
		return key_refuse(press, why, "one of the two has to be better");
	a->na = false;
	a->rank.n = 0;
	rank_place_next(&a->rank, 0, 0);
	rank_place_next(&a->rank, 1, 0);
	return KEY_DONE;
}

static enum outcome choose_strength(struct answer *a, const struct question *q,
				    const struct press *press, struct buf *why)
{
	if (press->digit < 1 || press->digit > q->strength_max)
		return key_refuse(press, why, "1-%d how much; Backspace takes the side back",
				  q->strength_max);
	a->rank.gap[1] = press->digit;
	return KEY_DONE;
}

static enum outcome key_of_two(struct sheet *sheet, int index, const struct press *press,
			       struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);

	if (press->sign == '-')
		return cannot_judge(a, q, press, why);
	if (press->sign == '=')
		return choose_neither(a, q, press, why);
	if (press->digit >= 0 && rank_strength_open(sheet, q, a))
		return choose_strength(a, q, press, why);
	if (press->digit == 0)
		return toggle_none_good(a, q, press, why);
	if (press->digit == 1 || press->digit == 2)
		return choose_side(sheet, q, a, press->digit - 1);
	return key_refuse(press, why, "1 or 2 says which is better%s",
			  q->ties ? ", = no difference" : "");
}

/* ---- three and more ---- */

static enum outcome type_digit(struct sheet *sheet, int index, const struct press *press,
			       struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);
	struct rank *rank = &a->rank;
	int place = press->digit - 1;

	if (place >= sheet->n)
		return key_refuse(press, why, "there are %d responses", sheet->n);
	if (rank_has_place(rank, place))
		return key_refuse(press, why, "%c is placed already; Backspace takes back",
				  sheet_letter(place));
	if (rank_is_full(sheet, q, rank) && rank->sign != 0)
		return key_refuse(press, why, "the best %d are placed; Backspace takes back",
				  rank->n);
	a->na = false;
	rank_place_next(rank, place, rank->n == 0 ? 0 : rank->sign == SIGN_NONE ? 1 : rank->sign);
	return rank_is_full(sheet, q, rank) ? KEY_DONE : KEY_STAYS;
}

static enum outcome type_tie(const struct sheet *sheet, const struct question *q, struct rank *rank,
			     const struct press *press, struct buf *why)
{
	if (!q->ties)
		return key_refuse(press, why, "%s allows no ties", q->id);
	if (rank->n == 0)
		return key_refuse(press, why, "a response comes before it");
	if (rank->n == sheet->n)
		return key_refuse(press, why, "all responses are placed; Backspace takes back");
	if (rank->sign != SIGN_NONE)
		return key_refuse(press, why, "a response comes next; Backspace takes the %s back",
				  rank->sign == 0 ? "=" : ">");
	rank->sign = 0;
	return KEY_STAYS;
}

static enum outcome type_gap(const struct sheet *sheet, const struct question *q, struct rank *rank,
			     const struct press *press, struct buf *why)
{
	if (rank->n == 0)
		return key_refuse(press, why, "a response comes before it");
	if (rank->sign == 0)
		return key_refuse(press, why, "a response comes next; Backspace takes the = back");
	if (rank_is_full(sheet, q, rank))
		return key_refuse(press, why, "the order is complete; Backspace takes back");
	if (rank->sign >= rank_gap_cap(q))
		return key_refuse(press, why, "the gap is as wide as it gets");
	rank->sign = rank->sign == SIGN_NONE ? 1 : rank->sign + 1;
	return KEY_STAYS;
}

static enum outcome key_of_many(struct sheet *sheet, int index, const struct press *press,
				struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);

	if (press->sign == '-')
		return cannot_judge(a, q, press, why);
	if (press->sign == '=')
		return type_tie(sheet, q, &a->rank, press, why);
	if (press->sign == '>')
		return type_gap(sheet, q, &a->rank, press, why);
	if (press->digit == 0)
		return toggle_none_good(a, q, press, why);
	if (press->digit > 0)
		return type_digit(sheet, index, press, why);
	return key_refuse(press, why, "type the responses, best to worst");
}

static enum outcome rank_key(struct sheet *sheet, int index, const struct press *press,
			     struct buf *why)
{
	return (sheet->n == 2 ? key_of_two : key_of_many)(sheet, index, press, why);
}

/* ---- Backspace ---- */

static void untype_digit(struct rank *rank)
{
	int gap = rank->gap[rank->n - 1];

	rank->n--;
	/* A gap of one needs no sign, so there is none to be left over. */
	rank->sign = rank->n == 0 || gap == 1 ? SIGN_NONE : gap;
}

static void untype_two(const struct sheet *sheet, const struct question *q, struct rank *rank)
{
	if (rank_asks_strength(sheet, q) && rank->gap[1] > 0)
		rank->gap[1] = GAP_OPEN;
	else
		rank->n = 0;
}

static bool rank_erase(struct sheet *sheet, int index)
{
	struct answer *a = cell_answer(sheet, index);
	struct rank *rank = &a->rank;

	if (a->na)
		a->na = false;
	else if (rank->sign != SIGN_NONE)
		rank->sign = rank->sign < 2 ? SIGN_NONE : rank->sign - 1;
	else if (rank->n > 0 && sheet->n == 2)
		untype_two(sheet, cell_question(sheet, index), rank);
	else if (rank->n > 0)
		untype_digit(rank);
	else if (rank->none_good)
		rank->none_good = false;
	else
		return false;
	return true;
}

const struct type_ops rank_ops = {
	.state = rank_state,
	.key = rank_key,
	.erase = rank_erase,
	.write = rank_write,
	.read = rank_read,
	.describe = rank_describe,
	.lacks = rank_lacks,
	.choices = rank_choices,
};
