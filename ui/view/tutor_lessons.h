/* tutor_lessons.h - what a lesson is; for ui/view/tutor*.c only. */
#ifndef ASSAY_UI_VIEW_TUTOR_LESSONS_H
#define ASSAY_UI_VIEW_TUTOR_LESSONS_H

#include "ui/command.h"

enum tutor_goal {             /* what ends a step */
		  GOAL_RUN,   /* COMMAND, COUNT times */
		  GOAL_KEY,   /* one of the keys in TEXT ("Enter Down") */
		  GOAL_HAS,   /* question TEXT has COUNT answers */
		  GOAL_SENT,  /* something was sent */
		  GOAL_TYPED, /* COUNT characters in a text, typed or pasted */
		  GOAL_ITEM,  /* the batch's item number COUNT is on the screen */
		  GOAL_PLACE, /* the person is at AFTER */
};

enum tutor_place { /* where the person is */
		   PLACE_ITEM,
		   PLACE_TEXT,
		   PLACE_PROMPT,
		   PLACE_HOME,
		   PLACE_ASKED, /* yes or no? */
		   PLACE_OTHER, /* help, submissions, options */
};

struct tutor_step {
	/* What to do and why.  {page-down} is that command's key, `1` a key as it is. */
	const char *say;
	const char *hint;       /* behind a key that did something else; NULL: nothing particular */
	const char *way;        /* keys that lead there ("h Tab"): nothing is said about them */
	enum tutor_place place; /* where it is done */
	enum tutor_goal goal;
	enum command command;
	int count;
	const char *text;
	enum tutor_place after;
};

struct tutor_lesson {
	const char *title;
	const char *batch, *guideline; /* of the tutor's own project */
	const char *prepare;           /* keys that the tutor presses first, or NULL */
	const char *reopen;            /* how a text that was closed is opened, or NULL */
	const struct tutor_step *step;
	int n_steps;
};

extern const struct tutor_lesson tutor_lesson_table[];
extern const int tutor_lesson_count;

#endif
