#include "tests/support/leak_world.h"

#include "base/json_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PER_LINE 12

/* ---------------------------------------------------------------- the guideline */

/* An @ becomes a string of hostile text, with a number in front. */
static const char guideline[] =
	"assay: 1\n"
	"name: hostile\n"
	"title: @\n"
	"instructions: hostile.md\n"
	"examples: examples.md\n"
	"responses: {min: 2, max: 9, shuffle: false, hide_source: true}\n"
	"questions:\n"
	"- {id: rank, type: rank, key: p, title: @, help: @, ties: true, none_good: true,\n"
	"   strength: {max: 3, labels: [@, @, @, @]}, required: always}\n"
	"- {id: acc, type: scale, scope: response, key: a, title: @, help: @, required: always,\n"
	"   scale: {min: 1, max: 5, labels: {1: @, 3: @, 5: @}}, na: true}\n"
	"- id: tags\n"
	"  type: choice\n"
	"  scope: response\n"
	"  key: t\n"
	"  title: @\n"
	"  help: @\n"
	"  multiple: true\n"
	"  options:\n"
	"  - {id: one, key: h, title: @, help: @, severity: [minor, major]}\n"
	"  - {id: two, key: o, title: @, help: @}\n"
	"- {id: why, type: text, key: w, title: @, help: @, one_line: true, max: 4000}\n"
	"- {id: golden, type: edit, key: g, title: @, help: @, checklist: [@, @]}\n";

static void put_guideline(struct program *p)
{
	struct buf text = BUF_INIT;
	char line[sizeof LEAK_LINE + 16];
	int number = 0;

	for (const char *s = guideline; *s != '\0'; s++) {
		if (*s != '@') {
			buf_addc(&text, *s);
			continue;
		}
		snprintf(line, sizeof line, "t%d" LEAK_LINE, ++number);
		leak_yaml_string(&text, line, strlen(line));
	}
	program_write(p, LEAK_GUIDELINE, text.data, text.len);
	buf_release(&text);
}

static void put_markdown(struct program *p, const struct leak_corpus *corpus)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, "# Hostile " LEAK_ALL "\n\n## rank " LEAK_ALL "\n\n");
	leak_corpus_join(corpus, 0, corpus->n, PER_LINE, &text);
	program_write(p, "hostile.md", text.data, text.len);
	program_puts(p, "examples.md", "# Worked\n\n## One " LEAK_ALL "\n\n> " LEAK_ALL "\n");
	buf_release(&text);
}

/* ---------------------------------------------------------------- items */

static const char markdown[] =
	"# @\n\n@\n===\n\n- @\n  1. @\n\n```@\n@\n```\n\n    @\n\n| @ | @ |\n|---|---|\n| @ | @ "
	"|\n\n"
	"[@](http://@ \"@\") ![@](@) <http://@> `@` **@** _@_ ~~@~~\n\n> @\n\n<b "
	"class=\"@\">@</b>\n"
	"<!-- @ -->\n\n&#27;[8m &#x1b;]0;t&#7; &#155;5m &#x9b;8m &#x202e; &#x200b; &#xe0041; &#0;\n"
	"&shy; &ZeroWidthSpace; &rlm; &lrm; &zwj; &NoBreak; &InvisibleTimes; &Tab;&NewLine;\n\n"
	"$@$ [^1] @\n\n[^1]: @\n[@]: http://@\n";

static void add_field(struct buf *out, const char *key, const char *text, size_t n)
{
	json_write_string(out, key, strlen(key));
	buf_addc(out, ':');
	json_write_string(out, text, n);
}

static void add_response(struct buf *out, const struct buf *text)
{
	buf_addc(out, '{');
	add_field(out, "source", LEAK_ALL, sizeof LEAK_ALL - 1);
	buf_addc(out, ',');
	add_field(out, "content", text->data, text->len);
	buf_addc(out, '}');
}

