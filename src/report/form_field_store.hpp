#pragma once
#include <map>
#include <optional>
#include <vector>

#include "identity/ids.hpp"
#include "report/form_field.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// The fields of a plan, or of all, in the order of the form, those no longer asked too.
std::vector<FormField> fields_of_plan(store::ReadTx& tx, std::optional<plan::PlanId> plan);
std::optional<FormField> find_field(store::ReadTx& tx, FormFieldId id);
/// Who owns the plan and who runs it.
struct PlanOwners {
    identity::UnitId owner{1};
    identity::UnitId office{1};
};
std::optional<PlanOwners> plan_owners(store::ReadTx& tx, plan::PlanId plan);
/// Another field of the plan has this name at the same time.
bool name_taken(store::ReadTx& tx, const FormField& field);
/// Every task is one of the plan, and the group exists.
bool scope_exists(store::ReadTx& tx, const FormField& field);

/// Fields that the report of each part asks in a period, and those it has answered: of one part, of a unit's, or of all.
std::map<plan::UnitDutyId, std::vector<FormField>> fields_asked(store::ReadTx& tx, const calendar::Period& period,
                                                                std::optional<plan::UnitDutyId> duty, std::optional<identity::UnitId> unit);
std::vector<FormField> fields_asked(store::ReadTx& tx, const calendar::Period& period, plan::UnitDutyId duty);

/// What was answered in a report, or in all of a period by report.
std::vector<FieldValue> field_values(store::ReadTx& tx, ReportId report);
std::map<ReportId, std::vector<FieldValue>> field_values_of(store::ReadTx& tx, std::string_view period,
                                                            std::optional<identity::UnitId> unit);
void put_field_values(store::WriteTx& tx, ReportId report, const std::vector<FieldValue>& values);
void clear_field_values(store::WriteTx& tx, ReportId report);

/// Places a new field at the end of its plan's form.
void insert_field(store::WriteTx& tx, const FormField& field);
/// False when `field.version` is no longer the stored one.
bool update_field(store::WriteTx& tx, const FormField& field);
void place_field(store::WriteTx& tx, plan::PlanId plan, FormFieldId field, int place);

}  // namespace luoshi::report
