/* export_settings.c - what is exported and how, from the options; and as it stands in a manifest.
 */
#include "cmd/export.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_OF_BLIND 6 /* of one prompt, for trainers that ignore weights */

static bool read_format(struct export_settings *s, const struct cmd_args *args, struct err *err)
{
	const char *name = cmd_value(args, "format");

	if (name == NULL)
		return err_set(err, ERR_INVALID,
			       "which format? --format trl-reward, trl-dpo, trl-sft or assay");
	s->format = export_format_find(name);
	if (s->format == NULL)
		return err_set(err, ERR_INVALID, "--format: unknown format '%s'", name);
	return true;
}

static bool read_pairs(struct export_settings *s, const struct cmd_args *args, struct err *err)
{
	const char *text = cmd_value(args, "pairs");

	s->max_pairs = s->format->weight_blind ? PAIRS_OF_BLIND : 0;
	if (text == NULL || strcmp(text, "all") == 0) {
		if (text != NULL)
			s->max_pairs = 0;
		return true;
	}
	return cmd_int(args, "pairs", 1, RANKED_PAIRS_MAX, &s->max_pairs, err);
}

static bool read_strength(struct export_settings *s, const struct cmd_args *args, struct err *err)
{
	const char *text = cmd_value(args, "min-strength");
	char *end;

	if (text == NULL)
		return true;
	s->min_strength = strtod(text, &end);
	s->min_strength_text = text;
	if (strspn(text, "0123456789.") != strlen(text) || end == text || *end != '\0')
		return err_set(err, ERR_INVALID, "--min-strength is '%s', but must be a number",
			       text);
	return true;
}

static void read_resolve(struct export_settings *s, const struct cmd_args *args)
{
	const char *name = cmd_value(args, "resolve");

	s->resolve_name = name != NULL ? name : "mean";
	s->resolve = strcmp(s->resolve_name, "each") == 0       ? EXPORT_EACH
		     : strcmp(s->resolve_name, "majority") == 0 ? EXPORT_MAJORITY
								: EXPORT_MEAN;
}

static void read_include(struct export_settings *s, const struct cmd_args *args)
{
	const char *const *list = cmd_list(args, "include");

	for (int i = 0; list[i] != NULL; i++)
		for (int rule = 0; rule < RULE_COUNT; rule++)
			if (strcmp(rule_name((enum rule)rule), list[i]) == 0)
				s->include[rule] = true;
}

/* ---- the split ---- */

static bool bad_split(const struct export_settings *s, const char *why, struct err *err)
{
	return err_set(err, ERR_INVALID,
		       "--split is '%s': %s; write 90/5/5 or train=90,validation=5,test=5",
		       s->split, why);
}

/* "train=90": a name of letters, digits and '-'. */
static bool read_named(struct export_settings *s, char *word, struct err *err)
{
	struct split_part *part = &s->part[s->n_parts];
	char *equals = strchr(word, '=');

	if (equals == NULL)
		return bad_split(s, "a part has no '='", err);
	*equals = '\0';
	if (*word == '\0' || strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(word))
		return bad_split(s, "a name may have a-z, 0-9 and '-'", err);
	if (strcmp(word, "edits") == 0 || strcmp(word, "excluded") == 0)
		return bad_split(s, "edits and excluded are files of their own", err);
	for (int i = 0; i < s->n_parts; i++)
		if (strcmp(s->part[i].name, word) == 0)
			return bad_split(s, "a name stands twice", err);
	part->name = word;
	part->percent = -1;
	if (equals[1] != '\0' && strspn(equals + 1, "0123456789") == strlen(equals + 1))
		part->percent = (int)strtol(equals + 1, NULL, 10);
	return true;
}

static void read_numbered(struct export_settings *s, const char *word, int n)
{
	static const char *const two[] = { "train", "test" };
	static const char *const three[] = { "train", "validation", "test" };
	struct split_part *part = &s->part[s->n_parts];

	part->name = (n == 2 ? two : three)[s->n_parts];
	part->percent = -1;
	if (*word != '\0' && strspn(word, "0123456789") == strlen(word))
		part->percent = (int)strtol(word, NULL, 10);
}

