#include "report/report_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "blob/media_type.hpp"
#include "indicator/share_service.hpp"
#include "notice/notice_service.hpp"
#include "report/form_field_store.hpp"
#include "report/known_value_store.hpp"
#include "report/period_exception_store.hpp"
#include "report/report_action_store.hpp"
#include "report/report_sight_service.hpp"

namespace luoshi::report {
namespace {

using audit::Change;
using identity::Actor;

base::Error unknown() { return base::not_found("report.not_found", "没有这份填报，或它不在您的权限范围内；请回到列表重新选择"); }

/// Only the unit of the duty writes, however far its superior's scope reaches (report/INV-2).
bool writes(const Actor& actor, identity::UnitId unit) { return actor.may("report.fill") && actor.is_of(unit); }

/// Whether a step of this kind can lie on the actor's desk, given that it is the unit's turn.
bool has_desk(const Actor& actor, Reviewer reviewer) {
    switch (reviewer) {
        case Reviewer::OwnHead:
            return actor.may("report.review") && actor.is_head;
        case Reviewer::LeadUnit:
            return actor.may("report.review");
        case Reviewer::PlanOffice:
            return actor.may("report.settle");
    }
    return false;
}

/// Not handed in, and the days to do so have come and not gone.
bool to_do(const Owed& owed, base::Date today) {
    const auto state = calendar::state_on(owed.days, today);
    return (!owed.row.state || *owed.row.state == State::Draft) &&
           (state == calendar::PeriodState::Open || state == calendar::PeriodState::Overdue);
}

}  // namespace

/// 412: somebody else saved meanwhile; `detail` lets the page show both texts.
base::Error version_mismatch(store::ReadTx& tx, const ReportRow& row) {
    const auto events = load_events(tx, row.id);
    const auto who = events.empty() ? std::string{} : events.back().unit_name + events.back().user_name;
    return {base::Category::VersionMismatch,
            "report.version_mismatch",
            fmt::format("这份填报已被{}修改，您的内容没有覆盖它；请对照两个版本后再保存", who),
            {},
            {}};
}

const EventRow* taken(const std::vector<EventRow>& events, int step) {
    for (auto event = events.rbegin(); event != events.rend() && event->action != code(Action::Submit); ++event) {
        if (event->action == code(Action::Approve) && event->step == step) {
            return &*event;
        }
    }
    return nullptr;
}

base::Status may_take_route(store::ReadTx& tx, const std::vector<RouteStep>& route) {
    const auto beyond = waiting_beyond(tx, static_cast<int>(route.size()));
    if (beyond.reports > 0) {
        return base::conflict("report.route_too_short",
                              fmt::format("{} 的审核路线只有 {} 个环节，但有 {} 份填报正等在第 {} 个环节：请先审完或退回它们，再缩短路线",
                                          "review.yaml", route.size(), beyond.reports, beyond.step));
    }
    return base::Done{};
}

Progress handed_in(const std::vector<ResolvedStep>& route) {
    const int step = next_step(route, 0);  // there is one: nobody decides on his own work alone
    return {.state = State::Submitted, .step = step, .waiting = route.at(static_cast<std::size_t>(step) - 1).unit};
}

/// A report with what every step needs to decide.
struct ReportService::Loaded {
    ReportRow row;
    calendar::PeriodDates days;
    std::optional<PeriodException> exception = {};
    std::vector<indicator::Definition> owed = {};
    std::vector<identity::UnitId> leads = {};
    int at_step = 0;  ///< where the report stood before the action
    std::vector<FormField> asked = {};

