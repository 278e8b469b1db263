// with_postgres COMMAND [ARGUMENT…]: runs a command with a throw-away PostgreSQL server, its address in
// LUOSHI_TEST_POSTGRES, so that all test programs of a run share one; ends with the command's status.
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "support/postgres_server.hpp"

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: with_postgres COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    try {
        const luoshi::tests::PostgresServer server;
        setenv("LUOSHI_TEST_POSTGRES", server.uri().c_str(), 1);
        const pid_t command = fork();
        if (command == 0) {
            execvp(argv[1], argv + 1);
            std::perror(argv[1]);
            _exit(127);
        }
        signal(SIGINT, SIG_IGN);  // the command gets it too; the server is stopped when the command has ended
        int status = 0;
        waitpid(command, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "with_postgres: %s\n", fault.what());
        return 1;
    }
}
