#include "tests/cmd/care_world.h"

#include "cmd/doctor.h"

#include <fcntl.h>

extern const struct cmd cmd_doctor;

static void set_variables(struct care_world *w, const char *const *variables)
{
	int n = 0;

	for (; variables[n] != NULL; n++)
		w->variables[n] = variables[n];
	w->variables[n] = NULL;
}

static void versions_without_the_bug_are_known(void **state)
{
	static const struct {
		const char *version;
		bool fixed;
	} cases[] = {
		{ "3.40.1", false }, { "3.44.5", false }, { "3.44.6", true },  { "3.45.0", false },
		{ "3.50.6", false }, { "3.50.7", true },  { "3.51.2", false }, { "3.51.3", true },
		{ "3.53.2", true },  { "4.0.0", true },   { "2.8.17", false }, { "", false },
		{ "x", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (doctor_sqlite_is_fixed(cases[i].version) != cases[i].fixed)
			fail_msg("%s", cases[i].version);
}

static void a_healthy_place_is_said_to_be_one(void **state)
{
	struct care_world *w = *state;

	set_variables(w, (const char *[]){ "LC_ALL", "C.UTF-8", "TERM", "xterm", "COLORTERM",
					   "truecolor", NULL });
	assert_int_equal(care_run(w, &cmd_doctor, "@", NULL), EXIT_DONE);
	care_says(w, "ok     assay      version 1.2.3\n");
	care_says(w, "SQLite     version ");
	care_says(w, "ok     locale     UTF-8 (LC_ALL=C.UTF-8)\n");
	care_says(w, "ok     terminal   TERM=xterm\n");
	care_says(w, "ok     colours    16 million (COLORTERM=truecolor)\n");
	care_says(w, "ok     state      ");
	care_says(w, "keys will be made on first use\n");
	care_says(w, "ok     project    \"faucet\" opens");
	care_says(w, " MB are free\n");
	assert_int_not_equal(access(w->key_dir, F_OK), 0); /* looking made no key */
}

static void terminals_that_cannot_draw_are_named(void **state)
{
	struct care_world *w = *state;

	w->env.ascii = true;
	assert_int_equal(care_run(w, &cmd_doctor, NULL), EXIT_DONE);
	care_says(w, "warn   locale     not UTF-8 (no locale is set)");
	care_says(w, "warn   terminal   TERM is not set");
	care_says(w, "at most 16");
	set_variables(w, (const char *[]){ "TERM", "dumb", "NO_COLOR", "1", NULL });
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "TERM=dumb");
	care_says(w, "none, as NO_COLOR is set");
	set_variables(w, (const char *[]){ "TERM", "no-such-terminal-256color", NULL });
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "warn   terminal   TERM=no-such-terminal-256color is not in the terminfo");
	care_says(w, "ok     colours    256\n");
	set_variables(w, (const char *[]){ "TERM", "../../etc/passwd", NULL });
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "is not in the terminfo");
}

static void make_tmux(struct care_world *w, const char *script, char *folder, size_t size)
{
	char path[160];
	FILE *file;

	snprintf(folder, size, "%s/bin", w->f.dir);
	(void)mkdir(folder, 0700);
	snprintf(path, sizeof path, "%s/tmux", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(script, file);
	fclose(file);
	assert_int_equal(chmod(path, 0700), 0);
}

/* posix_spawnp looks in the PATH of the test itself. */
static void what_tmux_gets_in_the_way_of_is_found(void **state)
{
	static const struct cmd_key keys[] = { { "In a text", "Esc Ctrl-G", "done" },
					       { "In a text", "Ctrl-X", "menu" },
					       { NULL, NULL, NULL } };
	struct care_world *w = *state;
	const char *old = getenv("PATH");
	char folder[128], path[4096], *kept = old != NULL ? strdup(old) : NULL;

	make_tmux(w,
		  "#!/bin/sh\ncase $3 in escape-time) echo 500;; prefix) echo C-x;; "
		  "set-clipboard) echo external;; *) echo tmux 3.3a;; esac\n",
		  folder, sizeof folder);
	snprintf(path, sizeof path, "%s:%s", folder, kept != NULL ? kept : "/bin:/usr/bin");
	setenv("PATH", path, 1);
	w->env.keys = keys;
	set_variables(
		w, (const char *[]){ "TMUX", "/tmp/t,1,0", "PATH", path, "TERM", "xterm", NULL });
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "warn   tmux       escape-time is 500 ms");
	care_says(w, "warn   tmux       its prefix Ctrl-X is a key of assay");
	care_says(w, "warn   clipboard  tmux keeps copied texts");
	care_says(w, "ok     tmux       version 3.3a");
	care_says(w, "warn   terminal   TERM=xterm inside tmux");
	make_tmux(w,
		  "#!/bin/sh\ncase $3 in escape-time) echo 10;; prefix) echo C-b;; "
		  "set-clipboard) echo on;; esac\n",
		  folder, sizeof folder);
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "ok     tmux       escape-time 10 ms");
	care_says(w, "ok     tmux       its prefix C-b is no key of assay");
	care_says(w, "ok     clipboard  tmux passes copied texts on");
	make_tmux(w, "#!/bin/sh\nexit 1\n", folder, sizeof folder);
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "note   tmux       it does not say");
	if (kept != NULL)
		setenv("PATH", kept, 1);
	free(kept);
}

