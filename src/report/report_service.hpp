#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "blob/blob_store.hpp"
#include "calendar/schedule.hpp"
#include "identity/actor.hpp"
#include "indicator/indicator_service.hpp"
#include "indicator/share_service.hpp"
#include "plan/environment.hpp"
#include "report/known_value.hpp"
#include "report/period_exception.hpp"
#include "report/quality_service.hpp"
#include "report/report.hpp"
#include "report/report_sight.hpp"
#include "report/report_store.hpp"
#include "report/review_route.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// What the outside decides: the tenant's business date, and of the package the order of reporting and the review route.
struct Rules {
    std::function<base::Date()> today;
    calendar::Schedule schedule;
    std::vector<RouteStep> route;
    QualitySettings quality = {};
    /// What registries hold; empty while there is none.
    KnownValues registries = {};
    /// Told after the commit of anything a figure, a light or a list of others may depend on.
    std::function<void()> changed = [] {};
};

struct Filter {
    calendar::Period period;
    std::optional<identity::UnitId> unit;
    std::optional<plan::TaskId> task;
};

/// A line of the owed list.
struct Owed {
    OwedRow row;  ///< with its period, begun or not
    calendar::Rhythm every = calendar::Rhythm::Month;
    calendar::PeriodDates days;
    std::optional<PeriodException> exception;  ///< that moved the days
    std::string step_code;                     ///< of the review route; empty while the unit holds it
    std::string step_name;
    Sight sight = Sight::Content;  ///< what the reader may see of it
};

/// A month of reporting and where the business date stands in it, for those who report it at the reader's level.
struct PeriodLine {
    calendar::Period period;
    calendar::PeriodDates days;
    calendar::PeriodState state;
};

/// A report chosen for approval, at the version the reviewer saw.
struct Chosen {
    ReportId report{1};
    std::int64_t version = 0;
};

/// What lies before a person: to fill in now, given back, to review.
struct Desk {
    std::vector<Owed> to_fill;
    std::vector<Owed> returned;
    std::vector<Owed> to_review;
    std::vector<UnmannedUnit> unmanned;  ///< of the reader's scope; told to who fills in and to the plan office
};

/// What the reader may do with a report.
struct May {
    bool edit = false;
    bool submit = false;
    bool approve = false;
    bool give_back = false;
    bool withdraw = false;
};

/// One report with everything a page shows.
struct View {
    ReportRow row;
    calendar::Rhythm every;
    calendar::PeriodDates days;
    std::optional<PeriodException> exception;  ///< that moved the days
    base::Date today;
    Content content;
    std::vector<indicator::Definition> owed;
    std::vector<FormField> asked;                                ///< fields the plan office added
    std::vector<std::optional<PreviousValue>> previous;          ///< beside `owed`
    Known known;                                                 ///< what may be confirmed instead of typed
    std::map<plan::IndicatorId, indicator::IssuedShare> shares;  ///< what the unit holds of the year's targets
    std::vector<EvidenceRow> evidence;
    std::vector<EventRow> events;
    std::vector<ResolvedStep> route;
    std::vector<std::string> route_units;  ///< names beside `route`
    std::string measure;
    std::string superior_name = {};  ///< who handed the part down
    std::string note = {};           ///< what it wants of it
    May may;
};

/// The approval at a step since the last submission; null when nobody has agreed there.
const EventRow* taken(const std::vector<EventRow>& events, int step);

/// Where a report stands when its unit has handed it in.
Progress handed_in(const std::vector<ResolvedStep>& route);

/// Whether a package may put this route in place: no report may wait at a step beyond its end. Errors: report.route_too_short.
base::Status may_take_route(store::ReadTx& tx, const std::vector<RouteStep>& route);

/// Use cases of reporting: what a unit owes, filling in, handing in, review along the route, evidence.
/// Every call checks permission and unit scope; approved values become facts in the same transaction.
class ReportService {
public:
    ReportService(store::Database& db, base::IdSource& ids, const base::Clock& clock, blob::BlobStore& blobs, Rules rules);

    /// Reports owed for one period within the actor's scope, begun or not, plus those of tasks the actor's unit leads.
    base::Result<std::vector<Owed>> owed(const identity::Actor& actor, const Filter& filter);
    /// The open and past periods, newest first.
    base::Result<std::vector<PeriodLine>> periods(const identity::Actor& actor);
    /// Reports of any period that wait for the actor's unit.
    base::Result<std::vector<Owed>> waiting(const identity::Actor& actor);
    /// Why each of these waiting reports should be opened before it is agreed to (look_first), beside `waiting`.
    std::vector<std::vector<base::Phrase>> to_look_at(const identity::Actor& actor, std::span<const Owed> waiting);
    base::Result<Desk> desk(const identity::Actor& actor);

