#include "plan/answer_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/answers_store.hpp"
#include "plan/duty_store.hpp"
#include "plan/plan_store.hpp"
#include "plan/question_service.hpp"
#include "plan/unit_wording.hpp"

namespace luoshi::plan {
namespace {

/// The packaged answer in the form in which a person would give it; what cannot be understood goes to `warnings`.
std::optional<Answer> understand(store::ReadTx& tx, const QuestionRow& question, const PackagedAnswer& packaged, base::Date on,
                                 std::vector<std::string>& warnings) {
    Answer answer{.units = {},
                  .roles = {},
                  .added = {},
                  .note = packaged.note,
                  .by = packaged.by,
                  .at = base::Moment{packaged.on},
                  .from_package = true};
    bool understood = true;
    const auto units_of = [&](std::string_view words) {
        const UnitWording wording = read_unit_words(tx, words, on);
        if (wording.units.empty()) {
            warnings.push_back(
                fmt::format("{}：{}的“{}”不是已知的单位或单位组，请先在单位库中加入它", packaged.place, packaged.task_ref, words));
            understood = false;
        }
        std::vector<UnitId> ids;
        std::ranges::transform(wording.units, std::back_inserter(ids), &UnitRef::id);
        return ids;
    };
    for (const std::string& words : packaged.units) {
        for (const UnitId unit : units_of(words)) {
            if (std::ranges::find(answer.units, unit) == answer.units.end()) {
                answer.units.push_back(unit);
            }
        }
    }
    const std::vector<DutyRow> duties = duties_of_task(tx, question.task);
    for (const RoleWording& wording : packaged.roles) {
        const auto duty = std::ranges::find_if(duties, [&](const DutyRow& d) { return same_wording(d.literal, wording.words); });
        if (duty != duties.end()) {
            answer.roles.emplace_back(duty->id, wording.role);
        } else {
            answer.added.push_back({wording.words, wording.role, units_of(wording.words)});
        }
    }
    return understood ? std::optional{std::move(answer)} : std::nullopt;
}

}  // namespace

std::vector<std::string> apply_packaged(store::WriteTx& tx, Environment& env, const audit::Origin& origin, PlanId plan,
                                        const PackagedAnswers& answers, base::Date on) {
    std::vector<std::string> warnings;
    for (const QuestionRow& question : questions_of_plan(tx, plan)) {
        const auto packaged = std::ranges::find_if(answers.answers, [&](const PackagedAnswer& answer) {
            return answers_question(answer, question.task_ref, question.code, question.subject);
        });
        if (!question.open || packaged == answers.answers.end()) {
            continue;
        }
        const std::optional<Answer> answer = understand(tx, question, *packaged, on, warnings);
        if (!answer) {
            continue;
        }
        const base::Status applied = apply_answer(tx, env, origin, question, *answer);
        if (!applied) {
            const base::Error& error = applied.error();
            warnings.push_back(fmt::format("{}：{}", packaged->place, error.fields.empty() ? error.message : error.fields.front().message));
        }
    }
    return warnings;
}

std::vector<std::string> apply_loaded_answers(store::WriteTx& tx, Environment& env, const audit::Origin& origin) {
    const std::optional<PackagedAnswers> answers = loaded_answers(tx);
    const std::optional<PlanId> id = answers ? find_plan_of(tx, answers->doc_number) : std::nullopt;
    const std::optional<PlanRow> plan = id ? find_plan(tx, *id) : std::nullopt;
    if (!plan || plan->state == PlanState::Confirmed) {
        return {};
    }
    return apply_packaged(tx, env, origin, plan->id, *answers, plan->issued_on.value_or(env.hooks.business_date()));
}

}  // namespace luoshi::plan
