#include "app/mail_options.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"

namespace luoshi::app {
namespace {

TEST(MailOptions, WithoutAHostTheSiteSendsNoMail) {
    const auto none = mail_server({}, "沧州市");
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->has_value());
}

TEST(MailOptions, ThePasswordIsTheFirstLineOfItsFile) {
    const tests::TemporaryFolder folder;
    const auto file = (folder.path() / "password").string();
    std::ofstream{file} << "secret word\r\nnot this\n";
    const MailOptions options{.host = "mail.cangzhou.gov.cn",
                              .port = 465,
                              .tls = "tls",
                              .user = "luoshi",
                              .password_file = file,
                              .sender = "luoshi@cangzhou.gov.cn",
                              .ca_file = ""};
    const auto server = mail_server(options, "沧州市");
    ASSERT_TRUE(server) << server.error().message;
    EXPECT_EQ((*server)->password, "secret word");
    EXPECT_EQ((*server)->tls, mail::Tls::Whole);
    EXPECT_EQ((*server)->sender_name, "沧州市");
}

TEST(MailOptions, AMissingPasswordFileIsToldWithItsPath) {
    MailOptions options;
    options.host = "mail.cangzhou.gov.cn";
    options.password_file = "/nowhere/password";
    const auto server = mail_server(options, "");
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code, "mail.no_password_file");
    EXPECT_NE(server.error().message.find("/nowhere/password"), std::string::npos);
}

TEST(MailOptions, WrongSettingsAreToldBeforeTheSiteStarts) {
    MailOptions options;
    options.host = "mail.cangzhou.gov.cn";
    options.sender = "luoshi";
    const auto server = mail_server(options, "");
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().fields.at(0).path, "--mail-sender");
}

}  // namespace
}  // namespace luoshi::app
