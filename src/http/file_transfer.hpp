#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"

namespace luoshi::http {

/// The name of an uploaded file: header X-File-Name, percent-encoded UTF-8; folders before the name are dropped.
/// Errors: upload.file_name, upload.name_too_long (more than 255 bytes).
base::Result<std::string> upload_name(const Request& request);

/// A file streamed from disk as an attachment under a name of any script (RFC 6266).
Response attachment(std::string path, std::string media_type, std::string_view name);

}  // namespace luoshi::http
