#include "plan/unit_duty_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/audit.hpp"
#include "identity/post_service.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kHandDown{"duty.hand_down", "向下级分解任务"};

std::optional<SectionId> section_of(store::ReadTx& tx, const identity::Actor& actor) {
    const auto post = actor.post ? identity::find_post(tx, *actor.post) : std::nullopt;
    return post ? post->section : std::nullopt;
}

/// Adds assignments and milestones to views of parts, by one walk each.
class Details {
public:
    Details(store::ReadTx& tx, const Environment& env, const identity::Actor& actor)
        : today_(env.hooks.business_date()), post_(actor.post), section_(section_of(tx, actor)) {}

    AssignmentView view(AssignmentRow row) const {
        const bool mine = (row.assignee.post && row.assignee.post == post_) || (row.assignee.section && row.assignee.section == section_);
        return {std::move(row), mine};
    }
    MilestoneView view(MilestoneRow row) const {
        const bool overdue = !row.done_on && row.due_on < today_;
        return {std::move(row), overdue};
    }
    base::Date today() const { return today_; }

private:
    base::Date today_;
    std::optional<PostId> post_;
    std::optional<SectionId> section_;
};

/// `has_below`: the actor's unit has units below it.
void set_rights(UnitDutyView& view, const identity::Actor& actor, bool has_below) {
    view.may_assign = actor.may("duty.assign") && actor.is_of(view.row.unit.id) && !view.row.valid_to;
    view.may_hand_down = view.may_assign && has_below;
}

bool has_units_below(store::ReadTx& tx, const identity::Actor& actor, base::Date on) {
    return actor.unit && !child_units(tx, *actor.unit, on).empty();
}

std::vector<HandedPart> handed_parts(store::ReadTx& tx, const Environment& env, UnitDutyId from) {
    std::vector<HandedPart> out;
    std::vector<UnitDutyId> ids;
    for (UnitDutyRow& row : parts_handed_down(tx, from)) {
        ids.push_back(row.id);
        out.push_back({.row = std::move(row), .asked = asked_figures(tx, ids.back())});
    }
    const auto slots = env.hooks.report_slots(tx, ids);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto newest = std::ranges::max_element(slots.at(i), {}, &ReportSlot::period);
        out[i].newest = newest == slots[i].end() ? std::nullopt : std::optional{*newest};
    }
    return out;
}

void add_progress(store::ReadTx& tx, const Environment& env, std::vector<UnitDutyView>& views) {
    std::vector<UnitDutyId> ids;
    std::ranges::transform(views, std::back_inserter(ids), [](const UnitDutyView& view) { return view.row.id; });
    std::vector<UnitDutyStatus> statuses = env.hooks.unit_duty_status(tx, ids);
    std::vector<std::vector<ReportSlot>> slots = env.hooks.report_slots(tx, ids);
    for (std::size_t i = 0; i < views.size(); ++i) {
        views[i].status = std::move(statuses.at(i));
        views[i].reports = std::move(slots.at(i));
    }
}

void record_hand_down(store::WriteTx& tx, Environment& env, const audit::Origin& origin, const UnitDutyRow& from, std::string_view names) {
    audit::record(tx, env.ids, env.clock.now(), origin,
                  {.action = kHandDown,
                   .object_kind = "unit_duty",
                   .object_id = from.id.text(),
                   .summary = fmt::format("把任务 {} {} 分解给{}", from.task_ref, from.task_title, names)});
}

}  // namespace

bool sees_part(const identity::Actor& actor, const UnitDutyRow& row, bool led) {
    return actor.may("duty.read") && (actor.covers(row.unit.id) || led || (row.handed_from && actor.is_of(row.handed_from->id)));
}

std::vector<IndicatorId> figures_asked(store::ReadTx& tx, const Environment& env, const UnitDutyRow& from, const HandDownTerms& terms,
                                       std::vector<base::FieldError>& errors) {
    std::vector<IndicatorId> out;
    for (const AskedFigure& figure : env.hooks.askable_figures(tx, from.unit.id, from.task)) {
        out.push_back(figure.id);
    }
    if (!terms.figures) {
        return out;
    }
    for (std::size_t i = 0; i < terms.figures->size(); ++i) {
        const IndicatorId figure = (*terms.figures)[i];
        if (std::ranges::find(out, figure) == out.end() ||
            std::ranges::find(terms.figures->begin(), terms.figures->begin() + static_cast<std::ptrdiff_t>(i), figure) !=
                terms.figures->begin() + static_cast<std::ptrdiff_t>(i)) {
            errors.push_back({fmt::format("/indicator_ids/{}", i), "unit_duty.not_askable",
                              fmt::format("只能要求下级填报{}自己在这项任务中汇总填报的指标，每项一次", from.unit.name)});
        }
    }
    return *terms.figures;
}