    RouteFacts facts(bool submitter_is_head) const {
        return {.own = row.duty.unit,
                .leads = leads,
                .office = row.duty.office,
                .superior = row.duty.superior,
                .submitter_is_head = submitter_is_head};
    }
};

ReportService::ReportService(store::Database& db, base::IdSource& ids, const base::Clock& clock, blob::BlobStore& blobs, Rules rules)
    : db_(db), ids_(ids), clock_(clock), blobs_(blobs), rules_(std::move(rules)) {}

const RouteStep& ReportService::step_at(int place) const { return rules_.route.at(static_cast<std::size_t>(place) - 1); }

base::Result<Owed> ReportService::with_days(OwedRow row, const Exceptions& exceptions) const {
    const auto reporters = row.duty.reporters(rules_.schedule);
    LUOSHI_TRY(own, days_of(rules_.schedule, reporters, row.duty.unit, *calendar::Period::parse(row.period), exceptions));
    const auto step = row.step == 0 ? RouteStep{} : named_for(step_at(row.step), row.duty.superior.has_value());
    return Owed{std::move(row), reporters.every, own.days, std::move(own.exception), step.code, step.name};
}

base::Result<std::vector<Owed>> ReportService::owed(const Actor& actor, const Filter& filter) {
    auto unit = filter.unit;
    if (actor.scope == identity::Scope::Own && !filter.task && !unit) {
        unit = actor.unit;
    }
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<Owed>> {
        std::vector<Owed> out;
        const auto exceptions = open_exceptions(tx, filter.period, unit);
        Sights sights{tx, actor, rules_.route};
        for (auto& row : owed_reports(tx, rules_.schedule, filter.period, unit, filter.task)) {
            const auto sight = sights.of(row.duty, row.report, row.progress());
            const bool is_concerned =
                filter.task || actor.covers(row.duty.unit) || row.waiting == actor.unit || row.duty.superior == actor.unit;
            if (sight != Sight::None && is_concerned) {
                LUOSHI_TRY(owed, with_days(std::move(row), exceptions));
                owed.sight = sight;
                out.push_back(std::move(owed));
            }
        }
        return out;
    });
}

base::Result<std::vector<PeriodLine>> ReportService::periods(const Actor& actor) {
    if (!actor.may("report.read")) {
        return base::forbidden("report.no_access", "您的岗位不能查看填报");
    }
    LUOSHI_TRY(periods, rules_.schedule.opened_by(rules_.today()));
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<PeriodLine>> {
        const auto unit = actor.unit.value_or(identity::UnitId{0});
        const calendar::Reporters mine{calendar::Rhythm::Month, actor.unit ? unit_level(tx, unit) : std::string{}};
        const auto exceptions = open_exceptions(tx, {}, unit);
        std::vector<PeriodLine> out;
        for (const auto period : periods) {
            LUOSHI_TRY(own, days_of(rules_.schedule, mine, unit, period, exceptions));
            out.push_back({period, own.days, calendar::state_on(own.days, rules_.today())});
        }
        return out;
    });
}

base::Result<std::vector<Owed>> ReportService::waiting(const Actor& actor) {
    std::vector<Owed> out;
    if (!actor.unit) {
        return out;
    }
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<Owed>> {
        const auto exceptions = open_exceptions(tx);
        for (auto& row : waiting_reports(tx, *actor.unit)) {
            if (has_desk(actor, step_at(row.step).reviewer)) {
                LUOSHI_TRY(owed, with_days(std::move(row), exceptions));
                out.push_back(std::move(owed));
            }
        }
        return out;
    });
}

std::vector<std::vector<base::Phrase>> ReportService::to_look_at(const Actor& actor, std::span<const Owed> waiting) {
    return db_.read([&](store::ReadTx& tx) {
        std::vector<std::vector<base::Phrase>> out;
        for (const auto& owed : waiting) {
            const auto report = find_report(tx, *owed.row.report);
            const auto definitions = indicator::owed_by(tx, report->duty.unit, report->duty.task, *calendar::Period::parse(report->period));
            std::vector<Question> questions;
            for (auto& asked : asked_questions(tx, *report, definitions, rules_, Asks::Reviewer)) {
                questions.push_back(std::move(asked.question));
            }
            out.push_back(look_first(load_content(tx, report->id), definitions, questions, unread_evidence(tx, report->id, actor.user)));
        }
        return out;
    });
}

