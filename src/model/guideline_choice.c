/* guideline_choice.c - the options of a choice. */
#include "model/guideline_build.h"

#define SEVERITIES_MAX 9 /* a digit sets them */

/* clang-format off */
static const char *const option_keys[] = { "id", "key", "title", "help", "severity", NULL };
/* clang-format on */

static bool read_severity(const struct draft *draft, const struct node *node,
			  const struct question *question, struct option *option)
{
	const struct node *severity = node_get(node, "severity");

	if (node_is_null(severity))
		return true;
	if (!question->multiple)
		return draft_fail_key(draft, severity,
				      "severity is asked only where several options may be "
				      "chosen; write multiple: true");
	return draft_lines(draft, severity, 1, SEVERITIES_MAX, &option->severity,
			   &option->n_severity);
}

static bool read_option(const struct draft *draft, const struct node *node,
			struct question *question)
{
	struct option *option = &question->option[question->n_options];
	const struct node *id;

	if (!draft_is_map(draft, node, "an option")
	    || !node_only_keys(node, draft->file, option_keys, draft->err))
		return false;
	id = draft_need(draft, node, "id");
	if (id == NULL || !draft_id(draft, id, &option->id))
		return false;
	if (question_option(question, option->id) >= 0)
		return node_fail(id, draft->file, draft->err,
				 "question '%s' has an option '%s' already", question->id,
				 option->id);
	option->title = option->id;
	question->n_options++;
	return draft_line_at(draft, node, "title", &option->title)
	       && draft_text_at(draft, node, "help", &option->help)
	       && read_severity(draft, node, question, option);
}

bool draft_options(const struct draft *draft, const struct node *node, struct question *question)
{
	const struct node *list = draft_need(draft, node, "options");

	if (list == NULL || !draft_is_list(draft, list, 1, GUIDELINE_OPTIONS_MAX)
	    || !draft_bool_at(draft, node, "multiple", &question->multiple))
		return false;
	if (question->na && question->multiple)
		return draft_fail_key(draft, node_get(node, "na"),
				      "where several may be chosen '-' says none of them; remove "
				      "'na'");
	question->option = arena_alloc(draft->arena, list->count * sizeof *question->option);
	for (const struct node *child = list->child; child != NULL; child = child->next)
		if (!read_option(draft, child, question))
			return false;
	return true;
}
