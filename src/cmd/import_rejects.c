/* import_rejects.c - refused records, kept as they stood, beside the input or here. */
#include "cmd/import.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct reject_file {
	const char *input;
	const char *path, *temp;
	FILE *file;   /* NULL: another input of the same name holds it, or it is finished */
	size_t share; /* index of the one that does */
};

void rejects_note(struct rejects *rejects, const struct import_reject *reject)
{
	if (rejects->count < REJECTS_SHOWN)
		rejects->shown[rejects->count] = (struct reject_note){
			.file = arena_strdup(rejects->arena, reject->file),
			.line = reject->line,
			.column = reject->column,
			.reason = arena_strdup(rejects->arena, reject->reason),
		};
	rejects->count++;
}

static const char *text_of(struct arena *arena, const char *fmt, const char *a, long number)
{
	struct buf text = BUF_INIT;
	const char *result;

	buf_adds(&text, a);
	buf_addf(&text, "%s", fmt);
	if (number >= 0)
		buf_addf(&text, "%ld", number);
	result = arena_strndup(arena, text.data, text.len);
	buf_release(&text);
	return result;
}

static FILE *create(const char *temp)
{
	int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;

	if (file == NULL && fd >= 0)
		close(fd);
	return file;
}

/* Beside the input, or, where nothing can be written there, in the current folder. */
static bool open_file(struct rejects *rejects, struct reject_file *file, struct err *err)
{
	const char *beside = strcmp(file->input, "-") == 0 ? "stdin" : file->input;
	const char *places[2] = { beside, cmd_file_name(beside) };

	for (int i = 0; i < 2; i++) {
		file->path = text_of(rejects->arena, ".rejects.jsonl", places[i], -1);
		for (size_t f = 0; f < rejects->n_files; f++) {
			if (strcmp(rejects->files[f].path, file->path) == 0) {
				file->share = f;
				return true;
			}
		}
		file->temp = text_of(rejects->arena, ".tmp-", file->path, (long)getpid());
		file->file = create(file->temp);
		if (file->file != NULL)
			return true;
	}
	return err_set(err, ERR_STORAGE, "cannot keep refused records in %s: %s", file->path,
		       strerror(errno));
}

static struct reject_file *find_file(struct rejects *rejects, const char *input, struct err *err)
{
	struct reject_file file = { .input = input };

	for (size_t i = 0; i < rejects->n_files; i++)
		if (strcmp(rejects->files[i].input, input) == 0)
			return &rejects->files[rejects->files[i].share];
	file.share = rejects->n_files;
	if (!open_file(rejects, &file, err))
		return NULL;
	file.input = arena_strdup(rejects->arena, input);
	rejects->files =
		vec_grow(rejects->files, rejects->n_files, &rejects->cap, sizeof *rejects->files);
	rejects->files[rejects->n_files++] = file;
	return &rejects->files[file.share];
}

bool rejects_keep(struct rejects *rejects, const char *file, const char *bytes, size_t n,
		  struct err *err)
{
	struct reject_file *kept;

	if (rejects->discard)
		return true;
	kept = find_file(rejects, file, err);
	if (kept == NULL)
		return false;
	if (fwrite(bytes, 1, n, kept->file) != n)
		return err_set(err, ERR_STORAGE, "cannot write %s: %s", kept->path,
			       strerror(errno));
	return true;
}

static bool finish_file(struct reject_file *file, struct err *err)
{
	bool ok;

	if (file->file == NULL)
		return true;
	ok = fflush(file->file) == 0 && fsync(fileno(file->file)) == 0;
	ok = fclose(file->file) == 0 && ok;
	file->file = NULL;
	if (!ok || rename(file->temp, file->path) != 0) {
		err_set(err, ERR_STORAGE, "cannot write %s: %s", file->path, strerror(errno));
		unlink(file->temp);
		return false;
	}
	return true;
}

bool rejects_finish(struct rejects *rejects, struct err *err)
{
	for (size_t i = 0; i < rejects->n_files; i++)
		if (!finish_file(&rejects->files[i], err))
			return false;
	return true;
}

void rejects_release(struct rejects *rejects)
{
	for (size_t i = 0; i < rejects->n_files; i++) {
		if (rejects->files[i].file == NULL)
			continue;
		fclose(rejects->files[i].file);
		unlink(rejects->files[i].temp);
	}
	free(rejects->files);
	rejects->files = NULL;
	rejects->n_files = rejects->cap = 0;
}

size_t rejects_files(const struct rejects *rejects)
{
	return rejects->n_files;
}

/* NULL for one that shares another's file. */
const char *rejects_path(const struct rejects *rejects, size_t i)
{
	return rejects->files[i].share == i ? rejects->files[i].path : NULL;
}
