/* fuzz_replay CORPUS CHANGES: every file of the kept corpus through its target, as it is and with
 * so many seeded changes.  What a fuzzer found once stays found, without a fuzzer. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX (1 << 20)
#define PREFIX (sizeof "fuzz_" - 1)

/* FUZZ_TARGETS, from CMake: X(fuzz_<name>) for each fuzz_<name>.c of this folder. */
#define X(target) int target(const uint8_t *data, size_t size);
FUZZ_TARGETS
#undef X

struct target {
	const char *name; /* that of its corpus */
	int (*one)(const uint8_t *data, size_t size);
};

static const struct target targets[] = {
#define X(target) { #target + PREFIX, target },
	FUZZ_TARGETS
#undef X
};

struct input {
	uint8_t bytes[INPUT_MAX];
	size_t n;
	uint64_t random;
};

static uint32_t draw(struct input *input, size_t below)
{
	input->random ^= input->random << 13;
	input->random ^= input->random >> 7;
	input->random ^= input->random << 17;
	return below == 0 ? 0 : (uint32_t)((input->random >> 16) % below);
}

/* A byte that means something to one of the readers. */
static uint8_t telling_byte(struct input *input)
{
	static const uint8_t bytes[] =
		"\0\n\r\t\033\"\\{}[],:&*#'-|`<>\x7f\x80\x9b\xc2\xe2\xf4\xff";

	return bytes[draw(input, sizeof bytes - 1)];
}

static void change(struct input *input)
{
	size_t at = draw(input, input->n), n = draw(input, input->n - at + 1);

	switch (draw(input, 5)) {
	case 0:
		input->n = at;
		break;
	case 1:
		memmove(input->bytes + at, input->bytes + at + n, input->n - at - n);
		input->n -= n;
		break;
	case 2:
		n = n < INPUT_MAX - input->n ? n : INPUT_MAX - input->n;
		memmove(input->bytes + at + n, input->bytes + at, input->n - at);
		input->n += n;
		break;
	default:
		for (int i = 0; i < 3 && input->n > 0; i++)
			input->bytes[draw(input, input->n)] = telling_byte(input);
	}
}

static bool load(struct input *input, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		return false;
	input->n = fread(input->bytes, 1, sizeof input->bytes, file);
	fclose(file);
	return true;
}

/* Sanitizers see a read past the end only where the end is the allocation's. */
static void give(const struct target *target, const struct input *input)
{
	uint8_t *exact = malloc(input->n > 0 ? input->n : 1);

	if (exact == NULL)
		abort();
	memcpy(exact, input->bytes, input->n);
	target->one(exact, input->n);
	free(exact);
}

static bool replay(struct input *input, const struct target *target, const char *path, long changes)
{
	printf("%s\n", path);
	fflush(stdout);
	if (!load(input, path))
		return false;
	give(target, input);
	for (long i = 0; i < changes; i++) {
		input->random = 0x9E3779B97F4A7C15u * (uint64_t)(i + 1);
		if (!load(input, path))
			return false;
		for (uint32_t n = 1 + draw(input, 3); n > 0; n--)
			change(input);
		give(target, input);
	}
	return true;
}

static long replay_folder(struct input *input, const struct target *target, const char *corpus,
			  long changes)
{
	char path[4096];
	const struct dirent *entry;
	DIR *dir;
	long files = 0;

	snprintf(path, sizeof path, "%s/%s", corpus, target->name);
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s/%s", corpus, target->name, entry->d_name);
		if (replay(input, target, path, changes))
			files++;
	}
	if (dir != NULL)
		closedir(dir);
	return files;
}

int main(int argc, char **argv)
{
	struct input *input = calloc(1, sizeof *input);
	long changes = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	int status = 0;

	if (argc < 2 || input == NULL) {
		fprintf(stderr, "usage: fuzz_replay CORPUS [CHANGES]\n");
		free(input);
		return 2;
	}
	for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++)
		if (replay_folder(input, &targets[i], argv[1], changes) == 0) {
			fprintf(stderr, "no corpus of %s in %s\n", targets[i].name, argv[1]);
			status = 1;
		}
	free(input);
	return status;
}
