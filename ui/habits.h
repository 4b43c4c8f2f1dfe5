/* habits.h - how often a person used each command, so that the hint line can leave out what she
 * knows.  Local: a small text file of her state folder, "submit 120" and "help 1". */
#ifndef ASSAY_UI_HABITS_H
#define ASSAY_UI_HABITS_H

#include "base/buf.h"
#include "ui/command.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HABIT_USES 100 /* from so many uses on a command's hint gives way */

/* How much the hint line says. */
enum help_level {
	HELP_DOOR,    /* "? keys" alone */
	HELP_ANSWERS, /* what answers the focused question */
	HELP_UNKNOWN, /* and commands until they are known */
	HELP_ALL,
};

struct habits {
	int help; /* enum help_level; -1: as the settings say */
	uint32_t used[CMD_COUNT];
};

void habits_init(struct habits *habits);
/* What cannot be read is passed over: it is worth no error. */
void habits_read(struct habits *habits, const char *text, size_t len);
void habits_write(const struct habits *habits, struct buf *out);

/* One more use of COMMAND, whose hint was shown; true when from now on she knows it.  HABITS may be
 * NULL. */
bool habits_learn(struct habits *habits, enum command command);
/* Whether a hint of COMMAND is shown at LEVEL. */
bool habits_show(const struct habits *habits, enum help_level level, enum command command);

#endif
