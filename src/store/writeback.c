/* writeback.c - a large file goes to the disk while it is written, not all of it in the last sync,
 * and what lies far behind need not stay in memory, where it would push out what others use.
 *
 * On SQLite's own descriptor: closing another one of the file would drop its locks. */
#include "store/import.h"

#include "base/alloc.h"
#include "base/crew.h"
#include "base/disk.h"

#include <sys/stat.h>

#define STEP ((off_t)4 * 1024 * 1024)
#define KEPT ((off_t)256 * 1024 * 1024) /* in memory, behind what is written */
#define DESCRIPTORS 256                 /* looked through for SQLite's */

struct writeback {
	struct crew *crew; /* one thread, one piece at a time */
	int file;          /* SQLite's */
	off_t from, to;    /* the piece; FROM of the next one is TO */
	off_t forgotten;   /* up to here; what the disk does not have yet stays */
};

static void forget_behind(struct writeback *w)
{
	off_t to = w->from - KEPT;

	if (to <= w->forgotten)
		return;
	disk_forget(w->file, w->forgotten, to);
	w->forgotten = to;
}

static void begin_piece(void *ctx, int who, int place)
{
	struct writeback *w = ctx;

	(void)who;
	(void)place;
	disk_begin(w->file, w->from, w->to);
	forget_behind(w);
}

static bool is_file_of(int fd, const struct store *store, off_t *size)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || st.st_dev != store->dev || st.st_ino != store->ino)
		return false;
	*size = st.st_size;
	return true;
}

static int descriptor_of(const struct store *store)
{
	off_t size;

	for (int fd = 0; fd < DESCRIPTORS; fd++)
		if (is_file_of(fd, store, &size))
			return fd;
	return -1;
}

static struct writeback *writeback_new(const struct store *store)
{
	struct writeback *w = xcalloc(1, sizeof *w);

	w->file = descriptor_of(store);
	w->crew = crew_new(1, 1, begin_piece, w);
	return w;
}

void writeback_note(struct writeback **writeback, const struct store *store)
{
	struct writeback *w = *writeback;
	off_t size;

	if (w == NULL)
		w = *writeback = writeback_new(store);
	if (crew_is_ready(w->crew)) {
		crew_take(w->crew);
		crew_give_back(w->crew);
	}
	if (crew_at_work(w->crew) || !is_file_of(w->file, store, &size) || size - w->to < STEP)
		return;
	w->from = w->to;
	w->to = size;
	crew_place(w->crew);
	crew_hand_out(w->crew);
}

void writeback_end(struct writeback **writeback)
{
	if (*writeback == NULL)
		return;
	crew_free((*writeback)->crew);
	free(*writeback);
	*writeback = NULL;
}
