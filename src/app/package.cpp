#include "app/package.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "blob/sha256.hpp"
#include "dispatch/rhythm_package.hpp"
#include "identity/post_service.hpp"
#include "identity/role_package.hpp"
#include "indicator/indicator_service.hpp"
#include "indicator/share_package.hpp"
#include "inspect/inspect_package.hpp"
#include "notice/notice_package.hpp"
#include "order/workflow_package.hpp"
#include "org/city_map.hpp"
#include "org/directory_service.hpp"
#include "org/package_service.hpp"
#include "org/tenant_service.hpp"
#include "org/unit_name.hpp"
#include "plan/answers_package.hpp"
#include "report/report_package.hpp"
#include "report/report_service.hpp"
#include "supervise/ladder_package.hpp"
#include "supervise/light_package.hpp"

namespace luoshi::app {
namespace {

constexpr std::string_view kCalendarFile = "calendar.yaml";
constexpr std::string_view kReportingFile = "reporting.yaml";
constexpr std::string_view kIndicatorsFile = "indicators.yaml";
constexpr std::string_view kDemoFile = "demo.yaml";
constexpr const char* kFingerprint = "package_fingerprint";

/// Without them the defaults hold.
constexpr std::array kOptionalFiles{supervise::kLightsFile, indicator::kSharesFile, report::kQualityFile,   report::kBurdenFile,
                                    org::kMapFile,          order::kOrdersFile,     supervise::kLadderFile, dispatch::kRhythmFile,
                                    inspect::kInspectFile,  notice::kNoticeFile};

/// Kept in the database beside what was loaded, because the running site reads them again.
constexpr std::string_view kPackageFile = "package.yaml";
constexpr std::array kKeptFiles{kPackageFile,           kCalendarFile,          kReportingFile,       report::kReviewFile,
                                supervise::kLightsFile, indicator::kSharesFile, report::kQualityFile, report::kBurdenFile,
                                plan::kAnswersFile,     org::kMapFile,          order::kOrdersFile,   supervise::kLadderFile,
                                dispatch::kRhythmFile,  inspect::kInspectFile,  notice::kNoticeFile};

constexpr std::array<std::string_view, 22> kAllFiles{
    kPackageFile,           "divisions.csv",        "town-recodes.csv",    "villages.csv",      "units.yaml",   "groups.yaml",
    "roles.yaml",           kIndicatorsFile,        plan::kAnswersFile,    kCalendarFile,       kReportingFile, report::kReviewFile,
    supervise::kLightsFile, indicator::kSharesFile, report::kQualityFile,  report::kBurdenFile, org::kMapFile,  order::kOrdersFile,
    supervise::kLadderFile, dispatch::kRhythmFile,  inspect::kInspectFile, notice::kNoticeFile};

/// The file's text; a missing one is a problem.
std::string required(const config::Folder& folder, std::string_view name, config::Problems& problems) {
    auto text = folder.text(name);
    if (!text) {
        problems.add_unreadable({std::string{name}}, "缺少这个文件；请参照 packages/cangzhou-ecommerce-2018 中的同名文件补上");
    }
    return std::move(text).value_or("");
}

/// Reads a file with the reader of its module, unless it is missing.
template <class Read>
auto read_file(const config::Folder& folder, std::string_view name, config::Problems& problems, Read read) {
    using Value = decltype(read(std::string{}, std::string_view{}, problems));
    const auto text = required(folder, name, problems);
    return text.empty() ? Value{} : read(std::string{name}, text, problems);
}

Rhythm read_rhythm(const config::Folder& folder, config::Problems& problems) {
    Rhythm rhythm;
    calendar::WorkCalendar calendar{read_file(folder, kCalendarFile, problems, calendar::read_notices)};
    if (const auto text = required(folder, kReportingFile, problems); !text.empty() && problems.empty()) {
        rhythm.schedule = calendar::read_schedule(std::string{kReportingFile}, text, std::move(calendar), problems);
    }
    rhythm.route = read_file(folder, report::kReviewFile, problems, report::read_route);
    if (const auto text = folder.text(supervise::kLightsFile)) {
        rhythm.lights = supervise::read_lights(std::string{supervise::kLightsFile}, *text, problems);
    }
    if (const auto text = folder.text(report::kBurdenFile)) {
        rhythm.burden = report::read_burden(std::string{report::kBurdenFile}, *text, problems);
    }
    if (const auto text = folder.text(report::kQualityFile)) {
        rhythm.quality = report::read_quality(std::string{report::kQualityFile}, *text, problems);
    }
    if (const auto text = folder.text(supervise::kLadderFile)) {
        rhythm.ladder = supervise::read_ladder(std::string{supervise::kLadderFile}, *text, problems);
    }
    if (const auto text = folder.text(order::kOrdersFile)) {
        rhythm.orders = order::read_workflow(std::string{order::kOrdersFile}, *text, problems);
    }
    if (const auto text = folder.text(inspect::kInspectFile)) {
        rhythm.inspections = inspect::read_settings(std::string{inspect::kInspectFile}, *text, problems);
    }
    if (const auto text = folder.text(notice::kNoticeFile)) {
        rhythm.notices = notice::read_notice(std::string{notice::kNoticeFile}, *text, problems);
    }
    if (const auto text = folder.text(indicator::kSharesFile)) {
        rhythm.shares = indicator::read_share_settings(std::string{indicator::kSharesFile}, *text, problems);
    }
    if (const auto text = folder.text(dispatch::kRhythmFile)) {
        rhythm.occasions = dispatch::read_rhythm(std::string{dispatch::kRhythmFile}, *text, problems);
    }
    return rhythm;
}

std::vector<identity::UnitId> reporters(store::ReadTx& tx, const std::string& name, base::Date on) {
    const auto match = org::resolve_unit_text(tx, name, on);
    std::vector<identity::UnitId> units;
    if (match.unit) {
        units.push_back(*match.unit);
    } else if (match.group) {
        for (const auto& member : org::group_members(tx, *match.group, on)) {
            units.push_back(member.id);
        }
    }
    return units;
}

/// Units that rhythm.yaml names by code must be in units.yaml: a slip would silently open nothing.
void check_rhythm(const Package& package, config::Problems& problems) {
    for (const auto& rule : package.rhythm.occasions) {
        for (const auto& code : rule.units) {
            if (std::ranges::none_of(package.org.units, [&](const auto& unit) { return unit.code == code; })) {
                problems.add({std::string{dispatch::kRhythmFile}},
                             fmt::format("“{}”中的单位代码“{}”不在 units.yaml 里，请改正。", rule.code, code));
            }
        }
    }
}

/// What demo.yaml names must be in the rest of the package; a unit may be written in any of its ways unless it is looked up by the
/// short one.
void check_mentions(const Package& package, config::Problems& problems) {
    std::map<std::string, std::set<std::string>> units;  // short names by the key of each writing
    std::set<std::string> short_names;
    for (const auto& unit : package.org.units) {
        short_names.insert(unit.short_name);
        for (const auto& name : unit.names) {
            units[org::name_key(name)].insert(unit.code);
        }
    }
    std::vector<std::string> roles;
    std::transform(package.roles.begin(), package.roles.end(), std::back_inserter(roles), [](const auto& role) { return role.code; });
    std::vector<std::string> indicators;
    std::transform(package.indicators.begin(), package.indicators.end(), std::back_inserter(indicators),
                   [](const auto& indicator) { return indicator.definition.code; });
    const auto require = [&](const std::vector<std::string>& known, const char* kind, const char* file, const DemoScript::Mention& named) {
        if (std::find(known.begin(), known.end(), named.text) == known.end()) {
            const auto meant = config::closest(named.text, known);
            problems.add(named.place, fmt::format("{} 中没有{}“{}”{}", file, kind, named.text,
                                                  meant.empty() ? "，请改正。" : fmt::format("，是否想写“{}”？", meant)));
        }
    };
    for (const auto& named : package.demo->mentions) {
        switch (named.kind) {
            case DemoScript::Named::Role:
                require(roles, "角色", "roles.yaml", named);
                break;
            case DemoScript::Named::Indicator:
                require(indicators, "指标", kIndicatorsFile.data(), named);
                break;
            case DemoScript::Named::ShortName:
                require({short_names.begin(), short_names.end()}, "简称为此的单位", "units.yaml", named);
                break;
            case DemoScript::Named::Unit:
                if (const auto found = units[org::name_key(named.text)].size(); found != 1) {
                    problems.add(named.place, found == 0 ? fmt::format("units.yaml 中没有单位“{}”，请改正或先定义它。", named.text)
                                                         : fmt::format("“{}”指{}个单位，请写全称。", named.text, found));
                }
                break;
        }
    }
}

}  // namespace

Package read_package(const config::Folder& folder, config::Problems& problems) {
    Package package;
    package.org = org::read_package(folder, problems);
    package.roles = identity::read_roles(folder, problems);
    package.indicators = read_file(folder, kIndicatorsFile, problems, indicator::read_package);
    package.answers = read_file(folder, plan::kAnswersFile, problems, plan::read_answers);
    package.rhythm = read_rhythm(folder, problems);
    if (problems.all_readable()) {
        check_rhythm(package, problems);
    }
    if (const auto demo = folder.text(kDemoFile)) {
        package.demo = read_demo(std::string{kDemoFile}, *demo, problems);
        if (problems.all_readable()) {
            check_mentions(package, problems);
        }
    }
    return package;
}

std::string fingerprint(const config::Folder& folder) {
    blob::Sha256 digest;
    for (const auto name : kAllFiles) {
        const auto text = folder.text(name).value_or("");
        digest.add(fmt::format("{} {}\n", name, text.size()));
        digest.add(text);
    }
    return digest.hex();
}

bool is_loaded(store::Database& db, const config::Folder& folder) {
    return db.read([](store::ReadTx& tx) { return org::setting(tx, kFingerprint); }) == fingerprint(folder);
}

base::Result<PackageLoaded> load_package(store::Database& db, base::IdSource& ids, const base::Clock& clock, const config::Folder& folder) {
    const auto print = fingerprint(folder);
    if (db.read([](store::ReadTx& tx) { return org::setting(tx, kFingerprint); }) == print) {
        return PackageLoaded{.unchanged = true};
    }
    config::Problems problems;
    const auto package = read_package(folder, problems);
    if (!problems.empty()) {
        return problems.error("package.invalid", "方案包有错误，没有装入；请按所列位置修改后重试");
    }
    const audit::Origin origin{.user_name = "命令行"};
    return db.write([&](store::WriteTx& tx) -> base::Result<PackageLoaded> {
        LUOSHI_TRY(route, report::may_take_route(tx, package.rhythm.route));
        const auto now = clock.now();
        const auto today = org::business_date(tx, clock);
        const auto counts = org::load_package(tx, ids, now, today, origin, package.org);
        LUOSHI_TRY(roles, identity::load_roles(tx, package.roles));
        // Reporters are read as of the document's date: the units it speaks of may have ended since.
        const auto document_date = package.org.issued.value_or(today);
        LUOSHI_TRY(indicators, indicator::load_package(tx, ids, today, package.indicators,
                                                       [&](const std::string& name) { return reporters(tx, name, document_date); }));
        for (const auto name : kKeptFiles) {
            org::store_package_file(tx, name, folder.text(name).value_or(""), now);
        }
        org::set_setting(tx, kFingerprint, print);
        return PackageLoaded{.unchanged = false,
                             .added = counts.added + indicators.indicators,
                             .changed = counts.changed + indicators.changed,
                             .ended = counts.ended + indicators.retired};
    });
}

base::Result<Rhythm> loaded_rhythm(store::Database& db) {
    std::vector<std::pair<std::string, std::string>> texts;
    db.read([&](store::ReadTx& tx) {
        texts.clear();
        for (const auto name : kKeptFiles) {
            texts.emplace_back(name, org::package_file(tx, name).value_or(""));
        }
        return 0;
    });
    std::vector<base::EmbeddedFile> files;
    for (const auto& [name, text] : texts) {
        if (text.empty() && std::find(kOptionalFiles.begin(), kOptionalFiles.end(), name) != kOptionalFiles.end()) {
            continue;
        }
        if (text.empty()) {
            return base::not_found("package.missing",
                                   "数据库里还没有方案包：请先执行 luoshi package load DIR，或用 --package 指定方案包目录");
        }
        files.push_back({name, text});
    }
    config::Problems problems;
    auto rhythm = read_rhythm(config::Folder::embedded(files), problems);
    if (!problems.empty()) {
        return problems.error("package.invalid", "已装入的方案包与本版程序不符；请更新方案包后重新装入");
    }
    return rhythm;
}

}  // namespace luoshi::app
