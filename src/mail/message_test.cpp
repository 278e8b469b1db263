#include "mail/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace luoshi::mail {
namespace {

using testing::HasSubstr;
using testing::Not;

Message returned() {
    return {.to = "dongguang@example.gov.cn",
            .subject = "填报被退回",
            .text = "第一行\n第二行\n",
            .id = "luoshi42",
            .at = base::Moment{*base::make_date(2020, 7, 3)} + std::chrono::hours{1}};
}

TEST(CheckAddress, TakesOrdinaryAddresses) {
    for (const auto* good : {"a@b.cn", "first.last+tag@mail.example.gov.cn", "root@localhost", "o_x-1@163.com"}) {
        EXPECT_TRUE(check_address(good)) << good;
    }
}

TEST(CheckAddress, RefusesWhatIsNoneOrCouldAddARecipientOrAHeader) {  // INV-1
    for (const auto* bad : {"", "a", "@b.cn", "a@", "a@b", "a b@c.cn", "a@b.cn\r\nBcc: x@y.cn", "a@b.cn,x@y.cn", "<a@b.cn>", "a@b@c.cn",
                            "张三@example.cn", "a@-b.cn", "a@b..cn", ".a@b.cn", "\"a\"@b.cn"}) {
        EXPECT_FALSE(check_address(bad)) << bad;
    }
    EXPECT_FALSE(check_address(std::string(65, 'a') + "@b.cn"));
    EXPECT_FALSE(check_address("a@" + std::string(260, 'b') + ".cn"));
}

TEST(EncodedWords, KeepPlainTextAndEncodeTheRest) {  // INV-2
    EXPECT_EQ(encoded_words("Report returned"), "Report returned");
    EXPECT_EQ(encoded_words("落实"), "=?UTF-8?B?6JC95a6e?=");
    EXPECT_EQ(encoded_words("=?UTF-8?B?6JC9?="), "=?UTF-8?B?PT9VVEYtOD9CPzZKQzk/PQ==?=");
}

TEST(EncodedWords, AreCutBetweenCharactersIntoLinesOfAtMost75) {  // INV-2
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text += i % 7 == 0 ? "a" : "沧";
    }
    const auto words = encoded_words(text);
    std::size_t from = 0;
    int lines = 0;
    while (from < words.size()) {
        const auto to = std::min(words.find("\r\n ", from), words.size());
        EXPECT_LE(to - from, 75U);
        ++lines;
        from = to + 3;
    }
    EXPECT_EQ(lines, 3);
    EXPECT_EQ(words.find("\r\n="), std::string::npos);
}

TEST(EncodedWords, NoTextAddsAHeader) {  // INV-1
    EXPECT_EQ(encoded_words("a\r\nBcc: x@y.cn"), "a  Bcc: x@y.cn");
    auto message = returned();
    message.subject = "退回\r\nBcc: x@y.cn";
    EXPECT_THAT(mime(message, "luoshi@cangzhou.gov.cn", "落实\nX: y"), Not(HasSubstr("\nBcc")));
}

TEST(Mime, HasEveryHeaderAndTheTextInBase64) {  // INV-2
    EXPECT_EQ(mime(returned(), "luoshi@cangzhou.gov.cn", "落实"),
              "Date: Fri, 03 Jul 2020 09:00:00 +0800\r\n"
              "From: =?UTF-8?B?6JC95a6e?= <luoshi@cangzhou.gov.cn>\r\n"
              "To: dongguang@example.gov.cn\r\n"
              "Message-ID: <luoshi42@cangzhou.gov.cn>\r\n"
              "Subject: =?UTF-8?B?5aGr5oql6KKr6YCA5Zue?=\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: base64\r\n"
              "\r\n"
              "56ys5LiA6KGMDQrnrKzkuozooYwNCg==\r\n");
}

}  // namespace
}  // namespace luoshi::mail
