#include "main/terminfo.h"

#include <stddef.h>
#include <stdint.h>
#include <term.h>

static bool can_place_cursor(void)
{
	const char *value = tigetstr("cup");

	return value != NULL && (intptr_t)value != -1;
}

bool terminfo_check(const char *term, int fd, struct err *err)
{
	int found = 0;
	bool fit;

	if (term == NULL || term[0] == '\0')
		return err_set(err, ERR_INVALID,
			       "TERM is not set; say what the terminal is, for instance "
			       "TERM=xterm-256color");
	if (setupterm(term, fd, &found) != 0)
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
