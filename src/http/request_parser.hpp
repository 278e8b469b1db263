#pragma once
// Private to the server: includes Beast.
#include <boost/beast/http/basic_parser.hpp>
#include <string>

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

/// Beast's parser, writing straight into a Request that is reused.
class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    /// `body` receives the body, at most set_body_limit() bytes of it.
    RequestParser(Request& request, RequestHead& head, std::string& body) : request_(request), head_(head), body_(body) {
        body_limit(boost::none);
    }
    void set_body_limit(std::uint64_t bytes) { most_ = bytes; }

private:
    using Code = boost::beast::error_code;
    using View = boost::beast::string_view;

    static std::string_view view(View text) { return {text.data(), text.size()}; }

    void on_request_impl(boost::beast::http::verb asked, View, View target, int version, Code&) override {
        using boost::beast::http::verb;
        head_.version = version;
        head_.target.assign(target.data(), target.size());
        head_.is_head = asked == verb::head;
        switch (asked) {
            case verb::get:
            case verb::head:
                head_.method = Method::Get;
                break;
            case verb::post:
                head_.method = Method::Post;
                break;
            case verb::put:
                head_.method = Method::Put;
                break;
            case verb::patch:
                head_.method = Method::Patch;
                break;
            case verb::delete_:
                head_.method = Method::Delete;
                break;
            default:
                head_.method.reset();
        }
    }
    void on_response_impl(int, View, int, Code&) override {}
    void on_field_impl(boost::beast::http::field field, View name, View value, Code&) override {
        if (is_header_done()) {
            return;  // a trailer: nothing here reads them
        }
        head_.hosts += field == boost::beast::http::field::host ? 1 : 0;
        head_.transfer_encoding = head_.transfer_encoding || field == boost::beast::http::field::transfer_encoding;
        request_.headers.add(view(name), view(value));
    }
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t take(View part, Code& fault) {
        request_.body_size += part.size();
        if (request_.body_size > most_) {
            fault = boost::beast::http::error::body_limit;
            return 0;
        }
        body_.append(part.data(), part.size());
        return part.size();
    }
    std::size_t on_body_impl(View part, Code& fault) override { return take(part, fault); }
    void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View part, Code& fault) override { return take(part, fault); }
    void on_finish_impl(Code&) override {}

    Request& request_;
    RequestHead& head_;
    std::string& body_;
    std::uint64_t most_ = 0;
};

}  // namespace luoshi::http
