#include "indicator/share_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "indicator/indicator_name.hpp"
#include "indicator/indicator_service.hpp"
#include "indicator/split_table.hpp"
#include "org/directory_service.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"
#include "plan/unit_duty_service.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;
using base::phrase;
using base::Result;
using base::Status;
using identity::Actor;

const audit::Action kDraft{"share.draft", "分解目标"};
const audit::Action kIssue{"share.issue", "下达目标"};
const audit::Action kPropose{"share.propose", "申请调整份额"};
const audit::Action kApprove{"share.approve", "同意调整份额"};
const audit::Action kRefuse{"share.refuse", "不同意调整份额"};
const audit::Action kWithdraw{"share.withdraw", "撤回份额调整"};

base::Error unknown() { return base::not_found("share.not_found", "没有这次分解，请从任务页重新进入"); }
base::Error foreign() { return base::forbidden("share.foreign", "这是其他单位的目标分解，您的岗位看不到，也不能改"); }
base::Error invalid(std::vector<base::FieldError> errors) {
    std::string message = errors.size() == 1 ? errors.front().message : "填写有误，请改正后重新提交";
    return {base::Category::BadInput, "request.invalid", std::move(message), std::move(errors), {}};
}
base::Error too_large() { return base::bad_input("share.too_large", "各单位份额之和过大，请核对计量单位"); }

/// Runs the plan: who may divide its targets themselves and approve what departments and counties change.
bool runs_plan(const Actor& actor, UnitId office) {
    return actor.is_of(office) && (actor.may("report.settle") || actor.may("plan.confirm"));
}

std::string value_text(const std::optional<Decimal>& value) { return value ? value->text() : std::string{"无"}; }

/// Why a target cannot be divided at all.
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

/// Shares issued in what the target no longer counts.
base::Phrase outdated(const Definition& definition, const Measured& issued) {
    return phrase("share.outdated",
                  "份额下达后，目标的指标或计量单位改了（下达时为“{before}”，现为“{after}"
                  "”），原来的份额不再适用；请由下达单位先把份额收回，再重新分给",
                  {{"before", issued.unit}, {"after", definition.unit}});
}

std::optional<SumLine> summed(const SplitRule& rule, const ShareSettings& settings, Decimal held, const std::vector<SplitLine>& lines) {
    std::vector<Decimal> parts;
    for (const auto& line : lines) {
        if (line.value) {
            parts.push_back(*line.value);
        }
    }
    return sum_line(rule, settings, held, parts);
}

std::string joined_shares(const std::vector<ShareRow>& shares) {
    std::string out;
    for (const auto& share : shares) {
        out += (out.empty() ? "" : "、") + share.unit.name + " " + value_text(share.value);
    }
    return out;
}

}  // namespace

/// A level of a target's division as one reader meets it.
struct Shares::Place {
    DivisibleTarget target;
    Level level = Level::Top;
    int year = 0;
    plan::UnitRef unit{UnitId{1}, {}};
    std::optional<Held> held = {};
    std::optional<Decimal> total = {};
    std::optional<SplitRow> row = {};
    bool divides = false;  ///< it is the reader's to divide
    std::vector<Candidate> candidates = {};
    std::optional<base::Phrase> why_not = {};
    bool top_visible = false;

    const Definition& definition() const { return *target.indicator; }
    SplitRule rule() const { return target.indicator ? split_rule(*target.indicator, target.op) : SplitRule{}; }
    std::string label() const {
        return fmt::format("任务 {} 的{}年目标“{}”{}", target.task_ref, year, target.name,
                           level == Level::Top ? std::string{} : fmt::format("（{}的份额）", unit.name));
    }
    /// Who decides on changes of what is issued here.
    bool decided_by(const Actor& actor) const {
        if (level == Level::Top || (held && held->level == Level::Top)) {
            return runs_plan(actor, target.office.id);
        }
        return held && actor.is_of(held->from.id) && actor.may("duty.assign");
    }
    bool is_outdated() const {
        return target.indicator && row && row->state == SplitState::Issued && row->measured != measured_by(definition());
    }
    base::Error why() const { return base::conflict(*why_not); }
};

