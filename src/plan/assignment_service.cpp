#include "plan/assignment_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "identity/post_service.hpp"
#include "org/directory_service.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kAssign{"duty.assign", "分解和落实责任"};
const audit::Action kAccept{"assignment.accept", "接受分工"};
const audit::Action kReturn{"assignment.return", "退回分工"};

std::string described(const std::vector<AssignmentRow>& rows) {
    std::string out;
    for (const AssignmentRow& row : rows) {
        out += fmt::format("{}{}：{}", out.empty() ? "" : "；", kind_name(row.assignee.kind),
                           row.assignee.post ? row.post_name : row.section_name);
    }
    return out;
}

base::Result<AssignmentView> decide(Environment& env, const identity::Actor& actor, AssignmentId id, AssignmentState state,
                                    std::string_view reason) {
    const base::Moment now = env.clock.now();
    const base::Date today = env.hooks.business_date();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<AssignmentView> {
        const std::optional<AssignmentRow> row = find_assignment(tx, id, today);
        if (!row) {
            return base::not_found("assignment.not_found", "没有这条分工，可能已被本单位调整");
        }
        const auto post = actor.post ? identity::find_post(tx, *actor.post) : std::nullopt;
        const bool mine = post && (row->assignee.post == post->id || (row->assignee.section && row->assignee.section == post->section));
        if (!mine) {
            return base::forbidden("assignment.not_mine", "这条分工没有交给您的岗位或科室");
        }
        const UnitDutyRow part = *find_unit_duty(tx, row->unit_duty);
        if (part.valid_to) {
            return base::conflict("unit_duty.ended",
                                  fmt::format("{}的这项责任已于 {} 终止", part.unit.name, base::date_text(*part.valid_to)));
        }
        if (!decide_assignment(tx, id, state, reason, actor.user_name, now)) {
            return base::conflict("assignment.decided",
                                  row->state == AssignmentState::Accepted ? "这条分工已经接受" : "这条分工已经退回，等待重新分解");
        }
        const bool accepted = state == AssignmentState::Accepted;
        audit::record(tx, env.ids, now, actor.origin(),
                      {.action = accepted ? kAccept : kReturn,
                       .object_kind = "assignment",
                       .object_id = id.text(),
                       .summary = fmt::format("{}任务 {} 的分工“{}”{}{}", accepted ? "接受" : "退回", part.task_ref,
                                              kind_name(row->assignee.kind), reason.empty() ? "" : "：", reason)});
        return AssignmentView{*find_assignment(tx, id, today), true};
    });
}

}  // namespace

base::Result<UnitDutyView> put_assignments(Environment& env, const identity::Actor& actor, UnitDutyId id, std::int64_t version,
                                           const std::vector<Assignee>& assignees) {
    const base::Moment now = env.clock.now();
    const base::Date today = env.hooks.business_date();
    return env.db.write([&](store::WriteTx& tx) -> base::Result<UnitDutyView> {
        LUOSHI_TRY(part, own_part(tx, actor, id));
        std::vector<PostId> posts;
        for (const identity::Post& post : identity::posts_of(tx, part.unit.id)) {
            posts.push_back(post.id);
        }
        std::vector<SectionId> sections;
        for (const org::Section& section : org::sections_of(tx, part.unit.id)) {
            sections.push_back(section.id);
        }
        auto errors = check_assignees(assignees, posts, sections);
        if (!errors.empty()) {
            return base::Error{base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
        }
        if (!bump_unit_duty(tx, id, version)) {
            return version_mismatch("责任分解");
        }
        const std::vector<AssignmentRow> before = assignments_of(tx, id, today);
        for (const AssignmentRow& row : before) {
            // a returned row that is sent again is a new proposal
            if (row.state == AssignmentState::Returned || std::ranges::find(assignees, row.assignee) == assignees.end()) {
                delete_assignment(tx, row.id);
            }
        }
        for (const Assignee& assignee : assignees) {
            const bool stays = std::ranges::any_of(
                before, [&](const AssignmentRow& row) { return row.assignee == assignee && row.state != AssignmentState::Returned; });
            if (!stays) {
                insert_assignment(tx, env.ids.make<AssignmentId>(), id, assignee);
            }
        }
        audit::record(
            tx, env.ids, now, actor.origin(),
            {.action = kAssign,
             .object_kind = "unit_duty",
             .object_id = id.text(),
             .summary = fmt::format("{}分解任务 {} {}", part.unit.name, part.task_ref, part.task_title),
             .detail_json = changed_fields({{"assignments", "分工", described(before), described(assignments_of(tx, id, today))}})});
        return view_part(tx, env, actor, id);
    });
}

base::Result<AssignmentView> accept_assignment(Environment& env, const identity::Actor& actor, AssignmentId id) {
    return decide(env, actor, id, AssignmentState::Accepted, "");
}

base::Result<AssignmentView> return_assignment(Environment& env, const identity::Actor& actor, AssignmentId id, std::string_view reason) {
    if (!is_reason(reason)) {
        return base::Error{base::Category::BadInput, "request.invalid", "退回分工必须说明理由，以便重新分解", {reason_missing()}, {}};
    }
    return decide(env, actor, id, AssignmentState::Returned, reason);
}

}  // namespace luoshi::plan
