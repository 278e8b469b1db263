#include "org/org_service.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <set>

#include "audit/audit.hpp"
#include "config/folder.hpp"
#include "http/http.hpp"
#include "identity/gate.hpp"
#include "org/org_api.hpp"
#include "org/package_service.hpp"
#include "org/tenant_service.hpp"
#include "support/test_database.hpp"

namespace luoshi::org {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }

class FixedClock final : public base::Clock {
public:
    base::Moment now() const override { return base::Moment{std::chrono::seconds{1593734400}}; }  // 2020-07-03 08:00 in China
};

const Package& cangzhou() {
    static const Package package = [] {
        config::Problems problems;
        auto out = read_package(*config::Folder::open("packages/cangzhou-ecommerce-2018"), problems);
        EXPECT_THAT(problems.list(), IsEmpty());
        return out;
    }();
    return package;
}

// Villages are two thirds of the rows and most tests do without.
const Package& without_villages() {
    static const Package package = [] {
        auto out = cangzhou();
        std::erase_if(out.divisions, [](const PackageDivision& division) { return division.level == "village"; });
        return out;
    }();
    return package;
}

const store::Sql kAddRole{"test.add_role",
                          "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('clerk', '填报人', 'own', 'business', 1)"};

// The Cangzhou package without its villages in a fresh database, and an administrator who may edit organisations everywhere.
class Org : public testing::TestWithParam<store::Engine> {
protected:
    Org() {
        load(without_villages());
        actor_.user_name = "管理员";
        actor_.scope = identity::Scope::All;
        actor_.permissions =
            std::make_shared<std::set<std::string, std::less<>>>(std::set<std::string, std::less<>>{"org.read", "org.edit"});
        add_org_routes(router_, service_);
        router_.set_gate([this](http::Request& request, const http::Route& route) -> base::Status {
            permissions_asked_.insert(route.permission);
            identity::set_actor(request, actor_);
            return base::Done{};
        });
    }

    LoadCounts load(const Package& package) {
        return *db_->write([&](store::WriteTx& tx) -> base::Result<LoadCounts> {
            return load_package(tx, ids_, clock_.now(), day("2020-07-03"), {}, package);
        });
    }
    template <class Fn>
    auto read(Fn&& body) {
        return db_->read(std::forward<Fn>(body));
    }
    Unit unit(std::string_view code) {
        return read([&](store::ReadTx& tx) { return find_unit_by_code(tx, code); }).value();
    }
    // The code of what a writing stands for; "-" for nothing.
    std::string meaning(std::string_view text, std::string_view on = "2018-08-17") {
        return read([&](store::ReadTx& tx) {
            const auto match = resolve_unit_text(tx, text, day(on));
            if (match.unit) {
                return find_unit(tx, *match.unit)->code;
            }
            for (const auto& group : list_groups(tx)) {
                if (group.id == match.group) {
                    return group.code;
                }
            }
            return std::string{"-"};
        });
    }
    std::vector<std::string> members(std::string_view group, std::string_view on) {
        return read([&](store::ReadTx& tx) {
            std::vector<std::string> names;
            for (const auto& member : group_members(tx, find_group_by_code(tx, group)->id, day(on))) {
                names.push_back(member.name);
            }
            return names;
        });
    }
    http::Response ask(http::Method method, const std::string& path, http::Fields query = {}, std::string body = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.query = std::move(query);
        request.body = std::move(body);
        return router_.handle(std::move(request));
    }

    tests::TestDatabase db_{GetParam()};
    FixedClock clock_;
    base::IdSource ids_{clock_, 1};
    OrgService service_{*db_, ids_, clock_};
    identity::Actor actor_;
    http::Router router_;
    std::set<std::string> permissions_asked_;
};

TEST_P(Org, LoadingTheSamePackageAgainChangesNothing) {
    EXPECT_EQ(load(cangzhou()), (LoadCounts{.added = 6094}));
    EXPECT_EQ(load(cangzhou()), LoadCounts{});
    const auto events = read([](store::ReadTx& tx) { return audit::list(tx, {.action = "org.package_loaded"}); });
    EXPECT_THAT(events.items, SizeIs(2));
}

