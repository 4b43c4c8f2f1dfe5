/* check.c - 'assay check': pages, bodies, objects, and who calls the rest. */
#include "store/check.h"

#include "base/alloc.h"
#include "base/json_write.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define SMALL_FILE ((int64_t)32 * 1024 * 1024) /* checked at every opening if it must be */

/* In what quick_check says of a page that it could not read: that page is no worse than others. */
#define NO_MEMORY "error code=7"

void check_fault(struct checker *c, const char *fmt, ...)
{
	char sentence[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	if (c->result->faults++ == 0)
		memcpy(c->first, sentence, sizeof sentence);
	if (c->fault != NULL)
		c->fault(c->ctx, sentence);
}

bool check_tick(struct checker *c, struct err *err)
{
	return progress_tick(c->progress, c->done, c->total)
	       || err_set(err, ERR_CONFLICT, "stopped before the end");
}

static bool check_pages(struct checker *c, struct err *err)
{
	sqlite3_stmt *stmt = db_query(c->store, "PRAGMA quick_check(20)", NO_ARGS, err);
	enum db_step step = DB_FAILED;
	const char *line;

	while (stmt != NULL && (step = db_step(c->store, stmt, err)) == DB_ROW) {
		line = (const char *)sqlite3_column_text(stmt, 0);
		if (line == NULL || strstr(line, NO_MEMORY) != NULL) {
			db_end(stmt);
			return err_set(err, ERR_STORAGE, "cannot read the project: out of memory");
		}
		if (strcmp(line, "ok") != 0)
			check_fault(c, "the file is damaged: %s", line);
	}
	return step == DB_DONE;
}

/* ---------------------------------------------------------------- items */

struct item_check {
	struct checker *c;
	struct json_reader *reader;
	struct arena arena;
	struct buf doc, prompt;
};

static bool prompt_fits(struct item_check *k, const struct short_id *there)
{
	struct json_error ignored;
	struct json *body = json_read(k->reader, k->doc.data, k->doc.len, &k->arena, &ignored);
	struct id full;
	struct short_id made;

	if (body == NULL || json_get(body, "prompt") == NULL)
		return false;
	buf_clear(&k->prompt);
	json_write_canonical(&k->prompt, json_get(body, "prompt"));
	full = hash_bytes("assay prompt 1", k->prompt.data, k->prompt.len);
	made = id_shorten(&full);
	return short_id_equal(&made, there);
}

static bool check_item(struct item_check *k, sqlite3_stmt *stmt)
{
	struct id uid = col_id(stmt, 0), made;
	struct short_id prompt = col_short(stmt, 1);
	char hex[ID_HEX + 1];
	size_t n;
	const char *doc = col_bytes(stmt, 2, &n);

	arena_clear(&k->arena);
	buf_clear(&k->doc);
	buf_add(&k->doc, doc, n);
	made = item_uid(doc, n);
	hex_id(hex, &uid);
	if (!id_equal(&made, &uid))
		check_fault(k->c, "item %.12s: its text is not what its hash says", hex);
	else if (!prompt_fits(k, &prompt))
		check_fault(k->c, "item %.12s: the hash of its prompt is wrong", hex);
	k->c->result->items++;
	k->c->done++;
	return true;
}

static bool check_bodies(struct item_check *k, struct err *err)
{
	struct checker *c = k->c;
	sqlite3_stmt *stmt = db_query(c->store,
				      "SELECT i.uid, i.prompt, b.doc FROM body b "
				      "JOIN item i USING (item)",
				      NO_ARGS, err);
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(c->store, stmt, err)) == DB_ROW)
		if (check_item(k, stmt) && c->done % 256 == 0 && !check_tick(c, err)) {
			db_end(stmt);
			return false;
		}
	return step == DB_DONE;
}

static bool check_items(struct checker *c, struct err *err)
{
	struct item_check k = { .c = c,
				.reader = json_reader_new(),
				.arena = ARENA_INIT,
				.doc = BUF_INIT,
				.prompt = BUF_INIT };
	bool ok = check_bodies(&k, err);

	json_reader_free(k.reader);
	arena_release(&k.arena);
	buf_release(&k.doc);
	buf_release(&k.prompt);
	return ok;
}

/* ---------------------------------------------------------------- objects */

static bool check_objects(struct checker *c, struct err *err)
{
	sqlite3_stmt *stmt =
		db_query(c->store, "SELECT hash, packed, bytes FROM object", NO_ARGS, err);
	struct buf text = BUF_INIT;
	enum db_step step = DB_FAILED;

	while (stmt != NULL && (step = db_step(c->store, stmt, err)) == DB_ROW) {
		struct id hash = col_id(stmt, 0), made;
		char hex[ID_HEX + 1];
		size_t n;
		const char *bytes = col_bytes(stmt, 2, &n);
		bool whole = true;

		buf_clear(&text);
		if (col_int(stmt, 1) == 0)
			buf_add(&text, bytes, n);
		else
			whole = unpack(bytes, n, &text);
		made = object_hash(buf_str(&text), text.len);
		if (!whole || !id_equal(&made, &hash))
			check_fault(c, "object %.12s is not what its hash says",
				    hex_id(hex, &hash));
	}
	buf_release(&text);
	return step == DB_DONE;
}

/* ---------------------------------------------------------------- all of it */

/* A damaged page ends one part, not the check. */
static bool part(struct checker *c, bool (*look)(struct checker *c, struct err *err),
		 struct err *err)
{
	struct err *failed = &c->store->failed;
	bool ok = look(c, err);

	if (ok && failed->code == ERR_INVALID)
		ok = err_set(err, failed->code, "%s", failed->msg);
	if (ok)
		return true;
	if (err->code != ERR_INVALID)
		return false;
	failed->code = ERR_NONE;
	check_fault(c, "%s", err->msg);
	return true;
}

