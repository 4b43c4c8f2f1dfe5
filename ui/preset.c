/* preset.c - the presets as data; what a preset does not name keeps its keys. */
#include "ui/preset.h"

#include <string.h>

static const struct preset_keys none[] = { { CMD_NONE, NULL } };

/* h and l cannot move: small letters answer. */
static const struct preset_keys vim[] = {
	{ CMD_PAGE_DOWN, "Ctrl-F Ctrl-D Space PgDn J" },
	{ CMD_PAGE_UP, "Ctrl-U PgUp K" },
	{ CMD_BOTTOM, "G End" },
	{ CMD_LANDMARK_NEXT, "} )" },
	{ CMD_LANDMARK_PREV, "{ (" },
	{ CMD_PANE_NEXT, "Ctrl-W Right" },
	{ CMD_GOTO, "#" },
	{ CMD_BROWSE, "_" },
	{ CMD_NEXT_ITEM, "Ctrl-N ]" },
	{ CMD_PREV_ITEM, "Ctrl-P [" },
	{ CMD_LIST_PAGE_DOWN, "Ctrl-F Ctrl-D Space PgDn J" },
	{ CMD_LIST_PAGE_UP, "Ctrl-U PgUp K" },
	{ CMD_LIST_LAST, "G End" },
	{ CMD_NONE, NULL },
};

/* What the right hand would do, by Shift with the top row and by Ctrl with the left half. */
static const struct preset_keys left[] = {
	{ CMD_SUBMIT, "Ctrl-F Enter" },
	{ CMD_ERASE, "` Backspace" },
	{ CMD_HELP, "~ ?" },
	{ CMD_PALETTE, "Q :" },
	{ CMD_SEARCH, "# /" },
	{ CMD_BROWSE, "^" },
	{ CMD_GO_BACK, "Ctrl-T" },
	{ CMD_UNDO, "Ctrl-E u" },
	{ CMD_PAGE_UP, "@ PgUp K" },
	{ CMD_PANE_PREV, "$ Left" },
	{ CMD_PANE_NEXT, "% Right" },
	{ CMD_NEXT_ITEM, "Ctrl-V Ctrl-N" },
	{ CMD_PREV_ITEM, "Ctrl-X Ctrl-P" },
	{ CMD_OPEN, "Ctrl-F Enter" },
	{ CMD_LIST_PAGE_UP, "@ PgUp K" },
	{ CMD_NONE, NULL },
};

const struct preset presets[] = {
	{ "default", "the keys of the manual", none },
	{ "vim", "pages with Ctrl-F and Ctrl-U, G to the end, { } between parts", vim },
	{ "left", "everything within reach of the left hand", left },
};

const size_t preset_count = sizeof presets / sizeof presets[0];

const struct preset *preset_find(const char *name)
{
	for (size_t i = 0; i < preset_count; i++)
		if (strcmp(presets[i].name, name) == 0)
			return &presets[i];
	return NULL;
}

void preset_apply(const struct preset *preset, struct keymap *map)
{
	for (const struct preset_keys *k = preset->keys; k->command != CMD_NONE; k++)
		keymap_bind(map, k->command, k->keys);
}
