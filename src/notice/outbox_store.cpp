#include "notice/outbox_store.hpp"

#include <algorithm>

#include "jobs/job.hpp"
#include "notice/notice_store.hpp"

namespace luoshi::notice {
namespace {

using store::Row;
using store::Sql;

const Sql kReaderOf{"outbox.reader",
                    "SELECT r.email, r.quiet_from, r.quiet_to FROM notice_reader r JOIN user_account a ON a.user_id = r.user_id "
                    "WHERE r.user_id = $1 AND a.state = 'active'"};
const Sql kOpen{"outbox.open",
                "SELECT n.notice_id, n.user_id, n.kind, p.mail FROM notice n LEFT JOIN notice_preference p ON p.user_id = n.user_id "
                "AND p.kind = n.kind WHERE n.mail = 'open' ORDER BY n.notice_id LIMIT $1"};
const Sql kDecide{"outbox.decide", "UPDATE notice SET mail = $2 WHERE notice_id = $1 AND mail = 'open'"};
const Sql kReadersAtOnce{"outbox.readers_at_once", "SELECT DISTINCT user_id FROM notice WHERE mail = 'at_once' ORDER BY user_id"};
const Sql kReadersDigest{"outbox.readers_digest", "SELECT DISTINCT user_id FROM notice WHERE mail = 'digest' ORDER BY user_id"};
const Sql kTakeAtOnce{
    "outbox.take_at_once",
    "UPDATE notice SET mail = 'mailed' WHERE user_id = $1 AND mail = 'at_once' RETURNING notice_id, kind, text, link, read_at"};
const Sql kTakeDigest{
    "outbox.take_digest",
    "UPDATE notice SET mail = 'mailed' WHERE user_id = $1 AND mail = 'digest' RETURNING notice_id, kind, text, link, read_at"};
const Sql kPut{"outbox.put",
               "INSERT INTO mail_outbox (mail_id, user_id, subject, body, created_at, state, leased_until, holder, attempts, error) "
               "VALUES ($1, $2, $3, $4, $5, 'waiting', 0, '', 0, '')"};
const Sql kWaiting{"outbox.waiting",
                   "SELECT mail_id, user_id, subject, body, created_at FROM mail_outbox WHERE state IN ('waiting', 'sending') "
                   "AND (leased_until <= $1 OR leased_until > $2) ORDER BY mail_id LIMIT $3"};
const Sql kClaim{"outbox.claim",
                 "UPDATE mail_outbox SET state = 'sending', holder = $2, leased_until = $3, attempts = attempts + 1 WHERE mail_id = $1 "
                 "AND state IN ('waiting', 'sending') AND (leased_until <= $4 OR leased_until > $5) RETURNING attempts"};
const Sql kEnd{"outbox.end",
               "UPDATE mail_outbox SET state = $4, error = $5, leased_until = $6, sent_at = $7, error_code = $8, error_params = $9 "
               "WHERE mail_id = $1 AND holder = $2 AND attempts = $3 AND state = 'sending'"};
const Sql kUnsent{"outbox.unsent",
                  "SELECT created_at, subject, state, attempts, error, error_code, error_params FROM mail_outbox WHERE user_id = $1 "
                  "AND (state = 'given_up' OR (state <> 'sent' AND error <> '')) ORDER BY mail_id DESC LIMIT 5"};
const Sql kCounts{"outbox.counts", "SELECT state, count(*), max(sent_at) FROM mail_outbox GROUP BY state"};
const Sql kTroubles{
    "outbox.troubles",
    "SELECT m.created_at, a.name, m.state, m.attempts, m.error, m.error_code, m.error_params FROM mail_outbox m "
    "JOIN user_account a ON a.user_id = m.user_id WHERE m.error <> '' AND m.state <> 'sent' ORDER BY m.mail_id DESC LIMIT 20"};

/// Of the columns error, error_code, error_params.
base::Phrase error_of(const Row& row) { return {row.text(5), params_of(row.view(6)), row.text(4)}; }

}  // namespace

Reader reader_of(store::ReadTx& tx, UserId user, const QuietHours& package) {
    return tx
        .one(kReaderOf, {user},
             [&](const Row& row) {
                 Reader reader{row.text(0), package};
                 if (!row.is_null(1) && !row.is_null(2)) {
                     reader.quiet.from = std::chrono::minutes{row.integer(1)};
                     reader.quiet.to = std::chrono::minutes{row.integer(2)};
                 }
                 return reader;
             })
        .value_or(Reader{"", package});
}

std::vector<OpenNotice> open_notices(store::ReadTx& tx, int most) {
    return tx.all(kOpen, {most}, [](const Row& row) {
        return OpenNotice{row.integer(0), row.id<UserId>(1), row.text(2), row.is_null(3) ? std::nullopt : mail_choice_from(row.view(3))};
    });
}

void decide(store::WriteTx& tx, std::int64_t notice, std::string_view mail) { tx.execute(kDecide, {notice, mail}); }

std::vector<UserId> readers_waiting(store::ReadTx& tx, MailChoice sort) {
    return tx.all(sort == MailChoice::AtOnce ? kReadersAtOnce : kReadersDigest, {}, [](const Row& row) { return row.id<UserId>(0); });
}

std::vector<Line> take_lines(store::WriteTx& tx, UserId user, MailChoice sort) {
    auto lines = tx.all(sort == MailChoice::AtOnce ? kTakeAtOnce : kTakeDigest, {user}, [](const Row& row) {
        return Line{row.integer(0), row.text(1), row.text(2), row.text(3), !row.is_null(4)};
    });
    std::ranges::sort(lines, {}, &Line::id);
    return lines;
}

void put_in_outbox(store::WriteTx& tx, const OutMail& mail) { tx.execute(kPut, {mail.id, mail.user, mail.subject, mail.body, mail.at}); }

std::vector<OutMail> waiting_mails(store::ReadTx& tx, base::Moment now, int most) {
    return tx.all(kWaiting, {now, now + jobs::kLongestWait, most}, [](const Row& row) {
        return OutMail{row.integer(0), row.id<UserId>(1), row.text(2), row.text(3), row.moment(4)};
    });
}

std::optional<int> claim_mail(store::WriteTx& tx, std::int64_t mail, std::string_view holder, base::Moment now) {
    return tx.one(kClaim, {mail, holder, now + jobs::kLease, now, now + jobs::kLongestWait},
                  [](const Row& row) { return static_cast<int>(row.integer(0)); });
}

void end_attempt(store::WriteTx& tx, std::int64_t mail, std::string_view holder, int attempt, MailEnd end, const base::Phrase& error,
                 base::Moment at) {
    const auto* const state = end == MailEnd::Sent ? "sent" : end == MailEnd::GivenUp ? "given_up" : "waiting";
    const auto retry_at = end == MailEnd::Later ? at + jobs::pause_after(attempt) : at;
    tx.execute(kEnd, {mail, holder, attempt, state, error.text, retry_at, end == MailEnd::Sent ? std::optional{at} : std::nullopt,
                      error.code, params_text(error.params)});
}

std::vector<UnsentMail> unsent_to(store::ReadTx& tx, UserId user) {
    return tx.all(kUnsent, {user}, [](const Row& row) {
        return UnsentMail{row.moment(0), row.text(1), row.view(2) == "given_up", static_cast<int>(row.integer(3)), error_of(row)};
    });
}

MailState mail_state(store::ReadTx& tx) {
    MailState out;
    tx.each(kCounts, {}, [&](const Row& row) {
        if (row.view(0) == "sent") {
            out.sent = row.integer(1);
            out.last_sent_at = row.opt_moment(2);
        } else {
            (row.view(0) == "given_up" ? out.given_up : out.waiting) += row.integer(1);
        }
    });
    out.troubles = tx.all(kTroubles, {}, [](const Row& row) {
        return MailTrouble{row.moment(0), row.text(1), row.view(2) == "given_up", static_cast<int>(row.integer(3)), error_of(row)};
    });
    return out;
}

}  // namespace luoshi::notice
