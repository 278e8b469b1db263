#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "base/result.hpp"
#include "identity/actor.hpp"
#include "identity/post_store.hpp"

namespace luoshi::identity {

/// What identity must know of units; org lies above, so app registers it.
struct UnitDirectory {
    struct Unit {
        UnitId id{1};
        std::string name;
        std::string level;  ///< as the API spells it: "county"
    };
    std::function<std::optional<Unit>(store::ReadTx&, UnitId)> find;
    /// The unit and everything beneath it: the reach of Scope::Subtree.
    std::function<std::vector<UnitId>(store::ReadTx&, UnitId)> subtree;
    std::function<std::string(store::ReadTx&, SectionId)> section_name;
};

/// Creates a post and records it. Errors: post.name_missing, post.name_taken, role.unknown, role.above_own, permission.scope
/// (the unit is not in the actor's reach). The caller has checked the actor's permission.
base::Result<PostId> add_post(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const Actor& actor, const NewPost& post);

/// Replaces the roles by those of the package, which check_roles() found right. A role that posts still use cannot go ("role.in_use").
base::Status load_roles(store::WriteTx& tx, const std::vector<Role>& roles);

}  // namespace luoshi::identity
