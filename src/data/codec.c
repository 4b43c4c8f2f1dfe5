#include "data/codec.h"

#include "base/alloc.h"
#include "base/disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define PIECE (256 * 1024)
#define STEP ((int64_t)4 * 1024 * 1024) /* let go of at once */
#define SMALL_STEPS 16                  /* a file of so many stays whole */
#define KEPT_STEPS 2                    /* the system may still be reading ahead of us there */
#define WINDOW_LOG_MAX 26               /* what zstd may allocate at a stranger's word: 64 MiB */

enum kind { KIND_UNKNOWN, KIND_PLAIN, KIND_GZIP, KIND_ZSTD };

struct codec {
	FILE *file;
	const char *name;
	enum kind kind;
	z_stream gzip;
	ZSTD_DStream *zstd;
	bool between; /* at the end of a gzip member or zstd frame, or at the start */
	bool file_end;
	bool once; /* what is read is not read again */
	unsigned char *in, *out;
	size_t in_at, in_len;
	int64_t done;
};

struct codec *codec_new(FILE *file, const char *name)
{
	struct codec *codec = xcalloc(1, sizeof *codec);

	codec->file = file;
	codec->name = name;
	codec->in = xmalloc(PIECE);
	codec->between = true;
	return codec;
}

void codec_free(struct codec *codec)
{
	if (codec == NULL)
		return;
	if (codec->kind == KIND_GZIP)
		inflateEnd(&codec->gzip);
	ZSTD_freeDStream(codec->zstd);
	free(codec->in);
	free(codec->out);
	free(codec);
}

void codec_read_once(struct codec *codec)
{
	codec->once = true;
}

int64_t codec_done(const struct codec *codec)
{
	return codec->done;
}

/* ---- input ---- */

/* A large file would push out of memory what is needed there, and taking memory for all of it costs
 * more than reading it.  A small one stays: it may be looked at again. */
static void forget_behind(const struct codec *codec, size_t n)
{
	int64_t step = codec->done / STEP;

	if (codec->once && step > (codec->done - (int64_t)n) / STEP && step > SMALL_STEPS)
		disk_forget(fileno(codec->file), (step - KEPT_STEPS - 1) * STEP,
			    (step - KEPT_STEPS) * STEP);
}

static bool fill(struct codec *codec, struct err *err)
{
	size_t n;

	errno = 0;
	n = fread(codec->in, 1, PIECE, codec->file);
	if (ferror(codec->file))
		return err_set(err, ERR_STORAGE, "cannot read '%s': %s", codec->name,
			       strerror(errno));
	codec->file_end = n == 0;
	codec->in_at = 0;
	codec->in_len = n;
	codec->done += (int64_t)n;
	forget_behind(codec, n);
	return true;
}

static bool starts_with(const struct codec *codec, const char *magic, size_t n)
{
	return codec->in_len - codec->in_at >= n && memcmp(codec->in + codec->in_at, magic, n) == 0;
}

static bool begin(struct codec *codec, struct err *err)
{
	if (!fill(codec, err))
		return false;
	codec->kind = KIND_PLAIN;
	if (starts_with(codec, "\x1f\x8b", 2)) {
		codec->kind = KIND_GZIP;
		if (inflateInit2(&codec->gzip, 15 + 16) != Z_OK)
			alloc_exhausted();
	} else if (starts_with(codec, "\x28\xb5\x2f\xfd", 4)) {
		codec->kind = KIND_ZSTD;
		codec->zstd = ZSTD_createDStream();
		if (codec->zstd == NULL)
			alloc_exhausted();
		ZSTD_DCtx_setParameter(codec->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	}
	if (codec->kind != KIND_PLAIN)
		codec->out = xmalloc(PIECE);
	return true;
}

/* ---- decompression: each call fills OUT as far as the input reaches ---- */

static bool damaged(const struct codec *codec, const char *why, struct err *err)
{
	return err_set(err, ERR_INVALID, "'%s' is damaged: %s", codec->name, why);
}

static bool gunzip(struct codec *codec, size_t *made, struct err *err)
{
	z_stream *z = &codec->gzip;
	const unsigned char *before = codec->in + codec->in_at;
	int rc;

	if (codec->between && codec->in_at < codec->in_len && codec->in[codec->in_at] != 0x1f)
		return damaged(codec, "other bytes stand behind the compressed ones", err);
	z->next_in = codec->in + codec->in_at;
	z->avail_in = (uInt)(codec->in_len - codec->in_at);
	z->next_out = codec->out;
	z->avail_out = PIECE;
	rc = inflate(z, Z_NO_FLUSH);
	codec->in_at = codec->in_len - z->avail_in;
	*made = PIECE - z->avail_out;
	if (rc == Z_STREAM_END)
		codec->between = true;
	else if (z->next_in != before || *made > 0)
		codec->between = false;
	if (rc == Z_STREAM_END)
		inflateReset(z);
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		return damaged(codec, z->msg != NULL ? z->msg : "not gzip", err);
	return true;
}

static bool unzstd(struct codec *codec, size_t *made, struct err *err)
{
	ZSTD_inBuffer in = { codec->in, codec->in_len, codec->in_at };
	ZSTD_outBuffer out = { codec->out, PIECE, 0 };
	size_t rc = ZSTD_decompressStream(codec->zstd, &out, &in);

	*made = out.pos;
	if (ZSTD_isError(rc))
		return damaged(codec, ZSTD_getErrorName(rc), err);
	if (in.pos != codec->in_at || out.pos > 0)
		codec->between = rc == 0;
	codec->in_at = in.pos;
	return true;
}

/* Both libraries leave the last bytes of a stream unread until all that was made of it is out. */
static bool decompress(struct codec *codec, size_t *made, struct err *err)
{
	*made = 0;
	while (*made == 0) {
		if (codec->in_at == codec->in_len) {
			if (!fill(codec, err))
				return false;
			if (codec->file_end)
				return codec->between || damaged(codec, "it ends too early", err);
		}
		if (!(codec->kind == KIND_GZIP ? gunzip(codec, made, err)
					       : unzstd(codec, made, err)))
			return false;
	}
	return true;
}

bool codec_next(struct codec *codec, const char **bytes, size_t *n, struct err *err)
{
	bool first = codec->kind == KIND_UNKNOWN;

	if (first && !begin(codec, err))
		return false;
	if (codec->kind == KIND_PLAIN) {
		if (!first && !fill(codec, err))
			return false;
		*bytes = (const char *)codec->in;
		*n = codec->in_len;
		return true;
	}
	*bytes = (const char *)codec->out;
	return decompress(codec, n, err);
}
