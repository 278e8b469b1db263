#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/phrase.hpp"
#include "base/result.hpp"
#include "plan/ids.hpp"

namespace luoshi::supervise {

/// What a count of cautions looks at.
enum class CountedOf { Task, Unit };

/// A condition that calls for a rung; all that is written of it must hold.
struct Trigger {
    std::string light = {};                ///< "yellow": that or worse; "red"; empty: any
    std::optional<int> overdue_days = {};  ///< an order of the task lies overdue with the unit for so many calendar days
    std::string after = {};                ///< a rung confirmed earlier and still in force
    int work_days = 0;                     ///< … so many working days ago
    std::string counted = {};              ///< a rung of which there were
    int times = 0;                         ///< … so many
    int months = 12;                       ///< … within the last so many months
    CountedOf of = CountedOf::Task;
    bool in_a_row = false;  ///< … in each of the last `times` months
};

/// Who lets a rung take effect. What has consequences is confirmed by a person (domain 1.6).
enum class Confirmed { Nobody, Owner, Decider };

/// A rung of the ladder of escalation: reminder, yellow card, red card, summons, criticism.
struct Rung {
    std::string code;
    std::string name;
    std::string colour;  ///< of the slip, with its word; colours mean different things in different places
    std::vector<Trigger> when;
    Confirmed confirmed = Confirmed::Owner;
    std::vector<std::string> consequences;     ///< what the tenant attaches to it, in words
    std::optional<base::Decimal> points = {};  ///< taken off in the assessment of the year
    bool monthly = false;                      ///< may be issued again in another month while it holds; else once until it is lifted
    bool talk = false;                         ///< it is carried out by a talk (约谈): notice, minutes, check
};

/// The ladder of a tenant: ladder.yaml. Rungs from the lightest to the gravest; severity may skip rungs.
struct Ladder {
    std::vector<Rung> rungs;
    int objection_work_days = 5;
    int again_work_days = 20;  ///< a rung refused is not proposed again on the same facts for so many working days
    const Rung* find(std::string_view code) const;
    /// How grave: 0 for the lightest.
    std::size_t place(std::string_view code) const;
};

/// A caution as the rules need to know it.
struct PastCaution {
    std::string rung;
    plan::TaskId task{1};
    base::Date on;           ///< proposed, then confirmed; of one refused the day of that
    bool confirmed = false;  ///< in effect once; not dismissed, not withdrawn on objection
    bool in_force = false;   ///< and not lifted
    bool waiting = false;    ///< for somebody's confirmation
    bool refused = false;    ///< dismissed, or withdrawn on objection
    std::string light = {};  ///< colour of the part when it was proposed
};

/// One unit's part of a task on a day, as the ladder sees it.
struct Lagging {
    plan::TaskId task{1};
    std::string light;              ///< colour
    int overdue_days = 0;           ///< of the order of the task that is longest overdue; 0: none
    std::vector<PastCaution> past;  ///< of the unit, all tasks
};

/// The rung that is due, and by which facts.
struct DueRung {
    const Rung* rung;
    base::Phrase basis;
};
using CountWorkDays = std::function<base::Result<int>(base::Date from, base::Date to)>;

/// The gravest rung whose condition holds and that is neither in force nor waiting (nor, if monthly, issued this month); nothing when there
/// is none, or when a graver one is in force already. One refused less than `again_work_days` ago is passed over unless the light is graver
/// now. Errors: calendar.not_loaded.
base::Result<std::optional<DueRung>> due_rung(const Ladder& ladder, const Lagging& lagging, base::Date today,
                                              const CountWorkDays& work_days);

}  // namespace luoshi::supervise
