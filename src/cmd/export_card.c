/* export_card.c - the data card: what a stranger to the project must know before training on it. */
#include "cmd/export.h"

#include "text/cells.h"

#include <inttypes.h>
#include <string.h>

/* Names come from people: one line, nothing hidden, and no Markdown of their own. */
static void add_name(struct buf *out, const char *name)
{
	struct buf safe = BUF_INIT;

	text_sanitise(&safe, name, strlen(name), ONE_LINE);
	for (size_t i = 0; i < safe.len; i++) {
		if (strchr("\\`*_{}[]<>#|!", safe.data[i]) != NULL)
			buf_addc(out, '\\');
		buf_addc(out, safe.data[i]);
	}
	buf_release(&safe);
}

static void add_head(const struct exporter *x, struct buf *out)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, store_project(x->store)->b, ID_BYTES);
	buf_adds(out, "# ");
	add_name(out, store_project_name(x->store));
	buf_addf(out, ", %s\n\n%s.\n\n", x->settings->format->name, x->settings->format->help);
	buf_addf(out,
		 "Human labels, exported by assay %s from project `%s`. `manifest.json` has the ",
		 x->env->version, hex);
	buf_adds(out, "settings, versions and hashes from which the same files can be made again; "
		      "`excluded.jsonl` names every annotation or pair that was left out, with the "
		      "rule.\n\n");
}

static void add_files(const struct exporter *x, struct buf *out)
{
	buf_adds(out, "| file | rows |\n|---|---|\n");
	for (int i = OUT_ROWS; i < x->out->n_files; i++)
		buf_addf(out, "| `%s` | %" PRId64 " |\n", x->out->file[i].name,
			 x->out->file[i].rows);
	if (x->out->file[OUT_EDITS].rows > 0)
		buf_addf(out,
			 "| `%s` (a person's edit over its base: teaches the difference between "
			 "people and models, so keep it apart) | %" PRId64 " |\n",
			 x->out->file[OUT_EDITS].name, x->out->file[OUT_EDITS].rows);
	if (x->settings->format->needs == EXPORT_ANNOTATIONS)
		buf_addf(out, "| `%s` (all that is no submission) | %" PRId64 " |\n",
			 x->out->file[OUT_EVENTS].name, x->out->file[OUT_EVENTS].rows);
	buf_adds(out, "\n```python\nimport datasets\n");
	buf_addf(out,
		 "rows = datasets.load_dataset(\"json\", data_files=\"%s\", split=\"train\")\n",
		 x->out->file[OUT_ROWS].name);
	if (x->settings->format->needs == EXPORT_ANNOTATIONS)
		buf_adds(out, "rows = rows.filter(lambda row: row[\"state\"] == \"current\")\n");
	buf_adds(out, "```\n\n");
}

/* What a reader must know before counting lines. */
static void add_states(const struct exporter *x, struct buf *out)
{
	if (x->settings->format->needs != EXPORT_ANNOTATIONS)
		return;
	buf_addf(
		out,
		"Each line of `%s` is one submission with its item, and `state` says what became "
		"of it. **Only `current` ones count**; filter by it before you count anything.\n\n",
		x->out->file[OUT_ROWS].name);
	buf_adds(out, "| state | submissions | what it means |\n|---|---|---|\n");
	for (int state = 0; state < STATE_COUNT; state++)
		buf_addf(out, "| `%s` | %" PRId64 " | %s |\n", state_name((enum store_state)state),
			 x->states[state], state_meaning((enum store_state)state));
	buf_addf(out,
		 "\nEach line of `%s` is anything else that was said about an item: `type` is "
		 "`retract`, `flag`, `ask` (a question to the lead), `comment` (its answers: "
		 "`payload.about` names the question), `control` (the answer that was expected), "
		 "`review`, `adjudicate` or `withdraw` (the item, from its batch), with `state` as "
		 "above. In both, `supersedes` and `superseded_by` name events, `payload` is the "
		 "signed text byte for byte, and null where it was redacted.\n\n",
		 x->out->file[OUT_EVENTS].name);
}

static void add_pairs(const struct exporter *x, struct buf *out)
{
	const struct export_settings *s = x->settings;
	static const char *const rules[] = {
		[EXPORT_MEAN] = "the mean of their signed strengths, one vote each",
		[EXPORT_MAJORITY] = "the majority of their votes",
		[EXPORT_EACH] =
			"nothing: each annotation has rows of its own, which may contradict",
	};

	if (s->format->needs != EXPORT_PAIRS)
		return;
	buf_addf(out, "Where several people compared the same two responses, what counts is %s. ",
		 rules[s->resolve]);
	if (s->max_pairs > 0)
		buf_addf(out, "At most %d pairs come from one item, spread over the gaps. ",
			 s->max_pairs);
	buf_adds(out, "`group_id` is the item; rows of one item stand together and share a "
		      "`weight` of 1 in all.");
	if (s->margin)
		buf_adds(out, " `margin` is the mean strength.");
	buf_adds(out, "\n\n");
}

static void add_split(const struct exporter *x, struct buf *out)
{
	if (x->settings->n_parts > 0)
		buf_addf(out,
			 "Split %s by conversation: all items that share a system prompt and first "
			 "user turn are on one side.\n\n",
			 x->settings->split);
}

static void add_guidelines(const struct exporter *x, struct buf *out)
{
	const char *before = "Asked by the guideline ";

	for (size_t i = 0; i < x->guides.n; i++) {
		const struct export_guide *guide = x->guides.list[i];

		if (guide->annotations == 0 || guide->name == NULL)
			continue;
		buf_adds(out, before);
		add_name(out, guide->name);
		buf_addf(out, " version %d (%" PRId64 " annotations)", guide->version,
			 guide->annotations);
		before = ", ";
	}
	if (*before == ',')
		buf_adds(out, ".\n\n");
}

static void add_excluded(const struct exporter *x, struct buf *out)
{
	bool any = false;

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (x->excluded[rule] == 0)
			continue;
		buf_adds(out, any ? "" : "| left out | count |\n|---|---|\n");
		buf_addf(out, "| %s | %" PRId64 " |\n", rule_name((enum rule)rule),
			 x->excluded[rule]);
		any = true;
	}
}

void card_write(const struct exporter *x, struct buf *out)
{
	add_head(x, out);
	add_files(x, out);
	add_states(x, out);
	add_pairs(x, out);
	add_split(x, out);
	add_guidelines(x, out);
	add_excluded(x, out);
}