UnitDutyPage list_parts(Environment& env, const identity::Actor& actor, const UnitDutyQuery& query) {
    return env.db.read([&](store::ReadTx& tx) {
        const Details details{tx, env, actor};
        const UnitDutyFilter filter{query.unit, query.plan, actor.unit};
        const bool has_below = has_units_below(tx, actor, details.today());
        std::vector<UnitDutyView> seen;
        std::map<UnitDutyId, std::size_t> places;
        for (ListedUnitDuty& listed : list_unit_duties(tx, filter)) {
            if (sees_part(actor, listed.row, listed.led) && (!query.after || *query.after < listed.row.id)) {
                places.emplace(listed.row.id, seen.size());
                seen.push_back({.row = std::move(listed.row), .assignments = {}, .milestones = {}, .status = {}, .reports = {}});
                set_rights(seen.back(), actor, has_below);
            }
        }
        for (AssignmentRow& row : list_assignments(tx, filter, details.today())) {
            if (const auto place = places.find(row.unit_duty); place != places.end()) {
                seen[place->second].assignments.push_back(details.view(std::move(row)));
            }
        }
        for (MilestoneRow& row : list_milestones(tx, filter)) {
            if (const auto place = places.find(row.unit_duty); place != places.end()) {
                seen[place->second].milestones.push_back(details.view(std::move(row)));
            }
        }
        if (query.assigned == Assigned::Me) {
            std::erase_if(seen, [](const UnitDutyView& view) {
                return std::ranges::none_of(view.assignments,
                                            [](const AssignmentView& a) { return a.mine && a.row.state != AssignmentState::Returned; });
            });
        }
        UnitDutyPage page{std::move(seen), std::nullopt};
        if (page.items.size() > static_cast<std::size_t>(query.limit)) {
            page.items.resize(static_cast<std::size_t>(query.limit));
            page.next = page.items.back().row.id;
        }
        add_progress(tx, env, page.items);
        return page;
    });
}

base::Result<UnitDutyView> view_part(store::ReadTx& tx, Environment& env, const identity::Actor& actor, UnitDutyId id) {
    std::optional<UnitDutyRow> row = find_unit_duty(tx, id);
    if (!row) {
        return base::not_found("unit_duty.not_found", "没有这条责任");
    }
    if (!sees_part(actor, *row, actor.unit && is_led_by(tx, id, *actor.unit))) {
        return base::forbidden("unit_duty.foreign", "这是其他单位的责任，您的岗位看不到");
    }
    const Details details{tx, env, actor};
    std::vector<UnitDutyView> views;
    views.push_back({.row = *std::move(row), .assignments = {}, .milestones = {}, .status = {}, .reports = {}});
    UnitDutyView& view = views.front();
    for (AssignmentRow& assignment : assignments_of(tx, id, details.today())) {
        view.assignments.push_back(details.view(std::move(assignment)));
    }
    for (MilestoneRow& milestone : milestones_of(tx, id)) {
        view.milestones.push_back(details.view(std::move(milestone)));
    }
    set_rights(view, actor, has_units_below(tx, actor, details.today()));
    view.asked = asked_figures(tx, id);
    view.handed = handed_parts(tx, env, id);
    if (view.may_hand_down) {
        view.askable = env.hooks.askable_figures(tx, view.row.unit.id, view.row.task);
    }
    add_progress(tx, env, views);
    return std::move(views.front());
}

base::Result<UnitDutyView> read_part(Environment& env, const identity::Actor& actor, UnitDutyId id) {
    return env.db.read([&](store::ReadTx& tx) { return view_part(tx, env, actor, id); });
}

base::Result<UnitDutyRow> own_part(store::ReadTx& tx, const identity::Actor& actor, UnitDutyId id) {
    std::optional<UnitDutyRow> row = find_unit_duty(tx, id);
    if (!row) {
        return base::not_found("unit_duty.not_found", "没有这条责任");
    }
    if (!actor.may("duty.assign") || !actor.is_of(row->unit.id)) {
        return base::forbidden("unit_duty.foreign", fmt::format("只有{}自己能分解这项责任", row->unit.name));
    }
    if (row->valid_to) {
        return base::conflict("unit_duty.ended", fmt::format("{}的这项责任已于 {} 终止", row->unit.name, base::date_text(*row->valid_to)));
    }
    return *std::move(row);
}

