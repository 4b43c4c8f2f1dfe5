/* leak.h - reads what the program wrote to a terminal or a stream, byte by byte, and takes only
 * what our own drawing emits.
 *
 * It knows nothing of src/: what is harmless is said here a second time.  A text's own escape
 * sequence may be one that we also draw with, so texts for tests should hold others, too. */
#ifndef ASSAY_TESTS_LEAK_H
#define ASSAY_TESTS_LEAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct leak_rules {
	const char *term; /* of the terminal; NULL: a stream, of text, LF and TAB only */
	int rows, cols;   /* no motion may go farther */
	/* Columns of a code point, as text_width_frozen() has them: -1 unprintable. */
	int (*width)(uint32_t code_point);
};

enum { LEAK_BEFORE = 40, LEAK_SEQUENCE = 64 };

struct leak {
	struct leak_rules rules;
	int state;
	char sequence[LEAK_SEQUENCE]; /* since the ESC */
	size_t n;
	uint32_t rune;
	int more;  /* continuation bytes still to come */
	int marks; /* behind one base */
	size_t at; /* bytes read */
	char before[LEAK_BEFORE];
	bool asks;      /* where the cursor is: doctor measures characters by it */
	bool clipboard; /* OSC 52 may come: the copy key was pressed */
	size_t copied;  /* bytes of base64 in them */
	char why[LEAK_SEQUENCE * 4 + 200]; /* "" while nothing leaked; then the first leak */
};

void leak_begin(struct leak *leak, const struct leak_rules *rules);
/* False from the first byte on that does not fit; leak->why says which, where and behind what. */
bool leak_feed(struct leak *leak, const char *bytes, size_t n);
/* The same for the end: nothing may be left open. */
bool leak_end(struct leak *leak);

#endif
