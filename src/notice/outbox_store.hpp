#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notice/delivery_service.hpp"
#include "notice/inbox_service.hpp"
#include "notice/notice_service.hpp"
#include "store/store.hpp"

namespace luoshi::notice {

/// Where mail to a reader goes, and when not.
struct Reader {
    std::string email;  ///< empty: none, or the account is disabled
    QuietHours quiet;
};
Reader reader_of(store::ReadTx& tx, UserId user, const QuietHours& package);

/// A notice about which nobody has decided whether it goes by mail.
struct OpenNotice {
    std::int64_t id = 0;
    UserId user{1};
    std::string kind;
    std::optional<MailChoice> chosen;  ///< by the reader
};
std::vector<OpenNotice> open_notices(store::ReadTx& tx, int most);
/// `mail`: "none", "at_once", "digest". Only of a notice still open.
void decide(store::WriteTx& tx, std::int64_t notice, std::string_view mail);

/// Readers with notices that wait for a mail of this sort ("at_once" or "digest").
std::vector<UserId> readers_waiting(store::ReadTx& tx, MailChoice sort);
struct Line {
    std::int64_t id = 0;
    std::string kind;
    std::string text;
    std::string link;
    bool is_read = false;
};
/// Takes them into a mail, by age: who else asks finds none.
std::vector<Line> take_lines(store::WriteTx& tx, UserId user, MailChoice sort);

struct OutMail {
    std::int64_t id = 0;
    UserId user{1};
    std::string subject;
    std::string body;
    base::Moment at;
};
void put_in_outbox(store::WriteTx& tx, const OutMail& mail);
/// Those nobody holds now, by age.
std::vector<OutMail> waiting_mails(store::ReadTx& tx, base::Moment now, int most);
/// The number of the attempt; nothing when somebody else has it or it is sent.
std::optional<int> claim_mail(store::WriteTx& tx, std::int64_t mail, std::string_view holder, base::Moment now);
enum class MailEnd { Sent, Later, GivenUp };
void end_attempt(store::WriteTx& tx, std::int64_t mail, std::string_view holder, int attempt, MailEnd end, const base::Phrase& error,
                 base::Moment at);

std::vector<UnsentMail> unsent_to(store::ReadTx& tx, UserId user);
MailState mail_state(store::ReadTx& tx);

}  // namespace luoshi::notice