base::Result<Desk> ReportService::desk(const Actor& actor) {
    Desk desk;
    LUOSHI_TRY(to_review, waiting(actor));
    desk.to_review = std::move(to_review);
    if (actor.may("report.fill") || actor.may("report.settle")) {
        desk.unmanned = db_.read([&](store::ReadTx& tx) { return unmanned_units(tx, rules_.today()); });
        std::erase_if(desk.unmanned, [&](const UnmannedUnit& unit) { return !actor.covers(unit.unit); });
    }
    if (!actor.unit || !actor.may("report.fill")) {
        return desk;
    }
    const auto [returned, exceptions] = db_.read([&](store::ReadTx& tx) {
        return std::pair{returned_reports(tx, *actor.unit), open_exceptions(tx, {}, actor.unit)};
    });
    for (const auto& row : returned) {
        LUOSHI_TRY(owed, with_days(row, exceptions));
        desk.returned.push_back(std::move(owed));
    }
    LUOSHI_TRY(periods, rules_.schedule.opened_by(rules_.today()));
    for (const auto period : periods) {
        LUOSHI_TRY(over, rules_.schedule.is_over(period, rules_.today()));
        if (over && exception_of(exceptions, *actor.unit, period) == nullptr) {
            continue;
        }
        LUOSHI_TRY(rows, owed(actor, {.period = period, .unit = actor.unit, .task = std::nullopt}));
        std::copy_if(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()), std::back_inserter(desk.to_fill),
                     [&](const Owed& owed) { return to_do(owed, rules_.today()); });
    }
    return desk;
}

std::vector<std::vector<plan::ReportSlot>> ReportService::slots(store::ReadTx& tx, std::span<const plan::UnitDutyId> duties) const {
    const auto periods = rules_.schedule.opened_by(rules_.today());
    std::vector<std::vector<plan::ReportSlot>> out(duties.size());
    for (std::size_t i = 0; periods && i < duties.size(); ++i) {
        const auto duty = find_duty(tx, duties[i]);
        if (!duty) {
            continue;
        }
        const auto every = calendar::word(duty->every(rules_.schedule));
        const auto begun = reports_of(tx, duties[i]);
        for (const auto period : *periods) {
            const auto report = begun.find(period.text());
            if (report != begun.end()) {
                out[i].push_back({period.text(), report->second.first.value(), std::string{code(report->second.second)}, every});
            } else if (duty->owes(rules_.schedule, period)) {
                out[i].push_back({period.text(), std::nullopt, "missing", every});
            }
        }
    }
    return out;
}

std::optional<base::Date> ReportService::due_day(store::ReadTx& tx, plan::UnitDutyId id, const std::string& period) const {
    const auto duty = find_duty(tx, id);
    const auto month = calendar::Period::parse(period);
    if (!duty || !month) {
        return std::nullopt;
    }
    const auto days =
        days_of(rules_.schedule, duty->reporters(rules_.schedule), duty->unit, *month, open_exceptions(tx, *month, duty->unit));
    return days ? std::optional{days->days.due_on} : std::nullopt;
}

base::Result<View> ReportService::open(const Actor& actor, plan::UnitDutyId duty_id, const calendar::Period& period) {
    auto id = db_.write([&](store::WriteTx& tx) -> base::Result<ReportId> {
        tx.lock(duty_id.value());
        const auto duty = find_duty(tx, duty_id);
        if (!duty) {
            return unknown();
        }
        if (const auto existing = find_report_of(tx, duty_id, period.text())) {
            return *existing;
        }
        if (!writes(actor, duty->unit)) {
            return base::forbidden("report.not_yours", fmt::format("只有{}可以填报这一任务", duty->unit_name));
        }
        if (!duty->owes(rules_.schedule, period)) {
            return base::conflict(base::phrase("report.not_owed", "{unit}在{period_name}不须就这一任务填报",
                                               {{"unit", duty->unit_name}, {"period", period.text()}, {"period_name", period.name()}}));
        }
        LUOSHI_TRY(own,
                   days_of(rules_.schedule, duty->reporters(rules_.schedule), duty->unit, period, open_exceptions(tx, period, duty->unit)));
        LUOSHI_TRY(may, editable({}, own.days, rules_.today()));
        const auto report = ids_.make<ReportId>();
        insert_report(tx, report, *duty, period.text(), clock_.now());
        Loaded loaded{.row = {.id = report, .duty = *duty, .period = period.text()}, .days = own.days};
        LUOSHI_TRY(recorded, record(tx, actor, loaded, Action::Open, "", {}));
        return report;
    });
    LUOSHI_TRY(report, std::move(id));
    return get(actor, report);
}

