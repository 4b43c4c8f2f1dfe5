/* tutor_lessons.c - the lessons, in their order.  Nothing here is a key but what can never be
 * another one: digits and signs that answer, the guideline's letters, and Enter. */
#include "ui/view/tutor_lessons.h"

#include <stddef.h>

#define RUN(c) .goal = GOAL_RUN, .command = (c), .count = 1
#define RUN_TIMES(c, n) .goal = GOAL_RUN, .command = (c), .count = (n)
#define KEY(keys) .goal = GOAL_KEY, .text = (keys)
#define HAS(question, n) .goal = GOAL_HAS, .text = (question), .count = (n)
#define SENT .goal = GOAL_SENT
#define TYPED(n) .goal = GOAL_TYPED, .count = (n)
#define ITEM(n) .goal = GOAL_ITEM, .count = (n)
#define REACH(where) .goal = GOAL_PLACE, .after = (where)
#define AT(where) .place = (where)

static const struct tutor_step reading[] = {
	{ .say = "This is an item: a prompt, and two responses called A and B that you will "
		 "compare. {pane-next} goes on to the next text; the one you read is marked. "
		 "Press {pane-next}.",
	  RUN(CMD_PANE_NEXT) },
	{ .say = "Responses are often longer than the screen. {page-down} reads a page on; ▼ in "
		 "the line above a text says how much of it you have seen. Press {page-down}.",
	  RUN(CMD_PAGE_DOWN) },
	{ .say = "{line-down} and {line-up} move by a line, {page-up} a page back, {top} to the "
		 "top. Scrolling is safe everywhere: it never answers anything. Press {top}.",
	  RUN(CMD_TOP) },
	{ .say = "{landmark-next} jumps to the next heading, code block or turn of a "
		 "conversation, {landmark-previous} to the one before. Press {landmark-next}.",
	  RUN(CMD_LANDMARK_NEXT) },
	{ .say = "{zoom} gives one text the whole screen, and pressed again puts it back. Press "
		 "it twice.",
	  RUN_TIMES(CMD_ZOOM, 2) },
};

static const struct tutor_step comparing[] = {
	{ .say = "These two responses are nearly the same, but one of them is wrong. Go to B: "
		 "press {pane-next} twice.",
	  .hint = "{pane-next} goes on to the next text, {pane-previous} to the one before.",
	  RUN_TIMES(CMD_PANE_NEXT, 2) },
	{ .say = "{difference} compares it with A. What only A has and what only B has is "
		 "marked, so that you need not hunt for it. Press {difference}.",
	  RUN(CMD_DIFF) },
	{ .say = "Pressed again it lines both texts up and lets fade what is equal, and once "
		 "more ends it. {pin} chooses another text to compare with. Press {difference} "
		 "twice.",
	  RUN_TIMES(CMD_DIFF, 2) },
	{ .say = "Headings, lists and code are drawn as the writer meant them. {markdown} shows "
		 "the raw text as the model wrote it, and back again. Press it twice.",
	  RUN_TIMES(CMD_MARKDOWN, 2) },
};

static const struct tutor_step finding[] = {
	{ .say = "{search} searches in all texts at once. Press {search}.", RUN(CMD_SEARCH) },
	{ .say = "Type `glue` and press `Enter`.",
	  .hint = "{search}, then `glue`, then `Enter`.",
	  AT(PLACE_PROMPT),
	  KEY("Enter") },
	{ .say = "The hits are marked, and the last line counts them. `Enter` or {line-down} "
		 "goes to the next one, {line-up} back. Press `Enter`.",
	  KEY("Enter Down") },
	{ .say = "Any other key ends the search and does its own work. Press {page-down}.",
	  RUN(CMD_PAGE_DOWN) },
};

