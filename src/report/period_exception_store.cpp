#include "report/period_exception_store.hpp"

namespace luoshi::report {
namespace {

using store::Row;
using store::Sql;

#define LUOSHI_EXCEPTION                                                                                                            \
    "SELECT e.exception_id, e.unit_id, u.name, e.period, e.due_on, e.lock_on, e.reason, e.granted_by, e.granted_at, e.granted_on, " \
    "e.revoked_at, e.revoked_by, e.revoked_for FROM report_exception e JOIN unit u ON u.unit_id = e.unit_id WHERE "
#define LUOSHI_EXCEPTION_OF "(CAST($1 AS TEXT) IS NULL OR e.period = $1) AND (CAST($2 AS BIGINT) IS NULL OR e.unit_id = $2)"
const Sql kOpen{"exception.open", LUOSHI_EXCEPTION LUOSHI_EXCEPTION_OF " AND e.revoked_at IS NULL"};
const Sql kList{"exception.list", LUOSHI_EXCEPTION LUOSHI_EXCEPTION_OF " ORDER BY e.exception_id DESC"};
const Sql kFind{"exception.find", LUOSHI_EXCEPTION "e.exception_id = $1"};
const Sql kHandedIn{"exception.handed_in",
                    "SELECT COUNT(DISTINCT r.report_id) FROM report r JOIN report_event v ON v.report_id = r.report_id "
                    "WHERE r.unit_id = $1 AND r.period = $2 AND v.action = 'submit' AND v.at >= $3"};
const Sql kInsert{
    "exception.insert",
    "INSERT INTO report_exception (exception_id, unit_id, period, due_on, lock_on, reason, granted_by, granted_at, granted_on) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
const Sql kRevoke{"exception.revoke",
                  "UPDATE report_exception SET revoked_at = $2, revoked_by = $3, revoked_for = $4 WHERE exception_id = $1"};

PeriodException exception_from(const Row& row) {
    const auto period = calendar::Period::parse(row.view(3));
    if (!period) {
        throw store::Fault("延期表中有无法识别的报送期：" + row.text(3));
    }
    PeriodException out{.id = row.id<ExceptionId>(0),
                        .unit = row.id<identity::UnitId>(1),
                        .unit_name = row.text(2),
                        .period = *period,
                        .due_on = row.date(4),
                        .lock_on = row.date(5),
                        .reason = row.text(6),
                        .granted_by = row.text(7),
                        .granted_at = row.moment(8),
                        .granted_on = row.date(9)};
    if (const auto at = row.opt_moment(10)) {
        out.revoked = {*at, row.text(11), row.text(12)};
    }
    return out;
}

std::optional<std::string> text_of(const std::optional<calendar::Period>& period) {
    return period ? std::optional{period->text()} : std::nullopt;
}

}  // namespace

Exceptions open_exceptions(store::ReadTx& tx, std::optional<calendar::Period> period, std::optional<identity::UnitId> unit) {
    Exceptions out;
    tx.each(kOpen, {text_of(period), unit}, [&](const Row& row) {
        auto exception = exception_from(row);
        const std::pair key{exception.unit, exception.period};
        out.emplace(key, std::move(exception));
    });
    return out;
}

std::vector<PeriodException> list_exceptions(store::ReadTx& tx, std::optional<calendar::Period> period,
                                             std::optional<identity::UnitId> unit) {
    return tx.all(kList, {text_of(period), unit}, exception_from);
}

std::optional<PeriodException> find_exception(store::ReadTx& tx, ExceptionId id) { return tx.one(kFind, {id}, exception_from); }

int handed_in_under(store::ReadTx& tx, const PeriodException& exception) {
    return static_cast<int>(tx.integer(kHandedIn, {exception.unit, exception.period.text(), exception.granted_at}).value_or(0));
}

void insert_exception(store::WriteTx& tx, const PeriodException& exception) {
    tx.execute(kInsert, {exception.id, exception.unit, exception.period.text(), exception.due_on, exception.lock_on, exception.reason,
                         exception.granted_by, exception.granted_at, exception.granted_on});
}

void revoke_exception(store::WriteTx& tx, ExceptionId id, const PeriodException::Revoked& revoked) {
    tx.execute(kRevoke, {id, revoked.at, revoked.by, revoked.reason});
}

}  // namespace luoshi::report
