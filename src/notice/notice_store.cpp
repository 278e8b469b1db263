#include "notice/notice_store.hpp"

#include <limits>

namespace luoshi::notice {
namespace {

using store::Row;
using store::Sql;

const Sql kInsert{"notice.insert",
                  "INSERT INTO notice (notice_id, user_id, kind, code, params, text, link, once_key, at) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (user_id, once_key) DO NOTHING"};
const Sql kHolders{
    "notice.holders",
    "SELECT DISTINCT up.user_id FROM user_post up JOIN post p ON p.post_id = up.post_id "
    "JOIN user_account a ON a.user_id = up.user_id "
    "JOIN role_permission rp ON rp.role_code = p.role_code WHERE p.unit_id = $1 AND rp.permission = $2 AND a.state = 'active' "
    "AND up.valid_from <= $3 AND (up.valid_to IS NULL OR up.valid_to > $3) AND p.is_head >= $4 ORDER BY up.user_id"};
const Sql kReaching{
    "notice.reaching",
    "WITH RECURSIVE above (unit_id) AS (SELECT unit_id FROM unit WHERE unit_id = $1 UNION SELECT u.parent_id FROM unit u "
    "JOIN above b ON u.unit_id = b.unit_id WHERE u.parent_id IS NOT NULL) "
    "SELECT DISTINCT up.user_id FROM user_post up JOIN post p ON p.post_id = up.post_id JOIN role r ON r.role_code = p.role_code "
    "JOIN user_account a ON a.user_id = up.user_id JOIN role_permission rp ON rp.role_code = p.role_code WHERE rp.permission = $2 "
    "AND a.state = 'active' AND up.valid_from <= $3 AND (up.valid_to IS NULL OR up.valid_to > $3) AND (r.scope = 'all' OR p.unit_id = $1 "
    "OR (r.scope = 'subtree' AND p.unit_id IN (SELECT unit_id FROM above))) ORDER BY up.user_id"};
const Sql kInbox{"notice.inbox",
                 "SELECT notice_id, kind, code, params, text, link, at, read_at FROM notice WHERE user_id = $1 AND notice_id < $2 "
                 "AND ($3 = '' OR kind = $3) AND ($4 = 0 OR read_at IS NULL) ORDER BY notice_id DESC LIMIT $5"};
const Sql kUnread{"notice.unread", "SELECT count(*) FROM notice WHERE user_id = $1 AND read_at IS NULL"};
const Sql kIsOf{"notice.is_of", "SELECT 1 FROM notice WHERE user_id = $1 AND notice_id = $2"};
const Sql kRead{"notice.read", "UPDATE notice SET read_at = $3 WHERE user_id = $1 AND notice_id = $2 AND read_at IS NULL"};
const Sql kAllRead{"notice.all_read",
                   "UPDATE notice SET read_at = $4 WHERE user_id = $1 AND notice_id <= $2 AND ($3 = '' OR kind = $3) AND read_at IS NULL"};
const Sql kReader{"notice.reader", "SELECT email, quiet_from, quiet_to, version FROM notice_reader WHERE user_id = $1"};
const Sql kChoices{"notice.choices", "SELECT kind, mail FROM notice_preference WHERE user_id = $1"};
const Sql kInsertReader{"notice.insert_reader",
                        "INSERT INTO notice_reader (user_id, email, quiet_from, quiet_to, version) VALUES ($1, $2, $3, $4, 2) "
                        "ON CONFLICT (user_id) DO NOTHING"};
const Sql kUpdateReader{"notice.update_reader",
                        "UPDATE notice_reader SET email = $2, quiet_from = $3, quiet_to = $4, version = version + 1 "
                        "WHERE user_id = $1 AND version = $5"};
const Sql kDropChoices{"notice.drop_choices", "DELETE FROM notice_preference WHERE user_id = $1"};
const Sql kInsertChoice{"notice.insert_choice", "INSERT INTO notice_preference (user_id, kind, mail) VALUES ($1, $2, $3)"};

// Between the name and the value of a parameter, and after each: no text of a reader holds control characters.
constexpr char kUnit = '\x1F';
constexpr char kRecord = '\x1E';

std::optional<std::chrono::minutes> opt_minutes(const Row& row, int column) {
    const auto value = row.opt_integer(column);
    return value ? std::optional{std::chrono::minutes{*value}} : std::nullopt;
}

std::optional<std::int64_t> count(const std::optional<std::chrono::minutes>& time) {
    return time ? std::optional<std::int64_t>{time->count()} : std::nullopt;
}

}  // namespace

std::string params_text(const base::PhraseParams& params) {
    std::string out;
    for (const auto& [name, value] : params) {
        out += name + kUnit + value + kRecord;
    }
    return out;
}

base::PhraseParams params_of(std::string_view text) {
    base::PhraseParams out;
    while (!text.empty()) {
        const auto record = text.substr(0, text.find(kRecord));
        const auto unit = record.find(kUnit);
        if (record.size() == text.size() || unit == std::string_view::npos) {
            throw store::Fault("the parameters of a notice are corrupt");
        }
        out.emplace_back(record.substr(0, unit), record.substr(unit + 1));
        text.remove_prefix(record.size() + 1);
    }
    return out;
}

bool insert_notice(store::WriteTx& tx, const NoticeRow& row, const Notice& notice) {
    return tx.execute(kInsert, {row.id, row.user, notice.kind, notice.text.code, params_text(notice.text.params), notice.text.text,
                                notice.link, notice.once, row.at}) == 1;
}

std::vector<UserId> holders(store::ReadTx& tx, UnitId unit, std::string_view permission, base::Date day, Holders which) {
    return tx.all(kHolders, {unit, permission, day, which == Holders::Heads ? 1 : 0}, [](const Row& row) { return row.id<UserId>(0); });
}

std::vector<UserId> holders_reaching(store::ReadTx& tx, UnitId unit, std::string_view permission, base::Date day) {
    return tx.all(kReaching, {unit, permission, day}, [](const Row& row) { return row.id<UserId>(0); });
}

std::vector<InboxLine> inbox(store::ReadTx& tx, UserId user, const InboxFilter& filter) {
    return tx.all(kInbox,
                  {user, filter.before.value_or(std::numeric_limits<std::int64_t>::max()), filter.kind,
                   filter.show == InboxFilter::Show::Unread ? 1 : 0, filter.limit + 1},
                  [](const Row& row) {
                      return InboxLine{.id = row.integer(0),
                                       .kind = row.text(1),
                                       .text = {row.text(2), params_of(row.view(3)), row.text(4)},
                                       .link = row.text(5),
                                       .at = row.moment(6),
                                       .read_at = row.opt_moment(7)};
                  });
}

std::int64_t unread(store::ReadTx& tx, UserId user) { return tx.integer(kUnread, {user}).value_or(0); }

bool is_of(store::ReadTx& tx, UserId user, std::int64_t notice) { return tx.integer(kIsOf, {user, notice}).has_value(); }

void set_read(store::WriteTx& tx, UserId user, std::int64_t notice, base::Moment at) { tx.execute(kRead, {user, notice, at}); }

int set_all_read(store::WriteTx& tx, UserId user, std::int64_t up_to, std::string_view kind, base::Moment at) {
    return static_cast<int>(tx.execute(kAllRead, {user, up_to, kind, at}));
}

Preferences preferences(store::ReadTx& tx, UserId user) {
    auto out =
        tx.one(kReader, {user}, [](const Row& row) {
              return Preferences{
                  .email = row.text(0), .quiet_from = opt_minutes(row, 1), .quiet_to = opt_minutes(row, 2), .version = row.integer(3)};
          }).value_or(Preferences{});
    tx.each(kChoices, {user}, [&](const Row& row) { out.mail.emplace(row.text(0), *mail_choice_from(row.view(1))); });
    return out;
}

bool store_preferences(store::WriteTx& tx, UserId user, const Preferences& wanted, std::int64_t version) {
    const auto from = count(wanted.quiet_from);
    const auto to = count(wanted.quiet_to);
    const auto changed = version == kUnchanged ? tx.execute(kInsertReader, {user, wanted.email, from, to})
                                               : tx.execute(kUpdateReader, {user, wanted.email, from, to, version});
    if (changed != 1) {
        return false;
    }
    tx.execute(kDropChoices, {user});
    for (const auto& [kind, choice] : wanted.mail) {
        tx.execute(kInsertChoice, {user, kind, word(choice)});
    }
    return true;
}

}  // namespace luoshi::notice