Result<Shares::Place> Shares::place_of(store::ReadTx& tx, const Actor& actor, DivisibleTarget target, int year, Level level, UnitId unit) {
    const bool leads = actor.unit && plan::leads_task(tx, *actor.unit, target.task);
    Place at{.target = std::move(target), .level = level, .year = year};
    at.top_visible = actor.scope == identity::Scope::All || runs_plan(actor, at.target.office.id) || leads;
    if (level == Level::Top) {
        if (!at.top_visible) {
            return foreign();
        }
        at.unit = at.target.office;
        at.total = at.target.value;
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
            return foreign();
        }
        at.unit = {unit, known->name};
        at.total = at.held ? std::optional{at.held->value} : std::nullopt;
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
        return invalid({base::field_error(
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
        return unknown();
    }
    return place_of(tx, actor, *find_divisible(tx, row->target), row->year, row->level, row->unit.id);
}

Result<SplitView> Shares::view(store::ReadTx& tx, const Actor& actor, const Place& at) {
    SplitView out{.target = at.target, .level = at.level, .unit = at.unit, .row = at.row, .held = at.held};
    out.total = at.total;
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

namespace {

/// The shares that a wish comes to.
struct Divided {
    std::vector<Claim> claims;
    std::vector<Decimal> values;
    std::string basis;
};

/// Whom a wish means: those named, else those that report the indicator, else all.
Result<std::vector<Claim>> claimants(const std::vector<Candidate>& candidates, const std::vector<UnitId>& named) {
    std::vector<Claim> out;
    std::vector<base::FieldError> errors;
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto found = std::ranges::find(candidates, named[i], [](const Candidate& c) { return c.unit.id; });
        if (found == candidates.end()) {
            errors.push_back({fmt::format("/unit_ids/{}", i), "share.not_below", "只能分给填报这项指标或承担这项任务的直属下级单位"});
        } else if (std::ranges::find(out, named[i], &Claim::unit) == out.end()) {
            out.push_back({found->unit.id, found->unit.name, {}});
        }
    }
    if (!errors.empty()) {
        return invalid(std::move(errors));
    }
    if (named.empty()) {
        const bool any_reports = std::ranges::any_of(candidates, &Candidate::reports);
        for (const Candidate& candidate : candidates) {
            if (candidate.reports || !any_reports) {
                out.push_back({candidate.unit.id, candidate.unit.name, {}});
            }
        }
    }
    return out;
}

/// The candidate a name in a table means.
UnitLookup lookup_in(store::ReadTx& tx, const std::vector<Candidate>& candidates, base::Date today) {
    return [&tx, &candidates, today](const std::string& name) -> std::variant<UnitId, base::Phrase> {
        const auto exact = std::ranges::find(candidates, name, [](const Candidate& c) { return c.unit.name; });
        if (exact != candidates.end()) {
            return exact->unit.id;
        }
        const auto match = org::resolve_unit_text(tx, name, today);
        if (!match.unit) {
            return phrase("share.table_unknown_unit", "没有叫“{name}”的单位，或这个名称指不止一个单位，请写全称", {{"name", name}});
        }
        if (std::ranges::find(candidates, *match.unit, [](const Candidate& c) { return c.unit.id; }) == candidates.end()) {
            return phrase("share.table_not_below", "{name}不是填报这项指标或承担这项任务的直属下级单位", {{"name", name}});
        }
        return *match.unit;
    };
}

}  // namespace

Status Shares::fill(store::WriteTx& tx, const Place& at, SplitRow& row, const SplitWish& wish) {
    const SplitRule rule = at.rule();
    const Decimal total = *at.total;
    if (rule.binding == Binding::Each && (wish.method == SplitMethod::Equal || wish.method == SplitMethod::Proportional)) {
        return invalid({{"/method", "share.method_of_each", "这项指标不相加：每个单位的目标都是同一个数，请选“每个单位相同”"}});
    }
    const bool listed = wish.method == SplitMethod::Hand || wish.method == SplitMethod::Table;
    std::vector<UnitId> named = wish.units;
    std::vector<TablePart> table;
    if (wish.method == SplitMethod::Table) {
        LUOSHI_TRY(read, read_split_table(wish.table_name, wish.table_text, at.definition(), lookup_in(tx, at.candidates, hooks_.today())));
        table = std::move(read);
        named.clear();
        std::ranges::transform(table, std::back_inserter(named), &TablePart::unit);
    } else if (wish.method == SplitMethod::Hand) {
        named.clear();
        std::ranges::transform(wish.values, std::back_inserter(named), [](const auto& share) { return share.first; });
    }
    if (listed && named.empty()) {
        return base::bad_input("share.no_units", "请至少选择一个承担目标的单位");
    }
    LUOSHI_TRY(claims, claimants(at.candidates, named));
    std::vector<Decimal> values;
    row.basis.clear();
    switch (wish.method) {
        case SplitMethod::Hand:
            for (const Claim& claim : claims) {
                values.push_back(wish.values.at(claim.unit));
            }
            break;
        case SplitMethod::Table:
            row.basis = wish.table_name;
            for (const Claim& claim : claims) {
                values.push_back(std::ranges::find(table, claim.unit, &TablePart::unit)->value);
            }
            break;
        case SplitMethod::PerUnit:
            if (claims.empty()) {
                return base::bad_input("share.no_units", "请至少选择一个承担目标的单位");
            }
            values.assign(claims.size(), wish.each.value_or(total));
            break;
        case SplitMethod::Equal: {
            LUOSHI_TRY(equal, split_equally(total, rule.decimals, claims));
            values = std::move(equal);
            break;
        }
        case SplitMethod::Proportional: {
            if (wish.basis_indicator) {
                const auto basis = find(tx, *wish.basis_indicator);
                if (!basis) {
                    return invalid({{"/basis/indicator_id", "indicator.not_found", "没有这个指标"}});
                }
                const int year = wish.basis_year.value_or(at.year - 1);
                row.basis = fmt::format("{}年{}", year, basis->name);
                std::vector<UnitId> units;
                std::ranges::transform(claims, std::back_inserter(units), &Claim::unit);
                const auto figures = hooks_.year_figures(tx, *wish.basis_indicator, year, units);
                for (std::size_t i = 0; i < claims.size(); ++i) {
                    claims[i].figure = figures[i];
                }
            } else {
                row.basis = std::string{base::trim(wish.basis_name)};
                if (row.basis.empty()) {
                    return invalid({{"/basis/name", "share.basis_missing", "请写明按什么分配，例如“户数”"}});
                }
                for (Claim& claim : claims) {
                    const auto typed = wish.figures.find(claim.unit);
                    claim.figure = typed == wish.figures.end() ? std::nullopt : std::optional{typed->second};
                }
            }
            LUOSHI_TRY(proportional, split_in_proportion(total, rule.decimals, claims));
            values = std::move(proportional);
            break;
        }
    }
    std::vector<base::FieldError> errors;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (auto wrong = wrong_part(at.definition(), claims[i].name, values[i])) {
            errors.push_back(base::field_error("/values/" + claims[i].unit.text(), *std::move(wrong)));
        }
    }
    if (!errors.empty()) {
        return invalid(std::move(errors));
    }
    if (!sum_line(rule, settings_, total, values)) {
        return too_large();
    }
    row.method = wish.method;
    row.measured = measured_by(at.definition());
    drop_shares(tx, row.id);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        put_share(tx, row.id, claims[i].unit, values[i], claims[i].figure);
    }
    return base::Done{};
}

