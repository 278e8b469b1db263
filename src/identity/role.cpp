#include "identity/role.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace luoshi::identity {

namespace {

constexpr std::array kPermissions = std::to_array<Permission>({
    {"cockpit.read", "查看驾驶舱"},
    {"plan.read", "查看方案和任务"},
    {"plan.edit", "修改任务、职责和目标"},
    {"plan.import", "导入方案文件"},
    {"plan.confirm", "确认方案"},
    {"duty.read", "查看责任分解"},
    {"duty.assign", "分解和落实责任"},
    {"report.read", "查看填报"},
    {"report.fill", "填报"},
    {"report.review", "审核填报"},
    {"report.settle", "审定填报"},
    {"indicator.read", "查看指标"},
    {"order.read", "查看督办事项"},
    {"order.handle", "办理督办事项"},
    {"order.manage", "立项、交办和审核督办事项"},
    {"order.decide", "批准督办事项和延期"},
    {"inspect.read", "查看督导检查"},
    {"inspect.manage", "组织督导检查"},
    {"dispatch.read", "查看调度、小结和检查安排"},
    {"dispatch.manage", "组织调度和小结"},
    {"org.read", "查看机构和区划"},
    {"org.edit", "维护科室和岗位"},
    {"user.manage", "管理用户"},
    {"audit.read", "查看审计记录"},
});

/// What an administrator may hold: accounts, the organs they hang on, and the record of acts; never business data.
constexpr std::array<std::string_view, 4> kAdministrative{"org.read", "org.edit", "user.manage", "audit.read"};

}  // namespace

std::span<const Permission> permissions() { return kPermissions; }

std::string_view permission_name(std::string_view code) {
    const auto found = std::find_if(kPermissions.begin(), kPermissions.end(), [&](const Permission& p) { return p.code == code; });
    return found == kPermissions.end() ? code : found->name;
}

std::string_view scope_text(Scope scope) {
    switch (scope) {
        case Scope::Own:
            return "own";
        case Scope::Subtree:
            return "subtree";
        case Scope::All:
            return "all";
    }
    return "own";
}

std::optional<Scope> parse_scope(std::string_view text) {
    for (const Scope scope : {Scope::Own, Scope::Subtree, Scope::All}) {
        if (scope_text(scope) == text) {
            return scope;
        }
    }
    return std::nullopt;
}

std::vector<RoleFault> check_roles(std::span<const Role> roles) {
    std::vector<RoleFault> faults;
    std::set<std::string_view> codes;
    bool somebody_manages_users = false;
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const Role& role = roles[i];
        if (!codes.insert(role.code).second) {
            faults.push_back({i, fmt::format("角色代码 {} 重复：请改用另一个代码", role.code)});
        }
        for (const auto& permission : role.permissions) {
            if (permission_name(permission) == permission) {
                faults.push_back({i, fmt::format("角色 {} 的权限 {} 不存在：请核对拼写", role.code, permission)});
            } else if (role.kind == RoleKind::Administrator &&
                       std::find(kAdministrative.begin(), kAdministrative.end(), permission) == kAdministrative.end()) {
                faults.push_back({i, fmt::format("角色 {} 属于三员，不得有业务权限 {}：请删去", role.code, permission)});
            }
        }
        if (role.permissions.contains("audit.read")) {
            if (role.scope != Scope::All) {
                faults.push_back({i, fmt::format("角色 {} 有 audit.read，范围必须是 all：审计记录不按单位拆分", role.code)});
            }
            if (role.permissions.contains("user.manage")) {
                faults.push_back({i, fmt::format("角色 {} 不能同时有 audit.read 和 user.manage：审计员与系统管理员互斥", role.code)});
            }
        }
        somebody_manages_users |= role.scope == Scope::All && role.permissions.contains("user.manage");
    }
    if (!somebody_manages_users) {
        faults.push_back({0, "没有一个范围为 all 的角色有 user.manage：首个管理员无法建立"});
    }
    return faults;
}

base::Status check_together(std::span<const Role> held) {
    for (const Role& role : held) {
        if (role.kind != RoleKind::Administrator) {
            continue;
        }
        const auto other = std::find_if(held.begin(), held.end(), [&](const Role& r) { return r.code != role.code; });
        if (other != held.end()) {
            return base::conflict("role.excluded", fmt::format("“{}”与“{}”互斥，不能由同一用户担任：请另建用户", role.name, other->name));
        }
    }
    return base::Done{};
}

base::Status check_may_grant(const Actor& actor, const Role& role) {
    if (actor.scope != Scope::All && (role.scope == Scope::All || role.kind == RoleKind::Administrator)) {
        return base::forbidden("role.above_own", fmt::format("您的管理范围不含“{}”这一角色：请由市级系统管理员办理", role.name));
    }
    if (role.kind == RoleKind::Administrator && !actor.may("user.manage")) {
        return base::forbidden("role.above_own", fmt::format("“{}”是管理员角色，只能由系统管理员设立岗位", role.name));
    }
    return base::Done{};
}

}  // namespace luoshi::identity
