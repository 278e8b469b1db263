#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <string>

#include "app/bench_forecast.hpp"
#include "app/bench_load.hpp"
#include "app/bench_rollup.hpp"
#include "app/commands.hpp"
#include "app/version.hpp"
#include "mail/sender.hpp"

using namespace luoshi;

namespace {

void add_place(CLI::App* command, app::Place& place) {
    command->add_option("--data", place.data, "数据目录：SQLite 数据库与佐证材料")->capture_default_str();
    command->add_option("--postgres", place.postgres, "PostgreSQL 连接地址（postgresql://…）；不填则用嵌入式 SQLite");
}

/// A whole number in a range, refused in Chinese.
CLI::Validator whole_number(int least, int most) {
    const auto range = std::to_string(least) + " 至 " + std::to_string(most);
    return CLI::Validator{[=](std::string& text) {
                              int number = 0;
                              const auto* const end = text.data() + text.size();
                              const auto [stop, fault] = std::from_chars(text.data(), end, number);
                              const bool good = fault == std::errc{} && stop == end && number >= least && number <= most;
                              return good ? std::string{} : "应为 " + range + " 的整数，现在是 " + text;
                          },
                          range};
}

/// The parser's complaint in Chinese. It tells kinds of errors apart by their classes, and the name concerned in its English words only.
std::string complaint(const CLI::App& cli, const CLI::ParseError& error) {
    const std::string words = error.what();
    const auto before = [&](const char* mark) { return words.substr(0, words.find(mark)); };
    const auto after = [&](const char* mark) { return words.substr(words.find(mark) + std::string{mark}.size()); };
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        return "不认识的参数：" + CLI::detail::join(cli.remaining(true), " ");
    }
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        const auto name = before(" is required");
        return name == "A subcommand" ? "没有写明命令" : "缺少 " + name;
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return before(":") + " 后面缺少取值";
    }
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
        return before(":") + " " + after(": ");
    }
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
        return "取值写法不对：" + after(": ");
    }
    return "命令的写法不对（" + words + "）";
}

/// The command the words lead to as far as they were understood, as it is typed.
std::string command_words(const CLI::App& cli) {
    std::string words = cli.get_name();
    for (const CLI::App* command = &cli; !command->get_subcommands().empty();) {
        command = command->get_subcommands().front();
        words += " " + command->get_name();
    }
    return words;
}

void speak_chinese(CLI::App& cli) {
    cli.set_help_flag("-h,--help", "显示这份说明")->group("选项");
    const auto formatter = cli.get_formatter();
    for (const auto& [word, chinese] : {std::pair{"Usage", "用法"},
                                        {"OPTIONS", "选项"},
                                        {"SUBCOMMAND", "命令"},
                                        {"SUBCOMMANDS", "命令"},
                                        {"Positionals", "参数"},
                                        {"REQUIRED", "必填"},
                                        {"TEXT", "文字"}}) {
        formatter->label(word, chinese);
    }
    for (CLI::App* command : cli.get_subcommands([](CLI::App*) { return true; })) {
        command->group("命令");
        speak_chinese(*command);
    }
}

}  // namespace

