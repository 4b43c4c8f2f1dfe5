/* frame.c - title, rules and hint line, the same on every screen. */
#include "ui/view/frame.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define GAP 3
#define APART_FROM 160   /* columns from which hints of two kinds stand apart */
#define COUNT_COLUMNS 15 /* "10 answers left" */
#define KINDS_FROM 100   /* columns from which all kinds of a list are named */
#define DAY_MS (INT64_C(24) * 3600 * 1000)

void title_part(struct title *title, int drop, enum style style, const char *fmt, ...)
{
	va_list args;

	if (title->n == TITLE_PARTS_MAX)
		return;
	va_start(args, fmt);
	vsnprintf(title->part[title->n].text, sizeof title->part[0].text, fmt, args);
	va_end(args);
	title->part[title->n].drop = drop;
	title->part[title->n].style = style;
	title->n++;
}

void title_person(struct title *title, const struct app *app)
{
	const char *name = app->member.name != NULL ? app->member.name : app->env.name;
	struct buf saved = app->saved;

	if (saved.len > 0)
		title_part(title, 2, STYLE_CHOSEN, "%-11s", buf_str(&saved));
	if (app->to_send > 0)
		title_part(title, 4, STYLE_DIM, "↑%-3" PRId64, app->to_send);
	if (app->read_only)
		title_part(title, 1, STYLE_ATTENTION, "read only");
	title_part(title, 3, STYLE_DIM, "%.40s", name == NULL ? "" : name);
}

/* Columns of the parts that stay when those with DROP over LIMIT go. */
static int parts_columns(const struct canvas *cv, const struct title *title, int limit)
{
	int sum = 0;

	for (int i = 0; i < title->n; i++)
		if (title->part[i].drop <= limit)
			sum += GAP + canvas_columns(cv, title->part[i].text);
	return sum;
}

static int highest_drop(const struct title *title)
{
	int highest = 0;

	for (int i = 0; i < title->n; i++)
		if (title->part[i].drop > highest)
			highest = title->part[i].drop;
	return highest;
}

void frame_title(struct canvas *cv, const struct title *title)
{
	int left = canvas_columns(cv, title->left);
	int limit = highest_drop(title), col, right;

	/* A long title is cut before what stands at its right goes. */
	left = (left < cv->cols / 2 ? left : cv->cols / 2) + 8;
	while (limit > 0 && left + parts_columns(cv, title, limit) > cv->cols - 1)
		limit--;
	right = parts_columns(cv, title, limit);
	col = canvas_put(cv, 0, 1, cv->cols, STYLE_BRIGHT, "assay");
	canvas_put_cut(cv, 0, col + 2, cv->cols - right - col - 3, STYLE_TITLE, title->left);
	col = cv->cols - 1 - right;
	for (int i = 0; i < title->n; i++) {
		if (title->part[i].drop > limit)
			continue;
		col = canvas_put(cv, 0, col + GAP, cv->cols, title->part[i].style,
				 title->part[i].text);
	}
}

void hint_add(struct hints *hints, const char *key, const char *word)
{
	if (hints->n == HINTS_MAX)
		return;
	snprintf(hints->item[hints->n].key, KEY_NAME_MAX, "%s", key);
	hints->item[hints->n].command = CMD_NONE;
	hints->item[hints->n].word = word;
	hints->n++;
}

void hint_command_as(struct hints *hints, enum command command, const char *word)
{
	int n = hints->n;

	hint_add(hints, "", word);
	if (hints->n > n)
		hints->item[n].command = command;
}

void hint_command(struct hints *hints, enum command command)
{
	hint_command_as(hints, command, command_info(command)->word);
}

static int hint_columns(const struct canvas *cv, const struct hints *hints, int i)
{
	return canvas_columns(cv, hints->item[i].key) + 1 + canvas_columns(cv, hints->item[i].word);
}

