#include "report/period_exception_service.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "plan/plan.hpp"
#include "report/period_exception_store.hpp"

namespace luoshi::report {
namespace {

using calendar::Period;
using identity::Actor;
using identity::UnitId;

const audit::Action kGrant{"report.exception_grant", "准予延期"};
const audit::Action kRevoke{"report.exception_revoke", "撤销延期"};

/// The plan office decides for the units in its reach, and for those that report to nobody but its own plans.
bool decides(const Actor& actor, UnitId unit, const std::vector<OwedRow>& owed) {
    return actor.may("report.settle") &&
           (actor.covers(unit) ||
            (!owed.empty() && std::ranges::all_of(owed, [&](const OwedRow& row) { return actor.is_of(row.duty.office); })));
}

base::Error foreign() { return base::forbidden("exception.foreign", "只有方案办可以准予或撤销延期，且须是它所管方案的填报单位"); }

}  // namespace

PeriodExceptions::PeriodExceptions(store::Database& db, base::IdSource& ids, const base::Clock& clock, Rules rules)
    : db_(db), ids_(ids), clock_(clock), rules_(std::move(rules)) {}

base::Result<OrdinaryDays> PeriodExceptions::ordinary_days(store::ReadTx& tx, UnitId unit, Period period,
                                                           const std::vector<OwedRow>& owed) const {
    std::vector<calendar::Reporters> parts;
    std::ranges::transform(owed, std::back_inserter(parts), [&](const OwedRow& row) { return row.duty.reporters(rules_.schedule); });
    if (parts.empty()) {
        parts.push_back({calendar::Rhythm::Month, unit_level(tx, unit)});
    }
    std::optional<OrdinaryDays> out;
    for (const auto& part : parts) {
        LUOSHI_TRY(days, rules_.schedule.dates(period, part));
        out = out ? OrdinaryDays{std::min(out->first_due, days.due_on), std::max(out->last_due, days.due_on),
                                 std::max(out->last_lock, days.lock_on)}
                  : OrdinaryDays{days.due_on, days.due_on, days.lock_on};
    }
    return *out;
}

base::Result<ExceptionLine> PeriodExceptions::line(store::ReadTx& tx, const Actor& actor, PeriodException exception) const {
    const auto owed = owed_reports(tx, rules_.schedule, exception.period, exception.unit, std::nullopt);
    LUOSHI_TRY(ordinary, ordinary_days(tx, exception.unit, exception.period, owed));
    const bool may_revoke = decides(actor, exception.unit, owed) &&
                            revocable(exception, ordinary.first_due, handed_in_under(tx, exception), rules_.today()).has_value();
    return ExceptionLine{std::move(exception), ordinary.first_due, may_revoke};
}

void PeriodExceptions::note(store::WriteTx& tx, const Actor& actor, const audit::Action& action, const PeriodException& exception,
                            const std::string& reason) {
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = action,
                   .object_kind = "report_exception",
                   .object_id = exception.id.text(),
                   .summary = fmt::format("{} {}：截止 {}，锁定 {}；{}", exception.unit_name, exception.period.name(),
                                          base::date_text(exception.due_on), base::date_text(exception.lock_on), reason)});
    tx.after_commit(rules_.changed);
}

base::Result<std::vector<ExceptionLine>> PeriodExceptions::list(const Actor& actor, std::optional<Period> period,
                                                                std::optional<UnitId> unit) {
    if (!actor.may("report.read")) {
        return base::forbidden("report.no_access", "您的岗位不能查看填报");
    }
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<ExceptionLine>> {
        std::vector<ExceptionLine> out;
        for (auto& exception : list_exceptions(tx, period, unit)) {
            if (actor.covers(exception.unit)) {
                LUOSHI_TRY(found, line(tx, actor, std::move(exception)));
                out.push_back(std::move(found));
            }
        }
        return out;
    });
}

base::Result<ExceptionLine> PeriodExceptions::grant(const Actor& actor, PeriodException asked) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<ExceptionLine> {
        tx.lock(asked.unit.value());
        const auto owed = owed_reports(tx, rules_.schedule, asked.period, asked.unit, std::nullopt);
        if (!decides(actor, asked.unit, owed)) {
            return foreign();
        }
        if (owed.empty() || asked.period < rules_.schedule.first || asked.period > rules_.schedule.last) {
            return base::conflict(base::phrase("exception.nothing_owed", "这个单位在{period_name}没有应报事项，无需延期",
                                               {{"period", asked.period.text()}, {"period_name", asked.period.name()}}));
        }
        const auto granted = open_exceptions(tx, asked.period, asked.unit);
        if (const auto* known = exception_of(granted, asked.unit, asked.period)) {
            return base::conflict(base::phrase("exception.exists", "{unit}本期已准予延期至{date}；如需另定日期，请先撤销",
                                               {{"unit", known->unit_name}, {"date", base::date_text(known->due_on)}}));
        }
        LUOSHI_TRY(ordinary, ordinary_days(tx, asked.unit, asked.period, owed));
        LUOSHI_TRY(sound, grantable(asked, ordinary, rules_.schedule.calendar));
        asked.id = ids_.make<ExceptionId>();
        asked.unit_name = owed.front().duty.unit_name;
        asked.granted_by = actor.signature();
        asked.granted_at = clock_.now();
        asked.granted_on = rules_.today();
        insert_exception(tx, asked);
        note(tx, actor, kGrant, asked, asked.reason);
        return line(tx, actor, std::move(asked));
    });
}

base::Result<ExceptionLine> PeriodExceptions::revoke(const Actor& actor, ExceptionId id, const std::string& reason) {
    if (!plan::is_reason(reason)) {
        auto error = base::bad_input("exception.invalid", "延期的日期或理由不合要求，请按提示更正");
        error.fields.push_back(plan::reason_missing());
        return error;
    }
    return db_.write([&](store::WriteTx& tx) -> base::Result<ExceptionLine> {
        const auto unlocked = find_exception(tx, id);
        if (unlocked) {
            tx.lock(unlocked->unit.value());
        }
        auto exception = find_exception(tx, id);
        if (!exception) {
            return base::not_found("exception.not_found", "没有这项延期，请刷新后重新选择");
        }
        const auto owed = owed_reports(tx, rules_.schedule, exception->period, exception->unit, std::nullopt);
        if (!decides(actor, exception->unit, owed)) {
            return foreign();
        }
        LUOSHI_TRY(ordinary, ordinary_days(tx, exception->unit, exception->period, owed));
        LUOSHI_TRY(may, revocable(*exception, ordinary.first_due, handed_in_under(tx, *exception), rules_.today()));
        exception->revoked = {clock_.now(), actor.signature(), reason};
        revoke_exception(tx, id, *exception->revoked);
        note(tx, actor, kRevoke, *exception, reason);
        return line(tx, actor, *std::move(exception));
    });
}

}  // namespace luoshi::report
