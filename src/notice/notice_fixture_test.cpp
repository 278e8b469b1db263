#include "notice/notice_fixture_test.hpp"

namespace luoshi::notice {
namespace {

using store::Sql;

const Sql kUnit{"test.notice.unit",
                "INSERT INTO unit (unit_id, code, name, short_name, level, kind, organ, relation, place, verify, note, version) "
                "VALUES (1, 'dg', '东光县政府', '东光县', 'county', 'government', 'administrative', 'local', 1, 0, '', 1)"};
const Sql kRole{"test.notice.role",
                "INSERT INTO role (role_code, name, scope, kind, place) VALUES ('county', '县市区', 'own', 'business', 1)"};
const Sql kMay{"test.notice.may", "INSERT INTO role_permission (role_code, permission) VALUES ('county', 'report.fill')"};
const Sql kPost{"test.notice.post", "INSERT INTO post (post_id, unit_id, name, role_code, is_head) VALUES ($1, 1, $2, 'county', $3)"};
const Sql kUser{"test.notice.user",
                "INSERT INTO user_account (user_id, login, name, state, password_hash, password_changed_at, must_change, session_version, "
                "created_at, version) VALUES ($1, $2, $2, $3, '', 0, 0, 1, 0, 1)"};
const Sql kHolds{"test.notice.holds", "INSERT INTO user_post (user_id, post_id, valid_from) VALUES ($1, $2, '2018-01-01')"};

}  // namespace

NoticeSite::NoticeSite() {
    EXPECT_TRUE(db_->write([](store::WriteTx& tx) -> base::Status {
        tx.execute(kUnit);
        tx.execute(kRole);
        tx.execute(kMay);
        tx.execute(kPost, {1, "县长", 1});
        tx.execute(kPost, {2, "专干", 0});
        tx.execute(kUser, {1, "head", "active"});
        tx.execute(kUser, {2, "clerk", "active"});
        tx.execute(kUser, {3, "gone", "disabled"});
        tx.execute(kHolds, {1, 1});
        tx.execute(kHolds, {2, 2});
        tx.execute(kHolds, {3, 2});
        return base::Done{};
    }));
}

identity::Actor NoticeSite::actor(UserId user) const {
    identity::Actor out;
    out.user = user;
    out.user_name = "用户" + user.text();
    out.unit = kCounty;
    out.unit_name = "东光县政府";
    return out;
}

bool NoticeSite::tell(UserId user, const std::string& kind, const std::string& text, std::optional<std::string> once) {
    clock_.at += std::chrono::milliseconds{1};
    return db_
        ->write([&](store::WriteTx& tx) -> base::Result<bool> {
            return tell_user(
                tx, ids_, clock_.now(), user,
                {.kind = kind, .text = {.code = kind, .params = {{"reason", text}}, .text = text}, .link = "/reports/5", .once = once});
        })
        .value();
}

}  // namespace luoshi::notice
