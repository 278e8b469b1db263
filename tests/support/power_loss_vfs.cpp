#include "support/power_loss_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>

namespace luoshi::tests {

namespace {

/// A file as the running programs see it; the part since `unsynced_from` may differ from the disk.
struct Image {
    std::string content;
    std::optional<std::size_t> unsynced_from;

    void touch(std::size_t offset) { unsynced_from = std::min(unsynced_from.value_or(offset), offset); }
};

}  // namespace

struct PowerLossVfs::State {
    std::string name;
    sqlite3_vfs* root = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs{};
    std::mutex mutex;
    std::map<std::string, Image> images;  ///< by path, of database and log
    std::optional<int> operations_left;
    bool powered = true;
    bool disk_full = false;
    int syncs = 0;

    /// Counts a write or sync; false when the power is gone.
    bool may_operate() {
        if (operations_left && --*operations_left <= 0) {
            powered = false;
        }
        return powered;
    }
};

namespace {

using State = PowerLossVfs::State;

/// SQLite's handle of an open file; the handle of the real file system follows it in memory.
struct File {
    sqlite3_file base;
    State* state;
    Image* image;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& file_of(sqlite3_file* handle) { return *reinterpret_cast<File*>(handle); }
sqlite3_file* real_of(sqlite3_file* handle) { return file_of(handle).real(); }
State& state_of(sqlite3_vfs* vfs) { return *static_cast<State*>(vfs->pAppData); }

int close_file(sqlite3_file* handle) { return real_of(handle)->pMethods->xClose(real_of(handle)); }

int read_file(sqlite3_file* handle, void* out, int amount, sqlite3_int64 offset) {
    File& file = file_of(handle);
    const std::lock_guard lock(file.state->mutex);
    if (!file.state->powered) {
        return SQLITE_IOERR_READ;
    }
    const auto wanted = static_cast<std::size_t>(amount);
    const auto start = std::min(static_cast<std::size_t>(offset), file.image->content.size());
    const auto present = std::min(wanted, file.image->content.size() - start);
    std::memcpy(out, file.image->content.data() + start, present);
    std::memset(static_cast<char*>(out) + present, 0, wanted - present);
    return present == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* handle, const void* data, int amount, sqlite3_int64 offset) {
    File& file = file_of(handle);
    const std::lock_guard lock(file.state->mutex);
    if (!file.state->may_operate()) {
        return SQLITE_IOERR_WRITE;
    }
    if (file.state->disk_full) {
        return SQLITE_FULL;
    }
    const auto start = static_cast<std::size_t>(offset);
    const auto size = static_cast<std::size_t>(amount);
    auto& content = file.image->content;
    file.image->touch(std::min(start, content.size()));
    content.resize(std::max(content.size(), start + size));
    std::memcpy(content.data() + start, data, size);
    return SQLITE_OK;
}

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
    File& file = file_of(handle);
    const std::lock_guard lock(file.state->mutex);
    if (!file.state->may_operate()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    file.image->content.resize(static_cast<std::size_t>(size));
    file.image->touch(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int sync_file(sqlite3_file* handle, int) {
    File& file = file_of(handle);
    const std::lock_guard lock(file.state->mutex);
    if (!file.state->may_operate()) {
        return SQLITE_IOERR_FSYNC;
    }
    ++file.state->syncs;
    Image& image = *file.image;
    if (!image.unsynced_from) {
        return SQLITE_OK;
    }
    sqlite3_file* real = file.real();
    const std::size_t from = std::min(*image.unsynced_from, image.content.size());
    image.unsynced_from.reset();
    const auto size = static_cast<sqlite3_int64>(image.content.size());
    const int code = real->pMethods->xWrite(real, image.content.data() + from, static_cast<int>(image.content.size() - from),
                                            static_cast<sqlite3_int64>(from));
    return code != SQLITE_OK ? code : real->pMethods->xTruncate(real, size);
}

int file_size(sqlite3_file* handle, sqlite3_int64* out) {
    File& file = file_of(handle);
    const std::lock_guard lock(file.state->mutex);
    *out = static_cast<sqlite3_int64>(file.image->content.size());
    return SQLITE_OK;
}

int file_control(sqlite3_file* handle, int what, void* argument) {
    if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) {
        return SQLITE_NOTFOUND;  // would grow the real file
    }
    return real_of(handle)->pMethods->xFileControl(real_of(handle), what, argument);
}

// Locks and the shared index (which no power loss survives) are those of the real file system. Version 2: no mapped pages.
const sqlite3_io_methods kMethods = {
    2,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    file_size,
    [](sqlite3_file* f, int level) { return real_of(f)->pMethods->xLock(real_of(f), level); },
    [](sqlite3_file* f, int level) { return real_of(f)->pMethods->xUnlock(real_of(f), level); },
    [](sqlite3_file* f, int* out) { return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out); },
    file_control,
    [](sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); },
    [](sqlite3_file* f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int count, int flags) { return real_of(f)->pMethods->xShmLock(real_of(f), offset, count, flags); },
    [](sqlite3_file* f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); },
    [](sqlite3_file* f, int remove) { return real_of(f)->pMethods->xShmUnmap(real_of(f), remove); },
    nullptr,
    nullptr,
};

std::string read_all(sqlite3_file* real) {
    sqlite3_int64 size = 0;
    real->pMethods->xFileSize(real, &size);
    std::string content(static_cast<std::size_t>(size), '\0');
    real->pMethods->xRead(real, content.data(), static_cast<int>(size), 0);
    return content;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* handle, int flags, int* out_flags) {
    State& state = state_of(vfs);
    auto* file = new (handle) File{{nullptr}, &state, nullptr};
    sqlite3_file* real = file->real();
    const int code = state.root->xOpen(state.root, path, real, flags, out_flags);
    if (code != SQLITE_OK) {
        return code;
    }
    const std::lock_guard lock(state.mutex);
    const std::string key = path == nullptr ? "" : path;
    const auto known = state.images.find(key);
    file->image = known != state.images.end() ? &known->second : &state.images.emplace(key, Image{read_all(real), {}}).first->second;
    file->base.pMethods = &kMethods;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    State& state = state_of(vfs);
    {
        const std::lock_guard lock(state.mutex);
        if (!state.may_operate()) {
            return SQLITE_IOERR_DELETE;
        }
        if (const auto image = state.images.find(path); image != state.images.end()) {
            image->second = Image{};
        }
    }
    return state.root->xDelete(state.root, path, sync_folder);
}

}  // namespace

