/* doctor_tmux.c - what tmux says about itself. */
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
#define WORDS_MAX 5

/* ---- asking ---- */

static bool start_tmux(int out, pid_t *pid, const char *const *words, char *const *environment)
{
	char word[WORDS_MAX][32];
	char *argv[WORDS_MAX + 1] = { NULL };
	posix_spawn_file_actions_t actions;
	bool ok;

	for (int i = 0; i < WORDS_MAX && words[i] != NULL; i++) {
		snprintf(word[i], sizeof word[i], "%s", words[i]);
		argv[i] = word[i];
	}
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

/* The first line that `tmux WORDS` prints; false: it cannot be asked. */
static bool ask_tmux(const struct doctor *doctor, const char *const *words, char *answer,
		     size_t size)
{
	const char *path = doctor_variable(doctor, "PATH"), *tmux = doctor_variable(doctor, "TMUX");
	char path_is[4096], tmux_is[1024];
	char *const environment[] = { path_is, tmux_is, NULL };
	size_t n = 0;
	pid_t pid;
	int fds[2];

	snprintf(path_is, sizeof path_is, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
	snprintf(tmux_is, sizeof tmux_is, "TMUX=%s", tmux != NULL ? tmux : "");
	if (pipe(fds) != 0)
		return false;
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	if (!start_tmux(fds[1], &pid, words, environment))
		pid = -1;
	close(fds[1]);
	if (pid > 0) {
		n = read_answer(fds[0], answer, size);
		kill(pid, SIGTERM);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(fds[0]);
	if (n > 0)
		answer[strcspn(answer, "\r\n")] = '\0';
	return n > 0;
}

/* ---- judging ---- */

static void look_at_escape(struct doctor *doctor)
{
	static const char *const words[] = { "tmux", "show-options", "-sv", "escape-time", NULL };
	char answer[32];
	int ms;

	if (!ask_tmux(doctor, words, answer, sizeof answer) || strspn(answer, "0123456789") == 0) {
		doctor_note(doctor, HEALTH_NOTE, "tmux", "it does not say its escape-time");
		return;
	}
	ms = (int)strtol(answer, NULL, 10);
	if (ms > ESCAPE_TIME_MAX)
		doctor_note(doctor, HEALTH_WARN, "tmux",
			    "escape-time is %d ms, so Esc comes late: put 'set -s escape-time 10' "
			    "into ~/.tmux.conf (Ctrl-G does the same without delay)",
			    ms);
	else
		doctor_note(doctor, HEALTH_FINE, "tmux", "escape-time %d ms", ms);
}

static void look_at_clipboard(struct doctor *doctor)
{
	static const char *const words[] = { "tmux", "show-options", "-sv", "set-clipboard", NULL };
	char answer[32];

	if (!ask_tmux(doctor, words, answer, sizeof answer))
		return;
	if (strcmp(answer, "on") == 0)
		doctor_note(doctor, HEALTH_FINE, "clipboard", "tmux passes copied texts on");
	else
		doctor_note(doctor, HEALTH_WARN, "clipboard",
			    "tmux keeps copied texts from the terminal (set-clipboard %s): put "
			    "'set -s set-clipboard on' into ~/.tmux.conf",
			    answer);
}

/* "C-x" of tmux as "Ctrl-X" of ours. */
static bool is_our_key(const struct doctor *doctor, const char *prefix, char name[16])
{
	size_t len;

	if (strncmp(prefix, "C-", 2) != 0 || prefix[2] == '\0' || prefix[3] != '\0')
		return false;
	snprintf(name, 16, "Ctrl-%c",
		 prefix[2] >= 'a' && prefix[2] <= 'z' ? prefix[2] - 'a' + 'A' : prefix[2]);
	len = strlen(name);
	for (const struct cmd_key *key = doctor->env->keys; key != NULL && key->keys != NULL; key++)
		for (const char *at = key->keys; *at != '\0'; at += strspn(at, " ")) {
			size_t word = strcspn(at, " ");

			if (word == len && memcmp(at, name, len) == 0)
				return true;
			at += word;
		}
	return false;
}

static void look_at_prefix(struct doctor *doctor)
{
	static const char *const words[] = { "tmux", "show-options", "-gv", "prefix", NULL };
	char answer[32], name[16];

	if (!ask_tmux(doctor, words, answer, sizeof answer))
		return;
	if (is_our_key(doctor, answer, name))
		doctor_note(doctor, HEALTH_WARN, "tmux",
			    "its prefix %s is a key of assay: press it twice, or bind another one "
			    "in keys.yaml ('assay keys' lists them)",
			    name);
	else
		doctor_note(doctor, HEALTH_FINE, "tmux", "its prefix %s is no key of assay",
			    answer);
}

static void look_at_version(struct doctor *doctor)
{
	static const char *const words[] = { "tmux", "-V", NULL };
	char answer[32];

	if (ask_tmux(doctor, words, answer, sizeof answer))
		doctor_note(doctor, HEALTH_FINE, "tmux", "version %s",
			    strncmp(answer, "tmux ", 5) == 0 ? answer + 5 : answer);
}

void doctor_look_at_tmux(struct doctor *doctor)
{
	if (doctor_variable(doctor, "TMUX") == NULL)
		return;
	look_at_version(doctor);
	look_at_escape(doctor);
	look_at_prefix(doctor);
	look_at_clipboard(doctor);
}
