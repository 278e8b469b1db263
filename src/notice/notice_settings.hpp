#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/work_calendar.hpp"

namespace luoshi::notice {

/// Whether a notice also goes by mail; in the inbox it always is.
enum class MailChoice { Inbox, AtOnce, Digest };
/// "inbox", "at_once", "digest": as packages, the database and the API write it.
std::string_view word(MailChoice choice);
std::optional<MailChoice> mail_choice_from(std::string_view word);

/// A kind of notice and how it is mailed to who has chosen nothing.
struct Kind {
    std::string code;  ///< "report.returned"
    std::string name;  ///< Chinese
    MailChoice mail = MailChoice::Inbox;
};

/// The part of a day in Beijing in which no mail goes out, over midnight when it begins after it ends; none when both are equal.
struct QuietHours {
    std::chrono::minutes from{21 * 60};
    std::chrono::minutes to{8 * 60};
    bool on_rest_days = true;  ///< rest days are quiet as a whole
};

/// When a unit is reminded of what it owes, in working days from the due day.
struct ReminderRule {
    std::vector<int> before = {3, 1};
    bool on_due_day = true;
    int after_every = 2;  ///< after it, again and again until it is handed in; 0: never
};

/// What notice.yaml decides; without the file these defaults hold and no kind has a name.
struct Settings {
    std::vector<Kind> kinds = {};
    QuietHours quiet = {};
    std::chrono::minutes digest_at{8 * 60 + 30};
    int give_up_after = 24;  ///< attempts at sending a mail
    ReminderRule report = {};
    ReminderRule order = {};  ///< `before` is not used: how early an order is near its limit goes by its length
    ReminderRule occasions = {};  ///< meetings that are to be held
    ReminderRule rectifications = {};
    ReminderRule decisions = {};  ///< decisions of meetings that are to be carried out

    /// Null for a kind the package does not name: it stays in the inbox.
    const Kind* kind(std::string_view code) const;
};

/// Whether no mail goes out at a moment. A year without a holiday notice has its weekends for rest days: unlike a deadline, mail may
/// go by a guess.
bool is_quiet(const QuietHours& quiet, const calendar::WorkCalendar& calendar, base::Moment at);

/// The days on which a unit is reminded of what is due on a day, up to and including `until`, in order. Errors: calendar.not_loaded.
base::Result<std::vector<base::Date>> reminder_days(const ReminderRule& rule, const calendar::WorkCalendar& calendar, base::Date due_on,
                                                    base::Date until);

/// What can be done from a day on and is due on another.
struct Span {
    base::Date from;
    base::Date due_on;
};
/// Whether a unit is reminded on a day of what it still owes. What would come before it can be done comes on its first day; a day that is
/// caught up later reminds only where no later reminder has come due by `today`. Errors: calendar.not_loaded.
base::Result<bool> is_reminded(const ReminderRule& rule, const calendar::WorkCalendar& calendar, Span span, base::Date day,
                               base::Date today);

/// What a daily job that reminds goes by.
struct Reminding {
    const Settings& settings;
    const calendar::WorkCalendar& calendar;
    base::Date today;
};

/// "08:30".
std::string time_text(std::chrono::minutes time);
/// Reads "08:30"; 24:00 is not a time.
std::optional<std::chrono::minutes> parse_time(std::string_view text);

}  // namespace luoshi::notice
