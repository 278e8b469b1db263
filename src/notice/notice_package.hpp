#pragma once
#include <string>
#include <string_view>

#include "config/problem.hpp"
#include "notice/notice_settings.hpp"

namespace luoshi::notice {

/// The file of a package that names the kinds of notices and says when mail is sent and units are reminded; without it the defaults hold.
inline constexpr std::string_view kNoticeFile = "notice.yaml";

/// Reads notice.yaml; everything wrong goes to `problems`.
Settings read_notice(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::notice
