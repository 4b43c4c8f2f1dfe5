// The only C++ file: simdjson behind C functions that cannot throw.
#include "base/json_simdjson.h"

#include <new>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wcast-qual"
#include <simdjson.h>
#pragma GCC diagnostic pop

struct json_gate {
	simdjson::dom::parser parser;
};

struct json_gate *json_gate_new(void)
{
	return new (std::nothrow) json_gate;
}

void json_gate_free(struct json_gate *gate)
{
	delete gate;
}

bool json_gate_utf8(const char *text, size_t len)
{
	return simdjson::validate_utf8(text, len);
}

const char *json_gate_check(struct json_gate *gate, const char *text, size_t len, bool *no_memory)
{
	simdjson::error_code code = gate->parser.parse(text, len, false).error();

	*no_memory = code == simdjson::MEMALLOC;
	return code == simdjson::SUCCESS ? nullptr : simdjson::error_message(code);
}
