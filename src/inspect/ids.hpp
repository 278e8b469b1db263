#pragma once
#include "base/strong_id.hpp"

namespace luoshi::inspect {

using InspectionId = base::StrongId<struct InspectionIdTag>;
using ObjectId = base::StrongId<struct InspectionObjectIdTag>;
using LineId = base::StrongId<struct InspectionLineIdTag>;
using RectificationId = base::StrongId<struct RectificationIdTag>;
using FileId = base::StrongId<struct InspectionFileIdTag>;

}  // namespace luoshi::inspect
