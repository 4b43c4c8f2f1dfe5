/* What helps in the golden editor: spelling, the own editor, finding, the preview. */
#include "tests/support/faucet.h"

/* ---------------------------------------------------------------- spelling */

static char learned[64];

static const char *nothing_missing(void *ctx)
{
	(void)ctx;
	return NULL;
}

static bool knows(void *ctx, const char *word, size_t n)
{
	static const char *const wrong[] = { "cartrige", "hadnle" };

	(void)ctx;
	if (strlen(learned) == n && memcmp(learned, word, n) == 0)
		return true;
	for (size_t i = 0; i < 2; i++)
		if (strlen(wrong[i]) == n && memcmp(wrong[i], word, n) == 0)
			return false;
	return true;
}

static size_t suggest(void *ctx, const char *word, size_t n, size_t max, struct buf *out)
{
	(void)ctx, (void)n;
	assert_true(max >= 2);
	buf_adds(out, word[0] == 'c' ? "cartridge\ncarriage\n" : "handle\n");
	return word[0] == 'c' ? 2 : 1;
}

static bool learn(void *ctx, const char *word, size_t n, struct err *err)
{
	(void)ctx, (void)err;
	snprintf(learned, sizeof learned, "%.*s", (int)n, word);
	return true;
}

static const struct speller speller = {
	.missing = nothing_missing, .knows = knows, .suggest = suggest, .learn = learn
};

static void unknown_words_are_named_and_mended(void **state)
{
	struct screen s;
	const struct cell *cell;

	(void)state;
	learned[0] = '\0';
	open_golden_short(&s, 24, 80);
	s.app->env.speller = &speller;
	screen_play(&s, "\" A cartrige\"");
	screen_hides(&s, "spelling: "); /* it is being typed */
	screen_play(&s, "\" and a hadnle.\"");
	screen_shows(&s, "spelling: hadnle?");
	cell = &s.cv.cells[2 * 80 + 3 + (int)strlen("Way 1 of mending faucet 1. {+A ")];
	assert_int_equal(cell->base, 'c');
	assert_int_equal(cell->style, STYLE_EMPHASIS);
	screen_play(&s, "Ctrl-X s");
	screen_shows(&s, "1 cartridge   2 carriage   a my word   s next");
	screen_play(&s, "1");
	screen_shows(&s, "A cartridge and a hadnle.");
	screen_shows(&s, "1 handle");
	screen_play(&s, "a");
	screen_shows(&s, "the dictionary knows every word of this text");
	assert_string_equal(learned, "hadnle");
	screen_hides(&s, "spelling: ");
	screen_play(&s, "Ctrl-_");
	screen_shows(&s, "A cartrige and a hadnle.");
	screen_play(&s, "Ctrl-X s x Ctrl-X s Esc y");
	screen_shows(&s, "A ycartrige and");
	screen_end(&s);
}

static void without_a_dictionary_it_is_said_what_to_do(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "Ctrl-X s");
	screen_shows(&s, "there is no spelling check here");
	screen_end(&s);
}

static void a_rationale_is_checked_too(void **state)
{
	struct screen s;

	(void)state;
	learned[0] = '\0';
	open_golden_short(&s, 24, 80);
	s.app->env.speller = &speller;
	screen_play(&s, "Esc w \"The hadnle.\" Ctrl-X s 1");
	screen_shows(&s, "The handle.");
	screen_end(&s);
}

/* ---------------------------------------------------------------- $EDITOR */

static bool write_outside(void *ctx, struct buf *text, struct err *err)
{
	(void)ctx, (void)err;
	buf_adds(text, " From outside.\n");
	return true;
}

static bool fail_outside(void *ctx, struct buf *text, struct err *err)
{
	(void)ctx, (void)text;
	return err_set(err, ERR_INVALID, "the editor ended with an error");
}

static void nothing(void *ctx)
{
	(void)ctx;
}

static void the_own_editor_is_run_where_that_is_allowed(void **state)
{
	struct arena arena = ARENA_INIT;
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "Ctrl-X e");
	screen_shows(&s, "$EDITOR is not allowed");
	s.term->leave = s.term->enter = nothing;
	s.app->env.edit_outside = fail_outside;
	screen_play(&s, "Ctrl-X e");
	screen_shows(&s, "the editor ended with an error");
	screen_hides(&s, "{+");
	s.app->env.edit_outside = write_outside;
	screen_play(&s, "Ctrl-X e");
	screen_shows(&s, "{+From outside.+}");
	screen_play(&s, "Ctrl-_");
	screen_hides(&s, "{+");
	screen_play(&s, "Ctrl-R Esc - Enter");
	screen_answers(&s, 1,
		       "{\"edited\":{\"base\":\"r1\",\"revisions\":1,\"text\":\"Way 1 of mending "
		       "faucet 1. From outside.\"},\"wrong\":[]}");
	/* Nobody saw it being typed. */
	assert_int_equal(
		json_get_int(json_get(screen_payload(&s, 1, &arena), "input"), "pasted", 0), 14);
	arena_release(&arena);
	screen_end(&s);
}

/* ---------------------------------------------------------------- finding, reading */

static void finding_counts_and_goes_round(void **state)
{
	struct screen s;

	(void)state;
	open_golden(&s, 40, 120);
	screen_play(&s, "Ctrl-Home Ctrl-X f \"the washer\" Enter");
	screen_shows(&s, "1 of 1");
	screen_play(&s, "Esc Ctrl-X f Ctrl-U \"turn\" Enter");
	screen_shows(&s, "1 of 2");
	screen_play(&s, "Enter");
	screen_shows(&s, "2 of 2");
	screen_play(&s, "Enter");
	screen_shows(&s, "1 of 2, from the top");
	screen_play(&s, "Up");
	screen_shows(&s, "2 of 2, from the end");
	screen_play(&s, "x");
	screen_shows(&s, "{+xturn+}");
	screen_play(&s, "Ctrl-X f Ctrl-U \"nowhere\" Enter");
	screen_shows(&s, "'nowhere' is not in this text");
	screen_end(&s);
}

static void a_preview_shows_what_will_be_read(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "Enter Enter \"- **bold** word\" Ctrl-X p");
	screen_shows(&s, "• bold word");
	screen_shows(&s, "any other key back to the text");
	screen_play(&s, "x");
	screen_shows(&s, "{+- **bold** word+}");
	screen_end(&s);
}

static void it_is_said_how_to_leave(void **state)
{
	struct screen s;

	(void)state;
	open_golden_short(&s, 24, 80);
	screen_play(&s, "Ctrl-C");
	screen_shows(&s, "Ctrl-C ends nothing here: Esc leaves this text, and all is kept");
	screen_play(&s, "Ctrl-T");
	screen_shows(&s, "Ctrl-T means nothing in a text; Esc leaves it, Ctrl-X has the menu");
	screen_play(&s, "Ctrl-X Esc Ctrl-X x");
	screen_shows(&s, "y discards it   any other key: no");
	screen_play(&s, "n");
	screen_shows(&s, "Way 1 of mending");
	screen_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_words_are_named_and_mended),
		cmocka_unit_test(without_a_dictionary_it_is_said_what_to_do),
		cmocka_unit_test(a_rationale_is_checked_too),
		cmocka_unit_test(the_own_editor_is_run_where_that_is_allowed),
		cmocka_unit_test(finding_counts_and_goes_round),
		cmocka_unit_test(a_preview_shows_what_will_be_read),
		cmocka_unit_test(it_is_said_how_to_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
