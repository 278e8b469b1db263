#include "app/bench_rollup_fixture.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "identity/gate.hpp"
#include "migrations.hpp"
#include "report/report_store.hpp"
#include "rollup/figures_api.hpp"

namespace luoshi::app {
namespace {

using store::Sql;

// what a fact points to
const Sql kUnit{"bench.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, 'village', '', '', 'village', 'body', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kIndicator{"bench.indicator",
                     "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, definition, "
                     "version) VALUES (1, 'flow', '', '', 4, 'flow', 'up', 'sum', 0, '', 1)"};
const Sql kPlan{"bench.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, $1, $1, '', 'confirmed', 0, '', 1)"};
const Sql kTask{"bench.task",
                "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, "
                "start_line, end_line, version) VALUES (1, 1, 1, '', '', '', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kDuty{"bench.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES (1, 1, 1, $1, 'lead', '', 1, '2018-01-01', 1)"};
const Sql kReport{"bench.report",
                  "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
                  "next_steps, opened_at, version) VALUES (1, 1, $1, 1, 1, '2019-09', 'approved', 0, '', '', '', 0, 1)"};
constexpr report::ReportId kOnlyReport{1};

}  // namespace

BenchFigures::BenchFigures(const std::shared_ptr<rollup::Engine>& engine, const std::unordered_map<rollup::UnitId, rollup::Listed>& units,
                           rollup::UnitId changing)
    : changing_(changing) {
    store::Options options;
    options.location = folder_.path() + "/luoshi.db";
    db_ = store::Database::open(options, embedded::migrations());
    const auto made = db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kIndicator);
        tx.execute(kUnit, {changing});
        tx.execute(kPlan, {changing});
        tx.execute(kTask);
        tx.execute(kDuty, {changing});
        tx.execute(kReport, {changing});
        return base::Done{};
    });
    const auto roster = std::make_shared<const rollup::Roster>(engine->snapshot()->tree(), units);
    db_->read([&](store::ReadTx& tx) { live_.begin_with(tx, engine, roster); });
    router_.set_gate([](http::Request& request, const http::Route&) -> base::Status {
        identity::Actor reader;
        reader.scope = identity::Scope::All;
        identity::set_actor(request, std::move(reader));
        return base::Done{};
    });
    rollup::add_figure_routes(router_, *db_, live_, clock_);
    server_ = std::make_unique<http::Server>(router_, http::Settings{.port = 0, .spool_folder = folder_.path() + "/incoming"});
    server_->start();
    client_ = std::make_unique<BenchClient>(server_->port());
}

std::string BenchFigures::get(std::string_view path) {
    auto reply = client_->ask("GET", path);
    if (reply.status != 200) {
        throw std::runtime_error(fmt::format("{}: {} {}", path, reply.status, reply.body));
    }
    return std::move(reply.body);
}

void BenchFigures::correct(plan::IndicatorId indicator, rollup::Period period, base::Decimal value) {
    const auto done = db_->write([&](store::WriteTx& tx) -> base::Status {
        const report::FactRow fact{.value = {.indicator = indicator, .value = value}, .author = "", .reviewer = "", .reason = ""};
        report::append_fact(tx, period.text(), changing_, kOnlyReport, fact, clock_.now());
        return base::Done{};
    });
}

std::shared_ptr<const rollup::Snapshot> BenchFigures::now() {
    return db_->read([&](store::ReadTx& tx) { return live_.view(tx).figures; });
}

}  // namespace luoshi::app
