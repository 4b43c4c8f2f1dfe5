/* guideline_question.c - one question: what all have, then what its type adds. */
#include "model/guideline_build.h"
#include "model/item.h"
#include "model/pattern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRENGTH_MAX 9
#define LENGTH_MAX 1000000 /* code points of a text or edit */
#define CHECKLIST_MAX 20
#define KEYS_MAX 24 /* of one type, the common ones included */

typedef bool build_fn(const struct draft *draft, const struct node *node,
		      struct question *question);

/* ---- rank ---- */

/* clang-format off */
static const char *const strength_keys[] = { "max", "labels", NULL };
static const char *const scale_keys[] = { "min", "max", "labels", NULL };
static const char *const bases[] = { "best", "none", NULL };
/* clang-format on */

static bool read_strength(const struct draft *draft, const struct node *node,
			  struct question *question)
{
	const struct node *max, *labels;
	int n;

	if (!draft_is_map(draft, node, "'strength'")
	    || !node_only_keys(node, draft->file, strength_keys, draft->err))
		return false;
	max = draft_need(draft, node, "max");
	if (max == NULL
	    || !node_int(max, draft->file, 1, STRENGTH_MAX, &question->strength_max, draft->err))
		return false;
	labels = node_get(node, "labels");
	if (node_is_null(labels))
		return true;
	if (!draft_lines(draft, labels, 1, STRENGTH_MAX + 1, &question->strength_label, &n))
		return false;
	if (n != question->strength_max + 1)
		return node_fail(labels, draft->file, draft->err,
				 "%d labels for strengths 0 to %d; there must be %d, the first for "
				 "no difference",
				 n, question->strength_max, question->strength_max + 1);
	return true;
}

static bool build_rank(const struct draft *draft, const struct node *node,
		       struct question *question)
{
	const struct node *strength = node_get(node, "strength");
	int most = draft->guideline->max_responses;

	if (draft->guideline->min_responses < 2)
		return node_fail(node_get(node, "type"), draft->file, draft->err,
				 "a rank needs two responses at least; write responses: {min: 2}");
	if (!node_is_null(strength) && !read_strength(draft, strength, question))
		return false;
	return draft_bool_at(draft, node, "ties", &question->ties)
	       && draft_bool_at(draft, node, "none_good", &question->none_good)
	       && draft_int_at(draft, node, "top", (struct bounds){ 1, most }, &question->top);
}

/* ---- scale ---- */

static bool read_scale_label(const struct draft *draft, const struct node *label,
			     struct question *question)
{
	size_t digits = strspn(label->key, "0123456789");
	const char **slot;
	long value = digits > 0 && digits < 6 && label->key[digits] == '\0'
			     ? strtol(label->key, NULL, 10)
			     : -1;

	if (value < question->min || value > question->max)
		return draft_fail_key(draft, label, "label '%.40s' is outside the scale %d-%d",
				      label->key, question->min, question->max);
	slot = &question->scale_label[value - question->min];
	if (*slot != NULL)
		return draft_fail_key(draft, label, "value %ld has a label already", value);
	return draft_line(draft, label, slot);
}

static bool read_scale_list(const struct draft *draft, const struct node *labels,
			    struct question *question)
{
	int values = question->max - question->min + 1, n;

	if (!draft_lines(draft, labels, 1, SCALE_MAX + 1, &question->scale_label, &n))
		return false;
	if (n != values)
		return node_fail(labels, draft->file, draft->err,
				 "%d labels for the %d values of the scale %d-%d; label some with "
				 "{%d: text}",
				 n, values, question->min, question->max, question->min);
	return true;
}

static bool read_scale_labels(const struct draft *draft, const struct node *labels,
			      struct question *question)
{
	size_t values = (size_t)question->max - (size_t)question->min + 1;

	if (!node_is_null(labels) && labels->type == NODE_LIST)
		return read_scale_list(draft, labels, question);
	question->scale_label = arena_alloc(draft->arena, values * sizeof(const char *));
	if (node_is_null(labels))
		return true;
	if (!draft_is_map(draft, labels, "'labels'"))
		return false;
	for (const struct node *label = labels->child; label != NULL; label = label->next)
		if (!read_scale_label(draft, label, question))
			return false;
	return true;
}

