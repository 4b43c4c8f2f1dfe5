/* export_out.c - the files of an export: made aside, hashed as they are written. */
#include "cmd/export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *out_join(struct arena *arena, const char *a, const char *between, const char *b)
{
	struct buf path = BUF_INIT;
	const char *result;

	buf_addf(&path, "%s%s%s", a, between, b);
	result = arena_strndup(arena, path.data, path.len);
	buf_release(&path);
	return result;
}

bool out_fail(const char *what, const char *path, struct err *err)
{
	return err_set(err, ERR_STORAGE, "cannot %s '%s': %s", what, path, strerror(errno));
}

const char *out_place(const struct export_out *out, const char *name)
{
	return out->stem != NULL ? out_join(out->arena, out->stem, ".", name)
				 : out_join(out->arena, out->target, "/", name);
}

static void add_file(struct export_out *out, const char *part, const char *only_path)
{
	struct out_file *file = &out->file[out->n_files++];

	file->name = out_join(out->arena, part, "", ".jsonl");
	if (out->to_stdout)
		return;
	file->temp = out_join(out->arena, out->temp, "/", file->name);
	file->path = only_path != NULL ? only_path : out_place(out, file->name);
	file->name = cmd_file_name(file->path);
}

static void add_files(struct export_out *out, const struct export_settings *settings)
{
	bool lossless = settings->format->needs == EXPORT_ANNOTATIONS;

	add_file(out, "excluded", NULL);
	add_file(out, "edits", NULL);
	add_file(out, "events", NULL);
	out->file[OUT_EDITS].optional = true;
	out->file[OUT_EVENTS].optional = !lossless;
	if (settings->n_parts == 0)
		add_file(out, lossless ? "annotations" : "train",
			 out->stem != NULL ? out->target : NULL);
	for (int i = 0; i < settings->n_parts; i++)
		add_file(out, settings->part[i].name, NULL);
}

static bool ends_in(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n > m && strcmp(text + n - m, end) == 0;
}

static bool look_at_target(struct export_out *out, const struct export_settings *settings,
			   struct err *err)
{
	struct stat st;
	bool there = stat(out->target, &st) == 0;

	if (there && S_ISDIR(st.st_mode))
		return out_may_replace(out, err);
	if (ends_in(out->target, ".jsonl")) {
		if (settings->n_parts > 0)
			return err_set(err, ERR_INVALID,
				       "--split makes several files: give -o a folder");
		out->stem = arena_strndup(out->arena, out->target, strlen(out->target) - 6);
		return true;
	}
	if (there)
		return err_set(err, ERR_INVALID,
			       "'%s' is no folder, and a single file must end in .jsonl",
			       out->target);
	out->fresh = true;
	return true;
}

static const char *without_slashes(struct arena *arena, const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return arena_strndup(arena, path, n);
}

/* Its real name: a link to a folder stays a link. */
static const char *real_name(struct arena *arena, const char *target)
{
	char *real = realpath(target, NULL);
	const char *name = arena_strdup(arena, real != NULL ? real : target);

	free(real);
	return name;
}

bool out_open(struct export_out *out, const struct cmd_env *env, const char *target,
	      const struct export_settings *settings, struct arena *arena, struct err *err)
{
	*out = (struct export_out){ .env = env, .arena = arena, .lock = -1 };
	out->to_stdout = target == NULL || strcmp(target, "-") == 0;
	if (out->to_stdout) {
		add_files(out, settings);
		return true;
	}
	out->target = without_slashes(arena, target);
	if (!look_at_target(out, settings, err))
		return false;
	out->real = out->stem == NULL && !out->fresh ? real_name(arena, out->target) : out->target;
	if (!temp_make(out, err))
		return false;
	add_files(out, settings);
	return true;
}

static bool open_file(struct out_file *file, struct err *err)
{
	file->file = fopen(file->temp, "wbx");
	if (file->file == NULL)
		return out_fail("write", file->temp, err);
	hash_begin(&file->hash, NULL, NULL);
	return true;
}

/* Rows to a terminal must not move its cursor; into a pipe they go as into a file. */
static bool write_stdout(struct export_out *out, const struct buf *row, struct err *err)
{
	struct buf safe = BUF_INIT;
	int why;
	bool ok;

	if (out->env->out_tty)
		cmd_json_safe(&safe, row->data, row->len);
	else
		buf_add(&safe, row->data, row->len);
	errno = 0;
	ok = fwrite(safe.data, 1, safe.len, out->env->out) == safe.len;
	why = errno;
	buf_release(&safe);
	if (ok)
		return true;
	if (why == EPIPE) /* whoever read has gone: no complaint */
		return err_set(err, ERR_STORAGE, "%s", "");
	return err_set(err, ERR_STORAGE, "cannot write to standard output: %s", strerror(why));
}

bool out_write(struct export_out *out, int which, const struct buf *row, struct err *err)
{
	struct out_file *file = &out->file[which];

	file->rows++;
	file->bytes += (int64_t)row->len;
	if (out->to_stdout)
		return which < OUT_ROWS || write_stdout(out, row, err);
	if (file->file == NULL && !open_file(file, err))
		return false;
	if (out->writer == NULL)
		out->writer = writer_new(out->env->cores - 1);
	return writer_add(out->writer, file, row, err);
}

static bool end_file(struct export_out *out, struct out_file *file, struct err *err)
{
	bool ok;

	if (out->writer != NULL && !writer_end(out->writer, file, err))
		return false;
	ok = fflush(file->file) == 0 && fsync(fileno(file->file)) == 0;
	ok = fclose(file->file) == 0 && ok;
	file->file = NULL;
	file->digest = hash_end(&file->hash);
	return ok || out_fail("write", file->temp, err);
}

bool out_is_made(const struct out_file *file)
{
	return !file->optional || file->rows > 0;
}

/* Parts and the list of exclusions are there even when empty: a reader need not ask. */
bool out_end(struct export_out *out, struct err *err)
{
	if (out->to_stdout)
		return true;
	for (int i = 0; i < out->n_files; i++) {
		struct out_file *file = &out->file[i];

		if (!out_is_made(file))
			continue;
		if (file->file == NULL && !open_file(file, err))
			return false;
		if (!end_file(out, file, err))
			return false;
	}
	return true;
}

void out_release(struct export_out *out)
{
	writer_free(out->writer);
	for (int i = 0; i < out->n_files; i++) {
		buf_release(&out->file[i].waiting);
		if (out->file[i].file != NULL)
			fclose(out->file[i].file);
	}
	if (out->temp != NULL)
		temp_remove(out->temp);
	if (out->lock >= 0)
		close(out->lock);
	*out = (struct export_out){ .lock = -1 };
}
