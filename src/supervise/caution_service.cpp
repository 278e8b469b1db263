#include "supervise/caution_service.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "audit/audit.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::supervise {
namespace {

using base::phrase;
using identity::Actor;
using identity::UnitId;

const audit::Action kCaution{"caution.step", "提醒、警示与处置"};

base::Error not_found() { return base::not_found("caution.not_found", "没有这条警示，或它不在您的权限范围内"); }
base::Error decided() { return base::conflict("caution.decided", "这条警示已经有了结果，请刷新页面"); }
base::Error version_mismatch() {
    return {base::Category::VersionMismatch, "caution.version_mismatch", "这条警示刚被别人办理过，请刷新后再办", {}, {}};
}
base::Error reason_missing() {
    return {base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", {{"/reason", "caution.reason", "请写明理由"}}, {}};
}

bool is_well(const std::string& light) { return light == "green" || light == "done" || light == "grey"; }

}  // namespace

bool Cautions::may_confirm(const Actor& actor, const CautionRow& row) const {
    const auto* rung = rules_.ladder.find(row.rung);
    const bool owner = actor.is_of(row.owner.id) && actor.may("order.manage");
    const bool decider = (owner && actor.is_head) || (actor.may("order.decide") && actor.covers(row.owner.id));
    return rung != nullptr && rung->confirmed == Confirmed::Decider ? decider : owner || decider;
}

CautionView Cautions::view(const Actor& actor, CautionRow row) const {
    CautionView out{std::move(row)};
    out.may_confirm = out.row.state == "proposed" && may_confirm(actor, out.row) && out.row.proposer != actor.user.value();
    out.may_object = out.row.state == "in_force" && actor.is_of(out.row.unit.id) && actor.may("order.handle") &&
                     out.row.objected_on == std::nullopt && out.row.object_until && rules_.today() <= *out.row.object_until;
    out.may_answer = out.row.state == "objected" && may_confirm(actor, out.row) && out.row.confirmer != actor.user.value();
    return out;
}

void Cautions::tell(store::WriteTx& tx, const CautionRow& row, UnitId unit, const char* permission, const char* kind, const char* code,
                    const char* pattern) {
    const auto* rung = rules_.ladder.find(row.rung);
    notice::tell_unit(tx, ids_, clock_.now(), rules_.today(), unit, permission,
                      {kind,
                       phrase(code, pattern,
                              {{"rung", rung != nullptr ? rung->name : row.rung},
                               {"unit", row.unit.name},
                               {"task", row.task_ref + " " + row.task_title},
                               {"basis", row.basis}}),
                       "/cautions?task=" + row.task.text(), std::string{code} + " " + row.id.text()});
}

base::Status Cautions::take_effect(store::WriteTx&, CautionRow& row, base::Date day) const {
    row.state = "in_force";
    row.confirmed_on = day;
    LUOSHI_TRY(until, rules_.calendar().add(day, rules_.ladder.objection_work_days));
    row.object_until = until;
    return base::Done{};
}

base::Status Cautions::escalate(store::WriteTx& tx, base::Date day) {
    if (rules_.ladder.rungs.empty()) {
        return base::Done{};
    }
    const auto work_days = [this](base::Date from, base::Date to) { return rules_.calendar().work_days_between(from, to); };
    for (const auto plan : confirmed_plans(tx)) {
        tx.lock(plan.value());
        LUOSHI_TRY(board, boards_.get(tx, plan));
        if (!board) {
            continue;
        }
        const auto office = office_of(tx, plan);
        std::map<UnitId, std::vector<CautionRow>> past;
        for (auto& row : cautions_of_plan(tx, plan)) {
            past[row.unit.id].push_back(std::move(row));
        }
        const Board& judged = board->board();
        std::map<std::pair<plan::TaskId, UnitId>, int> overdue;
        for (const auto& order : judged.facts.orders) {
            if (order.due_on < day) {
                overdue.emplace(std::pair{order.task, order.unit}, static_cast<int>((day - order.due_on).count()));
            }
        }
        for (const auto& duty : judged.facts.duties) {
            const auto task = judged.task_place.find(duty.task);
            if (!duty.open() || task == judged.task_place.end()) {
                continue;
            }
            const DutyLine* line = judged.duty(duty.id);
            Lagging lagging{.task = duty.task, .light = line != nullptr ? line->light.colour : "grey", .past = {}};
            if (const auto late = overdue.find({duty.task, duty.unit}); late != overdue.end()) {
                lagging.overdue_days = late->second;
            }
            for (auto& row : past[duty.unit]) {
                const bool well = is_well(lagging.light) && lagging.overdue_days == 0;
                if (row.task == duty.task && row.state == "in_force" && well) {
                    row.state = "lifted";
                    row.lifted_on = day;
                    if (!update_caution(tx, row)) {
                        return version_mismatch();
                    }
                }
                const bool effective = row.state == "in_force" || row.state == "objected" || row.state == "lifted";
                lagging.past.push_back({row.rung, row.task, row.confirmed_on.value_or(row.proposed_on), effective,
                                        row.state == "in_force" || row.state == "objected", row.state == "proposed"});
                // a person has looked at it: what was dismissed is not proposed again on the same facts
                if (row.state == "dismissed" && row.basis != "" && row.light == lagging.light) {
                    lagging.past.back().waiting = true;
                }
            }
            LUOSHI_TRY(due, due_rung(rules_.ladder, lagging, day, work_days));
            if (!due) {
                continue;
            }
            const auto& task_line = judged.tasks[task->second];
            CautionRow row{.id = ids_.make<CautionId>(),
                           .rung = due->rung->code,
                           .unit = {duty.unit, duty.unit_name},
                           .task = duty.task,
                           .task_ref = task_line.ref,
                           .task_title = task_line.title,
                           .owner = {duty.from.value_or(office.value_or(duty.unit)), {}},
                           .state = "proposed",
                           .basis = due->basis.text + (line != nullptr && !line->light.reasons.empty() ? "；" + line->light.reason() : ""),
                           .light = lagging.light,
                           .reason = {},
                           .proposed_on = day,
                           .proposed_by = {},
                           .confirmed_by = {},
                           .objection = {},
                           .objected_by = {},
                           .answer = {},
                           .answered_by = {}};
            if (due->rung->confirmed == Confirmed::Nobody) {
                LUOSHI_TRY(effect, take_effect(tx, row, day));
                insert_caution(tx, row);
                tell(tx, row, duty.unit, "order.handle", "caution.issued", "caution.told_issued", "{rung}：{task}，{basis}");
            } else {
                insert_caution(tx, row);
                tell(tx, row, row.owner.id, "order.manage", "caution.proposed", "caution.told_proposed",
                     "建议对{unit}{rung}：{task}，{basis}，请确认");
            }
        }
    }
    return base::Done{};
}

std::vector<CautionView> Cautions::list(const Actor& actor, const CautionFilter& filter) {
    return db_.read([&](store::ReadTx& tx) {
        std::vector<CautionView> out;
        for (auto& row : list_cautions(tx, actor, filter)) {
            out.push_back(view(actor, std::move(row)));
        }
        return out;
    });
}

std::vector<CautionView> Cautions::all(const Actor& actor, CautionFilter filter) {
    constexpr int kAtOnce = 500;
    filter.limit = kAtOnce;
    std::vector<CautionView> out;
    for (bool more = actor.may("order.read"); more;) {
        auto page = list(actor, filter);
        more = page.size() == static_cast<std::size_t>(kAtOnce);
        std::move(page.begin(), page.end(), std::back_inserter(out));
        if (more) {
            filter.before = out.back().row.id;
        }
    }
    return out;
}

std::vector<CautionView> Cautions::waiting(const Actor& actor) {
    auto out = all(actor, {.state = "proposed"});
    std::ranges::move(all(actor, {.state = "objected"}), std::back_inserter(out));
    std::erase_if(out, [](const CautionView& one) { return !one.may_confirm && !one.may_answer; });
    std::ranges::sort(out, {}, [](const CautionView& one) { return one.row.id; });
    return out;
}

std::vector<CautionView> Cautions::of_own(const Actor& actor) {
    if (!actor.unit) {
        return {};
    }
    auto out = all(actor, {.state = "in_force", .unit = actor.unit});
    std::ranges::move(all(actor, {.state = "objected", .unit = actor.unit}), std::back_inserter(out));
    return out;
}

base::Result<CautionRow> Cautions::load(store::ReadTx& tx, const Actor& actor, CautionId id, std::int64_t version) const {
    auto row = find_caution(tx, id);
    const bool own = row && actor.scope != identity::Scope::All && actor.is_of(row->unit.id) && !actor.is_of(row->owner.id);
    const bool hidden = row && (own || actor.only_reads()) && (row->state == "proposed" || row->state == "dismissed");
    if (!row || hidden || !(actor.covers(row->unit.id) || actor.covers(row->owner.id))) {
        return not_found();
    }
    if (row->version != version) {
        return version_mismatch();
    }
    return *std::move(row);
}

base::Result<CautionView> Cautions::save(store::WriteTx& tx, const Actor& actor, CautionRow row, const std::string& what) {
    if (!update_caution(tx, row)) {
        return version_mismatch();
    }
    const auto* rung = rules_.ladder.find(row.rung);
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = kCaution,
                   .object_kind = "caution",
                   .object_id = row.id.text(),
                   .summary = what + "对" + row.unit.name + "的" + (rung != nullptr ? rung->name : row.rung) + "（" + row.task_ref + "）"});
    ++row.version;
    return view(actor, std::move(row));
}

