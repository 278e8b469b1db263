#pragma once
#include "base/id_source.hpp"
#include "base/result.hpp"
#include "notice/notice_settings.hpp"

namespace luoshi::store {
class WriteTx;
}

namespace luoshi::inspect {

/// The effect of a daily job: on the days of the rule around its due day, reminds the unit of a rectification that it has not reported, or
/// that was sent back and not reported again. Those that became an order are reminded of by the order. Once for each day and
/// rectification; a day that is caught up reminds only where no later reminder has come due meanwhile. Errors: calendar.not_loaded.
base::Status remind(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const notice::Reminding& by, base::Date day);

}  // namespace luoshi::inspect