Result<SplitView> Shares::draft(store::WriteTx& tx, const Actor& actor, Place& at, SplitRow& row, const SplitWish& wish) {
    LUOSHI_TRY(filled, fill(tx, at, row, wish));
    if (!update_split(tx, row)) {
        return plan::version_mismatch("目标分解");
    }
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = kDraft,
                   .object_kind = "target_split",
                   .object_id = row.id.text(),
                   .summary = at.label() + "：" + joined_shares(shares_of(tx, row.id))});
    at.row = find_split(tx, row.id);
    return view(tx, actor, at);
}

Result<SplitRow> Shares::drafted(store::WriteTx& tx, const Place& at, SplitId split, std::int64_t version) {
    if (!at.divides) {
        return foreign();
    }
    tx.lock(at.target.id.value());
    SplitRow row = *find_split(tx, split);
    if (row.version != version) {
        return plan::version_mismatch("目标分解");
    }
    if (row.state == SplitState::Issued) {
        return base::conflict("share.issued", "份额已经下达；要改动请申请调整");
    }
    if (at.why_not) {
        return at.why();
    }
    return row;
}

Result<SplitView> Shares::begin(const Actor& actor, const SplitPlace& wanted, const SplitWish& wish) {
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        LUOSHI_TRY(at, place(tx, actor, wanted));
        if (!at.divides) {
            return foreign();
        }
        tx.lock(wanted.target.value());
        if (at.why_not) {
            return at.why();
        }
        if (find_split(tx, wanted.target, at.year, at.unit.id, at.level)) {
            return base::conflict("share.exists", "已经有人开始分解这个目标，请刷新后在其基础上修改");
        }
        SplitRow row;
        row.id = ids_.make<SplitId>();
        row.target = wanted.target;
        row.year = at.year;
        row.measured = measured_by(at.definition());
        row.unit = at.unit;
        row.level = at.level;
        row.version = 1;
        insert_split(tx, row);
        return draft(tx, actor, at, row, wish);
    });
}

