#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "sheet/form.hpp"
#include "sheet/xlsx_file.hpp"

namespace luoshi::sheet {
namespace {

/// A spreadsheet's number is a binary fraction: this many digits survive.
constexpr std::int64_t kExact = 999'999'999'999'999;
constexpr std::size_t kHintCharacters = 255;
constexpr std::size_t kWarningCharacters = 225;  ///< of Excel; with more it calls the file damaged
constexpr std::size_t kCommentCharacters = 2'000;

std::string cut(std::string_view text, std::size_t most) {
    return base::encode_utf8(base::decode_utf8(text).value_or(U"").substr(0, most));
}

double as_double(base::Decimal number) { return std::strtod(number.text().c_str(), nullptr); }

class FormBook {
public:
    explicit FormBook(const Form& form) : form_(form) {
        title_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_font_size(f, 14);
        });
        title_wrong_ = format([](lxw_format* f) {
            format_set_bold(f);
            format_set_font_size(f, 14);
            wrong(f);
        });
        note_ = format([](lxw_format* f) { format_set_font_color(f, 0x606060); });
        head_ = format([](lxw_format* f) { head(f, 0xE8EEF7); });
        head_asked_ = format([](lxw_format* f) { head(f, 0xFFF2CC); });
        head_wrong_ = format([](lxw_format* f) {
            head(f, 0xFFC7CE);
            format_set_font_color(f, 0x9C0006);
        });
        locked_ = format([](lxw_format* f) {
            cell(f);
            format_set_bg_color(f, 0xF2F2F2);
        });
        open_ = format([](lxw_format* f) {
            cell(f);
            format_set_unlocked(f);
        });
        wrong_ = format([](lxw_format* f) {
            cell(f);
            wrong(f);
            format_set_unlocked(f);  // what is wrong must be put right
        });
    }

