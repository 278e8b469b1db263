#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report/report.hpp"
#include "report/review_route.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// One unit's part of a task, as far as reporting needs it.
struct DutyRow {
    plan::UnitDutyId duty{1};
    plan::TaskId task{1};
    plan::PlanId plan{1};
    identity::UnitId unit{1};
    std::string unit_name;
    std::string task_ref;
    std::string task_title;
    std::string role;
    identity::UnitId office{1};
    std::optional<identity::UnitId> superior;
    bool reports = false;
    base::Date valid_from;
    std::optional<base::Date> valid_to;
    std::string level = {};                             ///< of the unit
    std::optional<calendar::Rhythm> chosen_every = {};  ///< by who handed the part down

    calendar::Rhythm every(const calendar::Schedule& schedule) const { return chosen_every.value_or(schedule.every(level, role)); }
    calendar::Reporters reporters(const calendar::Schedule& schedule) const { return {every(schedule), level}; }
    /// In force on the first day of the period, which ends a span of its rhythm.
    bool owes(const calendar::Schedule& schedule, const calendar::Period& period) const {
        return reports && valid_from <= period.first_day() && (!valid_to || *valid_to > period.first_day()) &&
               calendar::ends_span(period, every(schedule));
    }
};

struct ReportRow {
    ReportId id{1};
    DutyRow duty;
    std::string period;
    Progress progress = {};
    std::optional<std::string> waiting_name = {};
    std::int64_t version = 0;
    std::optional<base::Moment> submitted_at = {};
};

/// A line of the owed list; `report` is empty for one that was never begun.
struct OwedRow {
    DutyRow duty;
    std::optional<ReportId> report;
    std::optional<State> state;
    int step = 0;
    std::optional<identity::UnitId> waiting;
    std::optional<std::string> waiting_name;
    std::optional<base::Moment> submitted_at;
    std::string period;
    std::int64_t version = 0;

    Progress progress() const { return {.state = state.value_or(State::Draft), .step = step, .waiting = waiting}; }
    /// The unit has to hand it in, for the first time or again.
    bool unfinished() const { return !state || *state == State::Draft || *state == State::Returned; }
};

struct EventRow {
    base::Moment at;
    base::Date on_day;  ///< the business day
    std::string action;
    int step = 0;
    std::string user_name;
    std::string post_name;
    std::string unit_name;
    std::string reason;
    std::string changes;  ///< JSON array
};

/// A unit with reporting duties where nobody holds a post that may fill in.
struct UnmannedUnit {
    identity::UnitId unit{1};
    std::string name;
    int duties = 0;
};

struct EvidenceRow {
    EvidenceId id{1};
    ReportId report{1};
    std::string sha256;
    std::string file_name;
    std::int64_t size = 0;
    std::string media_type;
    std::string uploaded_by;
    base::Moment uploaded_at;
};

/// An approved value on its way into the fact table.
struct FactRow {
    Value value;
    std::string author;
    std::string reviewer;
    std::string reason;
    std::string correction = {};  ///< why a figure there was is another now, where the unit does not say so itself
};

