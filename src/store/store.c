/* store.c - opening and closing a project (CORE 9.5, 9.6). */
#include "store/chunks.h"
#include "store/seat.h"

#include "base/alloc.h"
#include "base/json_write.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static const char pragmas[] = "PRAGMA cell_size_check = ON;"
			      "PRAGMA mmap_size = 0;"
			      "PRAGMA temp_store = MEMORY;"
			      "PRAGMA cache_size = -8000;"
			      "PRAGMA foreign_keys = ON;";

static const char pragmas_writing[] = "PRAGMA journal_mode = WAL;"
				      "PRAGMA synchronous = FULL;";

/* In the place of SQLite's own hook, so that nothing is copied back by itself.  PRAGMA
 * wal_autocheckpoint, whatever it is set to, would take this one's place in turn. */
static int on_commit(void *ctx, sqlite3 *db, const char *name, int frames)
{
	(void)db, (void)name;
	((struct store *)ctx)->wal_frames = frames;
	return SQLITE_OK;
}

/* Before anything is read of it: the file is input. */
static bool harden(struct store *store, struct err *err)
{
	static const struct {
		int option, on;
	} config[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};

	for (size_t i = 0; i < sizeof config / sizeof *config; i++)
		if (sqlite3_db_config(store->db, config[i].option, config[i].on, NULL) != SQLITE_OK)
			return db_fail(store, "make SQLite careful", err);
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
	sqlite3_busy_timeout(store->db, 2000);
	sqlite3_wal_hook(store->db, on_commit, store);
	return true;
}

/* "file:PATH?mode=ro&immutable=1", for a folder that nobody can write. */
static char *immutable_uri(const char *path)
{
	struct buf uri = BUF_INIT;

	buf_adds(&uri, "file:");
	for (const char *p = path; *p != '\0'; p++)
		if (*p == '?' || *p == '#' || *p == '%')
			buf_addf(&uri, "%%%02x", (unsigned)*p);
		else
			buf_addc(&uri, *p);
	buf_adds(&uri, "?mode=ro&immutable=1");
	return buf_detach(&uri);
}

static bool open_database(struct store *store, int flags, struct err *err)
{
	char *uri = store->immutable ? immutable_uri(store->path) : NULL;
	int rc;

	/* What it sorts in files it would map whole.  Only before its first use is this heard. */
	(void)sqlite3_config(SQLITE_CONFIG_MMAP_SIZE, (sqlite3_int64)0, (sqlite3_int64)0);
	rc = sqlite3_open_v2(uri != NULL ? uri : store->path, &store->db,
			     flags | SQLITE_OPEN_NOMUTEX | (uri != NULL ? SQLITE_OPEN_URI : 0),
			     NULL);

	free(uri);
	if (rc != SQLITE_OK)
		return db_fail_raw(store->db, rc, "open the project", err);
	return harden(store, err);
}

static bool load_name(struct store *store, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct json *payload;
	sqlite3_stmt *stmt = db_query(
		store, "SELECT payload FROM event WHERE kind = 1 AND kind < 64", NO_ARGS, err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	const char *name = NULL, *text;
	size_t n;

	if (step == DB_ROW) {
		text = col_bytes(stmt, 0, &n);
		payload = json_parse(text, n, &arena, err);
		name = json_get_string(payload, "name");
	}
	db_end(stmt);
	store->name = xstrdup(name != NULL ? name : "");
	arena_release(&arena);
	return step != DB_FAILED;
}

static bool load_project(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store, "SELECT id FROM project", NO_ARGS, err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW)
		store->project = col_id(stmt, 0);
	if (step == DB_DONE)
		err_set(err, ERR_INVALID, "'%s' has no project in it", store->path);
	db_end(stmt);
	return step == DB_ROW && load_name(store, err);
}

