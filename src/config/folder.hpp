#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/embedded_file.hpp"
#include "base/result.hpp"

namespace luoshi::config {

/// A folder of configuration files: on disk, or compiled into the program.
class Folder {
public:
    /// Errors: config.no_folder.
    static base::Result<Folder> open(const std::string& path);
    static Folder embedded(base::EmbeddedFiles files);

    /// The file's text; nothing when there is none of this name. Throws std::runtime_error when it cannot be read.
    std::optional<std::string> text(std::string_view name) const;

private:
    std::string path_;
    base::EmbeddedFiles files_;
};

}  // namespace luoshi::config
