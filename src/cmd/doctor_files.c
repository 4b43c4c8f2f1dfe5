/* doctor_files.c - folders of keys and records, disk, file system, project. */
#include "cmd/doctor.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#define FREE_WARN (INT64_C(512) << 20) /* bytes */
#define FREE_FAULT (INT64_C(16) << 20)

/* ---- the folder of stream records ---- */

/* The nearest folder above PATH that is there, in OUT. */
static void nearest_folder(const char *path, char out[PATH_MAX])
{
	struct stat st;
	char *slash;

	snprintf(out, PATH_MAX, "%s", path);
	while (stat(out, &st) != 0 && (slash = strrchr(out, '/')) != NULL && slash != out)
		*slash = '\0';
	if (stat(out, &st) != 0)
		snprintf(out, PATH_MAX, "%s", path[0] == '/' ? "/" : ".");
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void look_at_state(struct doctor *doctor)
{
	const char *dir = doctor->env->store.state_dir;
	char nearest[PATH_MAX];

	if (dir == NULL) {
		doctor_note(doctor, HEALTH_WARN, "state",
			    "there is no state folder: each run starts a new stream");
		return;
	}
	nearest_folder(dir, nearest);
	if (!is_folder(nearest) || access(nearest, W_OK | X_OK) != 0)
		doctor_note(
			doctor, HEALTH_WARN, "state",
			"%s cannot be written: each run starts a new stream; make it writable or "
			"set XDG_STATE_HOME",
			nearest);
	else if (strcmp(nearest, dir) != 0)
		doctor_note(doctor, HEALTH_FINE, "state", "%s will be made when it is needed", dir);
	else
		doctor_note(doctor, HEALTH_FINE, "state", "%s", dir);
}

/* ---- the folder of keys ---- */

static bool ends_in_seed(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".seed") == 0;
}

/* Names each seed that others can read; returns how many seeds there are. */
static int look_at_seeds(struct doctor *doctor, const char *folder, DIR *dir, int *open)
{
	const struct dirent *entry;
	int n = 0;

	while ((entry = readdir(dir)) != NULL) {
		char path[PATH_MAX];
		struct stat st;

		if (!ends_in_seed(entry->d_name)
		    || (size_t)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name)
			       >= sizeof path
		    || lstat(path, &st) != 0)
			continue;
		n++;
		if ((st.st_mode & 077) == 0)
			continue;
		++*open;
		doctor_note(
			doctor, HEALTH_FAULT, "keys",
			"others can read %s: run chmod 600 on it, and think of the key as known",
			path);
	}
	return n;
}

static void look_at_keys(struct doctor *doctor)
{
	const char *folder = doctor->env->key_dir;
	DIR *dir = opendir(folder);
	int n, open = 0;
	struct stat st;

	if (dir == NULL && errno == ENOENT) {
		doctor_note(doctor, HEALTH_FINE, "keys", "%s will be made on first use", folder);
		return;
	}
	if (dir == NULL) {
		doctor_note(doctor, HEALTH_FAULT, "keys", "cannot read %s: %s", folder,
			    strerror(errno));
		return;
	}
	n = look_at_seeds(doctor, folder, dir, &open);
	if (fstat(dirfd(dir), &st) == 0 && (st.st_mode & 022) != 0)
		doctor_note(doctor, HEALTH_WARN, "keys",
			    "others can write to %s: run chmod 700 on it", folder);
	else if (open == 0)
		doctor_note(doctor, HEALTH_FINE, "keys", "%s in %s",
			    cmd_count(&doctor->arena, n, "key"), folder);
	closedir(dir);
}

void doctor_look_at_folders(struct doctor *doctor)
{
	look_at_state(doctor);
	look_at_keys(doctor);
}

/* ---- the project's place ---- */

static const char *remote_kind(long type)
{
	static const struct {
		unsigned long type;
		const char *name;
	} kinds[] = {
		{ 0x6969, "NFS" },        { 0x517b, "SMB" },      { 0xff534d42, "SMB" },
		{ 0xfe534d42, "SMB" },    { 0x65735546, "FUSE" }, { 0x01021997, "9P" },
		{ 0x5346414f, "AFS" },    { 0x00c36400, "Ceph" }, { 0x73757245, "Coda" },
		{ 0x0bd00bd0, "Lustre" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].type == ((unsigned long)type & 0xffffffffUL))
			return kinds[i].name;
	return NULL;
}

static void look_at_file_system(struct doctor *doctor, const char *folder)
{
	const char *kind;
	struct statfs fs;

	if (statfs(folder, &fs) != 0)
		return;
	kind = remote_kind((long)fs.f_type);
	if (kind != NULL)
		doctor_note(doctor, HEALTH_WARN, "files",
			    "%s is on %s, where locks and syncs may not hold: work on a local disk "
			    "and bring the events together instead",
			    folder, kind);
	else
		doctor_note(doctor, HEALTH_FINE, "files", "%s is on a local file system", folder);
}

static void look_at_space(struct doctor *doctor, const char *folder)
{
	struct statvfs fs;
	int64_t space;

	if (statvfs(folder, &fs) != 0)
		return;
	space = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	doctor_note(doctor,
		    space < FREE_FAULT  ? HEALTH_FAULT
		    : space < FREE_WARN ? HEALTH_WARN
					: HEALTH_FINE,
		    "disk", "%" PRId64 " MB are free", space / 1000000);
}

/* Programs that copy files behind our back tear a database apart. */
static void look_for_synced_folder(struct doctor *doctor, const char *folder)
{
	static const char *const marks[] = { ".stfolder", ".dropbox", ".dropbox.cache",
					     ".owncloudsync.log", ".SynologyWorkingDirectory" };
	char at[PATH_MAX], *slash;

	if (realpath(folder, at) == NULL)
		return;
	for (;;) {
		char mark[PATH_MAX + 32];

		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
			snprintf(mark, sizeof mark, "%s/%s", at, marks[i]);
			if (access(mark, F_OK) != 0)
				continue;
			doctor_note(doctor, HEALTH_WARN, "files",
				    "another program synchronises %s (%s): a live project does not "
				    "survive that; move it elsewhere",
				    at, marks[i]);
			return;
		}
		slash = strrchr(at, '/');
		if (slash == NULL || slash == at)
			return;
		*slash = '\0';
	}
}

/* Without a key: looking makes none. */
static void look_inside(struct doctor *doctor)
{
	struct store_env env = doctor->env->store;
	struct store *store;
	struct err err;

	env.verb = "doctor";
	env.no_check = true;
	store = store_open(doctor->project, STORE_READ, &env, NULL, NULL, &err);
	if (store == NULL) {
		doctor_note(doctor, HEALTH_FAULT, "project", "%s", err.msg);
		return;
	}
	doctor_note(doctor, HEALTH_FINE, "project",
		    "\"%s\" opens; 'assay check' looks at all of it", store_project_name(store));
	store_close(store);
}

void doctor_look_at_project(struct doctor *doctor)
{
	const char *slash = strrchr(doctor->project, '/');
	char folder[PATH_MAX];

	if (slash == NULL)
		snprintf(folder, sizeof folder, ".");
	else
		snprintf(folder, sizeof folder, "%.*s",
			 slash == doctor->project ? 1 : (int)(slash - doctor->project),
			 doctor->project);
	look_at_file_system(doctor, folder);
	look_for_synced_folder(doctor, folder);
	look_at_space(doctor, folder);
	look_inside(doctor);
}