    /// Hook of plan: the opened periods for which each part owes a report, newest first, with the report's state or "missing".
    std::vector<std::vector<plan::ReportSlot>> slots(store::ReadTx& tx, std::span<const plan::UnitDutyId> duties) const;

    /// By when a part is to be reported for a period; nothing when it is unknown or its year has no holiday notice.
    std::optional<base::Date> due_day(store::ReadTx& tx, plan::UnitDutyId duty, const std::string& period) const;

    /// Begins the report of a duty and period, or finds it. Errors: report.not_owed, report.period_not_open, report.period_closed.
    base::Result<View> open(const identity::Actor& actor, plan::UnitDutyId duty, const calendar::Period& period);
    base::Result<View> get(const identity::Actor& actor, ReportId id);

    /// Stores what was typed. 412 report.version_mismatch carries the stored content, so that the loser sees both.
    base::Result<View> save(const identity::Actor& actor, ReportId id, std::int64_t version, Content content,
                            std::vector<base::FieldError> unread = {});
    /// Errors also: report.questions_open, with a field error for each question the unit has not answered.
    base::Result<View> submit(const identity::Actor& actor, ReportId id, std::int64_t version);
    /// Questions about the report as it is stored, with what the unit answered; those for the reviewer only to readers who do not fill in.
    base::Result<std::vector<AskedQuestion>> questions(const identity::Actor& actor, ReportId id);
    /// Stores answers by the key of their question; what is no question now is passed over. Errors: as save.
    base::Result<std::vector<AskedQuestion>> answer(const identity::Actor& actor, ReportId id,
                                                    const std::map<std::string, std::string>& answers);
    base::Result<View> approve(const identity::Actor& actor, ReportId id, std::int64_t version, std::string note);
    /// Agrees to several reports, each in a transaction of its own: one that is refused holds no other back. Answers beside `chosen`.
    std::vector<base::Status> approve_all(const identity::Actor& actor, std::span<const Chosen> chosen, const std::string& note);
    /// Gives the report back to its unit; a reason is mandatory.
    base::Result<View> give_back(const identity::Actor& actor, ReportId id, std::int64_t version, std::string reason);
    base::Result<View> withdraw(const identity::Actor& actor, ReportId id, std::int64_t version);

    /// Takes an uploaded file as evidence; the file is hashed and stored once before the transaction.
    /// Errors: evidence.duplicate when the report already has a file of this content; those of blob::check_type.
    base::Result<EvidenceRow> add_evidence(const identity::Actor& actor, ReportId id, std::string file_name,
                                           const std::string& uploaded_file);
    base::Status remove_evidence(const identity::Actor& actor, EvidenceId id);
    struct EvidenceFile {
        EvidenceRow row;
        std::string path;
    };
    base::Result<EvidenceFile> evidence_file(const identity::Actor& actor, EvidenceId id);

    const Rules& rules() const { return rules_; }

private:
    struct Loaded;
    /// The step at a 1-based place of the review route.
    const RouteStep& step_at(int place) const;
    base::Result<Owed> with_days(OwedRow row, const Exceptions& exceptions) const;
    base::Result<Loaded> load(store::ReadTx& tx, const identity::Actor& actor, ReportId id) const;
    base::Result<View> view(store::ReadTx& tx, const identity::Actor& actor, ReportId id) const;
    base::Result<View> act(const identity::Actor& actor, ReportId id, const std::function<base::Status(store::WriteTx&, Loaded&)>& body);
    base::Status record(store::WriteTx& tx, const identity::Actor& actor, Loaded& loaded, Action action, std::string reason,
                        const std::vector<Change>& changes);
    /// Tells who may take the step a report has come to; one notice a day for each period, however many reports arrive.
    void tell_reviewers(store::WriteTx& tx, const ReportRow& row, const Progress& progress);
    void write_facts(store::WriteTx& tx, const identity::Actor& actor, const Loaded& loaded);
    May allowed(const identity::Actor& actor, const Loaded& loaded) const;
    Known known(store::ReadTx& tx, const Loaded& loaded) const;
    std::vector<AskedQuestion> asked(store::ReadTx& tx, const Loaded& loaded, Asks most) const;

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    blob::BlobStore& blobs_;
    Rules rules_;
};

}  // namespace luoshi::report
