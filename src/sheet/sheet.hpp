#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decimal.hpp"

namespace luoshi::sheet {

/// Nothing, a text, or an exact number.
using Cell = std::variant<std::monostate, std::string, base::Decimal>;
/// The number, or an empty cell.
inline Cell cell(const std::optional<base::Decimal>& number) {
    Cell out;
    if (number) {
        out = *number;
    }
    return out;
}

/// A table with a title, a note below it and one or more header rows.
struct Sheet {
    std::string name;                                 ///< of the tab: at most 31 characters, the rest is cut
    std::string title = {};                           ///< above the table; empty: none
    std::string note = {};                            ///< where the figures come from; empty: none
    std::vector<std::vector<std::string>> head = {};  ///< header rows; equal neighbours are merged in a workbook
    std::vector<std::vector<Cell>> rows = {};
};

/// UTF-8 with a byte order mark, CRLF, RFC 4180 quoting. Title and note are lines of their own, an empty line parts the sheets.
std::string csv(const std::vector<Sheet>& sheets);
/// An Excel workbook (.xlsx): header frozen and bold, columns wide enough, printed in landscape with the header on each page.
/// Throws std::runtime_error when it cannot be written.
std::string xlsx(const std::vector<Sheet>& sheets);

}  // namespace luoshi::sheet
