#include "http/router.hpp"

#include <algorithm>
#include <stdexcept>

#include "http/target.hpp"

namespace luoshi::http {
namespace {

/// Calls `visit(segment)` for each part between slashes of a path that starts with one.
template <class Visit>
void for_each_segment(std::string_view path, Visit visit) {
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        visit(path.substr(0, end));
        path.remove_prefix(end);
    }
}

bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

/// If-None-Match names the file's own tag: the client has it already (RFC 9110 13.1.2). Answers of routes are always sent: their tag
/// names the version of a row, their body also shows lights, counts and rights.
bool is_unmodified(const Request& request, const Response& response) {
    const std::string_view tag = response.header("etag");
    return request.method == Method::Get && response.status == 200 && !tag.empty() &&
           request.header("if-none-match").find(tag) != std::string_view::npos;
}

Response with_validation(Response response, const Request& request) {
    if (is_unmodified(request, response)) {
        response.status = 304;
        response.body.clear();
        response.shared_body.reset();
        response.embedded = {};
        response.file.clear();
    }
    return response;
}

}  // namespace

void Router::add(Route route) {
    const auto refuse_to_add = [&](std::string_view reason) {
        throw std::logic_error(std::string{method_name(route.method)} + " " + route.pattern + ": " + std::string{reason});
    };
    if (!route.pattern.starts_with('/')) {
        refuse_to_add("pattern does not start with a slash");
    }
    if (route.permission.empty() || route.summary.empty() || !route.handler) {
        refuse_to_add("permission, summary or handler is missing");
    }
    if (route.cached && route.run_on == RunOn::Worker) {
        refuse_to_add("a cache is asked on an I/O thread");
    }
    std::size_t node = 0;
    for_each_segment(route.pattern, [&](std::string_view segment) {
        std::size_t next = kNone;
        if (is_parameter(segment)) {
            next = nodes_[node].parameter;
        } else {
            const auto& children = nodes_[node].children;
            const auto found =
                std::find_if(children.begin(), children.end(), [&](std::size_t child) { return nodes_[child].literal == segment; });
            next = found == children.end() ? kNone : *found;
        }
        if (next == kNone) {
            next = nodes_.size();
            nodes_.emplace_back();
            if (is_parameter(segment)) {
                nodes_[node].parameter = next;
            } else {
                nodes_[next].literal = segment;
                nodes_[node].children.push_back(next);
            }
        }
        node = next;
    });
    std::size_t& slot = nodes_[node].routes[static_cast<std::size_t>(route.method)];
    if (slot != kNone) {
        refuse_to_add("collides with " + routes_[slot].pattern);
    }
    slot = routes_.size();
    routes_.push_back(std::move(route));
}

/// Depth first, a literal segment before a parameter; steps back where the literal leads nowhere.
std::size_t Router::find_node(const Segments& segments, std::size_t at, std::size_t node, std::size_t method) const {
    if (at == segments.size()) {
        return nodes_[node].routes[method] == kNone ? kNone : node;
    }
    for (const std::size_t child : nodes_[node].children) {
        if (nodes_[child].literal == segments[at]) {
            if (const std::size_t found = find_node(segments, at + 1, child, method); found != kNone) {
                return found;
            }
        }
    }
    const std::size_t parameter = nodes_[node].parameter;
    return parameter == kNone || segments[at].empty() ? kNone : find_node(segments, at + 1, parameter, method);
}

std::size_t Router::find_route(std::size_t method, std::string_view path, Segments& segments) const {
    std::size_t count = 0;
    bool clean = path.starts_with('/');
    if (clean) {
        for_each_segment(path, [&](std::string_view segment) {
            if (count == segments.size()) {
                segments.emplace_back();
            }
            segments[count].clear();
            clean = percent_decode(segment, Plus::Literal, segments[count]) && clean;
            ++count;
        });
    }
    segments.resize(count);
    const std::size_t node = clean ? find_node(segments, 0, 0, method) : kNone;
    return node == kNone ? kNone : nodes_[node].routes[method];
}

const Route* Router::find(Method method, std::string_view path, Fields& params) const {
    thread_local Segments segments;
    params.clear();
    const std::size_t index = find_route(static_cast<std::size_t>(method), path, segments);
    if (index == kNone) {
        return nullptr;
    }
    std::size_t at = 0;
    for_each_segment(routes_[index].pattern, [&](std::string_view segment) {
        if (is_parameter(segment)) {
            params.add(segment.substr(1, segment.size() - 2), segments[at]);
        }
        ++at;
    });
    return &routes_[index];
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    match.route = find(method, path, match.params);
    if (match.route == nullptr) {
        Segments segments;
        for (std::size_t other = 0; other < kMethods; ++other) {
            if (find_route(other, path, segments) != kNone) {
                match.allowed.push_back(static_cast<Method>(other));
            }
        }
    }
    return match;
}

Response Router::faulted(const std::exception& fault, const Request& request) const {
    const auto error = fault_hook_ ? fault_hook_(fault, request) : std::nullopt;
    return error ? problem(*error, request.request_id) : fault_problem(request.request_id);
}

std::optional<Response> Router::refuse(Request& request, const Route& route) const {
    if (!gate_) {
        return std::nullopt;
    }
    try {
        const base::Status status = gate_(request, route);
        return status ? std::nullopt : std::optional{problem(status.error(), request.request_id)};
    } catch (const std::exception& fault) {
        return faulted(fault, request);
    }
}

Response Router::answer(const Request& request, const Route& route) const {
    try {
        base::Result<Response> result = route.handler(request);
        return result ? std::move(result).value() : problem(result.error(), request.request_id);
    } catch (const std::exception& fault) {
        return faulted(fault, request);
    }
}

Response Router::answer_unrouted(const Request& request, std::string_view encoded_path) const {
    const Match others = match(request.method, encoded_path);
    if (others.allowed.empty()) {
        if (auto file = request.method == Method::Get ? files_.answer(request) : std::nullopt) {
            return with_validation(std::move(*file), request);
        }
        return problem(base::not_found("request.no_such_path", "没有这个地址：" + request.path + "。请检查链接，或从首页重新进入。"),
                       request.request_id);
    }
    std::string allowed;
    for (const Method method : others.allowed) {
        allowed += (allowed.empty() ? "" : ", ") + std::string{method_name(method)};
        if (method == Method::Get) {
            allowed += ", HEAD";
        }
    }
    Response response = protocol_problem(405, "request.method_not_allowed", "这个地址只接受 " + allowed + "。", request.request_id);
    response.with("Allow", allowed);
    return response;
}

Response Router::handle(Request request) const {
    const std::string target = std::move(request.path);
    const auto parts = split_target(target);
    request.path.clear();
    if (!parts || !percent_decode(parts->path, Plus::Literal, request.path) || !read_query(parts->query, request.query)) {
        return protocol_problem(400, "request.bad_target", "请求地址有误：" + target + "。", request.request_id);
    }
    const Route* route = find(request.method, parts->path, request.params);
    if (route == nullptr) {
        return answer_unrouted(request, parts->path);
    }
    if (auto refusal = refuse(request, *route)) {
        return std::move(*refusal);
    }
    if (request.body.size() > route->body_limit) {
        return protocol_problem(413, "request.too_large", "内容过大。", request.request_id);
    }
    return answer(request, *route);
}

}  // namespace luoshi::http
