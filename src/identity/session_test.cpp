#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <thread>

#include "identity/gate.hpp"
#include "identity/secret.hpp"
#include "identity/site_fixture_test.hpp"

namespace luoshi::identity {
namespace {

using http::Method;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

class CountySite : public Site {
protected:
    const PostId county_post_ = add_post_to(xian_county_, "county", "县经办");
    const UserId user_ = add_user("zhangsan", {county_post_});

    int status(Method method, const std::string& path) { return ask(method, path).status; }
};
class Login : public CountySite {};
class SessionLife : public CountySite {};
class Gate : public CountySite {};
class Password : public CountySite {};

TEST_P(Login, OpensASessionOnTheUsersPost) {
    const auto response = log_in(" ZhangSan ");
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_THAT(std::string{response.header("set-cookie")}, HasSubstr("; Path=/; HttpOnly; SameSite=Strict"));
    EXPECT_THAT(response.body, HasSubstr(R"("unit":{"id":"2","name":"献县人民政府","level":"county"})"));
    EXPECT_THAT(response.body, HasSubstr(R"("permissions":["plan.read","report.fill","report.read","user.manage"])"));
    EXPECT_THAT(response.body, HasSubstr(R"("must_change_password":false)"));
    EXPECT_EQ(ask(Method::Get, "/api/v1/session").body, response.body);
    EXPECT_EQ(events("session.login", true), 1U);
}

TEST_P(Login, AnswersAnUnknownLoginLikeAWrongPassword) {
    const auto wrong = log_in("zhangsan", "wrong");
    const auto unknown = log_in("lisi", "wrong");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(code_of(wrong), "login.failed");
    EXPECT_EQ(wrong.body, unknown.body);
    EXPECT_TRUE(wrong.header("set-cookie").empty());
    EXPECT_EQ(events("session.login", false), 2U);
}

TEST_P(Login, WorksAsHardForAnUnknownLoginAsForAWrongPassword) {
    const Settings costs{.hash_memory_bytes = 16 << 20, .hash_passes = 3};
    PasswordHasher slow(costs);
    Sessions sessions(env_, slow);
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        auto user = *find_user(tx, user_);
        user.password_hash = slow.hash(kPassword);
        EXPECT_TRUE(update_user(tx, user));
        return base::Done{};
    }));
    const auto quickest = [&](const std::string& login) {
        auto best = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 3; ++i) {
            const auto start = std::chrono::steady_clock::now();
            EXPECT_FALSE(sessions.log_in({login, "wrong", "10.1.2.3", "r", ""}));
            best = std::min(best, std::chrono::steady_clock::now() - start);
        }
        return best;
    };
    EXPECT_GT(quickest("lisi") * 2, quickest("zhangsan"));
}

TEST_P(Login, RenewsAHashWhenItsCostWasRaised) {
    const Settings more{.hash_memory_bytes = 16384, .hash_passes = 2};
    PasswordHasher dearer(more);
    Sessions sessions(env_, dearer);
    EXPECT_TRUE(dearer.outdated(row_of(user_).password_hash));
    EXPECT_TRUE(sessions.log_in({"zhangsan", kPassword, "10.1.2.3", "r", ""}));
    EXPECT_FALSE(dearer.outdated(row_of(user_).password_hash));
    EXPECT_TRUE(sessions.log_in({"zhangsan", kPassword, "10.1.2.3", "r", ""}));
}

TEST_P(Login, LocksAfterFiveFailuresForHalfAnHour) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(code_of(log_in("zhangsan", "wrong")), "login.failed");
    }
    const auto locked = log_in("zhangsan");
    EXPECT_EQ(locked.status, 429);
    EXPECT_EQ(code_of(locked), "login.locked");
    EXPECT_EQ(events("session.lock"), 1U);
    clock_.step(minutes{29});
    EXPECT_EQ(code_of(log_in("zhangsan")), "login.locked");
    clock_.step(minutes{2});
    EXPECT_EQ(log_in("zhangsan").status, 200);
}

