#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "base/id_source.hpp"
#include "dispatch/occasion_store.hpp"
#include "dispatch/pack.hpp"
#include "identity/actor.hpp"
#include "notice/notice_service.hpp"
#include "supervise/boards_service.hpp"

namespace luoshi::dispatch {

using identity::Actor;

/// What the outside decides.
struct Rules {
    std::function<base::Date()> today;
    calendar::Schedule order = {};
    std::vector<OccasionRule> rhythm = {};
};

/// What comes from the supervision orders; `app` fills it in. What is not set is left out.
struct Sources {
    struct Order {
        std::string state;  ///< its word
        std::string link;
    };
    /// Orders that are not done, and those done since a day, as far as an owner looks.
    std::function<std::vector<OpenOrder>(store::ReadTx&, const Reach&, base::Date since)> open_orders = {};
    /// Opens an order for a decision; its id.
    std::function<base::Result<std::int64_t>(store::WriteTx&, const Actor&, const Occasion&, const Decision&)> open_order = {};
    /// How an order stands; nothing when it is unknown or out of the reader's sight.
    std::function<std::optional<Order>(store::ReadTx&, const Actor&, std::int64_t)> order = {};
};

/// A decision of a meeting that the reader's own unit still has to carry out.
struct OwnDecision {
    Occasion occasion;
    Decision decision;
    std::optional<Sources::Order> order = {};
};

struct OccasionFilter {
    int year = 0;
    std::optional<Kind> kind = {};
    std::optional<Owner> owner = {};
    std::optional<UnitId> unit = {};
    std::string state = {};  ///< a word of State, or planned; empty: any
};
/// An occasion in the list of a year; one that has not opened yet has no id.
struct OccasionLine {
    std::optional<OccasionId> id;
    Occasion occasion;
};

struct DecisionView {
    Decision decision;
    std::optional<Sources::Order> order = {};
};
/// How much of an occasion the reader sees: whoever is only invited, or only concerned by a decision once the meeting was held, sees the
/// agenda and what concerns his unit.
enum class Sight { Whole, Invited };
struct OccasionView {
    Occasion occasion;
    Sight sight = Sight::Whole;
    bool may_manage = false;
    bool may_order = false;
    std::vector<Invited> invited = {};
    std::vector<plan::UnitRef> proposed = {};  ///< to invite, while nobody was
    std::vector<DecisionView> decisions = {};
    std::optional<base::Date> frozen_as_of = {};  ///< the pack was frozen
    std::optional<OccasionId> before = {};        ///< the last one held
};
/// A pack as JSON, and when it was frozen.
struct PackText {
    Occasion occasion;
    std::string content;
};
/// What is written of a decision.
struct DecisionContent {
    std::string text;
    UnitId unit{1};
    std::vector<UnitId> assisting = {};
    base::Date due_on{};
    std::optional<plan::TaskId> task = {};
};

/// Use cases of occasions. Who reads: dispatch.read, for what the own unit or one in scope runs, is invited to or is
/// concerned by. Who writes: dispatch.manage, for what exactly the own unit runs. Each write names the version it was made from.
/// Errors of all: occasion.not_found; of writes besides: occasion.not_yours, occasion.version_mismatch, occasion.wrong_state.
class Occasions {
public:
    Occasions(store::Database& db, base::IdSource& ids, const base::Clock& clock, supervise::Boards& boards, Rules rules,
              Sources sources = {});

    const Rules& rules() const { return rules_; }
    /// Opened ones and, until the end of the year, those to come.
    base::Result<std::vector<OccasionLine>> list(const Actor& actor, const OccasionFilter& filter);
    base::Result<OccasionView> read(const Actor& actor, OccasionId id);
    /// Decisions of meetings that were held that concern the reader's own unit and have no outcome yet, by due day.
    std::vector<OwnDecision> own_decisions(const Actor& actor);
    /// Open meetings the reader's own unit still has to hold, by their last day; of who may manage them.
    std::vector<Occasion> own_open(const Actor& actor);
    /// Frozen once the meeting was held, else as things stand; empty of a meeting of the past that none was kept of. Errors:
    /// occasion.no_pack, calendar.not_loaded.
    base::Result<PackText> pack(const Actor& actor, OccasionId id);

