#pragma once
#include <functional>

#include "base/date.hpp"
#include "base/id_source.hpp"
#include "identity/post_service.hpp"
#include "identity/settings.hpp"

namespace luoshi::store {
class Database;
}

namespace luoshi::identity {

/// What the use cases of identity need from outside. Composed by app; everything referred to outlives them.
struct Environment {
    store::Database& db;
    const base::Clock& clock;  ///< real time: audit, locks and sessions
    base::IdSource& ids;
    UnitDirectory units;
    std::function<base::Date()> business_date;  ///< posts are held by business dates
    Settings settings = {};
};

}  // namespace luoshi::identity
