#pragma once
#include <optional>
#include <string>
#include <vector>

#include "identity/actor.hpp"
#include "report/report_service.hpp"
#include "report/timeliness.hpp"
#include "report/timeliness_store.hpp"

namespace luoshi::report {

/// The months that are looked at: one, or those of a year that have begun to be reported.
struct Months {
    std::vector<calendar::Period> list;  ///< in order; empty when a year has none yet
    std::string name;                    ///< "2020年6月", "2020年"
};
/// Nothing asked: the newest opened month. Errors: report.bad_period, calendar.not_loaded.
base::Result<Months> months_of(const Rules& rules, const std::optional<std::string>& period, const std::optional<std::string>& year);

struct LevelTimeliness {
    std::string level;
    Timeliness rates;
};
struct UnitTimeliness {
    identity::UnitId unit{1};
    std::string name;
    std::string level;
    Timeliness rates;
};
/// Who reported, and whether on time.
struct ReportingRates {
    Timeliness total;
    std::vector<LevelTimeliness> levels;  ///< of the whole tenant, the highest first
    std::vector<UnitTimeliness> units;    ///< within the reader's scope
};
/// Error: calendar.not_loaded.
base::Result<ReportingRates> reporting_rates(store::Database& db, const Rules& rules, const identity::Actor& actor, const Months& months);

/// How long reports lie with a reviewing unit.
struct ReviewerTimes {
    identity::UnitId unit{1};
    std::string name;
    int decided = 0;
    int waiting = 0;
    std::optional<base::Date> waiting_since = {};  ///< the longest
    std::vector<int> days = {};                    ///< working days from arrival to decision, until today for what waits
};
/// Of the reviewing units within the reader's scope, by name. Error: calendar.not_loaded.
base::Result<std::vector<ReviewerTimes>> reviewer_times(store::Database& db, const Rules& rules, const identity::Actor& actor,
                                                        const Months& months);

/// A report that is overdue, and who could hand it in.
struct ChaseLine {
    OwedRow row;
    calendar::Rhythm every = calendar::Rhythm::Month;
    calendar::PeriodDates days;
    int days_overdue = 0;
    std::vector<InOffice> people;
    std::string key;  ///< sorts the list: longest overdue first; tells a page where to go on
};
struct ChaseFilter {
    std::string level;  ///< empty: all
    std::string text;   ///< part of the unit's name; empty: all
};
/// What is missing, begun or returned past its due day: of units within the reader's scope, and what his unit handed down.
/// Error: calendar.not_loaded.
base::Result<std::vector<ChaseLine>> chase_list(store::Database& db, const Rules& rules, const identity::Actor& actor, const Months& months,
                                                const ChaseFilter& filter);

}  // namespace luoshi::report
