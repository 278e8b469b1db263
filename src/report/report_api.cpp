#include "report/report_api.hpp"

#include <algorithm>
#include <limits>

#include "http/file_transfer.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "report/form_field_api.hpp"
#include "report/period_exception_api.hpp"

namespace luoshi::report {
namespace {

using base::Result;
using http::Request;
using http::Response;
using json::Writer;

void write_unit(Writer& out, std::string_view key, identity::UnitId id, std::string_view name) {
    out.key(key).begin_object().field("id", id).field("name", name).end_object();
}

void write_task(Writer& out, const DutyRow& duty) {
    out.key("task").begin_object().field("id", duty.task).field("ref", duty.task_ref).field("title", duty.task_title);
}

std::string_view state_word(const Owed& owed, base::Date today) {
    if (owed.row.state) {
        return code(*owed.row.state);
    }
    return today < owed.days.opens_on ? "not_open" : "missing";
}

void write_values(Writer& out, const View& view) {
    out.key("values").begin_array();
    for (std::size_t i = 0; i < view.owed.size(); ++i) {
        const auto& definition = view.owed[i];
        const auto typed = std::find_if(view.content.values.begin(), view.content.values.end(),
                                        [&](const Value& value) { return value.indicator == definition.id; });
        const Value value = typed == view.content.values.end() ? Value{} : *typed;
        out.begin_object().key("indicator").begin_object();
        out.field("id", definition.id).field("code", definition.code).field("name", definition.name).field("unit", definition.unit);
        out.field("kind", plan::word(definition.kind)).field("decimals", definition.decimals);
        const auto covered = indicator::covers(definition, view.every);
        out.field("covers", covered ? std::optional{calendar::word(*covered)} : std::nullopt);
        out.field("part_decimals", definition.part_decimals)
            .field("definition", definition.definition)
            .field("numerator_name", definition.numerator_name);
        out.field("denominator_name", definition.denominator_name).end_object();
        out.field("value", value.value).field("numerator", value.numerator).field("denominator", value.denominator);
        const auto share = view.shares.find(definition.id);
        const bool held = share != view.shares.end();
        out.field("share", held ? std::optional{share->second.value} : std::nullopt);
        out.field("share_max", held ? share->second.value_max : std::nullopt);
        out.field("explanation", value.explanation).field("origin", value.origin).key("known");
        if (const auto known = view.known.figures.find(definition.id); known != view.known.figures.end()) {
            const auto& [figure, source] = known->second;
            out.begin_object().field("value", figure.value).field("numerator", figure.numerator).field("denominator", figure.denominator);
            out.key("source");
            plan::write_phrase(out, source);
            out.end_object();
        } else {
            out.null();
        }
        out.key("previous");
        if (const auto& previous = view.previous[i]) {
            out.begin_object().field("period", previous->period).field("value", previous->value).end_object();
        } else {
            out.null();
        }
        out.end_object();
    }
    out.end_array();
}

void write_fields(Writer& out, const View& view) {
    out.key("fields").begin_array();
    for (const auto& field : view.asked) {
        const auto* typed = find(view.content.fields, field.id);
        out.begin_object().key("field");
        write_asked_field(out, field);
        out.field("value", typed == nullptr ? "" : typed->value).field("explanation", typed == nullptr ? "" : typed->explanation);
        out.field("origin", typed == nullptr ? "" : typed->origin).key("known");
        if (const auto known = view.known.fields.find(field.id); known != view.known.fields.end()) {
            out.begin_object().field("value", known->second.value).key("source");
            plan::write_phrase(out, known->second.source);
            out.end_object();
        } else {
            out.null();
        }
        out.end_object();
    }
    out.end_array();
}

void write_evidence_row(Writer& out, const EvidenceRow& row) {
    out.begin_object().field("id", row.id).field("file_name", row.file_name).field("size", row.size).field("media_type", row.media_type);
    out.field("sha256", row.sha256).field("uploaded_by", row.uploaded_by).field("uploaded_at", row.uploaded_at).end_object();
}

void write_route(Writer& out, const View& view) {
    const auto& progress = view.row.progress;
    out.key("route").begin_array();
    for (std::size_t i = 0; i < view.route.size(); ++i) {
        const int place = static_cast<int>(i) + 1;
        const bool behind = progress.state == State::Approved || (progress.state == State::Submitted && place < progress.step);
        const bool current = progress.state == State::Submitted && place == progress.step;
        out.begin_object().field("step", view.route[i].step.code).field("name", view.route[i].step.name);
        write_unit(out, "unit", view.route[i].unit, view.route_units[i]);
        out.field("state", view.route[i].skipped ? "skipped" : current ? "current" : behind ? "done" : "pending");
        const auto* event = behind ? taken(view.events, place) : nullptr;
        out.key("by");
        event ? out.value(event->unit_name + " " + event->user_name) : out.null();
        out.key("at");
        event ? out.value(event->at) : out.null();
        out.end_object();
    }
    out.end_array();
}

void write_history(Writer& out, const View& view) {
    out.key("history").begin_array();
    for (const auto& event : view.events) {
        out.begin_object().field("at", event.at).field("action", event.action).field("by", event.user_name).field("post", event.post_name);
        out.field("unit", event.unit_name).field("reason", event.reason).key("changes").raw(event.changes).end_object();
    }
    out.end_array();
}

std::string view_json(const View& view) {
    Writer out;
    out.begin_object().field("id", view.row.id).field("version", view.row.version).field("state", code(view.row.progress.state));
    out.field("period", view.row.period).field("every", calendar::word(view.every));
    write_unit(out, "unit", view.row.duty.unit, view.row.duty.unit_name);
    out.field("unit_duty_id", view.row.duty.duty);
    write_task(out, view.row.duty);
    out.field("measure", view.measure).end_object().key("handed_from");
    if (const auto superior = view.row.duty.superior) {
        out.begin_object();
        write_unit(out, "unit", *superior, view.superior_name);
        out.field("note", view.note).end_object();
    } else {
        out.null();
    }
    out.field("progress_pct", view.content.progress_pct).field("progress", view.content.progress);
    out.field("problems", view.content.problems).field("next_steps", view.content.next_steps);
    write_values(out, view);
    write_fields(out, view);
    out.key("evidence").begin_array();
    for (const auto& row : view.evidence) {
        write_evidence_row(out, row);
    }
    out.end_array();
    write_route(out, view);
    write_history(out, view);
    out.field("due_on", view.days.due_on)
        .field("moved_from", view.days.moved_from)
        .field("lock_on", view.days.lock_on)
        .field("locked", view.today >= view.days.lock_on);
    write_exception(out, view.exception, view.days.moved_from.value_or(view.days.due_on));
    out.key("may").begin_object().field("edit", view.may.edit).field("submit", view.may.submit).field("approve", view.may.approve);
    out.field("return", view.may.give_back).field("withdraw", view.may.withdraw).end_object();
    out.end_object();
    return out.take();
}

Result<Response> answer(Result<View> view, int status = 200) {
    LUOSHI_TRY(found, std::move(view));
    return std::move(Response::json(view_json(found), status).with_version(found.row.version));
}

/// Adds both sides of an edit conflict to a 412, so that nothing typed is lost.
Result<Response> with_conflict(Result<View> saved, ReportService& service, const identity::Actor& actor, ReportId id) {
    if (!saved && saved.error().category == base::Category::VersionMismatch) {
        if (const auto stored = service.get(actor, id)) {
            const auto& last = stored->events.back();
            Writer out;
            out.begin_object().key("theirs").raw(view_json(*stored));
            out.field("changed_by", last.unit_name + " " + last.user_name).field("changed_at", last.at).end_object();
            saved.error().detail_json = out.take();
        }
    }
    return answer(std::move(saved));
}

struct Typed {
    Content content;
    std::vector<base::FieldError> unread;
};

Result<Typed> read_content(const Request& request) {
    json::Reader in{request.body};
    Content content{.progress_pct = in.opt_decimal("progress_pct"),
                    .progress = in.opt_text("progress").value_or(""),
                    .problems = in.opt_text("problems").value_or(""),
                    .next_steps = in.opt_text("next_steps").value_or(""),
                    .values = {}};
    for (auto& value : in.objects("values", 200)) {
        content.values.push_back({.indicator = plan::IndicatorId{value.id("indicator_id")},
                                  .value = value.opt_decimal("value"),
                                  .numerator = value.opt_decimal("numerator"),
                                  .denominator = value.opt_decimal("denominator"),
                                  .explanation = value.opt_text("explanation", 1000).value_or(""),
                                  .origin = value.opt_text("origin", 200).value_or("")});
    }
    for (auto& field : in.objects("fields", 200)) {
        content.fields.push_back({.field = FormFieldId{field.id("field_id")},
                                  .value = field.opt_text("value").value_or(""),
                                  .explanation = field.opt_text("explanation", 1000).value_or(""),
                                  .origin = field.opt_text("origin", 200).value_or("")});
    }
    LUOSHI_TRY(unread, in.unread());
    return Typed{std::move(content), std::move(unread)};
}

Result<Response> list(ReportService& service, const Request& request) {
    const auto& actor = identity::actor_of(request);
    const auto today = service.rules().today();
    Result<std::vector<Owed>> rows = std::vector<Owed>{};
    if (request.query_value("to_review")) {
        rows = service.waiting(actor);
    } else {
        LUOSHI_TRY(period, period_of(request.query_value("period").value_or(""), "/period"));
        Filter filter{.period = period, .unit = std::nullopt, .task = std::nullopt};
        if (request.query_value("unit") == "mine") {
            filter.unit = actor.unit;
        } else {
            LUOSHI_TRY(unit, plan::query_id<identity::UnitId>(request, "unit"));
            filter.unit = unit;
        }
        LUOSHI_TRY(task, plan::query_id<plan::TaskId>(request, "task"));
        filter.task = task;
        rows = service.owed(actor, filter);
    }
    LUOSHI_TRY(found, std::move(rows));
    const auto wanted = request.query_value("state").value_or("");
    std::erase_if(found, [&](const Owed& owed) { return !wanted.empty() && state_word(owed, today) != wanted; });
    // The key of a page is the duty and period after which it goes on.
    constexpr std::size_t kPage = 200;
    const auto key = [](const Owed& owed) { return owed.row.duty.duty.text() + "." + owed.row.period; };
    auto first = found.begin();
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        first = std::find_if(found.begin(), found.end(), [&](const Owed& owed) { return key(owed) == *after; });
        first = first == found.end() ? first : first + 1;
    }
    const auto last = found.end() - first > static_cast<std::ptrdiff_t>(kPage) ? first + kPage : found.end();
    const bool to_review = request.query_value("to_review").has_value();
    const auto look = to_review ? service.to_look_at(actor, {first, last}) : std::vector<std::vector<base::Phrase>>{};
    Writer out;
    out.begin_object().key("items").begin_array();
    for (auto row = first; row != last; ++row) {
        write_owed(out, *row, today, to_review ? &look[static_cast<std::size_t>(row - first)] : nullptr);
    }
    out.end_array().key("next");
    last == found.end() ? out.null() : out.value(key(*(last - 1)));
    out.end_object();
    return Response::json(out.take());
}

Result<Response> list_periods(ReportService& service, const Request& request) {
    LUOSHI_TRY(periods, service.periods(identity::actor_of(request)));
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& line : periods) {
        out.begin_object().field("period", line.period.text());
        out.field("name", line.period.name());
        out.field("opens_on", line.days.opens_on).field("due_on", line.days.due_on).field("lock_on", line.days.lock_on);
        out.field("state", calendar::period_state_text(line.state)).end_object();
    }
    out.end_array().key("next").null().end_object();
    return Response::json(out.take());
}