static bool add_up(struct export_settings *s, struct err *err)
{
	int sum = 0;

	for (int i = 0; i < s->n_parts; i++) {
		if (s->part[i].percent < 0 || s->part[i].percent > 100)
			return bad_split(s, "a share is a number from 0 to 100", err);
		sum += s->part[i].percent;
		s->part[i].upto = sum / 100.0;
	}
	return sum == 100 || bad_split(s, "the shares must add up to 100", err);
}

static int count_char(const char *text, char c)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += *text == c;
	return n;
}

static bool read_split(struct export_settings *s, const struct cmd_args *args, struct arena *arena,
		       struct err *err)
{
	char *rest, *word;
	bool named;
	int n;

	s->split = cmd_value(args, "split");
	if (s->split == NULL)
		return true;
	named = strchr(s->split, '=') != NULL;
	n = count_char(s->split, named ? ',' : '/') + 1;
	if (n > SPLIT_PARTS_MAX || (!named && (n < 2 || n > 3)))
		return bad_split(s, "that many parts cannot be made", err);
	rest = arena_strdup(arena, s->split);
	for (; s->n_parts < n; s->n_parts++) {
		size_t len = strcspn(rest, named ? "," : "/");

		word = rest;
		rest += len + (rest[len] != '\0');
		word[len] = '\0';
		if (!named)
			read_numbered(s, word, n);
		else if (!read_named(s, word, err))
			return false;
	}
	return add_up(s, err);
}

/* ---- all of it ---- */

static bool fits(const struct export_settings *s, const struct cmd_args *args, struct err *err)
{
	const char *output = cmd_value(args, "output");

	if (s->n_parts > 0 && (output == NULL || strcmp(output, "-") == 0))
		return err_set(err, ERR_INVALID,
			       "--split makes several files: give a folder with -o");
	if (s->margin && !s->format->margin_optional)
		return err_set(err, ERR_INVALID, "--margin: rows of %s have no margin",
			       s->format->name);
	if (s->n_parts > 0 && s->format->needs == EXPORT_ANNOTATIONS)
		return err_set(err, ERR_INVALID, "--split: %s is whole, always", s->format->name);
	return true;
}

bool settings_read(struct export_settings *settings, const struct cmd_args *args,
		   struct arena *arena, struct err *err)
{
	const char *conflicts = cmd_value(args, "conflicts");

	*settings = (struct export_settings){
		.batch = cmd_value(args, "batch"),
		.question = cmd_value(args, "question"),
		.min_annotators = 1,
		.margin = cmd_flag(args, "margin"),
		.newest = conflicts != NULL && strcmp(conflicts, "newest") == 0,
	};
	read_resolve(settings, args);
	read_include(settings, args);
	return read_format(settings, args, err) && read_pairs(settings, args, err)
	       && read_strength(settings, args, err) && read_split(settings, args, arena, err)
	       && cmd_int(args, "min-annotators", 1, 99, &settings->min_annotators, err)
	       && fits(settings, args, err);
}

struct json *settings_json(const struct export_settings *s, struct arena *arena)
{
	struct json *object = json_object(arena), *include = json_array(arena);

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (s->include[rule])
			json_push(include, json_string(arena, rule_name((enum rule)rule)));
	json_set(arena, object, "batch", json_string(arena, s->batch));
	json_set(arena, object, "question", json_string(arena, s->question));
	json_set(arena, object, "resolve", json_string(arena, s->resolve_name));
	json_set(arena, object, "pairs",
		 s->max_pairs > 0 ? json_int(arena, s->max_pairs) : json_string(arena, "all"));
	json_set(arena, object, "margin", json_bool(arena, s->margin));
	json_set(arena, object, "min_annotators", json_int(arena, s->min_annotators));
	json_set(arena, object, "min_strength", json_string(arena, s->min_strength_text));
	json_set(arena, object, "conflicts", json_string(arena, s->newest ? "newest" : "out"));
	json_set(arena, object, "include", include);
	json_set(arena, object, "split", json_string(arena, s->split));
	return object;
}
