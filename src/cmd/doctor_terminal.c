/* doctor_terminal.c - locale, terminal, colours, tmux. */
#include "cmd/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ESCAPE_TIME_MAX 50 /* ms; more is felt */
#define TMUX_WAIT 2000     /* ms that tmux has to answer */

static void look_at_locale(struct doctor *doctor)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = NULL, *name = "no locale is set";

	for (size_t i = 0; i < 3 && value == NULL; i++) {
		value = doctor_variable(doctor, names[i]);
		name = value != NULL ? names[i] : name;
	}
	if (!doctor->env->ascii)
		doctor_note(doctor, HEALTH_FINE, "locale", "UTF-8 (%s%s%s)", name,
			    value != NULL ? "=" : "", value != NULL ? value : "");
	else
		doctor_note(doctor, HEALTH_WARN, "locale",
			    "not UTF-8 (%s%s%s): other letters than ASCII are shown as U+XXXX; set "
			    "LC_ALL=C.UTF-8",
			    name, value != NULL ? "=" : "", value != NULL ? value : "");
}

/* ---- terminal ---- */

static bool entry_in(const char *folder, const char *term)
{
	char path[4096];

	if (folder == NULL)
		return false;
	if ((size_t)snprintf(path, sizeof path, "%s/%c/%s", folder, term[0], term) < sizeof path
	    && access(path, R_OK) == 0)
		return true;
	return (size_t)snprintf(path, sizeof path, "%s/%02x/%s", folder, (unsigned char)term[0],
				term)
		       < sizeof path
	       && access(path, R_OK) == 0;
}

static bool terminal_is_known(const struct doctor *doctor, const char *term)
{
	static const char *const folders[] = { "/etc/terminfo", "/lib/terminfo",
					       "/usr/share/terminfo", "/usr/lib/terminfo" };
	const char *home = doctor_variable(doctor, "HOME");
	char own[4096];

	if (strchr(term, '/') != NULL)
		return false;
	if (entry_in(doctor_variable(doctor, "TERMINFO"), term))
		return true;
	if (home != NULL && (size_t)snprintf(own, sizeof own, "%s/.terminfo", home) < sizeof own
	    && entry_in(own, term))
		return true;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (entry_in(folders[i], term))
			return true;
	return false;
}

static void look_at_term(struct doctor *doctor)
{
	const char *term = doctor_variable(doctor, "TERM");

	if (term == NULL)
		doctor_note(doctor, HEALTH_WARN, "terminal",
			    "TERM is not set: the workbench cannot draw; set TERM=xterm-256color");
	else if (strcmp(term, "dumb") == 0)
		doctor_note(doctor, HEALTH_NOTE, "terminal",
			    "TERM=dumb: the workbench cannot draw; set TERM=xterm-256color");
	else if (!terminal_is_known(doctor, term))
		doctor_note(
			doctor, HEALTH_WARN, "terminal",
			"TERM=%s is not in the terminfo database here: install ncurses-term, or "
			"set TERM=xterm-256color",
			term);
	else
		doctor_note(doctor, HEALTH_FINE, "terminal", "TERM=%s", term);
}

static void look_at_colours(struct doctor *doctor)
{
	const char *term = doctor_variable(doctor, "TERM");
	const char *colours = doctor_variable(doctor, "COLORTERM");

	if (doctor_variable(doctor, "NO_COLOR") != NULL)
		doctor_note(doctor, HEALTH_FINE, "colours", "none, as NO_COLOR is set");
	else if (colours != NULL
		 && (strcmp(colours, "truecolor") == 0 || strcmp(colours, "24bit") == 0))
		doctor_note(doctor, HEALTH_FINE, "colours", "16 million (COLORTERM=%s)", colours);
	else if (term != NULL && strstr(term, "256color") != NULL)
		doctor_note(doctor, HEALTH_FINE, "colours", "256");
	else
		doctor_note(doctor, HEALTH_FINE, "colours", "at most 16, as terminfo says");
}

/* ---- tmux ---- */

static bool start_tmux(int out, pid_t *pid, char *const *environment)
{
	char tmux[] = "tmux", show[] = "show-options", flags[] = "-sv", option[] = "escape-time";
	char *const argv[] = { tmux, show, flags, option, NULL };
	posix_spawn_file_actions_t actions;
	bool ok;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	ok = posix_spawnp(pid, "tmux", &actions, NULL, argv, environment) == 0;
	posix_spawn_file_actions_destroy(&actions);
	return ok;
}

/* What comes until the other end closes, or the time is up. */
static size_t read_answer(int fd, char *answer, size_t size)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	size_t n = 0;

	while (n + 1 < size && poll(&ready, 1, TMUX_WAIT) == 1) {
		ssize_t got = read(fd, answer + n, size - 1 - n);

		if (got <= 0)
			break;
		n += (size_t)got;
	}
	answer[n] = '\0';
	return n;
}

/* -1: it cannot be asked. */
static int tmux_escape_time(const struct doctor *doctor)
{
	const char *path = doctor_variable(doctor, "PATH"), *tmux = doctor_variable(doctor, "TMUX");
	char path_is[4096], tmux_is[1024], answer[32];
	char *const environment[] = { path_is, tmux_is, NULL };
	size_t n = 0;
	pid_t pid;
	int fds[2];

	snprintf(path_is, sizeof path_is, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
	snprintf(tmux_is, sizeof tmux_is, "TMUX=%s", tmux != NULL ? tmux : "");
	if (pipe(fds) != 0)
		return -1;
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	if (!start_tmux(fds[1], &pid, environment))
		pid = -1;
	close(fds[1]);
	if (pid > 0) {
		n = read_answer(fds[0], answer, sizeof answer);
		kill(pid, SIGTERM);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(fds[0]);
	return n > 0 && strspn(answer, "0123456789") > 0 ? (int)strtol(answer, NULL, 10) : -1;
}

static void look_at_tmux(struct doctor *doctor)
{
	int ms;

	if (doctor_variable(doctor, "TMUX") == NULL)
		return;
	ms = tmux_escape_time(doctor);
	if (ms < 0)
		doctor_note(doctor, HEALTH_NOTE, "tmux", "it does not say its escape-time");
	else if (ms > ESCAPE_TIME_MAX)
		doctor_note(doctor, HEALTH_WARN, "tmux",
			    "escape-time is %d ms, so Esc comes late: put 'set -s escape-time 10' "
			    "into ~/.tmux.conf",
			    ms);
	else
		doctor_note(doctor, HEALTH_FINE, "tmux", "escape-time %d ms", ms);
}

void doctor_look_at_terminal(struct doctor *doctor)
{
	look_at_locale(doctor);
	look_at_term(doctor);
	look_at_colours(doctor);
	look_at_tmux(doctor);
}
