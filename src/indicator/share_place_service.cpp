#include "indicator/share_place_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "indicator/indicator_name.hpp"
#include "org/directory_service.hpp"
#include "plan/access.hpp"
#include "plan/unit_duty_service.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;
using base::phrase;
using base::Result;
using base::Status;
using identity::Actor;

std::optional<SumLine> summed(const SplitRule& rule, const ShareSettings& settings, Decimal held, const std::vector<SplitLine>& lines) {
    std::vector<Decimal> parts;
    for (const auto& line : lines) {
        if (line.value) {
            parts.push_back(*line.value);
        }
    }
    return sum_line(rule, settings, held, parts);
}

}  // namespace

base::Error unknown_split() { return base::not_found("share.not_found", "没有这次分解，请从任务页重新进入"); }
base::Error foreign_split() { return base::forbidden("share.foreign", "这是其他单位的目标分解，您的岗位看不到，也不能改"); }
base::Error wrong_shares(std::vector<base::FieldError> errors) {
    std::string message = errors.size() == 1 ? errors.front().message : "填写有误，请改正后重新提交";
    return {base::Category::BadInput, "request.invalid", std::move(message), std::move(errors), {}};
}
base::Error shares_too_large() { return base::bad_input("share.too_large", "各单位份额之和过大，请核对计量单位"); }

bool runs_plan(const Actor& actor, UnitId office) {
    return actor.is_of(office) && (actor.may("report.settle") || actor.may("plan.confirm"));
}

std::string value_text(const std::optional<Decimal>& value) { return value ? value->text() : std::string{"无"}; }

std::optional<base::Phrase> not_divisible(const DivisibleTarget& target) {
    if (target.plan_state != plan::PlanState::Confirmed || target.task_state != plan::TaskState::Accepted) {
        return phrase("share.plan_draft", "方案确认后才能分解目标");
    }
    if (target.kind != plan::TargetKind::Numeric || !target.indicator) {
        return phrase("share.not_numeric", "只有与指标挂钩的数值目标才能分解；请先在“方案确认”中为目标选定指标");
    }
    if (target.indicator->by_formula()) {
        return phrase("share.formula", "“{indicator}”由公式计算，没有单位直接填报，不能分解；请分解组成它的指标的目标",
                      {{"indicator", target.indicator->name}});
    }
    if (!target.unit.empty() && !same_measure(target.unit, target.indicator->unit)) {
        return phrase("share.unit_misfit",
                      "目标的计量单位“{unit}”与指标“{indicator}”的“{measure}”对不上，不能分解；请先改正目标的单位或指标",
                      {{"unit", target.unit}, {"indicator", target.indicator->name}, {"measure", target.indicator->unit}});
    }
    if (!target.change.empty()) {
        return phrase("share.difference", "增减幅度不能分解；请先把目标换算成数值");
    }
    if (!target.value || !target.years) {
        return phrase("share.no_value", "目标没有数值或年度，请先补上");
    }
    return std::nullopt;
}

Measured measured_by(const Definition& definition) { return {definition.id, definition.unit}; }

base::Phrase outdated(const Definition& definition, const Measured& issued) {
    return phrase("share.outdated",
                  "份额下达后，目标的指标或计量单位改了（下达时为“{before}”，现为“{after}"
                  "”），原来的份额不再适用；请由下达单位先把份额收回，再重新分给",
                  {{"before", issued.unit}, {"after", definition.unit}});
}

Status divide_upper_end(store::WriteTx& tx, SplitId split, const SplitRule& rule, std::optional<Decimal> held) {
    std::vector<Claim> parts;
    for (const ShareRow& share : shares_of(tx, split)) {
        if (share.value) {
            parts.push_back({share.unit.id, share.unit.name, share.value});
        } else {
            put_upper_end(tx, split, share.unit.id, std::nullopt);
        }
    }
    if (!held || parts.empty()) {
        return base::Done{};
    }
    LUOSHI_TRY(ends, upper_ends(rule, *held, parts));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        put_upper_end(tx, split, parts[i].unit, ends[i]);
    }
    return base::Done{};
}