std::optional<DutyRow> find_duty(store::ReadTx& tx, plan::UnitDutyId duty);
std::vector<identity::UnitId> lead_units(store::ReadTx& tx, plan::TaskId task);
/// The other units that lead a task, and everything below them.
std::set<identity::UnitId> units_led_apart(store::ReadTx& tx, plan::TaskId task, identity::UnitId lead);
/// The step at which a report was last given back; 0: after it had been approved.
int returned_from(store::ReadTx& tx, ReportId report);
std::string unit_name(store::ReadTx& tx, identity::UnitId unit);
std::string unit_level(store::ReadTx& tx, identity::UnitId unit);
/// Somebody who may review holds the head post of the unit on that day.
bool has_head(store::ReadTx& tx, identity::UnitId unit, base::Date on);
std::vector<UnmannedUnit> unmanned_units(store::ReadTx& tx, base::Date on);
std::optional<ReportRow> find_report(store::ReadTx& tx, ReportId id);
std::optional<ReportId> find_report_of(store::ReadTx& tx, plan::UnitDutyId duty, std::string_view period);
/// The reports of a part by their period.
std::map<std::string, std::pair<ReportId, State>> reports_of(store::ReadTx& tx, plan::UnitDutyId duty);
Content load_content(store::ReadTx& tx, ReportId id);
std::vector<EventRow> load_events(store::ReadTx& tx, ReportId id);
std::vector<EvidenceRow> load_evidence(store::ReadTx& tx, ReportId id);
std::optional<EvidenceRow> find_evidence(store::ReadTx& tx, EvidenceId id);
/// How much of the report's evidence this person has never opened.
int unread_evidence(store::ReadTx& tx, ReportId report, identity::UserId reader);
/// What who handed a part down wants of it (要求).
std::string part_note(store::ReadTx& tx, plan::UnitDutyId duty);
/// The measure of the task that covers a year, and the years it covers; nothing when the plan names none.
struct MeasureRow {
    std::string text;
    int year_from = 0;
    int year_to = 0;
};
std::optional<MeasureRow> find_measure(store::ReadTx& tx, plan::TaskId task, int year);
/// The latest approved value of this unit before `period`.
struct PreviousValue {
    std::string period;
    base::Decimal value;
};
std::optional<PreviousValue> previous_value(store::ReadTx& tx, plan::IndicatorId indicator, identity::UnitId unit, std::string_view period);

/// All duties that owe a report for the period or have begun one, with their report; optionally of one unit or task.
std::vector<OwedRow> owed_reports(store::ReadTx& tx, const calendar::Schedule& schedule, const calendar::Period& period,
                                  std::optional<identity::UnitId> unit, std::optional<plan::TaskId> task);
/// Submitted reports of any period that wait for this unit.
std::vector<OwedRow> waiting_reports(store::ReadTx& tx, identity::UnitId unit);
/// Reports that wait at a step after `step`, and the latest such step.
struct WaitingBeyond {
    std::int64_t reports = 0;
    std::int64_t step = 0;
};
WaitingBeyond waiting_beyond(store::ReadTx& tx, int step);
/// Reports of any period that were given back to this unit.
std::vector<OwedRow> returned_reports(store::ReadTx& tx, identity::UnitId unit);

/// What is stored of the reports of a period, of one unit or of all.
struct StoredContent {
    std::int64_t version = 0;
    Content content;
};
std::map<ReportId, StoredContent> contents_of(store::ReadTx& tx, std::string_view period, std::optional<identity::UnitId> unit);
/// The latest approved values from `from` until before `period`, of one unit or of all.
std::map<std::pair<identity::UnitId, plan::IndicatorId>, PreviousValue> previous_values(store::ReadTx& tx, std::string_view from,
                                                                                        std::string_view period,
                                                                                        std::optional<identity::UnitId> unit);

/// Begins a report; false when the part has one for this period already.
bool insert_report(store::WriteTx& tx, ReportId id, const DutyRow& duty, std::string_view period, base::Moment at,
                   const Content& content = {});
/// Stores what was typed and bumps the version; false when `version` is no longer the stored one.
bool update_content(store::WriteTx& tx, ReportId id, std::int64_t version, const Content& content);
/// Stores where the report stands and bumps the version; false when `version` is no longer the stored one.
bool update_progress(store::WriteTx& tx, ReportId id, std::int64_t version, const Progress& progress, base::Moment at);
void insert_event(store::WriteTx& tx, std::int64_t event, ReportId id, const EventRow& row, identity::UserId user,
                  std::optional<identity::UnitId> unit);
void insert_evidence(store::WriteTx& tx, const EvidenceRow& row);
void remove_evidence(store::WriteTx& tx, EvidenceId id, base::Moment at);
/// Notes that somebody has opened a piece of evidence.
void note_read(store::WriteTx& tx, EvidenceId id, identity::UserId reader, base::Moment at);
/// Facts of a unit and period are versioned one report after the other, also when two tasks owe the same indicator.
void lock_facts(store::WriteTx& tx, identity::UnitId unit, std::string_view period);
/// Appends a fact version when the figure differs from the current one; returns whether it did.
bool append_fact(store::WriteTx& tx, std::string_view period, identity::UnitId unit, ReportId report, const FactRow& fact, base::Moment at);
/// Who first submitted the report in its present form: the author of its facts.
std::string last_submitter(store::ReadTx& tx, ReportId id);

}  // namespace luoshi::report
