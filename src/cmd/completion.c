/* completion.c - what shells need to complete command lines, from the table of commands. */
#include "cmd/cmd.h"

#include <string.h>

static void each_option(FILE *out, const struct cmd *cmd,
			void (*print)(FILE *out, const struct cmd *cmd,
				      const struct cmd_option *option))
{
	for (const struct cmd_option *o = cmd->options; o != NULL && o->name != NULL; o++)
		if (!o->hidden)
			print(out, cmd, o);
	for (const struct cmd_option *o = cmd_common; o->name != NULL; o++)
		if (!o->hidden)
			print(out, cmd, o);
}

/* The same in every shell: single quotes, a quote inside them closed and escaped. */
static void quoted(FILE *out, const char *text)
{
	fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			fputs("'\\''", out);
		else
			fputc(*text, out);
	}
	fputc('\'', out);
}

void cmd_words(FILE *out, const char *const *list)
{
	for (int i = 0; list[i] != NULL; i++)
		fprintf(out, "%s%s", i > 0 ? " " : "", list[i]);
}

static void command_names(FILE *out)
{
	bool first = true;

	for (int i = 0; cmd_table[i] != NULL; i++) {
		if (cmd_table[i]->hidden)
			continue;
		fprintf(out, "%s%s", first ? "" : " ", cmd_table[i]->name);
		first = false;
	}
}

/* ---- bash ---- */

static void bash_option(FILE *out, const struct cmd *cmd, const struct cmd_option *option)
{
	(void)cmd;
	fprintf(out, " --%s", option->name);
}

static void bash_choices(FILE *out, const struct cmd *cmd, const struct cmd_option *option)
{
	if (option->choices == NULL)
		return;
	fprintf(out, "\t%s:--%s) COMPREPLY=($(compgen -W \"", cmd->name, option->name);
	cmd_words(out, option->choices);
	fputs("\" -- \"$word\")); return ;;\n", out);
}

static void bash_operands(FILE *out, const struct cmd *cmd)
{
	if (cmd->project != PROJECT_NONE)
		fprintf(out, "\t%s:2) COMPREPLY=($(compgen -f -X '!*.assay' -- \"$word\")) ;;\n",
			cmd->name);
	for (int place = 1; place <= 2 && cmd->words != NULL; place++) {
		fprintf(out, "\t%s:%d) COMPREPLY=($(compgen -W \"", cmd->name, place + 1);
		cmd->words(out, place);
		fputs("\" -- \"$word\")) ;;\n", out);
	}
}

static void bash(FILE *out)
{
	fputs("# bash completion for assay\n_assay()\n{\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tlocal command=${COMP_WORDS[1]} options=\n\tCOMPREPLY=()\n"
	      "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\tCOMPREPLY=($(compgen -W \"",
	      out);
	command_names(out);
	fputs("\" -- \"$word\") $(compgen -f -X '!*.assay' -- \"$word\"))\n\t\treturn\n\tfi\n"
	      "\tcase $command:$before in\n",
	      out);
	for (int i = 0; cmd_table[i] != NULL; i++)
		if (!cmd_table[i]->hidden)
			each_option(out, cmd_table[i], bash_choices);
	fputs("\tesac\n\tcase $command in\n", out);
	for (int i = 0; cmd_table[i] != NULL; i++) {
		if (cmd_table[i]->hidden)
			continue;
		fprintf(out, "\t%s) options=\"", cmd_table[i]->name);
		each_option(out, cmd_table[i], bash_option);
		fputs("\" ;;\n", out);
	}
	fputs("\tesac\n\tcase $word in\n"
	      "\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")); return ;;\n\tesac\n"
	      "\tcase $command:$COMP_CWORD in\n",
	      out);
	for (int i = 0; cmd_table[i] != NULL; i++)
		bash_operands(out, cmd_table[i]);
	fputs("\tesac\n\t[ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n}\n"
	      "complete -o filenames -F _assay assay\n",
	      out);
}

/* ---- zsh ---- */

