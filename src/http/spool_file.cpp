#include "http/spool_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace luoshi::http {
namespace {

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

constexpr const char* kLock = "/lock";
constexpr std::string_view kPrefix = "spool-";

/// A descriptor that closes itself.
class Handle {
public:
    explicit Handle(int number) : number_(number) {}
    ~Handle() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

/// The lock is the proof that the owner lives: a process id means nothing on another machine, and is used again on this one.
bool is_abandoned(const std::string& folder) {
    const Handle lock{::open((folder + kLock).c_str(), O_RDWR | O_CLOEXEC)};
    return lock.number() < 0 || ::flock(lock.number(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace

void SpoolFolder::open(const std::string& shared) {
    std::filesystem::create_directories(shared);
    // One process at a time looks and makes: nobody sees a folder whose lock is not taken yet.
    const Handle turn{::open((shared + "/spool.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (turn.number() < 0 || ::flock(turn.number(), LOCK_EX) != 0) {
        fail(shared);
    }
    for (const auto& entry : std::filesystem::directory_iterator{shared}) {
        if (entry.is_directory() && entry.path().filename().string().starts_with(kPrefix) && is_abandoned(entry.path().string())) {
            std::filesystem::remove_all(entry.path());
        }
    }
    std::string folder = shared + "/" + std::string{kPrefix} + "XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) {
        fail(folder);
    }
    Handle lock{::open((folder + kLock).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (lock.number() < 0 || ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
        fail(folder);
    }
    path_ = std::move(folder);
    lock_ = lock.release();
}

SpoolFolder::~SpoolFolder() {
    if (lock_ >= 0) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
        ::close(lock_);
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
