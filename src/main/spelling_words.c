/* spelling_words.c - a person's own words, one to a line, added at the end by whoever has the lock.
 */
#include "main/spelling.h"

#include "main/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS_MAX (4 * 1024 * 1024) /* bytes */

static void each_word(struct buf *text, struct map *words)
{
	const char *at = buf_str(text);

	while (*at != '\0') {
		size_t n = strcspn(at, "\r\n");

		if (n > 0)
			map_put(words, at, n, NULL);
		at += n;
		at += strspn(at, "\r\n");
	}
}

void spelling_read_words(const char *path, struct map *words)
{
	struct buf text = BUF_INIT;

	if (files_read(path, WORDS_MAX, &text))
		each_word(&text, words);
	buf_release(&text);
}

static void make_folder(const char *path)
{
	struct buf folder = BUF_INIT;

	for (size_t i = 1; path[i] != '\0'; i++) {
		if (path[i] != '/')
			continue;
		buf_clear(&folder);
		buf_add(&folder, path, i);
		mkdir(buf_str(&folder), 0700); /* open() says what is wrong */
	}
	buf_release(&folder);
}

/* Under the lock: another window may have added it since. */
static bool add_line(int fd, const char *word, size_t n)
{
	struct buf text = BUF_INIT, line = BUF_INIT;
	struct map words = MAP_INIT;
	bool ok = files_read_fd(fd, WORDS_MAX, &text);

	each_word(&text, &words);
	if (ok && map_get(&words, word, n) == NULL) {
		if (text.len > 0 && text.data[text.len - 1] != '\n')
			buf_addc(&line, '\n');
		buf_add(&line, word, n);
		buf_addc(&line, '\n');
		ok = files_write_fd(fd, line.data, line.len);
	}
	buf_release(&text);
	buf_release(&line);
	map_release(&words);
	return ok;
}

bool spelling_add_word(const char *path, const char *word, size_t n, struct err *err)
{
	int fd;
	bool ok;

	make_folder(path);
	fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	ok = fd >= 0 && flock(fd, LOCK_EX) == 0 && add_line(fd, word, n);
	if (!ok)
		err_set(err, ERR_STORAGE, "cannot add to your words in '%s': %s", path,
			strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}