/* Colons and brackets have a meaning in _arguments. */
static void zsh_text(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			fputs("'\\''", out);
		else if (strchr("[]:\\", *text) != NULL)
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

static void zsh_option(FILE *out, const struct cmd *cmd, const struct cmd_option *option)
{
	(void)cmd;
	fprintf(out, "\t\t\t'%s--%s[", option->repeats ? "*" : "", option->name);
	zsh_text(out, option->help);
	fputc(']', out);
	if (option->value != NULL) {
		fputs(":", out);
		zsh_text(out, option->value);
		fputs(":", out);
		if (option->choices != NULL) {
			fputc('(', out);
			cmd_words(out, option->choices);
			fputc(')', out);
		} else {
			fputs("_files", out);
		}
	}
	fputs("' \\\n", out);
}

static void zsh_operands(FILE *out, const struct cmd *cmd)
{
	if (cmd->project != PROJECT_NONE)
		fputs("\t\t\t'1:project:_files -g \"*.assay\"' \\\n", out);
	for (int place = 1; place <= 2 && cmd->words != NULL; place++) {
		fprintf(out, "\t\t\t'%d:what:{compadd -- ", place);
		cmd->words(out, place);
		fputs(" || _files}' \\\n", out);
	}
	fputs("\t\t\t'*:file:_files' ;;\n", out);
}

static void zsh(FILE *out)
{
	fputs("#compdef assay\n_assay()\n{\n\tlocal -a commands\n\tcommands=(\n", out);
	for (int i = 0; cmd_table[i] != NULL; i++) {
		if (cmd_table[i]->hidden)
			continue;
		fprintf(out, "\t\t'%s:", cmd_table[i]->name);
		zsh_text(out, cmd_table[i]->summary);
		fputs("'\n", out);
	}
	fputs("\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n"
	      "\t\t_files -g '*.assay'\n\t\treturn\n\tfi\n\tshift words\n\t(( CURRENT-- ))\n"
	      "\tcase $words[1] in\n",
	      out);
	for (int i = 0; cmd_table[i] != NULL; i++) {
		if (cmd_table[i]->hidden && cmd_table[i]->words == NULL)
			continue;
		fprintf(out, "\t%s)\n\t\t_arguments \\\n", cmd_table[i]->name);
		each_option(out, cmd_table[i], zsh_option);
		zsh_operands(out, cmd_table[i]);
	}
	/* Read by fpath it is the function itself; sourced, it must be made known. */
	fputs("\tesac\n}\nif [ \"$funcstack[1]\" = _assay ]; then\n\t_assay \"$@\"\nelse\n"
	      "\tcompdef _assay assay\nfi\n",
	      out);
}

/* ---- fish ---- */

static void fish_option(FILE *out, const struct cmd *cmd, const struct cmd_option *option)
{
	fprintf(out, "complete -c assay -n '__fish_seen_subcommand_from %s' -l %s", cmd->name,
		option->name);
	if (option->letter != '\0')
		fprintf(out, " -s %c", option->letter);
	if (option->value != NULL)
		fputs(" -r", out);
	if (option->choices != NULL) {
		fputs(" -f -a '", out);
		cmd_words(out, option->choices);
		fputc('\'', out);
	}
	fputs(" -d ", out);
	quoted(out, option->help);
	fputc('\n', out);
}

static void fish_operands(FILE *out, const struct cmd *cmd)
{
	for (int place = 1; place <= 2 && cmd->words != NULL; place++) {
		fprintf(out,
			"complete -c assay -n '__fish_seen_subcommand_from %s; and test (count "
			"(commandline -opc)) -eq %d' -%sa '",
			cmd->name, place + 1, place == 1 ? "f" : "");
		cmd->words(out, place);
		fputs("'\n", out);
	}
}

static void fish(FILE *out)
{
	fputs("# fish completion for assay\n", out);
	for (int i = 0; cmd_table[i] != NULL; i++) {
		if (cmd_table[i]->hidden)
			continue;
		fprintf(out, "complete -c assay -n __fish_use_subcommand -a %s -d ",
			cmd_table[i]->name);
		quoted(out, cmd_table[i]->summary);
		fputc('\n', out);
		each_option(out, cmd_table[i], fish_option);
	}
	for (int i = 0; cmd_table[i] != NULL; i++)
		fish_operands(out, cmd_table[i]);
}

static const struct {
	const char *shell;
	void (*print)(FILE *out);
} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

bool cmd_completion(FILE *out, const char *shell)
{
	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
		if (strcmp(shells[i].shell, shell) == 0) {
			shells[i].print(out);
			return true;
		}
	}
	return false;
}

static void complete(FILE *out, int place)
{
	for (size_t i = 0; place == 1 && i < sizeof shells / sizeof *shells; i++)
		fprintf(out, "%s%s", i > 0 ? " " : "", shells[i].shell);
}

static int run_completion(const struct cmd_env *env, const struct cmd_args *args)
{
	struct err err;

	if (cmd_completion(env->out, args->operand[0]))
		return EXIT_DONE;
	err_set(&err, ERR_INVALID, "no completion for '%s'; there are: bash, zsh, fish",
		args->operand[0]);
	return cmd_fail_usage(env, args->cmd, &err);
}

const struct cmd cmd_completion_script = {
	.name = "completion",
	.operands = "SHELL",
	.summary = "print the completion script for bash, zsh or fish",
	.description = "Put it where the shell looks for it: see the examples. A new shell then "
		       "completes commands, options, their values and projects.",
	.examples = "assay completion bash > ~/.local/share/bash-completion/completions/assay\n"
		    "assay completion zsh > ~/.zfunc/_assay       # with fpath+=~/.zfunc before "
		    "compinit\n"
		    "assay completion fish > ~/.config/fish/completions/assay.fish",
	.min_operands = 1,
	.max_operands = 1,
	.words = complete,
	.run = run_completion,
	.hidden = true,
};
