#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace luoshi::document {

/// The body of a Word document as text: one line per paragraph (empty ones too), one line per table row with cells joined by TAB, cells
/// continued from above empty. Errors: document.damaged, document.too_large (unpacked).
base::Result<std::u32string> docx_lines(std::string_view bytes);

}  // namespace luoshi::document
