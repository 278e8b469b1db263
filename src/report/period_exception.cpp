#include "report/period_exception.hpp"

#include <algorithm>

#include "plan/plan.hpp"

namespace luoshi::report {

const PeriodException* exception_of(const Exceptions& exceptions, identity::UnitId unit, calendar::Period period) {
    const auto found = exceptions.find({unit, period});
    return found == exceptions.end() ? nullptr : &found->second;
}

base::Result<UnitDays> days_of(const calendar::Schedule& schedule, const calendar::Reporters& reporters, identity::UnitId unit,
                               calendar::Period period, const Exceptions& exceptions) {
    LUOSHI_TRY(days, schedule.dates(period, reporters));
    const auto* exception = exception_of(exceptions, unit, period);
    if (exception == nullptr || exception->due_on <= days.due_on) {
        return UnitDays{days};
    }
    return UnitDays{{.opens_on = days.opens_on,
                     .due_on = exception->due_on,
                     .lock_on = std::max(days.lock_on, exception->lock_on),
                     .moved_from = days.due_on},
                    *exception};
}

base::Result<calendar::PeriodDates> DaysInPeriod::of(const calendar::Reporters& reporters, identity::UnitId unit) {
    if (exception_of(exceptions_, unit, period_) != nullptr) {
        LUOSHI_TRY(granted, days_of(schedule_, reporters, unit, period_, exceptions_));
        return granted.days;
    }
    const auto known = ordinary_.find(reporters);
    if (known != ordinary_.end()) {
        return known->second;
    }
    LUOSHI_TRY(dates, schedule_.dates(period_, reporters));
    return ordinary_.emplace(reporters, dates).first->second;
}

base::Status grantable(const PeriodException& exception, const OrdinaryDays& ordinary, const calendar::WorkCalendar& calendar) {
    auto error = base::bad_input("exception.invalid", "延期的日期或理由不合要求，请按提示更正");
    const auto day_fault = [&](const char* field, const char* code, const char* text, base::Date day) {
        error.fields.push_back(base::field_error(field, base::phrase(code, text, {{"date", base::date_text(day)}})));
    };
    if (exception.due_on <= ordinary.last_due) {
        day_fault("/due_on", "exception.due_not_later", "延期后的截止日须晚于原定截止日{date}", ordinary.last_due);
    }
    if (exception.lock_on <= exception.due_on) {
        day_fault("/lock_on", "exception.lock_not_after", "锁定日须晚于延期后的截止日{date}", exception.due_on);
    } else if (exception.lock_on < ordinary.last_lock) {
        day_fault("/lock_on", "exception.lock_earlier", "锁定日不能早于原定锁定日{date}", ordinary.last_lock);
    }
    LUOSHI_TRY(due_works, calendar.is_work(exception.due_on));
    if (!due_works) {
        day_fault("/due_on", "exception.rest_day", "{date}是休息日，请另选工作日", exception.due_on);
    }
    LUOSHI_TRY(lock_works, calendar.is_work(exception.lock_on));
    static_cast<void>(lock_works);  // it may be a rest day, but none beyond the calendar
    if (!plan::is_reason(exception.reason)) {
        error.fields.push_back(plan::reason_missing());
    }
    return error.fields.empty() ? base::Status{base::Done{}} : base::Status{std::move(error)};
}

base::Status revocable(const PeriodException& exception, base::Date first_due, int handed_in, base::Date today) {
    if (exception.revoked) {
        return base::conflict("exception.revoked", "这项延期已经撤销");
    }
    if (today > first_due) {
        return base::conflict(base::phrase("exception.due_passed", "原定截止日{date}已过，单位已按延期安排，不能撤销",
                                           {{"date", base::date_text(first_due)}}));
    }
    if (handed_in > 0) {
        return base::conflict(
            base::phrase("exception.in_use", "延期后已提交{count}份填报，不能撤销", {{"count", std::to_string(handed_in)}}));
    }
    return base::Done{};
}

}  // namespace luoshi::report
