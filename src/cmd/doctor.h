/* doctor.h - what `assay doctor` looks at, and how a finding is noted. */
#ifndef ASSAY_CMD_DOCTOR_H
#define ASSAY_CMD_DOCTOR_H

#include "base/json.h"
#include "cmd/cmd.h"

enum health {
	HEALTH_FINE,
	HEALTH_NOTE,  /* good to know */
	HEALTH_WARN,  /* works, but mend it */
	HEALTH_FAULT, /* does not work */
	HEALTH_COUNT,
};

struct doctor {
	const struct cmd_env *env;
	const char *project; /* a path, or NULL */
	struct arena arena;
	struct json *findings; /* {"health","what","says"} */
	bool fault;
};

void doctor_note(struct doctor *doctor, enum health health, const char *what, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* A variable of the environment; NULL when it is not set or empty. */
const char *doctor_variable(const struct doctor *doctor, const char *name);

/* Is this SQLite free of the WAL-reset bug?  (3.51.3, 3.50.7 and 3.44.6 and what follows them.) */
bool doctor_sqlite_is_fixed(const char *version);

void doctor_look_at_terminal(struct doctor *doctor);
void doctor_look_at_tmux(struct doctor *doctor);
/* Asks the terminal how wide it draws what terminals disagree about. */
void doctor_probe_widths(struct doctor *doctor);
/* The column of a terminal's answer "ESC [ ROW ; COLUMN R"; -1: it is none. */
int doctor_cursor_column(const char *answer);
void doctor_look_at_folders(struct doctor *doctor);
void doctor_look_at_project(struct doctor *doctor);

#endif
