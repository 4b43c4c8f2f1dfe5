#define _GNU_SOURCE
#include "tests/support/killed.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h> /* after sys/ptrace.h, whose enumerators its macros would rename */

#include <cmocka.h>

#define ARGS_MAX 32

static bool changes_a_folder(uint64_t number)
{
	static const long calls[] = {
		SYS_renameat2, SYS_renameat, SYS_unlinkat, SYS_mkdirat,
#ifdef SYS_rename
		SYS_rename,    SYS_unlink,   SYS_rmdir,    SYS_mkdir,
#endif
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (number == (uint64_t)calls[i])
			return true;
	return false;
}

/* In the child: as program_run() would, and traced. */
static void become(struct program *program, const char *const *argv)
{
	static const char *const folders[][2] = { { "HOME", "home" },
						  { "XDG_CONFIG_HOME", "home/config" },
						  { "XDG_STATE_HOME", "home/state" } };
	char *words[ARGS_MAX + 2] = { NULL };
	char *name;
	int null = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		setenv(folders[i][0], program_path(program, folders[i][1]), 1);
	for (int i = 0; program->extra[i] != NULL; i++) {
		name = strdup(program->extra[i]);
		if (name == NULL || putenv(name) != 0)
			_exit(99);
	}
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* it cannot look where somebody traces */
	memcpy(&words[0], &program->binary, sizeof words[0]);
	for (int i = 0; i < ARGS_MAX && argv[i] != NULL; i++)
		memcpy(&words[i + 1], &argv[i], sizeof words[0]);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	if (chdir(program->dir) != 0 || ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
		_exit(99);
	raise(SIGSTOP);
	execv(words[0], words);
	_exit(98);
}

/* True at the entry of a call that counts. */
static bool is_step(pid_t pid)
{
	struct ptrace_syscall_info info;
	long n = ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);

	if (n <= 0)
		fail_msg("what process %d calls cannot be read: %s", (int)pid, strerror(errno));
	return info.op == PTRACE_SYSCALL_INFO_ENTRY && changes_a_folder(info.entry.nr);
}

static enum killed follow(pid_t pid, int step)
{
	int status = 0, signal = 0, steps = 0;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, pid, NULL, signal) != 0
		    || waitpid(pid, &status, 0) != pid)
			fail_msg("process %d is lost: %s", (int)pid, strerror(errno));
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return KILLED_NOT;
		if (!WIFSTOPPED(status))
			fail_msg("it ended with status %d", status);
		signal = WSTOPSIG(status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(status);
		if (signal == SIGTRAP) /* execv() */
			signal = 0;
		else if (signal == 0 && is_step(pid) && ++steps == step)
			break;
	}
	kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status))
		fail_msg("process %d does not die", (int)pid);
	return KILLED_THERE;
}

enum killed program_killed(struct program *program, const char *const *argv, int step)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0)
		become(program, argv);
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return KILLED_UNTRACED;
	if (ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		return KILLED_UNTRACED;
	}
	return follow(pid, step);
}