Result<Shares::Place> Shares::place_of(store::ReadTx& tx, const Actor& actor, DivisibleTarget target, int year, Level level, UnitId unit) {
    const bool leads = actor.unit && plan::leads_task(tx, *actor.unit, target.task);
    Place at{.target = std::move(target), .level = level, .year = year};
    at.top_visible = actor.scope == identity::Scope::All || runs_plan(actor, at.target.office.id) || leads;
    if (level == Level::Top) {
        if (!at.top_visible) {
            return foreign_split();
        }
        at.unit = at.target.office;
        at.total = at.target.value;
        at.total_max = at.target.value_max;
        at.divides = runs_plan(actor, at.target.office.id) && actor.may("duty.assign");
        at.candidates = candidates_below(tx, at.target.above_units, at.target, hooks_.today());
    } else {
        const auto known = org::find_unit(tx, unit);
        if (!known) {
            return base::not_found("unit.not_found", "没有这个单位");
        }
        at.held = find_held(tx, at.target.id, year, unit);
        const bool gave_it = at.held && at.held->level == Level::Unit && actor.is_of(at.held->from.id);
        if (!actor.covers(unit) && !leads && !gave_it && !runs_plan(actor, at.target.office.id)) {
            return foreign_split();
        }
        at.unit = {unit, known->name};
        at.total = at.held ? std::optional{at.held->value} : std::nullopt;
        at.total_max = at.held ? at.held->value_max : std::nullopt;
        at.divides = actor.is_of(unit) && actor.may("duty.assign");
        at.candidates = candidates_below(tx, unit, at.target, hooks_.today());
    }
    at.row = find_split(tx, at.target.id, year, at.unit.id, level);
    at.why_not = not_divisible(at.target);
    if (!at.why_not && at.is_outdated()) {
        at.why_not = outdated(at.definition(), at.row->measured);
    }
    if (!at.why_not && at.held && at.held->measured != measured_by(at.definition())) {
        at.why_not = outdated(at.definition(), at.held->measured);
    }
    if (!at.why_not && !at.total) {
        at.why_not = phrase("share.nothing_held", "上级尚未给{unit}下达这项目标的份额", {{"unit", at.unit.name}});
    }
    if (!at.why_not && at.candidates.empty() && !at.row) {
        at.why_not = phrase("share.nobody_below", "{unit}以下没有填报这项指标或承担这项任务的单位；可先把任务分解给下级单位",
                            {{"unit", at.unit.name}});
    }
    return at;
}

Result<Shares::Place> Shares::place(store::ReadTx& tx, const Actor& actor, const SplitPlace& wanted) {
    auto target = find_divisible(tx, wanted.target);
    if (!target) {
        return base::not_found("target.not_found", "没有这个目标");
    }
    const auto& years = target->years;
    if (wanted.year && !(years && years->holds(*wanted.year))) {
        return wrong_shares({base::field_error(
            "/year", phrase("share.not_its_year", "这项目标没有 {year} 年的，请选择它的年度", {{"year", std::to_string(*wanted.year)}}))});
    }
    const int year = wanted.year ? *wanted.year : years ? years->on(hooks_.today()) : 0;
    const UnitId office = target->office.id;
    return wanted.unit ? place_of(tx, actor, *std::move(target), year, Level::Unit, *wanted.unit)
                       : place_of(tx, actor, *std::move(target), year, Level::Top, office);
}

Result<Shares::Place> Shares::place(store::ReadTx& tx, const Actor& actor, SplitId split) {
    const auto row = find_split(tx, split);
    if (!row) {
        return unknown_split();
    }
    return place_of(tx, actor, *find_divisible(tx, row->target), row->year, row->level, row->unit.id);
}

