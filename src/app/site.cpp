#include "app/site.hpp"

#include <filesystem>

#include "app/package.hpp"
#include "app/version.hpp"
#include "audit/audit_api.hpp"
#include "blob/blob_store.hpp"
#include "blob/media_type.hpp"
#include "http/openapi.hpp"
#include "identity/gate.hpp"
#include "identity/session_api.hpp"
#include "identity/session_service.hpp"
#include "identity/user_api.hpp"
#include "identity/user_service.hpp"
#include "indicator/indicator_service.hpp"
#include "json/json.hpp"
#include "migrations.hpp"
#include "org/directory_service.hpp"
#include "org/org_api.hpp"
#include "org/org_service.hpp"
#include "org/tenant_service.hpp"
#include "plan/environment.hpp"
#include "report/report_api.hpp"
#include "web.hpp"

namespace luoshi::app {
namespace {

constexpr std::uint64_t kEvidenceBytes = std::uint64_t{50} << 20U;

store::Options options_of(const Place& place) {
    std::filesystem::create_directories(place.data);
    store::Options options;
    options.location = place.postgres.empty() ? place.data + "/luoshi.db" : place.postgres;
    return options;
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
            .section_name = [](store::ReadTx& tx, identity::SectionId id) {
                const auto section = org::find_section(tx, id);
                return section ? section->name : std::string{};
            }};
}

plan::UnitWording resolve_units(store::ReadTx& tx, std::string_view words, base::Date on) {
    const auto match = org::resolve_unit_text(tx, words, on);
    plan::UnitWording wording;
    if (match.unit) {
        wording.resolution = plan::Resolution::Unit;
        wording.units.push_back({*match.unit, org::find_unit(tx, *match.unit)->name});
    } else if (match.group) {
        wording.resolution = plan::Resolution::Group;
        for (const auto& member : org::group_members(tx, *match.group, on)) {
            wording.units.push_back({member.id, member.name});
        }
        for (const auto& group : org::list_groups(tx)) {
            if (group.id == *match.group) {
                wording.group_code = group.code;
            }
        }
    }
    return wording;
}

}  // namespace

struct Site::Parts {
    explicit Parts(const Place& place)
        : db(store::Database::open(options_of(place), embedded::migrations())), blobs(place.data + "/evidence") {
        fixed_date = db->read([](store::ReadTx& tx) { return org::setting(tx, "business_date"); });
        tenant = db->read([](store::ReadTx& tx) { return org::setting(tx, "tenant_name"); }).value_or("落实");
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
    blob::BlobStore blobs;
    std::optional<std::string> fixed_date;  ///< the setting business_date: a demonstration stands still
    std::string tenant;

    identity::Environment identity{.db = *db, .clock = clock, .ids = ids, .units = unit_directory(), .business_date = [this] { return today(); }};
    identity::PasswordHasher hasher{identity.settings};
    identity::Sessions sessions{identity, hasher};
    identity::Users users{identity, hasher, sessions};
    org::OrgService organisation{*db, ids, clock};
    plan::Environment plans{.db = *db, .ids = ids, .clock = clock, .hooks = {}};
    Rhythm rhythm;
    std::unique_ptr<report::ReportService> reports;
    http::Router router;

    base::Result<calendar::PeriodDates> period_dates(const calendar::Period& period) const { return rhythm.periods.dates(period, rhythm.calendar); }

    std::string site_json() const {
        json::Writer out;
        out.begin_object().field("name", tenant).field("business_date", today()).field("demo", fixed_date.has_value());
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
    parts_->plans.hooks.resolve_units = resolve_units;
    parts_->plans.hooks.business_date = [this] { return parts_->today(); };
}
Site::~Site() = default;

store::Database& Site::db() { return *parts_->db; }
base::IdSource& Site::ids() { return parts_->ids; }
const base::Clock& Site::clock() const { return parts_->clock; }
identity::Users& Site::users() { return parts_->users; }
plan::Environment& Site::plans() { return parts_->plans; }
const http::Router& Site::router() const { return parts_->router; }
std::string Site::incoming_folder() const { return parts_->blobs.incoming_folder(); }

base::Status Site::equip() {
    auto& p = *parts_;
    LUOSHI_TRY(rhythm, loaded_rhythm(*p.db));
    p.rhythm = std::move(rhythm);
    p.reports = std::make_unique<report::ReportService>(
        *p.db, p.ids, p.clock, p.blobs,
        report::Rules{.today = [&p] { return p.today(); },
                      .days = [&p](const calendar::Period& period) { return p.period_dates(period); },
                      .periods = [&p] { return p.rhythm.periods.opened_by(p.today(), p.rhythm.calendar); },
                      .route = p.rhythm.route});

    auto& router = p.router;
    router.set_gate(identity::make_gate(p.identity, p.sessions));
    router.set_files(embedded::web());
    router.add({.method = http::Method::Get, .pattern = "/api/v1/site", .permission = "public", .summary = "站点名称、业务日期、上传限制",
                .handler = [&p](const http::Request&) -> base::Result<http::Response> { return http::Response::json(p.site_json()); },
                .run_on = http::RunOn::IoThread});
    router.add({.method = http::Method::Get, .pattern = "/api/openapi.json", .permission = "public", .summary = "接口说明（OpenAPI 3.1）",
                .handler = [this](const http::Request&) -> base::Result<http::Response> { return http::Response::json(api_description()); }});
    identity::add_session_routes(router, p.identity, p.sessions);
    identity::add_user_routes(router, p.identity, p.users);
    audit::add_routes(router, *p.db);
    org::add_org_routes(router, p.organisation);
    report::add_routes(router, *p.reports, kEvidenceBytes);
    return base::Done{};
}

std::string Site::api_description() const {
    return http::openapi_json(parts_->router, {.title = "落实 Luoshi", .version = kVersion, .schemas_json = "{}"});
}

}  // namespace luoshi::app
