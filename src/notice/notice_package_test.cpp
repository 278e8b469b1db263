#include "notice/notice_package.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luoshi::notice {
namespace {

using std::chrono::hours;
using testing::ElementsAre;

TEST(NoticeFile, NamesKindsAndSaysWhenMailIsSentAndUnitsAreReminded) {
    config::Problems problems;
    const auto settings =
        read_notice("notice.yaml",
                    "kinds:\n  - {kind: report.returned, name: 填报被退回, mail: at_once}\n  - {kind: order.chased, name: 催办}\n"
                    "quiet: {from: \"22:00\", to: \"07:00\", on_rest_days: false}\ndigest_at: \"09:15\"\ngive_up_after: 5\n"
                    "reports: {before: [5], on_due_day: false, after_every: 0}\noccasions: {before: [4]}\ndecisions: {after_every: 7}\n",
                    problems);
    ASSERT_TRUE(problems.empty());
    EXPECT_EQ(settings.kind("report.returned")->mail, MailChoice::AtOnce);
    EXPECT_EQ(settings.kind("order.chased")->mail, MailChoice::Inbox);
    EXPECT_EQ(settings.kind("order.other"), nullptr);
    EXPECT_EQ(settings.quiet.from, hours{22});
    EXPECT_FALSE(settings.quiet.on_rest_days);
    EXPECT_EQ(settings.digest_at, std::chrono::minutes{9 * 60 + 15});
    EXPECT_EQ(settings.give_up_after, 5);
    EXPECT_THAT(settings.report.before, ElementsAre(5));
    EXPECT_FALSE(settings.report.on_due_day);
    EXPECT_EQ(settings.report.after_every, 0);
    EXPECT_THAT(settings.occasions.before, ElementsAre(4));
    EXPECT_EQ(settings.decisions.after_every, 7);
}

TEST(NoticeFile, EverySlipIsToldWithItsPlace) {
    config::Problems problems;
    read_notice(
        "notice.yaml",
        "kinds:\n  - {kind: a, name: 甲, mail: sms}\n  - {kind: a, name: 乙}\nquiet: {from: 25点}\nreports: {before: [0]}\nqiet: 1\n",
        problems);
    ASSERT_EQ(problems.list().size(), 5U);
    EXPECT_EQ(problems.list()[0].place.text(), "notice.yaml:2:30");
    EXPECT_EQ(problems.list()[1].place.text(), "notice.yaml:3:12");
    EXPECT_EQ(problems.list()[2].place.text(), "notice.yaml:4:15");
    EXPECT_EQ(problems.list()[3].place.text(), "notice.yaml:5:20");
    EXPECT_EQ(problems.list()[4].place.text(), "notice.yaml:6:1");
}

}  // namespace
}  // namespace luoshi::notice
