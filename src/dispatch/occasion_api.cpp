#include "dispatch/occasion_api.hpp"

#include <algorithm>
#include <charconv>

#include "dispatch/occasion_service.hpp"
#include "dispatch/pack_api.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"

namespace luoshi::dispatch {
namespace {

using base::Result;
using http::Body;
using http::Method;
using http::Request;
using http::Response;
using identity::actor_of;
using json::Reader;
using json::Writer;

/// The members of OccasionSummary but its id.
void write_head(Writer& out, const Occasion& one, std::string_view state, base::Date today) {
    out.field("title", one.title()).field("name", one.name).field("kind", plan::word(one.kind)).field("owner", plan::word(one.owner));
    out.key("unit");
    plan::write_named(out, one.unit);
    out.field("every", calendar::word(one.every)).field("period", one.period.text()).field("opens_on", one.opens_on);
    out.field("due_on", one.due_on).field("state", state).field("overdue", one.is_overdue(today)).field("meets_on", one.meets_on);
    out.field("held_on", one.held_on);
}

void write_decision(Writer& out, const DecisionView& view) {
    const auto& decision = view.decision;
    out.begin_object().field("id", decision.id).field("text", decision.text).key("unit");
    plan::write_named(out, decision.unit);
    out.key("assisting").begin_array();
    for (const auto& unit : decision.assisting) {
        plan::write_named(out, unit);
    }
    out.end_array().field("due_on", decision.due_on).key("task");
    decision.task ? plan::write_named(out, *decision.task) : static_cast<void>(out.null());
    out.field("done_on", decision.done_on).field("outcome", decision.outcome).key("order");
    if (decision.order && view.order) {
        out.begin_object().field("id", std::to_string(*decision.order));
        out.field("state", view.order->state).field("link", view.order->link).end_object();
    } else {
        out.null();
    }
    out.end_object();
}

std::string occasion_json(const OccasionView& view, base::Date today) {
    const auto& one = view.occasion;
    Writer out;
    out.begin_object().field("id", one.id).field("version", one.version);
    write_head(out, one, plan::word(one.state), today);
    out.field("place", one.place).field("chair", one.chair).field("notes", one.notes).field("minutes", one.minutes);
    out.field("skip_reason", one.skip_reason).key("agenda").begin_array();
    for (const auto section : one.agenda) {
        out.value(plan::word(section));
    }
    out.end_array().field("whole", view.sight == Sight::Whole).key("may").begin_object();
    for (const auto& [name, step] : {std::pair{"call", Step::Call},
                                     {"record", Step::Record},
                                     {"hold", Step::Hold},
                                     {"close", Step::Close},
                                     {"skip", Step::Skip},
                                     {"settle", Step::Outcome}}) {
        out.field(name, view.may_manage && may_take(one, step).has_value());
    }
    out.field("order", view.may_order && may_take(one, Step::Outcome).has_value()).end_object().key("invited").begin_array();
    for (const auto& invited : view.invited) {
        out.begin_object().key("unit");
        plan::write_named(out, invited.unit);
        out.field("attendance", plan::word(invited.attendance)).field("substitute", invited.substitute).end_object();
    }
    out.end_array().key("proposed").begin_array();
    for (const auto& unit : view.proposed) {
        plan::write_named(out, unit);
    }
    out.end_array().key("decisions").begin_array();
    for (const auto& decision : view.decisions) {
        write_decision(out, decision);
    }
    out.end_array().field("frozen_as_of", view.frozen_as_of).field("before", view.before).end_object();
    return out.take();
}

/// Answers writes: the occasion as it is now, or, to who lost, what is stored.
class Answers {
public:
    Answers(store::Database& db, Occasions& occasions) : db_(db), occasions_(occasions) {}

