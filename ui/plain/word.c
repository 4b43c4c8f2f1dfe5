/* word.c - what the words of a line can be: keys, keys written together, commands. */
#include "ui/plain/plain_state.h"

#include <string.h>

struct word word_first(const char *at)
{
	at += strspn(at, " \t");
	return (struct word){ at, strcspn(at, " \t") };
}

const char *word_behind(struct word word)
{
	const char *at = word.text + word.n;

	return at + strspn(at, " \t");
}

bool word_is(struct word word, const char *text)
{
	return word.n == strlen(text) && memcmp(word.text, text, word.n) == 0;
}

/* WORD as a string; "" when it is too long to be a name. */
const char *word_name(struct word word, char out[64])
{
	size_t n = word.n < 64 ? word.n : 0;

	memcpy(out, word.text, n);
	out[n] = '\0';
	return out;
}

bool word_is_key(struct word word)
{
	struct event event;
	char name[64];

	return key_event(&event, word_name(word, name));
}

/* "2=513=64", "o2", "'a5": keys that answer, written together.  Two letters are a word. */
bool word_is_run(struct word word)
{
	size_t i = 0;

	if (word.n > 1 && word.text[0] == '\'')
		i++;
	if (word.n > i && word.text[i] >= 'a' && word.text[i] <= 'z')
		i++;
	for (; i < word.n; i++)
		if (strchr("0123456789=>-!", word.text[i]) == NULL)
			return false;
	return word.n > 0;
}

bool word_is_number(struct word word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.text[i] < '0' || word.text[i] > '9')
			return false;
	return word.n > 0 && word.n < 9;
}

enum command word_command(struct word word)
{
	char name[64];

	if (word.n > 1 && word.text[0] == ':') {
		word.text++;
		word.n--;
	}
	return word.n > 1 ? command_find(word_name(word, name)) : CMD_NONE;
}

bool word_is_known(struct word word)
{
	return word_is(word, ".") || word_is_key(word) || plain_is_own_word(word.text, word.n)
	       || word_command(word) != CMD_NONE || word_is_run(word);
}
