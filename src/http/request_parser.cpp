#include "http/request_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>

namespace luoshi::http {
namespace {

namespace wire = boost::beast::http;

class Parser final : public wire::basic_parser<true> {
public:
    Parser(Request& request, std::string& body) : request_(request), body_(body) { body_limit(boost::none); }

    RequestHead head;
    std::uint64_t most = 0;

private:
    using Code = boost::beast::error_code;
    using View = boost::beast::string_view;

    static std::string_view view(View text) { return {text.data(), text.size()}; }

    void on_request_impl(wire::verb verb, View, View target, int version, Code&) override {
        head.target.assign(target.data(), target.size());
        head.version = version;
        head.is_head = verb == wire::verb::head;
        switch (verb) {
            case wire::verb::get:
            case wire::verb::head:
                head.method = Method::Get;
                break;
            case wire::verb::post:
                head.method = Method::Post;
                break;
            case wire::verb::put:
                head.method = Method::Put;
                break;
            case wire::verb::patch:
                head.method = Method::Patch;
                break;
            case wire::verb::delete_:
                head.method = Method::Delete;
                break;
            default:
                break;
        }
    }
    void on_field_impl(wire::field field, View name, View value, Code&) override {
        if (is_header_done()) {
            return;  // a trailer: nothing here reads them
        }
        head.hosts += field == wire::field::host ? 1 : 0;
        head.transfer_encoding = head.transfer_encoding || field == wire::field::transfer_encoding;
        request_.headers.add(view(name), view(value));
    }
    std::size_t take(View part, Code& fault) {
        request_.body_size += part.size();
        if (request_.body_size > most) {
            fault = wire::error::body_limit;
            return 0;
        }
        body_.append(part.data(), part.size());
        return part.size();
    }
    std::size_t on_body_impl(View part, Code& fault) override { return take(part, fault); }
    std::size_t on_chunk_body_impl(std::uint64_t, View part, Code& fault) override { return take(part, fault); }
    void on_response_impl(int, View, int, Code&) override {}
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
    void on_finish_impl(Code&) override {}

    Request& request_;
    std::string& body_;
};

}  // namespace

struct RequestParser::Impl {
    Request& request;
    std::string& body;
    std::optional<Parser> parser;
};

RequestParser::RequestParser(Request& request, std::string& body) : impl_(new Impl{request, body, {}}) {}
RequestParser::~RequestParser() = default;

void RequestParser::reset(std::size_t head_limit) {
    impl_->parser.emplace(impl_->request, impl_->body);
    impl_->parser->header_limit(static_cast<std::uint32_t>(head_limit));
}

void RequestParser::set_body_limit(std::uint64_t bytes) { impl_->parser->most = bytes; }

RequestParser::Step RequestParser::put(std::string_view bytes) {
    Step step;
    boost::beast::error_code fault;
    step.taken = impl_->parser->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, fault);
    if (fault == wire::error::need_more) {
        step.outcome = ParseOutcome::NeedMore;
    } else if (fault == wire::error::header_limit) {
        step.outcome = ParseOutcome::HeadTooLarge;
    } else if (fault == wire::error::body_limit) {
        step.outcome = ParseOutcome::BodyTooLarge;
    } else if (fault) {
        step.outcome = ParseOutcome::Malformed;
        step.fault = fault.message();
    }
    return step;
}

bool RequestParser::is_head_done() const { return impl_->parser->is_header_done(); }
bool RequestParser::is_done() const { return impl_->parser->is_done(); }
const RequestHead& RequestParser::head() const { return impl_->parser->head; }
bool RequestParser::keep_alive() const { return impl_->parser->keep_alive(); }
bool RequestParser::chunked() const { return impl_->parser->chunked(); }

std::optional<std::uint64_t> RequestParser::content_length() const {
    const auto length = impl_->parser->content_length();
    return length ? std::optional<std::uint64_t>{*length} : std::nullopt;
}

}  // namespace luoshi::http
