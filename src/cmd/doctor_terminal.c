/* doctor_terminal.c - locale, terminal, colours, keyboard, clipboard. */
#include "cmd/doctor.h"

#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static void look_at_locale(struct doctor *doctor)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value = NULL, *name = "no locale is set";

	for (size_t i = 0; i < 3 && value == NULL; i++) {
		value = doctor_variable(doctor, names[i]);
		name = value != NULL ? names[i] : name;
	}
	if (!doctor->env->ascii)
		doctor_note(doctor, HEALTH_FINE, "locale", "UTF-8 (%s%s%s)", name,
			    value != NULL ? "=" : "", value != NULL ? value : "");
	else
		doctor_note(doctor, HEALTH_WARN, "locale",
			    "not UTF-8 (%s%s%s): other letters than ASCII are shown as U+XXXX; set "
			    "LC_ALL=C.UTF-8",
			    name, value != NULL ? "=" : "", value != NULL ? value : "");
}

/* ---- terminal ---- */

static bool entry_in(const char *folder, const char *term)
{
	char path[4096];

	if (folder == NULL)
		return false;
	if ((size_t)snprintf(path, sizeof path, "%s/%c/%s", folder, term[0], term) < sizeof path
	    && access(path, R_OK) == 0)
		return true;
	return (size_t)snprintf(path, sizeof path, "%s/%02x/%s", folder, (unsigned char)term[0],
				term)
		       < sizeof path
	       && access(path, R_OK) == 0;
}

static bool terminal_is_known(const struct doctor *doctor, const char *term)
{
	static const char *const folders[] = { "/etc/terminfo", "/lib/terminfo",
					       "/usr/share/terminfo", "/usr/lib/terminfo" };
	const char *home = doctor_variable(doctor, "HOME");
	char own[4096];

	if (strchr(term, '/') != NULL)
		return false;
	if (entry_in(doctor_variable(doctor, "TERMINFO"), term))
		return true;
	if (home != NULL && (size_t)snprintf(own, sizeof own, "%s/.terminfo", home) < sizeof own
	    && entry_in(own, term))
		return true;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (entry_in(folders[i], term))
			return true;
	return false;
}

static void look_at_term(struct doctor *doctor)
{
	const char *term = doctor_variable(doctor, "TERM");

	if (term == NULL)
		doctor_note(doctor, HEALTH_WARN, "terminal",
			    "TERM is not set: the workbench cannot draw; set TERM=xterm-256color");
	else if (strcmp(term, "dumb") == 0)
		doctor_note(doctor, HEALTH_NOTE, "terminal",
			    "TERM=dumb: the workbench comes line by line, as with --plain; set "
			    "TERM=xterm-256color if the terminal can place a cursor");
	else if (doctor_variable(doctor, "TMUX") != NULL && strncmp(term, "tmux", 4) != 0
		 && strncmp(term, "screen", 6) != 0)
		doctor_note(
			doctor, HEALTH_WARN, "terminal",
			"TERM=%s inside tmux: colours and keys may be wrong; put 'set -g "
			"default-terminal tmux-256color' into ~/.tmux.conf and set TERM nowhere",
			term);
	else if (!terminal_is_known(doctor, term))
		doctor_note(
			doctor, HEALTH_WARN, "terminal",
			"TERM=%s is not in the terminfo database here: install ncurses-term, or "
			"set TERM=xterm-256color; a relative's description is used if there is one",
			term);
	else
		doctor_note(doctor, HEALTH_FINE, "terminal", "TERM=%s", term);
}

static void look_at_colours(struct doctor *doctor)
{
	const char *term = doctor_variable(doctor, "TERM");
	const char *colours = doctor_variable(doctor, "COLORTERM");

	if (doctor_variable(doctor, "NO_COLOR") != NULL)
		doctor_note(doctor, HEALTH_FINE, "colours", "none, as NO_COLOR is set");
	else if (colours != NULL
		 && (strcmp(colours, "truecolor") == 0 || strcmp(colours, "24bit") == 0))
		doctor_note(doctor, HEALTH_FINE, "colours", "16 million (COLORTERM=%s)", colours);
	else if (term != NULL && strstr(term, "256color") != NULL)
		doctor_note(doctor, HEALTH_FINE, "colours", "256");
	else
		doctor_note(doctor, HEALTH_FINE, "colours", "at most 16, as terminfo says");
}

