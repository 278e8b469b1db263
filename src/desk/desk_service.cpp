#include "desk/desk_service.hpp"

#include <algorithm>
#include <tuple>

#include "inspect/view_service.hpp"
#include "plan/target_service.hpp"

namespace luoshi::desk {
namespace {

using base::Date;
using base::phrase;
using identity::Actor;

std::string order_link(const order::Order& one) { return "/orders/" + one.id.text(); }

std::string title_of(const order::Order& one) { return one.number.empty() ? one.title : one.number + " " + one.title; }

const char* request_name(const std::string& kind) { return kind == "extension" ? "延期" : kind == "suspension" ? "挂起" : "撤销"; }

std::string rung_name(const supervise::Cautions& cautions, const std::string& code) {
    const auto* rung = cautions.ladder().find(code);
    return rung != nullptr ? rung->name : code;
}

void add_orders(std::vector<Waiting>& out, const Sources& sources, const Actor& actor, int most) {
    for (auto& one : sources.orders.waiting(actor, most)) {
        const auto& order = one.row.order;
        out.push_back({.kind = one.is_request ? Waits::Request : Waits::Order,
                       .what = one.is_request ? request_name(one.what) : one.what,
                       .title = title_of(order),
                       .unit = one.row.main_name,
                       .since = one.since,
                       .due_on = one.is_request      ? std::nullopt  // the clock stands still while it is decided on
                                 : order.days.due_on ? order.days.due_on
                                                     : order.limit.day,
                       .link = order_link(order)});
    }
}

void add_cautions(std::vector<Waiting>& out, const Sources& sources, const Actor& actor) {
    for (const auto& [row, may_confirm, may_object, may_answer, may_lift, may_order] : sources.cautions.waiting(actor)) {
        out.push_back({.kind = may_answer ? Waits::Objection : Waits::Caution,
                       .what = rung_name(sources.cautions, row.rung),
                       .title = row.task_ref + " " + row.task_title,
                       .unit = row.unit.name,
                       .since = may_answer ? row.objected_on.value_or(row.proposed_on) : row.proposed_on,
                       .link = "/cautions?state=" + row.state + "&task=" + row.task.text()});
    }
}

void add_inspections(std::vector<Waiting>& out, const Sources& sources, const Actor& actor) {
    for (const auto& one : inspect::waiting_decisions(sources.inspections, actor)) {
        out.push_back({.kind = one.decide_by ? Waits::Reconsideration : Waits::Inspection,
                       .what = {},
                       .title = one.title,
                       .unit = one.unit.name,
                       .since = one.since,
                       .due_on = one.decide_by,
                       .link = "/inspections/" + one.id.text()});
    }
}

void add_changes(std::vector<Waiting>& out, const Sources& sources, const Actor& actor) {
    const auto targets = sources.plans.db.read([&](store::ReadTx& tx) { return plan::waiting_target_changes(tx, actor); });
    for (const auto& one : targets) {
        out.push_back({.kind = Waits::TargetChange,
                       .what = {},
                       .title = one.task_ref + " " + one.target_name,
                       .unit = one.change.proposed_by,
                       .since = one.change.proposed_on,
                       .link = "/tasks/" + one.change.task.text()});
    }
    for (const auto& one : sources.shares.waiting(actor)) {
        out.push_back({.kind = Waits::ShareChange,
                       .what = {},
                       .title = one.task_ref + " " + one.target_name,
                       .unit = one.unit.name,
                       .since = one.change.proposed_on,
                       .link = "/shares/" + one.target.text() + "?year=" + std::to_string(one.year) +
                               (one.level == indicator::Level::Top ? "" : "&unit=" + one.unit.id.text())});
    }
}

void add_others(std::vector<Waiting>& out, const Sources& sources, const Actor& actor) {
    add_cautions(out, sources, actor);
    add_inspections(out, sources, actor);
    add_changes(out, sources, actor);
}

plan::Light light(const char* colour, std::string word, base::Phrase rule) {
    plan::Light out;
    out.colour = colour;
    out.word = std::move(word);
    out.rules.push_back(std::move(rule));
    return out;
}

plan::Light light_by_day(Date due, Date today) {
    return due < today ? light("red", "逾期", phrase("desk.overdue", "已过期限"))
                       : light("green", "期限内", phrase("desk.in_time", "在期限内"));
}

plan::Light light_of_rung(const supervise::Rung* rung, const std::string& name) {
    return light(rung != nullptr && rung->colour == "红" ? "red" : "yellow", name, phrase("desk.caution", "{rung}", {{"rung", name}}));
}

void add_own_orders(std::vector<Owed>& out, const Sources& sources, const Actor& actor) {
    const auto& workflow = sources.orders.workflow();
    for (auto& [row, light] : sources.orders.lying_with_own(actor)) {
        const bool to_sign = order::is_given(workflow, row.order.state);
        out.push_back({.kind = Owes::Order,
                       .title = title_of(row.order),
                       .state = workflow.state(row.order.state).name,
                       .due_on = to_sign ? row.order.days.sign_due_on : row.order.days.due_on,
                       .to_sign = to_sign,
                       .light = std::move(light),
                       .link = order_link(row.order)});
    }
}

/// What the own unit supervises and has to carry on itself: to give, to examine, to give an opinion on.
void add_supervised(std::vector<Owed>& out, const Sources& sources, const Actor& actor) {
    constexpr int kMost = 50;
    const auto& workflow = sources.orders.workflow();
    for (auto& [row, light] : sources.orders.lying_with_owner(actor, kMost)) {
        out.push_back({.kind = Owes::ToSupervise,
                       .title = title_of(row.order),
                       .state = workflow.state(row.order.state).name,
                       .due_on = row.order.days.due_on,
                       .light = std::move(light),
                       .link = order_link(row.order)});
    }
}

void add_own_cautions(std::vector<Owed>& out, const Sources& sources, const Actor& actor) {
    for (const auto& one : sources.cautions.of_own(actor)) {
        const auto& row = one.row;
        const auto name = rung_name(sources.cautions, row.rung);
        out.push_back({.kind = Owes::Caution,
                       .title = row.task_ref + " " + row.task_title,
                       .state = row.state,
                       .due_on = one.may_object ? row.object_until : std::nullopt,
                       .light = light_of_rung(sources.cautions.ladder().find(row.rung), name),
                       .link = "/cautions?state=" + row.state + "&task=" + row.task.text()});
    }
}

}  // namespace

WaitingList waiting_for(const Sources& sources, const Actor& actor, int most) {
    WaitingList out;
    add_orders(out.items, sources, actor, most);
    const auto orders = out.items.size();
    add_others(out.items, sources, actor);
    out.total = sources.orders.count_waiting(actor) + static_cast<std::int64_t>(out.items.size() - orders);
    const auto today = sources.today();
    for (auto& one : out.items) {
        if (const auto age = sources.calendar().work_days_between(one.since, today)) {
            one.work_days = *age;
        }
    }
    std::ranges::stable_sort(out.items, {}, &Waiting::since);
    return out;
}

std::int64_t count_waiting(const Sources& sources, const Actor& actor) {
    std::vector<Waiting> others;
    add_others(others, sources, actor);
    return sources.orders.count_waiting(actor) + static_cast<std::int64_t>(others.size());
}

std::vector<Owed> owed_by_own(const Sources& sources, const Actor& actor) {
    std::vector<Owed> out;
    const auto today = sources.today();
    add_own_orders(out, sources, actor);
    add_supervised(out, sources, actor);
    add_own_cautions(out, sources, actor);
    for (const auto& one : inspect::own_rectifications(sources.inspections, actor)) {
        const auto& row = one.rectification.row;
        const bool returned = row.state == inspect::RectificationState::Returned && !one.rectification.overdue;
        out.push_back(
            {.kind = Owes::Rectification,
             .title = row.what,
             .state = one.title,
             .due_on = row.due_on,
             .light = returned ? light("yellow", "被退回", phrase("desk.returned", "整改被退回")) : light_by_day(row.due_on, today),
             .link = "/inspections/" + one.id.text()});
    }
    for (const auto& one : sources.occasions.own_open(actor)) {
        out.push_back({.kind = Owes::Meeting,
                       .title = one.title(),
                       .state = one.unit.name,
                       .due_on = one.due_on,
                       .light = light_by_day(one.due_on, today),
                       .link = "/occasions/" + one.id.text()});
    }
    for (const auto& one : sources.occasions.own_decisions(actor)) {
        out.push_back({.kind = Owes::Decision,
                       .title = one.decision.text,
                       .state = one.occasion.title(),
                       .due_on = one.decision.due_on,
                       .light = light_by_day(one.decision.due_on, today),
                       .link = one.order ? one.order->link : "/occasions/" + one.occasion.id.text()});
    }
    std::ranges::stable_sort(out, [](const Owed& a, const Owed& b) {
        const auto key = [](const Owed& one) { return std::tuple{one.kind == Owes::Caution, !one.due_on, one.due_on.value_or(Date{})}; };
        return key(a) < key(b);
    });
    return out;
}

}  // namespace luoshi::desk
