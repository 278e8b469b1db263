#include "plan/correction_service.hpp"

#include "base/text.hpp"

namespace luoshi::plan {

base::Error refused(std::vector<base::FieldError> errors) {
    std::string message = errors.size() == 1 ? errors.front().message : "填写有误，请改正后重新提交";
    return {base::Category::BadInput, "request.invalid", std::move(message), std::move(errors), {}};
}

void record_edit(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const audit::Origin& origin, PlanState state,
                 const Edit& edit) {
    const std::string reason{base::trim(edit.reason)};
    const std::string changes = audit::changes_json(edit.changes);
    audit::record(tx, ids, now, origin,
                  {.action = edit.action,
                   .object_kind = edit.object_kind,
                   .object_id = std::to_string(edit.object),
                   .summary = edit.summary + (reason.empty() ? "" : "；理由：" + reason),
                   .detail_json = changes});
    if (state == PlanState::Confirmed && !edit.changes.empty()) {
        insert_correction(tx, edit.task,
                          {.id = ids.make<CorrectionId>(),
                           .object_kind = edit.object_kind,
                           .object = edit.object,
                           .label = edit.label,
                           .reason = reason,
                           .changes_json = changes,
                           .at = now,
                           .by = origin.user_name,
                           .post = origin.post_name,
                           .unit = origin.unit_name});
    }
}

}  // namespace luoshi::plan
