/* export_commit.c - an export replaces the one before it. */
#include "cmd/export.h"

#include "base/json_write.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MANIFEST_MAX ((size_t)64 << 20) /* one of thousands of batches is long */

/* ---- the export that is there ---- */

struct before {
	struct arena arena;
	const struct json *files; /* NULL: there is none */
};

static bool read_text(const char *path, struct buf *text)
{
	FILE *file = fopen(path, "rb");
	char chunk[4096];
	size_t n;

	if (file == NULL)
		return false;
	while (text->len < MANIFEST_MAX && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(text, chunk, n);
	fclose(file);
	return true;
}

static void read_before(const struct export_out *out, struct before *before)
{
	struct buf text = BUF_INIT;
	const struct json *root;
	struct err err;

	*before = (struct before){ .arena = ARENA_INIT };
	if (read_text(out_place(out, OUT_MANIFEST), &text)) {
		root = json_parse(buf_str(&text), text.len, &before->arena, &err);
		if (json_get(root, "assay_export") != NULL)
			before->files = json_get(root, "files");
	}
	buf_release(&text);
}

/* Names that this program makes; a manifest can be anybody's. */
static const char *file_named(const struct json *file)
{
	static const char end[] = ".jsonl";
	const char *name = json_get_string(file, "name");
	size_t n = name != NULL ? strlen(name) : 0, m = sizeof end - 1;

	return n > m && strchr(name, '/') == NULL && strcmp(name + n - m, end) == 0 ? name : NULL;
}

static bool is_of_export(const struct before *before, const char *name)
{
	if (strcmp(name, OUT_MANIFEST) == 0 || strcmp(name, OUT_CARD) == 0)
		return true;
	for (const struct json *f = before->files != NULL ? before->files->child : NULL; f;
	     f = f->next) {
		const char *named = file_named(f);

		if (named != NULL && strcmp(named, name) == 0)
			return true;
	}
	return false;
}

/* How many entries the folder has that are not the export's; -1: it cannot be read. */
static int count_others(const struct export_out *out, const struct before *before)
{
	DIR *dir = opendir(out->target);
	const struct dirent *entry;
	int n = 0;

	if (dir == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL)
		n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0
		     && (before->files == NULL || !is_of_export(before, entry->d_name));
	closedir(dir);
	return n;
}

bool out_may_replace(const struct export_out *out, struct err *err)
{
	struct before before;
	int others;

	read_before(out, &before);
	others = count_others(out, &before);
	if (before.files != NULL && others > 0)
		others = 0;
	arena_release(&before.arena);
	if (others < 0)
		return out_fail("read the folder", out->target, err);
	return others == 0
	       || err_set(err, ERR_CONFLICT,
			  "the folder '%s' is not empty and holds no export; choose another",
			  out->target);
}

/* ---- in one step ---- */

static void sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static const char *folder_of(const struct export_out *out, const char *path)
{
	const char *name = cmd_file_name(path);

	return name > path ? arena_strndup(out->arena, path, (size_t)(name - path)) : ".";
}

/* The folder would change its owner, or be drawn away from under who stands in it. */
static bool may_exchange(const struct export_out *out, const struct before *before)
{
	struct stat old, new, here;

	if (count_others(out, before) != 0 || stat(out->real, &old) != 0
	    || stat(out->temp, &new) != 0 || stat(".", &here) != 0)
		return false;
	if (old.st_uid != new.st_uid || old.st_gid != new.st_gid
	    || (old.st_ino == here.st_ino && old.st_dev == here.st_dev))
		return false;
	return chmod(out->temp, old.st_mode & 07777) == 0;
}

/* From Linux 3.15, where the file system can; no C library has to know of it. */
static bool rename_with(unsigned flags, const struct export_out *out)
{
	return syscall(SYS_renameat2, AT_FDCWD, out->temp, AT_FDCWD, out->real, flags) == 0;
}

/* False: somebody was quicker, and has made the folder. */
static bool place_fresh(struct export_out *out)
{
	sync_folder(out->temp);
	if (!rename_with(RENAME_NOREPLACE, out)
	    && ((errno != EINVAL && errno != ENOSYS) || rename(out->temp, out->real) != 0))
		return false;
	sync_folder(folder_of(out, out->real));
	out->temp = NULL;
	return true;
}

/* False: it may not be, or this file system cannot; nothing has changed. */
static bool exchange(struct export_out *out, const struct before *before)
{
	if (out->stem != NULL || !may_exchange(out, before))
		return false;
	sync_folder(out->temp);
	if (!rename_with(RENAME_EXCHANGE, out))
		return false;
	sync_folder(folder_of(out, out->real));
	temp_remove(out->temp); /* the old one */
	out->temp = NULL;
	return true;
}

/* ---- one by one ---- */

static bool write_whole(const char *path, const struct buf *text, struct err *err)
{
	FILE *file = fopen(path, "wbx");
	bool ok;

	if (file == NULL)
		return out_fail("write", path, err);
	ok = fwrite(text->data, 1, text->len, file) == text->len && fflush(file) == 0
	     && fsync(fileno(file)) == 0;
	ok = fclose(file) == 0 && ok;
	return ok || out_fail("write", path, err);
}

static bool move(const char *from, const char *to, struct err *err)
{
	return rename(from, to) == 0 || out_fail("make", to, err);
}

static bool is_made_now(const struct export_out *out, const char *name)
{
	for (int i = 0; i < out->n_files; i++)
		if (out_is_made(&out->file[i]) && strcmp(out->file[i].name, name) == 0)
			return true;
	return false;
}

static void add_name(struct json *files, const char *name, struct arena *arena)
{
	struct json *file = json_object(arena);

	json_set(arena, file, "name", json_string(arena, name));
	json_push(files, file);
}

/* Names all that may be there, so that the next export knows it for one and clears up. */
static bool put_unfinished(const struct export_out *out, const struct before *before,
			   struct err *err)
{
	struct json *root = json_object(out->arena), *files = json_array(out->arena);
	const char *temp = out_join(out->arena, out->temp, "/", OUT_UNFINISHED);
	struct buf text = BUF_INIT;
	bool ok;

	for (int i = 0; i < out->n_files; i++)
		if (out_is_made(&out->file[i]))
			add_name(files, out->file[i].name, out->arena);
	for (const struct json *f = before->files != NULL ? before->files->child : NULL; f;
	     f = f->next)
		if (file_named(f) != NULL && !is_made_now(out, file_named(f)))
			add_name(files, file_named(f), out->arena);
	json_set(out->arena, root, "assay_export", json_int(out->arena, 1));
	json_set(out->arena, root, "unfinished", json_bool(out->arena, true));
	json_set(out->arena, root, "files", files);
	json_write_plain(&text, root);
	buf_addc(&text, '\n');
	ok = write_whole(temp, &text, err) && move(temp, out_place(out, OUT_MANIFEST), err);
	buf_release(&text);
	return ok;
}

/* What the export before made and this one does not.  Beside one file there may be others' files,
 * under names of their own. */
static void remove_stale(const struct export_out *out, const struct before *before,
			 const char *folder)
{
	const char *stem = out->stem != NULL ? cmd_file_name(out->stem) : "";

	for (const struct json *f = before->files != NULL ? before->files->child : NULL; f;
	     f = f->next) {
		const char *name = file_named(f);

		if (name != NULL && strncmp(name, stem, strlen(stem)) == 0
		    && !is_made_now(out, name))
			unlink(out_join(out->arena, folder, "/", name));
	}
}

static bool place_each(struct export_out *out, const struct before *before, const char *manifest,
		       const char *card, struct err *err)
{
	const char *folder = out->stem != NULL ? folder_of(out, out->target) : out->target;

	if (!put_unfinished(out, before, err))
		return false;
	sync_folder(folder);
	remove_stale(out, before, folder);
	for (int i = 0; i < out->n_files; i++)
		if (out_is_made(&out->file[i]) && !move(out->file[i].temp, out->file[i].path, err))
			return false;
	if (card != NULL && !move(card, out_place(out, OUT_CARD), err))
		return false;
	sync_folder(folder);
	if (!move(manifest, out_place(out, OUT_MANIFEST), err))
		return false;
	sync_folder(folder);
	return true;
}

/* ---- both ---- */

bool out_commit(struct export_out *out, const struct buf *manifest, const struct buf *card,
		struct err *err)
{
	const char *manifest_path, *card_path = NULL;
	struct before before;
	bool ok;

	if (out->to_stdout)
		return true;
	manifest_path = out_join(out->arena, out->temp, "/", OUT_MANIFEST);
	if (!write_whole(manifest_path, manifest, err))
		return false;
	if (out->stem == NULL) {
		card_path = out_join(out->arena, out->temp, "/", OUT_CARD);
		if (!write_whole(card_path, card, err))
			return false;
	}
	if (out->fresh && place_fresh(out))
		return true;
	if (out->fresh && !out_may_replace(out, err))
		return false;
	read_before(out, &before);
	ok = exchange(out, &before) || place_each(out, &before, manifest_path, card_path, err);
	arena_release(&before.arena);
	return ok;
}
