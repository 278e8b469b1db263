#include "http/router.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "http/file_transfer.hpp"
#include "http/openapi.hpp"
#include "json/json.hpp"

namespace luoshi::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Route route(Method method, std::string pattern, std::string permission = "public") {
    return {.method = method,
            .pattern = pattern,
            .permission = std::move(permission),
            .summary = "读取。",
            .handler = [pattern](const Request& request) {
                std::string text = pattern;
                for (std::size_t i = 0; i < request.params.size(); ++i) {
                    text += ' ' + std::string{request.params.item(i).first} + '=' + std::string{request.params.item(i).second};
                }
                return base::Result<Response>{Response::json(text)};
            }};
}

Request get(std::string target) {
    Request request;
    request.path = std::move(target);
    request.request_id = "r1";
    return request;
}

TEST(Router, FindsTheRouteOfAPathAndItsParameters) {
    Router router;
    router.add(route(Method::Get, "/"));
    router.add(route(Method::Get, "/api/v1/tasks"));
    router.add(route(Method::Get, "/api/v1/tasks/{id}"));
    router.add(route(Method::Get, "/api/v1/tasks/{id}/reports/{period}"));
    EXPECT_EQ(router.handle(get("/")).body, "/");
    EXPECT_EQ(router.handle(get("/api/v1/tasks")).body, "/api/v1/tasks");
    EXPECT_EQ(router.handle(get("/api/v1/tasks/7")).body, "/api/v1/tasks/{id} id=7");
    EXPECT_EQ(router.handle(get("/api/v1/tasks/7/reports/2020-06")).body, "/api/v1/tasks/{id}/reports/{period} id=7 period=2020-06");
    EXPECT_EQ(router.handle(get("http://luoshi/api/v1/tasks/%E7%9B%90%2F%E5%B1%B1")).body, "/api/v1/tasks/{id} id=盐/山");
    for (const char* absent : {"/api/v1/tasks/", "/api/v1/task", "/api/v1/tasks/7/reports", "/api", "/x"}) {
        EXPECT_EQ(router.handle(get(absent)).status, 404) << absent;
    }
}

TEST(Router, PrefersTheLiteralAndStepsBackWhereItLeadsNowhere) {
    Router router;
    router.add(route(Method::Get, "/tasks/{id}"));
    router.add(route(Method::Get, "/tasks/{id}/history"));
    router.add(route(Method::Get, "/tasks/mine"));
    router.add(route(Method::Post, "/tasks/mine/history"));
    EXPECT_EQ(router.handle(get("/tasks/mine")).body, "/tasks/mine");
    EXPECT_EQ(router.handle(get("/tasks/mine/history")).body, "/tasks/{id}/history id=mine");
}

TEST(Router, NamesTheMethodsAPathHasWhenAskedForAnother) {
    Router router;
    router.add(route(Method::Get, "/api/tasks/{id}"));
    router.add(route(Method::Patch, "/api/tasks/{number}"));
    Request request = get("/api/tasks/7");
    request.method = Method::Delete;
    const Response response = router.handle(request);
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.header("allow"), "GET, HEAD, PATCH");
    EXPECT_THAT(router.match(Method::Delete, "/api/tasks/7").allowed, ElementsAre(Method::Get, Method::Patch));
}

TEST(Router, RefusesARouteThatCollidesOrHasNoPermission) {
    Router router;
    router.add(route(Method::Get, "/tasks/{id}"));
    EXPECT_THROW(router.add(route(Method::Get, "/tasks/{other}")), std::logic_error);
    EXPECT_THROW(router.add(route(Method::Get, "/reports", "")), std::logic_error);
    EXPECT_THROW(router.add(route(Method::Get, "reports")), std::logic_error);
}

TEST(Router, RefusesABrokenTarget) {
    Router router;
    router.add(route(Method::Get, "/tasks/{id}"));
    for (const char* target : {"tasks", "/tasks/%", "/tasks/%4", "/tasks/%zz", "/tasks/%00", "/tasks/%ff", "/tasks/7?a=%E6", "*", ""}) {
        EXPECT_EQ(router.handle(get(target)).status, 400) << target;
    }
}

TEST(Router, DecodesTheQuery) {
    Router router;
    Route list = route(Method::Get, "/units");
    list.handler = [](const Request& request) -> base::Result<Response> {
        EXPECT_EQ(request.query_value("q"), "沧州 市+");
        EXPECT_EQ(request.query_value("flag"), "");
        EXPECT_EQ(request.query_value("absent"), std::nullopt);
        return Response::no_content();
    };
    router.add(list);
    EXPECT_EQ(router.handle(get("/units?q=%E6%B2%A7%E5%B7%9E+%E5%B8%82%2B&&flag")).status, 204);
}