constexpr std::size_t kMostApprovals = 300;

Result<Response> approve_several(ReportService& service, const Request& request) {
    json::Reader in{request.body};
    std::vector<Chosen> chosen;
    for (auto& one : in.objects("reports", kMostApprovals)) {
        const ReportId id{one.id("id")};
        chosen.push_back({id, one.integer("version", 1, std::numeric_limits<std::int64_t>::max())});
    }
    const auto note = in.opt_text("note", 1000).value_or("");
    if (chosen.empty()) {
        in.fail("reports", "reports.none", "请至少选择一份填报");
    }
    LUOSHI_TRY(valid, in.finish());
    std::vector<ReportId> ids;
    std::ranges::transform(chosen, std::back_inserter(ids), &Chosen::report);
    return Response::json(plan::outcomes_json(ids, service.approve_all(identity::actor_of(request), chosen, note)));
}

std::string questions_json(const std::vector<AskedQuestion>& asked) {
    return plan::page_json(asked, [](Writer& out, const AskedQuestion& one) {
        out.begin_object().field("key", one.question.key).field("indicator_id", one.question.indicator);
        out.field("asks", one.question.asks == Asks::Unit ? "unit" : "reviewer").key("text");
        plan::write_phrase(out, one.question.text);
        out.field("answer", one.answer).end_object();
    });
}

}  // namespace

