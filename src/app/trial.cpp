#include "app/trial.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "app/demo.hpp"
#include "app/package.hpp"
#include "app/plan_document.hpp"
#include "app/site.hpp"
#include "app/throwaway_folder.hpp"
#include "identity/user_service.hpp"
#include "plan/answer_service.hpp"
#include "plan/answers_package.hpp"
#include "plan/import_service.hpp"

namespace luoshi::app {
namespace {

void check_answers(Site& site, const plan::Imported& imported, const plan::PackagedAnswers& answers, config::Problems& problems) {
    for (const auto& warning : imported.warnings) {
        problems.add(warning.place, warning.message);
    }
    for (const auto& answer : site.db().read([&](store::ReadTx& tx) { return plan::unfit_answers(tx, imported.plan, answers); })) {
        problems.add(
            answer.place,
            fmt::format("方案文件的任务“{}”没有这个问题{}{}{}{}，或前面已有答复；请核对 task、subject、code，或删去。", answer.task_ref,
                        answer.subject.empty() ? "" : "，原话", answer.subject, answer.code.empty() ? "" : "，代码 ", answer.code));
    }
}

void check_demonstration(Site& site, const DemoScript& script, config::Problems& problems) {
    if (script.handed_down.empty() && script.splits.empty()) {
        return;
    }
    if (const auto confirmed = confirm_plans(site); !confirmed) {
        problems.add({"demo.yaml"}, "演示要直接确认方案，但是：" + confirmed.error().message);
        return;
    }
    for (const auto& part : script.handed_down) {
        if (const auto given = hand_down(site, part); !given) {
            problems.add(part.place, given.error().message);
        }
    }
    if (!problems.empty()) {
        return;  // shares go to units that were given a part: no follow-ups
    }
    for (const auto& split : script.splits) {
        if (const auto divided = divide(site, split); !divided) {
            problems.add(split.place, divided.error().message);
        }
    }
}

}  // namespace

void try_out(const std::string& folder, config::Problems& problems) {
    const auto document = document_of(folder);
    if (!document) {
        fmt::print(stderr, "方案包的 document/ 里没有方案文件，没有核对答复\n");
        return;
    }
    const auto package = *config::Folder::open(folder);
    const ThrowawayFolder place{"check"};
    const auto site = Site::open({.data = place.path(), .postgres = {}});
    const config::Place at{"document/" + std::filesystem::path{*document}.filename().string()};
    if (const auto loaded = load_package(site->db(), site->ids(), site->clock(), package); !loaded) {
        problems.add({"package.yaml"}, loaded.error().message);
        return;
    }
    const auto draft = read_draft(*document);
    if (!draft) {
        problems.add(at, draft.error().message);
        return;
    }
    const auto imported = plan::import_draft(site->plans(), identity::system_actor("检查"), *draft, at.file);
    if (!imported) {
        problems.add(at, imported.error().message);
        return;
    }
    const auto read = read_package(package, problems);
    if (read.answers.doc_number != draft->meta.doc_number) {
        problems.add({std::string{plan::kAnswersFile}},
                     fmt::format("document: {} 不是方案文件的文号（{}），其中的答复都不会采用；请改正。", read.answers.doc_number,
                                 draft->meta.doc_number.value_or("文件上没有文号")));
        return;
    }
    check_answers(*site, *imported, read.answers, problems);
    if (read.demo && problems.empty()) {
        check_demonstration(*site, *read.demo, problems);
    }
}

}  // namespace luoshi::app
