/* log.c - assay log: every event, newest first. */
#include "cmd/log.h"

#include "base/json.h"
#include "cmd/cmd.h"
#include "text/cells.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define CLOCK_OFF_MS (INT64_C(10) * 60 * 1000) /* a clock that is out by more is named */
#define ALL INT64_MAX

enum { COLUMN_EVENT, COLUMN_TIME, COLUMN_WHO, COLUMN_KIND, COLUMN_WHAT, COLUMN_COUNT };

static const int widths[COLUMN_COUNT] = { 14, 20, 12, 10, 0 };
static const char *const titles[COLUMN_COUNT] = { "event", "time (UTC)", "who", "kind", "what" };

struct log {
	const struct cmd_env *env;
	bool json, only_parked;
	const char *who, *kind; /* NULL: all */
	const char *from;       /* first hex digits of the stream; NULL: from the newest */
	size_t from_len;
	uint64_t from_seq;
	bool reached;
	int64_t left;
	int64_t shown;
	struct map batches;
	struct arena arena; /* of one row */
};

/* ---- arguments ---- */

static bool read_number(const char *text, uint64_t *out)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 10 || text[digits] != '\0')
		return false;
	for (*out = 0; *text != '\0'; text++)
		*out = *out * 10 + (uint64_t)(*text - '0');
	return true;
}

static bool read_from(struct log *log, const char *text, struct err *err)
{
	size_t digits = text != NULL ? strspn(text, "0123456789abcdef") : 0;

	if (text == NULL)
		return true;
	log->from = text;
	log->from_len = digits;
	return (digits > 0 && digits <= ID_HEX && text[digits] == ':'
		&& read_number(text + digits + 1, &log->from_seq))
	       || err_set(err, ERR_INVALID,
			  "--from is '%s', but must be an event as the log shows it, like "
			  "04467d1b:12",
			  text);
}

static bool read_args(struct log *log, const struct cmd_args *args, struct err *err)
{
	int max = 0;

	log->json = cmd_flag(args, "json");
	log->only_parked = cmd_flag(args, "parked");
	log->who = cmd_value(args, "who");
	log->kind = cmd_value(args, "kind");
	if (!cmd_int(args, "max", 1, 999999999, &max, err)
	    || !read_from(log, cmd_value(args, "from"), err))
		return false;
	log->left = max > 0 ? max : ALL;
	log->reached = log->from == NULL;
	return true;
}

/* ---- one row ---- */

static bool is_from(const struct log *log, const struct store_log_row *row)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, row->stream.b, ID_BYTES);
	return row->seq == log->from_seq && strncmp(hex, log->from, log->from_len) == 0;
}

static bool wanted(struct log *log, const struct store_log_row *row)
{
	log->reached = log->reached || is_from(log, row);
	if (!log->reached || (log->only_parked && row->parked == NULL))
		return false;
	if (log->who != NULL && (row->member == NULL || strcmp(log->who, row->member) != 0))
		return false;
	return log->kind == NULL || strcmp(log->kind, kind_name(row->kind)) == 0;
}

static const char *event_name(struct log *log, const struct store_log_row *row)
{
	char *name = arena_alloc(&log->arena, ID_HEX + 24), hex[ID_HEX + 1];

	hex_encode(hex, row->stream.b, ID_BYTES);
	snprintf(name, ID_HEX + 24, "%.8s:%" PRIu64, hex, row->seq);
	return name;
}

static const char *time_of(struct log *log, int64_t wall)
{
	char *text = arena_alloc(&log->arena, 64);
	time_t seconds = (time_t)(wall / 1000);
	struct tm day;

	if (wall < 0 || gmtime_r(&seconds, &day) == NULL
	    || strftime(text, 64, "%Y-%m-%dT%H:%M:%SZ", &day) == 0)
		snprintf(text, 64, "%" PRId64 " ms", wall);
	return text;
}

static const char *who_of(struct log *log, const struct store_log_row *row)
{
	char *text, hex[ID_HEX + 1];

	if (row->member != NULL)
		return row->member;
	text = arena_alloc(&log->arena, 32);
	hex_encode(hex, row->key.b, ID_BYTES);
	snprintf(text, 32, "key %.8s", hex);
	return text;
}

/* A clock that had gone back, or was far off: it decides nothing, but people should know. */
static void add_clock(struct buf *what, const struct store_log_row *row)
{
	int64_t ahead = (int64_t)(row->hlc >> 16) - row->wall;

	if (ahead > CLOCK_OFF_MS)
		buf_addf(what, " [this clock was %" PRId64 " min behind]", ahead / 60000);
}

static void print_cell(FILE *out, const char *text, int width)
{
	static const struct cell_options plain = { .width = NULL };
	struct buf safe = BUF_INIT;
	int columns;

	text_sanitise(&safe, text, strlen(text), ONE_LINE);
	columns = text_columns(buf_str(&safe), safe.len, &plain);
	fputs(buf_str(&safe), out);
	if (width > 0)
		fprintf(out, "%*s", columns < width ? width - columns + 2 : 2, "");
	buf_release(&safe);
}

static void print_line(struct log *log, const char *const cell[COLUMN_COUNT])
{
	for (int i = 0; i < COLUMN_COUNT; i++)
		print_cell(log->env->out, cell[i], widths[i]);
	fputc('\n', log->env->out);
}

