#include "search/search_api.hpp"

#include <gmock/gmock.h>

#include <set>

#include "identity/gate.hpp"
#include "org/unit_name.hpp"
#include "search/search_service.hpp"
#include "support/test_database.hpp"

namespace luoshi::search {
namespace {

using store::Sql;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Sql kUnit{"test.search.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, parent_id, place, verify, note, version) "
                "VALUES ($1, $2, $3, $3, $4, 'government', 'administrative', 'local', $5, 1, 0, '', 1)"};
const Sql kAlias{"test.search.alias", "INSERT INTO unit_alias (unit_id, name, name_key) VALUES ($1, $2, $3)"};
const Sql kPlan{"test.search.plan",
                "INSERT INTO plan (plan_id, owner_unit_id, office_unit_id, title, state, imported_at, imported_by, version) "
                "VALUES (1, 1, 1, '试点方案', 'confirmed', 0, '张三', 1)"};
const Sql kDocument{"test.search.document",
                    "INSERT INTO document (document_id, plan_id, version_no, file_name, sha256, text, stored_at) "
                    "VALUES (1, 1, 1, 'a.txt', 'x', '一、主要任务\n（一）发展Ｂ２Ｂ平台。\n（二）培育淘宝村20个。', 0)"};
const Sql kClause{"test.search.clause",
                  "INSERT INTO clause (clause_id, document_id, parent_id, ordinal, kind, level, ref, title, begin_cp, end_cp, start_line, "
                  "end_line) VALUES ($1, 1, $2, CAST(CAST($1 AS BIGINT) AS INTEGER), 'paragraph', 1, $3, '', $4, $5, 1, 1)"};
const Sql kTask{"test.search.task",
                "INSERT INTO task (task_id, plan_id, ordinal, ref, title, first_title, content, continuous, state, begin_cp, end_cp, "
                "start_line, end_line, version) VALUES ($1, 1, CAST(CAST($1 AS BIGINT) AS INTEGER), $2, $3, $3, '加快培育淘宝村', 0, $4, "
                "0, 0, 1, 1, 1)"};
const Sql kIndicator{
    "test.search.indicator",
    "INSERT INTO indicator (indicator_id, code, name, unit, decimals, kind, direction, across, carry_forward, "
    "definition, version) VALUES (7, 'taobao_village', '淘宝村', '个', 0, 'stock', 'up', 'sum', 1, '阿里研究院认定的村', 1)"};
const Sql kWriting{"test.search.writing", "INSERT INTO indicator_alias (indicator_id, name) VALUES (7, $1)"};

class StillClock final : public base::Clock {
public:
    base::Moment now() const override { return {}; }
};

/// A city, a county with a town and a village, and a plan of two tasks of which one was rejected.
class Search : public testing::TestWithParam<store::Engine> {
protected:
    Search() {
        EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
            const auto unit = [&](std::int64_t id, const char* code, const std::string& name, const char* level,
                                  std::optional<std::int64_t> above) {
                tx.execute(kUnit, {id, code, name, level, above});
                tx.execute(kAlias, {id, name, org::name_key(name)});
            };
            unit(1, "1309", "沧州市人民政府", "city", {});
            unit(2, "130921", "沧县人民政府", "county", 1);
            unit(3, "130921102", "旧州镇人民政府", "town", 2);
            unit(4, "130921102201", "东关村（Ａ区）", "village", 3);
            unit(5, "130922", "青县人民政府", "county", 1);
            tx.execute(kPlan);
            tx.execute(kDocument);
            tx.execute(kClause, {1, nullptr, "一", 0, 30});
            tx.execute(kClause, {2, 1, "一(一)", 7, 18});
            tx.execute(kClause, {3, 1, "一(二)", 19, 32});
            tx.execute(kTask, {1, "T1", "发展特色网店", "accepted"});
            tx.execute(kTask, {2, "T2", "发展网店", "rejected"});
            tx.execute(kIndicator);
            tx.execute(kWriting, {"淘宝村"});
            tx.execute(kWriting, {"淘宝专业村"});
            return base::Done{};
        }));
        add_search_route(router_, env_);
    }
    identity::Actor reader(std::set<std::string, std::less<>> permissions) {
        identity::Actor actor;
        actor.permissions = std::make_shared<std::set<std::string, std::less<>>>(std::move(permissions));
        return actor;
    }
    http::Response ask(const std::string& typed, const std::string& kind = "", const std::string& format = "json") {
        http::Request request;
        request.path = "/api/v1/search";
        request.query = {{"q", typed}, {"kind", kind}, {"format", format}};
        identity::set_actor(request, all_);
        return router_.handle(std::move(request));
    }
    /// What is found of a kind, by its title.
    std::vector<std::string> titles(const std::string& typed, Kind kind, const identity::Actor& actor) {
        std::vector<std::string> out;
        const auto groups = search(env_, actor, typed, {});
        for (const auto& group : *groups) {
            for (const auto& item : group.kind == kind ? group.items : std::vector<Found>{}) {
                std::string title;
                for (const auto& piece : item.title) {
                    title += piece.hit ? "[" + piece.text + "]" : piece.text;
                }
                out.push_back(title);
            }
        }
        return out;
    }
    std::vector<std::string> titles(const std::string& typed, Kind kind) { return titles(typed, kind, all_); }

    tests::TestDatabase db_{GetParam()};
    StillClock clock_;
    base::IdSource ids_{clock_, 1};
    plan::Environment env_{.db = *db_, .ids = ids_, .clock = clock_, .hooks = {}};
    http::Router router_;
    identity::Actor all_ = reader({"plan.read", "org.read", "indicator.read"});
};

