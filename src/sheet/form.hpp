#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::sheet {

/// What is checked while somebody types. With choices they are offered as a list, else it is a number from `least` to `most`.
/// The spreadsheet warns and lets the person decide: what counts is checked when the workbook comes back.
struct Check {
    std::optional<base::Decimal> least = {};
    std::optional<base::Decimal> most = {};
    std::vector<std::string> choices = {};
    std::string hint = {};  ///< shown beside the cell while it is filled in; at most 255 characters, the rest is cut
    friend bool operator==(const Check&, const Check&) = default;
};

enum class Access { Locked, Open };

struct FormCell {
    Cell value = {};
    Access access = Access::Locked;
    int check = -1;         ///< place in Form::checks; -1: none
    std::string mark = {};  ///< what is wrong: the cell is red and carries it as a comment
};

struct FormColumn {
    std::string head;
    double width = 12;    ///< in characters
    bool hidden = false;  ///< for the program that reads the workbook again
    bool asked = false;   ///< people fill it in: the head says so by its colour
};

/// A sheet that is filled in and comes back: protected, but for the open cells; with a hidden sheet beside it that says what it is.
struct Form {
    std::string name;
    std::string title;
    std::string title_mark = {};               ///< what is wrong with the whole
    std::vector<std::string> notes = {};       ///< lines below the title
    std::vector<FormColumn> columns = {};      ///< the head stands in row head_row()
    std::vector<std::string> head_marks = {};  ///< beside `columns`; may be shorter
    std::vector<Check> checks = {};
    std::vector<std::vector<FormCell>> rows = {};
    std::string record_name = {};                       ///< of the hidden sheet
    std::vector<std::vector<std::string>> record = {};  ///< its cells, all of them text

    std::size_t head_row() const { return 1 + notes.size(); }
};

/// An Excel workbook (.xlsx) of a form. Throws std::runtime_error when it cannot be written.
std::string xlsx(const Form& form);

}  // namespace luoshi::sheet
