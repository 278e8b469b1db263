#pragma once
#include <set>
#include <span>

#include "handover/handover.hpp"
#include "plan/ids.hpp"
#include "store/store.hpp"

namespace luoshi::handover {

/// A post as a handover needs it.
struct PostRow {
    PostId id{1};
    std::string name;
    plan::UnitRef unit{UnitId{1}, {}};
    bool is_head = false;
    std::set<std::string, std::less<>> permissions;
};
std::optional<PostRow> find_post(store::ReadTx& tx, PostId id);
/// The name of a user who holds or held the post by the day.
std::optional<std::string> holder_name(store::ReadTx& tx, PostId post, UserId user, Date day);
/// The name of an active user who holds, on the day or later, a post of the unit with duty.read.
std::optional<std::string> successor_name(store::ReadTx& tx, UnitId unit, UserId user, Date day);

struct PartRow {
    plan::UnitDutyId id{1};
    std::string task;  ///< ref and title
    std::string role;
};
/// Parts in force on the day that hang on the post: of a head all of the unit, else those assigned to the post or its section.
std::vector<PartRow> parts_of(store::ReadTx& tx, const PostRow& post, Date day);
std::vector<Line> open_milestones(store::ReadTx& tx, const PartRow& part);
/// Reports that wait for the unit's examination.
std::vector<Line> reports_to_review(store::ReadTx& tx, UnitId unit);
struct OrderLine {
    Line line;
    std::string state;  ///< code of orders.yaml
};
/// Matters given to the unit, or supervised by it, in whatever state.
std::vector<OrderLine> orders_of(store::ReadTx& tx, UnitId unit);
std::vector<Line> open_rectifications(store::ReadTx& tx, UnitId unit);
/// Of held meetings, that the unit carries out or assists in.
std::vector<Line> open_decisions(store::ReadTx& tx, UnitId unit);
/// Meetings the unit runs and still has to hold.
std::vector<Line> open_meetings(store::ReadTx& tx, UnitId unit);
/// Cautions in force that the unit may object to on the day.
std::vector<Line> open_cautions(store::ReadTx& tx, UnitId unit, Date day);
/// Without those about handover sheets, which are no matter of the post.
std::vector<Line> unread_notices(store::ReadTx& tx, UserId user);
/// Marks what was told of a sheet as read: it asks for nothing any more.
void read_notices_of(store::WriteTx& tx, HandoverId id, base::Moment at);

void insert_handover(store::WriteTx& tx, const Handover& sheet, std::span<const Line> lines);
/// False when the version is no longer the stored one.
bool update_handover(store::WriteTx& tx, const Handover& sheet);
std::optional<Handover> find_handover(store::ReadTx& tx, HandoverId id);
std::vector<Line> lines_of(store::ReadTx& tx, HandoverId id);
bool has_open(store::ReadTx& tx, PostId post, UserId from);
/// Newest first, of all units; at most the newest thousand of a state.
std::vector<Handover> list_handovers(store::ReadTx& tx, const std::string& state);

}  // namespace luoshi::handover