/* A hint can be clicked if it names one key. */
static void point_hint(struct canvas *cv, const struct hints *hints, int i, int row, int col)
{
	struct region region = { .kind = REGION_COMMAND, .a = (int)hints->item[i].command };
	struct event event;

	if (hints->item[i].command == CMD_NONE) {
		if (!key_event(&event, hints->item[i].key)
		    || strlen(hints->item[i].key) >= sizeof region.key)
			return;
		region.kind = REGION_KEY;
		snprintf(region.key, sizeof region.key, "%.11s", hints->item[i].key);
	}
	canvas_region(cv, row, col, hint_columns(cv, hints, i), region);
}

static int put_hint(struct canvas *cv, const struct hints *hints, int i, int row, int col)
{
	point_hint(cv, hints, i, row, col);
	col = canvas_put(cv, row, col, cv->cols, STYLE_KEY, hints->item[i].key);
	return canvas_put(cv, row, col + 1, cv->cols, STYLE_DIM, hints->item[i].word) + GAP;
}

/* Where those stand that stand apart, whatever is before them; 0: there is no room. */
static int apart_col(const struct canvas *cv, const struct hints *hints, int col, int end)
{
	int apart = cv->cols - 2 - COUNT_COLUMNS;

	if (hints->apart == 0 || cv->cols < APART_FROM)
		return 0;
	if (end + GAP < apart)
		apart = end + GAP;
	for (int i = 0; i < hints->n; i++) {
		int columns = hint_columns(cv, hints, i) + GAP;

		if (i < hints->apart)
			col += columns;
		else
			apart -= columns;
	}
	return apart >= col ? apart : 0;
}

static void put_hints(struct canvas *cv, const struct hints *hints, int col, int end)
{
	int apart = apart_col(cv, hints, col, end);
	int last = hints->n - 1, row = cv->rows - 1;
	/* The last one ("? keys") is the door to all others: on an empty line it has its place. */
	int edge = col > 3 ? end : cv->cols;

	if (last < 0)
		return;
	for (int i = 0; i < last; i++) {
		int columns = hint_columns(cv, hints, i) + GAP;

		if (apart > 0 && i == hints->apart)
			col = apart;
		if (col + columns + hint_columns(cv, hints, last) > end)
			break;
		col = put_hint(cv, hints, i, row, col);
	}
	if (col + hint_columns(cv, hints, last) <= edge)
		put_hint(cv, hints, last, row, col);
}

static void put_all(struct canvas *cv, const struct hints *hints, int end)
{
	int total = 3, col = 3, row = cv->rows - 1;

	for (int i = 0; i < hints->n; i++)
		total += hint_columns(cv, hints, i) + GAP;
	if (total - GAP > end)
		canvas_fill(cv, --row, 0, cv->cols, STYLE_TEXT, ' ');
	for (int i = 0; i < hints->n; i++) {
		if (col + hint_columns(cv, hints, i) > end && row < cv->rows - 1) {
			row++;
			col = 3;
		}
		col = put_hint(cv, hints, i, row, col);
	}
}

/* The keys as this person has them, without those that she knows. */
static void name_keys(const struct app *app, struct hints *hints)
{
	int n = 0, apart = hints->apart;

	for (int i = 0; i < hints->n; i++) {
		enum command command = hints->item[i].command;

		if (!hints->all && !habits_show(app->env.habits, app->help, command)) {
			hints->apart -= i < apart;
			continue;
		}
		hints->item[n] = hints->item[i];
		if (command != CMD_NONE)
			snprintf(hints->item[n].key, KEY_NAME_MAX, "%s", app_key(app, command));
		n++;
	}
	hints->n = n;
}

