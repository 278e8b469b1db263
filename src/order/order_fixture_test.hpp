#pragma once
// Supervision orders in the small city of plan_fixture, by the workflow of the Cangzhou package. For tests only.
#include <gmock/gmock.h>

#include <fstream>

#include "order/order_case_test.hpp"
#include "order/order_service.hpp"
#include "plan/plan_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace luoshi::order {

using identity::Actor;
using identity::Scope;

inline const store::Sql kMay{"order_test.may", "INSERT INTO role_permission (role_code, permission) VALUES ('any', $1)"};
inline const store::Sql kInbox{"order_test.inbox", "SELECT kind FROM notice WHERE user_id = $1 ORDER BY notice_id"};
inline const store::Sql kForget{"order_test.forget", "DELETE FROM notice"};

inline Date d(const char* text) { return *base::parse_date(text); }

class OrderTest : public plan::PlanTest {
protected:
    OrderTest() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            for (const char* permission : {"order.read", "order.manage", "order.handle"}) {
                tx.execute(kMay, {permission});
            }
            return base::Done{};
        }));
        today_ = d("2018-08-03");
    }
    Actor who(UnitId unit, Scope scope, int post, std::set<std::string, std::less<>> may) const {
        auto out = actor(unit, scope, post);
        out.permissions = std::make_shared<const std::set<std::string, std::less<>>>(std::move(may));
        out.is_head = post == 1;
        return out;
    }
    Actor clerk() const { return who(kCommerce, Scope::All, 2, {"order.read", "order.manage", "order.handle"}); }
    Actor head() const { return who(kCommerce, Scope::All, 1, {"order.read", "order.manage", "order.handle"}); }
    Actor leader() const { return who(kCity, Scope::All, 1, {"order.read", "order.decide"}); }
    Actor county() const { return who(kCountyA, Scope::Subtree, 1, {"order.read", "order.manage", "order.handle"}); }
    Actor other_county() const { return who(kCountyB, Scope::Own, 1, {"order.read", "order.manage", "order.handle"}); }
    Actor town() const { return who(kTownA1, Scope::Own, 1, {"order.read", "order.handle"}); }

    /// A draft; the first of a test has the bare title, for one matter is one item.
    Draft measures() {
        Draft out;
        out.source = "plan";
        out.urgency = "ordinary";
        out.title = "印发操作性强的推进措施" + (drafts_ == 0 ? "" : std::to_string(drafts_));
        ++drafts_;
        out.content = "8月底前印发本县推进措施";
        out.main = kCountyA;
        return out;
    }
    static Act step(const char* action, const char* reason = "") {
        Act out;
        out.action = action;
        out.reason = reason;
        return out;
    }
    View take(const Actor& actor, const View& view, const Act& act) {
        auto out = orders_.act(actor, view.row.order.id, view.row.order.version, act);
        EXPECT_TRUE(out) << (out ? "" : out.error().code + " " + out.error().message);
        return out ? *std::move(out) : view;
    }
    std::string refused(const Actor& actor, const View& view, const Act& act) {
        auto out = orders_.act(actor, view.row.order.id, view.row.order.version, act);
        return out ? "" : out.error().code;
    }
    View given() { return given(measures()); }
    View given(const Draft& draft) {
        auto view = *orders_.draft(clerk(), draft);
        view = take(clerk(), view, step("submit"));
        view = take(head(), view, step("approve"));
        return take(clerk(), view, step("assign"));
    }
    View handling() {
        auto view = take(county(), given(), step("acknowledge"));
        return take(county(), view, step("handle"));
    }
    Act report() {
        auto act = step("report");
        act.feedback = {"已印发县政办字〔2018〕30号", "", "组织各乡镇实施", ""};
        return act;
    }
    void attach(const View& view, const char* text = "推进措施") {
        const auto path = blobs_.incoming_folder() + "/" + std::to_string(++files_);
        std::ofstream{path} << text;
        const auto row = orders_.add_file(county(), view.row.order.id, "推进措施.txt", path);
        ASSERT_TRUE(row) << row.error().message;
    }
    std::vector<std::string> inbox(UnitId unit, int post = 1) {
        return db_->read([&](store::ReadTx& tx) {
            return tx.all(kInbox, {100 * unit.value() + post}, [](const store::Row& row) { return row.text(0); });
        });
    }
    std::vector<std::string> titles(const Actor& actor, const ListQuery& query = {}) {
        std::vector<std::string> out;
        for (const auto& item : orders_.list(actor, query).items) {
            out.push_back(item.row.order.title);
        }
        return out;
    }

    tests::TemporaryFolder folder_;
    blob::BlobStore blobs_{folder_.path()};
    int files_ = 0;
    int drafts_ = 0;
    Orders orders_{*db_, ids_, clock_, blobs_,
                   Rules{.today = [this] { return today_; },
                         .calendar = []() -> const calendar::WorkCalendar& { return work_calendar(); },
                         .workflow = workflow()}};
};

}  // namespace luoshi::order