static void print_row(struct log *log, const struct store_log_row *row, const struct json *payload)
{
	const char *cell[COLUMN_COUNT] = {
		[COLUMN_EVENT] = event_name(log, row),
		[COLUMN_TIME] = time_of(log, row->wall),
		[COLUMN_WHO] = who_of(log, row),
		[COLUMN_KIND] = kind_name(row->kind),
	};
	struct buf what = BUF_INIT;

	if (log->shown == 0)
		print_line(log, titles);
	log_describe(&what, row, payload, &log->batches);
	add_clock(&what, row);
	cell[COLUMN_WHAT] = buf_str(&what);
	print_line(log, cell);
	buf_release(&what);
}

/* ---- JSON ---- */

static void set_id(struct log *log, struct json *object, const char *key, const struct id *id)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, id->b, ID_BYTES);
	json_set(&log->arena, object, key, json_string(&log->arena, hex));
}

static void set_text(struct log *log, struct json *object, const char *key, const char *text)
{
	json_set(&log->arena, object, key, json_string(&log->arena, text));
}

static void print_json(struct log *log, const struct store_log_row *row, const struct json *payload)
{
	struct arena *arena = &log->arena;
	struct json *o = json_object(arena);

	set_text(log, o, "event", event_name(log, row));
	set_id(log, o, "stream", &row->stream);
	json_set(arena, o, "seq", json_int(arena, (int64_t)row->seq));
	set_id(log, o, "id", &row->id);
	set_text(log, o, "time", time_of(log, row->wall));
	json_set(arena, o, "wall", json_int(arena, row->wall));
	set_text(log, o, "who", row->member);
	set_id(log, o, "key", &row->key);
	set_text(log, o, "kind", kind_name(row->kind));
	json_set(arena, o, "number", json_int(arena, (int64_t)row->kind));
	set_text(log, o, "audience", audience_name(row->audience));
	set_id(log, o, "subject", &row->subject);
	set_text(log, o, "parked", row->parked);
	json_set(arena, o, "signed", json_bool(arena, row->is_signed));
	json_set(arena, o, "payload",
		 payload != NULL ? json_copy(arena, payload) : json_null(arena));
	cmd_print_json(log->env->out, o);
}

static bool show(void *ctx, const struct store_log_row *row)
{
	struct log *log = ctx;
	const struct json *payload = NULL;
	struct err ignored;

	if (!wanted(log, row))
		return true;
	if (row->payload != NULL)
		payload = json_parse(row->payload, row->payload_len, &log->arena, &ignored);
	if (log->json)
		print_json(log, row, payload);
	else
		print_row(log, row, payload);
	arena_clear(&log->arena);
	log->shown++;
	return --log->left > 0 && ferror(log->env->out) == 0;
}

/* ---- the command ---- */

static bool name_batches(struct log *log, struct store *store, struct arena *arena, struct err *err)
{
	struct store_batch *batch;
	size_t n;

	if (!store_batches(store, arena, &batch, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		char hex[SHORT_ID_HEX + 1];

		hex_encode(hex, batch[i].id.b, SHORT_ID_BYTES);
		map_put(&log->batches, hex, SHORT_ID_HEX, NULL)->ptr =
			arena_strdup(arena, batch[i].name);
	}
	return true;
}

/* How many the store has to bring: all of them where some are passed over here. */
static int64_t wanted_at_most(const struct log *log)
{
	bool all = log->from == NULL && log->who == NULL && log->kind == NULL && !log->only_parked;

	return all && log->left != ALL ? log->left : 0;
}

static bool run_open(struct log *log, struct store *store, struct err *err)
{
	struct arena names = ARENA_INIT;
	bool ok = name_batches(log, store, &names, err)
		  && store_each_event(store, wanted_at_most(log), show, log, err);

	if (ok && !log->reached)
		ok = err_set(err, ERR_NOT_FOUND, "this project has no event %s", log->from);
	arena_release(&names);
	return ok;
}

static int run_log(const struct cmd_env *env, const struct cmd_args *args)
{
	struct log log = { .env = env };
	struct cmd_project_open open;
	struct err err;
	bool ok;

	if (!read_args(&log, args, &err))
		return cmd_fail_usage(env, args->cmd, &err);
	if (!cmd_open(env, args, STORE_READ, &open, &err))
		return cmd_fail(env, &err);
	ok = run_open(&log, open.store, &err);
	cmd_close(&open);
	map_release(&log.batches);
	arena_release(&log.arena);
	return ok ? EXIT_DONE : cmd_fail(env, &err);
}

static const struct cmd_option options[] = {
	{ .name = "from",
	  .value = "EVENT",
	  .help = "begin with this one (STREAM:NUMBER) and go back" },
	{ .name = "max", .letter = 'n', .value = "N", .help = "no more than N events" },
	{ .name = "who", .value = "NAME", .help = "this member's alone" },
	{ .name = "kind", .value = "KIND", .help = "of this kind alone, like annotate or grant" },
	{ .name = "parked", .help = "only what is stored without effect, with the reason" },
	{ .name = "json", .help = "one JSON object a line, payloads included" },
	{ .name = NULL },
};

const struct cmd cmd_log = {
	.name = "log",
	.operands = "FILE.assay",
	.summary = "show every event, newest first",
	.description =
		"Prints each event with its stream and number, the time by its author's clock, who "
		"wrote it, its kind, and what it says. An event that is parked is stored and "
		"passed "
		"on, but has no effect, for the reason that is given: an unenrolled key, a missing "
		"role, a revoked key, or a kind that this version does not know.",
	.examples = "assay log faucet.assay -n 20\n"
		    "assay log faucet.assay --who alice --kind annotate --json",
	.project = PROJECT_FIRST,
	.options = options,
	.run = run_log,
};