    Result<Response> answer(const Request& request, OccasionId id, Result<OccasionView> view, int status = 200) const {
        if (!view) {
            const auto theirs = occasions_.read(actor_of(request), id);
            return plan::with_theirs(std::move(view).error(), db_, "occasion", id.value(), theirs ? json(*theirs) : "null");
        }
        return Response::json(json(*view), status).with_version(view->occasion.version);
    }
    Occasions& occasions() const { return occasions_; }
    std::string json(const OccasionView& view) const { return occasion_json(view, occasions_.rules().today()); }

private:
    store::Database& db_;
    Occasions& occasions_;
};

Result<int> year_of(const Request& request, base::Date today) {
    const auto text = request.query_value("year");
    if (!text || text->empty()) {
        return base::year_of(today);
    }
    int year = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), year);
    if (fault != std::errc{} || end != text->data() + text->size() || year < 1900 || year > 2999) {
        return base::bad_input("request.invalid", "地址中的“year”应为四位年份");
    }
    return year;
}

template <class E>
Result<std::optional<E>> word_of(const Request& request, std::string_view name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) {
        return std::optional<E>{};
    }
    const auto value = plan::from_word<E>(*text);
    if (!value) {
        return base::bad_input("request.invalid", "查询条件“" + std::string{name} + "”的取值不对");
    }
    return value;
}

Result<Response> get_list(Occasions& occasions, const Request& request) {
    const auto today = occasions.rules().today();
    LUOSHI_TRY(year, year_of(request, today));
    LUOSHI_TRY(kind, word_of<Kind>(request, "kind"));
    LUOSHI_TRY(owner, word_of<Owner>(request, "owner"));
    LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
    const auto state = std::string{request.query_value("state").value_or("")};
    if (!state.empty() && state != "planned" && !plan::from_word<State>(state)) {
        return base::bad_input("request.invalid", "查询条件“state”的取值不对");
    }
    LUOSHI_TRY(lines, occasions.list(actor_of(request), {year, kind, owner, unit, state}));
    return Response::json(plan::page_json(lines, [&](Writer& out, const OccasionLine& line) {
        out.begin_object().field("id", line.id);
        write_head(out, line.occasion, line.id ? plan::word(line.occasion.state) : "planned", today);
        out.end_object();
    }));
}

Result<Response> get_pack(Occasions& occasions, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(pack, occasions.pack(actor_of(request), id));
    return sheet::table_answer(
        request, [&] { return pack.content; }, [&] { return pack_sheets(pack.occasion.unit.name + pack.occasion.title(), pack.content); });
}

std::vector<UnitId> unit_ids(Reader& in, std::string_view name) {
    std::vector<UnitId> out;
    for (const auto id : in.ids(name)) {
        out.emplace_back(id);
    }
    return out;
}

/// Each section once.
std::vector<Section> agenda_of(Reader& in) {
    std::vector<Section> out;
    for (const auto& word : in.texts("agenda")) {
        const auto section = plan::from_word<Section>(word);
        if (!section) {
            in.fail("agenda", "occasion.unknown_section", "没有这一节；会议材料有 late、figures、orders、decisions 四节");
        } else if (std::ranges::find(out, *section) == out.end()) {
            out.push_back(*section);
        }
    }
    return out;
}

Result<Response> post_occasion(const Answers& answers, const Request& request) {
    Reader in{request.body};
    Convening convening;
    convening.kind = plan::from_word<Kind>(in.choice("kind", {"dispatch", "summary", "inspection", "assessment"})).value_or(Kind::Dispatch);
    convening.name = in.text("name", 60);
    convening.due_on = in.date("due_on");
    convening.agenda = {Section::Late, Section::Figures, Section::Orders};
    if (in.has("agenda")) {
        convening.agenda = agenda_of(in);
    }
    if (const auto plan = in.opt_id("plan_id")) {
        convening.plan = plan::PlanId{*plan};
    }
    LUOSHI_TRY(valid, in.finish());
    LUOSHI_TRY(view, answers.occasions().convene(actor_of(request), convening));
    return Response::json(answers.json(view), 201).with_version(view.occasion.version);
}

