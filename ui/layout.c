/* layout.c - the layouts as data.
 *
 * Letters count by their position, as xkeyboard-config 2.35 has them.  Of the other characters only
 * those stand here without which a command could not be typed: what a keyboard prints as '?' or ':'
 * is taken at its word. */
#include "ui/layout.h"

#include "text/decode.h"

#include <string.h>

#define LATIN_ROWS "qwertyuiopasdfghjklzxcvbnm"
#define LATIN_CAPITALS "QWERTYUIOPASDFGHJKLZXCVBNM"

const struct layout layouts[] = {
	{ "qwerty", "as printed", "", "" },
	/* Both ways, so that Shift with 4, 5 and 6 gives the signs that it took the place of. */
	{ "azerty", "French: the top row gives digits without Shift, its signs with it",
	  "&é\"'(-è_çà"
	  "1234567890",
	  "1234567890"
	  "&é\"'(-è_çà" },
	{ "ru", "Russian",
	  "йцукенгшщзфывапролдячсмить"
	  "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"
	  "хъжэбюёХЪЖЭБЮЁ",
	  LATIN_ROWS LATIN_CAPITALS "[];',.`{}:\"<>~" },
	{ "uk", "Ukrainian",
	  "йцукенгшщзфівапролдячсмить"
	  "ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬ"
	  "хїжєбюґХЇЖЄБЮҐ",
	  LATIN_ROWS LATIN_CAPITALS "[];',.\\{}:\"<>|" },
	{ "bg", "Bulgarian (BDS)",
	  ",уеишщксдзьяаожгтнвюйъэфхп"
	  "ыУЕИШЩКСДЗѝЯАОЖГТНВЮЙЪЭФХП"
	  "цмчрлбЦМЧРЛБ",
	  LATIN_ROWS LATIN_CAPITALS "[;',./{:\"<>?" },
	{ "bg-phonetic", "Bulgarian (phonetic)",
	  "яверътуиопасдфгхйклзьцжбнм"
	  "ЯВЕРЪТУИОПАСДФГХЙКЛЗѝЦЖБНМ"
	  "шщчюШЩЧЮ",
	  "qweryt"
	  "uiopasdfghjklzxcvbnm"
	  "QWERYTUIOPASDFGHJKLZXCVBNM"
	  "[]`\\{}~|" },
	/* Serbian keyboards have z where others have y. */
	{ "sr", "Serbian (Cyrillic)",
	  "љњертзуиопасдфгхјклѕџцвбнм"
	  "ЉЊЕРТЗУИОПАСДФГХЈКЛЅЏЦВБНМ"
	  "шђчћжШЂЧЋЖ",
	  "qwertzuiopasdfghjklyxcvbnm"
	  "QWERTZUIOPASDFGHJKLYXCVBNM"
	  "[];'\\{}:\"|" },
	{ "el", "Greek",
	  ";ςερτυθιοπασδφγηξκλζχψωβνμ"
	  "ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ",
	  LATIN_ROWS "ERTYUIOPASDFGHJKLZXCVBNM" },
	/* Shift gives Latin capitals there. */
	{ "he", "Hebrew",
	  "/'קראטוןםפשדגכעיחלךזסבהנמצ"
	  "ףתץ.,",
	  LATIN_ROWS ";,./'" },
	{ "ar", "Arabic",
	  "ضصثقفغعهخحشسيبلاتنمئءؤرﻻىة"
	  "\u064E\u064B\u064F\u064C\uFEF9إ`÷×؛\u0650\u064D][\uFEF7أـ،/~\u0652}{\uFEF5آ"
	  "جدكطوزظ؟"
	  "٠١٢٣٤٥٦٧٨٩",
	  LATIN_ROWS "QWERTYUIOPASDFGHJKLZXCVBN"
		     "[];',./?"
		     "0123456789" },
};

const size_t layout_count = sizeof layouts / sizeof layouts[0];

const struct layout *layout_find(const char *name)
{
	for (size_t i = 0; i < layout_count; i++)
		if (strcmp(layouts[i].name, name) == 0)
			return &layouts[i];
	return NULL;
}

void layout_apply(const struct layout *layout, struct event *event)
{
	const char *from, *to;
	size_t from_len, to_len;

	if (layout == NULL || event->type != EVENT_KEY || event->rune == 0 || event->keypad)
		return;
	for (from = layout->from, to = layout->to; *from != '\0'; from += from_len, to += to_len) {
		char key[8] = "";

		utf8_decode(to, strnlen(to, 4), &to_len, NULL);
		if (utf8_decode(from, strnlen(from, 4), &from_len, NULL) != event->rune)
			continue;
		memcpy(key, to, to_len);
		key_event(event, key);
		return;
	}
}
