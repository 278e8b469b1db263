#include "app/mail_options.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <fstream>

namespace luoshi::app {

base::Result<std::optional<mail::Server>> mail_server(const MailOptions& options, const std::string& site_name) {
    if (options.host.empty()) {
        return std::optional<mail::Server>{};
    }
    mail::Server server{.host = options.host,
                        .port = options.port,
                        .tls = mail::tls_from(options.tls).value_or(mail::Tls::StartTls),
                        .user = options.user,
                        .sender = options.sender,
                        .sender_name = site_name,
                        .ca_file = options.ca_file};
    if (!options.password_file.empty()) {
        std::ifstream file{options.password_file};
        if (!std::getline(file, server.password)) {
            return base::bad_input("mail.no_password_file",
                                   fmt::format("读不出邮件口令文件 {}：请核对路径和读取权限，口令写在第一行", options.password_file));
        }
        if (server.password.ends_with('\r')) {
            server.password.pop_back();
        }
    } else if (const char* password = std::getenv("LUOSHI_MAIL_PASSWORD"); password != nullptr) {
        server.password = password;
    }
    LUOSHI_TRY(good, mail::check(server));
    return std::optional{std::move(server)};
}

}  // namespace luoshi::app
