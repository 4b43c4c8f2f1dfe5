/* bar.c - the progress bar on the error terminal: rate and time left. */
#include "cmd/cmd.h"

#include "text/cells.h"

#include <inttypes.h>
#include <string.h>

#define SHOW_AFTER 300 /* ms */
#define SHOW_EVERY 100 /* ms */
#define BAR_MAX 30     /* columns */

static void add_size(struct buf *out, double n, bool bytes)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	int unit = 0;

	if (!bytes) {
		buf_addf(out, "%.0f", n);
		return;
	}
	for (; n >= 1000 && unit < 4; unit++)
		n /= 1000;
	buf_addf(out, n < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", n, units[unit]);
}

static void add_time(struct buf *out, double seconds)
{
	if (seconds < 100)
		buf_addf(out, "%.0f s left", seconds);
	else if (seconds < 6000)
		buf_addf(out, "%.0f min left", seconds / 60);
	else
		buf_addf(out, "%.0f h left", seconds / 3600);
}

static void add_bar(struct buf *out, double part, int columns, bool ascii)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int fine = (int)(part * columns * 8), full = fine / 8, at = full;

	for (int i = 0; i < full; i++)
		buf_adds(out, ascii ? "#" : "█");
	if (!ascii && fine % 8 > 0) {
		buf_adds(out, eighths[fine % 8]);
		at++;
	}
	for (; at < columns; at++)
		buf_addc(out, ascii ? '.' : ' ');
}

static void add_line(struct buf *line, const struct cmd_bar *bar, int64_t done, int64_t total)
{
	double seconds = (double)(bar->last - bar->started) / 1000;
	double rate = seconds > 0 ? (double)done / seconds : 0;

	text_sanitise(line, bar->label, strlen(bar->label), ONE_LINE);
	buf_adds(line, "  ");
	if (total > 0) {
		double part = done < total ? (double)done / (double)total : 1;

		add_bar(line, part, BAR_MAX, bar->env->ascii);
		buf_addf(line, "  %3.0f %%", part * 100);
	} else {
		add_size(line, (double)done, bar->bytes);
	}
	buf_adds(line, "   ");
	add_size(line, rate, bar->bytes);
	buf_adds(line, "/s");
	if (total > done && rate > 0) {
		buf_adds(line, "   ");
		add_time(line, (double)(total - done) / rate);
	}
}

/* Over the old line, without escape sequences: spaces as far as the terminal goes. */
static void show(const struct cmd_bar *bar, const struct buf *line)
{
	int columns = bar->env->columns > 0 ? bar->env->columns : 80;
	struct cells cells = CELLS_INIT;
	struct cell_options plain = { .width = NULL };
	size_t end = 0;
	int used = 0;

	text_to_cells(&cells, line->data, line->len, 0, &plain);
	for (; end < cells.n && used + cells.cell[end].width < columns; end++)
		used += cells.cell[end].width;
	fputc('\r', bar->env->err);
	fwrite(line->data, 1, end < cells.n ? cells.at[end] : line->len, bar->env->err);
	fprintf(bar->env->err, "%*s", columns - 1 - used, "");
	fflush(bar->env->err);
	cells_release(&cells);
}

static bool tick(void *ctx, int64_t done, int64_t total)
{
	struct cmd_bar *bar = ctx;
	struct buf line = BUF_INIT;
	int64_t now;

	if (bar->env->stopped != NULL && bar->env->stopped(bar->env->ctx))
		return false;
	if (!bar->env->err_tty)
		return true;
	now = bar->env->monotonic(bar->env->ctx);
	if (now - bar->started < SHOW_AFTER || (bar->shown && now - bar->last < SHOW_EVERY))
		return true;
	bar->last = now;
	bar->shown = true;
	add_line(&line, bar, done, total);
	show(bar, &line);
	buf_release(&line);
	return true;
}

struct progress cmd_bar_start(struct cmd_bar *bar, const struct cmd_env *env, const char *label,
			      bool bytes)
{
	*bar = (struct cmd_bar){ .env = env, .label = label, .bytes = bytes };
	if (env->err_tty)
		bar->started = bar->last = env->monotonic(env->ctx);
	return (struct progress){ .tick = tick, .ctx = bar };
}

void cmd_bar_end(struct cmd_bar *bar)
{
	struct buf nothing = BUF_INIT;

	if (!bar->shown)
		return;
	buf_adds(&nothing, "");
	show(bar, &nothing);
	fputc('\r', bar->env->err);
	fflush(bar->env->err);
	buf_release(&nothing);
	bar->shown = false;
}
