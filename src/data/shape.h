/* shape.h - the shapes of records: which keys hold prompt and responses, one reader each. */
#ifndef ASSAY_DATA_SHAPE_H
#define ASSAY_DATA_SHAPE_H

#include "data/draft.h"

struct field_map;

struct shape {
	const char *name, *help;
	/* True if RECORD, the first of its file, looks like this.  NULL: only when asked for. */
	bool (*is)(const struct json *record);
	/* Fills DRAFT from its record.  NULL: records are joined (join.c). */
	bool (*read)(struct draft *draft, const struct field_map *map, struct complaint *complaint);
};

extern const struct shape *const shape_map;     /* what --map makes */
extern const struct shape *const shape_answers; /* several files joined */

const struct shape *shape_find(const char *name);          /* NULL */
const struct shape *shape_look(const struct json *record); /* NULL: none fits */

/* ---- the readers, one file each ---- */

bool items_is_canonical(const struct json *record);
bool items_is_candidates(const struct json *record);
bool items_read_canonical(struct draft *draft, const struct field_map *map,
			  struct complaint *complaint) MUST_USE;
bool items_read_candidates(struct draft *draft, const struct field_map *map,
			   struct complaint *complaint) MUST_USE;

bool pairs_is_hh(const struct json *record);
bool pairs_is(const struct json *record);
bool pairs_read_hh(struct draft *draft, const struct field_map *map,
		   struct complaint *complaint) MUST_USE;
bool pairs_read(struct draft *draft, const struct field_map *map,
		struct complaint *complaint) MUST_USE;

bool columns_is(const struct json *record);
bool columns_read(struct draft *draft, const struct field_map *map,
		  struct complaint *complaint) MUST_USE;
bool solutions_is(const struct json *record);
bool solutions_read(struct draft *draft, const struct field_map *map,
		    struct complaint *complaint) MUST_USE;

bool map_read(struct draft *draft, const struct field_map *map,
	      struct complaint *complaint) MUST_USE;

/* ---- --map ---- */

/* Reads "field=key" words.  NULL and ERR when a field is unknown. */
struct field_map *field_map_new(const char *const *words, int n, struct err *err) MUST_USE;
void field_map_free(struct field_map *map);
/* The key of --map join=KEY, or NULL. */
const char *field_map_join(const struct field_map *map);
/* The value at a dotted path ("choices.0.text"), or NULL. */
const struct json *json_path(const struct json *record, const char *path);

/* ---- what readers share ---- */

/* A text or number as text, or NULL. */
const char *scalar_text(struct arena *arena, const struct json *value);

/* The first of KEYS (NULL-terminated) that the record has and that is not null; marked as used. */
const struct json *take_first(struct draft *draft, const char *const keys[]);
const struct json *get_first(const struct json *record, const char *const keys[]);

/* instruction (and input), prompt, question, messages…: sets the draft's prompt if there is one. */
void take_prompt(struct draft *draft);
/* The keys that hold a model's name; the ones that hold a reference. */
extern const char *const model_keys[];
/* The reference, if there is one that is a text. */
void take_reference(struct draft *draft);
const char *take_text(struct draft *draft, const char *const keys[]);

/* One element of a list of responses: a text, messages, or an object with text and model. */
bool add_response(struct draft *draft, const struct json *element,
		  struct complaint *complaint) MUST_USE;

/* What a stranger's record is called by. */
extern const char *const id_keys[];

/* ---- messages ---- */

/* {"from","value"} as {"role","content"}; other messages as they are. */
const struct json *plain_messages(struct arena *arena, const struct json *list);
/* A message that is nothing but a text: the text; else NULL. */
const struct json *only_text(const struct json *message);
struct json *make_message(struct arena *arena, const char *role, const struct json *content);

#endif
