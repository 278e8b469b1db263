// 100,000 matters under supervision with 1,000,000 steps: board, calendar, ledger and the page of one, as the service answers them, against
// one pass over the same rows by the engine itself (COUNT of all orders by state). Engines: SQLite in a temporary folder, and PostgreSQL
// where LUOSHI_TEST_POSTGRES names one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "calendar/work_calendar.hpp"
#include "migrations.hpp"
#include "order/order_service.hpp"
#include "order/workflow_package.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace {

using namespace luoshi;
using Watch = std::chrono::steady_clock;

constexpr int kOrders = 100'000;
constexpr int kStepsEach = 10;
constexpr int kUnits = 250;
constexpr int kRuns = 60;

const store::Sql kUnit{
    "bench.unit",
    "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
    "VALUES ($1, $2, $2, $2, 'county', 'government', 'administrative', 'local', $3, 1, 0, '', 1)"};
const store::Sql kOrder{
    "bench.order",
    "INSERT INTO supervision_order (order_id, number, year, serial, owner_id, source, urgency, title, content, basis, instructed_by, "
    "feedback, "
    "contact, origin, main_id, limit_days, limit_working, state, state_before, given_on, sign_due_on, first_due_on, due_on, near_from, "
    "held_since, unit_days, superior_days, late, returned, chased, drafter_id, running, state_since, version) VALUES ($1, $2, 2019, $11, "
    "1, 'plan', "
    "'ordinary', "
    "$3, '查明滞后原因，提出补救措施并限期落实，每月反馈进展情况。', '', '', '', '', '', $4, 30, 0, $5, '', $6, $6, $7, $7, $8, $6, 0, 0, "
    "$9, $10, 0, 0, 0, $6, 1)"};
const store::Sql kStep{
    "bench.step",
    "INSERT INTO order_step (step_id, order_id, action, state_from, state_to, on_day, at, user_id, actor, post, unit_id, unit, reason, "
    "progress, problems, next_steps, signer, note, due_on) VALUES ($1, $2, 'report', 'handling', 'reported', '2019-06-01', 0, 1, '张三', "
    "'科员', 2, '某县', '', '已完成阶段任务，正在推进下一步工作', '', '继续推进', '', '', NULL)"};
const store::Sql kAnalyze{"bench.analyze", "ANALYZE"};  // as both engines do by themselves after a while
const store::Sql kPass{"bench.pass", "SELECT state, COUNT(*) FROM supervision_order GROUP BY state"};

class StillClock final : public base::Clock {
public:
    base::Moment now() const override { return base::Moment{std::chrono::hours{24 * 365 * 49}}; }
};

void fill(store::Database& db, const order::Workflow& workflow) {
    const auto day = *base::make_date(2019, 7, 2);
    const auto write = [&](auto work) {
        const auto done = db.write([&](store::WriteTx& tx) -> base::Status {
            work(tx);
            return base::Done{};
        });
        if (!done) {
            throw std::runtime_error(done.error().message);
        }
    };
    write([](store::WriteTx& tx) {
        for (std::int64_t unit = 1; unit <= kUnits; ++unit) {
            tx.execute(kUnit, {unit, "单位" + std::to_string(unit), unit == 1 ? std::nullopt : std::optional<std::int64_t>{1}});
        }
    });
    constexpr int kBatch = 1000;
    for (std::int64_t from = 1; from <= kOrders; from += kBatch) {
        write([&](store::WriteTx& tx) {
            for (std::int64_t id = from; id < from + kBatch; ++id) {
                // four in five are done, as in a ledger of years, and one in fifty is closed and waits to be struck off
                const auto& state = id % 50 == 0  ? workflow.state("closed")
                                    : id % 5 != 0 ? workflow.state("archived")
                                                  : workflow.states[static_cast<std::size_t>(3 + id / 5 % 8)];
                const auto due = day + std::chrono::days{id % 400 - 350};
                tx.later(kOrder, {id, "沧督〔2019〕" + std::to_string(id) + "号", "督办事项" + std::to_string(id), 2 + id % (kUnits - 1),
                                  state.code, due - std::chrono::days{30}, due, due - std::chrono::days{7}, id % 11 == 0 ? 1 : 0,
                                  id % 7 == 0 ? 1 : 0, id});
                for (std::int64_t step = 0; step < kStepsEach; ++step) {
                    tx.later(kStep, {id * kStepsEach + step, id});
                }
            }
        });
    }
}

