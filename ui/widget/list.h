/* list.h - which line of a list is chosen and which are visible. */
#ifndef ASSAY_UI_WIDGET_LIST_H
#define ASSAY_UI_WIDGET_LIST_H

#include "text/style.h"
#include "ui/canvas.h"
#include "ui/command.h"

#include <stdbool.h>
#include <stddef.h>

struct list {
	size_t n, chosen, top;
};

/* The commands of MODE_LIST that move; true if COMMAND is one.  ROWS are visible. */
bool list_command(struct list *list, enum command command, int rows);
/* The same by the arrows and page keys alone, for lists in which letters are typed. */
bool list_arrow(struct list *list, const char *key, int rows);
/* Clamps to N lines and scrolls so that the chosen one is among ROWS visible ones. */
void list_fit(struct list *list, size_t n, int rows);
/* The ▸ before a chosen line, and what style the line has. */
enum style list_mark(const struct list *list, struct canvas *cv, size_t i, int row);

#endif
