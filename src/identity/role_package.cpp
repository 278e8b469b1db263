#include "identity/role_package.hpp"

#include "config/yaml.hpp"

namespace luoshi::identity {

std::vector<Role> read_roles(const config::Folder& package, config::Problems& problems) {
    constexpr const char* kFile = "roles.yaml";
    const auto text = package.text(kFile);
    if (!text) {
        problems.add_unreadable({kFile}, "缺少角色文件：请在配置包中提供 roles.yaml");
        return {};
    }
    config::Document document{kFile, *text, problems};
    std::vector<Role> roles;
    const auto nodes = document.root().at("roles").list();
    for (const auto& node : nodes) {
        Role role;
        role.code = node.at("code").text();
        role.name = node.at("name").text();
        role.scope = parse_scope(node.at("scope").choice({"own", "subtree", "all"})).value_or(Scope::Own);
        role.kind =
            node.at("kind").opt_choice({"business", "administrator"}) == "administrator" ? RoleKind::Administrator : RoleKind::Business;
        for (auto& permission : node.at("permissions").opt_texts()) {
            role.permissions.insert(std::move(permission));
        }
        roles.push_back(std::move(role));
    }
    document.finish();
    if (!problems.all_readable()) {
        return roles;  // what seems to be missing may stand in the part that was not read
    }
    for (const RoleFault& fault : check_roles(roles)) {
        problems.add(fault.role < nodes.size() ? nodes[fault.role].place() : config::Place{kFile}, fault.message);
    }
    return roles;
}

}  // namespace luoshi::identity
