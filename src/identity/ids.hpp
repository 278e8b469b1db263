#pragma once
#include "base/strong_id.hpp"

namespace luoshi::identity {

using UserId = base::StrongId<struct UserIdTag>;
using PostId = base::StrongId<struct PostIdTag>;
/// A post belongs to a unit and a section, so their ids are named here; org owns the rows.
using UnitId = base::StrongId<struct UnitIdTag>;
using SectionId = base::StrongId<struct SectionIdTag>;

}  // namespace luoshi::identity
