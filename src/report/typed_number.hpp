#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "sheet/xlsx_reader.hpp"

namespace luoshi::report {

/// A number as a person put it into a cell.
struct TypedNumber {
    std::optional<base::Decimal> value = {};  ///< nothing in an empty cell
    bool read_differently = false;            ///< written otherwise than as plain digits: 1,200 or １２ or 1.2万
};

/// Reads a cell as a number in `unit`, exactly: full-width digits, thousands separators, 万, 亿 and 万亿, the unit itself and a cell
/// shown as a percentage are understood; nothing is rounded. Errors: cell.formula, cell.not_a_number, cell.separators, cell.date,
/// cell.percentage, cell.fault, cell.too_many_decimals, cell.out_of_range.
base::Result<TypedNumber> typed_number(const sheet::ReadCell& cell, std::string_view unit);

/// What stands in a cell as text, a date as 2020-06-01; blanks around it and carriage returns dropped. Errors: cell.formula, cell.fault,
/// cell.too_long.
base::Result<std::string> typed_text(const sheet::ReadCell& cell, std::size_t most_characters, bool from_1904);

}  // namespace luoshi::report
