#include <fmt/core.h>
#include <gmock/gmock.h>

#include "mail/sender.hpp"
#include "notice/delivery_service.hpp"
#include "notice/notice_fixture_test.hpp"
#include "support/mail_server.hpp"

namespace luoshi::notice {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const calendar::WorkCalendar kCalendar{{{.name = "2020", .issued = *base::make_date(2019, 11, 21), .year = 2020, .off = {}, .worked = {}}}};
const base::Date kFriday = *base::make_date(2020, 7, 3);

class DeliveryTest : public NoticeSite {
protected:
    DeliveryTest() {
        for (const auto user : {kHead, kClerk}) {
            EXPECT_TRUE(inbox_.change(actor(user), {.email = fmt::format("user{}@example.cn", user.text())}, kUnchanged));
        }
    }
    Delivery delivery(std::string holder = "one") {
        return {*db_,
                ids_,
                clock_,
                settings(),
                kCalendar,
                {.send = [this](const mail::Message& message) { return post(message); },
                 .site_name = "沧州市",
                 .origin = "https://luoshi.example.cn",
                 .holder = std::move(holder)}};
    }
    base::Status post(const mail::Message& message) {
        if (answer_) {
            return *answer_;
        }
        posted_.push_back(message);
        return base::Done{};
    }
    int pass(Delivery& delivery) {
        delivery.collect();
        return delivery.send();
    }
    void write_digests(Delivery& delivery, base::Date day) {
        EXPECT_TRUE(db_->write([&](store::WriteTx& tx) { return delivery.write_digests(tx, day); }));
    }

