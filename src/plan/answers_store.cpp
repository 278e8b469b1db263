#include "plan/answers_store.hpp"

#include "plan/answers_package.hpp"

namespace luoshi::plan {
namespace {

const store::Sql kAnswersFileText{"plan.answers_file", "SELECT content FROM package_file WHERE name = $1"};

}  // namespace

std::optional<PackagedAnswers> loaded_answers(store::ReadTx& tx) {
    const auto text = tx.one(kAnswersFileText, {kAnswersFile}, [](const store::Row& row) { return row.text(0); });
    if (!text) {
        return std::nullopt;
    }
    config::Problems problems;
    PackagedAnswers answers = read_answers(std::string{kAnswersFile}, *text, problems);
    if (!problems.empty()) {
        throw store::Fault{"the stored answers.yaml is broken"};
    }
    return answers;
}

}  // namespace luoshi::plan
