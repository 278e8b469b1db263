#pragma once
#include "identity/ids.hpp"

namespace luoshi::org {

using identity::SectionId;
using identity::UnitId;
using UnitGroupId = base::StrongId<struct UnitGroupIdTag>;

}  // namespace luoshi::org