    std::string written() {
        auto* page = file_.add_sheet(form_.name);
        write_top(page);
        write_cells(page);
        write_checks(page);
        for (std::size_t i = 0; i < form_.columns.size(); ++i) {
            lxw_row_col_options shown{};
            shown.hidden = form_.columns[i].hidden ? 1 : 0;
            const auto column = static_cast<lxw_col_t>(i);
            check_written(worksheet_set_column_opt(page, column, column, form_.columns[i].width, nullptr, &shown));
        }
        lxw_protection allowed{};
        allowed.format_columns = 1;
        allowed.format_rows = 1;
        allowed.autofilter = 1;
        worksheet_protect(page, nullptr, &allowed);
        if (!form_.rows.empty()) {
            check_written(worksheet_autofilter(page, static_cast<lxw_row_t>(form_.head_row()), 0,
                                               static_cast<lxw_row_t>(form_.head_row() + form_.rows.size()),
                                               static_cast<lxw_col_t>(form_.columns.size() - 1)));
        }
        worksheet_freeze_panes(page, static_cast<lxw_row_t>(form_.head_row() + 1), 3);
        worksheet_set_landscape(page);
        worksheet_set_paper(page, 9);  // A4
        worksheet_fit_to_pages(page, 1, 0);
        const auto head_row = static_cast<lxw_row_t>(form_.head_row());
        check_written(worksheet_repeat_rows(page, head_row, head_row));
        if (!form_.record_name.empty()) {
            auto* record = file_.add_sheet(form_.record_name);
            for (std::size_t row = 0; row < form_.record.size(); ++row) {
                for (std::size_t i = 0; i < form_.record[row].size(); ++i) {
                    check_written(worksheet_write_string(record, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(i),
                                                         form_.record[row][i].c_str(), nullptr));
                }
            }
            worksheet_protect(record, nullptr, nullptr);
            worksheet_hide(record);
        }
        return file_.done();
    }

private:
    static void wrong(lxw_format* f) {
        format_set_bg_color(f, 0xFFC7CE);
        format_set_font_color(f, 0x9C0006);
    }
    static void cell(lxw_format* f) {
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, 0xBFBFBF);
        format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
        format_set_text_wrap(f);
    }
    static void head(lxw_format* f, lxw_color_t color) {
        format_set_bold(f);
        format_set_bg_color(f, color);
        format_set_align(f, LXW_ALIGN_CENTER);
        format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
        format_set_text_wrap(f);
        format_set_border(f, LXW_BORDER_THIN);
    }
    template <class Set>
    lxw_format* format(Set set) {
        auto* out = file_.new_format();
        set(out);
        return out;
    }

    static void comment(lxw_worksheet* page, lxw_row_t row, lxw_col_t column, const std::string& mark) {
        lxw_comment_options how{};
        how.width = 280;
        how.height = static_cast<std::uint16_t>(40 + 18 * std::min(10.0, width_of(mark) / 38));
        check_written(worksheet_write_comment_opt(page, row, column, cut(mark, kCommentCharacters).c_str(), &how));
    }

    void write_top(lxw_worksheet* page) {
        lxw_row_t row = 0;
        check_written(worksheet_write_string(page, row, 0, form_.title.c_str(), form_.title_mark.empty() ? title_ : title_wrong_));
        if (!form_.title_mark.empty()) {
            comment(page, row, 0, form_.title_mark);
        }
        for (const auto& note : form_.notes) {
            check_written(worksheet_write_string(page, ++row, 0, note.c_str(), note_));
        }
        ++row;
        for (std::size_t i = 0; i < form_.columns.size(); ++i) {
            const bool marked = i < form_.head_marks.size() && !form_.head_marks[i].empty();
            const auto column = static_cast<lxw_col_t>(i);
            check_written(worksheet_write_string(page, row, column, form_.columns[i].head.c_str(),
                                                 marked                   ? head_wrong_
                                                 : form_.columns[i].asked ? head_asked_
                                                                          : head_));
            if (marked) {
                comment(page, row, column, form_.head_marks[i]);
            }
        }
        check_written(worksheet_set_row(page, row, 30, nullptr));
    }

    void write_cells(lxw_worksheet* page) {
        auto row = static_cast<lxw_row_t>(form_.head_row());
        for (const auto& cells : form_.rows) {
            ++row;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const auto& cell = cells[i];
                const auto column = static_cast<lxw_col_t>(i);
                auto* look = !cell.mark.empty() ? wrong_ : cell.access == Access::Open ? open_ : locked_;
                if (const auto* text = std::get_if<std::string>(&cell.value)) {
                    check_written(worksheet_write_string(page, row, column, text->c_str(), look));
                } else if (const auto* number = std::get_if<base::Decimal>(&cell.value); number && std::abs(number->e4()) <= kExact) {
                    check_written(worksheet_write_number(page, row, column, as_double(*number), look));
                } else if (number) {
                    check_written(worksheet_write_string(page, row, column, number->text().c_str(), look));
                } else {
                    check_written(worksheet_write_blank(page, row, column, look));
                }
                if (!cell.mark.empty()) {
                    comment(page, row, column, cell.mark);
                }
            }
        }
    }

    /// One rule of the spreadsheet for each run of neighbours below each other with the same check.
    void write_checks(lxw_worksheet* page) {
        const auto check_at = [&](std::size_t row, std::size_t column) {
            return column < form_.rows[row].size() ? form_.rows[row][column].check : -1;
        };
        const auto first_row = form_.head_row() + 1;
        for (std::size_t column = 0; column < form_.columns.size(); ++column) {
            for (std::size_t begin = 0; begin < form_.rows.size();) {
                std::size_t end = begin + 1;
                while (end < form_.rows.size() && check_at(end, column) == check_at(begin, column)) {
                    ++end;
                }
                if (const int check = check_at(begin, column); check >= 0) {
                    write_check(page, form_.checks[static_cast<std::size_t>(check)], static_cast<lxw_row_t>(first_row + begin),
                                static_cast<lxw_row_t>(first_row + end - 1), static_cast<lxw_col_t>(column));
                }
                begin = end;
            }
        }
    }

    static void write_check(lxw_worksheet* page, const Check& check, lxw_row_t first, lxw_row_t last, lxw_col_t column) {
        auto hint = cut(check.hint, kHintCharacters);
        auto warning = cut(check.hint, kWarningCharacters);
        std::vector<std::string> choices = check.choices;
        std::vector<char*> list;
        lxw_data_validation rule{};
        rule.ignore_blank = LXW_VALIDATION_ON;
        rule.show_input = LXW_VALIDATION_ON;
        rule.show_error = LXW_VALIDATION_ON;
        rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
        rule.dropdown = LXW_VALIDATION_ON;
        rule.input_message = hint.empty() ? nullptr : hint.data();
        rule.error_message = warning.empty() ? nullptr : warning.data();
        if (!choices.empty()) {
            for (auto& choice : choices) {
                list.push_back(choice.data());
            }
            list.push_back(nullptr);
            rule.validate = LXW_VALIDATION_TYPE_LIST;
            rule.value_list = list.data();
            rule.show_error = LXW_VALIDATION_OFF;  // the list proposes
        } else {
            rule.validate = LXW_VALIDATION_TYPE_DECIMAL;
            rule.criteria = check.most ? LXW_VALIDATION_CRITERIA_BETWEEN : LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
            rule.minimum_number = check.least ? as_double(*check.least) : 0;
            rule.value_number = rule.minimum_number;
            rule.maximum_number = check.most ? as_double(*check.most) : 0;
        }
        check_written(worksheet_data_validation_range(page, first, column, last, column, &rule));
    }

    const Form& form_;
    XlsxFile file_;
    lxw_format* title_ = nullptr;
    lxw_format* title_wrong_ = nullptr;
    lxw_format* note_ = nullptr;
    lxw_format* head_ = nullptr;
    lxw_format* head_asked_ = nullptr;
    lxw_format* head_wrong_ = nullptr;
    lxw_format* locked_ = nullptr;
    lxw_format* open_ = nullptr;
    lxw_format* wrong_ = nullptr;
};

}  // namespace

std::string xlsx(const Form& form) { return FormBook{form}.written(); }

}  // namespace luoshi::sheet
