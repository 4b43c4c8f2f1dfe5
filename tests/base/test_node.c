#include "base/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct node scalar(const char *key, const char *text)
{
	return (struct node){ .type = NODE_SCALAR,
			      .line = 3,
			      .column = 7,
			      .text = text,
			      .key = key,
			      .key_line = 3,
			      .key_column = 2 };
}

static void children_are_found_by_key_in_maps_only(void **state)
{
	struct node b = scalar("b", "2"), a = scalar("a", "1");
	struct node map = { .type = NODE_MAP, .child = &a, .count = 2 };
	struct node list = { .type = NODE_LIST, .child = &b, .count = 1 };

	(void)state;
	a.next = &b;
	assert_ptr_equal(node_get(&map, "b"), &b);
	assert_null(node_get(&map, "c"));
	assert_null(node_get(&list, "b"));
	assert_null(node_get(NULL, "b"));
}

static void only_an_unquoted_null_is_null(void **state)
{
	struct node empty = scalar("x", ""), tilde = scalar("x", "~"), word = scalar("x", "null");
	struct node other = scalar("x", "nil"), quoted = scalar("x", "null");
	struct node list = { .type = NODE_LIST };

	(void)state;
	quoted.quoted = true;
	assert_true(node_is_null(&empty) && node_is_null(&tilde) && node_is_null(&word));
	assert_true(node_is_null(NULL));
	assert_false(node_is_null(&other) || node_is_null(&quoted) || node_is_null(&list));
}

static void numbers_outside_the_range_are_refused_with_the_place(void **state)
{
	struct node n = scalar("max", "12");
	struct err err;
	int value = 0;

	(void)state;
	assert_true(node_int(&n, "g.yaml", 1, 20, &value, &err));
	assert_int_equal(value, 12);
	assert_false(node_int(&n, "g.yaml", 1, 9, &value, &err));
	assert_string_equal(err.msg, "g.yaml:3:7: 'max' is 12, but must be from 1 to 9");
	n.text = "-3";
	assert_true(node_int(&n, "g.yaml", -5, 9, &value, &err));
	assert_int_equal(value, -3);
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "-", "1.5", "0x1", "1 ", "99999999999", "one", "+1"
	};
	struct node n = scalar("max", ""), list = { .type = NODE_LIST, .line = 1, .column = 1 };
	struct err err;
	int value = 77;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		n.text = texts[i];
		assert_false(node_int(&n, "g.yaml", 0, 9, &value, &err));
		assert_string_equal(err.msg,
				    "g.yaml:3:7: 'max' must be a whole number from 0 to 9");
	}
	n.text = "5";
	n.quoted = true;
	assert_false(node_int(&n, "g.yaml", 0, 9, &value, &err));
	assert_false(node_int(&list, "g.yaml", 0, 9, &value, &err));
	assert_false(node_int(NULL, "g.yaml", 0, 9, &value, &err));
	assert_string_equal(err.msg, "g.yaml: 'value' must be a whole number from 0 to 9");
	assert_int_equal(value, 77);
}

static void a_bool_is_true_or_false_and_no_other_word(void **state)
{
	struct node n = scalar("ties", "true");
	struct err err;
	bool value = false;

	(void)state;
	assert_true(node_bool(&n, "g.yaml", &value, &err));
	assert_true(value);
	n.text = "false";
	assert_true(node_bool(&n, "g.yaml", &value, &err));
	assert_false(value);
	n.text = "yes";
	assert_false(node_bool(&n, "g.yaml", &value, &err));
	assert_string_equal(err.msg, "g.yaml:3:7: 'ties' must be true or false");
}

static void an_unknown_key_is_named_with_the_nearest_known_one(void **state)
{
	static const char *const known[] = { "title", "scale", "required", NULL };
	struct node n = scalar("requierd", "always"), map = { .type = NODE_MAP, .child = &n };
	struct err err;

	(void)state;
	assert_false(node_only_keys(&map, "g.yaml", known, &err));
	assert_string_equal(err.msg,
			    "g.yaml:3:2: unknown key 'requierd'; did you mean 'required'?");
	n.key = "wombat";
	assert_false(node_only_keys(&map, "g.yaml", known, &err));
	assert_string_equal(err.msg, "g.yaml:3:2: unknown key 'wombat'; remove it");
	n.key = "scale";
	assert_true(node_only_keys(&map, "g.yaml", known, &err));
}

static void the_nearest_word_is_at_most_two_edits_away(void **state)
{
	static const char *const list[] = { "rank", "scale", "choice", "spans", NULL };
	static const char long_word[] =
		"0123456789012345678901234567890123456789012345678901234567890123456789";

	(void)state;
	assert_string_equal(nearest_word("scael", list), "scale");
	assert_string_equal(nearest_word("span", list), "spans");
	assert_string_equal(nearest_word("choise", list), "choice");
	assert_null(nearest_word("text", list));
	assert_null(nearest_word("", list));
	assert_null(nearest_word(long_word, list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(children_are_found_by_key_in_maps_only),
		cmocka_unit_test(only_an_unquoted_null_is_null),
		cmocka_unit_test(numbers_outside_the_range_are_refused_with_the_place),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(a_bool_is_true_or_false_and_no_other_word),
		cmocka_unit_test(an_unknown_key_is_named_with_the_nearest_known_one),
		cmocka_unit_test(the_nearest_word_is_at_most_two_edits_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
