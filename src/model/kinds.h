/* kinds.h - the kinds of events, where they may stand and who may write them (CORE 3.4), as a
 * table. */
#ifndef ASSAY_MODEL_KINDS_H
#define ASSAY_MODEL_KINDS_H

#include <stdbool.h>
#include <stdint.h>

enum kind {
	KIND_PROJECT = 1,
	KIND_STREAM = 2,
	KIND_EPOCH = 3,
	KIND_GRANT = 4,
	KIND_REVOKE = 5,
	KIND_GUIDELINE = 6,
	KIND_BATCH = 7,
	KIND_ITEMS = 8,
	KIND_ASSIGN = 9,
	KIND_REDACT = 10,
	KIND_POLICY = 11,
	KIND_ACK = 12,
	KIND_EXCLUDE = 13,
	KIND_RELEASE = 14,
	KIND_ANNOTATE = 64,
	KIND_RETRACT = 65,
	KIND_REVIEW = 66,
	KIND_ADJUDICATE = 67,
	KIND_COMMENT = 68,
	KIND_CONTROL = 69,
	KIND_FLAG = 70,
	KIND_ASK = 71,
	KIND_WITHDRAW = 72,
};

#define KIND_ITEM_FIRST 64
#define KIND_ITEM_LAST 127

enum audience { AUDIENCE_TEAM, AUDIENCE_STAFF, AUDIENCE_SELF, AUDIENCE_MEMBER };

/* What a member's annotation says of an item; files and tables hold the numbers. */
enum sent { SENT_NOT, SENT_DONE, SENT_SKIPPED };

enum role_bit {
	MEMBER_ANNOTATOR = 1,
	MEMBER_REVIEWER = 2,
	MEMBER_EXPORTER = 4,
	MEMBER_LEAD = 8,
	MEMBER_OWNER = 16,
	MEMBER_EXTERNAL = 32,
};

struct kind_rule {
	uint16_t kind;
	const char *name;
	uint8_t audiences; /* bit 1 << enum audience for each allowed */
	uint8_t roles;     /* role bits that may write it, higher levels included; 0: anybody */
	uint16_t schema;   /* newest known */
};

/* NULL for a kind this program does not know. */
const struct kind_rule *kind_rule(unsigned kind);
const char *kind_name(unsigned kind); /* "unknown" for one this program does not know */
const char *audience_name(enum audience audience); /* "team", "staff", "self", "member" */
/* Role bits with what they imply: an owner has a lead's rights, a lead those of reviewer, exporter
 * and annotator. */
unsigned roles_effective(unsigned roles);
unsigned role_parse(const char *name); /* 0: no such role */

#endif
