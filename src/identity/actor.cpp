#include "identity/actor.hpp"

#include <algorithm>

namespace luoshi::identity {

bool Actor::may(std::string_view permission) const { return permissions && permissions->contains(permission); }

bool Actor::only_reads() const {
    return scope == Scope::All && permissions &&
           std::all_of(permissions->begin(), permissions->end(), [](std::string_view code) { return code.ends_with(".read"); });
}

bool Actor::covers(UnitId other) const { return scope == Scope::All || (units && std::binary_search(units->begin(), units->end(), other)); }

audit::Origin Actor::origin() const {
    return {user.value() != 0 ? std::optional{user.value()} : std::nullopt,
            user_name,
            post_name,
            unit_name,
            remote_address,
            request_id,
            post ? std::optional{post->value()} : std::nullopt,
            unit ? std::optional{unit->value()} : std::nullopt};
}

std::optional<UnitId> Actor::scope_root() const { return scope == Scope::All ? std::nullopt : std::optional{unit.value_or(UnitId{0})}; }

}  // namespace luoshi::identity
