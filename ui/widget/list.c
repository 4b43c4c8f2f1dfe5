/* list.c - moving in a list. */
#include "ui/widget/list.h"

#include <string.h>

static void move(struct list *list, long by)
{
	long to = (long)list->chosen + by;

	if (to >= (long)list->n)
		to = (long)list->n - 1;
	list->chosen = to < 0 ? 0 : (size_t)to;
}

bool list_command(struct list *list, enum command command, int rows)
{
	switch (command) {
	case CMD_LIST_DOWN:
		move(list, 1);
		return true;
	case CMD_LIST_UP:
		move(list, -1);
		return true;
	case CMD_LIST_PAGE_DOWN:
		move(list, rows);
		return true;
	case CMD_LIST_PAGE_UP:
		move(list, -rows);
		return true;
	case CMD_LIST_FIRST:
		list->chosen = 0;
		return true;
	case CMD_LIST_LAST:
		move(list, (long)list->n);
		return true;
	default:
		return false;
	}
}

bool list_arrow(struct list *list, const char *key, int rows)
{
	static const struct {
		const char *key;
		enum command command;
	} keys[] = {
		{ "Down", CMD_LIST_DOWN },      { "Up", CMD_LIST_UP },
		{ "PgDn", CMD_LIST_PAGE_DOWN }, { "PgUp", CMD_LIST_PAGE_UP },
		{ "Home", CMD_LIST_FIRST },     { "End", CMD_LIST_LAST },
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(keys[i].key, key) == 0)
			return list_command(list, keys[i].command, rows);
	return false;
}

void list_fit(struct list *list, size_t n, int rows)
{
	size_t visible = rows < 1 ? 1 : (size_t)rows;

	list->n = n;
	if (list->chosen >= n)
		list->chosen = n == 0 ? 0 : n - 1;
	if (list->top > list->chosen)
		list->top = list->chosen;
	if (list->chosen >= list->top + visible)
		list->top = list->chosen - visible + 1;
	if (list->top > 0 && list->top + visible > n)
		list->top = n > visible ? n - visible : 0;
}

enum style list_mark(const struct list *list, struct canvas *cv, size_t i, int row)
{
	canvas_region(cv, row, 0, cv->cols,
		      (struct region){ .kind = REGION_LINE, .a = (int)i, .b = (int)list->chosen });
	if (i != list->chosen)
		return STYLE_TEXT;
	canvas_put(cv, row, 1, 2, STYLE_BRIGHT, "▸");
	return STYLE_BRIGHT;
}
