/* generate N [SEED]: N canonical items of about 4 KB on standard output, the same for the same seed.
 * Prose from a word list, some CJK, emoji, code and escapes, so that no parser gets an easy day. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {
	"the", "valve", "water", "of", "to", "answer", "model", "because", "therefore", "under",
	"pressure", "with", "and", "function", "return", "value", "which", "tells", "a", "reader",
	"that", "error", "is", "not", "likely", "when", "data", "has", "been", "checked", "café",
	"模型", "应该", "回答", "naïve", "🙂", "Ünïcode", "\\n\\n", "\\n- ", "**bold**", "`code`",
	"\\\"quoted\\\"", "\\u00e9t\\u00e9", "https://example.org/p?q=1", "3.14", "1,024",
};

static uint64_t state;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void prose(int bytes)
{
	while (bytes > 0) {
		int n = printf("%s ", words[next() % (sizeof words / sizeof words[0])]);

		bytes -= n > 0 ? n : 1;
	}
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) | 1 : 88172645463325252u;
	for (long i = 0; i < n; i++) {
		printf("{\"id\":\"bench-%ld\",\"prompt\":\"", i);
		prose(300);
		printf("%ld\",\"responses\":[", i);
		for (int r = 0; r < 2; r++) {
			printf("%s{\"source\":\"model-%d\",\"content\":\"", r > 0 ? "," : "", r);
			prose(1750);
			printf("%ld.%d\"}", i, r);
		}
		printf("],\"metadata\":{\"n\":%ld,\"score\":0.%" PRIu64 "}}\n", i, next() % 1000);
	}
	return 0;
}
