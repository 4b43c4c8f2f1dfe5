#include "ui/widget/editor.h"

#include "base/alloc.h"
#include "text/decode.h"
#include "ui/widget/editor_state.h"

#include <stdlib.h>
#include <string.h>

struct editor *editor_new(const char *text, bool one_line)
{
	struct editor *e = xcalloc(1, sizeof *e);

	e->text = (struct buf)BUF_INIT;
	e->killed = (struct buf)BUF_INIT;
	flow_init(&e->flow);
	e->stale = true;
	e->one_line = one_line;
	e->goal = -1;
	buf_adds(&e->text, text);
	e->cursor = e->text.len;
	return e;
}

void editor_free(struct editor *e)
{
	if (e == NULL)
		return;
	edit_clear(&e->undo);
	edit_clear(&e->redo);
	buf_release(&e->text);
	buf_release(&e->killed);
	flow_release(&e->flow);
	free(e->pattern);
	free(e);
}

static enum editor_result move_to(struct editor *e, size_t at)
{
	e->cursor = at;
	e->last_kind = EDIT_NONE;
	e->goal = -1;
	e->found = (struct hit){ 0, 0 };
	return EDITOR_MOVED;
}

/* Removes from FROM to TO. */
static enum editor_result erase(struct editor *e, size_t from, size_t to)
{
	if (from >= to)
		return EDITOR_MOVED;
	edit_change(e, from, to - from, "", 0, EDIT_ERASE);
	return EDITOR_CHANGED;
}

static enum editor_result kill(struct editor *e, size_t from, size_t to)
{
	if (from >= to)
		return EDITOR_MOVED;
	edit_kill(e, from, to);
	return EDITOR_CHANGED;
}

static enum editor_result insert(struct editor *e, const char *utf8, size_t n, enum edit_kind kind)
{
	if (n == 0)
		return EDITOR_MOVED;
	return edit_change(e, e->cursor, 0, utf8, n, kind) ? EDITOR_CHANGED : EDITOR_FULL;
}

static size_t before(const struct editor *e)
{
	return grapheme_prev(e->text.data, e->text.len, e->cursor);
}

static size_t behind(const struct editor *e)
{
	return grapheme_next(e->text.data, e->text.len, e->cursor);
}

static enum editor_result key_enter(struct editor *e)
{
	return e->one_line ? EDITOR_DONE : insert(e, "\n", 1, EDIT_TYPE);
}

static enum editor_result key_backspace(struct editor *e)
{
	return erase(e, before(e), e->cursor);
}

static enum editor_result key_delete(struct editor *e)
{
	return erase(e, e->cursor, behind(e));
}

static enum editor_result key_left(struct editor *e)
{
	return move_to(e, before(e));
}

static enum editor_result key_right(struct editor *e)
{
	return move_to(e, behind(e));
}

/* The goal column outlives these moves and no others. */
static enum editor_result move_rows(struct editor *e, int by)
{
	if (e->one_line)
		return EDITOR_IGNORED;
	rows_up_down(e, by);
	e->last_kind = EDIT_NONE;
	e->found = (struct hit){ 0, 0 };
	return EDITOR_MOVED;
}

static enum editor_result key_up(struct editor *e)
{
	return move_rows(e, -1);
}

static enum editor_result key_down(struct editor *e)
{
	return move_rows(e, 1);
}

static enum editor_result key_page_up(struct editor *e)
{
	return move_rows(e, e->rows > 2 ? 1 - e->rows : -1);
}

static enum editor_result key_page_down(struct editor *e)
{
	return move_rows(e, e->rows > 2 ? e->rows - 1 : 1);
}

static enum editor_result key_home(struct editor *e)
{
	return move_to(e, e->one_line ? 0 : rows_home(e));
}

static enum editor_result key_end(struct editor *e)
{
	return move_to(e, e->one_line ? e->text.len : rows_end(e));
}

static enum editor_result key_line_end(struct editor *e)
{
	return move_to(e, edit_line_end(e, e->cursor));
}

static enum editor_result key_top(struct editor *e)
{
	return move_to(e, 0);
}

static enum editor_result key_bottom(struct editor *e)
{
	return move_to(e, e->text.len);
}

static enum editor_result key_word_left(struct editor *e)
{
	return move_to(e, word_prev(e->text.data, e->text.len, e->cursor));
}

static enum editor_result key_word_right(struct editor *e)
{
	return move_to(e, word_next(e->text.data, e->text.len, e->cursor));
}

static enum editor_result key_kill_word(struct editor *e)
{
	return kill(e, word_prev(e->text.data, e->text.len, e->cursor), e->cursor);
}

static enum editor_result key_kill_start(struct editor *e)
{
	return kill(e, edit_line_start(e, e->cursor), e->cursor);
}

/* At the end of a line, the line end itself. */
static enum editor_result key_kill_end(struct editor *e)
{
	size_t end = edit_line_end(e, e->cursor);

	return kill(e, e->cursor, end > e->cursor ? end : behind(e));
}

static enum editor_result key_yank(struct editor *e)
{
	return insert(e, e->killed.data, e->killed.len, EDIT_NONE);
}

static enum editor_result key_undo(struct editor *e)
{
	return editor_undo(e) ? EDITOR_CHANGED : EDITOR_MOVED;
}

static enum editor_result key_redo(struct editor *e)
{
	return editor_redo(e) ? EDITOR_CHANGED : EDITOR_MOVED;
}