Result<calendar::Period> period_of(std::string_view text, std::string_view path) {
    const auto period = calendar::Period::parse(text);
    if (!period) {
        auto error = base::bad_input("report.bad_period", "报送期须写成“年-月”，例如 2020-06");
        error.fields.push_back({std::string{path}, "period.format", error.message});
        return error;
    }
    return *period;
}

void write_owed(json::Writer& out, const Owed& owed, base::Date today, const std::vector<base::Phrase>* look) {
    out.begin_object();
    out.field("id", owed.row.report).field("unit_duty_id", owed.row.duty.duty);
    write_unit(out, "unit", owed.row.duty.unit, owed.row.duty.unit_name);
    write_task(out, owed.row.duty);
    out.end_object();
    out.field("role", owed.row.duty.role).field("period", owed.row.period).field("every", calendar::word(owed.every));
    out.field("state", state_word(owed, today));
    out.field("due_on", owed.days.due_on)
        .field("moved_from", owed.days.moved_from)
        .field("overdue", owed.row.unfinished() && today > owed.days.due_on);
    write_exception(out, owed.exception, owed.days.moved_from.value_or(owed.days.due_on));
    out.field("readable", owed.sight == Sight::Content).key("step");
    owed.step_code.empty() ? out.null() : out.begin_object().field("code", owed.step_code).field("name", owed.step_name).end_object();
    out.field("waiting_for", owed.row.waiting_name).field("submitted_at", owed.row.submitted_at).field("version", owed.row.version);
    if (look != nullptr) {
        out.key("look").begin_array();
        for (const auto& reason : *look) {
            plan::write_phrase(out, reason);
        }
        out.end_array();
    }
    out.end_object();
}

