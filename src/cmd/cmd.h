/* cmd.h - subcommands: one table feeds the dispatcher, --help, the man page and completion. */
#ifndef ASSAY_CMD_CMD_H
#define ASSAY_CMD_CMD_H

#include "base/arena.h"
#include "base/err.h"
#include "base/progress.h"
#include "log/signer.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdio.h>

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_REJECTED = 3 };

struct cmd_args;
struct json;

struct cmd_env { /* what main gives */
	FILE *in, *out, *err;
	bool in_tty, out_tty, err_tty;
	bool ascii;             /* the error terminal shows no more than ASCII */
	int columns;            /* of the error terminal, for the progress bar */
	const char *project;    /* $ASSAY_PROJECT, or NULL */
	const char *key_dir;    /* $XDG_CONFIG_HOME/assay/keys */
	const char *config_dir; /* $XDG_CONFIG_HOME/assay: settings.yaml, keys.yaml */
	const char *name;       /* of the person: --as, else $ASSAY_NAME, else the login */
	const char *device;     /* host name */
	const char *temp_dir;
	int cores; /* processors, for long work */
	const char *version;
	const uint8_t *seed; /* 32 bytes: the person's key comes of it (--seed); or NULL */
	int64_t (*monotonic)(void *ctx);                    /* ms */
	const char *(*getenv)(void *ctx, const char *name); /* for doctor */
	bool (*stopped)(
		void *ctx); /* somebody pressed Ctrl-C: long work ends where it can; or NULL */
	/* The workbench, which this folder does not know. */
	int (*label)(const struct cmd_env *env, const struct cmd_args *args);
	int (*tutor)(const struct cmd_env *env, const struct cmd_args *args);
	/* `assay keys`: the effective key map, or a try of it. */
	int (*show_keys)(const struct cmd_env *env, const struct cmd_args *args);
	/* Reads her own files of config_dir, for doctor; SAYS is what is wrong, or NULL. */
	void (*check_own)(const struct cmd_env *env,
			  void (*report)(void *ctx, const char *file, bool there, const char *says),
			  void *ctx);
	const struct cmd_key *keys; /* of its commands, for the manual; ends with keys NULL */
	void *ctx;
	struct store_env store; /* now, random, state_dir, machine, boot, pid, user */
};

struct cmd_key {           /* one interactive command */
	const char *where; /* "answering": a heading whenever it changes */
	const char *keys, *help;
};

struct cmd_option {
	const char *name;  /* "batch" for --batch */
	char letter;       /* 'b' for -b, or 0 */
	const char *value; /* "NAME" when it takes one, else NULL */
	const char *help;
	bool hidden, repeats;
	const char *const *choices; /* the values there are, NULL-terminated; NULL: any */
};

#define CMD_OPTIONS_MAX 32

struct cmd_args { /* parsed; borrowed from argv and the arena */
	const struct cmd *cmd;
	const char *
		value[CMD_OPTIONS_MAX]; /* by place in cmd->options; "" for a flag that was given */
	const char *const *list[CMD_OPTIONS_MAX]; /* of repeating options, NULL-terminated */
	const char *const *operand;
	int n_operands;      /* without the project when cmd->project */
	const char *project; /* the first operand or $ASSAY_PROJECT, when cmd->project */
	bool help;           /* --help was given: nothing else was checked */
};

enum cmd_project {
	PROJECT_NONE,
	PROJECT_FIRST, /* the first operand, unless it does not end in .assay and $ASSAY_PROJECT is
			  set */
	PROJECT_NEW,   /* the first operand, always */
};

struct cmd {
	const char *name, *operands, *summary;
	const char *description; /* for the man page and `assay NAME --help`; paragraphs */
	const char *examples;    /* lines */
	enum cmd_project project;
	int min_operands, max_operands; /* behind the project; -1: any number */
	/* For completion: prints what operand PLACE (from 1) can be, separated by spaces; besides,
	 * it can be a file.  NULL: files only. */
	void (*words)(FILE *out, int place);
	const struct cmd_option *options; /* ends with name NULL */
	int (*run)(const struct cmd_env *env, const struct cmd_args *args);
	bool hidden; /* not in the overview */
};

extern const struct cmd *const cmd_table[];  /* ends with NULL, in the order of the manual */
extern const struct cmd_option cmd_common[]; /* options of every command; ends with name NULL */

/* ---- parsing ---- */

/* Parses ARGV (from the subcommand on, ends with NULL) against CMD.  False: ERR has a usage
 * message. */
