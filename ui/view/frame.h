/* frame.h - what every screen has: a title line, rules, a hint line. */
#ifndef ASSAY_UI_VIEW_FRAME_H
#define ASSAY_UI_VIEW_FRAME_H

#include "ui/app.h"

#define HINTS_MAX 12
#define TITLE_PARTS_MAX 8

/* Right-hand parts of the title, in their order; those with the highest DROP go first when the
 * line is narrow (0: stays). */
struct title {
	char left[256];
	struct {
		char text[64];
		int drop;
		enum style style;
	} part[TITLE_PARTS_MAX];
	int n;
};

void title_part(struct title *title, int drop, enum style style, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* "saved #4812", what waits to be sent, the person's name: at the end of every title. */
void title_person(struct title *title, const struct app *app);
void frame_title(struct canvas *cv, const struct title *title);

struct hints {
	struct {
		char key[KEY_NAME_MAX];
		enum command command; /* whose key it is, or CMD_NONE */
		const char *word;
	} item[HINTS_MAX];
	int n;
	int apart;      /* those from this one on stand at the right of a wide screen, where they
			   keep their places; 0: none do */
	bool all;       /* none may be left out: the line above is taken where one is too short */
	bool behind;    /* those that fit stand behind what the app has to say, too */
	bool brief;     /* there is little room: something is said before them */
	char right[48]; /* "8 answers left" */
	char made[128]; /* room for a word that is made up for this line */
};

void hint_add(struct hints *hints, const char *key, const char *word);
void hint_command(struct hints *hints, enum command command); /* its first key and short word */
/* The first key of COMMAND and another WORD. */
void hint_command_as(struct hints *hints, enum command command, const char *word);

/* The last line: what the app has to say, which may take the room of RIGHT, or the hints that fit;
 * without a message "? keys" always does. */
void frame_hints(const struct app *app, struct canvas *cv, const struct hints *wanted);

void frame_rule(struct canvas *cv, int row);
/* " ── LABEL ──" on the rule of ROW from COL; returns the column behind the label. */
int frame_label(struct canvas *cv, int row, int col, int end, enum style style, const char *label);
/* "── LABEL ──" so that it ends before END. */
void frame_label_right(struct canvas *cv, int row, int end, enum style style, const char *label);

/* The rule of row 1 with the N kinds of a list on it, GAP apart: the chosen one in brackets, the
 * others where there is room.  Returns the column behind them. */
int frame_kinds(struct canvas *cv, const char *const *kinds, int n, int chosen, int gap);

/* "12", "1,204" would move its neighbours: counts are padded to the digits of MAX. */
int digits_of(int64_t max);
/* "42 min", "3 h 10 min" from milliseconds. */
void format_minutes(char *out, size_t n, int64_t ms);
/* "today 09:14", "Tue 09:14", "2026-11-21"; NOW and AT in ms UTC, MIDNIGHT of the person. */
void format_when(char *out, size_t n, const struct app *app, int64_t at);
void format_day(char *out, size_t n, const struct app *app, int64_t at); /* "2026-11-21" */

#endif
