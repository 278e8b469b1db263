#pragma once
#include "base/strong_id.hpp"
#include "identity/ids.hpp"
#include "plan/ids.hpp"

namespace luoshi::order {

using identity::UnitId;
using identity::UserId;
using plan::TaskId;
using OrderId = base::StrongId<struct OrderTag>;
using RequestId = base::StrongId<struct OrderRequestTag>;
using OrderFileId = base::StrongId<struct OrderFileTag>;

}  // namespace luoshi::order
