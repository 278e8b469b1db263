#pragma once
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "plan/plan_draft.hpp"

namespace luoshi::document {

/// A number with its unit of measure in running text, and the words around it that make it a bound.
struct Quantity {
    std::size_t begin = 0;       ///< the number
    std::size_t unit_begin = 0;  ///< the unit as written, multiplier included: 万人次
    std::size_t unit_end = 0;
    std::size_t end = 0;          ///< behind 以上, 左右, 以内
    std::size_t bound_begin = 0;  ///< where 达到, 不少于 in front begin; equals `begin` when nothing is there
    base::NumberReading number;
    plan::TargetOperator op = plan::TargetOperator::Equal;
};

/// All quantities of a compact phrase: numbers with a unit of measure. Dates, ordinals, names (B2B, 5A级, “155”工程, titles in 《》)
/// and short quoted names are none.
std::vector<Quantity> read_quantities(std::u32string_view text);

/// A table cell that is one figure: 186, ≥22, 低于4.1, 10个以上. Nothing when other words are in it.
std::vector<Quantity> read_figure_cell(std::u32string_view text);

/// Whether the text is a unit of measure and nothing else: 亿元, %, 人次.
bool is_measure(std::u32string_view text);

/// The unit of measure in the bracket of an indicator or column name: 固定资产投资额(亿元). Empty when there is none.
std::u32string_view unit_in_bracket(std::u32string_view name);

}  // namespace luoshi::document
