#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "indicator/target_split.hpp"
#include "sheet/xlsx_reader.hpp"

namespace luoshi::indicator {

/// One line of an uploaded table.
struct TablePart {
    UnitId unit{1};
    base::Decimal value;
};
/// The unit a name stands for among those that may get a part; what is wrong with the name otherwise.
using UnitLookup = std::function<std::variant<UnitId, base::Phrase>(const std::string& name)>;

/// Reads a table of the columns 单位 and 数值 (CSV, UTF-8). Numbers may be written in full width, with thousands separators or with 万
/// and 亿. All or nothing. Errors: share.bad_table with every place as "file:line:column" (columns counted as in a spreadsheet).
base::Result<std::vector<TablePart>> read_split_table(const std::string& file, std::string_view text, const Definition& definition,
                                                      const UnitLookup& lookup);

/// The first sheet of a workbook as the text of such a table: each row a line and each column a column, so that places stay the same.
/// What is no plain number (a day, a percentage, true, #REF!) stays recognisable and is refused by read_split_table.
std::string table_text(const sheet::ReadBook& book);

}  // namespace luoshi::indicator
