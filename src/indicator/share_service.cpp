#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "indicator/indicator_service.hpp"
#include "indicator/share_place_service.hpp"
#include "indicator/split_table.hpp"
#include "org/directory_service.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;
using base::phrase;
using base::Result;
using base::Status;
using identity::Actor;

const audit::Action kDraft{"share.draft", "分解目标"};
const audit::Action kIssue{"share.issue", "下达目标"};

std::string joined_shares(const std::vector<ShareRow>& shares) {
    std::string out;
    for (const auto& share : shares) {
        out += (out.empty() ? "" : "、") + share.unit.name + " " + value_text(share.value);
    }
    return out;
}

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
        return wrong_shares(std::move(errors));
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
        return wrong_shares({{"/method", "share.method_of_each", "这项指标不相加：每个单位的目标都是同一个数，请选“每个单位相同”"}});
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
                    return wrong_shares({{"/basis/indicator_id", "indicator.not_found", "没有这个指标"}});
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
                    return wrong_shares({{"/basis/name", "share.basis_missing", "请写明按什么分配，例如“户数”"}});
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
        return wrong_shares(std::move(errors));
    }
    if (!sum_line(rule, settings_, total, values)) {
        return shares_too_large();
    }
    row.method = wish.method;
    row.measured = measured_by(at.definition());
    drop_shares(tx, row.id);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        put_share(tx, row.id, claims[i].unit, values[i], claims[i].figure);
    }
    return divide_upper_end(tx, row.id, rule, at.total_max);
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
        return foreign_split();
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
            return foreign_split();
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
            return shares_too_large();
        }
        if (line->loose && !plan::is_reason(reason)) {
            const bool is_less = line->difference.e4() < 0;
            const auto difference = Decimal::from_e4(std::abs(line->difference.e4()));
            return wrong_shares({base::field_error(
                "/reason", phrase(is_less ? "share.less_reason" : "share.more_reason",
                                  is_less ? "分下去的合计比应承担的少{difference}，下达须写明理由（至少{least}个字）"
                                          : "分下去的合计比应承担的上限多{difference}，下达须写明理由（至少{least}个字）",
                                  {{"difference", difference.text()}, {"least", std::to_string(plan::kReasonCharacters)}}))});
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
                            .value_max = share.value_max,
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
        return base::bad_input("share.loose_reason", "分下去的合计比应承担的宽，须写明理由");
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
    }
    LUOSHI_TRY(divided, divide_upper_end(tx, row.id, rule, held ? held->value_max : target->value_max));
    for (const ShareRow& share : shares_of(tx, row.id)) {
        append_version(tx, row.id,
                       {.unit = share.unit.id,
                        .value = share.value,
                        .value_max = share.value_max,
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

}  // namespace luoshi::indicator