TEST(PercentEncoding, CarriesAFileNameThroughAHeader) {
    EXPECT_EQ(percent_encoded("6月 总结-1.docx"), "6%E6%9C%88%20%E6%80%BB%E7%BB%93-1.docx");
    EXPECT_EQ(percent_decoded("6%E6%9C%88%20%E6%80%BB%E7%BB%93-1.docx+").value(), "6月 总结-1.docx+");
    for (const char* broken : {"%", "%E6%9C", "%00", "%gg"}) {
        EXPECT_FALSE(percent_decoded(broken)) << broken;
    }
}

TEST(Router, AsksTheGateBeforeTheHandler) {
    Router router;
    router.add(route(Method::Get, "/tasks", "task.read"));
    router.set_gate([](Request& request, const Route& asked) -> base::Status {
        EXPECT_EQ(asked.permission, "task.read");
        if (request.cookie("session") != "s 1") {
            return base::Error{base::Category::Unauthenticated, "session.missing", "请先登录。", {}, {}};
        }
        request.actor = 42;
        return base::Done{};
    });
    EXPECT_EQ(router.handle(get("/tasks")).status, 401);
    Request known = get("/tasks");
    known.headers = {{"Cookie", "a=b; xsession=no;  session=s 1 ; c=d"}};
    EXPECT_EQ(router.handle(known).status, 200);
}

TEST(Router, TurnsAnExceptionIntoAProblemThatSaysNothingOfTheInside) {
    Router router;
    Route broken = route(Method::Get, "/tasks");
    broken.handler = [](const Request&) -> base::Result<Response> { throw std::runtime_error("disk is full"); };
    router.add(broken);
    Response response = router.handle(get("/tasks"));
    EXPECT_EQ(response.status, 500);
    EXPECT_THAT(response.body, AllOf(HasSubstr("server.fault"), HasSubstr("\"r1\""), Not(HasSubstr("disk"))));

    std::string told;
    router.set_fault_hook([&](const std::exception& fault, const Request& request) {
        told = request.request_id + ": " + fault.what();
        return base::Error{base::Category::Unavailable, "store.unavailable", "数据库暂时不可用，请稍后重试。", {}, {}};
    });
    response = router.handle(get("/tasks"));
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.header("Retry-After"), "5");
    EXPECT_EQ(told, "r1: disk is full");
}

TEST(Problem, CarriesCodeFieldsAndConflict) {
    base::Error error{base::Category::VersionMismatch,
                      "task.changed",
                      "已被王芳修改。",
                      {{"/values/0", "report.too_many_decimals", "小数过多。"}},
                      R"({"theirs":1})"};
    const Response response = problem(error, "r9");
    EXPECT_EQ(response.status, 412);
    EXPECT_EQ(response.content_type, "application/problem+json; charset=utf-8");
    EXPECT_EQ(
        response.body,
        R"({"type":"urn:luoshi:problem:task.changed","title":"已被他人修改","status":412,"code":"task.changed","detail":"已被王芳修改。",)"
        R"("request_id":"r9","errors":[{"path":"/values/0","code":"report.too_many_decimals","message":"小数过多。"}],)"
        R"("conflict":{"theirs":1}})");
}

TEST(Problem, CarriesWhatStandsInItsSentencesForOtherLanguages) {
    auto error = base::conflict(base::phrase("report.period_not_open", "{date}起可以填报", {{"date", "2020-07-01"}}));
    error.fields.push_back(base::field_error("/note", base::phrase("request.too_long", "最多 {most} 字", {{"most", "4"}})));
    const auto body = problem(error, "r9").body;
    EXPECT_THAT(body, HasSubstr(R"("detail":"2020-07-01起可以填报","request_id":"r9","params":{"date":"2020-07-01"})"));
    EXPECT_THAT(body, HasSubstr(R"("code":"request.too_long","message":"最多 4 字","params":{"most":"4"}})"));
}

TEST(Upload, ANameTooLongIsToldAsSuch) {
    Request request;
    EXPECT_EQ(upload_name(request).error().code, "upload.file_name");
    request.headers = {{"X-File-Name", "folder/a.pdf"}};
    EXPECT_EQ(upload_name(request).value(), "a.pdf");
    request.headers = {{"X-File-Name", std::string(252, 'a') + ".pdf"}};
    const auto refused = upload_name(request);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "upload.name_too_long");
    EXPECT_THAT(refused.error().message, HasSubstr("最多 255 字节（约 85 个汉字），现有 256 字节"));
}

TEST(Request, ReadsTheVersionTheClientSawFromIfMatch) {
    Request request;
    EXPECT_FALSE(request.expected_version());
    for (const char* wrong : {"7", "\"\"", "\"x\"", "\"-1\"", "W/\"7\"", "*", "\"7"}) {
        request.headers = {{"If-Match", wrong}};
        EXPECT_FALSE(request.expected_version()) << wrong;
    }
    request.headers = {{"IF-MATCH", "\"7\""}};
    EXPECT_EQ(request.expected_version().value(), 7);
}

