#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notice/inbox_service.hpp"
#include "notice/notice_service.hpp"
#include "store/store.hpp"

namespace luoshi::notice {

/// Parameters of a sentence as a column holds them, and back. Throws Fault when they are corrupt.
std::string params_text(const base::PhraseParams& params);
base::PhraseParams params_of(std::string_view text);

struct NoticeRow {
    std::int64_t id = 0;
    UserId user{1};
    base::Moment at;
};
/// False when the user has one of the same key.
bool insert_notice(store::WriteTx& tx, const NoticeRow& row, const Notice& notice);

enum class Holders { All, Heads };
/// Active users who hold a post of the unit with the permission on the day, by id.
std::vector<UserId> holders(store::ReadTx& tx, UnitId unit, std::string_view permission, base::Date day, Holders which);
/// Of those holders in any unit whose reach has this one.
std::vector<UserId> holders_reaching(store::ReadTx& tx, UnitId unit, std::string_view permission, base::Date day);

/// Newest first; one more than asked when there are more.
std::vector<InboxLine> inbox(store::ReadTx& tx, UserId user, const InboxFilter& filter);
std::int64_t unread(store::ReadTx& tx, UserId user);
bool is_of(store::ReadTx& tx, UserId user, std::int64_t notice);
void set_read(store::WriteTx& tx, UserId user, std::int64_t notice, base::Moment at);
int set_all_read(store::WriteTx& tx, UserId user, std::int64_t up_to, std::string_view kind, base::Moment at);

/// Without a row: no address, everything as the package says, version kUnchanged.
Preferences preferences(store::ReadTx& tx, UserId user);
/// False when the stored version is another.
bool store_preferences(store::WriteTx& tx, UserId user, const Preferences& wanted, std::int64_t version);

}  // namespace luoshi::notice
