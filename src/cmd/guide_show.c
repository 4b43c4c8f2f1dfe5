/* guide_show.c - a guideline for people: instructions, then what is asked and by which keys. */
#include "cmd/guide.h"

#include <string.h>

void guide_version(const struct guide *guide, char version[VERSION_SHOWN + 1])
{
	char hex[ID_HEX + 1];

	hex_encode(hex, guide->hash.b, ID_BYTES);
	memcpy(version, hex, VERSION_SHOWN);
	version[VERSION_SHOWN] = '\0';
}

const char *guide_responses(const struct guideline *guideline, struct arena *arena)
{
	int min = guideline->min_responses, max = guideline->max_responses;
	struct buf text = BUF_INIT;
	const char *words;

	if (min != max)
		buf_addf(&text, "%d to ", min);
	buf_addf(&text, "%d response%s", max, max == 1 ? "" : "s");
	words = arena_strndup(arena, text.data, text.len);
	buf_release(&text);
	return words;
}

/* ---- conditions in words ---- */

static void add_cond(struct buf *out, const struct guideline *guideline, const struct cond *cond);

static void add_leaf(struct buf *out, const struct guideline *guideline, const struct cond *cond)
{
	/* clang-format off */
	static const char *const compare[] = {
		[COND_AT_MOST] = "at most", [COND_AT_LEAST] = "at least", [COND_EQUALS] = "is",
	};
	/* clang-format on */
	const char *id = guideline->question[cond->question].id;

	if (cond->type == COND_ANSWERED)
		buf_addf(out, "%s is answered", id);
	else if (cond->type == COND_NONE_GOOD)
		buf_addf(out, "%s says that none is good", id);
	else if (cond->type == COND_HAS && cond->severity != NULL)
		buf_addf(out, "%s has %s %s", id, cond->severity, cond->option);
	else if (cond->type == COND_HAS)
		buf_addf(out, "%s has %s", id, cond->option);
	else
		buf_addf(out, "%s %s %d", id, compare[cond->type], cond->number);
}

static void add_children(struct buf *out, const struct guideline *guideline,
			 const struct cond *cond)
{
	for (int i = 0; i < cond->n_children; i++) {
		if (i > 0)
			buf_adds(out, cond->type == COND_ALL ? " and " : " or ");
		add_cond(out, guideline, cond->child[i]);
	}
}

static void add_cond(struct buf *out, const struct guideline *guideline, const struct cond *cond)
{
	if (cond->type == COND_ALWAYS || cond->type == COND_NEVER) {
		buf_adds(out, cond->type == COND_ALWAYS ? "always" : "never");
	} else if (cond->n_children > 0) {
		buf_adds(out, cond->type == COND_NOT ? "not (" : "(");
		add_children(out, guideline, cond);
		buf_addc(out, ')');
	} else {
		add_leaf(out, guideline, cond);
	}
}

/* The same without brackets round the whole. */
static void add_top(struct buf *out, const struct guideline *guideline, const struct cond *cond)
{
	if (cond->type == COND_ALL || cond->type == COND_ANY)
		add_children(out, guideline, cond);
	else
		add_cond(out, guideline, cond);
}

static void add_when(struct buf *out, const struct guideline *guideline,
		     const struct question *question)
{
	if (question->show->type != COND_ALWAYS) {
		buf_adds(out, ", shown if ");
		add_top(out, guideline, question->show);
	}
	if (question->required->type == COND_ALWAYS) {
		buf_adds(out, ", required");
	} else if (question->required->type != COND_NEVER) {
		buf_adds(out, ", required if ");
		add_top(out, guideline, question->required);
	}
}

/* ---- questions ---- */

static void add_rank(struct buf *out, const struct question *question)
{
	if (question->top > 0)
		buf_addf(out, ", the best %d", question->top);
	if (question->ties)
		buf_adds(out, ", ties");
	if (question->none_good)
		buf_adds(out, ", none is good");
	if (question->strength_max > 0)
		buf_addf(out, ", how much 1-%d", question->strength_max);
}

