#include "notice/notice_api.hpp"

#include <charconv>
#include <limits>

#include "http/router.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "notice/delivery_service.hpp"
#include "notice/inbox_service.hpp"

namespace luoshi::notice {
namespace {

using base::Result;
using http::Body;
using http::Method;
using http::Request;
using http::Response;
using json::Writer;

constexpr int kMostLines = 200;

template <class Number>
std::optional<Number> number(std::string_view text, Number least, Number most) {
    Number out{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc{} && end == text.data() + text.size() && out >= least && out <= most ? std::optional{out} : std::nullopt;
}

Result<InboxFilter> filter_of(const Request& request) {
    InboxFilter filter{.kind = std::string{request.query_value("kind").value_or("")}};
    std::vector<base::FieldError> errors;
    if (const auto unread = request.query_value("unread"); unread && !unread->empty()) {
        filter.show = InboxFilter::Show::Unread;
    }
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        filter.before = number<std::int64_t>(*after, 1, std::numeric_limits<std::int64_t>::max());
        if (!filter.before) {
            errors.push_back({"?after", "field.id", "应为上一页答复中的 next"});
        }
    }
    if (const auto limit = request.query_value("limit")) {
        if (const auto lines = number<int>(*limit, 1, kMostLines)) {
            filter.limit = *lines;
        } else {
            errors.push_back({"?limit", "field.number", "应为 1 至 200 的整数"});
        }
    }
    if (!errors.empty()) {
        return base::Error{base::Category::BadInput, "request.invalid", "查询条件有误，请改正后重试", std::move(errors), {}};
    }
    return filter;
}

void write_said(Writer& out, const base::Phrase& said) {
    out.begin_object().field("code", said.code).field("text", said.text).key("params").begin_object();
    for (const auto& [name, value] : said.params) {
        out.field(name, value);
    }
    out.end_object().end_object();
}

std::string page_json(const InboxPage& page) {
    Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& line : page.items) {
        out.begin_object().field("id", std::to_string(line.id)).field("kind", line.kind).key("said");
        write_said(out, line.text);
        out.field("link", line.link).field("at", line.at).field("read_at", line.read_at).end_object();
    }
    out.end_array().field("next", page.next ? std::optional{std::to_string(*page.next)} : std::nullopt).field("unread", page.unread);
    out.end_object();
    return out.take();
}

std::optional<std::string> time_of(const std::optional<std::chrono::minutes>& time) {
    return time ? std::optional{time_text(*time)} : std::nullopt;
}

Response preferences_answer(const Inbox& inbox, const Delivery& delivery, const Preferences& own, const std::vector<UnsentMail>& unsent) {
    const auto& settings = inbox.settings();
    Writer out;
    out.begin_object().field("email", own.email).field("quiet_from", time_of(own.quiet_from)).field("quiet_to", time_of(own.quiet_to));
    out.key("kinds").begin_array();
    for (const auto& kind : settings.kinds) {
        const auto chosen = own.mail.find(kind.code);
        out.begin_object().field("kind", kind.code).field("name", kind.name).field("default", word(kind.mail));
        out.field("mail", word(chosen == own.mail.end() ? kind.mail : chosen->second)).end_object();
    }
    out.end_array().key("site").begin_object().field("sends_mail", delivery.sends());
    out.field("quiet_from", time_text(settings.quiet.from)).field("quiet_to", time_text(settings.quiet.to));
    out.field("quiet_rest_days", settings.quiet.on_rest_days).field("digest_at", time_text(settings.digest_at)).end_object();
    out.key("unsent").begin_array();
    for (const auto& mail : unsent) {
        out.begin_object().field("at", mail.at).field("subject", mail.subject).field("given_up", mail.given_up);
        out.field("attempts", mail.attempts).key("error");
        write_said(out, mail.error);
        out.end_object();
    }
    out.end_array().field("version", own.version).end_object();
    return Response::json(out.take()).with_version(own.version);
}

Result<Preferences> read_preferences(const Request& request) {
    json::Reader in{request.body};
    Preferences wanted{.email = in.opt_text("email", 254).value_or("")};
    const auto time = [&](const char* name) -> std::optional<std::chrono::minutes> {
        const auto text = in.opt_text(name, 5).value_or("");
        const auto read = parse_time(text);
        if (!text.empty() && !read) {
            in.fail(name, "notice.bad_time", "应写成 00:00 至 23:59 的时刻");
        }
        return read;
    };
    wanted.quiet_from = time("quiet_from");
    wanted.quiet_to = time("quiet_to");
    for (auto& kind : in.objects("kinds", 200)) {
        const auto code = kind.text("kind", 60);
        wanted.mail.insert_or_assign(code,
                                     mail_choice_from(kind.choice("mail", {"inbox", "at_once", "digest"})).value_or(MailChoice::Inbox));
    }
    LUOSHI_TRY(read, in.finish());
    return wanted;
}

Result<Response> marked(Inbox& inbox, const Request& request) {
    Writer out;
    out.begin_object().field("unread", inbox.unread(identity::actor_of(request))).end_object();
    return Response::json(out.take());
}

}  // namespace

