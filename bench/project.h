/* project.h - a project opened as the program opens it: by the key of $ASSAY_NAME under
 * $XDG_CONFIG_HOME, with records under $XDG_STATE_HOME. */
#ifndef ASSAY_BENCH_PROJECT_H
#define ASSAY_BENCH_PROJECT_H

#include "base/buf.h"
#include "store/store.h"
#include "sync/keys.h"

struct project {
	struct store_env env;
	char state[512];
	struct identity *identity;
	struct store *store;
	struct short_id batch;
	struct buf payload; /* of the owner's first submission in the batch: what all submit */
};

/* PERSON 0 is the owner, to look only: what she wrote here would make the program, which keeps its
 * records elsewhere, take the project for a copy.  Others join.  Ends the process when it cannot.
 */
void project_open(struct project *project, const char *path, int person);
void project_close(struct project *project);

/* Learns of the batch and, from the owner, of the payload. */
void project_look(struct project *project, const char *path, const char *batch);

/* Leases the next open item and submits for it; adds ms of the submission alone.  False: no item is
 * left, or it failed with ERR. */
struct figures;
bool project_submit(struct project *project, struct figures *times, struct err *err) MUST_USE;

#endif