void gather_statistics(store::Database& db) {
    const auto done = db.write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kAnalyze);
        return base::Done{};
    });
    if (!done) {
        throw std::runtime_error(done.error().message);
    }
}

struct Times {
    double median_ms, p95_ms;
};
Times time_of(const std::function<void()>& work) {
    std::vector<double> all;
    for (int run = 0; run < kRuns; ++run) {
        const auto begun = Watch::now();
        work();
        all.push_back(std::chrono::duration<double, std::milli>(Watch::now() - begun).count());
    }
    std::ranges::sort(all);
    return {all[all.size() / 2], all[all.size() * 95 / 100]};
}

void measure(store::Engine engine, const char* name) {
    config::Problems problems;
    std::ifstream in(std::string{LUOSHI_SOURCE_DIR} + "/packages/cangzhou-ecommerce-2018/orders.yaml");
    const std::string yaml{std::istreambuf_iterator<char>(in), {}};
    const auto workflow = order::read_workflow("orders.yaml", yaml, problems);
    tests::TestDatabase db{engine};
    fill(*db, workflow);
    gather_statistics(*db);
    StillClock clock;
    base::IdSource ids{clock, 1};
    tests::TemporaryFolder folder;
    blob::BlobStore blobs{folder.path()};
    const calendar::WorkCalendar calendar{{}};
    order::Orders orders{*db,
                         ids,
                         clock,
                         blobs,
                         {.today = [] { return *base::make_date(2019, 7, 2); },
                          .calendar = [&]() -> const calendar::WorkCalendar& { return calendar; },
                          .workflow = workflow}};
    identity::Actor leader;
    leader.scope = identity::Scope::All;
    leader.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"order.read"});
    auto decider = leader;
    decider.user = identity::UserId{9};
    decider.permissions =
        std::make_shared<const std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"order.decide", "order.read"});
    auto county = leader;
    county.scope = identity::Scope::Subtree;
    county.unit = identity::UnitId{7};
    county.units = std::make_shared<const std::vector<identity::UnitId>>(std::vector{identity::UnitId{7}});
    const auto pass = time_of(
        [&] { db->read([](store::ReadTx& tx) { return tx.all(kPass, {}, [](const store::Row& row) { return row.integer(1); }); }); });
    std::printf("%s: %d 件，%d 步；基线：按状态数一遍 %.1f ms（p95 %.1f）\n", name, kOrders, kOrders * kStepsEach, pass.median_ms,
                pass.p95_ms);
    const auto print = [&](const char* what, const std::function<void()>& work) {
        const auto times = time_of(work);
        std::printf("  %-28s %8.1f ms  p95 %8.1f ms  基线的 %.2f 倍\n", what, times.median_ms, times.p95_ms,
                    times.median_ms / pass.median_ms);
    };
    print("board, whole city", [&] { (void)orders.board(leader); });
    print("board, a county", [&] { (void)orders.board(county); });
    print("calendar of a month", [&] { (void)orders.due(leader, *base::make_date(2019, 7, 1), *base::make_date(2019, 7, 31)); });
    print("ledger, first page", [&] { (void)orders.list(leader, {.phase = "open"}); });
    print("ledger, red ones", [&] { (void)orders.list(leader, {.phase = "open", .light = "red"}); });
    print("ledger of a county", [&] { (void)orders.list(county, {.phase = "open"}); });
    print("ledger, searched", [&] { (void)orders.list(leader, {.filter = {.words = "事项99"}}); });
    print("waiting for a decision", [&] { (void)orders.waiting(decider, 200); });
    print("how many wait", [&] { (void)orders.count_waiting(decider); });
    print("page of one", [&] { (void)orders.read(leader, order::OrderId{4321}); });
}

}  // namespace

int main() {
    measure(store::Engine::Sqlite, "SQLite");
    if (std::getenv("LUOSHI_TEST_POSTGRES") != nullptr) {
        measure(store::Engine::Postgres, "PostgreSQL");
    }
}
