#include "app/site.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "api_schemas.hpp"
#include "app/dispatch_orders.hpp"
#include "app/jobs_api.hpp"
#include "app/package.hpp"
#include "app/version.hpp"
#include "audit/audit_api.hpp"
#include "blob/blob_store.hpp"
#include "blob/media_type.hpp"
#include "desk/desk_api.hpp"
#include "dispatch/occasion_api.hpp"
#include "dispatch/occasion_service.hpp"
#include "dispatch/opening_service.hpp"
#include "dispatch/reminder_service.hpp"
#include "document/document_api.hpp"
#include "handover/handover_api.hpp"
#include "handover/ownerless_api.hpp"
#include "http/openapi.hpp"
#include "identity/gate.hpp"
#include "identity/session_api.hpp"
#include "identity/session_service.hpp"
#include "identity/user_api.hpp"
#include "identity/user_service.hpp"
#include "indicator/indicator_service.hpp"
#include "indicator/share_api.hpp"
#include "indicator/share_service.hpp"
#include "inspect/environment.hpp"
#include "inspect/inspect_api.hpp"
#include "inspect/reminder_service.hpp"
#include "jobs/scheduler.hpp"
#include "json/json.hpp"
#include "log/log.hpp"
#include "mail/sender.hpp"
#include "migrations.hpp"
#include "notice/delivery_service.hpp"
#include "notice/inbox_service.hpp"
#include "notice/notice_api.hpp"
#include "order/order_api.hpp"
#include "order/plan_matter_api.hpp"
#include "org/directory_service.hpp"
#include "org/org_api.hpp"
#include "org/org_service.hpp"
#include "org/tenant_service.hpp"
#include "plan/environment.hpp"
#include "plan/plan_api.hpp"
#include "plan/unit_duty_store.hpp"
#include "report/burden_api.hpp"
#include "report/form_field_api.hpp"
#include "report/period_exception_api.hpp"
#include "report/reminder_service.hpp"
#include "report/report_api.hpp"
#include "report/timeliness_api.hpp"
#include "report/work_api.hpp"
#include "report/workbook_api.hpp"
#include "report/workbook_service.hpp"
#include "rollup/figures_api.hpp"
#include "search/search_api.hpp"
#include "store/setup_lock.hpp"
#include "supervise/boards_service.hpp"
#include "supervise/caution_api.hpp"
#include "supervise/gantt_api.hpp"
#include "supervise/supervise_api.hpp"
#include "supervise/talk_api.hpp"
#include "web.hpp"

namespace luoshi::app {
namespace {

constexpr std::uint64_t kEvidenceBytes = std::uint64_t{50} << 20U;

/// What the API description says of all routes.
constexpr const char* kApiGuide =
    "登录后凭会话 Cookie 访问；写请求须带 X-CSRF-Token，值为登录答复中的 csrf_token。"
    "修改带版本的对象须带 If-Match，值为读取时 ETag 给出的版本；版本已变时答 412，conflict 中是现存的内容。"
    "上传以文件本身为正文，X-File-Name 为百分号编码的文件名。列表答 items 和 next；next 不为空时，以 after=next 取下一页。"
    "编号和小数写成字符串。";

store::Options options_of(const Place& place) {
    store::Options options;
    options.location = place.postgres;
    if (place.postgres.empty()) {
        std::filesystem::create_directories(place.data);
        options.location = database_file(place);
    }
    return options;
}

/// A fault of the database or the disk passes: the client may try again. Everything else is ours to repair.
std::optional<base::Error> log_fault(const std::exception& fault, const http::Request& request) {
    log::error("http.fault", {{"request", request.request_id}, {"path", request.path}, {"fault", fault.what()}});
    if (dynamic_cast<const store::Fault*>(&fault) != nullptr || dynamic_cast<const std::system_error*>(&fault) != nullptr) {
        return base::Error{base::Category::Unavailable,
                           "server.unavailable",
                           "数据库或磁盘暂时不可用；请稍后刷新，核对刚才的内容是否已保存，再决定是否重试",
                           {},
                           {}};
    }
    return std::nullopt;
}

identity::UnitDirectory unit_directory() {
    const auto as_seen = [](std::optional<org::Unit> unit) -> std::optional<identity::UnitDirectory::Unit> {
        if (!unit) {
            return std::nullopt;
        }
        return identity::UnitDirectory::Unit{unit->id, unit->name, unit->level};
    };
    return {.find = [as_seen](store::ReadTx& tx, identity::UnitId id) { return as_seen(org::find_unit(tx, id)); },
            .subtree = [](store::ReadTx& tx, identity::UnitId id) { return org::units_below(tx, id); },
            .section_name =
                [](store::ReadTx& tx, identity::SectionId id) {
                    const auto section = org::find_section(tx, id);
                    return section ? section->name : std::string{};
                }};
}

}  // namespace

std::string database_file(const Place& place) { return place.data + "/luoshi.db"; }

std::shared_ptr<void> hold_setup(const Place& place) { return store::hold_setup(options_of(place)); }

struct Site::Parts {
    explicit Parts(const Place& place)
        : db(store::Database::open(options_of(place), embedded::migrations())), evidence_folder(place.data + "/evidence") {
        read_tenant();
    }

