#include "app/bench_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace luoshi::app {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

/// The value of a header the server writes in this spelling; empty when it is missing.
std::string_view header(std::string_view head, std::string_view name) {
    const auto at = head.find(name);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto from = at + name.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

template <class Number>
Number number(std::string_view text) {
    Number out{};
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

}  // namespace

void BenchClient::connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {  // NOLINT: as POSIX has it
        close();
        throw std::runtime_error(fmt::format("127.0.0.1:{}: {}", port_, std::strerror(errno)));
    }
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void BenchClient::close() {
    if (socket_ >= 0) {
        ::close(socket_);
    }
    socket_ = -1;
    in_.clear();
}

void BenchClient::receive() {
    std::array<char, 64 << 10> piece;  // NOLINT: filled by recv
    const auto size = ::recv(socket_, piece.data(), piece.size(), 0);
    if (size <= 0) {
        close();
        throw std::runtime_error("the connection was cut");
    }
    in_.append(piece.data(), static_cast<std::size_t>(size));
}

BenchClient::Reply BenchClient::ask(std::string_view method, std::string_view path, std::string_view headers, std::string_view body) {
    if (socket_ < 0) {
        connect();
    }
    std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}", method, path, port_, headers);
    if (method != "GET") {
        request += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    }
    request.append("\r\n").append(body);
    for (std::size_t sent = 0; sent < request.size();) {
        const auto size = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (size <= 0) {
            close();
            throw std::runtime_error("the connection was cut");
        }
        sent += static_cast<std::size_t>(size);
    }
    in_.clear();
    std::size_t head_end = 0;
    while ((head_end = in_.find(kHeadEnd)) == std::string::npos) {
        receive();
    }
    const std::string head = in_.substr(0, head_end + 2);
    in_.erase(0, head_end + kHeadEnd.size());
    const auto length = number<std::size_t>(header(head, "Content-Length: "));
    while (in_.size() < length) {
        receive();
    }
    const auto tag = header(head, "ETag: \"");
    return {number<int>(std::string_view{head}.substr(head.find(' ') + 1)), std::string{tag.substr(0, tag.find('"'))}, std::move(in_)};
}

}  // namespace luoshi::app
