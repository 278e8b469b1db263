#include "app/bench_load_site.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>  // NOLINT: kill is POSIX
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "app/bench_pace.hpp"
#include "app/package.hpp"
#include "app/site.hpp"
#include "app/throwaway_folder.hpp"
#include "identity/settings.hpp"
#include "identity/user_service.hpp"
#include "indicator/indicator_service.hpp"
#include "json/json.hpp"
#include "org/directory_service.hpp"
#include "org/tenant_service.hpp"
#include "plan/environment.hpp"
#include "plan/plan_store.hpp"
#include "plan/unit_duty_service.hpp"
#include "report/report_history_store.hpp"

namespace luoshi::app {
namespace {

constexpr std::string_view kTask = "三";
constexpr std::string_view kIndicator = "talent_training";
constexpr const char* kPassword = "Luoshi@2020-load";
constexpr std::size_t kBatch = 400;  ///< rows of one transaction: within the cap on writes
constexpr int kThreads = 8;

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream{file}.rdbuf();
    return out.str();
}

/// The package with what a city needs whose villages report: an organ for each village, roles for those who fill in there and for the
/// town that reviews it, and one figure that towns and villages report as well.
void write_package_with_villages(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
    const auto append = [&](const char* file, std::string_view text) { std::ofstream{to / file, std::ios::app} << '\n' << text; };
    append("units.yaml", R"(  - each: village
    code: "{code}"
    name: "{county_name}{town_name}{name}"
    short: "{name}"
    level: village
    kind: body
    division: "{code}"
    parent: "{town}"
)");
    append("groups.yaml", R"(  - {code: load-towns, name: 各乡镇街道, kind: towns, all: {level: town}}
  - {code: load-villages, name: 各村和社区, kind: towns, all: {level: village}}
)");
    append("roles.yaml", R"(  - {code: load_town, name: 乡镇（审核村级）, scope: subtree,
     permissions: [cockpit.read, plan.read, duty.read, report.read, report.fill, report.review, indicator.read, org.read]}
  - {code: load_village, name: 村（社区）, scope: own,
     permissions: [cockpit.read, plan.read, duty.read, report.read, report.fill, indicator.read, org.read]}
)");
    auto indicators = text_of(to / "indicators.yaml");
    const auto definition = indicators.find(fmt::format("code: {}\n", kIndicator));
    const auto reporters = indicators.find("reported_by: [", definition);
    if (definition == std::string::npos || reporters == std::string::npos) {
        throw std::runtime_error(fmt::format("方案包的 indicators.yaml 里没有指标 {} 及其填报单位", kIndicator));
    }
    indicators.insert(indicators.find(']', reporters), ", 各乡镇街道, 各村和社区");
    std::ofstream{to / "indicators.yaml"} << indicators;
}

std::vector<org::Unit> units_of_level(Site& site, const std::string& level) {
    return site.db().read([&](store::ReadTx& tx) {
        std::vector<org::Unit> out;
        org::UnitFilter filter{.text = {}, .level = level, .parent = {}, .after = {}, .limit = 200};
        for (bool more = true; more;) {
            auto page = org::list_units(tx, filter);
            out.insert(out.end(), page.items.begin(), page.items.end());
            more = page.next.has_value();
            filter.after = page.next.value_or("");
        }
        return out;
    });
}

/// Runs write(tx, i) for i < count, many to a transaction.
template <class Write>
base::Status in_batches(Site& site, std::size_t count, Write write) {
    for (std::size_t begin = 0; begin < count; begin += kBatch) {
        const auto done = site.db().write([&](store::WriteTx& tx) -> base::Status {
            for (std::size_t i = begin; i < std::min(count, begin + kBatch); ++i) {
                LUOSHI_TRY(written, write(tx, i));
            }
            return base::Done{};
        });
        LUOSHI_TRY(batch, std::move(done));
    }
    return base::Done{};
}

base::Status hand_down_to(Site& site, const std::vector<org::Unit>& units) {
    const auto origin = identity::system_actor("压力测试").origin();
    return in_batches(site, units.size(), [&](store::WriteTx& tx, std::size_t i) {
        return plan::load_hand_down(tx, site.plans(), origin,
                                    {.task_ref = std::string{kTask},
                                     .from = *units[i].parent,
                                     .to = units[i].id,
                                     .terms = {},
                                     .on = *base::parse_date("2020-05-20")});
    });
}

struct Login {
    std::string name;
    identity::UnitId unit;
    std::string role;
};

base::Status make_users(Site& site, const std::vector<Login>& logins) {
    for (std::size_t begin = 0; begin < logins.size(); begin += kBatch) {
        std::vector<identity::Appointment> some;
        for (std::size_t i = begin; i < std::min(logins.size(), begin + kBatch); ++i) {
            const auto& login = logins[i];
            some.push_back({.login = login.name,
                            .name = "填报员" + login.name,
                            .unit = login.unit,
                            .role = login.role,
                            .is_head = true,
                            .from = base::parse_date("2018-09-01")});
        }
        LUOSHI_TRY(made, site.users().load_demonstration(some, kPassword));
    }
    return base::Done{};
}

