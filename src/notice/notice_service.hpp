#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/id_source.hpp"
#include "base/phrase.hpp"
#include "identity/ids.hpp"

namespace luoshi::store {
class WriteTx;
}  // namespace luoshi::store

namespace luoshi::notice {

using identity::UnitId;
using identity::UserId;

/// What somebody is told.
struct Notice {
    std::string kind;  ///< "order.assigned": which setting of the reader decides on mail
    base::Phrase text;
    std::string link;                      ///< path of the page it leads to: /orders/12
    std::optional<std::string> once = {};  ///< a key: the reader is told at most once for it, however often this is called
    std::optional<UserId> not_to = {};     ///< who did it himself
};

/// Puts it into the inbox of a user, in the caller's transaction. False when the user was told for the same key before.
bool tell_user(store::WriteTx& tx, base::IdSource& ids, base::Moment now, UserId user, const Notice& notice);
/// Puts it into the inbox of every active user who holds, on the day, a post of exactly this unit with the permission. Returns how many
/// were told now.
int tell_unit(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
              const Notice& notice);
/// The same for those whose post leads the unit.
int tell_heads(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
               const Notice& notice);
/// The same for those of any unit who hold the permission and whose reach has this unit.
int tell_reaching(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
                  const Notice& notice);

}  // namespace luoshi::notice
