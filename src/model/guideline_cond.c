/* guideline_cond.c - `required:` and `show:`: a small grammar over the answers to other questions.
 */
#include "model/guideline_build.h"

#include <stdio.h>
#include <string.h>

#define EXAMPLE "{accuracy: {at_most: 2}}"

static const struct cond always = { .type = COND_ALWAYS };
static const struct cond never = { .type = COND_NEVER };

/* clang-format off */
static const struct {
	const char *name;
	enum cond_type type;
} compares[] = {
	{ "at_most", COND_AT_MOST }, { "at_least", COND_AT_LEAST }, { "equals", COND_EQUALS },
}, groups[] = {
	{ "all", COND_ALL }, { "any", COND_ANY }, { "not", COND_NOT },
};
static const char *const compare_keys[] = { "at_most", "at_least", "equals", NULL };
static const char *const has_keys[] = { "has", "severity", NULL };
static const char *const leaf_keys[] = {
	"at_most", "at_least", "equals", "has", "severity", NULL,
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct reading {
	const struct draft *draft;
	int self; /* index of the question whose condition this is */
};

/* Not `const struct cond *`: the parent's list of children is filled in place. */
static struct cond *read_cond(const struct reading *r, const struct node *node);

static struct cond *new_cond(const struct reading *r, enum cond_type type)
{
	struct cond *cond = arena_alloc(r->draft->arena, sizeof *cond);

	cond->type = type;
	return cond;
}

static const char *type_of(const struct question *question)
{
	return question_type_name(question->type);
}

/* ---- one question ---- */

static const struct question *find_question(const struct reading *r, const struct node *node,
					    int *index)
{
	const struct guideline *guideline = r->draft->guideline;
	const char *ids[GUIDELINE_QUESTIONS_MAX + 1] = { NULL };
	const char *near;

	*index = guideline_find(guideline, node->key);
	if (*index == r->self) {
		draft_fail_key(r->draft, node, "the condition asks for its own question '%.64s'",
			       node->key);
		return NULL;
	}
	if (*index >= 0)
		return &guideline->question[*index];
	for (int i = 0; i < guideline->n_questions; i++)
		ids[i] = guideline->question[i].id;
	near = nearest_word(node->key, ids);
	if (near != NULL)
		draft_fail_key(r->draft, node, "there is no question '%.64s'; did you mean '%s'?",
			       node->key, near);
	else
		draft_fail_key(r->draft, node, "there is no question '%.64s'", node->key);
	return NULL;
}

static struct cond *read_state(const struct reading *r, const struct node *node,
			       const struct question *question)
{
	const struct draft *d = r->draft;

	if (strcmp(node->text, "answered") == 0)
		return new_cond(r, COND_ANSWERED);
	if (strcmp(node->text, "none_good") != 0)
		node_fail(node, d->file, d->err,
			  "'%.40s' is no state of question '%s'; write answered, or a comparison "
			  "such as " EXAMPLE,
			  node->text, question->id);
	else if (question->none_good)
		return new_cond(r, COND_NONE_GOOD);
	else
		node_fail(node, d->file, d->err,
			  "none_good is for a rank question with none_good: true, and '%s' is not",
			  question->id);
	return NULL;
}

static struct cond *read_compare(const struct reading *r, const struct node *node,
				 const struct question *question)
{
	const struct draft *d = r->draft;
	const struct node *value = node->child;
	struct cond *cond = new_cond(r, COND_EQUALS);

	if (question->type != QUESTION_SCALE) {
		draft_fail_key(d, value, "'%s' compares a scale, and '%s' is of type '%s'",
			       value->key, question->id, type_of(question));
		return NULL;
	}
	if (!node_only_keys(node, d->file, compare_keys, d->err))
		return NULL;
	if (node->count > 1) {
		draft_fail_key(d, value->next, "one comparison at a time; put several under all:");
		return NULL;
	}
	for (size_t i = 0; i < COUNT(compares); i++)
		if (strcmp(compares[i].name, value->key) == 0)
			cond->type = compares[i].type;
	return node_int(value, d->file, question->min, question->max, &cond->number, d->err) ? cond
											     : NULL;
}

static bool find_severity(const struct reading *r, const struct node *node,
			  const struct option *option, const char **out)
{
	const struct draft *d = r->draft;
	const char *text = node->type == NODE_SCALAR ? node->text : "";

	for (int i = 0; i < option->n_severity; i++)
		if (strcmp(option->severity[i], text) == 0) {
			*out = option->severity[i];
			return true;
		}
	return node_fail(node, d->file, d->err, "option '%s' has no severity '%.64s'", option->id,
			 text);
}

static const struct option *find_option(const struct reading *r, const struct node *node,
					const struct question *question)
{
	const struct draft *d = r->draft;
	const char *ids[GUIDELINE_OPTIONS_MAX + 1] = { NULL };
	const char *text = node->type == NODE_SCALAR ? node->text : "";
	int index = question_option(question, text);
	const char *near;

	if (index >= 0)
		return &question->option[index];
	for (int i = 0; i < question->n_options; i++)
		ids[i] = question->option[i].id;
	near = nearest_word(text, ids);
	if (near != NULL)
		node_fail(node, d->file, d->err,
			  "question '%s' has no option '%.64s'; did you mean '%s'?", question->id,
			  text, near);
	else
		node_fail(node, d->file, d->err, "question '%s' has no option '%.64s'",
			  question->id, text);
	return NULL;
}

static struct cond *read_has(const struct reading *r, const struct node *node,
			     const struct question *question)
{
	const struct node *has = node_get(node, "has");
	const struct node *severity = node_get(node, "severity");
	struct cond *cond = new_cond(r, COND_HAS);
	const struct option *option;

	if (question->type != QUESTION_CHOICE) {
		draft_fail_key(r->draft, has, "'has' looks into a choice, and '%s' is of type '%s'",
			       question->id, type_of(question));
		return NULL;
	}
	if (!node_only_keys(node, r->draft->file, has_keys, r->draft->err))
		return NULL;
	option = find_option(r, has, question);
	if (option == NULL)
		return NULL;
	cond->option = option->id;
	if (severity != NULL && !find_severity(r, severity, option, &cond->severity))
		return NULL;
	return cond;
}

static struct cond *read_leaf(const struct reading *r, const struct node *node)
{
	const struct draft *d = r->draft;
	const struct question *question;
	struct cond *cond = NULL;
	int index;

	question = find_question(r, node, &index);
	if (question == NULL)
		return NULL;
	if (node->type == NODE_SCALAR)
		cond = read_state(r, node, question);
	else if (node->type == NODE_LIST || node->count == 0)
		node_fail(node, d->file, d->err,
			  "write answered, or a comparison such as " EXAMPLE);
	else if (!node_only_keys(node, d->file, leaf_keys, d->err))
		return NULL;
	else if (node_get(node, "has") != NULL)
		cond = read_has(r, node, question);
	else if (node_get(node, "severity") != NULL)
		draft_fail_key(d, node_get(node, "severity"),
			       "'severity' goes with 'has' and an option");
	else
		cond = read_compare(r, node, question);
	if (cond != NULL)
		cond->question = index;
	return cond;
}

/* ---- all, any, not ---- */

static struct cond *read_group(const struct reading *r, const struct node *node,
			       enum cond_type type)
{
	struct cond *cond = new_cond(r, type);
	const struct node *child = node;

	cond->n_children = 1;
	if (type != COND_NOT) {
		if (!draft_is_list(r->draft, node, 1, GUIDELINE_OPTIONS_MAX))
			return NULL;
		cond->n_children = (int)node->count;
		child = node->child;
	}
	cond->child = arena_alloc(r->draft->arena, (size_t)cond->n_children * sizeof *cond->child);
	for (int i = 0; i < cond->n_children; i++, child = child->next) {
		cond->child[i] = read_cond(r, child);
		if (cond->child[i] == NULL)
			return NULL;
	}
	return cond;
}

static struct cond *read_cond(const struct reading *r, const struct node *node)
{
	const struct draft *d = r->draft;

	if (node->type == NODE_SCALAR && strcmp(node->text, "always") == 0)
		return new_cond(r, COND_ALWAYS);
	if (node->type == NODE_SCALAR && strcmp(node->text, "never") == 0)
		return new_cond(r, COND_NEVER);
	if (node->type != NODE_MAP) {
		node_fail(node, d->file, d->err,
			  "expected always, never or a condition such as " EXAMPLE);
		return NULL;
	}
	if (node->count != 1) {
		node_fail(node, d->file, d->err,
			  "a condition has one key; put several conditions under all: or any:");
		return NULL;
	}
	for (size_t i = 0; i < COUNT(groups); i++)
		if (strcmp(groups[i].name, node->child->key) == 0)
			return read_group(r, node->child, groups[i].type);
	return read_leaf(r, node->child);
}

static bool read_at(const struct reading *r, const struct node *node, const char *key,
		    const struct cond **out)
{
	const struct node *cond = node_get(node, key);

	if (cond == NULL)
		return true;
	*out = read_cond(r, cond);
	return *out != NULL;
}

/* ---- circles ---- */

/* One bit for each question that COND asks for. */
static uint64_t asks_for(const struct cond *cond)
{
	uint64_t set = 0;

	if (cond->type == COND_ALWAYS || cond->type == COND_NEVER)
		return 0;
	if (cond->n_children == 0)
		return UINT64_C(1) << cond->question;
	for (int i = 0; i < cond->n_children; i++)
		set |= asks_for(cond->child[i]);
	return set;
}

static int first_rank(const struct guideline *guideline)
{
	for (int i = 0; i < guideline->n_questions; i++)
		if (guideline->question[i].type == QUESTION_RANK)
			return i;
	return -1;
}

/* What the showing of question I hangs on; which response is best hangs on the ranking. */
static uint64_t hangs_on(const struct guideline *guideline, int i)
{
	const struct question *question = &guideline->question[i];
	uint64_t set = asks_for(question->show);
	int rank = first_rank(guideline);

	if (question->scope == SCOPE_BEST && rank >= 0)
		set |= UINT64_C(1) << rank;
	return set;
}

static bool has(uint64_t set, int i)
{
	return (set >> i & 1) != 0;
}

static bool fail_circle(const struct draft *draft, const uint64_t *reach, int self)
{
	const struct guideline *guideline = draft->guideline;
	uint64_t direct = hangs_on(guideline, self);
	const struct node *node = draft->questions->child;
	int via = 0;

	while (!has(direct, via) || !has(reach[via], self))
		via++; /* ends: the circle leaves through one of them */
	for (int i = 0; i < self; i++)
		node = node->next;
	return node_fail(node_get(node, "show"), draft->file, draft->err,
			 "the conditions go in a circle: whether '%s' is shown hangs on '%s', and "
			 "that on '%s'",
			 guideline->question[self].id, guideline->question[via].id,
			 guideline->question[self].id);
}

static bool check_circles(const struct draft *draft)
{
	const struct guideline *guideline = draft->guideline;
	uint64_t reach[GUIDELINE_QUESTIONS_MAX] = { 0 };
	int n = guideline->n_questions;

	for (int i = 0; i < n; i++)
		reach[i] = hangs_on(guideline, i);
	for (int via = 0; via < n; via++)
		for (int i = 0; i < n; i++)
			if (has(reach[i], via))
				reach[i] |= reach[via];
	for (int i = 0; i < n; i++)
		if (has(reach[i], i) && guideline->question[i].show->type != COND_ALWAYS)
			return fail_circle(draft, reach, i);
	return true;
}

static bool read_conditions(const struct draft *draft, const struct node *node, int i)
{
	struct question *question = &draft->guideline->question[i];
	struct reading r = { .draft = draft, .self = i };

	question->required = &never;
	question->show = &always;
	return read_at(&r, node, "required", &question->required)
	       && read_at(&r, node, "show", &question->show);
}

bool draft_conditions(const struct draft *draft)
{
	const struct node *node = draft->questions->child;

	if (draft->faults != NULL && draft->faults->broken != 0)
		return true; /* they would only say that a broken question is not there */
	for (int i = 0; i < draft->guideline->n_questions; i++, node = node->next)
		if (!read_conditions(draft, node, i) && !draft_go_on(draft))
			return false;
	return draft_has_faults(draft) || check_circles(draft);
}
