/* guide.c - where guidelines come from: inside the program, a folder, or a project's object. */
#include "guide/guide.h"

#include "base/json.h"
#include "base/json_write.h"
#include "text/decode.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OBJECT_DOMAIN "assay object 1"
#define SHIPPED_MAX 64

struct text { /* borrowed from an arena or the program */
	const char *bytes;
	size_t len;
};

/* One guideline on its way in; FETCH finds the files that its YAML names. */
struct loading {
	const char *file; /* of the YAML, for messages */
	const char *main; /* its name in the object */
	struct text yaml;
	bool (*fetch)(const struct loading *loading, const char *name, struct text *out,
		      struct err *err);
	const void *source; /* fetch's own */
	struct arena *arena;
};

/* ---- from texts to a guide ---- */

static bool check_text(const char *name, const struct text *text, struct err *err)
{
	size_t at;

	if (text->bytes == NULL || memchr(text->bytes, '\0', text->len) != NULL)
		return err_set(err, ERR_INVALID, "%s: it holds the byte 0; save it as plain text",
			       name);
	if (!utf8_valid(text->bytes, text->len, &at))
		return err_set(err, ERR_INVALID,
			       "%s: not valid UTF-8 (byte 0x%02x at offset %zu); save it as UTF-8",
			       name, (unsigned char)text->bytes[at], at);
	return true;
}

static bool fetch_named(const struct loading *loading, const char *name, struct text *out,
			struct err *err)
{
	return name == NULL
	       || (loading->fetch(loading, name, out, err) && check_text(name, out, err));
}

static void add_file(struct arena *arena, struct json *files, const char *name,
		     const struct text *text)
{
	if (name != NULL)
		json_set(arena, files, name, json_stringn(arena, text->bytes, text->len));
}

static void finish(struct arena *arena, struct json *files, const char *main, struct guide *out)
{
	struct json *object = json_object(arena);
	struct buf buf = BUF_INIT;

	json_set(arena, object, "files", files);
	json_set(arena, object, "main", json_string(arena, main));
	json_write_canonical(&buf, object);
	out->object = arena_strndup(arena, buf.data, buf.len);
	out->object_len = buf.len;
	out->hash = hash_bytes(OBJECT_DOMAIN, buf.data, buf.len);
	buf_release(&buf);
}

static bool load(const struct loading *loading, struct guide *out, struct err *err)
{
	struct arena *arena = loading->arena;
	struct text instructions = { NULL, 0 }, examples = { NULL, 0 };
	const char *instructions_name, *examples_name;
	const struct node *root;
	struct json *files;

	root = guide_parse_yaml(loading->yaml.bytes, loading->yaml.len, loading->file, arena, err);
	if (root == NULL
	    || !guideline_files(root, loading->file, &instructions_name, &examples_name, err)
	    || !fetch_named(loading, instructions_name, &instructions, err)
	    || !fetch_named(loading, examples_name, &examples, err))
		return false;
	out->guideline = guideline_build(root, loading->file, instructions.bytes, examples.bytes,
					 arena, err);
	if (out->guideline == NULL)
		return false;
	files = json_object(arena);
	add_file(arena, files, instructions_name, &instructions);
	add_file(arena, files, examples_name, &examples);
	add_file(arena, files, loading->main, &loading->yaml);
	finish(arena, files, loading->main, out);
	return true;
}

/* ---- shipped ---- */

static const struct embedded *find_shipped(const char *name, const char *suffix)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < guide_shipped_count; i++)
		if (strncmp(guide_shipped[i].name, name, n) == 0
		    && strcmp(guide_shipped[i].name + n, suffix) == 0)
			return &guide_shipped[i];
	return NULL;
}

static bool fetch_shipped(const struct loading *loading, const char *name, struct text *out,
			  struct err *err)
{
	const struct embedded *file = find_shipped(name, "");

	if (file == NULL)
		return err_set(err, ERR_NOT_FOUND, "%s: '%s' is not shipped with assay",
			       loading->file, name);
	*out = (struct text){ file->bytes, file->len };
	return true;
}

static bool load_shipped(const struct embedded *yaml, struct arena *arena, struct guide *out,
			 struct err *err)
{
	struct loading loading = {
		.file = yaml->name,
		.main = yaml->name,
		.yaml = { yaml->bytes, yaml->len },
		.fetch = fetch_shipped,
		.arena = arena,
	};

	return load(&loading, out, err);
}

int guide_names(const char **names, int max, struct arena *arena)
{
	int n = 0;

	for (size_t i = 0; i < guide_shipped_count && n < max; i++) {
		const char *dot = strrchr(guide_shipped[i].name, '.');

		if (dot != NULL && strcmp(dot, ".yaml") == 0)
			names[n++] = arena_strndup(arena, guide_shipped[i].name,
						   (size_t)(dot - guide_shipped[i].name));
	}
	return n;
}

/* ---- from a folder ---- */

static bool read_stream(FILE *in, const char *path, struct buf *buf, struct err *err)
{
	size_t n;

	do {
		buf_reserve(buf, 65536);
		n = fread(buf->data + buf->len, 1, 65536, in);
		buf->len += n;
	} while (n > 0 && buf->len <= GUIDE_FILE_MAX);
	if (ferror(in))
		return err_set(err, ERR_STORAGE, "%s: cannot be read: %s", path, strerror(errno));
	if (buf->len > GUIDE_FILE_MAX)
		return err_set(err, ERR_INVALID, "%s: larger than the %d KB that it may have", path,
			       GUIDE_FILE_MAX / 1024);
	return true;
}

