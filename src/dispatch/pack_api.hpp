#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/pack.hpp"
#include "sheet/sheet.hpp"

namespace luoshi::dispatch {

/// OccasionPack as JSON: how a pack is answered and, once frozen, kept.
std::string pack_text(const Pack& pack);
/// The same as tables, one for each section. Throws std::runtime_error when the text is none of pack_text.
std::vector<sheet::Sheet> pack_sheets(const std::string& title, std::string_view pack);

}  // namespace luoshi::dispatch
