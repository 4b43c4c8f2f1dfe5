/* care_world.h - a small project with labels, and a way to run one subcommand on it inside the
 * test: for log, check, rebuild, query, backup and doctor. */
#ifndef ASSAY_TESTS_CMD_CARE_WORLD_H
#define ASSAY_TESTS_CMD_CARE_WORLD_H

#include "cmd/cmd.h"
#include "tests/support/store_fixture.h"

#define CARE_ARGS 16

struct care_world {
	struct fixture f;
	struct cmd_env env;
	char key_dir[96];
	const char *variables[16]; /* name, value, name, value, …, NULL */
	char *out, *err;           /* of the last run */
	int code;
};

static inline const char *care_getenv(void *ctx, const char *name)
{
	const struct care_world *w = ctx;

	for (int i = 0; w->variables[i] != NULL; i += 2)
		if (strcmp(w->variables[i], name) == 0)
			return w->variables[i + 1];
	return NULL;
}

static inline int64_t care_monotonic(void *ctx)
{
	(void)ctx;
	return 0;
}

static inline void care_submit(struct care_world *w, int number)
{
	struct store_task task = fixture_task(&w->f, number);

	fixture_submit(&w->f, &task.uid, number % 3);
}

/* Two labels and a skip of the owner's on three items; closed, as a program would find it. */
static inline void care_begin(struct care_world *w)
{
	memset(w, 0, sizeof *w);
	fixture_project(&w->f, 3);
	for (int i = 1; i <= 3; i++)
		care_submit(w, i);
	fixture_close(&w->f);
	snprintf(w->key_dir, sizeof w->key_dir, "%s/keys", w->f.dir);
	w->env = (struct cmd_env){
		.key_dir = w->key_dir,
		.name = "owner",
		.device = "test",
		.version = "1.2.3",
		.monotonic = care_monotonic,
		.getenv = care_getenv,
		.ctx = w,
		.store = w->f.env,
	};
}

static inline void care_end(struct care_world *w)
{
	free(w->out);
	free(w->err);
	fixture_end(&w->f);
}

/* Runs CMD with the words up to NULL; "@" stands for the project. */
static inline int care_run(struct care_world *w, const struct cmd *cmd, ...)
{
	const char *argv[CARE_ARGS] = { cmd->name };
	struct arena arena = ARENA_INIT;
	struct cmd_args args;
	size_t out_len, err_len;
	struct err err;
	int argc = 1;
	va_list words;

	va_start(words, cmd);
	while ((argv[argc] = va_arg(words, const char *)) != NULL && argc < CARE_ARGS - 1) {
		if (strcmp(argv[argc], "@") == 0)
			argv[argc] = w->f.path;
		argc++;
	}
	va_end(words);
	free(w->out);
	free(w->err);
	w->env.out = open_memstream(&w->out, &out_len);
	w->env.err = open_memstream(&w->err, &err_len);
	w->code = cmd_parse(&w->env, cmd, argv, &arena, &args, &err)
			  ? cmd->run(&w->env, &args)
			  : cmd_fail_usage(&w->env, cmd, &err);
	fclose(w->env.out);
	fclose(w->env.err);
	arena_release(&arena);
	return w->code;
}

static inline void care_says(const struct care_world *w, const char *text)
{
	if (strstr(w->out, text) == NULL)
		fail_msg("no '%s' in the output:\n%s\nerrors:\n%s", text, w->out, w->err);
}

static inline void care_complains(const struct care_world *w, const char *text)
{
	if (strstr(w->err, text) == NULL)
		fail_msg("no '%s' in the errors:\n%s\noutput:\n%s", text, w->err, w->out);
}

/* Overwrites the first OLD in the project's file with NEW, which is as long. */
static inline void care_damage(struct care_world *w, const char *old, const char *new)
{
	FILE *file = fopen(w->f.path, "r+b");
	struct buf bytes = BUF_INIT;
	size_t n = strlen(old), at = 0;
	int c;

	assert_non_null(file);
	while ((c = fgetc(file)) != EOF)
		buf_addc(&bytes, (char)c);
	while (at + n <= bytes.len && memcmp(bytes.data + at, old, n) != 0)
		at++;
	assert_true(at + n <= bytes.len);
	assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
	assert_int_equal(fwrite(new, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
	buf_release(&bytes);
}

static inline int care_setup(void **state)
{
	struct care_world *w = calloc(1, sizeof *w);

	*state = w;
	if (w == NULL)
		return 1;
	care_begin(w);
	return 0;
}

static inline int care_teardown(void **state)
{
	care_end(*state);
	free(*state);
	return 0;
}

#define CARE_TEST(f) cmocka_unit_test_setup_teardown(f, care_setup, care_teardown)

#endif
