/* widths.c - locale policy and wcwidth, held against the frozen table. */
#include "main/widths.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool widths_choose_locale(void)
{
	static const char *const others[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };

	if (setlocale(LC_CTYPE, "") != NULL && is_utf8())
		return true;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (setlocale(LC_CTYPE, others[i]) != NULL && is_utf8())
			return true;
	return false;
}

/* A character on whose width this machine and the frozen table disagree is shown as its number. */
int width_utf8(uint32_t code_point)
{
	int frozen = text_width_frozen(code_point);

	return frozen >= 0 && wcwidth((wchar_t)code_point) == frozen ? frozen : -1;
}

int width_ascii(uint32_t code_point)
{
	return code_point >= 0x20 && code_point < 0x7F ? 1 : -1;
}

bool width_is_doubtful(const struct cell *cell)
{
	uint32_t c = cell->base;

	return cell->n_marks > 0 || c >= 0x1F000 || (c >= 0x0590 && c < 0x1100)
	       || (c >= 0x2600 && c < 0x27C0) || (c >= 0x2B00 && c < 0x2C00);
}
