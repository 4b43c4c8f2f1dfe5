/* tutor_project.c - a project in a folder of its own, made by the commands that a person would use,
 * and gone afterwards. */
#include "main/tutor.h"

#include "ui/view/tutor.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "assay-tutor-"

/* ---------------------------------------------------------------- the folder */

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Two levels at most: what this file and the store make. */
static void remove_folder(const char *path, int depth)
{
	DIR *dir = opendir(path);
	char inner[1024];

	if (dir == NULL)
		return;
	for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
		if (is_dots(e->d_name))
			continue;
		snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
		if (unlink(inner) != 0 && depth > 0)
			remove_folder(inner, depth - 1);
	}
	closedir(dir);
	rmdir(path);
}

/* Whether NAME is the folder of a tutor that was killed. */
static bool is_left_over(const char *path, const char *name)
{
	struct stat st;
	long pid;

	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
		return false;
	pid = strtol(name + strlen(PREFIX), NULL, 10);
	return pid > 0 && lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == getuid()
	       && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static void remove_left_over(const char *temp)
{
	DIR *dir = opendir(temp);
	char path[1024];

	if (dir == NULL)
		return;
	for (struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
		snprintf(path, sizeof path, "%s/%s", temp, e->d_name);
		if (is_left_over(path, e->d_name))
			remove_folder(path, 2);
	}
	closedir(dir);
}

static bool make_folder(struct tutor_project *project, const char *temp, struct err *err)
{
	int n = snprintf(project->dir, sizeof project->dir, "%s/" PREFIX "%ld-XXXXXX", temp,
			 (long)getpid());

	if (n < 0 || (size_t)n >= sizeof project->dir || mkdtemp(project->dir) == NULL) {
		project->dir[0] = '\0';
		return err_set(err, ERR_STORAGE,
			       "cannot make a folder in %.300s for the tutor's project: %s; set "
			       "TMPDIR",
			       temp, strerror(errno));
	}
	return true;
}

static bool write_file(const struct tutor_project *project, const struct embedded *file,
		       struct err *err)
{
	char path[800];
	FILE *out;
	bool ok;

	snprintf(path, sizeof path, "%s/%s", project->dir, file->name);
	out = fopen(path, "wb");
	ok = out != NULL && fwrite(file->bytes, 1, file->len, out) == file->len;
	if (out != NULL)
		ok = fclose(out) == 0 && ok;
	return ok || err_set(err, ERR_STORAGE, "cannot write %s: %s", path, strerror(errno));
}

static bool write_files(const struct tutor_project *project, struct err *err)
{
	for (size_t i = 0; i < tutor_files_count; i++)
		if (!write_file(project, &tutor_files[i], err))
			return false;
	return true;
}

/* ---------------------------------------------------------------- the project */

/* Runs `assay ARGV` in the tutor's world; what it prints is kept for when it fails. */
static bool command(struct tutor_project *project, const char *const *argv, struct err *err)
{
	char said[400] = "";
	FILE *out = tmpfile();
	int argc = 0, code;
	size_t n;

	if (out == NULL)
		return err_set(err, ERR_STORAGE, "cannot make a temporary file: %s",
			       strerror(errno));
	while (argv[argc] != NULL)
		argc++;
	project->env.out = project->env.err = out;
	code = cmd_main(&project->env, argc, argv);
	if (code != EXIT_DONE) {
		rewind(out);
		n = fread(said, 1, sizeof said - 1, out);
		said[n] = '\0';
		said[strcspn(said, "\n")] = '\0';
		err_set(err, ERR_INVALID, "the tutor's project: %s", said);
	}
	fclose(out);
	return code == EXIT_DONE;
}

static bool import(struct tutor_project *project, int lesson, struct err *err)
{
	char file[800], guideline[800];
	const char *const argv[] = { "assay",       "import",  project->path,
				     file,          "--batch", tutor_batch(lesson),
				     "--guideline", guideline, NULL };

	snprintf(file, sizeof file, "%s/%s.jsonl", project->dir, tutor_batch(lesson));
	snprintf(guideline, sizeof guideline, "%s/%s.yaml", project->dir, tutor_guideline(lesson));
	return command(project, argv, err);
}

static bool import_all(struct tutor_project *project, const struct cmd_env *env, struct err *err)
{
	struct cmd_bar bar;
	struct progress progress = cmd_bar_start(&bar, env, "lessons", false);
	bool ok = true;

	for (int i = 1; ok && i <= tutor_lessons(); i++) {
		ok = import(project, i, err);
		if (ok && !progress_tick(&progress, i, tutor_lessons()))
			ok = err_set(err, ERR_BUSY, "the tutor was stopped");
	}
	cmd_bar_end(&bar);
	return ok;
}

static bool fill(struct tutor_project *project, const struct cmd_env *env, struct err *err)
{
	const char *const init[] = { "assay", "init", project->path, "--name", "tutor", NULL };

	return write_files(project, err) && command(project, init, err)
	       && import_all(project, env, err);
}

bool tutor_project_make(struct tutor_project *project, const struct cmd_env *env, struct err *err)
{
	*project = (struct tutor_project){ .env = *env };
	remove_left_over(env->temp_dir);
	if (!make_folder(project, env->temp_dir, err))
		return false;
	snprintf(project->path, sizeof project->path, "%s/tutor.assay", project->dir);
	snprintf(project->keys, sizeof project->keys, "%s/keys", project->dir);
	snprintf(project->state, sizeof project->state, "%s/state", project->dir);
	project->env.project = NULL;
	project->env.key_dir = project->keys;
	project->env.store.state_dir = project->state;
	project->env.out_tty = project->env.err_tty = false;
	if (fill(project, env, err)) {
		project->env.out = env->out;
		project->env.err = env->err;
		project->env.out_tty = env->out_tty;
		project->env.err_tty = env->err_tty;
		return true;
	}
	tutor_project_remove(project);
	return false;
}

void tutor_project_remove(struct tutor_project *project)
{
	if (project->dir[0] != '\0')
		remove_folder(project->dir, 2);
	project->dir[0] = '\0';
}
