/* json_simdjson.h - what json_read.c asks of simdjson, in C. */
#ifndef ASSAY_BASE_JSON_SIMDJSON_H
#define ASSAY_BASE_JSON_SIMDJSON_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct json_gate;

struct json_gate *json_gate_new(void); /* NULL: no memory */
void json_gate_free(struct json_gate *gate);

bool json_gate_utf8(const char *text, size_t len);

/* NULL when simdjson takes TEXT (64 readable bytes behind it), else its own words for why not.
 * *NO_MEMORY is set when that was the reason. */
const char *json_gate_check(struct json_gate *gate, const char *text, size_t len, bool *no_memory);

#ifdef __cplusplus
}
#endif

#endif
