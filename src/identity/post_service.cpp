#include "identity/post_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/store.hpp"

namespace luoshi::identity {
namespace {

const audit::Action kPostAdd{"post.add", "设立岗位"};

}  // namespace

base::Result<PostId> add_post(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const Actor& actor, const NewPost& post) {
    if (post.name.empty()) {
        return base::bad_input("post.name_missing", "岗位名称未填：请填写，如“电商科科长”");
    }
    if (!actor.covers(post.unit)) {
        return base::forbidden("permission.scope", "该单位不在您的管理范围内：请由该单位或市级管理员办理");
    }
    const auto role = find_role(tx, post.role);
    if (!role) {
        return base::bad_input("role.unknown", fmt::format("没有角色“{}”：请从角色列表中选择", post.role));
    }
    LUOSHI_TRY(granted, check_may_grant(actor, *role));
    const auto id = ids.make<PostId>();
    try {
        insert_post(tx, id, post);
    } catch (const store::ConstraintViolation& refused) {
        if (refused.constraint() == "post_unit_uq" || refused.constraint() == "post_section_uq") {
            return base::conflict("post.name_taken", fmt::format("该单位（科室）已有岗位“{}”：请改用另一个名称", post.name));
        }
        throw;
    }
    audit::record(tx, ids, at, actor.origin(),
                  {kPostAdd, "post", id.text(), fmt::format("设立岗位“{}”，角色“{}”", post.name, role->name), {}});
    return id;
}

base::Status load_roles(store::WriteTx& tx, const std::vector<Role>& roles) {
    clear_permissions(tx);
    for (const Role& old : list_roles(tx)) {
        if (std::any_of(roles.begin(), roles.end(), [&](const Role& role) { return role.code == old.code; })) {
            continue;
        }
        if (role_in_use(tx, old.code)) {
            return base::conflict("role.in_use",
                                  fmt::format("角色“{}”（{}）还有岗位在用，不能从配置中删去：请先改这些岗位的角色", old.name, old.code));
        }
        drop_role(tx, old.code);
    }
    int place = 0;
    for (const Role& role : roles) {
        put_role(tx, role, ++place);
    }
    return base::Done{};
}

}  // namespace luoshi::identity
