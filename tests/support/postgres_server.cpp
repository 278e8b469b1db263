#include "support/postgres_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace luoshi::tests {

namespace {

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

/// The user the server runs as: PostgreSQL refuses root.
const passwd* server_user() {
    if (geteuid() != 0) {
        return nullptr;
    }
    const passwd* user = getpwnam("postgres");
    if (user == nullptr) {
        throw std::runtime_error("no user postgres: install the Debian package postgresql-15");
    }
    return user;
}

/// Starts a program as the server's user, output to `log`; it gets SIGQUIT when this thread ends.
pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
    const passwd* user = server_user();
    std::vector<char*> arguments;
    for (const auto& word : command) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    const pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    if (user != nullptr && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
        _exit(126);
    }
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    execv(arguments[0], arguments.data());
    _exit(127);
}

int free_port() {
    const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(socket_fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(socket_fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no free port on the loopback address");
    }
    close(socket_fd);
    return ntohs(address.sin_port);
}

}  // namespace

PostgresServer::PostgresServer() {
    if (access((kPrograms + "initdb").c_str(), X_OK) != 0) {
        throw std::runtime_error("no PostgreSQL 15 in " + kPrograms + ": install the Debian package postgresql-15");
    }
    if (const passwd* user = server_user(); user != nullptr && chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
        throw std::runtime_error("cannot hand the server's folder to its user");
    }
    const pid_t initdb = spawn(
        {kPrograms + "initdb", "-D", folder_.path() / "data", "-U", "luoshi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
        folder_.path() / "log");
    int status = 0;
    if (waitpid(initdb, &status, 0) != initdb || status != 0) {
        throw std::runtime_error("initdb failed: " + log());
    }
    port_ = free_port();
    start();
}

PostgresServer::~PostgresServer() { stop(); }

std::string PostgresServer::uri() const {
    return fmt::format("postgresql://luoshi@/postgres?host={}&port={}", folder_.path().string(), port_);
}

void PostgresServer::start() {
    const std::string data = folder_.path() / "data";
    std::filesystem::remove(data + "/postmaster.pid");
    pid_ = spawn({kPrograms + "postgres", "-D", data, "-k", folder_.path(), "-p", std::to_string(port_), "-c", "listen_addresses=127.0.0.1",
                  "-c", "fsync=off", "-c", "max_connections=300", "-c", "shared_buffers=32MB", "-c", "deadlock_timeout=20ms"},
                 folder_.path() / "log");
    while (PQping(uri().c_str()) != PQPING_OK) {
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) != 0) {
            pid_ = 0;
            throw std::runtime_error("postgres did not start: " + log());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

void PostgresServer::stop() {
    if (pid_ != 0) {
        kill(pid_, SIGQUIT);
        waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }
}

std::string PostgresServer::log() const {
    std::ostringstream text;
    text << std::ifstream(folder_.path() / "log").rdbuf();
    return text.str();
}

const std::string& test_postgres_uri() {
    static const std::string uri = [] {
        if (const char* running = getenv("LUOSHI_TEST_POSTGRES"); running != nullptr) {
            return std::string{running};
        }
        static const PostgresServer server;
        return server.uri();
    }();
    return uri;
}

}  // namespace luoshi::tests
