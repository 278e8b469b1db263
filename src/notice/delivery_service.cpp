#include "notice/delivery_service.hpp"

#include <fmt/core.h>

#include "log/log.hpp"
#include "notice/outbox_store.hpp"

namespace luoshi::notice {
namespace {

constexpr int kOpenAtOnce = 500;
constexpr int kMailsAtOnce = 1'000;

}  // namespace

Delivery::Delivery(store::Database& db, base::IdSource& ids, const base::Clock& clock, Settings settings, calendar::WorkCalendar calendar,
                   Post post)
    : db_(db), ids_(ids), clock_(clock), settings_(std::move(settings)), calendar_(std::move(calendar)), post_(std::move(post)) {}

void Delivery::collect() {
    // Looked at first without writing: every write lets go of what others have computed.
    bool more = db_.read([](store::ReadTx& tx) { return !open_notices(tx, 1).empty(); });
    while (more) {
        more = db_.write([&](store::WriteTx& tx) -> base::Result<bool> {
                      const auto open = open_notices(tx, kOpenAtOnce);
                      for (const auto& one : open) {
                          const auto* kind = settings_.kind(one.kind);
                          const auto choice = one.chosen.value_or(kind == nullptr ? MailChoice::Inbox : kind->mail);
                          const bool goes =
                              sends() && choice != MailChoice::Inbox && !reader_of(tx, one.user, settings_.quiet).email.empty();
                          decide(tx, one.id, goes ? word(choice) : "none");
                      }
                      return open.size() == kOpenAtOnce;
                  })
                   .value();
    }
    const auto now = clock_.now();
    std::vector<UserId> awake;
    db_.read([&](store::ReadTx& tx) {
        awake = readers_waiting(tx, MailChoice::AtOnce);
        std::erase_if(awake, [&](UserId user) { return is_quiet(reader_of(tx, user, settings_.quiet).quiet, calendar_, now); });
    });
    for (const auto user : awake) {
        const auto written = db_.write([&](store::WriteTx& tx) -> base::Status {
            write_mail(tx, user, MailChoice::AtOnce);
            return base::Done{};
        });
        (void)written.value();
    }
}

base::Status Delivery::write_digests(store::WriteTx& tx, base::Date day) {
    // As for quiet hours, a year without a holiday notice has its weekends for rest days.
    if (is_quiet({.from = {}, .to = {}, .on_rest_days = true}, calendar_, base::Moment{day})) {
        return base::Done{};
    }
    for (const auto user : readers_waiting(tx, MailChoice::Digest)) {
        write_mail(tx, user, MailChoice::Digest);
    }
    return base::Done{};
}

void Delivery::write_mail(store::WriteTx& tx, UserId user, MailChoice sort) {
    auto lines = take_lines(tx, user, sort);
    std::erase_if(lines, &Line::is_read);  // who has read it on the site needs no mail
    if (lines.empty()) {
        return;
    }
    const auto* kind = settings_.kind(lines.front().kind);
    const auto first = kind == nullptr ? std::string{"消息"} : kind->name;
    std::string body;
    for (const auto& line : lines) {
        body += fmt::format("{}{}\n", lines.size() > 1 ? "· " : "", line.text);
        if (!post_.origin.empty() && line.link.starts_with('/')) {
            body += post_.origin + line.link + '\n';
        }
        body += '\n';
    }
    body += fmt::format("——\n{}。本邮件由系统发出，请勿回复；收哪些邮件可在“消息”的“消息设置”中更改。\n", post_.site_name);
    put_in_outbox(tx, {.id = ids_.next(),
                       .user = user,
                       .subject = sort == MailChoice::Digest ? fmt::format("【{}】每日消息（{}条）", post_.site_name, lines.size())
                                  : lines.size() == 1        ? fmt::format("【{}】{}", post_.site_name, first)
                                                      : fmt::format("【{}】{}等{}条消息", post_.site_name, first, lines.size()),
                       .body = std::move(body),
                       .at = clock_.now()});
}

int Delivery::send(const std::function<bool()>& go_on) {
    if (!sends()) {
        return 0;
    }
    const auto waiting = db_.read([&](store::ReadTx& tx) { return waiting_mails(tx, clock_.now(), kMailsAtOnce); });
    int sent = 0;
    for (const auto& mail : waiting) {
        if (!go_on()) {
            break;
        }
        const auto reader = db_.read([&](store::ReadTx& tx) { return reader_of(tx, mail.user, settings_.quiet); });
        if (is_quiet(reader.quiet, calendar_, clock_.now())) {
            continue;
        }
        const auto attempt = db_.write([&](store::WriteTx& tx) -> base::Result<std::optional<int>> {
                                    return claim_mail(tx, mail.id, post_.holder, clock_.now());
                                })
                                 .value();
        if (!attempt) {
            continue;
        }
        base::Status done = base::bad_input("mail.no_address", "收件人没有邮箱，或账号已停用");
        if (!reader.email.empty()) {
            try {
                done = post_.send({.to = reader.email,
                                   .subject = mail.subject,
                                   .text = mail.body,
                                   .id = fmt::format("luoshi.{}", mail.id),
                                   .at = mail.at});
            } catch (const std::exception& fault) {
                done = base::Error{base::Category::Unavailable, "mail.failed", fault.what(), {}, {}, {{"said", fault.what()}}};
            }
        }
        const bool passes = !done && done.error().category == base::Category::Unavailable && *attempt < settings_.give_up_after;
        const auto end = done ? MailEnd::Sent : passes ? MailEnd::Later : MailEnd::GivenUp;
        const auto kept = db_.write([&](store::WriteTx& tx) -> base::Status {
            end_attempt(tx, mail.id, post_.holder, *attempt, end,
                        done ? base::Phrase{} : base::Phrase{done.error().code, done.error().params, done.error().message}, clock_.now());
            return base::Done{};
        });
        (void)kept.value();
        if (done) {
            ++sent;
            log::info("mail.sent", {{"mail", mail.id}});
        } else {
            log::warn(passes ? "mail.later" : "mail.given_up", {{"mail", mail.id}, {"attempt", *attempt}, {"error", done.error().code}});
        }
    }
    return sent;
}

MailState Delivery::state() const {
    return db_.read([](store::ReadTx& tx) { return mail_state(tx); });
}

}  // namespace luoshi::notice
