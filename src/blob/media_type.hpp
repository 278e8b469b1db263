#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace luoshi::blob {

/// A type of evidence that may be uploaded.
struct MediaType {
    std::string_view extension;   ///< "docx"
    std::string_view media_type;  ///< for Content-Type
};

/// Decides by name and content whether a file may be evidence: both must say the same allowed type.
/// Errors: evidence.empty, evidence.type_refused (name), evidence.disguised (content), evidence.program_inside (a zip),
/// evidence.name_deceiving.
base::Result<MediaType> check_type(std::string_view file_name, const std::string& path);

/// The extensions that may be uploaded, for the upload dialog.
std::vector<std::string_view> allowed_extensions();

}  // namespace luoshi::blob
