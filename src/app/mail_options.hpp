#pragma once
#include <optional>
#include <string>

#include "app/commands.hpp"
#include "base/result.hpp"
#include "mail/sender.hpp"

namespace luoshi::app {

/// The mail server of the options; nothing when they name no host. The password comes from its file or from the environment, never from
/// the command line, which everybody on the machine can read. Errors: mail.no_password_file, those of mail::check.
base::Result<std::optional<mail::Server>> mail_server(const MailOptions& options, const std::string& site_name);

}  // namespace luoshi::app