base::Result<View> ReportService::get(const Actor& actor, ReportId id) {
    return db_.read([&](store::ReadTx& tx) { return view(tx, actor, id); });
}

base::Result<ReportService::Loaded> ReportService::load(store::ReadTx& tx, const Actor& actor, ReportId id) const {
    auto row = find_report(tx, id);
    if (!row) {
        return unknown();
    }
    Sights sights{tx, actor, rules_.route};
    switch (sights.of(row->duty, id, row->progress)) {
        case Sight::None:
            return unknown();
        case Sight::Line:
            return base::forbidden("report.not_here_yet", "这份填报还没有批准，也没有送到您这里；送审到您或批准后即可查看");
        case Sight::Content:
            break;
    }
    auto lead = sights.leads(row->duty.task);
    const auto period = *calendar::Period::parse(row->period);
    LUOSHI_TRY(own, days_of(rules_.schedule, row->duty.reporters(rules_.schedule), row->duty.unit, period,
                            open_exceptions(tx, period, row->duty.unit)));
    auto owed = indicator::owed_by(tx, row->duty.unit, row->duty.task, period);
    const int at_step = row->progress.step;
    auto asked = fields_asked(tx, period, row->duty.duty);
    return Loaded{*std::move(row), own.days, std::move(own.exception), std::move(owed), std::move(lead), at_step, std::move(asked)};
}

Known ReportService::known(store::ReadTx& tx, const Loaded& loaded) const {
    const HeldByUnit held{tx, loaded.row.duty.unit, loaded.row.period};
    return with_registries(held.known(loaded.row, loaded.owed, loaded.asked), rules_.registries, tx, loaded.row, loaded.owed, loaded.asked);
}

May ReportService::allowed(const Actor& actor, const Loaded& loaded) const {
    const auto& progress = loaded.row.progress;
    const bool fills = writes(actor, loaded.row.duty.unit);
    const bool may_edit = fills && editable(progress, loaded.days, rules_.today()).has_value();
    const bool own_work = progress.submitted_by == actor.user;
    const bool reviews = progress.state == State::Submitted && progress.waiting == actor.unit && !own_work &&
                         has_desk(actor, step_at(progress.step).reviewer);
    const bool reopens =
        progress.state == State::Approved && !own_work && actor.is_of(loaded.row.duty.office) && actor.may("report.settle");
    return {.edit = may_edit,
            .submit = may_edit,
            .approve = reviews,
            .give_back = reviews || reopens,
            .withdraw = fills && withdrawable(progress, loaded.days, rules_.today()).has_value()};
}

