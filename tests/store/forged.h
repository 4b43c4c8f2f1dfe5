/* forged.h - a project of somebody who signs what our own checks would not let in: every name, text
 * and id of it is hostile, in events that are in order and in rows that are not.
 *
 * Header only: it needs ASSAY_BIN. */
#ifndef ASSAY_TESTS_STORE_FORGED_H
#define ASSAY_TESTS_STORE_FORGED_H

#include "tests/support/leak_world.h"
#include "tests/support/store_fixture.h"

#include "text/cells.h"

#include <sqlite3.h>

#define FORGED "x.assay"
#define FORGED_BATCHES 8

struct forged {
	struct program program; /* of who reads it */
	struct fixture f;       /* of who made it */
	struct fixture_person other;
};

/* Every @ of FORM becomes a string of TEXT, with a number in front. */
static inline void forged_fill(struct buf *out, const char *form, const char *text, bool yaml)
{
	struct buf one = BUF_INIT;
	int number = 0;

	for (const char *s = form; *s != '\0'; s++) {
		if (*s != '@') {
			buf_addc(out, *s);
			continue;
		}
		buf_clear(&one);
		buf_addf(&one, "%d%s", ++number, text);
		if (yaml)
			leak_yaml_string(out, one.data, one.len);
		else
			json_write_string(out, one.data, one.len);
	}
	buf_release(&one);
}

/* ---------------------------------------------------------------- guidelines */

/* The files of a guideline, its YAML made of FORM; MAIN is what the object calls it. */
static inline void forged_object(struct buf *out, const char *form, const char *text,
				 const char *main)
{
	static const char markdown[] =
		"# H " LEAK_ALL "\n\n## rank " LEAK_ALL "\n\n- " LEAK_ALL "\n\n> " LEAK_ALL
		"\n\n[" LEAK_ALL "](http://" LEAK_ALL ")\n\n```" LEAK_ALL "\n" LEAK_ALL "\n```\n";
	struct arena arena = ARENA_INIT;
	struct json *object = json_object(&arena), *files = json_object(&arena);
	struct buf yaml = BUF_INIT;

	forged_fill(&yaml, form, text, true);
	json_set(&arena, files, "h.md", json_string(&arena, markdown));
	json_set(&arena, files, main, json_stringn(&arena, yaml.data, yaml.len));
	json_set(&arena, object, "files", files);
	json_set(&arena, object, "main", json_string(&arena, main));
	json_write_canonical(out, object);
	buf_release(&yaml);
	arena_release(&arena);
}

static const char forged_questions[] =
	"instructions: h.md\n"
	"responses: {min: 2, max: 9, shuffle: false}\n"
	"questions:\n"
	"- {id: rank, type: rank, key: p, title: @, help: @, ties: true, none_good: true,\n"
	"   strength: {max: 3, labels: [@, @, @, @]}, required: always}\n"
	"- {id: acc, type: scale, scope: response, key: a, title: @, help: @, required: always,\n"
	"   scale: {min: 1, max: 5, labels: {1: @, 3: @, 5: @}}, na: true}\n"
	"- {id: tags, type: choice, scope: response, key: t, title: @, help: @, multiple: true,\n"
	"   options: [{id: one, key: h, title: @, help: @, severity: [@, @]},\n"
	"             {id: two, key: o, title: @}]}\n"
	"- {id: why, type: text, key: w, title: @, help: @, one_line: true, max: 4000}\n"
	"- {id: golden, type: edit, key: g, title: @, help: @, checklist: [@, @]}\n";

