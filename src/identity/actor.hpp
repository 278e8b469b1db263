#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit.hpp"
#include "identity/ids.hpp"

namespace luoshi::identity {

/// How far a role reaches from the unit of the post that holds it.
enum class Scope { Own, Subtree, All };

/// Who acts: a user on one of the posts it holds, with what the post's role allows and the units it reaches.
struct Actor {
    UserId user{1};  ///< 0: the program itself (system_actor)
    std::string user_name;
    std::optional<PostId> post;
    std::string post_name;
    std::optional<UnitId> unit;
    std::string unit_name;
    std::string role;
    Scope scope = Scope::Own;
    std::shared_ptr<const std::set<std::string, std::less<>>> permissions;
    /// Units within Scope::Own or Scope::Subtree, sorted; not used for Scope::All.
    std::shared_ptr<const std::vector<UnitId>> units;
    std::string remote_address;
    std::string request_id;
    bool is_head = false;  ///< the post leads its unit (not only a section of it)

    /// The role holds this permission.
    bool may(std::string_view permission) const;
    /// The role reaches all units and holds nothing but permissions to read: an observer (抄送单位), who sees what was given, held and
    /// served, and no drafts.
    bool only_reads() const;
    /// The unit lies within the actor's scope.
    bool covers(UnitId other) const;
    /// Where the scope begins, for queries: the own unit, 0 without a post; nothing where all units are in it.
    std::optional<UnitId> scope_root() const;
    /// Both; the check every use case makes for a row of a unit.
    bool may_for(std::string_view permission, UnitId other) const { return may(permission) && covers(other); }
    /// The actor's post is in exactly this unit.
    bool is_of(UnitId other) const { return unit == other; }

    audit::Origin origin() const;
    /// Unit and name, as under a decision.
    std::string signature() const { return unit_name.empty() ? user_name : unit_name + " " + user_name; }
};

}  // namespace luoshi::identity