Result<SplitView> Shares::redo(const Actor& actor, SplitId split, std::int64_t version, const SplitWish& wish) {
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        LUOSHI_TRY(at, place(tx, actor, split));
        LUOSHI_TRY(row, drafted(tx, at, split, version));
        return draft(tx, actor, at, row, wish);
    });
}

Result<SplitView> Shares::issue(const Actor& actor, SplitId split, std::int64_t version, const std::string& reason) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        LUOSHI_TRY(at, place(tx, actor, split));
        LUOSHI_TRY(row, drafted(tx, at, split, version));
        if (row.measured != measured_by(at.definition())) {
            return base::conflict("share.draft_outdated", "起草后目标的指标或计量单位改了，请重新分一次再下达");
        }
        const auto shares = shares_of(tx, split);
        std::vector<Decimal> values;
        for (const ShareRow& share : shares) {
            if (share.value) {
                values.push_back(*share.value);
            }
        }
        if (values.empty()) {
            return base::conflict("share.no_units", "请至少选择一个承担目标的单位");
        }
        const auto line = sum_line(at.rule(), settings_, *at.total, values);
        if (!line) {
            return too_large();
        }
        if (line->loose && !plan::is_reason(reason)) {
            return invalid({base::field_error(
                "/reason", phrase("share.loose_reason", "分下去的比应承担的松（差 {difference}），下达须写明理由（至少 {least} 个字）",
                                  {{"difference", line->difference.text()}, {"least", std::to_string(plan::kReasonCharacters)}}))});
        }
        row.state = SplitState::Issued;
        row.reason = std::string{base::trim(reason)};
        row.issued_at = now;
        row.issued_by = actor.signature();
        row.held = at.total;
        if (!update_split(tx, row)) {
            return plan::version_mismatch("目标分解");
        }
        for (const ShareRow& share : shares) {
            append_version(tx, split,
                           {.unit = share.unit.id,
                            .value = share.value,
                            .from = hooks_.today(),
                            .reason = row.reason,
                            .asked_by = *row.issued_by,
                            .granted_by = {},
                            .at = now});
        }
        audit::record(
            tx, ids_, now, actor.origin(),
            {.action = kIssue,
             .object_kind = "target_split",
             .object_id = split.text(),
             .summary = fmt::format("{}：{}{}{}", at.label(), joined_shares(shares), row.reason.empty() ? "" : "；理由：", row.reason)});
        at.row = find_split(tx, split);
        return view(tx, actor, at);
    });
}