Result<Response> post_call(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    Call call{.meets_on = in.date("meets_on"), .place = in.text("place", 200)};
    call.chair = in.opt_text("chair", 100).value_or("");
    call.notes = in.opt_text("notes", 2000).value_or("");
    call.units = unit_ids(in, "unit_ids");
    LUOSHI_TRY(valid, in.finish());
    return answers.answer(request, id, answers.occasions().call(actor_of(request), id, version, call));
}

Result<Response> put_attendance(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    std::vector<Invited> units;
    for (auto& row : in.objects("units")) {
        Invited one{{UnitId{row.id("unit_id")}, {}}};
        one.attendance =
            plan::from_word<Attendance>(row.choice("attendance", {"invited", "present", "absent", "leave"})).value_or(Attendance::Invited);
        one.substitute = row.opt_text("substitute", 100).value_or("");
        units.push_back(std::move(one));
    }
    LUOSHI_TRY(valid, in.finish());
    return answers.answer(request, id, answers.occasions().record_attendance(actor_of(request), id, version, std::move(units)));
}

Result<Response> put_minutes(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto minutes = in.opt_text("minutes", 50'000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return answers.answer(request, id, answers.occasions().write_minutes(actor_of(request), id, version, minutes));
}

Result<Response> post_hold(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto held_on = in.date("held_on");
    LUOSHI_TRY(valid, in.finish());
    return answers.answer(request, id, answers.occasions().hold(actor_of(request), id, version, held_on));
}

Result<Response> post_close(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    return answers.answer(request, id, answers.occasions().close(actor_of(request), id, version));
}

Result<Response> post_skip(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Reader in{request.body};
    const auto reason = in.opt_text("reason", 1000).value_or("");
    LUOSHI_TRY(valid, in.finish());
    return answers.answer(request, id, answers.occasions().skip(actor_of(request), id, version, reason));
}

Result<DecisionContent> content_of(const Request& request) {
    Reader in{request.body};
    DecisionContent content{.text = in.text("text", 2000), .unit = UnitId{in.id("unit_id")}};
    content.assisting = unit_ids(in, "assisting_ids");
    content.due_on = in.date("due_on");
    if (const auto task = in.opt_id("task_id")) {
        content.task = plan::TaskId{*task};
    }
    LUOSHI_TRY(valid, in.finish());
    return content;
}

Result<Response> post_decision(const Answers& answers, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    LUOSHI_TRY(content, content_of(request));
    return answers.answer(request, id, answers.occasions().decide(actor_of(request), id, version, content), 201);
}

/// Runs a use case of one decision; who loses gets no "theirs", because the page has the occasion before it.
template <class Use>
Result<Response> of_decision(const Answers& answers, const Request& request, Use use) {
    LUOSHI_TRY(id, plan::path_id<DecisionId>(request));
    LUOSHI_TRY(version, request.expected_version());
    Result<OccasionView> used = use(id, version);
    LUOSHI_TRY(view, std::move(used));
    return Response::json(answers.json(view)).with_version(view.occasion.version);
}

Result<Response> put_decision(const Answers& answers, const Request& request) {
    return of_decision(answers, request, [&](DecisionId id, std::int64_t version) -> Result<OccasionView> {
        LUOSHI_TRY(content, content_of(request));
        return answers.occasions().change(actor_of(request), id, version, content);
    });
}

Result<Response> post_outcome(const Answers& answers, const Request& request) {
    return of_decision(answers, request, [&](DecisionId id, std::int64_t version) -> Result<OccasionView> {
        Reader in{request.body};
        const auto done_on = in.opt_date("done_on");
        const auto outcome = in.opt_text("outcome", 2000).value_or("");
        LUOSHI_TRY(valid, in.finish());
        return answers.occasions().settle(actor_of(request), id, version, done_on, outcome);
    });
}

Result<Response> delete_decision_of(const Answers& answers, const Request& request) {
    return of_decision(answers, request,
                       [&](DecisionId id, std::int64_t version) { return answers.occasions().remove(actor_of(request), id, version); });
}

Result<Response> post_order(const Answers& answers, const Request& request) {
    return of_decision(answers, request,
                       [&](DecisionId id, std::int64_t version) { return answers.occasions().order(actor_of(request), id, version); });
}

}  // namespace

