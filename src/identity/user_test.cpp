#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/audit.hpp"
#include "identity/site_fixture_test.hpp"
#include "identity/user_api.hpp"
#include "identity/user_service.hpp"

namespace luoshi::identity {
namespace {

using http::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kOwnPassword = "Baiyang-Dian-7-he";

class UserSite : public Site {
protected:
    UserSite() { add_user_routes(router_, env_, users_); }

    std::string post_json(PostId post) { return R"({"post_id":")" + post.text() + "\"}"; }
    std::string new_user(const std::string& login, PostId post) {
        return R"({"login":")" + login + R"(","name":"李四","post_id":")" + post.text() + "\"}";
    }
    /// Logs in with a one-time password and replaces it.
    void begin(const std::string& login, const std::string& one_time) {
        token_.clear();
        csrf_.clear();
        ASSERT_EQ(log_in(login, one_time).status, 200);
        ASSERT_EQ(ask(Method::Post, "/api/v1/session/password",
                      R"({"old_password":")" + one_time + R"(","new_password":")" + kOwnPassword + "\"}")
                      .status,
                  200);
        log_in(login, kOwnPassword);
    }
    void as(const std::string& login) {
        token_.clear();
        csrf_.clear();
        ASSERT_EQ(log_in(login).status, 200);
    }

    Users users_{env_, hasher_, sessions_};
    const PostId admin_post_ = add_post_to(city_, "system_admin", "系统管理员");
    const PostId county_post_ = add_post_to(xian_county_, "county", "县经办");
    const PostId town_post_ = add_post_to(xian_town_, "town", "镇经办");
    const PostId hejian_post_ = add_post_to(hejian_county_, "county", "县经办");
    const PostId leader_post_ = add_post_to(city_, "leader", "副市长");
    const UserId admin_ = add_user("admin1", {admin_post_});
    const UserId county_ = add_user("xianguan", {county_post_});
};
class UserApi : public UserSite {};
class UserScope : public UserSite {};
class Installation : public UserSite {};
class Posts : public UserSite {};

TEST_P(UserApi, CreatesAUserWithAPasswordForOneUse) {
    as("admin1");
    const auto created = ask(Method::Post, "/api/v1/users", new_user("lisi", town_post_));
    ASSERT_EQ(created.status, 201) << created.body;
    EXPECT_EQ(created.header("cache-control"), "no-store");
    EXPECT_THAT(created.body, HasSubstr(R"("login":"lisi","name":"李四","state":"active","last_login_at":null)"));
    EXPECT_EQ(events("user.create"), 1U);
    begin("lisi", member(created, "one_time_password"));
    EXPECT_EQ(ask(Method::Post, "/api/v1/reports").status, 200);
}