base::Result<UnitDutyView> hand_down(Environment& env, const identity::Actor& actor, UnitDutyId id, const std::vector<UnitId>& units,
                                     const HandDownTerms& terms) {
    const base::Date today = env.hooks.business_date();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<UnitDutyView> {
        LUOSHI_TRY(from, own_part(tx, actor, id));
        tx.lock(from.task.value());
        const std::vector<UnitRef> children = child_units(tx, from.unit.id, today);
        std::vector<base::FieldError> errors;
        const std::vector<IndicatorId> figures = figures_asked(tx, env, from, terms, errors);
        std::string names;
        for (std::size_t i = 0; i < units.size(); ++i) {
            const auto child = std::ranges::find(children, units[i], &UnitRef::id);
            const auto held = find_part(tx, from.task, units[i]);
            const std::string path = fmt::format("/unit_ids/{}", i);
            if (child == children.end()) {
                errors.push_back({path, "unit_duty.not_below", fmt::format("只能分解给{}的直属下级单位", from.unit.name)});
            } else if (held && !held->valid_to) {
                errors.push_back({path, "unit_duty.has_part", fmt::format("{}已经承担这项任务", child->name)});
            } else {
                const UnitDutyId part = held ? held->id : env.ids.make<UnitDutyId>();
                held ? reopen_handed_down(tx, part, id, terms, today) : insert_handed_down(tx, part, from, units[i], terms, today);
                if (errors.empty()) {
                    put_asked_figures(tx, part, figures);
                }
                names += (names.empty() ? "" : "、") + child->name;
            }
        }
        if (units.empty()) {
            errors.push_back({"/unit_ids", "request.required", "请选择至少一个下级单位"});
        }
        if (!errors.empty()) {
            return base::Error{base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
        }
        if (env.hooks.within_caps) {
            LUOSHI_TRY(within, env.hooks.within_caps(tx, actor, units, from.task_ref + " " + from.task_title, terms.excess_reason));
        }
        record_hand_down(tx, env, actor.origin(), from, names);
        return view_part(tx, env, actor, id);
    });
}

base::Status load_hand_down(store::WriteTx& tx, Environment& env, const audit::Origin& origin, const PastHandDown& past) {
    const auto from = find_part_of_ref(tx, past.task_ref, past.from);
    if (!from) {
        return base::not_found("unit_duty.not_found", fmt::format("交办单位没有承担任务 {}", past.task_ref));
    }
    const std::vector<UnitRef> children = child_units(tx, past.from, past.on);
    const auto child = std::ranges::find(children, past.to, &UnitRef::id);
    if (child == children.end()) {
        return base::bad_input("unit_duty.not_below", fmt::format("任务 {} 只能分解给{}的直属下级单位", past.task_ref, from->unit.name));
    }
    if (const auto held = find_part(tx, from->task, past.to)) {
        if (held->handed_from && held->handed_from->id == past.from) {
            return base::Done{};
        }
        return base::conflict("unit_duty.has_part", fmt::format("{}已经承担任务 {}", child->name, past.task_ref));
    }
    std::vector<base::FieldError> errors;
    const std::vector<IndicatorId> figures = figures_asked(tx, env, *from, past.terms, errors);
    if (!errors.empty()) {
        return base::bad_input(errors.front().code, errors.front().message);
    }
    const auto part = env.ids.make<UnitDutyId>();
    insert_handed_down(tx, part, *from, past.to, past.terms, past.on);
    put_asked_figures(tx, part, figures);
    record_hand_down(tx, env, origin, *from, child->name);
    return base::Done{};
}

Desk read_desk(store::ReadTx& tx, const Environment& env, const identity::Actor& actor) {
    Desk desk;
    if (!actor.unit) {
        return desk;
    }
    const Details details{tx, env, actor};
    const UnitDutyFilter own{actor.unit, std::nullopt, std::nullopt};
    std::map<UnitDutyId, UnitDutyRow> parts;
    for (ListedUnitDuty& listed : list_unit_duties(tx, own)) {
        const UnitDutyId id = listed.row.id;
        parts.emplace(id, std::move(listed.row));
    }
    std::map<UnitDutyId, bool> given;
    for (AssignmentRow& row : list_assignments(tx, own, details.today())) {
        const UnitDutyRow& part = parts.at(row.unit_duty);
        if (row.state == AssignmentState::Returned) {
            continue;
        }
        given[part.id] = true;
        AssignmentView view = details.view(std::move(row));
        if (view.mine) {
            desk.assignments.push_back({part, std::move(view)});
        }
    }
    for (const auto& [id, part] : parts) {
        if (actor.may("duty.assign") && !given[id]) {
            desk.unassigned.push_back(part);
        }
    }
    for (MilestoneRow& row : list_milestones(tx, own)) {
        if (!row.done_on) {
            const UnitDutyRow& part = parts.at(row.unit_duty);
            desk.milestones.push_back({part, details.view(std::move(row))});
        }
    }
    desk.target_changes = waiting_target_changes(tx, actor);
    return desk;
}

}  // namespace luoshi::plan