TEST(Response, OfARouteIsSentAlsoToAClientThatNamesItsVersion) {
    Router router;
    Route row = route(Method::Get, "/tasks/{id}");
    row.handler = [](const Request&) -> base::Result<Response> { return Response::json("{}").with_version(7); };
    router.add(row);
    Request request = get("/tasks/1");
    request.headers = {{"If-None-Match", "\"7\""}};
    const Response response = router.handle(request);
    EXPECT_EQ(response.status, 200) << "the version says nothing of the lights in the body";
    EXPECT_EQ(response.body, "{}");
}

class WebFiles : public testing::Test {
protected:
    WebFiles() {
        router.set_files(files);
        router.add(route(Method::Post, "/api/v1/tasks"));
    }
    Response ask(std::string path, std::string_view encodings, std::string_view tag = {}) {
        Request request = get(std::move(path));
        request.headers = {{"Accept-Encoding", encodings}, {"If-None-Match", tag}};
        return router.handle(request);
    }
    static constexpr base::EmbeddedFile files[] = {
        {"assets/app-1.js", "plain"}, {"assets/app-1.js.br", "brotli"}, {"assets/app-1.js.gz", "gzip"}, {"index.html", "<html>"}};
    Router router;
};

TEST_F(WebFiles, ComeInTheBestEncodingTheClientTakes) {
    EXPECT_EQ(ask("/assets/app-1.js", "gzip, deflate, br").embedded, "brotli");
    EXPECT_EQ(ask("/assets/app-1.js", "gzip;q=0.8, br;q=0").embedded, "gzip");
    const Response plain = ask("/assets/app-1.js", "");
    EXPECT_EQ(plain.embedded, "plain");
    EXPECT_EQ(plain.content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(plain.header("content-encoding"), "");
    EXPECT_EQ(plain.header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(ask("/assets/app-1.js", "", plain.header("etag")).status, 304);
    EXPECT_EQ(ask("/assets/app-1.js", "br", plain.header("etag")).status, 200);
}

TEST_F(WebFiles, GiveTheApplicationForAPageOfItsOwn) {
    const Response page = ask("/tasks/7", "br");
    EXPECT_EQ(page.embedded, "<html>");
    EXPECT_EQ(page.header("cache-control"), "no-cache");
    EXPECT_EQ(ask("/assets/app-0.js", "").status, 404);
    EXPECT_EQ(ask("/api/v1/nothing", "").status, 404);
    EXPECT_EQ(ask("/api/v1/tasks", "").status, 405);
}

TEST(OpenApi, DescribesEveryRouteWithItsPermission) {
    Router router;
    Route update = route(Method::Patch, "/api/v1/tasks/{id}/duties/{duty}", "task.edit");
    update.body = Body::Memory;
    update.request_schema = "DutyEdit";
    update.response_schema = "Duty";
    update.query = {{"unit", "只看一个单位"}};
    router.add(update);
    const std::string text =
        openapi_json(router, {"落实", "1.0", "", R"({"DutyEdit":{"type":"object"},"Duty":{"type":"object"},"Problem":{}})"});
    json::Reader reader{text};
    EXPECT_EQ(reader.text("openapi"), "3.1.0");
    json::Reader operation = reader.object("paths").object("/api/v1/tasks/{id}/duties/{duty}").object("patch");
    EXPECT_EQ(operation.text("x-permission"), "task.edit");
    EXPECT_EQ(operation.text("operationId"), "patch_api_v1_tasks_id_duties_duty");
    std::vector<json::Reader> parameters = operation.objects("parameters");
    ASSERT_EQ(parameters.size(), 3U);
    EXPECT_EQ(parameters[1].text("name"), "duty");
    EXPECT_EQ(parameters[2].text("in") + " " + parameters[2].text("name"), "query unit");
    EXPECT_EQ(operation.object("requestBody").object("content").object("application/json").object("schema").text("$ref"),
              "#/components/schemas/DutyEdit");
    EXPECT_EQ(reader.object("components")
                  .object("responses")
                  .object("Problem")
                  .object("content")
                  .object("application/problem+json")
                  .object("schema")
                  .text("$ref"),
              "#/components/schemas/Problem");
    EXPECT_THROW(openapi_json(router, {"落实", "1.0", "", R"({"DutyEdit":{"properties":{"Duty":{}}},"Problem":{}})"}), std::logic_error);
    EXPECT_THROW(openapi_json(router, {"落实", "1.0", "", R"({"DutyEdit":{},"Duty":{}})"}), std::logic_error);
}

}  // namespace
}  // namespace luoshi::http