Result<SplitView> Shares::propose(const Actor& actor, SplitId split, std::int64_t version, const std::string& reason,
                                  const std::vector<ShareWish>& wishes) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        LUOSHI_TRY(at, place(tx, actor, split));
        if (!at.divides) {
            return foreign();
        }
        tx.lock(at.target.id.value());
        SplitRow row = *find_split(tx, split);
        if (row.version != version) {
            return plan::version_mismatch("目标分解");
        }
        if (row.state != SplitState::Issued) {
            return base::conflict("share.not_issued", "份额还没有下达，可以直接修改");
        }
        LUOSHI_TRY(timely, in_window(at));
        for (const ShareChange& change : changes_of(tx, split)) {
            if (change.state == ChangeState::Proposed) {
                return base::conflict("share.change_open", "上一次调整申请还没有批复；请等批复或先撤回");
            }
        }
        ShareChange change;
        change.id = ids_.make<ShareChangeId>();
        change.split = split;
        change.reason = std::string{base::trim(reason)};
        change.proposed_on = hooks_.today();
        change.proposed_at = now;
        change.proposed_user = actor.user;
        change.proposed_by = actor.signature();
        const auto shares = shares_of(tx, split);
        std::vector<base::FieldError> errors;
        std::vector<audit::Change> told;
        for (const ShareWish& wish : wishes) {
            const std::string path = "/values/" + wish.unit.text();
            const auto share = std::ranges::find(shares, wish.unit, [](const ShareRow& s) { return s.unit.id; });
            const auto candidate = std::ranges::find(at.candidates, wish.unit, [](const Candidate& c) { return c.unit.id; });
            if (share == shares.end() && candidate == at.candidates.end()) {
                errors.push_back({path, "share.not_below", "只能分给填报这项指标或承担这项任务的直属下级单位"});
                continue;
            }
            const plan::UnitRef unit = share == shares.end() ? candidate->unit : share->unit;
            const auto before = share == shares.end() ? std::nullopt : share->value;
            if (wish.value) {
                if (at.is_outdated()) {
                    return base::conflict(outdated(at.definition(), at.row->measured));
                }
                if (auto wrong = wrong_part(at.definition(), unit.name, *wish.value)) {
                    errors.push_back(base::field_error(path, *std::move(wrong)));
                }
            }
            const bool twice = std::ranges::any_of(change.items, [&](const ChangeItem& item) { return item.unit.id == wish.unit; });
            if (before != wish.value && !twice) {
                change.items.push_back({unit, before, wish.value});
                told.push_back({"share", unit.name, value_text(before), value_text(wish.value)});
            }
        }
        if (!plan::is_reason(reason)) {
            errors.push_back(plan::reason_missing());
        }
        if (!errors.empty()) {
            return invalid(std::move(errors));
        }
        if (change.items.empty()) {
            return base::bad_input("share.no_change", "没有改动任何单位的份额");
        }
        insert_change(tx, change);
        if (!update_split(tx, row)) {
            return plan::version_mismatch("目标分解");
        }
        audit::record(tx, ids_, now, actor.origin(),
                      {.action = kPropose,
                       .object_kind = "target_split",
                       .object_id = split.text(),
                       .summary = at.label() + "；理由：" + change.reason,
                       .detail_json = audit::changes_json(told)});
        at.row = find_split(tx, split);
        LUOSHI_TRY(made, view(tx, actor, at));
        if (!made.sum_after) {
            return too_large();
        }
        return made;
    });
}

