#include "plan/answers_store.hpp"

#include "config/yaml.hpp"
#include "org/tenant_service.hpp"
#include "plan/answers_package.hpp"

namespace luoshi::plan {
namespace {

void must_be_right(const config::Problems& problems) {
    if (!problems.empty()) {
        throw store::Fault{"a stored file of the package is broken: " + problems.list().front().place.text()};
    }
}

}  // namespace

std::optional<PackagedAnswers> loaded_answers(store::ReadTx& tx) {
    const auto text = org::package_file(tx, kAnswersFile);
    if (!text) {
        return std::nullopt;
    }
    config::Problems problems;
    PackagedAnswers answers = read_answers(std::string{kAnswersFile}, *text, problems);
    must_be_right(problems);
    return answers;
}

std::optional<PackagedPlan> loaded_plan(store::ReadTx& tx) {
    const auto text = org::package_file(tx, "package.yaml");
    if (!text) {
        return std::nullopt;
    }
    config::Problems problems;
    config::Document document{"package.yaml", *text, problems};
    const config::Node root = document.root();
    PackagedPlan plan{root.at("plan").at("doc_number").text(), root.at("owner_unit").text(), root.at("plan_office").text()};
    must_be_right(problems);
    return plan;
}

}  // namespace luoshi::plan
