#pragma once
#include <string>
#include <vector>

namespace luoshi::app {

/// Where a city's data is.
struct Place {
    std::string data = "var";  ///< folder of the SQLite file and of evidence
    std::string postgres;      ///< URI; empty: SQLite inside `data`
};

/// The mail server a site sends by, as it was typed; without a host it sends none.
struct MailOptions {
    std::string host;
    int port = 587;
    std::string tls = "starttls";  ///< none, starttls, tls
    std::string user;
    std::string password_file;  ///< its first line; else the environment's LUOSHI_MAIL_PASSWORD
    std::string sender;
    std::string ca_file;
};

struct ServeOptions {
    Place place;
    std::string address = "127.0.0.1";
    unsigned short port = 8080;
    int workers = 16;
    std::string package;  ///< folder; loaded (and its document imported) when it is new or changed
    bool demo = false;
    std::string business_date;  ///< YYYY-MM-DD the site stands at from now on; "today": it goes with the clock; empty: as it was
    std::string public_origin;  ///< "https://…" as browsers see the site behind a proxy; https also makes cookies Secure
    int check_hours = 24;       ///< between self-checks of the totals; 0: none
    MailOptions mail;
    std::string trusted_proxy;  ///< address of the proxy whose X-Forwarded-For is believed
};

// Each command prints its result on stdout, progress and complaints on stderr, and returns the exit code:
// 0 done, 1 refused (the complaint says what, where and what to do), 2 a fault.

/// Serves the site until SIGTERM or SIGINT.
int serve(const ServeOptions& options);
/// Prints what a plan document says as JSON.
int extract(const std::string& file);
/// Imports a plan document into a draft.
int import_document(const Place& place, const std::string& package, const std::string& file);
/// Says everything that is wrong with a package.
int check_package(const std::string& folder);
int load_package(const Place& place, const std::string& folder);
/// Creates a user on a post of a unit and prints the one-time password.
int create_user(const Place& place, const std::string& login, const std::string& name, const std::string& unit, const std::string& role);
int reset_password(const Place& place, const std::string& login);
int list_users(const Place& place);
/// Compares all totals with the facts and prints what differs, as a line each or as one JSON object; returns 1 when anything does.
enum class CheckOutput { Lines, Json };
int check_figures(const Place& place, CheckOutput output);
/// Prints the audit events as JSON lines, newest first.
int list_audit(const Place& place, int most);

}  // namespace luoshi::app