TEST_P(Login, LocksAnUnknownLoginToo) {
    for (int i = 0; i < 5; ++i) {
        log_in("lisi", "wrong");
    }
    EXPECT_EQ(code_of(log_in("lisi", "wrong")), "login.locked");
}

TEST_P(Login, LocksAnAdministratorForAnHour) {
    add_user("guanliyuan", {add_post_to(city_, "system_admin", "系统管理员")});
    for (int i = 0; i < 5; ++i) {
        log_in("guanliyuan", "wrong");
    }
    clock_.step(minutes{59});
    EXPECT_EQ(code_of(log_in("guanliyuan")), "login.locked");
    clock_.step(minutes{2});
    EXPECT_EQ(log_in("guanliyuan").status, 200);
}

TEST_P(Login, ForgetsFailuresAfterASuccess) {
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 4; ++i) {
            EXPECT_EQ(code_of(log_in("zhangsan", "wrong")), "login.failed");
        }
        EXPECT_EQ(log_in("zhangsan").status, 200);
    }
}

TEST_P(Login, LocksAnAddressThatTriesManyLogins) {
    for (int i = 0; i < env_.settings.address_failures; ++i) {
        log_in("user" + std::to_string(i), "wrong");
    }
    EXPECT_EQ(code_of(log_in("zhangsan")), "login.locked");
    remote_address_ = "10.9.9.9";
    EXPECT_EQ(log_in("zhangsan").status, 200);
}

TEST_P(Login, GuessesMadeAtTheSameTimeCannotSlipPastTheLock) {
    for (int i = 0; i < 4; ++i) {
        log_in("zhangsan", "wrong");
    }
    std::barrier all_have_seen_the_login_open{4};
    env_.business_date = [&] {  // asked once by each, while it looks whether the login is locked
        all_have_seen_the_login_open.arrive_and_wait();
        return business_date_;
    };
    std::vector<std::thread> guessers;
    for (int i = 0; i < 4; ++i) {
        guessers.emplace_back([&] { static_cast<void>(sessions_.log_in({"zhangsan", "wrong", "10.1.2.3", "r", ""})); });
    }
    for (auto& guesser : guessers) {
        guesser.join();
    }
    EXPECT_EQ(events("session.login", false), 5U);
    EXPECT_EQ(events("session.lock"), 1U);
}

TEST_P(Login, GuessesOnManyLoginsMadeAtTheSameTimeAllCountForTheirAddress) {
    constexpr int kRounds = 12;
    const std::vector<std::string> logins{"jia", "yi", "bing", "ding"};
    for (const std::string& login : logins) {
        add_user(login, {county_post_});
    }
    env_.settings.login_failures = 100;
    env_.settings.address_failures = 4 * kRounds;
    for (int round = 0; round < kRounds; ++round) {
        std::barrier all_have_seen_the_address_open{4};
        env_.business_date = [&] {
            all_have_seen_the_address_open.arrive_and_wait();
            return business_date_;
        };
        std::vector<std::thread> guessers;
        for (int i = 0; i < 4; ++i) {
            guessers.emplace_back([&, login = logins[static_cast<std::size_t>(i)]] {
                static_cast<void>(sessions_.log_in({login, "wrong", "10.1.2.3", "r", ""}));
            });
        }
        for (auto& guesser : guessers) {
            guesser.join();
        }
    }
    EXPECT_EQ(events("session.lock"), 1U) << "of the address, at its last failure";
}

TEST_P(Login, GivesANewTokenAndEndsTheOneTheClientBrought) {
    log_in("zhangsan");
    const std::string first = token_;
    log_in("zhangsan");
    EXPECT_NE(first, token_);
    EXPECT_FALSE(sessions_.authenticate(first));
    EXPECT_TRUE(sessions_.authenticate(token_));
}

TEST_P(Login, DoesNotTakeOverATokenChosenByAnother) {
    token_ = std::string(43, 'A');
    log_in("zhangsan");
    EXPECT_NE(token_, std::string(43, 'A'));
    EXPECT_FALSE(sessions_.authenticate(std::string(43, 'A')));
}

