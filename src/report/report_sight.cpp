#include "report/report_sight.hpp"

#include <algorithm>

namespace luoshi::report {
namespace {

/// How far along its route a report has come, or had when it was given back.
std::size_t steps_reached(const Way& way) {
    switch (way.progress.state) {
        case State::Draft:
            return 0;
        case State::Submitted:
            return static_cast<std::size_t>(way.progress.step);
        case State::Returned:
            return way.returned_from == 0 ? way.route.size() : static_cast<std::size_t>(way.returned_from);
        case State::Approved:
            break;
    }
    return way.route.size();
}

bool has_reached(const Way& way, identity::UnitId unit) {
    const auto steps = std::min(steps_reached(way), way.route.size());
    return way.progress.waiting == unit || std::any_of(way.route.begin(), way.route.begin() + static_cast<std::ptrdiff_t>(steps),
                                                       [&](const ResolvedStep& step) { return step.unit == unit; });
}

}  // namespace

Sight sight_of(const identity::Actor& reader, const Way& way, const Led& led) {
    if (!reader.may("report.read")) {
        return Sight::None;
    }
    if (reader.is_of(way.unit)) {
        return Sight::Content;
    }
    const bool settles = reader.is_of(way.office) && reader.may("report.settle");
    const bool waits = reader.unit && way.progress.waiting == reader.unit;
    if (!reader.covers(way.unit) && !led.covers(way.unit) && !settles && !waits && (!reader.unit || way.superior != reader.unit)) {
        return Sight::None;
    }
    return way.progress.state == State::Approved || (reader.unit && has_reached(way, *reader.unit)) ? Sight::Content : Sight::Line;
}

}  // namespace luoshi::report
