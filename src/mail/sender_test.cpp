#include "mail/sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/mail_server.hpp"

namespace luoshi::mail {
namespace {

using base::Category;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::MailServer;

Server reach(const MailServer& server, Tls tls) {
    return {.host = tls == Tls::None ? "127.0.0.1" : "localhost",
            .port = server.port(),
            .tls = tls,
            .user = "",
            .password = "",
            .sender = "luoshi@cangzhou.gov.cn",
            .sender_name = "落实",
            .ca_file = tls == Tls::None ? "" : server.certificate(),
            .timeout = std::chrono::seconds{10}};
}

Message mail_to(std::string address) {
    return {.to = std::move(address), .subject = "填报被退回", .text = "请更正。\n.\n再报。\n", .id = "luoshi1", .at = {}};
}

TEST(Send, HandsAMailToARealServer) {
    const MailServer server;
    const auto sent = send(reach(server, Tls::None), mail_to("dongguang@example.gov.cn"));
    ASSERT_TRUE(sent) << sent.error().message;
    const auto mails = server.mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_THAT(mails[0],
                AllOf(HasSubstr("X-Envelope-From: luoshi@cangzhou.gov.cn"), HasSubstr("X-Envelope-To: dongguang@example.gov.cn"),
                      HasSubstr("Subject: =?UTF-8?B?5aGr5oql6KKr6YCA5Zue?="), HasSubstr("Message-ID: <luoshi1@cangzhou.gov.cn>")));
}

TEST(Send, SpeaksTlsAfterStartTlsAndFromTheFirstByteAndLogsIn) {  // INV-3
    const std::pair<const char*, Tls> kinds[] = {{"starttls", Tls::StartTls}, {"tls", Tls::Whole}};
    for (const auto& [word, tls] : kinds) {
        const MailServer server{{"--tls", word, "--login", "luoshi:secret-word"}};
        auto settings = reach(server, tls);
        settings.user = "luoshi";
        settings.password = "secret-word";
        const auto sent = send(settings, mail_to("a@example.cn"));
        ASSERT_TRUE(sent) << word << sent.error().message;
        EXPECT_THAT(server.mails().at(0), HasSubstr("X-Tls: True"));
        settings.password = "wrong-word";
        const auto refused = send(settings, mail_to("a@example.cn"));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "mail.login");
        EXPECT_THAT(refused.error().message, Not(HasSubstr("wrong-word")));
    }
}

TEST(Send, TrustsNoUnknownCertificate) {  // INV-3
    const MailServer server{{"--tls", "starttls"}};
    auto settings = reach(server, Tls::StartTls);
    settings.ca_file.clear();
    const auto refused = send(settings, mail_to("a@example.cn"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "mail.tls");
    EXPECT_EQ(server.mails().size(), 0U);
}

TEST(Send, DoesNotGoOnInTheClearWhereTlsIsAsked) {  // INV-3
    const MailServer server;
    auto settings = reach(server, Tls::StartTls);
    settings.ca_file.clear();
    const auto refused = send(settings, mail_to("a@example.cn"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "mail.tls");
    EXPECT_EQ(server.mails().size(), 0U);
}

TEST(Send, TellsWhatStaysFromWhatMayPass) {  // INV-4
    const MailServer server;
    const auto settings = reach(server, Tls::None);
    const auto unknown = send(settings, mail_to("nobody@example.cn"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "mail.refused");
    EXPECT_EQ(unknown.error().category, Category::BadInput);
    EXPECT_THAT(unknown.error().message, HasSubstr("no such mailbox"));
    const auto busy = send(settings, mail_to("later@example.cn"));
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, "mail.deferred");
    EXPECT_EQ(busy.error().category, Category::Unavailable);
    auto gone = settings;
    gone.port = 1;
    const auto unreachable = send(gone, mail_to("a@example.cn"));
    ASSERT_FALSE(unreachable);
    EXPECT_EQ(unreachable.error().code, "mail.unreachable");
    EXPECT_EQ(unreachable.error().category, Category::Unavailable);
    const auto bad = send(settings, mail_to("a@b.cn\r\nRCPT TO:<x@y.cn>"));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, "mail.bad_address");
}

TEST(CheckServer, TellsAllThatIsWrong) {
    const auto wrong = check({.host = "mail server", .port = 0, .tls = Tls::None, .user = "luoshi", .password = "", .sender = "luoshi"});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields.size(), 5U);
    EXPECT_TRUE(check({.host = "mail.cangzhou.gov.cn", .sender = "luoshi@cangzhou.gov.cn"}));
}

TEST(CheckServer, LetsNoPasswordGoInTheClearToAnotherMachine) {  // INV-3
    Server server{.host = "mail.cangzhou.gov.cn", .tls = Tls::None, .user = "a", .password = "b", .sender = "a@cangzhou.gov.cn"};
    ASSERT_FALSE(check(server));
    EXPECT_EQ(check(server).error().fields.at(0).code, "mail.password_in_clear");
    server.host = "127.0.0.1";
    EXPECT_TRUE(check(server));
}

}  // namespace
}  // namespace luoshi::mail
