#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "identity/actor.hpp"
#include "indicator/share_store.hpp"

namespace luoshi::indicator {

/// What shares need from the modules above; `app` fills it in.
struct ShareHooks {
    /// The tenant's business date.
    std::function<base::Date()> today;
    /// What each unit, with everything below it, came to in a year; nothing where nobody reported. In the order asked.
    std::function<std::vector<std::optional<base::Decimal>>(store::ReadTx&, IndicatorId, int year, std::span<const UnitId>)> year_figures;
};

/// A level of a year of a target.
struct SplitPlace {
    plan::TargetId target{1};
    std::optional<UnitId> unit = {};  ///< who divides its share; nothing: the plan office the target itself
    std::optional<int> year = {};     ///< nothing: the target's own, of a yearly one the present
};

/// How somebody wants what he holds to be divided.
struct SplitWish {
    SplitMethod method = SplitMethod::Hand;
    std::vector<UnitId> units = {};                   ///< who gets a share; empty: all that report the indicator
    std::map<UnitId, base::Decimal> values = {};      ///< Hand: the shares
    std::optional<base::Decimal> each = {};           ///< PerUnit: N; nothing: what is held
    std::optional<IndicatorId> basis_indicator = {};  ///< Proportional: by a figure of the site,
    std::optional<int> basis_year = {};               ///<   of this year; nothing: the year before the target's
    std::map<UnitId, base::Decimal> figures = {};     ///<   or by a typed column
    std::string basis_name = {};                      ///<   of this name: 户数
    std::string table_name = {};                      ///< Table: a file
    std::string table_text = {};
};

/// What the sum rule says of the division that a unit made of its share.
struct LineBelow {
    SplitState state = SplitState::Draft;
    std::optional<SumLine> sum;
};
struct SplitLine {
    plan::UnitRef unit{UnitId{1}, {}};
    bool reports = false;
    std::optional<base::Decimal> value = {};
    std::optional<base::Decimal> value_max = {};
    std::optional<base::Decimal> figure = {};
    std::optional<LineBelow> below = {};
    std::vector<ShareVersion> versions = {};  ///< oldest first; none before the issue
};
/// What the reader may do at this level.
struct SplitRights {
    bool divide = false;  ///< make or change the draft, and issue it
    bool change = false;  ///< ask for a change of issued shares
    bool decide = false;  ///< the open change: approve or refuse it
    bool withdraw = false;
};
/// One level of a target's division, with everything its page shows.
struct SplitView {
    DivisibleTarget target;
    Level level = Level::Top;
    plan::UnitRef unit{UnitId{1}, {}};  ///< who divides
    std::optional<SplitRow> row = {};   ///< nothing: not begun
    std::optional<Held> held = {};      ///< of a unit: its issued share
    std::vector<ShareVersion> held_versions = {};
    std::optional<base::Decimal> total = {};      ///< what there is to divide
    std::optional<base::Decimal> total_max = {};  ///< of a range; its lower end is the total
    SplitRule rule = {};
    std::vector<SplitLine> lines = {};
    std::optional<SumLine> sum = {};
    std::optional<SumLine> sum_after = {};     ///< if the open change is approved
    std::vector<ShareChange> changes = {};     ///< newest first; the open one leads
    std::optional<base::Phrase> why_not = {};  ///< why nothing can be divided here
    std::optional<int> year = {};              ///< that is spoken of
    std::optional<base::Date> change_until = {};
    bool top_visible = false;  ///< the reader may also see the plan office's division
    SplitRights may = {};
};

/// A change that waits for somebody, with what his desk shows.
struct WaitingChange {
    ShareChange change;
    plan::TargetId target{1};
    std::string target_name;
    std::string task_ref;
    plan::UnitRef unit{UnitId{1}, {}};  ///< who asked
    Level level = Level::Unit;
    int year = 0;
};

struct ShareWish {
    UnitId unit{1};
    std::optional<base::Decimal> value = {};  ///< nothing: taken back
};

/// Shares of targets: dividing, issuing, changing. Every call checks permission and scope. Errors of all: target.not_found,
/// share.not_found, share.foreign, plan.version_mismatch, request.invalid.
class Shares {
public:
    Shares(store::Database& db, base::IdSource& ids, const base::Clock& clock, ShareHooks hooks)
        : db_(db), ids_(ids), clock_(clock), hooks_(std::move(hooks)) {}
    void set(ShareSettings settings) { settings_ = settings; }
    const ShareSettings& settings() const { return settings_; }