static const struct tutor_step answering[] = {
	{ .say = "Now answer. ▸ marks what is asked: which response is better? Read both, then "
		 "press `1` if it is A, `2` if it is B.",
	  .hint = "`1` says that A is better, `2` that B is.",
	  HAS("preference", 1) },
	{ .say = "How much better? `1` slightly, `2` clearly, `3` very much. It was one key to "
		 "say which, and is one key to say how much.",
	  .hint = "One digit: `1`, `2` or `3`.",
	  HAS("preference/gaps", 1) },
	{ .say = "▸ went on by itself. Accuracy is asked of each response: one digit for A, one "
		 "for B, from `1` (wrong) to `5` (correct).",
	  .hint = "A digit from `1` to `5` for each of the two.",
	  HAS("accuracy", 2) },
	{ .say = "The same for clarity: two digits.",
	  .hint = "A digit from `1` to `5` for each of the two.",
	  HAS("clarity", 2) },
	{ .say = "Nothing is missing now: the corner says so. Selecting never sends anything; "
		 "`Enter` does. Press `Enter`.",
	  SENT },
};

static const struct tutor_step tagging[] = {
	{ .say = "The comparison and the ratings are given here. What is left: issues. One of "
		 "these responses makes something up, the other is sound. {next-question} goes "
		 "to the next answer, {previous-question} to the one before. Press "
		 "{next-question}.",
	  RUN(CMD_NEXT_QUESTION) },
	{ .say = "You are at issues of B. {options} lists the tags with what each means. Press "
		 "{options}.",
	  RUN(CMD_OPTIONS) },
	{ .say = "Read what the tags are for. `Esc` closes the list.",
	  AT(PLACE_OTHER),
	  REACH(PLACE_ITEM) },
	{ .say = "B invents its source. `h` sets that tag, and a digit says how bad it is: `1` "
		 "minor, `2` major, `3` critical. Press `h`, then `2`.",
	  .hint = "`h` sets the tag, `h` again takes it off; then a digit for how bad it is.",
	  .way = "h t",
	  HAS("issues/severity", 1) },
	{ .say = "A has none. That is an answer too, and not the same as not having looked. "
		 "{previous-question} goes back to issues of A; `-` says none. Press both.",
	  .hint = "{previous-question} until ▸ is at issues of A, then `-`.",
	  .way = "Shift-Tab t",
	  HAS("issues", 2) },
	{ .say = "Done with this one. Press `Enter` to send it.", SENT },
};

static const struct tutor_step explaining[] = {
	{ .say = "B was rated 1 for accuracy here, and this guideline wants to know why when "
		 "something is that wrong. You need not remember that: press `Enter`, and it "
		 "goes to what is missing and opens it.",
	  REACH(PLACE_TEXT) },
	{ .say = "Now you are in a text: every key types. Write a reason of at least 20 "
		 "letters; @A and @B name the responses.",
	  AT(PLACE_TEXT),
	  TYPED(20) },
	{ .say = "`Enter` ends a text of one line.", AT(PLACE_TEXT), REACH(PLACE_ITEM) },
	{ .say = "`Enter` again sends the item. Had two answers contradicted each other, it "
		 "would have asked first.",
	  SENT },
};

static const struct tutor_step mending[] = {
	{ .say = "Mistakes cost nothing here. Give three answers, whatever they are: press `1`, "
		 "`2` and `4`.",
	  .hint = "Three digits: which is better, how much, and the accuracy of A.",
	  .way = "1 2 3 4 5",
	  HAS("accuracy", 1) },
	{ .say = "{erase} takes the last answer back, as in a text. Press {erase}.",
	  RUN(CMD_ERASE) },
	{ .say = "{undo} undoes whatever you did last, step by step, as far back as you like: "
		 "over items, and over days. Press {undo}.",
	  RUN(CMD_UNDO) },
	{ .say = "{redo} does again what was undone. Press {redo}.", RUN(CMD_REDO) },
	{ .say = "A letter goes to its question: `c` to clarity, pressed again to the next "
		 "response. What is answered there can be overwritten. Press `c`, then a digit.",
	  .hint = "`c` goes to clarity; then a digit from `1` to `5`.",
	  .way = "c",
	  HAS("clarity", 1) },
};

