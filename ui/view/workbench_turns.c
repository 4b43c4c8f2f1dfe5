/* workbench_turns.c - conversations turn by turn: where each begins, and where two part. */
#include "ui/view/workbench_state.h"

#include "text/cells.h"

#include <string.h>

static const struct content *content_of(const struct workbench *wb, const struct reading *reading)
{
	if (reading->r == PANE_PROMPT)
		return &wb->item.prompt;
	return reading->r > 0 ? &wb->item.response[reading->r - 1] : NULL;
}

/* content_text() puts "role:", an empty line, the message, an empty line. */
static void find_turns(struct workbench *wb, struct reading *reading)
{
	const struct content *content = content_of(wb, reading);
	size_t at = 0;

	if (content == NULL || content->n < 2)
		return;
	reading->turn = arena_alloc(&wb->item_arena, content->n * sizeof *reading->turn);
	reading->n_turns = content->n;
	for (size_t i = 0; i < content->n; i++) {
		reading->turn[i] = at;
		at += strlen(content->messages[i].role) + strlen(":\n\n") + content->messages[i].len
		      + strlen("\n\n");
	}
	reading->pane.turn = reading->turn;
	reading->pane.n_turns = reading->n_turns;
}

static bool same_message(const struct message *a, const struct message *b)
{
	return strcmp(a->role, b->role) == 0 && a->len == b->len
	       && memcmp(a->content, b->content, a->len) == 0;
}

/* The first message that is not the same in all responses, from 1; 0 where they are no
 * conversations. */
static size_t parting(const struct item *item)
{
	size_t shared = item->n_responses > 1 ? item->response[0].n : 0;

	if (shared < 2)
		return 0;
	for (int r = 1; r < item->n_responses; r++) {
		const struct content *other = &item->response[r];
		size_t i = 0;

		while (i < shared && i < other->n
		       && same_message(&item->response[0].messages[i], &other->messages[i]))
			i++;
		shared = i;
	}
	return shared + 1;
}

void workbench_find_turns(struct workbench *wb)
{
	/* Terminals that reorder right-to-left text do so across panes. */
	wb->has_rtl = false;
	for (int i = 0; i < wb->n_readings; i++) {
		const struct reading *reading = &wb->reading[i];

		find_turns(wb, &wb->reading[i]);
		wb->has_rtl = wb->has_rtl
			      || (reading->r != PANE_PROMPT && wb->reorders
				  && text_is_rtl(reading->text, reading->len));
	}
	wb->parts_at = parting(&wb->item);
}
