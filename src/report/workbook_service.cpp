#include "report/workbook_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "report/form_field_store.hpp"
#include "report/known_value_store.hpp"
#include "report/period_exception_store.hpp"
#include "report/report_action_store.hpp"
#include "report/report_sight_service.hpp"

namespace luoshi::report {
namespace {

using identity::Actor;

/// Two writers of one report: the second reads again what the first has written.
constexpr int kAttempts = 3;

base::Error changed_meanwhile() {
    return {base::Category::VersionMismatch,
            "report.version_mismatch",
            "上传期间填报又被修改，没有写入任何内容；请重新下载填报表，核对后再填",
            {},
            {}};
}

}  // namespace

/// An uploaded workbook, what is stored of its reports, and what it would change.
struct WorkbookService::Reading {
    sheet::ReadBook book;
    std::optional<WorkbookRecord> record;
    std::vector<WorkbookReport> reports;
    WorkbookVerdict verdict;
};

WorkbookService::WorkbookService(store::Database& db, base::IdSource& ids, const base::Clock& clock, Rules rules, std::string tenant)
    : db_(db), ids_(ids), clock_(clock), rules_(std::move(rules)), tenant_(std::move(tenant)) {}

base::Result<std::vector<WorkbookReport>> WorkbookService::load(store::ReadTx& tx, const calendar::Period& period,
                                                                std::optional<identity::UnitId> unit) const {
    const auto forms = indicator::all_owed(tx, unit, period);
    auto asked = fields_asked(tx, period, std::nullopt, unit);
    auto contents = contents_of(tx, period.text(), unit);
    const auto exceptions = open_exceptions(tx, period, unit);
    const auto today = rules_.today();
    std::vector<WorkbookReport> out;
    for (auto& row : owed_reports(tx, rules_.schedule, period, unit, std::nullopt)) {
        const auto reporters = row.duty.reporters(rules_.schedule);
        LUOSHI_TRY(own, days_of(rules_.schedule, reporters, row.duty.unit, period, exceptions));
        WorkbookReport report{.duty = row.duty.duty,
                              .plan = row.duty.plan,
                              .task = row.duty.task,
                              .unit = row.duty.unit,
                              .office = row.duty.office,
                              .superior = row.duty.superior,
                              .unit_name = std::move(row.duty.unit_name),
                              .task_ref = std::move(row.duty.task_ref),
                              .task_title = std::move(row.duty.task_title),
                              .every = reporters.every,
                              .report = row.report,
                              .progress = row.progress()};
        if (const auto form = forms.find({report.unit, report.task}); form != forms.end()) {
            report.owed = form->second;
        }
        if (const auto fields = asked.find(report.duty); fields != asked.end()) {
            report.asked = std::move(fields->second);
        }
        if (const auto stored = row.report ? contents.find(*row.report) : contents.end(); stored != contents.end()) {
            report.version = stored->second.version;
            report.content = std::move(stored->second.content);
        }
        if (auto open = editable(report.progress, own.days, today); !open) {
            report.closed = std::move(open).error();
        }
        out.push_back(std::move(report));
    }
    return out;
}

void WorkbookService::add_known(store::ReadTx& tx, const Actor& actor, const calendar::Period& period,
                                std::vector<WorkbookReport>& reports) const {
    if (!actor.unit) {
        return;
    }
    const HeldByUnit held{tx, *actor.unit, period.text()};
    for (auto& report : reports) {
        if (actor.is_of(report.unit) && !report.closed) {
            ReportRow row{.id = report.report.value_or(ReportId{0}), .duty = {}, .period = period.text()};
            row.duty.unit = report.unit;
            row.duty.task = report.task;
            report.known =
                with_registries(held.known(row, report.owed, report.asked), rules_.registries, tx, row, report.owed, report.asked);
        }
    }
}

base::Result<WorkbookService::File> WorkbookService::make(const Actor& actor, const calendar::Period& period,
                                                          std::optional<identity::UnitId> unit, std::optional<plan::PlanId> plan) {
    auto loaded = db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<WorkbookReport>> {
        Sights sights{tx, actor, rules_.route};
        LUOSHI_TRY(all, load(tx, period, unit));
        std::vector<WorkbookReport> found;
        for (auto& report : all) {
            DutyRow duty;
            duty.task = report.task;
            duty.unit = report.unit;
            duty.office = report.office;
            duty.superior = report.superior;
            const auto sight = sights.of(duty, report.report, report.progress);
            if (sight == Sight::Line) {
                report.content = {};
            }
            if (sight != Sight::None && (!plan || report.plan == *plan)) {
                found.push_back(std::move(report));
            }
        }
        const auto known = previous_values(tx, calendar::Period::numbered(period.number() - 12).text(), period.text(), unit);
        for (auto& report : found) {
            for (const auto& definition : report.owed) {
                const auto hit = known.find({report.unit, definition.id});
                report.previous.push_back(hit == known.end() ? "" : fmt::format("{}（{}）", hit->second.value.text(), hit->second.period));
            }
        }
        add_known(tx, actor, period, found);
        return found;
    });
    LUOSHI_TRY(reports, std::move(loaded));
    if (reports.empty()) {
        return base::not_found("workbook.nothing_owed", "这一期没有您可以查看的应报任务，因此没有填报表");
    }
    const bool one_unit =
        std::all_of(reports.begin(), reports.end(), [&](const auto& report) { return report.unit == reports.front().unit; });
    const WorkbookMark mark{.tenant = tenant_, .period = period, .made_at = base::moment_text(clock_.now())};
    return File{fmt::format("{}填报表{}.xlsx", name_of(period, reports), one_unit ? "-" + reports.front().unit_name : ""),
                sheet::xlsx(workbook_form(mark, reports))};
}

