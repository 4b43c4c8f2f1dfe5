/* man.c - the manual page, from the table of commands. */
#include "cmd/cmd.h"

#include "text/decode.h"

#include <string.h>

/* Text of our own tables as roff: a hyphen stays a hyphen, a backslash a backslash, no line begins
 * with a request, and what is not ASCII goes by its number. */
static void roff(FILE *out, const char *text, size_t n)
{
	bool start = true;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t r = utf8_decode(text + i, n - i, &len, NULL);

		if (start && (r == '.' || r == '\''))
			fputs("\\&", out);
		start = r == '\n';
		if (r == '-')
			fputs("\\-", out);
		else if (r == '\\')
			fputs("\\e", out);
		else if (r < 0x80)
			fputc((int)r, out);
		else
			fprintf(out, "\\[u%04X]", r);
	}
}

static void roffs(FILE *out, const char *text)
{
	roff(out, text, strlen(text));
}

static void option_entry(FILE *out, const struct cmd_option *option)
{
	fputs(".TP\n", out);
	if (option->letter != '\0')
		fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
	fputs("\\fB\\-\\-", out);
	roffs(out, option->name);
	fputs("\\fR", out);
	if (option->value != NULL) {
		fputs(" \\fI", out);
		roffs(out, option->value);
		fputs("\\fR", out);
	}
	fputc('\n', out);
	roffs(out, option->help);
	fputc('\n', out);
	if (option->choices == NULL)
		return;
	for (int i = 0; option->choices[i] != NULL; i++) {
		fputs(i > 0 ? ",\n" : "(", out);
		roffs(out, option->choices[i]);
	}
	fputs(")\n", out);
}

static void option_entries(FILE *out, const struct cmd_option *options)
{
	for (; options != NULL && options->name != NULL; options++)
		if (!options->hidden)
			option_entry(out, options);
}

static void paragraphs(FILE *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		if (n > 0) {
			fputs(".PP\n", out);
			roff(out, text, n);
			fputc('\n', out);
		}
		text += n + (text[n] == '\n');
	}
}

static void command_section(FILE *out, const struct cmd *cmd)
{
	fprintf(out, ".SS assay %s ", cmd->name);
	roffs(out, cmd->operands);
	fputs("\n", out);
	roffs(out, cmd->summary);
	fputs(".\n", out);
	if (cmd->description != NULL)
		paragraphs(out, cmd->description);
	option_entries(out, cmd->options);
	if (cmd->examples != NULL) {
		fputs(".PP\nExamples:\n.PP\n.nf\n.RS\n", out);
		roffs(out, cmd->examples);
		fputs("\n.RE\n.fi\n", out);
	}
}

static void exit_section(FILE *out)
{
	static const struct {
		const char *status, *meaning;
	} table[] = {
		{ "0", "done" },
		{ "1", "failed; what is not said to be done is as it was" },
		{ "2", "the command line is wrong" },
		{ "3", "done, but some input was refused; it is kept in a rejects file" },
		{ "130", "stopped by Ctrl-C; 143 and 129: by SIGTERM and SIGHUP" },
	};

	fputs(".SH EXIT STATUS\n", out);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		fprintf(out, ".TP\n%s\n%s\n", table[i].status, table[i].meaning);
}

static void world_section(FILE *out)
{
	static const struct {
		const char *name, *meaning;
	} variables[] = {
		{ "ASSAY_PROJECT", "the project when no file ending in .assay is named" },
		{ "ASSAY_NAME", "who you are (default: the login)" },
		{ "XDG_CONFIG_HOME", "assay/settings.yaml and assay/keys.yaml are there, and the "
				     "signing keys in assay/keys (default: ~/.config)" },
		{ "NO_COLOR", "when set and not empty, no colours, unless --color or the settings "
			      "ask for them" },
		{ "COLORTERM", "truecolor or 24bit: --color rgb may use them" },
		{ "XDG_STATE_HOME", "stream records are in assay there (default: ~/.local/state)" },
	};

	fputs(".SH ENVIRONMENT\n", out);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		fprintf(out, ".TP\n\\fB%s\\fR\n", variables[i].name);
		roffs(out, variables[i].meaning);
		fputc('\n', out);
	}
}

