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

bool is_well(const Lagging& lagging) { return lagging.light != "red" && lagging.light != "yellow" && lagging.overdue_days == 0; }

bool by_program(const CautionRow& row) { return row.proposer == 0; }

/// Proposed, or in force, or in force and objected to.
bool is_open(const CautionRow& row) {
    return row.state == "proposed" || row.state == "in_force" || (row.state == "objected" && !row.lifted_on);
}

/// The unit has been told of it and it holds.
bool is_served(const CautionRow& row) { return row.state != "proposed" && is_open(row); }

std::vector<PastCaution> past_of(const std::vector<CautionRow>& of_unit) {
    std::vector<PastCaution> out;
    for (const auto& row : of_unit) {
        const bool lapsed = row.state == "dismissed" && row.lifted_on;  // by the program: nobody has refused it
        const bool refused = !lapsed && (row.state == "dismissed" || row.state == "withdrawn");
        out.push_back(
            {.rung = row.rung,
             .task = row.task,
             .on = row.state == "withdrawn" ? row.answered_on.value_or(row.proposed_on) : row.confirmed_on.value_or(row.proposed_on),
             .confirmed = !refused && !lapsed && row.state != "proposed",
             .in_force = row.state != "proposed" && is_open(row),
             .waiting = row.state == "proposed",
             .refused = refused,
             .light = row.light});
    }
    return out;
}

CautionRow proposal(base::IdSource& ids, plan::UnitRef unit, const TaskLine& task, base::Date day) {
    return {.id = ids.make<CautionId>(),
            .unit = std::move(unit),
            .task = task.id,
            .task_ref = task.ref,
            .task_title = task.title,
            .state = "proposed",
            .proposed_on = day,
            .version = 1};
}

order::Draft draft_of(const CautionRow& row, const Ladder& ladder, const order::Workflow& workflow) {
    order::Draft draft;
    if (!workflow.sources.empty() && !workflow.urgencies.empty()) {
        draft.source = workflow.find_source("plan") != nullptr ? "plan" : workflow.sources.front().code;
        draft.urgency = workflow.urgencies.front().code;
    }
    draft.title = row.task_title;
    draft.content = row.basis;
    const auto* rung = ladder.find(row.rung);
    draft.basis = (rung != nullptr ? rung->name : row.rung) + "（" + base::date_text(row.confirmed_on.value_or(row.proposed_on)) + "）";
    draft.task = row.task;
    draft.main = row.unit.id;
    return draft;
}

/// How many calendar days the order of a task that lies longest with a unit is past its limit.
using OverdueOrders = std::map<std::pair<plan::TaskId, UnitId>, int>;
OverdueOrders overdue_orders(const PlanFacts& facts, base::Date day) {
    OverdueOrders out;
    for (const auto& order : facts.orders) {
        if (order.due_on < day) {
            out.emplace(std::pair{order.task, order.unit}, static_cast<int>((day - order.due_on).count()));
        }
    }
    return out;
}

}  // namespace

bool Cautions::may_confirm(const Actor& actor, const CautionRow& row) const {
    const auto* rung = rules_.ladder.find(row.rung);
    const bool itself = row.unit.id == row.owner.id;  // nobody judges his own unit
    const bool owner = !itself && actor.is_of(row.owner.id) && actor.may("order.manage");
    const bool decider = (owner && actor.is_head) || (actor.may("order.decide") && actor.covers(row.owner.id));
    return rung != nullptr && rung->confirmed == Confirmed::Decider ? decider : owner || decider;
}

