#pragma once
#include "base/strong_id.hpp"

namespace luoshi::report {

using ReportId = base::StrongId<struct ReportIdTag>;
using EvidenceId = base::StrongId<struct EvidenceIdTag>;
using ExceptionId = base::StrongId<struct ExceptionIdTag>;
using FormFieldId = base::StrongId<struct FormFieldIdTag>;

}  // namespace luoshi::report
