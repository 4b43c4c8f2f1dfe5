/* Real files through the importer into a project, where they are present: what the import wrote is
 * what the events give, and nothing of it comes twice. */
#include "data/import.h"
#include "tests/support/store_fixture.h"

struct sink {
	struct store_import *import;
	int64_t count[4]; /* by enum store_added */
};

static bool take(void *ctx, const struct import_record *record, struct err *err)
{
	struct sink *sink = ctx;
	struct store_put put = { .body = record->body,
				 .body_len = record->body_len,
				 .uid = record->uid,
				 .prompt = record->prompt,
				 .group = record->group,
				 .role = record->role,
				 .line = record->line,
				 .line_len = record->line_len,
				 .control = record->control };
	enum store_added added = store_import_put(sink->import, &put, err);

	sink->count[added]++;
	return added != STORE_FAILED;
}

static bool refuse(void *ctx, const struct import_reject *reject, struct err *err)
{
	(void)ctx;
	return err_set(err, ERR_INVALID, "line %lld: %s", (long long)reject->line, reject->reason);
}

static bool keep(void *ctx, const char *file, const char *bytes, size_t n, struct err *err)
{
	(void)ctx, (void)file, (void)bytes, (void)n, (void)err;
	return true;
}

static struct sink import_real(struct fixture *f, const char *path)
{
	struct sink sink = { .import = NULL };
	struct import_sink calls = { .item = take, .reject = refuse, .keep = keep, .ctx = &sink };
	struct import_options options = {
		.paths = &path, .n_paths = 1, .min_responses = 0, .max_responses = 9
	};
	struct import_result result;
	struct err err = { .code = ERR_NONE };

	sink.import = store_import_begin(f->store, "real", &err);
	assert_non_null(sink.import);
	fixture_ok(import_files(&options, &calls, &result, &err));
	fixture_ok(store_import_end(sink.import, true, NULL, &err));
	return sink;
}

static void real_items_are_the_same_after_a_rebuild_and_come_once(void **state)
{
	static const struct {
		const char *file;
		int items;
	} files[] = {
		{ SHARED_DATA "/derived/candidates_arena_hard.jsonl.gz", 500 },
		{ SHARED_DATA "/derived/candidates_self_instruct252.jsonl.gz", 252 },
		{ SHARED_DATA "/derived/candidates_vicuna80.jsonl.gz", 80 },
	};
	int seen = 0;

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct fixture f;
		struct sink sink;

		if (access(files[i].file, R_OK) != 0)
			continue;
		seen++;
		fixture_begin(&f);
		fixture_create(&f, false);
		fixture_batch(&f, "real", 1, i % 2 == 1);
		sink = import_real(&f, files[i].file);
		assert_int_equal(sink.count[STORE_ADDED], files[i].items);
		fixture_check(f.store);
		sink = import_real(&f, files[i].file);
		assert_int_equal(sink.count[STORE_THERE], files[i].items);
		fixture_check(f.store);
		fixture_end(&f);
	}
	if (seen == 0) {
		print_message(SHARED_DATA "/derived is not here\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_items_are_the_same_after_a_rebuild_and_come_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