void add_routes(http::Router& router, store::Database& db, Occasions& occasions) {
    const Answers answers{db, occasions};
    router.add({.method = Method::Get,
                .pattern = "/api/v1/occasions",
                .permission = "dispatch.read",
                .summary = "一年的调度、小结、大检查、考核，含尚未开启的",
                .handler = [&occasions](const Request& request) { return get_list(occasions, request); },
                .response_schema = "OccasionPage",
                .query = {{"year", "年份；不写为今年"},
                          {"kind", "dispatch 调度、summary 小结、inspection 大检查、assessment 考核"},
                          {"owner", "由谁组织：plan_office、lead_department、county、internal"},
                          {"unit", "组织单位编号"},
                          {"state", "planned、open、held、closed、skipped"}}});
    const auto add = [&](Method method, const char* pattern, const char* permission, const char* summary,
                         Result<Response> (*handler)(const Answers&, const Request&), const char* request_schema) {
        router.add({.method = method,
                    .pattern = pattern,
                    .permission = permission,
                    .summary = summary,
                    .handler = [answers, handler](const Request& request) { return handler(answers, request); },
                    .body = *request_schema == '\0' ? Body::None : Body::Memory,
                    .request_schema = request_schema,
                    .response_schema = "Occasion"});
    };
    add(
        Method::Get, "/api/v1/occasions/{id}", "dispatch.read", "一次调度：安排、到会、议定事项、纪要",
        [](const Answers& to, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<OccasionId>(request));
            LUOSHI_TRY(view, to.occasions().read(actor_of(request), id));
            return Response::json(to.json(view)).with_version(view.occasion.version);
        },
        "");
    router.add({.method = Method::Get,
                .pattern = "/api/v1/occasions/{id}/pack",
                .permission = "dispatch.read",
                .summary = "会议材料：谁晚了、进度与数据、未办结和本期办结的督办、上次议定事项；召开后定稿不变",
                .handler = [&occasions](const Request& request) { return get_pack(occasions, request); },
                .response_schema = "OccasionPack",
                .query = {{"format", "json、csv、xlsx"}}});
    constexpr auto kManage = "dispatch.manage";
    add(Method::Post, "/api/v1/occasions", kManage, "召开专题会：不在全年节奏之内，由本单位自行召开", post_occasion, "OccasionConvening");
    add(Method::Post, "/api/v1/occasions/{id}/call", kManage, "安排召开：日期、地点、主持、通知的单位", post_call, "OccasionCall");
    add(Method::Put, "/api/v1/occasions/{id}/attendance", kManage, "登记到会情况", put_attendance, "OccasionAttendance");
    add(Method::Put, "/api/v1/occasions/{id}/minutes", kManage, "填写会议纪要", put_minutes, "OccasionMinutes");
    add(Method::Post, "/api/v1/occasions/{id}/hold", kManage, "登记召开，会议材料就此定稿", post_hold, "OccasionHeld");
    add(Method::Post, "/api/v1/occasions/{id}/close", kManage, "结束", post_close, "");
    add(Method::Post, "/api/v1/occasions/{id}/skip", kManage, "说明未召开的原因", post_skip, "Reason");
    add(Method::Post, "/api/v1/occasions/{id}/decisions", kManage, "登记议定事项", post_decision, "OccasionDecisionContent");
    add(Method::Put, "/api/v1/occasion-decisions/{id}", kManage, "修改议定事项", put_decision, "OccasionDecisionContent");
    add(Method::Delete, "/api/v1/occasion-decisions/{id}", kManage, "删除议定事项", delete_decision_of, "");
    add(Method::Post, "/api/v1/occasion-decisions/{id}/outcome", kManage, "登记议定事项落实情况", post_outcome, "OccasionOutcome");
    add(Method::Post, "/api/v1/occasion-decisions/{id}/order", kManage, "把议定事项转为督办", post_order, "");
}

}  // namespace luoshi::dispatch
