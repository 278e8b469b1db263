#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/router.hpp"

namespace luoshi::http {

/// One answered request, for the log: nothing personal in it.
struct RequestRecord {
    std::string_view request_id;
    std::string_view method;
    std::string_view route;  ///< the pattern; the path where no route matched
    int status;
    std::uint64_t bytes;                 ///< of the answer's body
    std::chrono::microseconds duration;  ///< from the complete head to the last byte handed to the system
};

struct Settings {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;  ///< 0: any free one
    int io_threads = 1;
    int workers = 4;
    std::size_t queue_limit = 1024;   ///< waiting requests; beyond it the answer is 503 with Retry-After
    std::string spool_folder;         ///< for temporary files of Body::File routes, each process in a folder of its own inside
    int header_timeout_seconds = 15;  ///< from the first byte of a request to the end of its head
    int body_timeout_seconds = 60;    ///< without 4 kB of progress, reading a body or writing an answer
    int idle_timeout_seconds = 75;    ///< of a kept connection between requests
    std::size_t head_limit = 16 << 10;
    std::function<void(const RequestRecord&)> on_request = {};  ///< called on an I/O thread after each answer; must not block
};

/// HTTP/1.1 server on Boost.Asio and Beast; strict parser, bounded queue, graceful stop.
class Server {
public:
    Server(const Router& router, Settings settings);
    ~Server();
    /// Takes the port: clients that connect from now on wait for start(). Throws std::runtime_error with a Chinese message when it is
    /// taken.
    void bind();
    /// Binds, where that was not done yet, and starts the threads. The router must be complete by now.
    void start();
    unsigned short port() const;
    /// Stops accepting, lets requests in flight finish (at most 10 s), joins the threads.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace luoshi::http