base::Result<CautionView> Cautions::raise(const Actor& actor, plan::UnitDutyId part, const std::string& rung, const std::string& reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<CautionView> {
        const auto* found = rules_.ladder.find(rung);
        if (found == nullptr) {
            return base::bad_input("caution.unknown_rung", "没有这一级处置，请从列表中选择");
        }
        for (const auto plan : confirmed_plans(tx)) {
            LUOSHI_TRY(board, boards_.get(tx, plan));
            if (!board) {
                continue;
            }
            const Board& judged = board->board();
            const auto duty = std::ranges::find(judged.facts.duties, part, &DutyFacts::id);
            if (duty == judged.facts.duties.end()) {
                continue;
            }
            const auto office = office_of(tx, plan).value_or(duty->unit);
            const auto owner = actor.is_of(office) ? office : duty->from.value_or(office);  // the office supervises the whole plan
            if (!actor.may("order.manage") || !actor.is_of(owner)) {
                return base::forbidden("caution.not_yours", "只有督办单位可以提出");
            }
            if (reason.empty()) {
                return reason_missing();
            }
            const auto* line = judged.duty(part);
            const auto& task_line = judged.tasks[judged.task_place.at(duty->task)];
            CautionRow row{.id = ids_.make<CautionId>(),
                           .rung = rung,
                           .unit = {duty->unit, duty->unit_name},
                           .task = duty->task,
                           .task_ref = task_line.ref,
                           .task_title = task_line.title,
                           .owner = {owner, actor.unit_name},
                           .state = "proposed",
                           .basis = "由人提出：" + reason,
                           .light = line != nullptr ? line->light.colour : "grey",
                           .reason = reason,
                           .proposed_on = rules_.today(),
                           .proposed_by = actor.signature(),
                           .proposer = actor.user.value(),
                           .confirmed_by = {},
                           .objection = {},
                           .objected_by = {},
                           .answer = {},
                           .answered_by = {},
                           .version = 1};
            insert_caution(tx, row);
            tell(tx, row, owner, "order.manage", "caution.proposed", "caution.told_proposed",
                 "建议对{unit}{rung}：{task}，{basis}，请确认");
            return view(actor, std::move(row));
        }
        return base::not_found("caution.no_part", "没有这项责任，或方案尚未确认");
    });
}