base::Result<View> ReportService::view(store::ReadTx& tx, const Actor& actor, ReportId id) const {
    LUOSHI_TRY(loaded, load(tx, actor, id));
    View out{
        .row = loaded.row,
        .every = loaded.row.duty.every(rules_.schedule),
        .days = loaded.days,
        .exception = loaded.exception,
        .today = rules_.today(),
        .content = load_content(tx, id),
        .owed = loaded.owed,
        .asked = loaded.asked,
        .previous = {},
        .known = {},
        .shares = {},
        .evidence = load_evidence(tx, id),
        .events = load_events(tx, id),
        .route = {},
        .route_units = {},
        .measure = find_measure(tx, loaded.row.duty.task, calendar::Period::parse(loaded.row.period)->year()).value_or(MeasureRow{}).text,
        .may = allowed(actor, loaded)};
    if (const auto superior = loaded.row.duty.superior) {
        out.superior_name = unit_name(tx, *superior);
        out.note = part_note(tx, loaded.row.duty.duty);
    }
    if (out.may.edit) {
        out.known = known(tx, loaded);
    }
    out.shares = indicator::shares_for(tx, loaded.row.duty.unit, loaded.row.duty.task, calendar::Period::parse(loaded.row.period)->year());
    for (const auto& definition : loaded.owed) {
        out.previous.push_back(previous_value(tx, definition.id, loaded.row.duty.unit, loaded.row.period));
    }
    // Before submission the route is shown as it would be for this reader; afterwards the head's step was passed if nobody took it.
    const bool under_way = loaded.row.progress.state == State::Submitted || loaded.row.progress.state == State::Approved;
    const bool by_head = under_way ? loaded.row.progress.step != 1 && taken(out.events, 1) == nullptr : actor.is_head;
    out.route = resolve_route(rules_.route, loaded.facts(by_head));
    for (const auto& step : out.route) {
        out.route_units.push_back(unit_name(tx, step.unit));
    }
    return out;
}

base::Result<View> ReportService::act(const Actor& actor, ReportId id, const std::function<base::Status(store::WriteTx&, Loaded&)>& body) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        tx.lock(id.value());
        LUOSHI_TRY(loaded, load(tx, actor, id));
        LUOSHI_TRY(done, body(tx, loaded));
        return view(tx, actor, id);
    });
}

base::Status ReportService::record(store::WriteTx& tx, const Actor& actor, Loaded& loaded, Action action, std::string reason,
                                   const std::vector<Change>& changed) {
    record_action(tx, ids_, clock_.now(), actor,
                  {.report = loaded.row.id,
                   .unit_name = loaded.row.duty.unit_name,
                   .task_ref = loaded.row.duty.task_ref,
                   .period = loaded.row.period,
                   .day = rules_.today(),
                   .step = loaded.at_step},
                  action, reason, changed);
    tx.after_commit(rules_.changed);
    return base::Done{};
}

base::Result<View> ReportService::save(const Actor& actor, ReportId id, std::int64_t version, Content typed,
                                       std::vector<base::FieldError> unread) {
    return act(actor, id, [&](store::WriteTx& tx, Loaded& loaded) -> base::Status {
        if (!writes(actor, loaded.row.duty.unit)) {
            return base::forbidden("report.not_yours", "只有本单位可以修改这份填报");
        }
        LUOSHI_TRY(may, editable(loaded.row.progress, loaded.days, rules_.today()));
        const auto& owed = loaded.owed;
        LUOSHI_TRY(content, checked(typed, owed, unread, loaded.asked));
        const auto stored = load_content(tx, id);
        if (auto unknown_origins = check_origins(content, stored, names_origins(content) ? known(tx, loaded) : Known{});
            !unknown_origins.empty()) {
            return base::Error{
                base::Category::BadInput, "report.invalid", "有字段填写不正确，请按提示修改后再保存", std::move(unknown_origins), {}};
        }
        const auto changed = changes(stored, content, owed, loaded.asked);
        if (loaded.row.version == version && changed.empty()) {
            return base::Done{};
        }
        if (!update_content(tx, id, version, content)) {
            return version_mismatch(tx, loaded.row);
        }
        return record(tx, actor, loaded, Action::Save, "", changed);
    });
}

std::vector<AskedQuestion> ReportService::asked(store::ReadTx& tx, const Loaded& loaded, Asks most) const {
    return asked_questions(tx, loaded.row, loaded.owed, rules_, most);
}

base::Result<std::vector<AskedQuestion>> ReportService::questions(const Actor& actor, ReportId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<AskedQuestion>> {
        LUOSHI_TRY(loaded, load(tx, actor, id));
        return asked(tx, loaded, writes(actor, loaded.row.duty.unit) ? Asks::Unit : Asks::Reviewer);
    });
}

