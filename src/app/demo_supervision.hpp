#pragma once
#include "app/package.hpp"
#include "app/site.hpp"

namespace luoshi::app {

/// Replays the supervision of a demonstration day by day through its use cases: milestones, orders with their steps, minutes of meetings.
/// `evidence_folder` is where files lie. Errors: those of the use cases, with the place in demo.yaml.
base::Status replay_supervision(Site& site, const Package& package, const std::string& evidence_folder);

}  // namespace luoshi::app
