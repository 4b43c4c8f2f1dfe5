#include "data/draft.h"

#include "base/json_write.h"
#include "data/expect.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool complain(struct complaint *complaint, const struct json *at, const char *fmt, ...)
{
	va_list ap;

	complaint->at = at;
	va_start(ap, fmt);
	vsnprintf(complaint->reason, sizeof complaint->reason, fmt, ap);
	va_end(ap);
	return false;
}

void draft_use(struct draft *draft, const struct json *member)
{
	if (member != NULL && draft->n_used < DRAFT_USED_MAX)
		draft->used[draft->n_used++] = member;
}

const struct json *draft_take(struct draft *draft, const char *key)
{
	const struct json *member = json_get(draft->record, key);

	draft_use(draft, member);
	return member;
}

bool draft_add(struct draft *draft, const struct json *content, const char *source,
	       const char *extra, struct complaint *complaint)
{
	if (draft->n_responses == DRAFT_RESPONSES_MAX)
		return complain(complaint, content, "more than %d responses", DRAFT_RESPONSES_MAX);
	draft->response[draft->n_responses++] =
		(struct draft_response){ .content = content, .source = source, .extra = extra };
	return true;
}

/* ---- what has no field ---- */

static bool among(const struct json *value, const struct json *const *list, int n)
{
	for (int i = 0; i < n; i++)
		if (list[i] == value)
			return true;
	return false;
}

/* Appends "key":value, the value's own bytes where the text is at hand. */
static void add_member(struct buf *out, const char *text, const struct json *member)
{
	if (out->len > 1)
		buf_addc(out, ',');
	json_write_string(out, member->key, member->key_len);
	buf_addc(out, ':');
	if (text != NULL && member->end > member->start)
		buf_add(out, text + member->start, member->end - member->start);
	else
		json_write_plain(out, member);
}

static void add_members(struct buf *out, const char *text, const struct json *object,
			const struct json *const *except, int n)
{
	for (const struct json *m = object->child; m != NULL; m = m->next)
		if (!among(m, except, n))
			add_member(out, text, m);
}

const char *draft_extra(struct arena *arena, const char *text, const struct json *object,
			const struct json *const *except, int n)
{
	struct buf out = BUF_INIT;
	const char *extra = NULL;

	buf_addc(&out, '{');
	add_members(&out, text, object, except, n);
	buf_addc(&out, '}');
	if (out.len > 2)
		extra = arena_strndup(arena, out.data, out.len);
	buf_release(&out);
	return extra;
}

/* The record's "metadata" is opened up beside the unknown keys, unless a key would stand twice. */
static bool opens_up(const struct draft *draft, const struct json *metadata)
{
	if (metadata == NULL || metadata->type != JSON_OBJECT)
		return false;
	for (const struct json *m = metadata->child; m != NULL; m = m->next) {
		const struct json *same = json_get(draft->record, m->key);

		if (same != NULL && same != metadata && !among(same, draft->used, draft->n_used))
			return false;
	}
	return true;
}

static void write_metadata(struct buf *out, struct draft *draft)
{
	const struct json *metadata = json_get(draft->record, "metadata");
	bool open = opens_up(draft, metadata);

	if (open)
		draft_use(draft, metadata);
	buf_addc(out, '{');
	add_members(out, draft->text, draft->record, draft->used, draft->n_used);
	if (open)
		add_members(out, draft->text, metadata, draft->used, draft->n_used);
	buf_addc(out, '}');
}

/* ---- context: the metadata that is shown ---- */

static const struct json *find_shown(const struct draft *draft, const char *key)
{
	const struct json *member = json_get(draft->record, key);

	if (member == NULL || among(member, draft->used, draft->n_used))
		member = json_get(json_get(draft->record, "metadata"), key);
	return member;
}

static const struct json *make_context(struct draft *draft, const struct import_options *options)
{
	struct json *context = json_object(draft->arena);

	for (int i = 0; i < options->n_show; i++) {
		const char *key = options->show[i];
		const struct json *member = find_shown(draft, key);

		if (strcmp(key, "reference") == 0 || member == NULL)
			continue;
		json_set(draft->arena, context, key, json_copy(draft->arena, member));
		draft_use(draft, member);
	}
	return context;
}

static bool shows_reference(const struct import_options *options)
{
	for (int i = 0; i < options->n_show; i++)
		if (strcmp(options->show[i], "reference") == 0)
			return true;
	return false;
}

/* ---- composing ---- */

struct work {
	struct draft *draft;
	const struct import_options *options;
	struct finished *out;
	const struct json *context;
	struct composed composed;
	int sampled_of; /* distinct responses before sampling, 0: not sampled */
	struct complaint *complaint;
};

