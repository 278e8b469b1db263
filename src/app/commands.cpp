#include "app/commands.hpp"

#include <fmt/core.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/demo.hpp"
#include "app/package.hpp"
#include "app/site.hpp"
#include "audit/audit.hpp"
#include "config/folder.hpp"
#include "document/extraction_json.hpp"
#include "document/extractor.hpp"
#include "http/server.hpp"
#include "identity/settings.hpp"
#include "identity/user_service.hpp"
#include "json/json.hpp"
#include "log/log.hpp"
#include "org/directory_service.hpp"
#include "org/tenant_service.hpp"
#include "plan/answer_service.hpp"
#include "plan/import_service.hpp"

namespace luoshi::app {
namespace {

constexpr int kDone = 0;
constexpr int kRefused = 1;
constexpr int kFault = 2;

int refuse(const base::Error& error) {
    fmt::print(stderr, "{}\n", error.message);
    for (const auto& field : error.fields) {
        fmt::print(stderr, "  {}: {}\n", field.path, field.message);
    }
    return kRefused;
}

/// Runs a command; a fault is told in one line instead of a crash.
template <class Body>
int guarded(Body body) {
    try {
        return body();
    } catch (const std::exception& fault) {
        fmt::print(stderr, "出现故障：{}\n", fault.what());
        return kFault;
    }
}

/// A document file as bytes; refused before it is read when it is too large.
base::Result<std::string> read_document(const std::string& file) {
    std::error_code fault;
    const auto size = std::filesystem::file_size(file, fault);
    if (fault) {
        return base::bad_input("document.unreadable", fmt::format("读不到文件 {}：请检查路径和权限", file));
    }
    if (size > document::kMaxDocumentBytes) {
        return document::too_large(size);
    }
    std::ifstream in{file, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

base::Result<plan::PlanDraft> read_draft(const std::string& file) {
    LUOSHI_TRY(bytes, read_document(file));
    return document::extract(bytes, std::filesystem::path{file}.filename().string());
}

void print_imported(const plan::Imported& imported) {
    fmt::print(stderr, "已导入《{}》：条款 {}，任务 {}，数值目标 {}，其他目标 {}；待答复 {} 项，方案包已答复 {} 项\n", imported.title,
               imported.clauses, imported.tasks, imported.numeric_targets, imported.other_targets, imported.open_questions,
               imported.answered_questions);
    for (const auto& warning : imported.warnings) {
        fmt::print(stderr, "  注意：{}\n", warning);
    }
}

/// The plan document beside the package's files, if the package has one.
std::optional<std::string> document_of(const std::string& package) {
    const std::filesystem::path folder = std::filesystem::path{package} / "document";
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator{folder}) {
            return entry.path().string();
        }
    }
    return std::nullopt;
}

base::Status import_into(Site& site, const std::string& file) {
    LUOSHI_TRY(draft, read_draft(file));
    LUOSHI_TRY(imported,
               plan::import_draft(site.plans(), identity::system_actor("命令行"), draft, std::filesystem::path{file}.filename().string()));
    print_imported(imported);
    return base::Done{};
}

base::Status load_into(Site& site, const std::string& folder) {
    LUOSHI_TRY(package, config::Folder::open(folder));
    LUOSHI_TRY(loaded, app::load_package(site.db(), site.ids(), site.clock(), package));
    if (!loaded.unchanged) {
        fmt::print(stderr, "已装入方案包 {}：新增 {}，变更 {}，停用 {}\n", folder, loaded.added, loaded.changed, loaded.ended);
        // A plan imported before its package came with answers gets them now.
        auto applied = site.db().write([&](store::WriteTx& tx) -> base::Result<std::vector<std::string>> {
            return plan::apply_loaded_answers(tx, site.plans(), {.user_name = "命令行"});
        });
        LUOSHI_TRY(warnings, std::move(applied));
        for (const auto& warning : warnings) {
            fmt::print(stderr, "  注意：{}\n", warning);
        }
    }
    return base::Done{};
}

/// A fresh site gets its package, its plan and its first administrator; a known one only what is new.
base::Status prepare(Site& site, const ServeOptions& options) {
    if (options.package.empty()) {
        return base::Done{};
    }
    LUOSHI_TRY(loaded, load_into(site, options.package));
    const auto document = document_of(options.package);
    if (document) {
        const auto imported = import_into(site, *document);
        if (!imported && imported.error().code != "plan.already_imported") {
            return imported.error();
        }
    }
    if (options.demo) {
        LUOSHI_TRY(package, config::Folder::open(options.package));
        return set_up_demonstration(site, package);
    }
    org::UnitFilter cities;
    cities.level = "city";
    const auto unit = site.db().read([&](store::ReadTx& tx) { return org::list_units(tx, cities).items; });
    if (unit.empty()) {
        return base::bad_input("package.no_city", "方案包里没有 level: city 的单位，无法设立首个管理员");
    }
    LUOSHI_TRY(administrator, site.users().ensure_first_administrator(unit.front().id));
    if (administrator) {
        fmt::print("首个管理员：{}  一次性口令：{}（首次登录须修改，此口令只显示这一次）\n", administrator->user.login,
                   administrator->one_time_password);
    }
    return base::Done{};
}

/// What went wrong or took long is always said; the rest only when the log is set to debug.
void log_request(const http::RequestRecord& request) {
    constexpr int kFirstFault = 500;
    constexpr std::chrono::milliseconds kSlow{500};
    const bool notable = request.status >= kFirstFault || request.duration > kSlow;
    log::write(notable ? log::Level::Warn : log::Level::Debug, "http.request",
               {{"request", request.request_id},
                {"method", request.method},
                {"route", request.route},
                {"status", request.status},
                {"bytes", request.bytes},
                {"us", request.duration.count()}});
}

base::Result<org::Unit> find_unit(Site& site, const std::string& text) {
    return site.db().read([&](store::ReadTx& tx) -> base::Result<org::Unit> {
        if (auto unit = org::find_unit_by_code(tx, text)) {
            return *unit;
        }
        const auto match = org::resolve_unit_text(tx, text, org::business_date(tx, site.clock()));
        if (!match.unit) {
            return base::not_found("org.unit_not_found", fmt::format("没有单位“{}”：请写全称、简称或代码", text));
        }
        return *org::find_unit(tx, *match.unit);
    });
}

}  // namespace

int serve(const ServeOptions& options) {
    return guarded([&] {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: all of them leave the signals to this one
        std::signal(SIGPIPE, SIG_IGN);

        const auto site = Site::open(options.place);
        if (const auto ready = prepare(*site, options); !ready) {
            return refuse(ready.error());
        }
        auto& security = site->security();
        security.public_origin = options.public_origin;
        security.trusted_proxy = options.trusted_proxy;
        security.behind_tls = options.public_origin.starts_with("https://");
        if (const auto equipped = site->equip(); !equipped) {
            return refuse(equipped.error());
        }
        http::Server server{site->router(),
                            {.address = options.address,
                             .port = options.port,
                             .workers = options.workers,
                             .spool_folder = site->incoming_folder(),
                             .on_request = log_request}};
        server.start();
        fmt::print("落实已启动：http://{}:{}\n", options.address, server.port());
        std::fflush(stdout);
        int signal = 0;
        sigwait(&signals, &signal);
        fmt::print(stderr, "正在停止：等待进行中的请求完成\n");
        server.stop();
        return kDone;
    });
}

int extract(const std::string& file) {
    return guarded([&] {
        const auto draft = read_draft(file);
        if (!draft) {
            return refuse(draft.error());
        }
        const auto text = document::extraction_json(*draft);
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fputc('\n', stdout);
        return kDone;
    });
}

int import_document(const Place& place, const std::string& package, const std::string& file) {
    return guarded([&] {
        const auto site = Site::open(place);
        if (!package.empty()) {
            if (const auto loaded = load_into(*site, package); !loaded) {
                return refuse(loaded.error());
            }
        }
        const auto imported = import_into(*site, file);
        return imported ? kDone : refuse(imported.error());
    });
}

int check_package(const std::string& folder) {
    return guarded([&] {
        const auto package = config::Folder::open(folder);
        if (!package) {
            return refuse(package.error());
        }
        config::Problems problems;
        read_package(*package, problems);
        for (const auto& problem : problems.list()) {
            fmt::print("{}: {}\n", problem.place.text(), problem.message);
        }
        fmt::print(stderr, "{}\n", problems.empty() ? "方案包没有问题" : fmt::format("共 {} 处错误", problems.list().size()));
        return problems.empty() ? kDone : kRefused;
    });
}

int load_package(const Place& place, const std::string& folder) {
    return guarded([&] {
        const auto site = Site::open(place);
        const auto loaded = load_into(*site, folder);
        return loaded ? kDone : refuse(loaded.error());
    });
}

int create_user(const Place& place, const std::string& login, const std::string& name, const std::string& unit, const std::string& role) {
    return guarded([&] {
        const auto site = Site::open(place);
        const auto where = find_unit(*site, unit);
        if (!where) {
            return refuse(where.error());
        }
        const auto created =
            site->users().appoint(identity::system_actor("命令行"), {.login = login, .name = name, .unit = where->id, .role = role});
        if (!created) {
            return refuse(created.error());
        }
        fmt::print("{}  一次性口令：{}\n", created->user.login, created->one_time_password);
        return kDone;
    });
}

int reset_password(const Place& place, const std::string& login) {
    return guarded([&] {
        const auto site = Site::open(place);
        const auto user = site->users().find_login(login);
        if (!user) {
            return refuse(user.error());
        }
        const auto password = site->users().reset_password(identity::system_actor("命令行"), *user);
        if (!password) {
            return refuse(password.error());
        }
        fmt::print("{}  一次性口令：{}\n", login, *password);
        return kDone;
    });
}

int list_users(const Place& place) {
    return guarded([&] {
        const auto site = Site::open(place);
        identity::UserFilter filter{.limit = 200};
        while (true) {
            const auto page = site->users().list(identity::system_actor("命令行"), filter);
            for (const auto& user : page.items) {
                json::Writer out;
                out.begin_object().field("login", user.login).field("name", user.name).field("last_login_at", user.last_login_at);
                out.key("posts").begin_array();
                for (const auto& post : user.posts) {
                    out.begin_object()
                        .field("unit", post.unit.name)
                        .field("post", post.post.name)
                        .field("role", post.post.role)
                        .end_object();
                }
                out.end_array().end_object();
                fmt::print("{}\n", out.text());
            }
            if (!page.next) {
                return kDone;
            }
            filter.after = *page.next;
        }
    });
}

int list_audit(const Place& place, int most) {
    return guarded([&] {
        const auto site = Site::open(place);
        audit::Filter filter{.limit = 200};
        while (most > 0) {
            filter.limit = std::min(most, 200);
            const auto page = audit::list(site->db(), filter);
            for (const auto& entry : page.items) {
                json::Writer out;
                out.begin_object().field("at", entry.at).field("user", entry.origin.user_name).field("unit", entry.origin.unit_name);
                out.field("action", entry.event.action).field("object", entry.event.object_kind + " " + entry.event.object_id);
                out.field("summary", entry.event.summary).field("success", entry.event.success).end_object();
                fmt::print("{}\n", out.text());
            }
            most -= static_cast<int>(page.items.size());
            if (!page.next) {
                break;
            }
            filter.before = page.next;
        }
        return kDone;
    });
}

}  // namespace luoshi::app
