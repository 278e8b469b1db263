#include "indicator/share_api.hpp"

#include <boost/json.hpp>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "indicator/share_fixture.hpp"

namespace luoshi::indicator {
namespace {

using http::Method;

class ShareApiTest : public ShareTest {
protected:
    ShareApiTest() {
        router_.set_gate([this](http::Request& request, const http::Route&) -> base::Status {
            identity::set_actor(request, reader_);
            return base::Done{};
        });
        add_share_routes(router_, *db_, shares_);
    }

    boost::json::value call(Method method, const std::string& path, int expected, const std::string& body = "", std::int64_t version = 0) {
        http::Request request;
        request.method = method;
        const auto query = path.find('?');
        request.path = "/api/v1" + path.substr(0, query);
        request.body = body;
        request.body_size = body.size();
        if (version > 0) {
            request.headers.add("If-Match", "\"" + std::to_string(version) + "\"");
        }
        const http::Response response = router_.handle(std::move(request));
        EXPECT_EQ(response.status, expected) << path << " " << response.body;
        return boost::json::parse(response.body);
    }

    identity::Actor reader_ = office();
    http::Router router_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ShareApiTest, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

TEST_P(ShareApiTest, ATargetIsDividedIssuedAndChanged) {
    const std::string target = "/targets/" + target_.text() + "/split";
    EXPECT_EQ(call(Method::Get, target, 200).at("state").as_string(), "none");
    const auto drafted = call(Method::Post, target, 201,
                              R"({"method": "hand", "values": [{"unit_id": "11", "value": "9000"}, {"unit_id": "12", "value": "7000"}]})");
    EXPECT_EQ(drafted.at_pointer("/sum/verdict").as_string(), "over");
    EXPECT_EQ(drafted.at_pointer("/sum/padding_pct").as_string(), "6.7");
    EXPECT_EQ(drafted.at_pointer("/sum/padded").as_bool(), false);
    const std::string split = "/splits/" + std::string{drafted.at("id").as_string()};
    const auto version = drafted.at("version").as_int64();
    const auto done = call(Method::Post, split + "/issue", 200, "{}", version);
    EXPECT_EQ(done.at("state").as_string(), "issued");
    const auto late = call(Method::Put, split, 412, R"({"method": "equal"})", version);
    EXPECT_EQ(late.at_pointer("/conflict/theirs/state").as_string(), "issued");
    EXPECT_EQ(late.at_pointer("/conflict/changed_by").as_string(), reader_.user_name);
    const auto asked = call(Method::Post, split + "/changes", 200,
                            R"({"reason": "乙市企业外迁", "values": [{"unit_id": "12", "value": "6000"}]})", done.at("version").as_int64());
    EXPECT_EQ(asked.at_pointer("/sum_after/verdict").as_string(), "exact");
    const std::string change = "/share-changes/" + std::string{asked.at_pointer("/changes/0/id").as_string()};
    reader_ = deputy();
    EXPECT_EQ(call(Method::Post, change + "/approve", 200).at_pointer("/lines/3/versions").as_array().size(), 2U);
    reader_ = other_county();
    EXPECT_EQ(call(Method::Get, "/shares", 200).at_pointer("/items/0/value").as_string(), "6000");
    call(Method::Get, split, 405);
}

TEST_P(ShareApiTest, WrongInputIsToldWholeWithItsPlace) {
    const std::string target = "/targets/" + target_.text() + "/split";
    EXPECT_EQ(call(Method::Post, target, 400, R"({"method": "guess"})").at_pointer("/errors/0/path").as_string(), "/method");
    const auto table = call(Method::Post, target, 400, R"({"method": "table", "table": {"name": "a.csv", "text": "单位,数值\n丙县,x\n"}})");
    EXPECT_EQ(table.at("errors").as_array().size(), 2U);
    EXPECT_EQ(call(Method::Post, target, 400,
                   R"({"method": "hand", "values": [{"unit_id": "11", "value": "-1"}, {"unit_id": "12", "value": "0.5"}]})")
                  .at("errors")
                  .as_array()
                  .size(),
              2U);
    call(Method::Get, "/targets/77/split", 404);
    call(Method::Post, "/splits/77/issue", 404, "{}", 1);
    call(Method::Post, "/splits/77/issue", 400, "{}");
}

}  // namespace
}  // namespace luoshi::indicator
