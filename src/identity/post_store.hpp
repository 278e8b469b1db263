#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "identity/ids.hpp"
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

std::optional<Post> find_post(store::ReadTx& tx, PostId id);
/// The posts of a unit, its sections' included; heads first.
std::vector<Post> posts_of(store::ReadTx& tx, UnitId unit);
/// Who holds the post on that business date; users that are disabled hold nothing.
std::vector<Holder> holders(store::ReadTx& tx, PostId post, base::Date on);
/// The names of who leads the unit (not only a section of it) on that date.
std::vector<std::string> heads_of(store::ReadTx& tx, UnitId unit, base::Date on);
/// The posts a user holds on that date, in the order in which they were taken up.
std::vector<Post> posts_held(store::ReadTx& tx, UserId user, base::Date on);

std::optional<Role> find_role(store::ReadTx& tx, std::string_view code);
/// All roles in the package's order.
std::vector<Role> list_roles(store::ReadTx& tx);

/// Throws ConstraintViolation post_unit_uq or post_section_uq when the unit or section has one of this name.
void insert_post(store::WriteTx& tx, PostId id, const NewPost& post);
/// Of all roles.
void clear_permissions(store::WriteTx& tx);
bool role_in_use(store::ReadTx& tx, std::string_view code);
void drop_role(store::WriteTx& tx, std::string_view code);
/// Adds or changes a role and adds its permissions.
void put_role(store::WriteTx& tx, const Role& role, int place);

}  // namespace luoshi::identity
