/* clipboard.h - the terminal's clipboard. */
#ifndef ASSAY_MAIN_CLIPBOARD_H
#define ASSAY_MAIN_CLIPBOARD_H

#include <stddef.h>

/* Offers TEXT to it (OSC 52, wrapped for tmux and screen); nothing over what terminals take. */
void clipboard_offer(const char *text, size_t len);

#endif
