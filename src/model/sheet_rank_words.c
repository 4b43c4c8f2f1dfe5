/* sheet_rank_words.c - how a ranking reads, what it lacks, which keys go on with it. */
#include "model/sheet_private.h"

#include <stdio.h>
#include <string.h>

static void add_signs(struct buf *out, int gap)
{
	buf_adds(out, gap == 0 ? " = " : " ");
	for (int i = 0; i < gap; i++)
		buf_addc(out, '>');
	if (gap > 0)
		buf_addc(out, ' ');
}

static void describe_order(const struct sheet *sheet, const struct question *q,
			   const struct rank *rank, struct buf *out)
{
	bool words = sheet->n == 2 && q->strength_label != NULL && rank->n == 2;

	for (int i = 0; i < rank->n; i++) {
		if (i > 0)
			add_signs(out, words && rank->gap[i] > 0 ? 1 : rank->gap[i]);
		buf_addc(out, sheet_letter(rank->place[i]));
	}
	if (rank->sign == 0)
		buf_adds(out, " =");
	else if (rank->sign > 0)
		buf_adds(out, " ");
	for (int i = 0; i < rank->sign; i++)
		buf_addc(out, '>');
	if (words)
		buf_addf(out, "  %s", q->strength_label[rank->gap[1]]);
}

void rank_describe(const struct sheet *sheet, const struct question *q, const struct answer *a,
		   struct buf *out)
{
	const struct rank *rank = &a->rank;

	if (a->na) {
		buf_adds(out, "cannot judge");
		return;
	}
	if (rank_strength_open(sheet, q, a)) {
		buf_addf(out, "%c better, how much?", sheet_letter(rank->place[0]));
	} else if (rank->n > 0) {
		describe_order(sheet, q, rank, out);
	} else {
		buf_adds(out, rank->none_good ? "none is good; which is less bad?" : "–");
		return;
	}
	if (rank->none_good)
		buf_adds(out, ", none good");
}

static void add_left(const struct sheet *sheet, const struct rank *rank, struct buf *out)
{
	for (int place = 0; place < sheet->n; place++)
		if (!rank_has_place(rank, place))
			buf_addf(out, " %c", sheet_letter(place));
}

void rank_lacks(const struct sheet *sheet, const struct question *q, const struct answer *a,
		const char *name, struct buf *why)
{
	const struct rank *rank = &a->rank;

	if (rank_strength_open(sheet, q, a)) {
		buf_addf(why, "%s: how much better is %c?", name, sheet_letter(rank->place[0]));
	} else if (rank->n == 0) {
		buf_addf(why, "%s: none is good, but which is less bad?", name);
	} else if (rank->sign == 0) {
		buf_addf(why, "%s: a response comes behind the =", name);
	} else {
		buf_addf(why, "%s is not finished; left:", name);
		add_left(sheet, rank, why);
	}
}

/* ---- choices ---- */

/* "slightly better" is "slightly" behind the question "how much?". */
static void short_strength(const char *label, char *out, size_t size)
{
	size_t n = strlen(label), better = strlen(" better");

	if (n > better && strcmp(label + n - better, " better") == 0)
		n -= better;
	snprintf(out, size, "%.*s", (int)n, label);
}

static int strength_choices(const struct question *q, struct sheet_choice *list, int max)
{
	char key[16], label[96];
	int n = 0;

	for (int s = 1; s <= q->strength_max && n < max; s++) {
		snprintf(key, sizeof key, "%d", s);
		snprintf(label, sizeof label, "%s",
			 s == 1                 ? "least"
			 : s == q->strength_max ? "most"
						: "");
		if (q->strength_label != NULL)
			short_strength(q->strength_label[s], label, sizeof label);
		choice_put(&list[n++], key, label, false);
	}
	return n;
}

static int two_choices(const struct question *q, const struct rank *rank, struct sheet_choice *list,
		       int max)
{
	int n = 0;

	for (int side = 0; side < 2 && n < max; side++)
		choice_put(&list[n++], side == 0 ? "1" : "2", side == 0 ? "A better" : "B better",
			   rank->n == 2 && rank->gap[1] != 0 && rank->place[0] == side);
	if (q->ties && n < max)
		choice_put(&list[n++], "=", "same", rank->n == 2 && rank->gap[1] == 0);
	return n;
}

static int many_choices(const struct sheet *sheet, const struct question *q,
			const struct rank *rank, struct sheet_choice *list, int max)
{
	struct buf left = BUF_INIT;
	char digits[32];
	int n = 0;

	buf_adds(&left, "left:");
	add_left(sheet, rank, &left);
	snprintf(digits, sizeof digits, "1-%d", sheet->n);
	if (rank->n == 0)
		choice_put(&list[n++], digits, "best to worst", false);
	else if (!rank_is_full(sheet, q, rank) || rank->sign == 0)
		choice_put(&list[n++], "", buf_str(&left), false);
	if (q->ties && rank->n < sheet->n && n < max)
		choice_put(&list[n++], "=", "tie", false);
	if (rank_gap_cap(q) > 1 && rank->n > 0 && !rank_is_full(sheet, q, rank) && n < max)
		choice_put(&list[n++], ">", "wider gap", false);
	buf_release(&left);
	return n;
}

int rank_choices(const struct sheet *sheet, int index, struct sheet_choice *list, int max)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	bool order_begun = a->rank.n > 0;
	int n;

	if (max < 1)
		return 0;
	if (rank_strength_open(sheet, q, a))
		return strength_choices(q, list, max);
	n = sheet->n == 2 ? two_choices(q, &a->rank, list, max)
			  : many_choices(sheet, q, &a->rank, list, max);
	if (q->none_good && (sheet->n == 2 || !order_begun) && n < max)
		choice_put(&list[n++], "0", "none good", a->rank.none_good);
	if (q->na && (sheet->n == 2 || !order_begun) && n < max)
		choice_put(&list[n++], "-", "cannot judge", a->na);
	return n;
}