CautionView Cautions::view(store::ReadTx& tx, const Actor& actor, CautionRow row) const {
    CautionView out{std::move(row)};
    out.may_confirm = out.row.state == "proposed" && may_confirm(actor, out.row) && out.row.proposer != actor.user.value();
    out.may_object = (out.row.state == "in_force" || out.row.state == "lifted") && actor.is_of(out.row.unit.id) &&
                     actor.may("order.handle") && out.row.objected_on == std::nullopt && out.row.object_until &&
                     rules_.today() <= *out.row.object_until;
    out.may_answer = out.row.state == "objected" && may_confirm(actor, out.row) && out.row.confirmer != actor.user.value();
    out.may_lift = out.row.state == "in_force" && !by_program(out.row) && may_confirm(actor, out.row);
    out.may_order = is_served(out.row) && !out.row.order && actor.is_of(out.row.owner.id) && actor.may("order.manage");
    if (out.row.order && !order::is_in_sight(tx, actor, *out.row.order)) {
        out.row.order.reset();
        out.row.order_title.clear();
    }
    if (actor.only_reads() && out.row.talk == "notified") {
        out.row.talk.clear();
    }
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

base::Status Cautions::take_effect(CautionRow& row, base::Date day) const {
    row.state = "in_force";
    row.confirmed_on = day;
    LUOSHI_TRY(until, rules_.calendar().add(day, rules_.ladder.objection_work_days));
    row.object_until = until;
    return base::Done{};
}

base::Status Cautions::escalate(store::WriteTx& tx, base::Date day) {
    if (rules_.ladder.rungs.empty() || day < rules_.today()) {
        return base::Done{};
    }
    for (const auto plan : confirmed_plans(tx)) {
        LUOSHI_TRY(done, escalate_plan(tx, plan, day));
    }
    return base::Done{};
}

base::Status Cautions::escalate_plan(store::WriteTx& tx, plan::PlanId plan, base::Date day) {
    const auto work_days = [this](base::Date from, base::Date to) { return rules_.calendar().work_days_between(from, to); };
    tx.lock(plan.value());
    LUOSHI_TRY(board, boards_.get(tx, plan));
    if (!board) {
        return base::Done{};
    }
    const auto office = office_of(tx, plan);
    std::map<UnitId, std::vector<CautionRow>> past;
    for (auto& row : cautions_of_plan(tx, plan)) {
        past[row.unit.id].push_back(std::move(row));
    }
    const Board& judged = board->board();
    const auto overdue = overdue_orders(judged.facts, day);
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
        if (is_well(lagging)) {
            LUOSHI_TRY(lifted, lift_well(tx, past[duty.unit], duty.task, day));
            continue;
        }
        lagging.past = past_of(past[duty.unit]);
        LUOSHI_TRY(due, due_rung(rules_.ladder, lagging, day, work_days));
        if (!due) {
            continue;
        }
        CautionRow row = proposal(ids_, {duty.unit, duty.unit_name}, judged.tasks[task->second], day);
        row.owner.id = duty.from.value_or(office.value_or(duty.unit));
        row.rung = due->rung->code;
        row.basis = due->basis.text + (line != nullptr && !line->light.reasons.empty() ? "；" + line->light.reason() : "");
        row.light = lagging.light;
        LUOSHI_TRY(proposed, propose(tx, std::move(row), *due->rung, day));
    }
    return base::Done{};
}

base::Status Cautions::lift_well(store::WriteTx& tx, std::vector<CautionRow>& of_unit, plan::TaskId task, base::Date day) {
    for (auto& row : of_unit) {
        if (row.task != task || (row.state != "in_force" && row.state != "proposed") || !by_program(row)) {
            continue;
        }
        row.state = row.state == "proposed" ? "dismissed" : "lifted";  // what was only proposed has lost its reason
        row.lifted_on = day;
        if (!update_caution(tx, row)) {
            return version_mismatch();
        }
    }
    return base::Done{};
}

base::Status Cautions::propose(store::WriteTx& tx, CautionRow row, const Rung& rung, base::Date day) {
    if (rung.confirmed == Confirmed::Nobody) {
        LUOSHI_TRY(effect, take_effect(row, day));
        insert_caution(tx, row);
        tell(tx, row, row.unit.id, "order.handle", "caution.issued", "caution.told_issued", "{rung}：{task}，{basis}");
    } else {
        insert_caution(tx, row);
        tell(tx, row, row.owner.id, "order.manage", "caution.proposed", "caution.told_proposed",
             "建议对{unit}{rung}：{task}，{basis}，请确认");
    }
    return base::Done{};
}

