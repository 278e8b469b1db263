#pragma once
#include <string>
#include <utility>
#include <vector>

#include "http/router.hpp"

namespace luoshi::http {

/// Adds the routes of a module whose handlers all take its service, which must live as long as the router.
template <class Service>
class ServiceRoutes {
public:
    ServiceRoutes(Router& router, Service& service) : router_(router), service_(service) {}

    /// `pattern` is below /api/v1; `handler` takes the service and the request. `takes` and `gives` are schemas of the body and the
    /// answer; a route without `takes` has no body.
    template <class Handler>
    void operator()(Method method, const char* pattern, const char* permission, const char* summary, Handler handler, const char* takes,
                    const char* gives, std::vector<QueryParameter> query = {}) const {
        router_.add({.method = method,
                     .pattern = std::string{"/api/v1"} + pattern,
                     .permission = permission,
                     .summary = summary,
                     .handler = [&service = service_, handler](const Request& request) -> base::Result<Response> {
                         return handler(service, request);
                     },
                     .body = *takes == '\0' ? Body::None : Body::Memory,
                     .request_schema = takes,
                     .response_schema = gives,
                     .query = std::move(query)});
    }

private:
    Router& router_;
    Service& service_;
};

}  // namespace luoshi::http
