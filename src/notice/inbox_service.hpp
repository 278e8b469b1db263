#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "base/phrase.hpp"
#include "base/result.hpp"
#include "identity/actor.hpp"
#include "notice/notice_settings.hpp"

namespace luoshi::store {
class Database;
}

namespace luoshi::notice {

struct InboxLine {
    std::int64_t id = 0;
    std::string kind;
    base::Phrase text;
    std::string link;
    base::Moment at;
    std::optional<base::Moment> read_at;
};

struct InboxFilter {
    enum class Show { All, Unread };
    std::string kind = {};  ///< empty: any
    Show show = Show::All;
    std::optional<std::int64_t> before = {};  ///< older than this one: the key of the next page
    int limit = 50;
};

struct InboxPage {
    std::vector<InboxLine> items;
    std::optional<std::int64_t> next;
    std::int64_t unread = 0;  ///< of all kinds
};

/// The version of preferences nobody has changed yet.
inline constexpr std::int64_t kUnchanged = 1;

/// How somebody wants to be told.
struct Preferences {
    std::string email = {};                               ///< empty: no mail
    std::optional<std::chrono::minutes> quiet_from = {};  ///< with quiet_to; neither: as the package says
    std::optional<std::chrono::minutes> quiet_to = {};
    std::map<std::string, MailChoice> mail = {};  ///< where it differs from the package
    std::int64_t version = kUnchanged;
};

/// A mail to the reader that has not gone out.
struct UnsentMail {
    base::Moment at;
    std::string subject;
    bool given_up = false;
    int attempts = 0;
    base::Phrase error;  ///< why the last attempt failed
};

/// The inbox of the reader, and how he wants to be told. Everybody reads and changes only his own; nobody is shown what others have read.
class Inbox {
public:
    Inbox(store::Database& db, base::IdSource& ids, const base::Clock& clock, Settings settings);

    InboxPage list(const identity::Actor& actor, const InboxFilter& filter);
    std::int64_t unread(const identity::Actor& actor);
    /// Errors: notice.not_found, also for a notice of somebody else.
    base::Status mark_read(const identity::Actor& actor, std::int64_t notice);
    /// Everything up to a notice the reader has seen; of one kind, or of all when it is empty. Returns how many.
    int mark_all_read(const identity::Actor& actor, std::int64_t up_to, const std::string& kind);

    Preferences preferences(const identity::Actor& actor);
    std::vector<UnsentMail> unsent(const identity::Actor& actor);
    /// Errors: request.invalid with mail.bad_address, notice.unknown_kind, notice.half_quiet; 412 notice.version_mismatch.
    base::Result<Preferences> change(const identity::Actor& actor, Preferences wanted, std::int64_t version);

    const Settings& settings() const { return settings_; }

private:
    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Settings settings_;
};

}  // namespace luoshi::notice
