/* An export into the folder of the one before: the old one or the new one is there, whenever the
 * program dies; what is somebody else's stays. */
#include "base/hash.h"
#include "tests/support/export_fixture.h"
#include "tests/support/killed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEPS_MAX 60

/* ---- what is there ---- */

static void digest_of(const char *name, char hex[ID_HEX + 1])
{
	struct hash hash;
	struct id digest;

	read_out(name);
	hash_begin(&hash, NULL, NULL);
	hash_add(&hash, file.data, file.len);
	digest = hash_end(&hash);
	hex_encode(hex, digest.b, sizeof digest.b);
}

static const struct json *read_manifest(const char *name)
{
	const struct json *root;
	struct err err;

	read_out(name);
	root = json_parse(file.data, file.len, &arena, &err);
	if (root == NULL)
		fail_msg("%s in %s", err.msg, file.data);
	return root;
}

/* Every file that MANIFEST names is in FOLDER, with the bytes whose hash it names. */
static void expect_true_manifest(const struct json *manifest, const char *folder)
{
	const struct json *files = json_get(manifest, "files");
	char hex[ID_HEX + 1], path[300];

	assert_non_null(files);
	assert_true(files->count >= 2);
	for (const struct json *f = files->child; f != NULL; f = f->next) {
		snprintf(path, sizeof path, "%s%s", folder, json_get_string(f, "name"));
		digest_of(path, hex);
		assert_string_equal(hex, json_get_string(f, "blake2b_256"));
	}
}

static int count_entries(const char *folder, const char *start)
{
	DIR *dir = opendir(program_path(p, folder));
	const struct dirent *entry;
	int n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0
		     && strncmp(entry->d_name, start, strlen(start)) == 0;
	closedir(dir);
	return n;
}

/* The whole export that MANIFEST tells of, and OTHERS entries beside it. */
static void expect_whole(const char *format, int others)
{
	const struct json *manifest = read_manifest("out/manifest.json");

	expect_true_manifest(manifest, "out/");
	if (format != NULL)
		assert_string_equal(json_get_string(manifest, "format"), format);
	assert_int_equal(count_entries("out", ""),
			 (int)json_get(manifest, "files")->count + 2 + others);
}

static bool is_unfinished(void)
{
	return json_get_bool(read_manifest("out/manifest.json"), "unfinished", false);
}

/* ---- killed at each step ---- */

static const char *const formats[] = { "trl-reward", "assay" };

static enum killed kill_at(int step, const char *format, const char *to)
{
	const char *const argv[] = { "export", "x.assay", "-f", format, "-o", to, NULL };
	enum killed killed = program_killed(p, argv, step);

	if (killed == KILLED_UNTRACED) {
		print_message("processes cannot be traced here\n");
		skip();
	}
	return killed;
}

static void label_some(void)
{
	import_pairs("b", 3, "1");
	label("ann", "b", "1 2 Enter 2 1 Enter = Enter");
	label("ann", "b", "G \"1\" Enter X y");
}

static void a_killed_export_leaves_the_old_one_or_the_new_one(void **state)
{
	int step = 1, left = 0, old = 0;

	(void)state;
	label_some();
	export_to(formats[0], NULL);
	for (; step < STEPS_MAX; step++) {
		const char *format = formats[step % 2];

		if (kill_at(step, format, "out") == KILLED_NOT)
			break;
		expect_whole(NULL, 0);
		old += strcmp(json_get_string(manifest(), "format"), format) != 0;
		left += count_entries("", "out.tmp-");
		export_to(format, NULL);
		expect_whole(format, 0);
		assert_int_equal(count_entries("", "out.tmp-"), 0);
	}
	/* Before the folder is there, before the exchange, and before each of five removals. */
	assert_in_range(step, 8, STEPS_MAX - 1);
	assert_true(old >= 2 && old < step - 1);
	assert_true(left >= 6);
}

