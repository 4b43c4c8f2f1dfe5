#include "data/source.h"

#include "base/alloc.h"
#include "data/capped.h"
#include "data/codec.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct source {
	FILE *file;
	bool ours;
	char *name;
	struct codec *codec;
	const char *bytes; /* not taken yet */
	size_t n;
	bool begun;
	int64_t number, total;
	int64_t record; /* bytes taken of the record at hand */
};

static int64_t size_of(FILE *file)
{
	struct stat st;

	if (fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	return st.st_size;
}

struct source *source_open(const char *path, FILE *standard_input, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? standard_input : fopen(path, "rbe");
	struct source *source;

	if (file == NULL) {
		err_set(err, ERR_NOT_FOUND, "cannot open '%s': %s", path,
			standard ? "there is no standard input" : strerror(errno));
		return NULL;
	}
	source = xcalloc(1, sizeof *source);
	source->file = file;
	source->ours = !standard;
	source->name = xstrdup(standard ? "standard input" : path);
	source->codec = codec_new(file, source->name);
	source->total = size_of(file);
	return source;
}

void source_read_once(struct source *source)
{
	codec_read_once(source->codec);
}

void source_close(struct source *source)
{
	if (source == NULL)
		return;
	codec_free(source->codec);
	if (source->ours)
		fclose(source->file);
	free(source->name);
	free(source);
}

/* Its lines would be refused one by one. */
static bool is_text(const struct source *source, struct err *err)
{
	static const struct {
		const char *magic;
		size_t n;
		const char *what;
	} others[] = {
		{ "SQLite format 3", 16, "a database or a project; import what it was made from" },
		{ "\xff\xfe", 2, "UTF-16; write it as UTF-8 first (iconv -f UTF-16 -t UTF-8)" },
		{ "\xfe\xff", 2, "UTF-16; write it as UTF-8 first (iconv -f UTF-16 -t UTF-8)" },
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (source->n >= others[i].n
		    && memcmp(source->bytes, others[i].magic, others[i].n) == 0)
			return err_set(err, ERR_INVALID, "'%s' is %s", source->name,
				       others[i].what);
	return true;
}

void source_record(struct source *source)
{
	source->record = 0;
}

bool source_peek(struct source *source, const char **bytes, size_t *n, struct err *err)
{
	bool first = !source->begun;

	source->begun = true;
	if (source->record > SOURCE_ENDLESS)
		return err_set(err, ERR_INVALID,
			       "line %" PRId64 " is longer than 256 MiB: no file of records",
			       source->number + 1);
	if (source->n == 0 && !codec_next(source->codec, &source->bytes, &source->n, err))
		return false;
	if (first && !is_text(source, err))
		return false;
	if (first && source->n >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0) {
		source_take(source, 3); /* a byte-order mark, as Windows programs write it */
		return source_peek(source, bytes, n, err);
	}
	*bytes = source->bytes;
	*n = source->n;
	return true;
}

void source_take(struct source *source, size_t n)
{
	source->bytes += n;
	source->n -= n;
	source->record += (int64_t)n;
}

/* ---- lines ---- */

static enum source_line finish(struct source *source, struct capped *line)
{
	source->number++;
	if (!line->too_long)
		return SOURCE_LINE;
	capped_add(line, "\n", 1);
	return SOURCE_TOO_LONG;
}

enum source_line source_next(struct source *source, struct buf *line,
			     void (*keep)(void *ctx, const char *bytes, size_t n), void *ctx,
			     struct err *err)
{
	struct capped capped = { .buf = line, .keep = keep, .ctx = ctx };
	bool any = false;

	buf_clear(line);
	buf_reserve(line, 0);
	for (;;) {
		const char *bytes = NULL, *newline;
		size_t n = 0;

		if (!source_peek(source, &bytes, &n, err))
			return SOURCE_FAILED;
		if (n == 0)
			return any ? finish(source, &capped) : SOURCE_END;
		any = true;
		newline = memchr(bytes, '\n', n);
		if (newline != NULL)
			n = (size_t)(newline - bytes);
		capped_add(&capped, bytes, n);
		source_take(source, newline != NULL ? n + 1 : n);
		if (newline != NULL)
			return finish(source, &capped);
	}
}

int64_t source_number(const struct source *source)
{
	return source->number;
}

int64_t source_done(const struct source *source)
{
	return codec_done(source->codec);
}

int64_t source_total(const struct source *source)
{
	return source->total;
}
