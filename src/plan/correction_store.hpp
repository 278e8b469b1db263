#pragma once
#include <vector>

#include "plan/correction.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

void insert_correction(store::WriteTx& tx, TaskId task, const Correction& correction);
/// Of a task, its targets and its duties, newest first.
std::vector<Correction> corrections_of_task(store::ReadTx& tx, TaskId task);

}  // namespace luoshi::plan
