/* habits.c - counts of uses, read and written. */
#include "ui/habits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void habits_init(struct habits *habits)
{
	*habits = (struct habits){ .help = -1 };
}

static void read_line(struct habits *habits, const char *line)
{
	size_t len = strcspn(line, " ");
	char name[64], *end;
	enum command command;
	unsigned long n;

	if (len == 0 || len >= sizeof name || line[len] != ' ')
		return;
	memcpy(name, line, len);
	name[len] = '\0';
	n = strtoul(line + len + 1, &end, 10);
	if (end == line + len + 1 || *end != '\0' || n > UINT32_MAX)
		return;
	command = command_find(name);
	if (strcmp(name, "help-level") == 0)
		habits->help = n <= HELP_ALL ? (int)n : -1;
	else if (command != CMD_NONE)
		habits->used[command] = (uint32_t)n;
}

void habits_read(struct habits *habits, const char *text, size_t len)
{
	char line[128];

	habits_init(habits);
	for (size_t at = 0; at < len;) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t n = end == NULL ? len - at : (size_t)(end - text) - at;

		snprintf(line, sizeof line, "%.*s", n < 120 ? (int)n : 0, text + at);
		read_line(habits, line);
		at += n + 1;
	}
}

void habits_write(const struct habits *habits, struct buf *out)
{
	if (habits->help >= 0)
		buf_addf(out, "help-level %d\n", habits->help);
	for (enum command c = CMD_NONE + 1; c < CMD_COUNT; c++)
		if (habits->used[c] > 0)
			buf_addf(out, "%s %" PRIu32 "\n", command_info(c)->name, habits->used[c]);
}

bool habits_learn(struct habits *habits, enum command command)
{
	if (habits == NULL || command == CMD_NONE || habits->used[command] >= HABIT_USES)
		return false;
	return ++habits->used[command] == HABIT_USES && command != CMD_HELP;
}

bool habits_show(const struct habits *habits, enum help_level level, enum command command)
{
	/* The door to all others stays. */
	if (command == CMD_HELP || level == HELP_ALL)
		return true;
	if (command == CMD_NONE)
		return level >= HELP_ANSWERS;
	if (level <= HELP_ANSWERS)
		return false;
	return habits == NULL || habits->used[command] < HABIT_USES;
}
