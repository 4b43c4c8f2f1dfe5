/* import_spool.c - standard input, put into a file when it must be read twice. */
#include "cmd/import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool copy(FILE *in, FILE *out)
{
	char chunk[65536];
	size_t n;

	while ((n = fread(chunk, 1, sizeof chunk, in)) > 0)
		if (fwrite(chunk, 1, n, out) != n)
			return false;
	return ferror(in) == 0 && fflush(out) == 0;
}

FILE *spool_standard_input(const struct cmd_env *env, struct arena *arena, struct err *err)
{
	struct buf path = BUF_INIT;
	char *name;
	FILE *file;
	int fd;

	buf_addf(&path, "%s/assay-XXXXXX", env->temp_dir);
	name = arena_strndup(arena, path.data, path.len);
	buf_release(&path);
	fd = mkstemp(name);
	file = fd >= 0 ? fdopen(fd, "w+b") : NULL;
	if (fd >= 0)
		unlink(name); /* it goes when the last of us does */
	if (file == NULL || !copy(env->in, file)) {
		if (errno == EINTR)
			err_set(err, ERR_BUSY, "the import was stopped before anything went in");
		else
			err_set(err, ERR_STORAGE, "cannot keep standard input in %s: %s",
				env->temp_dir, strerror(errno));
		if (file != NULL)
			fclose(file);
		return NULL;
	}
	rewind(file);
	return file;
}
