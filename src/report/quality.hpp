#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/phrase.hpp"
#include "calendar/period.hpp"
#include "report/report.hpp"

namespace luoshi::report {

/// From when on a figure or a text gives rise to a question. Defaults of this program; a package may set others.
struct QualitySettings {
    int least_past = 6;                                     ///< months of its own before a figure can be called unusual
    base::Decimal jump_z = base::Decimal::from_e4(35'000);  ///< modified z-score (Iglewicz and Hoaglin 1993: 3.5)
    base::Decimal step = base::Decimal::from_e4(50'000);    ///< where a level used to stand still, less than this is no jump
    int copied_pct = 90;                                    ///< alike in this many of a hundred runs of four characters: copied
    int text_least = 20;                                    ///< characters a text needs to be compared
    int spike_pct = 40;                                     ///< more than this of the year's total in December alone
    int same_full_pct = 60;                                 ///< of the other units on the task stand at exactly 100
    int same_full_least = 5;                                ///< other units there must be before they are called alike
};

/// Who has to answer: the unit before it hands in, or the reviewer may want to know.
enum class Asks { Unit, Reviewer };

/// A question about what was typed. Questions never block by themselves: the unit answers them and the reviewer reads the answer.
struct Question {
    std::string key;  ///< the same as long as it is the same question: the answer hangs on it
    std::optional<plan::IndicatorId> indicator = {};
    Asks asks = Asks::Unit;
    base::Phrase text = {};
};

/// What the pieces of a figure that units below were asked for add up to, as far as they are in.
struct Below {
    base::Decimal sum;
    bool whole = false;  ///< every unit below was asked, and all are in: nothing is left to the unit itself
};
/// Pieces of it are counted within a unit, whatever is done with the figures of several units: not a mean, a share or a document.
bool is_counted_out(const indicator::Definition& definition);

/// What the figure of one indicator is compared with.
struct FigureBackground {
    indicator::Definition definition;
    std::vector<std::pair<calendar::Period, base::Decimal>> past = {};  ///< the unit's own months before, oldest first, without carrying on
    std::optional<Below> below = {};                                    ///< nothing: no unit below it was asked, or none is in
};
/// What a report is compared with.
struct Background {
    calendar::Period period;
    std::vector<FigureBackground> figures = {};
    std::optional<base::Decimal> last_progress_pct = {};
    std::string last_progress = {};                                    ///< the unit's own text of the report before
    std::vector<std::pair<std::string, std::string>> neighbours = {};  ///< name and text of other units on the same task this month
    std::vector<base::Decimal> neighbours_pct = {};                    ///< their stated progress
};

/// Everything worth asking about a report: jumps against its own past, falling levels, own figure against the sum below, progress that
/// goes back, text copied from last month or from a neighbour, a spike at the year's end, many at exactly 100.
std::vector<Question> questions(const Content& content, const Background& background, const QualitySettings& settings);

/// Why a reviewer should open a report before agreeing to it, with others or alone; empty: nothing out of the ordinary.
std::vector<base::Phrase> look_first(const Content& content, const std::vector<indicator::Definition>& owed,
                                     const std::vector<Question>& questions, int unread_evidence);

/// The value lies unusually far from the median of the past, by the modified z-score 0.6745 (x - median) / MAD; where more than half of
/// the past is the same value, by 1.2533 times the mean deviation. And at least by `floor`: where little used to move, a small step is no
/// jump.
bool is_jump(base::Decimal value, std::vector<base::Decimal> past, base::Decimal threshold, base::Decimal floor);
/// How many of a hundred runs of four characters two texts share; blanks and marks do not count.
int likeness_pct(std::string_view a, std::string_view b);

}  // namespace luoshi::report
