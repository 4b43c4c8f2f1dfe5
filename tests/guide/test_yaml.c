#include "base/buf.h"
#include "guide/guide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct err err;
};

static int setup(void **state)
{
	static struct fixture f;

	memset(&f, 0, sizeof f);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	return 0;
}

static const struct node *parse(struct fixture *f, const char *text)
{
	return guide_parse_yaml(text, strlen(text), "a.yaml", &f->arena, &f->err);
}

static void expect_refusal(struct fixture *f, const char *text, const char *message)
{
	memset(&f->err, 0, sizeof f->err);
	assert_null(parse(f, text));
	assert_string_equal(f->err.msg, message);
	assert_int_equal(f->err.code, ERR_INVALID);
}

static void scalars_lists_and_maps_know_their_places(void **state)
{
	const struct node *root = parse(*state, "name: trial\nlist:\n  - one\n  - {two: '2'}\n");
	const struct node *list = node_get(root, "list");
	const struct node *two = node_get(list->child->next, "two");

	assert_int_equal(root->type, NODE_MAP);
	assert_int_equal(root->count, 2);
	assert_string_equal(node_get(root, "name")->text, "trial");
	assert_int_equal(node_get(root, "name")->column, 7);
	assert_int_equal(list->type, NODE_LIST);
	assert_int_equal(list->count, 2);
	assert_int_equal(list->key_line, 2);
	assert_int_equal(list->child->line, 3);
	assert_int_equal(list->child->column, 5);
	assert_false(list->child->quoted);
	assert_string_equal(two->text, "2");
	assert_true(two->quoted);
	assert_int_equal(two->key_column, 6);
	assert_int_equal(two->column, 11);
}

static void columns_count_characters_not_bytes(void **state)
{
	const struct node *root = parse(*state, "{äöü€: 😀, b: c}");

	assert_int_equal(node_get(root, "b")->key_column, 11);
}

static void empty_values_are_null_and_quoted_ones_are_not(void **state)
{
	const struct node *root = parse(*state, "a:\nb: ''\nc: ~\n");

	assert_true(node_is_null(node_get(root, "a")));
	assert_false(node_is_null(node_get(root, "b")));
	assert_true(node_is_null(node_get(root, "c")));
}

static void folded_and_literal_texts_are_read(void **state)
{
	const struct node *root = parse(*state, "a: |\n  x\n  y\nb: >\n  x\n  y\n");

	assert_string_equal(node_get(root, "a")->text, "x\ny\n");
	assert_string_equal(node_get(root, "b")->text, "x y\n");
	assert_true(node_get(root, "b")->quoted);
}

static void a_byte_order_mark_is_no_part_of_the_first_key(void **state)
{
	assert_non_null(node_get(parse(*state, "\xEF\xBB\xBF"
					       "a: 1\n"),
				 "a"));
}

static void aliases_anchors_and_tags_are_refused(void **state)
{
	struct fixture *f = *state;

	expect_refusal(f, "a: &x 1\nb: *x\n", "a.yaml:1:4: anchors (&) cannot be used here");
	expect_refusal(f, "a: &x [1]\n", "a.yaml:1:4: anchors (&) cannot be used here");
	expect_refusal(f, "a: &x {b: 1}\n", "a.yaml:1:4: anchors (&) cannot be used here");
	expect_refusal(f, "a: 1\nb: *x\n",
		       "a.yaml:2:4: aliases (*) cannot be used here; write it out");
	expect_refusal(f, "a: !!str 1\n", "a.yaml:1:4: tags (!) cannot be used here");
	expect_refusal(f, "a: ! 1\n", "a.yaml:1:4: tags (!) cannot be used here");
	expect_refusal(f, "a: !!seq [1]\n", "a.yaml:1:4: tags (!) cannot be used here");
	expect_refusal(f, "!!map {a: 1}\n", "a.yaml:1:1: tags (!) cannot be used here");
}

static void duplicate_keys_are_refused_with_both_lines(void **state)
{
	struct fixture *f = *state;

	expect_refusal(f, "a: 1\nb: 2\na: 3\n",
		       "a.yaml:3:1: duplicate key 'a'; the first is in line 1");
	expect_refusal(f, "x: {b: 1, 'b': 2}\n",
		       "a.yaml:1:11: duplicate key 'b'; the first is in line 1");
	assert_non_null(parse(f, "x: {b: 1}\ny: {b: 1}\n"));
}