static const struct tutor_step resending[] = {
	{ .say = "An item was sent a moment ago; this is the next one. You see that a rating of "
		 "the last was wrong. On an item that you have not touched, {undo} opens the "
		 "last one again. Press {undo}.",
	  .hint = "{undo} undoes first what you did on this item; then it opens the last one.",
	  ITEM(1) },
	{ .say = "The title says that it was sent. Ten minutes make a hard egg: B's accuracy is "
		 "too good. `a` goes to accuracy of A, and again to B. Press `a`, `a`, `2`.",
	  .hint = "`a` until ▸ is at accuracy of B, then `2`: it takes the place of the 4.",
	  .way = "a",
	  KEY("1 2 3 4 5") },
	{ .say = "Until you send it again, the old answers count. Press `Enter`.", SENT },
	{ .say = "{submissions} lists all that you ever sent, to read or correct it, last "
		 "week's as well. Press {submissions}.",
	  RUN(CMD_SUBMISSIONS) },
	{ .say = "`Enter` would open one. {back} goes back to where you were. Press {back}.",
	  AT(PLACE_OTHER),
	  REACH(PLACE_ITEM) },
};

static const struct tutor_step writing[] = {
	{ .say = "Some guidelines ask for a golden response: the answer that should have been "
		 "given. `g` is its letter, and `Enter` opens what is in focus. Press `Enter`.",
	  AT(PLACE_ITEM),
	  REACH(PLACE_TEXT) },
	{ .say = "The editor begins with the base, a response. Every key types now. Write a few "
		 "words of your own, some ten letters.",
	  AT(PLACE_TEXT),
	  TYPED(10) },
	{ .say = "`Ctrl-W` deletes the word before the cursor, `Ctrl-K` to the end of the line; "
		 "`Ctrl-Y` puts back what they took. Press `Ctrl-W`.",
	  AT(PLACE_TEXT),
	  KEY("Ctrl-W") },
	{ .say = "`Ctrl-_` undoes in a text, without limit; `Ctrl-R` does it again. Press "
		 "`Ctrl-_`.",
	  AT(PLACE_TEXT),
	  KEY("Ctrl-_ Ctrl-/") },
	{ .say = "What you write is saved as you write, within a second. {text-done} ends the "
		 "text and keeps it. Press {text-done}.",
	  AT(PLACE_TEXT),
	  REACH(PLACE_ITEM) },
	{ .say = "Press `Enter` to send it.", SENT },
};

static const struct tutor_step menu[] = {
	{ .say = "The editor is open. As letters type, everything else is behind {text-menu}: "
		 "the last line shows what there is. Press {text-menu}.",
	  AT(PLACE_TEXT),
	  RUN(CMD_TEXT_MENU) },
	{ .say = "{text-difference} goes through what stands beside your text: the base, the "
		 "difference, the prompt. Press {text-difference}. If the menu has closed, "
		 "{text-menu} opens it.",
	  .hint = "{text-menu}, then {text-difference}.",
	  AT(PLACE_TEXT),
	  RUN(CMD_TEXT_DIFF) },
	{ .say = "One fact of the base is wrong: water boils sooner on a mountain, not later. "
		 "Change something, some ten letters.",
	  AT(PLACE_TEXT),
	  TYPED(10) },
	{ .say = "{text-done} ends it, `Enter` sends it. Press both.",
	  .hint = "{text-done} ends the text, then `Enter` sends the item.",
	  AT(PLACE_TEXT),
	  SENT },
};