/// Reads what is stored of the workbook's reports and compares. Not an error: faults.
base::Status WorkbookService::judge(const Actor& actor, const WorkbookFor& page, Submit submit, Reading& reading) {
    const auto& record = *reading.record;
    const auto first = record.entries.front().unit;
    const bool one_unit = std::all_of(record.entries.begin(), record.entries.end(), [&](const auto& entry) { return entry.unit == first; });
    std::map<plan::UnitDutyId, identity::UnitId> named;
    for (const auto& entry : record.entries) {
        named.emplace(entry.duty, entry.unit);
    }
    auto stored = db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<WorkbookReport>> {
        LUOSHI_TRY(reports, load(tx, record.mark.period, one_unit ? std::optional{first} : std::nullopt));
        add_known(tx, actor, record.mark.period, reports);
        return reports;
    });
    LUOSHI_TRY(reports, std::move(stored));
    reading.reports = std::move(reports);
    std::vector<plan::PlanId> plans;
    for (const auto& report : reading.reports) {
        if (std::find(plans.begin(), plans.end(), report.plan) == plans.end()) {
            plans.push_back(report.plan);
        }
    }
    std::erase_if(reading.reports, [&](const WorkbookReport& report) { return !named.contains(report.duty); });
    LUOSHI_TRY(fits, belongs(record, tenant_, page.period, page.plan, plans));
    const auto own = std::find_if(record.entries.begin(), record.entries.end(), [&](const auto& entry) { return actor.is_of(entry.unit); });
    if (own == record.entries.end() || !actor.may("report.fill")) {
        return base::forbidden("workbook.not_yours", "这份填报表里没有本单位的填报；只有填报单位自己可以上传");
    }
    if (std::any_of(reading.reports.begin(), reading.reports.end(), [&](const auto& r) { return named.at(r.duty) != r.unit; })) {
        return damaged_record();
    }
    reading.verdict = check_workbook(reading.book, record, reading.reports, *actor.unit, submit);
    return base::Done{};
}

