#pragma once
#include <optional>
#include <vector>

#include "report/period_exception.hpp"
#include "report/report_service.hpp"

namespace luoshi::report {

/// An exception, and what a reader must know of it.
struct ExceptionLine {
    PeriodException exception;
    base::Date ordinary_due;  ///< the first ordinary due day of the unit's parts
    bool may_revoke = false;  ///< by this reader
};

/// Use cases of exceptions: the plan office grants a unit later days for one period, or takes that back.
class PeriodExceptions {
public:
    PeriodExceptions(store::Database& db, base::IdSource& ids, const base::Clock& clock, Rules rules);

    /// Exceptions within the actor's scope, revoked ones too, the newest first; optionally of one period or unit.
    base::Result<std::vector<ExceptionLine>> list(const identity::Actor& actor, std::optional<calendar::Period> period,
                                                  std::optional<identity::UnitId> unit);
    /// Grants what `asked` says of unit, period, days and reason. Errors: those of grantable, exception.foreign, exception.nothing_owed,
    /// exception.exists.
    base::Result<ExceptionLine> grant(const identity::Actor& actor, PeriodException asked);
    /// Errors: exception.not_found, exception.foreign, those of revocable, reason.missing.
    base::Result<ExceptionLine> revoke(const identity::Actor& actor, ExceptionId id, const std::string& reason);

private:
    /// The ordinary days of these parts of the unit; of a monthly report where it has none any more.
    base::Result<OrdinaryDays> ordinary_days(store::ReadTx& tx, identity::UnitId unit, calendar::Period period,
                                             const std::vector<OwedRow>& owed) const;
    base::Result<ExceptionLine> line(store::ReadTx& tx, const identity::Actor& actor, PeriodException exception) const;
    void note(store::WriteTx& tx, const identity::Actor& actor, const audit::Action& action, const PeriodException& exception,
              const std::string& reason);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Rules rules_;
};

}  // namespace luoshi::report
