#include "app/served_folder.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace luoshi::app {
namespace {

std::string lock_file(const std::string& data) { return data + "/luoshi.lock"; }

/// What the serving process wrote of itself.
std::string holder(int descriptor) {
    std::array<char, 32> text{};
    const auto size = ::pread(descriptor, text.data(), text.size(), 0);
    return size > 0 ? fmt::format("（进程 {}）", std::string_view{text.data(), static_cast<std::size_t>(size)}) : "";
}

}  // namespace

base::Result<ServedFolder> ServedFolder::take(const std::string& data) {
    std::filesystem::create_directories(data);
    const auto file = lock_file(data);
    ServedFolder served{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)};
    if (served.descriptor_ < 0) {
        throw std::system_error(errno, std::generic_category(), file);
    }
    if (::flock(served.descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            throw std::system_error(errno, std::generic_category(), file);
        }
        return base::conflict("site.already_served",
                              fmt::format("另一个 luoshi serve{}正在使用数据目录 {}：请先停掉它，或用 --data 换一个目录；"
                                          "要几台服务器一起提供服务，请用 --postgres",
                                          holder(served.descriptor_), data));
    }
    const auto pid = std::to_string(::getpid());
    if (::ftruncate(served.descriptor_, 0) != 0 || ::pwrite(served.descriptor_, pid.data(), pid.size(), 0) < 0) {
        throw std::system_error(errno, std::generic_category(), file);
    }
    return served;
}

bool ServedFolder::is_served(const std::string& data) {
    const ServedFolder probe{::open(lock_file(data).c_str(), O_RDONLY | O_CLOEXEC)};
    return probe.descriptor_ >= 0 && ::flock(probe.descriptor_, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

ServedFolder::~ServedFolder() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

ServedFolder::ServedFolder(ServedFolder&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace luoshi::app