    void read_tenant() {
        db->read([this](store::ReadTx& tx) {
            fixed_date = org::setting(tx, "business_date");
            is_demonstration = org::setting(tx, kDemonstration).has_value();
            tenant = org::setting(tx, "tenant_name").value_or("落实");
        });
    }

    base::Date today() const {
        if (fixed_date) {
            return *base::parse_date(*fixed_date);
        }
        return std::chrono::floor<std::chrono::days>(clock.now() + std::chrono::hours{8});
    }

    base::SystemClock clock;
    base::IdSource ids{clock};
    std::unique_ptr<store::Database> db;
    std::string evidence_folder;
    std::optional<blob::BlobStore> blobs;   ///< of a site that serves: a command makes no folders
    std::optional<std::string> fixed_date;  ///< the setting business_date: the site stands still
    bool is_demonstration = false;
    std::string tenant;

    identity::Environment identity{
        .db = *db, .clock = clock, .ids = ids, .units = unit_directory(), .business_date = [this] { return today(); }};
    identity::PasswordHasher hasher{identity.settings};
    identity::Sessions sessions{identity, hasher};
    identity::Users users{identity, hasher, sessions};
    org::OrgService organisation{*db, ids, clock};
    plan::Environment plans{.db = *db, .ids = ids, .clock = clock, .hooks = {}};
    Rhythm rhythm;
    rollup::LiveFigures figures{[this] { return today(); }, [this] { return rhythm.schedule; }};
    indicator::Shares shares{
        *db,
        ids,
        clock,
        {.today = [this] { return today(); },
         .year_figures = [this](store::ReadTx& tx, plan::IndicatorId indicator, int year,
                                std::span<const identity::UnitId> units) { return figures.of_year(tx, indicator, year, units); }}};
    report::BurdenRules burden{
        .today = [this] { return today(); }, .schedule = [this] { return rhythm.schedule; }, .settings = [this] { return rhythm.burden; }};
    report::FormFields form_fields{*db, ids, clock, burden};
    std::unique_ptr<report::ReportService> reports;
    std::unique_ptr<report::WorkbookService> workbooks;
    std::unique_ptr<report::PeriodExceptions> exceptions;
    std::unique_ptr<order::Orders> orders;
    std::unique_ptr<order::PlanMatters> plan_matters;
    std::unique_ptr<supervise::Boards> boards;
    std::unique_ptr<supervise::Cautions> cautions;
    std::unique_ptr<supervise::Talks> talks;
    std::unique_ptr<dispatch::Occasions> occasions;
    std::unique_ptr<inspect::Environment> inspections;
    std::unique_ptr<desk::Sources> desks;
    std::unique_ptr<handover::Handovers> handovers;
    std::optional<mail::Server> mail_server;
    std::string origin;
    std::unique_ptr<notice::Inbox> inbox;
    std::unique_ptr<notice::Delivery> delivery;
    std::unique_ptr<jobs::Scheduler> scheduler;
    http::Router router;

