/* session.h - the workbench on this terminal, or played from recorded keys. */
#ifndef ASSAY_MAIN_SESSION_H
#define ASSAY_MAIN_SESSION_H

#include "main/own.h"
#include "main/world.h"

#include "ui/app.h"

struct session {
	const struct cmd_env *env;
	const char *keys; /* of --keys, checked; NULL: not given */
	struct buf text;  /* where they live */
	bool print;       /* --screen was given: print the screen when the keys end */
	int cols, rows;   /* of the script's screen */
	bool plain;       /* line by line, asked for or all that the terminal can do */
	int wrap;         /* then: columns where lines are broken; 0: nowhere */
	int *refused;     /* counts lines that were not understood; NULL: nobody asks */
	bool misused;     /* session_read() failed by the command line, not by a file it names */
	struct own own;   /* keys and settings */
};

/* Reads --keys and --screen of ARGS.  A word that is no key is an error here, with its place,
 * before any key is played. */
bool session_read(struct session *session, const struct cmd_env *env, const struct cmd_args *args,
		  struct err *err) MUST_USE;
void session_release(struct session *session);
/* Says why session_read() or what came behind it failed; the exit status. */
int session_fail(const struct session *session, const struct cmd_args *args, const struct err *err);

/* What the app is told of the world; SESSION must stay. */
struct app_env session_env(const struct session *session);
/* Opens the terminal or plays the keys, and runs until the person leaves. */
bool session_run(const struct session *session, struct store *store, const struct app_env *app,
		 const char *start, struct err *err) MUST_USE;

#endif