Result<SplitView> Shares::approve(const Actor& actor, ShareChangeId id) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        const auto found = find_change(tx, id);
        if (!found) {
            return unknown();
        }
        LUOSHI_TRY(at, place(tx, actor, found->split));
        if (!at.decided_by(actor)) {
            return foreign();
        }
        if (found->proposed_user == actor.user) {
            return base::forbidden("share.own_change", "自己申请的调整须由另一人批准");
        }
        tx.lock(at.target.id.value());
        LUOSHI_TRY(timely, in_window(at));
        ShareChange change = *found;
        change.state = ChangeState::Approved;
        change.decided_on = hooks_.today();
        change.decided_at = now;
        change.decided_by = actor.signature();
        if (!decide_change(tx, change)) {
            return base::conflict("share.change_decided", "这次调整已经批复或撤回，请刷新");
        }
        if (at.is_outdated() && std::ranges::any_of(change.items, [](const ChangeItem& item) { return item.after.has_value(); })) {
            return base::conflict(outdated(at.definition(), at.row->measured));
        }
        const auto shares = shares_of(tx, change.split);
        std::vector<audit::Change> told;
        for (const ChangeItem& item : change.items) {
            const auto share = std::ranges::find(shares, item.unit.id, [](const ShareRow& s) { return s.unit.id; });
            put_share(tx, change.split, item.unit.id, item.after, share == shares.end() ? std::nullopt : share->figure);
            append_version(tx, change.split,
                           {.unit = item.unit.id,
                            .value = item.after,
                            .from = *change.decided_on,
                            .reason = change.reason,
                            .asked_by = change.proposed_by,
                            .granted_by = change.decided_by,
                            .at = now});
            told.push_back({"share", item.unit.name, value_text(item.before), value_text(item.after)});
        }
        if (std::ranges::none_of(shares_of(tx, change.split), [](const ShareRow& share) { return share.value.has_value(); })) {
            at.row->measured = measured_by(at.definition());  // nothing is held any more: what is given now counts as the target does now
        }
        if (!update_split(tx, *at.row)) {
            return plan::version_mismatch("目标分解");
        }
        audit::record(tx, ids_, now, actor.origin(),
                      {.action = kApprove,
                       .object_kind = "target_split",
                       .object_id = change.split.text(),
                       .summary = fmt::format("{}（{}申请）；理由：{}", at.label(), change.proposed_by, change.reason),
                       .detail_json = audit::changes_json(told)});
        LUOSHI_TRY(after, place(tx, actor, change.split));
        return view(tx, actor, after);
    });
}

Result<SplitView> Shares::refuse(const Actor& actor, ShareChangeId id, const std::string& reason) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        const auto found = find_change(tx, id);
        if (!found) {
            return unknown();
        }
        LUOSHI_TRY(at, place(tx, actor, found->split));
        const bool own = found->proposed_user == actor.user;
        if (!own && !at.decided_by(actor)) {
            return foreign();
        }
        if (!plan::is_reason(reason)) {
            return invalid({plan::reason_missing()});
        }
        tx.lock(at.target.id.value());
        ShareChange change = *found;
        change.state = own ? ChangeState::Withdrawn : ChangeState::Refused;
        change.decided_on = hooks_.today();
        change.decided_at = now;
        change.decided_by = actor.signature();
        change.note = std::string{base::trim(reason)};
        if (!decide_change(tx, change)) {
            return base::conflict("share.change_decided", "这次调整已经批复或撤回，请刷新");
        }
        if (!update_split(tx, *at.row)) {
            return plan::version_mismatch("目标分解");
        }
        audit::record(tx, ids_, now, actor.origin(),
                      {.action = own ? kWithdraw : kRefuse,
                       .object_kind = "target_split",
                       .object_id = change.split.text(),
                       .summary = fmt::format("{}（{}申请）；理由：{}", at.label(), change.proposed_by, change.note)});
        at.row = find_split(tx, change.split);
        return view(tx, actor, at);
    });
}

