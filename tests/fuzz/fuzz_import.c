/* Any bytes as a file to import: the first byte says how it is read.  Every item that comes out has
 * a body that reads back, and every record is an item or a reject. */
#include "data/import.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool check_item(void *ctx, const struct import_record *record, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct id uid = item_uid(record->body, record->body_len);
	struct item item;

	(void)ctx;
	if (!item_parse(&item, record->body, record->body_len, &arena, err)
	    || !id_equal(&uid, &record->uid) || item.n_responses != record->n_responses
	    || json_parse(record->line, record->line_len, &arena, err) == NULL)
		abort();
	arena_release(&arena);
	return true;
}

static bool check_reject(void *ctx, const struct import_reject *reject, struct err *err)
{
	(void)ctx;
	(void)err;
	if (reject->line < 1 || reject->column < 0 || reject->reason[0] == '\0')
		abort();
	return true;
}

static bool check_bytes(void *ctx, const char *file, const char *bytes, size_t n, struct err *err)
{
	size_t *sum = ctx;

	(void)file;
	(void)err;
	for (size_t i = 0; i < n; i++)
		*sum += (unsigned char)bytes[i];
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { NULL,    "canonical", "candidates", "hh-rlhf",
					       "pairs", "columns",   "solutions",  "answers",
					       "csv",   "map" };
	static const char *const maps[] = { "prompt=prompt", "response=a.0.b", "response=b",
					    "join=id" };
	static const char *const show[] = { "domain", "reference" }, *const paths[] = { "-" };
	size_t sum = 0;
	const struct import_sink sink = {
		.item = check_item,
		.reject = check_reject,
		.keep = check_bytes,
		.ctx = &sum,
	};
	struct import_options options = {
		.paths = paths, .n_paths = 1, .max_responses = 9, .show = show
	};
	struct import_result result;
	struct err err;

	if (size < 2)
		return 0;
	options.format = formats[data[0] % 10];
	options.maps = maps;
	options.n_maps = options.format == formats[9] ? 2 + data[0] % 3 : 0;
	options.n_show = data[0] % 3;
	options.sample_responses = data[0] / 16 % 4;
	options.standard_input = fmemopen((void *)(uintptr_t)(data + 1), size - 1, "rb");
	if (options.standard_input == NULL)
		return 0;
	if (!import_files(&options, &sink, &result, &err) && err.msg[0] == '\0')
		abort();
	fclose(options.standard_input);
	return 0;
}
