/* habits_file.h - where a person's habits are kept: "habits" in her state folder. */
#ifndef ASSAY_MAIN_HABITS_FILE_H
#define ASSAY_MAIN_HABITS_FILE_H

#include "ui/habits.h"

void habits_load(struct habits *habits, const char *state_dir);
/* Nothing is said if it cannot be written: nothing is lost but a convenience. */
void habits_save(const struct habits *habits, const char *state_dir);

#endif
