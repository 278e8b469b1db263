#pragma once
#include <string>
#include <string_view>

namespace luoshi::app {

/// One kept connection to a server on this machine, for benchmarks. Blocks.
class BenchClient {
public:
    /// Connects at the first request.
    explicit BenchClient(unsigned short port) : port_(port) {}
    ~BenchClient() { close(); }
    BenchClient(const BenchClient&) = delete;
    BenchClient& operator=(const BenchClient&) = delete;

    struct Reply {
        int status = 0;
        std::string etag;  ///< without the quotes
        std::string body;
    };
    /// `headers` are whole lines, each ended by CR LF. Throws std::runtime_error when the connection breaks.
    Reply ask(std::string_view method, std::string_view path, std::string_view headers = {}, std::string_view body = {});

private:
    void connect();
    void close();
    void receive();

    unsigned short port_;
    int socket_ = -1;
    std::string in_;
};

}  // namespace luoshi::app
