/* faucet.h - the items of the drawings, in the workbench and in the golden editor. */
#ifndef ASSAY_TESTS_FAUCET_H
#define ASSAY_TESTS_FAUCET_H

#include "tests/support/screen.h"

static const char faucet_prompt[] =
	"How do I fix a leaky faucet? It drips all night and the landlord is away until Monday.";
static const char faucet_a[] = "You can fix most drips in twenty minutes.\n\n"
			       "1. Turn off the water under the sink.\n"
			       "2. Open the tap to let the pressure out.\n"
			       "3. Unscrew the handle and take out the cartridge.\n"
			       "4. Put in a new washer of the same size, and turn it back on.\n\n"
			       "```sh\n# measure the washer\ncaliper --inner 12mm\n```\n\n"
			       "If it still drips, the seat is worn: call a plumber.\n";
static const char faucet_b[] =
	"You should probably call a plumber because it's complicated.\n\n"
	"Faucets contain many parts, and if you damage one of them the leak can get worse. Some "
	"people try to replace the washer, which is a small rubber ring, but you may not have the "
	"tools.\n\n"
	"In an emergency you can put a bowl under the tap.\n\n"
	"## When to call\n\n"
	"- when water comes out of the wall\n"
	"- when the handle turns without end\n"
	"- when the drip has become a stream\n\n"
	"Until then, **do not** turn the main valve by force.\n";
static const char faucet_c[] = "Hang a string from the spout: the drops run down it silently.";
static const char faucet_d[] = "Wait until Monday.";

static inline void open_faucet(struct screen *s, int rows, int cols)
{
	screen_begin(s, "pairwise-preference", rows, cols);
	screen_item(s, faucet_prompt, (const char *const[]){ faucet_a, faucet_b, NULL });
	screen_items(s, 2, 2);
	screen_start(s);
}

static inline void open_ranking(struct screen *s, int rows, int cols)
{
	screen_begin(s, "n-way-ranking", rows, cols);
	screen_item(s, faucet_prompt,
		    (const char *const[]){ faucet_a, faucet_b, faucet_c, faucet_d, NULL });
	screen_items(s, 2, 4);
	screen_start(s);
}

/* In the golden editor, with the text of A. */
static inline void open_golden(struct screen *s, int rows, int cols)
{
	screen_begin(s, "response-editing", rows, cols);
	screen_item(s, faucet_prompt, (const char *const[]){ faucet_a, faucet_d, NULL });
	screen_items(s, 2, 2);
	screen_start(s);
	screen_play(s, "g");
}

/* The same with the text "Way 1 of mending faucet 1." */
static inline void open_golden_short(struct screen *s, int rows, int cols)
{
	screen_begin(s, "response-editing", rows, cols);
	screen_items(s, 2, 2);
	screen_start(s);
	screen_play(s, "g");
}

#endif
