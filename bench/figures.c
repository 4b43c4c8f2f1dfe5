#include "bench/figures.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void figures_add(struct figures *figures, double value)
{
	if (figures->n == figures->cap) {
		figures->cap = figures->cap > 0 ? figures->cap * 2 : 256;
		figures->value = realloc(figures->value, figures->cap * sizeof *figures->value);
		if (figures->value == NULL)
			give_up("no memory");
	}
	figures->value[figures->n++] = value;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double figures_at(struct figures *figures, double share)
{
	size_t rank = (size_t)(share * (double)figures->n + 0.999999);

	if (figures->n == 0)
		return 0;
	qsort(figures->value, figures->n, sizeof *figures->value, compare);
	return figures->value[rank > 0 ? rank - 1 : 0];
}

void figures_release(struct figures *figures)
{
	free(figures->value);
	*figures = (struct figures){ .n = 0 };
}

void tell(double value, const char *key, ...)
{
	va_list args;

	va_start(args, key);
	vprintf(key, args);
	va_end(args);
	printf(" %.6g\n", value);
}

void tell_figures(struct figures *figures, const char *key)
{
	tell(figures_at(figures, 0.5), "%s.p50", key);
	tell(figures_at(figures, 0.99), "%s.p99", key);
	tell(figures_at(figures, 1), "%s.max", key);
}

double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void give_up(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}
