#include "notice/notice_settings.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace luoshi::notice {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::array<std::pair<MailChoice, std::string_view>, 3> kWords{
    {{MailChoice::Inbox, "inbox"}, {MailChoice::AtOnce, "at_once"}, {MailChoice::Digest, "digest"}}};

}  // namespace

std::string_view word(MailChoice choice) {
    return std::ranges::find(kWords, choice, &std::pair<MailChoice, std::string_view>::first)->second;
}

std::optional<MailChoice> mail_choice_from(std::string_view word) {
    const auto* const found = std::ranges::find(kWords, word, &std::pair<MailChoice, std::string_view>::second);
    return found == kWords.end() ? std::nullopt : std::optional{found->first};
}

const Kind* Settings::kind(std::string_view code) const {
    const auto found = std::ranges::find(kinds, code, &Kind::code);
    return found == kinds.end() ? nullptr : &*found;
}

bool is_quiet(const QuietHours& quiet, const calendar::WorkCalendar& calendar, base::Moment at) {
    const auto beijing = at + std::chrono::hours{8};
    const auto day = std::chrono::floor<days>(beijing);
    if (quiet.on_rest_days) {
        const auto work = calendar.is_work(day);
        const std::chrono::weekday weekday{day};
        if (work ? !*work : weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) {
            return true;
        }
    }
    const auto time = beijing - day;
    return quiet.from <= quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to;
}

base::Result<std::vector<base::Date>> reminder_days(const ReminderRule& rule, const calendar::WorkCalendar& calendar, base::Date due_on,
                                                    base::Date until) {
    std::vector<base::Date> out;
    for (const int before : rule.before) {
        auto day = due_on;
        for (int left = before; left > 0;) {
            day -= days{1};
            LUOSHI_TRY(work, calendar.is_work(day));
            left -= work ? 1 : 0;
        }
        out.push_back(day);
    }
    if (rule.on_due_day) {
        out.push_back(due_on);
    }
    for (auto day = due_on; rule.after_every > 0 && day <= until;) {
        LUOSHI_TRY(next, calendar.add(day, rule.after_every));
        day = next;
        out.push_back(day);
    }
    std::erase_if(out, [&](base::Date day) { return day > until; });
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

base::Result<bool> is_reminded(const ReminderRule& rule, const calendar::WorkCalendar& calendar, Span span, base::Date day,
                               base::Date today) {
    const int farthest = rule.before.empty() ? 0 : *std::ranges::max_element(rule.before);
    if (day + days{2 * farthest + 30} < span.due_on) {
        return false;  // whatever the rest days of a year nobody knows yet
    }
    LUOSHI_TRY(reminders, reminder_days(rule, calendar, span.due_on, today));
    for (auto& one : reminders) {
        one = std::max(one, span.from);
    }
    const bool comes_again = std::ranges::any_of(reminders, [&](base::Date one) { return one > day && one <= today; });
    return std::ranges::find(reminders, day) != reminders.end() && !comes_again;
}

std::string time_text(minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

std::optional<minutes> parse_time(std::string_view text) {
    const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) || !is_digit(4)) {
        return std::nullopt;
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    return hour < 24 && minute < 60 ? std::optional{minutes{hour * 60 + minute}} : std::nullopt;
}

}  // namespace luoshi::notice
