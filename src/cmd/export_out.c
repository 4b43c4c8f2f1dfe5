/* export_out.c - the files of an export: made aside, hashed as they are written, put in place
 * together, the manifest last. */
#include "cmd/export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANIFEST "manifest.json"
#define CARD "README.md"

static const char *path_of(struct arena *arena, const char *a, const char *between, const char *b)
{
	struct buf path = BUF_INIT;
	const char *result;

	buf_addf(&path, "%s%s%s", a, between, b);
	result = arena_strndup(arena, path.data, path.len);
	buf_release(&path);
	return result;
}

static bool fail_at(const char *what, const char *path, struct err *err)
{
	return err_set(err, ERR_STORAGE, "cannot %s '%s': %s", what, path, strerror(errno));
}

/* Where NAME ends up: in the folder, or beside the one file as STEM.NAME. */
static const char *final_path(const struct export_out *out, const char *name)
{
	return out->stem != NULL ? path_of(out->arena, out->stem, ".", name)
				 : path_of(out->arena, out->target, "/", name);
}

static void add_file(struct export_out *out, const char *part, const char *only_path)
{
	struct out_file *file = &out->file[out->n_files++];

	file->name = path_of(out->arena, part, "", ".jsonl");
	if (out->to_stdout)
		return;
	file->temp = path_of(out->arena, out->temp, "/", file->name);
	file->path = only_path != NULL ? only_path : final_path(out, file->name);
	file->name = cmd_file_name(file->path);
}

static void add_files(struct export_out *out, const struct export_settings *settings)
{
	bool lossless = settings->format->needs == EXPORT_ANNOTATIONS;

	add_file(out, "excluded", NULL);
	add_file(out, "edits", NULL);
	if (settings->n_parts == 0)
		add_file(out, lossless ? "annotations" : "train",
			 out->stem != NULL ? out->target : NULL);
	for (int i = 0; i < settings->n_parts; i++)
		add_file(out, settings->part[i].name, NULL);
}

/* A folder that holds something is written into only if that something is an export. */
static bool may_replace(const struct export_out *out, struct err *err)
{
	DIR *dir = opendir(out->target);
	const struct dirent *entry;
	bool empty = true, ours = false;

	if (dir == NULL)
		return fail_at("read the folder", out->target, err);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		empty = false;
		ours = ours || strcmp(entry->d_name, MANIFEST) == 0;
	}
	closedir(dir);
	return empty || ours
	       || err_set(err, ERR_CONFLICT,
			  "the folder '%s' is not empty and holds no export; choose another",
			  out->target);
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
		return may_replace(out, err);
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

static bool make_temp(struct export_out *out, struct err *err)
{
	char number[24];

	snprintf(number, sizeof number, ".tmp-%ld", (long)getpid());
	out->temp = path_of(out->arena, out->target, "", number);
	if (mkdir(out->temp, 0777) != 0)
		return fail_at("make the folder", out->temp, err);
	return true;
}

bool out_open(struct export_out *out, const struct cmd_env *env, const char *target,
	      const struct export_settings *settings, struct arena *arena, struct err *err)
{
	*out = (struct export_out){ .env = env, .arena = arena };
	out->to_stdout = target == NULL || strcmp(target, "-") == 0;
	if (out->to_stdout) {
		add_files(out, settings);
		return true;
	}
	out->target = without_slashes(arena, target);
	if (!look_at_target(out, settings, err) || !make_temp(out, err))
		return false;
	add_files(out, settings);
	return true;
}

static bool open_file(struct out_file *file, struct err *err)
{
	file->file = fopen(file->temp, "wbx");
	if (file->file == NULL)
		return fail_at("write", file->temp, err);
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
	hash_add(&file->hash, row->data, row->len);
	if (fwrite(row->data, 1, row->len, file->file) != row->len)
		return fail_at("write", file->temp, err);
	return true;
}

