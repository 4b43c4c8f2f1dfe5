#define _GNU_SOURCE
#include "tests/support/program.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS_MAX 64
#define PATHS 8

void program_open(struct program *program, const char *binary)
{
	const char *tmp = getenv("TMPDIR");

	memset(program, 0, sizeof *program);
	program->binary = binary;
	snprintf(program->dir, sizeof program->dir, "%s/assay-test-XXXXXX",
		 tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(program->dir) == NULL)
		fail_msg("mkdtemp %s: %s", program->dir, strerror(errno));
	assert_int_equal(mkdir(program_path(program, "home"), 0700), 0);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void program_close(struct program *program)
{
	nftw(program->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	buf_release(&program->out);
	buf_release(&program->err);
}

const char *program_path(struct program *program, const char *name)
{
	static char paths[PATHS][512];
	static int next;

	next = (next + 1) % PATHS;
	snprintf(paths[next], sizeof paths[next], "%s/%s", program->dir, name);
	return paths[next];
}

void program_write(struct program *program, const char *name, const void *bytes, size_t n)
{
	FILE *file = fopen(program_path(program, name), "wb");

	if (file == NULL)
		fail_msg("%s: %s", name, strerror(errno));
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
}

void program_puts(struct program *program, const char *name, const char *text)
{
	program_write(program, name, text, strlen(text));
}

bool program_read(struct program *program, const char *name, struct buf *out)
{
	FILE *file = fopen(*name == '/' ? name : program_path(program, name), "rb");
	char chunk[4096];
	size_t n;

	buf_clear(out);
	if (file == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(out, chunk, n);
	fclose(file);
	return true;
}

bool program_has(struct program *program, const char *name)
{
	return access(program_path(program, name), F_OK) == 0;
}

/* ---- running ---- */

struct surroundings {
	char text[8][600];
	char *list[24];
};

static void surround(struct program *program, struct surroundings *s)
{
	static const char *const passed[] = { "PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TMPDIR" };
	int n = 0;

	/* In front: the first of two is the one that counts. */
	for (int i = 0; program->extra[i] != NULL; i++)
		memcpy(&s->list[n++], &program->extra[i], sizeof s->list[0]);
	snprintf(s->text[0], sizeof s->text[0], "HOME=%s/home", program->dir);
	snprintf(s->text[1], sizeof s->text[1], "XDG_CONFIG_HOME=%s/home/config", program->dir);
	snprintf(s->text[2], sizeof s->text[2], "XDG_STATE_HOME=%s/home/state", program->dir);
	snprintf(s->text[3], sizeof s->text[3], "LC_ALL=C.UTF-8");
	for (int i = 0; i < 4; i++)
		s->list[n++] = s->text[i];
	for (int i = 0; i < 4; i++) {
		if (getenv(passed[i]) == NULL)
			continue;
		snprintf(s->text[4 + i], sizeof s->text[4 + i], "%s=%.550s", passed[i],
			 getenv(passed[i]));
		s->list[n++] = s->text[4 + i];
	}
	s->list[n] = NULL;
}

static void redirect(struct program *program, posix_spawn_file_actions_t *actions)
{
	program_write(program, ".in", program->input != NULL ? program->input : "",
		      program->input != NULL ? program->input_len : 0);
	posix_spawn_file_actions_init(actions);
	posix_spawn_file_actions_addopen(actions, 0, program_path(program, ".in"), O_RDONLY, 0);
	posix_spawn_file_actions_addopen(actions, 1, program_path(program, ".out"),
					 O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_addopen(actions, 2, program_path(program, ".err"),
					 O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_addchdir_np(actions, program->dir);
}

int program_other(struct program *program, const char *const *argv)
{
	posix_spawn_file_actions_t actions;
	struct surroundings s;
	char *words[ARGS_MAX + 1] = { NULL };
	int status = 0, failed;
	pid_t pid;

	/* posix_spawn() wants them not const, and leaves them as they are. */
	for (int i = 0; i < ARGS_MAX && argv[i] != NULL; i++)
		memcpy(&words[i], &argv[i], sizeof words[i]);

	if (words[0] == NULL)
		return 127;
	surround(program, &s);
	redirect(program, &actions);
	failed = posix_spawnp(&pid, words[0], &actions, NULL, words, s.list);
	posix_spawn_file_actions_destroy(&actions);
	program->input = NULL;
	if (failed != 0)
		return 127;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	program_read(program, ".out", &program->out);
	program_read(program, ".err", &program->err);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int program_runv(struct program *program, const char *const *argv)
{
	const char *all[ARGS_MAX];
	int n = 0;

	all[n++] = program->binary;
	for (int i = 0; argv[i] != NULL && n < ARGS_MAX - 1; i++)
		all[n++] = argv[i];
	all[n] = NULL;
	return program_other(program, all);
}

int program_run(struct program *program, ...)
{
	const char *argv[ARGS_MAX];
	va_list ap;
	int n = 0;

	va_start(ap, program);
	while (n < ARGS_MAX - 1 && (argv[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	argv[n] = NULL;
	return program_runv(program, argv);
}

void program_says(struct program *program, const char *text)
{
	if (strstr(buf_str(&program->out), text) == NULL)
		fail_msg("no '%s' in the output:\n%s\nerrors:\n%s", text, buf_str(&program->out),
			 buf_str(&program->err));
}

void program_complains(struct program *program, const char *text)
{
	if (strstr(buf_str(&program->err), text) == NULL)
		fail_msg("no '%s' in the errors:\n%s\noutput:\n%s", text, buf_str(&program->err),
			 buf_str(&program->out));
}
