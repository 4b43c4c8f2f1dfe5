/* editor_text.c - changes of the text, and the way back. */
#include "base/alloc.h"
#include "text/decode.h"
#include "text/runes.h"
#include "ui/widget/editor_state.h"

#include <stdlib.h>
#include <string.h>

static void edit_release(struct edit *edit)
{
	buf_release(&edit->removed);
	buf_release(&edit->inserted);
}

void edit_clear(struct edits *edits)
{
	for (size_t i = 0; i < edits->n; i++)
		edit_release(&edits->edit[i]);
	free(edits->edit);
	*edits = (struct edits){ .edit = NULL };
}

static struct edit *push(struct edits *edits)
{
	edits->edit = vec_grow(edits->edit, edits->n, &edits->cap, sizeof *edits->edit);
	edits->edit[edits->n] = (struct edit){ .removed = BUF_INIT, .inserted = BUF_INIT };
	return &edits->edit[edits->n++];
}

static void splice(struct editor *e, size_t at, size_t n, const char *insert, size_t insert_len)
{
	struct buf *text = &e->text;

	buf_reserve(text, insert_len);
	memmove(text->data + at + insert_len, text->data + at + n, text->len - at - n);
	if (insert_len > 0)
		memcpy(text->data + at, insert, insert_len);
	text->len = text->len - n + insert_len;
	text->data[text->len] = '\0';
	e->stale = true;
	e->version++;
	/* What is on the screen stays there when the text above it grows. */
	if (at + n <= e->top.line)
		e->top.line += insert_len - n;
	else if (at < e->top.line)
		e->top = (struct flow_place){ at, 0 };
	e->goal = -1;
	e->found = (struct hit){ 0, 0 };
}

/* A word typed after a space is a step of its own. */
static bool begins_word(const struct edit *last, const char *insert)
{
	size_t n = last->inserted.len;

	if (insert[0] == '\n')
		return true;
	return n > 0 && rune_is_space((unsigned char)last->inserted.data[n - 1])
	       && insert[0] != ' ';
}

/* Adds the change to the last step where both are of one movement of the hand. */
static bool joins_last(struct editor *e, size_t at, size_t n, const char *insert, size_t insert_len,
		       enum edit_kind kind)
{
	struct edit *last = e->undo.n > 0 ? &e->undo.edit[e->undo.n - 1] : NULL;

	if (last == NULL || e->last_kind != kind)
		return false;
	if (kind == EDIT_TYPE && n == 0 && at == last->at + last->inserted.len
	    && !begins_word(last, insert)) {
		buf_add(&last->inserted, insert, insert_len);
		return true;
	}
	if (kind != EDIT_ERASE || last->inserted.len > 0 || insert_len > 0)
		return false;
	if (at + n == last->at) {
		struct buf removed = BUF_INIT;

		buf_add(&removed, e->text.data + at, n);
		buf_add(&removed, last->removed.data, last->removed.len);
		buf_release(&last->removed);
		last->removed = removed;
		last->at = at;
		return true;
	}
	if (at == last->at)
		buf_add(&last->removed, e->text.data + at, n);
	return at == last->at;
}

bool edit_change(struct editor *e, size_t at, size_t n, const char *insert, size_t insert_len,
		 enum edit_kind kind)
{
	buf_reserve(&e->text, 0);
	if (kind != EDIT_SET && insert_len > n && e->text.len - n + insert_len > EDITOR_MAX)
		return false;
	edit_clear(&e->redo);
	if (!joins_last(e, at, n, insert, insert_len, kind)) {
		struct edit *edit = push(&e->undo);

		edit->at = at;
		edit->cursor = e->cursor;
		buf_add(&edit->removed, e->text.data + at, n);
		buf_add(&edit->inserted, insert, insert_len);
	}
	splice(e, at, n, insert, insert_len);
	e->cursor = at + insert_len;
	e->last_kind = kind;
	return true;
}

void edit_kill(struct editor *e, size_t from, size_t to)
{
	struct buf killed = BUF_INIT;
	bool backwards = to == e->cursor;

	if (from >= to)
		return;
	if (e->last_kind == EDIT_KILL && !backwards)
		buf_add(&killed, e->killed.data, e->killed.len);
	buf_add(&killed, e->text.data + from, to - from);
	if (e->last_kind == EDIT_KILL && backwards)
		buf_add(&killed, e->killed.data, e->killed.len);
	buf_release(&e->killed);
	e->killed = killed;
	edit_change(e, from, to - from, "", 0, EDIT_KILL);
}

bool editor_undo(struct editor *e)
{
	struct edit edit;

	e->last_kind = EDIT_NONE;
	if (e->undo.n == 0)
		return false;
	edit = e->undo.edit[--e->undo.n];
	splice(e, edit.at, edit.inserted.len, edit.removed.data, edit.removed.len);
	e->cursor = edit.cursor <= e->text.len ? edit.cursor : e->text.len;
	*push(&e->redo) = edit;
	return true;
}

bool editor_redo(struct editor *e)
{
	struct edit edit;

	e->last_kind = EDIT_NONE;
	if (e->redo.n == 0)
		return false;
	edit = e->redo.edit[--e->redo.n];
	splice(e, edit.at, edit.removed.len, edit.inserted.data, edit.inserted.len);
	e->cursor = edit.at + edit.inserted.len;
	*push(&e->undo) = edit;
	return true;
}

size_t edit_line_start(const struct editor *e, size_t at)
{
	while (at > 0 && e->text.data[at - 1] != '\n')
		at--;
	return at;
}

size_t edit_line_end(const struct editor *e, size_t at)
{
	const char *lf;

	if (at >= e->text.len)
		return e->text.len;
	lf = memchr(e->text.data + at, '\n', e->text.len - at);
	if (lf == NULL)
		return e->text.len;
	at = (size_t)(lf - e->text.data);
	return at > 0 && e->text.data[at - 1] == '\r' ? at - 1 : at;
}

static bool is_control(uint32_t r)
{
	return r < 0x20 || (r >= 0x7F && r < 0xA0);
}

void edit_clean_paste(struct buf *out, const char *text, size_t n, bool one_line)
{
	while (one_line && n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t r = utf8_decode(text + at, n - at, &len, NULL);

		if (r == '\r' && at + 1 < n && text[at + 1] == '\n')
			continue;
		if (one_line && (r == '\r' || r == '\n' || r == '\t'))
			buf_addc(out, ' ');
		else if (r == '\r')
			buf_addc(out, '\n');
		else if (r == '\n' || r == '\t' || !is_control(r))
			buf_add_utf8(out, r);
	}
}
