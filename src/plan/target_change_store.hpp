#pragma once
#include <optional>
#include <vector>

#include "plan/target_change.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

std::optional<TargetChange> find_target_change(store::ReadTx& tx, TargetChangeId id);
/// Newest first.
std::vector<TargetChange> target_changes_of_task(store::ReadTx& tx, TaskId task);
/// Those not decided yet, oldest first.
std::vector<TargetChange> open_target_changes(store::ReadTx& tx);
bool has_open_change(store::ReadTx& tx, TargetId target);
void insert_target_change(store::WriteTx& tx, const TargetChange& change);
/// Stores state, days and note of a decision; false when it was decided meanwhile.
bool decide_target_change(store::WriteTx& tx, const TargetChange& change);

}  // namespace luoshi::plan
