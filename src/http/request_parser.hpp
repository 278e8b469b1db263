#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace luoshi::http {

/// What a request's head says beyond its headers.
struct RequestHead {
    std::string target;
    std::optional<Method> method;  ///< nothing: one we do not know
    bool is_head = false;          ///< HEAD, answered as Get without the body
    int version = 11;              ///< 10 or 11
    int hosts = 0;                 ///< Host headers
    bool transfer_encoding = false;
};

enum class ParseOutcome { Ok, NeedMore, HeadTooLarge, BodyTooLarge, Malformed };

/// Beast's strict parser, writing straight into a Request that is reused from message to message.
class RequestParser {
public:
    /// `body` receives the body.
    RequestParser(Request& request, std::string& body);
    ~RequestParser();

    /// Begins a new message whose head has at most `head_limit` bytes.
    void reset(std::size_t head_limit);
    /// Bytes of the body after which parsing ends in BodyTooLarge; 0 at first.
    void set_body_limit(std::uint64_t bytes);

    struct Step {
        std::size_t taken = 0;
        ParseOutcome outcome = ParseOutcome::Ok;
        std::string fault;  ///< what is malformed, in the words of the library
    };
    /// Parses from the front of what has come and was not yet taken: the head as a whole, then the body piece by piece.
    Step put(std::string_view bytes);

    bool is_head_done() const;
    bool is_done() const;
    const RequestHead& head() const;
    bool keep_alive() const;
    bool chunked() const;
    std::optional<std::uint64_t> content_length() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace luoshi::http
