#pragma once
#include <any>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.hpp"
#include "base/result.hpp"

namespace luoshi::http {

enum class Method { Get, Post, Put, Patch, Delete };

/// A parsed request. Header names are lower case; `params` are the {names} of the route's pattern, percent-decoded.
struct Request {
    Method method = Method::Get;
    std::string path;
    std::map<std::string, std::string, std::less<>> params;
    std::map<std::string, std::string, std::less<>> query;
    std::map<std::string, std::string, std::less<>> headers;
    std::string body;       ///< Body::Memory routes
    std::string body_file;  ///< Body::File routes: the temporary file the body was streamed to; removed after the handler unless moved away
    std::uint64_t body_size = 0;
    std::string remote_address;
    std::string request_id;
    std::any actor;  ///< set by the gate, read by the module that set it

    std::string_view header(std::string_view name) const;
    std::string_view cookie(std::string_view name) const;
    std::string_view param(std::string_view name) const;
    std::optional<std::string_view> query_value(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  ///< sent instead of `body` when set: cached replies are not copied
    std::string file;                                ///< streamed from disk when set

    static Response json(std::string body, int status = 200);
    static Response no_content();
};

/// application/problem+json (RFC 9457) with `code`, `errors[]` and `request_id`.
Response problem(const base::Error& error, std::string_view request_id);

enum class Body { None, Memory, File };

/// Where a handler runs. Anything that touches the database or costs more than microseconds runs on a worker.
enum class RunOn { Worker, IoThread };

/// One row of the route table; authorization is a column of it.
struct Route {
    Method method;
    std::string pattern;     ///< "/api/v1/tasks/{id}"
    std::string permission;  ///< "task.read"; "public" for none; "session" for any logged-in user
    std::string summary;     ///< one Chinese sentence for the API description
    std::function<base::Result<Response>(const Request&)> handler;
    Body body = Body::None;
    std::uint64_t body_limit = 1 << 20;
    RunOn run_on = RunOn::Worker;
    std::string request_schema = {};  ///< name of a component schema of the API description; empty when none
    std::string response_schema = {};
};

/// Decides, before the body is read, whether the request may go on; may set request.actor. Runs on a worker.
using Gate = std::function<base::Status(Request&, const Route&)>;

class Router {
public:
    /// Adds a route; throws std::logic_error when it has no permission or collides with another.
    void add(Route route);
    void set_gate(Gate gate) { gate_ = std::move(gate); }
    /// Files of the web application (served with ETag, precompressed variants name.br/name.gz preferred; unknown paths outside
    /// /api fall back to index.html).
    void set_files(base::EmbeddedFiles files) { files_ = files; }
    const std::vector<Route>& routes() const { return routes_; }
    const Gate& gate() const { return gate_; }
    base::EmbeddedFiles files() const { return files_; }

    struct Match {
        const Route* route = nullptr;
        std::map<std::string, std::string, std::less<>> params;
        std::vector<Method> allowed;  ///< methods the path has when the asked one is missing
    };
    Match match(Method method, std::string_view path) const;

    /// Runs gate and handler in-process, as the server would: for tests.
    Response handle(Request request) const;

private:
    std::vector<Route> routes_;
    Gate gate_;
    base::EmbeddedFiles files_;
};

struct Settings {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;  ///< 0: any free one
    int io_threads = 1;
    int workers = 4;
    std::size_t queue_limit = 1024;  ///< waiting requests; beyond it the answer is 503 with Retry-After
    std::string spool_folder;        ///< temporary files of Body::File routes
    int header_timeout_seconds = 15;
    int body_timeout_seconds = 60;
    int idle_timeout_seconds = 75;
};

/// HTTP/1.1 server on Boost.Beast; strict parser, bounded queue, graceful stop.
class Server {
public:
    Server(const Router& router, Settings settings);
    ~Server();
    /// Binds and starts the threads. Throws std::runtime_error with a Chinese message when the port is taken.
    void start();
    unsigned short port() const;
    /// Stops accepting, lets requests in flight finish (at most 10 s), joins the threads.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace luoshi::http
