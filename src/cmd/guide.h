/* guide.h - between the files of `assay guide`; nobody else's. */
#ifndef ASSAY_CMD_GUIDE_H
#define ASSAY_CMD_GUIDE_H

#include "cmd/cmd.h"
#include "guide/guide.h"

#define VERSION_SHOWN 12 /* hex digits of a guideline's hash */

void guide_show(FILE *out, const struct guide *guide, struct arena *arena);
/* "2 responses", "2 to 9 responses"; lives in ARENA. */
const char *guide_responses(const struct guideline *guideline, struct arena *arena);
void guide_version(const struct guide *guide, char version[VERSION_SHOWN + 1]);

#endif
