/* annotation.c - the envelope as canonical JSON, and the clock of attention. */
#include "model/annotation.h"

#include "base/json_write.h"

#include <stdio.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)
#define MS_MAX INT64_C(253402300799999) /* the end of the year 9999 */

/* ---- dates ---- */

/* Days since 1970-01-01 to a date of the Gregorian calendar; years start in March here, so that the
 * leap day is the last. */
static void civil_of_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2 ? 1 : 0));
}

static int64_t days_of_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year, era = y / 400, yoe = y - era * 400;
	int64_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct json *time_json(int64_t ms, struct arena *arena)
{
	int64_t at = ms < 0 ? 0 : ms > MS_MAX ? MS_MAX : ms;
	int second = (int)(at % DAY_MS / 1000);
	int year, month, day;
	char text[64];

	civil_of_days(at / DAY_MS, &year, &month, &day);
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day,
		 second / 3600, second / 60 % 60, second % 60);
	return json_string(arena, text);
}

/* N digits at S, or -1. */
static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + s[i] - '0';
	}
	return value;
}

/* "2026-11-21T09:14:02Z" */
static bool read_time(const char *s, int64_t *ms)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	int year, month, day, seconds;
	int64_t days;

	if (s == NULL || strlen(s) != strlen(form))
		return false;
	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	if (digits(s + 5, 2) < 1 || digits(s + 5, 2) > 12 || digits(s + 11, 2) > 23
	    || digits(s + 14, 2) > 59 || digits(s + 17, 2) > 59)
		return false;
	days = days_of_civil(digits(s, 4), digits(s + 5, 2), digits(s + 8, 2));
	civil_of_days(days, &year, &month, &day);
	seconds = digits(s + 11, 2) * 3600 + digits(s + 14, 2) * 60 + digits(s + 17, 2);
	*ms = days * DAY_MS + (int64_t)seconds * 1000;
	return day == digits(s + 8, 2); /* a day that its month has */
}

/* ---- writing ---- */

static void response_id(int r, char *out, size_t size)
{
	snprintf(out, size, "r%d", r);
}

static struct json *hex_json(const uint8_t *bytes, size_t n, struct arena *arena)
{
	char hex[ID_HEX + 1];

	hex_encode(hex, bytes, n);
	return json_string(arena, hex);
}

static struct json *shown_json(const struct annotation *a, struct arena *arena)
{
	struct json *shown = json_object(arena), *order = json_array(arena);
	char id[16];

	for (int i = 0; i < a->n_order; i++) {
		response_id(a->order[i], id, sizeof id);
		json_push(order, json_string(arena, id));
	}
	json_set(arena, shown, "order", order);
	json_set(arena, shown, "seed", json_string(arena, a->seed_hex));
	json_set(arena, shown, "columns", json_int(arena, a->columns));
	json_set(arena, shown, "layout", json_string(arena, a->layout));
	json_set(arena, shown, "suggestions", json_null(arena));
	return shown;
}

static struct json *visible_json(const struct annotation *a, struct arena *arena)
{
	struct json *visible = json_object(arena);
	char id[16];

	json_set(arena, visible, "prompt", json_int(arena, a->time.prompt_ms));
	for (int i = 0; i < a->n_order; i++) {
		response_id(a->order[i], id, sizeof id);
		json_set(arena, visible, id, json_int(arena, a->time.response_ms[a->order[i] - 1]));
	}
	if (a->time.reference_ms > 0)
		json_set(arena, visible, "reference", json_int(arena, a->time.reference_ms));
	return visible;
}

static struct json *times_json(const struct annotation *a, struct arena *arena)
{
	struct json *time = json_object(arena);
	int64_t first = a->time.first_answer_ms;

	json_set(arena, time, "opened", time_json(a->time.opened, arena));
	json_set(arena, time, "active_ms", json_int(arena, a->time.active_ms));
	json_set(arena, time, "idle_ms", json_int(arena, a->time.idle_ms));
	json_set(arena, time, "first_answer_ms",
		 first < 0 ? json_null(arena) : json_int(arena, first));
	json_set(arena, time, "sittings", json_int(arena, a->time.sittings));
	json_set(arena, time, "visible_ms", visible_json(a, arena));
	return time;
}

static struct json *input_json(const struct annotation *a, struct arena *arena)
{
	struct json *input = json_object(arena);

	json_set(arena, input, "keys", json_int(arena, a->keys));
	json_set(arena, input, "pasted", json_int(arena, a->pasted));
	json_set(arena, input, "how", json_string(arena, a->how));
	return input;
}

void annotation_write(const struct annotation *annotation, struct arena *arena, struct buf *out)
{
	const struct annotation *a = annotation;
	struct json *payload = json_object(arena);

	json_set(arena, payload, "batch", hex_json(a->batch.b, SHORT_ID_BYTES, arena));
	json_set(arena, payload, "guideline", hex_json(a->guideline.b, ID_BYTES, arena));
	json_set(arena, payload, "status", json_string(arena, a->skipped ? "skipped" : "done"));
	json_set(arena, payload, "reason", json_string(arena, a->skipped ? a->reason : NULL));
	json_set(arena, payload, "for",
		 a->imported ? hex_json(a->for_member.b, SHORT_ID_BYTES, arena) : json_null(arena));
	json_set(arena, payload, "shown", shown_json(a, arena));
	json_set(arena, payload, "time", times_json(a, arena));
	json_set(arena, payload, "input", input_json(a, arena));
	json_set(arena, payload, "checks",
		 a->checks == NULL ? json_array(arena) : json_copy(arena, a->checks));
	json_set(arena, payload, "answers",
		 a->answers == NULL ? json_object(arena) : json_copy(arena, a->answers));
	json_write_canonical(out, payload);
}