/* What cannot be read must be said, and says what it cannot read. */
static const struct {
	const char *form, *text, *main;
} forged_guides[FORGED_BATCHES] = {
	{ NULL, LEAK_LINE, "g" LEAK_ALL ".yaml" },
	{ NULL, LEAK_ALL, "g" LEAK_ALL ".yaml" },
	{ "assay: 1\nname: x\ntitle: t\nquestions:\n- {id: @, type: text, title: t}\n", LEAK_ALL,
	  "g" LEAK_ALL ".yaml" },
	{ "assay: 1\nname: x\ntitle: t\nquestions:\n- {id: q, type: @, title: t}\n", LEAK_ALL,
	  "a" },
	{ "assay: 1\nname: x\ntitle: t\ninstructions: @\n", LEAK_ALL, "b" LEAK_ALL },
	{ "assay: 1\nname: x\n@: t\n", LEAK_ALL, LEAK_ALL },
	{ "assay: @\n", LEAK_ALL, LEAK_HIDDEN },
	{ "\033[8m: [" LEAK_ALL, "", "c" LEAK_ALL },
};

static inline void forged_batch(struct forged *w, int i)
{
	struct buf form = BUF_INIT, object = BUF_INIT, name = BUF_INIT;
	struct store_guideline guideline;
	struct store_batch_spec spec;
	struct arena arena = ARENA_INIT;
	struct store_batch batch;
	struct err err = { .code = ERR_NONE };

	buf_adds(&form, "assay: 1\nname: hostile\ntitle: @\n");
	buf_adds(&form, forged_questions);
	forged_object(&object,
		      forged_guides[i].form != NULL ? forged_guides[i].form : buf_str(&form),
		      forged_guides[i].text, forged_guides[i].main);
	buf_addf(&name, "b%d" LEAK_ALL, i);
	guideline = (struct store_guideline){ .name = "n" LEAK_ALL,
					      .hash = hash_bytes("assay object 1", object.data,
								 object.len),
					      .object = object.data,
					      .len = object.len };
	spec = (struct store_batch_spec){ .name = buf_str(&name),
					  .guideline = guideline.hash,
					  .overlap = 3,
					  .access = ACCESS_OPEN };
	fixture_ok(store_guideline_put(w->f.store, &guideline, &err));
	fixture_ok(store_batch_put(w->f.store, &spec, &err));
	fixture_ok(store_batch_find(w->f.store, spec.name, &arena, &batch, &err));
	w->f.guideline = guideline.hash;
	w->f.batch = batch.id;
	arena_release(&arena);
	buf_release(&form);
	buf_release(&object);
	buf_release(&name);
}

/* ---------------------------------------------------------------- items */

static const char *const forged_prompts[] = {
	"@",
	"[{\"role\":@,\"content\":@},{\"role\":\"user\",\"content\":[{\"type\":@,@:@},{\"type\":"
	"\"text\",\"text\":@},{\"type\":\"image_url\",\"image_url\":{\"url\":@}}],@:@}]",
	"[{\"role\":@,\"content\":null,\"tool_calls\":[{\"id\":@,\"function\":{\"name\":@,"
	"\"arguments\":@}}]},{\"role\":\"tool\",\"tool_call_id\":@,\"name\":@,\"content\":@}]",
};
static const char forged_line[] =
	"{\"file\":@,\"from\":@,\"group\":@,\"id\":@,\"line\":1,\"metadata\":@,\"models\":[@,@],"
	"\"reference\":@,\"replaces\":null,\"responses\":[@,@],\"role\":\"work\",\"uid\":\"%s\"}";

static inline const struct json *forged_json(const char *form, struct arena *arena)
{
	struct buf text = BUF_INIT;
	struct err err = { .code = ERR_NONE };
	const struct json *json;

	forged_fill(&text, form, LEAK_ALL, false);
	json = json_parse(text.data, text.len, arena, &err);
	if (json == NULL)
		fail_msg("%s", err.msg);
	buf_release(&text);
	return json;
}