TEST_P(Login, IsRefusedToADisabledUserWithTheSameAnswer) {
    const auto wrong = log_in("zhangsan", "wrong");
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        auto user = *find_user(tx, user_);
        user.state = UserState::Disabled;
        EXPECT_TRUE(update_user(tx, user));
        return base::Done{};
    }));
    EXPECT_EQ(log_in("zhangsan").body, wrong.body);
}

TEST_P(Login, FromAnotherSiteIsRefused) {
    const std::string body = R"({"login":"zhangsan","password":")" + kPassword + "\"}";
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/session", body, {{"Sec-Fetch-Site", "cross-site"}})), "request.cross_site");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/session", body, {{"Host", "luoshi.local"}, {"Origin", "https://evil.example"}})),
              "request.cross_site");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/session", body, {{"Host", "luoshi.local"}, {"Origin", "null"}})), "request.cross_site");
    EXPECT_EQ(ask(Method::Post, "/api/v1/session", body, {{"Host", "luoshi.local"}, {"Origin", "http://luoshi.local"}}).status, 200);
}

TEST_P(SessionLife, EndsAfterHalfAnHourOfIdleness) {
    log_in("zhangsan");
    clock_.step(minutes{29});
    EXPECT_EQ(status(Method::Get, "/api/v1/plans"), 200);
    clock_.step(minutes{29});
    EXPECT_EQ(status(Method::Get, "/api/v1/plans"), 200);
    clock_.step(minutes{31});
    const auto late = ask(Method::Get, "/api/v1/plans");
    EXPECT_EQ(late.status, 401);
    EXPECT_EQ(code_of(late), "session.expired");
}

TEST_P(SessionLife, OfAnAdministratorEndsAfterAQuarterOfAnHour) {
    add_user("guanliyuan", {add_post_to(city_, "system_admin", "系统管理员")});
    log_in("guanliyuan");
    clock_.step(minutes{16});
    EXPECT_EQ(status(Method::Get, "/api/v1/session"), 401);
}

TEST_P(SessionLife, EndsAfterEightHoursHoweverBusy) {
    log_in("zhangsan");
    for (int i = 0; i < 19; ++i) {
        clock_.step(minutes{25});
        ASSERT_EQ(status(Method::Get, "/api/v1/plans"), 200) << i;
    }
    clock_.step(minutes{25});
    EXPECT_EQ(status(Method::Get, "/api/v1/plans"), 401);
}

TEST_P(SessionLife, LastSeenIsWrittenAtMostOnceAMinute) {
    log_in("zhangsan");
    const auto seen = [&] {
        return db_->read([&](store::ReadTx& tx) { return find_session(tx, digest_text(digest_of(token_)))->last_seen_at; });
    };
    const auto start = seen();
    clock_.step(seconds{59});
    ask(Method::Get, "/api/v1/plans");
    EXPECT_EQ(seen(), start);
    clock_.step(seconds{1});
    ask(Method::Get, "/api/v1/plans");
    EXPECT_EQ(seen(), start + minutes{1});
}

TEST_P(SessionLife, RevokedByAnotherServerEndsWithinFiveSeconds) {
    log_in("zhangsan");
    Sessions other_server(env_, hasher_);
    EXPECT_TRUE(sessions_.authenticate(token_));
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        auto user = *find_user(tx, user_);
        ++user.session_version;
        EXPECT_TRUE(update_user(tx, user));
        return base::Done{};
    }));
    EXPECT_FALSE(other_server.authenticate(token_));
    EXPECT_TRUE(sessions_.authenticate(token_)) << "the cache is not in use";
    clock_.step(seconds{5});
    EXPECT_FALSE(sessions_.authenticate(token_));
}

TEST_P(SessionLife, IsTheSameForRequestsAtTheSameTime) {
    log_in("zhangsan");
    std::vector<std::thread> requests;
    std::atomic<int> answered{0};
    for (int i = 0; i < 8; ++i) {
        requests.emplace_back([&] {
            for (int n = 0; n < 200; ++n) {
                const auto session = sessions_.authenticate(token_);
                answered += session && (*session)->actor.unit == xian_county_ ? 1 : 0;
                if (n % 50 == 0) {
                    sessions_.forget_user(user_);
                }
            }
        });
    }
    for (auto& request : requests) {
        request.join();
    }
    EXPECT_EQ(answered, 1600);
}

