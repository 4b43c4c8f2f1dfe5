/* plain_state.h - what the files of the plain workbench share; nobody else's. */
#ifndef ASSAY_UI_PLAIN_PLAIN_STATE_H
#define ASSAY_UI_PLAIN_PLAIN_STATE_H

#include "text/spoken.h"
#include "ui/plain/plain.h"
#include "ui/words.h"

#define PLAIN_ROWS 24 /* of the screen that nobody sees: one pane at a time */
#define PLAIN_COLS 80
#define VIEWS_MAX 8 /* on the stack, about which something was said */

struct said { /* what was said of a view last */
	const struct view *view;
	struct facts facts;
	size_t chosen, lines; /* of a list */
	struct buf screen;    /* of a view that has no words */
};

struct read_state {
	struct spoken spoken;
	const char *text; /* the one that is parted */
	size_t len;
	enum text_form form;
	size_t next;      /* piece that comes next */
	size_t page;      /* first piece of the last page */
	size_t at;        /* as the view keeps it, when it was seen last */
	const char *said; /* the text whose name was said last */
};

struct write_state {
	size_t insert;  /* line before which what is typed goes; 0: to the end */
	size_t replace; /* line that the next one replaces; 0: none */
};

struct plain {
	struct app *app;
	struct term term;
	struct plain_io io;
	struct said said[VIEWS_MAX];
	int n_said;
	const struct view *top; /* as announced last */
	bool top_was_small;     /* a prompt, a question, a list to choose from */
	uint64_t *once;         /* hashes of what is said only once */
	size_t n_once, cap_once;
	struct read_state read;
	struct write_state write;
	const struct view *writing; /* whose text is open */
	size_t list_next;           /* line of a list that comes next */
	size_t written;             /* lines put out since the last line came in */
	int refused;
	bool closed; /* nobody reads what is put out */
	bool breaks; /* Ctrl-C was the last that came */
	bool resay;  /* where the hand is is said again with what is new */
};

/* ---- out.c: the one way out ---- */

/* Verbatim text as lines.  REVEAL shows every hidden character. */
void plain_put(struct plain *p, const char *text, size_t n, bool reveal);
void plain_say(struct plain *p, const char *text); /* our words, perhaps with data in them */
void plain_sayf(struct plain *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* What the app has to say: signs of keys become their names. */
void plain_say_status(struct plain *p);
void plain_prompt(struct plain *p);
/* A row of a screen in words; appended to OUT. */
void plain_row(const struct canvas *cv, int row, struct buf *out);

/* ---- announce.c ---- */

void plain_announce(struct plain *p);
const struct view_words *plain_words(const struct plain *p);       /* of the top view; never NULL */
struct said *plain_said(struct plain *p, const struct view *view); /* made when it is not there */

/* ---- lists.c ---- */

void plain_list_announce(struct plain *p, struct said *said, bool arrived);
void plain_list_more(struct plain *p);
void plain_list_pick(struct plain *p, size_t number); /* from 1 */
void plain_screen_announce(struct plain *p, struct said *said);
void plain_help(struct plain *p, enum command command, const char *filter);

/* ---- reading.c ---- */

bool plain_can_read(struct plain *p); /* the top view has a text to read */
void plain_read_arrived(struct plain *p);
void plain_read_found(struct plain *p); /* the view has shown a place and said it */
void plain_read_on(struct plain *p);    /* the next page, also of the next text */
void plain_read_heading(struct plain *p);
void plain_read_all(struct plain *p); /* to the end of this text */
void plain_read_again(struct plain *p);
void plain_read_text(struct plain *p, const char *which); /* "A", "prompt"; "": this one */
bool plain_read_command(struct plain *p, enum command command);

/* ---- writing.c ---- */

const char *plain_open_text(struct plain *p, bool *one_line); /* NULL: none is open */
bool plain_waits(struct plain *p);                            /* it is, but a key is waited for */
void plain_write_line(struct plain *p, const char *line);
void plain_write_opened(struct plain *p); /* says what is written already */
void plain_take_line(struct plain *p, const char *text, const char *line);

struct span {
	size_t start, end; /* bytes of a line, without its end */
};
size_t lines_count(const char *text);
struct span lines_at(const char *text, size_t number); /* from 1; empty behind the last one */
void lines_say(struct plain *p, const char *text, size_t from, size_t to);
void lines_say_all(struct plain *p, const char *text);
/* Puts LINE in the place of the bytes of SPAN. */
void lines_splice(struct plain *p, struct span span, const char *line);

/* ---- text_commands.c ---- */

/* NAME is what stands behind the dot, with its rest. */
void plain_text_command(struct plain *p, const char *text, const char *name);

/* ---- word.c ---- */

struct word { /* of a line; not ended */
	const char *text;
	size_t n;
};

struct word word_first(const char *at);    /* empty at the end of the line */
const char *word_behind(struct word word); /* where the rest of the line begins */
bool word_is(struct word word, const char *text);
/* As a string in OUT; "" when it is too long to be a name. */
const char *word_name(struct word word, char out[64]);
bool word_is_key(struct word word);
/* "2=513=64", "o2", "'a5": keys that answer, written together.  Two letters are a word. */
bool word_is_run(struct word word);
bool word_is_number(struct word word);
enum command word_command(struct word word); /* by its name, ':' before it or not */
bool word_is_known(struct word word);

/* ---- line.c ---- */

enum mode plain_mode(const struct plain *p);                  /* the first of the top view */
void plain_type(struct plain *p, const char *text, size_t n); /* as keys */
void plain_press(struct plain *p, const char *key);
void plain_run_command(struct plain *p, enum command command);
void plain_refuse(struct plain *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
void plain_keys_line(struct plain *p, const char *line);

/* ---- words.c ---- */

/* Runs the word of N bytes at WORD if it is one of plain's own, with what stands behind it. */
bool plain_own_word(struct plain *p, const char *word, size_t n, const char *rest);
bool plain_tell(struct plain *p, enum tell what); /* false: there is nothing to tell */
bool plain_is_own_word(const char *word, size_t n);
void plain_say_words(struct plain *p); /* for the help */

#endif
