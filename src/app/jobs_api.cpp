#include "app/jobs_api.hpp"

#include "http/router.hpp"
#include "jobs/scheduler.hpp"
#include "json/json.hpp"
#include "notice/notice_api.hpp"
#include "notice/notice_settings.hpp"

namespace luoshi::app {
namespace {

constexpr int kRuns = 10;

std::string_view word(jobs::RunState state) {
    switch (state) {
        case jobs::RunState::Waiting:
            return "waiting";
        case jobs::RunState::Running:
            return "running";
        case jobs::RunState::Failed:
            return "failed";
        case jobs::RunState::Done:
            return "done";
    }
    return "waiting";
}

}  // namespace

void add_jobs_route(http::Router& router, const jobs::Scheduler& scheduler, const notice::Delivery& delivery) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/jobs",
                .permission = "user.manage",
                .summary = "每日任务最近各日的结果和失败原因，以及邮件发送情况",
                .handler = [&scheduler, &delivery](const http::Request&) -> base::Result<http::Response> {
                    json::Writer out;
                    out.begin_object().key("jobs").begin_array();
                    for (const auto& job : scheduler.report(kRuns)) {
                        out.begin_object().field("name", job.name).field("title", job.title);
                        out.field("at", job.at ? std::optional{notice::time_text(*job.at)} : std::nullopt).key("runs").begin_array();
                        for (const auto& [run, attempts, error, done_at] : job.runs) {
                            const bool failed = run.state == jobs::RunState::Failed;
                            out.begin_object().field("day", run.day).field("state", word(run.state)).field("attempts", attempts);
                            out.field("error", error).field("done_at", done_at);
                            out.field("retry_at", failed ? std::optional{run.leased_until} : std::nullopt).end_object();
                        }
                        out.end_array().end_object();
                    }
                    out.end_array().key("mail");
                    notice::write_mail_state(out, delivery);
                    out.end_object();
                    return http::Response::json(out.take());
                },
                .response_schema = "JobList"});
}

}  // namespace luoshi::app
