/* leak_world.h - a project in which every name and text wants to be obeyed by a terminal. */
#ifndef ASSAY_TESTS_LEAK_WORLD_H
#define ASSAY_TESTS_LEAK_WORLD_H

#include "tests/support/leak.h"
#include "tests/support/leak_corpus.h"
#include "tests/support/program.h"

#define LEAK_PROJECT "p" LEAK_ALL ".assay"
#define LEAK_ITEMS "i" LEAK_ALL ".jsonl"
#define LEAK_BATCH "b" LEAK_ALL
#define LEAK_GUIDELINE "g" LEAK_ALL ".yaml"

/* A key file that is taken: its keys hide, or change what is beside them; and how they are shown.
 */
#define LEAK_KEYS                                                                               \
	"bind:\n  zoom: [\"\\u202e\", \"\\U000e0041\", \"\\u200b\", \"\\u0301\", \"\\u00ad\", " \
	"\"\\u2066\"]\n"
#define LEAK_KEYS_SHOWN "‹RLO› U+E0041 ‹ZWSP› ◌\314\201 ‹SHY› ‹LRI› "

/* A list of naughty strings, in the folder of public data. */
#define LEAK_BLNS SHARED_DATA "/unicode/blns.json.gz"

/* Files, project, guideline, items: the corpus as prompts and responses, with the strings of BLNS
 * where that file is, Markdown of every kind, turns, a line of BIG bytes, and lines that are
 * refused. */
void leak_world_open(struct program *program, const char *binary, const char *blns, size_t big);

/* Fails the test unless BYTES are what a stream may carry. */
void leak_stream_is_clean(const char *what, const struct buf *bytes,
			  int (*width)(uint32_t code_point));

#endif
