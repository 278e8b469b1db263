#include "app/throwaway_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace luoshi::app {

ThrowawayFolder::ThrowawayFolder(const std::string& purpose)
    : path_((std::filesystem::temp_directory_path() / ("luoshi-" + purpose + "-XXXXXX")).string()) {
    if (::mkdtemp(path_.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), path_);
    }
}

ThrowawayFolder::~ThrowawayFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace luoshi::app
