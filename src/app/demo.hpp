#pragma once
#include "app/site.hpp"
#include "config/folder.hpp"

namespace luoshi::app {

/// Makes a site a demonstration: business date, confirmed plan, users and past reports of demo.yaml. Repeatable: what is there stays.
/// Errors: demo.missing (the package has no demo.yaml), package.invalid, and those of plan and identity.
base::Status set_up_demonstration(Site& site, const config::Folder& package);

}  // namespace luoshi::app
