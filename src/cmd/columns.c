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

static void spaces(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_addc(out, ' ');
}

static void print_row(const struct cmd_columns *table, const char *const *cell, const int *width,
		      FILE *out)
{
	struct buf line = BUF_INIT;

	for (int i = 0; i < table->columns; i++) {
		int rest = width[i] - width_of(cell[i]);

		spaces(&line, i > 0 ? 2 : 0);
		spaces(&line, table->align[i] == ALIGN_RIGHT ? rest : 0);
		buf_adds(&line, cell[i]);
		spaces(&line, table->align[i] == ALIGN_LEFT ? rest : 0);
	}
	while (line.len > 0 && line.data[line.len - 1] == ' ')
		line.len--;
	fwrite(buf_str(&line), 1, line.len, out);
	fputc('\n', out);
	buf_release(&line);
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
