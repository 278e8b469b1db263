#include "identity/post_store.hpp"

#include "store/store.hpp"

namespace luoshi::identity {

namespace {

#define LUOSHI_POST_COLUMNS                                                                                                       \
    "SELECT p.post_id, p.unit_id, p.section_id, p.name, p.role_code, r.name, p.is_head FROM post p JOIN role r ON r.role_code = " \
    "p.role_code "
const store::Sql kFindPost{"identity.find_post", LUOSHI_POST_COLUMNS "WHERE p.post_id = $1"};
const store::Sql kPostsOfUnit{"identity.posts_of_unit",
                              LUOSHI_POST_COLUMNS "WHERE p.unit_id = $1 ORDER BY p.is_head DESC, p.section_id NULLS FIRST, p.post_id"};
const store::Sql kPostsHeld{"identity.posts_held", LUOSHI_POST_COLUMNS R"sql(
JOIN user_post h ON h.post_id = p.post_id
WHERE h.user_id = $1 AND h.valid_from <= $2 AND (h.valid_to IS NULL OR h.valid_to > $2) ORDER BY h.valid_from, p.post_id)sql"};
#undef LUOSHI_POST_COLUMNS
const store::Sql kHolders{"identity.holders", R"sql(
SELECT u.user_id, u.name, h.valid_from FROM user_post h JOIN user_account u ON u.user_id = h.user_id
WHERE h.post_id = $1 AND h.valid_from <= $2 AND (h.valid_to IS NULL OR h.valid_to > $2) AND u.state = 'active'
ORDER BY h.valid_from, u.user_id)sql"};
const store::Sql kInsertPost{"identity.insert_post",
                             "INSERT INTO post (post_id, unit_id, section_id, name, role_code, is_head) VALUES ($1, $2, $3, $4, $5, $6)"};
const store::Sql kRoles{"identity.roles", "SELECT role_code, name, scope, kind FROM role ORDER BY place"};
const store::Sql kFindRole{"identity.find_role", "SELECT role_code, name, scope, kind FROM role WHERE role_code = $1"};
const store::Sql kPermissions{"identity.permissions", "SELECT permission FROM role_permission WHERE role_code = $1"};
const store::Sql kPutRole{"identity.put_role", R"sql(
INSERT INTO role (role_code, name, scope, kind, place) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (role_code) DO UPDATE SET name = excluded.name, scope = excluded.scope, kind = excluded.kind, place = excluded.place)sql"};
const store::Sql kClearPermissions{"identity.clear_permissions", "DELETE FROM role_permission"};
const store::Sql kPutPermission{"identity.put_permission", "INSERT INTO role_permission (role_code, permission) VALUES ($1, $2)"};
const store::Sql kRoleUsed{"identity.role_used", "SELECT count(*) FROM post WHERE role_code = $1"};
const store::Sql kDropRole{"identity.drop_role", "DELETE FROM role WHERE role_code = $1"};

Post read_post(const store::Row& row) {
    return {row.id<PostId>(0), row.id<UnitId>(1), row.opt_id<SectionId>(2), row.text(3), row.text(4), row.text(5), row.integer(6) == 1};
}

Role read_role(const store::Row& row) {
    Role role{row.text(0), row.text(1), {}, {}, {}};
    const auto scope = parse_scope(row.view(2));
    if (!scope) {
        throw store::Fault("角色 " + role.code + " 的范围损坏");
    }
    role.scope = *scope;
    role.kind = row.view(3) == "administrator" ? RoleKind::Administrator : RoleKind::Business;
    return role;
}

void read_permissions(store::ReadTx& tx, Role& role) {
    tx.each(kPermissions, {role.code}, [&](const store::Row& row) { role.permissions.insert(row.text(0)); });
}

}  // namespace

std::optional<Post> find_post(store::ReadTx& tx, PostId id) { return tx.one(kFindPost, {id}, read_post); }

std::vector<Post> posts_of(store::ReadTx& tx, UnitId unit) { return tx.all(kPostsOfUnit, {unit}, read_post); }

std::vector<Holder> holders(store::ReadTx& tx, PostId post, base::Date on) {
    return tx.all(kHolders, {post, on}, [](const store::Row& row) { return Holder{row.id<UserId>(0), row.text(1), row.date(2)}; });
}

std::vector<std::string> heads_of(store::ReadTx& tx, UnitId unit, base::Date on) {
    std::vector<std::string> out;
    for (const auto& post : posts_of(tx, unit)) {
        for (auto& holder : post.is_head && !post.section ? holders(tx, post.id, on) : std::vector<Holder>{}) {
            out.push_back(std::move(holder.name));
        }
    }
    return out;
}

std::vector<Post> posts_held(store::ReadTx& tx, UserId user, base::Date on) { return tx.all(kPostsHeld, {user, on}, read_post); }

std::optional<Role> find_role(store::ReadTx& tx, std::string_view code) {
    auto role = tx.one(kFindRole, {code}, read_role);
    if (role) {
        read_permissions(tx, *role);
    }
    return role;
}

std::vector<Role> list_roles(store::ReadTx& tx) {
    auto roles = tx.all(kRoles, {}, read_role);
    for (Role& role : roles) {
        read_permissions(tx, role);
    }
    return roles;
}

void insert_post(store::WriteTx& tx, PostId id, const NewPost& post) {
    tx.execute(kInsertPost, {id, post.unit, post.section, post.name, post.role, post.is_head ? 1 : 0});
}

void clear_permissions(store::WriteTx& tx) { tx.execute(kClearPermissions); }

bool role_in_use(store::ReadTx& tx, std::string_view code) { return tx.integer(kRoleUsed, {code}).value_or(0) > 0; }

void drop_role(store::WriteTx& tx, std::string_view code) { tx.execute(kDropRole, {code}); }

void put_role(store::WriteTx& tx, const Role& role, int place) {
    tx.execute(kPutRole,
               {role.code, role.name, scope_text(role.scope), role.kind == RoleKind::Administrator ? "administrator" : "business", place});
    for (const auto& permission : role.permissions) {
        tx.execute(kPutPermission, {role.code, permission});
    }
}

}  // namespace luoshi::identity