    /// Convenes a meeting of the reader's own unit that no rule opens; from then on it is a meeting like any other. Errors:
    /// occasion.not_yours, occasion.no_plan, those of convenable.
    base::Result<OccasionView> convene(const Actor& actor, const Convening& convening);
    /// Day, place, chair and who is invited. Told are units invited anew, all of another day or place, and who is no longer invited.
    /// Errors: those of callable, occasion.unknown_unit.
    base::Result<OccasionView> call(const Actor& actor, OccasionId id, std::int64_t version, const Call& call);
    base::Result<OccasionView> record_attendance(const Actor& actor, OccasionId id, std::int64_t version, std::vector<Invited> units);
    base::Result<OccasionView> write_minutes(const Actor& actor, OccasionId id, std::int64_t version, const std::string& minutes);
    /// It was held: the pack is frozen and who has decisions to carry out is told. Errors: those of holdable, calendar.not_loaded.
    base::Result<OccasionView> hold(const Actor& actor, OccasionId id, std::int64_t version, base::Date held_on);
    base::Result<OccasionView> close(const Actor& actor, OccasionId id, std::int64_t version);
    /// It will not be held; who was invited is told. Errors: occasion.invalid with reason.missing.
    base::Result<OccasionView> skip(const Actor& actor, OccasionId id, std::int64_t version, const std::string& reason);

    /// The units a decision of a held meeting concerns are told, once for a due day. Errors: those of sound, occasion.unknown_unit,
    /// decision.unknown_task.
    base::Result<OccasionView> decide(const Actor& actor, OccasionId id, std::int64_t version, const DecisionContent& content);
    /// Of decisions besides: decision.not_found, decision.has_order.
    base::Result<OccasionView> change(const Actor& actor, DecisionId id, std::int64_t version, const DecisionContent& content);
    base::Result<OccasionView> remove(const Actor& actor, DecisionId id, std::int64_t version);
    /// What became of it; also after the meeting was closed. Errors: those of settleable.
    base::Result<OccasionView> settle(const Actor& actor, DecisionId id, std::int64_t version, std::optional<base::Date> done_on,
                                      const std::string& outcome);
    /// Turns it into a supervision order. Errors: decision.no_orders, decision.has_order, those of the orders.
    base::Result<OccasionView> order(const Actor& actor, DecisionId id, std::int64_t version);

private:
    template <class Change>
    base::Result<OccasionView> write(const Actor& actor, OccasionId id, std::int64_t version, Step step, const audit::Action& action,
                                     Change change);
    template <class Change>
    base::Result<OccasionView> write_decision(const Actor& actor, DecisionId id, std::int64_t version, Step step,
                                              const audit::Action& action, Change change);
    base::Result<Occasion> seen(store::ReadTx& tx, const Actor& actor, OccasionId id, Sight* sight) const;
    base::Result<OccasionView> view(store::ReadTx& tx, const Actor& actor, Occasion occasion, Sight sight) const;
    std::optional<Sources::Order> order_of(store::ReadTx& tx, const Actor& actor, const Decision& decision) const;
    void tell(store::WriteTx& tx, const Occasion& occasion, UnitId unit, const notice::Notice& notice) const;
    void tell_called(store::WriteTx& tx, const Occasion& occasion, const std::vector<Invited>& before, const std::vector<Invited>& invited,
                     bool moved) const;
    /// Units that a decision no longer concerns are told; `now` is null when it is removed.
    void tell_undecided(store::WriteTx& tx, const Occasion& occasion, const Decision& before, const Decision* now) const;
    void tell_decided(store::WriteTx& tx, const Occasion& occasion, const Decision& decision) const;
    base::Result<Pack> live_pack(store::ReadTx& tx, const Occasion& occasion) const;

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    supervise::Boards& boards_;
    Rules rules_;
    Sources sources_;
};

}  // namespace luoshi::dispatch
