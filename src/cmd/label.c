/* label.c - the workbench's command line; the workbench itself comes in through cmd_env. */
#include "cmd/session_options.h"

static int run_label(const struct cmd_env *env, const struct cmd_args *args)
{
	return env->label(env, args);
}

static const char *const themes[] = { "default", "dark", "light", "high-contrast", "mono", NULL };
static const char *const colours[] = { "auto", "never", "16", "256", "rgb", NULL };
static const char *const switches[] = { "off", "on", NULL };

static const struct cmd_option options[] = {
	{ .name = "batch", .letter = 'b', .value = "NAME", .help = "begin with this batch" },
	SESSION_OPTIONS,
	{ .name = "theme", .value = "NAME", .help = "colours and attributes", .choices = themes },
	{ .name = "color", .value = "HOW", .help = "how many colours", .choices = colours },
	{ .name = "mouse",
	  .value = "WHETHER",
	  .help = "wheel, clicks on panes, answers and hints; Shift-drag still selects",
	  .choices = switches },
	{ .name = "plain",
	  .help = "line by line, without a screen: for screen readers, Braille, dumb terminals, "
		  "scripts" },
	{ .name = "wrap",
	  .value = "COLUMNS",
	  .help = "with --plain: break lines at words there (default: paragraphs stay whole)" },
	{ .name = NULL },
};

const struct cmd cmd_label = {
	.name = "label",
	.operands = "FILE.assay",
	.summary = "open the workbench: read, rank, rate, explain, rewrite",
	.description = "Opens the project on the terminal; the word label may be left out. It "
		       "begins at home, or in the batch that is named. ? shows the keys, q "
		       "leaves; nothing typed is lost.\n\n"
		       "With --plain nothing is drawn: lines are typed and lines come out, none is "
		       "ever changed again. The keys are the same, several may stand in a line "
		       "(1 2 4 3), commands work by name (undo), an empty line reads on, a dot "
		       "opens or sends, ? lists all. With lines piped in, the status is 3 if one "
		       "was not understood.",
	.examples = "assay faucet.assay\n"
		    "assay label faucet.assay --batch answers\n"
		    "assay label faucet.assay --keys '1 2 Enter' --screen 120x40\n"
		    "assay --plain faucet.assay",
	.project = PROJECT_FIRST,
	.options = options,
	.run = run_label,
};
