#pragma once
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"

namespace luoshi::identity {

/// A permission of the route tables and its Chinese name.
struct Permission {
    std::string_view code;
    std::string_view name;
};
/// Every permission there is; a role or a route that names another is wrong.
std::span<const Permission> permissions();
/// The Chinese name of a permission; its code when there is none.
std::string_view permission_name(std::string_view code);

std::string_view scope_text(Scope scope);
std::optional<Scope> parse_scope(std::string_view text);

enum class RoleKind {
    Business,
    /// One of the separated administrators (三员, GB/T 22239 8.1.4.2 d): whoever holds such a role holds no other,
    /// idles out sooner and stays locked longer.
    Administrator,
};

/// A role of the package: what a post may do, and how far.
struct Role {
    std::string code;
    std::string name;
    Scope scope = Scope::Own;
    RoleKind kind = RoleKind::Business;
    std::set<std::string, std::less<>> permissions;
};

/// Everything wrong with a set of roles, one Chinese sentence each, with the index of the role: unknown permission, double code,
/// audit.read below scope all, an administrator who would see business data, nobody who may manage users everywhere.
struct RoleFault {
    std::size_t role;
    std::string message;
};
std::vector<RoleFault> check_roles(std::span<const Role> roles);

/// Whether one user may hold these roles together; the error names the two that exclude each other ("role.excluded").
base::Status check_together(std::span<const Role> held);

/// Whether the actor may give a post of this role to somebody: who does not reach every unit gives no role that does,
/// and no administrator's role ("role.above_own").
base::Status check_may_grant(const Actor& actor, const Role& role);

}  // namespace luoshi::identity
