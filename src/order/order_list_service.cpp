#include <algorithm>
#include <map>

#include "order/order_service.hpp"

namespace luoshi::order {
namespace {

using identity::Actor;

}  // namespace

std::vector<std::string> Orders::open_states() const {
    std::vector<std::string> out;
    for (const auto& state : rules_.workflow.states) {
        if (is_unfinished(state)) {
            out.push_back(state.code);
        }
    }
    return out;
}

Page Orders::list(const Actor& actor, const ListQuery& query) {
    return db_.read([&](store::ReadTx& tx) {
        Page page;
        auto filter = query.filter;
        if (query.phase == "open") {
            filter.states = open_states();
        }
        filter.light = query.light;
        filter.light_on = today();
        each_order(tx, actor, filter, query.after, [&](OrderRow row) {
            auto light = light_of(standing(rules_.workflow, row.order, today()));
            if (!query.light.empty() && light.colour != query.light) {
                return true;
            }
            if (page.items.size() == static_cast<std::size_t>(query.limit)) {
                const Order& last = page.items.back().row.order;
                page.next = OrderKey{last.days.due_on ? base::date_text(*last.days.due_on) : "9", last.id};
                return false;
            }
            page.items.push_back({std::move(row), std::move(light)});
            return true;
        });
        return page;
    });
}

/// What of each state waits for a step of the reader that decides on what somebody else did.
std::vector<std::pair<WaitingFilter, const Action*>> Orders::deciding_steps(const Actor& actor) const {
    std::vector<std::pair<WaitingFilter, const Action*>> out;
    const bool decides_in_sight = actor.may("order.decide");
    if (!actor.may("order.read") || !(decides_in_sight || (actor.is_head && actor.may("order.manage") && actor.unit))) {
        return out;
    }
    for (const auto& action : rules_.workflow.actions) {
        if (!decides_on_others(action)) {
            continue;
        }
        const auto unless_own = [&](Guard guard) {
            return std::ranges::count(action.guards, guard) > 0 ? std::optional{actor.user} : std::nullopt;
        };
        for (const auto& state : action.from) {
            const bool known = std::ranges::any_of(out, [&](const auto& one) { return one.first.state == state; });
            if (!known) {
                out.push_back({{.state = state,
                                .owner = decides_in_sight ? std::nullopt : actor.unit,
                                .not_drafter = unless_own(Guard::NotDrafter),
                                .not_handler = unless_own(Guard::NotHandler)},
                               &action});
            }
        }
    }
    return out;
}

std::vector<WaitingDecision> Orders::waiting_requests(store::ReadTx& tx, const Actor& actor) const {
    std::vector<WaitingDecision> out;
    if (!actor.may("order.read") || !(actor.is_head || actor.may("order.decide"))) {
        return out;
    }
    constexpr int kMost = 10'000;
    for (const auto& row : waiting_orders(tx, actor, {.state = rules_.workflow.asking}, kMost)) {
        const bool decides = who_is(actor, row.order, {}).is_decider;
        for (const auto& request : decides ? requests_of(tx, row.order.id) : std::vector<RequestRow>{}) {
            if (request.state == "examined" && request.examiner != actor.user) {
                out.push_back({row, request.kind, true, *request.examined_on});
            }
        }
    }
    return out;
}

std::vector<WaitingDecision> Orders::waiting(const Actor& actor, int most) {
    return db_.read([&](store::ReadTx& tx) {
        auto out = waiting_requests(tx, actor);
        for (const auto& [filter, step] : deciding_steps(actor)) {
            for (auto& row : waiting_orders(tx, actor, filter, most)) {
                const Date since = row.order.state_since.value_or(today());
                out.push_back({std::move(row), step->name, false, since});
            }
        }
        return out;
    });
}

std::int64_t Orders::count_waiting(const Actor& actor) {
    return db_.read([&](store::ReadTx& tx) {
        auto out = static_cast<std::int64_t>(waiting_requests(tx, actor).size());
        for (const auto& [filter, step] : deciding_steps(actor)) {
            out += order::count_waiting(tx, actor, filter);
        }
        return out;
    });
}

std::vector<Listed> Orders::of_plan(store::ReadTx& tx, const Actor& actor, plan::PlanId plan) const {
    std::vector<Listed> out;
    if (actor.may("order.read")) {
        each_order(tx, actor, {.plan = plan}, std::nullopt, [&](OrderRow row) {
            auto light = light_of(standing(rules_.workflow, row.order, rules_.today()));
            out.push_back({std::move(row), std::move(light)});
            return true;
        });
    }
    return out;
}

std::vector<Listed> Orders::lying_with_owner(const Actor& actor, int most) {
    std::vector<Listed> out;
    if (!actor.may("order.manage") || !actor.may("order.read") || !actor.unit) {
        return out;
    }
    const auto& workflow = rules_.workflow;
    const auto own_step = [&](const State& state) {
        return state.code == workflow.asking ||
               (state.holder == Holder::Superior && state.phase != Phase::Done && state.code != workflow.states.front().code &&
                state.code != workflow.suspended && decision_after(workflow, state.code) == nullptr);
    };
    return db_.read([&](store::ReadTx& tx) {
        for (const auto& state : workflow.states) {
            for (auto& row :
                 own_step(state) ? waiting_orders(tx, actor, {.state = state.code, .owner = actor.unit}, most) : std::vector<OrderRow>{}) {
                const auto requests = state.code == workflow.asking ? requests_of(tx, row.order.id) : std::vector<RequestRow>{};
                if (state.code != workflow.asking || (!requests.empty() && requests.back().state == "asked")) {
                    auto light = light_of(standing(workflow, row.order, today()));
                    out.push_back({std::move(row), std::move(light)});
                }
            }
        }
        return out;
    });
}

std::vector<Listed> Orders::lying_with_own(const Actor& actor) {
    std::vector<Listed> out;
    if (!actor.may("order.read") || !actor.unit) {
        return out;
    }
    return db_.read([&](store::ReadTx& tx) {
        each_order(tx, actor, {.states = open_states(), .unit = actor.unit}, std::nullopt, [&](OrderRow row) {
            if (is_running(rules_.workflow.state(row.order.state)) && row.order.main == actor.unit) {
                auto light = light_of(standing(rules_.workflow, row.order, today()));
                out.push_back({std::move(row), std::move(light)});
            }
            return true;
        });
        return out;
    });
}

std::vector<BoardCell> Orders::board(const Actor& actor) {
    return db_.read([&](store::ReadTx& tx) {
        std::map<std::tuple<std::optional<UnitId>, std::string, std::string>, BoardCell> cells;
        for (const auto& alike : count_alike(tx, actor, today())) {
            const State& state = rules_.workflow.state(alike.state);
            const bool running = is_running(state);
            const auto light = light_of({.state = &state,
                                         .overdue = running && alike.overdue,
                                         .near = running && alike.near,
                                         .unsigned_late = running && alike.sign_late && is_given(rules_.workflow, alike.state),
                                         .late = alike.late,
                                         .returned = alike.returned});
            auto& cell = cells[{alike.main, alike.state, light.colour}];
            cell.main = alike.main;
            cell.main_name = alike.main_name;
            cell.state = alike.state;
            cell.colour = light.colour;
            cell.count += alike.count;
        }
        std::vector<BoardCell> out;
        for (auto& [key, cell] : cells) {
            out.push_back(std::move(cell));
        }
        return out;
    });
}

std::vector<DueCount> Orders::due(const Actor& actor, Date from, Date to) {
    return db_.read([&](store::ReadTx& tx) { return count_due(tx, actor, from, to); });
}

}  // namespace luoshi::order
