/* help.c - `assay --help`, `assay help NAME` and `assay NAME --help`, from the table. */
#include "cmd/cmd.h"

#include "base/node.h"

#include <string.h>

#define HELP_COLUMN 26
#define HELP_WIDTH 80

/* TEXT broken at spaces, every line but the first indented by COLUMN. */
static void print_wrapped(FILE *out, const char *text, int column)
{
	int at = column;

	while (*text != '\0') {
		size_t space = strspn(text, " "), word = strcspn(text + space, " ");

		if (at > column && at + (int)(space + word) > HELP_WIDTH) {
			fprintf(out, "\n%*s", column, "");
			at = column;
			text += space;
			space = 0;
		}
		fwrite(text, 1, space + word, out);
		at += (int)(space + word);
		text += space + word;
	}
	fputc('\n', out);
}

static void print_option(FILE *out, const struct cmd_option *option)
{
	struct buf left = BUF_INIT;

	buf_adds(&left, "  ");
	if (option->letter != '\0')
		buf_addf(&left, "-%c, ", option->letter);
	buf_addf(&left, "--%s", option->name);
	if (option->value != NULL)
		buf_addf(&left, " %s", option->value);
	if (left.len + 2 > HELP_COLUMN)
		fprintf(out, "%s\n%*s", left.data, HELP_COLUMN, "");
	else
		fprintf(out, "%-*s", HELP_COLUMN, left.data);
	print_wrapped(out, option->help, HELP_COLUMN);
	if (option->choices != NULL) {
		buf_clear(&left);
		for (int i = 0; option->choices[i] != NULL; i++)
			buf_addf(&left, "%s%s", i > 0 ? ", " : "", option->choices[i]);
		fprintf(out, "%*s", HELP_COLUMN, "");
		print_wrapped(out, left.data, HELP_COLUMN);
	}
	buf_release(&left);
}

static void print_options(FILE *out, const struct cmd_option *options)
{
	for (; options != NULL && options->name != NULL; options++)
		if (!options->hidden)
			print_option(out, options);
}

static void print_paragraphs(FILE *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		char line[1024];

		snprintf(line, sizeof line, "%.*s", (int)n, text);
		print_wrapped(out, line, 0);
		text += n + (text[n] == '\n');
	}
}

static void print_indented(FILE *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		fprintf(out, "  %.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

void cmd_usage(FILE *out, const struct cmd *cmd)
{
	fprintf(out, "assay %s: %s\n\nusage: assay %s%s%s [options]\n\n", cmd->name, cmd->summary,
		cmd->name, *cmd->operands != '\0' ? " " : "", cmd->operands);
	if (cmd->description != NULL) {
		print_paragraphs(out, cmd->description);
		fputc('\n', out);
	}
	fputs("options:\n", out);
	print_options(out, cmd->options);
	print_options(out, cmd_common);
	if (cmd->examples != NULL) {
		fputs("\nexamples:\n", out);
		print_indented(out, cmd->examples);
	}
}

void cmd_overview(FILE *out)
{
	fputs("assay: human feedback on language-model output, in a terminal\n\n"
	      "usage: assay PROJECT.assay            open the workbench\n"
	      "       assay COMMAND [PROJECT.assay] …\n\ncommands:\n",
	      out);
	for (int i = 0; cmd_table[i] != NULL; i++)
		if (!cmd_table[i]->hidden)
			fprintf(out, "  %-10s %s\n", cmd_table[i]->name, cmd_table[i]->summary);
	fputs("\nNew here?  'assay tutor' teaches the workbench in ten minutes, by doing.\n"
	      "\nA first project:\n"
	      "  assay init faucet.assay\n"
	      "  assay import faucet.assay answers.jsonl\n"
	      "  assay faucet.assay\n"
	      "  assay export faucet.assay --format trl-reward -o pairs\n"
	      "\n'assay COMMAND --help' says more.  ASSAY_PROJECT names the project when no file "
	      "is given,\nASSAY_NAME who you are.\n",
	      out);
}

static void complete(FILE *out, int place)
{
	for (int i = 0; place == 1 && cmd_table[i] != NULL; i++)
		fprintf(out, "%s%s", i > 0 ? " " : "", cmd_table[i]->name);
}

static int run_help(const struct cmd_env *env, const struct cmd_args *args)
{
	const struct cmd *cmd;
	struct err err;

	if (args->n_operands == 0) {
		cmd_overview(env->out);
		return EXIT_DONE;
	}
	cmd = cmd_find(args->operand[0]);
	if (cmd != NULL) {
		cmd_usage(env->out, cmd);
		return EXIT_DONE;
	}
	err_set(&err, ERR_INVALID, "'%s' is no command; 'assay --help' lists them",
		args->operand[0]);
	cmd_fail(env, &err);
	return EXIT_USAGE;
}

const struct cmd cmd_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "explain a command",
	.max_operands = 1,
	.words = complete,
	.run = run_help,
	.hidden = true,
};
