#pragma once

namespace luoshi::http {
class Router;
}

namespace luoshi::plan {

struct Environment;

/// Plans, their documents, questions, acceptance and confirmation. The upload route PUT /plans/import belongs to the reader of documents.
void add_plan_routes(http::Router& router, Environment& env);
/// Tasks and duties: reading and correcting.
void add_task_routes(http::Router& router, Environment& env);
/// Targets: correcting, and changing in a confirmed plan.
void add_target_routes(http::Router& router, Environment& env);
/// Parts of units: assignments, milestones, handing down.
void add_unit_duty_routes(http::Router& router, Environment& env);

}  // namespace luoshi::plan