TEST_P(Org, TheMapPlacesEveryCountyAndZoneOfTheCity) {
    EXPECT_THAT(service_.city_map(), testing::Each(testing::Field(&PlacedDivision::place, testing::Eq(std::nullopt))));
    const auto text = config::Folder::open("packages/cangzhou-ecommerce-2018")->text("map.csv").value();
    ASSERT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        store_package_file(tx, "map.csv", text, clock_.now());
        return base::Done{};
    }));
    std::vector<std::string> points;
    for (const auto& [division, place] : service_.city_map()) {
        ASSERT_TRUE(place) << division.name;
        EXPECT_TRUE(division.unit) << division.name;
        if (place->outline.empty()) {
            points.push_back(division.name);
            EXPECT_THAT(place->note, testing::HasSubstr("约数"));
        }
    }
    EXPECT_THAT(points, ElementsAre("经济开发区", "高新技术产业开发区", "渤海新区"));
}

TEST_P(Org, ChangedEntriesAreUpdatedAndMissingOnesEndButKeepTheirRows) {
    const auto before = unit("1309.coop");
    auto package = without_villages();
    for (auto& candidate : package.units) {
        if (candidate.code == "1309.commerce") {
            candidate.name = "沧州市商务和粮食局";
            candidate.names.push_back("沧州市商务和粮食局");
        }
    }
    std::erase_if(package.units, [](const PackageUnit& candidate) { return candidate.code == "1309.coop"; });
    for (auto& group : package.groups) {
        std::erase_if(group.members, [](const PackageMember& member) { return member.unit == "1309.coop"; });
    }
    package.divisions.pop_back();
    load(package);
    EXPECT_EQ(unit("1309.commerce").name, "沧州市商务和粮食局");
    EXPECT_EQ(meaning("市商务局"), "1309.commerce");
    EXPECT_EQ(meaning("市商务和粮食局"), "-");
    EXPECT_EQ(meaning("沧州市商务和粮食局"), "1309.commerce");
    EXPECT_EQ(unit("1309.coop").id, before.id);
    EXPECT_EQ(unit("1309.coop").valid_to, day("2020-07-03"));
    EXPECT_EQ(load(package), LoadCounts{});
    load(without_villages());
    EXPECT_EQ(unit("1309.coop").id, before.id);
    EXPECT_EQ(unit("1309.coop").valid_to, std::nullopt);
    EXPECT_EQ(unit("1309.commerce").name, "沧州市商务局");
    EXPECT_EQ(load(without_villages()), LoadCounts{});
}

TEST_P(Org, EveryUnitOfTheAnnexIsFoundAsThePlanWritesIt) {
    for (const auto* writing : {"市商务局",       "市工信局",   "市发改委", "市质监局",     "市农牧局",   "市智慧办",   "市供销社",
                                "市邮政管理局",   "市住建局",   "市民政局", "市卫计委",     "新华区政府", "运河区政府", "开发区管委会",
                                "高新区管委会",   "沧州海关",   "市税务局", "人行沧州支行", "市扶贫办",   "市人社局",   "市交通运输局",
                                "市规划局",       "市财政局",   "市教育局", "市委宣传部",   "市网信办",   "市文广新局", "教育行政主管部门",
                                "沧州市电商协会", "旧州镇政府", "肃宁县",   "黄骅市",       "南皮县"}) {
        EXPECT_THAT(meaning(writing), testing::MatchesRegex("13.*")) << writing;
    }
    EXPECT_EQ(meaning("沧州市 商务局"), "1309.commerce");
    EXPECT_EQ(meaning("孟村县商务局"), "130930.commerce");
    EXPECT_EQ(meaning("新华区人民政府"), "130902");
    EXPECT_EQ(meaning("渤海新区"), "130973");
}

