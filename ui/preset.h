/* preset.h - key maps to begin with: the table's own, one for fingers that know vi, one for the
 * left hand alone. */
#ifndef ASSAY_UI_PRESET_H
#define ASSAY_UI_PRESET_H

#include "ui/keymap.h"

struct preset {
	const char *name, *says;
	const struct preset_keys {
		enum command command; /* CMD_NONE ends the list */
		const char *keys;
	} * keys;
};

extern const struct preset presets[];
extern const size_t preset_count;

const struct preset *preset_find(const char *name); /* NULL: no such preset */
void preset_apply(const struct preset *preset, struct keymap *map);

#endif