base::Result<CautionView> Cautions::confirm(const Actor& actor, CautionId id, std::int64_t version, bool agree, const std::string& reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<CautionView> {
        LUOSHI_TRY(row, load(tx, actor, id, version));
        if (row.state != "proposed") {
            return decided();
        }
        if (!may_confirm(actor, row)) {
            return base::forbidden("caution.not_yours", "由督办单位（重的由其负责人或有批准权的领导）确认");
        }
        if (row.proposer == actor.user.value()) {
            return base::conflict("caution.same_person", "提出的人不能自己确认，请由另一位负责人确认");
        }
        if (!agree && reason.empty()) {
            return reason_missing();
        }
        row.reason = reason.empty() ? row.reason : reason;
        row.confirmed_by = actor.signature();
        row.confirmer = actor.user.value();
        if (agree) {
            LUOSHI_TRY(effect, take_effect(tx, row, rules_.today()));
            tell(tx, row, row.unit.id, "order.handle", "caution.issued", "caution.told_issued", "{rung}：{task}，{basis}");
        } else {
            row.state = "dismissed";
            row.confirmed_on = rules_.today();
        }
        return save(tx, actor, std::move(row), agree ? "确认" : "不予");
    });
}

base::Result<CautionView> Cautions::object(const Actor& actor, CautionId id, std::int64_t version, const std::string& reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<CautionView> {
        LUOSHI_TRY(row, load(tx, actor, id, version));
        if (!actor.is_of(row.unit.id) || !actor.may("order.handle")) {
            return base::forbidden("caution.not_yours", "只有被警示的单位可以提出异议");
        }
        if (row.state != "in_force" || row.objected_on) {
            return decided();
        }
        if (row.object_until && rules_.today() > *row.object_until) {
            return base::conflict(
                phrase("caution.objection_late", "异议须在 {until} 前提出，现已超过", {{"until", base::date_text(*row.object_until)}}));
        }
        if (reason.empty()) {
            return reason_missing();
        }
        row.state = "objected";
        row.objection = reason;
        row.objected_on = rules_.today();
        row.objected_by = actor.signature();
        tell(tx, row, row.owner.id, "order.manage", "caution.objected", "caution.told_objected", "{unit}对{rung}提出异议：{task}");
        return save(tx, actor, std::move(row), "提出异议，");
    });
}

base::Result<CautionView> Cautions::answer(const Actor& actor, CautionId id, std::int64_t version, bool withdraw,
                                           const std::string& reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<CautionView> {
        LUOSHI_TRY(row, load(tx, actor, id, version));
        if (row.state != "objected") {
            return decided();
        }
        if (!may_confirm(actor, row)) {
            return base::forbidden("caution.not_yours", "由督办单位（重的由其负责人或有批准权的领导）答复");
        }
        if (row.confirmer == actor.user.value()) {
            return base::conflict("caution.same_person", "确认的人不能答复对它的异议，请由另一位负责人答复");
        }
        if (reason.empty()) {
            return reason_missing();
        }
        row.state = withdraw ? "withdrawn" : "in_force";
        row.answer = reason;
        row.answered_on = rules_.today();
        row.answered_by = actor.signature();
        tell(tx, row, row.unit.id, "order.handle", "caution.decided", withdraw ? "caution.told_withdrawn" : "caution.told_upheld",
             withdraw ? "异议成立，{rung}撤销：{task}" : "异议不成立，{rung}维持：{task}");
        return save(tx, actor, std::move(row), withdraw ? "撤销" : "维持");
    });
}

}  // namespace luoshi::supervise
