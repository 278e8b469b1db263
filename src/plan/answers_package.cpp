#include "plan/answers_package.hpp"

#include "config/yaml.hpp"

namespace luoshi::plan {
namespace {

PackagedAnswer read_answer(const config::Node& node) {
    PackagedAnswer answer{.task_ref = node.at("task").text(),
                          .code = node.at("code").opt_text().value_or(""),
                          .subject = node.at("subject").opt_text().value_or(""),
                          .units = node.at("units").opt_texts(),
                          .roles = {},
                          .note = node.at("note").text(),
                          .by = node.at("by").text(),
                          .on = node.at("on").date(),
                          .place = node.place()};
    for (const DutyRole role : {DutyRole::Lead, DutyRole::Responsible, DutyRole::Supporting}) {
        for (std::string& words : node.at(word(role)).opt_texts()) {
            answer.roles.push_back({std::move(words), role});
        }
    }
    node.at("verify").flag(false);  // a note to the keepers of the package: still to be confirmed on the spot
    if (answer.code.empty() && answer.subject.empty()) {
        node.fail("没有说明回答的是哪个问题：请写 subject（文件中的原话）或 code（问题代码）");
    }
    return answer;
}

}  // namespace

PackagedAnswers read_answers(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const config::Node root = document.root();
    PackagedAnswers out{.doc_number = root.at("document").text(), .answers = {}};
    for (const config::Node& node : root.at("answers").opt_list()) {
        out.answers.push_back(read_answer(node));
    }
    document.finish();
    return out;
}

}  // namespace luoshi::plan