static inline void forged_item(struct store_import *import, int i)
{
	static const char attachments[] =
		"[{\"hash\":\"00000000000000000000000000000000000000000000000000000000000000"
		"00\",\"media\":@,\"name\":@}]";
	struct arena arena = ARENA_INIT;
	struct buf body = BUF_INIT, line = BUF_INIT, form = BUF_INIT;
	char uid[ID_HEX + 1];
	struct item_parts parts = {
		.prompt = forged_json(forged_prompts[i % 3], &arena),
		.response = { forged_json(i % 2 == 0 ? "@" : forged_prompts[1], &arena),
			      forged_json("[{\"role\":@,\"content\":@}]", &arena) },
		.n_responses = 2,
		.reference = forged_json("@", &arena),
		.context = forged_json("{@:@,\"x\":[@]}", &arena),
		.attachments = forged_json(attachments, &arena)
	};
	struct composed composed;
	struct err err = { .code = ERR_NONE };
	struct store_put put;

	fixture_ok(item_compose(&parts, &arena, &body, &composed, &err));
	hex_encode(uid, composed.uid.b, ID_BYTES);
	buf_addf(&form, forged_line, uid);
	forged_fill(&line, buf_str(&form), LEAK_ALL, false);
	put = (struct store_put){ .body = body.data,
				  .body_len = body.len,
				  .uid = composed.uid,
				  .prompt = composed.prompt,
				  .line = line.data,
				  .line_len = line.len,
				  .control = NULL };
	assert_int_not_equal(store_import_put(import, &put, &err), STORE_FAILED);
	buf_release(&body);
	buf_release(&line);
	buf_release(&form);
	arena_release(&arena);
}

/* ---------------------------------------------------------------- what people say */

/* Of a member without a role's right, of a question that nobody asks, of kinds of answers that are
 * none: a signer may write all of it. */
static const char forged_payload[] =
	"{\"answers\":{\"acc\":{\"r1\":@,@:3},\"golden\":{\"of\":@,\"value\":@},\"rank\":[[@],[@]],"
	"\"tags\":{\"r1\":[{\"id\":@,\"severity\":@}]},\"why\":@,@:@},\"batch\":\"%s\",\"checks\":"
	"[@],\"for\":null,\"guideline\":\"%s\",\"input\":{\"how\":@,\"keys\":1,\"pasted\":0},"
	"\"reason\":@,\"shown\":{\"columns\":80,\"layout\":@,\"order\":[@,\"r2\"],\"seed\":"
	"\"00000000000000000000000000000000\",\"suggestions\":null},\"status\":\"done\",\"time\":"
	"{\"active_ms\":1000,\"first_answer_ms\":500,\"idle_ms\":0,\"opened\":@,\"sittings\":1,"
	"\"visible_ms\":{\"prompt\":1000,\"r1\":1000,\"r2\":1000}}}";

static inline void forged_annotation(const struct fixture *f, struct buf *out)
{
	char batch[SHORT_ID_HEX + 1], guideline[ID_HEX + 1];
	struct buf form = BUF_INIT, text = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	const struct json *json;

	hex_encode(batch, f->batch.b, SHORT_ID_BYTES);
	hex_encode(guideline, f->guideline.b, ID_BYTES);
	buf_addf(&form, forged_payload, batch, guideline);
	forged_fill(&text, buf_str(&form), LEAK_ALL, false);
	json = json_parse(text.data, text.len, &arena, &err);
	if (json == NULL)
		fail_msg("%s", err.msg);
	json_write_canonical(out, json);
	buf_release(&form);
	buf_release(&text);
	arena_release(&arena);
}

static inline void forged_say(struct forged *w, struct store *store, int64_t number)
{
	struct store_task task = fixture_task(&w->f, number);
	struct buf payload = BUF_INIT;
	struct store_submit submit = { .batch = w->f.batch, .uid = task.uid };
	struct store_receipt receipt;
	struct err err = { .code = ERR_NONE };

	forged_annotation(&w->f, &payload);
	submit.payload = payload.data;
	submit.payload_len = payload.len;
	fixture_ok(store_submit(store, &submit, &receipt, &err));
	fixture_ok(store_flag(store, &w->f.batch, &task.uid, true, LEAK_ALL, &err));
	fixture_ok(store_ask(store, &w->f.batch, &task.uid, LEAK_ALL, &err));
	if (number == 2)
		fixture_ok(store_retract(store, &w->f.batch, &task.uid, LEAK_ALL, &receipt, &err));
	buf_release(&payload);
}

