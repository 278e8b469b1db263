#pragma once
#include <string_view>
#include <vector>

#include "notice/notice_service.hpp"
#include "store/store.hpp"

namespace luoshi::notice {

struct NoticeRow {
    std::int64_t id = 0;
    UserId user{1};
    base::Moment at;
};
/// False when the user has one of the same key.
bool insert_notice(store::WriteTx& tx, const NoticeRow& row, const Notice& notice, std::string_view params_json);
/// Active users who hold a post of the unit with the permission on the day, by id.
std::vector<UserId> holders(store::ReadTx& tx, UnitId unit, std::string_view permission, base::Date day);

}  // namespace luoshi::notice