static void a_killed_first_export_leaves_nothing_or_all_of_it(void **state)
{
	const char *const rm[] = { "rm", "-rf", "out", NULL };
	int step = 1, nothing = 0;

	(void)state;
	label_some();
	while (step < STEPS_MAX && kill_at(step, "assay", "out") != KILLED_NOT) {
		nothing += !program_has(p, "out");
		if (program_has(p, "out"))
			expect_whole("assay", 0);
		expect(program_other(p, rm), 0);
		step++;
	}
	assert_true(step < STEPS_MAX && nothing >= 2);
	expect_whole("assay", 0);
	assert_int_equal(count_entries("", "out.tmp-"), 0);
}

static void put_others(void)
{
	const char *const mkdir[] = { "mkdir", "-p", "out/notes", NULL };

	expect(program_other(p, mkdir), 0);
	program_puts(p, "out/notes/one.txt", "mine\n");
	program_puts(p, "out/mine.jsonl", "{}\n");
}

static void expect_others(void)
{
	assert_string_equal(read_out("out/notes/one.txt"), "mine\n");
	assert_string_equal(read_out("out/mine.jsonl"), "{}\n");
}

static void beside_others_files_no_manifest_tells_of_rows_that_are_not_there(void **state)
{
	int step = 1, unfinished = 0;

	(void)state;
	label_some();
	export_to(formats[0], NULL);
	put_others();
	for (; step < STEPS_MAX; step++) {
		const char *format = formats[step % 2];

		if (kill_at(step, format, "out") == KILLED_NOT)
			break;
		if (is_unfinished())
			unfinished++;
		else
			expect_true_manifest(manifest(), "out/");
		expect_others();
		export_to(format, NULL);
		expect_whole(format, 2);
		assert_int_equal(count_entries("", "out.tmp-"), 0);
		expect_others();
	}
	/* Two or three stale files, as many new ones, card and manifest. */
	assert_in_range(step, 8, STEPS_MAX - 1);
	assert_true(unfinished >= 5);
}

static void a_single_file_killed_between_has_no_manifest_that_lies(void **state)
{
	const struct json *manifest;
	int step = 1;

	(void)state;
	label_some();
	program_puts(p, "my.other.jsonl", "{}\n");
	expect(program_run(p, "export", "x.assay", "-f", formats[0], "-o", "my.jsonl", NULL), 0);
	for (; step < STEPS_MAX; step++) {
		enum killed killed = kill_at(step, formats[step % 2], "my.jsonl");

		manifest = read_manifest("my.manifest.json");
		if (!json_get_bool(manifest, "unfinished", false))
			expect_true_manifest(manifest, "");
		if (killed == KILLED_NOT)
			break;
		expect(program_run(p, "export", "x.assay", "-f", formats[step % 2], "-o",
				   "my.jsonl", NULL),
		       0);
		expect_true_manifest(read_manifest("my.manifest.json"), "");
		assert_int_equal(count_entries("", "my.jsonl.tmp-"), 0);
	}
	assert_in_range(step, 6, STEPS_MAX - 1);
	assert_string_equal(read_out("my.other.jsonl"), "{}\n");
}

/* ---- whose is what ---- */

static void what_is_somebody_elses_in_the_folder_stays(void **state)
{
	(void)state;
	label_some();
	export_to("trl-reward", "--split", "50/50", NULL);
	put_others();
	export_to("assay", NULL);
	expect_others();
	expect_whole("assay", 2);
	assert_false(program_has(p, "out/train.jsonl"));
	assert_false(program_has(p, "out/test.jsonl"));
	assert_false(program_has(p, "out/unfinished.json"));
}

static void another_programs_manifest_makes_no_export(void **state)
{
	const char *const mkdir[] = { "mkdir", "out", NULL };

	(void)state;
	label_some();
	expect(program_other(p, mkdir), 0);
	program_puts(p, "out/manifest.json", "{\"files\":[{\"name\":\"mine.jsonl\"}]}\n");
	program_puts(p, "out/mine.jsonl", "{}\n");
	expect(program_run(p, "export", "x.assay", "-f", "assay", "-o", "out", NULL), 1);
	program_complains(p, "the folder 'out' is not empty and holds no export; choose another");
	assert_string_equal(read_out("out/mine.jsonl"), "{}\n");
	assert_int_equal(count_entries("", "out.tmp-"), 0);
}