static void syntax_errors_give_line_column_and_reason(void **state)
{
	struct fixture *f = *state;

	expect_refusal(f, "a: [1, 2\nb: 3\n",
		       "a.yaml:2:2: did not find expected ',' or ']' while parsing a flow "
		       "sequence that began in line 1");
	expect_refusal(f, "a: b: c\n",
		       "a.yaml:1:5: mapping values are not allowed in this context");
	expect_refusal(f, "a:\n\t- x\n",
		       "a.yaml:2:1: found character that cannot start any token while scanning "
		       "for the next token that began in line 2");
}

static void bytes_that_are_no_text_are_refused_where_they_stand(void **state)
{
	struct fixture *f = *state;

	expect_refusal(f, "a: 1\nb: x\xFFy\n", "a.yaml:2:5: invalid leading UTF-8 octet");
	expect_refusal(f, "ä: \x1B[2J\n", "a.yaml:1:4: control characters are not allowed");
	expect_refusal(f, "a: \"\\0\"\n", "a.yaml:1:4: the character U+0000 cannot be used");
	expect_refusal(f, "\"\\0\": 1\n", "a.yaml:1:1: the character U+0000 cannot be used");
}

static void keys_are_words_and_documents_are_one(void **state)
{
	struct fixture *f = *state;

	expect_refusal(f, "? [a, b]\n: c\n", "a.yaml:1:3: a key must be a word, not a list or map");
	expect_refusal(f, "a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document; only one is read");
	expect_refusal(f, "", "a.yaml: it is empty");
	expect_refusal(f, "# only a remark\n", "a.yaml: it is empty");
}

static void thirty_two_levels_are_enough(void **state)
{
	struct fixture *f = *state;
	char text[80] = "";

	memset(text, '[', 32);
	memset(text + 32, ']', 32);
	assert_non_null(parse(f, text));
	memset(text, '[', 33);
	memset(text + 33, ']', 33);
	expect_refusal(f, text, "a.yaml:1:33: more than 32 levels deep");
}

static void a_tower_of_brackets_costs_nothing(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	for (int i = 0; i < 500000; i++)
		buf_addc(&text, '[');
	assert_null(guide_parse_yaml(text.data, text.len, "a.yaml", &f->arena, &f->err));
	assert_string_equal(f->err.msg, "a.yaml:1:33: more than 32 levels deep");
	buf_release(&text);
}

static void many_keys_are_compared_quickly(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	for (int i = 0; i < 80000; i++)
		buf_addf(&text, "k%d: 1\n", i);
	assert_non_null(guide_parse_yaml(text.data, text.len, "a.yaml", &f->arena, &f->err));
	buf_adds(&text, "k0: 1\n");
	assert_null(guide_parse_yaml(text.data, text.len, "a.yaml", &f->arena, &f->err));
	assert_string_equal(f->err.msg,
			    "a.yaml:80001:1: duplicate key 'k0'; the first is in line 1");
	buf_release(&text);
}

static void more_than_a_megabyte_is_refused_unread(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	for (int i = 0; i <= GUIDE_FILE_MAX; i++)
		buf_addc(&text, '#');
	assert_null(guide_parse_yaml(text.data, text.len, "a.yaml", &f->arena, &f->err));
	assert_string_equal(f->err.msg,
			    "a.yaml: larger than the 1024 KB that a guideline may have");
	buf_release(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(scalars_lists_and_maps_know_their_places),
		TEST(columns_count_characters_not_bytes),
		TEST(empty_values_are_null_and_quoted_ones_are_not),
		TEST(folded_and_literal_texts_are_read),
		TEST(a_byte_order_mark_is_no_part_of_the_first_key),
		TEST(aliases_anchors_and_tags_are_refused),
		TEST(duplicate_keys_are_refused_with_both_lines),
		TEST(syntax_errors_give_line_column_and_reason),
		TEST(bytes_that_are_no_text_are_refused_where_they_stand),
		TEST(keys_are_words_and_documents_are_one),
		TEST(thirty_two_levels_are_enough),
		TEST(a_tower_of_brackets_costs_nothing),
		TEST(many_keys_are_compared_quickly),
		TEST(more_than_a_megabyte_is_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
