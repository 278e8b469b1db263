#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "identity/actor.hpp"
#include "report/burden_service.hpp"
#include "report/form_field.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// Use cases of the form: the fields that the office of a plan adds to what its units report. Everybody who reads reports reads them.
class FormFields {
public:
    FormFields(store::Database& db, base::IdSource& ids, const base::Clock& clock, BurdenRules burden = {});

    /// The fields of a plan, or of all, in their order, those no longer asked too. Errors: plan.not_found.
    base::Result<std::vector<FormField>> list(const identity::Actor& actor, std::optional<plan::PlanId> plan);
    /// Adds a field at the end of the form. Errors: those of valid, form.name_taken, form.bad_scope, plan.foreign.
    /// burden.over_cap unless the actor signs for it with a reason.
    base::Result<FormField> add(const identity::Actor& actor, FormField field, const std::string& excess_reason = {});
    /// Changes or ends a field; what was answered stays. Errors also: form.not_found, those of may_become, form.version_mismatch.
    base::Result<FormField> change(const identity::Actor& actor, FormField field, const std::string& excess_reason = {});
    /// Puts the fields of a plan into this order; those not named follow in the order they had. Errors: plan.not_found, plan.foreign.
    base::Result<std::vector<FormField>> arrange(const identity::Actor& actor, plan::PlanId plan, const std::vector<FormFieldId>& order);

private:
    base::Status may_change(store::ReadTx& tx, const identity::Actor& actor, plan::PlanId plan) const;
    base::Status fits(store::ReadTx& tx, const identity::Actor& actor, const FormField& field) const;
    /// Runs `write` and holds what it asks to the cap of each level.
    base::Status within_caps(store::WriteTx& tx, const identity::Actor& actor, const FormField& field, const std::string& reason,
                             const std::function<base::Status()>& write);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    BurdenRules burden_;
};

}  // namespace luoshi::report
