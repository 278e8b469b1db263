#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace luoshi::http {

/// The folder of this process's uploads, inside one that several processes may share; removed with the object. What processes that are
/// gone left behind is removed when another one comes.
class SpoolFolder {
public:
    SpoolFolder() = default;
    ~SpoolFolder();
    SpoolFolder(const SpoolFolder&) = delete;
    SpoolFolder& operator=(const SpoolFolder&) = delete;

    /// Makes the folder inside `shared`, which is created where needed. Throws std::system_error.
    void open(const std::string& shared);
    const std::string& path() const { return path_; }

private:
    std::string path_;
    int lock_ = -1;  ///< held on a file in the folder as long as the process lives
};

/// The temporary file an upload is streamed to; removed on destruction or discard() unless somebody moved it away meanwhile.
class SpoolFile {
public:
    SpoolFile() = default;
    ~SpoolFile() { discard(); }
    SpoolFile(const SpoolFile&) = delete;
    SpoolFile& operator=(const SpoolFile&) = delete;

    /// Creates `folder`/`name`.part. This and append() throw std::system_error.
    void create(const std::string& folder, const std::string& name);
    void append(std::string_view bytes);
    /// Closes the file, so that a handler can read or move it.
    void close();
    void discard();
    const std::string& path() const { return path_; }

private:
    std::string path_;
    int descriptor_ = -1;
};

/// A file sent as an answer, read piece by piece.
class SourceFile {
public:
    SourceFile() = default;
    ~SourceFile() { close(); }
    SourceFile(const SourceFile&) = delete;
    SourceFile& operator=(const SourceFile&) = delete;

    /// Opens an ordinary file and learns its size. This and read() throw std::system_error.
    void open(const std::string& path);
    /// Replaces `piece` by the next bytes, at most `most`.
    void read(std::string& piece, std::size_t most);
    void close();
    std::uint64_t size() const { return size_; }
    std::uint64_t left() const { return left_; }

private:
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t left_ = 0;
};

}  // namespace luoshi::http
