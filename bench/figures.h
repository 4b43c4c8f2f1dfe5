/* figures.h - times that were taken, and the lines "KEY VALUE" in which programs of bench/ tell
 * bench/run of them. */
#ifndef ASSAY_BENCH_FIGURES_H
#define ASSAY_BENCH_FIGURES_H

#include <stddef.h>

struct figures {
	double *value;
	size_t n, cap;
};

void figures_add(struct figures *figures, double value);
/* The value that SHARE (0 to 1) of them do not exceed; sorts them.  0: there are none. */
double figures_at(struct figures *figures, double share);
void figures_release(struct figures *figures);

/* One line on standard output. */
void tell(double value, const char *key, ...) __attribute__((format(printf, 2, 3)));
/* KEY.p50, KEY.p99 and KEY.max */
void tell_figures(struct figures *figures, const char *key);

double now_ms(void); /* monotonic */

/* Ends the process with a sentence on standard error. */
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
