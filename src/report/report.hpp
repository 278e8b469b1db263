#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/change.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "calendar/schedule.hpp"
#include "identity/ids.hpp"
#include "indicator/indicator.hpp"
#include "plan/ids.hpp"
#include "report/form_field.hpp"
#include "report/ids.hpp"

namespace luoshi::report {

/// What a report is; "missing" and "not open" are what the list says of one that was never begun.
enum class State { Draft, Submitted, Returned, Approved };
std::string_view code(State state);
/// Throws std::invalid_argument on a word that is no state (a corrupt row).
State state_from(std::string_view code);

/// What a person does to a report; each is a row of its history.
enum class Action { Open, Save, Submit, Approve, Return, Withdraw, AddEvidence, RemoveEvidence };
std::string_view code(Action action);

/// Where a report stands on its way; enough to decide every step.
struct Progress {
    State state = State::Draft;
    int step = 0;                                  ///< 0 while the unit holds it, else the 1-based place on the review route
    std::optional<identity::UnitId> waiting = {};  ///< who must act while submitted
    std::optional<identity::UserId> submitted_by = {};
    bool accepted_since_submission = false;  ///< somebody on the route has already agreed
};

/// May the unit still change or submit it? A returned report may be corrected after the lock: the return is the exception.
/// Errors: report.period_not_open, report.period_closed, report.not_editable, report.approved.
base::Status editable(const Progress& progress, const calendar::PeriodDates& days, base::Date today);

/// May the unit take a submitted report back? Only until the next on the route has accepted. And not once the
/// month is locked: it could never be handed in again. Errors: report.not_submitted, report.withdraw_too_late, report.withdraw_closed.
base::Status withdrawable(const Progress& progress, const calendar::PeriodDates& days, base::Date today);

/// One value a report owes.
struct Value {
    plan::IndicatorId indicator{1};
    std::optional<base::Decimal> value = {};
    std::optional<base::Decimal> numerator = {};
    std::optional<base::Decimal> denominator = {};
    std::string explanation = {};
    std::string origin = {};  ///< of a figure that was known and confirmed: where it was known from

    bool same_figure(const Value& other) const {
        return value == other.value && numerator == other.numerator && denominator == other.denominator;
    }
};

/// What the unit writes.
struct Content {
    std::optional<base::Decimal> progress_pct = {};
    std::string progress = {};
    std::string problems = {};
    std::string next_steps = {};
    std::vector<Value> values = {};
    std::vector<FieldValue> fields = {};
};

/// Rules on what was typed, whatever the state: progress 0 to 100, each value once, owed, and right by its definition
/// (indicator::figure_of; a ratio's value is divided there); added fields by `check`. Every wrong field at once; paths are JSON pointers of
/// the request. `unread`: fields of a wrong form, told together with the broken rules of the others.
base::Result<Content> checked(Content content, const std::vector<indicator::Definition>& owed, std::vector<base::FieldError> unread = {},
                              const std::vector<FormField>& asked = {});

/// Rules for handing in: progress and text present, each owed value and required field present or its absence explained (missing is
/// not zero).
base::Status complete(const Content& content, const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked = {});

using audit::Change;
/// What differs between two states of a report, for its history.
std::vector<Change> changes(const Content& before, const Content& after, const std::vector<indicator::Definition>& owed,
                            const std::vector<FormField>& asked = {});

}  // namespace luoshi::report
