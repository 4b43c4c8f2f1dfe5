/* main.c - joins commands and workbench, and ends decently when output cannot be written. */
#include "base/alloc.h"
#include "main/files.h"
#include "main/world.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A standard descriptor that is closed would be given to the next file that is opened, the
 * project's lock among them, and what is printed would go there.  /dev/null, opened for the other
 * direction, fails as the closed one did. */
static bool occupy_closed(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0
		    && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return false;
	return true;
}

/* Ctrl-C once: long work ends where it can and takes its half-made files along; twice: at once. */
static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int number)
{
	stop_asked = number;
}

static bool stopped(void *ctx)
{
	(void)ctx;
	return stop_asked != 0;
}

static void catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = ask_to_stop };

	/* Not SA_RESTART: a pipe that nobody writes to would be waited for again. */
	action.sa_flags = (int)SA_RESETHAND;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaction(numbers[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void out_of_memory(void)
{
	static const char complaint[] = "assay: out of memory\n";

	if (write(STDERR_FILENO, complaint, sizeof complaint - 1) < 0)
		return;
}

static int finish(const struct cmd_env *env, int code)
{
	struct err err;
	bool bad;

	errno = 0;
	bad = fflush(env->out) != 0;
	bad = ferror(env->out) != 0 || bad;
	if (!bad)
		return code;
	/* Nor is it news to whoever stopped it while it wrote. */
	if (stop_asked == 0 && !files_reader_gone(STDOUT_FILENO, errno)) {
		err_set(&err, ERR_STORAGE, "cannot write to standard output: %s",
			errno != 0 ? strerror(errno) : "output error");
		clearerr(env->out);
		cmd_fail(env, &err);
	}
	return code == EXIT_DONE ? EXIT_FAILED : code;
}

int main(int argc, char **argv)
{
	const char *const *words = (const char *const *)argv;
	struct world world;
	struct err err;
	int code;

	if (!occupy_closed())
		return EXIT_FAILED;
	/* Only the characters' type: a decimal comma must not get into any file. */
	setlocale(LC_CTYPE, "");
	catch_signals();
	alloc_on_exhaustion(out_of_memory);
	if (world_init(&world, argc, words, &err)) {
		world.env.stopped = stopped;
		code = cmd_main(&world.env, argc, words);
	} else {
		cmd_fail(&world.env, &err);
		code = EXIT_USAGE;
	}
	code = finish(&world.env, code);
	/* As a shell says it of a program that a signal ended. */
	if (code == EXIT_FAILED && stop_asked != 0)
		code = 128 + stop_asked;
	world_release(&world);
	return code;
}
