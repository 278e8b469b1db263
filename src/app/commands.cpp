#include "app/commands.hpp"

#include <fmt/core.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "app/demo.hpp"
#include "app/mail_options.hpp"
#include "app/package.hpp"
#include "app/plan_document.hpp"
#include "app/self_check.hpp"
#include "app/served_folder.hpp"
#include "app/site.hpp"
#include "app/trial.hpp"
#include "audit/audit.hpp"
#include "config/folder.hpp"
#include "document/extraction_json.hpp"
#include "http/server.hpp"
#include "identity/settings.hpp"
#include "identity/user_service.hpp"
#include "jobs/job_store.hpp"
#include "jobs/runner.hpp"
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
constexpr std::chrono::seconds kJobsEvery{30};
constexpr std::chrono::seconds kMailEvery{10};

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

void print_imported(const plan::Imported& imported) {
    fmt::print(stderr, "已导入《{}》：条款 {}，任务 {}，数值目标 {}，其他目标 {}；待答复 {} 项，方案包已答复 {} 项\n", imported.title,
               imported.clauses, imported.tasks, imported.numeric_targets, imported.other_targets, imported.open_questions,
               imported.answered_questions);
    for (const auto& warning : imported.warnings) {
        fmt::print(stderr, "  注意：{}：{}\n", warning.place.text(), warning.message);
    }
}

base::Status import_into(Site& site, const std::string& file) {
    LUOSHI_TRY(draft, read_draft(file));
    LUOSHI_TRY(imported,
               plan::import_draft(site.plans(), identity::system_actor("命令行"), draft, std::filesystem::path{file}.filename().string()));
    print_imported(imported);
    return base::Done{};
}

/// Whether a server of this program works on the place now. Several may share a PostgreSQL database: nobody can tell.
bool is_served(const Place& place) { return place.postgres.empty() && ServedFolder::is_served(place.data); }

/// What only works on a site must not make an empty one where a path was mistyped.
base::Status existing_site(const Place& place) {
    std::error_code ignored;
    if (place.postgres.empty() && !std::filesystem::exists(database_file(place), ignored)) {
        return base::not_found(
            "site.missing",
            fmt::format("{} 里没有站点（没有 luoshi.db）：请检查 --data；新站点由 luoshi serve 或 luoshi import 建立", place.data));
    }
    return base::Done{};
}

/// Runs a command on an existing site.
template <class Body>
int on_site(const Place& place, Body body) {
    return guarded([&] {
        if (const auto exists = existing_site(place); !exists) {
            return refuse(exists.error());
        }
        return body(*Site::open(place));
    });
}

/// A server reads calendar, review route and roles when it starts: beside a running one only a known package is no contradiction.
base::Status may_load(Site& site, const std::string& folder, const Place& place) {
    LUOSHI_TRY(package, config::Folder::open(folder));
    if (is_served(place) && !is_loaded(site.db(), package)) {
        return base::conflict(
            "package.site_running",
            fmt::format("网站正在数据目录 {} 上运行，不能换方案包：请先停掉它再装入，或停掉后用 serve --package 启动", place.data));
    }
    return base::Done{};
}

base::Status load_into(Site& site, const std::string& folder) {
    LUOSHI_TRY(package, config::Folder::open(folder));
    LUOSHI_TRY(loaded, app::load_package(site.db(), site.ids(), site.clock(), package));
    if (!loaded.unchanged) {
        fmt::print(stderr, "已装入方案包 {}：新增 {}，变更 {}，停用 {}\n", folder, loaded.added, loaded.changed, loaded.ended);
        // A plan imported before its package came with answers gets them now.
        auto applied = site.db().write([&](store::WriteTx& tx) -> base::Result<std::vector<config::Problem>> {
            return plan::apply_loaded_answers(tx, site.plans(), {.user_name = "命令行"});
        });
        LUOSHI_TRY(warnings, std::move(applied));
        for (const auto& warning : warnings) {
            fmt::print(stderr, "  注意：{}：{}\n", warning.place.text(), warning.message);
        }
    }
    return base::Done{};
}

