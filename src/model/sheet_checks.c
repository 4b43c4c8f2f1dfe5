/* sheet_checks.c - answers against each other: a slip of the finger shows as a contradiction. */
#include "model/sheet_private.h"

struct finding {
	const struct sheet *sheet;
	int question; /* looked at */
	int top;      /* place of the one response ranked first */
	struct buf *why;
};

static const struct answer *answer_at(const struct sheet *sheet, int question, int place)
{
	int index = sheet->index_of[question * PLACES + place];

	return index >= 0 && cell_asked(sheet, index) ? cell_answer(sheet, index) : NULL;
}

/* -1: not rated. */
static int rating(const struct sheet *sheet, int question, int place)
{
	const struct answer *a = answer_at(sheet, question, place);

	return a == NULL || a->na ? -1 : a->scale;
}

/* The response ranked first, alone, whether it is good or not; -1. */
static int ranked_first(const struct sheet *sheet)
{
	int places[PLACES];

	for (int i = 0; i < sheet->n_cells; i++) {
		const struct question *q = cell_question(sheet, i);

		if (q->type == QUESTION_RANK && cell_asked(sheet, i))
			return rank_leaders(sheet, q, cell_answer(sheet, i), places) == 1
				       ? places[0]
				       : -1;
	}
	return -1;
}

static void add_semicolon(struct buf *why)
{
	if (why->len > 0)
		buf_adds(why, "; ");
}

static void say_ratings(const struct finding *f)
{
	const char *id = f->sheet->guideline->question[f->question].id;
	const char *comma = "";

	add_semicolon(f->why);
	buf_addf(f->why, "%c is ranked first but has the lowest %s (", sheet_letter(f->top), id);
	for (int place = 0; place < f->sheet->n; place++) {
		int value = rating(f->sheet, f->question, place);

		if (value < 0)
			continue;
		buf_addf(f->why, "%s%c %d", comma, sheet_letter(place), value);
		comma = ", ";
	}
	buf_addc(f->why, ')');
}

static bool is_lowest(const struct finding *f)
{
	int own = rating(f->sheet, f->question, f->top), others = 0;

	for (int place = 0; place < f->sheet->n; place++) {
		int value = rating(f->sheet, f->question, place);

		if (place == f->top || value < 0)
			continue;
		if (value <= own)
			return false;
		others++;
	}
	return own >= 0 && others > 0;
}

/* The first option that PLACE carries at its gravest; -1. */
static int gravest(const struct finding *f, int place)
{
	const struct question *q = &f->sheet->guideline->question[f->question];
	const struct answer *a = answer_at(f->sheet, f->question, place);

	if (a == NULL || a->pick == NULL)
		return -1;
	for (int i = 0; i < q->n_options; i++)
		if (a->pick[i].on && q->option[i].n_severity > 0
		    && a->pick[i].severity == q->option[i].n_severity - 1)
			return i;
	return -1;
}

/* She has written what it should have been: the fault is seen and dealt with. */
static bool is_mended(const struct finding *f)
{
	const struct guideline *g = f->sheet->guideline;

	for (int i = 0; i < f->sheet->n_cells; i++) {
		struct sheet_cell cell = f->sheet->cell[i];
		int base = 0;

		if (g->question[cell.question].type == QUESTION_EDIT
		    && sheet_text(f->sheet, cell, &base) != NULL
		    && base == sheet_response(f->sheet, f->top))
			return true;
	}
	return false;
}

static bool is_gravest(const struct finding *f)
{
	if (gravest(f, f->top) < 0 || is_mended(f))
		return false;
	for (int place = 0; place < f->sheet->n; place++)
		if (place != f->top && gravest(f, place) < 0)
			return true;
	return false;
}

static void say_severity(const struct finding *f)
{
	const struct option *option =
		&f->sheet->guideline->question[f->question].option[gravest(f, f->top)];

	add_semicolon(f->why);
	buf_addf(f->why, "%c is ranked first but carries %s (%s)", sheet_letter(f->top), option->id,
		 option->severity[option->n_severity - 1]);
}

static const struct {
	enum question_type type;
	const char *name;
	bool (*found)(const struct finding *f);
	void (*say)(const struct finding *f);
} checks[] = {
	{ QUESTION_SCALE, "rank_vs_scale", is_lowest, say_ratings },
	{ QUESTION_CHOICE, "rank_vs_severity", is_gravest, say_severity },
};

static bool check_question(const struct finding *f, struct arena *arena, struct json *names)
{
	const struct question *q = &f->sheet->guideline->question[f->question];
	struct buf name = BUF_INIT;

	if (q->scope != SCOPE_RESPONSE)
		return false;
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		if (checks[i].type != q->type || !checks[i].found(f))
			continue;
		buf_addf(&name, "%s:%s", checks[i].name, q->id);
		json_push(names, json_string(arena, buf_str(&name)));
		buf_release(&name);
		checks[i].say(f);
		return true;
	}
	return false;
}

int sheet_checks(const struct sheet *sheet, struct arena *arena, struct json *names,
		 struct buf *why)
{
	struct finding f = { .sheet = sheet, .top = ranked_first(sheet), .why = why };
	int n = 0;

	if (f.top < 0)
		return 0;
	for (f.question = 0; f.question < sheet->guideline->n_questions; f.question++)
		n += check_question(&f, arena, names) ? 1 : 0;
	return n;
}