/* ---- reading ---- */

static bool missing(struct err *err, const char *field, const char *expected)
{
	return err_set(err, ERR_INVALID, "annotation: %s: expected %s", field, expected);
}

static bool read_hex(const struct json *payload, const char *key, uint8_t *out, size_t n,
		     struct err *err)
{
	const struct json *value = json_get(payload, key);

	if (value == NULL || value->type != JSON_STRING
	    || !hex_decode(out, n, value->str, value->len))
		return missing(err, key, "an id in hex digits");
	return true;
}

static bool read_status(struct annotation *a, const struct json *payload, struct err *err)
{
	const char *status = json_get_string(payload, "status");

	a->skipped = status != NULL && strcmp(status, "skipped") == 0;
	a->reason = json_get_string(payload, "reason");
	if (status == NULL || (!a->skipped && strcmp(status, "done") != 0))
		return missing(err, "status", "\"done\" or \"skipped\"");
	if (json_is_null(json_get(payload, "for")))
		return true;
	a->imported = true;
	return read_hex(payload, "for", a->for_member.b, SHORT_ID_BYTES, err);
}

static int number_of_id(const struct json *id)
{
	if (id->type != JSON_STRING || id->len != 2 || id->str[0] != 'r' || id->str[1] < '1'
	    || id->str[1] > '0' + ITEM_RESPONSES_MAX)
		return 0;
	return id->str[1] - '0';
}

static bool read_order(struct annotation *a, const struct json *order, struct err *err)
{
	bool seen[ITEM_RESPONSES_MAX + 1] = { false };

	if (order == NULL || order->type != JSON_ARRAY || order->count > ITEM_RESPONSES_MAX)
		return missing(err, "shown.order", "a list of responses");
	for (const struct json *id = order->child; id != NULL; id = id->next) {
		int r = number_of_id(id);

		if (r == 0 || seen[r])
			return missing(err, "shown.order", "distinct responses, r1 to r9");
		seen[r] = true;
		a->order[a->n_order++] = r;
	}
	return true;
}

static bool read_shown(struct annotation *a, const struct json *shown, struct err *err)
{
	if (shown == NULL || shown->type != JSON_OBJECT)
		return missing(err, "shown", "an object");
	a->seed_hex = json_get_string(shown, "seed");
	a->columns = (int)(json_get_int(shown, "columns", 0) & 0x7fffffff);
	a->layout = json_get_string(shown, "layout");
	return read_order(a, json_get(shown, "order"), err);
}

/* Never negative: a sum over annotations must not be spoilt by one of them. */
static int64_t amount(const struct json *object, const char *key)
{
	int64_t n = json_get_int(object, key, 0);

	return n < 0 ? 0 : n;
}

static bool read_times(struct annotation *a, const struct json *time, struct err *err)
{
	const struct json *visible = json_get(time, "visible_ms");
	struct annotation_time *t = &a->time;
	char id[16];

	if (!read_time(json_get_string(time, "opened"), &t->opened))
		return missing(err, "time.opened", "a time like 2026-11-21T09:14:02Z");
	t->active_ms = amount(time, "active_ms");
	t->idle_ms = amount(time, "idle_ms");
	t->first_answer_ms = json_get_int(time, "first_answer_ms", -1);
	t->sittings = (int)(amount(time, "sittings") & 0x7fffffff);
	t->prompt_ms = amount(visible, "prompt");
	t->reference_ms = amount(visible, "reference");
	for (int r = 1; r <= ITEM_RESPONSES_MAX; r++) {
		response_id(r, id, sizeof id);
		t->response_ms[r - 1] = amount(visible, id);
	}
	return true;
}

static bool read_rest(struct annotation *a, const struct json *payload, struct err *err)
{
	const struct json *input = json_get(payload, "input");

	a->keys = amount(input, "keys");
	a->pasted = amount(input, "pasted");
	a->how = json_get_string(input, "how");
	a->checks = json_get(payload, "checks");
	a->answers = json_get(payload, "answers");
	if (a->checks != NULL && a->checks->type != JSON_ARRAY)
		return missing(err, "checks", "a list");
	if (a->answers == NULL || a->answers->type != JSON_OBJECT)
		return missing(err, "answers", "an object");
	return true;
}

bool annotation_read(struct annotation *annotation, const char *payload, size_t len,
		     struct arena *arena, struct err *err)
{
	const struct json *root = json_parse(payload, len, arena, err);

	*annotation = (struct annotation){ .time = { .first_answer_ms = -1 } };
	if (root == NULL)
		return err_wrap(err, "annotation");
	return read_hex(root, "batch", annotation->batch.b, SHORT_ID_BYTES, err)
	       && read_hex(root, "guideline", annotation->guideline.b, ID_BYTES, err)
	       && read_status(annotation, root, err)
	       && read_shown(annotation, json_get(root, "shown"), err)
	       && read_times(annotation, json_get(root, "time"), err)
	       && read_rest(annotation, root, err);
}

/* ---- attention ---- */

static void add_visible(struct annotation_time *time, int which, int64_t ms)
{
	if (which == 0)
		time->prompt_ms += ms;
	else if (which == -1)
		time->reference_ms += ms;
	else if (which > 0 && which <= ITEM_RESPONSES_MAX)
		time->response_ms[which - 1] += ms;
}

void activity_note(struct activity *activity, struct annotation_time *time, int64_t now,
		   const int *visible, int n_visible)
{
	int64_t passed = activity->last < 0 || now < activity->last ? 0 : now - activity->last;

	activity->last = now;
	if (passed > activity->idle_limit) {
		time->idle_ms += passed;
		return;
	}
	time->active_ms += passed;
	for (int i = 0; i < n_visible; i++)
		add_visible(time, visible[i], passed);
}