/// The site stands at a day, or goes with the clock again. Daily work of later days, done by a date set ahead, is forgotten.
base::Status set_business_date(Site& site, const std::string& text) {
    const auto day = base::parse_date(text);
    if (!day && text != "today") {
        return base::bad_input("site.business_date", fmt::format("业务日期“{}”不是日期：请写成 2020-07-03，或写 today 表示随当天", text));
    }
    return site.db().write([&](store::WriteTx& tx) -> base::Status {
        day ? org::set_setting(tx, "business_date", base::date_text(*day)) : org::clear_setting(tx, "business_date");
        jobs::forget_after(tx, org::business_date(tx, site.clock()));
        return base::Done{};
    });
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
        LUOSHI_TRY(set_up, set_up_demonstration(site, package));
    }
    if (!options.business_date.empty()) {
        LUOSHI_TRY(stands, set_business_date(site, options.business_date));
    }
    if (options.demo) {
        return base::Done{};
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

        std::optional<ServedFolder> served;
        if (options.place.postgres.empty()) {
            auto taken = ServedFolder::take(options.place.data);
            if (!taken) {
                return refuse(taken.error());
            }
            served.emplace(*std::move(taken));
        }
        auto setup = hold_setup(options.place);
        const auto site = Site::open(options.place);
        http::Server server{site->router(),
                            {.address = options.address,
                             .port = options.port,
                             .workers = options.workers,
                             .spool_folder = site->incoming_folder(),
                             .on_request = log_request}};
        server.bind();  // before the work: a busy port is told at once
        if (const auto ready = prepare(*site, options); !ready) {
            return refuse(ready.error());
        }
        auto& security = site->security();
        security.public_origin = options.public_origin;
        security.trusted_proxy = options.trusted_proxy;
        security.behind_tls = options.public_origin.starts_with("https://");
        auto mails_by = mail_server(options.mail, site->name());
        if (!mails_by) {
            return refuse(mails_by.error());
        }
        site->send_mail_by(*std::move(mails_by), options.public_origin);
        if (const auto equipped = site->equip(); !equipped) {
            return refuse(equipped.error());
        }
        setup.reset();
        server.start();
        auto daily = std::make_unique<jobs::Runner>("jobs", kJobsEvery, [&](const auto& go_on) { site->run_jobs(go_on); });
        auto mails = std::make_unique<jobs::Runner>("mail", kMailEvery, [&](const auto& go_on) { site->send_mail(go_on); });
        std::optional<SelfCheck> self_check;
        if (options.check_hours > 0) {
            self_check.emplace(site->db(), site->figures(), site->clock(), std::chrono::hours{options.check_hours});
        }
        fmt::print("落实已启动：http://{}:{}\n", options.address, server.port());
        std::fflush(stdout);
        int signal = 0;
        sigwait(&signals, &signal);
        fmt::print(stderr, "正在停止：等待进行中的请求完成\n");
        server.stop();
        daily.reset();
        mails.reset();
        self_check.reset();
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
        const auto setup = hold_setup(place);
        const auto site = Site::open(place);
        if (!package.empty()) {
            if (const auto may = may_load(*site, package, place); !may) {
                return refuse(may.error());
            }
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
        const bool reads = problems.empty();
        if (reads) {
            try_out(folder, problems);
        }
        for (const auto& problem : problems.list()) {
            fmt::print("{}: {}\n", problem.place.text(), problem.message);
        }
        fmt::print(stderr, "{}\n", problems.empty() ? "方案包没有问题" : fmt::format("共 {} 处错误", problems.list().size()));
        if (!problems.all_readable()) {
            fmt::print(stderr, "有内容读不下去：互相引用之处要等改正后再检查\n");
        } else if (!reads) {
            fmt::print(stderr, "答复与方案文件是否相符、演示中的交办是否可行，要等以上各处改正后再检查\n");
        }
        return problems.empty() ? kDone : kRefused;
    });
}

int load_package(const Place& place, const std::string& folder) {
    return on_site(place, [&](Site& site) {
        if (const auto may = may_load(site, folder, place); !may) {
            return refuse(may.error());
        }
        const auto loaded = load_into(site, folder);
        return loaded ? kDone : refuse(loaded.error());
    });
}

int create_user(const Place& place, const std::string& login, const std::string& name, const std::string& unit, const std::string& role) {
    return on_site(place, [&](Site& site) {
        const auto where = find_unit(site, unit);
        if (!where) {
            return refuse(where.error());
        }
        const auto created =
            site.users().appoint(identity::system_actor("命令行"), {.login = login, .name = name, .unit = where->id, .role = role});
        if (!created) {
            return refuse(created.error());
        }
        fmt::print("{}  一次性口令：{}\n", created->user.login, created->one_time_password);
        return kDone;
    });
}

int reset_password(const Place& place, const std::string& login) {
    return on_site(place, [&](Site& site) {
        const auto user = site.users().find_login(login);
        if (!user) {
            return refuse(user.error());
        }
        const auto password = site.users().reset_password(identity::system_actor("命令行"), *user);
        if (!password) {
            return refuse(password.error());
        }
        fmt::print("{}  一次性口令：{}\n", login, *password);
        return kDone;
    });
}

int list_users(const Place& place) {
    return on_site(place, [&](Site& site) {
        identity::UserFilter filter{.limit = 200};
        while (true) {
            const auto page = site.users().list(identity::system_actor("命令行"), filter);
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

int check_figures(const Place& place, CheckOutput output) {
    return on_site(place, [&](Site& site) {
        const auto found = check_figures(site.db(), site.figures(), site.clock());
        if (output == CheckOutput::Json) {
            json::Writer out;
            out.begin_object().field("watermark", std::to_string(found.watermark)).key("differences").begin_array();
            for (const auto& one : found.differences) {
                out.begin_object().field("indicator", one.name).field("period", one.period.text()).end_object();
            }
            out.end_array().end_object();
            fmt::print("{}\n", out.take());
        } else if (found.differences.empty()) {
            fmt::print("各级合计与审定数据一致（数据位置 {}）\n", found.watermark);
        }
        for (const auto& one : found.differences) {
            if (output == CheckOutput::Lines) {
                fmt::print("不一致：{}，{}\n", one.name, one.period.name());
            }
        }
        return found.differences.empty() ? kDone : kRefused;
    });
}

int list_audit(const Place& place, int most) {
    return on_site(place, [&](Site& site) {
        audit::Filter filter{.limit = 200};
        while (most > 0) {
            filter.limit = std::min(most, 200);
            const auto page = audit::list(site.db(), filter);
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