base::Result<std::vector<AskedQuestion>> ReportService::answer(const Actor& actor, ReportId id,
                                                               const std::map<std::string, std::string>& answers) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<std::vector<AskedQuestion>> {
        tx.lock(id.value());
        LUOSHI_TRY(loaded, load(tx, actor, id));
        if (!writes(actor, loaded.row.duty.unit)) {
            return base::forbidden("report.not_yours", "只有本单位可以修改这份填报");
        }
        LUOSHI_TRY(may, editable(loaded.row.progress, loaded.days, rules_.today()));
        const auto changed = store_answers(tx, id, asked(tx, loaded, Asks::Unit), answers);
        if (!changed.empty()) {
            LUOSHI_TRY(recorded, record(tx, actor, loaded, Action::Save, "", changed));
        }
        return asked(tx, loaded, Asks::Unit);
    });
}

base::Result<View> ReportService::submit(const Actor& actor, ReportId id, std::int64_t version) {
    return act(actor, id, [&](store::WriteTx& tx, Loaded& loaded) -> base::Status {
        if (!writes(actor, loaded.row.duty.unit)) {
            return base::forbidden("report.not_yours", "只有本单位可以提交这份填报");
        }
        LUOSHI_TRY(may, editable(loaded.row.progress, loaded.days, rules_.today()));
        const auto content = load_content(tx, id);
        LUOSHI_TRY(whole, complete(content, loaded.owed, loaded.asked));
        LUOSHI_TRY(answered, all_answered(asked(tx, loaded, Asks::Unit)));
        const auto route = resolve_route(rules_.route, loaded.facts(actor.is_head || !has_head(tx, loaded.row.duty.unit, rules_.today())));
        const auto progress = handed_in(route);
        if (!update_progress(tx, id, version, progress, clock_.now())) {
            return version_mismatch(tx, loaded.row);
        }
        tell_reviewers(tx, loaded.row, progress);
        return record(tx, actor, loaded, Action::Submit, "", {});
    });
}

base::Result<View> ReportService::approve(const Actor& actor, ReportId id, std::int64_t version, std::string note) {
    return act(actor, id, [&](store::WriteTx& tx, Loaded& loaded) -> base::Status {
        if (!allowed(actor, loaded).approve) {
            return base::forbidden("report.not_your_step", loaded.row.progress.state == State::Submitted
                                                               ? "这份填报当前不在您的审核环节；不能审核本人提交的填报"
                                                               : "这份填报不在待审核状态");
        }
        auto& progress = loaded.row.progress;
        const auto route = resolve_route(rules_.route, loaded.facts(true));
        progress.step = next_step(route, progress.step);
        progress.state = progress.step == 0 ? State::Approved : State::Submitted;
        progress.waiting = progress.step == 0 ? std::nullopt : std::optional{route[static_cast<std::size_t>(progress.step) - 1].unit};
        progress.accepted_since_submission = true;
        if (!update_progress(tx, id, version, progress, clock_.now())) {
            return version_mismatch(tx, loaded.row);
        }
        LUOSHI_TRY(recorded, record(tx, actor, loaded, Action::Approve, note, {}));
        if (progress.state == State::Approved) {
            write_facts(tx, actor, loaded);
        } else {
            tell_reviewers(tx, loaded.row, progress);
        }
        return base::Done{};
    });
}

std::vector<base::Status> ReportService::approve_all(const Actor& actor, std::span<const Chosen> chosen, const std::string& note) {
    std::vector<base::Status> out;
    for (const auto& one : chosen) {
        const auto approved = approve(actor, one.report, one.version, note);
        out.push_back(approved ? base::Status{base::Done{}} : base::Status{approved.error()});
    }
    return out;
}

