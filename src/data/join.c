/* Questions and answers of several files become items.
 *
 * The records go to a temporary file as they are read, each with the hash of what joins it; what
 * stays in memory is 24 bytes a record.  Sorted by hash, records of one item lie together; items
 * come out in the order of the questions, or of the first answers where there are none. */
#include "base/alloc.h"
#include "data/import_job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEY_BYTES 16
#define GROUP_RECORDS_MAX (DRAFT_RESPONSES_MAX + 1)
#define GROUP_BYTES_MAX (32 * 1024 * 1024)
#define PROBE_RECORDS 2000 /* of each file: enough to count the answers of a first question */
#define IS_QUESTION (UINT64_C(1) << 63) /* in an entry, until it is in its group */
#define NO_QUESTION (UINT64_C(1) << 62) /* in a group's order: behind those that have one */

struct entry {
	uint8_t key[KEY_BYTES];
	uint64_t at; /* in the temporary file */
};

struct head { /* stands before each record there */
	int input;
	bool question;
	int64_t line;
	size_t len, raw_len;
};

struct group { /* entries that lie together */
	uint64_t order;
	size_t first, n;
};

struct join {
	struct job *job;
	struct joining joining;
	FILE *spool;
	uint64_t spooled;
	struct entry *entries;
	size_t n, cap;
	struct group *groups;
	size_t n_groups, groups_cap;
	struct buf key;
};

struct member { /* a record of the group at hand */
	struct head head;
	struct record record; /* text and raw live in the job's arena: never released */
	struct draft draft;
};

/* ---- the temporary file ---- */

static bool spool_failed(struct join *join)
{
	return err_set(join->job->err, ERR_STORAGE,
		       "cannot use a temporary file to join the files: %s", strerror(errno));
}

static bool spool_write(struct join *join, const void *bytes, size_t n)
{
	join->spooled += n;
	return n == 0 || fwrite(bytes, 1, n, join->spool) == n || spool_failed(join);
}

