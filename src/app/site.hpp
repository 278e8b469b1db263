#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/commands.hpp"
#include "base/id_source.hpp"
#include "base/result.hpp"
#include "http/router.hpp"
#include "store/store.hpp"

namespace luoshi::identity {
class Users;
struct Settings;
}  // namespace luoshi::identity
namespace luoshi::mail {
struct Server;
}
namespace luoshi::plan {
struct Environment;
}
namespace luoshi::rollup {
class LiveFigures;
}

namespace luoshi::app {

/// The setting a demonstration site bears: shown on every page.
inline constexpr const char* kDemonstration = "demonstration_loaded";

/// The SQLite file of a place.
std::string database_file(const Place& place);

/// While it is held, other servers that start on the same PostgreSQL database wait (store::hold_setup).
std::shared_ptr<void> hold_setup(const Place& place);

/// The composition root: the one place that knows every concrete class, and builds them bottom up.
class Site {
public:
    /// Opens the database of a place (making and migrating it) and builds the services. A package must have been loaded before routes are
    /// used.
    static std::unique_ptr<Site> open(const Place& place);
    ~Site();

    store::Database& db();
    base::IdSource& ids();
    const base::Clock& clock() const;
    identity::Users& users();
    plan::Environment& plans();

    rollup::LiveFigures& figures();

    identity::Settings& security();

    /// The tenant's name.
    std::string name() const;
    /// Before equip: the server mail goes by, none by default, and the address of the site in its links.
    void send_mail_by(std::optional<mail::Server> server, std::string origin);
    /// After equip: the daily work that is due; mail to those who are told something. Pieces of work until `go_on` says no.
    void run_jobs(const std::function<bool()>& go_on);
    void send_mail(const std::function<bool()>& go_on);

    /// Reads what the loaded package decides (calendar, periods, review route) and adds every route. Errors: package.missing.
    base::Status equip();
    const http::Router& router() const;
    /// Where files lie.
    std::string evidence_folder() const;
    /// Where uploads are written while they come in.
    std::string incoming_folder() const;
    /// Route table as OpenAPI.
    std::string api_description() const;

private:
    struct Parts;
    explicit Site(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace luoshi::app
