#include "sheet/xlsx_reader.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <memory>
#include <pugixml.hpp>

#include "base/text.hpp"

namespace luoshi::sheet {
namespace {

constexpr std::string_view kCompound = "\xD0\xCF\x11\xE0";
constexpr std::size_t kSignificant = 15;
constexpr std::size_t kMostDigits = 40;

base::Error damaged(std::string_view what) {
    return base::bad_input(base::phrase("sheet.damaged",
                                        "工作簿内容不完整（{part}），无法读取；请用 Excel 或 WPS 打开后另存为 .xlsx，再上传",
                                        {{"part", std::string{what}}}));
}
base::Error too_large(std::string_view what) {
    return base::bad_input(base::phrase("sheet.too_large", "工作簿过大（{what}），没有读取；请删去多余的工作表、图片和空行后再上传",
                                        {{"what", std::string{what}}}));
}

/// The name without its namespace's prefix: some programs write x:row.
std::string_view local(const char* name) {
    const std::string_view whole{name};
    const auto colon = whole.find(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}
std::string_view local(pugi::xml_node node) { return local(node.name()); }

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
    return parent.find_child([&](pugi::xml_node node) { return local(node) == name; });
}
std::string_view attribute(pugi::xml_node node, std::string_view name) {
    for (const auto each : node.attributes()) {
        if (local(each.name()) == name) {
            return each.value();
        }
    }
    return {};
}
std::optional<std::size_t> number(std::string_view text) {
    std::size_t out = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional{out} : std::nullopt;
}

/// Characters that XML cannot hold are written _x000D_; the carriage return is dropped, other control characters are too.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "_x" && i + 6 < text.size() && text[i + 6] == '_') {
            unsigned code = 0;
            const auto [end, fault] = std::from_chars(text.data() + i + 2, text.data() + i + 6, code, 16);
            if (fault == std::errc{} && end == text.data() + i + 6) {
                if (code == '\n' || code == '\t' || code >= 0x20) {
                    base::append_utf8(out, static_cast<char32_t>(code));
                }
                i += 6;
                continue;
            }
        }
        if (static_cast<unsigned char>(text[i]) >= 0x20 || text[i] == '\n' || text[i] == '\t') {
            out += text[i];
        }
    }
    return out;
}

/// The text of a shared or inline string; phonetic readings are not part of it.
void append_text(pugi::xml_node node, std::string& out) {
    for (const auto each : node) {
        const auto name = local(each);
        if (name == "t") {
            out += each.text().get();
        } else if (name == "r") {
            append_text(each, out);
        }
    }
}

std::optional<std::pair<std::size_t, std::size_t>> address(std::string_view text) {
    std::size_t column = 0;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i < 4; ++i) {
        column = column * 26 + static_cast<std::size_t>(text[i] - 'A') + 1;
    }
    const auto row = number(text.substr(i));
    if (i == 0 || !row || *row == 0 || *row > (1U << 20U)) {
        return std::nullopt;
    }
    return std::pair{*row - 1, column - 1};
}

/// Whether a number format shows a date: a letter of one outside of quotes, brackets and escapes.
Shown shown_by(std::string_view format) {
    bool quoted = false;
    bool bracket = false;
    Shown out = Shown::Plain;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (c == '"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[' || c == ']') {
            bracket = c == '[';
        } else if (!bracket && std::string_view{"yYdDhHsS"}.find(c) != std::string_view::npos) {
            return Shown::Date;
        } else if (!bracket && c == '%') {
            out = Shown::Percent;
        }
    }
    return out;
}
Shown shown_by(std::size_t built_in) {
    const auto within = [&](std::size_t first, std::size_t last) { return built_in >= first && built_in <= last; };
    if (within(14, 22) || within(27, 36) || within(45, 47) || within(50, 58)) {
        return Shown::Date;
    }
    return within(9, 10) ? Shown::Percent : Shown::Plain;
}

