#pragma once
#include <optional>
#include <vector>

#include "report/period_exception.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// Exceptions in force, optionally of one period or unit.
Exceptions open_exceptions(store::ReadTx& tx, std::optional<calendar::Period> period = {}, std::optional<identity::UnitId> unit = {});
/// All, revoked ones too, the newest first.
std::vector<PeriodException> list_exceptions(store::ReadTx& tx, std::optional<calendar::Period> period,
                                             std::optional<identity::UnitId> unit);
std::optional<PeriodException> find_exception(store::ReadTx& tx, ExceptionId id);
/// Reports of the unit and period handed in since the exception was granted.
int handed_in_under(store::ReadTx& tx, const PeriodException& exception);

void insert_exception(store::WriteTx& tx, const PeriodException& exception);
void revoke_exception(store::WriteTx& tx, ExceptionId id, const PeriodException::Revoked& revoked);

}  // namespace luoshi::report
