#include "text/highlight.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum trait {
	NO_CASE = 1,    /* keywords in any case */
	TRIPLE = 2,     /* """ and ''' strings over many lines */
	TEMPLATE = 4,   /* `…` strings over many lines */
	CHAR_ONLY = 8,  /* ' begins a character, or in Rust a lifetime, never a string */
	TAGS = 16,      /* names behind < are keywords, and only they */
	KEYS = 32,      /* a word at the start of a line with : behind it is a keyword */
	RAW_QUOTE = 64, /* no escapes between ' and ' */
};

struct language {
	const char *names; /* with a space before and behind each */
	const char *line_comment[2];
	const char *open, *close; /* of a block comment, or NULL */
	const char *quotes;
	unsigned traits;
	const char *keywords; /* the same */
};

#define C_WORDS                                                                               \
	" auto bool break case char const continue default do double else enum extern false " \
	"float "                                                                              \
	"for goto if inline int long NULL register return short signed sizeof static struct " \
	"switch "                                                                             \
	"true typedef union unsigned void volatile while "
#define JS_WORDS                                                                                 \
	" async await break case catch class const continue default delete do else export "      \
	"extends "                                                                               \
	"false finally for from function if import in instanceof let new null of return static " \
	"super "                                                                                 \
	"switch this throw true try typeof undefined var void while yield "

/* clang-format off */
static const struct language languages[] = {
	{ " python py python3 ", { "#", NULL }, NULL, NULL, "\"'", TRIPLE,
	  " and as assert async await break class continue def del elif else except False finally for "
	  "from global if import in is lambda None nonlocal not or pass raise return True try while "
	  "with yield " },
	{ " c h glsl hlsl metal arduino ", { "//", NULL }, "/*", "*/", "\"'", 0, C_WORDS },
	{ " cpp c++ cc cxx hpp cuda ", { "//", NULL }, "/*", "*/", "\"'", 0,
	  C_WORDS "catch class constexpr delete explicit friend namespace new noexcept nullptr operator "
	  "override private protected public template this throw try typename using virtual " },
	{ " csharp cs c# ", { "//", NULL }, "/*", "*/", "\"'", 0,
	  C_WORDS "as async await base catch class decimal event finally foreach get in interface "
	  "internal is namespace new null object out override private protected public readonly ref "
	  "sealed set string this throw try using var virtual " },
	{ " javascript js jsx mjs node ", { "//", NULL }, "/*", "*/", "\"'", TEMPLATE, JS_WORDS },
	{ " typescript ts tsx solidity ", { "//", NULL }, "/*", "*/", "\"'", TEMPLATE,
	  JS_WORDS "address any as bool boolean contract declare enum event external implements interface "
	  "keyof mapping memory namespace never number private protected public readonly require returns "
	  "string struct type uint uint256 unknown view " },
	{ " java kotlin kt scala swift groovy dart ", { "//", NULL }, "/*", "*/", "\"'", 0,
	  " abstract assert boolean break byte case catch char class const continue data def default do "
	  "double else enum extends extension false final finally float for fun func guard if implements "
	  "import in init instanceof int interface let long native new nil null object override package "
	  "private protected protocol public return self short static struct super switch synchronized this "
	  "throw throws trait true try val var void volatile when while " },
	{ " go golang ", { "//", NULL }, "/*", "*/", "\"'", TEMPLATE,
	  " bool break byte case chan const continue default defer else error fallthrough false float64 "
	  "for func go goto if import int interface map nil package range return rune select string "
	  "struct switch true type uint8 var " },
	{ " rust rs ", { "//", NULL }, "/*", "*/", "\"", CHAR_ONLY,
	  " as async await bool break char const continue crate dyn else enum extern false fn for i32 i64 "
	  "if impl in let loop match mod move mut pub ref return self Self static str struct super trait "
	  "true type u32 u64 u8 unsafe use usize where while " },
	{ " sh bash shell zsh console ", { "#", NULL }, NULL, NULL, "\"'", RAW_QUOTE,
	  " case cd do done echo elif else esac exit export fi for function if in local read return set "
	  "shift source test then trap unset until while " },
	{ " sql mysql postgresql sqlite plsql ", { "--", NULL }, "/*", "*/", "'\"", NO_CASE,
	  " add all alter and as asc begin between by case check commit constraint create cross default "
	  "delete desc distinct drop else end exists foreign from full group having if in index inner "
	  "insert into is join key left like limit not null on or order outer over partition primary "
	  "references right rollback select set table then union unique update values view when where "
	  "with " },
	{ " json json5 jsonc ", { "//", NULL }, NULL, NULL, "\"", 0, " true false null " },
	{ " yaml yml toml ini ", { "#", NULL }, NULL, NULL, "\"'", KEYS, " true false null yes no " },
	{ " html xml svg xhtml vue ", { NULL, NULL }, "<!--", "-->", "\"'", TAGS, "" },
	{ " css scss less ", { NULL, NULL }, "/*", "*/", "\"'", KEYS,
	  " important media import from to auto none inherit " },
	{ " php ", { "//", "#" }, "/*", "*/", "\"'", NO_CASE,
	  " abstract and array as break case catch class const continue default do echo else elseif "
	  "extends false final finally fn for foreach function global if implements include interface "
	  "isset namespace new null or private protected public require return static switch this throw "
	  "trait true try unset use var while yield " },
	{ " ruby rb ", { "#", NULL }, NULL, NULL, "\"'", 0,
	  " and begin break case class def do else elsif end ensure false for if in module next nil not "
	  "or require rescue return self super then true unless until when while yield " },
	{ " r rscript ", { "#", NULL }, NULL, NULL, "\"'", 0,
	  " break else FALSE for function if in library NA next NULL repeat return TRUE while " },
	{ " lua ", { "--", NULL }, "--[[", "]]", "\"'", 0,
	  " and break do else elseif end false for function if in local nil not or repeat return then true "
	  "until while " },
	{ " matlab octave m ", { "%", "#" }, NULL, NULL, "\"", 0,
	  " break case classdef continue else elseif end for function global if otherwise parfor return "
	  "switch try while " },
	{ " haskell hs ocaml elm ", { "--", NULL }, "{-", "-}", "\"", CHAR_ONLY,
	  " case class data deriving do else fun if import in infixl instance let match module newtype of "
	  "qualified rec then type where with " },
	{ " scheme lisp clojure racket elisp el ", { ";", NULL }, "#|", "|#", "\"", CHAR_ONLY,
	  " begin car cdr cond cons define defmacro defn defun do else fn if lambda let letrec list loop null "
	  "quote set setf setq " },
	{ " perl pl ", { "#", NULL }, NULL, NULL, "\"'", 0,
	  " die each else elsif eq for foreach if keys last local my ne next our package print push return "
	  "shift sub undef unless until use while " },
	{ " powershell ps1 pwsh ", { "#", NULL }, "<#", "#>", "\"'", NO_CASE | RAW_QUOTE,
	  " begin break catch continue else elseif end exit filter finally for foreach function if in param "
	  "process return switch throw try until where while " },
	{ " dockerfile docker makefile make ", { "#", NULL }, NULL, NULL, "\"", NO_CASE,
	  " add arg cmd copy else endif entrypoint env expose from ifdef ifeq ifneq include label run user "
	  "volume workdir " },
};
/* clang-format on */

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static bool same(const char *a, const char *b, size_t n, bool no_case)
{
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i] && !(no_case && lower(a[i]) == b[i]))
			return false;
	return true;
}

