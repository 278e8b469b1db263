#pragma once
#include <optional>

#include "plan/answers.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

/// The answers of the loaded package, if it has any. Throws Fault when the stored file is broken: a package is checked before it is
/// loaded.
std::optional<PackagedAnswers> loaded_answers(store::ReadTx& tx);

/// Whose plan the loaded package is about, if one is loaded.
std::optional<PackagedPlan> loaded_plan(store::ReadTx& tx);

}  // namespace luoshi::plan
