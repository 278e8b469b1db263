#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "mail/message.hpp"

namespace luoshi::mail {

enum class Tls {
    None,      ///< in the clear: only within the machine or a closed network
    StartTls,  ///< begins in the clear and must change to TLS before anything is said
    Whole,     ///< TLS from the first byte (SMTPS)
};
/// "none", "starttls", "tls".
std::optional<Tls> tls_from(std::string_view word);

/// The mail server a site sends by.
struct Server {
    std::string host = {};
    int port = 25;
    Tls tls = Tls::StartTls;
    std::string user = {};  ///< empty: without logging in
    std::string password = {};
    std::string sender = {};       ///< address in From
    std::string sender_name = {};  ///< shown beside it
    std::string ca_file = {};      ///< certificates to trust instead of the system's; empty: the system's
    std::chrono::seconds timeout{30};
};

/// Everything wrong with the settings, told at once. Errors: mail.invalid.
base::Status check(const Server& server);

/// Sends one mail; returns when the server has taken it. The certificate of a TLS server is always checked.
/// Errors that may pass (Category::Unavailable: try again): mail.unreachable, mail.tls, mail.login, mail.deferred, mail.failed.
/// Errors that stay (Category::BadInput): mail.bad_address, mail.refused, whose message holds what the server said.
base::Status send(const Server& server, const Message& message);

}  // namespace luoshi::mail
