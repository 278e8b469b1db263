#pragma once
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace luoshi::mail {

/// A mail of plain text.
struct Message {
    std::string to;       ///< an address
    std::string subject;  ///< UTF-8
    std::string text;     ///< UTF-8
    std::string id;       ///< names the mail for ever, letters and digits: a second sending of the same one can be recognised
    base::Moment at;
};

/// Whether a text is an address mail can be sent to: one @, ASCII, no blank, control or quoting character, a domain with a dot or
/// localhost, 254 bytes at most. Errors: mail.bad_address.
base::Status check_address(std::string_view address);

/// A line of a header in UTF-8 as RFC 2047 writes it; plain ASCII stays. Line breaks and other control characters become blanks, so
/// that no text can add a header.
std::string encoded_words(std::string_view text);

/// The message as it is sent (RFC 5322, MIME): headers, an empty line, the text in base64; lines end with CRLF.
/// `sender_name` may be empty. Both addresses must have passed check_address.
std::string mime(const Message& message, std::string_view sender, std::string_view sender_name);

}  // namespace luoshi::mail
