#include "report/report_sight_service.hpp"

#include <algorithm>

namespace luoshi::report {

const std::vector<identity::UnitId>& Sights::leads(plan::TaskId task) {
    const auto [found, fresh] = leads_.try_emplace(task);
    if (fresh) {
        found->second = lead_units(tx_, task);
    }
    return found->second;
}

const Led& Sights::led(plan::TaskId task) {
    const auto [found, fresh] = led_.try_emplace(task);
    if (fresh && reader_.unit && std::ranges::count(leads(task), *reader_.unit) > 0) {
        found->second = {.leads = true, .apart = units_led_apart(tx_, task, *reader_.unit)};
    }
    return found->second;
}

Sight Sights::of(const DutyRow& duty, const std::optional<ReportId>& report, const Progress& progress) {
    Way way{.unit = duty.unit, .superior = duty.superior, .office = duty.office, .progress = progress};
    if (report && progress.state != State::Approved && !reader_.is_of(duty.unit)) {
        way.route = resolve_route(
            route_,
            {.own = duty.unit, .leads = leads(duty.task), .office = duty.office, .superior = duty.superior, .submitter_is_head = false});
        way.returned_from = progress.state == State::Returned ? returned_from(tx_, *report) : 0;
    }
    return sight_of(reader_, way, reader_.covers(duty.unit) ? Led{} : led(duty.task));
}

}  // namespace luoshi::report