    /// What a unit reported on a task in a year, one sentence a figure.
    std::vector<std::string> year_figures(store::ReadTx& tx, identity::UnitId unit, plan::TaskId task, int year) {
        std::vector<std::string> out;
        for (const auto& definition : indicator::owed_by(tx, unit, task, *calendar::Period::make(year, 12))) {
            const auto value = figures.of_year(tx, definition.id, year, std::span{&unit, 1}).front();
            out.push_back(definition.name + (value ? "：" + value->text() + definition.unit : "：没有审定的数值"));
        }
        return out;
    }

    std::optional<plan::Light> part_light(store::ReadTx& tx, identity::UnitId unit, plan::TaskId task) {
        const auto part = plan::find_part(tx, task, unit);
        if (!part || part->valid_to) {
            return std::nullopt;
        }
        return *boards->unit_duty_status(tx, std::span{&part->id, 1}).front().light;
    }

    base::Result<std::int64_t> order_of(store::WriteTx& tx, const identity::Actor& actor, const inspect::OrderAsked& asked) {
        order::Draft draft;
        draft.source = "inspection";
        draft.urgency = rhythm.orders.urgencies.front().code;
        draft.title = asked.title;
        draft.content = asked.text;
        draft.basis = asked.basis;
        draft.main = asked.unit;
        draft.due_on = asked.due_on;
        LUOSHI_TRY(order, orders->draft_from(tx, actor, draft, asked.origin));
        return order.value();
    }

    /// What is done once a day by itself; each module's part is a line here.
    std::vector<jobs::Job> daily_jobs(const report::Rules& reporting) {
        return {
            {.name = "report.remind",
             .title = "提醒填报",
             .at = {},
             .effect = [this, reporting](store::WriteTx& tx, base::Date day) -> base::Status {
                 return report::remind(tx, ids, clock.now(), reporting, rhythm.notices.report, day);
             }},
            {.name = "inspect.remind",
             .title = "提醒督查整改",
             .at = {},
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status {
                 const notice::Reminding by{rhythm.notices, rhythm.schedule.calendar, std::max(day, today())};
                 return inspect::remind(tx, ids, clock.now(), by, day);
             }},
            {.name = "order.remind",
             .title = "提醒督办事项",
             .at = {},
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status { return orders->remind(tx, day); }},
            {.name = "caution.escalate",
             .title = "预警升级",
             .at = {},
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status { return cautions->escalate(tx, day); }},
            {.name = "dispatch.open",
             .title = "打开到期的调度、小结、检查和考核",
             .at = {},
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status {
                 LUOSHI_TRY(opened, dispatch::open_due(tx, ids, clock.now(), rhythm.occasions, rhythm.schedule, day));
                 return base::Done{};
             }},
            {.name = "dispatch.remind",
             .title = "提醒召开会议、落实议定事项",
             .at = {},
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status {
                 const notice::Reminding by{rhythm.notices, rhythm.schedule.calendar, std::max(day, today())};
                 return dispatch::remind(tx, ids, clock.now(), by, day);
             }},
            {.name = "duty.without_owner",
             .title = "提示责任无人承担",
             .at = {},
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status {
                 return handover::tell_without_owner(tx, ids, clock.now(), day);
             }},
            {.name = "notice.digest",
             .title = "每日汇总邮件",
             .at = rhythm.notices.digest_at,
             .effect = [this](store::WriteTx& tx, base::Date day) -> base::Status { return delivery->write_digests(tx, day); }},
        };
    }

