#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luoshi::http {

/// Names with values in order of arrival, in one buffer that a connection reuses from request to request.
/// Views handed out live until the next add() or clear().
class Fields {
public:
    using Item = std::pair<std::string_view, std::string_view>;

    Fields() = default;
    Fields(std::initializer_list<Item> items);

    void add(std::string_view name, std::string_view value);
    void clear();
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    Item item(std::size_t index) const;

    /// The first value of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The same without regard to the case of ASCII letters, as header names are compared.
    std::optional<std::string_view> find_ignoring_case(std::string_view name) const;

private:
    struct Entry {
        std::uint32_t start;
        std::uint32_t name_size;
        std::uint32_t value_size;
    };
    std::string text_;
    std::vector<Entry> entries_;
};

/// Equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace luoshi::http
