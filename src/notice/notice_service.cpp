#include "notice/notice_service.hpp"

#include "notice/notice_store.hpp"

namespace luoshi::notice {
namespace {

int tell(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const std::vector<UserId>& users, const Notice& notice) {
    int told = 0;
    for (const auto user : users) {
        told += user != notice.not_to && tell_user(tx, ids, now, user, notice) ? 1 : 0;
    }
    return told;
}

}  // namespace

bool tell_user(store::WriteTx& tx, base::IdSource& ids, base::Moment now, UserId user, const Notice& notice) {
    return insert_notice(tx, {ids.next(), user, now}, notice);
}

int tell_unit(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
              const Notice& notice) {
    return tell(tx, ids, now, holders(tx, unit, permission, day, Holders::All), notice);
}

int tell_heads(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
               const Notice& notice) {
    return tell(tx, ids, now, holders(tx, unit, permission, day, Holders::Heads), notice);
}

int tell_reaching(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
                  const Notice& notice) {
    return tell(tx, ids, now, holders_reaching(tx, unit, permission, day), notice);
}

}  // namespace luoshi::notice
