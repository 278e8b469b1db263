#include "indicator/share_fixture.hpp"

#include "plan/unit_duty_service.hpp"

namespace luoshi::indicator {
namespace {

const store::Sql kReporter{"share_test.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (1, $1)"};
const store::Sql kTarget{"share_test.target", "SELECT target_id FROM target WHERE task_id = $1"};

}  // namespace

ShareTest::ShareTest()
    : shares_(*db_, ids_, clock_,
              {.today = [this] { return today_; },
               .year_figures =
                   [this](store::ReadTx&, IndicatorId, int, std::span<const UnitId> units) {
                       std::vector<std::optional<base::Decimal>> out;
                       for (const UnitId unit : units) {
                           const auto known = last_year_.find(unit);
                           out.push_back(known == last_year_.end() ? std::nullopt : std::optional{known->second});
                       }
                       return out;
                   }}) {
    shares_.set({.change_until = std::chrono::December / 31});
    env_.hooks.has_issued_shares = has_issued_shares;
    task_ = task(confirmed(), "T1");
    const auto seeded = db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(kReporter, {kCountyA});
        tx.execute(kReporter, {kCountyB});
        return base::Done{};
    });
    EXPECT_TRUE(seeded);
    target_ = plan::TargetId{*db_->read([&](store::ReadTx& tx) { return tx.integer(kTarget, {task_}); })};
    EXPECT_TRUE(plan::hand_down(env_, county(), unit_duty(task_, kCountyA), {kTownA1, kTownA2}, {}));
}

void ShareTest::run(const store::Sql& sql, const store::Params& values) {
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        tx.execute(sql, values);
        return base::Done{};
    }));
}

SplitView ShareTest::issued(const char* first, const char* second, const std::string& reason) {
    auto drafted = shares_.begin(office(), {target_}, {.values = {{kCountyA, number(first)}, {kCountyB, number(second)}}});
    EXPECT_TRUE(drafted) << (drafted ? "" : drafted.error().message);
    auto done = shares_.issue(office(), drafted->row->id, drafted->row->version, reason);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return *std::move(done);
}

}  // namespace luoshi::indicator
