#include "support/mail_server.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace luoshi::tests {
namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

MailServer::MailServer(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {LUOSHI_MAIL_SERVER, folder_.path().string()});
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    std::vector<char*> words;
    for (auto& argument : arguments) {
        words.push_back(argument.data());
    }
    words.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(pipe[0], STDIN_FILENO);
        ::execv(words[0], words.data());
        ::_exit(127);
    }
    ::close(pipe[0]);
    input_ = pipe[1];
    for (int i = 0; i < 200 && port_ == 0; ++i) {
        const auto text = text_of(folder_.path() / "port");
        if (!text.empty()) {
            port_ = std::stoi(text);
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }
    if (port_ == 0) {
        throw std::runtime_error("tests/support/mail_server does not start; is python3-aiosmtpd installed?");
    }
}

MailServer::~MailServer() {
    ::close(input_);
    ::waitpid(pid_, nullptr, 0);
}

std::vector<std::string> MailServer::mails() const {
    std::vector<std::string> out;
    for (int number = 0; std::filesystem::exists(folder_.path() / "mail" / (std::to_string(number) + ".eml")); ++number) {
        out.push_back(text_of(folder_.path() / "mail" / (std::to_string(number) + ".eml")));
    }
    return out;
}

}  // namespace luoshi::tests
