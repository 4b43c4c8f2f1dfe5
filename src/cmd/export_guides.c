/* export_guides.c - the versions of guidelines that annotations name, and whether they mix. */
#include "cmd/export.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

struct export_guide *guides_find(const struct export_guides *guides, const struct id *hash)
{
	const union map_value *found = map_get(&guides->by_hash, hash->b, sizeof hash->b);

	return found != NULL ? found->ptr : NULL;
}

struct export_guide *guides_add(struct export_guides *guides, const struct id *hash)
{
	struct export_guide *guide = guides_find(guides, hash);

	if (guide != NULL)
		return guide;
	guide = arena_alloc(guides->arena, sizeof *guide);
	guide->hash = *hash;
	guide->rank = -1;
	map_put(&guides->by_hash, hash->b, sizeof hash->b, NULL)->ptr = guide;
	guides->list = vec_grow(guides->list, guides->n, &guides->cap, sizeof *guides->list);
	guides->list[guides->n++] = guide;
	return guide;
}

/* The rank question: the one that was named, else the first. */
static int rank_question(const struct guideline *guideline, const char *name)
{
	int q = name != NULL ? guideline_find(guideline, name) : -1;

	if (name != NULL)
		return q >= 0 && guideline->question[q].type == QUESTION_RANK ? q : -1;
	for (q = 0; q < guideline->n_questions; q++)
		if (guideline->question[q].type == QUESTION_RANK)
			return q;
	return -1;
}

static bool load(struct export_guides *guides, struct export_guide *guide, struct err *err)
{
	struct guide text;
	const char *object;
	size_t len;

	if (!store_object(guides->store, &guide->hash, guides->arena, &object, &len, err))
		return err->code == ERR_NOT_FOUND;
	if (!guide_from_object(object, len, guides->arena, &text, err))
		return err->code == ERR_TOO_NEW || err->code == ERR_INVALID;
	guide->held = true;
	guide->guideline = text.guideline;
	guide->name = text.guideline->name;
	guide->rank = rank_question(text.guideline, guides->question);
	return true;
}

/* ---- numbers of versions, from the log: they count all that were ever made ---- */

struct version {
	struct id hash;
	const char *name;
	bool breaks;
};

struct versions {
	struct arena *arena;
	struct version *list; /* newest first */
	size_t n, cap;
};

static bool take_version(void *ctx, const struct store_log_row *row)
{
	struct versions *versions = ctx;
	const struct json *payload;
	struct version version;
	const char *hash;
	struct err err;

	if (row->kind != KIND_GUIDELINE || row->payload == NULL || row->parked != NULL)
		return true;
	payload = json_parse(row->payload, row->payload_len, versions->arena, &err);
	hash = json_get_string(payload, "hash");
	version.name = json_get_string(payload, "name");
	version.breaks = json_get_bool(payload, "breaks", false);
	if (hash == NULL || version.name == NULL
	    || !hex_decode(version.hash.b, sizeof version.hash.b, hash, strlen(hash)))
		return true;
	versions->list =
		vec_grow(versions->list, versions->n, &versions->cap, sizeof *versions->list);
	versions->list[versions->n++] = version;
	return true;
}

/* The number of version I among those of its name. */
static void number(struct export_guides *guides, const struct versions *versions, size_t i)
{
	const struct version *version = &versions->list[i];
	struct export_guide *guide = guides_find(guides, &version->hash);

	if (guide == NULL || guide->version > 0)
		return;
	guide->version = 1;
	guide->breaks = version->breaks;
	for (size_t k = i + 1; k < versions->n; k++)
		if (strcmp(versions->list[k].name, version->name) == 0)
			guide->version++;
}

/* How many breaks lead up to this version, its own included. */
static int epoch_of(const struct versions *versions, const struct export_guide *guide)
{
	int epoch = 0;
	bool reached = false;

	for (size_t i = 0; i < versions->n; i++) {
		const struct version *version = &versions->list[i];

		if (strcmp(version->name, guide->name) != 0)
			continue;
		reached = reached || id_equal(&version->hash, &guide->hash);
		if (reached && version->breaks)
			epoch++;
	}
	return epoch;
}

static bool read_versions(const struct export_guides *guides, struct versions *versions,
			  struct err *err)
{
	*versions = (struct versions){ .arena = guides->arena };
	return store_each_event(guides->store, 0, take_version, versions, err);
}

/* Versions that batches are pinned to are known to the store; the log is read only when others were
 * answered. */
