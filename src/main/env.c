/* env.c - who and where: environment, account, machine, terminals. */
#include "main/world.h"

#include "base/bytes.h"
#include "sync/keys.h"

#include <fcntl.h>
#include <langinfo.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A small file of /proc or /etc, its last newline cut; empty when it cannot be read. */
static size_t read_small(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, out, size - 1) : -1;

	if (fd >= 0)
		close(fd);
	if (n < 0)
		n = 0;
	while (n > 0 && (out[n - 1] == '\n' || out[n - 1] == ' '))
		n--;
	out[n] = '\0';
	return (size_t)n;
}

static void first_16(uint8_t out[16], const char *domain, const void *bytes, size_t n)
{
	struct id id = hash_bytes(domain, bytes, n);

	memcpy(out, id.b, 16);
}

/* First 16 bytes that name this machine and account, and this boot of it (CORE 4). */
static void name_machine(uint8_t machine[16])
{
	char text[300];
	size_t n = read_small("/etc/machine-id", text, 256);
	uint32_t uid = (uint32_t)getuid();

	if (n == 0)
		n = read_small("/var/lib/dbus/machine-id", text, 256);
	if (n == 0 && gethostname(text, 256) == 0) {
		text[255] = '\0';
		n = strlen(text);
	}
	le_put((uint8_t *)text + n, uid, 4);
	n += 4;
	first_16(machine, "assay machine 1", text, n);
}

static bool uuid_bytes(const char *text, uint8_t out[16])
{
	char hex[33];
	size_t n = 0;

	for (; *text != '\0' && n < 32; text++)
		if (*text != '-')
			hex[n++] = *text;
	return n == 32 && hex_decode(out, 16, hex, 32);
}

static void name_boot(uint8_t boot[16])
{
	char text[4096];
	const char *btime;

	if (read_small("/proc/sys/kernel/random/boot_id", text, 64) > 0 && uuid_bytes(text, boot))
		return;
	/* The second at which the machine came up says as much, where there is no boot_id. */
	read_small("/proc/stat", text, sizeof text);
	btime = strstr(text, "btime ");
	first_16(boot, "assay machine 1", btime != NULL ? btime : "",
		 btime != NULL ? strcspn(btime, "\n") : 0);
}

static const char *lookup(void *ctx, const char *name)
{
	(void)ctx;
	return getenv(name);
}

const char *world_variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static const char *join(struct arena *arena, const char *a, const char *b)
{
	struct buf text = BUF_INIT;
	const char *path;

	buf_addf(&text, "%s%s", a, b);
	path = arena_strndup(arena, text.data, text.len);
	buf_release(&text);
	return path;
}

static const char *home(void)
{
	const struct passwd *account;

	if (world_variable("HOME") != NULL)
		return world_variable("HOME");
	account = getpwuid(getuid());
	return account != NULL ? account->pw_dir : "/";
}

/* The folder that VARIABLE names (absolute ones count, as XDG has it), else ~/OTHERWISE; then REST.
 */
static const char *folder(struct arena *arena, const char *name, const char *otherwise,
			  const char *rest)
{
	const char *value = world_variable(name);

	if (value != NULL && *value == '/')
		return join(arena, value, rest);
	return join(arena, join(arena, home(), otherwise), rest);
}

/* The login as a key's name: what a file name could not hold becomes '-'. */
static const char *login(struct arena *arena)
{
	const struct passwd *account = getpwuid(getuid());
	const char *name = account != NULL ? account->pw_name : world_variable("LOGNAME");
	char *clean = arena_strdup(arena, name != NULL && *name != '\0' ? name : "me");

	for (char *c = clean; *c != '\0'; c++)
		if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", *c)
		    == NULL)
			*c = '-';
	return clean;
}

static const char *host(struct arena *arena)
{
	char name[256];

	if (gethostname(name, sizeof name) != 0)
		return "unknown";
	name[sizeof name - 1] = '\0';
	return arena_strdup(arena, name);
}

