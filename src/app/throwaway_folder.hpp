#pragma once
#include <string>

namespace luoshi::app {

/// A fresh folder beside the system's temporary files, gone with this object.
class ThrowawayFolder {
public:
    /// `purpose` is part of its name. Throws std::system_error when it cannot be made.
    explicit ThrowawayFolder(const std::string& purpose);
    ~ThrowawayFolder();
    ThrowawayFolder(const ThrowawayFolder&) = delete;
    ThrowawayFolder& operator=(const ThrowawayFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace luoshi::app