void add_routes(http::Router& router, Inbox& inbox, const Delivery& delivery) {
    router.add({.method = Method::Get,
                .pattern = "/api/v1/notices",
                .permission = "session",
                .summary = "本人的消息，新的在前",
                .handler = [&inbox](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(filter, filter_of(request));
                    return Response::json(page_json(inbox.list(identity::actor_of(request), filter)));
                },
                .response_schema = "InboxPage",
                .query = {{"kind", "消息种类；不写为全部"},
                          {"unread", "1 为只列未读"},
                          {"after", "上一页答复中的 next"},
                          {"limit", "每页条数，1 至 200，默认 50"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/notices/unread",
                .permission = "session",
                .summary = "本人未读消息的条数",
                .handler = [&inbox](const Request& request) { return marked(inbox, request); },
                .response_schema = "UnreadNotices"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/notices/{id}/read",
                .permission = "session",
                .summary = "把一条消息标为已读",
                .handler = [&inbox](const Request& request) -> Result<Response> {
                    const auto id = number<std::int64_t>(request.param("id"), 1, std::numeric_limits<std::int64_t>::max());
                    LUOSHI_TRY(done, inbox.mark_read(identity::actor_of(request), id.value_or(0)));
                    return marked(inbox, request);
                },
                .body = Body::Memory,
                .response_schema = "UnreadNotices"});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/notices/read",
                .permission = "session",
                .summary = "把到某一条为止的消息都标为已读，可只限一种",
                .handler = [&inbox](const Request& request) -> Result<Response> {
                    json::Reader in{request.body};
                    const auto up_to = in.id("up_to");
                    const auto kind = in.opt_text("kind", 60).value_or("");
                    LUOSHI_TRY(valid, in.finish());
                    inbox.mark_all_read(identity::actor_of(request), up_to, kind);
                    return marked(inbox, request);
                },
                .body = Body::Memory,
                .request_schema = "ReadNotices",
                .response_schema = "UnreadNotices"});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/notice-preferences",
                .permission = "session",
                .summary = "本人怎样接收消息：邮箱、各种消息是否发邮件、免打扰时段，以及没有发出的邮件",
                .handler = [&inbox, &delivery](const Request& request) -> Result<Response> {
                    const auto& actor = identity::actor_of(request);
                    return preferences_answer(inbox, delivery, inbox.preferences(actor), inbox.unsent(actor));
                },
                .response_schema = "NoticePreferences"});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/notice-preferences",
                .permission = "session",
                .summary = "修改本人怎样接收消息",
                .handler = [&inbox, &delivery](const Request& request) -> Result<Response> {
                    LUOSHI_TRY(version, request.expected_version());
                    LUOSHI_TRY(wanted, read_preferences(request));
                    const auto& actor = identity::actor_of(request);
                    LUOSHI_TRY(kept, inbox.change(actor, std::move(wanted), version));
                    return preferences_answer(inbox, delivery, kept, inbox.unsent(actor));
                },
                .body = Body::Memory,
                .request_schema = "NewNoticePreferences",
                .response_schema = "NoticePreferences"});
}

void write_mail_state(Writer& out, const Delivery& delivery) {
    const auto state = delivery.state();
    out.begin_object().field("sends", delivery.sends()).field("waiting", state.waiting).field("sent", state.sent);
    out.field("given_up", state.given_up).field("last_sent_at", state.last_sent_at).key("troubles").begin_array();
    for (const auto& trouble : state.troubles) {
        out.begin_object().field("at", trouble.at).field("user", trouble.user_name).field("given_up", trouble.given_up);
        out.field("attempts", trouble.attempts).key("error");
        write_said(out, trouble.error);
        out.end_object();
    }
    out.end_array().end_object();
}

}  // namespace luoshi::notice
