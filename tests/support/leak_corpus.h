/* leak_corpus.h - texts that want to be obeyed by a terminal, or not to be seen on it. */
#ifndef ASSAY_TESTS_LEAK_CORPUS_H
#define ASSAY_TESTS_LEAK_CORPUS_H

#include "base/buf.h"

#include <stdbool.h>

/* Short ones for names: hiding, title, clipboard and friends in every wrapping; what hides.  Valid
 * UTF-8 without NUL and LF.  Nothing in them is what we draw ourselves. */
#define LEAK_SEQUENCES     \
	"\033[8mS\033]0;t" \
	"\a\033]52;c;ZXY=\033\\\033Pq\033\\\033_G\033\\\033^p\033\\\033Xs\033\\\033c"
#define LEAK_C1 "\302\2335mC\302\2350;t\302\234\302\220q\302\234\302\237G\302\234\302\205"
#define LEAK_HIDDEN                                                                            \
	"H\342\200\256r\342\201\246i\342\200\213z\363\240\201\201\357\270\217\302\255\342\200" \
	"\250e\314\201\314\202\314\203\314\204\314\205\314\206\357\273\277"
#define LEAK_C0 "X\001\a\b\013\014\r\016\017\021\023\030\032\034\037\177"
#define LEAK_ALL LEAK_SEQUENCES LEAK_C1 LEAK_HIDDEN LEAK_C0
/* What a guideline takes in a title: no C0. */
#define LEAK_LINE LEAK_C1 LEAK_HIDDEN "\177"
/* No UTF-8: C1 as single bytes, overlong, surrogates, cut off. */
#define LEAK_BROKEN "B\2338m\2350;t\a\300\233\355\240\200\364\220\200\200\377\342\200"

struct leak_corpus {
	struct buf bytes;
	size_t *end; /* of each text */
	size_t n, cap;
};

/* Every control, every sequence form in every wrapping with every end, everything that hides.
 * BROKEN: those that are no UTF-8 instead. */
void leak_corpus_make(struct leak_corpus *corpus, bool broken);
void leak_corpus_add(struct leak_corpus *corpus, const char *text, size_t n);
/* The big list of naughty strings, where it is; false: it is not there. */
bool leak_corpus_add_blns(struct leak_corpus *corpus, const char *gz);
void leak_corpus_release(struct leak_corpus *corpus);

const char *leak_corpus_text(const struct leak_corpus *corpus, size_t i, size_t *n);
/* Texts FIRST to LAST - 1, with " | " between them and a new line after every PER_LINE. */
void leak_corpus_join(const struct leak_corpus *corpus, size_t first, size_t last, size_t per_line,
		      struct buf *out);

/* A double-quoted YAML string, with escapes where YAML wants them. */
void leak_yaml_string(struct buf *out, const char *text, size_t n);

#endif
