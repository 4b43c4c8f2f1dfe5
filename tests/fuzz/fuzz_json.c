/* Any bytes as JSON: what is taken has a canonical form that reads back as the same tree. */
#include "base/json.h"
#include "base/json_write.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(const struct json *value)
{
	struct arena arena = ARENA_INIT;
	struct buf plain = BUF_INIT, canonical = BUF_INIT, twice = BUF_INIT;
	struct err err;
	const struct json *again;

	json_write_plain(&plain, value);
	if (json_parse(plain.data, plain.len, &arena, &err) == NULL)
		abort();
	json_write_canonical(&canonical, value);
	if (!json_equal(value, json_copy(&arena, value)))
		abort();
	/* A kept number is one level deeper than it was, so the very deepest may be refused. */
	again = json_parse(canonical.data, canonical.len, &arena, &err);
	if (again == NULL && strstr(err.msg, "deep") == NULL)
		abort();
	if (again != NULL)
		json_write_canonical(&twice, again);
	if (again != NULL && strcmp(twice.data, canonical.data) != 0)
		abort();
	buf_release(&plain);
	buf_release(&canonical);
	buf_release(&twice);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Our own walk must have refused it before; its words may quote anything. */
	static const char simdjson[] = "simdjson refuses it";
	struct json_reader *reader = json_reader_new();
	struct arena arena = ARENA_INIT;
	struct buf text = BUF_INIT;
	struct json_error error = { .at = 0 };
	const struct json *value;

	buf_add(&text, data, size);
	value = json_read(reader, text.data, text.len, &arena, &error);
	if (value != NULL)
		write_and_read(value);
	else if (error.at > size || error.reason[0] == '\0'
		 || strncmp(error.reason, simdjson, sizeof simdjson - 1) == 0)
		abort();
	buf_release(&text);
	arena_release(&arena);
	json_reader_free(reader);
	return 0;
}
