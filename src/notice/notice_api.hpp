#pragma once

namespace luoshi::http {
class Router;
}
namespace luoshi::json {
class Writer;
}

namespace luoshi::notice {

class Delivery;
class Inbox;

/// The reader's own inbox and how he wants to be told.
void add_routes(http::Router& router, Inbox& inbox, const Delivery& delivery);

/// How mail stands, for the administrator.
void write_mail_state(json::Writer& out, const Delivery& delivery);

}  // namespace luoshi::notice