TEST_P(SessionLife, EndsAtOnceByLoggingOut) {
    log_in("zhangsan");
    const auto response = ask(Method::Delete, "/api/v1/session");
    EXPECT_EQ(response.status, 204);
    EXPECT_THAT(std::string{response.header("set-cookie")}, HasSubstr("Max-Age=0"));
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/plans")), "session.expired");
    EXPECT_EQ(events("session.logout"), 1U);
}

TEST_P(SessionLife, IsStoredOnlyAsADigest) {
    log_in("zhangsan");
    EXPECT_FALSE(db_->read([&](store::ReadTx& tx) { return find_session(tx, token_).has_value(); }));
}

TEST_P(SessionLife, ActsAsTheChosenPost) {
    const PostId town_post = add_post_to(xian_town_, "town", "镇经办");
    const UserId user = add_user("lisi", {county_post_, town_post});
    const PostId foreign = add_post_to(hejian_county_, "county", "县经办");
    log_in("lisi");
    EXPECT_EQ(status(Method::Get, "/api/v1/plans"), 200);
    const auto chosen = ask(Method::Post, "/api/v1/session/post", R"({"post_id":")" + town_post.text() + "\"}");
    EXPECT_EQ(chosen.status, 200) << chosen.body;
    EXPECT_THAT(chosen.body, HasSubstr(R"("post":{"id":")" + town_post.text()));
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/plans")), "permission.denied");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/session/post", R"({"post_id":")" + foreign.text() + "\"}")), "session.post_not_held");
    EXPECT_EQ(events("session.choose_post"), 1U);
    EXPECT_EQ(sessions_.authenticate(token_).value()->actor.user, user);
}

TEST_P(SessionLife, ReachesTheUnitsOfItsScope) {
    log_in("zhangsan");
    const Actor& county = sessions_.authenticate(token_).value()->actor;
    EXPECT_TRUE(county.covers(xian_county_));
    EXPECT_TRUE(county.covers(xian_town_));
    EXPECT_FALSE(county.covers(hejian_county_));
    EXPECT_FALSE(county.covers(city_));
    EXPECT_TRUE(county.may_for("report.fill", xian_town_));
    EXPECT_FALSE(county.may_for("report.review", xian_town_));
}

TEST_P(SessionLife, WithoutAPostMayNothing) {
    add_user("lisi", {});
    EXPECT_THAT(log_in("lisi").body, HasSubstr(R"("post":null,"posts":[],"permissions":[])"));
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/plans")), "permission.denied");
}

TEST_P(Gate, LetsAnybodySeeWhatIsPublicAndNobodyElseIn) {
    EXPECT_EQ(status(Method::Get, "/api/v1/site"), 200);
    const auto refused = ask(Method::Get, "/api/v1/plans");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(code_of(refused), "session.missing");
    token_ = "no-such-token";
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/plans")), "session.expired");
}

TEST_P(Gate, TellsTheHandlerWhoAsksAndFromWhere) {
    log_in("zhangsan");
    EXPECT_EQ(ask(Method::Get, "/api/v1/plans").body, "\"献县人民政府10.1.2.3\"");
    remote_address_ = "10.1.2.4";
    EXPECT_EQ(ask(Method::Get, "/api/v1/plans").body, "\"献县人民政府10.1.2.4\"");
}

TEST_P(Gate, BelievesOnlyTheTrustedProxyAboutTheClient) {
    log_in("zhangsan");
    const http::Fields forwarded{{"X-Forwarded-For", "6.6.6.6, 10.7.7.7"}};
    EXPECT_EQ(ask(Method::Get, "/api/v1/plans", {}, forwarded).body, "\"献县人民政府10.1.2.3\"");
    env_.settings.trusted_proxy = "10.1.2.3";
    EXPECT_EQ(ask(Method::Get, "/api/v1/plans", {}, forwarded).body, "\"献县人民政府10.7.7.7\"");
    EXPECT_EQ(ask(Method::Get, "/api/v1/plans").body, "\"献县人民政府10.1.2.3\"");
}

