/* Any bytes as a key file, as settings and as habits: refused with a place, or obeyed by the rules.
 */
#include "ui/habits.h"
#include "ui/key_file.h"
#include "ui/settings.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_place(bool ok, const struct err *err)
{
	if (!ok && strncmp(err->msg, "fuzz.yaml:", 10) != 0)
		abort();
}

static void as_keys(const char *text, size_t size)
{
	struct keymap map;
	struct keymap_clash clash;
	struct err err = { .code = ERR_NONE };

	expect_place(key_file_read(&map, text, size, "fuzz.yaml", &err), &err);
	if (keymap_clashes(&map, &clash))
		abort();
}

static void as_settings(const char *text, size_t size)
{
	struct settings settings;
	struct err err = { .code = ERR_NONE };

	expect_place(settings_parse(&settings, text, size, "fuzz.yaml", &err), &err);
	if (settings.theme == NULL || settings.help < -1 || settings.help > HELP_LEVEL_MAX)
		abort();
}

/* What is written is read back the same. */
static void as_habits(const char *text, size_t size)
{
	struct habits habits, again;
	struct buf out = BUF_INIT;

	habits_read(&habits, text, size);
	habits_write(&habits, &out);
	habits_read(&again, buf_str(&out), out.len);
	if (memcmp(&habits, &again, sizeof habits) != 0)
		abort();
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	as_keys(text, size);
	as_settings(text, size);
	as_habits(text, size);
	free(text);
	return 0;
}
