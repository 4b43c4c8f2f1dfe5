/* order.h - who sees what in which order: seeded, the same on every replica. */
#ifndef ASSAY_MODEL_ORDER_H
#define ASSAY_MODEL_ORDER_H

#include "base/hash.h"

#include <stdbool.h>
#include <stdint.h>

#define ORD_BYTES 24

/* Fills ORDER with the r numbers 1..N in the order shown to MEMBER: sorted by H("assay shuffle 1",
 * batch seed ‖ member ‖ batch ‖ uid ‖ r as one byte); 1..N unless SHUFFLE.  SEED is 16 bytes. */
void order_responses(const struct short_id *seed, const struct short_id *member,
		     const struct short_id *batch, const struct id *uid, bool shuffle, int n,
		     int *order);

/* task.ord (CORE 6.4): HLC and STREAM of the items event, SEQ of it, LINE in its chunk. */
void order_task(uint8_t ord[ORD_BYTES], bool shuffled, const struct short_id *seed,
		const struct short_id *group, uint64_t hlc, const struct id *stream, uint32_t seq,
		uint32_t line);

/* 0 <= x < 1 from H("assay split 1", project ‖ group): the split's salted coin. */
double order_split(const struct id *project, const struct short_id *group);

#endif
