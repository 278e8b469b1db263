#include "notice/notice_package.hpp"

#include "config/yaml.hpp"

namespace luoshi::notice {
namespace {

constexpr int kMostWorkDays = 60;

void read_time(const config::Node& node, std::chrono::minutes& into) {
    if (const auto text = node.opt_text()) {
        if (const auto time = parse_time(*text)) {
            into = *time;
        } else {
            node.fail("应写成 00:00 至 23:59 的时刻并加引号，如 \"08:30\"。");
        }
    }
}

ReminderRule read_reminders(const config::Node& node) {
    ReminderRule rule;
    if (const auto before = node.at("before"); before.present()) {
        rule.before.clear();
        for (const auto& days : before.list()) {
            rule.before.push_back(static_cast<int>(days.integer(1, kMostWorkDays)));
        }
    }
    rule.on_due_day = node.at("on_due_day").flag(rule.on_due_day);
    rule.after_every = static_cast<int>(node.at("after_every").opt_integer(0, kMostWorkDays).value_or(rule.after_every));
    return rule;
}

}  // namespace

Settings read_notice(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    Settings settings;
    config::Codes codes{"消息种类"};
    for (const auto& kind : root.at("kinds").list()) {
        const auto mail = mail_choice_from(kind.at("mail").opt_choice({"inbox", "at_once", "digest"}).value_or("inbox"));
        settings.kinds.push_back({kind.at("kind").text(), kind.at("name").text(), mail.value_or(MailChoice::Inbox)});
        codes.declare(settings.kinds.back().code, kind.at("kind"));
    }
    if (const auto quiet = root.at("quiet"); quiet.present()) {
        read_time(quiet.at("from"), settings.quiet.from);
        read_time(quiet.at("to"), settings.quiet.to);
        settings.quiet.on_rest_days = quiet.at("on_rest_days").flag(settings.quiet.on_rest_days);
    }
    read_time(root.at("digest_at"), settings.digest_at);
    settings.give_up_after = static_cast<int>(root.at("give_up_after").opt_integer(1, 1'000).value_or(settings.give_up_after));
    for (const auto& [key, rule] : {std::pair{"reports", &settings.report},
                                    {"orders", &settings.order},
                                    {"occasions", &settings.occasions},
                                    {"decisions", &settings.decisions},
                                    {"rectifications", &settings.rectifications}}) {
        if (const auto node = root.at(key); node.present()) {
            *rule = read_reminders(node);
        }
    }
    document.finish();
    return settings;
}

}  // namespace luoshi::notice
