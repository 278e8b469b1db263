#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dispatch/occasion.hpp"
#include "supervise/board.hpp"

namespace luoshi::dispatch {

/// How far the owner of an occasion looks.
struct Reach {
    enum class Of { All, Units, Tasks } of = Of::All;
    std::set<UnitId> units = {};        ///< a county: itself and everything below; a department for itself: only itself
    std::set<plan::TaskId> tasks = {};  ///< a lead department: what it leads

    bool has(UnitId unit, plan::TaskId task) const {
        return of == Of::All || (of == Of::Units ? units.contains(unit) : tasks.contains(task));
    }
};

/// A supervision order that is not done.
struct OpenOrder {
    std::string title;
    plan::UnitRef unit{UnitId{1}, {}};
    std::optional<base::Date> due_on = {};
    std::string state = {};  ///< its word
    std::string link = {};
};

/// A decision of the meeting before, and what became of it.
struct PastDecision {
    Decision decision;
    std::string order_state = {};  ///< of the order it was turned into
};

/// One line of the pack. `link` is the path of the page where it can be followed.
struct PackLine {
    Section section = Section::Late;
    std::string what = {};  ///< report, milestone, deliverable, task, part, indicator, order, decision
    base::Phrase title = {};
    std::string subject = {};  ///< the task it belongs to
    std::optional<plan::UnitRef> unit = {};
    std::string link = {};
    std::optional<plan::Light> light = {};
    std::optional<base::Decimal> actual = {};  ///< of an indicator, in `measure`
    std::optional<base::Decimal> target = {};
    std::string measure = {};
    std::optional<base::Date> due_on = {};
    std::optional<int> days_late = {};
    std::string state = {};    ///< of an order
    std::string outcome = {};  ///< of a decision
    std::optional<base::Date> done_on = {};
};

/// What lies before a meeting.
struct Pack {
    base::Date as_of{};
    std::int64_t watermark = 0;  ///< position of the facts it was made of
    std::vector<Section> agenda = {};
    std::vector<PackLine> lines = {};  ///< in the order of the agenda
};

/// The tasks a unit leads by a part in force.
std::set<plan::TaskId> led_by(const supervise::Board& board, UnitId unit);

/// The pack by what is judged now. Late: longest overdue first, the reports of a
/// unit for a period together. Figures: the whole city its tasks and indicators, a lead department those it
/// leads, others their units' parts and figures; the worst light first.
Pack make_pack(const supervise::Board& board, const Reach& reach, const std::vector<Section>& agenda, const std::vector<OpenOrder>& orders,
               const std::vector<PastDecision>& decisions);

}  // namespace luoshi::dispatch
