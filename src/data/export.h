/* export.h - rows become data sets: the trainers' formats, one writer each.  No store here: the
 * caller resolves and selects. */
#ifndef ASSAY_DATA_EXPORT_H
#define ASSAY_DATA_EXPORT_H

#include "base/buf.h"
#include "base/err.h"
#include "model/item.h"

struct export_pair {
	const struct item *item;
	const char *body;     /* that ITEM was read from: its texts stand there as JSON */
	int chosen, rejected; /* r numbers */
	const char *edited;   /* not NULL: the golden text that stands for the chosen response */
	double margin;        /* mean strength */
	const char *group_id; /* hex: rows of one prompt */
	double weight;        /* 1 / number of pairs of the prompt written */
};

struct export_golden {
	const struct item *item;
	const char *body; /* as above */
	const char *text; /* the golden response, verbatim */
	int base;         /* r number of the response it was made from; 0: none */
};

struct export_source { /* the chunk's canonical line */
	const char *line;
	size_t len;
};

/* The lossless format: one event about an item, with what has become of it. */
struct export_said {
	struct id item;
	const char *state;  /* "current", "superseded", … */
	const char *parked; /* why it has no effect, or NULL */
	struct short_id batch;
	const char *batch_name; /* NULL: not known */
	bool enrolled;          /* false: nobody's key, MEMBER… says nothing */
	struct short_id member;
	const char *member_name;         /* NULL: not known here */
	const char *const *member_roles; /* ends with NULL */
	bool host_custody;
	struct id event, stream, key;
	uint64_t seq, hlc;
	int64_t wall; /* ms */
	const struct id *supersedes, *superseded_by;
	size_t n_supersedes, n_superseded_by;
	const char *payload; /* canonical JSON, NUL behind; NULL: redacted */
	size_t payload_len;
};

struct export_retraction {
	struct id event;
	int64_t wall;
	const char *payload; /* as above */
	size_t payload_len;
};

struct export_annotation { /* one submission with all that is known about it */
	struct export_said said;
	const struct item *item; /* NULL: its texts are not here */
	const char *body;        /* that ITEM was read from: its texts stand there as JSON */
	const char *role;        /* NULL: not known, and no group either */
	struct short_id group;
	bool withdrawn; /* the item, from the batch */
	const struct export_source *source;
	size_t n_sources;
	bool has_guideline;                         /* the payload says which */
	struct id guideline;                        /* the version that was answered */
	const char *guideline_name;                 /* NULL: it is not held here */
	int guideline_version;                      /* 0: unknown */
	const struct export_retraction *retraction; /* NULL: not taken back */
	int revision;                               /* 0: not known */
	int heads;
	bool differ;
	const char *review; /* "none", "accepted", … */
};

struct export_event { /* anything else that was said about an item */
	struct export_said said;
	const char *type;     /* "flag", "ask", …, "unknown" */
	unsigned kind;        /* its number */
	const char *audience; /* "self", "staff", … */
	bool stale;           /* a verdict on what has changed since */
};

enum export_needs { EXPORT_PAIRS, EXPORT_GOLDEN, EXPORT_ANNOTATIONS };

struct export_format {
	const char *name, *help;
	enum export_needs needs;
	bool margin_optional; /* --margin writes a margin column in every row */
	bool weight_blind;    /* the trainer ignores weights: at most 6 pairs a prompt */
	bool none_good_out;   /* "none is good" winners are no chosen answers here */
	/* One JSON line each, newline included, appended to OUT. */
	void (*pair)(struct buf *out, const struct export_pair *pair, bool margin);
	void (*golden)(struct buf *out, const struct export_golden *golden);
	void (*annotation)(struct buf *out, const struct export_annotation *annotation);
	void (*event)(struct buf *out, const struct export_event *event);
};

const struct export_format *export_formats(int *n);
const struct export_format *export_format_find(const char *name); /* NULL */

/* The writers of the lossless format (export_annotation.c, export_event.c). */
void export_write_annotation(struct buf *out, const struct export_annotation *annotation);
void export_write_event(struct buf *out, const struct export_event *event);

#endif
