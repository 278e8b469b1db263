#include "http/target.hpp"

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

/// Well-formed UTF-8 (Unicode table 3-7) without NUL.
bool is_clean_utf8(std::string_view text) {
    std::size_t i = 0;
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    while (i < text.size()) {
        const unsigned lead = byte(i);
        if (lead == 0 || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) {
            return false;
        }
        const std::size_t more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        unsigned least = 0x80;
        unsigned most = 0xBF;
        if (lead == 0xE0) {
            least = 0xA0;
        } else if (lead == 0xED) {
            most = 0x9F;
        } else if (lead == 0xF0) {
            least = 0x90;
        } else if (lead == 0xF4) {
            most = 0x8F;
        }
        for (std::size_t k = 1; k <= more; ++k) {
            if (byte(i + k) < least || byte(i + k) > most) {
                return false;
            }
            least = 0x80;
            most = 0xBF;
        }
        i += more + 1;
    }
    return true;
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
    return is_clean_utf8(std::string_view{out}.substr(start));
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
