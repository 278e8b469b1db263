#include "report/report_action_store.hpp"

#include <fmt/core.h>

#include "audit/audit.hpp"
#include "report/report_store.hpp"

namespace luoshi::report {
namespace {

const audit::Action kAudited[] = {{"report.open", "开始填报"},
                                  {"report.save", "保存填报"},
                                  {"report.submit", "提交填报"},
                                  {"report.approve", "同意填报"},
                                  {"report.return", "退回填报"},
                                  {"report.withdraw", "撤回填报"},
                                  {"report.evidence_add", "上传佐证材料"},
                                  {"report.evidence_remove", "移除佐证材料"}};

}  // namespace

void record_action(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const identity::Actor& actor, const ActedOn& on, Action action,
                   const std::string& reason, const std::vector<Change>& changed) {
    auto changes = audit::changes_json(changed);
    insert_event(tx, ids.next(), on.report,
                 {.at = at,
                  .on_day = on.day,
                  .action = std::string{code(action)},
                  .step = on.step,
                  .user_name = actor.user_name,
                  .post_name = actor.post_name,
                  .unit_name = actor.unit_name,
                  .reason = reason,
                  .changes = changes},
                 actor.user, actor.unit);
    audit::record(tx, ids, at, actor.origin(),
                  {.action = kAudited[static_cast<std::size_t>(action)],
                   .object_kind = "report",
                   .object_id = on.report.text(),
                   .summary = fmt::format("{} {} {}{}{}", on.unit_name, on.task_ref, on.period, reason.empty() ? "" : "：", reason),
                   .detail_json = std::move(changes)});
}

}  // namespace luoshi::report