/* Whether WORD is in LIST, which has a space before and behind every word. */
static bool listed(const char *list, const char *word, size_t n, bool no_case)
{
	if (n == 0 || memchr(word, ' ', n) != NULL)
		return false;
	for (const char *p = list; *p == ' ' && p[1] != '\0';) {
		size_t len = strcspn(p + 1, " ");

		if (len == n && same(word, p + 1, n, no_case))
			return true;
		p += len + 1;
	}
	return false;
}

void highlight_begin(struct highlight *h, const char *name, size_t n)
{
	size_t len = 0;

	*h = (struct highlight){ .language = NULL };
	while (len < n && name[len] != ' ' && name[len] != '\t' && name[len] != '{'
	       && name[len] != ',')
		len++;
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
		if (listed(languages[i].names, name, len, true))
			h->language = &languages[i];
}

static bool starts(const char *line, size_t n, size_t at, const char *what)
{
	size_t len = what != NULL ? strlen(what) : 0;

	return len > 0 && n - at >= len && memcmp(line + at, what, len) == 0;
}

/* End of what H is inside of: behind its closing mark, or of the line. */
static size_t finish(struct highlight *h, const char *line, size_t n, size_t at)
{
	bool escapes = h->inside == STYLE_STRING;

	if ((h->language->traits & RAW_QUOTE) != 0 && h->until[0] == '\'')
		escapes = false;
	for (; at < n; at++) {
		if (escapes && line[at] == '\\' && at + 1 < n) {
			at++;
			continue;
		}
		if (starts(line, n, at, h->until)) {
			at += strlen(h->until);
			h->until = NULL;
			return at;
		}
	}
	return n;
}

static size_t enter(struct highlight *h, enum style inside, const char *until, const char *line,
		    size_t n, size_t at)
{
	h->inside = inside;
	h->until = until;
	return finish(h, line, n, at);
}