TEST_P(UserApi, NamesEveryWrongField) {
    as("admin1");
    const auto refused = ask(Method::Post, "/api/v1/users", R"({"login":"Li Si","name":"李四","post_id":"1"})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("login.format"));
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users", new_user("lisi", PostId{99}))), "post.not_found");
    EXPECT_EQ(events("user.create"), 0U);
}

TEST_P(UserApi, ATakenLoginIsRefusedAndNothingRecorded) {
    as("admin1");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users", new_user("xianguan", town_post_))), "user.login_taken");
    EXPECT_EQ(events("user.create"), 0U);
}

TEST_P(UserApi, DisablingEndsTheSessionAtOnceAndKeepsTheUserOut) {
    as("xianguan");
    const std::string token = token_;
    as("admin1");
    const auto version = std::to_string(row_of(county_).version);
    const auto disabled =
        ask(Method::Patch, "/api/v1/users/" + county_.text(), R"({"state":"disabled"})", {{"If-Match", "\"" + version + "\""}});
    EXPECT_EQ(disabled.status, 200) << disabled.body;
    EXPECT_THAT(disabled.body, HasSubstr(R"("state":"disabled")"));
    EXPECT_FALSE(sessions_.authenticate(token));
    EXPECT_EQ(code_of(log_in("xianguan")), "login.failed");
    const auto event = audit::list(*db_, {.action = "user.update"}).items.at(0);
    EXPECT_THAT(event.event.detail_json, HasSubstr(R"("before":"启用","after":"停用")"));
}

TEST_P(UserApi, TheLoserOfTwoEditsSeesWhatIsStored) {
    as("admin1");
    const auto path = "/api/v1/users/" + county_.text();
    const http::Fields seen{{"If-Match", "\"1\""}};
    EXPECT_EQ(ask(Method::Patch, path, R"({"name":"王五"})", seen).status, 200);
    const auto lost = ask(Method::Patch, path, R"({"name":"赵六"})", seen);
    EXPECT_EQ(lost.status, 412);
    EXPECT_THAT(lost.body, HasSubstr(R"("theirs":{"id":")" + county_.text()));
    EXPECT_THAT(lost.body, HasSubstr("王五"));
    EXPECT_THAT(lost.body, HasSubstr(R"("changed_by":"张三")"));
    EXPECT_EQ(row_of(county_).name, "王五");
}

TEST_P(UserApi, ShowsALockAndLiftsIt) {
    for (int i = 0; i < 5; ++i) {
        log_in("xianguan", "wrong");
    }
    as("admin1");
    const auto path = "/api/v1/users/" + county_.text();
    EXPECT_THAT(ask(Method::Get, path).body, HasSubstr(R"("state":"locked")"));
    EXPECT_THAT(ask(Method::Patch, path, R"({"state":"active"})", {{"If-Match", "\"1\""}}).body, HasSubstr(R"("state":"active")"));
    as("xianguan");
}

TEST_P(UserApi, ResettingAPasswordEndsSessionsAndRecordsNoSecret) {
    as("xianguan");
    const std::string token = token_;
    as("admin1");
    const auto reset = ask(Method::Post, "/api/v1/users/" + county_.text() + "/password-reset");
    ASSERT_EQ(reset.status, 200);
    const std::string password = member(reset, "one_time_password");
    EXPECT_FALSE(sessions_.authenticate(token));
    EXPECT_EQ(code_of(log_in("xianguan")), "login.failed");
    for (const auto& entry : audit::list(*db_, {.limit = 200}).items) {
        EXPECT_THAT(entry.event.summary + entry.event.detail_json, Not(HasSubstr(password)));
    }
    begin("xianguan", password);
}

TEST_P(UserApi, NobodyResetsTheirOwnPassword) {
    as("admin1");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users/" + admin_.text() + "/password-reset")), "user.own_password");
}

TEST_P(UserApi, TheLastAdministratorStays) {
    as("admin1");
    const auto path = "/api/v1/users/" + admin_.text();
    EXPECT_EQ(code_of(ask(Method::Delete, path + "/posts/" + admin_post_.text())), "user.last_administrator");
    EXPECT_EQ(code_of(ask(Method::Patch, path, R"({"state":"disabled"})", {{"If-Match", "\"1\""}})), "user.last_administrator");
    EXPECT_EQ(events("user.update") + events("user.remove_post"), 0U);
    add_user("admin2", {admin_post_});
    EXPECT_EQ(ask(Method::Delete, path + "/posts/" + admin_post_.text()).status, 200);
}

TEST_P(UserApi, PostsAreGivenAndTaken) {
    as("admin1");
    const auto path = "/api/v1/users/" + county_.text() + "/posts";
    EXPECT_THAT(ask(Method::Post, path, post_json(town_post_)).body, HasSubstr("镇经办"));
    EXPECT_THAT(ask(Method::Delete, path + "/" + town_post_.text()).body, Not(HasSubstr("镇经办")));
    EXPECT_EQ(code_of(ask(Method::Delete, path + "/" + town_post_.text())), "post.not_held");
    EXPECT_THAT(ask(Method::Post, path, post_json(town_post_)).body, HasSubstr("镇经办")) << "on the same day";
    EXPECT_EQ(events("user.add_post"), 2U);
    EXPECT_EQ(events("user.remove_post"), 1U);
}

TEST_P(UserApi, AnAdministratorIsGivenNoOtherPost) {
    as("admin1");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users/" + county_.text() + "/posts", post_json(admin_post_))), "role.excluded");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users/" + admin_.text() + "/posts", post_json(county_post_))), "role.excluded");
}

