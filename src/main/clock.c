/* clock.c - time and chance, real or fixed by --at and --seed. */
#include "main/world.h"

#include "base/bytes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t read_clock(clockid_t clock)
{
	struct timespec now = { 0 };

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t world_now(void *ctx)
{
	const struct world *world = ctx;

	return world->fixed_clock ? world->now : read_clock(CLOCK_REALTIME);
}

int64_t world_passing(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t world_monotonic(void *ctx)
{
	const struct world *world = ctx;

	return world->fixed_clock ? world->now : world_passing();
}

int64_t world_midnight(void *ctx)
{
	time_t now = (time_t)(world_now(ctx) / 1000);
	struct tm day;

	if (localtime_r(&now, &day) == NULL)
		return (int64_t)now * 1000;
	day.tm_hour = day.tm_min = day.tm_sec = 0;
	day.tm_isdst = -1;
	return (int64_t)mktime(&day) * 1000;
}

static void draw(struct world *world, uint8_t *out, size_t n)
{
	while (n > 0) {
		uint8_t message[40];
		size_t part = n < ID_BYTES ? n : ID_BYTES;
		struct id block;

		memcpy(message, world->stream, 32);
		le_put(message + 32, world->drawn, 8);
		world->drawn++;
		block = hash_bytes("assay seed 1", message, sizeof message);
		memcpy(out, block.b, part);
		out += part;
		n -= part;
	}
}

void world_random(void *ctx, void *out, size_t n)
{
	static const char complaint[] = "assay: the system gives no random numbers\n";
	struct world *world = ctx;
	uint8_t *bytes = out;

	if (world->seeded) {
		draw(world, bytes, n);
		return;
	}
	while (n > 0) {
		size_t part = n < 256 ? n : 256;

		if (getentropy(bytes, part) != 0) {
			if (write(STDERR_FILENO, complaint, sizeof complaint - 1) < 0)
				_exit(EXIT_FAILED);
			_exit(EXIT_FAILED);
		}
		bytes += part;
		n -= part;
	}
}

bool world_parse_time(const char *text, int64_t *ms)
{
	struct tm day = { 0 };
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &day);
	long fraction = 0;

	if (rest == NULL)
		return false;
	if (*rest == '.' && strspn(rest + 1, "0123456789") == 3) {
		fraction = strtol(rest + 1, NULL, 10);
		rest += 4;
	}
	if (strcmp(rest, "Z") != 0)
		return false;
	*ms = (int64_t)timegm(&day) * 1000 + fraction;
	return true;
}