static const struct {
	const char *key;
	enum editor_result (*act)(struct editor *e);
} keys[] = {
	{ "Enter", key_enter },
	{ "Backspace", key_backspace },
	{ "Delete", key_delete },
	{ "Ctrl-D", key_delete },
	{ "Left", key_left },
	{ "Right", key_right },
	{ "Up", key_up },
	{ "Down", key_down },
	{ "PgUp", key_page_up },
	{ "PgDn", key_page_down },
	{ "Home", key_home },
	{ "End", key_end },
	{ "Ctrl-E", key_line_end },
	{ "Ctrl-Home", key_top },
	{ "Ctrl-End", key_bottom },
	{ "Ctrl-Left", key_word_left },
	{ "Ctrl-Right", key_word_right },
	{ "Ctrl-W", key_kill_word },
	{ "Ctrl-U", key_kill_start },
	{ "Ctrl-K", key_kill_end },
	{ "Ctrl-Y", key_yank },
	{ "Ctrl-_", key_undo },
	{ "Ctrl-R", key_redo },
};

static enum editor_result paste(struct editor *e, const char *text, size_t n)
{
	struct buf clean = BUF_INIT;
	enum editor_result result;

	edit_clean_paste(&clean, text, n, e->one_line);
	result = insert(e, buf_str(&clean), clean.len, EDIT_NONE);
	if (result == EDITOR_CHANGED)
		e->pasted += utf8_count(clean.data, clean.len);
	buf_release(&clean);
	return result;
}

enum editor_result editor_handle(struct editor *e, const struct event *event)
{
	buf_reserve(&e->text, 0);
	if (event->type == EVENT_PASTE)
		return paste(e, event->text, event->len);
	if (event->type != EVENT_KEY)
		return EDITOR_IGNORED;
	if (event->rune == ' ')
		return insert(e, " ", 1, EDIT_TYPE);
	if (event->rune != 0)
		return insert(e, event->key, strlen(event->key), EDIT_TYPE);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(event->key, keys[i].key) == 0)
			return keys[i].act(e);
	return EDITOR_IGNORED;
}

static void show_hit(struct editor *e, const struct hit *hit, const char *pattern)
{
	char *copy = xstrdup(pattern);

	move_to(e, hit->start);
	e->found = *hit;
	free(e->pattern);
	e->pattern = copy;
}

bool editor_find(struct editor *e, const char *pattern)
{
	const char *text = buf_str(&e->text);
	struct hit hit;
	bool again = e->found.end > e->found.start && e->found.start == e->cursor;

	if (!search_next(text, e->text.len, pattern, again ? e->found.end : e->cursor, &hit)
	    && !search_next(text, e->text.len, pattern, 0, &hit))
		return false;
	show_hit(e, &hit, pattern);
	return true;
}

bool editor_find_back(struct editor *e, const char *pattern)
{
	const char *text = buf_str(&e->text);
	struct hit hit, before = { 0, 0 }, last = { 0, 0 };

	for (size_t at = 0; search_next(text, e->text.len, pattern, at, &hit); at = hit.end) {
		if (hit.start < e->cursor)
			before = hit;
		last = hit;
	}
	if (last.end == 0)
		return false;
	show_hit(e, before.end > 0 ? &before : &last, pattern);
	return true;
}

void editor_found(struct editor *e, size_t *which, size_t *count)
{
	const char *text = buf_str(&e->text);
	struct hit hit;

	*which = *count = 0;
	if (e->pattern == NULL || e->found.end == e->found.start)
		return;
	for (size_t at = 0; search_next(text, e->text.len, e->pattern, at, &hit); at = hit.end) {
		++*count;
		if (hit.start <= e->found.start)
			*which = *count;
	}
}

void editor_insert(struct editor *e, const char *utf8, size_t n)
{
	insert(e, utf8, n, EDIT_NONE);
}

void editor_replace(struct editor *e, size_t from, size_t to, const char *utf8)
{
	edit_change(e, from, to - from, utf8, strlen(utf8), EDIT_SET);
	e->last_kind = EDIT_NONE;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Only what differs becomes a step: taking back a small correction is a small step. */
void editor_set(struct editor *e, const char *text)
{
	const char *old = buf_str(&e->text);
	size_t n = strlen(text), old_n = e->text.len, start = 0, same = 0;

	while (start < n && start < old_n && text[start] == old[start])
		start++;
	while (start > 0 && start < old_n && is_continuation(old[start]))
		start--;
	while (same < n - start && same < old_n - start
	       && text[n - same - 1] == old[old_n - same - 1])
		same++;
	while (same > 0 && is_continuation(old[old_n - same]))
		same--;
	if (n != old_n || start < n)
		edit_change(e, start, old_n - start - same, text + start, n - start - same,
			    EDIT_SET);
}

enum editor_result editor_take(struct editor *e, const char *text, size_t n)
{
	size_t before = utf8_count(buf_str(&e->text), e->text.len), version = e->version, after;
	struct buf clean = BUF_INIT;

	edit_clean_paste(&clean, text, n, e->one_line);
	if (clean.len > EDITOR_MAX) {
		buf_release(&clean);
		return EDITOR_FULL;
	}
	editor_set(e, buf_str(&clean));
	e->last_kind = EDIT_NONE;
	after = utf8_count(clean.data, clean.len);
	e->pasted += after > before ? after - before : 0;
	buf_release(&clean);
	return e->version != version ? EDITOR_CHANGED : EDITOR_MOVED;
}

const char *editor_text(struct editor *e, size_t *len)
{
	if (len != NULL)
		*len = e->text.len;
	return buf_str(&e->text);
}

size_t editor_cursor(const struct editor *e)
{
	return e->cursor;
}

void editor_set_cursor(struct editor *e, size_t at)
{
	at = at < e->text.len ? at : e->text.len;
	while (at > 0 && at < e->text.len && is_continuation(e->text.data[at]))
		at--;
	move_to(e, at);
}

size_t editor_version(const struct editor *e)
{
	return e->version;
}

size_t editor_pasted(const struct editor *e)
{
	return e->pasted;
}
