/* columns.c - tables whose columns line up, whatever the widths of their characters. */
#include "cmd/cmd.h"

#include "base/alloc.h"
#include "text/cells.h"

#include <stdlib.h>
#include <string.h>

static int width_of(const char *text)
{
	static const struct cell_options plain = { .width = NULL };

	return text_columns(text, strlen(text), &plain);
}

void cmd_columns_add(struct cmd_columns *table, const char *text)
{
	if (table->n == 0) {
		for (int i = 0; i < table->columns; i++) {
			table->cell =
				vec_grow(table->cell, table->n, &table->cap, sizeof *table->cell);
			table->cell[table->n++] = table->title[i];
		}
	}
	table->cell = vec_grow(table->cell, table->n, &table->cap, sizeof *table->cell);
	table->cell[table->n++] = cmd_clean(table->arena, text);
}

static void spaces(FILE *out, int n)
{
	for (; n > 0; n--)
		fputc(' ', out);
}

static void print_row(const struct cmd_columns *table, const char *const *cell, const int *width,
		      FILE *out)
{
	for (int i = 0; i < table->columns; i++) {
		int rest = width[i] - width_of(cell[i]);

		if (i > 0)
			spaces(out, 2);
		if (table->align[i] == ALIGN_RIGHT)
			spaces(out, rest);
		fputs(cell[i], out);
		if (table->align[i] == ALIGN_LEFT && i + 1 < table->columns)
			spaces(out, rest);
	}
	fputc('\n', out);
}

void cmd_columns_print(struct cmd_columns *table, FILE *out)
{
	size_t columns = (size_t)table->columns;
	int *width = xcalloc(columns > 0 ? columns : 1, sizeof *width);

	for (size_t i = 0; i < table->n; i++) {
		int w = width_of(table->cell[i]);

		if (w > width[i % columns])
			width[i % columns] = w;
	}
	for (size_t i = 0; i + columns <= table->n; i += columns)
		print_row(table, table->cell + i, width, out);
	free(width);
	free(table->cell);
	table->cell = NULL;
	table->n = table->cap = 0;
}