static bool read_file(const char *path, struct arena *arena, struct text *out, struct err *err)
{
	struct buf buf = BUF_INIT;
	FILE *in = fopen(path, "rb");
	bool ok;

	if (in == NULL)
		return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_STORAGE,
			       "%s: cannot be opened: %s", path, strerror(errno));
	ok = read_stream(in, path, &buf, err);
	fclose(in);
	if (ok)
		*out = (struct text){ arena_strndup(arena, buf.data, buf.len), buf.len };
	buf_release(&buf);
	return ok;
}

/* Beside the YAML; guideline_files() let only plain names through. */
static bool fetch_beside(const struct loading *loading, const char *name, struct text *out,
			 struct err *err)
{
	const char *slash = strrchr(loading->file, '/');
	struct buf path = BUF_INIT;
	bool ok;

	if (slash != NULL)
		buf_add(&path, loading->file, (size_t)(slash - loading->file) + 1);
	buf_adds(&path, name);
	ok = read_file(buf_str(&path), loading->arena, out, err);
	buf_release(&path);
	if (!ok)
		return err_wrap(err, "%s names a file beside it", loading->file);
	return true;
}

static bool load_path(const char *path, struct arena *arena, struct guide *out, struct err *err)
{
	const char *slash = strrchr(path, '/');
	struct loading loading = {
		.file = path,
		.main = slash != NULL ? slash + 1 : path,
		.fetch = fetch_beside,
		.arena = arena,
	};

	if (!utf8_valid(path, strlen(path), NULL))
		return err_set(err, ERR_INVALID, "%s: the name is not valid UTF-8; rename it",
			       path);
	return read_file(path, arena, &loading.yaml, err) && check_text(path, &loading.yaml, err)
	       && load(&loading, out, err);
}

static bool fail_unknown(const char *name, struct arena *arena, struct err *err)
{
	const char *names[SHIPPED_MAX + 1] = { NULL };
	struct buf all = BUF_INIT;
	const char *near;
	int n = guide_names(names, SHIPPED_MAX, arena);

	near = nearest_word(name, names);
	for (int i = 0; i < n; i++)
		buf_addf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
	if (near != NULL)
		err_set(err, ERR_NOT_FOUND, "there is no guideline '%.100s'; did you mean '%s'?",
			name, near);
	else
		err_set(err, ERR_NOT_FOUND,
			"there is no guideline '%.100s'; shipped are %s; or give the path of a "
			"YAML file",
			name, buf_str(&all));
	buf_release(&all);
	return false;
}

bool guide_load(const char *name_or_path, struct arena *arena, struct guide *out, struct err *err)
{
	const struct embedded *yaml = find_shipped(name_or_path, ".yaml");

	if (yaml != NULL)
		return load_shipped(yaml, arena, out, err);
	if (load_path(name_or_path, arena, out, err))
		return true;
	if (err->code == ERR_NOT_FOUND && strpbrk(name_or_path, "/.") == NULL)
		return fail_unknown(name_or_path, arena, err);
	return false;
}

/* How many faults of the YAML itself were told. */
static int check_yaml(const char *name_or_path, struct arena *arena,
		      void (*report)(void *ctx, const char *message), void *ctx)
{
	const struct embedded *shipped = find_shipped(name_or_path, ".yaml");
	const struct node *root;
	struct text text = { NULL, 0 };
	struct err err;

	if (shipped != NULL)
		text = (struct text){ shipped->bytes, shipped->len };
	else if (!read_file(name_or_path, arena, &text, &err))
		return 0;
	root = guide_parse_yaml(text.bytes, text.len, name_or_path, arena, &err);
	return root != NULL ? guideline_check(root, name_or_path, report, ctx) : 0;
}

bool guide_check(const char *name_or_path, struct arena *arena, struct guide *out,
		 void (*report)(void *ctx, const char *message), void *ctx)
{
	struct err err;

	if (guide_load(name_or_path, arena, out, &err))
		return true;
	if (check_yaml(name_or_path, arena, report, ctx) == 0)
		report(ctx, err.msg);
	return false;
}

/* ---- from a stored object ---- */

static bool fetch_object(const struct loading *loading, const char *name, struct text *out,
			 struct err *err)
{
	const struct json *file = json_get(loading->source, name);

	if (file == NULL || file->type != JSON_STRING)
		return err_set(err, ERR_INVALID, "the stored guideline lacks its file '%.100s'",
			       name);
	*out = (struct text){ file->str, file->len };
	return true;
}

bool guide_from_object(const char *object, size_t len, struct arena *arena, struct guide *out,
		       struct err *err)
{
	struct loading loading = { .fetch = fetch_object, .arena = arena };
	const struct json *root;

	if (!json_is_canonical(object, len))
		return err_set(err, ERR_INVALID, "the stored guideline is not canonical JSON");
	root = json_parse(object, len, arena, err);
	if (root == NULL)
		return err_wrap(err, "stored guideline");
	loading.source = json_get(root, "files");
	loading.main = json_get_string(root, "main");
	if (loading.main == NULL)
		return err_set(err, ERR_INVALID, "the stored guideline does not name its file");
	loading.file = loading.main;
	if (!fetch_object(&loading, loading.main, &loading.yaml, err) || !load(&loading, out, err))
		return false;
	if (out->object_len != len || memcmp(out->object, object, len) != 0)
		return err_set(err, ERR_INVALID,
			       "the stored guideline holds something that '%.100s' does not name",
			       loading.main);
	return true;
}

/* ---- */

const char *guide_for_responses(int n)
{
	static const char *const by_count[] = { "golden-response", "rating-axes",
						"pairwise-preference" };

	return n < 3 ? by_count[n < 0 ? 0 : n] : "n-way-ranking";
}
