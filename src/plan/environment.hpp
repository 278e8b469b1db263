#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_source.hpp"
#include "plan/asked_figure.hpp"
#include "plan/document_texts.hpp"
#include "plan/effective_operator.hpp"
#include "plan/plan.hpp"
#include "plan/task_replies.hpp"
#include "store/store.hpp"

namespace luoshi::plan {

struct IndicatorQuery {
    std::string_view name;  ///< as the document words it: 淘宝村
    std::string_view unit;  ///< base unit of the figure, multiplier removed: 个, 人次, %
};
struct IndicatorMatch {
    IndicatorId id;
    Direction direction;
};

/// How far one unit's part is: its light and, if it reports, the state of the current period's report.
struct UnitDutyStatus {
    std::shared_ptr<const Light> light = std::make_shared<const Light>();
    std::optional<std::string> report_state;
};

/// A period one unit's part owes a report for.
struct ReportSlot {
    std::string period;
    std::optional<std::int64_t> report;
    std::string state;
    std::string_view every;  ///< "month", "quarter", …: what the period is the last month of
};

/// What plan needs from the modules above it. `app` fills in all of them; each answers a whole list at once, in the order asked.
struct Hooks {
    std::function<std::vector<std::optional<IndicatorMatch>>(store::ReadTx&, std::span<const IndicatorQuery>)> match_indicators;
    std::function<std::vector<Light>(store::ReadTx&, std::span<const TaskId>)> task_lights;
    std::function<std::vector<UnitDutyStatus>(store::ReadTx&, std::span<const UnitDutyId>)> unit_duty_status;
    std::function<std::vector<std::vector<ReportSlot>>(store::ReadTx&, std::span<const UnitDutyId>)> report_slots;
    /// What a unit may ask of those below it in a task: what it reports for all of them.
    std::function<std::vector<AskedFigure>(store::ReadTx&, UnitId, TaskId)> askable_figures;
    /// Holds units that were handed a part to what their level may be asked in a year; above it the actor signs with a reason. Runs after
    /// the parts are there. Not set: no cap.
    std::function<base::Status(store::WriteTx&, const identity::Actor&, std::span<const UnitId>, const std::string& part,
                               const std::string& excess_reason)>
        within_caps;
    /// The tenant's business date.
    std::function<base::Date()> business_date;
    /// The last day on which targets of a year may still be changed.
    std::function<base::Date(int year)> last_change_day;
    /// Whether units hold issued shares of a target: then what they count stays. Not set: no.
    std::function<bool(store::ReadTx&, TargetId)> has_issued_shares;
};

/// What the use cases of this module work with; owned by `app`.
struct Environment {
    store::Database& db;
    base::IdSource& ids;
    const base::Clock& clock;
    Hooks hooks;
    DocumentTexts texts = {};
    TaskReplies task_replies = {};
};

}  // namespace luoshi::plan
