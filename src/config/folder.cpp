#include "config/folder.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace luoshi::config {

base::Result<Folder> Folder::open(const std::string& path) {
    std::error_code fault;
    if (!std::filesystem::is_directory(path, fault)) {
        return base::not_found("config.no_folder", fmt::format("没有文件夹 {}，请检查路径。", path));
    }
    Folder folder;
    folder.path_ = path;
    return folder;
}

Folder Folder::embedded(base::EmbeddedFiles files) {
    Folder folder;
    folder.files_ = files;
    return folder;
}

std::optional<std::string> Folder::text(std::string_view name) const {
    for (const auto& file : files_) {
        if (file.name == name) {
            return std::string{file.data};
        }
    }
    const auto path = std::filesystem::path{path_} / name;
    std::error_code fault;
    if (path_.empty() || !std::filesystem::exists(path, fault)) {
        return std::nullopt;
    }
    std::ifstream in{path, std::ios::binary};
    std::ostringstream out;
    if (!(out << in.rdbuf())) {
        throw std::runtime_error(fmt::format("无法读取文件 {}，请检查它的权限。", path.string()));
    }
    return out.str();
}

}  // namespace luoshi::config
