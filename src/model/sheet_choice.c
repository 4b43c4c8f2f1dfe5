/* sheet_choice.c - what keys do to a choice: letters set or toggle, a digit is the n-th option or
 * the severity of the one just set. */
#include "model/sheet_private.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMED_WITHOUT_KEY 2 /* more options without a key are one: the list */

static bool lacks_severity(const struct question *q, const struct answer *a, int option)
{
	return a->pick != NULL && a->pick[option].on && a->pick[option].severity < 0
	       && q->option[option].n_severity > 0;
}

/* The option whose severity is asked; -1: none. */
static int open_severity(const struct sheet *sheet, const struct question *q,
			 const struct answer *a)
{
	if (sheet->just_set >= 0 && sheet->just_set < q->n_options
	    && lacks_severity(q, a, sheet->just_set))
		return sheet->just_set;
	for (int i = 0; i < q->n_options; i++)
		if (lacks_severity(q, a, i))
			return i;
	return -1;
}

static enum cell_state choice_state(const struct sheet *sheet, const struct question *q,
				    const struct answer *a)
{
	if (a->na)
		return CELL_ANSWERED;
	if (!a->looked)
		return CELL_ABSENT;
	return open_severity(sheet, q, a) >= 0 ? CELL_PARTIAL : CELL_ANSWERED;
}

/* ---- setting ---- */

static void unset(struct pick *pick)
{
	free(pick->note);
	*pick = (struct pick){ .severity = -1 };
}

static void clear(struct answer *a, const struct question *q)
{
	for (int i = 0; a->pick != NULL && i < q->n_options; i++)
		unset(&a->pick[i]);
	free(a->pick);
	a->pick = NULL;
	a->looked = false;
	a->na = false;
}

static void look(struct answer *a, const struct question *q)
{
	a->na = false;
	a->looked = true;
	if (a->pick != NULL)
		return;
	a->pick = xcalloc((size_t)q->n_options + 1, sizeof *a->pick);
	for (int i = 0; i < q->n_options; i++)
		a->pick[i].severity = -1;
}

static bool any_on(const struct answer *a, const struct question *q)
{
	for (int i = 0; a->pick != NULL && i < q->n_options; i++)
		if (a->pick[i].on)
			return true;
	return false;
}

/* Taking the last one off is not the same as saying that none applies. */
static void take_off(struct sheet *sheet, struct answer *a, const struct question *q, int option)
{
	unset(&a->pick[option]);
	sheet->just_set = -1;
	if (!any_on(a, q))
		clear(a, q);
}

enum outcome choice_set(struct sheet *sheet, int index, int option)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);

	if (q->multiple && a->pick != NULL && a->pick[option].on) {
		take_off(sheet, a, q, option);
		return KEY_STAYS;
	}
	if (!q->multiple)
		clear(a, q);
	look(a, q);
	a->pick[option].on = true;
	sheet->just_set = option;
	return q->multiple || q->option[option].n_severity > 0 ? KEY_STAYS : KEY_DONE;
}

/* ---- keys ---- */

static void add_severities(struct buf *out, const struct option *option)
{
	for (int i = 0; i < option->n_severity; i++)
		buf_addf(out, " %d %s", i + 1, option->severity[i]);
}

static enum outcome set_severity(struct sheet *sheet, int index, int option,
				 const struct press *press, struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	struct buf names = BUF_INIT;
	enum outcome outcome;

	if (press->digit >= 1 && press->digit <= q->option[option].n_severity) {
		cell_answer(sheet, index)->pick[option].severity = press->digit - 1;
		sheet->just_set = option;
		return q->multiple ? KEY_STAYS : KEY_DONE;
	}
	add_severities(&names, &q->option[option]);
	outcome = key_refuse(press, why, "%s is%s", q->option[option].id, buf_str(&names));
	buf_release(&names);
	return outcome;
}

static bool asks_severity(const struct question *q)
{
	for (int i = 0; i < q->n_options; i++)
		if (q->option[i].n_severity > 0)
			return true;
	return false;
}