/* By what is small: to count events and bodies themselves is to read all of the file. */
static bool count(struct checker *c, struct err *err)
{
	(void)err;
	c->total = db_int_or(c->store, "SELECT sum(seq - base) FROM head", NO_ARGS, 0)
		   + db_int_or(c->store, "SELECT count(*) FROM item WHERE prompt IS NOT NULL",
			       NO_ARGS, 0);
	c->result->annotations = db_int_or(c->store, "SELECT count(*) FROM annotation", NO_ARGS, 0);
	return true;
}

/* In one snapshot: what others write meanwhile would look like damage. */
static bool run(struct checker *c, struct err *err)
{
	if (!read_begin(c->store, err))
		return false;
	return read_end(c->store,
			part(c, count, err) && part(c, check_pages, err)
				&& part(c, check_streams, err) && part(c, check_items, err)
				&& part(c, check_objects, err) && part(c, check_stamp, err),
			err)
	       && part(c, check_derived, err);
}

bool store_check(struct store *store, void (*fault)(void *ctx, const char *sentence), void *ctx,
		 const struct progress *progress, struct store_check *check, struct err *err)
{
	struct checker c = {
		.store = store, .fault = fault, .ctx = ctx, .progress = progress, .result = check
	};
	bool ok;

	*check = (struct store_check){ .events = 0 };
	ok = run(&c, err);
	assert_idle(store);
	return ok;
}

/* What is written was found by its name the moment before: held against that row by row, and every
 * row that goes against its own, it would take twice as long. */
bool store_rebuild(struct store *store, const struct progress *progress, struct err *err)
{
	struct err other;
	bool ok = db_script(store, "PRAGMA foreign_keys = OFF", err);

	store->facts_stand = true;
	ok = ok && derive_anew(store, progress, err);
	store->facts_stand = false;
	return db_script(store, "PRAGMA foreign_keys = ON", ok ? err : &other) && ok;
}

/* ---------------------------------------------------------------- strangers */

/* One empty file for each project file that was checked, and for each stream of ours in it that
 * fits no record, which it will not do later either: it names project, disk, inode and HEAD. */
static char *known_path(const struct store *store, const struct id *head)
{
	struct buf path = BUF_INIT;
	struct hash h;
	struct id id;
	char hex[ID_HEX + 1];

	if (store->env->state_dir == NULL)
		return NULL;
	hash_begin(&h, "assay known 1", NULL);
	hash_add(&h, store->project.b, ID_BYTES);
	hash_add(&h, &store->dev, sizeof store->dev);
	hash_add(&h, &store->ino, sizeof store->ino);
	hash_add(&h, head->b, ID_BYTES);
	id = hash_end(&h);
	buf_addf(&path, "%s/known/%.32s", store->env->state_dir, hex_id(hex, &id));
	return buf_detach(&path);
}

static const struct id no_head;

struct known {
	const struct store *store;
	bool all;
};

static void look_whether_known(void *ctx, const struct id *head)
{
	struct known *known = ctx;
	char *path = known_path(known->store, head);

	known->all = known->all && path != NULL && access(path, F_OK) == 0;
	free(path);
}

static void make_known(void *ctx, const struct id *head)
{
	struct known *known = ctx;
	char *path = known_path(known->store, head);
	char *folder = path != NULL ? file_folder(path) : NULL;
	int fd = -1;

	if (folder != NULL && make_folders(folder))
		fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		close(fd);
	free(folder);
	free(path);
}

/* Each head that differs, or none when there is no stream of ours. */
static enum records_state each_unsure(struct known *known, struct store *store,
				      void (*each)(void *ctx, const struct id *head))
{
	enum records_state state = records_state(store, each, known);

	if (state == RECORDS_NONE)
		each(known, &no_head);
	return state;
}

static bool must_check(struct store *store)
{
	struct known known = { .store = store, .all = true };
	struct stat st;

	if (store->env->no_check || each_unsure(&known, store, look_whether_known) == RECORDS_FIT
	    || known.all)
		return false;
	/* With no place to remember it in, a big file would be checked at every opening. */
	return store->env->state_dir != NULL
	       || (stat(store->path, &st) == 0 && (int64_t)st.st_size <= SMALL_FILE);
}

/* Rows that do not fit the events are made again; events that do not fit are another matter. */
static bool believe(struct checker *c, struct err *err)
{
	struct store *store = c->store;
	struct known known = { .store = store };

	if (c->result->faults > c->derived_faults)
		return err_set(
			err, ERR_INVALID,
			"'%s' is new here and damaged: %.200s; 'assay check' lists everything",
			store->path, c->first);
	if (c->derived_faults > 0) {
		enum store_mode mode = store->mode;
		struct err other;
		bool ok;

		if (store->immutable)
			return err_set(err, ERR_DENIED,
				       "'%s' lies about its events and cannot be written here; "
				       "copy it elsewhere",
				       store->path);
		if (!db_script(store, "PRAGMA query_only = OFF", err))
			return false;
		store->mode = STORE_WRITE;
		ok = store_rebuild(store, c->progress, err);
		store->mode = mode;
		if (mode == STORE_READ)
			ok = db_script(store, "PRAGMA query_only = ON", ok ? err : &other) && ok;
		if (!ok)
			return false;
	}
	each_unsure(&known, store, make_known);
	return true;
}

bool check_stranger(struct store *store, const struct progress *progress, struct err *err)
{
	struct store_check result = { .events = 0 };
	struct checker c = { .store = store, .progress = progress, .result = &result };

	if (!must_check(store))
		return true;
	return run(&c, err) && believe(&c, err);
}
