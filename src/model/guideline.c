/* guideline.c - the whole of a guideline: its head, its list of questions, and what only the whole
 * can tell. */
#include "model/guideline.h"

#include "model/guideline_build.h"
#include "model/item.h"

#include <stdio.h>
#include <string.h>

#define FORMAT 1
#define IDLE_DEFAULT 60
#define IDLE_MAX 3600

/* clang-format off */
static const char *const root_keys[] = {
	"assay", "name", "title", "instructions", "examples", "responses", "questions", "order",
	"submit", "idle", "breaks", NULL,
};
static const char *const response_keys[] = { "min", "max", "shuffle", "hide_source", NULL };
static const char *const orders[] = { "by_question", "by_response", NULL };
static const char *const submits[] = { "enter", "auto", NULL };
/* clang-format on */

int guideline_find(const struct guideline *guideline, const char *question_id)
{
	for (int i = 0; i < guideline->n_questions; i++)
		if (strcmp(guideline->question[i].id, question_id) == 0)
			return i;
	return -1;
}

int question_option(const struct question *question, const char *option_id)
{
	for (int i = 0; i < question->n_options; i++)
		if (strcmp(question->option[i].id, option_id) == 0)
			return i;
	return -1;
}

/* ---- head ---- */

static bool check_format(const struct draft *draft, const struct node *root)
{
	const struct node *node = draft_need(draft, root, "assay");
	int *format = &draft->guideline->format;

	if (node == NULL || !node_int(node, draft->file, 1, 999, format, draft->err))
		return false;
	if (*format == FORMAT)
		return true;
	node_fail(node, draft->file, draft->err,
		  "guideline format %d needs a newer assay; this one knows format %d", *format,
		  FORMAT);
	draft->err->code = ERR_TOO_NEW;
	return false;
}

static const char *title_of_name(struct arena *arena, const char *name)
{
	char *title = arena_strdup(arena, name);

	for (char *c = title; *c != '\0'; c++)
		if (*c == '-' || *c == '_')
			*c = ' ';
	return title;
}

static bool read_choice_at(const struct draft *draft, const struct node *map, const char *key,
			   const char *const words[], int *out)
{
	const struct node *node = node_get(map, key);
	char what[40];

	snprintf(what, sizeof what, "'%s'", key);
	return node == NULL || draft_word(draft, node, what, words, out);
}

static bool read_head(const struct draft *draft, const struct node *root)
{
	struct guideline *guideline = draft->guideline;
	const struct node *name = draft_need(draft, root, "name");
	const char *base = strrchr(draft->file, '/');
	int order = 0, submit = 0;

	if (name == NULL || !draft_id(draft, name, &guideline->name))
		return false;
	guideline->main = arena_strdup(draft->arena, base != NULL ? base + 1 : draft->file);
	guideline->title = title_of_name(draft->arena, guideline->name);
	guideline->idle_seconds = IDLE_DEFAULT;
	if (!draft_line_at(draft, root, "title", &guideline->title)
	    || !draft_bool_at(draft, root, "breaks", &guideline->breaks)
	    || !draft_int_at(draft, root, "idle", (struct bounds){ 5, IDLE_MAX },
			     &guideline->idle_seconds)
	    || !read_choice_at(draft, root, "order", orders, &order)
	    || !read_choice_at(draft, root, "submit", submits, &submit))
		return false;
	guideline->order = order == 1 ? ORDER_BY_RESPONSE : ORDER_BY_QUESTION;
	guideline->submit_auto = submit == 1;
	return true;
}

static bool read_responses(const struct draft *draft, const struct node *root)
{
	struct guideline *guideline = draft->guideline;
	const struct node *node = node_get(root, "responses");
	struct bounds any = { 0, ITEM_RESPONSES_MAX };

	guideline->max_responses = ITEM_RESPONSES_MAX;
	guideline->shuffle = true;
	guideline->hide_source = true;
	if (node == NULL)
		return true;
	if (!draft_is_map(draft, node, "'responses'")
	    || !node_only_keys(node, draft->file, response_keys, draft->err)
	    || !draft_int_at(draft, node, "min", any, &guideline->min_responses)
	    || !draft_int_at(draft, node, "max", any, &guideline->max_responses)
	    || !draft_bool_at(draft, node, "shuffle", &guideline->shuffle)
	    || !draft_bool_at(draft, node, "hide_source", &guideline->hide_source))
		return false;
	if (guideline->min_responses > guideline->max_responses)
		return node_fail(node, draft->file, draft->err,
				 "min %d is more than max %d; swap them", guideline->min_responses,
				 guideline->max_responses);
	return true;
}

/* ---- questions ---- */

static bool check_new_id(const struct draft *draft, const struct node *node, int n)
{
	const struct question *question = draft->guideline->question;

	for (int i = 0; i < n; i++)
		if (strcmp(question[i].id, question[n].id) == 0)
			return node_fail(node_get(node, "id"), draft->file, draft->err,
					 "there is already a question '%s'; give this one another "
					 "id",
					 question[n].id);
	return true;
}

