/* kinds.c - the table of CORE 3.4. */
#include "model/kinds.h"

#include <stddef.h>
#include <string.h>

#define TEAM (1u << AUDIENCE_TEAM)
#define STAFF (1u << AUDIENCE_STAFF)
#define SELF (1u << AUDIENCE_SELF)
#define MEMBER (1u << AUDIENCE_MEMBER)
#define ANY_AUDIENCE (TEAM | STAFF | SELF | MEMBER)

#define ENROLLED                                                                           \
	(MEMBER_ANNOTATOR | MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_LEAD | MEMBER_OWNER \
	 | MEMBER_EXTERNAL)

/* Ascending.  Grants and revokes are open to anybody here: who may give or take what depends on
 * the payload, and authority.c looks at it. */
/* clang-format off */
static const struct kind_rule rules[] = {
	{ KIND_PROJECT,    "project",    TEAM,                  MEMBER_OWNER, 1 },
	{ KIND_STREAM,     "stream",     ANY_AUDIENCE,          0, 1 },
	{ KIND_EPOCH,      "epoch",      TEAM,                  MEMBER_OWNER, 1 },
	{ KIND_GRANT,      "grant",      TEAM | SELF | MEMBER,  0, 1 },
	{ KIND_REVOKE,     "revoke",     TEAM | SELF | MEMBER,  0, 1 },
	{ KIND_GUIDELINE,  "guideline",  TEAM,                  MEMBER_LEAD, 1 },
	{ KIND_BATCH,      "batch",      TEAM,                  MEMBER_LEAD, 1 },
	{ KIND_ITEMS,      "items",      STAFF,                 MEMBER_LEAD, 1 },
	{ KIND_ASSIGN,     "assign",     MEMBER,                MEMBER_LEAD, 1 },
	{ KIND_REDACT,     "redact",     TEAM | STAFF | MEMBER, MEMBER_LEAD, 1 },
	{ KIND_POLICY,     "policy",     TEAM,                  MEMBER_OWNER, 1 },
	{ KIND_ACK,        "ack",        SELF,                  MEMBER_ANNOTATOR, 1 },
	{ KIND_EXCLUDE,    "exclude",    STAFF,                 MEMBER_LEAD, 1 },
	{ KIND_RELEASE,    "release",    STAFF,                 MEMBER_EXPORTER | MEMBER_LEAD, 1 },
	{ KIND_ANNOTATE,   "annotate",   SELF,                  MEMBER_ANNOTATOR, 1 },
	{ KIND_RETRACT,    "retract",    SELF,                  MEMBER_ANNOTATOR, 1 },
	{ KIND_REVIEW,     "review",     STAFF | MEMBER,        MEMBER_REVIEWER, 1 },
	{ KIND_ADJUDICATE, "adjudicate", STAFF,                 MEMBER_REVIEWER | MEMBER_LEAD, 1 },
	{ KIND_COMMENT,    "comment",    STAFF | SELF | MEMBER, ENROLLED, 1 },
	{ KIND_CONTROL,    "control",    STAFF,                 MEMBER_LEAD, 1 },
	{ KIND_FLAG,       "flag",       SELF,                  MEMBER_ANNOTATOR, 1 },
	{ KIND_ASK,        "ask",        SELF,                  MEMBER_ANNOTATOR, 1 },
	{ KIND_WITHDRAW,   "withdraw",   STAFF,                 MEMBER_LEAD, 1 },
};
/* clang-format on */

static const struct {
	const char *name;
	unsigned bit, effective;
} role_table[] = {
	{ "annotator", MEMBER_ANNOTATOR, MEMBER_ANNOTATOR },
	{ "reviewer", MEMBER_REVIEWER, MEMBER_REVIEWER },
	{ "exporter", MEMBER_EXPORTER, MEMBER_EXPORTER },
	{ "lead", MEMBER_LEAD, MEMBER_LEAD | MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_ANNOTATOR },
	{ "owner", MEMBER_OWNER,
	  MEMBER_OWNER | MEMBER_LEAD | MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_ANNOTATOR },
	{ "external", MEMBER_EXTERNAL, MEMBER_EXTERNAL },
};

static const char *const audiences[] = {
	[AUDIENCE_TEAM] = "team",
	[AUDIENCE_STAFF] = "staff",
	[AUDIENCE_SELF] = "self",
	[AUDIENCE_MEMBER] = "member",
};

const struct kind_rule *kind_rule(unsigned kind)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].kind == kind)
			return &rules[i];
	return NULL;
}

const char *kind_name(unsigned kind)
{
	const struct kind_rule *rule = kind_rule(kind);

	return rule != NULL ? rule->name : "unknown";
}

const char *audience_name(enum audience audience)
{
	return audiences[audience];
}

unsigned roles_effective(unsigned roles)
{
	unsigned all = 0;

	for (size_t i = 0; i < sizeof role_table / sizeof *role_table; i++)
		if (roles & role_table[i].bit)
			all |= role_table[i].effective;
	return all;
}

unsigned role_parse(const char *name)
{
	for (size_t i = 0; i < sizeof role_table / sizeof *role_table; i++)
		if (strcmp(role_table[i].name, name) == 0)
			return role_table[i].bit;
	return 0;
}
