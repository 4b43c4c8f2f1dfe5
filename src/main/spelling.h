/* spelling.h - the spelling check: hunspell, where the program was built with it, and the person's
 * own words in CONFIG/words. */
#ifndef ASSAY_MAIN_SPELLING_H
#define ASSAY_MAIN_SPELLING_H

#include "base/map.h"
#include "ui/speller.h"

struct spelling;

/* LANGUAGE is that of settings.yaml: "" for the locale's, "off".  Nothing is loaded yet. */
struct spelling *spelling_new(const char *config_dir, const char *language);
void spelling_free(struct spelling *spelling);
/* Borrowed: as long as SPELLING. */
const struct speller *spelling_speller(const struct spelling *spelling);

/* spelling_find.c */
/* The paths of a dictionary for LANGUAGE or the like of it; false: there is none. */
bool spelling_find(const char *language, struct buf *aff, struct buf *dic);
/* "en_US" of the locale. */
void spelling_language(char *out, size_t n);
/* Whether a dictionary of LANGUAGE has words in the script of this one. */
bool spelling_same_script(const char *language, const char *word, size_t n);

/* spelling_words.c */
void spelling_read_words(const char *path, struct map *words);
/* Adds WORD to the file at PATH, unless it is there already. */
bool spelling_add_word(const char *path, const char *word, size_t n, struct err *err) MUST_USE;

#endif
