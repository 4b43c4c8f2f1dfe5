/* session_options.h - what label and tutor both take: keys to be played, and whose keys they are.
 * main reads them (main/session.h, main/own.h). */
#ifndef ASSAY_CMD_SESSION_OPTIONS_H
#define ASSAY_CMD_SESSION_OPTIONS_H

#include "cmd/cmd.h"

/* clang-format off */
#define SESSION_OPTIONS /* rows of a table of options */                                           \
	{ .name = "keys",                                                                          \
	  .value = "FILE|STRING",                                                                  \
	  .help = "play recorded keys (\"1 2 Enter\") instead of reading a terminal" },            \
	{ .name = "screen",                                                                        \
	  .value = "WxH",                                                                          \
	  .help = "with --keys: the size of the screen, printed when the keys end (80x24)" },      \
	{ .name = "keys-file",                                                                     \
	  .value = "FILE",                                                                         \
	  .help = "the keys of this file instead of keys.yaml ('assay keys' shows them)" }
/* clang-format on */

#endif
