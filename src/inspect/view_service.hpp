#pragma once
#include <optional>
#include <string>
#include <vector>

#include "inspect/environment.hpp"
#include "inspect/inspect_store.hpp"

namespace luoshi::inspect {

/// A line of the rectification list, and what the reader may do with it.
struct RectificationView {
    Rectification row;
    std::vector<FileRow> files = {};
    bool overdue = false;
    bool may_report = false;
    bool may_check = false;
    bool may_order = false;
};

struct LineView {
    Line row;
    std::vector<FileRow> files = {};
};

/// One object as its reader sees it.
struct ObjectView {
    Object object;
    bool sees_conclusion = false;      ///< else only rectifications of the reader's unit are here
    std::vector<LineView> lines = {};  ///< of readers who see all
    std::vector<RectificationView> rectifications = {};
    std::vector<Recusal> away = {};  ///< who of the team keeps away from it
    bool may_find = false;
    bool may_conclude = false;
    bool may_ask = false;
    bool may_decide = false;
    bool may_recuse = false;  ///< the reader himself
    bool decision_overdue = false;
};

/// An inspection as its reader sees it.
struct View {
    Inspection inspection;
    bool sees_all = false;
    std::vector<base::FieldError> lacks = {};  ///< of a draft
    std::vector<Breach> breaches = {};         ///< of a plan not yet approved that lacks nothing
    std::vector<ObjectView> objects = {};
    std::vector<Step> steps = {};
    bool may_edit = false;
    bool may_approve = false;
    bool may_cancel = false;
    bool may_change_team = false;
};

struct ListPage {
    std::vector<ListRow> items = {};
    std::optional<InspectionId> next;
};

/// What the reader may see, the one that begins last first; of each the objects he sees.
ListPage list_for(Environment& env, const identity::Actor& actor, const ListFilter& filter);
/// Error: inspect.not_found, also where the reader may not know of it.
base::Result<View> read(Environment& env, const identity::Actor& actor, InspectionId id);

/// An inspection that waits for the reader: a plan to approve, or a reconsideration to decide on.
struct WaitingDecision {
    InspectionId id{1};
    std::string title;
    UnitRef unit{UnitId{1}, {}};  ///< who organises it, or whose conclusion is reconsidered
    base::Date since{};
    std::optional<base::Date> decide_by = {};  ///< of a reconsideration
};
std::vector<WaitingDecision> waiting_decisions(Environment& env, const identity::Actor& actor);

/// What the reader's own unit must put right and has not yet reported, or was sent back.
struct OwnRectification {
    InspectionId id{1};
    std::string title;
    RectificationView rectification;
};
std::vector<OwnRectification> own_rectifications(Environment& env, const identity::Actor& actor);

/// The same within a transaction, after what was changed in it.
base::Result<View> view_in(store::ReadTx& tx, const Environment& env, const identity::Actor& actor, InspectionId id);
/// What the guards look at besides the plan itself.
struct Case;
Surroundings surroundings(store::ReadTx& tx, const Environment& env, const identity::Actor& actor, const Case& c);

}  // namespace luoshi::inspect
