#pragma once
#include <memory>
#include <string>

namespace luoshi::tests {

/// A file system for SQLite on which writes reach the file only when it is synced, so that losing power can be tried:
/// what was not synced is gone, and everything after that fails. Name it in store::Options::vfs. Thread safe.
class PowerLossVfs {
public:
    PowerLossVfs();
    ~PowerLossVfs();
    PowerLossVfs(const PowerLossVfs&) = delete;
    PowerLossVfs& operator=(const PowerLossVfs&) = delete;

    const std::string& name() const;
    /// Loses power at the nth write or sync from now, before it happens.
    void lose_power_at(int operation);
    /// While full, every write to a file fails.
    void set_disk_full(bool full);
    /// Syncs since the beginning.
    int syncs() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace luoshi::tests