/* ---------------------------------------------------------------- the whole */

static inline void forged_import(struct forged *w, const char *batch)
{
	struct err err = { .code = ERR_NONE };
	struct store_import *import = store_import_begin(w->f.store, batch, &err);

	if (import == NULL)
		fail_msg("%s", err.msg);
	for (int i = 0; i < 3; i++)
		forged_item(import, i);
	fixture_ok(store_import_end(import, true, NULL, &err));
}

static inline void forged_make(struct forged *w)
{
	const struct store_init init = { .name = "p" LEAK_ALL, .join_open = true };
	struct err err = { .code = ERR_NONE };
	struct store *store;

	w->f.owner.signer.name = "o" LEAK_ALL;
	w->f.owner.signer.device = "d" LEAK_ALL;
	w->f.store = store_create(w->f.path, &init, &w->f.env, &w->f.owner.signer, &err);
	if (w->f.store == NULL)
		fail_msg("%s", err.msg);
	for (int i = FORGED_BATCHES - 1; i >= 0; i--) {
		struct buf name = BUF_INIT;

		forged_batch(w, i);
		buf_addf(&name, "b%d" LEAK_ALL, i);
		forged_import(w, buf_str(&name));
		buf_release(&name);
	}
	forged_say(w, w->f.store, 1);
	forged_say(w, w->f.store, 2);
	store = fixture_join(&w->f, &w->other, 9, "m" LEAK_ALL);
	forged_say(w, store, 1);
	store_close(store);
	fixture_close(&w->f);
}