static bool build_scale(const struct draft *draft, const struct node *node,
			struct question *question)
{
	const struct node *scale = draft_need(draft, node, "scale");
	const struct node *min, *max;

	if (scale == NULL || !draft_is_map(draft, scale, "'scale'")
	    || !node_only_keys(scale, draft->file, scale_keys, draft->err))
		return false;
	min = draft_need(draft, scale, "min");
	if (min == NULL || !node_int(min, draft->file, 0, SCALE_MAX, &question->min, draft->err))
		return false;
	max = draft_need(draft, scale, "max");
	if (max == NULL || !node_int(max, draft->file, 0, SCALE_MAX, &question->max, draft->err))
		return false;
	if (question->min >= question->max)
		return node_fail(max, draft->file, draft->err, "max %d must be more than min %d",
				 question->max, question->min);
	return read_scale_labels(draft, node_get(scale, "labels"), question);
}

/* ---- text and edit ---- */

static bool read_lengths(const struct draft *draft, const struct node *node,
			 struct question *question)
{
	struct bounds any = { 0, LENGTH_MAX };

	if (!draft_int_at(draft, node, "min", any, &question->min_length)
	    || !draft_int_at(draft, node, "max", any, &question->max_length))
		return false;
	if (question->max_length != 0 && question->min_length > question->max_length)
		return node_fail(node_get(node, "min"), draft->file, draft->err,
				 "min %d is more than max %d; swap them", question->min_length,
				 question->max_length);
	return true;
}

static bool build_text(const struct draft *draft, const struct node *node,
		       struct question *question)
{
	char why[200];

	if (!read_lengths(draft, node, question)
	    || !draft_bool_at(draft, node, "one_line", &question->one_line)
	    || !draft_text_at(draft, node, "pattern", &question->pattern))
		return false;
	if (question->pattern != NULL && !pattern_check(question->pattern, why, sizeof why))
		return node_fail(node_get(node, "pattern"), draft->file, draft->err,
				 "the pattern cannot be used: %s", why);
	return true;
}

static bool build_edit(const struct draft *draft, const struct node *node,
		       struct question *question)
{
	const struct node *base = node_get(node, "base");
	const struct node *list = node_get(node, "checklist");
	int which = 0;

	if (!read_lengths(draft, node, question))
		return false;
	if (base != NULL && !draft_word(draft, base, "base", bases, &which))
		return false;
	question->base_none = which == 1;
	return node_is_null(list)
	       || draft_lines(draft, list, 1, CHECKLIST_MAX, &question->checklist,
			      &question->n_checklist);
}

/* ---- the types ---- */

#define ITEM_ONCE (1u << SCOPE_ITEM)
#define WHOLE (ITEM_ONCE | 1u << SCOPE_RESPONSE | 1u << SCOPE_BEST)
#define ANYWHERE (WHOLE | 1u << SCOPE_PROMPT)

/* clang-format off */
static const struct {
	const char *name;
	build_fn *build;     /* NULL: known, but the workbench cannot ask it yet */
	unsigned scopes;
	const char *keys[6]; /* besides the common ones */
} types[QUESTION_TYPE_COUNT] = {
	[QUESTION_RANK] = { "rank", build_rank, ITEM_ONCE, { "strength", "ties", "none_good", "top" } },
	[QUESTION_SCALE] = { "scale", build_scale, ANYWHERE, { "scale" } },
	[QUESTION_CHOICE] = { "choice", draft_options, ANYWHERE, { "options", "multiple" } },
	[QUESTION_SPANS] = { .name = "spans" },
	[QUESTION_TEXT] = { "text", build_text, ANYWHERE, { "min", "max", "pattern", "one_line" } },
	[QUESTION_EDIT] = { "edit", build_edit, WHOLE, { "min", "max", "checklist", "base" } },
	[QUESTION_ROWS] = { .name = "rows" },
};
static const char *const type_words[] = {
	"rank", "scale", "choice", "spans", "text", "edit", "rows", NULL,
};
static const char *const scopes[] = { "item", "prompt", "response", "turn", "best", NULL };
static const char *const common_keys[] = {
	"id", "type", "title", "help", "scope", "key", "required", "show", "na", NULL,
};
static const char *const condition_words[] = { "all", "any", "not", "always", "never", NULL };
/* clang-format on */

