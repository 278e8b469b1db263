#pragma once
#include <string>

#include "base/result.hpp"

namespace luoshi::app {

/// The right to serve the SQLite site of a data folder: one process at a time, which keeps answers it may trust as long as nobody else
/// serves. The system gives it back when the process ends, however it ends.
class ServedFolder {
public:
    /// Creates the folder where needed. Errors: site.already_served.
    static base::Result<ServedFolder> take(const std::string& data);
    /// Whether some process serves the folder now.
    static bool is_served(const std::string& data);

    ~ServedFolder();
    ServedFolder(ServedFolder&& other) noexcept;
    ServedFolder& operator=(ServedFolder&&) = delete;

private:
    explicit ServedFolder(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace luoshi::app
