/* texting_spelling.c - unknown words: underlined, and asked about one by one. */
#include "ui/view/texting.h"

#include "ui/view/spelling.h"

#include <stdio.h>
#include <string.h>

static const char *why_not(const struct app *app)
{
	const struct speller *speller = app->env.speller;

	if (speller == NULL)
		return "there is no spelling check here";
	return speller->missing(speller->ctx);
}

static void stop(struct texting *texting)
{
	texting->state = TEXTING_TYPING;
	texting->word = (struct hit){ 0, 0 };
}

/* The first unknown word that ends behind FROM, and begins before TO. */
static bool find_unknown(struct texting *texting, const struct app *app, size_t from, size_t to,
			 struct hit *hit)
{
	struct spelling_scan scan;
	size_t len;
	const char *text = editor_text(texting->editor, &len);

	spelling_scan(&scan, app->env.speller, text, len, from);
	while (spelling_next(&scan, to, hit))
		if (hit->end > from)
			return true;
	return false;
}

static void ask_about(struct texting *texting, const struct app *app, const struct hit *word)
{
	const struct speller *speller = app->env.speller;
	const char *text = editor_text(texting->editor, NULL);

	texting->state = TEXTING_SPELLING;
	editor_set_cursor(texting->editor, word->start);
	texting->word = *word;
	snprintf(texting->asked, sizeof texting->asked, "%.*s", (int)(word->end - word->start),
		 text + word->start);
	buf_clear(&texting->offers);
	texting->n_offers = speller->suggest(speller->ctx, text + word->start,
					     word->end - word->start, OFFERS_MAX, &texting->offers);
	for (char *at = texting->offers.data; texting->n_offers > 0 && *at != '\0'; at++)
		if (*at == '\n')
			*at = '\0';
}

/* On to the next unknown word behind FROM, round the end; or it is over. */
static void go_on(struct texting *texting, struct app *app, size_t from)
{
	struct hit hit;
	size_t len;

	editor_text(texting->editor, &len);
	if (find_unknown(texting, app, from, len, &hit)
	    || find_unknown(texting, app, 0, from, &hit)) {
		ask_about(texting, app, &hit);
		return;
	}
	stop(texting);
	app_say(app, STYLE_CHOSEN, "the dictionary knows every word of this text");
}

enum texting_result texting_ask_spelling(struct texting *texting, struct app *app)
{
	const char *why = why_not(app);

	if (why != NULL)
		app_say(app, STYLE_ATTENTION, "%s", why);
	else
		go_on(texting, app, editor_cursor(texting->editor));
	return TEXTING_HANDLED;
}

static const char *offer(const struct texting *texting, size_t i)
{
	const char *at = texting->offers.data;

	while (i-- > 0)
		at += strlen(at) + 1;
	return at;
}

static enum texting_result learn(struct texting *texting, struct app *app)
{
	const struct speller *speller = app->env.speller;
	const char *text = editor_text(texting->editor, NULL);
	struct err err;

	if (!speller->learn(speller->ctx, text + texting->word.start,
			    texting->word.end - texting->word.start, &err)) {
		app_fail(app, &err);
		return TEXTING_HANDLED;
	}
	go_on(texting, app, texting->word.end);
	return TEXTING_HANDLED;
}

static enum texting_result take_offer(struct texting *texting, struct app *app, size_t i)
{
	size_t start = texting->word.start;

	editor_replace(texting->editor, start, texting->word.end, offer(texting, i));
	go_on(texting, app, start + strlen(offer(texting, i)));
	return TEXTING_CHANGED;
}

enum texting_result texting_spelling_key(struct texting *texting, struct app *app,
					 const struct event *event)
{
	int key = event->key[1] == '\0' ? event->key[0] : 0;

	if (key >= '1' && key < '1' + (int)texting->n_offers)
		return take_offer(texting, app, (size_t)(key - '1'));
	if (key == 'a')
		return learn(texting, app);
	if (key == 's' || key_is(event, "Enter") || key_is(event, "Tab")
	    || key_is(event, "Right")) {
		go_on(texting, app, texting->word.end);
		return TEXTING_HANDLED;
	}
	stop(texting);
	return TEXTING_HANDLED;
}

void texting_spelling_hints(const struct texting *texting, struct hints *hints)
{
	hints->all = true;
	for (size_t i = 0; i < texting->n_offers; i++) {
		const char digit[] = { (char)('1' + i), '\0' };

		hint_add(hints, digit, offer(texting, i));
	}
	hint_add(hints, "a", "my word");
	hint_add(hints, "s", "next");
	hint_add(hints, "any other key", "ends it");
	snprintf(hints->right, sizeof hints->right, "%.40s", texting->asked);
}

void texting_mark_unknown(struct texting *texting, const struct app *app, struct canvas *cv)
{
	size_t from, to, len, cursor = editor_cursor(texting->editor);
	const char *text = editor_text(texting->editor, &len);
	struct spelling_scan scan;
	struct hit hit;

	texting->unknown[0] = '\0';
	if (texting->state == TEXTING_SPELLING)
		editor_style(texting->editor, cv, texting->word.start, texting->word.end,
			     STYLE_SELECTED);
	if (app->env.speller == NULL || why_not(app) != NULL)
		return;
	editor_visible(texting->editor, &from, &to);
	spelling_scan(&scan, app->env.speller, text, len, from);
	while (spelling_next(&scan, to, &hit)) {
		/* She is at it. */
		if (hit.end == cursor
		    || (hit.start == texting->word.start && texting->word.end > 0))
			continue;
		editor_style(texting->editor, cv, hit.start, hit.end, STYLE_EMPHASIS);
		if (texting->unknown[0] == '\0' || hit.start <= cursor)
			snprintf(texting->unknown, sizeof texting->unknown, "%.*s",
				 (int)(hit.end - hit.start), text + hit.start);
	}
}
