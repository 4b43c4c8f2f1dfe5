/* expect.h - what a control answer may expect of a question: what a condition may say of it, and
 * `best: [r1]` of a ranking, `na: true` where the question allows that.
 *
 *   {"preference": {"best": ["r1"]}, "accuracy": {"r2": {"at_most": 2}},
 *    "issues": {"r2": {"any": [{"has": "hallucination"}, {"has": "unsafe", "severity": "minor"}]}}}
 */
#ifndef ASSAY_DATA_EXPECT_H
#define ASSAY_DATA_EXPECT_H

#include "data/draft.h"
#include "model/guideline.h"

/* EXPECT as it stands in the file, of an item with N responses there. */
bool expectation_check(const struct json *expect, const struct guideline *guideline, int n,
		       struct complaint *complaint) MUST_USE;

#endif
