#pragma once
#include "audit/audit.hpp"
#include "base/id_source.hpp"
#include "org/org_package.hpp"
#include "store/store.hpp"

namespace luoshi::org {

/// What loading a package did.
struct LoadCounts {
    int added = 0;
    int changed = 0;
    int ended = 0;  ///< no longer in the package: they keep their rows and get an end date

    friend bool operator==(const LoadCounts&, const LoadCounts&) = default;
};

/// Loads a package that was read without problems: divisions, units, sections, groups and the tenant's settings, each found by its code.
/// Repeatable: the same package again changes nothing; changed entries are updated, missing ones end on `today`. Sections are only added.
LoadCounts load_package(store::WriteTx& tx, base::IdSource& ids, base::Moment at, base::Date today, const audit::Origin& origin,
                        const Package& package);

}  // namespace luoshi::org
