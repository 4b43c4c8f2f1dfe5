/* print.c - what reaches a terminal, with everything hidden made visible. */
#include "cmd/cmd.h"

#include "base/json_write.h"
#include "text/cells.h"
#include "text/decode.h"
#include "text/token.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void cmd_print(FILE *out, const char *text)
{
	struct buf safe = BUF_INIT;

	text_sanitise(&safe, text, strlen(text), ONE_LINE);
	fwrite(buf_str(&safe), 1, safe.len, out);
	buf_release(&safe);
}

void cmd_printf(FILE *out, const char *fmt, ...)
{
	struct buf raw = BUF_INIT, safe = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&raw, fmt, ap);
	va_end(ap);
	text_sanitise(&safe, buf_str(&raw), raw.len, KEEP_LINES);
	fwrite(buf_str(&safe), 1, safe.len, out);
	buf_release(&raw);
	buf_release(&safe);
}

const char *cmd_clean(struct arena *arena, const char *text)
{
	struct buf safe = BUF_INIT;
	const char *line;

	text_sanitise(&safe, text, strlen(text), ONE_LINE);
	line = arena_strndup(arena, buf_str(&safe), safe.len);
	buf_release(&safe);
	return line;
}

/* Outside JSON's own escapes: what stands as a token on the screen, and what no terminal knows. */
static bool hides(uint32_t r)
{
	enum fate fate = rune_fate(r);

	return fate == FATE_TOKEN || fate == FATE_JOINER || text_width_frozen(r) < 0;
}

static void add_escape(struct buf *out, uint32_t r)
{
	if (r < 0x10000)
		buf_addf(out, "\\u%04x", r);
	else
		buf_addf(out, "\\u%04x\\u%04x", 0xd800 + ((r - 0x10000) >> 10),
			 0xdc00 + ((r - 0x10000) & 0x3ff));
}

void cmd_json_safe(struct buf *out, const char *json, size_t n)
{
	size_t from = 0, len;
	int marks = 0; /* a pile of them would run over the lines around */

	for (size_t at = 0; at < n; at += len) {
		uint32_t r;
		bool valid;

		len = 1;
		if ((unsigned char)json[at] < 0x7f) {
			marks = 0;
			continue;
		}
		r = utf8_decode(json + at, n - at, &len, &valid);
		marks = text_width_frozen(r) == 0 ? marks + 1 : 0;
		if (valid && !hides(r) && marks <= CELL_MARKS)
			continue;
		buf_add(out, json + from, at - from);
		add_escape(out, r);
		from = at + len;
	}
	buf_add(out, json + from, n - from);
}

void cmd_print_json(FILE *out, const struct json *value)
{
	struct buf text = BUF_INIT, safe = BUF_INIT;

	json_write_plain(&text, value);
	cmd_json_safe(&safe, text.data, text.len);
	buf_addc(&safe, '\n');
	fwrite(safe.data, 1, safe.len, out);
	buf_release(&text);
	buf_release(&safe);
}

int cmd_fail(const struct cmd_env *env, const struct err *err)
{
	fflush(env->out);
	if (*err->msg == '\0') /* there is nobody left to tell */
		return EXIT_FAILED;
	fputs("assay: ", env->err);
	cmd_print(env->err, err->msg);
	fputc('\n', env->err);
	return EXIT_FAILED;
}

int cmd_fail_usage(const struct cmd_env *env, const struct cmd *cmd, const struct err *err)
{
	fflush(env->out);
	fprintf(env->err, "assay %s: ", cmd->name);
	cmd_print(env->err, err->msg);
	fprintf(env->err, "\nusage: assay %s%s%s   ('assay %s --help' says more)\n", cmd->name,
		*cmd->operands != '\0' ? " " : "", cmd->operands, cmd->name);
	return EXIT_USAGE;
}

const char *cmd_count(struct arena *arena, int64_t n, const char *noun)
{
	struct buf text = BUF_INIT;
	const char *words;

	buf_addf(&text, "%lld %s%s", (long long)n, noun, n == 1 ? "" : "s");
	words = arena_strndup(arena, text.data, text.len);
	buf_release(&text);
	return words;
}

const char *cmd_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}
