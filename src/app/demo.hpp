#pragma once
#include "app/demo_script.hpp"
#include "app/site.hpp"
#include "config/folder.hpp"

namespace luoshi::app {

/// Makes a site a demonstration: business date, confirmed plan, users and past reports of demo.yaml. Repeatable: what is there stays.
/// Errors: demo.missing (the package has no demo.yaml), package.invalid, and those of plan and identity.
base::Status set_up_demonstration(Site& site, const config::Folder& package);

/// Its steps that a check of the package tries, too. Puts every draft into force as it stands.
base::Status confirm_plans(Site& site);
/// Gives a part down on the day the script says. Errors: demo.unknown_unit and those of plan::load_hand_down.
base::Status hand_down(Site& site, const DemoScript::HandDown& part);
/// Divides a target and issues the shares on the day the script says. Errors: demo.unknown_unit and those of indicator::load_split.
base::Status divide(Site& site, const DemoScript::Split& split);

}  // namespace luoshi::app
