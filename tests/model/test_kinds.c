#include "model/kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_known_kind_has_one_rule(void **state)
{
	int n = 0;

	(void)state;
	for (unsigned kind = 0; kind <= UINT16_MAX; kind++) {
		const struct kind_rule *rule = kind_rule(kind);

		if (rule == NULL) {
			assert_string_equal(kind_name(kind), "unknown");
			continue;
		}
		n++;
		assert_int_equal(rule->kind, kind);
		assert_int_equal(rule->schema, 1);
		assert_true(rule->audiences != 0);
		assert_string_equal(kind_name(kind), rule->name);
	}
	assert_int_equal(n, 23);
	assert_null(kind_rule(KIND_ITEM_LAST));
}

static void what_annotators_write_is_theirs_and_the_staffs_alone(void **state)
{
	static const unsigned kinds[] = { KIND_ANNOTATE, KIND_RETRACT, KIND_FLAG, KIND_ASK,
					  KIND_ACK };

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		assert_int_equal(kind_rule(kinds[i])->audiences, 1u << AUDIENCE_SELF);
		assert_int_equal(kind_rule(kinds[i])->roles, MEMBER_ANNOTATOR);
	}
}

static void sources_and_control_answers_are_for_staff_alone(void **state)
{
	static const unsigned kinds[] = { KIND_ITEMS,   KIND_CONTROL, KIND_ADJUDICATE,
					  KIND_EXCLUDE, KIND_RELEASE, KIND_WITHDRAW };

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		assert_int_equal(kind_rule(kinds[i])->audiences, 1u << AUDIENCE_STAFF);
}

static void higher_roles_contain_the_lower_ones(void **state)
{
	(void)state;
	assert_int_equal(roles_effective(0), 0);
	assert_int_equal(roles_effective(MEMBER_ANNOTATOR), MEMBER_ANNOTATOR);
	assert_int_equal(roles_effective(MEMBER_REVIEWER | MEMBER_EXPORTER),
			 MEMBER_REVIEWER | MEMBER_EXPORTER);
	assert_int_equal(roles_effective(MEMBER_LEAD),
			 MEMBER_LEAD | MEMBER_REVIEWER | MEMBER_EXPORTER | MEMBER_ANNOTATOR);
	assert_int_equal(roles_effective(MEMBER_OWNER),
			 MEMBER_OWNER | roles_effective(MEMBER_LEAD));
	assert_int_equal(roles_effective(MEMBER_EXTERNAL), MEMBER_EXTERNAL);
}

static void role_names_are_read(void **state)
{
	(void)state;
	assert_int_equal(role_parse("annotator"), MEMBER_ANNOTATOR);
	assert_int_equal(role_parse("owner"), MEMBER_OWNER);
	assert_int_equal(role_parse("external"), MEMBER_EXTERNAL);
	assert_int_equal(role_parse("Owner"), 0);
	assert_int_equal(role_parse(""), 0);
	assert_string_equal(audience_name(AUDIENCE_MEMBER), "member");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_known_kind_has_one_rule),
		cmocka_unit_test(what_annotators_write_is_theirs_and_the_staffs_alone),
		cmocka_unit_test(sources_and_control_answers_are_for_staff_alone),
		cmocka_unit_test(higher_roles_contain_the_lower_ones),
		cmocka_unit_test(role_names_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
