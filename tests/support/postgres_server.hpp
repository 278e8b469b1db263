#pragma once
#include <sys/types.h>

#include <string>

#include "support/temporary_folder.hpp"

namespace luoshi::tests {

/// A throw-away PostgreSQL 15 server in a temporary folder, without fsync; ends with this object, or with the thread that
/// started it. As root it runs as the user postgres. Throws std::runtime_error with the server's log when it cannot start.
class PostgresServer {
public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// Connects over the server's Unix socket; it listens on the loopback address as well.
    std::string uri() const;
    int port() const { return port_; }
    /// Ends the server at once, as a crash would; start() brings it back with its data.
    void stop();
    void start();

private:
    std::string log() const;

    TemporaryFolder folder_;
    int port_ = 0;
    pid_t pid_ = 0;
};

/// Of the server that all tests share: $LUOSHI_TEST_POSTGRES, which ./test starts, or one started now that ends with the process.
const std::string& test_postgres_uri();

}  // namespace luoshi::tests
