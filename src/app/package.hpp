#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/demo_script.hpp"
#include "base/id_source.hpp"
#include "calendar/schedule.hpp"
#include "calendar/work_calendar.hpp"
#include "config/folder.hpp"
#include "config/problem.hpp"
#include "dispatch/occasion_rule.hpp"
#include "identity/role.hpp"
#include "indicator/indicator_package.hpp"
#include "indicator/target_split.hpp"
#include "inspect/guards.hpp"
#include "notice/notice_settings.hpp"
#include "order/workflow.hpp"
#include "org/org_package.hpp"
#include "plan/answers.hpp"
#include "report/burden.hpp"
#include "report/quality.hpp"
#include "report/review_route.hpp"
#include "store/store.hpp"
#include "supervise/ladder.hpp"
#include "supervise/light.hpp"

namespace luoshi::app {

/// When is a report open, who reviews, when is a light yellow: what the running site needs of a package at every start.
struct Rhythm {
    calendar::Schedule schedule;
    std::vector<report::RouteStep> route;
    report::QualitySettings quality;
    report::BurdenSettings burden;
    supervise::LightSettings lights;
    indicator::ShareSettings shares;
    supervise::Ladder ladder;
    inspect::Settings inspections;
    order::Workflow orders;  ///< no states: the package supervises nothing
    std::vector<dispatch::OccasionRule> occasions;
    notice::Settings notices;
};

/// A whole package, read and checked.
struct Package {
    org::Package org;
    std::vector<identity::Role> roles;
    std::vector<indicator::PackageIndicator> indicators;
    plan::PackagedAnswers answers;
    Rhythm rhythm;
    std::optional<DemoScript> demo;
};

/// Reads every file of a package through the module that owns it; everything wrong goes to `problems`.
Package read_package(const config::Folder& folder, config::Problems& problems);

/// What distinguishes this state of a package from another: SHA-256 over its files.
std::string fingerprint(const config::Folder& folder);

/// What loading did, for the command line.
struct PackageLoaded {
    bool unchanged = false;  ///< the same package was loaded before: nothing was done
    int added = 0;
    int changed = 0;
    int ended = 0;
};

/// Loads a package into the database in one transaction; repeatable. Errors: package.invalid with every place, and those of the
/// modules.
base::Result<PackageLoaded> load_package(store::Database& db, base::IdSource& ids, const base::Clock& clock, const config::Folder& folder);

/// Whether this state of a package is the one loaded last.
bool is_loaded(store::Database& db, const config::Folder& folder);

/// The rhythm of the package that was loaded last. Errors: package.missing.
base::Result<Rhythm> loaded_rhythm(store::Database& db);

}  // namespace luoshi::app