    /// The division of a place; without a unit the plan office's, or where that is not for this reader, its own unit's. Errors:
    /// share.not_its_year.
    base::Result<SplitView> read(const identity::Actor& actor, const SplitPlace& place);
    base::Result<SplitView> read(const identity::Actor& actor, SplitId split);
    /// A first draft. Errors: those of read, why the target cannot be divided (share.formula, share.unit_misfit, share.outdated …),
    /// share.nothing_held, share.exists, those of the method.
    base::Result<SplitView> begin(const identity::Actor& actor, const SplitPlace& place, const SplitWish& wish);
    /// Another draft in its place. Errors: share.issued, those of begin.
    base::Result<SplitView> redo(const identity::Actor& actor, SplitId split, std::int64_t version, const SplitWish& wish);
    /// Makes the shares binding. Less than what is held needs a reason. Errors: share.issued, share.no_units,
    /// share.draft_outdated.
    base::Result<SplitView> issue(const identity::Actor& actor, SplitId split, std::int64_t version, const std::string& reason);
    /// Asks the unit above for other shares, within the window. Errors: share.not_issued, share.window_closed, share.change_open,
    /// share.no_change, share.outdated (shares counted in what the target no longer is can only be taken back).
    base::Result<SplitView> propose(const identity::Actor& actor, SplitId split, std::int64_t version, const std::string& reason,
                                    const std::vector<ShareWish>& wishes);
    /// Errors: share.change_decided, share.window_closed, share.own_change.
    base::Result<SplitView> approve(const identity::Actor& actor, ShareChangeId change);
    /// Refuses, or by who asked for it, withdraws.
    base::Result<SplitView> refuse(const identity::Actor& actor, ShareChangeId change, const std::string& reason);
    /// Changes that wait for the reader's decision, oldest first.
    std::vector<WaitingChange> waiting(const identity::Actor& actor);
    /// Issued shares of units in reach and of tasks the own unit leads; without a unit of the own one.
    std::vector<IssuedShare> issued(const identity::Actor& actor, std::optional<UnitId> unit, std::optional<plan::TaskId> task);

private:
    struct Place;
    base::Result<Place> place(store::ReadTx& tx, const identity::Actor& actor, const SplitPlace& wanted);
    base::Result<Place> place(store::ReadTx& tx, const identity::Actor& actor, SplitId split);
    base::Result<Place> place_of(store::ReadTx& tx, const identity::Actor& actor, DivisibleTarget target, int year, Level level,
                                 UnitId unit);
    base::Result<SplitView> view(store::ReadTx& tx, const identity::Actor& actor, const Place& at);
    /// The division when it may still be drafted: the actor divides it, nobody changed it meanwhile, it is not issued.
    base::Result<SplitRow> drafted(store::WriteTx& tx, const Place& at, SplitId split, std::int64_t version);
    base::Result<SplitView> draft(store::WriteTx& tx, const identity::Actor& actor, Place& at, SplitRow& row, const SplitWish& wish);
    base::Status fill(store::WriteTx& tx, const Place& at, SplitRow& row, const SplitWish& wish);
    base::Status in_window(const Place& at) const;

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    ShareHooks hooks_;
    ShareSettings settings_ = {};
};

/// A division whose day is already known: from an earlier system, or of a demonstration.
struct PastSplit {
    std::string task_ref;
    std::string indicator_code;
    int year = 0;
    std::optional<UnitId> by = {};  ///< nothing: the plan office
    base::Date on = {};
    std::string reason = {};
    std::map<UnitId, base::Decimal> values = {};  ///< empty: equally among those that report the indicator
};
/// Stores it as issued that day without asking who may; what is there stays as it is. Errors: target.not_found, share.nothing_held,
/// share.not_below, share.less_reason, share.more_reason, those of dividing equally.
base::Status load_split(store::WriteTx& tx, base::IdSource& ids, const audit::Origin& origin, const PastSplit& past);

/// The shares a unit holds for the indicators of a task in a year, by indicator: what its form shows.
std::map<IndicatorId, IssuedShare> shares_for(store::ReadTx& tx, UnitId unit, plan::TaskId task, int year);

}  // namespace luoshi::indicator
