#include "store/changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "support/test_database.hpp"

namespace luoshi::store {

bool operator==(const Changed& a, const Changed& b) { return a.what == b.what && a.object == b.object; }
void PrintTo(const Changed& changed, std::ostream* out) { *out << changed.what << ' ' << changed.object; }

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Sql kUnit{"changes_test.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES ($1, $2, '', '', 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kRename{"changes_test.rename", "UPDATE unit SET name = $1"};
const Sql kReporter{"changes_test.reporter", "INSERT INTO indicator_reporter (indicator_id, unit_id) VALUES (7, 1)"};
const Sql kIndicator{"changes_test.indicator",
                     "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, definition, "
                     "version) VALUES (7, 'a', 'a', '个', 0, 'flow', 'up', 'sum', 0, '', 1)"};
const Sql kPlan{"changes_test.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, 1, 1, '方案', 'confirmed', 0, '', 1)"};
const Sql kTask{"changes_test.task",
                "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, "
                "start_line, end_line, version) VALUES (1, 1, 1, 'T3', '', '', '', 0, 'accepted', 0, 0, 1, 1, 1)"};
const Sql kDuty{"changes_test.duty",
                "INSERT INTO unit_duty (unit_duty_id, plan_id, task_id, unit_id, role, note, reports, valid_from, version) "
                "VALUES (1, 1, 1, 1, 'lead', '', 1, '2018-07-01', 1)"};
const Sql kReport{"changes_test.report",
                  "INSERT INTO report (report_id, unit_duty_id, unit_id, task_id, plan_id, period, state, step, progress, problems, "
                  "next_steps, opened_at, version) VALUES ($1, 1, 1, 1, 1, $2, 'draft', 0, '', '', '', 0, 1)"};
const Sql kApprove{"changes_test.approve", "UPDATE report SET state = 'approved' WHERE report_id = $1"};

class Changes : public testing::TestWithParam<Engine> {
protected:
    Changes() {
        write([](WriteTx& tx) {
            tx.execute(kUnit, {1, "a"});
            tx.execute(kIndicator);
            tx.execute(kPlan);
            tx.execute(kTask);
            tx.execute(kDuty);
            tx.execute(kReport, {11, "2019-01"});
        });
    }
    void write(const std::function<void(WriteTx&)>& body) {
        ASSERT_TRUE(db->write([&](WriteTx& tx) -> base::Status {
            body(tx);
            return base::Done{};
        }));
    }
    ChangeTail now() {
        return db->read([](ReadTx& tx) { return ChangeTail{tx}; });
    }
    std::vector<Changed> take(ChangeTail& tail) {
        return db->read([&](ReadTx& tx) { return tail.take(tx); });
    }
    tests::TestDatabase db{GetParam()};
};

TEST_P(Changes, SayWhatCommitsDidSinceTheyWereLastTaken) {
    auto tail = now();
    EXPECT_THAT(take(tail), IsEmpty());
    write([](WriteTx& tx) { tx.execute(kRename, {"东光县"}); });
    EXPECT_THAT(take(tail), ElementsAre(Changed{"unit", 0}));
    EXPECT_THAT(take(tail), IsEmpty());
    write([](WriteTx& tx) {
        tx.execute(kReporter);
        tx.execute(kReport, {12, "2019-02"});
        tx.execute(kApprove, {11});
    });
    write([](WriteTx& tx) { tx.execute(kApprove, {12}); });
    EXPECT_THAT(take(tail), UnorderedElementsAre(Changed{"indicator", 0}, Changed{"report", 11}, Changed{"report", 12}));
    write([](WriteTx& tx) {
        tx.execute(Sql{"changes_test.retitle", "UPDATE task SET title = 'x'"});
        tx.execute(Sql{"changes_test.end", "UPDATE unit_duty SET valid_to = '2019-03-01'"});
    });
    EXPECT_THAT(take(tail), UnorderedElementsAre(Changed{"plan", 0}, Changed{"part", 0}));
    write([](WriteTx& tx) { tx.execute(Sql{"changes_test.touch", "UPDATE unit_duty SET version = version + 1"}); });
    EXPECT_THAT(take(tail), ElementsAre(Changed{"plan", 0})) << "it owes what it owed";
}

TEST_P(Changes, OfAWriteAreSeenWithinItAndNeverAfterItWasUndone) {
    auto tail = now();
    ASSERT_FALSE(db->write([&](WriteTx& tx) -> base::Status {
        tx.execute(kApprove, {11});
        auto own = tail;
        EXPECT_THAT(own.take(tx), ElementsAre(Changed{"report", 11}));
        return base::conflict("test.undo", "撤销");
    }));
    EXPECT_THAT(take(tail), IsEmpty());
}

TEST_P(Changes, AreOneRowForEachThingHoweverOftenItChanges) {
    write([](WriteTx& tx) {
        for (int i = 0; i < 20; ++i) {
            tx.execute(kApprove, {11});
            tx.execute(kRename, {std::to_string(i)});
        }
    });
    const auto rows = db->read([](ReadTx& tx) {
        return tx.integer(Sql{"changes_test.rows", "SELECT COUNT(*) FROM changed WHERE what IN ('unit', 'report')"}).value();
    });
    EXPECT_EQ(rows, 2);
}

INSTANTIATE_TEST_SUITE_P(OnBothEngines, Changes, testing::Values(Engine::Sqlite, Engine::Postgres),
                         [](const auto& engine) { return engine.param == Engine::Sqlite ? "Sqlite" : "Postgres"; });

class ChangesOnPostgres : public Changes {};

TEST_P(ChangesOnPostgres, OfATransactionThatIsCommittedAfterALaterOneAreNotMissed) {
    write([](WriteTx& tx) { tx.execute(kReport, {12, "2019-02"}); });
    auto tail = now();
    std::promise<void> written;
    std::promise<void> go_on;
    auto slow = std::async(std::launch::async, [&] {
        write([&](WriteTx& tx) {
            tx.execute(kApprove, {11});
            written.set_value();
            go_on.get_future().wait();
        });
    });
    written.get_future().wait();
    write([](WriteTx& tx) { tx.execute(kApprove, {12}); });
    EXPECT_THAT(take(tail), ElementsAre(Changed{"report", 12})) << "at once, whatever an earlier transaction does";
    go_on.set_value();
    slow.get();
    EXPECT_THAT(take(tail), ElementsAre(Changed{"report", 11}));
}

INSTANTIATE_TEST_SUITE_P(OfManyWriters, ChangesOnPostgres, testing::Values(Engine::Postgres), [](const auto&) { return "Postgres"; });

}  // namespace
}  // namespace luoshi::store