/* The mark that ends a string that begins at AT; NULL if none begins there. */
static const char *string_end(const struct language *l, const char *line, size_t n, size_t at)
{
	const char *quote = strchr(l->quotes, line[at]);

	if (line[at] == '`' && (l->traits & TEMPLATE) != 0)
		return "`";
	if (quote == NULL || line[at] == '\0')
		return NULL;
	/* An apostrophe in prose. */
	if ((l->traits & (TAGS | KEYS)) != 0 && at > 0 && is_word_byte(line[at - 1]))
		return NULL;
	if ((l->traits & TRIPLE) != 0 && starts(line, n, at, "\"\"\""))
		return "\"\"\"";
	if ((l->traits & TRIPLE) != 0 && starts(line, n, at, "'''"))
		return "'''";
	return line[at] == '"' ? "\"" : "'";
}

static size_t word_end(const char *line, size_t n, size_t at)
{
	while (at < n && is_word_byte(line[at]))
		at++;
	return at;
}

static size_t number_end(const char *line, size_t n, size_t at)
{
	while (at < n && (is_word_byte(line[at]) || line[at] == '.'))
		at++;
	return at;
}

static bool is_blank_before(const char *line, size_t at)
{
	while (at > 0 && (line[at - 1] == ' ' || line[at - 1] == '-' || line[at - 1] == '\t'))
		at--;
	return at == 0;
}

static bool is_keyword(const struct language *l, const char *line, size_t n, size_t at, size_t end)
{
	if ((l->traits & TAGS) != 0)
		return at > 0
		       && (line[at - 1] == '<'
			   || (line[at - 1] == '/' && at > 1 && line[at - 2] == '<'));
	if ((l->traits & KEYS) != 0 && end < n && (line[end] == ':' || line[end] == '=')
	    && is_blank_before(line, at))
		return true;
	return listed(l->keywords, line + at, end - at, (l->traits & NO_CASE) != 0);
}

static bool is_comment(const struct language *l, const char *line, size_t n, size_t at)
{
	return starts(line, n, at, l->line_comment[0]) || starts(line, n, at, l->line_comment[1]);
}

/* 'a', '\n', '\u{1F600}': but not a lifetime. */
static size_t char_end(const char *line, size_t n, size_t at)
{
	size_t end = at + 1;

	if (end < n && line[end] == '\\')
		end++;
	for (end++; end < n && end < at + 12; end++)
		if (line[end] == '\'')
			return end + 1;
		else if (line[at + 1] != '\\' && (unsigned char)line[end] < 0x80)
			break;
	return at + 1;
}

/* Bytes that can begin nothing of interest. */
static size_t dull_end(const char *line, size_t n, size_t at)
{
	for (at++; at < n; at++)
		if (is_word_byte(line[at]) || (line[at] != '\0' && strchr("\"'`#/-<;%{", line[at])))
			break;
	return at;
}

static size_t read_word(const struct language *l, const char *line, size_t n, size_t at,
			enum style *style)
{
	size_t end;

	if (is_digit(line[at])) {
		*style = STYLE_NUMBER;
		return number_end(line, n, at);
	}
	end = word_end(line, n, at);
	if (is_keyword(l, line, n, at, end))
		*style = STYLE_KEYWORD;
	return end;
}

size_t highlight_next(struct highlight *h, const char *line, size_t n, size_t at, enum style *style)
{
	const struct language *l = h->language;
	const char *until;

	*style = STYLE_CODE;
	if (l == NULL)
		return n;
	if (h->until != NULL) {
		*style = h->inside;
		return finish(h, line, n, at);
	}
	if (starts(line, n, at, l->open)) {
		*style = STYLE_COMMENT;
		return enter(h, STYLE_COMMENT, l->close, line, n, at + strlen(l->open));
	}
	if (is_comment(l, line, n, at)) {
		*style = STYLE_COMMENT;
		return n;
	}
	until = string_end(l, line, n, at);
	if (until != NULL) {
		*style = STYLE_STRING;
		return enter(h, STYLE_STRING, until, line, n, at + strlen(until));
	}
	if (line[at] == '\'' && (l->traits & CHAR_ONLY) != 0) {
		size_t end = char_end(line, n, at);

		*style = end > at + 1 ? STYLE_STRING : STYLE_CODE;
		return end;
	}
	if (is_word_byte(line[at]))
		return read_word(l, line, n, at, style);
	return dull_end(line, n, at);
}

/* Strings in plain quotes end with their line, closed or not: an apostrophe must not colour the
 * rest of the text. */
void highlight_line_end(struct highlight *h)
{
	if (h->until != NULL && h->inside == STYLE_STRING && strlen(h->until) == 1
	    && h->until[0] != '`')
		h->until = NULL;
}
