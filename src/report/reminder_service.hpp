#pragma once
#include "notice/notice_settings.hpp"
#include "report/report_service.hpp"

namespace luoshi::report {

/// The effect of a daily job: reminds every unit that has not handed in what it owes, on the days of the rule around its due day, from the
/// opening to the lock. One notice for each unit, month and due day tells how many are missing; it goes to who may fill in there, once.
/// A day that is caught up reminds only where no later reminder has come due meanwhile. Errors: calendar.not_loaded.
base::Status remind(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const Rules& rules, const notice::ReminderRule& rule,
                    base::Date day);

}  // namespace luoshi::report