PowerLossVfs::PowerLossVfs() : state_(std::make_unique<State>()) {
    static std::mutex naming;
    static int number = 0;
    {
        const std::lock_guard lock(naming);
        state_->name = "power-loss-" + std::to_string(++number);
    }
    state_->vfs = *state_->root;
    state_->vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->root->szOsFile;
    state_->vfs.pNext = nullptr;
    state_->vfs.zName = state_->name.c_str();
    state_->vfs.pAppData = state_.get();
    state_->vfs.xOpen = open_file;
    state_->vfs.xDelete = delete_file;
    // The rest (paths, time, randomness) is the real one's; its functions need only their own fields.
    if (sqlite3_vfs_register(&state_->vfs, 0) != SQLITE_OK) {
        throw std::runtime_error("cannot register the power loss VFS");
    }
}

PowerLossVfs::~PowerLossVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& PowerLossVfs::name() const { return state_->name; }

void PowerLossVfs::lose_power_at(int operation) {
    const std::lock_guard lock(state_->mutex);
    state_->operations_left = operation;
}

void PowerLossVfs::set_disk_full(bool full) {
    const std::lock_guard lock(state_->mutex);
    state_->disk_full = full;
}

int PowerLossVfs::syncs() const {
    const std::lock_guard lock(state_->mutex);
    return state_->syncs;
}

}  // namespace luoshi::tests
