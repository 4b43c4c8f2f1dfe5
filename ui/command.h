/* command.h - every action a person can take on the screen, named once.
 *
 * One table feeds key map, hint bar, `?` help, `:` palette, manual and tests.  Answering keys are
 * commands of the answer sheet (CMD_ANSWER) whatever the letter.
 */
#ifndef ASSAY_UI_COMMAND_H
#define ASSAY_UI_COMMAND_H

#include <stdbool.h>

/* The key states of ANNOTATION 2: which keys are in force. */
enum mode {
	MODE_GLOBAL,    /* everywhere outside a text */
	MODE_READING,   /* workbench, guideline: panes */
	MODE_ANSWERING, /* workbench */
	MODE_TEXT,      /* inside an editor */
	MODE_TEXT_MENU, /* behind Ctrl-X */
	MODE_LIST,      /* home, submissions, palette lists */
	MODE_CONFIRM,   /* y, everything else is no */
	MODE_PROMPT,    /* one-line entry: search, go to, filter, reason */
	MODE_COUNT,
};

/* clang-format off */
/* id, name, first mode, default keys (separated by spaces), short word for the hint bar, help text */
#define COMMANDS(X)                                                                                  \
	X(CMD_HELP,          "help",          MODE_GLOBAL,    "?",             "keys",        "show the keys of this screen, searchable")        \
	X(CMD_PALETTE,       "palette",       MODE_GLOBAL,    ":",             "commands",    "run any command by its name")                     \
	X(CMD_UNDO,          "undo",          MODE_GLOBAL,    "u",             "undo",        "undo; untouched: reopen the last one sent"          ) \
	X(CMD_REDO,          "redo",          MODE_GLOBAL,    "R Ctrl-R",      "redo",        "do again what was undone")                        \
	X(CMD_SEARCH,        "search",        MODE_GLOBAL,    "/",             "search",      "search in all panes; in lists, filter")           \
	X(CMD_INSTRUCTIONS,  "instructions",  MODE_GLOBAL,    "I",             "instructions", "instructions and worked examples")               \
	X(CMD_BACK,          "back",          MODE_GLOBAL,    "q",             "back",        "go back, or home; the draft is kept"                 ) \
	X(CMD_GOTO,          "go-to",         MODE_GLOBAL,    "G",             "go to",       "go to item number, id or #saved")                 \
	X(CMD_SUBMISSIONS,   "submissions",   MODE_GLOBAL,    "H",             "mine",        "my submissions, to read or correct")              \
	X(CMD_BROWSE,        "browse",        MODE_GLOBAL,    "#",             "all items",   "all items: look through, search, open"         )  \
	X(CMD_GO_BACK,       "go-back",       MODE_GLOBAL,    "`",             "go back",     "back to before the last jump; again: there"            ) \
	X(CMD_REDRAW,        "redraw",        MODE_GLOBAL,    "Ctrl-L",        "redraw",      "draw the screen again")                           \
	X(CMD_HELP_MORE,     "help-more",     MODE_GLOBAL,    "",              "more hints",  "more on the hint line")                            \
	X(CMD_HELP_LESS,     "help-less",     MODE_GLOBAL,    "",              "fewer hints", "less on the hint line")                            \
	X(CMD_MOUSE,         "mouse",         MODE_GLOBAL,    "",              "mouse",       "switch the mouse on or off for this sitting")     \
	X(CMD_SUSPEND,       "suspend",       MODE_GLOBAL,    "Ctrl-Z",        "suspend",     "stop assay until fg; the draft is saved"      )   \
	X(CMD_PAGE_DOWN,     "page-down",     MODE_READING,   "Space PgDn J",  "page",        "a page down")                                     \
	X(CMD_PAGE_UP,       "page-up",       MODE_READING,   "PgUp K",        "page up",     "a page up")                                       \
	X(CMD_LINE_DOWN,     "line-down",     MODE_READING,   "Down j",        "down",        "a line down")                                     \
	X(CMD_LINE_UP,       "line-up",       MODE_READING,   "Up k",          "up",          "a line up")                                       \
	X(CMD_PANE_NEXT,     "pane-next",     MODE_READING,   "Right",         "pane",        "next pane; a focused answer goes along")          \
	X(CMD_PANE_PREV,     "pane-previous", MODE_READING,   "Left",          "pane",        "previous pane")                                   \
	X(CMD_TOP,           "top",           MODE_READING,   "Home",          "top",         "top of the pane")                                 \
	X(CMD_BOTTOM,        "bottom",        MODE_READING,   "End",           "bottom",      "bottom of the pane")                              \
	X(CMD_LANDMARK_NEXT, "landmark-next", MODE_READING,   ")",             "next part",   "next turn, difference, heading or code"      )    \
	X(CMD_LANDMARK_PREV, "landmark-previous", MODE_READING, "(",           "part before", "turn, difference, heading or code before"        ) \
	X(CMD_ZOOM,          "zoom",          MODE_READING,   "Z",             "zoom",        "the pane on the whole screen")                    \
	X(CMD_PIN,           "pin",           MODE_READING,   "P",             "pin",         "pin this response for comparison")                \
	X(CMD_DIFF,          "difference",    MODE_READING,   "D",             "difference",  "against the pinned: words, lined up, off"         ) \
	X(CMD_MARKDOWN,      "markdown",      MODE_READING,   "M",             "raw text",    "Markdown or the raw text")                        \
	X(CMD_REVEAL,        "reveal",        MODE_READING,   "V",             "reveal",      "reveal hidden characters")                        \
	X(CMD_WRAP_CODE,     "wrap-code",     MODE_READING,   "W",             "wrap code",   "wrap code or cut it at the edge")                 \
	X(CMD_LAYOUT,        "layout",        MODE_READING,   "L",             "layout",      "columns or one pane; scroll together or not"     ) \
	X(CMD_COPY,          "copy",          MODE_READING,   "Y",             "copy",        "copy the pane's text (OSC 52 clipboard)"       )  \
	X(CMD_ANSWER,        "answer",        MODE_ANSWERING, "",              "answer",      "answer the focused question")                     \
	X(CMD_NEXT_QUESTION, "next-question", MODE_ANSWERING, "Tab",           "next answer", "next question")                                   \
	X(CMD_PREV_QUESTION, "previous-question", MODE_ANSWERING, "Shift-Tab", "answer before", "previous question")                             \
	X(CMD_ERASE,         "erase",         MODE_ANSWERING, "Backspace",     "back",        "erase here, or step back and erase")              \
	X(CMD_OPTIONS,       "options",       MODE_ANSWERING, "*",             "options",     "the question in full, with its options")                \
	X(CMD_SUBMIT,        "submit",        MODE_ANSWERING, "Enter",         "submit",      "submit, or go to what is missing")                \
	X(CMD_SKIP,          "skip",          MODE_ANSWERING, "S",             "skip",        "skip this item, with a reason")                   \
	X(CMD_FLAG,          "flag",          MODE_ANSWERING, "F",             "flag",        "flag this item, or take the flag off")            \
	X(CMD_ASK,           "ask",           MODE_ANSWERING, "C",             "ask",         "ask the lead about this item")                    \
	X(CMD_NEXT_OPEN,     "next-unanswered", MODE_ANSWERING, "N",           "next open",   "next item that I have not answered")              \
	X(CMD_NEXT_ITEM,     "next-item",     MODE_ANSWERING, "Ctrl-N",        "next item",   "next item, answered or not")                      \
	X(CMD_PREV_ITEM,     "previous-item", MODE_ANSWERING, "Ctrl-P",        "item before", "previous item")                                   \
	X(CMD_RETRACT,       "withdraw",      MODE_ANSWERING, "X",             "withdraw",    "withdraw my annotation of this item (asks)")      \
	X(CMD_TEXT_DONE,     "text-done",     MODE_TEXT,      "Esc Ctrl-G",    "done",        "done with this text")                             \
	X(CMD_TEXT_NEXT,     "text-next",     MODE_TEXT,      "Tab",           "next",        "done, and to the next question")                  \
	X(CMD_TEXT_MENU,     "text-menu",     MODE_TEXT,      "Ctrl-X",        "menu",        "everything else for texts")                       \
	X(CMD_TEXT_UNDO,     "text-undo",     MODE_TEXT_MENU, "u",             "undo",        "undo in this text (also Ctrl-_)")                 \
	X(CMD_TEXT_REDO,     "text-redo",     MODE_TEXT_MENU, "r",             "redo",        "redo in this text (also Ctrl-R)")                 \
	X(CMD_TEXT_FIND,     "text-find",     MODE_TEXT_MENU, "f",             "find",        "find in this text")                               \
	X(CMD_TEXT_DIFF,     "text-difference", MODE_TEXT_MENU, "d",           "difference",  "mark what differs from the base, or do not")      \
	X(CMD_TEXT_BASE,     "text-base",     MODE_TEXT_MENU, "b",             "base again",  "start again from the base")                       \
	X(CMD_TEXT_CHECKLIST, "text-checklist", MODE_TEXT_MENU, "c",           "checklist",   "tick the lines of the checklist")                 \
	X(CMD_TEXT_SPELLING, "text-spelling", MODE_TEXT_MENU, "s",             "spelling",    "go through words not in the dictionary"                ) \
	X(CMD_TEXT_PREVIEW,  "text-preview",  MODE_TEXT_MENU, "p",             "preview",     "see this text as it will be read")                \
	X(CMD_TEXT_REVISIONS, "text-revisions", MODE_TEXT_MENU, "v",           "revisions",   "walk back through this text as it was"       )    \
	X(CMD_TEXT_INSTRUCTIONS, "text-instructions", MODE_TEXT_MENU, "i",     "instructions", "show the instructions")                          \
	X(CMD_TEXT_SCROLL,   "text-scroll",   MODE_TEXT_MENU, "o PgDn Down",   "scroll beside", "scroll the other pane a page down")               \
	X(CMD_TEXT_SCROLL_UP, "text-scroll-up", MODE_TEXT_MENU, "O PgUp Up",   "scroll back", "scroll the other pane a page up")                 \
	X(CMD_TEXT_PANE_NEXT, "text-pane-next", MODE_TEXT_MENU, "Right",       "other beside", "beside it: base, prompt, other responses"                          ) \
	X(CMD_TEXT_PANE_PREV, "text-pane-previous", MODE_TEXT_MENU, "Left",    "other beside", "the same the other way round")                    \
	X(CMD_TEXT_MENTION,  "text-mention",  MODE_TEXT_MENU, "m",             "mention",     "mention a response: then its letter")             \
	X(CMD_TEXT_OUTSIDE,  "text-editor",   MODE_TEXT_MENU, "e",             "$EDITOR",     "write this text in $EDITOR, where allowed"                ) \
	X(CMD_TEXT_DISCARD,  "text-discard",  MODE_TEXT_MENU, "x",             "discard",     "discard this text (asks)")                        \
	X(CMD_TEXT_NEWLINE,  "text-newline",  MODE_TEXT_MENU, "Enter",         "newline",     "a new line, also in one-line texts")              \
	X(CMD_OPEN,          "open",          MODE_LIST,      "Enter",         "open",        "open the chosen line")                            \
	X(CMD_LIST_DOWN,     "list-down",     MODE_LIST,      "Down j",        "down",        "choose the next line")                            \
	X(CMD_LIST_UP,       "list-up",       MODE_LIST,      "Up k",          "up",          "choose the line before")                          \
	X(CMD_LIST_PAGE_DOWN, "list-page-down", MODE_LIST,    "Space PgDn J",  "page",        "a page of lines down")                            \
	X(CMD_LIST_PAGE_UP,  "list-page-up",  MODE_LIST,      "PgUp K",        "page up",     "a page of lines up")                              \
	X(CMD_LIST_FIRST,    "list-first",    MODE_LIST,      "Home",          "first",       "choose the first line")                           \
	X(CMD_LIST_LAST,     "list-last",     MODE_LIST,      "End",           "last",        "choose the last line")                            \
	X(CMD_LIST_WHICH,    "list-which",    MODE_LIST,      "Tab",           "which",       "only one kind: open, sent, flagged …"         )   \
	X(CMD_LIST_NEXT,     "list-next",     MODE_LIST,      "Right",         "batch",       "the next batch")                                  \
	X(CMD_LIST_PREV,     "list-previous", MODE_LIST,      "Left",          "batch",       "the batch before")                                \
	X(CMD_YES,           "yes",           MODE_CONFIRM,   "y",             "yes",         "yes; every other key is no")
/* clang-format on */

enum command {
	CMD_NONE,
#define X(id, name, mode, keys, word, help) id,
	COMMANDS(X)
#undef X
		CMD_COUNT,
};

struct command_info {
	enum command command;
	const char *name, *keys, *word, *help;
	enum mode mode;
};

const struct command_info *command_info(enum command command);
enum command command_find(const char *name); /* CMD_NONE */

#endif
