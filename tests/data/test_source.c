#include "base/alloc.h"
#include "data/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

struct fixture {
	char path[40];
	struct buf line;
	struct err err;
	size_t kept;
	char kept_last;
};

static int setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	snprintf(f->path, sizeof f->path, "/tmp/assay-source-XXXXXX");
	close(mkstemp(f->path));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	buf_release(&f->line);
	free(f);
	return 0;
}

static void put(const struct fixture *f, const void *bytes, size_t n, const char *mode)
{
	FILE *file = fopen(f->path, mode);

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	fclose(file);
}

static void put_gzip(const struct fixture *f, const char *bytes, size_t n, const char *mode)
{
	gzFile gz = gzopen(f->path, mode);

	assert_int_equal(gzwrite(gz, bytes, (unsigned)n), n);
	gzclose(gz);
}

static void put_zstd(const struct fixture *f, const char *bytes, size_t n, const char *mode)
{
	size_t bound = ZSTD_compressBound(n), made;
	char *out = xmalloc(bound);

	made = ZSTD_compress(out, bound, bytes, n, 3);
	assert_false(ZSTD_isError(made));
	put(f, out, made, mode);
	free(out);
}

static struct source *open_it(struct fixture *f)
{
	struct source *source = source_open(f->path, NULL, &f->err);

	assert_non_null(source);
	return source;
}

static void keep(void *ctx, const char *bytes, size_t n)
{
	struct fixture *f = ctx;

	f->kept += n;
	if (n > 0)
		f->kept_last = bytes[n - 1];
}

static enum source_line next(struct fixture *f, struct source *source)
{
	return source_next(source, &f->line, keep, f, &f->err);
}

static void expect_lines(struct fixture *f, const char *const lines[])
{
	struct source *source = open_it(f);

	for (int i = 0; lines[i] != NULL; i++) {
		assert_int_equal(next(f, source), SOURCE_LINE);
		assert_string_equal(f->line.data, lines[i]);
		assert_int_equal(source_number(source), i + 1);
	}
	assert_int_equal(next(f, source), SOURCE_END);
	assert_int_equal(next(f, source), SOURCE_END);
	source_close(source);
}

static void lines_come_without_their_newline(void **state)
{
	struct fixture *f = *state;

	put(f, "one\n\nthree\r\nfour", 16, "wb");
	expect_lines(f, (const char *const[]){ "one", "", "three\r", "four", NULL });
	put(f, "one\n", 4, "wb");
	expect_lines(f, (const char *const[]){ "one", NULL });
	put(f, "", 0, "wb");
	expect_lines(f, (const char *const[]){ NULL });
}

static void a_byte_order_mark_is_no_part_of_the_first_line(void **state)
{
	struct fixture *f = *state;

	put(f, "\xef\xbb\xbfone\n\xef\xbb\xbftwo", 13, "wb");
	expect_lines(f, (const char *const[]){ "one", "\xef\xbb\xbftwo", NULL });
	put(f, "\xef\xbb\xbf", 3, "wb");
	expect_lines(f, (const char *const[]){ NULL });
}

/* Lines of a length that no piece of the reader is a multiple of. */
static struct buf many_lines(void)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < 20000; i++)
		buf_addf(&text, "line %d %.*s\n", i, i % 97,
			 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			 "xxxxxxxxxxxxxxxxxxxxxxxxx");
	return text;
}

static void check_many_lines(struct fixture *f, const struct buf *text, int times)
{
	struct source *source = open_it(f);
	size_t at = 0;

	for (int i = 0; i < 20000 * times; i++) {
		assert_int_equal(next(f, source), SOURCE_LINE);
		assert_memory_equal(f->line.data, text->data + at, f->line.len);
		at += f->line.len + 1;
		at = at == text->len ? 0 : at;
	}
	assert_int_equal(next(f, source), SOURCE_END);
	assert_int_equal(source_done(source), source_total(source));
	source_close(source);
}

static void plain_gzip_and_zstd_give_the_same_lines(void **state)
{
	struct fixture *f = *state;
	struct buf text = many_lines();

	put(f, text.data, text.len, "wb");
	check_many_lines(f, &text, 1);
	put_gzip(f, text.data, text.len, "wb");
	check_many_lines(f, &text, 1);
	put_zstd(f, text.data, text.len, "wb");
	check_many_lines(f, &text, 1);
	buf_release(&text);
}

static void compressed_files_may_be_strung_together(void **state)
{
	struct fixture *f = *state;
	struct buf text = many_lines();

	put_gzip(f, text.data, text.len, "wb");
	put_gzip(f, text.data, text.len, "ab");
	check_many_lines(f, &text, 2);
	put_zstd(f, text.data, text.len, "wb");
	put_zstd(f, text.data, text.len, "ab");
	check_many_lines(f, &text, 2);
	buf_release(&text);
}

/* Output that ends exactly with a piece while the library still holds some. */
static void bytes_that_compress_to_nothing_come_out_whole(void **state)
{
	struct fixture *f = *state;
	size_t n = 8 * 1024 * 1024;
	char *zeros = xmalloc(n);

	memset(zeros, 'z', n);
	for (int zstd = 0; zstd < 2; zstd++) {
		struct source *source;

		(zstd ? put_zstd : put_gzip)(f, zeros, n, "wb");
		source = open_it(f);
		assert_int_equal(next(f, source), SOURCE_LINE);
		assert_int_equal(f->line.len, n);
		assert_int_equal(next(f, source), SOURCE_END);
		source_close(source);
	}
	free(zeros);
}