static void report_own(const struct cmd_env *env,
		       void (*report)(void *ctx, const char *file, bool there, const char *says),
		       void *ctx)
{
	(void)env;
	report(ctx, "/c/settings.yaml", true, NULL);
	report(ctx, "/c/keys.yaml", true, "/c/keys.yaml:2:9: F would mean both");
}

static void own_files_are_checked(void **state)
{
	struct care_world *w = *state;

	w->env.check_own = report_own;
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "ok     settings   /c/settings.yaml\n");
	care_says(w,
		  "warn   settings   keys.yaml is not used: /c/keys.yaml:2:9: F would mean both");
}

static void a_cursor_answer_is_read(void **state)
{
	(void)state;
	assert_int_equal(doctor_cursor_column("\033[12;3R"), 3);
	assert_int_equal(doctor_cursor_column("x\033[1;1R"), 1);
	assert_int_equal(doctor_cursor_column("\033[1R"), -1);
	assert_int_equal(doctor_cursor_column("\033[1;3"), -1);
	assert_int_equal(doctor_cursor_column(""), -1);
}

static void a_key_that_others_can_read_is_a_fault(void **state)
{
	struct care_world *w = *state;
	char seed[128];
	int fd;

	assert_int_equal(mkdir(w->key_dir, 0700), 0);
	snprintf(seed, sizeof seed, "%s/owner.seed", w->key_dir);
	fd = open(seed, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(care_run(w, &cmd_doctor, NULL), EXIT_DONE);
	care_says(w, "ok     keys       1 key in ");
	assert_int_equal(chmod(seed, 0644), 0);
	assert_int_equal(care_run(w, &cmd_doctor, NULL), EXIT_FAILED);
	care_says(w, "fault  keys       others can read ");
	care_says(w, "run chmod 600 on it");
	assert_int_equal(chmod(seed, 0600), 0);
	assert_int_equal(chmod(w->key_dir, 0770), 0);
	assert_int_equal(care_run(w, &cmd_doctor, NULL), EXIT_DONE);
	care_says(w, "warn   keys       others can write to ");
}

static void a_state_folder_that_cannot_be_made_is_warned_of(void **state)
{
	struct care_world *w = *state;
	char file[128], below[160];

	snprintf(file, sizeof file, "%s/file", w->f.dir);
	fclose(fopen(file, "w"));
	snprintf(below, sizeof below, "%s/assay", file);
	w->env.store.state_dir = below;
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "warn   state      ");
	w->env.store.state_dir = NULL;
	care_run(w, &cmd_doctor, NULL);
	care_says(w, "warn   state      there is no state folder");
}

static void a_folder_that_another_program_copies_is_warned_of(void **state)
{
	struct care_world *w = *state;
	char mark[128];

	snprintf(mark, sizeof mark, "%s/.stfolder", w->f.dir);
	assert_int_equal(mkdir(mark, 0700), 0);
	care_run(w, &cmd_doctor, "@", NULL);
	care_says(w, "warn   files      another program synchronises ");
}

static void a_project_that_does_not_open_is_a_fault(void **state)
{
	struct care_world *w = *state;
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/broken.assay", w->f.dir);
	file = fopen(path, "w");
	fputs("this is no database, but long enough to be looked at as one, I should think", file);
	fclose(file);
	assert_int_equal(care_run(w, &cmd_doctor, path, NULL), EXIT_FAILED);
	care_says(w, "fault  project    ");
	assert_int_equal(care_run(w, &cmd_doctor, "nowhere.assay", NULL), EXIT_FAILED);
	assert_int_not_equal(access("nowhere.assay", F_OK), 0);
}

static void findings_can_be_read_by_programs(void **state)
{
	struct care_world *w = *state;
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	const struct json *list;

	care_run(w, &cmd_doctor, "@", "--json", NULL);
	list = json_parse(w->out, strlen(w->out), &arena, &err);
	assert_non_null(list);
	assert_true(list->count > 6);
	for (const struct json *f = list->child; f != NULL; f = f->next)
		assert_true(json_get_string(f, "health") != NULL
			    && json_get_string(f, "what") != NULL
			    && json_get_string(f, "says") != NULL);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_without_the_bug_are_known),
		CARE_TEST(a_healthy_place_is_said_to_be_one),
		CARE_TEST(terminals_that_cannot_draw_are_named),
		CARE_TEST(what_tmux_gets_in_the_way_of_is_found),
		CARE_TEST(own_files_are_checked),
		cmocka_unit_test(a_cursor_answer_is_read),
		CARE_TEST(a_key_that_others_can_read_is_a_fault),
		CARE_TEST(a_state_folder_that_cannot_be_made_is_warned_of),
		CARE_TEST(a_folder_that_another_program_copies_is_warned_of),
		CARE_TEST(a_project_that_does_not_open_is_a_fault),
		CARE_TEST(findings_can_be_read_by_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
