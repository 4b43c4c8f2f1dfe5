/* habits_file.c - reads and replaces the habits file. */
#include "main/habits_file.h"

#include "main/files.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HABITS_MAX (64 * 1024)

static void path_of(const char *state_dir, const char *name, struct buf *path)
{
	buf_addf(path, "%s/%s", state_dir, name);
}

void habits_load(struct habits *habits, const char *state_dir)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	path_of(state_dir, "habits", &path);
	if (!files_read(buf_str(&path), HABITS_MAX, &text))
		buf_clear(&text);
	habits_read(habits, buf_str(&text), text.len);
	buf_release(&path);
	buf_release(&text);
}

void habits_save(const struct habits *habits, const char *state_dir)
{
	struct buf path = BUF_INIT, half = BUF_INIT, text = BUF_INIT;
	FILE *file;
	bool ok;

	habits_write(habits, &text);
	path_of(state_dir, "habits", &path);
	path_of(state_dir, "habits.new", &half);
	(void)mkdir(state_dir, 0700);
	file = text.len > 0 ? fopen(buf_str(&half), "wb") : NULL;
	if (file != NULL) {
		ok = fwrite(text.data, 1, text.len, file) == text.len;
		ok = fclose(file) == 0 && ok;
		if (!ok || rename(buf_str(&half), buf_str(&path)) != 0)
			(void)unlink(buf_str(&half));
	}
	buf_release(&path);
	buf_release(&half);
	buf_release(&text);
}
