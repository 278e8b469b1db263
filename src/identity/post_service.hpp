#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/id_source.hpp"
#include "base/result.hpp"
#include "identity/actor.hpp"
#include "identity/role.hpp"

namespace luoshi::store {
class ReadTx;
class WriteTx;
}  // namespace luoshi::store

namespace luoshi::identity {

/// A place to which duty and rights are attached; people hold it for a time.
struct Post {
    PostId id{1};
    UnitId unit{1};
    std::optional<SectionId> section;
    std::string name;
    std::string role;  ///< code
    std::string role_name;
    bool is_head = false;  ///< leads its section, or its unit when it has none
};

struct NewPost {
    UnitId unit{1};
    std::optional<SectionId> section;
    std::string name;
    std::string role;
    bool is_head = false;
};

struct Holder {
    UserId user{1};
    std::string name;
    base::Date from;
};

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

std::optional<Post> find_post(store::ReadTx& tx, PostId id);
/// The posts of a unit, its sections' included; heads first.
std::vector<Post> posts_of(store::ReadTx& tx, UnitId unit);
/// Who holds the post on that business date; users that are disabled hold nothing.
std::vector<Holder> holders(store::ReadTx& tx, PostId post, base::Date on);
/// The posts a user holds on that date, in the order in which they were taken up.
std::vector<Post> posts_held(store::ReadTx& tx, UserId user, base::Date on);

/// Creates a post and records it. Errors: post.name_missing, post.name_taken, role.unknown, role.above_own, permission.scope
/// (the unit is not in the actor's reach). The caller has checked the actor's permission.
base::Result<PostId> add_post(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const Actor& actor, const NewPost& post);

std::optional<Role> find_role(store::ReadTx& tx, std::string_view code);
/// All roles in the package's order.
std::vector<Role> list_roles(store::ReadTx& tx);
/// Replaces the roles by those of the package, which check_roles() found right. A role that posts still use cannot go ("role.in_use").
base::Status load_roles(store::WriteTx& tx, const std::vector<Role>& roles);

}  // namespace luoshi::identity
