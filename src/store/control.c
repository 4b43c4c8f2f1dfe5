/* control.c - the leads' registers: guidelines and batches. */
#include "store/store_private.h"

#include "base/alloc.h"
#include "base/json_write.h"

static bool append_register(struct store *store, unsigned kind, const struct id *subject,
			    const struct json *payload, struct err *err)
{
	struct append append = { .audience = AUDIENCE_TEAM, .kind = kind, .subject = *subject };
	struct buf text = BUF_INIT;
	struct appended event;
	bool ok, stale;

	json_write_canonical(&text, payload);
	append.payload = text.data;
	append.len = text.len;
	ok = append_event(store, &append, &event, err) && derive_registers(store, &stale, err)
	     && (!stale || derive_everything(store, NULL, err));
	buf_release(&text);
	return ok;
}

/* ---------------------------------------------------------------- guidelines */

static bool guideline_known(struct store *store, const struct id *hash)
{
	return db_int_or(store, "SELECT 1 FROM guideline WHERE hash = ?1", ARGS(ID(hash)), 0) != 0;
}

static bool put_guideline(struct store *store, const struct store_guideline *g, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct json *payload = json_object(&arena);
	char hex[ID_HEX + 1];
	bool ok;

	json_set(&arena, payload, "breaks", json_bool(&arena, g->breaks));
	json_set(&arena, payload, "hash", json_string(&arena, hex_id(hex, &g->hash)));
	json_set(&arena, payload, "name", json_string(&arena, g->name));
	ok = object_put(store, &g->hash, 1, g->object, g->len, err)
	     && (guideline_known(store, &g->hash)
		 || append_register(store, KIND_GUIDELINE, &g->hash, payload, err));
	arena_release(&arena);
	return ok;
}

bool store_guideline_put(struct store *store, const struct store_guideline *guideline,
			 struct err *err)
{
	struct id hash = object_hash(guideline->object, guideline->len);

	if (!id_equal(&hash, &guideline->hash))
		return err_set(err, ERR_INVALID, "the guideline's hash is not that of its bytes");
	if (guideline_known(store, &hash))
		return true;
	if (!must_be_allowed(store, KIND_GUIDELINE, err) || !tx_begin(store, err))
		return false;
	return tx_end(store, put_guideline(store, guideline, err), err);
}

bool store_guideline_find(struct store *store, const char *name, struct id *hash, struct err *err)
{
	sqlite3_stmt *stmt = db_query(store,
				      "SELECT hash FROM guideline WHERE name = ?1 "
				      "ORDER BY version DESC LIMIT 1",
				      ARGS(TEXT(name)), err);
	enum db_step step = stmt != NULL ? db_step(store, stmt, err) : DB_FAILED;

	if (step == DB_ROW)
		*hash = col_id(stmt, 0);
	if (step == DB_DONE)
		err_set(err, ERR_NOT_FOUND, "this project has no guideline called '%s'", name);
	db_end(stmt);
	assert_idle(store);
	return step == DB_ROW;
}

/* ---------------------------------------------------------------- batches */

static struct short_id batch_id(const char *name)
{
	struct id full = hash_bytes("assay batch 1", name, strlen(name));

	return id_shorten(&full);
}

static bool put_batch(struct store *store, const struct store_batch_spec *spec, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct json *p = json_object(&arena);
	struct short_id id = batch_id(spec->name), seed;
	struct id subject = event_subject(&id);
	char hex[ID_HEX + 1];
	bool ok;

	store->env->random(store->env->ctx, seed.b, sizeof seed.b);
	json_set(&arena, p, "access", json_string(&arena, access_name(spec->access)));
	json_set(&arena, p, "closed", json_bool(&arena, spec->closed));
	json_set(&arena, p, "due",
		 spec->due != 0 ? json_int(&arena, spec->due) : json_null(&arena));
	json_set(&arena, p, "guideline", json_string(&arena, hex_id(hex, &spec->guideline)));
	json_set(&arena, p, "name", json_string(&arena, spec->name));
	json_set(&arena, p, "order", json_string(&arena, spec->shuffled ? "shuffled" : "given"));
	json_set(&arena, p, "overlap", json_int(&arena, spec->overlap));
	json_set(&arena, p, "seed", json_string(&arena, hex_short(hex, &seed)));
	ok = append_register(store, KIND_BATCH, &subject, p, err);
	arena_release(&arena);
	return ok;
}

static bool batch_exists(struct store *store, const char *name)
{
	struct short_id id = batch_id(name);

	return db_int_or(store, "SELECT 1 FROM batch WHERE id = ?1", ARGS(ID(&id)), 0) != 0;
}

static bool spec_fits(const struct store_batch_spec *spec, struct err *err)
{
	if (spec->name[0] == '\0')
		return err_set(err, ERR_INVALID, "a batch needs a name");
	return (spec->overlap >= 1 && spec->overlap <= 99)
	       || err_set(err, ERR_INVALID, "overlap is %d, but must be 1 to 99", spec->overlap);
}

bool store_batch_put(struct store *store, const struct store_batch_spec *spec, struct err *err)
{
	if (batch_exists(store, spec->name))
		return true;
	if (!spec_fits(spec, err))
		return false;
	if (!guideline_known(store, &spec->guideline))
		return err_set(err, ERR_NOT_FOUND,
			       "the guideline of batch '%s' is not in the project", spec->name);
	if (!must_be_allowed(store, KIND_BATCH, err) || !tx_begin(store, err))
		return false;
	return tx_end(store, batch_exists(store, spec->name) || put_batch(store, spec, err), err);
}

bool batch_may_be_put(struct store *store, const struct store_guideline *guideline,
		      const struct store_batch_spec *spec, struct err *err)
{
	struct id hash = object_hash(guideline->object, guideline->len);

	if (!id_equal(&hash, &guideline->hash) || !id_equal(&hash, &spec->guideline))
		return err_set(err, ERR_INVALID, "the guideline's hash is not that of its bytes");
	return spec_fits(spec, err) && must_be_allowed(store, KIND_GUIDELINE, err)
	       && must_be_allowed(store, KIND_BATCH, err);
}

bool batch_put(struct store *store, const struct store_guideline *guideline,
	       const struct store_batch_spec *spec, struct err *err)
{
	return (guideline_known(store, &guideline->hash) || put_guideline(store, guideline, err))
	       && (batch_exists(store, spec->name) || put_batch(store, spec, err));
}

/* ---------------------------------------------------------------- settings */

bool setting_write(struct store *store, const char *name, const char *value, struct err *err)
{
	return db_run(store,
		      "INSERT INTO setting (name, value) VALUES (?1, ?2) "
		      "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		      ARGS(TEXT(name), TEXT(value)), err);
}

const char *store_setting(struct store *store, const char *name, struct arena *arena)
{
	struct err ignored;
	sqlite3_stmt *stmt = db_query(store, "SELECT value FROM setting WHERE name = ?1",
				      ARGS(TEXT(name)), &ignored);
	const char *value = NULL;

	if (stmt != NULL && db_step(store, stmt, &ignored) == DB_ROW)
		value = col_text(stmt, 0, arena);
	db_end(stmt);
	assert_idle(store);
	return value;
}

bool store_setting_put(struct store *store, const char *name, const char *value, struct err *err)
{
	if (!tx_begin(store, err))
		return false;
	return tx_end(store, setting_write(store, name, value, err), err);
}
