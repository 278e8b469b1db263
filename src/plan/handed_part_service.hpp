#pragma once
#include <string>
#include <vector>

#include "plan/unit_duty_service.hpp"

namespace luoshi::plan {

/// What changes in the terms of a part handed down; what is not set stays.
struct TermsEdit {
    std::optional<std::string> note = {};
    std::optional<std::optional<calendar::Rhythm>> every = {};  ///< none: as the order of reporting has it
    std::optional<std::vector<IndicatorId>> figures = {};
    std::string excess_reason = {};  ///< as in HandDownTerms
};

/// The unit that handed a part down changes what it asks for. Errors: unit_duty.not_found, unit_duty.not_handed (by
/// another unit, or by none), unit_duty.ended, plan.version_mismatch, request.invalid (figures the upper unit does not report), those of
/// Hooks::within_caps.
base::Result<UnitDutyView> change_terms(Environment& env, const identity::Actor& actor, UnitDutyId id, std::int64_t version,
                                        const TermsEdit& edit);

/// The unit that handed a part down takes it back from today on; approved reports stay. Errors: unit_duty.not_found, unit_duty.not_handed,
/// unit_duty.ended, request.invalid (no reason), unit_duty.named (the document names the unit), unit_duty.has_parts (it was handed on).
base::Result<UnitDutyView> end_part(Environment& env, const identity::Actor& actor, UnitDutyId id, const std::string& reason);

}  // namespace luoshi::plan