base::Result<View> ReportService::give_back(const Actor& actor, ReportId id, std::int64_t version, std::string reason) {
    if (!plan::is_reason(reason)) {
        auto error = base::bad_input("report.reason_missing", "退回必须说明理由，以便填报单位更正");
        error.fields.push_back(plan::reason_missing());
        return error;
    }
    return act(actor, id, [&](store::WriteTx& tx, Loaded& loaded) -> base::Status {
        if (!allowed(actor, loaded).give_back) {
            return base::forbidden("report.not_your_step", "这份填报当前不在您的审核环节，不能退回");
        }
        auto& progress = loaded.row.progress;
        progress = {.state = State::Returned, .step = 0, .waiting = std::nullopt, .submitted_by = progress.submitted_by};
        if (!update_progress(tx, id, version, progress, clock_.now())) {
            return version_mismatch(tx, loaded.row);
        }
        const auto& duty = loaded.row.duty;
        const auto period = *calendar::Period::parse(loaded.row.period);
        notice::tell_unit(tx, ids_, clock_.now(), rules_.today(), duty.unit, "report.fill",
                          {.kind = "report.returned",
                           .text = base::phrase("report.returned", "{period_name}“{task}”的填报被{by}退回：{reason}",
                                                {{"period", period.text()},
                                                 {"period_name", period.name()},
                                                 {"task", duty.task_title},
                                                 {"by", actor.unit_name},
                                                 {"reason", reason}}),
                           .link = fmt::format("/reports/{}", id.text())});
        return record(tx, actor, loaded, Action::Return, reason, {});
    });
}

base::Result<View> ReportService::withdraw(const Actor& actor, ReportId id, std::int64_t version) {
    return act(actor, id, [&](store::WriteTx& tx, Loaded& loaded) -> base::Status {
        if (!writes(actor, loaded.row.duty.unit)) {
            return base::forbidden("report.not_yours", "只有本单位可以撤回这份填报");
        }
        LUOSHI_TRY(may, withdrawable(loaded.row.progress, loaded.days, rules_.today()));
        auto& progress = loaded.row.progress;
        progress = {.state = State::Draft, .step = 0, .waiting = std::nullopt, .submitted_by = progress.submitted_by};
        if (!update_progress(tx, id, version, progress, clock_.now())) {
            return version_mismatch(tx, loaded.row);
        }
        return record(tx, actor, loaded, Action::Withdraw, "", {});
    });
}

void ReportService::tell_reviewers(store::WriteTx& tx, const ReportRow& row, const Progress& progress) {
    const auto period = *calendar::Period::parse(row.period);
    const auto today = rules_.today();
    const notice::Notice arrived{.kind = "report.to_review",
                                 .text = base::phrase("report.to_review", "有{period_name}的填报送到，请审核",
                                                      {{"period", period.text()}, {"period_name", period.name()}}),
                                 .link = "/review",
                                 .once = fmt::format("report.to_review:{}:{}", row.period, base::date_text(today))};
    const auto tell = [&](auto who, std::string_view permission) {
        who(tx, ids_, clock_.now(), today, *progress.waiting, permission, arrived);
    };
    switch (step_at(progress.step).reviewer) {
        case Reviewer::OwnHead:
            return tell(notice::tell_heads, "report.review");
        case Reviewer::LeadUnit:
            return tell(notice::tell_unit, "report.review");
        case Reviewer::PlanOffice:
            return tell(notice::tell_unit, "report.settle");
    }
}

void ReportService::write_facts(store::WriteTx& tx, const Actor& actor, const Loaded& loaded) {
    lock_facts(tx, loaded.row.duty.unit, loaded.row.period);
    const auto author = last_submitter(tx, loaded.row.id);
    const auto events = load_events(tx, loaded.row.id);
    const auto returned =
        std::find_if(events.rbegin(), events.rend(), [](const EventRow& event) { return event.action == code(Action::Return); });
    const auto correction = returned == events.rend() ? std::string{} : returned->reason;
    for (const auto& value : load_content(tx, loaded.row.id).values) {
        const bool owed = std::any_of(loaded.owed.begin(), loaded.owed.end(), [&](const auto& d) { return d.id == value.indicator; });
        if (!owed) {
            continue;  // the package took the indicator away since; the reviewer did not see it either
        }
        append_fact(tx, loaded.row.period, loaded.row.duty.unit, loaded.row.id,
                    {.value = value,
                     .author = author,
                     .reviewer = actor.unit_name + " " + actor.user_name,
                     .reason = value.explanation,
                     .correction = correction},
                    clock_.now());
    }
}

