/* reading.c - texts read piece by piece: page, paragraph, heading, to the end. */
#include "ui/plain/plain_state.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define PAGE_BYTES 700 /* a page is full when it has so many */

static bool get_text(struct plain *p, struct words_text *text)
{
	const struct view_words *words = plain_words(p);

	return words->reading != NULL && words->reading(p->app->top, text);
}

bool plain_can_read(struct plain *p)
{
	struct words_text text;
	bool one_line;

	return get_text(p, &text) && plain_open_text(p, &one_line) == NULL;
}

/* Which turn of a conversation begins at byte AT, from 1; 0: none. */
static size_t turn_at(const struct content *turns, size_t at)
{
	size_t start = 0;

	for (size_t i = 0; turns != NULL && i < turns->n && start <= at; i++) {
		start += i > 0 ? 2 : 0; /* an empty line before each but the first */
		if (start == at)
			return i + 1;
		start += strlen(turns->messages[i].role) + strlen(":\n\n") + turns->messages[i].len;
	}
	return 0;
}

static void mark_turns(struct spoken *spoken, const struct content *turns)
{
	for (size_t i = 0; turns != NULL && i < spoken->n; i++)
		if (turn_at(turns, spoken->piece[i].at) > 0)
			spoken->piece[i].landmark = true;
}

/* Parts the text if it is another one, or shown otherwise, and follows where the view has gone. */
static bool sync(struct plain *p, struct words_text *text)
{
	struct read_state *r = &p->read;

	if (!get_text(p, text))
		return false;
	if (r->text != text->text || r->len != text->len || r->form != text->form) {
		text_speak(&r->spoken, text->text, text->len, text->form);
		mark_turns(&r->spoken, text->turns);
		r->text = text->text;
		r->len = text->len;
		r->form = text->form;
		r->at = *text->at + 1;
	}
	if (r->at != *text->at) {
		r->next = *text->at == 0 ? 0 : spoken_find(&r->spoken, *text->at);
		r->page = r->next;
		r->at = *text->at;
	}
	return true;
}

static void say_capital(struct plain *p, const char *before, const char *name, const char *after)
{
	char first[2] = { (char)toupper((unsigned char)name[0]), '\0' };

	if (before[0] != '\0')
		plain_sayf(p, "%s%s%s", before, name, after);
	else
		plain_sayf(p, "%s%s%s", first, name + 1, after);
}

static void say_name(struct plain *p, const struct words_text *text)
{
	if (p->read.said == text->text)
		return;
	p->read.said = text->text;
	if (plain_words(p)->turn != NULL)
		say_capital(p, "", text->name, ":");
}

static void say_piece(struct plain *p, const struct words_text *text, size_t i)
{
	const struct spoken_piece *piece = &p->read.spoken.piece[i];
	size_t turn = turn_at(text->turns, piece->at);

	if (turn > 0)
		plain_sayf(p, "Turn %zu of %zu, %s:", turn, text->turns->n,
			   text->turns->messages[turn - 1].role);
	else
		plain_put(p, p->read.spoken.text.data + piece->first, piece->n, text->reveal);
}

/* Says pieces from FIRST until BYTES were said; reading stands behind them then. */
static void say_from(struct plain *p, const struct words_text *text, size_t first, size_t bytes)
{
	struct read_state *r = &p->read;
	size_t i = first, said = 0;

	say_name(p, text);
	if (r->spoken.n == 0)
		plain_say(p, "(empty)");
	for (; i < r->spoken.n && said < bytes && !p->closed; i++) {
		say_piece(p, text, i);
		said += r->spoken.piece[i].n;
	}
	r->page = first;
	r->next = i;
	if (i > first)
		*text->at = r->at = r->spoken.piece[i - 1].at;
	if (i == r->spoken.n)
		say_capital(p, "End of ", text->name, ".");
}

void plain_read_arrived(struct plain *p)
{
	struct words_text text;

	p->read.text = p->read.said = NULL;
	if (!sync(p, &text))
		return;
	if (p->read.next > 0 && plain_words(p)->turn == NULL)
		plain_sayf(p, "Opened at paragraph %zu of %zu; Home goes to the top.",
			   p->read.next + 1, p->read.spoken.n);
	else if (p->read.next > 0)
		plain_sayf(p, "Reading goes on in %s, paragraph %zu of %zu.", text.name,
			   p->read.next + 1, p->read.spoken.n);
	say_from(p, &text, p->read.next, PAGE_BYTES);
}

void plain_read_found(struct plain *p)
{
	struct words_text text;

	if (!sync(p, &text))
		return;
	p->read.said = text.text;
	p->read.page = spoken_find(&p->read.spoken, *text.at);
	p->read.next = p->read.page + 1 < p->read.spoken.n ? p->read.page + 1 : p->read.spoken.n;
}

