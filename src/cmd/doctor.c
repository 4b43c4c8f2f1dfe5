/* doctor.c - assay doctor: what is around the program, and what to mend. */
#include "cmd/doctor.h"

#include <stdarg.h>
#include <string.h>

static const char *const health_names[HEALTH_COUNT] = {
	[HEALTH_FINE] = "ok",
	[HEALTH_NOTE] = "note",
	[HEALTH_WARN] = "warn",
	[HEALTH_FAULT] = "fault",
};

void doctor_note(struct doctor *doctor, enum health health, const char *what, const char *fmt, ...)
{
	struct json *finding = json_object(&doctor->arena);
	char says[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(says, sizeof says, fmt, args);
	va_end(args);
	json_set(&doctor->arena, finding, "health",
		 json_string(&doctor->arena, health_names[health]));
	json_set(&doctor->arena, finding, "what", json_string(&doctor->arena, what));
	json_set(&doctor->arena, finding, "says", json_string(&doctor->arena, says));
	json_push(doctor->findings, finding);
	doctor->fault = doctor->fault || health == HEALTH_FAULT;
}

const char *doctor_variable(const struct doctor *doctor, const char *name)
{
	const char *value = doctor->env->getenv(doctor->env->ctx, name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static bool number(const char **text, int *out)
{
	int n = 0;
	size_t digits = strspn(*text, "0123456789");

	if (digits == 0 || digits > 6)
		return false;
	for (size_t i = 0; i < digits; i++)
		n = n * 10 + ((*text)[i] - '0');
	*text += digits;
	if (**text == '.')
		++*text;
	*out = n;
	return true;
}

bool doctor_sqlite_is_fixed(const char *version)
{
	static const struct {
		int minor, patch;
	} mended[] = { { 44, 6 }, { 50, 7 }, { 51, 3 } };
	int major, minor, patch;

	if (!number(&version, &major) || !number(&version, &minor) || !number(&version, &patch))
		return false;
	if (major != 3 || minor > 51)
		return major > 3 || (major == 3 && minor > 51);
	for (size_t i = 0; i < sizeof mended / sizeof *mended; i++)
		if (minor == mended[i].minor)
			return patch >= mended[i].patch;
	return false;
}

static void look_at_program(struct doctor *doctor)
{
	const char *sqlite = store_sqlite_version();

	doctor_note(doctor, HEALTH_FINE, "assay", "version %s", doctor->env->version);
	if (doctor_sqlite_is_fixed(sqlite))
		doctor_note(doctor, HEALTH_FINE, "SQLite", "version %s", sqlite);
	else
		doctor_note(
			doctor, HEALTH_NOTE, "SQLite",
			"version %s has the WAL-reset bug; assay's own lock keeps clear of it, "
			"but do not write to a project with the sqlite3 program, litestream or "
			"the like while it is in use ('assay query' and 'assay backup' are safe)",
			sqlite);
}

/* ---- the outcome ---- */

static void print_words(const struct doctor *doctor)
{
	FILE *out = doctor->env->out;

	for (const struct json *f = doctor->findings->child; f != NULL; f = f->next) {
		fprintf(out, "%-5s  ", json_get_string(f, "health"));
		fprintf(out, "%-9s  ", json_get_string(f, "what"));
		cmd_print(out, json_get_string(f, "says"));
		fputc('\n', out);
	}
}

static int run_doctor(const struct cmd_env *env, const struct cmd_args *args)
{
	struct doctor doctor = { .env = env };

	doctor.findings = json_array(&doctor.arena);
	doctor.project = args->n_operands > 0 ? args->operand[0] : env->project;
	look_at_program(&doctor);
	doctor_look_at_terminal(&doctor);
	doctor_look_at_folders(&doctor);
	if (doctor.project != NULL)
		doctor_look_at_project(&doctor);
	if (cmd_flag(args, "json"))
		cmd_print_json(env->out, doctor.findings);
	else
		print_words(&doctor);
	arena_release(&doctor.arena);
	return doctor.fault ? EXIT_FAILED : EXIT_DONE;
}

static const struct cmd_option options[] = {
	{ .name = "json", .help = "the same as a JSON array" },
	{ .name = NULL },
};

const struct cmd cmd_doctor = {
	.name = "doctor",
	.operands = "[FILE.assay]",
	.summary = "look for trouble around the program",
	.description = "Looks at SQLite, locale, terminal and tmux, at the folders of keys and "
		       "stream records, "
		       "and, with a project, at its disk and file system. Says what is fine, what "
		       "is good to "
		       "know, what to mend, and ends with 1 if something does not work at all.",
	.examples = "assay doctor\n"
		    "assay doctor faucet.assay",
	.project = PROJECT_NONE,
	.max_operands = 1,
	.options = options,
	.run = run_doctor,
};
