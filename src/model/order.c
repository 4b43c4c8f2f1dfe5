/* order.c - seeded orders, from hashes alone: any machine works out the same. */
#include "model/order.h"

#include "base/bytes.h"
#include "model/item.h"

#include <stdlib.h>
#include <string.h>

struct ticket {
	struct id draw;
	int r;
};

static int compare_tickets(const void *a, const void *b)
{
	const struct ticket *x = a, *y = b;

	return memcmp(x->draw.b, y->draw.b, ID_BYTES);
}

/* The parts that are the same for all responses are hashed once for each: nine at most. */
static struct id draw(const struct short_id *const parts[3], const struct id *uid, int r)
{
	uint8_t position = (uint8_t)r;
	struct hash hash;

	hash_begin(&hash, "assay shuffle 1", NULL);
	for (int i = 0; i < 3; i++)
		hash_add(&hash, parts[i]->b, SHORT_ID_BYTES);
	hash_add(&hash, uid->b, ID_BYTES);
	hash_add(&hash, &position, 1);
	return hash_end(&hash);
}

/* NOLINTNEXTLINE(readability-function-size): the parts of one hash */
void order_responses(const struct short_id *seed, const struct short_id *member,
		     const struct short_id *batch, const struct id *uid, bool shuffle, int n,
		     int *order)
{
	const struct short_id *const parts[3] = { seed, member, batch };
	struct ticket tickets[ITEM_RESPONSES_MAX];

	if (n > ITEM_RESPONSES_MAX)
		n = ITEM_RESPONSES_MAX;
	for (int i = 0; i < n; i++) {
		tickets[i].r = i + 1;
		if (shuffle)
			tickets[i].draw = draw(parts, uid, i + 1);
	}
	if (shuffle && n > 0)
		qsort(tickets, (size_t)n, sizeof *tickets, compare_tickets);
	for (int i = 0; i < n; i++)
		order[i] = tickets[i].r;
}

/* ---- tasks ---- */

/* NOLINTNEXTLINE(readability-function-size): the parts of one key */
void order_task(uint8_t ord[ORD_BYTES], bool shuffled, const struct short_id *seed,
		const struct short_id *group, uint64_t hlc, const struct id *stream, uint32_t seq,
		uint32_t line)
{
	uint8_t both[2 * SHORT_ID_BYTES];
	struct id coin;

	if (shuffled) {
		memcpy(both, seed->b, SHORT_ID_BYTES);
		memcpy(both + SHORT_ID_BYTES, group->b, SHORT_ID_BYTES);
		coin = hash_bytes("assay order 1", both, sizeof both);
		memcpy(ord, coin.b, 8);
		ord = be_put(ord + 8, hlc, 8);
	} else {
		ord = be_put(ord, hlc, 8);
		memcpy(ord, stream->b, 8);
		ord += 8;
	}
	ord = be_put(ord, seq, 4);
	(void)be_put(ord, line, 4);
}

/* ---- split ---- */

double order_split(const struct id *project, const struct short_id *group)
{
	uint8_t both[ID_BYTES + SHORT_ID_BYTES];
	struct id coin;

	memcpy(both, project->b, ID_BYTES);
	memcpy(both + ID_BYTES, group->b, SHORT_ID_BYTES);
	coin = hash_bytes("assay split 1", both, sizeof both);
	return (double)(be_get(coin.b, 7) >> 3)
	       / 9007199254740992.0; /* 53 bits: exact, and never 1 */
}
