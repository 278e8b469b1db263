#pragma once
#include "plan/plan.hpp"

namespace luoshi::plan {

/// Which way an indicator is meant to move; indicator owns the definition, plan needs only this of it.
enum class Direction { Up, Down, Interval };
template <>
struct Words<Direction> {
    static constexpr std::array<std::string_view, 3> list{"up", "down", "interval"};
};

/// The operator by which a target is scored. A plain figure ("达到50%", "3个") of an indicator that should rise means "at least",
/// of one that should fall "at most" (design 5; the plan writes 达到 and 以上 for the same thing). A fall written as a difference
/// (change '-') means "at least so much of a fall". Every other operator stays as the document words it.
/// Without a known indicator (`direction` empty) nothing is presumed.
TargetOperator effective_operator(TargetOperator literal, std::optional<Direction> direction, char change);

}  // namespace luoshi::plan