TEST_P(UserApi, ListsByLoginInPagesAndFindsPartsOfNames) {
    add_user("aaa", {town_post_});
    as("admin1");
    const auto first = ask(Method::Get, "/api/v1/users?limit=2").body;
    EXPECT_THAT(first, HasSubstr(R"("login":"aaa")"));
    EXPECT_THAT(first, HasSubstr(R"("next":"admin1")"));
    EXPECT_THAT(ask(Method::Get, "/api/v1/users?limit=2&after=admin1").body, HasSubstr(R"("login":"xianguan")"));
    const auto found = ask(Method::Get, "/api/v1/users?q=xian").body;
    EXPECT_THAT(found, HasSubstr("xianguan"));
    EXPECT_THAT(found, Not(HasSubstr("admin1")));
    EXPECT_THAT(ask(Method::Get, "/api/v1/users?q=%25").body, HasSubstr(R"("items":[])")) << "% is not a pattern";
    EXPECT_THAT(ask(Method::Get, "/api/v1/users?unit=3").body, Not(HasSubstr("xianguan")));
}

TEST_P(UserScope, ACountySeesAndManagesItsOwnUsersOnly) {
    const UserId town = add_user("zhenguan", {town_post_});
    const UserId hejian = add_user("hejianguan", {hejian_post_});
    const UserId both = add_user("liangdi", {town_post_, hejian_post_});
    const UserId nowhere = add_user("wugang", {});
    as("xianguan");
    const auto seen = ask(Method::Get, "/api/v1/users").body;
    EXPECT_THAT(seen, HasSubstr("zhenguan"));
    for (const UserId foreign : {hejian, both, nowhere, admin_}) {
        EXPECT_THAT(seen, Not(HasSubstr(foreign.text())));
        EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/users/" + foreign.text())), "permission.scope");
        EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users/" + foreign.text() + "/password-reset")), "permission.scope");
        EXPECT_EQ(code_of(ask(Method::Patch, "/api/v1/users/" + foreign.text(), R"({"state":"disabled"})", {{"If-Match", "\"1\""}})),
                  "permission.scope");
    }
    EXPECT_EQ(ask(Method::Post, "/api/v1/users/" + town.text() + "/password-reset").status, 200);
}

TEST_P(UserScope, ACountyGivesNoPostAbroadAndNoRoleAboveItsOwn) {
    const PostId audit_post = add_post_to(xian_county_, "auditor", "审计员");
    as("xianguan");
    EXPECT_EQ(ask(Method::Post, "/api/v1/users", new_user("lisi", town_post_)).status, 201);
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users", new_user("wangwu", hejian_post_))), "permission.scope");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users", new_user("wangwu", audit_post))), "role.above_own");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/users/" + county_.text() + "/posts", post_json(leader_post_))), "permission.scope");
}

TEST_P(UserScope, ATownMayNotManageUsersAtAll) {
    add_user("zhenguan", {town_post_});
    as("zhenguan");
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/users")), "permission.denied");
}

TEST_P(Posts, AreHeldBetweenTheirDates) {
    EXPECT_TRUE(users_.remove_post(system_actor("测试"), county_, county_post_));
    const auto held_on = [&](const char* day) {
        return db_->read([&](store::ReadTx& tx) { return holders(tx, county_post_, *base::parse_date(day)).size(); });
    };
    EXPECT_EQ(held_on("2020-07-03"), 0U);
    business_date_ = *base::parse_date("2020-08-01");
    EXPECT_TRUE(users_.add_post(system_actor("测试"), county_, county_post_));
    EXPECT_EQ(held_on("2020-07-31"), 0U);
    EXPECT_EQ(held_on("2020-08-01"), 1U);
}

TEST_P(Posts, OfAUnitAreListedHeadsFirst) {
    const auto head = db_->write([&](store::WriteTx& tx) {
        return add_post(tx, ids_, clock_.now(), system_actor("测试"), {xian_county_, {}, "县长", "county", true});
    });
    ASSERT_TRUE(head);
    const auto names = db_->read([&](store::ReadTx& tx) {
        std::vector<std::string> out;
        for (const Post& post : posts_of(tx, xian_county_)) {
            out.push_back(post.name);
        }
        return out;
    });
    EXPECT_THAT(names, ElementsAre("县长", "县经办"));
}

