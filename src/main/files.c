#include "main/files.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

bool files_read_fd(int fd, size_t most, struct buf *text)
{
	char chunk[8192];

	while (most > 0) {
		ssize_t n = read(fd, chunk, most < sizeof chunk ? most : sizeof chunk);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		buf_add(text, chunk, (size_t)n);
		most -= (size_t)n;
	}
	return true;
}

bool files_read(const char *path, size_t most, struct buf *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), why;
	bool ok;

	if (fd < 0)
		return false;
	ok = files_read_fd(fd, most, text);
	why = errno;
	close(fd);
	errno = why;
	return ok;
}

bool files_write_fd(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

bool files_reader_gone(int fd, int why)
{
	struct pollfd out = { .fd = fd, .events = POLLOUT };

	return why == EPIPE || (poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0);
}
