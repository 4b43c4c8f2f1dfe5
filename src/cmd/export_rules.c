/* export_rules.c - the reasons for which something is left out of an export, by name. */
#include "cmd/export.h"

static const char *const names[RULE_COUNT] = {
	[RULE_CALIBRATION] = "calibration",
	[RULE_QUALIFICATION] = "qualification",
	[RULE_CONTROL] = "control",
	[RULE_TUTORIAL] = "tutorial",
	[RULE_RETEST] = "retest",
	[RULE_WITHDRAWN] = "withdrawn",
	[RULE_EXTERNAL] = "external",
	[RULE_CONFLICT] = "conflict",
	[RULE_SKIPPED] = "skipped",
	[RULE_RETURNED] = "returned",
	[RULE_FIXED] = "fixed",
	[RULE_STALE_REVIEW] = "stale-review",
	[RULE_REDACTED] = "redacted",
	[RULE_UNREADABLE] = "unreadable",
	[RULE_GUIDELINE_MISSING] = "guideline-missing",
	[RULE_NOT_ANSWERED] = "not-answered",
	[RULE_CANNOT_JUDGE] = "cannot-judge",
	[RULE_NONE_GOOD] = "none-good",
	[RULE_TOO_FEW] = "too-few-annotators",
	[RULE_TIE] = "tie",
	[RULE_EMPTY_TEXT] = "empty-text",
	[RULE_EQUAL_TEXTS] = "equal-texts",
	[RULE_WEAK] = "weak",
	[RULE_PAIR_LIMIT] = "pair-limit",
	[RULE_NOT_ACCEPTED] = "not-accepted",
	[RULE_DUPLICATE] = "duplicate",
	[RULE_EDIT_OUTSIDE_TRAIN] = "edit-outside-train",
};

const char *const rule_includable[] = {
	"calibration", "qualification", "control",      "tutorial",  "retest",       "external",
	"returned",    "fixed",         "stale-review", "none-good", "not-accepted", NULL,
};

const char *rule_name(enum rule rule)
{
	return names[rule];
}
