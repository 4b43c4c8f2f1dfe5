/* seed PROJECT BATCH N: somebody submits for the next N items what the owner submitted last,
 * without waiting for the disk: labels for the rows that read them. */
#include "bench/figures.h"
#include "bench/project.h"

#include <stdlib.h>
#include <unistd.h>

/* SQLite calls these, and nobody measures here. */
int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fildes)
{
	(void)fildes;
	return 0;
}

int main(int argc, char **argv)
{
	struct figures times = { .n = 0 };
	struct project project;
	struct err err = { .code = ERR_NONE };
	long n = argc > 3 ? strtol(argv[3], NULL, 10) : 0;

	if (argc < 4)
		give_up("usage: seed PROJECT BATCH N");
	project_open(&project, argv[1], 1);
	project_look(&project, argv[1], argv[2]);
	for (long i = 0; i < n; i++)
		if (!project_submit(&project, &times, &err))
			give_up("item %ld: %s", i, err.msg);
	project_close(&project);
	figures_release(&times);
	return 0;
}