/* The value that item_compose() spoke of. */
static const struct json *culprit(const struct draft *draft, const char *reason)
{
	int i = 0;

	if (strncmp(reason, "response ", 9) == 0)
		i = (int)strtol(reason + 9, NULL, 10);
	if (i > 0 && i <= draft->n_responses)
		return draft->response[i - 1].content;
	if (strncmp(reason, "prompt", 6) == 0)
		return draft->prompt;
	if (strncmp(reason, "reference", 9) == 0)
		return draft->reference;
	return strncmp(reason, "attachments", 11) == 0 ? draft->attachments : NULL;
}

static bool compose(struct work *work, struct err *err)
{
	const struct draft *draft = work->draft;
	struct item_parts parts = {
		.prompt = draft->prompt,
		.n_responses = draft->n_responses,
		.reference = shows_reference(work->options) ? draft->reference : NULL,
		.context = work->context,
		.attachments = draft->attachments,
	};

	for (int i = 0; i < draft->n_responses; i++)
		parts.response[i] = draft->response[i].content;
	buf_clear(&work->out->body);
	return item_compose(&parts, draft->arena, &work->out->body, &work->composed, err);
}

struct pick {
	struct id hash;
	int place;
};

static int by_hash(const void *a, const void *b)
{
	return memcmp(((const struct pick *)a)->hash.b, ((const struct pick *)b)->hash.b, ID_BYTES);
}

/* Keeps `--sample-responses` of the distinct responses: those whose hash with the seed and the
 * prompt comes first, the same on every machine. */
static void sample(struct work *work)
{
	struct draft *draft = work->draft;
	struct pick picks[DRAFT_RESPONSES_MAX];
	bool kept[DRAFT_RESPONSES_MAX + 1] = { false };
	int n = work->composed.n_distinct, left = 0;

	for (int i = 0; i < n; i++) {
		uint64_t seed = work->options->sample_seed;
		uint8_t key[8 + SHORT_ID_BYTES + 1];

		for (int b = 0; b < 8; b++)
			key[b] = (uint8_t)(seed >> (8 * b));
		memcpy(key + 8, work->composed.prompt.b, SHORT_ID_BYTES);
		key[sizeof key - 1] = (uint8_t)(i + 1);
		picks[i].hash = hash_bytes("assay sample 1", key, sizeof key);
		picks[i].place = i + 1;
	}
	qsort(picks, (size_t)n, sizeof *picks, by_hash);
	for (int i = 0; i < n && i < work->options->sample_responses; i++)
		kept[picks[i].place] = true;
	for (int i = 0; i < draft->n_responses; i++)
		if (kept[work->composed.place[i]])
			draft->response[left++] = draft->response[i];
	draft->n_responses = left;
	work->sampled_of = n;
}

static bool wants_sample(const struct work *work)
{
	int most = ITEM_RESPONSES_MAX;

	if (work->options->max_responses < most)
		most = work->options->max_responses;
	return work->options->sample_responses > 0 && work->composed.n_distinct > most
	       && work->composed.n_distinct > work->options->sample_responses;
}

static bool compose_or_sample(struct work *work)
{
	struct err err;
	bool ok = compose(work, &err);

	if (wants_sample(work)) {
		if (!json_is_null(work->draft->control))
			return complain(work->complaint, work->draft->control,
					"a record with a control answer cannot be sampled");
		sample(work);
		ok = compose(work, &err);
	}
	if (!ok)
		return complain(work->complaint, culprit(work->draft, err.msg), "%s", err.msg);
	return true;
}

static bool check_count(const struct work *work)
{
	const struct import_options *o = work->options;
	const struct json *at = json_get(work->draft->record, "responses");
	int n = work->composed.n_distinct, given = work->draft->n_responses;
	char wanted[64];

	if (n >= o->min_responses && n <= o->max_responses)
		return true;
	if (o->min_responses == o->max_responses)
		snprintf(wanted, sizeof wanted, "%d", o->min_responses);
	else
		snprintf(wanted, sizeof wanted, "%d to %d", o->min_responses, o->max_responses);
	if (given > n)
		return complain(work->complaint, at,
				"responses: expected %s different ones, found %d (%d given)",
				wanted, n, given);
	return complain(work->complaint, at, "responses: expected %s, found %d", wanted, n);
}

static bool is_blank(const struct json *content)
{
	for (const struct json *m = content->type == JSON_ARRAY ? content->child : NULL; m != NULL;
	     m = m->next) {
		const struct json *text = json_get(m, "content");

		if (json_is_null(text) || text->type != JSON_STRING || !is_blank(text))
			return false;
	}
	return content->type != JSON_STRING
	       || content->str[strspn(content->str, " \t\r\n")] == '\0';
}