static enum outcome take_digit(struct sheet *sheet, int index, const struct press *press,
			       struct buf *why)
{
	const struct question *q = cell_question(sheet, index);
	int open = open_severity(sheet, q, cell_answer(sheet, index));

	if (open >= 0)
		return set_severity(sheet, index, open, press, why);
	if (q->multiple)
		return key_refuse(press, why,
				  asks_severity(q)
					  ? "first a letter for %s, then a digit for how bad; "
					    "- is none"
					  : "letters choose %s, - is none of them; * lists them",
				  q->id);
	if (press->digit < 1 || press->digit > q->n_options)
		return key_refuse(press, why, "%s has %d options", q->id, q->n_options);
	return choice_set(sheet, index, press->digit - 1);
}

static enum outcome none_of_them(struct answer *a, const struct question *q,
				 const struct press *press, struct buf *why)
{
	if (!q->multiple && !q->na)
		return key_refuse(press, why, "one option of %s has to be chosen", q->id);
	clear(a, q);
	if (q->multiple)
		look(a, q);
	else
		a->na = true;
	return q->multiple ? KEY_STAYS : KEY_DONE;
}

static enum outcome choice_key(struct sheet *sheet, int index, const struct press *press,
			       struct buf *why)
{
	const struct question *q = cell_question(sheet, index);

	if (press->digit >= 0)
		return take_digit(sheet, index, press, why);
	if (press->sign == '-')
		return none_of_them(cell_answer(sheet, index), q, press, why);
	if (press->sign == 0)
		return KEY_NOTHING;
	return key_refuse(press, why, "letters choose here");
}

/* The severity just given, then the option just set, then all. */
static bool choice_erase(struct sheet *sheet, int index)
{
	const struct question *q = cell_question(sheet, index);
	struct answer *a = cell_answer(sheet, index);
	int last = sheet->just_set;

	if (!a->na && !a->looked)
		return false;
	if (last < 0 || a->pick == NULL || !a->pick[last].on)
		clear(a, q);
	else if (a->pick[last].severity >= 0)
		a->pick[last].severity = -1;
	else
		take_off(sheet, a, q, last);
	return true;
}

/* ---- JSON ---- */

static struct json *write_pick(const struct option *option, const struct pick *pick,
			       struct arena *arena)
{
	struct json *value = json_object(arena);

	json_set(arena, value, "option", json_string(arena, option->id));
	if (pick->severity >= 0)
		json_set(arena, value, "severity",
			 json_string(arena, option->severity[pick->severity]));
	if (pick->note != NULL)
		json_set(arena, value, "note", json_string(arena, pick->note));
	return value;
}

static struct json *choice_write(const struct sheet *sheet, const struct question *q,
				 const struct answer *a, struct arena *arena)
{
	struct json *value;

	(void)sheet;
	if (a->na) {
		value = json_object(arena);
		json_set(arena, value, "na", json_bool(arena, true));
		return value;
	}
	value = json_array(arena);
	for (int i = 0; i < q->n_options; i++)
		if (a->pick[i].on)
			json_push(value, write_pick(&q->option[i], &a->pick[i], arena));
	return value;
}

static int find_severity(const struct option *option, const char *name)
{
	for (int i = 0; name != NULL && i < option->n_severity; i++)
		if (strcmp(option->severity[i], name) == 0)
			return i;
	return -1;
}

static void read_pick(struct answer *a, const struct question *q, const struct json *value)
{
	const char *id = json_get_string(value, "option");
	const char *note = json_get_string(value, "note");
	int option = id == NULL ? -1 : question_option(q, id);
	struct pick *pick;

	if (option < 0)
		return;
	pick = &a->pick[option];
	unset(pick);
	pick->on = true;
	pick->severity = find_severity(&q->option[option], json_get_string(value, "severity"));
	pick->note = note == NULL ? NULL : xstrdup(note);
}