static bool read_question(const struct draft *draft, const struct node *node, int n)
{
	struct question *question = &draft->guideline->question[n];

	question->id = "";
	if (draft_question(draft, node, question) && check_new_id(draft, node, n))
		return true;
	if (!draft_go_on(draft))
		return false;
	draft->faults->broken |= UINT64_C(1) << n;
	return true;
}

static bool read_questions(struct draft *draft, const struct node *root)
{
	struct guideline *guideline = draft->guideline;
	const struct node *list = draft_need(draft, root, "questions");
	int n = 0;

	if (list == NULL || !draft_is_list(draft, list, 1, GUIDELINE_QUESTIONS_MAX))
		return false;
	guideline->question = arena_alloc(draft->arena, list->count * sizeof(struct question));
	for (const struct node *node = list->child; node != NULL; node = node->next)
		if (!read_question(draft, node, n++))
			return false;
	guideline->n_questions = n;
	draft->questions = list;
	return true;
}

static bool has_rank(const struct guideline *guideline)
{
	for (int i = 0; i < guideline->n_questions; i++)
		if (guideline->question[i].type == QUESTION_RANK)
			return true;
	return false;
}

static bool check_best(const struct draft *draft)
{
	const struct guideline *guideline = draft->guideline;
	const struct node *node = draft->questions->child;

	if (has_rank(guideline))
		return true;
	for (int i = 0; i < guideline->n_questions; i++, node = node->next)
		if (guideline->question[i].scope == SCOPE_BEST)
			return node_fail(node_get(node, "scope"), draft->file, draft->err,
					 "scope 'best' needs a rank question to say which is best");
	return true;
}

static bool check_submit(const struct draft *draft, const struct node *root)
{
	const struct guideline *guideline = draft->guideline;
	const struct question *only = &guideline->question[0];
	bool single = guideline->n_questions == 1 && only->type == QUESTION_CHOICE
		      && !only->multiple && only->scope != SCOPE_RESPONSE;

	if (guideline->submit_auto && !single)
		return node_fail(node_get(root, "submit"), draft->file, draft->err,
				 "submit: auto is only for one single-choice question, asked once "
				 "an item");
	return true;
}

static bool check_whole(const struct draft *draft, const struct node *root)
{
	return check_best(draft) && check_submit(draft, root);
}

/* ---- the files it names ---- */

/* A plain name: these files lie beside the YAML, and inside a stored object there are no folders.
 */
static bool read_file_name(const struct node *root, const char *key, const char *file,
			   const char **out, struct err *err)
{
	const struct node *node = node_get(root, key);
	const char *text;

	*out = NULL;
	if (node_is_null(node))
		return true;
	text = node->type == NODE_SCALAR ? node->text : "";
	if (*text == '\0' || *text == '.' || strlen(text) > 100
	    || strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
		       != strlen(text))
		return node_fail(node, file, err,
				 "'%s' must be the name of a file beside this one: letters, "
				 "digits, '.', '-', '_'",
				 key);
	*out = text;
	return true;
}

bool guideline_files(const struct node *root, const char *file, const char **instructions,
		     const char **examples, struct err *err)
{
	return read_file_name(root, "instructions", file, instructions, err)
	       && read_file_name(root, "examples", file, examples, err);
}

/* ---- */

static bool build(struct draft *draft, const struct node *root)
{
	const char *instructions, *examples;

	return draft_is_map(draft, root, "a guideline") && check_format(draft, root)
	       && node_only_keys(root, draft->file, root_keys, draft->err)
	       && guideline_files(root, draft->file, &instructions, &examples, draft->err)
	       && read_head(draft, root) && read_responses(draft, root)
	       && read_questions(draft, root) && draft_keys(draft) && draft_conditions(draft)
	       && (draft_has_faults(draft) || check_whole(draft, root));
}

const struct guideline *guideline_build(const struct node *root, const char *file,
					const char *instructions, const char *examples,
					struct arena *arena, struct err *err)
{
	struct guideline *guideline = arena_alloc(arena, sizeof *guideline);
	struct draft draft = { .guideline = guideline, .file = file, .arena = arena, .err = err };

	if (!build(&draft, root))
		return NULL;
	guideline->instructions = arena_strdup(arena, instructions != NULL ? instructions : "");
	if (examples != NULL)
		guideline->examples = arena_strdup(arena, examples);
	return guideline;
}

int guideline_check(const struct node *root, const char *file,
		    void (*report)(void *ctx, const char *message), void *ctx)
{
	struct arena arena = ARENA_INIT;
	struct guideline guideline = { .format = 0 };
	struct faults faults = { .report = report, .ctx = ctx };
	struct err err;
	struct draft draft = {
		.guideline = &guideline,
		.file = file,
		.arena = &arena,
		.err = &err,
		.faults = &faults,
	};

	if (!build(&draft, root))
		draft_go_on(&draft);
	arena_release(&arena);
	return faults.n;
}