base::Result<EvidenceRow> ReportService::add_evidence(const Actor& actor, ReportId id, std::string file_name,
                                                      const std::string& uploaded_file) {
    const auto loaded = db_.read([&](store::ReadTx& tx) { return load(tx, actor, id); });
    if (!loaded) {
        return loaded.error();
    }
    if (!allowed(actor, *loaded).edit) {
        return base::forbidden("report.not_editable", "只有本单位在填报期内可以上传佐证材料");
    }
    LUOSHI_TRY(type, blob::check_type(file_name, uploaded_file));
    const auto stored = blobs_.put_file(uploaded_file);
    EvidenceRow row{.id = ids_.make<EvidenceId>(),
                    .report = id,
                    .sha256 = stored.hash,
                    .file_name = std::move(file_name),
                    .size = static_cast<std::int64_t>(stored.size),
                    .media_type = std::string{type.media_type},
                    .uploaded_by = actor.user_name,
                    .uploaded_at = clock_.now()};
    return db_.write([&](store::WriteTx& tx) -> base::Result<EvidenceRow> {
        tx.lock(id.value());
        LUOSHI_TRY(present, load(tx, actor, id));
        if (!allowed(actor, present).edit) {
            return base::conflict("report.not_editable", "上传期间填报状态已经改变，材料未加入；请刷新后再试");
        }
        const auto there = load_evidence(tx, id);
        const auto same = std::find_if(there.begin(), there.end(), [&](const EvidenceRow& other) { return other.sha256 == row.sha256; });
        if (same != there.end()) {
            return base::conflict(base::phrase("evidence.duplicate", "“{file}”的内容与已有的“{known}”完全相同（{by}上传），没有重复加入",
                                               {{"file", row.file_name},
                                                {"known", same->file_name},
                                                {"by", same->uploaded_by},
                                                {"at", base::moment_text(same->uploaded_at)}}));
        }
        insert_evidence(tx, row);
        LUOSHI_TRY(recorded, record(tx, actor, present, Action::AddEvidence, "", {{"evidence", "佐证材料", "", row.file_name}}));
        return row;
    });
}

base::Status ReportService::remove_evidence(const Actor& actor, EvidenceId id) {
    return db_.write([&](store::WriteTx& tx) -> base::Status {
        const auto row = find_evidence(tx, id);
        if (!row) {
            return base::not_found("evidence.not_found", "没有这份佐证材料，可能已被移除");
        }
        tx.lock(row->report.value());
        LUOSHI_TRY(loaded, load(tx, actor, row->report));
        if (!writes(actor, loaded.row.duty.unit)) {
            return base::forbidden("report.not_yours", "只有本单位可以移除佐证材料");
        }
        if (!allowed(actor, loaded).edit) {
            return base::conflict("report.not_editable", "已提交或已审定的填报不能移除佐证材料");
        }
        report::remove_evidence(tx, id, clock_.now());
        return record(tx, actor, loaded, Action::RemoveEvidence, "", {{"evidence", "佐证材料", row->file_name, ""}});
    });
}

base::Result<ReportService::EvidenceFile> ReportService::evidence_file(const Actor& actor, EvidenceId id) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<EvidenceFile> {
        const auto row = find_evidence(tx, id);
        if (!row) {
            return base::not_found("evidence.not_found", "没有这份佐证材料，可能已被移除");
        }
        LUOSHI_TRY(loaded, load(tx, actor, row->report));
        note_read(tx, id, actor.user, clock_.now());
        return EvidenceFile{*row, blobs_.path(row->sha256)};
    });
}

}  // namespace luoshi::report
