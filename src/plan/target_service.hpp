#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "plan/environment.hpp"
#include "plan/target_change.hpp"
#include "plan/task_store.hpp"

namespace luoshi::plan {

/// What a person changes of a target.
struct TargetEdit {
    std::optional<std::string> name = {};
    std::optional<TargetOperator> op = {};
    std::optional<std::optional<base::Decimal>> value = {};
    std::optional<std::optional<base::Decimal>> value_max = {};
    std::optional<std::string> unit = {};
    std::optional<std::optional<int>> year = {};
    std::optional<std::string> scope = {};
    std::optional<std::optional<IndicatorId>> indicator = {};
    std::string reason = {};  ///< of a change in a confirmed plan
};
/// Corrects a target; the value in the base unit and the scored operator follow. A scored operator of its own choice is given as `op`.
/// Errors: target.not_found, plan.foreign, plan.version_mismatch, request.invalid with every wrong field, target.needs_approval (what a
/// target of a confirmed plan asks for is changed by propose_target_change), target.shares_issued (indicator, unit and year stay while
/// units hold issued shares).
base::Result<TargetRow> edit_target(Environment& env, const identity::Actor& actor, TargetId id, std::int64_t version,
                                    const TargetEdit& edit);

/// Asks that a target of a confirmed plan ask for something else, within the window of its year; nothing changes yet. Errors: those of
/// edit_target, target.plan_draft, target.no_change, target.change_open, target.window_closed.
base::Result<TargetChange> propose_target_change(Environment& env, const identity::Actor& actor, TargetId id, std::int64_t version,
                                                 const TargetEdit& edit);
/// Another person who may confirm the plan puts the change in force; the aim before stays among the corrections of the task.
/// Errors: target.change_not_found, plan.foreign, target.own_change, target.change_decided, target.window_closed.
base::Result<TargetChange> approve_target_change(Environment& env, const identity::Actor& actor, TargetChangeId id);
/// Refuses with a reason, or by who asked for it, withdraws. Errors: target.change_not_found, plan.foreign, target.change_decided,
/// request.invalid.
base::Result<TargetChange> refuse_target_change(Environment& env, const identity::Actor& actor, TargetChangeId id,
                                                const std::string& reason);

/// A change that waits for the reader's decision.
struct WaitingTargetChange {
    TargetChange change;
    std::string target_name;
    std::string task_ref;
};
/// Oldest first.
std::vector<WaitingTargetChange> waiting_target_changes(store::ReadTx& tx, const identity::Actor& actor);

}  // namespace luoshi::plan
