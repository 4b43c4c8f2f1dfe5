/* err.h - why an operation failed, worded for the person at the keyboard. */
#ifndef ASSAY_BASE_ERR_H
#define ASSAY_BASE_ERR_H

#include <stdbool.h>

#define ERR_MSG_MAX 512

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

enum err_code {
	ERR_NONE,
	ERR_NOT_FOUND, /* the caller may well expect this one */
	ERR_CONFLICT,  /* somebody else got there first */
	ERR_INVALID,   /* the input is wrong; msg says where */
	ERR_TOO_NEW,   /* written by a later assay */
	ERR_DENIED,    /* this member may not do that */
	ERR_BUSY,      /* somebody holds the project; msg says who */
	ERR_STORAGE,   /* disk, lock or SQLite */
};

/* Lives on the caller's stack.  msg has no capital and no full stop; it names the cause, the place
 * and the mend, and may hold bytes from input: sanitise it before it reaches a terminal. */
struct err {
	enum err_code code;
	char msg[ERR_MSG_MAX];
};

/* Always returns false, so that a failing function ends in `return err_set(...)`. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Puts "doing what: " in front of the message; returns false like err_set(). */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
