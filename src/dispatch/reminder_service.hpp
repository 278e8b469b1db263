#pragma once
#include "base/id_source.hpp"
#include "base/result.hpp"
#include "notice/notice_settings.hpp"

namespace luoshi::store {
class WriteTx;
}

namespace luoshi::dispatch {

/// The effect of a daily job: on the days of the rules around a due day, reminds the unit that runs an open meeting until it was held or
/// skipped, and the units of a decision of a held meeting until it has an outcome or became an order. Once for each day and thing; a day
/// that is caught up reminds only where no later reminder has come due meanwhile. Errors: calendar.not_loaded.
base::Status remind(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const notice::Reminding& by, base::Date day);

}  // namespace luoshi::dispatch
