#include "http/target.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/message.hpp"

namespace luoshi::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

bool percent_decode(std::string_view text, Plus plus, std::string& out) {
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' && plus == Plus::Space ? ' ' : text[i];
        }
    }
    const std::string_view decoded = std::string_view{out}.substr(start);
    return base::is_utf8(decoded) && decoded.find('\0') == std::string_view::npos;
}

base::Result<std::string> percent_decoded(std::string_view text) {
    std::string out;
    if (!percent_decode(text, Plus::Literal, out)) {
        return base::bad_input("request.bad_escape", "百分号编码有误：应为 UTF-8 文字的 %XX 形式，请更新浏览器或客户端后重试。");
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 0xFU];
        }
    }
    return out;
}

std::optional<Target> split_target(std::string_view target) {
    for (const std::string_view scheme : {std::string_view{"http://"}, std::string_view{"https://"}}) {
        if (target.starts_with(scheme)) {
            const std::size_t path = target.find_first_of("/?", scheme.size());
            target = path == std::string_view::npos ? "/" : target.substr(path);
        }
    }
    if (target.empty() || target.front() != '/') {
        return std::nullopt;
    }
    const std::size_t question = target.find('?');
    if (question == std::string_view::npos) {
        return Target{target, {}};
    }
    return Target{target.substr(0, question), target.substr(question + 1)};
}

bool read_query(std::string_view query, Fields& out) {
    std::string name;
    std::string value;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) {
            continue;
        }
        const std::size_t equals = std::min(pair.find('='), pair.size());
        name.clear();
        value.clear();
        if (!percent_decode(pair.substr(0, equals), Plus::Space, name) ||
            !percent_decode(pair.substr(std::min(equals + 1, pair.size())), Plus::Space, value)) {
            return false;
        }
        out.add(name, value);
    }
    return true;
}

}  // namespace luoshi::http
