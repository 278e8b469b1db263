#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace luoshi::document {

/// Decodes the bytes of a text file: UTF-8 with or without mark, UTF-16 with mark, GB18030 or Big5 (recognised by uchardet).
/// Line ends become \n. Errors: document.empty, document.binary, document.encoding (names line and column of the first bad byte).
base::Result<std::u32string> decode_text(std::string_view bytes);

}  // namespace luoshi::document
