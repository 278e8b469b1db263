#include "http/fields.hpp"

#include <algorithm>

namespace luoshi::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return x == y || lower(x) == lower(y); });
}

Fields::Fields(std::initializer_list<Item> items) {
    for (const auto& [name, value] : items) {
        add(name, value);
    }
}

void Fields::add(std::string_view name, std::string_view value) {
    entries_.push_back(
        {static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

void Fields::clear() {
    text_.clear();
    entries_.clear();
}

Fields::Item Fields::item(std::size_t index) const {
    const Entry& entry = entries_[index];
    const std::string_view text = text_;
    return {text.substr(entry.start, entry.name_size), text.substr(entry.start + entry.name_size, entry.value_size)};
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (const Item found = item(i); found.first == name) {
            return found.second;
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Fields::find_ignoring_case(std::string_view name) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (const Item found = item(i); equal_ignoring_case(found.first, name)) {
            return found.second;
        }
    }
    return std::nullopt;
}

}  // namespace luoshi::http
