#include "ui/view/writing.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writing *writings_of(struct writings *w, int question, int r)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->writing[i].question == question && w->writing[i].r == r)
			return &w->writing[i];
	w->writing = vec_grow(w->writing, w->n, &w->cap, sizeof *w->writing);
	w->writing[w->n] = (struct writing){ .question = question, .r = r };
	return &w->writing[w->n++];
}

void writings_release(struct writings *w)
{
	for (size_t i = 0; i < w->n; i++) {
		for (size_t k = 0; k < w->writing[i].n; k++)
			free(w->writing[i].revision[k].middle);
		free(w->writing[i].revision);
		free(w->writing[i].newest);
	}
	free(w->writing);
	*w = (struct writings){ .writing = NULL };
}

/* ---------------------------------------------------------------- one text made of another */

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* OLD told by NEW; AT is left alone. */
static void tell(struct revision *revision, const char *old, const char *new)
{
	size_t n = strlen(old), m = strlen(new), from = 0, same = 0;

	while (from < n && from < m && old[from] == new[from])
		from++;
	while (from > 0 && (is_continuation(old[from]) || is_continuation(new[from])))
		from--;
	while (same < n - from && same < m - from && old[n - same - 1] == new[m - same - 1])
		same++;
	while (same > 0 && is_continuation(old[n - same]))
		same--;
	revision->from = from;
	revision->same = same;
	revision->len = n - from - same;
	revision->middle = xmalloc(revision->len + 1);
	memcpy(revision->middle, old + from, revision->len);
	revision->middle[revision->len] = '\0';
}

/* The text before NEW; NULL if it cannot be made of it. */
static char *made(const struct revision *revision, const char *new)
{
	size_t m = strlen(new);
	struct buf out = BUF_INIT;

	if (revision->from > m || revision->same > m - revision->from)
		return NULL;
	buf_add(&out, new, revision->from);
	buf_add(&out, revision->middle, revision->len);
	buf_add(&out, new + m - revision->same, revision->same);
	buf_str(&out);
	return buf_detach(&out);
}

/* ---------------------------------------------------------------- revisions */

static void drop_oldest(struct writing *w)
{
	free(w->revision[0].middle);
	memmove(w->revision, w->revision + 1, --w->n * sizeof *w->revision);
}

static void keep_few(struct writing *w)
{
	size_t bytes = 0, keep = w->n;

	while (keep > 0 && w->n - keep < REVISIONS_MAX && bytes <= REVISIONS_BYTES)
		bytes += w->revision[--keep].len;
	while (keep-- > 0)
		drop_oldest(w);
}

/* Whether TEXT, which the last revision is told by as BEFORE, is a revision of its own. */
static bool is_time(const struct writing *w, const struct revision *before, const char *text,
		    int64_t now)
{
	size_t came = strlen(text) - before->from - before->same;

	return now - w->revision[w->n - 1].at >= REVISION_APART_MS || before->len >= REVISION_MUCH
	       || came >= REVISION_MUCH;
}

bool writing_note(struct writing *w, const char *text, int64_t now, bool force)
{
	struct revision before = { .at = now };

	if (w->n > 0) {
		if (strcmp(w->newest, text) == 0)
			return false;
		tell(&before, w->newest, text);
		if (!force && !is_time(w, &before, text, now)) {
			free(before.middle);
			return false;
		}
		before.at = w->revision[w->n - 1].at;
		free(w->revision[w->n - 1].middle);
		w->revision[w->n - 1] = before;
	}
	w->revision = vec_grow(w->revision, w->n, &w->cap, sizeof *w->revision);
	w->revision[w->n++] = (struct revision){ .at = now, .middle = xstrdup("") };
	free(w->newest);
	w->newest = xstrdup(text);
	keep_few(w);
	return true;
}

char *writing_text(const struct writing *w, size_t i)
{
	char *text = xstrdup(w->newest);

	for (size_t k = w->n - 1; k > i && text != NULL; k--) {
		char *before = made(&w->revision[k - 1], text);

		free(text);
		text = before;
	}
	return text != NULL ? text : xstrdup("");
}

/* ---------------------------------------------------------------- in the draft */

/* The text that ANSWERS have for this cell; "" if they have none. */
static const char *answered(const struct json *answers, const char *id, int r)
{
	const struct json *answer = json_get(answers, id);
	const char *text;
	char key[16];

	snprintf(key, sizeof key, "r%d", r);
	text = json_get_string(r > 0 ? json_get(answer, key) : answer, "text");
	return text != NULL ? text : "";
}