std::vector<CautionView> Cautions::list(const Actor& actor, const CautionFilter& filter) {
    return db_.read([&](store::ReadTx& tx) {
        std::vector<CautionView> out;
        for (auto& row : list_cautions(tx, actor, filter)) {
            out.push_back(view(tx, actor, std::move(row)));
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
    // what its owner confirms does not wait for a leader, though he may
    const auto is_for = [&](const CautionView& one) {
        const auto* rung = rules_.ladder.find(one.row.rung);
        return actor.is_of(one.row.owner.id) || (rung != nullptr && rung->confirmed == Confirmed::Decider) ||
               one.row.unit.id == one.row.owner.id;
    };
    std::erase_if(out, [&](const CautionView& one) { return !(one.may_confirm || one.may_answer) || !is_for(one); });
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
    auto row = find_in_sight(tx, actor, id);
    if (!row) {
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
    ++row.version;
    record(tx, actor, row, what);
    return view(tx, actor, std::move(row));
}

void Cautions::record(store::WriteTx& tx, const Actor& actor, const CautionRow& row, const std::string& what) {
    const auto* rung = rules_.ladder.find(row.rung);
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = kCaution,
                   .object_kind = "caution",
                   .object_id = row.id.text(),
                   .summary = what + "对" + row.unit.name + "的" + (rung != nullptr ? rung->name : row.rung) + "（" + row.task_ref + "）"});
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
            if (duty == judged.facts.duties.end() || !duty->open()) {
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
            const auto exists = [&](const CautionRow& one) {
                return one.rung == rung && one.task == duty->task && one.unit.id == duty->unit && is_open(one);
            };
            tx.lock(plan.value());
            if (std::ranges::any_of(cautions_of_plan(tx, plan), exists)) {
                return base::conflict("caution.exists", "对这个单位的这项任务，同一级处置已经提出或正在生效；请在列表中办理");
            }
            const auto* line = judged.duty(part);
            CautionRow row = proposal(ids_, {duty->unit, duty->unit_name}, judged.tasks[judged.task_place.at(duty->task)], rules_.today());
            row.rung = rung;
            row.owner = {owner, actor.unit_name};
            row.basis = "由人提出：" + reason;
            row.light = line != nullptr ? line->light.colour : "grey";
            row.reason = reason;
            row.proposed_by = actor.signature();
            row.proposer = actor.user.value();
            insert_caution(tx, row);
            record(tx, actor, row, "提出");
            tell(tx, row, owner, "order.manage", "caution.proposed", "caution.told_proposed",
                 "建议对{unit}{rung}：{task}，{basis}，请确认");
            return view(tx, actor, std::move(row));
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
            LUOSHI_TRY(effect, take_effect(row, rules_.today()));
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
        if ((row.state != "in_force" && row.state != "lifted") || row.objected_on) {
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
        row.state = withdraw ? "withdrawn" : row.lifted_on ? "lifted" : "in_force";
        row.answer = reason;
        row.answered_on = rules_.today();
        row.answered_by = actor.signature();
        tell(tx, row, row.unit.id, "order.handle", "caution.decided", withdraw ? "caution.told_withdrawn" : "caution.told_upheld",
             withdraw ? "异议成立，{rung}撤销：{task}" : "异议不成立，{rung}维持：{task}");
        return save(tx, actor, std::move(row), withdraw ? "撤销" : "维持");
    });
}

base::Result<CautionView> Cautions::lift(const Actor& actor, CautionId id, std::int64_t version, const std::string& reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<CautionView> {
        LUOSHI_TRY(row, load(tx, actor, id, version));
        if (!may_confirm(actor, row)) {
            return base::forbidden("caution.not_yours", "由督办单位（重的由其负责人或有批准权的领导）解除");
        }
        if (row.state != "in_force") {
            return decided();
        }
        if (by_program(row)) {
            return base::conflict("caution.lifted_by_program", "系统提出的处置在情况好转后由系统解除；单位有不同意见的，可以提出异议");
        }
        if (reason.empty()) {
            return reason_missing();
        }
        row.state = "lifted";
        row.lifted_on = rules_.today();
        row.lifted_by = actor.signature();
        row.lifted_for = reason;
        tell(tx, row, row.unit.id, "order.handle", "caution.lifted", "caution.told_lifted", "{rung}解除：{task}");
        return save(tx, actor, std::move(row), "解除");
    });
}

base::Result<order::OrderId> Cautions::open_order(const Actor& actor, CautionId id, std::int64_t version, order::Orders& orders) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<order::OrderId> {
        LUOSHI_TRY(row, load(tx, actor, id, version));
        if (!actor.is_of(row.owner.id)) {
            return base::forbidden("caution.not_yours", "只有督办单位可以立项督办");
        }
        if (!is_served(row)) {
            return decided();
        }
        LUOSHI_TRY(order, orders.draft_from(tx, actor, draft_of(row, rules_.ladder, orders.workflow()), "caution:" + id.text()));
        row.order = order;
        LUOSHI_TRY(saved, save(tx, actor, std::move(row), "立项督办，依据"));
        return order;
    });
}

}  // namespace luoshi::supervise