void add_routes(http::Router& router, ReportService& service, std::uint64_t upload_limit) {
    using http::Body;
    using http::Method;
    const auto on_report = [&service](auto use) {
        return [&service, use](const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<ReportId>(request));
            return use(service, identity::actor_of(request), id, request);
        };
    };
    using identity::Actor;

    router.add({.method = Method::Get,
                .pattern = "/api/v1/periods",
                .permission = "report.read",
                .summary = "报送期及其开放、截止、关闭日期",
                .handler = [&service](const Request& request) { return list_periods(service, request); },
                .response_schema = "PeriodPage"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/reports",
                .permission = "report.read",
                .summary = "应报清单，含未开始的",
                .handler = [&service](const Request& request) { return list(service, request); },
                .response_schema = "ReportPage",
                .query = {{"period", "报送期，如 2020-06；没有 to_review 时须写"},
                          {"unit", "单位编号，mine 为本单位"},
                          {"task", "任务编号"},
                          {"state", "状态，如 missing"},
                          {"to_review", "1 为待我单位审核的，不看 period、unit、task"},
                          {"after", "上一页答复中的 next"}}});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports",
                .permission = "report.fill",
                .summary = "开始（或找到）一项任务某一期的填报",
                .handler = [&service](const Request& request) -> Result<Response> {
                    json::Reader in{request.body};
                    const auto duty = in.id("unit_duty_id");
                    const auto text = in.text("period");
                    LUOSHI_TRY(valid, in.finish());
                    LUOSHI_TRY(period, period_of(text, "/period"));
                    return answer(service.open(identity::actor_of(request), plan::UnitDutyId{duty}, period));
                },
                .body = Body::Memory,
                .request_schema = "NewReport",
                .response_schema = "Report"});
    router.add(
        {.method = Method::Get,
         .pattern = "/api/v1/reports/{id}",
         .permission = "report.read",
         .summary = "一份填报：内容、佐证、流程、历史",
         .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request&) { return answer(s.get(actor, id)); }),
         .response_schema = "Report"});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/reports/{id}",
                .permission = "report.fill",
                .summary = "保存填报内容",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    LUOSHI_TRY(version, request.expected_version());
                    LUOSHI_TRY(typed, read_content(request));
                    return with_conflict(s.save(actor, id, version, std::move(typed.content), std::move(typed.unread)), s, actor, id);
                }),
                .body = Body::Memory,
                .request_schema = "ReportContent",
                .response_schema = "Report"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/reports/{id}/questions",
                .permission = "report.read",
                .summary = "数据核对：对所填数值与文字的疑问及填报单位的答复",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request&) -> Result<Response> {
                    LUOSHI_TRY(asked, s.questions(actor, id));
                    return Response::json(questions_json(asked));
                }),
                .response_schema = "ReportQuestionPage"});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/reports/{id}/answers",
                .permission = "report.fill",
                .summary = "答复数据核对的疑问",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    json::Reader in{request.body};
                    std::map<std::string, std::string> answers;
                    for (auto& one : in.objects("answers", 200)) {
                        auto key = one.text("key", 100);
                        answers.insert_or_assign(std::move(key), one.opt_text("text", 1000).value_or(""));
                    }
                    LUOSHI_TRY(valid, in.finish());
                    LUOSHI_TRY(asked, s.answer(actor, id, answers));
                    return Response::json(questions_json(asked));
                }),
                .body = Body::Memory,
                .request_schema = "ReportAnswers",
                .response_schema = "ReportQuestionPage"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/{id}/submit",
                .permission = "report.fill",
                .summary = "提交填报，进入审核",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    LUOSHI_TRY(version, request.expected_version());
                    return with_conflict(s.submit(actor, id, version), s, actor, id);
                }),
                .response_schema = "Report"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/{id}/approve",
                .permission = "report.review",
                .summary = "同意，转下一环节或审定",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    json::Reader in{request.body.empty() ? std::string_view{"{}"} : std::string_view{request.body}};
                    auto note = in.opt_text("note", 1000).value_or("");
                    LUOSHI_TRY(valid, in.finish());
                    LUOSHI_TRY(version, request.expected_version());
                    return with_conflict(s.approve(actor, id, version, std::move(note)), s, actor, id);
                }),
                .body = Body::Memory,
                .request_schema = "Approval",
                .response_schema = "Report"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/approve",
                .permission = "report.review",
                .summary = "同意多份填报：逐份办理，一份不成不影响其他；每份各有答复",
                .handler = [&service](const Request& request) { return approve_several(service, request); },
                .body = Body::Memory,
                .request_schema = "Approvals",
                .response_schema = "OutcomePage"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/{id}/return",
                .permission = "report.review",
                .summary = "退回更正，须说明理由",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    json::Reader in{request.body};
                    auto reason = in.text("reason", 1000);
                    LUOSHI_TRY(valid, in.finish());
                    LUOSHI_TRY(version, request.expected_version());
                    return with_conflict(s.give_back(actor, id, version, std::move(reason)), s, actor, id);
                }),
                .body = Body::Memory,
                .request_schema = "Reason",
                .response_schema = "Report"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/reports/{id}/withdraw",
                .permission = "report.fill",
                .summary = "撤回尚未被接受的提交",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    LUOSHI_TRY(version, request.expected_version());
                    return with_conflict(s.withdraw(actor, id, version), s, actor, id);
                }),
                .response_schema = "Report"});

    router.add({.method = Method::Put,
                .pattern = "/api/v1/reports/{id}/evidence",
                .permission = "report.fill",
                .summary = "上传一份佐证材料",
                .handler = on_report([](ReportService& s, const Actor& actor, ReportId id, const Request& request) -> Result<Response> {
                    LUOSHI_TRY(name, http::upload_name(request));
                    LUOSHI_TRY(row, s.add_evidence(actor, id, std::move(name), request.body_file));
                    Writer out;
                    write_evidence_row(out, row);
                    return Response::json(out.take(), 201);
                }),
                .body = Body::File,
                .body_limit = upload_limit,
                .response_schema = "Evidence"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/evidence/{id}/file",
                .permission = "report.read",
                .summary = "下载佐证材料",
                .handler = [&service](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<EvidenceId>(request));
                    LUOSHI_TRY(found, service.evidence_file(identity::actor_of(request), id));
                    return http::attachment(found.path, found.row.media_type, found.row.file_name);
                }});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/evidence/{id}",
                .permission = "report.fill",
                .summary = "移除一份佐证材料",
                .handler = [&service](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(id, plan::path_id<EvidenceId>(request));
                    LUOSHI_TRY(removed, service.remove_evidence(identity::actor_of(request), id));
                    return Response::no_content();
                }});
}

}  // namespace luoshi::report
