#include "notice/notice_store.hpp"

namespace luoshi::notice {
namespace {

using store::Row;
using store::Sql;

const Sql kInsert{"notice.insert",
                  "INSERT INTO notice (notice_id, user_id, kind, code, params, text, link, once_key, at) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (user_id, once_key) DO NOTHING"};
const Sql kHolders{"notice.holders",
                   "SELECT DISTINCT up.user_id FROM user_post up JOIN post p ON p.post_id = up.post_id "
                   "JOIN user_account a ON a.user_id = up.user_id "
                   "JOIN role_permission rp ON rp.role_code = p.role_code WHERE p.unit_id = $1 AND rp.permission = $2 AND a.state = 'active' "
                   "AND up.valid_from <= $3 AND (up.valid_to IS NULL OR up.valid_to > $3) ORDER BY up.user_id"};

}  // namespace

bool insert_notice(store::WriteTx& tx, const NoticeRow& row, const Notice& notice, std::string_view params_json) {
    return tx.execute(kInsert, {row.id, row.user, notice.kind, notice.text.code, params_json, notice.text.text, notice.link, notice.once,
                                row.at}) == 1;
}

std::vector<UserId> holders(store::ReadTx& tx, UnitId unit, std::string_view permission, base::Date day) {
    return tx.all(kHolders, {unit, permission, day}, [](const Row& row) { return row.id<UserId>(0); });
}

}  // namespace luoshi::notice