/// The parts of a package, each unpacked when asked for.
class Package {
public:
    static base::Result<Package> open(const std::string& path, const ReadLimits& limits) {
        std::array<char, 4> head{};
        std::ifstream{path, std::ios::binary}.read(head.data(), head.size());
        if (std::string_view{head.data(), head.size()} == kCompound) {
            return base::bad_input("sheet.encrypted", "这是加密的工作簿或旧的 .xls 格式；请去掉密码，另存为 .xlsx 后再上传");
        }
        int fault = 0;
        Package out{zip_open(path.c_str(), ZIP_RDONLY, &fault)};
        if (!out.archive_) {
            return base::bad_input("sheet.not_xlsx", "这不是 .xlsx 工作簿，或文件已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx，再上传");
        }
        const auto entries = zip_get_num_entries(out.archive_.get(), 0);
        if (entries < 0 || static_cast<std::size_t>(entries) > limits.entries) {
            return too_large("文件数过多");
        }
        std::uint64_t total = 0;
        for (zip_int64_t i = 0; i < entries; ++i) {
            zip_stat_t stat;
            if (zip_stat_index(out.archive_.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) {
                return damaged("目录");
            }
            if (stat.size > limits.unpacked_bytes || (total += stat.size) > limits.unpacked_bytes) {
                return too_large("解压后超过上限");
            }
        }
        return out;
    }

    bool has(const std::string& name) const { return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0; }

    /// The part, parsed; entities that it declares itself are not expanded.
    base::Result<std::unique_ptr<pugi::xml_document>> xml(const std::string& name) const {
        const auto index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
        zip_stat_t stat;
        if (index < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
            return damaged(name);
        }
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0),
                                                                      &zip_fclose);
        const std::size_t size = static_cast<std::size_t>(stat.size);
        auto* const bytes = static_cast<char*>(pugi::get_memory_allocation_function()(size + 1));
        auto document = std::make_unique<pugi::xml_document>();
        // one byte more than declared: a part that is longer than it says is refused, and the end checks its sum
        if (!file || zip_fread(file.get(), bytes, size + 1) != static_cast<zip_int64_t>(size)) {
            pugi::get_memory_deallocation_function()(bytes);
            return damaged(name);
        }
        if (!document->load_buffer_inplace_own(bytes, size, pugi::parse_default | pugi::parse_ws_pcdata_single)) {
            return damaged(name);
        }
        return document;
    }

private:
    explicit Package(zip_t* archive) : archive_(archive, &zip_discard) {}
    std::unique_ptr<zip_t, decltype(&zip_discard)> archive_;
};

struct Relation {
    std::string type;
    std::string part;  ///< its name in the package
};

/// What a part refers to within the package; what lies outside of it is left out.
base::Result<std::map<std::string, Relation>> relations(const Package& package, const std::string& folder, const std::string& file) {
    LUOSHI_TRY(xml, package.xml(folder + "_rels/" + file + ".rels"));
    std::map<std::string, Relation> out;
    for (const auto node : xml->document_element()) {
        const auto target = attribute(node, "Target");
        if (attribute(node, "TargetMode") == "External" || target.find("..") != std::string_view::npos || target.empty()) {
            continue;
        }
        const auto type = attribute(node, "Type");
        out.emplace(attribute(node, "Id"), Relation{std::string{type.substr(std::min(type.size(), type.rfind('/') + 1))},
                                                    target.front() == '/' ? std::string{target.substr(1)} : folder + std::string{target}});
    }
    return out;
}

std::vector<std::string> shared_strings(pugi::xml_node root) {
    std::vector<std::string> out;
    for (const auto node : root) {
        if (local(node) == "si") {
            std::string text;
            append_text(node, text);
            out.push_back(unescaped(text));
        }
    }
    return out;
}

/// By the number of a cell's style, how it shows a number.
std::vector<Shown> styles(pugi::xml_node root) {
    std::map<std::size_t, Shown> custom;
    for (const auto node : child(root, "numFmts")) {
        if (const auto id = number(attribute(node, "numFmtId"))) {
            custom[*id] = shown_by(attribute(node, "formatCode"));
        }
    }
    std::vector<Shown> out;
    for (const auto node : child(root, "cellXfs")) {
        const auto id = number(attribute(node, "numFmtId")).value_or(0);
        const auto known = custom.find(id);
        out.push_back(known == custom.end() ? shown_by(id) : known->second);
    }
    return out;
}

struct Common {
    std::vector<std::string> strings;
    std::vector<Shown> styles;
};

std::optional<ReadCell> cell_of(pugi::xml_node node, const Common& common) {
    ReadCell cell;
    std::string_view type;
    std::size_t style = 0;
    for (const auto each : node.attributes()) {
        const auto name = local(each.name());
        if (name == "t") {
            type = each.value();
        } else if (name == "s") {
            style = number(each.value()).value_or(0);
        }
    }
    pugi::xml_node value;
    pugi::xml_node inline_text;
    for (const auto each : node) {
        const auto name = local(each);
        if (name == "v") {
            value = each;
        } else if (name == "f") {
            cell.formula = true;
        } else if (name == "is") {
            inline_text = each;
        }
    }
    if (type == "inlineStr") {
        std::string text;
        append_text(inline_text, text);
        cell.kind = Kind::Text;
        cell.text = unescaped(text);
    } else if (value) {
        cell.text = value.text().get();
        if (type == "s") {
            const auto index = number(cell.text);
            if (!index || *index >= common.strings.size()) {
                return std::nullopt;
            }
            cell.kind = Kind::Text;
            cell.text = common.strings[*index];
        } else if (type == "str" || type == "d") {
            cell.kind = Kind::Text;
            cell.text = unescaped(cell.text);
        } else if (type == "b") {
            cell.kind = Kind::Boolean;
        } else if (type == "e") {
            cell.kind = Kind::Fault;
        } else {
            cell.kind = Kind::Number;
            cell.shown = style < common.styles.size() ? common.styles[style] : Shown::Plain;
        }
    }
    if (cell.text.empty() && !cell.formula) {
        cell.kind = Kind::Empty;
    }
    return cell;
}

