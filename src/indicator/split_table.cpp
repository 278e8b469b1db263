#include "indicator/split_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "config/csv.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;

constexpr std::string_view kBad = "share.bad_table";

/// "１，２００", "1.5万": as people write numbers in a spreadsheet.
std::optional<Decimal> number_of(std::string_view written) {
    const auto decoded = base::decode_utf8(written);
    if (!decoded) {
        return std::nullopt;
    }
    std::u32string text;
    for (const char32_t c : base::fold_width(*decoded)) {
        if (c != U',' && !base::is_space(c)) {
            text += c;
        }
    }
    std::int64_t factor = 1;
    if (text.ends_with(U'万') || text.ends_with(U'亿')) {
        factor = text.ends_with(U'万') ? 10'000 : 100'000'000;
        text.pop_back();
    }
    const auto value = Decimal::parse(base::encode_utf8(text));
    return value ? value->times(factor) : std::nullopt;
}

/// Where a column stands in the file, counted from 1.
int column_of(std::string_view text, std::string_view name) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    const auto before = text.substr(0, std::min(text.find(name), text.find('\n')));
    return 1 + static_cast<int>(std::count(before.begin(), before.end(), ','));
}

std::string shown_text(const sheet::ReadCell& cell, bool from_1904) {
    if (cell.kind == sheet::Kind::Boolean) {
        return cell.text == "1" ? "TRUE" : "FALSE";
    }
    if (cell.kind != sheet::Kind::Number) {
        return cell.text;
    }
    if (cell.shown == sheet::Shown::Date) {
        const auto day = sheet::serial_day(cell.text, from_1904);
        return day ? base::date_text(*day) : cell.text + "（日期）";
    }
    return sheet::shown_number(cell.text).value_or(cell.text) + (cell.shown == sheet::Shown::Percent ? "（百分比格式）" : "");
}

/// One field on one line, whatever stands in it.
std::string quoted(std::string text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '\n' || c == '\r' ? ' ' : c;
        out += c == '"' ? "\"" : "";
    }
    return out + "\"";
}

}  // namespace

std::string table_text(const sheet::ReadBook& book) {
    const sheet::ReadSheet& page = book.sheets.front();
    const std::size_t width = page.rows.empty() || page.rows.front().empty() ? 0 : page.rows.front().back().first + 1;
    std::string out;
    for (std::size_t row = 0; row < page.rows.size(); ++row) {
        const auto& cells = page.rows[row];
        for (std::size_t column = 0; !cells.empty() && column < std::max(width, cells.back().first + 1); ++column) {
            const std::string text = shown_text(page.at(row, column), book.from_1904);
            out += (column == 0 ? "" : ",") + (row == 0 ? text : quoted(text));
        }
        out += '\n';
    }
    return out;
}

base::Result<std::vector<TablePart>> read_split_table(const std::string& file, std::string_view text, const Definition& definition,
                                                      const UnitLookup& lookup) {
    config::Problems problems;
    const auto rows = config::read_csv(file, text, {"单位", "数值"}, {}, problems);
    base::Error error = problems.error(std::string{kBad}, "表中有错误，没有采用；请按所列的行和列改正后重新上传");
    const int unit_column = column_of(text, "单位");
    const int value_column = column_of(text, "数值");
    const auto fail = [&](int line, int column, base::Phrase said) {
        error.fields.push_back(base::field_error(fmt::format("{}:{}:{}", file, line, column), std::move(said)));
    };
    std::map<UnitId, int> seen;
    std::vector<TablePart> out;
    for (const auto& row : rows) {
        const std::string name{base::trim(row.fields[0])};
        const std::string_view written = base::trim(row.fields[1]);
        const auto found =
            name.empty() ? std::variant<UnitId, base::Phrase>{base::phrase("share.table_no_unit", "没有写单位")} : lookup(name);
        if (const auto* wrong = std::get_if<base::Phrase>(&found)) {
            fail(row.line, unit_column, *wrong);
        }
        const auto value = number_of(written);
        if (!value) {
            fail(row.line, value_column,
                 written.empty() ? base::phrase("share.table_no_value", "没有写数值；不分给这个单位就删去这一行")
                                 : base::phrase("share.table_not_number", "“{written}”不是数，请写成 120 或 1.5万 这样的数",
                                                {{"written", std::string{written}}}));
        } else if (auto wrong = wrong_part(definition, name, *value)) {
            fail(row.line, value_column, *std::move(wrong));
        }
        if (const auto* unit = std::get_if<UnitId>(&found)) {
            const auto [first, fresh] = seen.emplace(*unit, row.line);
            if (!fresh) {
                fail(row.line, unit_column,
                     base::phrase("share.table_twice", "{unit}在第 {line} 行已经写过，请删去一行",
                                  {{"unit", name}, {"line", std::to_string(first->second)}}));
            }
            out.push_back({*unit, value.value_or(Decimal{})});
        }
    }
    if (rows.empty() && error.fields.empty()) {
        fail(1, 1, base::phrase("share.table_empty", "表中没有数据；第一行写“单位,数值”，以下每行一个单位"));
    }
    if (!error.fields.empty()) {
        return error;
    }
    return out;
}

}  // namespace luoshi::indicator
