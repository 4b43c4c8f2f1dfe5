/* tty.c - signals, the saved state of the terminal, raw output. */
#include "main/tty.h"

#include "base/alloc.h"
#include "main/files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define RESET_MAX 256

/* Signal handlers have no argument: this is the one exception to "no globals". */
static struct {
	volatile sig_atomic_t armed;
	int pipe[2];
	struct termios before;
	char reset[RESET_MAX];
	size_t reset_len;
	struct sigaction old[NSIG];
} tty;

static const int fatal_signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL };
static const int told_signals[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Async-signal-safe: gives the terminal back as it was. */
static void restore_terminal(void)
{
	ssize_t ignored;

	if (!tty.armed)
		return;
	ignored = write(STDOUT_FILENO, tty.reset, tty.reset_len);
	(void)ignored;
	tcsetattr(STDIN_FILENO, TCSANOW, &tty.before);
}

static void tell(int signal)
{
	unsigned char byte = (unsigned char)signal;
	int kept = errno;
	ssize_t ignored = write(tty.pipe[1], &byte, 1);

	(void)ignored;
	errno = kept;
}

/* The handler before (a sanitizer's, or the default) goes on with it. */
static void die(int signal)
{
	restore_terminal();
	sigaction(signal, &tty.old[signal], NULL);
	raise(signal);
}

static void out_of_memory(void)
{
	static const char words[] = "assay: out of memory; what was saved is kept\n";
	ssize_t ignored;

	restore_terminal();
	ignored = write(STDERR_FILENO, words, sizeof words - 1);
	(void)ignored;
}

static void handle(int signal, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sigemptyset(&action.sa_mask);
	action.sa_flags = handler == tell ? SA_RESTART : 0;
	sigaction(signal, &action, &tty.old[signal]);
}

bool tty_take(struct err *err)
{
	if (pipe(tty.pipe) != 0)
		return err_set(err, ERR_STORAGE, "no pipe for signals: %s", strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(tty.pipe[i], F_SETFD, FD_CLOEXEC);
		fcntl(tty.pipe[i], F_SETFL, O_NONBLOCK);
	}
	tcgetattr(STDIN_FILENO, &tty.before);
	for (size_t i = 0; i < COUNT(told_signals); i++)
		handle(told_signals[i], tell);
	for (size_t i = 0; i < COUNT(fatal_signals); i++)
		handle(fatal_signals[i], die);
	return true;
}

void tty_give_back(void)
{
	tty.armed = false;
	alloc_on_exhaustion(NULL);
	for (size_t i = 0; i < COUNT(told_signals); i++)
		sigaction(told_signals[i], &tty.old[told_signals[i]], NULL);
	for (size_t i = 0; i < COUNT(fatal_signals); i++)
		sigaction(fatal_signals[i], &tty.old[fatal_signals[i]], NULL);
	tcsetattr(STDIN_FILENO, TCSANOW, &tty.before);
	close(tty.pipe[0]);
	close(tty.pipe[1]);
}

int tty_signals(void)
{
	return tty.pipe[0];
}

void tty_arm(const char *reset, size_t n)
{
	tty.reset_len = n < RESET_MAX ? n : RESET_MAX;
	memcpy(tty.reset, reset, tty.reset_len);
	tty.armed = true;
	alloc_on_exhaustion(out_of_memory);
}

void tty_stop(void)
{
	struct sigaction mine, standard = { .sa_handler = SIG_DFL };

	sigemptyset(&standard.sa_mask);
	sigaction(SIGTSTP, &standard, &mine);
	kill(0, SIGTSTP);
	/* Here we go on. */
	sigaction(SIGTSTP, &mine, NULL);
}

void tty_write(const char *bytes, size_t n)
{
	/* A terminal that takes nothing has hung up: its signal tells. */
	bool ignored = files_write_fd(STDOUT_FILENO, bytes, n);

	(void)ignored;
}
