#include "order/workflow_package.hpp"

#include <gmock/gmock.h>

#include "order/order_case_test.hpp"

namespace luoshi::order {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> slips(std::string text, const std::string& what, const std::string& with) {
    if (const auto at = text.find(what); at != std::string::npos) {
        text.replace(at, what.size(), with);
    } else {
        ADD_FAILURE() << what;
    }
    config::Problems problems;
    (void)read_workflow("orders.yaml", text, problems);
    std::vector<std::string> out;
    for (const auto& problem : problems.list()) {
        out.push_back(problem.place.text() + " " + problem.message);
    }
    return out;
}

TEST(OrderWorkflow, OfThePackageLeadsFromTheDraftToTheArchive) {
    const auto& read = workflow();
    EXPECT_EQ(read.states.front().code, "draft");
    EXPECT_EQ(read.number_of(2018, 12), "沧督〔2018〕12号");
    EXPECT_EQ(read.warning_of(15), 3);
    EXPECT_EQ(read.warning_of(30), 5);
    EXPECT_EQ(read.warning_of(31), 10);
    EXPECT_EQ(read.questions.size(), 6U);
    EXPECT_EQ(read.terms_of("plan").progress_day, 28);
    EXPECT_EQ(read.terms_of("complaint").progress_day, 0) << "a source may say otherwise";
    EXPECT_EQ(read.terms_of("complaint").sign_work_days, 1) << "and leaves the rest as it is";
    EXPECT_EQ(read.submission()->code, "submit");
}

TEST(OrderWorkflow, EverySlipIsNamedWithItsPlace) {
    const auto text = package_text("orders.yaml");
    EXPECT_THAT(slips(text, "guards: [complete]", "guards: [compleet]"),
                ElementsAre(HasSubstr("没有这条规则“compleet”，是否想写“complete”？")));
    EXPECT_THAT(slips(text, "to: pending", "to: pendng"), testing::Contains(HasSubstr("没有这个状态“pendng”，是否想写“pending”？")));
    EXPECT_THAT(slips(text, "{serial}号", "号"), ElementsAre(HasSubstr("编号里要有 {serial}")));
    EXPECT_THAT(slips(text, "to: archived", "to: struck_off"), ElementsAre(HasSubstr("没有步骤通向状态“已归档”")));
    EXPECT_THAT(slips(text, "asking: asking", "asking: waiting"), ElementsAre(HasSubstr("没有这个状态“waiting”")));
    EXPECT_THAT(slips(text, "back: true, by", "to: handling, back: true, by"), ElementsAre(HasSubstr("back 是回到挂起之前的状态")));
    EXPECT_THAT(slips(text, "progress: {day: 28", "progress: {day: 31"), ElementsAre(HasSubstr("28")));
    EXPECT_THAT(slips(text, "by: decider", "by: boss"), ElementsAre(HasSubstr("decider")));
}

}  // namespace
}  // namespace luoshi::order
