#include "supervise/ladder.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "supervise/ladder_package.hpp"

namespace luoshi::supervise {
namespace {

using base::Date;
using testing::ElementsAre;
using testing::HasSubstr;

const plan::TaskId kTask{1}, kOther{2};
Date d(const char* text) { return *base::parse_date(text); }

Ladder ladder(const std::string& yaml) {
    config::Problems problems;
    auto read = read_ladder("ladder.yaml", yaml, problems);
    for (const auto& problem : problems.list()) {
        ADD_FAILURE() << problem.place.text() << " " << problem.message;
    }
    return read;
}
Ladder cangzhou() {
    std::ifstream in("packages/cangzhou-ecommerce-2018/ladder.yaml");
    std::ostringstream text;
    text << in.rdbuf();
    return ladder(text.str());
}
/// Every day but Saturday and Sunday.
base::Result<int> weekdays(Date from, Date to) {
    int out = 0;
    for (Date day = from + std::chrono::days{1}; day <= to; day += std::chrono::days{1}) {
        const auto weekday = std::chrono::weekday{day}.iso_encoding();
        out += weekday < 6 ? 1 : 0;
    }
    return out;
}
PastCaution caution(const char* rung, const char* on, plan::TaskId task = kTask) { return {rung, task, d(on), true, true, false}; }
PastCaution lifted(const char* rung, const char* on, plan::TaskId task = kTask) { return {rung, task, d(on), true, false, false}; }
std::string due(const Ladder& rules, const Lagging& lagging, const char* today) {
    const auto found = due_rung(rules, lagging, d(today), weekdays);
    return found && *found ? (*found)->rung->name + "：" + (*found)->basis.text : "";
}

TEST(Ladder, OfCangzhouClimbsFromTheReminderToTheCriticism) {
    const auto rules = cangzhou();
    Lagging lagging{.task = kTask, .light = "green", .past = {}};
    EXPECT_EQ(due(rules, lagging, "2018-10-09"), "");
    lagging.light = "red";
    EXPECT_EQ(due(rules, lagging, "2018-10-09"), "提醒：红灯");
    lagging.past = {caution("reminder", "2018-10-09")};
    EXPECT_EQ(due(rules, lagging, "2018-10-15"), "") << "four working days";
    EXPECT_EQ(due(rules, lagging, "2018-10-16"), "黄牌警告：红灯，提醒后 5 个工作日仍未改进");
    lagging.past.push_back(caution("yellow_card", "2018-10-16"));
    EXPECT_EQ(due(rules, lagging, "2018-10-20"), "") << "the reminder is not sent again below a card";
    EXPECT_EQ(due(rules, lagging, "2018-11-13"), "红牌警告：红灯，黄牌警告后 20 个工作日仍未改进");
    lagging.past.push_back(caution("red_card", "2018-11-13"));
    EXPECT_EQ(due(rules, lagging, "2018-12-11"), "约谈：红灯，红牌警告后 20 个工作日仍未改进");
    lagging.past.push_back(caution("summons", "2018-12-11"));
    EXPECT_EQ(due(rules, lagging, "2019-01-08"), "通报批评：红灯，约谈后 20 个工作日仍未改进");
}

TEST(Ladder, AnOverdueOrderSkipsRungsAndWhatWaitsIsNotProposedAgain) {
    const auto rules = cangzhou();
    Lagging lagging{.task = kTask, .light = "green", .overdue_days = 5, .past = {}};
    EXPECT_EQ(due(rules, lagging, "2018-10-09"), "黄牌警告：督办单逾期 5 天");
    lagging.past = {{"yellow_card", kTask, d("2018-10-09"), false, false, true}};
    EXPECT_EQ(due(rules, lagging, "2018-10-10"), "");
    lagging.past = {{"yellow_card", kTask, d("2018-10-09"), false, false, false}};
    EXPECT_EQ(due(rules, lagging, "2018-10-10"), "黄牌警告：督办单逾期 5 天") << "dismissed, and it still holds";
}

TEST(Ladder, WhatWasRefusedRestsUnlessTheLightIsGraverAndHoldsNoGraverRungBack) {
    const auto rules = cangzhou();
    ASSERT_EQ(rules.again_work_days, 20);
    const auto refused = [](const char* rung, const char* on, const char* light) {
        return PastCaution{.rung = rung, .task = kTask, .on = d(on), .refused = true, .light = light};
    };
    Lagging lagging{.task = kTask, .light = "yellow", .overdue_days = 5, .past = {caution("reminder", "2018-10-08")}};
    lagging.past.push_back(refused("yellow_card", "2018-10-09", "yellow"));
    EXPECT_EQ(due(rules, lagging, "2018-10-10"), "");
    EXPECT_EQ(due(rules, lagging, "2018-11-05"), "") << "nineteen working days";
    EXPECT_EQ(due(rules, lagging, "2018-11-06"), "黄牌警告：黄灯，提醒后 20 个工作日仍未改进") << "afterwards the rule applies anew";
    lagging.light = "red";
    EXPECT_EQ(due(rules, lagging, "2018-10-10"), "黄牌警告：督办单逾期 5 天") << "it has become worse";
    lagging.light = "yellow";
    lagging.overdue_days = 30;
    EXPECT_EQ(due(rules, lagging, "2018-10-10"), "红牌警告：督办单逾期 30 天");
    lagging.past.push_back(refused("red_card", "2018-10-10", "yellow"));
    lagging.past.push_back(refused("yellow_card", "2018-10-11", "red"));
    EXPECT_EQ(due(rules, lagging, "2018-10-12"), "");
}

// 广元 2018: two yellows on one task bring a special letter and a point off.
TEST(Ladder, TwoYellowsOnOneTaskBringALetterAsInGuangyuan) {
    const auto rules = ladder(R"(rungs:
  - {code: yellow, name: 黄牌, colour: 黄, when: [{light: yellow}], confirmed: owner, monthly: true}
  - {code: letter, name: 专项督办函, colour: 黄, when: [{count: yellow, times: 2}], confirmed: owner, points: 1}
  - {code: red, name: 红牌, colour: 红, when: [{light: red}], confirmed: decider, points: 2, consequences: [约谈主要负责人]}
)");
    Lagging lagging{.task = kTask, .light = "yellow", .past = {caution("yellow", "2018-03-10")}};
    EXPECT_EQ(due(rules, lagging, "2018-03-20"), "") << "once a month";
    EXPECT_EQ(due(rules, lagging, "2018-04-10"), "黄牌：黄灯");
    lagging.past.push_back(caution("yellow", "2018-04-10", kOther));
    EXPECT_EQ(due(rules, lagging, "2018-04-10"), "黄牌：黄灯") << "the other task's does not count";
    lagging.past.push_back(caution("yellow", "2018-04-10"));
    EXPECT_EQ(due(rules, lagging, "2018-04-11"), "专项督办函：黄牌累计 2 次");
    EXPECT_EQ(rules.find("letter")->points, base::Decimal::parse("1"));
    lagging.light = "red";
    EXPECT_EQ(due(rules, lagging, "2018-04-11"), "红牌：红灯");
}

// 隆昌 2020: three reds in a row bring a talk with the head.
TEST(Ladder, ThreeRedsInARowBringATalkAsInLongchang) {
    const auto rules = ladder(R"(rungs:
  - {code: red, name: 红牌, colour: 红, when: [{light: red}], confirmed: owner, monthly: true}
  - {code: talk, name: 约谈, colour: 红, when: [{count: red, times: 3, in_a_row: true}], confirmed: decider, consequences: [约谈主要负责人]}
)");
    Lagging lagging{
        .task = kTask, .light = "red", .past = {caution("red", "2020-03-05"), caution("red", "2020-05-05"), caution("red", "2020-06-05")}};
    EXPECT_EQ(due(rules, lagging, "2020-06-08"), "") << "April is missing";
    lagging.past.push_back(caution("red", "2020-04-05"));
    EXPECT_EQ(due(rules, lagging, "2020-06-08"), "约谈：红牌连续 4 个月");
}

// 三明 2017: blue reminds, orange follows a missed blue, red a missed orange; grave ones may start higher.
TEST(Ladder, SlipsFollowOneAnotherAsInSanming) {
    const auto rules = ladder(R"(rungs:
  - {code: blue, name: 蓝色督查单, colour: 蓝, when: [{light: yellow}], confirmed: nobody}
  - {code: orange, name: 橙色督查单, colour: 橙, when: [{light: yellow, after: blue, work_days: 10}], confirmed: owner}
  - {code: red, name: 红色督查单, colour: 红, when: [{light: yellow, after: orange, work_days: 10}, {overdue_days: 15}], confirmed: decider}
)");
    Lagging lagging{.task = kTask, .light = "yellow", .past = {}};
    EXPECT_EQ(due(rules, lagging, "2017-06-01"), "蓝色督查单：黄灯");
    lagging.past = {caution("blue", "2017-06-01")};
    EXPECT_EQ(due(rules, lagging, "2017-06-15"), "橙色督查单：黄灯，蓝色督查单后 10 个工作日仍未改进");
    lagging.past.push_back(caution("orange", "2017-06-15"));
    EXPECT_EQ(due(rules, lagging, "2017-06-29"), "红色督查单：黄灯，橙色督查单后 10 个工作日仍未改进");
    lagging.overdue_days = 15;
    lagging.past.clear();
    EXPECT_EQ(due(rules, lagging, "2017-06-02"), "红色督查单：督办单逾期 15 天") << "it may start at red";
}

// 惠农区: yellow −2, then orange −4 in the next quarter, red when undone in the year.
TEST(Ladder, PointsRiseFromRungToRungAsInHuinong) {
    const auto rules = ladder(R"(rungs:
  - {code: yellow, name: 黄牌, colour: 黄, when: [{light: red}], confirmed: owner, points: 2, consequences: [提醒谈话]}
  - {code: orange, name: 橙牌, colour: 橙, when: [{light: red, after: yellow, work_days: 60}], confirmed: decider, points: 4, consequences: [书面检查]}
  - {code: red, name: 红牌, colour: 红, when: [{light: red, after: orange, work_days: 60}], confirmed: decider, consequences: [考核降等, 取消评先评优]}
)");
    Lagging lagging{.task = kTask, .light = "red", .past = {caution("yellow", "2019-01-10")}};
    EXPECT_EQ(due(rules, lagging, "2019-03-01"), "");
    EXPECT_THAT(due(rules, lagging, "2019-04-10"), HasSubstr("橙牌"));
    lagging.past = {lifted("yellow", "2019-01-10")};
    EXPECT_THAT(due(rules, lagging, "2019-04-10"), HasSubstr("黄牌：红灯")) << "it had recovered in between and begins anew";
}

TEST(Ladder, SlipsOfThePackageAreNamedWithTheirPlace) {
    const auto said = [](const char* yaml) {
        config::Problems problems;
        (void)read_ladder("ladder.yaml", yaml, problems);
        std::vector<std::string> out;
        for (const auto& problem : problems.list()) {
            out.push_back(problem.place.text() + " " + problem.message);
        }
        return out;
    };
    EXPECT_THAT(said("rungs:\n  - {code: a, name: 甲, colour: 黄, when: [{}], confirmed: owner}\n"), ElementsAre(HasSubstr("条件是空的")));
    EXPECT_THAT(said("rungs:\n  - {code: a, name: 甲, colour: 黄, when: [{after: b}], confirmed: owner}\n"), ElementsAre(HasSubstr("b")));
    EXPECT_THAT(said("rungs:\n  - {code: a, name: 甲, colour: 黄, talk: true, confirmed: nobody}\n"), ElementsAre(HasSubstr("约谈须由人确认")));
    EXPECT_THAT(said("rungs:\n  - {code: a, name: 甲, colour: 黄, points: 1, confirmed: nobody}\n"), ElementsAre(HasSubstr("须由人确认")));
}

}  // namespace
}  // namespace luoshi::supervise