static void whoever_is_at_work_is_not_swept_away(void **state)
{
	const char *const mkdir[] = { "mkdir", "out.tmp-1", "out.tmp-x", NULL };
	int lock;

	(void)state;
	label_some();
	expect(program_other(p, mkdir), 0);
	program_puts(p, "out.tmp-1/train.jsonl", "{}\n");
	program_puts(p, "out.tmp-x/train.jsonl", "{}\n");
	lock = open(program_path(p, "out.tmp-1"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(lock >= 0);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	export_to("trl-reward", NULL);
	assert_true(program_has(p, "out.tmp-1/train.jsonl"));
	close(lock);
	export_to("trl-reward", NULL);
	assert_false(program_has(p, "out.tmp-1"));
	assert_true(program_has(p, "out.tmp-x/train.jsonl"));
}

static void what_a_killed_export_did_not_make_is_not_swept_away(void **state)
{
	const char *const mkdir[] = { "mkdir", "out.tmp-1", NULL };

	(void)state;
	label_some();
	expect(program_other(p, mkdir), 0);
	program_puts(p, "out.tmp-1/train.jsonl", "{}\n");
	program_puts(p, "out.tmp-1/thesis.txt", "mine\n");
	export_to("trl-reward", NULL);
	assert_string_equal(read_out("out.tmp-1/thesis.txt"), "mine\n");
	assert_int_equal(count_entries("out.tmp-1", ""), 1);
}

/* ---- the folder itself ---- */

static struct stat look(const char *name)
{
	struct stat st;

	if (lstat(program_path(p, name), &st) != 0)
		fail_msg("%s: %s", name, strerror(errno));
	return st;
}

static void a_folder_keeps_its_mode_and_a_link_stays_a_link(void **state)
{
	const char *const link[] = { "ln", "-s", "out", "latest", NULL };

	(void)state;
	label_some();
	export_to("trl-reward", NULL);
	assert_int_equal(chmod(program_path(p, "out"), 0750), 0);
	expect(program_other(p, link), 0);
	expect(program_run(p, "export", "x.assay", "-f", "assay", "-o", "latest/", NULL), 0);
	assert_true(S_ISLNK(look("latest").st_mode));
	assert_int_equal(look("out").st_mode & 07777, 0750);
	expect_whole("assay", 0);
	assert_int_equal(count_entries("", "latest.tmp-") + count_entries("", "out.tmp-"), 0);
}

static void whoever_stands_in_the_folder_still_does(void **state)
{
	const char *const inside[] = {
		"sh", "-c", "cd out && \"$0\" export ../x.assay -f assay -o . && cat manifest.json",
		ASSAY_BIN, NULL
	};
	ino_t before;

	(void)state;
	label_some();
	export_to("trl-reward", NULL);
	before = look("out").st_ino;
	expect(program_other(p, inside), 0);
	program_says(p, "\"format\": \"assay\"");
	assert_true(look("out").st_ino == before);
	expect_whole("assay", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_killed_export_leaves_the_old_one_or_the_new_one),
		TEST(a_killed_first_export_leaves_nothing_or_all_of_it),
		TEST(beside_others_files_no_manifest_tells_of_rows_that_are_not_there),
		TEST(a_single_file_killed_between_has_no_manifest_that_lies),
		TEST(what_is_somebody_elses_in_the_folder_stays),
		TEST(another_programs_manifest_makes_no_export),
		TEST(whoever_is_at_work_is_not_swept_away),
		TEST(what_a_killed_export_did_not_make_is_not_swept_away),
		TEST(a_folder_keeps_its_mode_and_a_link_stays_a_link),
		TEST(whoever_stands_in_the_folder_still_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
