#include "report/quality_service.hpp"

#include <algorithm>

#include "plan/plan.hpp"
#include "report/quality_store.hpp"
#include "report/report_service.hpp"

namespace luoshi::report {

std::vector<AskedQuestion> asked_questions(store::ReadTx& tx, const ReportRow& report, const std::vector<indicator::Definition>& owed,
                                           const Rules& rules, Asks most) {
    auto answers = load_answers(tx, report.id);
    const auto by_superior = std::ranges::find(rules.route, Reviewer::LeadUnit, &RouteStep::reviewer);
    const auto superior_step = static_cast<int>(by_superior - rules.route.begin()) + 1;
    const auto background = load_background(tx, report, owed, most, rules.schedule, superior_step);
    std::vector<AskedQuestion> out;
    for (auto& question : questions(load_content(tx, report.id), background, rules.quality)) {
        auto answer = answers.extract(question.key);
        if (question.asks == Asks::Unit || most == Asks::Reviewer) {
            out.push_back({std::move(question), answer ? std::move(answer.mapped().text) : std::string{}});
        }
    }
    for (auto& [key, answer] : answers) {
        out.push_back({{.key = key, .text = {"quality.answered", {}, std::move(answer.question)}}, std::move(answer.text)});
    }
    return out;
}

base::Status all_answered(const std::vector<AskedQuestion>& asked) {
    auto error = base::bad_input("report.questions_open", "有数据核对问题尚未答复，请逐项说明后再提交");
    for (const auto& [question, answer] : asked) {
        if (question.asks == Asks::Unit && !plan::is_reason(answer)) {
            error.fields.push_back({"/answers/" + question.key, question.text.code, question.text.text});
        }
    }
    if (error.fields.empty()) {
        return base::Done{};
    }
    return error;
}

std::vector<Change> store_answers(store::WriteTx& tx, ReportId report, const std::vector<AskedQuestion>& asked,
                                  const std::map<std::string, std::string>& answers) {
    std::vector<Change> changed;
    for (const auto& [question, before] : asked) {
        const auto given = answers.find(question.key);
        if (given != answers.end() && given->second != before) {
            put_answer(tx, report, question.key, {question.text.text, given->second});
            changed.push_back({"answer", question.text.text, before, given->second});
        }
    }
    return changed;
}

}  // namespace luoshi::report