static bool end_file(struct out_file *file, struct err *err)
{
	bool ok = fflush(file->file) == 0 && fsync(fileno(file->file)) == 0;

	ok = fclose(file->file) == 0 && ok;
	file->file = NULL;
	file->digest = hash_end(&file->hash);
	return ok || fail_at("write", file->temp, err);
}

/* Parts and the list of exclusions are there even when empty: a reader need not ask. */
bool out_end(struct export_out *out, struct err *err)
{
	if (out->to_stdout)
		return true;
	for (int i = 0; i < out->n_files; i++) {
		struct out_file *file = &out->file[i];

		if (file->file == NULL && i == OUT_EDITS)
			continue;
		if (file->file == NULL && !open_file(file, err))
			return false;
		if (!end_file(file, err))
			return false;
	}
	return true;
}

/* What an earlier export into this folder made and this one does not: only what its manifest
 * names. */
static void remove_stale(const struct export_out *out)
{
	const char *path = final_path(out, MANIFEST);
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	FILE *file = fopen(path, "rb");
	const struct json *root, *files;
	struct err err;
	char chunk[4096];
	size_t n;

	if (file == NULL)
		return;
	while (text.len < 1 << 20 && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(&text, chunk, n);
	fclose(file);
	root = json_parse(buf_str(&text), text.len, &arena, &err);
	files = json_get(root, "assay_export") != NULL ? json_get(root, "files") : NULL;
	for (const struct json *f = files != NULL ? files->child : NULL; f; f = f->next) {
		const char *name = json_get_string(f, "name");

		if (name != NULL && strchr(name, '/') == NULL && ends_in(name, ".jsonl"))
			unlink(path_of(out->arena, out->target, "/", name));
	}
	buf_release(&text);
	arena_release(&arena);
}

static bool write_whole(const char *path, const struct buf *text, struct err *err)
{
	FILE *file = fopen(path, "wbx");
	bool ok;

	if (file == NULL)
		return fail_at("write", path, err);
	ok = fwrite(text->data, 1, text->len, file) == text->len && fflush(file) == 0
	     && fsync(fileno(file)) == 0;
	ok = fclose(file) == 0 && ok;
	return ok || fail_at("write", path, err);
}

static bool move(const char *from, const char *to, struct err *err)
{
	return rename(from, to) == 0 || fail_at("make", to, err);
}

static bool is_made(const struct out_file *file)
{
	return file->rows > 0 || access(file->temp, F_OK) == 0;
}

static bool move_all(struct export_out *out, const char *manifest, const char *card,
		     struct err *err)
{
	for (int i = 0; i < out->n_files; i++)
		if (is_made(&out->file[i]) && !move(out->file[i].temp, out->file[i].path, err))
			return false;
	if (card != NULL && !move(card, final_path(out, CARD), err))
		return false;
	return move(manifest, final_path(out, MANIFEST), err);
}

bool out_commit(struct export_out *out, const struct buf *manifest, const struct buf *card,
		struct err *err)
{
	const char *manifest_path, *card_path = NULL;

	if (out->to_stdout)
		return true;
	manifest_path = path_of(out->arena, out->temp, "/", MANIFEST);
	if (!write_whole(manifest_path, manifest, err))
		return false;
	if (out->stem == NULL) {
		card_path = path_of(out->arena, out->temp, "/", CARD);
		if (!write_whole(card_path, card, err))
			return false;
	}
	if (out->fresh) {
		if (!move(out->temp, out->target, err))
			return false;
		out->temp = NULL;
		return true;
	}
	if (out->stem == NULL)
		remove_stale(out);
	return move_all(out, manifest_path, card_path, err);
}

void out_release(struct export_out *out)
{
	if (out->temp == NULL)
		return;
	for (int i = 0; i < out->n_files; i++) {
		if (out->file[i].file != NULL)
			fclose(out->file[i].file);
		out->file[i].file = NULL;
		unlink(out->file[i].temp);
	}
	unlink(path_of(out->arena, out->temp, "/", MANIFEST));
	unlink(path_of(out->arena, out->temp, "/", CARD));
	rmdir(out->temp);
	out->temp = NULL;
}
