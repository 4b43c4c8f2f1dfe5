/* tutor.h - the project that the tutor teaches on. */
#ifndef ASSAY_MAIN_TUTOR_H
#define ASSAY_MAIN_TUTOR_H

#include "base/embedded.h"
#include "main/world.h"

extern const struct embedded tutor_files[]; /* the files of samples/tutor */
extern const size_t tutor_files_count;

struct tutor_project {
	char dir[512];      /* made for it */
	struct cmd_env env; /* with keys and state in DIR: nothing of the person's own is touched */
	char path[600], keys[600], state[600];
};

/* Makes folder and project.  False: ERR, and nothing is left behind. */
bool tutor_project_make(struct tutor_project *project, const struct cmd_env *env,
			struct err *err) MUST_USE;
/* Removes all of it. */
void tutor_project_remove(struct tutor_project *project);

#endif
