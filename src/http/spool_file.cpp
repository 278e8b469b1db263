#include "http/spool_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace luoshi::http {
namespace {

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

}  // namespace

void SpoolFile::prepare_folder(const std::string& folder) {
    std::filesystem::create_directories(folder);
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".part") {
            std::filesystem::remove(entry.path());
        }
    }
}

void SpoolFile::create(const std::string& folder, const std::string& name) {
    path_ = folder + "/" + name + ".part";
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        const std::string path = std::move(path_);
        path_.clear();
        fail(path);
    }
}

void SpoolFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            fail(path_);
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

void SpoolFile::close() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
        descriptor_ = -1;
    }
}

void SpoolFile::discard() {
    close();
    if (!path_.empty()) {
        ::unlink(path_.c_str());
        path_.clear();
    }
}

void SourceFile::open(const std::string& path) {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
        fail(path);
    }
    struct stat facts {};
    if (::fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        errno = errno == 0 ? EINVAL : errno;
        fail(path);
    }
    size_ = left_ = static_cast<std::uint64_t>(facts.st_size);
}

void SourceFile::read(std::string& piece, std::size_t most) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(most, left_)));
    ssize_t got = 0;
    do {
        got = ::read(descriptor_, piece.data(), piece.size());
    } while (got < 0 && errno == EINTR);
    if (got <= 0 && !piece.empty()) {
        errno = got == 0 ? EIO : errno;  // shorter than it was: the promised length cannot be kept
        fail("response file");
    }
    piece.resize(static_cast<std::size_t>(got));
    left_ -= piece.size();
}

void SourceFile::close() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
        descriptor_ = -1;
    }
    size_ = left_ = 0;
}

}  // namespace luoshi::http