static const struct tutor_step wandering[] = {
	{ .say = "You need not take items in their order. {next-unanswered} goes to the next "
		 "one that is still open; what you began stays as a draft. Press "
		 "{next-unanswered}.",
	  RUN(CMD_NEXT_OPEN) },
	{ .say = "{go-to} goes to an item by its number. Press {go-to}.", RUN(CMD_GOTO) },
	{ .say = "Type `1` and press `Enter`. (An item's id or #4812, a saved number, would do "
		 "as well.)",
	  .hint = "{go-to}, then `1`, then `Enter`.",
	  AT(PLACE_PROMPT),
	  ITEM(1) },
	{ .say = "An item that nobody can answer is skipped, with a reason. {skip} asks for it: "
		 "say that it is in the wrong language, or whatever you like, and press `Enter`.",
	  .hint = "{skip}, then a reason, then `Enter`.",
	  SENT },
};

static const struct tutor_step asking[] = {
	{ .say = "{help} shows the keys of the screen you are on, all of them. You can type to "
		 "search, and `Enter` runs the chosen one. Press {help}.",
	  RUN(CMD_HELP) },
	{ .say = "`Esc` closes it.", AT(PLACE_OTHER), REACH(PLACE_ITEM) },
	{ .say = "{palette} finds a command by its name, if you forgot its key. Press "
		 "{palette}, type `flag`, press `Enter`, and once more without a note: that "
		 "flags the item for the lead.",
	  .hint = "{palette}, then `flag`, then `Enter` twice.",
	  SENT },
	{ .say = "{instructions} opens the guideline's instructions and examples, at the "
		 "question in focus. Press {instructions}.",
	  RUN(CMD_INSTRUCTIONS) },
	{ .say = "{back} closes them.", AT(PLACE_OTHER), REACH(PLACE_ITEM) },
};

static const struct tutor_step leaving[] = {
	{ .say = "{back} leaves the item for home, where the batches are. What is not sent "
		 "stays as a draft; there is nothing to save. Press {back}.",
	  RUN(CMD_BACK) },
	{ .say = "Every line is something to do: the lessons are batches here; what you sent, all "
		 "items and the instructions follow. {list-down} and {list-up} choose, `Enter` "
		 "opens. Press `Enter`.",
	  AT(PLACE_HOME),
	  REACH(PLACE_ITEM) },
};

#define STEPS(array) .step = (array), .n_steps = sizeof(array) / sizeof *(array)
#define PAIRS "tutor"
#define EDITOR "tutor-editor"

const struct tutor_lesson tutor_lesson_table[] = {
	{ "reading", "reading", PAIRS, NULL, NULL, STEPS(reading) },
	{ "what differs", "comparing", PAIRS, NULL, NULL, STEPS(comparing) },
	{ "searching", "searching", PAIRS, NULL, NULL, STEPS(finding) },
	{ "answering", "answering", PAIRS, NULL, NULL, STEPS(answering) },
	{ "tags", "tags", PAIRS, "1 2 5 2 4 4", NULL, STEPS(tagging) },
	{ "saying why", "why", PAIRS, "1 3 5 1 4 4", "The text is closed: `w` opens it again.",
	  STEPS(explaining) },
	{ "taking back", "undo", PAIRS, NULL, NULL, STEPS(mending) },
	{ "correcting", "again", PAIRS, "1 2 5 4 5 4 Enter", NULL, STEPS(resending) },
	{ "writing", "writing", EDITOR, NULL, "The text is closed: `g` opens it again.",
	  STEPS(writing) },
	{ "the menu", "menu", EDITOR, "Enter", "The text is closed: `g` opens it again.",
	  STEPS(menu) },
	{ "getting about", "getting-about", PAIRS, NULL, NULL, STEPS(wandering) },
	{ "finding help", "help", PAIRS, NULL, NULL, STEPS(asking) },
	{ "home", "home", PAIRS, NULL, NULL, STEPS(leaving) },
};

const int tutor_lesson_count = sizeof tutor_lesson_table / sizeof *tutor_lesson_table;