void frame_hints(const struct app *app, struct canvas *cv, const struct hints *wanted)
{
	struct hints named = *wanted, *hints = &named;
	struct buf status = app->status;
	int right = canvas_columns(cv, hints->right), col = 3;
	int said = status.len > 0 ? canvas_columns(cv, buf_str(&status)) : 0;
	int end = cv->cols - 2 - (right > 0 ? right + GAP : 0);

	name_keys(app, hints);
	/* What is said now matters more than what is counted always. */
	if (col + said > end)
		end = cv->cols - 2;
	else if (right > 0)
		canvas_put_right(cv, cv->rows - 1, cv->cols - 1, right, STYLE_DIM, hints->right);
	if (said > 0)
		col = canvas_put_cut(cv, cv->rows - 1, col, end - col, app->status_style,
				     buf_str(&status))
		      + GAP;
	if (said == 0 && hints->all)
		put_all(cv, hints, end);
	else if (said == 0 || hints->behind)
		put_hints(cv, hints, col, end);
}

void frame_rule(struct canvas *cv, int row)
{
	canvas_hline(cv, row, 1, cv->cols - 2);
}

int frame_label(struct canvas *cv, int row, int col, int end, enum style style, const char *label)
{
	if (col + 2 >= end)
		return col;
	canvas_put(cv, row, col, 1, STYLE_DIM, " ");
	col = canvas_put_cut(cv, row, col + 1, end - col - 2, style, label);
	canvas_put(cv, row, col, 1, STYLE_DIM, " ");
	return col + 1;
}

void frame_label_right(struct canvas *cv, int row, int end, enum style style, const char *label)
{
	int columns = canvas_columns(cv, label);

	frame_label(cv, row, end - columns - 2, end + 1, style, label);
}

int frame_kinds(struct canvas *cv, const char *const *kinds, int n, int chosen, int gap)
{
	char label[64];
	int col = 3;

	frame_rule(cv, 1);
	for (int i = 0; i < n; i++) {
		bool on = i == chosen;

		if (!on && cv->cols < KINDS_FROM)
			continue;
		snprintf(label, sizeof label, on ? "[%s]" : " %s ", kinds[i]);
		col = canvas_put(cv, 1, col, 40, on ? STYLE_BRIGHT : STYLE_DIM, label) + gap;
	}
	return col;
}

int digits_of(int64_t max)
{
	int n = 1;

	while (max >= 10) {
		max /= 10;
		n++;
	}
	return n;
}

void format_minutes(char *out, size_t n, int64_t ms)
{
	int64_t minutes = ms / 60000;

	if (minutes < 100)
		snprintf(out, n, "%" PRId64 " min", minutes);
	else
		snprintf(out, n, "%" PRId64 " h %02" PRId64, minutes / 60, minutes % 60);
}

/* Days since 1970 to a date (proleptic Gregorian). */
static void civil(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

/* AT in the person's own time. */
static int64_t local_time(const struct app *app, int64_t at)
{
	int64_t midnight = app->env.midnight(app->env.ctx);
	/* The person's zone shows in where her midnight lies. */
	int64_t local = at - midnight + (midnight / DAY_MS) * DAY_MS;

	return midnight % DAY_MS > DAY_MS / 2 ? local + DAY_MS : local;
}

void format_day(char *out, size_t n, const struct app *app, int64_t at)
{
	int year, month, day;

	civil(local_time(app, at) / DAY_MS, &year, &month, &day);
	snprintf(out, n, "%04d-%02d-%02d", year, month, day);
}

void format_when(char *out, size_t n, const struct app *app, int64_t at)
{
	static const char *const weekday[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	int64_t midnight = app->env.midnight(app->env.ctx), local = local_time(app, at);
	int minutes = (int)(local % DAY_MS / 60000);

	if (at >= midnight && at < midnight + DAY_MS)
		snprintf(out, n, "today %02d:%02d", minutes / 60, minutes % 60);
	else if (at >= midnight - 6 * DAY_MS && at < midnight)
		snprintf(out, n, "%s %02d:%02d", weekday[local / DAY_MS % 7], minutes / 60,
			 minutes % 60);
	else
		format_day(out, n, app, at);
}
