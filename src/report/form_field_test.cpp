#include "report/form_field.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::report {
namespace {

using testing::ElementsAre;

const calendar::Period kJanuary = *calendar::Period::make(2020, 1);

FormField asks(int id, std::string name, FieldKind kind) {
    FormField out{.id = FormFieldId{id}, .name = std::move(name), .kind = kind, .from = kJanuary};
    out.decimals = kind == FieldKind::Number ? 1 : 0;
    out.choices = kind == FieldKind::Choice ? std::vector<std::string>{"自建", "租用"} : std::vector<std::string>{};
    return out;
}
std::vector<std::string> codes(const std::vector<base::FieldError>& faults) {
    std::vector<std::string> out;
    for (const auto& fault : faults) {
        out.push_back(fault.path + " " + fault.code);
    }
    return out;
}

const std::vector<FormField> kAsked{asks(1, "仓储面积", FieldKind::Number), asks(2, "建设方式", FieldKind::Choice),
                                    asks(3, "开业日期", FieldKind::Date), asks(4, "联系地址", FieldKind::Text)};

TEST(FormField, AnswersAreBroughtIntoTheirPlainForm) {
    std::vector<FieldValue> typed{
        {FormFieldId{1}, " 12.0 "}, {FormFieldId{2}, "租用"}, {FormFieldId{3}, "2020-06-30"}, {FormFieldId{4}, " 东光镇 "}};
    EXPECT_TRUE(check(typed, kAsked).empty());
    EXPECT_EQ(typed[0].value, "12");
    EXPECT_EQ(typed[3].value, "东光镇");
}

TEST(FormField, EveryWrongAnswerIsToldAtOnce) {
    std::vector<FieldValue> typed{{FormFieldId{1}, "12.34"},  {FormFieldId{2}, "借用"},   {FormFieldId{3}, "6月底"},
                                  {FormFieldId{4}, "东光镇"}, {FormFieldId{4}, "连镇镇"}, {FormFieldId{9}, "1"}};
    EXPECT_THAT(codes(check(typed, kAsked)),
                ElementsAre("/fields/0/value field.too_many_decimals", "/fields/1/value field.not_a_choice",
                            "/fields/2/value field.not_a_date", "/fields/4/field_id field.twice", "/fields/5/field_id field.not_asked"));
}

TEST(FormField, ARequiredFieldIsGivenOrItsAbsenceExplained) {
    auto asked = kAsked;
    asked[0].required = asked[1].required = asked[2].required = true;
    EXPECT_THAT(codes(missing({{FormFieldId{1}, "5"}, {FormFieldId{2}, "", "尚在论证"}, {FormFieldId{3}, "", "  "}}, asked)),
                ElementsAre("/fields/2/value field.unexplained"));
}

TEST(FormField, WhatChangedIsInTheHistoryByTheNameOfTheField) {
    const auto changed = changes({{FormFieldId{1}, "5"}}, {{FormFieldId{1}, "6"}, {FormFieldId{4}, "", "保密"}}, kAsked);
    ASSERT_EQ(changed.size(), 2U);
    EXPECT_EQ(changed[0].name + changed[0].before + changed[0].after, "仓储面积56");
    EXPECT_EQ(changed[1].name, "联系地址（未填原因）");
}

TEST(FormField, AFieldMustMakeSense) {
    auto field = asks(1, "  ", FieldKind::Choice);
    field.choices = {"是", "是"};
    field.until = kJanuary.previous();
    EXPECT_THAT(codes(valid(field).error().fields), ElementsAre("/name form.no_name", "/choices form.choices", "/until form.ends_before"));
}

TEST(FormField, WhatItAsksStaysTheSameBecauseAnswersAreKept) {
    auto other = kAsked[0];
    other.name = "仓库面积";
    EXPECT_TRUE(may_become(kAsked[0], other));
    other.measure = "亩";
    EXPECT_EQ(may_become(kAsked[0], other).error().code, "form.kind_fixed");
}

}  // namespace
}  // namespace luoshi::report