TEST_P(Posts, AreSetUpWithinReachOnlyAndNamedOnce) {
    as("xianguan");
    const Actor county = sessions_.authenticate(token_).value()->actor;
    const auto add = [&](const NewPost& post) {
        const auto added = db_->write([&](store::WriteTx& tx) { return add_post(tx, ids_, clock_.now(), county, post); });
        return added ? std::string{"added"} : added.error().code;
    };
    EXPECT_EQ(add({xian_town_, {}, "镇长", "town", true}), "added");
    EXPECT_EQ(add({xian_town_, {}, "镇长", "town", true}), "post.name_taken");
    EXPECT_EQ(add({hejian_county_, {}, "经办", "county", false}), "permission.scope");
    EXPECT_EQ(add({xian_county_, {}, "副市长", "leader", false}), "role.above_own");
    EXPECT_EQ(add({xian_county_, {}, "经办", "no_such", false}), "role.unknown");
    EXPECT_EQ(add({xian_county_, {}, "", "county", false}), "post.name_missing");
}

TEST_P(Posts, KeepTheirRoleInThePackage) {
    const auto without_county = db_->write([](store::WriteTx& tx) {
        return load_roles(tx, {{"system_admin", "系统管理员", Scope::All, RoleKind::Administrator, {"user.manage"}}});
    });
    EXPECT_EQ(without_county.error().code, "role.in_use");
    EXPECT_EQ(db_->read([](store::ReadTx& tx) { return list_roles(tx).size(); }), 5U);
    EXPECT_EQ(db_->read([](store::ReadTx& tx) { return find_role(tx, "county")->permissions.size(); }), 4U) << "undone with it";
}

TEST_P(Installation, MakesNoSecondFirstAdministrator) { EXPECT_FALSE(users_.ensure_first_administrator(city_).value()); }

class EmptySite : public Site {};

TEST_P(EmptySite, GetsAnAdministratorWhoMustChangeItsPassword) {
    Users users{env_, hasher_, sessions_};
    const auto first = users.ensure_first_administrator(city_);
    ASSERT_TRUE(first && *first);
    EXPECT_EQ((*first)->user.login, "sysadmin");
    EXPECT_THAT(log_in("sysadmin", (*first)->one_time_password).body, HasSubstr(R"("must_change_password":true)"));
    EXPECT_FALSE(users.ensure_first_administrator(city_).value());
    const auto event = audit::list(*db_, {.action = "user.create"}).items.at(0);
    EXPECT_EQ(event.origin.user_name, "安装程序");
    EXPECT_FALSE(event.origin.user);
}

TEST_P(Installation, LoadsDemonstrationUsersOnce) {
    const std::vector<Appointment> people{
        {.login = "leader",
         .name = "张书远",
         .unit = city_,
         .role = "leader",
         .post_name = "分管副市长",
         .from = base::parse_date("2018-08-16")},
        {.login = "xian2", .name = "何晓燕", .unit = xian_county_, .role = "county", .post_name = "县经办"},
        {.login = "xian3", .name = "杨树林", .unit = xian_county_, .role = "county", .post_name = "副县长", .is_head = true}};
    for (int round = 0; round < 2; ++round) {
        const auto loaded = users_.load_demonstration(people, "Luoshi@2020-demo");
        ASSERT_TRUE(loaded) << loaded.error().message;
    }
    EXPECT_EQ(log_in("xian3", "Luoshi@2020-demo").status, 200);
    EXPECT_TRUE(sessions_.authenticate(token_).value()->actor.is_head);
    EXPECT_EQ(ask(Method::Get, "/api/v1/plans").status, 200) << "the password holds as it is";
    EXPECT_EQ(db_->read([&](store::ReadTx& tx) { return holders(tx, county_post_, business_date_).size(); }), 2U)
        << "an existing post is used";
    EXPECT_EQ(events("user.create"), 3U);
}

TEST_P(Installation, FindsUsersByLogin) {
    EXPECT_EQ(*users_.find_login("xianguan"), county_);
    EXPECT_EQ(users_.find_login("niemand").error().code, "user.not_found");
}

const auto kEngines = testing::Values(store::Engine::Sqlite, store::Engine::Postgres);
INSTANTIATE_TEST_SUITE_P(Engines, UserApi, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, UserScope, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, Posts, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, EmptySite, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, Installation, kEngines, testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::identity