Result<SplitView> Shares::view(store::ReadTx& tx, const Actor& actor, const Place& at) {
    SplitView out{.target = at.target, .level = at.level, .unit = at.unit, .row = at.row, .held = at.held};
    out.total = at.total;
    out.total_max = at.total_max;
    out.rule = at.rule();
    out.why_not = at.why_not;
    out.top_visible = at.top_visible;
    if (at.target.years) {
        out.year = at.year;
        out.change_until = last_change_day(settings_, *out.year);
    }
    if (at.held) {
        out.held_versions = versions_of(tx, at.held->split);
        std::erase_if(out.held_versions, [&](const ShareVersion& version) { return version.unit != at.unit.id; });
    }
    // A draft is the business of who makes it; below and beside it only what is issued counts.
    const bool issued = at.row && at.row->state == SplitState::Issued;
    const bool shown = at.row && (issued || at.divides || at.decided_by(actor) || actor.scope == identity::Scope::All);
    const auto shares = shown ? shares_of(tx, at.row->id) : std::vector<ShareRow>{};
    for (const Candidate& candidate : at.candidates) {
        out.lines.push_back({.unit = candidate.unit, .reports = candidate.reports});
    }
    for (const ShareRow& share : shares) {
        auto line = std::ranges::find(out.lines, share.unit.id, [](const SplitLine& l) { return l.unit.id; });
        if (line == out.lines.end()) {
            line = out.lines.insert(line, {.unit = share.unit});
        }
        line->value = share.value;
        line->value_max = share.value_max;
        line->figure = share.figure;
    }
    for (const SplitBelow& below : splits_below(tx, at.target.id, at.year)) {
        const auto line = std::ranges::find(out.lines, below.unit, [](const SplitLine& l) { return l.unit.id; });
        const bool own_level = at.level == Level::Unit && below.unit == at.unit.id;
        if (line != out.lines.end() && line->value && !own_level && below.state == SplitState::Issued) {
            line->below = LineBelow{below.state, sum_line(out.rule, settings_, *line->value, below.parts)};
        }
    }
    if (issued) {
        for (ShareVersion& version : versions_of(tx, at.row->id)) {
            const auto line = std::ranges::find(out.lines, version.unit, [](const SplitLine& l) { return l.unit.id; });
            if (line != out.lines.end()) {
                line->versions.push_back(std::move(version));
            }
        }
        out.changes = changes_of(tx, at.row->id);
        std::ranges::stable_partition(out.changes, [](const ShareChange& change) { return change.state == ChangeState::Proposed; });
    }
    if (at.total && shown) {
        out.sum = summed(out.rule, settings_, *at.total, out.lines);
    }
    const bool open = !out.changes.empty() && out.changes.front().state == ChangeState::Proposed;
    const bool in_time = in_window(at).has_value();
    if (open && at.total) {
        auto after = out.lines;
        for (const ChangeItem& item : out.changes.front().items) {
            const auto line = std::ranges::find(after, item.unit.id, [](const SplitLine& l) { return l.unit.id; });
            if (line != after.end()) {
                line->value = item.after;
            }
        }
        out.sum_after = summed(out.rule, settings_, *at.total, after);
    }
    const bool asked = open && out.changes.front().proposed_user == actor.user;
    out.may = {.divide = at.divides && !at.why_not && !issued,
               .change = at.divides && issued && !open && in_time,
               .decide = open && !asked && in_time && at.decided_by(actor),
               .withdraw = asked};
    return out;
}

Status Shares::in_window(const Place& at) const {
    if (!at.target.years) {
        return base::Done{};
    }
    const base::Date last = last_change_day(settings_, at.year);
    if (hooks_.today() > last) {
        return base::conflict(phrase("share.window_closed", "{year}年目标的份额只能在 {date} 以前调整，现已截止",
                                     {{"year", std::to_string(at.year)}, {"date", base::date_text(last)}}));
    }
    return base::Done{};
}

Result<SplitView> Shares::read(const Actor& actor, const SplitPlace& wanted) {
    return db_.read([&](store::ReadTx& tx) -> Result<SplitView> {
        auto at = place(tx, actor, wanted);
        if (!at && at.error().code == "share.foreign" && !wanted.unit && actor.unit) {
            at = place(tx, actor, {wanted.target, actor.unit, wanted.year});
        }
        if (!at) {
            return std::move(at).error();
        }
        return view(tx, actor, *at);
    });
}

Result<SplitView> Shares::read(const Actor& actor, SplitId split) {
    return db_.read([&](store::ReadTx& tx) -> Result<SplitView> {
        LUOSHI_TRY(at, place(tx, actor, split));
        return view(tx, actor, at);
    });
}

std::vector<IssuedShare> Shares::issued(const Actor& actor, std::optional<UnitId> unit, std::optional<plan::TaskId> task) {
    if (!unit && !actor.unit) {
        return {};
    }
    return db_.read([&](store::ReadTx& tx) {
        auto shares = issued_shares(tx, {.unit = unit ? unit : actor.unit, .task = task});
        std::map<plan::TaskId, bool> leads;
        std::erase_if(shares, [&](const IssuedShare& share) {
            if (actor.covers(share.unit.id) || actor.is_of(share.unit.id) || actor.is_of(share.from.id)) {
                return false;
            }
            const auto [known, fresh] = leads.emplace(share.task, false);
            if (fresh) {
                known->second = actor.unit && plan::leads_task(tx, *actor.unit, share.task);
            }
            return !known->second;
        });
        return shares;
    });
}

std::map<IndicatorId, IssuedShare> shares_for(store::ReadTx& tx, UnitId unit, plan::TaskId task, int year) {
    std::map<IndicatorId, IssuedShare> out;
    for (const IssuedShare& share : issued_shares(tx, {.unit = unit, .task = task})) {
        if (share.year == year) {
            out.emplace(share.indicator.id, share);
        }
    }
    return out;
}

}  // namespace luoshi::indicator
