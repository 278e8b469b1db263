#include "org/unit_name.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

namespace luoshi::org {
namespace {

constexpr std::string_view kCity = "市";

bool is_decoration(char32_t c) {
    return base::is_space(c) || std::u32string_view{U"()[]{}〔〕【】「」《》“”\"'、,·・/"}.find(c) != std::u32string_view::npos;
}

void replace_all(std::u32string& text, std::u32string_view what, std::u32string_view with) {
    for (auto at = text.find(what); at != std::u32string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

}  // namespace

std::string name_key(std::string_view name) {
    const auto decoded = base::decode_utf8(name);
    if (!decoded) {
        return std::string{name};
    }
    std::u32string key;
    for (const char32_t c : *decoded) {
        if (const auto folded = base::fold_width(c); !is_decoration(folded)) {
            key += folded;
        }
    }
    replace_all(key, U"人民政府", U"政府");
    replace_all(key, U"管理委员会", U"管委会");
    return base::encode_utf8(key);
}

std::vector<std::string> writings(const std::vector<std::string>& names, std::string_view city) {
    std::vector<std::string> out;
    const auto add = [&](std::string name) {
        if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) {
            out.push_back(std::move(name));
        }
    };
    for (const auto& name : names) {
        add(name);
        const std::string_view view = name;
        if (city.ends_with(kCity) && view.starts_with(city) && view.size() > city.size()) {
            add(std::string{kCity}.append(view.substr(city.size())));
        } else if (city.ends_with(kCity) && view.starts_with(kCity)) {
            add(std::string{city}.append(view.substr(kCity.size())));
        }
    }
    return out;
}

}  // namespace luoshi::org