static bool number_all(struct export_guides *guides, struct err *err)
{
	struct versions versions;
	bool ok;

	ok = read_versions(guides, &versions, err);
	for (size_t i = versions.n; ok && i > 0; i--)
		number(guides, &versions, i - 1);
	free(versions.list);
	return ok;
}

static void number_pinned(struct export_guides *guides, const struct store_batch *batches, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct export_guide *guide = guides_find(guides, &batches[i].guideline);

		if (guide != NULL) {
			guide->version = batches[i].guideline_version;
			guide->breaks = guide->guideline != NULL && guide->guideline->breaks;
		}
	}
}

static bool all_numbered(const struct export_guides *guides)
{
	for (size_t i = 0; i < guides->n; i++)
		if (guides->list[i]->version == 0)
			return false;
	return true;
}

static bool question_is_there(const struct export_guides *guides, struct err *err)
{
	if (guides->question == NULL || guides->n == 0)
		return true;
	for (size_t i = 0; i < guides->n; i++)
		if (guides->list[i]->held
		    && guideline_find(guides->list[i]->guideline, guides->question) >= 0)
			return true;
	return err_set(err, ERR_NOT_FOUND, "no guideline that was answered has a question '%s'",
		       guides->question);
}

static int by_name_and_version(const void *a, const void *b)
{
	const struct export_guide *x = *(struct export_guide *const *)a,
				  *y = *(struct export_guide *const *)b;
	int order = strcmp(x->name != NULL ? x->name : "", y->name != NULL ? y->name : "");

	if (order == 0)
		order = (x->version > y->version) - (x->version < y->version);
	return order != 0 ? order : memcmp(x->hash.b, y->hash.b, sizeof x->hash.b);
}

bool guides_load(struct export_guides *guides, struct err *err)
{
	struct store_batch *batches;
	size_t n;

	for (size_t i = 0; i < guides->n; i++)
		if (!load(guides, guides->list[i], err))
			return false;
	if (!store_batches(guides->store, guides->arena, &batches, &n, err))
		return false;
	number_pinned(guides, batches, n);
	if (!all_numbered(guides) && !number_all(guides, err))
		return false;
	if (guides->n > 0)
		qsort(guides->list, guides->n, sizeof *guides->list, by_name_and_version);
	return question_is_there(guides, err);
}

/* Two neighbours of one name in the sorted list. */
static bool same_name(const struct export_guides *guides, size_t i)
{
	return i > 0 && guides->list[i]->held && guides->list[i - 1]->held
	       && strcmp(guides->list[i]->name, guides->list[i - 1]->name) == 0;
}

bool guides_compatible(const struct export_guides *guides, struct err *err)
{
	struct versions versions = { .list = NULL };
	bool several = false, ok = true;

	for (size_t i = 0; i < guides->n; i++)
		several = several || same_name(guides, i);
	if (several)
		ok = read_versions(guides, &versions, err);
	for (size_t i = 0; ok && i < guides->n; i++) {
		const struct export_guide *a = guides->list[i > 0 ? i - 1 : 0];
		const struct export_guide *b = guides->list[i];

		if (same_name(guides, i) && epoch_of(&versions, a) != epoch_of(&versions, b))
			ok = err_set(err, ERR_CONFLICT,
				     "answers to '%s' version %d and version %d cannot be taken "
				     "together: the later one breaks with the earlier; export one "
				     "batch (--batch), or each annotation without margin "
				     "(--resolve each)",
				     a->name, a->version, b->version);
	}
	free(versions.list);
	return ok;
}

static const struct question *rank_of(const struct export_guide *guide)
{
	return guide->held && guide->rank >= 0 ? &guide->guideline->question[guide->rank] : NULL;
}

bool guides_one_margin(const struct export_guides *guides, struct err *err)
{
	const struct export_guide *first = NULL;

	for (size_t i = 0; i < guides->n; i++) {
		const struct export_guide *guide = guides->list[i];

		if (rank_of(guide) == NULL)
			continue;
		if (first == NULL)
			first = guide;
		if (rank_of(guide)->strength_max != rank_of(first)->strength_max)
			return err_set(err, ERR_CONFLICT,
				       "--margin: the strengths of '%s' go to %d and those of '%s' "
				       "to %d (0: it asks none), so their margins cannot stand in "
				       "one column; export one batch (--batch), or no margin",
				       first->name, rank_of(first)->strength_max, guide->name,
				       rank_of(guide)->strength_max);
	}
	return true;
}

void guides_release(struct export_guides *guides)
{
	map_release(&guides->by_hash);
	free(guides->list);
	guides->list = NULL;
	guides->n = guides->cap = 0;
}
