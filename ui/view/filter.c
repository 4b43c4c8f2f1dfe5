/* filter.c - text becomes what is looked for, and back again at Esc. */
#include "ui/view/filter.h"

#include "base/alloc.h"
#include "ui/view/brief.h"
#include "ui/view/prompt.h"

#include <stdlib.h>

void filter_set(struct filter *filter, struct app *app, const char *text)
{
	free(filter->pattern);
	free(filter->typed);
	filter->pattern = filter->typed = NULL;
	if (text != NULL && text[0] != '\0') {
		filter->pattern = brief_pattern(text);
		filter->typed = xstrdup(text);
	}
	filter->changed(filter->ctx, app);
}

static void typing(struct app *app, void *ctx, const char *text)
{
	filter_set(ctx, app, text);
}

static void ended(struct app *app, void *ctx, const char *text)
{
	struct filter *filter = ctx;

	if (text == NULL)
		filter_set(filter, app, filter->before);
	free(filter->before);
	filter->before = NULL;
}

void filter_ask(struct filter *filter, struct app *app, const char *label, const char *hint)
{
	filter->before = filter->typed != NULL ? xstrdup(filter->typed) : NULL;
	app_push(app, prompt_open(&(struct prompt){ .label = label,
						    .hint = hint,
						    .initial = filter->typed,
						    .done = ended,
						    .changed = typing,
						    .ctx = filter }));
}

void filter_release(struct filter *filter)
{
	free(filter->pattern);
	free(filter->typed);
	free(filter->before);
}
