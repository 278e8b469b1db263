#include "plan/effective_operator.hpp"

namespace luoshi::plan {

TargetOperator effective_operator(TargetOperator literal, std::optional<Direction> direction, char change) {
    if (literal != TargetOperator::Equal || !direction || *direction == Direction::Interval) {
        return literal;
    }
    const bool as_difference = change == '-';
    return *direction == Direction::Up || as_difference ? TargetOperator::AtLeast : TargetOperator::AtMost;
}

}  // namespace luoshi::plan
