#include "bench/disk.h"

#include "bench/figures.h"

#include <fcntl.h>
#include <unistd.h>

int disk_open(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || unlink(path) != 0)
		give_up("cannot write %s", path);
	return fd;
}

double disk_write(int fd)
{
	static const char block[4096];
	double start = now_ms();

	if (write(fd, block, sizeof block) != (ssize_t)sizeof block || fdatasync(fd) != 0)
		give_up("cannot write to the disk");
	return now_ms() - start;
}
