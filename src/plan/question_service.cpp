#include "plan/question_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/access.hpp"
#include "plan/duty_service.hpp"
#include "plan/plan_store.hpp"
#include "plan/question.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kAnswer{"plan.answer", "回答待确认问题"};

/// Every field of the answer that is wrong.
std::vector<base::FieldError> wrong_fields(const QuestionRow& question, const Answer& answer, const std::vector<UnitRef>& units,
                                           const std::vector<DutyRow>& duties) {
    std::vector<base::FieldError> errors = unknown_units(answer.units, units, "/unit_ids");
    if (answer.units.empty() && asks_for_units(question.code)) {
        errors.push_back({"/unit_ids", "question.units_missing", fmt::format("请选出“{}”包括的单位", question.subject)});
    } else if (answer.units.empty() && answer.roles.empty() && answer.added.empty() && answer.note.empty()) {
        errors.push_back({"/note", "question.answer_missing", "请选定单位，或说明怎样处理"});
    }
    for (std::size_t i = 0; i < answer.roles.size(); ++i) {
        if (std::ranges::find(duties, answer.roles[i].first, &DutyRow::id) == duties.end()) {
            errors.push_back({fmt::format("/roles/{}/duty_id", i), "duty.not_found", "这条责任分工不属于本任务"});
        }
    }
    return errors;
}

/// Changes roles, and the units of the duty that is asked about.
void change_duties(store::WriteTx& tx, const QuestionRow& question, const Answer& answer, const std::vector<UnitRef>& units,
                   std::vector<DutyRow>& duties) {
    for (DutyRow& duty : duties) {
        const auto role = std::ranges::find(answer.roles, duty.id, &std::pair<DutyId, DutyRole>::first);
        const bool takes_units = duty.id == question.duty && asks_for_units(question.code);
        if (role == answer.roles.end() && !takes_units) {
            continue;
        }
        duty.role = role == answer.roles.end() ? duty.role : role->second;
        if (takes_units) {
            duty.resolution = Resolution::Answer;
            duty.group_code = std::nullopt;
            replace_members(tx, duty.id, units);
        }
        duty.confirmed_by = answer.by;
        duty.confirmed_at = answer.at;
        duty.note = answer.note;
        update_duty(tx, duty);
    }
}

/// Makes duties for units the document does not name.
void add_duties(store::WriteTx& tx, base::IdSource& ids, const QuestionRow& question, const Answer& answer,
                const std::vector<AddedDuty>& added) {
    for (const AddedDuty& duty : added) {
        const DutyId id = ids.make<DutyId>();
        insert_duty(tx, {.id = id,
                         .task = question.task,
                         .ordinal = next_duty_ordinal(tx, question.task),
                         .role = duty.role,
                         .literal = duty.literal,
                         .resolution = Resolution::Answer,
                         .group_code = std::nullopt,
                         .span = question.span});
        for (const UnitId unit : duty.units) {
            insert_duty_member(tx, id, unit);
        }
        DutyRow row = *find_duty(tx, id);
        row.confirmed_by = answer.by;
        row.confirmed_at = answer.at;
        row.note = answer.note;
        update_duty(tx, row);
    }
}

std::string answer_text(const std::vector<UnitRef>& units, const std::vector<AddedDuty>& added, const Answer& answer) {
    std::string text = added.empty() ? joined_names(units) : std::string{};
    for (const AddedDuty& duty : added) {
        text += fmt::format("{}{}：{}", text.empty() ? "" : "；", role_name(duty.role), duty.literal);
    }
    return text.empty() ? answer.note : answer.note.empty() ? text : fmt::format("{}（{}）", text, answer.note);
}

}  // namespace

base::Status apply_answer(store::WriteTx& tx, Environment& env, const audit::Origin& origin, const QuestionRow& question,
                          const Answer& answer) {
    const std::vector<UnitRef> units = find_units(tx, answer.units);
    std::vector<DutyRow> duties = duties_of_task(tx, question.task);
    if (auto errors = wrong_fields(question, answer, units, duties); !errors.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
    }
    std::vector<AddedDuty> added = answer.added;
    if (!units.empty() && !asks_for_units(question.code)) {
        added.push_back({joined_names(units), role_lacking(question.code), answer.units});
    }
    const std::string text = answer_text(units, added, answer);
    if (!set_answered(tx, question.id, text, answer.by, answer.at, answer.from_package)) {
        return base::conflict("plan.question_answered", "这个问题已经有人回答；如需更改，请直接更正对应的责任分工");
    }
    change_duties(tx, question, answer, units, duties);
    add_duties(tx, env.ids, question, answer, added);
    const PlanRow plan = *find_plan(tx, question.plan);
    if (plan.state == PlanState::Confirmed) {
        follow_duties_of_task(tx, env, plan.id, question.task, env.hooks.business_date());
    }
    audit::record(tx, env.ids, env.clock.now(), origin,
                  {.action = kAnswer,
                   .object_kind = "question",
                   .object_id = question.id.text(),
                   .summary = fmt::format("{}“{}”：{}", question.task_ref, question.subject, text)});
    return base::Done{};
}

base::Result<QuestionRow> answer_question(Environment& env, const identity::Actor& actor, QuestionId id, Answer answer) {
    answer.by = actor.user_name;
    answer.at = env.clock.now();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<QuestionRow> {
        const std::optional<QuestionRow> question = find_question(tx, id);
        if (!question) {
            return base::not_found("question.not_found", "没有这个问题");
        }
        tx.lock(question->plan.value());
        const PlanRow plan = *find_plan(tx, question->plan);
        LUOSHI_TRY(allowed, may_change_plan(actor, "plan.edit", plan.owner.id, plan.office));
        LUOSHI_TRY(applied, apply_answer(tx, env, actor.origin(), *question, answer));
        return *find_question(tx, id);
    });
}

}  // namespace luoshi::plan
