/* snapshot.h - the files of a folder as bytes, to be put back as they were. */
#ifndef ASSAY_TESTS_STORE_SNAPSHOT_H
#define ASSAY_TESTS_STORE_SNAPSHOT_H

#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/store_fixture.h"

#include <dirent.h>
#include <fcntl.h>

#define SNAPSHOT_FILES 64

struct snapshot {
	struct snapshot_file {
		char *path; /* whole */
		struct buf bytes;
	} file[SNAPSHOT_FILES];
	int n;
};

static inline void snapshot_read(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rb");
	char chunk[65536];
	size_t n;

	assert_non_null(file);
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(out, chunk, n);
	fclose(file);
}

static inline void snapshot_write(const char *path, const void *bytes, size_t n)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_true(n == 0 || fwrite(bytes, 1, n, file) == n);
	fclose(file);
}

/* All plain files below FOLDER. */
static inline void snapshot_take(struct snapshot *snapshot, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		struct buf path = BUF_INIT;
		struct stat st;

		buf_addf(&path, "%s/%s", folder, entry->d_name);
		assert_int_equal(lstat(path.data, &st), 0);
		if (S_ISDIR(st.st_mode) && entry->d_name[0] != '.')
			snapshot_take(snapshot, path.data);
		if (S_ISREG(st.st_mode)) {
			struct snapshot_file *file = &snapshot->file[snapshot->n++];

			assert_in_range(snapshot->n, 1, SNAPSHOT_FILES - 1);
			*file = (struct snapshot_file){ .path = xstrdup(path.data),
							.bytes = BUF_INIT };
			snapshot_read(path.data, &file->bytes);
		}
		buf_release(&path);
	}
	closedir(dir);
}

static inline int snapshot_remove(const char *path, const struct stat *st, int type,
				  struct FTW *ftw)
{
	(void)st, (void)ftw;
	return type == FTW_F ? remove(path) : 0;
}

/* FOLDER holds these files and no other. */
static inline void snapshot_put(const struct snapshot *snapshot, const char *folder)
{
	nftw(folder, snapshot_remove, 16, FTW_PHYS);
	for (int i = 0; i < snapshot->n; i++)
		snapshot_write(snapshot->file[i].path, snapshot->file[i].bytes.data,
			       snapshot->file[i].bytes.len);
}

static inline void snapshot_release(struct snapshot *snapshot)
{
	for (int i = 0; i < snapshot->n; i++) {
		free(snapshot->file[i].path);
		buf_release(&snapshot->file[i].bytes);
	}
	snapshot->n = 0;
}

#endif