int main(int count, char** words) {
    CLI::App cli{"落实 Luoshi：把政府行动计划从文件落到结果", "luoshi"};
    cli.require_subcommand(1);
    cli.option_defaults()->group("选项");
    cli.footer("每个命令都有 --help。结果写到标准输出，进度与错误写到标准错误。退出码：0 完成，1 被拒绝，2 故障。");
    int exit_code = 0;

    app::ServeOptions serve;
    auto* serve_command = cli.add_subcommand("serve", "启动网站");
    add_place(serve_command, serve.place);
    serve_command->add_option("--port", serve.port, "监听端口，0 为任选空闲端口")
        ->type_name("")
        ->capture_default_str()
        ->check(whole_number(0, 65'535));
    serve_command->add_option("--address", serve.address, "监听地址")->capture_default_str();
    serve_command->add_option("--workers", serve.workers, "工作线程数")->type_name("")->capture_default_str()->check(whole_number(1, 64));
    serve_command->add_option("--package", serve.package, "方案包目录；首次或有变化时装入，并导入其中的方案文件");
    serve_command->add_option("--business-date", serve.business_date,
                              "业务日期，如 2020-07-03：截止、灯色和报送期按它计算；today 为随当天（默认）。方案期已过、要补办或演练时用");
    serve_command->add_flag("--demo", serve.demo, "演示站点：业务日期固定，装入演示用户与演示填报");
    serve_command->add_option("--public-origin", serve.public_origin,
                              "代理之后浏览器看到的地址，如 https://luoshi.example.gov.cn；为 https 时 Cookie 只经加密连接发送");
    serve_command->add_option("--trusted-proxy", serve.trusted_proxy, "可信代理的地址：按它转来的 X-Forwarded-For 认定客户端");
    serve_command->add_option("--check-hours", serve.check_hours, "每隔多少小时自检一次汇总（启动后也检一次），0 为不检")
        ->type_name("")
        ->capture_default_str()
        ->check(whole_number(0, 8'760));
    const auto mail_option = [&](const char* name, const char* variable, std::string& value, const char* what) {
        return serve_command->add_option(name, value, what)->envname(variable);
    };
    mail_option("--mail-host", "LUOSHI_MAIL_HOST", serve.mail.host, "发邮件用的 SMTP 服务器；不填则不发邮件，消息只在站内");
    serve_command->add_option("--mail-port", serve.mail.port, "SMTP 端口：starttls 通常 587，tls 通常 465")
        ->envname("LUOSHI_MAIL_PORT")
        ->type_name("")
        ->capture_default_str()
        ->check(whole_number(1, 65'535));
    mail_option("--mail-tls", "LUOSHI_MAIL_TLS", serve.mail.tls, "加密方式：starttls、tls 或 none（只限本机或内网）")
        ->capture_default_str()
        ->check(CLI::Validator{
            [](std::string& text) { return mail::tls_from(text) ? std::string{} : "应为 starttls、tls 或 none，现在是 " + text; }, ""});
    mail_option("--mail-user", "LUOSHI_MAIL_USER", serve.mail.user,
                "登录 SMTP 服务器的用户名；口令写在 --mail-password-file 的文件或环境变量 LUOSHI_MAIL_PASSWORD 里");
    mail_option("--mail-password-file", "LUOSHI_MAIL_PASSWORD_FILE", serve.mail.password_file, "第一行为邮件口令的文件");
    mail_option("--mail-sender", "LUOSHI_MAIL_SENDER", serve.mail.sender, "发件人的邮箱地址");
    mail_option("--mail-ca", "LUOSHI_MAIL_CA", serve.mail.ca_file, "邮件服务器证书的根证书文件；不填则用系统的");
    serve_command->callback([&] { exit_code = app::serve(serve); });

    std::string file;
    auto* extract_command = cli.add_subcommand("extract", "读出方案文件的条款、任务、举措、指标与责任，输出 JSON");
    extract_command->add_option("FILE", file, "方案文件（txt、docx、html、md、csv、tsv）")->required();
    extract_command->footer("示例：luoshi extract 方案.txt > 方案.json");
    extract_command->callback([&] { exit_code = app::extract(file); });

    app::Place place;
    std::string package;
    auto* import_command = cli.add_subcommand("import", "把方案文件导入为草稿，待人确认");
    add_place(import_command, place);
    import_command->add_option("--package", package, "方案包目录：其中已确认的答复随即应用");
    import_command->add_option("FILE", file, "方案文件")->required();
    import_command->callback([&] { exit_code = app::import_document(place, package, file); });

    std::string divisions;
    std::string others;
    std::string export_csv;
    bool as_json = false;
    auto* bench_command = cli.add_subcommand("bench", "测量速度和预测的准确度；用 bench/rollup.sh 准备数据并与其他引擎对比");
    bench_command->require_subcommand(1);
    auto* forecast_bench = bench_command->add_subcommand("forecast", "年度预测在已知结局的模拟年份上的准确度，与只看进度相比");
    forecast_bench->add_flag("--json", as_json, "输出一个 JSON 对象，否则输出一张表");
    forecast_bench->callback([&] { exit_code = app::bench_forecast(as_json ? app::Output::Json : app::Output::Table); });
    auto* rollup_bench = bench_command->add_subcommand("rollup", "全国区划上的汇总引擎：20 项指标 × 36 个月");
    rollup_bench->add_option("--divisions", divisions, "村级代码文件（每行一个 12 位代码，首行为表头）")->required();
    rollup_bench->add_option("--others", others, "在其他引擎上测同样查询的命令");
    rollup_bench->add_option("--export", export_csv, "先把各级汇总写到这个 CSV 文件");
    rollup_bench->add_flag("--json", as_json, "输出一个 JSON 对象，否则输出一张表");
    rollup_bench->callback(
        [&] { exit_code = app::bench_rollup(divisions, others, export_csv, as_json ? app::Output::Json : app::Output::Table); });

    app::LoadOptions load;
    auto* load_bench =
        bench_command->add_subcommand("load", "月末报送与审定：真实的网站、会话与方案包，SQLite 与 PostgreSQL（两台服务器）");
    load_bench->add_option("--package", load.package, "方案包目录")->capture_default_str();
    load_bench->add_option("--postgres", load.postgres, "空的 PostgreSQL 库：在 SQLite 之后再测一遍，两台服务器共用它");
    const auto number = [&](const char* name, int& value, const char* what, int most) {
        load_bench->add_option(name, value, what)->type_name("")->capture_default_str()->check(whole_number(1, most));
    };
    number("--villages", load.villages, "填报的村（社区）数", 100'000);
    number("--seconds", load.seconds, "所有单位在多少秒内提交", 3'600);
    number("--readers", load.readers, "同时看板的人数", 2'000);
    number("--approvals", load.approvals_per_second, "每秒审定多少份", 10'000);
    load_bench->add_flag("--json", as_json, "输出一个 JSON 对象，否则输出一张表");
    load_bench->callback([&] { exit_code = app::bench_load(load, as_json ? app::Output::Json : app::Output::Table); });

    auto* package_command = cli.add_subcommand("package", "检查或装入方案包（单位、分组、指标、日历、答复等 YAML）");
    package_command->require_subcommand(1);
    auto* check_command = package_command->add_subcommand("check", "指出方案包中的每一处错误：文件、行、列");
    check_command->add_option("DIR", package, "方案包目录")->required();
    check_command->callback([&] { exit_code = app::check_package(package); });
    auto* load_command = package_command->add_subcommand("load", "装入方案包；可重复执行，只应用变化");
    add_place(load_command, place);
    load_command->add_option("DIR", package, "方案包目录")->required();
    load_command->callback([&] { exit_code = app::load_package(place, package); });

    std::string login;
    std::string name;
    std::string unit;
    std::string role;
    auto* user_command = cli.add_subcommand("user", "用户：新建、重置口令、列出");
    user_command->require_subcommand(1);
    auto* create_command = user_command->add_subcommand("create", "新建用户并打印一次性口令（首次登录须修改）");
    add_place(create_command, place);
    create_command->add_option("--login", login, "登录名")->required();
    create_command->add_option("--name", name, "姓名")->required();
    create_command->add_option("--unit", unit, "单位名称或代码")->required();
    create_command->add_option("--role", role, "角色代码，见方案包 roles.yaml")->required();
    create_command->callback([&] { exit_code = app::create_user(place, login, name, unit, role); });
    auto* reset_command = user_command->add_subcommand("reset", "重置口令并打印一次性口令");
    add_place(reset_command, place);
    reset_command->add_option("LOGIN", login, "登录名")->required();
    reset_command->callback([&] { exit_code = app::reset_password(place, login); });
    auto* users_command = user_command->add_subcommand("list", "列出用户（JSON）");
    add_place(users_command, place);
    users_command->callback([&] { exit_code = app::list_users(place); });

    auto* figures_command = cli.add_subcommand("figures", "指标汇总：自检");
    figures_command->require_subcommand(1);
    auto* figures_check = figures_command->add_subcommand("check", "由全部审定数据重新汇总，与在用的各级合计比对；不一致时退出码为 1");
    add_place(figures_check, place);
    figures_check->add_flag("--json", as_json, "输出一个 JSON 对象，否则每处不一致一行");
    figures_check->callback([&] { exit_code = app::check_figures(place, as_json ? app::CheckOutput::Json : app::CheckOutput::Lines); });

    int most = 100;
    auto* audit_command = cli.add_subcommand("audit", "列出审计记录（每行一个 JSON，新的在前）");
    add_place(audit_command, place);
    audit_command->add_option("--most", most, "最多多少条")->type_name("")->capture_default_str()->check(whole_number(1, 1'000'000));
    audit_command->callback([&] { exit_code = app::list_audit(place, most); });

    cli.add_subcommand("version", "版本")->callback([] { std::puts(app::kVersion); });

    speak_chinese(cli);
    try {
        cli.parse(count, words);
    } catch (const CLI::Success& help) {
        return cli.exit(help);
    } catch (const CLI::ParseError& error) {
        std::fprintf(stderr, "%s\n用法见 %s --help\n", complaint(cli, error).c_str(), command_words(cli).c_str());
        return 1;
    }
    return exit_code;
}
