/* cmd.h - subcommands: one table feeds the dispatcher, --help, the man page and completion. */
#ifndef ASSAY_CMD_CMD_H
#define ASSAY_CMD_CMD_H

#include "base/arena.h"
#include "base/err.h"
#include "log/signer.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdio.h>

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_REJECTED = 3 };

struct cmd_env { /* what main gives */
	FILE *in, *out, *err;
	bool in_tty, out_tty, err_tty;
	int columns;                 /* of the error terminal, for the progress bar */
	const char *project;         /* $ASSAY_PROJECT, or NULL */
	const char *key_dir;         /* $XDG_CONFIG_HOME/assay/keys */
	const char *name;            /* of the person: --as, else $ASSAY_NAME, else the login */
	const char *device;          /* host name */
	const char *temp_dir;
	const char *version;
	int64_t (*monotonic)(void *ctx); /* ms */
	const char *(*getenv)(void *ctx, const char *name); /* for doctor */
	void *ctx;
	struct store_env store;      /* now, random, state_dir, machine, boot, pid, user */
};

struct cmd_option {
	const char *name;            /* "batch" for --batch */
	char letter;                 /* 'b' for -b, or 0 */
	const char *value;           /* "NAME" when it takes one, else NULL */
	const char *help;
	bool hidden, repeats;
};

struct cmd_args { /* parsed; borrowed from argv */
	const struct cmd *cmd;
	const char *value[32];       /* by place in cmd->options; "" for a flag that was given */
	const char **list[32];       /* of repeating options, NULL-terminated */
	const char *const *operand;
	int n_operands;              /* without the project when cmd->project */
	const char *project;         /* the first operand or $ASSAY_PROJECT, when cmd->project */
};

enum cmd_project { PROJECT_NONE, PROJECT_FIRST, PROJECT_NEW };

struct cmd {
	const char *name, *operands, *summary;
	const char *description;     /* for the man page and `assay NAME --help`; paragraphs */
	const char *examples;        /* lines */
	enum cmd_project project;
	int min_operands, max_operands; /* behind the project; -1: any number */
	const struct cmd_option *options; /* ends with name NULL */
	int (*run)(const struct cmd_env *env, const struct cmd_args *args);
};

extern const struct cmd *const cmd_table[]; /* ends with NULL, in the order of the manual */

/* Parses ARGV (from the subcommand on) against CMD.  False: ERR has a usage message. */
bool cmd_parse(const struct cmd_env *env, const struct cmd *cmd, int argc,
	       const char *const *argv, struct arena *arena, struct cmd_args *args,
	       struct err *err) MUST_USE;
const char *cmd_value(const struct cmd_args *args, const char *option); /* NULL: not given */
bool cmd_flag(const struct cmd_args *args, const char *option);
const char *const *cmd_list(const struct cmd_args *args, const char *option); /* never NULL */
bool cmd_int(const struct cmd_args *args, const char *option, int min, int max, int *out,
	     struct err *err) MUST_USE; /* *out keeps its value when not given */

/* Dispatches `assay NAME …`: help, version, unknown names with "did you mean". */
int cmd_main(const struct cmd_env *env, int argc, const char *const *argv);
void cmd_usage(FILE *out, const struct cmd *cmd);       /* --help of one */
void cmd_overview(FILE *out);                           /* --help of all */
void cmd_man_page(FILE *out, const char *version);      /* roff, from the tables */
void cmd_completion(FILE *out, const char *shell);      /* bash, zsh, fish */

/* Printing: everything that may hold bytes from data goes through here and is sanitised. */
void cmd_print(FILE *out, const char *text);            /* one line's worth, no newline added */
void cmd_printf(FILE *out, const char *fmt, ...) PRINTF_LIKE(2, 3); /* result sanitised, LF kept */
int cmd_fail(const struct cmd_env *env, const struct err *err); /* "assay: …" on err; EXIT_FAILED */

/* Opens the identity of ENV and the project for a command; closes both.  */
struct cmd_project_open {
	struct store *store;
	struct identity *identity;
};
bool cmd_open(const struct cmd_env *env, const struct cmd_args *args, enum store_mode mode,
	      struct cmd_project_open *open, struct err *err) MUST_USE;
void cmd_close(struct cmd_project_open *open);

/* A bar on the error terminal with rate and time left, shown after 0.3 s; silent elsewhere. */
struct cmd_bar {
	const struct cmd_env *env;
	const char *label;
	bool bytes;                  /* counts bytes (MB/s) or rows */
	int64_t started, last;
	bool shown;
};
struct progress cmd_bar_start(struct cmd_bar *bar, const struct cmd_env *env, const char *label,
			      bool bytes);
void cmd_bar_end(struct cmd_bar *bar);                  /* clears the line */

#endif