const char *question_type_name(enum question_type type)
{
	return types[type].name;
}

const char *scope_name(enum scope scope)
{
	return scopes[scope];
}

static bool has_key(enum question_type type, const char *key)
{
	for (int i = 0; types[type].keys[i] != NULL; i++)
		if (strcmp(types[type].keys[i], key) == 0)
			return true;
	return false;
}

/* Refuses keys that are another type's, by that name: "unknown" would send people to the manual. */
static bool check_foreign_keys(const struct draft *draft, const struct node *node,
			       enum question_type type)
{
	for (const struct node *child = node->child; child != NULL; child = child->next)
		for (int other = 0; other < QUESTION_TYPE_COUNT; other++)
			if (!has_key(type, child->key)
			    && has_key((enum question_type)other, child->key))
				return draft_fail_key(draft, child,
						      "'%s' is for questions of type '%s', and "
						      "this one is '%s'",
						      child->key, types[other].name,
						      types[type].name);
	return true;
}

static bool check_keys(const struct draft *draft, const struct node *node, enum question_type type)
{
	const char *known[KEYS_MAX];
	int n = 0;

	if (!check_foreign_keys(draft, node, type))
		return false;
	for (int i = 0; common_keys[i] != NULL; i++)
		known[n++] = common_keys[i];
	for (int i = 0; types[type].keys[i] != NULL; i++)
		known[n++] = types[type].keys[i];
	known[n] = NULL;
	return node_only_keys(node, draft->file, known, draft->err);
}

static bool read_type(const struct draft *draft, const struct node *node, struct question *question)
{
	const struct node *type = draft_need(draft, node, "type");
	int which;

	if (type == NULL || !draft_word(draft, type, "question type", type_words, &which))
		return false;
	if (types[which].build == NULL)
		return node_fail(type, draft->file, draft->err,
				 "question type '%s' cannot be asked yet", types[which].name);
	question->type = (enum question_type)which;
	return true;
}

static bool read_scope(const struct draft *draft, const struct node *node,
		       struct question *question)
{
	const struct node *scope = node_get(node, "scope");
	int which = SCOPE_ITEM;

	if (scope == NULL)
		return true;
	if (!draft_word(draft, scope, "scope", scopes, &which))
		return false;
	question->scope = (enum scope)which;
	if (which == SCOPE_TURN)
		return node_fail(scope, draft->file, draft->err,
				 "scope 'turn' cannot be asked yet");
	if ((types[question->type].scopes >> which & 1u) == 0)
		return node_fail(scope, draft->file, draft->err,
				 "a question of type '%s' cannot have the scope '%s'",
				 types[question->type].name, scopes[which]);
	if (which == SCOPE_RESPONSE && draft->guideline->max_responses == 0)
		return node_fail(scope, draft->file, draft->err,
				 "scope 'response' needs responses, and 'responses' has max 0");
	return true;
}

static bool read_id(const struct draft *draft, const struct node *node, struct question *question)
{
	const struct node *id = draft_need(draft, node, "id");

	if (id == NULL || !draft_id(draft, id, &question->id))
		return false;
	for (int i = 0; condition_words[i] != NULL; i++)
		if (strcmp(condition_words[i], question->id) == 0)
			return node_fail(id, draft->file, draft->err,
					 "'%s' is a word of conditions; choose another id",
					 question->id);
	return true;
}

bool draft_question(const struct draft *draft, const struct node *node, struct question *question)
{
	if (!draft_is_map(draft, node, "a question") || !read_type(draft, node, question)
	    || !check_keys(draft, node, question->type) || !read_id(draft, node, question))
		return false;
	question->title = question->id;
	return draft_line_at(draft, node, "title", &question->title)
	       && draft_text_at(draft, node, "help", &question->help)
	       && read_scope(draft, node, question)
	       && draft_bool_at(draft, node, "na", &question->na)
	       && types[question->type].build(draft, node, question);
}
