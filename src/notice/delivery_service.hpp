#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "base/result.hpp"
#include "identity/ids.hpp"
#include "mail/message.hpp"
#include "notice/notice_settings.hpp"

namespace luoshi::store {
class Database;
class ReadTx;
class WriteTx;
}  // namespace luoshi::store

namespace luoshi::notice {

/// How mail leaves this site.
struct Post {
    /// Sends one mail (mail::send with the site's server); empty: the site sends none, and notices stay in the inbox.
    std::function<base::Status(const mail::Message&)> send;
    std::string site_name;  ///< in brackets before each subject
    std::string origin;     ///< "https://…" before links; empty: a mail has none
    std::string holder;     ///< tells this server from every other on the database
};

/// A mail that could not be sent so far, for the administrator: without its words.
struct MailTrouble {
    base::Moment at;
    std::string user_name;
    bool given_up = false;
    int attempts = 0;
    base::Phrase error;  ///< why the last attempt failed
};
struct MailState {
    std::int64_t waiting = 0;
    std::int64_t sent = 0;
    std::int64_t given_up = 0;
    std::optional<base::Moment> last_sent_at = {};
    std::vector<MailTrouble> troubles = {};  ///< newest first
};

/// Takes notices to their readers by mail: decides on each, collects it with others of the same reader, and sends what stands in the
/// outbox. A mail is written exactly once, in the transaction that marks its notices; it is sent by whoever claims it. A server that dies
/// between the sending and the mark sends the same mail again, under the same Message-ID.
class Delivery {
public:
    Delivery(store::Database& db, base::IdSource& ids, const base::Clock& clock, Settings settings, calendar::WorkCalendar calendar,
             Post post);

    /// Decides on new notices and writes one mail to each reader with notices to be mailed at once, unless his hours are quiet.
    void collect();
    /// Sends what waits in the outbox, to readers whose hours are not quiet, while `go_on` says so. Returns how many were sent.
    int send(const std::function<bool()>& go_on = [] { return true; });

    /// The effect of the daily job: one mail to each reader with notices for the digest. On a rest day they wait for the next working day.
    base::Status write_digests(store::WriteTx& tx, base::Date day);

    bool sends() const { return post_.send != nullptr; }
    MailState state() const;

private:
    void write_mail(store::WriteTx& tx, identity::UserId user, MailChoice sort);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Settings settings_;
    calendar::WorkCalendar calendar_;
    Post post_;
};

}  // namespace luoshi::notice
