/* export_writer.c - rows go to their files a block at a time, behind the exporter's back: hashing
 * and writing cost about as much as making them.  A large file goes to the disk meanwhile, not all
 * of it in the last sync.
 */
#include "cmd/export.h"

#include "base/alloc.h"
#include "base/crew.h"
#include "base/disk.h"

#include <errno.h>
#include <stdlib.h>

#define BLOCKS 8
#define BLOCK_BYTES ((size_t)128 * 1024)
#define KEPT_BYTES ((size_t)1024 * 1024) /* a block that a long row made larger is given back */

#define STEP ((int64_t)8 * 1024 * 1024)

struct block {
	struct out_file *file;
	struct buf bytes;
	int failed; /* errno; 0: written */
};

struct writer {
	struct crew *crew; /* of one: blocks of a file are hashed and written in their order */
	struct block block[BLOCKS];
};

/* The end may wait in stdio still: up to a step it does not. */
static void begin_writeback(struct out_file *file)
{
	int64_t step = file->written - file->written % STEP;

	if (step == file->begun)
		return;
	disk_begin(fileno(file->file), file->begun, step);
	file->begun = step;
}

static void write_block(void *ctx, int who, int place)
{
	struct block *block = &((struct writer *)ctx)->block[place];
	struct out_file *file = block->file;

	(void)who;
	hash_add(&file->hash, block->bytes.data, block->bytes.len);
	errno = 0;
	if (fwrite(block->bytes.data, 1, block->bytes.len, file->file) != block->bytes.len)
		block->failed = errno != 0 ? errno : EIO;
	file->written += (int64_t)block->bytes.len;
	begin_writeback(file);
}

struct writer *writer_new(int threads)
{
	struct writer *writer = xcalloc(1, sizeof *writer);

	writer->crew = crew_new(threads > 0 ? 1 : 0, BLOCKS, write_block, writer);
	crew_keep_order(writer->crew);
	return writer;
}

void writer_free(struct writer *writer)
{
	if (writer == NULL)
		return;
	crew_free(writer->crew);
	for (int i = 0; i < BLOCKS; i++)
		buf_release(&writer->block[i].bytes);
	free(writer);
}

/* Waits for the oldest block. */
static bool take_back(struct writer *writer, struct err *err)
{
	int place = crew_take(writer->crew);
	struct block *block = &writer->block[place];

	if (block->bytes.cap > KEPT_BYTES)
		buf_release(&block->bytes);
	buf_clear(&block->bytes);
	crew_give_back(writer->crew);
	errno = block->failed;
	return block->failed == 0 || out_fail("write", block->file->temp, err);
}

static bool hand_out(struct writer *writer, struct out_file *file, struct err *err)
{
	struct block *block;
	struct buf empty;

	if (crew_place(writer->crew) < 0 && !take_back(writer, err))
		return false;
	block = &writer->block[crew_place(writer->crew)];
	empty = block->bytes;
	*block = (struct block){ .file = file, .bytes = file->waiting };
	file->waiting = empty;
	crew_hand_out(writer->crew);
	return true;
}

bool writer_add(struct writer *writer, struct out_file *file, const struct buf *row,
		struct err *err)
{
	buf_add(&file->waiting, row->data, row->len);
	return file->waiting.len < BLOCK_BYTES || hand_out(writer, file, err);
}

bool writer_end(struct writer *writer, struct out_file *file, struct err *err)
{
	bool ok = file->waiting.len == 0 || hand_out(writer, file, err);

	while (ok && crew_at_work(writer->crew))
		ok = take_back(writer, err);
	return ok;
}