base::Status WorkbookService::write(store::WriteTx& tx, const Actor& actor, const Reading& reading, WorkbookOutcome& outcome) {
    const auto at = clock_.now();
    const auto period = reading.record->mark.period.text();
    std::optional<bool> signs;  // the own head's step is passed with the submission
    std::map<plan::TaskId, std::vector<identity::UnitId>> leads;
    for (const auto& change : reading.verdict.changes) {
        const auto& report = reading.reports[change.report];
        ActedOn on{.report = report.report.value_or(ReportId{1}),
                   .unit_name = report.unit_name,
                   .task_ref = report.task_ref,
                   .period = period,
                   .day = rules_.today()};
        auto version = report.version + 1;
        if (!report.report) {
            on.report = ids_.make<ReportId>();
            DutyRow duty;
            duty.duty = report.duty;
            duty.unit = report.unit;
            duty.task = report.task;
            duty.plan = report.plan;
            if (!insert_report(tx, on.report, duty, period, at, change.content)) {
                return changed_meanwhile();
            }
        } else if (!change.save) {
            version = report.version;
        } else if (!update_content(tx, on.report, report.version, change.content)) {
            return changed_meanwhile();
        }
        if (change.save) {
            ++outcome.saved;
            record_action(tx, ids_, at, actor, on, Action::Save, "", changes(report.content, change.content, report.owed, report.asked));
        }
        if (change.submit) {
            const auto asked = asked_questions(tx, *find_report(tx, on.report), report.owed, rules_, Asks::Unit);
            if (!all_answered(asked)) {
                ++outcome.questioned;
                continue;
            }
            if (!signs) {
                signs = actor.is_head || !has_head(tx, report.unit, rules_.today());
            }
            const auto [lead, fresh] = leads.try_emplace(report.task);
            if (fresh) {
                lead->second = lead_units(tx, report.task);
            }
            const auto route = resolve_route(rules_.route, {.own = report.unit,
                                                            .leads = lead->second,
                                                            .office = report.office,
                                                            .superior = report.superior,
                                                            .submitter_is_head = *signs});
            if (!update_progress(tx, on.report, version, handed_in(route), at)) {
                return changed_meanwhile();
            }
            ++outcome.submitted;
            record_action(tx, ids_, at, actor, on, Action::Submit, "", {});
        }
    }
    tx.after_commit(rules_.changed);
    return base::Done{};
}

base::Result<WorkbookOutcome> WorkbookService::take(const Actor& actor, const std::string& path, const WorkbookFor& page, Submit submit) {
    Reading reading;
    LUOSHI_TRY(book, sheet::read_xlsx(path));
    reading.book = std::move(book);
    LUOSHI_TRY(record, read_record(reading.book));
    reading.record = std::move(record);
    for (int attempt = 1;; ++attempt) {
        LUOSHI_TRY(judged, judge(actor, page, submit, reading));
        const auto& verdict = reading.verdict;
        const WorkbookOutcome compared{.period = reading.record->mark.period,
                                       .faults = verdict.faults,
                                       .read_differently = verdict.read_differently,
                                       .unchanged = verdict.unchanged,
                                       .others = verdict.others};
        if (!verdict.faults.empty() || verdict.changes.empty()) {
            return compared;
        }
        auto written = db_.write([&](store::WriteTx& tx) -> base::Result<WorkbookOutcome> {
            auto outcome = compared;
            LUOSHI_TRY(done, write(tx, actor, reading, outcome));
            return outcome;
        });
        if (written || written.error().category != base::Category::VersionMismatch || attempt == kAttempts) {
            return written;
        }
    }
}

base::Result<WorkbookService::File> WorkbookService::marked(const Actor& actor, const std::string& path, const WorkbookFor& page,
                                                            Submit submit) {
    Reading reading;
    LUOSHI_TRY(book, sheet::read_xlsx(path));
    reading.book = std::move(book);
    if (reading.book.sheets.empty()) {
        return base::bad_input("workbook.not_ours", "这不是从本系统下载的填报表；请先点“下载填报表”，在下载的表里填写后再上传");
    }
    std::vector<WorkbookFault> faults;
    const auto whole = [&](const base::Error& error) { faults.push_back({.said = {error.code, error.params, error.message}}); };
    if (auto record = read_record(reading.book); !record) {
        whole(record.error());
    } else {
        reading.record = *std::move(record);
        if (const auto judged = judge(actor, page, submit, reading); !judged) {
            if (judged.error().category == base::Category::Forbidden) {
                return judged.error();
            }
            whole(judged.error());
        }
        faults.insert(faults.end(), reading.verdict.faults.begin(), reading.verdict.faults.end());
    }
    return File{"有误的填报表-已标注.xlsx", sheet::xlsx(marked_form(reading.book, reading.record, reading.reports, faults))};
}

}  // namespace luoshi::report