/* Blocks that do not end where pieces do: the last is taken in whole before it is given out. */
static void what_the_library_holds_at_the_end_of_the_file_comes_out(void **state)
{
	struct fixture *f = *state;
	size_t first = 100000, n = first + (size_t)4 * 131072, bound = ZSTD_compressBound(n) + 1000;
	char *bytes = xmalloc(n), *made = xmalloc(bound);
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	ZSTD_inBuffer in = { bytes, first, 0 };
	ZSTD_outBuffer out = { made, bound, 0 };
	struct source *source;

	memset(bytes, 'z', n);
	assert_int_equal(ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_flush), 0);
	in.size = n;
	assert_int_equal(ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_end), 0);
	put(f, made, out.pos, "wb");
	source = open_it(f);
	assert_int_equal(next(f, source), SOURCE_LINE);
	assert_int_equal(f->line.len, n);
	source_close(source);
	ZSTD_freeCCtx(zstd);
	free(bytes);
	free(made);
}

static enum source_line last_result(struct fixture *f)
{
	struct source *source = open_it(f);
	enum source_line got;

	do
		got = next(f, source);
	while (got == SOURCE_LINE);
	source_close(source);
	return got;
}

static void a_compressed_file_that_is_cut_fails(void **state)
{
	struct fixture *f = *state;
	struct buf text = many_lines();

	for (int zstd = 0; zstd < 2; zstd++) {
		(zstd ? put_zstd : put_gzip)(f, text.data, text.len, "wb");
		assert_int_equal(truncate(f->path, 3000), 0);
		assert_int_equal(last_result(f), SOURCE_FAILED);
		assert_int_equal(f->err.code, ERR_INVALID);
		assert_non_null(strstr(f->err.msg, "is damaged: it ends too early"));
	}
	buf_release(&text);
}

static void other_bytes_behind_compressed_ones_fail(void **state)
{
	struct fixture *f = *state;

	put_gzip(f, "one\n", 4, "wb");
	put(f, "garbage", 7, "ab");
	assert_int_equal(last_result(f), SOURCE_FAILED);
	put_zstd(f, "one\n", 4, "wb");
	put(f, "garbage", 7, "ab");
	assert_int_equal(last_result(f), SOURCE_FAILED);
	put(f, "\x1f\x8bgarbage", 9, "wb");
	assert_int_equal(last_result(f), SOURCE_FAILED);
}

static void a_line_over_the_limit_goes_by_in_pieces_and_the_next_is_read(void **state)
{
	struct fixture *f = *state;
	size_t n = (size_t)SOURCE_LINE_MAX + 1;
	char *bytes = xmalloc(n);
	struct source *source;

	memset(bytes, 'x', n);
	put(f, bytes, n - 1, "wb"); /* exactly the limit */
	put(f, "\n", 1, "ab");
	put(f, bytes, n, "ab");
	put(f, "\nnext\n", 6, "ab");
	source = open_it(f);
	assert_int_equal(next(f, source), SOURCE_LINE);
	assert_int_equal(f->line.len, n - 1);
	assert_int_equal(f->kept, 0);
	assert_int_equal(next(f, source), SOURCE_TOO_LONG);
	assert_int_equal(f->kept, n + 1);
	assert_int_equal(f->kept_last, '\n');
	assert_int_equal(next(f, source), SOURCE_LINE);
	assert_string_equal(f->line.data, "next");
	assert_int_equal(source_number(source), 3);
	source_close(source);
	free(bytes);
}

static void standard_input_is_read_and_left_open(void **state)
{
	struct fixture *f = *state;
	struct source *source;
	FILE *in;

	put(f, "one\n", 4, "wb");
	in = fopen(f->path, "rb");
	source = source_open("-", in, &f->err);
	assert_non_null(source);
	assert_int_equal(next(f, source), SOURCE_LINE);
	assert_string_equal(f->line.data, "one");
	source_close(source);
	assert_int_equal(fclose(in), 0);
	assert_null(source_open("-", NULL, &f->err));
}

static void a_missing_file_and_a_folder_are_named(void **state)
{
	struct fixture *f = *state;
	struct source *source;

	assert_null(source_open("/nonexistent/x.jsonl", NULL, &f->err));
	assert_string_equal(f->err.msg,
			    "cannot open '/nonexistent/x.jsonl': No such file or directory");
	source = source_open("/tmp", NULL, &f->err);
	if (source != NULL)
		assert_int_equal(next(f, source), SOURCE_FAILED);
	assert_non_null(strstr(f->err.msg, "Is a directory"));
	source_close(source);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(lines_come_without_their_newline),
		T(a_byte_order_mark_is_no_part_of_the_first_line),
		T(plain_gzip_and_zstd_give_the_same_lines),
		T(compressed_files_may_be_strung_together),
		T(bytes_that_compress_to_nothing_come_out_whole),
		T(what_the_library_holds_at_the_end_of_the_file_comes_out),
		T(a_compressed_file_that_is_cut_fails),
		T(other_bytes_behind_compressed_ones_fail),
		T(a_line_over_the_limit_goes_by_in_pieces_and_the_next_is_read),
		T(standard_input_is_read_and_left_open),
		T(a_missing_file_and_a_folder_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