TEST_P(Gate, BehindTlsTheCookieIsSecureAndTheOriginIsThePublicOne) {
    env_.settings.behind_tls = true;
    env_.settings.public_origin = "https://luoshi.cangzhou.gov.cn";
    EXPECT_THAT(std::string{log_in("zhangsan").header("set-cookie")}, HasSubstr("; Secure"));
    EXPECT_EQ(ask(Method::Post, "/api/v1/reports", {}, {{"Host", "10.0.0.5"}, {"Origin", "https://luoshi.cangzhou.gov.cn"}}).status, 200);
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/reports", {}, {{"Host", "10.0.0.5"}, {"Origin", "http://10.0.0.5"}})),
              "request.cross_site");
}

TEST_P(Gate, AWriteNeedsTheTokenOfItsSession) {
    log_in("zhangsan");
    EXPECT_EQ(status(Method::Post, "/api/v1/reports"), 200);
    const std::string own = std::exchange(csrf_, "");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/reports")), "session.csrf");
    csrf_ = own;
    csrf_.back() = csrf_.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(ask(Method::Post, "/api/v1/reports").status, 403);
    csrf_ = csrf_token_of(random_token());
    EXPECT_EQ(ask(Method::Post, "/api/v1/reports").status, 403);
    EXPECT_EQ(status(Method::Get, "/api/v1/plans"), 200);
}

TEST_P(Gate, AWriteFromAnotherSiteIsRefused) {
    log_in("zhangsan");
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/reports", {}, {{"Sec-Fetch-Site", "same-site"}})), "request.cross_site");
    EXPECT_EQ(ask(Method::Post, "/api/v1/reports", {}, {{"Sec-Fetch-Site", "same-origin"}}).status, 200);
}

TEST_P(Gate, NamesTheMissingPermissionAndRecordsTheDenialOnce) {
    add_user("lisi", {add_post_to(city_, "leader", "副市长")});
    log_in("lisi");
    for (int i = 0; i < 3; ++i) {
        const auto denied = ask(Method::Post, "/api/v1/reports");
        EXPECT_EQ(denied.status, 403);
        EXPECT_THAT(denied.body, HasSubstr("没有“填报”权限"));
    }
    EXPECT_EQ(events("permission.denied"), 1U);
    clock_.step(minutes{1});
    ask(Method::Post, "/api/v1/reports");
    EXPECT_EQ(events("permission.denied"), 2U);
}

TEST_P(Gate, WritesNoDenialWhereNothingMayWaitButAsksForAWorker) {
    add_user("lisi", {add_post_to(city_, "leader", "副市长")});
    log_in("lisi");
    const auto gate = make_gate(env_, sessions_);
    http::Route route;
    route.pattern = "/api/v1/users";
    route.permission = "user.manage";
    http::Request request;
    request.headers.add("Cookie", "luoshi_session=" + token_);
    request.may_wait = false;
    EXPECT_FALSE(gate(request, route));
    EXPECT_TRUE(request.wants_worker);
    EXPECT_EQ(events("permission.denied"), 0U);
    request.may_wait = true;
    EXPECT_FALSE(gate(request, route));
    EXPECT_EQ(events("permission.denied"), 1U);
    http::Request again;
    again.headers = request.headers;
    again.may_wait = false;
    EXPECT_FALSE(gate(again, route));
    EXPECT_FALSE(again.wants_worker) << "recorded a moment ago: there is nothing to write";
}

