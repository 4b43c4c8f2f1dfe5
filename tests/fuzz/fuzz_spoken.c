/* Any bytes as Markdown and raw, read aloud: pieces follow one another in the text and lie inside
 * of what is said, which stays in proportion. */
#include "text/spoken.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool sound)
{
	if (!sound)
		abort();
}

static void check(const struct spoken *spoken, size_t n)
{
	size_t end = 0;

	expect(spoken->text.len <= n * 9 + 2 * 65536);
	for (size_t i = 0; i < spoken->n; i++) {
		const struct spoken_piece *piece = &spoken->piece[i];

		expect(piece->first == end && piece->n <= SPOKEN_PIECE_MAX);
		expect(i == 0 || piece->at > spoken->piece[i - 1].at);
		expect(spoken_find(spoken, piece->at) == i);
		end = piece->first + piece->n;
	}
	expect(end == spoken->text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct spoken spoken = SPOKEN_INIT;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text_speak(&spoken, text, size, TEXT_MARKDOWN);
	check(&spoken, size);
	text_speak(&spoken, text, size, TEXT_RAW);
	check(&spoken, size);
	spoken_release(&spoken);
	free(text);
	return 0;
}
