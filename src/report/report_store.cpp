#include "report/report_store.hpp"

#include "report/form_field_store.hpp"

namespace luoshi::report {
namespace {

using store::Row;
using store::Sql;

// The columns of duty_of and the tables they come from, shared by the statements below.
#define LUOSHI_REPORT_DUTY                                                                                     \
    "ud.unit_duty_id, ud.task_id, ud.plan_id, ud.unit_id, u.name, t.ref, t.title, ud.role, p.office_unit_id, " \
    "parent.unit_id, ud.reports, ud.valid_from, ud.valid_to, u.level, ud.every "
#define LUOSHI_REPORT_DUTY_FROM                                                                      \
    "FROM unit_duty ud JOIN unit u ON u.unit_id = ud.unit_id JOIN task t ON t.task_id = ud.task_id " \
    "JOIN plan p ON p.plan_id = ud.plan_id LEFT JOIN unit_duty parent ON parent.unit_duty_id = ud.parent_id "
constexpr int kDutyColumns = 15;

const Sql kFindDuty{"report.find_duty", "SELECT " LUOSHI_REPORT_DUTY LUOSHI_REPORT_DUTY_FROM "WHERE ud.unit_duty_id = $1"};

const Sql kLeadUnits{"report.lead_units",
                     "SELECT ud.unit_id FROM unit_duty ud LEFT JOIN duty d ON d.duty_id = ud.duty_id "
                     "WHERE ud.task_id = $1 AND ud.role = 'lead' AND ud.valid_to IS NULL ORDER BY d.ordinal, ud.unit_duty_id"};

const Sql kLedApart{
    "report.led_apart",
    "WITH RECURSIVE apart (unit_id) AS (SELECT unit_id FROM unit_duty WHERE task_id = $1 AND role = 'lead' AND valid_to IS NULL "
    "AND unit_id <> $2 UNION SELECT u.unit_id FROM unit u JOIN apart ON u.parent_id = apart.unit_id) SELECT unit_id FROM apart"};
const Sql kReturnedFrom{"report.returned_from",
                        "SELECT step FROM report_event WHERE report_id = $1 AND action = 'return' ORDER BY event_id DESC LIMIT 1"};
const Sql kUnitName{"report.unit_name", "SELECT name FROM unit WHERE unit_id = $1"};
const Sql kUnitLevel{"report.unit_level", "SELECT level FROM unit WHERE unit_id = $1"};
const Sql kHasHead{"report.has_head",
                   "SELECT COUNT(*) FROM post p JOIN user_post up ON up.post_id = p.post_id JOIN user_account a ON a.user_id = up.user_id "
                   "JOIN role_permission rp ON rp.role_code = p.role_code AND rp.permission = 'report.review' "
                   "WHERE p.unit_id = $1 AND p.section_id IS NULL AND p.is_head = 1 AND a.state = 'active' "
                   "AND up.valid_from <= $2 AND (up.valid_to IS NULL OR up.valid_to > $2)"};

// A duty without a living owner: nobody who may fill in holds a post of its unit.
const Sql kUnmanned{"report.unmanned",
                    "SELECT u.unit_id, u.name, COUNT(*) FROM unit_duty ud JOIN unit u ON u.unit_id = ud.unit_id "
                    "JOIN plan p ON p.plan_id = ud.plan_id "
                    "WHERE p.state = 'confirmed' AND ud.reports = 1 AND ud.valid_to IS NULL AND NOT EXISTS ("
                    "SELECT 1 FROM post o JOIN user_post up ON up.post_id = o.post_id JOIN user_account a ON a.user_id = up.user_id "
                    "JOIN role_permission rp ON rp.role_code = o.role_code AND rp.permission = 'report.fill' "
                    "WHERE o.unit_id = ud.unit_id AND a.state = 'active' AND up.valid_from <= $1 "
                    "AND (up.valid_to IS NULL OR up.valid_to > $1)) GROUP BY u.unit_id, u.name, u.code ORDER BY u.code"};

const Sql kFindReport{"report.find", "SELECT " LUOSHI_REPORT_DUTY
                                     ", r.report_id, r.period, r.state, r.step, r.waiting_unit_id, w.name, r.version, r.submitted_at, "
                                     "(SELECT e.user_id FROM report_event e WHERE e.report_id = r.report_id AND e.action = 'submit' "
                                     " ORDER BY e.event_id DESC LIMIT 1), "
                                     "(SELECT e.action FROM report_event e WHERE e.report_id = r.report_id "
                                     " AND e.action IN ('submit', 'approve') ORDER BY e.event_id DESC LIMIT 1) " LUOSHI_REPORT_DUTY_FROM
                                     "JOIN report r ON r.unit_duty_id = ud.unit_duty_id "
                                     "LEFT JOIN unit w ON w.unit_id = r.waiting_unit_id WHERE r.report_id = $1"};

const Sql kFindReportOf{"report.find_of", "SELECT report_id FROM report WHERE unit_duty_id = $1 AND period = $2"};

const Sql kReportsOf{"report.of_duty", "SELECT period, report_id, state FROM report WHERE unit_duty_id = $1"};

const Sql kContent{"report.content", "SELECT progress_pct_e4, progress, problems, next_steps FROM report WHERE report_id = $1"};
const Sql kValues{"report.values",
                  "SELECT indicator_id, value_e4, numerator_e4, denominator_e4, explanation, origin FROM report_value WHERE report_id = $1 "
                  "ORDER BY indicator_id"};
const Sql kEvents{
    "report.events",
    "SELECT at, on_day, action, step, user_name, post_name, unit_name, reason, changes FROM report_event WHERE report_id = $1 "
    "ORDER BY event_id"};

#define LUOSHI_EVIDENCE "SELECT evidence_id, report_id, sha256, file_name, size, media_type, uploaded_by, uploaded_at FROM evidence "
const Sql kEvidence{"report.evidence", LUOSHI_EVIDENCE "WHERE report_id = $1 AND removed_at IS NULL ORDER BY evidence_id"};
const Sql kFindEvidence{"report.find_evidence", LUOSHI_EVIDENCE "WHERE evidence_id = $1 AND removed_at IS NULL"};
const Sql kUnread{"report.unread_evidence",
                  "SELECT COUNT(*) FROM evidence e WHERE e.report_id = $1 AND e.removed_at IS NULL "
                  "AND NOT EXISTS (SELECT 1 FROM evidence_read r WHERE r.evidence_id = e.evidence_id AND r.user_id = $2)"};
const Sql kNoteRead{
    "report.note_read",
    "INSERT INTO evidence_read (evidence_id, user_id, at) VALUES ($1, $2, $3) ON CONFLICT (evidence_id, user_id) DO NOTHING"};

const Sql kNote{"report.part_note", "SELECT note FROM unit_duty WHERE unit_duty_id = $1"};
const Sql kMeasure{"report.measure",
                   "SELECT text, year_from, year_to FROM measure WHERE task_id = $1 AND year_from <= $2 AND year_to >= $2 ORDER BY "
                   "year_from DESC LIMIT 1"};

const Sql kPrevious{"report.previous_value",
                    "SELECT f.period, f.value_e4 FROM fact f WHERE f.indicator_id = $1 AND f.unit_id = $2 AND f.period < $3 "
                    "AND f.value_e4 IS NOT NULL AND f.version = (SELECT MAX(g.version) FROM fact g WHERE g.indicator_id = f.indicator_id "
                    "AND g.unit_id = f.unit_id AND g.period = f.period) ORDER BY f.period DESC LIMIT 1"};

const Sql kContentsOf{"report.contents_of",
                      "SELECT report_id, version, progress_pct_e4, progress, problems, next_steps FROM report WHERE period = $1 "
                      "AND (CAST($2 AS BIGINT) IS NULL OR unit_id = $2)"};
const Sql kValuesOf{
    "report.values_of",
    "SELECT v.report_id, v.indicator_id, v.value_e4, v.numerator_e4, v.denominator_e4, v.explanation, v.origin FROM report r "
    "JOIN report_value v ON v.report_id = r.report_id WHERE r.period = $1 "
    "AND (CAST($2 AS BIGINT) IS NULL OR r.unit_id = $2) ORDER BY v.report_id, v.indicator_id"};
const Sql kPreviousOf{"report.previous_values_of",
                      "SELECT f.unit_id, f.indicator_id, f.period, f.value_e4 FROM fact f WHERE f.period >= $1 AND f.period < $2 "
                      "AND (CAST($3 AS BIGINT) IS NULL OR f.unit_id = $3) AND f.value_e4 IS NOT NULL "
                      "AND f.version = (SELECT MAX(g.version) FROM fact g WHERE g.indicator_id = f.indicator_id "
                      "AND g.unit_id = f.unit_id AND g.period = f.period) ORDER BY f.period"};

#define LUOSHI_OWED \
    "SELECT " LUOSHI_REPORT_DUTY ", r.report_id, r.state, r.step, r.waiting_unit_id, w.name, r.submitted_at, r.period, r.version "
const Sql kOwed{"report.owed", LUOSHI_OWED LUOSHI_REPORT_DUTY_FROM
                "LEFT JOIN report r ON r.unit_duty_id = ud.unit_duty_id AND r.period = $1 "
                "LEFT JOIN unit w ON w.unit_id = r.waiting_unit_id "
                "WHERE p.state = 'confirmed' AND (r.report_id IS NOT NULL OR (ud.reports = 1 AND ud.valid_from <= $2 "
                "AND (ud.valid_to IS NULL OR ud.valid_to > $2))) "
                "AND (CAST($3 AS BIGINT) IS NULL OR ud.unit_id = $3) AND (CAST($4 AS BIGINT) IS NULL OR ud.task_id = $4) "
                "ORDER BY t.ordinal, u.code, ud.unit_duty_id"};
#define LUOSHI_BEGUN                    \
    LUOSHI_OWED LUOSHI_REPORT_DUTY_FROM \
        "JOIN report r ON r.unit_duty_id = ud.unit_duty_id LEFT JOIN unit w ON w.unit_id = r.waiting_unit_id WHERE "
const Sql kWaiting{"report.waiting", LUOSHI_BEGUN "r.state = 'submitted' AND r.waiting_unit_id = $1 ORDER BY r.period, t.ordinal, u.code"};
const Sql kWaitingBeyond{"report.waiting_beyond",
                         "SELECT COUNT(*), COALESCE(MAX(step), 0) FROM report WHERE state = 'submitted' AND step > $1"};
const Sql kReturned{"report.returned", LUOSHI_BEGUN "r.state = 'returned' AND r.unit_id = $1 ORDER BY r.period, t.ordinal"};

const Sql kInsertReport{
    "report.insert",
    "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, opened_at, progress_pct_e4, "
    "progress, problems, next_steps, version) VALUES ($1, $2, $3, $4, $5, $6, 'draft', 0, $7, $8, $9, $10, $11, 1) "
    "ON CONFLICT (unit_duty_id, period) DO NOTHING"};
const Sql kUpdateContent{"report.update_content",
                         "UPDATE report SET progress_pct_e4 = $3, progress = $4, problems = $5, next_steps = $6, version = version + 1 "
                         "WHERE report_id = $1 AND version = $2"};
const Sql kClearValues{"report.clear_values", "DELETE FROM report_value WHERE report_id = $1"};
const Sql kPutValue{"report.put_value",
                    "INSERT INTO report_value (report_id, indicator_id, value_e4, numerator_e4, denominator_e4, explanation, origin) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
const Sql kUpdateProgress{"report.update_progress",
                          "UPDATE report SET state = $3, step = $4, waiting_unit_id = $5, version = version + 1, "
                          "submitted_at = CASE WHEN CAST($6 AS INTEGER) = 1 THEN CAST($7 AS BIGINT) ELSE submitted_at END, "
                          "first_submitted_at = CASE WHEN CAST($6 AS INTEGER) = 1 THEN COALESCE(first_submitted_at, CAST($7 AS BIGINT)) "
                          "ELSE first_submitted_at END, "
                          "decided_at = CASE WHEN $3 IN ('approved', 'returned') THEN CAST($7 AS BIGINT) ELSE decided_at END "
                          "WHERE report_id = $1 AND version = $2"};
const Sql kInsertEvent{
    "report.insert_event",
    "INSERT INTO report_event (event_id, report_id, at, on_day, action, step, user_id, user_name, post_name, unit_id, unit_name, "
    "reason, changes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
const Sql kInsertEvidence{"report.insert_evidence",
                          "INSERT INTO evidence (evidence_id, report_id, sha256, file_name, size, media_type, uploaded_by, uploaded_at) "
                          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
const Sql kRemoveEvidence{"report.remove_evidence", "UPDATE evidence SET removed_at = $2 WHERE evidence_id = $1 AND removed_at IS NULL"};

const Sql kCurrentFact{"report.current_fact",
                       "SELECT version, value_e4, numerator_e4, denominator_e4 FROM fact WHERE indicator_id = $1 AND unit_id = $2 "
                       "AND period = $3 ORDER BY version DESC LIMIT 1"};
const Sql kAppendFact{
    "report.append_fact",
    "INSERT INTO fact (indicator_id, period, unit_id, version, value_e4, numerator_e4, denominator_e4, report_id, author, "
    "reviewer, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
const Sql kLastSubmitter{"report.last_submitter",
                         "SELECT unit_name, user_name FROM report_event WHERE report_id = $1 AND action = 'submit' "
                         "ORDER BY event_id DESC LIMIT 1"};

DutyRow duty_of(const Row& row) {
    return {.duty = row.id<plan::UnitDutyId>(0),
            .task = row.id<plan::TaskId>(1),
            .plan = row.id<plan::PlanId>(2),
            .unit = row.id<identity::UnitId>(3),
            .unit_name = row.text(4),
            .task_ref = row.text(5),
            .task_title = row.text(6),
            .role = row.text(7),
            .office = row.id<identity::UnitId>(8),
            .superior = row.opt_id<identity::UnitId>(9),
            .reports = row.integer(10) != 0,
            .valid_from = row.date(11),
            .valid_to = row.opt_date(12),
            .level = row.text(13),
            .chosen_every = calendar::rhythm_from(row.opt_text(14).value_or(""))};
}

OwedRow owed_of(const Row& row) {
    constexpr int k = kDutyColumns;
    return {.duty = duty_of(row),
            .report = row.opt_id<ReportId>(k),
            .state = row.is_null(k + 1) ? std::nullopt : std::optional{state_from(row.view(k + 1))},
            .step = static_cast<int>(row.opt_integer(k + 2).value_or(0)),
            .waiting = row.opt_id<identity::UnitId>(k + 3),
            .waiting_name = row.opt_text(k + 4),
            .submitted_at = row.opt_moment(k + 5),
            .period = row.opt_text(k + 6).value_or(""),
            .version = row.opt_integer(k + 7).value_or(0)};
}

void put_values(store::WriteTx& tx, ReportId id, const Content& content) {
    for (const auto& value : content.values) {
        tx.later(kPutValue, {id, value.indicator, value.value, value.numerator, value.denominator, value.explanation, value.origin});
    }
    put_field_values(tx, id, content.fields);
}

EvidenceRow evidence_of(const Row& row) {
    return {.id = row.id<EvidenceId>(0),
            .report = row.id<ReportId>(1),
            .sha256 = row.text(2),
            .file_name = row.text(3),
            .size = row.integer(4),
            .media_type = row.text(5),
            .uploaded_by = row.text(6),
            .uploaded_at = row.moment(7)};
}

}  // namespace

std::optional<DutyRow> find_duty(store::ReadTx& tx, plan::UnitDutyId duty) { return tx.one(kFindDuty, {duty}, duty_of); }

std::vector<identity::UnitId> lead_units(store::ReadTx& tx, plan::TaskId task) {
    return tx.all(kLeadUnits, {task}, [](const Row& row) { return row.id<identity::UnitId>(0); });
}

std::set<identity::UnitId> units_led_apart(store::ReadTx& tx, plan::TaskId task, identity::UnitId lead) {
    std::set<identity::UnitId> out;
    tx.each(kLedApart, {task, lead}, [&](const Row& row) { out.insert(row.id<identity::UnitId>(0)); });
    return out;
}

int returned_from(store::ReadTx& tx, ReportId report) { return static_cast<int>(tx.integer(kReturnedFrom, {report}).value_or(0)); }

std::string unit_name(store::ReadTx& tx, identity::UnitId unit) {
    return tx.one(kUnitName, {unit}, [](const Row& row) { return row.text(0); }).value_or("");
}

std::string unit_level(store::ReadTx& tx, identity::UnitId unit) {
    return tx.one(kUnitLevel, {unit}, [](const Row& row) { return row.text(0); }).value_or("");
}

bool has_head(store::ReadTx& tx, identity::UnitId unit, base::Date on) { return tx.integer(kHasHead, {unit, on}).value_or(0) != 0; }

std::vector<UnmannedUnit> unmanned_units(store::ReadTx& tx, base::Date on) {
    return tx.all(kUnmanned, {on}, [](const Row& row) {
        return UnmannedUnit{row.id<identity::UnitId>(0), row.text(1), static_cast<int>(row.integer(2))};
    });
}

std::optional<ReportRow> find_report(store::ReadTx& tx, ReportId id) {
    return tx.one(kFindReport, {id}, [](const Row& row) {
        constexpr int k = kDutyColumns;
        return ReportRow{.id = row.id<ReportId>(k),
                         .duty = duty_of(row),
                         .period = row.text(k + 1),
                         .progress = {.state = state_from(row.view(k + 2)),
                                      .step = static_cast<int>(row.integer(k + 3)),
                                      .waiting = row.opt_id<identity::UnitId>(k + 4),
                                      .submitted_by = row.opt_id<identity::UserId>(k + 8),
                                      .accepted_since_submission = !row.is_null(k + 9) && row.view(k + 9) == "approve"},
                         .waiting_name = row.opt_text(k + 5),
                         .version = row.integer(k + 6),
                         .submitted_at = row.opt_moment(k + 7)};
    });
}

std::optional<ReportId> find_report_of(store::ReadTx& tx, plan::UnitDutyId duty, std::string_view period) {
    return tx.one(kFindReportOf, {duty, period}, [](const Row& row) { return row.id<ReportId>(0); });
}

std::map<std::string, std::pair<ReportId, State>> reports_of(store::ReadTx& tx, plan::UnitDutyId duty) {
    std::map<std::string, std::pair<ReportId, State>> out;
    tx.each(kReportsOf, {duty}, [&](const Row& row) { out.emplace(row.text(0), std::pair{row.id<ReportId>(1), state_from(row.view(2))}); });
    return out;
}

Content load_content(store::ReadTx& tx, ReportId id) {
    auto content = tx.one(kContent, {id}, [](const Row& row) {
        return Content{
            .progress_pct = row.opt_decimal(0), .progress = row.text(1), .problems = row.text(2), .next_steps = row.text(3), .values = {}};
    });
    content->values = tx.all(kValues, {id}, [](const Row& row) {
        return Value{.indicator = row.id<plan::IndicatorId>(0),
                     .value = row.opt_decimal(1),
                     .numerator = row.opt_decimal(2),
                     .denominator = row.opt_decimal(3),
                     .explanation = row.text(4),
                     .origin = row.text(5)};
    });
    content->fields = field_values(tx, id);
    return *std::move(content);
}

std::vector<EventRow> load_events(store::ReadTx& tx, ReportId id) {
    return tx.all(kEvents, {id}, [](const Row& row) {
        return EventRow{.at = row.moment(0),
                        .on_day = row.date(1),
                        .action = row.text(2),
                        .step = static_cast<int>(row.integer(3)),
                        .user_name = row.text(4),
                        .post_name = row.text(5),
                        .unit_name = row.text(6),
                        .reason = row.text(7),
                        .changes = row.text(8)};
    });
}

std::vector<EvidenceRow> load_evidence(store::ReadTx& tx, ReportId id) { return tx.all(kEvidence, {id}, evidence_of); }
std::optional<EvidenceRow> find_evidence(store::ReadTx& tx, EvidenceId id) { return tx.one(kFindEvidence, {id}, evidence_of); }
int unread_evidence(store::ReadTx& tx, ReportId report, identity::UserId reader) {
    return static_cast<int>(tx.integer(kUnread, {report, reader}).value_or(0));
}
void note_read(store::WriteTx& tx, EvidenceId id, identity::UserId reader, base::Moment at) { tx.execute(kNoteRead, {id, reader, at}); }

std::string part_note(store::ReadTx& tx, plan::UnitDutyId duty) {
    return tx.one(kNote, {duty}, [](const Row& row) { return row.text(0); }).value_or("");
}

std::optional<MeasureRow> find_measure(store::ReadTx& tx, plan::TaskId task, int year) {
    return tx.one(kMeasure, {task, year}, [](const Row& row) {
        return MeasureRow{row.text(0), static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2))};
    });
}

std::optional<PreviousValue> previous_value(store::ReadTx& tx, plan::IndicatorId indicator, identity::UnitId unit,
                                            std::string_view period) {
    return tx.one(kPrevious, {indicator, unit, period}, [](const Row& row) { return PreviousValue{row.text(0), row.decimal(1)}; });
}

std::vector<OwedRow> owed_reports(store::ReadTx& tx, const calendar::Schedule& schedule, const calendar::Period& period,
                                  std::optional<identity::UnitId> unit, std::optional<plan::TaskId> task) {
    auto out = tx.all(kOwed, {period.text(), period.first_day(), unit, task}, owed_of);
    std::erase_if(out, [&](const OwedRow& row) { return !row.report && !row.duty.owes(schedule, period); });
    for (auto& row : out) {
        row.period = period.text();
    }
    return out;
}

std::vector<OwedRow> waiting_reports(store::ReadTx& tx, identity::UnitId unit) { return tx.all(kWaiting, {unit}, owed_of); }
WaitingBeyond waiting_beyond(store::ReadTx& tx, int step) {
    return tx.one(kWaitingBeyond, {step}, [](const Row& row) { return WaitingBeyond{row.integer(0), row.integer(1)}; }).value();
}
std::vector<OwedRow> returned_reports(store::ReadTx& tx, identity::UnitId unit) { return tx.all(kReturned, {unit}, owed_of); }

std::map<ReportId, StoredContent> contents_of(store::ReadTx& tx, std::string_view period, std::optional<identity::UnitId> unit) {
    std::map<ReportId, StoredContent> out;
    tx.each(kContentsOf, {period, unit}, [&](const Row& row) {
        out.emplace(row.id<ReportId>(0), StoredContent{row.integer(1),
                                                       {.progress_pct = row.opt_decimal(2),
                                                        .progress = row.text(3),
                                                        .problems = row.text(4),
                                                        .next_steps = row.text(5),
                                                        .values = {}}});
    });
    tx.each(kValuesOf, {period, unit}, [&](const Row& row) {
        out.at(row.id<ReportId>(0))
            .content.values.push_back({.indicator = row.id<plan::IndicatorId>(1),
                                       .value = row.opt_decimal(2),
                                       .numerator = row.opt_decimal(3),
                                       .denominator = row.opt_decimal(4),
                                       .explanation = row.text(5),
                                       .origin = row.text(6)});
    });
    for (auto& [report, values] : field_values_of(tx, period, unit)) {
        out.at(report).content.fields = std::move(values);
    }
    return out;
}

std::map<std::pair<identity::UnitId, plan::IndicatorId>, PreviousValue> previous_values(store::ReadTx& tx, std::string_view from,
                                                                                        std::string_view period,
                                                                                        std::optional<identity::UnitId> unit) {
    std::map<std::pair<identity::UnitId, plan::IndicatorId>, PreviousValue> out;
    tx.each(kPreviousOf, {from, period, unit}, [&](const Row& row) {
        out.insert_or_assign({row.id<identity::UnitId>(0), row.id<plan::IndicatorId>(1)}, PreviousValue{row.text(2), row.decimal(3)});
    });
    return out;
}

bool insert_report(store::WriteTx& tx, ReportId id, const DutyRow& duty, std::string_view period, base::Moment at, const Content& content) {
    if (tx.execute(kInsertReport, {id, duty.duty, duty.unit, duty.task, duty.plan, period, at, content.progress_pct, content.progress,
                                   content.problems, content.next_steps}) == 0) {
        return false;
    }
    put_values(tx, id, content);
    return true;
}

bool update_content(store::WriteTx& tx, ReportId id, std::int64_t version, const Content& content) {
    if (tx.execute(kUpdateContent, {id, version, content.progress_pct, content.progress, content.problems, content.next_steps}) == 0) {
        return false;
    }
    tx.later(kClearValues, {id});
    clear_field_values(tx, id);
    put_values(tx, id, content);
    return true;
}

bool update_progress(store::WriteTx& tx, ReportId id, std::int64_t version, const Progress& progress, base::Moment at) {
    const bool handed_in = !progress.accepted_since_submission && (progress.state == State::Submitted || progress.state == State::Approved);
    return tx.execute(kUpdateProgress, {id, version, code(progress.state), progress.step, progress.waiting, handed_in ? 1 : 0, at}) != 0;
}

void insert_event(store::WriteTx& tx, std::int64_t event, ReportId id, const EventRow& row, identity::UserId user,
                  std::optional<identity::UnitId> unit) {
    tx.later(kInsertEvent, {event, id, row.at, row.on_day, row.action, row.step, user, row.user_name, row.post_name, unit, row.unit_name,
                            row.reason, row.changes});
}

void insert_evidence(store::WriteTx& tx, const EvidenceRow& row) {
    tx.execute(kInsertEvidence,
               {row.id, row.report, row.sha256, row.file_name, row.size, row.media_type, row.uploaded_by, row.uploaded_at});
}

void remove_evidence(store::WriteTx& tx, EvidenceId id, base::Moment at) { tx.execute(kRemoveEvidence, {id, at}); }

void lock_facts(store::WriteTx& tx, identity::UnitId unit, std::string_view period) {
    // ids of rows are positive, so the keys of facts are kept below zero; two units that share one wait for each other, no more
    std::uint64_t key = static_cast<std::uint64_t>(unit.value()) * 1'000'003;
    for (const char c : period) {
        key = key * 31 + static_cast<unsigned char>(c);
    }
    tx.lock(-static_cast<std::int64_t>(key >> 1U) - 1);
}

bool append_fact(store::WriteTx& tx, std::string_view period, identity::UnitId unit, ReportId report, const FactRow& fact,
                 base::Moment at) {
    struct Current {
        std::int64_t version;
        Value value;
    };
    const auto current = tx.one(kCurrentFact, {fact.value.indicator, unit, period}, [&](const Row& row) {
        return Current{row.integer(0), Value{.indicator = fact.value.indicator,
                                             .value = row.opt_decimal(1),
                                             .numerator = row.opt_decimal(2),
                                             .denominator = row.opt_decimal(3),
                                             .explanation = {}}};
    });
    if (current ? current->value.same_figure(fact.value) : !fact.value.value) {
        return false;
    }
    const auto& reason = fact.reason.empty() && current ? fact.correction : fact.reason;
    tx.execute(kAppendFact, {fact.value.indicator, period, unit, current ? current->version + 1 : 1, fact.value.value, fact.value.numerator,
                             fact.value.denominator, report, fact.author, fact.reviewer, reason, at});
    return true;
}

std::string last_submitter(store::ReadTx& tx, ReportId id) {
    return tx.one(kLastSubmitter, {id}, [](const Row& row) { return row.text(0) + " " + row.text(1); }).value_or("");
}

}  // namespace luoshi::report
