#pragma once
#include <functional>

#include "base/id_source.hpp"
#include "base/result.hpp"
#include "handover/handover_store.hpp"
#include "order/workflow.hpp"
#include "plan/environment.hpp"

namespace luoshi::handover {

struct Rules {
    std::function<Date()> today;  ///< the tenant's business date
    std::function<const order::Workflow&()> orders;
    /// The opened periods of each part with their reports.
    std::function<std::vector<std::vector<plan::ReportSlot>>(store::ReadTx&, std::span<const plan::UnitDutyId>)> slots;
    /// The day by which a part is to be reported for a period; nothing when it is not known.
    std::function<std::optional<Date>(store::ReadTx&, plan::UnitDutyId, const std::string& period)> report_due;
};

struct NewHandover {
    PostId post{1};
    UserId from{1};
    UserId to{1};
    Date on_day;
    std::string note;
};

struct HandoverView {
    Handover sheet;
    std::vector<Line> lines;
    bool may_sign = false;
    bool may_cancel = false;
    bool shows_notices = false;  ///< unread notices are shown to the two who sign only
};

/// Handover sheets of posts.
class Handovers {
public:
    Handovers(store::Database& db, base::IdSource& ids, const base::Clock& clock, Rules rules)
        : db_(db), ids_(ids), clock_(clock), rules_(std::move(rules)) {}

    /// Draws the sheet as things stand now and tells both. Errors: handover.not_yours, handover.exists, request.invalid.
    base::Result<HandoverView> make(const identity::Actor& actor, const NewHandover& content);
    /// Error: handover.not_found.
    base::Result<HandoverView> read(const identity::Actor& actor, HandoverId id);
    /// The sheets of units one manages, and those one signs; newest first. `state` empty: any.
    std::vector<HandoverView> list(const identity::Actor& actor, const std::string& state);
    /// Errors: handover.not_found, handover.version_mismatch, handover.settled, handover.not_party.
    base::Result<HandoverView> sign(const identity::Actor& actor, HandoverId id, std::int64_t version);
    /// Tells both. Errors: handover.not_found, handover.version_mismatch, handover.settled, handover.not_yours, request.invalid.
    base::Result<HandoverView> cancel(const identity::Actor& actor, HandoverId id, std::int64_t version, const std::string& reason);

private:
    std::vector<Line> open_items(store::ReadTx& tx, const PostRow& post, UserId from, Date day) const;
    std::vector<Line> reports_to_fill(store::ReadTx& tx, const std::vector<PartRow>& parts) const;
    void tell(store::WriteTx& tx, const Handover& sheet, base::Phrase text) const;
    base::Result<Handover> load(store::ReadTx& tx, const identity::Actor& actor, HandoverId id) const;
    HandoverView view(store::ReadTx& tx, const identity::Actor& actor, Handover sheet) const;

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Rules rules_;
};

}  // namespace luoshi::handover
