/* generate N [SEED]: N canonical items of about 4 KB on standard output, the same for the same
 * seed. Prose from a word list, some CJK, emoji, code and escapes, so that no parser gets an easy
 * day. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {
	"the",
	"valve",
	"water",
	"of",
	"to",
	"answer",
	"model",
	"because",
	"therefore",
	"under",
	"pressure",
	"with",
	"and",
	"function",
	"return",
	"value",
	"which",
	"tells",
	"a",
	"reader",
	"that",
	"error",
	"is",
	"not",
	"likely",
	"when",
	"data",
	"has",
	"been",
	"checked",
	"café",
	"模型",
	"应该",
	"回答",
	"naïve",
	"🙂",
	"Ünïcode",
	"\\n\\n",
	"\\n- ",
	"**bold**",
	"`code`",
	"\\\"quoted\\\"",
	"\\u00e9t\\u00e9",
	"https://example.org/p?q=1",
	"3.14",
	"1,024",
};

static const char *const plain_words[] = {
	"the",    "valve",    "water",    "of",     "to",     "answer", "model",   "because",
	"under",  "pressure", "with",     "and",    "a",      "tap",    "which",   "tells",
	"that",   "error",    "is",       "not",    "likely", "when",   "has",     "been",
	"turn",   "the",      "handle",   "washer", "seat",   "of",     "checked", "therefore",
	"drip",   "in",       "kitchen.", "It",     "can",    "be",     "closed,", "then",
	"\\n\\n", "\\n\\n- ", "**bold**", "`code`",
};

static const char *const *word = words;
static bool twin;
static size_t n_words = sizeof words / sizeof words[0];
static uint64_t state;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void prose(long bytes)
{
	while (bytes > 0) {
		const char *text = word[next() % n_words];

		fputs(text, stdout);
		putchar(' ');
		bytes -= (long)strlen(text) + 1;
	}
}

static void item(long i, const char *name, long length)
{
	printf("{\"id\":\"%s-%ld\",\"prompt\":\"", name, i);
	prose(300 * length);
	printf("%ld\",\"responses\":[", i);
	for (int r = 0; r < 2; r++) {
		uint64_t again = state;

		printf("%s{\"source\":\"model-%d\",\"content\":\"", r > 0 ? "," : "", r);
		prose(1750 * length);
		printf("%ld.%d\"}", i, r);
		if (twin && r == 0)
			state = again;
	}
	printf("],\"metadata\":{\"n\":%ld,\"score\":0.%" PRIu64 "}}\n", i, next() % 1000);
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
	long length = argc > 3 ? strtol(argv[3], NULL, 10) : 1;
	char name[64] = "bench";

	twin = argc > 4 && strcmp(argv[4], "twin") == 0;
	if (argc > 4) {
		word = plain_words;
		n_words = sizeof plain_words / sizeof plain_words[0];
	}
	state = argc > 2 ? strtoull(argv[2], NULL, 10) | 1 : 88172645463325252u;
	if (argc > 2)
		snprintf(name, sizeof name, "bench-%.32s", argv[2]);
	for (long i = 0; i < n; i++)
		item(i, name, length);
	return ferror(stdout) != 0 || fflush(stdout) != 0;
}
