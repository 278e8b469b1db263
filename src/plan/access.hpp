#pragma once
#include <string_view>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/plan.hpp"

namespace luoshi::plan {

/// Whether the actor may change a plan of this owner, run by this office: the permission, and either the owner lies in the actor's
/// reach or the actor works in the plan office. Error: plan.foreign.
inline base::Status may_change_plan(const identity::Actor& actor, std::string_view permission, UnitId owner, UnitId office) {
    if (actor.may_for(permission, owner) || (actor.may(permission) && (actor.is_of(office) || actor.covers(office)))) {
        return base::Done{};
    }
    return base::forbidden("plan.foreign", "这个方案不归您的单位管理，只能由方案主管单位或方案办公室修改");
}

/// A plan being drafted is not shown to who only reads.
inline bool sees_plan(const identity::Actor& actor, PlanState state) { return state == PlanState::Confirmed || !actor.only_reads(); }

/// The answer when somebody else changed the thing meanwhile; the API adds what is stored now.
inline base::Error version_mismatch(std::string_view what) {
    return {base::Category::VersionMismatch,
            "plan.version_mismatch",
            std::string{what} + "在您编辑期间已被他人修改，请对照最新内容后重新提交",
            {},
            {}};
}

}  // namespace luoshi::plan
