/* tutor.c - `assay tutor`: the workbench on a project made for it, with the tutor above it. */
#include "main/tutor.h"
#include "main/plain.h"
#include "main/session.h"

#include "ui/view/tutor.h"

static bool read_lesson(const struct cmd_args *args, int *lesson, struct err *err)
{
	*lesson = 1;
	return cmd_int(args, "lesson", 1, tutor_lessons(), lesson, err);
}

/* It teaches a screen: line by line there is none. */
static bool has_screen(const struct cmd_env *env, const struct cmd_args *args, struct err *err)
{
	if (cmd_value(args, "keys") != NULL)
		return true;
	if (!env->in_tty || !env->out_tty)
		return err_set(err, ERR_INVALID, "the tutor needs a terminal");
	if (plain_is_needed(env))
		return err_set(err, ERR_INVALID,
			       "the tutor needs a terminal that can place a cursor, and TERM is "
			       "dumb; 'assay --plain FILE' works there, and ? lists its commands");
	return true;
}

static void say_where(const struct cmd_env *env, const struct tutor *tutor)
{
	int lesson = tutor_at(tutor);

	if (lesson > tutor_lessons())
		cmd_printf(env->out,
			   "All %d lessons are done. Next: assay FILE.assay, or assay "
			   "import to bring items of your own in.\n",
			   tutor_lessons());
	else
		cmd_printf(env->out,
			   "You were at lesson %d of %d, %s: 'assay tutor --lesson %d' "
			   "goes on there.\n",
			   lesson, tutor_lessons(), tutor_lesson_title(lesson), lesson);
}

static bool teach(const struct session *session, struct tutor_project *project, int lesson,
		  struct err *err)
{
	static const struct cmd label = { .name = "label", .project = PROJECT_FIRST };
	const struct cmd_args args = { .cmd = &label, .project = project->path };
	struct session inside = *session;
	struct tutor *tutor = tutor_new(lesson);
	struct app_env app;
	struct cmd_project_open open;
	bool ok;

	inside.env = &project->env;
	app = session_env(&inside);
	app.guide = tutor_guide(tutor);
	ok = cmd_open(&project->env, &args, STORE_WRITE, &open, err);
	if (ok) {
		ok = session_run(&inside, open.store, &app, NULL, err);
		cmd_close(&open);
	}
	if (ok)
		say_where(session->env, tutor);
	tutor_free(tutor);
	return ok;
}

int tutor_run(const struct cmd_env *env, const struct cmd_args *args)
{
	struct tutor_project project;
	struct session session;
	struct err err;
	int lesson;
	bool ok;

	if (!read_lesson(args, &lesson, &err))
		return cmd_fail_usage(env, args->cmd, &err);
	if (!has_screen(env, args, &err))
		return cmd_fail(env, &err);
	ok = session_read(&session, env, args, &err);
	if (ok)
		ok = tutor_project_make(&project, env, &err);
	if (ok) {
		ok = teach(&session, &project, lesson, &err);
		tutor_project_remove(&project);
	}
	session_release(&session);
	return ok ? EXIT_DONE : session_fail(&session, args, &err);
}