static int columns_of(int fd)
{
	struct winsize size = { 0 };

	return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static bool seed_world(struct world *world, int argc, const char *const *argv, const char *seed,
		       struct err *err)
{
	struct hash h;
	struct id id;

	if (*seed == '\0' || strspn(seed, "0123456789") != strlen(seed))
		return err_set(err, ERR_INVALID, "--seed is '%s', but must be a number", seed);
	/* Each command line has its own numbers, so that nonces do not repeat in one project. */
	hash_begin(&h, "assay seed 1", NULL);
	for (int i = 1; i < argc; i++)
		hash_add(&h, argv[i], strlen(argv[i]) + 1);
	id = hash_end(&h);
	memcpy(world->stream, id.b, sizeof world->stream);
	hash_begin(&h, "assay seed 1", NULL);
	hash_add(&h, seed, strlen(seed) + 1);
	hash_add(&h, world->env.name, strlen(world->env.name));
	id = hash_end(&h);
	memcpy(world->identity, id.b, sizeof world->identity);
	world->seeded = true;
	world->env.seed = world->identity;
	return true;
}

static void look_at_terminals(struct cmd_env *env)
{
	env->in = stdin;
	env->out = stdout;
	env->err = stderr;
	env->in_tty = isatty(STDIN_FILENO);
	env->out_tty = isatty(STDOUT_FILENO);
	env->err_tty = isatty(STDERR_FILENO);
	env->columns = columns_of(STDERR_FILENO);
	env->ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

static void look_at_account(struct world *world, int argc, const char *const *argv)
{
	struct cmd_env *env = &world->env;
	const char *as = cmd_common_value(argc, argv, "as");

	env->project = world_variable("ASSAY_PROJECT");
	env->name = as != NULL ? as : world_variable("ASSAY_NAME");
	if (env->name == NULL)
		env->name = login(&world->arena);
	env->device = host(&world->arena);
	env->temp_dir = world_variable("TMPDIR") != NULL ? world_variable("TMPDIR") : "/tmp";
	env->key_dir = folder(&world->arena, "XDG_CONFIG_HOME", "/.config", "/assay/keys");
	env->config_dir = folder(&world->arena, "XDG_CONFIG_HOME", "/.config", "/assay");
	env->store.state_dir = folder(&world->arena, "XDG_STATE_HOME", "/.local/state", "/assay");
	env->cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
	env->store.threads = env->cores - 1;
	env->store.pid = (int)getpid();
	env->store.user = env->name;
	name_machine(env->store.machine);
	name_boot(env->store.boot);
}

bool world_init(struct world *world, int argc, const char *const *argv, struct err *err)
{
	const char *at = cmd_common_value(argc, argv, "at");
	const char *as = cmd_common_value(argc, argv, "as");
	const char *seed = cmd_common_value(argc, argv, "seed");
	struct cmd_env *env = &world->env;

	memset(world, 0, sizeof *world);
	look_at_terminals(env);
	look_at_account(world, argc, argv);
	env->version = ASSAY_VERSION;
	env->monotonic = world_monotonic;
	env->getenv = lookup;
	env->label = label_run;
	env->tutor = tutor_run;
	env->show_keys = keys_run;
	env->check_own = own_check;
	world_keys(world->keys);
	env->keys = world->keys;
	env->ctx = world;
	env->store.now = world_now;
	env->store.random = world_random;
	env->store.ctx = world;
	world->fixed_clock = at != NULL;
	if (at != NULL && !world_parse_time(at, &world->now))
		return err_set(err, ERR_INVALID,
			       "--at is '%s', but must be a time like 2026-11-21T09:14:02Z", at);
	if (as != NULL && seed == NULL && !identity_name_check(as, err))
		return err_wrap(err, "--as is '%.100s'", as);
	return seed == NULL || seed_world(world, argc, argv, seed, err);
}

void world_release(struct world *world)
{
	arena_release(&world->arena);
}