/// Logs in through the route, in this process.
LoadSession log_in(const Site& site, const std::string& login) {
    http::Request request;
    request.method = http::Method::Post;
    request.path = "/api/v1/session";
    request.remote_address = "127.0.0.1";
    json::Writer body;
    body.begin_object().field("login", login).field("password", kPassword).end_object();
    request.body = body.take();
    const auto reply = site.router().handle(std::move(request));
    if (reply.status != 200) {
        throw std::runtime_error("log-in of " + login + " refused: " + reply.body);
    }
    const auto cookie = reply.header("Set-Cookie");
    json::Reader in{reply.body};
    return {fmt::format("Cookie: {}\r\nX-CSRF-Token: {}\r\n", cookie.substr(0, cookie.find(';')), in.text("csrf_token"))};
}

}  // namespace

ServedProcess::ServedProcess(const Place& place, const std::vector<std::string>& more) {
    std::vector<std::string> words{"luoshi", "serve", "--port", "0", "--data", place.data};
    if (!place.postgres.empty()) {
        words.insert(words.end(), {"--postgres", place.postgres});
    }
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    const int fault = ::posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    std::string said;
    std::array<char, 256> piece{};
    for (ssize_t size = 1; fault == 0 && said.find('\n') == std::string::npos && size > 0;) {
        size = ::read(pipe[0], piece.data(), piece.size());
        said.append(piece.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
    ::close(pipe[0]);
    const auto colon = said.rfind(':');
    if (colon != std::string::npos) {
        std::from_chars(said.data() + colon + 1, said.data() + said.size(), port_);
    }
    if (port_ == 0) {
        throw std::runtime_error("luoshi serve 没有启动：" + said);
    }
}

ServedProcess::~ServedProcess() {
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
}

ServedProcess::ServedProcess(ServedProcess&& other) noexcept : process_(std::exchange(other.process_, -1)), port_(other.port_) {}

base::Result<LoadSite> prepare_load_site(const Place& place, const std::string& package, int villages) {
    if (Site::open(place)->db().read([](store::ReadTx& tx) { return org::setting(tx, "package_fingerprint"); })) {
        return base::conflict("site.in_use", "这里已经有站点；压力测试要用空的数据目录或空的 PostgreSQL 库");
    }
    {
        const ThrowawayFolder scratch{"load-package"};
        write_package_with_villages(package, scratch.path() + "/package");
        const ServedProcess demonstration{place, {"--demo", "--package", scratch.path() + "/package"}};  // serves when all is loaded
    }
    const auto site = Site::open(place);
    auto& security = site->security();
    security.hash_passes = 1;  // thousands of log-ins, which are not what is measured
    security.hash_memory_bytes = std::size_t{8} << 10U;
    LUOSHI_TRY(equipped, site->equip());

    LoadSite out;
    auto counties = units_of_level(*site, "county");
    auto towns = units_of_level(*site, "town");
    auto below = units_of_level(*site, "village");
    below.resize(std::min(below.size(), static_cast<std::size_t>(villages)));
    LUOSHI_TRY(to_towns, hand_down_to(*site, towns));
    LUOSHI_TRY(to_villages, hand_down_to(*site, below));

    struct Owed {
        std::map<identity::UnitId, plan::UnitDutyId> duties;
        std::optional<identity::UnitId> office;
    };
    LUOSHI_TRY(rhythm, loaded_rhythm(site->db()));
    const auto owed = site->db().read([&](store::ReadTx& tx) {
        Owed found;
        const auto period = *calendar::Period::parse(kLoadPeriod);
        out.plan = plan::list_plans(tx).front().id.text();
        for (const auto& definition : indicator::all(tx)) {
            out.indicator = definition.code == kIndicator ? definition.id.text() : out.indicator;
        }
        out.city = org::find_unit_by_code(tx, "1309")->id.text();
        for (const auto& row : report::owed_reports(tx, rhythm.schedule, period, std::nullopt, std::nullopt)) {
            if (row.duty.task_ref == kTask) {
                found.duties.emplace(row.duty.unit, row.duty.duty);
                found.office = row.duty.office;
            }
        }
        return found;
    });
    std::vector<Login> logins{{"load-office", *owed.office, "plan_office"}};
    std::map<identity::UnitId, std::size_t> places;
    const auto add = [&](identity::UnitId unit, std::optional<identity::UnitId> parent, const std::string& role) {
        const auto duty = owed.duties.find(unit);
        if (duty == owed.duties.end() || !places.emplace(unit, out.units.size()).second) {
            return;
        }
        const auto above = parent ? places.find(*parent) : places.end();
        out.units.push_back({unit, above == places.end() ? out.units.size() : above->second, duty->second.text(), {}});
        logins.push_back({"load-" + std::to_string(out.units.size()), unit, role});
    };
    for (const auto& unit : counties) {
        add(unit.id, std::nullopt, "county");
    }
    for (const auto& unit : towns) {
        add(unit.id, unit.parent, "load_town");
    }
    add(*owed.office, std::nullopt, "department");
    for (const auto& unit : below) {
        add(unit.id, unit.parent, "load_village");
        ++out.villages;
    }
    LUOSHI_TRY(users, make_users(*site, logins));
    out.office = log_in(*site, logins.front().name);
    paced(out.units.size(), 0, kThreads, [&](std::size_t i, auto) { out.units[i].session = log_in(*site, logins[i + 1].name); });
    return out;
}

}  // namespace luoshi::app