TEST_P(Org, EveryWritingOfAGroupMeansIt) {
    for (const auto* writing : {"各县市区政府", "各县(市、区)政府", "各县（市、区）政府", "各县（市、区）", "各县(市、区)人民政府"}) {
        EXPECT_EQ(meaning(writing), "counties") << writing;
    }
    EXPECT_EQ(meaning("主城区"), "main-urban-area");
    EXPECT_EQ(meaning("7个贫困县"), "plan-poor-counties");
    EXPECT_EQ(meaning("全市3个国家级贫困县"), "national-poor-counties");
    EXPECT_EQ(meaning("国家级电子商务示范县"), "national-demonstration-counties");
    EXPECT_EQ(meaning("各县（市、区）商务部门"), "county-commerce");
    EXPECT_EQ(meaning("市政府有关部门"), "plan-departments");
    EXPECT_EQ(meaning("各责任部门"), "plan-departments");
    EXPECT_THAT(members("counties", "2018-08-17"), SizeIs(19));
    EXPECT_THAT(members("county-commerce", "2018-08-17"), SizeIs(19));
}

TEST_P(Org, WhatAPersonMustDecideMeansNothing) {
    for (const auto* writing : {"相关县市区政府", "相关县市政府", "市直相关单位", "有关单位", "辛集镇人民政府大院", ""}) {
        EXPECT_EQ(meaning(writing), "-") << writing;
    }
}

TEST_P(Org, GroupsHaveDates) {
    EXPECT_THAT(members("main-urban-area", "2018-08-17"),
                ElementsAre("新华区人民政府", "运河区人民政府", "沧州经济开发区管理委员会", "沧州高新技术产业开发区管理委员会"));
    EXPECT_THAT(members("poor-counties", "2017-06-01"), SizeIs(7));
    EXPECT_THAT(members("poor-counties", "2018-08-17"), SizeIs(5));
    EXPECT_THAT(members("poor-counties", "2019-01-01"), IsEmpty());
    EXPECT_THAT(members("plan-poor-counties", "2020-07-03"), SizeIs(7));
    EXPECT_THAT(members("national-poor-counties", "2020-07-03"),
                UnorderedElementsAre("盐山县人民政府", "海兴县人民政府", "南皮县人民政府"));
}

TEST_P(Org, DutiesPassToSuccessorsWhenAUnitEnds) {
    const auto quality = unit("1309.quality").id;
    const auto bearers = [&](std::string_view on) { return read([&](store::ReadTx& tx) { return bearers_on(tx, quality, day(on)); }); };
    EXPECT_THAT(bearers("2019-03-31"), ElementsAre(quality));
    EXPECT_THAT(bearers("2019-04-01"), ElementsAre(unit("1309.market").id));
    EXPECT_EQ(meaning("市质监局", "2020-01-01"), "1309.quality");  // an old name still names the old unit
}

TEST_P(Org, TheTreeBelowAUnitHoldsItselfItsDepartmentsAndTowns) {
    const auto below = [&](std::string_view code) {
        const auto id = unit(code).id;
        return read([&](store::ReadTx& tx) { return units_below(tx, id); });
    };
    EXPECT_THAT(below("130930"), SizeIs(1 + 2 + 6));
    EXPECT_THAT(below("130930"), Contains(unit("130930100").id));
    EXPECT_THAT(below("1309.commerce"), ElementsAre(unit("1309.commerce").id));
    const auto city = below("1309");
    EXPECT_TRUE(std::is_sorted(city.begin(), city.end()));
    EXPECT_THAT(city, Contains(unit("130984213").id));
    EXPECT_THAT(city, testing::Not(Contains(unit("1309.publicity").id)));  // under the party committee
}

TEST_P(Org, SettingsAndPackageFilesAreKept) {
    EXPECT_EQ(read([&](store::ReadTx& tx) { return setting(tx, "tenant_name"); }), "沧州市");
    EXPECT_EQ(read([&](store::ReadTx& tx) { return business_date(tx, clock_); }), day("2020-07-03"));
    const auto stored = db_->write([&](store::WriteTx& tx) -> base::Result<int> {
        set_setting(tx, "business_date", "2019-12-31");
        int changes = store_package_file(tx, "a.yaml", "甲", clock_.now()) ? 1 : 0;
        changes += store_package_file(tx, "a.yaml", "甲", clock_.now()) ? 1 : 0;
        changes += store_package_file(tx, "a.yaml", "乙", clock_.now()) ? 1 : 0;
        return changes;
    });
    EXPECT_EQ(*stored, 2);
    EXPECT_EQ(read([&](store::ReadTx& tx) { return package_file(tx, "a.yaml"); }), "乙");
    EXPECT_EQ(read([&](store::ReadTx& tx) { return business_date(tx, clock_); }), day("2019-12-31"));
}

