#include "blob/blob_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "blob/sha256.hpp"

namespace luoshi::blob {
namespace {

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC)) {
        if (number_ < 0) {
            fail(path);
        }
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

/// Makes the entries of a folder, or the content of a file, survive a power cut.
void sync_to_disk(const std::string& path) {
    const Descriptor descriptor{path, O_RDONLY};
    if (::fsync(descriptor.number()) != 0) {
        fail(path);
    }
}

StoredFile hash_file(const std::string& path) {
    const Descriptor file{path, O_RDONLY};
    Sha256 digest;
    StoredFile stored;
    std::vector<char> buffer(256 << 10);
    for (;;) {
        const ssize_t size = ::read(file.number(), buffer.data(), buffer.size());
        if (size < 0) {
            if (errno == EINTR) {
                continue;
            }
            fail(path);
        }
        if (size == 0) {
            break;
        }
        digest.add({buffer.data(), static_cast<std::size_t>(size)});
        stored.size += static_cast<std::uint64_t>(size);
    }
    stored.hash = digest.hex();
    return stored;
}

}  // namespace

BlobStore::BlobStore(std::string folder) : BlobStore(std::move(folder), sync_to_disk) {}

BlobStore::BlobStore(std::string folder, std::function<void(const std::string&)> sync) : folder_(std::move(folder)), sync_(std::move(sync)) { std::filesystem::create_directories(incoming_folder()); }

std::string BlobStore::path(std::string_view hash) const {
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (hash.size() != 64 || !std::all_of(hash.begin(), hash.end(), is_hex)) {
        throw std::invalid_argument("not a SHA-256 in hex: " + std::string{hash});
    }
    return folder_ + "/" + std::string{hash.substr(0, 2)} + "/" + std::string{hash.substr(2)};
}

bool BlobStore::exists(std::string_view hash) const { return std::filesystem::exists(path(hash)); }

StoredFile BlobStore::put_file(const std::string& temporary) const {
    StoredFile stored = hash_file(temporary);
    const std::string target = path(stored.hash);
    const std::string folder = target.substr(0, target.rfind('/'));
    const auto keep_entries = [&] {  // whoever made them may not have come to it yet
        sync_(folder_);
        sync_(folder);
    };
    if (std::filesystem::exists(target)) {
        keep_entries();
        std::filesystem::remove(temporary);
        return stored;
    }
    std::filesystem::create_directory(folder);
    if (::chmod(temporary.c_str(), 0440) != 0) {
        fail(temporary);
    }
    sync_(temporary);
    std::filesystem::rename(temporary, target);
    keep_entries();
    return stored;
}

StoredFile BlobStore::put_bytes(std::string_view bytes) const {
    std::string temporary = incoming_folder() + "/bytes-XXXXXX";
    const int descriptor = ::mkstemp(temporary.data());
    if (descriptor < 0) {
        fail(temporary);
    }
    while (!bytes.empty()) {
        const ssize_t size = ::write(descriptor, bytes.data(), bytes.size());
        if (size < 0 && errno != EINTR) {
            const int reason = errno;
            ::close(descriptor);
            ::unlink(temporary.c_str());
            errno = reason;
            fail(temporary);
        }
        bytes.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
    }
    ::close(descriptor);
    return put_file(temporary);
}

}  // namespace luoshi::blob
