#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/change.hpp"
#include "base/result.hpp"
#include "calendar/period.hpp"
#include "org/ids.hpp"
#include "plan/ids.hpp"
#include "report/ids.hpp"

namespace luoshi::report {

enum class FieldKind { Number, Text, Choice, Date };
std::string_view code(FieldKind kind);
/// Throws std::invalid_argument on a word that is no kind (a corrupt row).
FieldKind field_kind_from(std::string_view code);

/// A field that the plan office adds to the form of a report.
struct FormField {
    FormFieldId id{1};
    plan::PlanId plan{1};
    std::string name = {};
    FieldKind kind = FieldKind::Text;
    std::string measure = {};  ///< unit of a number
    int decimals = 0;          ///< of a number, at most
    std::vector<std::string> choices = {};
    std::string help = {};
    bool required = false;                       ///< given, or its absence explained
    bool rarely_changes = false;                 ///< the unit's last answer is offered for confirmation
    std::vector<std::string> levels = {};        ///< of the units asked; empty: all
    std::optional<org::UnitGroupId> group = {};  ///< whose members are asked; none: all
    std::vector<plan::TaskId> tasks = {};        ///< whose reports ask it; empty: all of the plan
    calendar::Period from;                       ///< the first month that asks it
    std::optional<calendar::Period> until = {};  ///< the last one
    std::int64_t version = 0;
};

/// What a unit answered to a field.
struct FieldValue {
    FormFieldId field{1};
    std::string value = {};        ///< plain: 12.5, 2020-06-01, the words; empty: not given
    std::string explanation = {};  ///< why it is not given
    std::string origin = {};       ///< of an answer that was known and confirmed: where it was known from
};

/// A field makes sense: named; a number's decimals 0 to 4; at least two different choices; no end before its beginning. Every fault at
/// once.
base::Status valid(const FormField& field);
/// What it asks stays the same, since answers are kept: kind, unit and plan. Errors: form.kind_fixed.
base::Status may_become(const FormField& before, const FormField& after);

/// Rules on what was typed, whatever the state of the report: each field once and asked here, a number, a date, one of the choices.
/// Brings each value into its plain form; paths are JSON pointers (/fields/0/value).
std::vector<base::FieldError> check(std::vector<FieldValue>& values, const std::vector<FormField>& asked);
/// Required fields that are neither given nor explained. Paths count `asked`.
std::vector<base::FieldError> missing(const std::vector<FieldValue>& values, const std::vector<FormField>& asked);
/// What differs, for the history.
std::vector<audit::Change> changes(const std::vector<FieldValue>& before, const std::vector<FieldValue>& after,
                                   const std::vector<FormField>& asked);
/// The answer to a field; null when there is none.
const FieldValue* find(const std::vector<FieldValue>& values, FormFieldId field);

}  // namespace luoshi::report
