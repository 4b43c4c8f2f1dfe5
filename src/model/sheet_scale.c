/* sheet_scale.c - what keys do to a scale: one digit is the value, "0" is ten on 1-10, longer
 * numbers are typed and ended by Space or Enter. */
#include "model/sheet_private.h"

#include <stdio.h>
#include <string.h>

static bool is_typed(const struct question *q)
{
	return q->max > 10 || (q->max == 10 && q->min == 0);
}

static bool zero_is_ten(const struct question *q)
{
	return q->max == 10 && q->min > 0;
}

static bool is_in_range(const struct question *q, int value)
{
	return value >= q->min && value <= q->max;
}

static enum cell_state scale_state(const struct sheet *sheet, const struct question *q,
				   const struct answer *a)
{
	(void)sheet;
	(void)q;
	if (a->na || a->scale >= 0)
		return CELL_ANSWERED;
	return a->typed >= 0 ? CELL_PARTIAL : CELL_ABSENT;
}

/* ---- keys ---- */

/* True if VALUE, perhaps with more digits behind it, lies on the scale. */
static bool can_become(const struct question *q, int value)
{
	int low = value, high = value;

	while (low <= q->max) {
		if (high >= q->min)
			return true;
		if (low == 0)
			return false;
		low *= 10;
		high = high * 10 + 9;
	}
	return false;
}

static enum outcome refuse_range(const struct question *q, const struct press *press,
				 struct buf *why)
{
	return key_refuse(press, why, "%s is %d-%d", q->id, q->min, q->max);
}

static enum outcome type_digit(struct answer *a, const struct question *q,
			       const struct press *press, struct buf *why)
{
	int value = a->typed < 0 ? press->digit : a->typed * 10 + press->digit;

	if (!can_become(q, value))
		return refuse_range(q, press, why);
	a->na = false;
	a->typed = value;
	a->scale = is_in_range(q, value) ? value : -1;
	return KEY_STAYS;
}

static enum outcome take_digit(struct answer *a, const struct question *q,
			       const struct press *press, struct buf *why)
{
	int value = press->digit == 0 && zero_is_ten(q) ? 10 : press->digit;

	if (is_typed(q))
		return type_digit(a, q, press, why);
	if (!is_in_range(q, value))
		return refuse_range(q, press, why);
	a->na = false;
	a->scale = value;
	return KEY_DONE;
}

static enum outcome does_not_apply(struct answer *a, const struct question *q,
				   const struct press *press, struct buf *why)
{
	if (!q->na)
		return key_refuse(press, why, "%s has to be rated, %d-%d", q->id, q->min, q->max);
	a->scale = -1;
	a->typed = -1;
	a->na = true;
	return KEY_DONE;
}

/* Space or Enter behind a number. */
static enum outcome end_number(struct answer *a, const struct question *q,
			       const struct press *press, struct buf *why)
{
	if (a->typed < 0)
		return KEY_NOTHING;
	if (a->scale < 0)
		return key_refuse(press, why, "%d is not finished: %s is %d-%d", a->typed, q->id,
				  q->min, q->max);
	a->typed = -1;
	return KEY_MOVES;
}

static enum outcome scale_key(struct sheet *sheet, int index, const struct press *press,
			      struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);

	if (press->digit >= 0)
		return take_digit(a, q, press, why);
	if (press->sign == '-')
		return does_not_apply(a, q, press, why);
	if (press->sign == 0)
		return end_number(a, q, press, why);
	return refuse_range(q, press, why);
}

static bool scale_erase(struct sheet *sheet, int index)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);

	if (a->typed >= 10) {
		a->typed /= 10;
		a->scale = is_in_range(q, a->typed) ? a->typed : -1;
		return true;
	}
	if (a->typed < 0 && a->scale < 0 && !a->na)
		return false;
	a->na = false;
	a->scale = -1;
	a->typed = -1;
	return true;
}

/* ---- JSON ---- */

static struct json *scale_write(const struct sheet *sheet, const struct question *q,
				const struct answer *a, struct arena *arena)
{
	struct json *value;

	(void)sheet;
	(void)q;
	if (!a->na)
		return a->scale < 0 ? NULL : json_int(arena, a->scale);
	value = json_object(arena);
	json_set(arena, value, "na", json_bool(arena, true));
	return value;
}

static void scale_read(struct sheet *sheet, int question, struct answer *a,
		       const struct json *value)
{
	const struct question *q = &sheet->guideline->question[question];

	a->na = json_get_bool(value, "na", false);
	if (value->type == JSON_INT && value->integer >= q->min && value->integer <= q->max)
		a->scale = (int)value->integer;
}

/* ---- words ---- */

static void scale_describe(const struct sheet *sheet, const struct question *q,
			   const struct answer *a, struct buf *out)
{
	(void)sheet;
	(void)q;
	if (a->typed >= 0)
		buf_addf(out, "%d_", a->typed);
	else if (a->na)
		buf_adds(out, "n/a");
	else if (a->scale < 0)
		buf_adds(out, "–");
	else
		buf_addf(out, "%d", a->scale);
}

static void scale_lacks(const struct sheet *sheet, const struct question *q, const struct answer *a,
			const char *name, struct buf *why)
{
	(void)sheet;
	buf_addf(why, "%s: %d is not finished: %d-%d, then Space", name, a->typed, q->min, q->max);
}

static bool is_labelled(const struct question *q, int value)
{
	return q->scale_label != NULL && q->scale_label[value - q->min] != NULL;
}

static int put_labels(const struct question *q, const struct answer *a, struct sheet_choice *list,
		      int max)
{
	char key[16];
	int n = 0;

	for (int value = q->min; value <= q->max && n < max; value++) {
		if (!is_labelled(q, value))
			continue;
		snprintf(key, sizeof key, "%d", value == 10 && zero_is_ten(q) ? 0 : value);
		choice_put(&list[n++], key, q->scale_label[value - q->min], a->scale == value);
	}
	return n;
}

static int scale_choices(const struct sheet *sheet, int index, struct sheet_choice *list, int max)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	char range[32];
	int n = 0;

	snprintf(range, sizeof range, "%d-%d", q->min, zero_is_ten(q) ? 9 : q->max);
	if (is_typed(q))
		choice_put(&list[n++], range, "then Space", false);
	else if (!is_labelled(q, q->min) || !is_labelled(q, q->max))
		choice_put(&list[n++], range, "", false);
	if (zero_is_ten(q) && !is_labelled(q, 10) && n < max)
		choice_put(&list[n++], "0", "is ten", false);
	n += put_labels(q, a, list + n, max - n);
	if (q->na && n < max)
		choice_put(&list[n++], "-", "does not apply", a->na);
	return n;
}

const struct type_ops scale_ops = {
	.state = scale_state,
	.key = scale_key,
	.erase = scale_erase,
	.write = scale_write,
	.read = scale_read,
	.describe = scale_describe,
	.lacks = scale_lacks,
	.choices = scale_choices,
};
