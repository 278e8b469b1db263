#include "plan/plan_api.hpp"

#include <boost/json.hpp>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "migrations.hpp"
#include "plan/plan_fixture.hpp"
#include "plan/task_service.hpp"

namespace luoshi::plan {
namespace {

using http::Method;
using identity::Scope;
using testing::HasSubstr;

class PlanApi : public PlanTest {
protected:
    PlanApi() {
        router_.set_gate([this](http::Request& request, const http::Route& route) -> base::Status {
            if (!reader_.may(route.permission)) {
                return base::forbidden("permission.denied", "");
            }
            identity::set_actor(request, reader_);
            return base::Done{};
        });
        add_plan_routes(router_, env_);
        add_task_routes(router_, env_);
        add_target_routes(router_, env_);
        add_unit_duty_routes(router_, env_);
    }

    boost::json::value call(Method method, const std::string& path, int expected, const std::string& body = "", int version = 0) {
        http::Request request;
        request.method = method;
        request.path = "/api/v1" + path;
        request.body = body;
        request.body_size = body.size();
        if (version > 0) {
            request.headers.add("If-Match", "\"" + std::to_string(version) + "\"");
        }
        const http::Response response = router_.handle(std::move(request));
        const std::string text = response.shared_body ? *response.shared_body : response.body;
        EXPECT_EQ(response.status, expected) << path << " " << text;
        etag_ = response.header("ETag");
        return text.empty() ? boost::json::value{} : boost::json::parse(text);
    }
    boost::json::value get(const std::string& path, int expected = 200) { return call(Method::Get, path, expected); }

