#pragma once
#include "base/strong_id.hpp"

namespace luoshi::dispatch {

using OccasionId = base::StrongId<struct OccasionIdTag>;
using DecisionId = base::StrongId<struct DecisionIdTag>;

}  // namespace luoshi::dispatch