static void choice_read(struct sheet *sheet, int question, struct answer *a,
			const struct json *value)
{
	const struct question *q = &sheet->guideline->question[question];

	a->na = !q->multiple && json_get_bool(value, "na", false);
	if (value->type != JSON_ARRAY)
		return;
	look(a, q);
	for (const struct json *one = value->child; one != NULL; one = one->next)
		if (q->multiple || !any_on(a, q))
			read_pick(a, q, one);
	if (!q->multiple && !any_on(a, q))
		clear(a, q);
}

/* ---- words ---- */

static void add_pick(const struct option *option, const struct pick *pick, struct buf *out)
{
	buf_adds(out, option->id);
	if (pick->severity >= 0)
		buf_addf(out, " %s", option->severity[pick->severity]);
	else if (option->n_severity > 0)
		buf_adds(out, " how bad?");
}

static void choice_describe(const struct sheet *sheet, const struct question *q,
			    const struct answer *a, struct buf *out)
{
	const char *comma = "";

	(void)sheet;
	if (a->na)
		buf_adds(out, "n/a");
	else if (!a->looked)
		buf_adds(out, q->multiple ? "not looked at" : "–");
	else if (!any_on(a, q))
		buf_adds(out, "none");
	for (int i = 0; a->pick != NULL && i < q->n_options; i++) {
		if (!a->pick[i].on)
			continue;
		buf_adds(out, comma);
		add_pick(&q->option[i], &a->pick[i], out);
		comma = ", ";
	}
}

static void choice_lacks(const struct sheet *sheet, const struct question *q,
			 const struct answer *a, const char *name, struct buf *why)
{
	int open = open_severity(sheet, q, a);

	buf_addf(why, "%s: %s has no severity:", name, q->option[open].id);
	add_severities(why, &q->option[open]);
}

static int severity_choices(const struct option *option, struct sheet_choice *list, int max)
{
	char key[16];
	int n = 0;

	for (int i = 0; i < option->n_severity && n < max; i++) {
		snprintf(key, sizeof key, "%d", i + 1);
		choice_put(&list[n++], key, option->severity[i], false);
	}
	return n;
}

/* A letter, or its number where one of several is chosen; else it is only in the list. */
static bool has_key(const struct question *q, int option)
{
	return q->option[option].key != 0 || (!q->multiple && option < 9);
}

/* Those with a key, and the others where they are few. */
static int put_options(const struct question *q, const struct answer *a, struct sheet_choice *list,
		       int max)
{
	int n = 0, without = 0;
	char key[16], more[32];

	for (int i = 0; i < q->n_options; i++)
		without += !has_key(q, i);
	for (int i = 0; i < q->n_options && n < max; i++) {
		if (!has_key(q, i) && without > NAMED_WITHOUT_KEY)
			continue;
		snprintf(key, sizeof key, "*");
		if (q->option[i].key != 0)
			key[0] = q->option[i].key;
		else if (has_key(q, i))
			snprintf(key, sizeof key, "%d", i + 1);
		choice_put(&list[n++], key, q->option[i].id, a->pick != NULL && a->pick[i].on);
	}
	if (without > NAMED_WITHOUT_KEY && n < max) {
		snprintf(more, sizeof more, "%d more", without);
		choice_put(&list[n++], "*", more, false);
	}
	return n;
}

static int choice_choices(const struct sheet *sheet, int index, struct sheet_choice *list, int max)
{
	const struct question *q = cell_question(sheet, index);
	const struct answer *a = cell_answer(sheet, index);
	int open = open_severity(sheet, q, a), n;

	if (open >= 0)
		return severity_choices(&q->option[open], list, max);
	n = put_options(q, a, list, max);
	if ((q->multiple || q->na) && n < max)
		choice_put(&list[n++], "-", q->multiple ? "none" : "does not apply",
			   q->multiple ? a->looked && !any_on(a, q) : a->na);
	return n;
}

const struct type_ops choice_ops = {
	.state = choice_state,
	.key = choice_key,
	.erase = choice_erase,
	.write = choice_write,
	.read = choice_read,
	.describe = choice_describe,
	.lacks = choice_lacks,
	.choices = choice_choices,
};
