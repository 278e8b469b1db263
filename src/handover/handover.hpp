#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "identity/actor.hpp"
#include "plan/plan.hpp"

namespace luoshi::handover {

using base::Date;
using identity::PostId;
using identity::UnitId;
using identity::UserId;
using HandoverId = base::StrongId<struct HandoverTag>;

/// What a sheet lists: parts in force, milestones, reports to fill and to review, matters under supervision, rectifications, decisions of
/// meetings, meetings to hold, cautions that may be objected to, unread notices.
enum class Section { Part, Milestone, Fill, Review, Order, Rectification, Decision, Meeting, Caution, Notice };
inline constexpr std::array<std::string_view, 10> kSections{"part",          "milestone", "fill",    "review",  "order",
                                                            "rectification", "decision",  "meeting", "caution", "notice"};
inline std::string_view word(Section section) { return kSections[static_cast<std::size_t>(section)]; }
Section section_of(std::string_view word);
/// Chinese, as the heading of a section.
std::string_view name_of(Section section);

struct Line {
    Section section = Section::Part;
    std::string title;
    std::string subject;  ///< the task, the meeting, …
    std::optional<Date> due_on = {};
    std::string state;  ///< a word of its section; of an order the name of its state
    std::string link;
};
/// The state of a line in Chinese.
std::string state_name(const Line& line);

using UserRef = plan::Named<UserId>;
using PostRef = plan::Named<PostId>;

/// The page of a sheet.
inline std::string path_of(HandoverId id) { return "/handovers/" + id.text(); }

/// A handover sheet. Its lines never change (domain: duty hangs on posts; who leaves hands over in writing).
struct Handover {
    HandoverId id{1};
    plan::UnitRef unit{UnitId{1}, {}};
    PostRef post{PostId{1}, {}};
    UserRef from{UserId{1}, {}};
    UserRef to{UserId{1}, {}};
    Date on_day;
    std::string note;
    std::string state = "open";  ///< open, signed by both, cancelled
    Date made_on;
    std::string made_by;
    std::optional<Date> from_signed_on = {};
    std::optional<Date> to_signed_on = {};
    std::string cancelled_for;
    std::int64_t version = 1;
};

/// Who may make, see and cancel sheets of a unit: its head, and whoever assigns its duties.
bool manages(const identity::Actor& actor, UnitId unit);
/// One of the two who sign.
bool is_party(const identity::Actor& actor, const Handover& sheet);
/// A party that has not signed yet, while the sheet is open.
bool may_sign(const identity::Actor& actor, const Handover& sheet);
/// Enters the actor's signature; with the second one the sheet is signed.
void sign(const identity::Actor& actor, Handover& sheet, Date day);

}  // namespace luoshi::handover
