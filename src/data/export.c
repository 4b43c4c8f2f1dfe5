/* export.c - TRL's row shapes: preference with implicit and explicit prompt, and messages.
 *
 * Everything is conversational: a text prompt is one user message, a text response one assistant
 * message, and messages stay as they were imported, extra keys included. */
#include "data/export.h"

#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

static void add_role(struct buf *out, const char *role)
{
	buf_adds(out, "{\"role\":\"");
	buf_adds(out, role);
	buf_adds(out, "\",\"content\":");
}

static void add_message(struct buf *out, const char *role, const char *text, size_t n)
{
	add_role(out, role);
	json_write_string(out, text, n);
	buf_addc(out, '}');
}

/* The messages of CONTENT without brackets.  ROLE is that of a plain text, which is JSON already.
 */
static void add_content(struct buf *out, const char *body, const struct content *content,
			const char *role)
{
	const struct json *json = content->json;

	if (!content->chat) {
		add_role(out, role);
		buf_add(out, body + json->start, json->end - json->start);
		buf_addc(out, '}');
		return;
	}
	for (const struct json *m = content->json->child; m != NULL; m = m->next) {
		json_write_plain(out, m);
		if (m->next != NULL)
			buf_addc(out, ',');
	}
}

static bool is_empty(const struct content *content)
{
	return content->chat && content->n == 0;
}

static void add_answer(struct buf *out, const struct export_pair *pair, int r)
{
	if (r == pair->chosen && pair->edited != NULL)
		add_message(out, "assistant", pair->edited, strlen(pair->edited));
	else
		add_content(out, pair->body, &pair->item->response[r - 1], "assistant");
}

/* Prompt and answer as one conversation. */
static void add_dialogue(struct buf *out, const struct export_pair *pair, int r)
{
	buf_addc(out, '[');
	add_content(out, pair->body, &pair->item->prompt, "user");
	if (!is_empty(&pair->item->prompt))
		buf_addc(out, ',');
	add_answer(out, pair, r);
	buf_addc(out, ']');
}

/* Always with a point: a column of numbers must not change its type from row to row. */
static void add_number(struct buf *out, const char *key, double value)
{
	char digits[40];
	bool whole = value >= 1 && value < 10 && value == (int)value;

	if (whole) { /* nearly always */
		buf_adds(out, ",\"");
		buf_adds(out, key);
		buf_adds(out, "\":");
		buf_addc(out, (char)('0' + (int)value));
		buf_adds(out, ".0");
		return;
	}
	snprintf(digits, sizeof digits, "%.6f", value);
	for (size_t n = strlen(digits); digits[n - 1] == '0' && digits[n - 2] != '.'; n--)
		digits[n - 1] = '\0';
	buf_addf(out, ",\"%s\":%s", key, digits);
}

static void end_pair(struct buf *out, const struct export_pair *pair, bool margin)
{
	if (margin)
		add_number(out, "margin", pair->margin);
	buf_adds(out, ",\"group_id\":\"");
	buf_adds(out, pair->group_id);
	buf_addc(out, '"');
	add_number(out, "weight", pair->weight);
	buf_adds(out, "}\n");
}

static void write_implicit(struct buf *out, const struct export_pair *pair, bool margin)
{
	buf_adds(out, "{\"chosen\":");
	add_dialogue(out, pair, pair->chosen);
	buf_adds(out, ",\"rejected\":");
	add_dialogue(out, pair, pair->rejected);
	end_pair(out, pair, margin);
}

static void write_explicit(struct buf *out, const struct export_pair *pair, bool margin)
{
	buf_adds(out, "{\"prompt\":[");
	add_content(out, pair->body, &pair->item->prompt, "user");
	buf_adds(out, "],\"chosen\":[");
	add_answer(out, pair, pair->chosen);
	buf_adds(out, "],\"rejected\":[");
	add_answer(out, pair, pair->rejected);
	buf_addc(out, ']');
	end_pair(out, pair, margin);
}

static void write_messages(struct buf *out, const struct export_golden *golden)
{
	buf_adds(out, "{\"messages\":[");
	add_content(out, golden->body, &golden->item->prompt, "user");
	if (!is_empty(&golden->item->prompt))
		buf_addc(out, ',');
	add_message(out, "assistant", golden->text, strlen(golden->text));
	buf_adds(out, "]}\n");
}

static const struct export_format formats[] = {
	{ .name = "trl-reward",
	  .help = "TRL RewardTrainer: chosen and rejected, each the whole conversation",
	  .needs = EXPORT_PAIRS,
	  .margin_optional = true,
	  .weight_blind = true,
	  .pair = write_implicit },
	{ .name = "trl-dpo",
	  .help = "TRL DPOTrainer: prompt, chosen, rejected as messages",
	  .needs = EXPORT_PAIRS,
	  .weight_blind = true,
	  .none_good_out = true,
	  .pair = write_explicit },
	{ .name = "trl-sft",
	  .help = "TRL SFTTrainer: messages, from golden responses",
	  .needs = EXPORT_GOLDEN,
	  .none_good_out = true,
	  .golden = write_messages },
	{ .name = "assay",
	  .help = "every submission, whatever became of it, and all else that was said",
	  .needs = EXPORT_ANNOTATIONS,
	  .annotation = export_write_annotation,
	  .event = export_write_event },
};

const struct export_format *export_formats(int *n)
{
	*n = (int)(sizeof formats / sizeof *formats);
	return formats;
}

const struct export_format *export_format_find(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