static void key_section(FILE *out, const struct cmd_key *keys)
{
	const char *where = NULL;

	if (keys == NULL)
		return;
	fputs(".SH KEYS\nDigits, lower\\-case letters, =, >, \\- and Backspace answer the focused "
	      "question, as the guideline has it.\n",
	      out);
	for (; keys->keys != NULL; keys++) {
		if (keys->where != where) {
			fputs(".SS ", out);
			roffs(out, keys->where);
			fputc('\n', out);
		}
		where = keys->where;
		fputs(".TP\n\\fB", out);
		roffs(out, keys->keys);
		fputs("\\fR\n", out);
		roffs(out, keys->help);
		fputc('\n', out);
	}
}

/* What src/main reads from the config folder. */
static void own_section(FILE *out)
{
	static const char *const examples[][2] = {
		{ "settings.yaml",
		  "theme: dark          # default, dark, light, high-contrast, mono\n"
		  "colour: auto         # auto, never, 16, 256, rgb\n"
		  "mouse: off\n"
		  "help: 2              # 0-3: how much the hint line says\n"
		  "ascii: off           # borders and marks in ASCII\n"
		  "idle: on             # say when time was not counted\n"
		  "bidi: terminal       # who turns right-to-left text: terminal, off\n"
		  "spelling: en_GB      # a language, or off" },
		{ "keys.yaml", "preset: vim          # default, vim, left\n"
			       "layout: azerty       # qwerty, azerty, ru, uk, bg, sr, el, he, ar\n"
			       "bind:\n"
			       "  skip: [S, Ctrl-T]\n"
			       "  flag: []           # by :flag only" },
	};

	fputs(".SH FILES\nBoth are in \\fI~/.config/assay\\fR and need not be there; a mistake in "
	      "one "
	      "is said with its line, and the defaults hold.\n",
	      out);
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		fprintf(out, ".TP\n\\fB%s\\fR\n.nf\n", examples[i][0]);
		roffs(out, examples[i][1]);
		fputs("\n.fi\n", out);
	}
	fputs(".PP\nDigits, signs and lower\\-case letters answer and cannot be bound; Enter, Tab, "
	      "Backspace, Esc, the arrows, j, k, u and q keep their meaning. \\fBassay keys\\fR "
	      "lists what is in force.\n",
	      out);
}

void cmd_man_page(FILE *out, const struct cmd_env *env)
{
	fprintf(out, ".TH ASSAY 1 \"\" \"assay %s\" \"User Commands\"\n", env->version);
	fputs(".SH NAME\nassay \\- human feedback on language\\-model output, in a terminal\n"
	      ".SH SYNOPSIS\n\\fBassay\\fR \\fIPROJECT.assay\\fR\n.br\n"
	      "\\fBassay\\fR \\fICOMMAND\\fR [\\fIPROJECT.assay\\fR] ...\n"
	      ".SH DESCRIPTION\nA project is one file. An annotator reads a prompt and its "
	      "candidate responses side by side and ranks, rates, tags, explains and rewrites "
	      "them with single keys; \\fB?\\fR shows the keys. Every submission is kept, signed, "
	      "and exported in the form that trainers load.\n.SH COMMANDS\n",
	      out);
	for (int i = 0; cmd_table[i] != NULL; i++)
		if (!cmd_table[i]->hidden)
			command_section(out, cmd_table[i]);
	fputs(".SH COMMON OPTIONS\n", out);
	option_entries(out, cmd_common);
	key_section(out, env->keys);
	own_section(out);
	exit_section(out);
	world_section(out);
}

static int run_man(const struct cmd_env *env, const struct cmd_args *args)
{
	(void)args;
	cmd_man_page(env->out, env);
	return EXIT_DONE;
}

const struct cmd cmd_man = {
	.name = "man",
	.operands = "",
	.summary = "print the manual page in roff",
	.examples = "assay man | man -l -",
	.run = run_man,
	.hidden = true,
};
