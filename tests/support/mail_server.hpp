#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace luoshi::tests {

/// A real SMTP server on the loopback address for one test (tests/support/mail_server). Throws std::runtime_error when it does not start.
class MailServer {
public:
    /// `arguments`: "--tls starttls", "--login user:password".
    explicit MailServer(std::vector<std::string> arguments = {});
    ~MailServer();
    MailServer(const MailServer&) = delete;
    MailServer& operator=(const MailServer&) = delete;

    int port() const { return port_; }
    std::string certificate() const { return folder_.path() / "cert.pem"; }
    /// The mails taken so far, in order, each with its envelope before its headers.
    std::vector<std::string> mails() const;

private:
    TemporaryFolder folder_;
    int port_ = 0;
    int input_ = -1;
    pid_t pid_ = 0;
};

}  // namespace luoshi::tests