TEST_P(Search, FindsTasksThatWereNotRejectedByTitleNumberAndText) {
    EXPECT_THAT(titles("网店", Kind::Task), ElementsAre("发展特色[网店]"));
    EXPECT_THAT(titles("ｔ１", Kind::Task), ElementsAre("发展特色网店"));
    EXPECT_THAT(titles("网店 淘宝", Kind::Task), ElementsAre("发展特色[网店]"));
    EXPECT_THAT(titles("网店 微店", Kind::Task), IsEmpty());
}

TEST_P(Search, FindsTheInnermostClauseWhateverTheWidthAndSaysWhereItStands) {
    EXPECT_THAT(titles("b2b", Kind::Clause), ElementsAre("（一）发展[Ｂ２Ｂ]平台。"));
    EXPECT_THAT(ask("b2b").body, HasSubstr(R"("place":{"plan_id":"1","begin":7,"end":18})"));
    EXPECT_THAT(titles("主要任务", Kind::Clause), ElementsAre(HasSubstr("一、[主要任务]")));
}

TEST_P(Search, FindsAUnitByItsOwnWordsAndTheRestByTheUnitAbove) {
    EXPECT_THAT(titles("旧州", Kind::Unit), ElementsAre("[旧州]镇人民政府"));
    EXPECT_THAT(titles("沧县 旧州镇", Kind::Unit), ElementsAre("[旧州镇]人民政府"));
    EXPECT_THAT(titles("沧县", Kind::Unit), ElementsAre("[沧县]人民政府"));
    EXPECT_THAT(titles("青县 旧州", Kind::Unit), IsEmpty());
    EXPECT_THAT(titles("东关村(a区)", Kind::Unit), ElementsAre("[东关村（Ａ区）]"));
    EXPECT_THAT(titles("130921102", Kind::Unit), ElementsAre("旧州镇人民政府", "东关村（Ａ区）"));
    EXPECT_THAT(titles("%", Kind::Unit), IsEmpty());
    EXPECT_THAT(titles("、", Kind::Unit), IsEmpty());
}

TEST_P(Search, FindsAnIndicatorByWhatDocumentsCallItAndByItsDefinition) {
    EXPECT_THAT(titles("专业村", Kind::Indicator), ElementsAre("淘宝村"));
    EXPECT_THAT(titles("阿里 淘宝", Kind::Indicator), ElementsAre("[淘宝]村"));
}

TEST_P(Search, AnswersOnlyKindsTheReaderMayRead) {
    EXPECT_THAT(titles("淘宝", Kind::Task, reader({"indicator.read"})), IsEmpty());
    EXPECT_THAT(titles("淘宝", Kind::Clause, reader({"indicator.read"})), IsEmpty());
    EXPECT_THAT(titles("淘宝", Kind::Indicator, reader({"indicator.read"})), ElementsAre("[淘宝]村"));
    EXPECT_THAT(search(env_, reader({}), "淘宝", {}).value(), IsEmpty());
}

TEST_P(Search, ShowsSixOfAKindAndMoreOfTheOneAskedFor) {
    ASSERT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        for (std::int64_t id = 10; id < 20; ++id) {
            tx.execute(kTask, {id, "T" + std::to_string(id), "开网店", "accepted"});
        }
        return base::Done{};
    }));
    EXPECT_EQ(titles("网店", Kind::Task).size(), 6u);
    EXPECT_THAT(ask("网店").body, HasSubstr(R"("kind":"task","more":true)"));
    EXPECT_EQ(search(env_, all_, "网店", Kind::Task).value().front().items.size(), 11u);
    EXPECT_THAT(ask("网店", "task").body, Not(HasSubstr(R"("kind":"unit")")));
}

TEST_P(Search, IsAlsoATableToKeepWithMoreOfEachKind) {
    ASSERT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        for (std::int64_t id = 10; id < 20; ++id) {
            tx.execute(kTask, {id, "T" + std::to_string(id), "开网店", "accepted"});
        }
        return base::Done{};
    }));
    const auto csv = ask("网店", "", "csv").body;
    EXPECT_THAT(csv, HasSubstr("查找：网店"));
    EXPECT_THAT(csv, HasSubstr("\r\n任务,T19,开网店,")) << "the page shows six";
    EXPECT_EQ(ask("网店", "", "xlsx").body.substr(0, 2), "PK");
    EXPECT_EQ(ask("网店", "", "pdf").status, 400);
}

TEST_P(Search, SaysWhatIsWrongWithAQuestionItCannotAnswer) {
    EXPECT_THAT(ask(" 　").body, HasSubstr("search.no_words"));
    EXPECT_THAT(ask(std::string(300, 'a')).body, HasSubstr("search.too_long"));
    EXPECT_EQ(ask("网店", "plan").status, 400);
}

INSTANTIATE_TEST_SUITE_P(Engines, Search, testing::Values(store::Engine::Sqlite, store::Engine::Postgres));

}  // namespace
}  // namespace luoshi::search
