#pragma once
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "supervise/light.hpp"

namespace luoshi::supervise {

/// The file of a package that says from which gap a light is yellow or red; without it the default rule holds.
inline constexpr std::string_view kLightsFile = "lights.yaml";

/// Reads lights.yaml; everything wrong goes to `problems`.
LightSettings read_lights(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::supervise
