#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id_source.hpp"
#include "identity/actor.hpp"
#include "inspect/records.hpp"
#include "store/store.hpp"

namespace luoshi::inspect {

std::optional<Inspection> find_inspection(store::ReadTx& tx, InspectionId id, base::Date day);

struct ListFilter {
    std::optional<State> state = {};
    std::optional<int> year = {};  ///< of the window, or of the drafting
    std::optional<UnitId> object = {};
    std::string words = {};  ///< in title, organiser or an object's name
    std::optional<InspectionId> after = {};
    int limit = 50;
};
struct ListRow {
    Inspection inspection;  ///< its head and objects only
    bool sees_all = false;
    /// Of its rectification list: how many are not passed, and of these how many are overdue.
    struct {
        int open = 0;
        int overdue = 0;
    } rectifications = {};
};
/// The first rows after `filter.after` that the reader sees, the one that begins last first. Says in SQL what standing.cpp says of one.
std::vector<ListRow> list_inspections(store::ReadTx& tx, const identity::Actor& actor, const ListFilter& filter, int limit,
                                      base::Date today);
/// Those the reader sees as a whole with a plan to approve or a reconsideration to decide on, newest first.
std::vector<InspectionId> to_decide(store::ReadTx& tx, const identity::Actor& actor);
/// Those with something a unit must put right and has not reported, newest first.
std::vector<InspectionId> to_rectify(store::ReadTx& tx, UnitId unit);
/// Others, approved or concluded, of an object of this one whose window touches these days, newest first.
std::vector<InspectionId> beside(store::ReadTx& tx, InspectionId id, base::Date from, base::Date to);
void insert_inspection(store::WriteTx& tx, const Inspection& row);
/// Stores what the head holds besides objects, tasks and team, with the next version.
void update_inspection(store::WriteTx& tx, const Inspection& row);
/// Makes the tasks and the objects those of the draft; objects that stay keep their id.
void put_topics(store::WriteTx& tx, const Inspection& row);
void put_objects(store::WriteTx& tx, base::IdSource& ids, const Inspection& row);
void put_team(store::WriteTx& tx, const Inspection& row);
void insert_override(store::WriteTx& tx, InspectionId id, const Override& given);
void insert_recusal(store::WriteTx& tx, ObjectId object, UserId user, std::string_view reason, base::Moment at);

std::optional<Object> find_object(store::ReadTx& tx, ObjectId id);
/// Conclusion, reconsideration and state, with the next version.
void update_object(store::WriteTx& tx, const Object& object);
void note_participant(store::WriteTx& tx, ObjectId object, UserId user);
std::vector<UserId> participants(store::ReadTx& tx, ObjectId object);

std::vector<Line> lines_of(store::ReadTx& tx, InspectionId id);
std::optional<Line> find_line(store::ReadTx& tx, LineId id);
void insert_line(store::WriteTx& tx, const Line& line);
/// All of it, with the next version.
void update_line(store::WriteTx& tx, const Line& line);
void delete_line(store::WriteTx& tx, LineId id);

std::vector<Rectification> rectifications_of(store::ReadTx& tx, InspectionId id);
std::optional<Rectification> find_rectification(store::ReadTx& tx, RectificationId id);
/// A rectification that its unit still has to report, with the day its conclusion was served.
struct OwedRectification {
    RectificationId id{1};
    InspectionId inspection{1};
    UnitId unit{1};
    std::string what;
    base::Date served_on;
    base::Date due_on;
};
/// Those of all units that have not become an order.
std::vector<OwedRectification> owed_rectifications(store::ReadTx& tx);
void insert_rectification(store::WriteTx& tx, const Rectification& row);
void update_rectification(store::WriteTx& tx, const Rectification& row);

std::vector<FileRow> files_of(store::ReadTx& tx, InspectionId id);
std::optional<FileRow> find_file(store::ReadTx& tx, FileId id);
void insert_file(store::WriteTx& tx, const FileRow& row);
void remove_file(store::WriteTx& tx, FileId id, base::Moment at);

std::vector<Step> steps_of(store::ReadTx& tx, InspectionId id);
void insert_step(store::WriteTx& tx, std::int64_t step, InspectionId id, const Step& row);

/// Whether an active user of this id exists, and a confirmed plan's accepted task.
bool is_active_user(store::ReadTx& tx, UserId user);
bool is_task_in_force(store::ReadTx& tx, TaskId task);
/// The years of the plans these tasks belong to, the narrowest; without tasks of all confirmed plans; nothing where none is said.
std::pair<std::optional<int>, std::optional<int>> years_of(store::ReadTx& tx, InspectionId id);
/// The government a unit is or belongs to: itself or the nearest above it that is a government or a zone's committee.
struct Government {
    UnitId id{1};
    bool is_own = false;  ///< the unit is it, or its office
};
std::optional<Government> government_of(store::ReadTx& tx, UnitId unit);

}  // namespace luoshi::inspect
