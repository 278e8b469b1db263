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
                                 std::vector<config::Problem>& warnings) {
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
            warnings.push_back({packaged.place, fmt::format("{}的“{}”不是已知的单位或单位组，请先在单位库中加入它", packaged.task_ref, words)});
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

std::vector<PackagedAnswer>::const_iterator answer_to(const QuestionRow& question, const PackagedAnswers& answers) {
    return std::ranges::find_if(answers.answers, [&](const PackagedAnswer& answer) {
        return answers_question(answer, question.task_ref, question.code, question.subject);
    });
}

}  // namespace

std::vector<config::Problem> apply_packaged(store::WriteTx& tx, Environment& env, const audit::Origin& origin, PlanId plan,
                                        const PackagedAnswers& answers, base::Date on) {
    std::vector<config::Problem> warnings;
    for (const QuestionRow& question : questions_of_plan(tx, plan)) {
        const auto packaged = answer_to(question, answers);
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
            warnings.push_back({packaged->place, error.fields.empty() ? error.message : error.fields.front().message});
        }
    }
    return warnings;
}

std::vector<config::Problem> apply_loaded_answers(store::WriteTx& tx, Environment& env, const audit::Origin& origin) {
    const std::optional<PackagedAnswers> answers = loaded_answers(tx);
    const std::optional<PlanId> id = answers ? find_plan_of(tx, answers->doc_number) : std::nullopt;
    const std::optional<PlanRow> plan = id ? find_plan(tx, *id) : std::nullopt;
    if (!plan || plan->state == PlanState::Confirmed) {
        return {};
    }
    return apply_packaged(tx, env, origin, plan->id, *answers, plan->issued_on.value_or(env.hooks.business_date()));
}

std::vector<PackagedAnswer> unfit_answers(store::ReadTx& tx, PlanId plan, const PackagedAnswers& answers) {
    std::vector<bool> fits(answers.answers.size());
    for (const QuestionRow& question : questions_of_plan(tx, plan)) {
        if (const auto answer = answer_to(question, answers); answer != answers.answers.end()) {
            fits[static_cast<std::size_t>(answer - answers.answers.begin())] = true;
        }
    }
    std::vector<PackagedAnswer> out;
    for (std::size_t i = 0; i < fits.size(); ++i) {
        if (!fits[i]) {
            out.push_back(answers.answers[i]);
        }
    }
    return out;
}

}  // namespace luoshi::plan