/* ---- size, flow control, clipboard ---- */

static void look_at_size(struct doctor *doctor)
{
	struct winsize size = { 0 };

	if (!doctor->env->out_tty || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0
	    || size.ws_col == 0)
		return;
	if (size.ws_col < 40 || size.ws_row < 12)
		doctor_note(doctor, HEALTH_WARN, "size",
			    "%dx%d: the workbench needs 40x12, and 80x24 to read in comfort",
			    size.ws_col, size.ws_row);
	else if (size.ws_col < 80 || size.ws_row < 24)
		doctor_note(doctor, HEALTH_NOTE, "size",
			    "%dx%d: from 80x24 on there is room to read, from 100 columns for two "
			    "responses side by side",
			    size.ws_col, size.ws_row);
	else
		doctor_note(doctor, HEALTH_FINE, "size", "%dx%d", size.ws_col, size.ws_row);
}

static void look_at_flow(struct doctor *doctor)
{
	struct termios modes;

	if (!doctor->env->in_tty || tcgetattr(STDIN_FILENO, &modes) != 0)
		return;
	if ((modes.c_iflag & IXON) != 0)
		doctor_note(doctor, HEALTH_FINE, "flow",
			    "Ctrl-S stops the output of the shell here (Ctrl-Q goes on); the "
			    "workbench turns that off while it runs");
	else
		doctor_note(doctor, HEALTH_FINE, "flow", "Ctrl-S stops nothing");
}

static void look_at_keys(struct doctor *doctor)
{
	doctor_note(doctor, HEALTH_FINE, "keyboard",
		    "no command needs Alt, a function key or Esc; 'assay keys --try' shows what "
		    "Home, End and the keypad send here");
}

static void look_at_clipboard(struct doctor *doctor)
{
	/* tmux says for itself. */
	if (doctor_variable(doctor, "TMUX") != NULL)
		return;
	if (doctor_variable(doctor, "STY") != NULL)
		doctor_note(doctor, HEALTH_NOTE, "clipboard",
			    "screen passes the copy key on to the terminal, at most 700 bytes at a "
			    "time");
	else
		doctor_note(doctor, HEALTH_FINE, "clipboard",
			    "the copy key offers a text by OSC 52, also over SSH; some terminals "
			    "ask or have it switched off");
}

static void look_at_direction(struct doctor *doctor)
{
	if (doctor_variable(doctor, "VTE_VERSION") != NULL
	    || doctor_variable(doctor, "KONSOLE_VERSION") != NULL)
		doctor_note(doctor, HEALTH_NOTE, "right to left",
			    "this terminal turns right-to-left text itself; such items are shown "
			    "one pane at a time so that it cannot mix two");
}

/* ---- her own files ---- */

static void own_file(void *ctx, const char *file, bool there, const char *says)
{
	struct doctor *doctor = ctx;
	const char *name = cmd_file_name(file);

	if (says != NULL)
		doctor_note(doctor, HEALTH_WARN, "settings", "%s is not used: %s", name, says);
	else if (there)
		doctor_note(doctor, HEALTH_FINE, "settings", "%s", file);
}

void doctor_look_at_terminal(struct doctor *doctor)
{
	look_at_locale(doctor);
	look_at_term(doctor);
	look_at_colours(doctor);
	look_at_size(doctor);
	doctor_probe_widths(doctor);
	look_at_flow(doctor);
	look_at_keys(doctor);
	look_at_clipboard(doctor);
	look_at_direction(doctor);
	doctor_look_at_tmux(doctor);
	if (doctor->env->check_own != NULL)
		doctor->env->check_own(doctor->env, own_file, doctor);
}