    std::string site_json() const {
        json::Writer out;
        out.begin_object().field("name", tenant).field("business_date", today()).field("demo", is_demonstration);
        out.field("version", kVersion).field("password_min_length", static_cast<std::int64_t>(identity.settings.password_min_length));
        out.field("upload_limit_bytes", static_cast<std::int64_t>(kEvidenceBytes)).key("upload_types").begin_array();
        for (const auto extension : blob::allowed_extensions()) {
            out.value(extension);
        }
        out.end_array().end_object();
        return out.take();
    }
};

std::unique_ptr<Site> Site::open(const Place& place) { return std::unique_ptr<Site>{new Site{std::make_unique<Parts>(place)}}; }
Site::Site(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
    auto& hooks = parts_->plans.hooks;
    hooks.business_date = [this] { return parts_->today(); };
    hooks.last_change_day = [this](int year) { return indicator::last_change_day(parts_->shares.settings(), year); };
    hooks.has_issued_shares = indicator::has_issued_shares;
    hooks.match_indicators = indicator::match;
    hooks.askable_figures = [](store::ReadTx& tx, plan::UnitId unit, plan::TaskId task) {
        std::vector<plan::AskedFigure> out;
        for (auto& definition : indicator::askable(tx, unit, task)) {
            out.push_back({definition.id, std::move(definition.name), std::move(definition.unit)});
        }
        return out;
    };
}
Site::~Site() = default;

store::Database& Site::db() { return *parts_->db; }
base::IdSource& Site::ids() { return parts_->ids; }
const base::Clock& Site::clock() const { return parts_->clock; }
rollup::LiveFigures& Site::figures() { return parts_->figures; }
identity::Users& Site::users() { return parts_->users; }
identity::Settings& Site::security() { return parts_->identity.settings; }
plan::Environment& Site::plans() { return parts_->plans; }
const http::Router& Site::router() const { return parts_->router; }
std::string Site::name() const { return parts_->tenant; }

void Site::send_mail_by(std::optional<mail::Server> server, std::string origin) {
    parts_->mail_server = std::move(server);
    parts_->origin = std::move(origin);
}

void Site::run_jobs(const std::function<bool()>& go_on) {
    // The day first: when midnight passes in between, the new time of day belongs to the old day.
    parts_->scheduler->run_due(
        [this] {
            const auto today = parts_->today();
            return jobs::Now{today, parts_->clock.now()};
        },
        go_on);
}

void Site::send_mail(const std::function<bool()>& go_on) {
    parts_->delivery->collect();
    parts_->delivery->send(go_on);
}

std::string Site::evidence_folder() const { return parts_->evidence_folder; }
std::string Site::incoming_folder() const { return parts_->evidence_folder + "/incoming"; }

base::Status Site::equip() {
    auto& p = *parts_;
    p.read_tenant();  // a package or a demonstration may have been loaded since the opening
    LUOSHI_TRY(rhythm, loaded_rhythm(*p.db));
    p.rhythm = std::move(rhythm);
    p.shares.set(p.rhythm.shares);
    p.blobs.emplace(p.evidence_folder);
    const report::Rules reporting{
        .today = [&p] { return p.today(); }, .schedule = p.rhythm.schedule, .route = p.rhythm.route, .quality = p.rhythm.quality};
    p.reports = std::make_unique<report::ReportService>(*p.db, p.ids, p.clock, *p.blobs, reporting);
    p.workbooks = std::make_unique<report::WorkbookService>(*p.db, p.ids, p.clock, reporting, p.tenant);
    p.orders = std::make_unique<order::Orders>(
        *p.db, p.ids, p.clock, *p.blobs,
        order::Rules{.today = [&p] { return p.today(); },
                     .calendar = [&p]() -> const calendar::WorkCalendar& { return p.rhythm.schedule.calendar; },
                     .workflow = p.rhythm.orders,
                     .reminders = p.rhythm.notices.order});
    p.plan_matters = std::make_unique<order::PlanMatters>(*p.db, *p.orders);
    p.exceptions = std::make_unique<report::PeriodExceptions>(*p.db, p.ids, p.clock, reporting);
    p.boards = std::make_unique<supervise::Boards>(
        *p.db, p.clock, p.figures,
        supervise::Rules{
            .today = [&p] { return p.today(); },
            .schedule = p.rhythm.schedule,
            .work_days = [&p](base::Date from, base::Date to) { return p.rhythm.schedule.calendar.work_days_between(from, to); },
            .lights = p.rhythm.lights});
    p.cautions = std::make_unique<supervise::Cautions>(
        *p.db, p.ids, p.clock, *p.boards,
        supervise::CautionRules{.today = [&p] { return p.today(); },
                                .calendar = [&p]() -> const calendar::WorkCalendar& { return p.rhythm.schedule.calendar; },
                                .ladder = p.rhythm.ladder});
    p.talks = std::make_unique<supervise::Talks>(*p.db, p.ids, p.clock, *p.cautions, [&p] { return p.today(); });
    p.occasions = std::make_unique<dispatch::Occasions>(
        *p.db, p.ids, p.clock, *p.boards,
        dispatch::Rules{.today = [&p] { return p.today(); }, .order = p.rhythm.schedule, .rhythm = p.rhythm.occasions},
        order_sources(*p.orders));
    p.inspections = std::make_unique<inspect::Environment>(inspect::Environment{
        .db = *p.db,
        .ids = p.ids,
        .clock = p.clock,
        .today = [&p] { return p.today(); },
        .calendar = p.rhythm.schedule.calendar,
        .settings = p.rhythm.inspections,
        .blobs = &*p.blobs,
        .sources = {.figures = [&p](store::ReadTx& tx, identity::UnitId unit, plan::TaskId task,
                                    int year) { return p.year_figures(tx, unit, task, year); },
                    .light = [&p](store::ReadTx& tx, identity::UnitId unit, plan::TaskId task) { return p.part_light(tx, unit, task); }}});
    const auto& sources = p.rhythm.orders.sources;
    if (std::any_of(sources.begin(), sources.end(), [](const order::Source& source) { return source.code == "inspection"; })) {
        p.inspections->sources.open_order = [&p](store::WriteTx& tx, const identity::Actor& actor, const inspect::OrderAsked& asked) {
            return p.order_of(tx, actor, asked);
        };
        p.inspections->sources.order_dropped = [&p](store::WriteTx& tx, const identity::Actor& actor, std::int64_t order,
                                                    const std::string& reason) {
            return p.orders->drop(tx, actor, order::OrderId{order}, reason);
        };
    }
    p.desks = std::make_unique<desk::Sources>(
        desk::Sources{.orders = *p.orders,
                      .cautions = *p.cautions,
                      .inspections = *p.inspections,
                      .occasions = *p.occasions,
                      .shares = p.shares,
                      .plans = p.plans,
                      .today = [&p] { return p.today(); },
                      .calendar = [&p]() -> const calendar::WorkCalendar& { return p.rhythm.schedule.calendar; }});
    p.handovers = std::make_unique<handover::Handovers>(
        *p.db, p.ids, p.clock,
        handover::Rules{.today = [&p] { return p.today(); },
                        .orders = [&p]() -> const order::Workflow& { return p.rhythm.orders; },
                        .slots = [&p](store::ReadTx& tx, std::span<const plan::UnitDutyId> parts) { return p.reports->slots(tx, parts); },
                        .report_due = [&p](store::ReadTx& tx, plan::UnitDutyId part,
                                           const std::string& period) { return p.reports->due_day(tx, part, period); }});
    const auto holder = std::to_string(p.ids.next());
    notice::Post post{.send = {}, .site_name = p.tenant, .origin = p.origin, .holder = holder};
    if (p.mail_server) {
        post.send = [&p](const mail::Message& message) { return mail::send(*p.mail_server, message); };
    }
    p.inbox = std::make_unique<notice::Inbox>(*p.db, p.ids, p.clock, p.rhythm.notices);
    p.delivery = std::make_unique<notice::Delivery>(*p.db, p.ids, p.clock, p.rhythm.notices, p.rhythm.schedule.calendar, std::move(post));
    p.scheduler = std::make_unique<jobs::Scheduler>(*p.db, p.daily_jobs(reporting), holder);
    if (std::getenv("LUOSHI_BENCH_KEEP_NO_TASKS") != nullptr) {  // bench/site_bench.sh
        p.plans.task_replies.keep_at_most(0);
    }
    auto& hooks = p.plans.hooks;
    hooks.task_lights = [&p](store::ReadTx& tx, std::span<const plan::TaskId> tasks) { return p.boards->task_lights(tx, tasks); };
    hooks.unit_duty_status = [&p](store::ReadTx& tx, std::span<const plan::UnitDutyId> duties) {
        return p.boards->unit_duty_status(tx, duties);
    };
    hooks.within_caps = [&p](store::WriteTx& tx, const identity::Actor& actor, std::span<const plan::UnitId> units, const std::string& part,
                             const std::string& reason) {
        return report::hold_handed_down(tx, p.ids, p.clock.now(), p.burden, actor, units, part, reason);
    };
    hooks.report_slots = [&p](store::ReadTx& tx, std::span<const plan::UnitDutyId> duties) { return p.reports->slots(tx, duties); };

    auto& router = p.router;
    router.set_gate(identity::make_gate(p.identity, p.sessions));
    router.set_files(embedded::web());
    router.set_fault_hook(log_fault);
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/site",
                .permission = "public",
                .summary = "站点名称、业务日期、上传限制",
                .handler = [&p](const http::Request&) -> base::Result<http::Response> { return http::Response::json(p.site_json()); },
                .run_on = http::RunOn::IoThread,
                .response_schema = "Site"});
    router.add(
        {.method = http::Method::Get,
         .pattern = "/api/openapi.json",
         .permission = "public",
         .summary = "接口说明（OpenAPI 3.1）",
         .handler = [this](const http::Request&) -> base::Result<http::Response> { return http::Response::json(api_description()); }});
    identity::add_session_routes(router, p.identity, p.sessions);
    identity::add_user_routes(router, p.identity, p.users);
    audit::add_routes(router, *p.db);
    org::add_org_routes(router, p.organisation);
    plan::add_plan_routes(router, p.plans);
    plan::add_task_routes(router, p.plans);
    plan::add_target_routes(router, p.plans);
    plan::add_unit_duty_routes(router, p.plans);
    document::add_import_route(router, p.plans);
    indicator::add_share_routes(router, *p.db, p.shares);
    report::add_routes(router, *p.reports, kEvidenceBytes);
    report::add_burden_route(router, *p.db, p.burden);
    order::add_routes(router, *p.orders, kEvidenceBytes);
    order::add_plan_matter_routes(router, *p.plan_matters);
    supervise::add_caution_routes(router, *p.cautions, *p.orders);
    supervise::add_talk_routes(router, *p.talks);
    inspect::add_routes(router, *p.inspections, kEvidenceBytes);
    report::add_timeliness_routes(router, *p.db, *p.reports);
    report::add_form_field_routes(router, p.form_fields);
    report::add_workbook_routes(router, *p.workbooks);
    report::add_exception_routes(router, *p.exceptions);
    report::add_work_route(router, *p.reports, p.plans, p.shares);
    rollup::add_figure_routes(router, *p.db, p.figures, p.clock);
    supervise::add_routes(router, *p.db, *p.boards);
    supervise::add_gantt_route(router, *p.db, *p.boards, *p.orders);
    dispatch::add_routes(router, *p.db, *p.occasions);
    desk::add_routes(router, *p.desks);
    handover::add_routes(router, *p.handovers);
    handover::add_ownerless_route(router, *p.db, [&p] { return p.today(); });
    search::add_search_route(router, p.plans);
    notice::add_routes(router, *p.inbox, *p.delivery);
    add_jobs_route(router, *p.scheduler, *p.delivery);
    return base::Done{};
}

std::string Site::api_description() const {
    const auto schemas = embedded::api_schemas();  // none where only C++ was built
    return http::openapi_json(
        parts_->router,
        {.title = "落实 Luoshi", .version = kVersion, .guide = kApiGuide, .schemas_json = schemas.empty() ? "{}" : schemas.front().data});
}

}  // namespace luoshi::app
