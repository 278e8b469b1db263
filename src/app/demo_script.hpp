#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "calendar/rhythm.hpp"
#include "config/problem.hpp"

namespace luoshi::app {

struct DemoUser {
    std::string login;
    std::string name;
    std::string unit;
    std::string post;
    std::string role;
    bool head = false;
};

/// A figure and, for a ratio, the parts it comes from.
struct DemoFigure {
    std::int64_t value = 0;  ///< of a ratio: the numerator
    std::optional<std::int64_t> denominator;
};

/// The course of one indicator over the reported months, for the whole city or for each reporting unit.
class DemoCourse {
public:
    struct Point {
        calendar::Period period;
        DemoFigure figure;
    };

    /// A level: known at some months, in between on the straight line, before and after constant. Not spread, units have it or up to
    /// `more` above it; the first unit has it.
    static DemoCourse level(std::vector<Point> points, bool spread, std::int64_t more = 0);
    /// A yearly total, handed out evenly to the months from `first` and by size to units, whole numbers that add up to the total.
    static DemoCourse flow(std::map<int, std::int64_t> years, calendar::Period first, calendar::Period last, bool spread);

    /// The figure of the `index`-th of `units` reporting units: its share of the city's figure when spread (the shares add up to
    /// it), otherwise the figure itself.
    DemoFigure at(calendar::Period period, std::size_t index, std::size_t units) const;

private:
    std::vector<Point> points_;
    std::map<int, std::int64_t> years_;
    std::optional<calendar::Period> first_;
    std::optional<calendar::Period> last_;
    bool spread_ = false;
    std::int64_t more_ = 0;
};

/// demo.yaml: the people and the past of a demonstration site.
struct DemoScript {
    std::string password;
    std::vector<DemoUser> users;
    calendar::Period from = *calendar::Period::make(2000, 1);
    calendar::Period to = from;
    struct Missing {
        std::string unit;
        calendar::Period from;
        calendar::Period to;
    };
    std::vector<Missing> missing;
    /// A unit gave a unit below a part of its task.
    struct HandDown {
        std::string task;  ///< its number in the plan: "T3"
        std::string from;
        std::string to;
        base::Date on;
        std::string note;
        config::Place place;
        std::optional<calendar::Rhythm> every = {};
    };
    std::vector<HandDown> handed_down;
    /// A target that was divided and issued.
    struct Split {
        std::string task;
        std::string indicator;  ///< its code
        int year = 0;
        std::string by;  ///< empty: the plan office
        base::Date on;
        std::string reason;
        std::vector<std::pair<std::string, base::Decimal>> values;  ///< by unit; none: equally among those that report
        config::Place place;
    };
    std::vector<Split> splits;
    /// A milestone of a unit's part.
    struct Milestone {
        std::string task;
        std::string unit;
        std::string title;
        base::Date due_on;
        base::Decimal planned_pct;
        std::optional<base::Date> done_on;
        config::Place place;
    };
    std::vector<Milestone> milestones;
    /// A step on a supervision order: a code of orders.yaml, or "ask", "opinion", "grant" of a request.
    struct OrderStep {
        base::Date on;
        std::string login;
        std::string action;
        std::string reason;
        std::string progress;
        std::string next_steps;
        std::string file;  ///< its name, attached before the step
        std::optional<base::Date> due_on;
        config::Place place;
    };
    /// A supervision order: drafted on a day, then taken through its steps.
    struct Supervised {
        base::Date on;
        std::string login;
        std::string source;
        std::string title;
        std::string content;
        std::string instructed_by;
        std::string task;  ///< empty: none
        std::string unit;
        std::vector<std::string> assisting;
        std::optional<base::Date> due_on;
        std::vector<OrderStep> steps;
        config::Place place;
    };
    std::vector<Supervised> orders;
    /// What came of a meeting that was held.
    struct Held {
        std::string unit;
        std::string rule;
        calendar::Period period;
        base::Date on;
        std::string chair;
        std::string place_of;
        std::string minutes;
        struct Decided {
            std::string text;
            std::string unit;
            base::Date due_on;
            std::optional<base::Date> done_on;
            std::string outcome;
        };
        std::vector<Decided> decisions;
        config::Place place;
    };
    std::vector<Held> meetings;
    std::int64_t default_pace = 100;
    std::map<std::string, std::int64_t> pace;   ///< by unit name: percent of what the time elapsed would ask
    std::map<std::string, DemoCourse> figures;  ///< by indicator code

    /// What the script names of the rest of the package, and where.
    enum class Named { Unit, ShortName, Role, Indicator };
    struct Mention {
        Named kind;
        std::string text;
        config::Place place;
    };
    std::vector<Mention> mentions;

    bool is_missing(const std::string& unit, calendar::Period period) const;
    std::int64_t pace_of(const std::string& unit) const;
};

/// Reads demo.yaml; everything wrong goes to `problems`.
DemoScript read_demo(const std::string& file, std::string_view yaml, config::Problems& problems);

}  // namespace luoshi::app
