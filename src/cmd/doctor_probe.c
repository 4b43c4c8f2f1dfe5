/* doctor_probe.c - how wide this terminal draws what terminals disagree about: a character is
 * written, and the terminal asked where its cursor is. */
#include "cmd/doctor.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PROBE_WAIT 400 /* ms that the terminal has to answer */

int doctor_cursor_column(const char *answer)
{
	const char *at = strstr(answer, "\033[");
	char *end;
	long column;

	if (at == NULL)
		return -1;
	(void)strtol(at + 2, &end, 10);
	if (*end != ';')
		return -1;
	column = strtol(end + 1, &end, 10);
	return *end == 'R' && column >= 1 && column < 10000 ? (int)column : -1;
}

static void put(const char *bytes)
{
	ssize_t ignored = write(STDOUT_FILENO, bytes, strlen(bytes));

	(void)ignored;
}

/* The columns that TEXT takes; -1: the terminal does not say. */
static int measure(const char *text)
{
	struct pollfd ready = { .fd = STDIN_FILENO, .events = POLLIN };
	char answer[64] = "";
	size_t n = 0;

	put("\r");
	put(text);
	put("\033[6n");
	while (n + 1 < sizeof answer && strchr(answer, 'R') == NULL
	       && poll(&ready, 1, PROBE_WAIT) == 1) {
		ssize_t got = read(STDIN_FILENO, answer + n, sizeof answer - 1 - n);

		if (got <= 0)
			break;
		n += (size_t)got;
		answer[n] = '\0';
	}
	put("\r\033[K");
	return doctor_cursor_column(answer) - 1;
}

static void judge(struct doctor *doctor)
{
	static const struct {
		const char *text, *name;
		int columns;
		const char *mend;
	} samples[] = {
		{ "\u2500", "borders", 1,
		  "set its ambiguous width to narrow, or 'ascii: on' in settings.yaml" },
		{ "\u6f22", "Chinese characters", 2, "another font or terminal" },
		{ "\U0001F642", "emoji", 2, "a terminal of Unicode 9 or later" },
		{ "e\u0301", "combining marks", 1,
		  "another terminal, or assay shows them shifted" },
	};
	bool fine = true;

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		int columns = measure(samples[i].text);

		if (columns < 0) {
			doctor_note(doctor, HEALTH_NOTE, "widths",
				    "the terminal does not say where its cursor is");
			return;
		}
		if (columns == samples[i].columns)
			continue;
		fine = false;
		doctor_note(doctor, HEALTH_WARN, "widths", "%s take %d columns here, not %d: %s",
			    samples[i].name, columns, samples[i].columns, samples[i].mend);
	}
	if (fine)
		doctor_note(doctor, HEALTH_FINE, "widths",
			    "borders, Chinese characters, emoji and combining marks are as wide as "
			    "assay takes them");
}

void doctor_probe_widths(struct doctor *doctor)
{
	const char *term = doctor_variable(doctor, "TERM");
	struct termios before, raw;

	if (!doctor->env->in_tty || !doctor->env->out_tty || doctor->env->ascii || term == NULL
	    || strcmp(term, "dumb") == 0 || tcgetattr(STDIN_FILENO, &before) != 0)
		return;
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	judge(doctor);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
}