static void add_item(struct buf *out, int number, const struct buf *prompt, const struct buf *a,
		     const struct buf *b)
{
	char id[sizeof LEAK_ALL + 16];

	snprintf(id, sizeof id, "%d" LEAK_ALL, number);
	buf_addc(out, '{');
	add_field(out, "id", id, strlen(id));
	buf_addc(out, ',');
	add_field(out, "prompt", prompt->data, prompt->len);
	buf_addc(out, ',');
	add_field(out, LEAK_ALL, LEAK_ALL, sizeof LEAK_ALL - 1);
	buf_adds(out, ",\"metadata\":{");
	add_field(out, LEAK_ALL, LEAK_ALL, sizeof LEAK_ALL - 1);
	buf_adds(out, ",");
	add_field(out, "note", LEAK_ALL, sizeof LEAK_ALL - 1);
	buf_adds(out, "},\"responses\":[");
	add_response(out, a);
	buf_addc(out, ',');
	add_response(out, b);
	buf_adds(out, "]}\n");
}

static void add_refused(struct buf *out)
{
	static const char broken[] = "{\"prompt\":\"" LEAK_BROKEN "\"}\n" LEAK_BROKEN "\n" LEAK_ALL
				     "\n{\"prompt\":\"a\\u0000b\"}\n{\"prompt\":\"\\ud800\"}\n";

	buf_add(out, broken, sizeof broken - 1);
	buf_addc(out, '{');
	add_field(out, "prompt", "p", 1);
	buf_addc(out, ',');
	add_field(out, LEAK_ALL, "1", 1);
	buf_addc(out, ',');
	add_field(out, LEAK_ALL, "2", 1);
	buf_adds(out, "}\n{\"prompt\":\"p\",");
	add_field(out, "responses", LEAK_ALL, sizeof LEAK_ALL - 1);
	buf_adds(out, "}\n{\"prompt\":\"p\",");
	add_field(out, "role", LEAK_ALL, sizeof LEAK_ALL - 1);
	buf_adds(out, "}\n");
}

static void make_big(struct buf *out, size_t big)
{
	static const char piece[] = LEAK_ALL "\033[5m\342\200\256";

	while (out->len < big)
		buf_add(out, piece, sizeof piece - 1);
}

static void put_items(struct program *p, const struct leak_corpus *corpus, size_t big)
{
	struct buf all = BUF_INIT, other = BUF_INIT, rich = BUF_INIT, line = BUF_INIT,
		   out = BUF_INIT;

	leak_corpus_join(corpus, 0, corpus->n, PER_LINE, &all);
	leak_corpus_join(corpus, 7, corpus->n, PER_LINE, &other);
	for (const char *s = markdown; *s != '\0'; s++)
		buf_add(&rich, *s == '@' ? LEAK_ALL : s, *s == '@' ? sizeof LEAK_ALL - 1 : 1);
	make_big(&line, big);
	add_item(&out, 1, &rich, &all, &other);
	add_item(&out, 2, &all, &rich, &all);
	add_item(&out, 3, &rich, &line, &rich);
	add_refused(&out);
	program_write(p, LEAK_ITEMS, out.data, out.len);
	buf_release(&all);
	buf_release(&other);
	buf_release(&rich);
	buf_release(&line);
	buf_release(&out);
}

/* ---------------------------------------------------------------- the whole */

static void expect(struct program *p, int got, int want)
{
	if (got != want)
		fail_msg("ended with %d:\n%s%s", got, buf_str(&p->out), buf_str(&p->err));
}

void leak_world_open(struct program *program, const char *binary, const char *blns, size_t big)
{
	struct leak_corpus corpus;

	program_open(program, binary);
	leak_corpus_make(&corpus, false);
	if (access(blns, F_OK) == 0 && !leak_corpus_add_blns(&corpus, blns))
		fail_msg("%s is no list of strings", blns);
	put_guideline(program);
	put_markdown(program, &corpus);
	put_items(program, &corpus, big);
	leak_corpus_release(&corpus);
	expect(program, program_run(program, "init", LEAK_PROJECT, "--name", LEAK_ALL, NULL), 0);
	expect(program,
	       program_run(program, "import", LEAK_PROJECT, LEAK_ITEMS, "--batch", LEAK_BATCH, "-g",
			   LEAK_GUIDELINE, "--show", "note", NULL),
	       3);
}

void leak_stream_is_clean(const char *what, const struct buf *bytes,
			  int (*width)(uint32_t code_point))
{
	const struct leak_rules rules = { .width = width };
	struct leak leak;

	leak_begin(&leak, &rules);
	if (!leak_feed(&leak, bytes->data == NULL ? "" : bytes->data, bytes->len)
	    || !leak_end(&leak))
		fail_msg("%s: %s", what, leak.why);
}
