/* keys.c - the workbench's commands as the manual prints them: the one place where both tables are
 * known. */
#include "main/world.h"

#include "ui/command.h"

#include <assert.h>

static const char *const headings[MODE_COUNT] = {
	[MODE_GLOBAL] = "Everywhere outside a text",
	[MODE_READING] = "Reading",
	[MODE_ANSWERING] = "Answering",
	[MODE_TEXT] = "In a text",
	[MODE_TEXT_MENU] = "In a text, behind Ctrl-X",
	[MODE_LIST] = "In a list",
	[MODE_CONFIRM] = "When asked",
	[MODE_PROMPT] = "In a line of entry",
};

static_assert(CMD_COUNT < WORLD_KEYS, "room for all commands and the end");

const char *world_heading(enum mode mode)
{
	return headings[mode];
}

void world_keys(struct cmd_key *keys)
{
	size_t n = 0;

	for (int mode = 0; mode < MODE_COUNT; mode++)
		for (int c = CMD_NONE + 1; c < CMD_COUNT; c++) {
			const struct command_info *info = command_info((enum command)c);

			if ((int)info->mode == mode && info->keys[0] != '\0')
				keys[n++] =
					(struct cmd_key){ headings[mode], info->keys, info->help };
		}
	keys[n] = (struct cmd_key){ .keys = NULL };
}