void plain_read_on(struct plain *p)
{
	const struct view_words *words = plain_words(p);
	struct words_text text;

	if (!sync(p, &text))
		return;
	if (p->read.next >= p->read.spoken.n && p->read.said == text.text) {
		if (words->turn == NULL || !words->turn(p->app->top, 1)) {
			say_capital(p, "That was all of ", text.name,
				    words->turn == NULL ? "; q goes back." : ", the last text.");
			p->resay = true;
			return;
		}
		if (!sync(p, &text))
			return;
		p->read.said = NULL;
		/* Read already, it is read again. */
		if (p->read.next + 1 >= p->read.spoken.n)
			p->read.next = 0;
	}
	say_from(p, &text, p->read.next, PAGE_BYTES);
}

void plain_read_heading(struct plain *p)
{
	struct words_text text;
	struct buf words = BUF_INIT;

	if (!sync(p, &text))
		return;
	buf_addf(&words, "%c%s, ", toupper((unsigned char)text.name[0]), text.name + 1);
	words_measure(&words, text.text, text.len, text.form);
	if (p->read.next > 0)
		buf_addf(&words, ", at paragraph %zu", p->read.next + 1);
	buf_addc(&words, '.');
	plain_say(p, buf_str(&words));
	p->read.said = text.text;
	buf_release(&words);
}

void plain_read_all(struct plain *p)
{
	struct words_text text;

	if (sync(p, &text))
		say_from(p, &text, p->read.next < p->read.spoken.n ? p->read.next : 0, SIZE_MAX);
}

void plain_read_again(struct plain *p)
{
	struct words_text text;

	if (sync(p, &text))
		say_from(p, &text, p->read.page, PAGE_BYTES);
}

static bool is_called(const struct words_text *text, const char *which)
{
	size_t n = strlen(text->name);

	return strcasecmp(text->name, which) == 0
	       || (which[1] == '\0' && n > 2 && text->name[n - 2] == ' '
		   && toupper((unsigned char)which[0]) == text->name[n - 1]);
}

/* Turns to the text called WHICH; false and back where it was, if there is none. */
static bool go_to_text(struct plain *p, const char *which)
{
	const struct view_words *words = plain_words(p);
	struct words_text text;
	int moved = 0;

	while (words->turn != NULL && words->turn(p->app->top, -1))
		moved--;
	for (;;) {
		if (get_text(p, &text) && is_called(&text, which))
			return true;
		if (words->turn == NULL || !words->turn(p->app->top, 1))
			break;
		moved++;
	}
	for (; moved > 0; moved--)
		words->turn(p->app->top, -1);
	return false;
}

void plain_read_text(struct plain *p, const char *which)
{
	struct words_text text;

	if (which[0] != '\0' && !go_to_text(p, which)) {
		plain_refuse(p, "no text here is called '%.40s'; 'texts' lists them", which);
		return;
	}
	if (!sync(p, &text))
		return;
	p->read.said = NULL;
	say_from(p, &text, 0, SIZE_MAX);
}

/* ---------------------------------------------------------------- commands */

static void say_at(struct plain *p, size_t i)
{
	struct words_text text;

	if (!sync(p, &text))
		return;
	if (p->read.spoken.n == 0 || i >= p->read.spoken.n) {
		say_capital(p, "End of ", text.name, ".");
		return;
	}
	say_from(p, &text, i, 1);
}

static void paragraph_before(struct plain *p)
{
	size_t next = p->read.next;

	if (next < 2)
		plain_say(p, "This is the top.");
	else
		say_at(p, next - 2);
}

static void page_before(struct plain *p)
{
	struct words_text text;
	size_t i, bytes = 0;

	if (!sync(p, &text))
		return;
	i = p->read.page;
	if (i == 0) {
		plain_say(p, "This is the top.");
		return;
	}
	while (i > 0 && bytes < PAGE_BYTES)
		bytes += p->read.spoken.piece[--i].n;
	say_from(p, &text, i, PAGE_BYTES);
}

static void landmark(struct plain *p, int dir)
{
	const struct spoken *spoken = &p->read.spoken;
	/* The last piece that was said is where one stands. */
	size_t here = p->read.next > 0 ? p->read.next - 1 : 0;
	size_t i = dir > 0 ? p->read.next : here;

	while (dir > 0 && i < spoken->n && !spoken->piece[i].landmark)
		i++;
	while (dir < 0 && i > 0 && !spoken->piece[--i].landmark)
		continue;
	if (i >= spoken->n || !spoken->piece[i].landmark || (dir < 0 && i >= here))
		plain_say(p, "No turn, heading or code block that way.");
	else
		say_at(p, i);
}

bool plain_read_command(struct plain *p, enum command command)
{
	struct words_text text;

	if (!sync(p, &text))
		return false;
	switch (command) {
	case CMD_PAGE_DOWN:
		plain_read_on(p);
		return true;
	case CMD_PAGE_UP:
		page_before(p);
		return true;
	case CMD_LINE_DOWN:
		say_at(p, p->read.next);
		return true;
	case CMD_LINE_UP:
		paragraph_before(p);
		return true;
	case CMD_TOP:
		say_at(p, 0);
		return true;
	case CMD_BOTTOM:
		say_at(p, p->read.spoken.n > 0 ? p->read.spoken.n - 1 : 0);
		return true;
	case CMD_LANDMARK_NEXT:
		landmark(p, 1);
		return true;
	case CMD_LANDMARK_PREV:
		landmark(p, -1);
		return true;
	default:
		return false;
	}
}