static void add_lengths(struct buf *out, const struct question *question)
{
	if (question->one_line)
		buf_adds(out, ", one line");
	if (question->min_length > 0)
		buf_addf(out, ", at least %d characters", question->min_length);
	if (question->max_length > 0)
		buf_addf(out, ", at most %d characters", question->max_length);
	if (question->pattern != NULL)
		buf_addf(out, ", like %s", question->pattern);
}

static void add_kind(struct buf *out, const struct question *question)
{
	/* clang-format off */
	static const char *const scopes[SCOPE_COUNT] = {
		[SCOPE_ITEM] = "", [SCOPE_PROMPT] = " of the prompt",
		[SCOPE_RESPONSE] = " of each response", [SCOPE_TURN] = " of each turn",
		[SCOPE_BEST] = " of the best response",
	};
	/* clang-format on */

	buf_adds(out, question_type_name(question->type));
	if (question->type == QUESTION_SCALE)
		buf_addf(out, " %d-%d", question->min, question->max);
	buf_adds(out, scopes[question->scope]);
	if (question->type == QUESTION_RANK)
		add_rank(out, question);
	else if (question->type == QUESTION_CHOICE)
		buf_adds(out, question->multiple ? ", several" : ", one");
	else if (question->type != QUESTION_SCALE)
		add_lengths(out, question);
	if (question->na)
		buf_adds(out, ", or cannot say");
}

static void show_labels(FILE *out, const struct question *question)
{
	for (int i = 0; question->type == QUESTION_SCALE && i <= question->max - question->min; i++)
		if (question->scale_label[i] != NULL)
			cmd_printf(out, "       %d  %s\n", question->min + i,
				   question->scale_label[i]);
	for (int i = 0; question->strength_label != NULL && i <= question->strength_max; i++)
		cmd_printf(out, "       %d  %s\n", i, question->strength_label[i]);
	for (int i = 0; i < question->n_checklist; i++)
		cmd_printf(out, "       -  %s\n", question->checklist[i]);
}

static void show_option(FILE *out, const struct option *option)
{
	struct buf line = BUF_INIT;

	buf_addf(&line, "%s", option->title);
	for (int i = 0; i < option->n_severity; i++)
		buf_addf(&line, "%s%d %s", i == 0 ? " (" : ", ", i + 1, option->severity[i]);
	if (option->n_severity > 0)
		buf_addc(&line, ')');
	if (option->help != NULL)
		buf_addf(&line, ": %s", option->help);
	fprintf(out, "       %c  ", option->key != 0 ? option->key : ' ');
	cmd_print(out, buf_str(&line));
	fputc('\n', out);
	buf_release(&line);
}

static void show_question(FILE *out, const struct guideline *guideline,
			  const struct question *question)
{
	struct buf kind = BUF_INIT;

	add_kind(&kind, question);
	add_when(&kind, guideline, question);
	fprintf(out, "\n  %c  ", question->key != 0 ? question->key : ' ');
	cmd_printf(out, "%s: %s\n     %s\n", question->id, question->title, buf_str(&kind));
	if (question->help != NULL)
		cmd_printf(out, "     %s\n", question->help);
	show_labels(out, question);
	for (int i = 0; i < question->n_options; i++)
		show_option(out, &question->option[i]);
	buf_release(&kind);
}

void guide_show(FILE *out, const struct guide *guide, struct arena *arena)
{
	const struct guideline *guideline = guide->guideline;
	char version[VERSION_SHOWN + 1];

	guide_version(guide, version);
	cmd_printf(out, "%s (%s), %s, version %s\n\n", guideline->title, guideline->name,
		   guide_responses(guideline, arena), version);
	if (*guideline->instructions != '\0')
		cmd_printf(out, "%s\n", guideline->instructions);
	cmd_printf(out, "# Questions and their keys\n");
	for (int i = 0; i < guideline->n_questions; i++)
		show_question(out, guideline, &guideline->question[i]);
	if (guideline->examples != NULL)
		cmd_printf(out, "\n%s", guideline->examples);
}
