#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "sheet/sheet.hpp"
#include "sheet/xlsx_file.hpp"

namespace luoshi::sheet {
namespace {

constexpr double kNarrowest = 8;
constexpr double kWidest = 40;
/// A spreadsheet's number is a binary fraction: this many digits survive.
constexpr std::int64_t kExact = 999'999'999'999'999;

void check(lxw_error error) { check_written(error); }

class Book {
public:
    Book() {
        title_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_font_size(f, 14);
        });
        note_ = format([](lxw_format* f) { format_set_font_color(f, 0x606060); });
        head_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_bg_color(f, 0xE8EEF7);
            format_set_align(f, LXW_ALIGN_CENTER);
            format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
            format_set_text_wrap(f);
            format_set_border(f, LXW_BORDER_THIN);
        });
        cell_ = format([](lxw_format* f) { format_set_border(f, LXW_BORDER_THIN); });
    }
    void add(const Sheet& sheet) {
        auto* page = file_.add_sheet(sheet.name);
        lxw_row_t row = 0;
        if (!sheet.title.empty()) {
            check(worksheet_write_string(page, row++, 0, sheet.title.c_str(), title_));
        }
        if (!sheet.note.empty()) {
            check(worksheet_write_string(page, row++, 0, sheet.note.c_str(), note_));
        }
        const lxw_row_t head = row;
        std::map<lxw_col_t, double> widths;
        for (const auto& cells : sheet.head) {
            write_head(page, row, cells, widths);
            ++row;
        }
        for (const auto& cells : sheet.rows) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                write_cell(page, row, static_cast<lxw_col_t>(i), cells[i], widths);
            }
            ++row;
        }
        for (const auto& [column, width] : widths) {
            check(worksheet_set_column(page, column, column, std::clamp(width + 2, kNarrowest, kWidest), nullptr));
        }
        worksheet_freeze_panes(page, head + static_cast<lxw_row_t>(sheet.head.size()), 1);
        worksheet_set_landscape(page);
        worksheet_set_paper(page, 9);  // A4
        worksheet_fit_to_pages(page, 1, 0);
        if (!sheet.head.empty()) {
            check(worksheet_repeat_rows(page, head, head + static_cast<lxw_row_t>(sheet.head.size()) - 1));
        }
    }
    std::string done() { return file_.done(); }

private:
    template <class Set>
    lxw_format* format(Set set) {
        auto* out = file_.new_format();
        set(out);
        return out;
    }
    void write_head(lxw_worksheet* page, lxw_row_t row, const std::vector<std::string>& cells, std::map<lxw_col_t, double>& widths) {
        for (std::size_t i = 0; i < cells.size();) {
            std::size_t end = i + 1;
            while (end < cells.size() && cells[end] == cells[i] && !cells[i].empty()) {
                ++end;
            }
            const auto first = static_cast<lxw_col_t>(i);
            if (end - i > 1) {
                check(worksheet_merge_range(page, row, first, row, static_cast<lxw_col_t>(end - 1), cells[i].c_str(), head_));
            } else {
                check(worksheet_write_string(page, row, first, cells[i].c_str(), head_));
                widths[first] = std::max(widths[first], width_of(cells[i]));
            }
            i = end;
        }
    }
    void write_cell(lxw_worksheet* page, lxw_row_t row, lxw_col_t column, const Cell& cell, std::map<lxw_col_t, double>& widths) {
        if (const auto* text = std::get_if<std::string>(&cell)) {
            check(worksheet_write_string(page, row, column, text->c_str(), cell_));
            widths[column] = std::max(widths[column], width_of(*text));
        } else if (const auto* number = std::get_if<base::Decimal>(&cell)) {
            const auto shown = number->text();
            if (std::abs(number->e4()) <= kExact) {
                check(worksheet_write_number(page, row, column, std::strtod(shown.c_str(), nullptr), cell_));
            } else {
                check(worksheet_write_string(page, row, column, shown.c_str(), cell_));
            }
            widths[column] = std::max(widths[column], width_of(shown));
        } else {
            check(worksheet_write_blank(page, row, column, cell_));
        }
    }

    XlsxFile file_;
    lxw_format* title_ = nullptr;
    lxw_format* note_ = nullptr;
    lxw_format* head_ = nullptr;
    lxw_format* cell_ = nullptr;
};

}  // namespace

std::string xlsx(const std::vector<Sheet>& sheets) {
    Book book;
    for (const auto& sheet : sheets) {
        book.add(sheet);
    }
    return book.done();
}

}  // namespace luoshi::sheet
