/* parse.c - options and operands of a subcommand, and what to say when they do not fit. */
#include "cmd/cmd.h"

#include "base/node.h"

#include <stdlib.h>
#include <string.h>

const struct cmd_option cmd_common[] = {
	{ .name = "as",
	  .value = "NAME",
	  .help = "work as this person, with a key of her own (default: $ASSAY_NAME, the login)" },
	{ .name = "at",
	  .value = "TIME",
	  .help = "pretend that it is TIME (2026-11-21T09:14:02Z)",
	  .hidden = true },
	{ .name = "seed",
	  .value = "N",
	  .help = "draw keys and random numbers from N: for tests only",
	  .hidden = true },
	{ .name = "help", .letter = 'h', .help = "show this help" },
	{ .name = NULL },
};

static const struct cmd_option no_options[] = { { .name = NULL } };

static const struct cmd_option *options_of(const struct cmd *cmd)
{
	return cmd->options != NULL ? cmd->options : no_options;
}

/* An option as it was written: --name, --name=value or -x. */
struct word {
	const char *name; /* not ended */
	size_t len;
	char letter;       /* of -x, else 0 */
	const char *value; /* behind '=', or NULL */
};

static struct word word_split(const char *arg)
{
	struct word word = { .name = arg + 1, .len = 1, .letter = arg[1] };
	const char *equals;

	if (arg[1] != '-') {
		if (arg[2] != '\0')
			word.value = arg[2] == '=' ? arg + 3 : arg + 2;
		return word;
	}
	equals = strchr(arg, '=');
	word.name = arg + 2;
	word.len = equals != NULL ? (size_t)(equals - word.name) : strlen(word.name);
	word.letter = '\0';
	word.value = equals != NULL ? equals + 1 : NULL;
	return word;
}

static const struct cmd_option *find_option(const struct cmd_option *options,
					    const struct word *word)
{
	for (; options->name != NULL; options++) {
		if (word->letter != '\0'
			    ? options->letter == word->letter
			    : strlen(options->name) == word->len
				      && strncmp(options->name, word->name, word->len) == 0)
			return options;
	}
	return NULL;
}

struct parser {
	const struct cmd_env *env;
	const struct cmd *cmd;
	int argc, at;
	const char *const *argv;
	struct arena *arena;
	struct cmd_args *args;
	const char **operand;
	struct err *err;
};

static bool unknown_option(struct parser *p, const struct word *word)
{
	const char *names[CMD_OPTIONS_MAX + 8];
	const char *text, *near;
	size_t n = 0;

	for (const struct cmd_option *o = options_of(p->cmd); o->name != NULL; o++)
		names[n++] = o->name;
	for (const struct cmd_option *o = cmd_common; o->name != NULL; o++)
		names[n++] = o->name;
	names[n] = NULL;
	if (word->letter != '\0')
		return err_set(p->err, ERR_INVALID, "unknown option '-%c'", word->letter);
	text = arena_strndup(p->arena, word->name, word->len);
	near = nearest_word(text, names);
	if (near != NULL)
		return err_set(p->err, ERR_INVALID, "unknown option '--%s'; did you mean '--%s'?",
			       text, near);
	return err_set(p->err, ERR_INVALID, "unknown option '--%s'", text);
}

static bool is_choice(const struct cmd_option *option, const char *value)
{
	for (int i = 0; option->choices[i] != NULL; i++)
		if (strcmp(option->choices[i], value) == 0)
			return true;
	return false;
}

static bool check_choice(struct parser *p, const struct cmd_option *option, const char *value)
{
	struct buf all = BUF_INIT;
	const char *near;

	if (option->choices == NULL || is_choice(option, value))
		return true;
	for (int i = 0; option->choices[i] != NULL; i++)
		buf_addf(&all, "%s%s", i > 0 ? ", " : "", option->choices[i]);
	near = nearest_word(value, option->choices);
	if (near != NULL)
		err_set(p->err, ERR_INVALID, "--%s: unknown %s '%s'; did you mean '%s'?",
			option->name, option->value, value, near);
	else
		err_set(p->err, ERR_INVALID, "--%s: unknown %s '%s'; there are: %s", option->name,
			option->value, value, buf_str(&all));
	buf_release(&all);
	return false;
}

/* Takes the option's value from behind '=' or from the next word.  A next word that looks like an
 * option is none: `--batch --strict` has forgotten something. */
static bool take_value(struct parser *p, const struct cmd_option *option, const struct word *word,
		       const char **value)
{
	*value = word->value;
	if (option->value == NULL) {
		if (word->value != NULL)
			return err_set(p->err, ERR_INVALID, "--%s takes no value", option->name);
		*value = "";
		return true;
	}
	if (*value == NULL && p->at < p->argc
	    && (p->argv[p->at][0] != '-' || p->argv[p->at][1] != '-' || p->argv[p->at][2] == '\0'))
		*value = p->argv[p->at++];
	if (*value == NULL)
		return err_set(p->err, ERR_INVALID, "--%s needs a %s behind it", option->name,
			       option->value);
	return check_choice(p, option, *value);
}

static void list_add(struct parser *p, size_t place, const char *value)
{
	const char *const *old = p->args->list[place];
	const char **list;
	size_t n = 0;

	while (old != NULL && old[n] != NULL)
		n++;
	list = arena_alloc(p->arena, (n + 2) * sizeof *list);
	for (size_t i = 0; i < n; i++)
		list[i] = old[i];
	list[n] = value;
	p->args->list[place] = list;
}

