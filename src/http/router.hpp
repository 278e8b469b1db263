#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "http/static_files.hpp"

namespace luoshi::http {

/// None: a body up to 4 kB is read and ignored. File: streamed to disk, for uploads.
enum class Body { None, Memory, File };

/// Where a handler (and the gate before it) runs. Anything that touches the database or costs more than microseconds runs on a
/// worker; an IoThread handler must not block, and neither may the gate for it.
enum class RunOn { Worker, IoThread };

/// A part of the query string that a route understands.
struct QueryParameter {
    std::string name;
    std::string summary;  ///< Chinese, for the API description
};

/// One row of the route table; authorization is a column of it.
struct Route {
    Method method;
    std::string pattern;     ///< "/api/v1/tasks/{id}"
    std::string permission;  ///< "task.read"; "public" for none; "session" for any logged-in user
    std::string summary;     ///< one Chinese sentence for the API description
    std::function<base::Result<Response>(const Request&)> handler;
    Body body = Body::None;
    std::uint64_t body_limit = 1 << 20;  ///< bytes; more is answered 413
    RunOn run_on = RunOn::Worker;
    /// Only with IoThread: tried there after the gate; when it has nothing, the handler runs on a worker.
    std::function<std::optional<Response>(const Request&)> cached = {};
    std::string request_schema = {};  ///< an exported shape of web/src/api/types.ts; empty when the body is no JSON
    std::string response_schema = {};
    std::vector<QueryParameter> query = {};
};

/// Decides whether the request may go on; may set request.actor. Runs before the body is read unless the whole body came with the
/// head, and always before it touches the disk.
using Gate = std::function<base::Status(Request&, const Route&)>;

/// Told of every exception a gate or handler threw, to log it. May turn it into an error for the client; nothing means 500.
using FaultHook = std::function<std::optional<base::Error>(const std::exception&, const Request&)>;

/// The route table, and how a request is answered by it. Complete before a Server uses it.
class Router {
public:
    /// Adds a route; throws std::logic_error when it has no permission, summary or handler, collides with another, or would ask a
    /// cache on a worker.
    void add(Route route);
    void set_gate(Gate gate) { gate_ = std::move(gate); }
    void set_fault_hook(FaultHook hook) { fault_hook_ = std::move(hook); }
    /// Files of the web application: served with ETag, precompressed variants name.br/name.gz preferred; unknown paths outside
    /// /api and /assets fall back to index.html.
    void set_files(base::EmbeddedFiles files) { files_ = StaticFiles{files}; }
    const std::vector<Route>& routes() const { return routes_; }

    struct Match {
        const Route* route = nullptr;
        Fields params;
        std::vector<Method> allowed;  ///< methods the path has when the asked one is missing
    };
    /// `path` is still percent-encoded.
    Match match(Method method, std::string_view path) const;
    /// The same without the other methods, into memory that is reused.
    const Route* find(Method method, std::string_view path, Fields& params) const;

    /// Asks the gate. An exception becomes an error response.
    std::optional<Response> refuse(Request& request, const Route& route) const;
    /// Runs the handler. An exception becomes an error response.
    Response answer(const Request& request, const Route& route) const;
    /// Tells the fault hook and makes the answer of what it says.
    Response faulted(const std::exception& fault, const Request& request) const;
    /// The answer where no route matches: a file of the web application, 405 or 404.
    Response answer_unrouted(const Request& request, std::string_view encoded_path) const;

    /// Runs gate and handler in-process, as the server would: for tests. `path` may carry a query.
    Response handle(Request request) const;

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    /// A node of the tree of path segments.
    struct Node {
        std::string literal;
        std::vector<std::size_t> children;
        std::size_t parameter = kNone;  ///< the child that takes any segment
        std::array<std::size_t, kMethods> routes{kNone, kNone, kNone, kNone, kNone};
    };
    using Segments = std::vector<std::string>;

    std::size_t find_node(const Segments& segments, std::size_t at, std::size_t node, std::size_t method) const;
    std::size_t find_route(std::size_t method, std::string_view path, Segments& segments) const;

    std::vector<Route> routes_;
    std::vector<Node> nodes_{1};
    Gate gate_;
    FaultHook fault_hook_;
    StaticFiles files_;
};

}  // namespace luoshi::http