/* The one key of a member. */
static inline struct id forged_key(struct forged *w, const struct short_id *member)
{
	struct id key = { .b = { 0 } };
	sqlite3_stmt *stmt;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->f.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT k.key FROM key k JOIN member m USING (member) "
					    "WHERE m.id = ?1",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	sqlite3_bind_blob(stmt, 1, member->b, sizeof member->b, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	memcpy(key.b, sqlite3_column_blob(stmt, 0), sizeof key.b);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return key;
}

/* Whoever reads it joins, and is made a lead, under a name that she did not choose. */
static inline void forged_promote(struct forged *w)
{
	struct store_grant grant = { .name = "l" LEAK_ALL,
				     .roles = MEMBER_LEAD | MEMBER_EXPORTER | MEMBER_ANNOTATOR,
				     .device = LEAK_ALL };
	struct id key;
	struct arena arena = ARENA_INIT;
	struct store_member *members;
	struct err err = { .code = ERR_NONE };
	size_t n;

	assert_int_equal(program_run(&w->program, "label", FORGED, "--keys", "q", NULL), 0);
	fixture_reopen(&w->f);
	fixture_ok(store_members(w->f.store, &arena, &members, &n, &err));
	for (size_t i = 0; i < n; i++)
		if (strstr(members[i].name, "\033") == NULL)
			grant.member = members[i].id;
	key = forged_key(w, &grant.member);
	grant.key = &key;
	grant.box = &key;
	fixture_ok(store_grant(w->f.store, &grant, &grant.member, &err));
	arena_release(&arena);
	fixture_close(&w->f);
}

/* The project lies in PROGRAM's folder under FORGED. */
static inline void forged_open(struct forged *w)
{
	program_open(&w->program, ASSAY_BIN);
	fixture_begin(&w->f);
	snprintf(w->f.path, sizeof w->f.path, "%s", program_path(&w->program, FORGED));
	forged_make(w);
	forged_promote(w);
}

/* ---------------------------------------------------------------- rows */

/* Written past everything: what is derived, what is local, and payloads that are no JSON.  @ is a
 * text that is no UTF-8, ~ one that is no canonical JSON, ^ and % JSON with strings from that. */
static const char *const forged_rows[] = {
	"UPDATE member SET name = member || @",
	"UPDATE batch SET name = substr(name, 1, 2) || @",
	"UPDATE guideline SET name = @, version = guideline + 100",
	"UPDATE draft SET doc = ^, focus = 'why' || @",
	"UPDATE undo SET before = ^, after = ^",
	"UPDATE setting SET value = @ WHERE name NOT IN ('replica', 'hlc')",
	"INSERT OR REPLACE INTO setting VALUES ('guideline' || @, @)",
	"UPDATE event SET payload = ~ WHERE kind IN (3, 70, 71)",
	"INSERT OR REPLACE INTO remote (name, url) VALUES (@, @)",
	"INSERT INTO quarantine VALUES (NULL, 1, @, 'chain', NULL, NULL, CAST(@ AS BLOB))",
};

/* Nothing of it is checked again. */
static const char *const forged_facts[] = {
	"UPDATE event SET payload = @",
	"UPDATE event SET payload = ~",
	"UPDATE event SET payload = % WHERE kind >= 64",
	"UPDATE body SET doc = @",
	"UPDATE body SET doc = ~",
	"UPDATE body SET doc = '{\"prompt\":' || @",
	"UPDATE object SET bytes = CAST(@ AS BLOB), packed = 0",
	"UPDATE object SET bytes = CAST(~ AS BLOB), packed = 0 WHERE class = 1",
	"UPDATE object SET bytes = CAST(~ AS BLOB), packed = 0 WHERE class = 2",
};

static inline void forged_literal(struct buf *sql, const char *text, size_t n)
{
	buf_adds(sql, "CAST(x'");
	for (size_t i = 0; i < n; i++)
		buf_addf(sql, "%02x", (unsigned char)text[i]);
	buf_adds(sql, "' AS TEXT)");
}

static inline void forged_expand(struct buf *sql, const char *form)
{
	static const char
		text[] = LEAK_BROKEN LEAK_ALL,
		raw[] = "{\"name\":\"" LEAK_ALL "\",\"note\":\"" LEAK_BROKEN "\",\"" LEAK_ALL
			"\":1}",
		draft[] = "{\"answers\":{\"why\":@,@:@,\"golden\":{\"of\":\"r1\",\"value\":@},"
			  "\"acc\":{\"r1\":@},\"tags\":{\"r1\":[{\"id\":@}],\"r2\":{\"one\":@}},"
			  "\"rank\":[[@]]},\"writing\":{\"golden\":@,@:[@]},\"opened\":@}";
	struct buf json = BUF_INIT;

	for (const char *s = form; *s != '\0'; s++) {
		buf_clear(&json);
		switch (*s) {
		case '@':
			forged_literal(sql, text, sizeof text - 1);
			break;
		case '~':
			forged_literal(sql, raw, sizeof raw - 1);
			break;
		case '^':
			forged_fill(&json, draft, LEAK_ALL, false);
			forged_literal(sql, json.data, json.len);
			break;
		case '%':
			forged_fill(&json, forged_payload, LEAK_ALL, false);
			forged_literal(sql, json.data, json.len);
			break;
		default:
			buf_addc(sql, *s);
			break;
		}
	}
	buf_release(&json);
}

static inline void forged_write(struct forged *w, const char *form)
{
	struct buf sql = BUF_INIT;
	sqlite3 *db = NULL;
	char *message = NULL;

	forged_expand(&sql, form);
	assert_int_equal(sqlite3_open(program_path(&w->program, FORGED), &db), SQLITE_OK);
	if (sqlite3_exec(db, buf_str(&sql), NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", form, message);
	sqlite3_close(db);
	buf_release(&sql);
}

static inline void forged_write_rows(struct forged *w)
{
	for (size_t i = 0; i < sizeof forged_rows / sizeof *forged_rows; i++)
		forged_write(w, forged_rows[i]);
}

static inline void forged_close(struct forged *w)
{
	program_close(&w->program);
	fixture_end(&w->f);
}

#endif
