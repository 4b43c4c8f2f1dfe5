/* Any bytes as the payload of each kind of event about an item, beside sound ones. */
#include "model/fold.h"

#include <stdlib.h>
#include <string.h>

#define KINDS (KIND_WITHDRAW - KIND_ANNOTATE + 1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two events of each kind with the same payload: the second supersedes the first. */
static void fill(struct fold_event event[2 * KINDS], const char *payload, size_t len)
{
	for (int i = 0; i < 2 * KINDS; i++) {
		event[i] = (struct fold_event){
			.id.b = { (uint8_t)(i + 1) },
			.stream.b = { 1 },
			.seq = (uint64_t)i + 2,
			.hlc = (uint64_t)i,
			.rid = i,
			.kind = (uint16_t)(KIND_ANNOTATE + i / 2),
			.member.b = { 7 },
			.payload = payload,
			.payload_len = len,
		};
		if (i % 2 == 0)
			continue;
		event[i].supersedes = &event[i - 1].id;
		event[i].n_supersedes = 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fold_event event[2 * KINDS], back[2 * KINDS];
	struct fold_result one, two;
	struct arena arena = ARENA_INIT;
	char *payload = malloc(size > 0 ? size : 1);

	if (payload == NULL)
		return 0;
	if (size > 0)
		memcpy(payload, data, size);
	fill(event, payload, size);
	for (int i = 0; i < 2 * KINDS; i++)
		back[i] = event[2 * KINDS - 1 - i];
	fold_item(NULL, event, 2 * KINDS, &arena, &one);
	fold_item(NULL, back, 2 * KINDS, &arena, &two);
	if (one.n_annotations != two.n_annotations || one.n_parks != two.n_parks
	    || one.n_decisions != two.n_decisions || one.n_annotations > 1)
		abort();
	arena_release(&arena);
	free(payload);
	return 0;
}
