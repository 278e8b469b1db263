#include "mail/message.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace luoshi::mail {
namespace {

constexpr std::size_t kLongestAddress = 254;  // RFC 5321 4.5.3.1.3, less the brackets
constexpr std::size_t kBytesOfAWord = 42;     // 56 characters in base64, 68 with =?UTF-8?B? ?=: RFC 2047 allows 75
constexpr std::size_t kBase64Line = 76;       // RFC 2045 6.8

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            bits = bits << 8U | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            out += j <= group.size() ? kDigits[bits >> (18 - 6 * j) & 63U] : '=';
        }
    }
    return out;
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7F; }

/// "Fri, 03 Jul 2020 09:00:00 +0800": the time of Beijing (RFC 5322 3.3).
std::string header_date(base::Moment at) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto local = at + std::chrono::hours{8};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(local - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0800", kDays.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// The text with every line break as CRLF.
std::string with_crlf(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
            out += '\r';
        }
        out += text[i];
    }
    return out;
}

}  // namespace

base::Status check_address(std::string_view address) {
    const auto refused = [] {
        return base::bad_input("mail.bad_address", "邮箱地址不正确：应形如 name@example.gov.cn，只用半角字母、数字和 . _ - +");
    };
    const auto at = address.find('@');
    if (address.size() > kLongestAddress || at == std::string_view::npos || at == 0 || at > 64) {
        return refused();
    }
    const auto local = address.substr(0, at);
    const auto domain = address.substr(at + 1);
    const auto is_plain = [](std::string_view text, std::string_view marks) {
        return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos &&
               std::ranges::all_of(text, [&](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          marks.find(c) != std::string_view::npos;
               });
    };
    if (!is_plain(local, "!#$%&'*+-/=?^_`{|}~.") || !is_plain(domain, "-.") || domain.front() == '-' || domain.back() == '-' ||
        (domain != "localhost" && domain.find('.') == std::string_view::npos)) {
        return refused();
    }
    return base::Done{};
}

std::string encoded_words(std::string_view text) {
    std::string line{text};
    std::ranges::replace_if(
        line, [](char c) { return is_control(static_cast<unsigned char>(c)); }, ' ');
    const bool is_ascii = std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_ascii && line.size() <= kBase64Line && line.find("=?") == std::string::npos) {
        return line;
    }
    std::string out;
    for (std::size_t from = 0; from < line.size();) {
        auto to = std::min(line.size(), from + kBytesOfAWord);
        while (to < line.size() && to > from + 1 && (static_cast<unsigned char>(line[to]) & 0xC0U) == 0x80U) {
            --to;  // never within a character
        }
        out += fmt::format("{}=?UTF-8?B?{}?=", from == 0 ? "" : "\r\n ", base64(std::string_view{line}.substr(from, to - from)));
        from = to;
    }
    return out;
}

std::string mime(const Message& message, std::string_view sender, std::string_view sender_name) {
    const auto domain = sender.substr(sender.find('@') + 1);
    std::string name = encoded_words(sender_name);
    if (!name.empty() && !name.starts_with("=?")) {
        std::erase_if(name, [](char c) { return c == '"' || c == '\\'; });
        name = '"' + name + '"';
    }
    std::string out;
    out += fmt::format("Date: {}\r\n", header_date(message.at));
    out += name.empty() ? fmt::format("From: {}\r\n", sender) : fmt::format("From: {} <{}>\r\n", name, sender);
    out += fmt::format("To: {}\r\n", message.to);
    out += fmt::format("Message-ID: <{}@{}>\r\n", message.id, domain);
    out += fmt::format("Subject: {}\r\n", encoded_words(message.subject));
    // An answering machine must not answer a machine (RFC 3834).
    out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
    out += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const auto body = base64(with_crlf(message.text));
    for (std::size_t i = 0; i < body.size(); i += kBase64Line) {
        out += body.substr(i, kBase64Line);
        out += "\r\n";
    }
    return out;
}

}  // namespace luoshi::mail