static bool spool_read(struct join *join, uint64_t at, void *bytes, size_t n)
{
	char *to = bytes;

	while (n > 0) {
		ssize_t got = pread(fileno(join->spool), to, n, (off_t)at);

		if (got == 0)
			errno = EIO;
		if (got <= 0)
			return spool_failed(join);
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return true;
}

static bool spool_record(struct join *join, const struct head *head, const struct record *record)
{
	struct entry entry = { .at = join->spooled };
	struct id id = hash_bytes("assay join 1", join->key.data, join->key.len);

	memcpy(entry.key, id.b, KEY_BYTES);
	if (head->question)
		entry.at |= IS_QUESTION;
	join->entries = vec_grow(join->entries, join->n, &join->cap, sizeof *join->entries);
	join->entries[join->n++] = entry;
	return spool_write(join, head, sizeof *head)
	       && spool_write(join, record->text.data, head->len)
	       && spool_write(join, record->raw.data, head->raw_len);
}

/* ---- reading the files ---- */

static struct draft begin_draft(struct job *job, const struct input *input,
				const struct record *record, const struct json *json)
{
	return (struct draft){
		.arena = &job->arena,
		.text = record->text.data,
		.record = json,
		.file = input->name,
		.line = record->line,
	};
}

static int64_t place_of(const struct complaint *complaint)
{
	return complaint->at != NULL && complaint->at->end > 0 ? (int64_t)complaint->at->start : 0;
}

static bool take_record(struct join *join, int index, const struct record *record)
{
	struct job *job = join->job;
	const struct input *input = &job->inputs[index];
	struct complaint complaint = { .at = NULL };
	struct draft draft;
	struct head head = { .input = index, .line = record->line };
	const struct json *json;

	arena_clear(&job->arena);
	json = job_parse(job, input, record);
	if (json == NULL)
		return !job->failed;
	draft = begin_draft(job, input, record, json);
	if (!answer_read(&draft, &join->joining, input->model, &complaint)
	    || !answer_key(&draft, &join->joining, &join->key, &complaint))
		return job_reject(job, input, record, place_of(&complaint), complaint.reason);
	head.question = draft.n_responses == 0;
	head.len = record->text.len;
	head.raw_len = input->container == CONTAINER_CSV ? record->raw.len : 0;
	return spool_record(join, &head, record);
}

static bool take_input(struct join *join, int index)
{
	struct job *job = join->job;
	struct input *input = &job->inputs[index];
	struct record record = { .line = 0 };
	enum records_next next = RECORDS_END;
	bool ok = input_begin(job, input);

	for (int i = 0; ok && (!job->probe || i < PROBE_RECORDS); i++) {
		next = import_input_next(job, input, &record);
		if (next != RECORDS_ONE)
			break;
		ok = take_record(join, index, &record)
		     && job_tick(job, (job->before + records_done(input->records)) / 2);
	}
	record_release(&record);
	if (ok)
		input_end(job, input);
	return ok && next != RECORDS_FAILED;
}

/* ---- groups ---- */

static int by_key(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int order = memcmp(a->key, b->key, KEY_BYTES);
	uint64_t x = a->at & ~IS_QUESTION, y = b->at & ~IS_QUESTION;

	return order != 0 ? order : (x > y) - (x < y);
}

static int by_order(const void *pa, const void *pb)
{
	const struct group *a = pa, *b = pb;

	return (a->order > b->order) - (a->order < b->order);
}

static bool same_group(const struct entry *a, const struct entry *b)
{
	return memcmp(a->key, b->key, KEY_BYTES) == 0;
}

/* The group that begins with entry I. */
static struct group find_group(struct join *join, size_t i)
{
	const struct entry *first = &join->entries[i];
	struct group group = { .first = i, .order = UINT64_MAX };

	for (; i < join->n && same_group(first, &join->entries[i]); i++) {
		struct entry *e = &join->entries[i];
		bool question = (e->at & IS_QUESTION) != 0;
		uint64_t order;

		e->at &= ~IS_QUESTION;
		order = question ? e->at : e->at | NO_QUESTION;
		if (order < group.order)
			group.order = order;
	}
	group.n = i - group.first;
	return group;
}

static void make_groups(struct join *join)
{
	if (join->n == 0)
		return;
	qsort(join->entries, join->n, sizeof *join->entries, by_key);
	for (size_t i = 0; i < join->n;) {
		struct group group = find_group(join, i);

		join->groups = vec_grow(join->groups, join->n_groups, &join->groups_cap,
					sizeof *join->groups);
		join->groups[join->n_groups++] = group;
		i += group.n;
	}
	qsort(join->groups, join->n_groups, sizeof *join->groups, by_order);
}

static struct buf arena_buf(struct arena *arena, size_t n)
{
	return (struct buf){ .data = arena_alloc(arena, n + 1 + BUF_SPARE), .len = n };
}

static bool load_member(struct join *join, uint64_t at, struct member *member)
{
	struct arena *arena = &join->job->arena;
	struct head *head = &member->head;

	if (!spool_read(join, at, head, sizeof *head))
		return false;
	member->record = (struct record){
		.text = arena_buf(arena, head->len),
		.raw = arena_buf(arena, head->raw_len),
		.line = head->line,
		.column = 1,
	};
	at += sizeof *head;
	return spool_read(join, at, member->record.text.data, head->len)
	       && spool_read(join, at + head->len, member->record.raw.data, head->raw_len);
}

/* ---- what is wrong with a group is wrong with all its records ---- */

static bool keep_member(struct join *join, uint64_t at)
{
	struct job *job = join->job;
	struct member member;
	const struct input *input;
	const struct buf *bytes;

	arena_clear(&job->arena);
	if (!load_member(join, at, &member))
		return false;
	input = &job->inputs[member.head.input];
	bytes = input->container == CONTAINER_CSV ? &member.record.raw : &member.record.text;
	return job_keep(job, input, bytes->data, bytes->len) && job_keep(job, input, "\n", 1);
}

static bool reject_group(struct join *join, const struct group *group, const char *reason)
{
	const struct entry *entries = join->entries + group->first;
	uint64_t first = group->order & ~NO_QUESTION;
	struct head head = { .input = 0 };

	if (!spool_read(join, first, &head, sizeof head)
	    || !job_report(join->job, &join->job->inputs[head.input], head.line, 0, reason))
		return false;
	for (size_t i = 0; i < group->n; i++)
		if (!keep_member(join, entries[i].at))
			return false;
	return true;
}

/* ---- a group becomes an item ---- */

static bool read_member(struct join *join, struct member *member, struct complaint *complaint)
{
	struct job *job = join->job;
	const struct input *input = &job->inputs[member->head.input];
	struct json_error error;
	const struct json *json = json_read(job->reader, member->record.text.data,
					    member->record.text.len, &job->arena, &error);

	if (json == NULL)
		return complain(complaint, NULL, "%s", error.reason);
	member->draft = begin_draft(job, input, &member->record, json);
	return answer_read(&member->draft, &join->joining, input->model, complaint);
}

/* The answer in FROM goes to ITEM, with what the record says besides. */
static bool add_answer(struct draft *item, const struct draft *from, struct complaint *complaint)
{
	for (int i = 0; i < from->n_responses; i++) {
		const struct draft_response *r = &from->response[i];
		const char *extra = draft_extra(item->arena, from->text, from->record, from->used,
						from->n_used);

		if (!draft_add(item, r->content, r->source, extra, complaint))
			return false;
	}
	if (item->prompt == NULL)
		item->prompt = from->prompt;
	if (item->reference == NULL)
		item->reference = from->reference;
	return true;
}

static struct member *main_member(struct member *members, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (members[i].head.question)
			return &members[i];
	return &members[0];
}

static bool merge(struct member *members, size_t n, struct draft *item, struct complaint *complaint)
{
	struct member *main = main_member(members, n);

	*item = main->draft;
	for (size_t i = 0; i < n; i++) {
		if (&members[i] == main)
			continue;
		if (members[i].head.question)
			return complain(complaint, NULL, "the question stands in the files twice");
		if (!add_answer(item, &members[i].draft, complaint))
			return false;
	}
	answer_interleave(item);
	return item->prompt != NULL
	       || complain(complaint, NULL, "no file has the question of this answer");
}

static bool make_item(struct join *join, struct member *members, size_t n,
		      struct complaint *complaint)
{
	struct job *job = join->job;
	struct draft item;

	for (size_t i = 0; i < n; i++)
		if (!read_member(join, &members[i], complaint))
			return false;
	return merge(members, n, &item, complaint)
	       && draft_finish(&item, job->options, &job->finished, complaint);
}

static bool emit_group(struct join *join, const struct group *group)
{
	struct job *job = join->job;
	struct complaint complaint = { .at = NULL };
	struct member *members;
	size_t bytes = 0;

	if (group->n > GROUP_RECORDS_MAX)
		return reject_group(join, group, "more than 64 answers to one question");
	arena_clear(&job->arena);
	members = arena_alloc(&job->arena, group->n * sizeof *members);
	for (size_t i = 0; i < group->n; i++) {
		if (!load_member(join, join->entries[group->first + i].at, &members[i]))
			return false;
		bytes += members[i].head.len;
		if (bytes > GROUP_BYTES_MAX)
			return reject_group(join, group, "its records are larger than 32 MiB");
	}
	if (!make_item(join, members, group->n, &complaint))
		return reject_group(join, group, complaint.reason);
	return job_item(job, &job->inputs[main_member(members, group->n)->head.input],
			&job->finished.record);
}

static bool emit_groups(struct join *join)
{
	struct job *job = join->job;

	make_groups(join);
	if (fflush(join->spool) != 0)
		return spool_failed(join);
	for (size_t i = 0; i < join->n_groups && !job->done; i++) {
		int64_t done = (int64_t)((double)job->total / 2
					 * (1 + (double)(i + 1) / (double)join->n_groups));

		if (!emit_group(join, &join->groups[i]) || !job_tick(job, done))
			return false;
	}
	return true;
}

static bool begin(struct join *join)
{
	struct job *job = join->job;
	const struct json **firsts = xcalloc((size_t)job->n_inputs, sizeof *firsts);
	const char **files = xcalloc((size_t)job->n_inputs, sizeof *files);
	bool ok;

	for (int i = 0; i < job->n_inputs; i++) {
		firsts[i] = job->inputs[i].first;
		files[i] = job->inputs[i].path;
	}
	ok = joining_look(&join->joining, firsts, files, job->n_inputs, job->map, job->err);
	free(firsts);
	free(files);
	if (!ok)
		return false;
	join->spool = tmpfile();
	return join->spool != NULL || spool_failed(join);
}

bool join_all(struct job *job)
{
	struct join join = { .job = job };
	bool ok = begin(&join);

	for (int i = 0; i < job->n_inputs && ok; i++)
		ok = take_input(&join, i);
	ok = ok && emit_groups(&join);
	if (join.spool != NULL)
		fclose(join.spool);
	buf_release(&join.key);
	free(join.entries);
	free(join.groups);
	return ok;
}
