#include <gmock/gmock.h>

#include "audit/audit.hpp"
#include "notice/notice_fixture_test.hpp"

namespace luoshi::notice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class InboxTest : public NoticeSite {
protected:
    std::vector<std::string> texts(UserId user, const InboxFilter& filter = {}) {
        std::vector<std::string> out;
        for (const auto& line : inbox_.list(actor(user), filter).items) {
            out.push_back(line.text.text);
        }
        return out;
    }
};

TEST_P(InboxTest, ListsTheNewestFirstWithTheSentenceInParts) {
    tell(kHead, "report.returned", "数字有误");
    tell(kHead, "order.chased", "请尽快办理");
    tell(kClerk, "order.chased", "别人的");
    EXPECT_THAT(texts(kHead), ElementsAre("请尽快办理", "数字有误"));
    const auto page = inbox_.list(actor(kHead), {});
    EXPECT_EQ(page.unread, 2);
    EXPECT_EQ(page.items[1].text.code, "report.returned");
    EXPECT_THAT(page.items[1].text.params, ElementsAre(testing::Pair("reason", "数字有误")));
    EXPECT_EQ(page.items[1].link, "/reports/5");
}

TEST_P(InboxTest, TellsOncePerKey) {
    EXPECT_TRUE(tell(kHead, "report.due_soon", "将到期", "june"));
    EXPECT_FALSE(tell(kHead, "report.due_soon", "将到期", "june"));
    EXPECT_TRUE(tell(kClerk, "report.due_soon", "将到期", "june"));
    EXPECT_TRUE(tell(kHead, "report.due_soon", "将到期"));
    EXPECT_TRUE(tell(kHead, "report.due_soon", "将到期"));
    EXPECT_THAT(texts(kHead), SizeIs(3));
}

TEST_P(InboxTest, AUnitIsToldThroughItsActivePeopleAndAHeadAloneWhereAskedFor) {
    const Notice notice{.kind = "order.chased", .text = {.code = "order.chased", .params = {}, .text = "催办"}, .link = "/orders/1"};
    const auto today = *base::make_date(2020, 7, 3);
    const auto told = [&](auto tell_them, std::string_view permission) {
        return db_
            ->write([&](store::WriteTx& tx) -> base::Result<int> {
                return tell_them(tx, ids_, clock_.now(), today, kCounty, permission, notice);
            })
            .value();
    };
    EXPECT_EQ(told(tell_unit, "report.fill"), 2);
    EXPECT_EQ(told(tell_heads, "report.fill"), 1);
    EXPECT_EQ(told(tell_unit, "report.settle"), 0);
    EXPECT_THAT(texts(kHead), SizeIs(2));
    EXPECT_THAT(texts(kClerk), SizeIs(1));
    EXPECT_THAT(texts(kGone), IsEmpty());
}

TEST_P(InboxTest, GoesOnByPagesAndFiltersByKindAndUnread) {
    for (int i = 1; i <= 5; ++i) {
        tell(kHead, i % 2 == 1 ? "report.returned" : "order.chased", std::to_string(i));
    }
    const auto first = inbox_.list(actor(kHead), {.limit = 3});
    ASSERT_TRUE(first.next);
    EXPECT_THAT(texts(kHead, {.before = first.next, .limit = 3}), ElementsAre("2", "1"));
    EXPECT_FALSE(inbox_.list(actor(kHead), {.before = first.next, .limit = 3}).next);
    EXPECT_THAT(texts(kHead, {.kind = "order.chased"}), ElementsAre("4", "2"));
    ASSERT_TRUE(inbox_.mark_read(actor(kHead), first.items[0].id));
    EXPECT_THAT(texts(kHead, {.show = InboxFilter::Show::Unread}), ElementsAre("4", "3", "2", "1"));
}

TEST_P(InboxTest, ReadingIsOnesOwn) {
    tell(kHead, "report.returned");
    const auto id = inbox_.list(actor(kHead), {}).items[0].id;
    const auto refused = inbox_.mark_read(actor(kClerk), id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "notice.not_found");
    EXPECT_EQ(inbox_.unread(actor(kHead)), 1);
    ASSERT_TRUE(inbox_.mark_read(actor(kHead), id));
    EXPECT_EQ(inbox_.unread(actor(kHead)), 0);
    const auto read_at = inbox_.list(actor(kHead), {}).items[0].read_at;
    clock_.at += std::chrono::hours{1};
    ASSERT_TRUE(inbox_.mark_read(actor(kHead), id));
    EXPECT_EQ(inbox_.list(actor(kHead), {}).items[0].read_at, read_at);  // when it was first read
}

TEST_P(InboxTest, AllReadMeansWhatTheReaderHasSeen) {
    tell(kHead, "report.returned", "甲");
    tell(kHead, "order.chased", "乙");
    const auto seen = inbox_.list(actor(kHead), {}).items[0].id;
    tell(kHead, "order.chased", "丙");  // came in meanwhile
    EXPECT_EQ(inbox_.mark_all_read(actor(kHead), seen, "order.chased"), 1);
    EXPECT_EQ(inbox_.mark_all_read(actor(kHead), seen, ""), 1);
    EXPECT_THAT(texts(kHead, {.show = InboxFilter::Show::Unread}), ElementsAre("丙"));
}

TEST_P(InboxTest, PreferencesAreKeptWithAVersionAndOnlyWhereTheyDiffer) {
    EXPECT_EQ(inbox_.preferences(actor(kHead)).version, kUnchanged);
    const auto kept = inbox_.change(actor(kHead),
                                    {.email = "head@dongguang.gov.cn",
                                     .quiet_from = std::chrono::hours{20},
                                     .quiet_to = std::chrono::hours{9},
                                     .mail = {{"report.returned", MailChoice::Digest}, {"order.chased", MailChoice::Inbox}}},
                                    kUnchanged);
    ASSERT_TRUE(kept) << kept.error().message;
    EXPECT_EQ(kept->version, 2);
    EXPECT_EQ(kept->email, "head@dongguang.gov.cn");
    EXPECT_EQ(kept->quiet_to, std::chrono::hours{9});
    EXPECT_THAT(kept->mail, ElementsAre(testing::Pair("report.returned", MailChoice::Digest)));
    const auto stale = inbox_.change(actor(kHead), {}, kUnchanged);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().category, base::Category::VersionMismatch);
    ASSERT_TRUE(inbox_.change(actor(kHead), {}, 2));
    EXPECT_EQ(inbox_.preferences(actor(kHead)).email, "");
    EXPECT_THAT(inbox_.preferences(actor(kHead)).mail, IsEmpty());
    EXPECT_EQ(inbox_.preferences(actor(kClerk)).version, kUnchanged);
}

TEST_P(InboxTest, AChangeIsInTheAuditWithoutTheAddress) {
    ASSERT_TRUE(inbox_.change(actor(kHead), {.email = "head@dongguang.gov.cn"}, kUnchanged));
    const auto page = audit::list(*db_, {.action = "notice.preferences"});
    ASSERT_THAT(page.items, SizeIs(1));
    EXPECT_THAT(page.items[0].event.summary + page.items[0].event.detail_json, Not(HasSubstr("head@")));
}

TEST_P(InboxTest, EverythingWrongInPreferencesIsToldTogether) {
    const auto wrong = inbox_.change(
        actor(kHead), {.email = "a@b.cn\r\nBcc: x@y.cn", .quiet_from = std::chrono::hours{1}, .mail = {{"none", MailChoice::AtOnce}}},
        kUnchanged);
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().fields, SizeIs(3));
}

INSTANTIATE_TEST_SUITE_P(Engines, InboxTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::notice