std::vector<WaitingChange> Shares::waiting(const Actor& actor) {
    if (!actor.may("duty.assign")) {
        return {};
    }
    return db_.read([&](store::ReadTx& tx) {
        std::vector<WaitingChange> out;
        for (ShareChange& change : open_changes(tx)) {
            const auto at = place(tx, actor, change.split);
            if (at && change.proposed_user != actor.user && at->decided_by(actor) && in_window(*at)) {
                out.push_back({std::move(change), at->target.id, at->target.name, at->target.task_ref, at->unit, at->level, at->year});
            }
        }
        return out;
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

Status load_split(store::WriteTx& tx, base::IdSource& ids, const audit::Origin& origin, const PastSplit& past) {
    const auto id = find_target_of_ref(tx, past.task_ref, past.indicator_code, past.year);
    const auto target = id ? find_divisible(tx, *id) : std::nullopt;
    if (!target) {
        return base::not_found("target.not_found", fmt::format("任务 {} 没有 {} 年的这项数值目标", past.task_ref, past.year));
    }
    if (const auto why = not_divisible(*target)) {
        return base::conflict(*why);
    }
    const auto level = past.by ? Level::Unit : Level::Top;
    const UnitId by = past.by.value_or(target->office.id);
    const auto held = past.by ? find_held(tx, target->id, past.year, by) : std::nullopt;
    if (past.by && !held) {
        return base::conflict("share.nothing_held", fmt::format("任务 {} 的目标还没有下达给这个单位", past.task_ref));
    }
    if (find_split(tx, target->id, past.year, by, level)) {
        return base::Done{};
    }
    const Decimal total = held ? held->value : *target->value;
    std::vector<UnitId> named;
    std::ranges::transform(past.values, std::back_inserter(named), [](const auto& share) { return share.first; });
    LUOSHI_TRY(claims, claimants(candidates_below(tx, past.by ? by : target->above_units, *target, past.on), named));
    const SplitRule rule = split_rule(*target->indicator, target->op);
    std::vector<Decimal> values;
    if (past.values.empty()) {
        LUOSHI_TRY(equal, split_equally(total, rule.decimals, claims));
        values = std::move(equal);
    } else {
        std::ranges::transform(claims, std::back_inserter(values), [&](const Claim& claim) { return past.values.at(claim.unit); });
    }
    const auto line = sum_line(rule, {}, total, values);
    if (!line || (line->loose && !plan::is_reason(past.reason))) {
        return base::bad_input("share.loose_reason", "分下去的比应承担的松，须写明理由");
    }
    SplitRow row;
    row.id = ids.make<SplitId>();
    row.target = target->id;
    row.year = past.year;
    row.measured = measured_by(*target->indicator);
    row.unit.id = by;
    row.level = level;
    row.method = past.values.empty() ? SplitMethod::Equal : SplitMethod::Hand;
    row.version = 1;
    insert_split(tx, row);
    const base::Moment at = base::Moment{past.on} + std::chrono::hours{2};
    row.state = SplitState::Issued;
    row.reason = past.reason;
    row.issued_at = at;
    row.issued_by = origin.user_name;
    row.held = total;
    update_split(tx, row);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        put_share(tx, row.id, claims[i].unit, values[i], std::nullopt);
        append_version(tx, row.id,
                       {.unit = claims[i].unit,
                        .value = values[i],
                        .from = past.on,
                        .reason = past.reason,
                        .asked_by = origin.user_name,
                        .granted_by = {},
                        .at = at});
    }
    audit::record(tx, ids, at, origin,
                  {.action = kIssue,
                   .object_kind = "target_split",
                   .object_id = row.id.text(),
                   .summary = fmt::format("任务 {} 的目标“{}”：{}", target->task_ref, target->name, joined_shares(shares_of(tx, row.id)))});
    return base::Done{};
}

std::map<IndicatorId, Decimal> shares_for(store::ReadTx& tx, UnitId unit, plan::TaskId task, int year) {
    std::map<IndicatorId, Decimal> out;
    for (const IssuedShare& share : issued_shares(tx, {.unit = unit, .task = task})) {
        if (share.year == year) {
            out.emplace(share.indicator.id, share.value);
        }
    }
    return out;
}

}  // namespace luoshi::indicator
