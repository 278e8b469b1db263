#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace luoshi::sheet {

/// How a spreadsheet shows a number: a date is a serial number with such a format, a percentage a fraction.
enum class Shown { Plain, Date, Percent };
enum class Kind { Empty, Number, Text, Boolean, Fault };

/// A cell as it stands in the file.
struct ReadCell {
    Kind kind = Kind::Empty;
    std::string text = {};  ///< of a number its literal, never through a binary fraction; of a boolean 1 or 0; of a fault #DIV/0!
    Shown shown = Shown::Plain;
    bool formula = false;  ///< computed in the spreadsheet; `text` is what it last showed
};

/// Cells from one corner to the other, both included; rows and columns count from 0.
struct Range {
    std::size_t first_row = 0, first_column = 0, last_row = 0, last_column = 0;
    friend bool operator==(const Range&, const Range&) = default;
};

struct ReadSheet {
    std::string name;
    bool hidden = false;
    std::vector<Range> merged = {};
    /// By row, the filled cells in the order of their columns.
    std::vector<std::vector<std::pair<std::size_t, ReadCell>>> rows = {};

    /// The cell, an empty one where nothing stands.
    const ReadCell& at(std::size_t row, std::size_t column) const;
    /// One more than the last filled column.
    std::size_t columns() const;
};

struct ReadBook {
    std::vector<ReadSheet> sheets;
    std::map<std::string, std::string> names;       ///< defined names, hidden ones too
    std::map<std::string, std::string> properties;  ///< custom document properties
    bool from_1904 = false;                         ///< dates count from 1904

    /// The sheet of this name; null when there is none.
    const ReadSheet* find(std::string_view name) const;
};

/// What a workbook may cost: beyond it, it is refused before it is unpacked.
struct ReadLimits {
    std::uint64_t unpacked_bytes = std::uint64_t{64} << 20U;  ///< of all parts together
    std::size_t entries = 2'000;
    std::size_t rows = 50'000;  ///< filled ones of one sheet
    std::size_t columns = 500;
};

/// Reads an .xlsx file. Only parts of the file itself are read: nothing outside of it is ever followed, no formula computed.
/// Errors: sheet.not_xlsx, sheet.encrypted (or the old .xls), sheet.damaged, sheet.too_large.
base::Result<ReadBook> read_xlsx(const std::string& path, const ReadLimits& limits = {});

/// The address as a spreadsheet shows it: row 6, column 2 is C7.
std::string cell_name(std::size_t row, std::size_t column);

/// A number's literal as a spreadsheet shows it: plain decimal digits, at most the 15 significant ones it keeps. Excel saves 64.1 as
/// 64.099999999999994. Nothing when it is no number or has more than 40 digits before or behind the point.
std::optional<std::string> shown_number(std::string_view literal);

/// The day of a serial number, its time of day dropped; nothing when it is no day since 1900.
std::optional<base::Date> serial_day(std::string_view literal, bool from_1904);

}  // namespace luoshi::sheet
