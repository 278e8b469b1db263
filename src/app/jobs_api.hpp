#pragma once

namespace luoshi::http {
class Router;
}
namespace luoshi::jobs {
class Scheduler;
}
namespace luoshi::notice {
class Delivery;
}

namespace luoshi::app {

/// What runs by itself, for the system administrator: daily jobs with their last days and failures, and how mail stands.
void add_jobs_route(http::Router& router, const jobs::Scheduler& scheduler, const notice::Delivery& delivery);

}  // namespace luoshi::app
