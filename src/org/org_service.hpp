#pragma once
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "identity/actor.hpp"
#include "identity/post_service.hpp"
#include "org/city_map.hpp"
#include "org/directory_service.hpp"
#include "store/store.hpp"

namespace luoshi::org {

struct PostView {
    identity::Post post;
    std::string section_name;  ///< empty when the post belongs to no section
    std::vector<identity::Holder> holders;
};

/// A unit with everything its page shows.
struct UnitView {
    Unit unit;
    std::vector<std::string> aliases;
    std::vector<Successor> successors;
    std::vector<Section> sections;
    std::vector<PostView> posts;
    std::vector<UnitRef> children;
};

struct GroupView {
    Group group;
    std::vector<UnitRef> members;  ///< on the business date; of an ended group, on its last day
};

/// A county-level place with where it is, as far as the package's map knows.
struct PlacedDivision {
    Division division;
    std::optional<MapPlace> place;
};

/// Use cases of the organisation. Reading is for whoever may read organisations at all: the directory is common knowledge of a tenant.
class OrgService {
public:
    OrgService(store::Database& db, base::IdSource& ids, const base::Clock& clock) : db_(db), ids_(ids), clock_(clock) {}

    std::vector<Division> divisions(std::string_view parent_code);
    /// The counties of the city and where they are; none has a place when the package has no map.
    std::vector<PlacedDivision> city_map();
    UnitPage units(const UnitFilter& filter);
    std::vector<GroupView> groups();
    /// Errors: org.unit_not_found.
    base::Result<UnitView> unit(UnitId id);

    /// Errors: org.unit_not_found, org.unit_ended, permission.scope, org.section_taken.
    base::Result<UnitView> add_section(const identity::Actor& actor, UnitId unit, const std::string& name);
    /// Errors: org.unit_not_found, org.unit_ended, org.section_not_found, and those of identity::add_post.
    base::Result<UnitView> add_post(const identity::Actor& actor, const identity::NewPost& post);

private:
    base::Result<UnitView> view(store::ReadTx& tx, UnitId id);
    base::Result<Unit> editable(store::ReadTx& tx, const identity::Actor& actor, UnitId id);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
};

}  // namespace luoshi::org