    identity::Actor reader_ = office();
    http::Router router_;
    std::string etag_;
};

TEST_P(PlanApi, ServesThePlanItsDocumentAndWhatWasDrawnFromIt) {
    const std::string id = imported().plan.text();
    const auto plans = get("/plans");
    EXPECT_EQ(plans.at_pointer("/items/0/id").as_string(), id);
    EXPECT_EQ(plans.at_pointer("/items/0/open_questions").as_int64(), 2);
    EXPECT_TRUE(plans.at_pointer("/next").is_null());
    const auto plan = get("/plans/" + id);
    EXPECT_EQ(plan.at_pointer("/owner_unit/name").as_string(), "某市人民政府");
    EXPECT_EQ(plan.at_pointer("/target_count").as_int64(), 2);
    const auto document = get("/plans/" + id + "/document");
    EXPECT_EQ(document.at_pointer("/clauses/1/parent_id"), document.at_pointer("/clauses/0/id"));
    EXPECT_EQ(document.at_pointer("/items/0/label").as_string(), "T1 建设淘宝村");
    EXPECT_EQ(document.at_pointer("/items/1/label").as_string(), "牵头：市商务局");
    const auto questions = get("/plans/" + id + "/questions");
    EXPECT_EQ(questions.at_pointer("/items/0/from_package").as_bool(), true);
    EXPECT_EQ(questions.at_pointer("/items/0/source/quote").as_string(), "相关县市政府");
    get("/plans/77", 404);
    get("/plans/x/document", 404);
}

TEST_P(PlanApi, ServesATaskWithSourcesChecksAndItsVersion) {
    const PlanId plan = confirmed();
    const auto list = get("/plans/" + plan.text() + "/tasks?state=accepted&unit=11");
    EXPECT_EQ(list.at_pointer("/items").as_array().size(), 3);
    const auto found = get("/tasks/" + task(plan, "T1").text());
    EXPECT_EQ(etag_, "\"2\"");
    EXPECT_EQ(found.at_pointer("/plan/state").as_string(), "confirmed");
    EXPECT_EQ(found.at_pointer("/targets/0/op").as_string(), "=");
    EXPECT_EQ(found.at_pointer("/targets/0/effective_op").as_string(), ">=");
    EXPECT_EQ(found.at_pointer("/targets/0/value").as_string(), "1.5");
    EXPECT_EQ(found.at_pointer("/duties/0/source/quote").as_string(), "市商务局");
    EXPECT_EQ(found.at_pointer("/checks").as_array().size(), 7);
    EXPECT_EQ(found.at_pointer("/unit_duties").as_array().size(), 4);
    reader_ = actor(kCountyB, Scope::Own);
    const auto foreign = get("/tasks/" + task(plan, "T1").text());
    ASSERT_EQ(foreign.at_pointer("/unit_duties").as_array().size(), 1);
    EXPECT_EQ(foreign.at_pointer("/unit_duties/0/unit/id").as_string(), "12");
    const auto first = get("/plans/" + plan.text() + "/tasks?limit=3");
    EXPECT_EQ(first.at_pointer("/items").as_array().size(), 3);
    const auto rest = get("/plans/" + plan.text() + "/tasks?limit=3&after=" + first.at_pointer("/next").as_string().c_str());
    EXPECT_EQ(rest.at_pointer("/items").as_array().size(), 2);
    EXPECT_TRUE(rest.at_pointer("/next").is_null());
    get("/plans/" + plan.text() + "/tasks?limit=201", 400);
    get("/plans/" + plan.text() + "/tasks?after=x", 400);
    get("/plans/" + plan.text() + "/tasks?state=finished", 400);
    get("/tasks/77", 404);
}

TEST_P(PlanApi, AKeptTaskIsNeverOlderThanTheLastChangeAndNeverAnotherReaders) {
    const PlanId plan = confirmed();
    const std::string path = "/tasks/" + task(plan, "T1").text();
    EXPECT_FALSE(get(path).at_pointer("/unit_duties/2/assigned").as_bool());
    const std::string part = "/unit-duties/" + unit_duty(task(plan, "T1"), kCountyA).text();
    reader_ = actor(kCountyA, Scope::Subtree);
    call(Method::Put, part + "/assignments", 200, R"({"assignments":[{"kind":"head","post_id":"1101"}]})", 1);
    EXPECT_TRUE(get(path).at_pointer("/unit_duties/0/assigned").as_bool());
    EXPECT_EQ(get(path).at_pointer("/unit_duties").as_array().size(), 1);
    reader_ = office();
    EXPECT_TRUE(get(path).at_pointer("/unit_duties/2/assigned").as_bool());
    EXPECT_EQ(get(path).at_pointer("/unit_duties").as_array().size(), 4);
    reader_ = actor(kCountyB, Scope::Own);
    EXPECT_EQ(get(path).at_pointer("/unit_duties").as_array().size(), 1);

    const auto other_server = store::Database::open(db_.options(), embedded::migrations());
    Environment other{*other_server, ids_, clock_, env_.hooks};
    TaskEdit rename;
    rename.title = "另一台服务器上的改名";
    rename.reason = "测试另一台服务器";
    ASSERT_TRUE(edit_task(other, office(), task(plan, "T1"), 2, rename));
    EXPECT_EQ(get(path).at_pointer("/title").as_string(), "另一台服务器上的改名");
    EXPECT_EQ(etag_, "\"3\"");
}

TEST_P(PlanApi, TheLoserOfTwoEditsSeesWhatIsStoredAndWhoStoredIt) {
    const PlanId plan = imported().plan;
    const std::string path = "/tasks/" + task(plan, "T1").text();
    call(Method::Patch, path, 200, R"({"title":"甲的写法"})", 1);
    const auto lost = call(Method::Patch, path, 412, R"({"title":"乙的写法"})", 1);
    EXPECT_EQ(lost.at_pointer("/code").as_string(), "plan.version_mismatch");
    EXPECT_EQ(lost.at_pointer("/conflict/theirs/title").as_string(), "甲的写法");
    EXPECT_EQ(lost.at_pointer("/conflict/changed_by").as_string(), office().user_name);
    EXPECT_TRUE(lost.at_pointer("/conflict/changed_at").is_string());
    call(Method::Patch, path, 400, R"({"title":"没有版本"})");
    const auto wrong = call(Method::Patch, path, 400, R"({"title":"","deadline":"2018-02-30","colour":1})", 2);
    EXPECT_EQ(wrong.at_pointer("/errors").as_array().size(), 3);
}

TEST_P(PlanApi, CorrectsDutiesAndTargets) {
    const PlanId plan = imported().plan;
    const auto before = get("/tasks/" + task(plan, "T1").text());
    const std::string duty = before.at_pointer("/duties/1/id").as_string().c_str();
    const auto corrected = call(Method::Patch, "/duties/" + duty, 200, R"({"role":"supporting","unit_ids":["11"],"note":"只有甲县"})", 1);
    EXPECT_EQ(corrected.at_pointer("/resolution").as_string(), "answer");
    EXPECT_EQ(corrected.at_pointer("/units/0/name").as_string(), "甲县人民政府");
    EXPECT_EQ(corrected.at_pointer("/source/quote").as_string(), "各县市区政府");
    call(Method::Patch, "/duties/" + duty, 400, R"({"group_code":"nobody","note":"x"})", 2);
    call(Method::Patch, "/duties/" + duty, 412, R"({"role":"lead","note":"x"})", 1);
    const std::string target = before.at_pointer("/targets/0/id").as_string().c_str();
    const auto changed = call(Method::Patch, "/targets/" + target, 200, R"({"value":"2","indicator_id":null})", 1);
    EXPECT_TRUE(changed.at_pointer("/indicator").is_null());
    EXPECT_EQ(changed.at_pointer("/effective_op").as_string(), "=") << "nothing is presumed without an indicator";
}

TEST_P(PlanApi, ShowsWhatWasDrawnAndTheCorrectionsOfATaskInForce) {
    const PlanId plan = confirmed();
    const std::string path = "/tasks/" + task(plan, "T1").text();
    const auto before = get(path);
    EXPECT_TRUE(before.at_pointer("/first").is_null());
    EXPECT_TRUE(before.at_pointer("/targets/0/first").is_null());
    EXPECT_TRUE(before.at_pointer("/corrections").as_array().empty());
    const std::string target = std::string{"/targets/"} + before.at_pointer("/targets/0/id").as_string().c_str();
    const std::string duty = std::string{"/duties/"} + before.at_pointer("/duties/0/id").as_string().c_str();
    const auto silent = call(Method::Patch, path, 400, R"({"title":"改名"})", 2);
    EXPECT_EQ(silent.at_pointer("/errors/0/path").as_string(), "/reason");
    call(Method::Patch, target, 400, R"({"value":"2","reason":"不够"})", 1);
    call(Method::Patch, duty, 400, R"({"role":"supporting","note":"会议纪要"})", 1);
    call(Method::Patch, path, 200, R"({"title":"改名","reason":"依据市政府会议纪要"})", 2);
    call(Method::Patch, target, 409, R"({"value":"2","reason":"依据市政府会议纪要"})", 1);
    const auto asked = call(Method::Post, target + "/changes", 200, R"({"value":"2","reason":"依据市政府会议纪要"})", 1);
    const std::string change = std::string{"/target-changes/"} + asked.at_pointer("/id").as_string().c_str();
    call(Method::Post, change + "/approve", 403);
    reader_ = actor(kCommerce, Scope::All, 2);
    call(Method::Post, change + "/approve", 200);
    call(Method::Post, change + "/refuse", 409, R"({"reason":"已经批准过"})");
    reader_ = office();
    call(Method::Patch, duty, 200, R"({"role":"supporting","note":"会议纪要","reason":"依据市政府会议纪要"})", 1);
    const auto after = get(path);
    EXPECT_EQ(after.at_pointer("/first/title").as_string(), "建设淘宝村");
    EXPECT_EQ(after.at_pointer("/first/deadline").as_string(), "2018-12-31");
    EXPECT_EQ(after.at_pointer("/targets/0/first/value").as_string(), "1.5");
    EXPECT_EQ(after.at_pointer("/duties/0/first_role").as_string(), "lead");
    EXPECT_EQ(after.at_pointer("/targets/0/value").as_string(), "2");
    EXPECT_EQ(after.at_pointer("/target_changes/0/changes/0/before").as_string(), "1.5");
    EXPECT_EQ(after.at_pointer("/corrections").as_array().size(), 3);
    EXPECT_EQ(after.at_pointer("/corrections/2/reason").as_string(), "依据市政府会议纪要");
    EXPECT_EQ(after.at_pointer("/corrections/2/changes/0/before").as_string(), "建设淘宝村");
    const auto document = get("/plans/" + plan.text() + "/document");
    EXPECT_EQ(document.at_pointer("/items/0/label").as_string(), "T1 改名");
    EXPECT_EQ(document.at_pointer("/items/0/first_label").as_string(), "T1 建设淘宝村");
    EXPECT_EQ(document.at_pointer("/items/1/first_label").as_string(), "牵头：市商务局");
    EXPECT_TRUE(document.at_pointer("/items/2/first_label").is_null());
}

TEST_P(PlanApi, AnswersAcceptsAndConfirms) {
    const PlanId plan = imported().plan;
    const auto questions = get("/plans/" + plan.text() + "/questions");
    const auto refused = call(Method::Post, "/plans/" + plan.text() + "/confirm", 409);
    EXPECT_EQ(refused.at_pointer("/errors").as_array().size(), 5 + 2);
    for (const auto& question : questions.at_pointer("/items").as_array()) {
        if (question.at("state").as_string() == "open") {
            const std::string id = question.at("id").as_string().c_str();
            const auto answered = call(Method::Post, "/questions/" + id + "/answer", 200, R"({"unit_ids":["2"],"note":"由商务局承担"})");
            EXPECT_EQ(answered.at_pointer("/state").as_string(), "answered");
        }
    }
    call(Method::Post, "/plans/" + plan.text() + "/accept", 200);
    const auto confirmed_plan = call(Method::Post, "/plans/" + plan.text() + "/confirm", 200);
    EXPECT_EQ(confirmed_plan.at_pointer("/state").as_string(), "confirmed");
    EXPECT_EQ(confirmed_plan.at_pointer("/accepted_tasks").as_int64(), 5);
}

TEST_P(PlanApi, BreaksAPartDown) {
    const PlanId plan = confirmed();
    const std::string part = "/unit-duties/" + unit_duty(task(plan, "T1"), kCountyA).text();
    reader_ = actor(kCountyA, Scope::Subtree);
    const auto view = get(part);
    EXPECT_TRUE(view.at_pointer("/may/assign").as_bool());
    EXPECT_EQ(view.at_pointer("/task/ref").as_string(), "T1");
    const auto assigned = call(Method::Put, part + "/assignments", 200, R"({"assignments":[{"kind":"head","post_id":"1101"}]})", 1);
    EXPECT_EQ(assigned.at_pointer("/assignments/0/state").as_string(), "proposed");
    const auto lost = call(Method::Put, part + "/assignments", 412, R"({"assignments":[]})", 1);
    EXPECT_EQ(lost.at_pointer("/conflict/theirs/assignments").as_array().size(), 1);
    const std::string assignment = assigned.at_pointer("/assignments/0/id").as_string().c_str();
    EXPECT_EQ(call(Method::Post, "/assignments/" + assignment + "/accept", 200).at_pointer("/state").as_string(), "accepted");
    call(Method::Post, "/assignments/" + assignment + "/return", 400, R"({"reason":" "})");
    const auto milestone = call(Method::Post, part + "/milestones", 201, R"({"title":"摸底","due_on":"2018-10-31","planned_pct":"30"})");
    const std::string milestone_path = std::string{"/milestones/"} + milestone.at_pointer("/id").as_string().c_str();
    const auto moved = call(Method::Patch, milestone_path, 200, R"({"due_on":"2018-11-30","reason":"名单未定"})", 1);
    EXPECT_EQ(moved.at_pointer("/first_due_on").as_string(), "2018-10-31");
    call(Method::Patch, milestone_path, 412, R"({"title":"x"})", 1);
    const auto wrong = call(Method::Patch, milestone_path, 400, R"({"due_on":"2018-02-30","planned_pct":"101","done_on":"2099-01-01"})", 2);
    ASSERT_EQ(wrong.at_pointer("/errors").as_array().size(), 3) << "a value of the wrong form hides no broken rule";
    EXPECT_EQ(wrong.at_pointer("/errors/0/path").as_string(), "/due_on");
    EXPECT_EQ(call(Method::Post, part + "/milestones", 400, R"({"title":"","due_on":"2018-08-01","planned_pct":"101"})")
                  .at_pointer("/errors")
                  .as_array()
                  .size(),
              3);
    call(Method::Delete, milestone_path, 400);
    const auto kept = call(Method::Delete, milestone_path, 412, "", 1);
    EXPECT_EQ(kept.at_pointer("/conflict/theirs/due_on").as_string(), "2018-11-30");
    call(Method::Delete, milestone_path, 204, "", 2);
    call(Method::Post, part + "/hand-down", 201, R"({"unit_ids":["21"],"note":""})");
    EXPECT_EQ(get("/unit-duties?unit=21").at_pointer("/items/0/handed_from/id").as_string(), "11");
    EXPECT_EQ(get("/unit-duties?assigned=me").at_pointer("/items").as_array().size(), 1);
    reader_ = actor(kCountyB, Scope::Own);
    get(part, 403);
}

INSTANTIATE_TEST_SUITE_P(Engines, PlanApi, testing::Values(store::Engine::Sqlite, store::Engine::Postgres),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi::plan
