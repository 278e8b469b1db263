#pragma once

namespace luoshi::app {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace luoshi::app
