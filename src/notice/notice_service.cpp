#include "notice/notice_service.hpp"

#include "json/json.hpp"
#include "notice/notice_store.hpp"

namespace luoshi::notice {

bool tell_user(store::WriteTx& tx, base::IdSource& ids, base::Moment now, UserId user, const Notice& notice) {
    json::Writer params;
    params.begin_object();
    for (const auto& [name, value] : notice.text.params) {
        params.field(name, value);
    }
    params.end_object();
    return insert_notice(tx, {ids.next(), user, now}, notice, params.take());
}

int tell_unit(store::WriteTx& tx, base::IdSource& ids, base::Moment now, base::Date day, UnitId unit, std::string_view permission,
              const Notice& notice) {
    int told = 0;
    for (const auto user : holders(tx, unit, permission, day)) {
        told += tell_user(tx, ids, now, user, notice) ? 1 : 0;
    }
    return told;
}

}  // namespace luoshi::notice