    std::vector<mail::Message> posted_;
    std::optional<base::Error> answer_;  ///< what the mail server says instead of taking the mail
};

TEST_P(DeliveryTest, MailsAtOnceWhatItsReaderWantsAtOnceAndOnce) {
    auto one = delivery();
    tell(kHead, "report.returned", "2020年6月“发展网店”的填报被市商务局退回：数字有误");
    tell(kHead, "order.chased", "只在站内");
    EXPECT_EQ(pass(one), 1);
    ASSERT_THAT(posted_, SizeIs(1));
    EXPECT_EQ(posted_[0].to, "user1@example.cn");
    EXPECT_EQ(posted_[0].subject, "【沧州市】填报被退回");
    EXPECT_THAT(posted_[0].text,
                AllOf(HasSubstr("数字有误"), HasSubstr("https://luoshi.example.cn/reports/5"), Not(HasSubstr("只在站内"))));
    EXPECT_EQ(pass(one), 0);
    EXPECT_EQ(one.state().sent, 1);
}

TEST_P(DeliveryTest, TheReadersChoiceGoesBeforeThePackage) {
    ASSERT_TRUE(inbox_.change(
        actor(kHead), {.email = "h@example.cn", .mail = {{"report.returned", MailChoice::Inbox}, {"order.chased", MailChoice::AtOnce}}},
        2));
    auto one = delivery();
    tell(kHead, "report.returned", "退回");
    tell(kHead, "order.chased", "催办");
    EXPECT_EQ(pass(one), 1);
    EXPECT_THAT(posted_.at(0).text, AllOf(HasSubstr("催办"), Not(HasSubstr("退回"))));
}

TEST_P(DeliveryTest, WhatComesTogetherGoesInOneMailAndWhatWasReadInNone) {
    auto one = delivery();
    tell(kHead, "report.returned", "甲");
    tell(kHead, "report.returned", "乙");
    tell(kHead, "report.returned", "丙");
    ASSERT_TRUE(inbox_.mark_read(actor(kHead), inbox_.list(actor(kHead), {}).items[0].id));
    EXPECT_EQ(pass(one), 1);
    EXPECT_EQ(posted_.at(0).subject, "【沧州市】填报被退回等2条消息");
    EXPECT_THAT(posted_.at(0).text, Not(HasSubstr("丙")));
}

TEST_P(DeliveryTest, WaitsUntilQuietHoursEnd) {
    auto one = delivery();
    clock_.at = base::Moment{kFriday} + hours{14};  // 22:00 in Beijing
    tell(kHead, "report.returned", "甲");
    EXPECT_EQ(pass(one), 0);
    tell(kHead, "report.returned", "乙");
    clock_.at += hours{24};  // Saturday
    EXPECT_EQ(pass(one), 0);
    clock_.at = base::Moment{kFriday} + hours{24 * 3};  // Monday, eight o'clock
    EXPECT_EQ(pass(one), 1);
    EXPECT_THAT(posted_.at(0).text, AllOf(HasSubstr("甲"), HasSubstr("乙")));
}

TEST_P(DeliveryTest, QuietHoursOfOnesOwnGoBeforeThoseOfThePackage) {
    ASSERT_TRUE(inbox_.change(actor(kHead), {.email = "h@example.cn", .quiet_from = hours{9}, .quiet_to = hours{11}}, 2));
    auto one = delivery();
    tell(kHead, "report.returned");
    EXPECT_EQ(pass(one), 0);
    clock_.at += hours{1};
    EXPECT_EQ(pass(one), 1);
}

TEST_P(DeliveryTest, CollectsADigestForEachReaderOnWorkingDays) {
    auto one = delivery();
    tell(kHead, "report.due_soon", "甲");
    tell(kHead, "report.due_soon", "乙");
    tell(kClerk, "report.due_soon", "丙");
    EXPECT_EQ(pass(one), 0);
    write_digests(one, kFriday + std::chrono::days{1});  // Saturday: they wait
    EXPECT_EQ(pass(one), 0);
    write_digests(one, kFriday + std::chrono::days{3});
    EXPECT_EQ(pass(one), 2);
    EXPECT_EQ(posted_.at(0).subject, "【沧州市】每日消息（2条）");
    EXPECT_THAT(posted_.at(0).text, AllOf(HasSubstr("甲"), HasSubstr("乙"), Not(HasSubstr("丙"))));
    write_digests(one, kFriday + std::chrono::days{4});
    EXPECT_EQ(pass(one), 0);
}

TEST_P(DeliveryTest, NobodyWithoutAnAddressAndNoDisabledAccountGetsMail) {
    ASSERT_TRUE(inbox_.change(actor(kHead), {}, 2));
    ASSERT_TRUE(inbox_.change(actor(kGone), {.email = "gone@example.cn"}, kUnchanged));
    auto one = delivery();
    tell(kHead, "report.returned");
    tell(kGone, "report.returned");
    EXPECT_EQ(pass(one), 0);
    ASSERT_TRUE(inbox_.change(actor(kHead), {.email = "late@example.cn"}, 3));
    EXPECT_EQ(pass(one), 0);  // what is past is not sent afterwards
}

TEST_P(DeliveryTest, ASiteWithoutAMailServerLeavesEverythingInTheInbox) {
    Delivery silent{*db_, ids_, clock_, settings(), kCalendar, {.send = {}, .site_name = "", .origin = "", .holder = "one"}};
    tell(kHead, "report.returned");
    EXPECT_EQ(pass(silent), 0);
    auto one = delivery();
    EXPECT_EQ(pass(one), 0);
    EXPECT_EQ(inbox_.unread(actor(kHead)), 1);
}

TEST_P(DeliveryTest, TriesAgainAfterGrowingPausesAndGivesUpWithTheReasonVisible) {
    auto one = delivery();
    answer_ = base::Error{base::Category::Unavailable, "mail.unreachable", "连不上邮件服务器", {}, {}, {{"server", "mail:25"}}};
    tell(kHead, "report.returned");
    EXPECT_EQ(pass(one), 0);
    EXPECT_EQ(one.state().waiting, 1);
    EXPECT_EQ(one.state().troubles.at(0).error.text, "连不上邮件服务器");
    EXPECT_EQ(one.state().troubles.at(0).error.code, "mail.unreachable") << "another language says it anew";
    EXPECT_EQ(one.state().troubles.at(0).error.params, (base::PhraseParams{{"server", "mail:25"}}));
    EXPECT_EQ(one.state().troubles.at(0).attempts, 1);
    EXPECT_EQ(pass(one), 0);
    EXPECT_EQ(one.state().troubles.at(0).attempts, 1);  // the pause holds
    clock_.at += minutes{1};
    pass(one);
    clock_.at += minutes{1};
    pass(one);
    EXPECT_EQ(one.state().troubles.at(0).attempts, 2);
    clock_.at += minutes{1};
    pass(one);
    EXPECT_EQ(one.state().given_up, 1);
    const auto unsent = inbox_.unsent(actor(kHead));
    ASSERT_THAT(unsent, SizeIs(1));
    EXPECT_TRUE(unsent[0].given_up);
    EXPECT_EQ(unsent[0].error.text, "连不上邮件服务器");
    answer_.reset();
    clock_.at += hours{1};
    EXPECT_EQ(pass(one), 0);
    EXPECT_THAT(inbox_.unsent(actor(kClerk)), IsEmpty());
}

TEST_P(DeliveryTest, ARefusalThatStaysIsGivenUpAtOnce) {
    auto one = delivery();
    answer_ = base::bad_input("mail.refused", "邮件服务器拒收：550");
    tell(kHead, "report.returned");
    pass(one);
    EXPECT_EQ(one.state().given_up, 1);
}

TEST_P(DeliveryTest, AMailThatAnotherServerHoldsIsNotSentTwice) {
    auto one = delivery("one");
    auto two = delivery("two");
    tell(kHead, "report.returned");
    one.collect();
    two.collect();
    int inner = 0;
    auto slow = Delivery{*db_,
                         ids_,
                         clock_,
                         settings(),
                         kCalendar,
                         {.send =
                              [&](const mail::Message& message) {
                                  inner = two.send();  // the other server looks while this one is sending
                                  return post(message);
                              },
                          .site_name = "",
                          .origin = "",
                          .holder = "slow"}};
    EXPECT_EQ(slow.send(), 1);
    EXPECT_EQ(inner, 0);
    EXPECT_EQ(two.send(), 0);
    EXPECT_THAT(posted_, SizeIs(1));
}

TEST_P(DeliveryTest, AServerThatDiedWhileSendingLeavesTheSameMailToAnother) {
    auto one = delivery();
    tell(kHead, "report.returned");
    one.collect();
    std::string first;
    auto dying = Delivery{*db_,
                          ids_,
                          clock_,
                          settings(),
                          kCalendar,
                          {.send = [&](const mail::Message& message) -> base::Status {
                               first = message.id;
                               clock_.at += minutes{10};  // its lease runs out
                               EXPECT_EQ(one.send(), 1);
                               return base::Done{};
                           },
                           .site_name = "",
                           .origin = "",
                           .holder = "dying"}};
    dying.send();
    EXPECT_EQ(posted_.at(0).id, first);  // whoever gets it twice sees that it is one
    EXPECT_EQ(one.state().sent, 1);
}

TEST_P(DeliveryTest, GoesThroughARealMailServer) {
    const tests::MailServer server;
    const mail::Server reach{.host = "127.0.0.1",
                             .port = server.port(),
                             .tls = mail::Tls::None,
                             .user = "",
                             .password = "",
                             .sender = "luoshi@cangzhou.gov.cn",
                             .sender_name = "沧州市",
                             .ca_file = ""};
    Delivery real{*db_,
                  ids_,
                  clock_,
                  settings(),
                  kCalendar,
                  {.send = [&](const mail::Message& message) { return mail::send(reach, message); },
                   .site_name = "沧州市",
                   .origin = "",
                   .holder = "one"}};
    tell(kHead, "report.returned");
    EXPECT_EQ(pass(real), 1);
    ASSERT_THAT(server.mails(), SizeIs(1));
    EXPECT_THAT(server.mails()[0], HasSubstr("X-Envelope-To: user1@example.cn"));
}

INSTANTIATE_TEST_SUITE_P(Engines, DeliveryTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::notice
