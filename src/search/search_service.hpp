#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/search_words.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"

namespace luoshi::search {

enum class Kind { Task, Clause, Indicator, Unit };

/// Something found, with what its line shows.
struct Found {
    std::int64_t id = 0;
    std::string label;    ///< number of a task or clause, unit of measure of an indicator, level of a unit (a word of the API)
    std::string context;  ///< title of the plan, name of the unit above
    std::vector<base::Piece> title;
    std::vector<base::Piece> excerpt;
    /// Of a clause: where it stands in the document.
    struct Place {
        plan::PlanId plan{1};
        int begin = 0;
        int end = 0;
    };
    std::optional<Place> place = {};
};

struct Group {
    Kind kind = Kind::Task;
    std::vector<Found> items;
    bool more = false;  ///< there are others
};

/// What contains all the words, by kind, as far as the reader may read that kind; `only`: of one kind, and more of it.
/// Errors: search.no_words, search.too_long.
base::Result<std::vector<Group>> search(plan::Environment& env, const identity::Actor& actor, std::string_view typed,
                                        std::optional<Kind> only);

}  // namespace luoshi::search

template <>
struct luoshi::plan::Words<luoshi::search::Kind> {
    static constexpr std::array<std::string_view, 4> list{"task", "clause", "indicator", "unit"};
};
