#include "main/terminfo.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

static bool can_place_cursor(void)
{
	const char *value = tigetstr("cup");

	return value != NULL && (intptr_t)value != -1;
}

static bool is_described(const char *term, int fd)
{
	int found = 0;

	if (setupterm(term, fd, &found) != 0)
		return false;
	del_curterm(cur_term);
	return true;
}

/* Servers often lack ncurses-term.  These are named by how they begin, and speak like the other. */
static const char *relative_of(const char *term)
{
	static const char *const relatives[][2] = {
		{ "putty", "xterm" }, { "konsole", "xterm" },   { "vte", "xterm" },
		{ "gnome", "xterm" }, { "alacritty", "xterm" }, { "xterm-", "xterm" },
		{ "foot", "xterm" },  { "wezterm", "xterm" },   { "kitty", "xterm" },
		{ "st-", "xterm" },   { "contour", "xterm" },   { "ghostty", "xterm" },
		{ "tmux", "screen" }, { "screen", "screen" },
	};

	for (size_t i = 0; i < sizeof relatives / sizeof relatives[0]; i++)
		if (strncmp(term, relatives[i][0], strlen(relatives[i][0])) == 0)
			return relatives[i][1];
	return NULL;
}

static bool choose_name(const char *term, int fd, char name[TERMINFO_NAME_MAX])
{
	const char *relative = relative_of(term);

	snprintf(name, TERMINFO_NAME_MAX, "%s", term);
	if (strlen(term) < TERMINFO_NAME_MAX && is_described(term, fd))
		return true;
	if (relative == NULL)
		return false;
	snprintf(name, TERMINFO_NAME_MAX, "%s%s", relative,
		 strstr(term, "256color") != NULL || strcmp(relative, "xterm") == 0 ? "-256color"
										    : "");
	/* PuTTY and the like say so when they have 256 colours. */
	if (strcmp(term, "putty") == 0 || !is_described(name, fd))
		snprintf(name, TERMINFO_NAME_MAX, "%s", relative);
	return is_described(name, fd);
}

bool terminfo_choose(const char *term, int fd, char name[TERMINFO_NAME_MAX], struct err *err)
{
	int found = 0;
	bool fit;

	if (term == NULL || term[0] == '\0')
		return err_set(err, ERR_INVALID,
			       "TERM is not set; say what the terminal is, for instance "
			       "TERM=xterm-256color");
	if (!choose_name(term, fd, name) || setupterm(name, fd, &found) != 0)
		return err_set(err, ERR_INVALID,
			       "the terminal '%.60s' is not described on this machine; try "
			       "TERM=xterm-256color, or install ncurses-term",
			       term);
	fit = can_place_cursor();
	del_curterm(cur_term);
	if (!fit)
		return err_set(err, ERR_INVALID,
			       "the terminal '%.60s' cannot place a cursor; set TERM to what it "
			       "really is, for instance TERM=xterm-256color",
			       term);
	return true;
}

bool terminfo_direct(const char *term, int fd, char name[TERMINFO_NAME_MAX])
{
	static const char old[] = "-256color";
	size_t len = term == NULL ? 0 : strlen(term), end = strlen(old);
	int found = 0;
	bool direct;

	if (len > end && strcmp(term + len - end, old) == 0)
		len -= end;
	if (len == 0 || len + sizeof "-direct" > TERMINFO_NAME_MAX)
		return false;
	snprintf(name, TERMINFO_NAME_MAX, "%.*s-direct", (int)len, term);
	if (setupterm(name, fd, &found) != 0)
		return false;
	direct = tigetnum("colors") > 256;
	del_curterm(cur_term);
	return direct;
}

void terminfo_keys(const char *term, int fd,
		   void (*each)(void *ctx, const char *sequence, const char *name), void *ctx)
{
	static char const keys[][2][10] = {
		{ "kcuu1", "Up" },     { "kcud1", "Down" },     { "kcub1", "Left" },
		{ "kcuf1", "Right" },  { "khome", "Home" },     { "kend", "End" },
		{ "kpp", "PgUp" },     { "knp", "PgDn" },       { "kdch1", "Delete" },
		{ "kich1", "Insert" }, { "kcbt", "Shift-Tab" }, { "kent", "Enter" },
	};
	int found = 0;

	if (term == NULL || setupterm(term, fd, &found) != 0)
		return;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *value = tigetstr(keys[i][0]);

		if (value != NULL && (intptr_t)value != -1)
			each(ctx, value, keys[i][1]);
	}
	del_curterm(cur_term);
}

/* The N bytes behind the first SKIP of PIECE, in place: in the copy of the description that curses
 * made for this terminal. */
static void cut(const char *name, const char *piece, size_t skip, size_t n)
{
	char *value = tigetstr(name);
	char *at = value == NULL || (intptr_t)value == -1 ? NULL : strstr(value, piece);

	if (at != NULL)
		memmove(at + skip, at + skip + n, strlen(at + skip + n) + 1);
}

void terminfo_shorten(void)
{
	static const char zero[] = "\033[0%?%p"; /* each attribute behind it begins with ';' */
	const char *other = tigetstr("smacs"), *own = tigetstr("rmacs");
	char choice[64];

	cut("sgr", zero, 2, 1);
	if (other == NULL || (intptr_t)other == -1 || own == NULL || (intptr_t)own == -1
	    || own[0] == '\0')
		return;
	snprintf(choice, sizeof choice, "%%?%%p9%%t%s%%e%s%%;", other, own);
	cut("sgr", choice, 0, strlen(choice));
	cut("sgr0", own, 0, strlen(own));
}
