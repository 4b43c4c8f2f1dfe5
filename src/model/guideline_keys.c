/* guideline_keys.c - the letters of questions and options.  Of the four rules in the key map two
 * are the guideline's to break: it may not take the workbench's letters, and a letter that opens a
 * question may not set an option too. */
#include "model/guideline_build.h"

#include <stdio.h>
#include <string.h>

#define FREE_SHOWN 4

const char guideline_reserved_keys[] = "jkuq";

static const char *const reserved_use[] = { "scroll down", "scroll up", "undo", "leave" };

static unsigned bit(char key)
{
	return 1u << ((unsigned)(key - 'a') & 31);
}

static unsigned letters_of(const char *keys)
{
	unsigned set = 0;

	for (; *keys != '\0'; keys++)
		set |= bit(*keys);
	return set;
}

/* The letter that NODE writes, or 0: only well-formed ones take part in the counting. */
static char letter_at(const struct node *node)
{
	const struct node *key = node_get(node, "key");
	const char *text = key != NULL && key->type == NODE_SCALAR ? key->text : "";

	if (*text < 'a' || *text > 'z' || text[1] != '\0')
		return '\0';
	return *text;
}

static unsigned letters_of_list(const struct node *list)
{
	unsigned set = 0;

	if (list == NULL)
		return 0;
	for (const struct node *node = list->child; node != NULL; node = node->next)
		if (letter_at(node) != '\0')
			set |= bit(letter_at(node));
	return set;
}

static unsigned letters_of_all_options(const struct node *questions)
{
	unsigned set = 0;

	for (const struct node *node = questions->child; node != NULL; node = node->next)
		set |= letters_of_list(node_get(node, "options"));
	return set;
}

/* "c d f i …" of what is not in TAKEN. */
static void name_free(unsigned taken, char *out, size_t size)
{
	size_t used = 0;
	int shown = 0;

	*out = '\0';
	for (char key = 'a'; key <= 'z' && used < size; key++) {
		if ((taken & bit(key)) != 0)
			continue;
		if (shown++ == FREE_SHOWN) {
			snprintf(out + used, size - used, " …");
			return;
		}
		used += (size_t)snprintf(out + used, size - used, "%s%c", used > 0 ? " " : "", key);
	}
	if (shown == 0)
		snprintf(out, size, "none");
}

static bool fail_taken(const struct draft *draft, const struct node *key, unsigned taken,
		       const char *why)
{
	char list[40];

	name_free(taken | letters_of(guideline_reserved_keys), list, sizeof list);
	return node_fail(key, draft->file, draft->err, "key '%c' %s; free letters here: %s",
			 *key->text, why, list);
}

/* A letter at all, and not the workbench's own. */
static bool check_letter(const struct draft *draft, const struct node *key, unsigned taken)
{
	const char *text = key->type == NODE_SCALAR ? key->text : "";
	const char *reserved;
	char why[100];

	if (*text < 'a' || *text > 'z' || text[1] != '\0')
		return node_fail(key, draft->file, draft->err,
				 "key '%.20s' must be one lower-case letter; digits, capitals and "
				 "signs belong to the workbench",
				 text);
	reserved = strchr(guideline_reserved_keys, *text);
	if (reserved == NULL)
		return true;
	snprintf(why, sizeof why, "is %s in the workbench (j k u q are taken)",
		 reserved_use[reserved - guideline_reserved_keys]);
	return fail_taken(draft, key, taken, why);
}

static const struct question *question_with_key(const struct draft *draft, char key)
{
	const struct node *node = draft->questions->child;

	for (int i = 0; i < draft->guideline->n_questions; i++, node = node->next)
		if (letter_at(node) == key)
			return &draft->guideline->question[i];
	return NULL;
}

/* TAKEN: the letters of all questions and of this question's options. */
static bool take_option_key(const struct draft *draft, const struct node *key, unsigned taken,
			    const struct question *question, struct option *option)
{
	const struct question *owner;
	char why[200];

	if (!check_letter(draft, key, taken))
		return false;
	owner = question_with_key(draft, *key->text);
	if (owner != NULL) {
		snprintf(why, sizeof why,
			 "goes to question '%s', so no option of this guideline can have it",
			 owner->id);
		return fail_taken(draft, key, taken, why);
	}
	for (const struct option *other = question->option; other < option; other++)
		if (other->key == *key->text) {
			snprintf(why, sizeof why, "is already the key of option '%s'", other->id);
			return fail_taken(draft, key, taken, why);
		}
	option->key = *key->text;
	return true;
}

static bool take_option_keys(const struct draft *draft, const struct node *node,
			     struct question *question)
{
	const struct node *list = node_get(node, "options");
	unsigned taken = letters_of_list(draft->questions) | letters_of_list(list);
	struct option *option = question->option;

	if (list == NULL)
		return true;
	for (const struct node *child = list->child; child != NULL; child = child->next, option++) {
		const struct node *key = node_get(child, "key");

		if (!node_is_null(key) && !take_option_key(draft, key, taken, question, option))
			return false;
	}
	return true;
}

static bool take_question_key(const struct draft *draft, const struct node *node,
			      struct question *question)
{
	const struct node *key = node_get(node, "key");
	unsigned taken =
		letters_of_list(draft->questions) | letters_of_all_options(draft->questions);
	char why[200];

	if (node_is_null(key))
		return true;
	if (!check_letter(draft, key, taken))
		return false;
	for (const struct question *q = draft->guideline->question; q < question; q++)
		if (q->key == *key->text) {
			snprintf(why, sizeof why, "is already the key of question '%s'", q->id);
			return fail_taken(draft, key, taken, why);
		}
	question->key = *key->text;
	return true;
}

bool draft_keys(const struct draft *draft)
{
	const struct node *node = draft->questions->child;

	for (int i = 0; node != NULL; node = node->next, i++) {
		struct question *question = &draft->guideline->question[i];

		if (draft->faults != NULL && (draft->faults->broken >> i & 1) != 0)
			continue;
		if ((!take_question_key(draft, node, question)
		     || !take_option_keys(draft, node, question))
		    && !draft_go_on(draft))
			return false;
	}
	return true;
}