TEST_P(Password, OneTimePasswordMustBeChangedBeforeAnythingElse) {
    EXPECT_TRUE(db_->write([&](store::WriteTx& tx) -> base::Status {
        auto user = *find_user(tx, user_);
        user.must_change = true;
        EXPECT_TRUE(update_user(tx, user));
        return base::Done{};
    }));
    EXPECT_THAT(log_in("zhangsan").body, HasSubstr(R"("must_change_password":true)"));
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/plans")), "session.must_change_password");
    EXPECT_EQ(status(Method::Get, "/api/v1/session"), 200);
    const auto changed =
        ask(Method::Post, "/api/v1/session/password", R"({"old_password":")" + kPassword + R"(","new_password":"Qiuye-Man-7-shan"})");
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_THAT(changed.body, HasSubstr(R"("must_change_password":false)"));
    token_.clear();
    csrf_.clear();
    EXPECT_EQ(log_in("zhangsan", "Qiuye-Man-7-shan").status, 200);
    EXPECT_EQ(status(Method::Get, "/api/v1/plans"), 200);
}

TEST_P(Password, MustBeChangedAfterNinetyDays) {
    clock_.step(days{91});
    EXPECT_THAT(log_in("zhangsan").body, HasSubstr(R"("must_change_password":true)"));
    EXPECT_EQ(code_of(ask(Method::Get, "/api/v1/plans")), "session.must_change_password");
}

TEST_P(Password, ChangeEndsEveryOtherSession) {
    log_in("zhangsan");
    const std::string at_the_office = token_;
    token_.clear();
    csrf_.clear();
    log_in("zhangsan");
    const std::string before = token_;
    EXPECT_TRUE(sessions_.authenticate(at_the_office));
    EXPECT_EQ(ask(Method::Post, "/api/v1/session/password", R"({"old_password":")" + kPassword + R"(","new_password":"Qiuye-Man-7-shan"})")
                  .status,
              200);
    EXPECT_FALSE(sessions_.authenticate(at_the_office));
    EXPECT_FALSE(sessions_.authenticate(before));
    EXPECT_EQ(events("session.password", true), 1U);
}

TEST_P(Password, ChangeNamesWhatIsWrong) {
    log_in("zhangsan");
    const auto response = ask(Method::Post, "/api/v1/session/password", R"({"old_password":"no","new_password":"zhangsan1"})");
    EXPECT_EQ(response.status, 400);
    for (const auto* code : {"password.wrong", "password.short", "password.classes", "password.contains_login"}) {
        EXPECT_THAT(response.body, HasSubstr(code));
    }
    EXPECT_EQ(events("session.password", false), 1U);
    EXPECT_EQ(events("session.password", true), 0U);
}

TEST_P(Password, WrongOldPasswordsLockToo) {
    log_in("zhangsan");
    for (int i = 0; i < 5; ++i) {
        ask(Method::Post, "/api/v1/session/password", R"({"old_password":"no","new_password":"Qiuye-Man-7-shan"})");
    }
    EXPECT_EQ(code_of(ask(Method::Post, "/api/v1/session/password",
                          R"({"old_password":")" + kPassword + R"(","new_password":"Qiuye-Man-7-shan"})")),
              "login.locked");
}

TEST_P(Password, TheLastFiveAreNotUsedAgain) {
    std::string present = kPassword;
    const auto change = [&](const std::string& next) {
        log_in("zhangsan", present);
        clock_.step(seconds{1});
        const auto response =
            ask(Method::Post, "/api/v1/session/password", R"({"old_password":")" + present + R"(","new_password":")" + next + "\"}");
        if (response.status == 200) {
            present = next;
        }
        return response;
    };
    for (int i = 1; i <= 4; ++i) {
        ASSERT_EQ(change("Qiuye-Man-shan-" + std::to_string(i)).status, 200);
    }
    EXPECT_THAT(change(kPassword).body, HasSubstr("password.reused"));
    EXPECT_EQ(change("Qiuye-Man-shan-5").status, 200);
    EXPECT_EQ(change(kPassword).status, 200);
}

const auto kEngines = testing::Values(store::Engine::Sqlite, store::Engine::Postgres);
INSTANTIATE_TEST_SUITE_P(Engines, Login, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, SessionLife, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, Gate, kEngines, testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Engines, Password, kEngines, testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::identity
