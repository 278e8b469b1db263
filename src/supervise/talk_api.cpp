#include "supervise/talk_api.hpp"

#include "http/service_routes.hpp"
#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "supervise/caution_api.hpp"

namespace luoshi::supervise {
namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;
using json::Reader;
using json::Writer;

void write_notice(Writer& out, const Talk& talk) {
    const auto& notice = talk.notice;
    out.begin_object().field("number", notice.number).field("on_day", notice.on_day).field("at_time", notice.at_time);
    out.field("place", notice.place).field("level", notice.level).field("form", notice.form).field("presider", notice.presider);
    out.field("attendee", notice.attendee).field("post", notice.post).field("notified_on", talk.notified_on);
    out.field("notified_by", talk.notified_by).end_object();
}

void write_minutes(Writer& out, const Talk& talk) {
    const auto& minutes = *talk.minutes;
    out.begin_object().field("problem", minutes.problem).field("explanation", minutes.explanation).field("demands", minutes.demands);
    out.key("commitments").begin_array();
    for (const auto& one : minutes.commitments) {
        out.begin_object().field("what", one.what).field("due_on", one.due_on).end_object();
    }
    out.end_array().field("rectify_by", minutes.rectify_by).field("recorded_on", talk.recorded_on);
    out.field("recorded_by", talk.recorded_by).field("signed_on", talk.signed_on).field("signed_by", talk.signed_by).end_object();
}

void write_check(Writer& out, const Talk& talk) {
    out.begin_object().field("met", *talk.met).field("found", talk.found).field("checked_on", talk.checked_on);
    out.field("checked_by", talk.checked_by).end_object();
}

Response talk_response(const Talks& talks, const TalkView& view) {
    Writer out;
    out.begin_object().key("caution");
    write_caution(out, talks.ladder(), view.caution);
    const auto part = [&](const char* name, bool there, auto write) {
        out.key(name);
        if (there) {
            write(out, *view.talk);
        } else {
            out.null();
        }
    };
    part("notice", view.talk.has_value(), write_notice);
    part("minutes", view.talk && view.talk->minutes, write_minutes);
    part("check", view.talk && view.talk->met, write_check);
    out.key("may").begin_object().field("notify", view.may_notify).field("record", view.may_record).field("sign", view.may_sign);
    out.field("check", view.may_check).end_object().field("version", view.caution.row.version).end_object();
    return Response::json(out.take()).with_version(view.caution.row.version);
}

TalkNotice read_notice(Reader& in) {
    return {.number = in.opt_text("number", 60).value_or(""),
            .on_day = in.date("on_day"),
            .at_time = in.text("at_time", 40),
            .place = in.text("place", 200),
            .level = in.choice("level", {"deputy", "head"}),
            .form = in.choice("form", {"individual", "collective"}),
            .presider = in.text("presider", 100),
            .attendee = in.text("attendee", 100),
            .post = in.text("post", 100)};
}

TalkMinutes read_minutes(Reader& in) {
    TalkMinutes out{.problem = in.text("problem", 4000),
                    .explanation = in.text("explanation", 4000),
                    .demands = in.text("demands", 4000),
                    .commitments = {},
                    .rectify_by = in.date("rectify_by")};
    for (auto& one : in.objects("commitments", 50)) {
        auto what = one.text("what", 1000);
        out.commitments.push_back({std::move(what), one.date("due_on")});
    }
    return out;
}

}  // namespace

void add_talk_routes(http::Router& router, Talks& talks) {
    const http::ServiceRoutes add{router, talks};
    add(
        Method::Get, "/cautions/{id}/talk", "order.read", "一次约谈：通知、纪要、核查",
        [](Talks& t, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<CautionId>(request));
            LUOSHI_TRY(view, t.read(identity::actor_of(request), id));
            return talk_response(t, view);
        },
        "", "Talk");
    const auto step = [&](const char* pattern, const char* permission, const char* summary, const char* takes, auto read, auto work) {
        add(
            Method::Post, pattern, permission, summary,
            [read, work](Talks& t, const Request& request) -> Result<Response> {
                LUOSHI_TRY(id, plan::path_id<CautionId>(request));
                LUOSHI_TRY(version, request.expected_version());
                Reader in{request.body};
                const auto body = read(in);
                LUOSHI_TRY(valid, in.finish());
                LUOSHI_TRY(view, work(t, identity::actor_of(request), id, version, body));
                return talk_response(t, view);
            },
            takes, "Talk");
    };
    using identity::Actor;
    step("/cautions/{id}/talk/notice", "order.manage", "发出约谈通知", "TalkAnnounced", read_notice,
         [](Talks& t, const Actor& actor, CautionId id, std::int64_t version, const TalkNotice& notice) {
             return t.notify(actor, id, version, notice);
         });
    step("/cautions/{id}/talk/minutes", "order.manage", "记录约谈纪要", "TalkRecorded", read_minutes,
         [](Talks& t, const Actor& actor, CautionId id, std::int64_t version, const TalkMinutes& minutes) {
             return t.record(actor, id, version, minutes);
         });
    step("/cautions/{id}/talk/check", "order.manage", "核查约谈整改", "TalkChecked",
         [](Reader& in) {
             const bool met = in.flag("met", false);
             return std::pair{met, in.text("found", 1000)};
         },
         [](Talks& t, const Actor& actor, CautionId id, std::int64_t version, const std::pair<bool, std::string>& check) {
             return t.check(actor, id, version, check.first, check.second);
         });
    add(
        Method::Post, "/cautions/{id}/talk/sign", "order.handle", "被约谈单位负责人在纪要上签字",
        [](Talks& t, const Request& request) -> Result<Response> {
            LUOSHI_TRY(id, plan::path_id<CautionId>(request));
            LUOSHI_TRY(version, request.expected_version());
            LUOSHI_TRY(view, t.sign(identity::actor_of(request), id, version));
            return talk_response(t, view);
        },
        "", "Talk");
}

}  // namespace luoshi::supervise