base::Result<base::Done> read_sheet(pugi::xml_node root, const Common& common, const ReadLimits& limits, ReadSheet& out) {
    std::size_t filled = 0;
    std::size_t next_row = 0;
    for (const auto row_node : child(root, "sheetData")) {
        if (local(row_node) != "row") {
            continue;
        }
        const auto at = number(attribute(row_node, "r"));
        const std::size_t row = at && *at > 0 ? *at - 1 : next_row;
        if (row < next_row) {
            return damaged(out.name);
        }
        next_row = row + 1;
        std::vector<std::pair<std::size_t, ReadCell>> cells;
        std::size_t next_column = 0;
        for (const auto node : row_node) {
            if (local(node) != "c") {
                continue;
            }
            const auto name = attribute(node, "r");
            const auto place = name.empty() ? std::pair{row, next_column} : address(name).value_or(std::pair{row + 1, std::size_t{0}});
            if (place.first != row || place.second < next_column) {
                return damaged(out.name);
            }
            next_column = place.second + 1;
            auto cell = cell_of(node, common);
            if (!cell) {
                return damaged(out.name);
            }
            if (cell->kind == Kind::Empty && !cell->formula) {
                continue;  // formatted only
            }
            if (place.second >= limits.columns) {
                return too_large("列数过多");
            }
            cells.emplace_back(place.second, *std::move(cell));
        }
        if (cells.empty()) {
            continue;
        }
        if (++filled > limits.rows || row >= limits.rows) {
            return too_large("行数过多");
        }
        out.rows.resize(row + 1);
        out.rows[row] = std::move(cells);
    }
    for (const auto node : child(root, "mergeCells")) {
        const auto text = attribute(node, "ref");
        const auto colon = text.find(':');
        const auto first = address(text.substr(0, colon));
        const auto last = colon == std::string_view::npos ? first : address(text.substr(colon + 1));
        if (first && last) {
            out.merged.push_back({first->first, first->second, last->first, last->second});
        }
    }
    return base::Done{};
}

}  // namespace

const ReadCell& ReadSheet::at(std::size_t row, std::size_t column) const {
    static const ReadCell kEmpty;
    if (row >= rows.size()) {
        return kEmpty;
    }
    const auto hit =
        std::lower_bound(rows[row].begin(), rows[row].end(), column, [](const auto& cell, std::size_t c) { return cell.first < c; });
    return hit == rows[row].end() || hit->first != column ? kEmpty : hit->second;
}

std::size_t ReadSheet::columns() const {
    std::size_t out = 0;
    for (const auto& row : rows) {
        out = row.empty() ? out : std::max(out, row.back().first + 1);
    }
    return out;
}

const ReadSheet* ReadBook::find(std::string_view name) const {
    const auto hit = std::find_if(sheets.begin(), sheets.end(), [&](const ReadSheet& sheet) { return sheet.name == name; });
    return hit == sheets.end() ? nullptr : &*hit;
}

