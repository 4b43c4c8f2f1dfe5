/* Any bytes as a guideline, first as YAML, then as a project's stored object. */
#include "guide/guide.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_reason(void *ctx, const char *message)
{
	(void)ctx;
	if (strncmp(message, "fuzz.yaml:", 10) != 0)
		abort();
}

static void as_yaml(const char *text, size_t len, struct arena *arena, struct err *err)
{
	struct node *root = guide_parse_yaml(text, len, "fuzz.yaml", arena, err);
	const char *instructions, *examples;
	bool built;

	if (root == NULL || !guideline_files(root, "fuzz.yaml", &instructions, &examples, err))
		return;
	built = guideline_build(root, "fuzz.yaml", "Read me.", examples, arena, err) != NULL;
	if (built != (guideline_check(root, "fuzz.yaml", expect_reason, NULL) == 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct err err = { .code = ERR_NONE };
	struct guide guide;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (guide_from_object(text, size, &arena, &guide, &err)
	    && (guide.object_len != size || memcmp(guide.object, text, size) != 0))
		abort();
	as_yaml(text, size, &arena, &err);
	arena_release(&arena);
	free(text);
	return 0;
}
