#include "identity/password_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace luoshi::identity {

namespace {

constexpr std::size_t kMostBytes = 256;

/// The stems that lists of broken passwords are made of, small letters; recent years among them.
constexpr std::array kWeakStems = std::to_array<std::string_view>(
    {"password", "passwd", "admin",   "administrator", "manager",   "welcome",  "letmein",  "iloveyou", "woaini", "5201314",
     "520",      "1314",   "888",     "666",           "qweasd",    "asdfgh",   "zxcvbn",   "qazwsx",   "abcabc", "aabbcc",
     "root",     "system", "test",    "guest",         "user",      "luoshi",   "fangan",   "cangzhou", "hebei",  "beijing",
     "zhongguo", "china",  "shengri", "dragon",        "monkey",    "football", "sunshine", "princess", "master", "superman",
     "changeme", "secret", "mima",    "gongzuo",       "lianxiren", "yonghu",   "guanli",   "2018",     "2019",   "2020",
     "2021",     "2022",   "2023",    "2024",          "2025",      "2026"});

/// Runs of keys and digits, forwards; also looked for backwards.
constexpr std::array kRuns = std::to_array<std::string_view>(
    {"01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb", "qazwsxedcrfvtgb"});

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// Small letters, and the usual disguises undone: P@ssw0rd becomes password.
std::string fold(std::string_view text) {
    std::string out = lower(text);
    for (char& c : out) {
        switch (c) {
            case '@':
            case '4':
                c = 'a';
                break;
            case '0':
                c = 'o';
                break;
            case '1':
            case '!':
                c = 'i';
                break;
            case '3':
                c = 'e';
                break;
            case '$':
            case '5':
                c = 's';
                break;
            default:
                break;
        }
    }
    return out;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

int classes(std::string_view text) {
    bool capital = false;
    bool small = false;
    bool digit = false;
    bool mark = false;
    for (const char c : text) {
        capital |= c >= 'A' && c <= 'Z';
        small |= c >= 'a' && c <= 'z';
        digit |= c >= '0' && c <= '9';
        mark |= static_cast<unsigned char>(c) < 0x80 && !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
    return int{capital} + int{small} + int{digit} + int{mark};
}

/// Marks the pieces of at least four characters that repeat one character or follow a run.
void mark_runs(std::string_view text, std::vector<bool>& marks) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t longest = 1;
        while (at + longest < text.size() && text[at + longest] == text[at]) {
            ++longest;
        }
        for (const auto run : kRuns) {
            for (const std::string& line : {std::string{run}, std::string{run.rbegin(), run.rend()}}) {
                for (auto start = line.find(text[at]); start != std::string::npos; start = line.find(text[at], start + 1)) {
                    std::size_t length = 1;
                    while (at + length < text.size() && start + length < line.size() && text[at + length] == line[start + length]) {
                        ++length;
                    }
                    longest = std::max(longest, length);
                }
            }
        }
        if (longest >= 4) {
            std::fill_n(marks.begin() + static_cast<std::ptrdiff_t>(at), longest, true);
        }
        at += longest >= 4 ? longest : 1;
    }
}

void mark_stems(std::string_view text, std::vector<bool>& marks) {
    for (const auto stem : kWeakStems) {
        for (auto at = text.find(stem); at != std::string_view::npos; at = text.find(stem, at + 1)) {
            std::fill_n(marks.begin() + static_cast<std::ptrdiff_t>(at), stem.size(), true);
        }
    }
}

/// Well-known passwords, keyboard runs and repetitions make up at least half of it.
bool is_weak(std::string_view password) {
    const std::string plain = lower(password);
    std::vector<bool> marks(password.size());
    mark_stems(plain, marks);
    mark_stems(fold(password), marks);
    mark_runs(plain, marks);
    return static_cast<std::size_t>(std::count(marks.begin(), marks.end(), true)) * 2 >= password.size();
}

}  // namespace

std::vector<base::FieldError> check_password(std::string_view password, std::string_view login, const Settings& settings,
                                             const std::string& path) {
    std::vector<base::FieldError> faults;
    if (characters(password) < settings.password_min_length) {
        faults.push_back(base::field_error(
            path, base::phrase("password.short", "口令至少 {least} 个字符", {{"least", std::to_string(settings.password_min_length)}})));
    }
    if (password.size() > kMostBytes) {
        faults.push_back({path, "password.long", fmt::format("口令不能超过 {} 字节", kMostBytes)});
        return faults;
    }
    if (std::any_of(password.begin(), password.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
        faults.push_back({path, "password.control", "口令不能含有控制字符"});
    }
    if (classes(password) < settings.password_classes) {
        faults.push_back(
            base::field_error(path, base::phrase("password.classes", "口令须含大写字母、小写字母、数字、符号中的至少 {least} 类",
                                                 {{"least", std::to_string(settings.password_classes)}})));
    }
    if (!login.empty() && lower(password).find(lower(login)) != std::string::npos) {
        faults.push_back({path, "password.contains_login", "口令不能包含登录名"});
    }
    if (is_weak(password)) {
        faults.push_back({path, "password.weak", "口令过于常见或有规律（如 Password1!、1qaz@WSX）：请换一个不易猜到的"});
    }
    return faults;
}

}  // namespace luoshi::identity
