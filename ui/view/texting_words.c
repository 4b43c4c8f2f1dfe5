/* texting_words.c - what an open text waits for, where nothing is drawn. */
#include "ui/view/workbench_words.h"

#include <string.h>

bool texting_waits(const struct texting *texting)
{
	return texting->editor != NULL && texting->state != TEXTING_TYPING
	       && texting->state != TEXTING_MENU;
}

static void add_offers(const struct texting *texting, struct buf *out)
{
	const char *offer = texting->offers.data;

	for (size_t i = 0; i < texting->n_offers; i++) {
		buf_addf(out, "%zu %s, ", i + 1, offer);
		offer += strlen(offer) + 1;
	}
}

void texting_words(const struct texting *texting, struct buf *out)
{
	if (!texting_waits(texting))
		return;
	if (texting->state == TEXTING_MENTION) {
		buf_adds(out, "Mention which response? Its letter.");
	} else if (texting->state == TEXTING_SPELLING) {
		buf_addf(out, "Not in the dictionary: %s. ", texting->asked);
		add_offers(texting, out);
		buf_adds(out, "a my word, s next; anything else ends it.");
	}
}
