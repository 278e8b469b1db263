#pragma once
#include <fmt/format.h>

#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// The enum a column holds; throws Fault on a word that is none (a corrupt row).
template <class E>
E stored(std::string_view word) {
    const std::optional<E> value = from_word<E>(word);
    if (!value) {
        throw store::Fault{fmt::format("unknown word in a row of plan: {}", word)};
    }
    return *value;
}

/// A span from four columns: begin_cp, end_cp, start_line, end_line.
inline Span span_at(const store::Row& row, int column) {
    return {static_cast<int>(row.integer(column)), static_cast<int>(row.integer(column + 1)), static_cast<int>(row.integer(column + 2)),
            static_cast<int>(row.integer(column + 3))};
}

}  // namespace luoshi::plan