static bool take_option(struct parser *p, const char *arg)
{
	struct word word = word_split(arg);
	const struct cmd_option *option = find_option(options_of(p->cmd), &word);
	bool own = option != NULL;
	const char *value;
	size_t place;

	if (!own)
		option = find_option(cmd_common, &word);
	if (option == NULL)
		return unknown_option(p, &word);
	if (!take_value(p, option, &word, &value))
		return false;
	if (!own) {
		p->args->help = p->args->help || strcmp(option->name, "help") == 0;
		return true;
	}
	place = (size_t)(option - options_of(p->cmd));
	if (p->args->value[place] != NULL && !option->repeats && option->value != NULL)
		return err_set(p->err, ERR_INVALID, "--%s was given twice", option->name);
	p->args->value[place] = value;
	if (option->repeats)
		list_add(p, place, value);
	return true;
}

static bool ends_in_assay(const char *path)
{
	size_t n = strlen(path);

	return n >= 6 && strcmp(path + n - 6, ".assay") == 0;
}

static bool take_project(struct parser *p)
{
	struct cmd_args *args = p->args;
	bool first = args->n_operands > 0;

	if (p->cmd->project == PROJECT_NONE)
		return true;
	if (p->cmd->project == PROJECT_FIRST && p->env->project != NULL)
		first = first && ends_in_assay(args->operand[0]);
	if (first) {
		args->project = args->operand[0];
		args->operand++;
		args->n_operands--;
		return true;
	}
	args->project = p->cmd->project == PROJECT_FIRST ? p->env->project : NULL;
	if (args->project == NULL)
		return err_set(p->err, ERR_INVALID,
			       p->cmd->project == PROJECT_NEW
				       ? "which file? name the project to be made (NAME.assay)"
				       : "which project? name its file (NAME.assay) or set "
					 "ASSAY_PROJECT");
	return true;
}

static bool check_operands(struct parser *p)
{
	const struct cmd_args *args = p->args;
	const char *hint = "";

	if (args->n_operands < p->cmd->min_operands) {
		if (args->project != NULL && !ends_in_assay(args->project))
			hint = " (the first operand was taken for the project; projects end in "
			       ".assay)";
		return err_set(p->err, ERR_INVALID, "too few operands: %s%s", p->cmd->operands,
			       hint);
	}
	if (p->cmd->max_operands >= 0 && args->n_operands > p->cmd->max_operands)
		return err_set(p->err, ERR_INVALID, "'%s' is one operand too many",
			       args->operand[p->cmd->max_operands]);
	return true;
}

static int count_words(const char *const *argv)
{
	int n = 0;

	while (argv[n] != NULL)
		n++;
	return n;
}

bool cmd_parse(const struct cmd_env *env, const struct cmd *cmd, const char *const *argv,
	       struct arena *arena, struct cmd_args *args, struct err *err)
{
	const int argc = count_words(argv);
	struct parser p = { .env = env,
			    .cmd = cmd,
			    .argc = argc,
			    .at = 1,
			    .argv = argv,
			    .arena = arena,
			    .args = args,
			    .err = err };
	bool options = true;

	memset(args, 0, sizeof *args);
	args->cmd = cmd;
	p.operand = arena_alloc(arena, (size_t)(argc + 1) * sizeof *p.operand);
	args->operand = p.operand;
	while (p.at < argc) {
		const char *arg = argv[p.at++];

		if (options && strcmp(arg, "--") == 0)
			options = false;
		else if (!options || arg[0] != '-' || arg[1] == '\0')
			p.operand[args->n_operands++] = arg;
		else if (!take_option(&p, arg))
			return false;
	}
	return args->help || (take_project(&p) && check_operands(&p));
}

static int option_place(const struct cmd_args *args, const char *name)
{
	const struct cmd_option *options = options_of(args->cmd);

	for (int i = 0; options[i].name != NULL; i++)
		if (strcmp(options[i].name, name) == 0)
			return i;
	return -1;
}

const char *cmd_value(const struct cmd_args *args, const char *option)
{
	int place = option_place(args, option);

	return place >= 0 ? args->value[place] : NULL;
}

bool cmd_flag(const struct cmd_args *args, const char *option)
{
	return cmd_value(args, option) != NULL;
}

const char *const *cmd_list(const struct cmd_args *args, const char *option)
{
	static const char *const none[] = { NULL };
	int place = option_place(args, option);

	return place >= 0 && args->list[place] != NULL ? args->list[place] : none;
}

bool cmd_int(const struct cmd_args *args, const char *option, int min, int max, int *out,
	     struct err *err)
{
	const char *text = cmd_value(args, option);
	size_t digits;
	long value;

	if (text == NULL)
		return true;
	digits = strspn(text, "0123456789");
	value = digits > 0 && digits <= 9 && text[digits] == '\0' ? strtol(text, NULL, 10) : -1;
	if (value < min || value > max)
		return err_set(err, ERR_INVALID, "--%s is '%s', but must be a number from %d to %d",
			       option, text, min, max);
	*out = (int)value;
	return true;
}

const char *cmd_common_value(int argc, const char *const *argv, const char *name)
{
	size_t len = strlen(name);
	const char *found = NULL;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--", 2) != 0 || strncmp(argv[i] + 2, name, len) != 0)
			continue;
		if (argv[i][2 + len] == '=')
			found = argv[i] + 2 + len + 1;
		else if (argv[i][2 + len] == '\0' && i + 1 < argc
			 && strncmp(argv[i + 1], "--", 2) != 0)
			found = argv[++i];
	}
	return found;
}
