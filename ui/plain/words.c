/* words.c - words that only lines have: where am I, how far, read this. */
#include "ui/plain/plain_state.h"

#include <string.h>

bool plain_tell(struct plain *p, enum tell what)
{
	const struct view_words *words = plain_words(p);
	struct buf out = BUF_INIT;
	bool told = words->tell != NULL && words->tell(p->app->top, p->app, what, &out);

	if (told)
		plain_say(p, buf_str(&out));
	buf_release(&out);
	return told;
}

static void tell(struct plain *p, enum tell what, const char *otherwise)
{
	if (!plain_tell(p, what))
		plain_say(p, otherwise);
}

static void do_where(struct plain *p, const char *rest)
{
	const struct view_words *words = plain_words(p);

	(void)rest;
	if (words->tell != NULL)
		tell(p, TELL_WHERE, "No item is shown.");
	else
		p->resay = true;
}

static void do_status(struct plain *p, const char *rest)
{
	(void)rest;
	tell(p, TELL_STATUS, "Status is told in the workbench: choose a batch.");
}

static void do_answers(struct plain *p, const char *rest)
{
	(void)rest;
	tell(p, TELL_ANSWERS, "No item is shown.");
}

static void do_texts(struct plain *p, const char *rest)
{
	(void)rest;
	tell(p, TELL_TEXTS, "No item is shown.");
}

static void do_read(struct plain *p, const char *rest)
{
	if (plain_can_read(p))
		plain_read_text(p, rest);
	else
		plain_say(p, "There is nothing to read here.");
}

static void do_all(struct plain *p, const char *rest)
{
	(void)rest;
	if (plain_can_read(p))
		plain_read_all(p);
	else
		plain_say(p, "There is nothing to read here.");
}

static void do_again(struct plain *p, const char *rest)
{
	(void)rest;
	if (plain_can_read(p))
		plain_read_again(p);
	else
		p->resay = true;
}

static void quit(struct app *app, void *ctx)
{
	const struct event event = { .type = EVENT_HANGUP };

	(void)ctx;
	if (app_may_leave(app, quit, NULL))
		app_handle(app, &event);
}

static void do_quit(struct plain *p, const char *rest)
{
	(void)rest;
	quit(p->app, NULL);
}

static const struct {
	const char *name, *help;
	void (*run)(struct plain *p, const char *rest);
} own[] = {
	{ "where", "where you are: the question with its help and all its choices", do_where },
	{ "status", "how far the batch is, what you sent today, active time", do_status },
	{ "answers", "everything that is asked, and what is answered", do_answers },
	{ "texts", "which texts there are, and how long they are", do_texts },
	{ "read", "reads a whole text from its start: read A, read prompt, read reference",
	  do_read },
	{ "all", "reads this text on to its end", do_all },
	{ "again", "reads the last page again", do_again },
	{ "quit", "leaves assay; everything is kept", do_quit },
};

#define OWN (sizeof own / sizeof own[0])

static size_t find(const char *word, size_t n)
{
	size_t i = 0;

	while (i < OWN && (strlen(own[i].name) != n || memcmp(own[i].name, word, n) != 0))
		i++;
	return i;
}

bool plain_is_own_word(const char *word, size_t n)
{
	return find(word, n) < OWN;
}

bool plain_own_word(struct plain *p, const char *word, size_t n, const char *rest)
{
	size_t i = find(word, n);

	if (i < OWN)
		own[i].run(p, rest);
	return i < OWN;
}

void plain_say_words(struct plain *p)
{
	static const char *const lines[] = {
		"Several keys may stand in a line: 1 2 4 3. Commands work by name, too: undo.",
		"An empty line reads on. A dot presses Enter: it sends, or goes to what is "
		"missing.",
		"What a command asks may stand behind it: S the answers are in Dutch. G 12. / tap",
		"And these words:",
	};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		plain_say(p, lines[i]);
	for (size_t i = 0; i < OWN; i++)
		plain_sayf(p, "%s: %s", own[i].name, own[i].help);
}
