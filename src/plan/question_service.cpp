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

}  // namespace

base::Status apply_answer(store::WriteTx& tx, Environment& env, const audit::Origin& origin, const QuestionRow& question,
                          const Answer& answer) {
    const std::vector<UnitRef> units = find_units(tx, answer.units);
    std::vector<DutyRow> duties = duties_of_task(tx, question.task);
    std::vector<base::FieldError> errors = unknown_units(answer.units, units, "/unit_ids");
    if (answer.units.empty() && question.duty && asks_for_units(question.code)) {
        errors.push_back({"/unit_ids", "question.units_missing", fmt::format("请选出“{}”包括的单位", question.subject)});
    }
    for (std::size_t i = 0; i < answer.roles.size(); ++i) {
        if (std::ranges::find(duties, answer.roles[i].first, &DutyRow::id) == duties.end()) {
            errors.push_back({fmt::format("/roles/{}/duty_id", i), "duty.not_found", "这条责任分工不属于本任务"});
        }
    }
    if (!errors.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
    }

    std::optional<DutyId> duty = question.duty;
    if (!units.empty() && !duty) {
        duty = env.ids.make<DutyId>();
        insert_duty(tx, {.id = *duty,
                         .task = question.task,
                         .ordinal = next_duty_ordinal(tx, question.task),
                         .role = answer.role,
                         .literal = joined_names(units),
                         .resolution = Resolution::Open,
                         .group_code = std::nullopt,
                         .span = question.span});
        duties.push_back(*find_duty(tx, *duty));
    }
    for (DutyRow& row : duties) {
        const auto role = std::ranges::find(answer.roles, row.id, &std::pair<DutyId, DutyRole>::first);
        const bool takes_units = row.id == duty && !units.empty();
        if (role == answer.roles.end() && !takes_units) {
            continue;
        }
        row.role = role == answer.roles.end() ? row.role : role->second;
        row.confirmed_by = answer.by;
        row.confirmed_at = answer.at;
        row.note = answer.note;
        if (takes_units) {
            row.resolution = Resolution::Answer;
            row.group_code = std::nullopt;
            replace_members(tx, row.id, answer.units);
        }
        update_duty(tx, row);
    }

    const std::string text = units.empty() ? answer.note : joined_names(units) + (answer.note.empty() ? "" : "（" + answer.note + "）");
    if (!set_answered(tx, question.id, duty, text, answer.by, answer.at, answer.from_package)) {
        return base::conflict("plan.question_answered", "这个问题已经有人回答；如需更改，请直接更正对应的责任分工");
    }
    const PlanRow plan = *find_plan(tx, question.plan);
    if (plan.state == PlanState::Confirmed) {
        follow_duties_of_task(tx, env, plan.id, question.task, env.hooks.business_date());
    }
    audit::record(tx, env.ids, env.clock.now(), origin,
                  {.action = kAnswer,
                   .object_kind = "question",
                   .object_id = question.id.text(),
                   .summary = fmt::format("{}“{}”：{}", question.task_ref, question.subject, text),
                   .detail_json = {}});
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
        const PlanRow plan = *find_plan(tx, question->plan);
        LUOSHI_TRY(allowed, may_change_plan(actor, "plan.edit", plan.owner.id, plan.office));
        LUOSHI_TRY(applied, apply_answer(tx, env, actor.origin(), *question, answer));
        return *find_question(tx, id);
    });
}

}  // namespace luoshi::plan