static struct json *revision_json(const struct revision *revision, struct arena *arena)
{
	struct json *doc = json_object(arena);

	json_set(arena, doc, "at", json_int(arena, revision->at));
	json_set(arena, doc, "from", json_int(arena, (int64_t)revision->from));
	json_set(arena, doc, "same", json_int(arena, (int64_t)revision->same));
	json_set(arena, doc, "text",
		 json_string(arena, arena_strndup(arena, revision->middle, revision->len)));
	return doc;
}

static struct json *writing_json(const struct writing *w, const char *id,
				 const struct json *answers, struct arena *arena)
{
	struct json *doc = json_object(arena), *list = json_array(arena);
	struct json *ticked = json_array(arena);
	struct revision last = { .at = 0 };

	for (int i = 0; i < 64; i++)
		if ((w->ticked >> i & 1) != 0)
			json_push(ticked, json_int(arena, i));
	json_set(arena, doc, "question", json_string(arena, id));
	json_set(arena, doc, "r", json_int(arena, w->r));
	json_set(arena, doc, "ticked", ticked);
	json_set(arena, doc, "revisions", list);
	for (size_t i = 0; i + 1 < w->n; i++)
		json_push(list, revision_json(&w->revision[i], arena));
	if (w->n > 0) {
		tell(&last, w->newest, answered(answers, id, w->r));
		last.at = w->revision[w->n - 1].at;
		json_push(list, revision_json(&last, arena));
		free(last.middle);
	}
	return doc;
}

/* Besides ANSWER, the text as it is. */
static bool has_something(const struct writing *w, const char *answer)
{
	return w->ticked != 0 || w->n > 1 || (w->n == 1 && strcmp(w->newest, answer) != 0);
}

struct json *writings_json(const struct writings *w, const struct guideline *guideline,
			   const struct json *answers, struct arena *arena)
{
	struct json *list = json_array(arena);

	for (size_t i = 0; i < w->n; i++) {
		const struct writing *writing = &w->writing[i];
		const char *id = guideline->question[writing->question].id;

		if (has_something(writing, answered(answers, id, writing->r)))
			json_push(list, writing_json(writing, id, answers, arena));
	}
	return list;
}

static bool load_revision(struct revision *revision, const struct json *doc)
{
	const char *text = json_get_string(doc, "text");
	int64_t from = json_get_int(doc, "from", -1), same = json_get_int(doc, "same", -1);

	if (text == NULL || from < 0 || same < 0)
		return false;
	*revision = (struct revision){ .at = json_get_int(doc, "at", 0),
				       .from = (size_t)from,
				       .same = (size_t)same,
				       .middle = xstrdup(text),
				       .len = strlen(text) };
	return true;
}

static void load_revisions(struct writing *w, const struct json *list, const char *answer)
{
	for (const struct json *at = list != NULL ? list->child : NULL; at != NULL; at = at->next) {
		struct revision revision;

		if (!load_revision(&revision, at))
			return;
		w->revision = vec_grow(w->revision, w->n, &w->cap, sizeof *w->revision);
		w->revision[w->n++] = revision;
	}
	if (w->n == 0)
		return;
	w->newest = made(&w->revision[w->n - 1], answer);
	if (w->newest == NULL)
		w->newest = xstrdup(answer);
}

void writings_load(struct writings *w, const struct guideline *guideline,
		   const struct json *answers, const struct json *doc)
{
	for (const struct json *at = doc != NULL ? doc->child : NULL; at != NULL; at = at->next) {
		const char *id = json_get_string(at, "question");
		int question = id != NULL ? guideline_find(guideline, id) : -1;
		int r = (int)json_get_int(at, "r", 0);
		const struct json *ticked = json_get(at, "ticked");
		struct writing *writing;

		if (question < 0 || writings_of(w, question, r)->n > 0)
			continue;
		writing = writings_of(w, question, r);
		for (ticked = ticked != NULL ? ticked->child : NULL; ticked != NULL;
		     ticked = ticked->next)
			if (ticked->type == JSON_INT && ticked->integer >= 0
			    && ticked->integer < 64)
				writing->ticked |= UINT64_C(1) << ticked->integer;
		load_revisions(writing, json_get(at, "revisions"), answered(answers, id, r));
	}
}
