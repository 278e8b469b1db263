#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace luoshi::blob {

/// What the store knows of a file: SHA-256 in 64 lower case hex digits, and bytes.
struct StoredFile {
    std::string hash;
    std::uint64_t size = 0;
};

/// Files by content in a folder: the same bytes are stored once, as ab/cdef… by their hash. Never changes or removes what it holds.
/// Thread safe. Faults of the disk are std::system_error.
class BlobStore {
public:
    /// Creates the folder and its `incoming` where needed.
    explicit BlobStore(std::string folder);
    /// A test looks on what is synced; `sync` makes a file's content or a folder's entries survive a power cut.
    BlobStore(std::string folder, std::function<void(const std::string&)> sync);

    /// Where files about to be stored are written: on the same file system, so that storing one is a rename.
    std::string incoming_folder() const { return folder_ + "/incoming"; }

    /// Takes over a temporary file in incoming_folder(). When it returns, the content survives a power cut and the temporary name is
    /// gone.
    StoredFile put_file(const std::string& temporary) const;
    /// Stores bytes made by the program itself.
    StoredFile put_bytes(std::string_view bytes) const;

    /// The stored file's path, whether it exists or not. Throws std::invalid_argument when `hash` is no hash.
    std::string path(std::string_view hash) const;
    bool exists(std::string_view hash) const;

private:
    std::string folder_;
    std::function<void(const std::string&)> sync_;
};

}  // namespace luoshi::blob