bool cmd_parse(const struct cmd_env *env, const struct cmd *cmd, const char *const *argv,
	       struct arena *arena, struct cmd_args *args, struct err *err) MUST_USE;
const char *cmd_value(const struct cmd_args *args, const char *option); /* NULL: not given */
bool cmd_flag(const struct cmd_args *args, const char *option);
const char *const *cmd_list(const struct cmd_args *args, const char *option); /* never NULL */
/* *OUT keeps its value when the option was not given. */
bool cmd_int(const struct cmd_args *args, const char *option, int min, int max, int *out,
	     struct err *err) MUST_USE;
/* The last value of the common option NAME in a whole command line, before "--"; NULL: not given.
 */
const char *cmd_common_value(int argc, const char *const *argv, const char *name);

/* ---- dispatching ---- */

/* Dispatches `assay NAME …`: help, version, unknown names with "did you mean"; `assay FILE` is
 * `assay label FILE`.  ARGV[0] is the program. */
int cmd_main(const struct cmd_env *env, int argc, const char *const *argv);
const struct cmd *cmd_find(const char *name);            /* NULL: no such command */
void cmd_usage(FILE *out, const struct cmd *cmd);        /* --help of one */
void cmd_overview(FILE *out);                            /* --help of all */
void cmd_man_page(FILE *out, const struct cmd_env *env); /* roff, from the tables */
bool cmd_completion(FILE *out, const char *shell);       /* bash, zsh, fish; false: another */

/* ---- printing: everything that may hold bytes from data goes through here ---- */

void cmd_print(FILE *out, const char *text); /* one line's worth, no newline added */
void cmd_printf(FILE *out, const char *fmt, ...) PRINTF_LIKE(2, 3); /* result sanitised, LF kept */
/* TEXT as one safe line, for a %s among others; lives in ARENA. */
const char *cmd_clean(struct arena *arena, const char *text);
/* JSON text for a terminal: what would move the cursor or hide in a line becomes \uXXXX, which a
 * reader of JSON takes for the same; bytes that are no UTF-8 become \ufffd.  Appends to OUT. */
void cmd_json_safe(struct buf *out, const char *json, size_t n);
void cmd_print_json(FILE *out, const struct json *value); /* so, on one line */
void cmd_words(FILE *out, const char *const *list);       /* NULL-terminated; with spaces between */
int cmd_fail(const struct cmd_env *env, const struct err *err); /* "assay: …" on err; EXIT_FAILED */
int cmd_fail_usage(const struct cmd_env *env, const struct cmd *cmd, const struct err *err);
/* "1 item", "3 items"; NOUN's plural is with s.  Lives in ARENA. */
const char *cmd_count(struct arena *arena, int64_t n, const char *noun);
const char *cmd_file_name(const char *path); /* behind the last slash; borrowed */

enum cmd_align { ALIGN_LEFT, ALIGN_RIGHT };
struct cmd_columns { /* rows of texts, printed with the columns aligned */
	const char *const *title;
	const enum cmd_align *align;
	int columns;
	struct arena *arena;
	const char **cell;
	size_t n, cap;
};
void cmd_columns_add(struct cmd_columns *table, const char *text); /* next cell; borrowed */
void cmd_columns_print(struct cmd_columns *table, FILE *out);      /* and empties it */

/* ---- projects ---- */

/* Opens the identity of ENV and the project for a command; closes both.  */
struct cmd_project_open {
	struct store *store;
	struct identity *identity;
	struct store_env env;
};
bool cmd_open(const struct cmd_env *env, const struct cmd_args *args, enum store_mode mode,
	      struct cmd_project_open *open, struct err *err) MUST_USE;
void cmd_close(struct cmd_project_open *open);
/* The person's key: made on first use.  NULL on failure. */
struct identity *cmd_identity(const struct cmd_env *env, struct err *err) MUST_USE;

/* ---- waiting ---- */

/* A bar on the error terminal with rate and time left, shown after 0.3 s; silent elsewhere.
 * Wherever it is, the work stops when the person says so. */
struct cmd_bar {
	const struct cmd_env *env;
	const char *label;
	bool bytes; /* counts bytes (MB/s) or rows */
	int64_t started, last;
	bool shown;
};
struct progress cmd_bar_start(struct cmd_bar *bar, const struct cmd_env *env, const char *label,
			      bool bytes);
void cmd_bar_end(struct cmd_bar *bar); /* clears the line */

#endif
