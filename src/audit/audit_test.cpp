#include "audit/audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/audit_api.hpp"
#include "audit/change.hpp"
#include "http/http.hpp"
#include "store/store.hpp"
#include "support/test_database.hpp"

namespace luoshi::audit {
namespace {

using base::Moment;
using testing::HasSubstr;

const Action kFill{"audit_test.fill", "填报"};
const Action kReview{"audit_test.review", "审核"};
const store::Sql kTamper{"audit_test.tamper", "UPDATE audit_event SET summary = 'x'"};
const store::Sql kSeal{"audit_test.seal", "UPDATE audit_event SET sealed_block = $1"};
const store::Sql kDelete{"audit_test.delete", "DELETE FROM audit_event"};

class Audit : public testing::TestWithParam<store::Engine> {
protected:
    void record_one(const Action& action, std::int64_t user, const std::string& object) {
        const auto written = db_->write([&](store::WriteTx& tx) -> base::Status {
            record(tx, ids_, at_,
                   {.user = user,
                    .user_name = "张三",
                    .post_name = "经办",
                    .unit_name = "献县商务局",
                    .remote_address = "10.1.2.3",
                    .request_id = "r1"},
                   {action, "report", object, "提交六月填报", changes_json({{"progress", "进展", "甲", "乙"}})});
            return base::Done{};
        });
        ASSERT_TRUE(written);
    }
    void refused(const store::Sql& sql, store::Params params) {
        EXPECT_THROW(static_cast<void>(db_->write([&](store::WriteTx& tx) -> base::Status {
                         tx.execute(sql, params);
                         return base::Done{};
                     })),
                     store::Fault);
    }
    std::string get(std::string path) {
        http::Router router;
        add_routes(router, *db_);
        http::Request request;
        request.path = std::move(path);
        return router.handle(std::move(request)).body;
    }

    tests::TestDatabase db_{GetParam()};
    base::SystemClock clock_;
    base::IdSource ids_{clock_, 1};
    Moment at_{std::chrono::seconds{1593734400}};
};

TEST_P(Audit, KeepsWhoDidWhatAndFromWhere) {
    record_one(kFill, 7, "12");
    const Page page = list(*db_, {});
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].at, at_);
    EXPECT_EQ(page.items[0].origin.user, 7);
    EXPECT_EQ(page.items[0].origin.unit_name, "献县商务局");
    EXPECT_EQ(page.items[0].origin.remote_address, "10.1.2.3");
    EXPECT_EQ(page.items[0].event.action, "audit_test.fill");
    EXPECT_EQ(page.items[0].event.detail_json, R"([{"field":"progress","name":"进展","before":"甲","after":"乙"}])");
    EXPECT_TRUE(page.items[0].event.success);
}

TEST_P(Audit, IsAbsentWhenTheChangeIsUndone) {
    const auto undone = db_->write([&](store::WriteTx& tx) -> base::Status {
        record(tx, ids_, at_, {}, {kFill, "report", "1", "提交", {}});
        return base::conflict("report.closed", "已截止");
    });
    EXPECT_FALSE(undone);
    EXPECT_TRUE(list(*db_, {}).items.empty());
}

TEST_P(Audit, CannotBeRewrittenOrDeleted) {
    record_one(kFill, 7, "12");
    refused(kTamper, {});
    refused(kDelete, {});
    EXPECT_EQ(list(*db_, {}).items[0].event.summary, "提交六月填报");
}

TEST_P(Audit, CanBeSealedOnce) {
    record_one(kFill, 7, "12");
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        EXPECT_EQ(tx.execute(kSeal, {1}), 1);
        return base::Done{};
    }));
    refused(kSeal, {2});
}

TEST_P(Audit, PagesFromTheNewestAndFilters) {
    for (int i = 1; i <= 5; ++i) {
        record_one(i % 2 == 1 ? kFill : kReview, i, std::to_string(i));
    }
    const Page first = list(*db_, {.limit = 2});
    ASSERT_TRUE(first.next);
    EXPECT_EQ(first.items[0].event.object_id, "5");
    const Page second = list(*db_, {.before = first.next, .limit = 2});
    EXPECT_EQ(second.items[0].event.object_id, "3");
    EXPECT_EQ(list(*db_, {.action = kReview}).items.size(), 2U);
    EXPECT_EQ(list(*db_, {.user = 3}).items.size(), 1U);
    EXPECT_TRUE(list(*db_, {.user = 3, .action = kReview}).items.empty());
    EXPECT_EQ(list(*db_, {.object_kind = "report", .object_id = "4"}).items.size(), 1U);
    EXPECT_EQ(list(*db_, {.object_kind = "report"}).items.size(), 5U);
    EXPECT_TRUE(list(*db_, {.object_kind = "plan"}).items.empty());
}

TEST_P(Audit, IsServedWithChineseNamesOfActions) {
    record_one(kFill, 7, "12");
    const std::string body = get("/api/v1/audit?object=report:12&action=audit_test.fill&user=7");
    EXPECT_THAT(body, HasSubstr(R"("action_name":"填报")"));
    EXPECT_THAT(body, HasSubstr(R"("at":"2020-07-03T00:00:00Z")"));
    EXPECT_THAT(body, HasSubstr(R"("next":null)"));
    EXPECT_THAT(get("/api/v1/audit?object=report:13"), HasSubstr(R"("items":[])"));
}

TEST_P(Audit, NamesEveryMalformedFilter) {
    const std::string body = get("/api/v1/audit?user=x&after=0&limit=-1");
    EXPECT_THAT(body, HasSubstr("?user"));
    EXPECT_THAT(body, HasSubstr("?after"));
    EXPECT_THAT(body, HasSubstr("?limit"));
}

INSTANTIATE_TEST_SUITE_P(Engines, Audit, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::audit