/* A task without a question shows nothing to answer by, unless something is attached. */
static bool check_prompt(const struct work *work)
{
	const struct draft *draft = work->draft;

	if (!is_blank(draft->prompt))
		return true;
	if (!json_is_null(draft->attachments) && draft->attachments->count > 0)
		return true;
	return complain(work->complaint, draft->prompt, "prompt: it is empty");
}

/* ---- the source's line ---- */

static void add_text(struct buf *out, const char *key, const char *text)
{
	buf_adds(out, out->data[out->len - 1] == '{' ? "\"" : ",\"");
	buf_adds(out, key);
	buf_adds(out, "\":");
	if (text != NULL)
		json_write_string(out, text, strlen(text));
	else
		buf_adds(out, "null");
}

static void write_responses(struct buf *out, const struct work *work)
{
	buf_adds(out, ",\"responses\":[");
	for (int i = 0; i < work->draft->n_responses; i++) {
		const struct draft_response *r = &work->draft->response[i];

		buf_adds(out, i > 0 ? ",{\"id\":\"r" : "{\"id\":\"r");
		json_write_int(out, work->composed.place[i]);
		buf_addc(out, '"');
		if (r->extra != NULL)
			add_text(out, "metadata", r->extra);
		add_text(out, "source", r->source);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

/* Keys ascending: this is canonical JSON. */
static void write_line(struct work *work, enum item_role role)
{
	struct draft *draft = work->draft;
	struct buf *out = &work->out->line, metadata = BUF_INIT;
	char hex[ID_HEX + 1];

	write_metadata(&metadata, draft);
	buf_clear(out);
	buf_addc(out, '{');
	add_text(out, "file", draft->file);
	add_text(out, "from", NULL);
	add_text(out, "group", draft->group);
	add_text(out, "id", draft->id);
	buf_adds(out, ",\"line\":");
	json_write_int(out, draft->line);
	buf_adds(out, ",\"metadata\":");
	json_write_string(out, metadata.data, metadata.len);
	add_text(out, "reference", json_is_null(draft->reference) ? NULL : draft->reference->str);
	add_text(out, "replaces", draft->replaces);
	write_responses(out, work);
	add_text(out, "role", item_role_name(role));
	if (work->sampled_of > 0)
		buf_addf(out, ",\"sample\":{\"of\":%d,\"seed\":\"%" PRIu64 "\"}", work->sampled_of,
			 work->options->sample_seed);
	hex_encode(hex, work->composed.uid.b, ID_BYTES);
	add_text(out, "uid", hex);
	buf_addc(out, '}');
	buf_release(&metadata);
}

static bool finish_control(struct work *work)
{
	const struct draft *draft = work->draft;

	const struct guideline *guideline = work->options->guideline;

	buf_clear(&work->out->control);
	if (json_is_null(draft->control))
		return true;
	if (!control_check(draft->control, work->complaint))
		return false;
	if (guideline != NULL
	    && !expectation_check(json_get(draft->control, "expect"), guideline, draft->n_responses,
				  work->complaint))
		return false;
	return control_translate(draft->control, work->composed.place, draft->n_responses,
				 draft->arena, &work->out->control, work->complaint);
}

static void fill_record(struct work *work, enum item_role role)
{
	struct finished *out = work->out;
	struct draft *draft = work->draft;

	out->record = (struct import_record){
		.body = out->body.data,
		.body_len = out->body.len,
		.uid = work->composed.uid,
		.prompt = work->composed.prompt,
		.group = item_group(draft->group, draft->prompt, draft->arena),
		.role = role,
		.n_responses = work->composed.n_distinct,
		.line = out->line.data,
		.line_len = out->line.len,
		.control = out->control.len > 0 ? out->control.data : NULL,
		.line_number = draft->line,
	};
}

bool draft_finish(struct draft *draft, const struct import_options *options, struct finished *out,
		  struct complaint *complaint)
{
	struct work work = {
		.draft = draft,
		.options = options,
		.out = out,
		.complaint = complaint,
	};
	enum item_role role = draft->role;

	if (!json_is_null(draft->reference) && draft->reference->type != JSON_STRING)
		return complain(complaint, draft->reference, "reference must be a text or null");
	if (!draft->role_given && !json_is_null(draft->control))
		role = ROLE_CONTROL;
	work.context = make_context(draft, options);
	if (!compose_or_sample(&work) || !check_prompt(&work) || !check_count(&work)
	    || !finish_control(&work))
		return false;
	write_line(&work, role);
	fill_record(&work, role);
	return true;
}

void finished_release(struct finished *out)
{
	buf_release(&out->body);
	buf_release(&out->line);
	buf_release(&out->control);
}
