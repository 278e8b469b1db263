#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "app/commands.hpp"
#include "base/result.hpp"
#include "identity/ids.hpp"

namespace luoshi::app {

/// `luoshi serve` on a free port, in a process of its own. Stops with this object.
class ServedProcess {
public:
    /// Returns when it answers. Throws std::runtime_error when it does not start.
    ServedProcess(const Place& place, const std::vector<std::string>& more);
    ~ServedProcess();
    ServedProcess(ServedProcess&& other) noexcept;
    ServedProcess(const ServedProcess&) = delete;
    ServedProcess& operator=(const ServedProcess&) = delete;
    ServedProcess& operator=(ServedProcess&&) = delete;
    unsigned short port() const { return port_; }

private:
    pid_t process_ = -1;
    unsigned short port_ = 0;
};

/// Somebody who is logged in: the header lines of its requests.
struct LoadSession {
    std::string headers;
};

/// A unit with its part of the task everybody reports on.
struct LoadUnit {
    identity::UnitId unit{1};
    std::size_t above = 0;  ///< its superior, as a place in LoadSite::units; of a county: itself
    std::string duty;
    LoadSession session;
    std::string report = {};
    std::string version = {};  ///< of the report
};

/// A demonstration site whose task 三 (training) was handed down from the counties to every town and village, with a session for each.
struct LoadSite {
    std::string plan;
    std::string indicator;
    std::string city;             ///< the unit everything lies below
    std::vector<LoadUnit> units;  ///< counties, towns and the lead department: 230; then the villages
    std::size_t villages = 0;     ///< the last so many of `units`
    LoadSession office;           ///< settles reports
};

inline constexpr const char* kLoadPeriod = "2020-06";

/// Makes the site in an empty place, by the program's own use cases. Errors: site.in_use, and whatever a step refuses.
base::Result<LoadSite> prepare_load_site(const Place& place, const std::string& package, int villages);

}  // namespace luoshi::app
