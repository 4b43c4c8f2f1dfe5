/* command.c - the command table made readable at run time. */
#include "ui/command.h"

#include <string.h>

static const struct command_info table[CMD_COUNT] = {
#define X(id, id_name, first_mode, default_keys, short_word, help_text) \
	[id] = { .command = (id),                                       \
		 .name = (id_name),                                     \
		 .keys = (default_keys),                                \
		 .word = (short_word),                                  \
		 .help = (help_text),                                   \
		 .mode = (first_mode) },
	COMMANDS(X)
#undef X
};

const struct command_info *command_info(enum command command)
{
	return command > CMD_NONE && command < CMD_COUNT ? &table[command] : NULL;
}

enum command command_find(const char *name)
{
	for (int i = CMD_NONE + 1; i < CMD_COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].command;
	return CMD_NONE;
}