TEST_P(Org, DivisionsAreServedLevelByLevelWithTheirUnits) {
    load(cangzhou());
    const auto list = [&](std::string parent) {
        return boost::json::parse(ask(http::Method::Get, "/api/v1/divisions", {{"parent", parent}}).body).at("items").as_array();
    };
    const auto city = list("");
    ASSERT_THAT(city, SizeIs(1));
    EXPECT_EQ(city[0].at("name"), "沧州市");
    EXPECT_EQ(city[0].at("child_count"), 19);
    EXPECT_THAT(list("1309"), SizeIs(19));
    const auto towns = list("130929");
    ASSERT_THAT(towns, SizeIs(20));
    EXPECT_EQ(towns[7].at("name"), "徐留高乡");
    EXPECT_EQ(towns[7].at("current_code"), "130929108");
    EXPECT_EQ(towns[7].at("child_count"), 21);
    EXPECT_EQ(towns[7].at("unit").at("name"), "献县徐留高乡人民政府");
    EXPECT_THAT(list("130929205"), SizeIs(21));
    EXPECT_TRUE(list("130929205")[0].at("unit").is_null());
}

TEST_P(Org, UnitsAreFoundByPartsOfTheirNamesAndPagedThrough) {
    const auto page = [&](http::Fields query) {
        const auto response = ask(http::Method::Get, "/api/v1/units", std::move(query));
        EXPECT_EQ(response.status, 200) << response.body;
        return boost::json::parse(response.body).as_object();
    };
    const auto found = page({{"q", "工 信"}});
    ASSERT_THAT(found.at("items").as_array(), SizeIs(1));
    EXPECT_EQ(found.at("items").at(0).at("code"), "1309.industry");
    EXPECT_TRUE(found.at("next").is_null());
    EXPECT_THAT(page({{"q", "%"}}).at("items").as_array(), IsEmpty());
    EXPECT_THAT(page({{"level", "county"}}).at("items").as_array(), SizeIs(19));
    EXPECT_THAT(page({{"parent", unit("130983").id.text()}, {"limit", "200"}}).at("items").as_array(), SizeIs(2 + 13));
    std::set<std::string> codes;
    std::string after;
    int pages = 0;
    do {
        const auto town = page({{"level", "town"}, {"limit", "100"}, {"after", after}});
        for (const auto& item : town.at("items").as_array()) {
            codes.insert(item.at("code").as_string().c_str());
        }
        after = town.at("next").is_null() ? "" : town.at("next").as_string().c_str();
        ++pages;
    } while (!after.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_THAT(codes, SizeIs(210));
    EXPECT_EQ(ask(http::Method::Get, "/api/v1/units", {{"limit", "0"}, {"parent", "x"}}).status, 400);
}

TEST_P(Org, AUnitIsShownWithItsAliasesSuccessorsSectionsAndChildren) {
    const auto quality = boost::json::parse(ask(http::Method::Get, "/api/v1/units/" + unit("1309.quality").id.text()).body);
    EXPECT_EQ(quality.at("valid_to"), "2019-04-01");
    EXPECT_EQ(quality.at("successors").at(0).at("unit").at("name"), "沧州市市场监督管理局");
    EXPECT_EQ(quality.at("successors").at(0).at("from"), "2019-04-01");
    const auto county = boost::json::parse(ask(http::Method::Get, "/api/v1/units/" + unit("130930").id.text()).body);
    EXPECT_EQ(county.at("parent").at("name"), "沧州市人民政府");
    EXPECT_THAT(county.at("children").as_array(), SizeIs(8));
    EXPECT_THAT(county.at("sections").as_array(), SizeIs(2));
    EXPECT_THAT(county.at("posts").as_array(), IsEmpty());
    EXPECT_EQ(ask(http::Method::Get, "/api/v1/units/12345").status, 404);
    EXPECT_EQ(ask(http::Method::Get, "/api/v1/units/x").status, 404);
}

TEST_P(Org, GroupsAreServedWithTheMembersOfTheirLastDay) {
    const auto groups = boost::json::parse(ask(http::Method::Get, "/api/v1/groups").body).at("items").as_array();
    ASSERT_GE(groups.size(), 5U);
    EXPECT_EQ(groups[0].at("code"), "counties");
    EXPECT_THAT(groups[0].at("members").as_array(), SizeIs(19));
    EXPECT_EQ(groups[4].at("code"), "poor-counties");
    EXPECT_EQ(groups[4].at("valid_to"), "2018-11-08");
    EXPECT_THAT(groups[4].at("members").as_array(), SizeIs(5));
}

TEST_P(Org, ASectionIsAddedOnceAndRecorded) {
    const auto path = "/api/v1/units/" + unit("1309.commerce").id.text() + "/sections";
    const auto added = ask(http::Method::Post, path, {}, R"({"name":"电商扶贫专班"})");
    EXPECT_EQ(added.status, 201);
    EXPECT_THAT(added.body, testing::HasSubstr("电商扶贫专班"));
    EXPECT_EQ(ask(http::Method::Post, path, {}, R"({"name":"电商扶贫专班"})").status, 409);
    EXPECT_EQ(ask(http::Method::Post, path, {}, R"({"name":""})").status, 400);
    const auto events = read([](store::ReadTx& tx) { return audit::list(tx, {.action = "org.section_added"}); });
    ASSERT_THAT(events.items, SizeIs(1));
    EXPECT_EQ(events.items[0].event.summary, "沧州市商务局增设“电商扶贫专班”");
    EXPECT_EQ(load(without_villages()), LoadCounts{});
}

TEST_P(Org, NothingIsAddedOutsideTheActorsScopeOrToAnEndedUnit) {
    const auto ended = ask(http::Method::Post, "/api/v1/units/" + unit("1309.quality").id.text() + "/sections", {}, R"({"name":"科"})");
    EXPECT_EQ(ended.status, 409);
    actor_.scope = identity::Scope::Own;
    actor_.units = std::make_shared<std::vector<UnitId>>(std::vector<UnitId>{unit("130983").id});
    EXPECT_EQ(ask(http::Method::Post, "/api/v1/units/" + unit("130983").id.text() + "/sections", {}, R"({"name":"科"})").status, 201);
    EXPECT_EQ(ask(http::Method::Post, "/api/v1/units/" + unit("130984").id.text() + "/sections", {}, R"({"name":"科"})").status, 403);
    EXPECT_EQ(permissions_asked_, (std::set<std::string>{"org.edit"}));
}

TEST_P(Org, APostBelongsToASectionOfItsUnit) {
    (void)*db_->write([](store::WriteTx& tx) -> base::Result<std::int64_t> { return tx.execute(kAddRole); });
    const auto commerce = unit("1309.commerce").id;
    const auto view = service_.unit(commerce);
    const auto& section = view->sections.at(1);
    const auto path = "/api/v1/units/" + commerce.text() + "/posts";
    const auto added =
        ask(http::Method::Post, path, {}, R"({"name":"科长","section_id":")" + section.id.text() + R"(","role":"clerk","is_head":true})");
    ASSERT_EQ(added.status, 201) << added.body;
    const auto post = boost::json::parse(added.body).at("posts").at(0);
    EXPECT_EQ(post.at("name"), "科长");
    EXPECT_EQ(post.at("section").at("name").as_string(), section.name);
    EXPECT_EQ(post.at("role").at("name"), "填报人");
    EXPECT_THAT(post.at("holders").as_array(), IsEmpty());
    const auto other = service_.unit(unit("130983").id)->sections.at(0).id.text();
    EXPECT_EQ(ask(http::Method::Post, path, {}, R"({"name":"股长","section_id":")" + other + R"(","role":"clerk"})").status, 404);
}

INSTANTIATE_TEST_SUITE_P(Engines, Org, testing::Values(store::Engine::Sqlite, store::Engine::Postgres), testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::org