base::Result<ReadBook> read_xlsx(const std::string& path, const ReadLimits& limits) {
    LUOSHI_TRY(package, Package::open(path, limits));
    LUOSHI_TRY(roots, relations(package, "", ""));
    const auto main = std::find_if(roots.begin(), roots.end(), [](const auto& root) { return root.second.type == "officeDocument"; });
    if (main == roots.end()) {
        return damaged("_rels/.rels");
    }
    const auto slash = main->second.part.rfind('/') + 1;  // 0 when there is none
    LUOSHI_TRY(parts, relations(package, main->second.part.substr(0, slash), main->second.part.substr(slash)));
    LUOSHI_TRY(workbook, package.xml(main->second.part));

    Common common;
    for (const auto& [id, part] : parts) {
        if (part.type == "sharedStrings" && package.has(part.part)) {
            LUOSHI_TRY(xml, package.xml(part.part));
            common.strings = shared_strings(xml->document_element());
        } else if (part.type == "styles" && package.has(part.part)) {
            LUOSHI_TRY(xml, package.xml(part.part));
            common.styles = styles(xml->document_element());
        }
    }
    ReadBook out;
    const auto book = workbook->document_element();
    const auto since = attribute(child(book, "workbookPr"), "date1904");
    out.from_1904 = since == "1" || since == "true";
    for (const auto node : child(book, "sheets")) {
        ReadSheet sheet{.name = std::string{attribute(node, "name")},
                        .hidden = !attribute(node, "state").empty() && attribute(node, "state") != "visible"};
        const auto part = parts.find(std::string{attribute(node, "id")});
        if (part == parts.end()) {
            return damaged(sheet.name);
        }
        if (part->second.type == "worksheet") {  // a page with a chart only has no cells
            LUOSHI_TRY(xml, package.xml(part->second.part));
            LUOSHI_TRY(read, read_sheet(xml->document_element(), common, limits, sheet));
        }
        out.sheets.push_back(std::move(sheet));
    }
    for (const auto node : child(book, "definedNames")) {
        out.names.emplace(attribute(node, "name"), node.text().get());
    }
    for (const auto& [id, root] : roots) {
        if (root.type == "custom-properties" && package.has(root.part)) {
            LUOSHI_TRY(xml, package.xml(root.part));
            for (const auto node : xml->document_element()) {
                out.properties.emplace(attribute(node, "name"), node.first_child().text().get());
            }
        }
    }
    return out;
}

std::string cell_name(std::size_t row, std::size_t column) {
    std::string out;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return out + std::to_string(row + 1);
}

std::optional<std::string> shown_number(std::string_view literal) {
    literal = base::trim(literal);
    const bool negative = !literal.empty() && literal.front() == '-';
    if (negative || (!literal.empty() && literal.front() == '+')) {
        literal.remove_prefix(1);
    }
    std::string digits;
    std::optional<std::size_t> point;
    std::size_t i = 0;
    for (; i < literal.size() && literal[i] != 'e' && literal[i] != 'E'; ++i) {
        if (literal[i] == '.' && !point) {
            point = digits.size();
        } else if (literal[i] >= '0' && literal[i] <= '9') {
            digits += literal[i];
        } else {
            return std::nullopt;
        }
    }
    int exponent = 0;
    if (i < literal.size()) {
        auto power = literal.substr(i + 1);
        if (!power.empty() && power.front() == '+') {
            power.remove_prefix(1);
        }
        const auto [end, fault] = std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (fault != std::errc{} || end != power.data() + power.size()) {
            return std::nullopt;
        }
    }
    if (digits.empty() || digits.size() > 2 * kMostDigits || std::abs(exponent) > static_cast<int>(kMostDigits)) {
        return std::nullopt;
    }
    int whole = static_cast<int>(point.value_or(digits.size())) + exponent;  // digits before the point
    const auto first = digits.find_first_not_of('0');
    if (first == std::string::npos) {
        return "0";
    }
    digits.erase(0, first);
    whole -= static_cast<int>(first);
    if (digits.size() > kSignificant) {
        const bool up = digits[kSignificant] >= '5';
        digits.resize(kSignificant);
        for (std::size_t at = kSignificant; up; --at) {
            if (at == 0) {
                digits.insert(digits.begin(), '1');
                ++whole;
                break;
            }
            if (digits[at - 1] != '9') {
                ++digits[at - 1];
                break;
            }
            digits[at - 1] = '0';
        }
    }
    digits.erase(digits.find_last_not_of('0') + 1);
    if (std::abs(whole) > static_cast<int>(kMostDigits)) {
        return std::nullopt;
    }
    std::string out = negative ? "-" : "";
    if (whole <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-whole), '0') + digits;
    } else if (static_cast<std::size_t>(whole) >= digits.size()) {
        out += digits + std::string(static_cast<std::size_t>(whole) - digits.size(), '0');
    } else {
        out += digits.substr(0, static_cast<std::size_t>(whole)) + "." + digits.substr(static_cast<std::size_t>(whole));
    }
    return out;
}

std::optional<base::Date> serial_day(std::string_view literal, bool from_1904) {
    const auto shown = shown_number(literal);
    const auto days = shown ? number(std::string_view{*shown}.substr(0, shown->find('.'))) : std::nullopt;
    constexpr std::size_t kYear9999 = 2'958'465;
    if (!days || *days > kYear9999 || (*days == 0 && !from_1904)) {
        return std::nullopt;
    }
    if (from_1904) {
        return *base::make_date(1904, 1, 1) + std::chrono::days{*days};
    }
    // the spreadsheet believes in 29 February 1900, its day 60
    return *base::make_date(1899, 12, 31) + std::chrono::days{*days > 59 ? *days - 1 : *days};
}

}  // namespace luoshi::sheet