/* Derived rows of another fold, or of other facts, are made again. */
static bool derived_fit(struct store *store, bool *fit, struct err *err)
{
	struct id vector, there = { { 0 } };
	sqlite3_stmt *stmt = db_query(store, "SELECT fold, vector FROM derived", NO_ARGS, err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;
	int64_t fold = -1;

	if (step == DB_ROW) {
		fold = col_int(stmt, 0);
		there = col_id(stmt, 1);
	}
	db_end(stmt);
	if (step == DB_FAILED || !vector_digest(store, &vector, err))
		return false;
	*fit = fold == FOLD_VERSION && id_equal(&vector, &there);
	return true;
}

static bool make_derived_fit(struct store *store, const struct progress *progress, struct err *err)
{
	bool fit;

	if (!derived_fit(store, &fit, err))
		return false;
	if (fit || store->env->no_check)
		return true;
	if (store->immutable)
		return err_set(err, ERR_DENIED,
			       "'%s' was written by another assay and lies where nothing can be "
			       "written; copy it elsewhere",
			       store->path);
	return derive_anew(store, progress, err);
}

static bool prepare_writing(struct store *store, int flags, struct err *err)
{
	if ((flags & SQLITE_OPEN_READWRITE) == 0)
		return true;
	return db_script(store, pragmas_writing, err) && schema_migrate(store, err);
}

static bool note_file(struct store *store, struct err *err)
{
	struct stat st;

	if (stat(store->path, &st) != 0)
		return err_set(err, ERR_STORAGE, "cannot look at '%s': %s", store->path,
			       strerror(errno));
	store->dev = st.st_dev;
	store->ino = st.st_ino;
	return true;
}

/* Within the lock.  What has to be mended at opening is mended in either mode. */
static bool open_inside(struct store *store, int flags, const struct progress *progress,
			struct err *err)
{
	enum store_mode mode = store->mode;
	bool ok;

	store->mode = (flags & SQLITE_OPEN_READWRITE) != 0 ? STORE_WRITE : STORE_READ;
	ok = note_file(store, err) && open_database(store, flags, err)
	     && schema_peek(store->db, store->path, err) && db_script(store, pragmas, err)
	     && schema_check(store, err) && load_project(store, err)
	     && prepare_writing(store, flags, err) && make_derived_fit(store, progress, err);
	store->mode = mode;
	store->copy = ok && records_state(store, NULL, NULL) == RECORDS_DIFFER;
	if (ok && mode == STORE_READ && !store->immutable)
		ok = db_script(store, "PRAGMA query_only = ON", err);
	return ok;
}

static struct store *store_new(const struct store_env *env, const struct signer *signer,
			       enum store_mode mode)
{
	struct store *store = xcalloc(1, sizeof *store);

	store->env = env;
	store->signer = signer;
	store->mode = mode;
	store->lock.fd = -1;
	store->seat.number = SEAT_NONE;
	store->copy_at = LOG_FRAMES;
	return store;
}

static void store_free(struct store *store)
{
	db_finalize_all(store);
	sqlite3_close(store->db);
	store->db = NULL;
	if (store->lock.path != NULL)
		lock_close(&store->lock);
	forget_caches(store);
	for (size_t i = 0; i < store->n_writers; i++)
		if (store->writer[i].record >= 0)
			close(store->writer[i].record);
	samples_release(&store->samples);
	journal_release(&store->journal);
	free(store->writer);
	free(store->leaf);
	free(store->count);
	free(store->stream);
	free(store->name);
	free(store->path);
	free(store);
}

struct store *store_beside(const struct store *store)
{
	struct store *beside = store_new(store->env, NULL, STORE_READ);
	struct err ignored;

	beside->path = xstrdup(store->path);
	if (open_database(beside, SQLITE_OPEN_READONLY, &ignored)
	    && db_script(beside, pragmas, &ignored)
	    && db_script(beside, "PRAGMA cache_size = -1000", &ignored)
	    && read_begin(beside, &ignored))
		return beside;
	store_beside_close(beside);
	return NULL;
}

void store_beside_close(struct store *beside)
{
	if (beside != NULL)
		store_free(beside);
}

static bool find_file(struct store *store, const char *path, struct err *err)
{
	struct stat st;

	store->path = realpath(path, NULL);
	if (store->path == NULL)
		return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_STORAGE,
			       "cannot open '%s': %s", path, strerror(errno));
	if (stat(store->path, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(err, ERR_INVALID, "'%s' is not a project made by assay", path);
	return file_system_fits(store->path, err);
}

/* Nothing can be locked in a folder that cannot be written; but then nobody writes, and a file
 * without a log beside it is complete. */
static bool open_immutable(struct store *store, const struct progress *progress, struct err *err)
{
	struct buf wal = BUF_INIT;
	struct stat st;
	bool left;

	if (store->mode == STORE_WRITE)
		return err_set(
			err, ERR_DENIED,
			"the folder of '%s' cannot be written; copy the project to another one",
			store->path);
	buf_addf(&wal, "%s-wal", store->path);
	left = stat(wal.data, &st) == 0 && st.st_size > 0;
	buf_release(&wal);
	if (left)
		return err_set(err, ERR_DENIED,
			       "'%s' was not closed and its folder cannot be written; copy it with "
			       "its -wal file to another one",
			       store->path);
	store->immutable = true;
	return open_inside(store, SQLITE_OPEN_READONLY, progress, err);
}

static bool open_locked(struct store *store, const struct progress *progress, struct err *err)
{
	bool writable = access(store->path, W_OK) == 0, ok;

	if (!writable && store->mode == STORE_WRITE)
		return err_set(err, ERR_DENIED, "you may not write '%s'", store->path);
	if (!lock_take(&store->lock, store->env, err))
		return false;
	store->keep_lock = true;
	ok = open_inside(store, writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, progress,
			 err);
	store->keep_lock = false;
	if (!ok) { /* closing may write: within the lock */
		db_finalize_all(store);
		sqlite3_close(store->db);
		store->db = NULL;
	}
	lock_release(&store->lock);
	return ok;
}

struct store *store_open(const char *path, enum store_mode mode, const struct store_env *env,
			 const struct signer *signer, const struct progress *progress,
			 struct err *err)
{
	struct store *store = store_new(env, signer, mode);
	bool ok = find_file(store, path, err);

	if (ok && lock_open(&store->lock, store->path, err))
		ok = open_locked(store, progress, err);
	else if (ok)
		ok = err->code == ERR_DENIED && open_immutable(store, progress, err);
	if (ok && check_stranger(store, progress, err)) {
		assert_idle(store);
		return store;
	}
	if (ok)
		store_close(store);
	else
		store_free(store);
	return NULL;
}

/* SQLite's own checkpoint on close makes the file complete, if we are the last (CORE 9.5); under
 * the lock, or, when that cannot be had in time, without: then if SQLite has the file for itself.
 */
void store_close(struct store *store)
{
	struct err ignored;
	bool locked;

	if (store == NULL)
		return;
	assert_idle(store);
	seat_leave(store);
	locked = store->lock.fd >= 0 && lock_take(&store->lock, store->env, &ignored);
	if (locked)
		records_close(store);
	store_free(store);
}

/* ---------------------------------------------------------------- making one */

static void project_payload(struct store *store, const struct store_init *init, struct buf *out)
{
	struct arena arena = ARENA_INIT;
	struct json *p = json_object(&arena), *owners = json_array(&arena);
	const struct signer *signer = store->signer;
	char hex[ID_HEX + 1];
	struct short_id nonce;

	store->env->random(store->env->ctx, nonce.b, sizeof nonce.b);
	json_push(owners, json_string(&arena, hex_id(hex, &signer->key)));
	json_set(&arena, p, "audience", json_string(&arena, "team"));
	json_set(&arena, p, "key", json_string(&arena, hex_id(hex, &signer->key)));
	json_set(&arena, p, "box", json_string(&arena, hex_id(hex, &signer->box)));
	json_set(&arena, p, "device", json_string(&arena, signer->device));
	json_set(&arena, p, "join", json_string(&arena, init->join_open ? "open" : "closed"));
	json_set(&arena, p, "name", json_string(&arena, init->name));
	json_set(&arena, p, "nonce", json_string(&arena, hex_short(hex, &nonce)));
	json_set(&arena, p, "owners", owners);
	json_set(&arena, p, "recovery",
		 init->recovery != NULL ? json_string(&arena, hex_id(hex, init->recovery))
					: json_null(&arena));
	json_write_canonical(out, p);
	arena_release(&arena);
}

static bool make_tables(struct store *store, struct err *err)
{
	char sql[192];

	/* Synced once, before it gets its name. */
	snprintf(sql, sizeof sql,
		 "PRAGMA page_size = %d; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;"
		 "PRAGMA application_id = %d;",
		 STORE_PAGE, STORE_APPLICATION_ID);
	if (!db_script(store, sql, err) || !db_script(store, pragmas, err)
	    || !db_script(store, "BEGIN", err) || !schema_install(store->db, err)
	    || !db_script(store, "COMMIT", err))
		return false;
	store->schema = (int)store_sql_count;
	return true;
}

static bool first_facts(struct store *store, const struct store_init *init, struct err *err)
{
	struct buf payload = BUF_INIT;
	struct short_id replica;
	char hex[SHORT_ID_HEX + 1];
	bool ok;

	project_payload(store, init, &payload);
	store->env->random(store->env->ctx, replica.b, sizeof replica.b);
	ok = append_genesis(store, payload.data, payload.len, err) && append_owner(store, err)
	     && setting_write(store, "replica", hex_short(hex, &replica), err);
	buf_release(&payload);
	return ok;
}

static bool build_part(struct store *store, const struct store_init *init, struct err *err)
{
	bool ok = file_remove_database(store->path, err)
		  && open_database(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err)
		  && make_tables(store, err) && tx_begin(store, err)
		  && tx_end(store, first_facts(store, init, err), err);

	records_close(store);
	db_finalize_all(store);
	sqlite3_close(store->db);
	store->db = NULL;
	return ok;
}

static bool build_and_publish(struct store *store, const char *path, const struct store_init *init,
			      struct err *err)
{
	struct err ignored;

	if (access(path, F_OK) == 0)
		return err_set(err, ERR_CONFLICT, "'%s' exists already", path);
	if (build_part(store, init, err) && file_publish(store->path, path, err))
		return true;
	if (!file_remove_database(store->path, &ignored))
		return err_wrap(err, "the half-made '%s' stays", store->path);
	return false;
}

static bool create_locked(struct store *store, const char *path, const struct store_init *init,
			  struct err *err)
{
	struct buf part = BUF_INIT;
	bool ok;

	buf_addf(&part, "%s.part", path);
	store->path = buf_detach(&part);
	if (!lock_open(&store->lock, path, err) || !lock_take(&store->lock, store->env, err))
		return false;
	store->keep_lock = true;
	ok = build_and_publish(store, path, init, err);
	lock_release(&store->lock);
	return ok;
}

struct store *store_create(const char *path, const struct store_init *init,
			   const struct store_env *env, const struct signer *signer,
			   struct err *err)
{
	char *absolute = file_absolute(path, err);
	struct store *store, *made = NULL;

	if (absolute == NULL)
		return NULL;
	store = store_new(env, signer, STORE_WRITE);
	if (has_signer(store, err) && create_locked(store, absolute, init, err))
		made = store_open(absolute, STORE_WRITE, env, signer, NULL, err);
	store_free(store);
	free(absolute);
	return made;
}

/* ---------------------------------------------------------------- looking */

const struct id *store_project(const struct store *store)
{
	return &store->project;
}

const char *store_project_name(const struct store *store)
{
	return store->name;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

bool store_is_copy(const struct store *store)
{
	return store->copy;
}

const char *store_sqlite_version(void)
{
	return sqlite3_libversion();
}

int store_waited_ms(const struct store *store)
{
	return store->lock.waited_ms;
}
