#pragma once
#include <string>
#include <vector>

#include "inspect/view_service.hpp"

namespace luoshi::inspect {

/// A line of the rectification list as the conclusion sets it.
struct NewRectification {
    std::optional<LineId> line = {};
    std::string what;
    UnitId unit{1};
    base::Date due_on{};
};

/// Serves the conclusion on an object, with its rectification list; the leader of the team does (组长负责制). It is never changed after.
/// Errors: inspect.object_not_found, not_found, not_leader, recused, bad_state, not_begun, object_closed, version_mismatch;
/// inspect.conclusion_incomplete with the fields inspect.conclusion_missing, findings_open, what_missing, due_past, rectifier_foreign,
/// line_foreign; calendar.not_loaded.
base::Result<View> conclude(Environment& env, const identity::Actor& actor, ObjectId object, std::int64_t version, const std::string& text,
                            const std::vector<NewRectification>& rectifications);

/// The object asks for reconsideration, within 30 days of service. Errors: inspect.object_not_found, not_found, not_object,
/// version_mismatch, those of may_ask(), inspect.reason, calendar.not_loaded.
base::Result<View> ask(Environment& env, const identity::Actor& actor, ObjectId object, std::int64_t version, const std::string& reason);

struct Decision {
    Outcome outcome = Outcome::Upheld;
    std::string text = {};  ///< the new conclusion, of Outcome::Changed
    std::string reason = {};
    std::vector<RectificationId> dropped = {};  ///< of Outcome::Changed; with Withdrawn all that are not passed fall away
};
/// Decides a reconsideration. Who took part in the conclusion or belongs to the object does not (回避). Errors: inspect.object_not_found,
/// not_found, not_decider, took_part, recused, version_mismatch, not_asked, inspect.reason, conclusion_missing, rectification_foreign.
base::Result<View> decide(Environment& env, const identity::Actor& actor, ObjectId object, std::int64_t version, const Decision& decision);

/// The responsible unit says that a rectification is done. Errors: inspect.rectification_not_found, not_found, not_rectifier,
/// version_mismatch, rectification_state, report_missing.
base::Result<View> report(Environment& env, const identity::Actor& actor, RectificationId id, std::int64_t version,
                          const std::string& text);
/// The team re-checks it: passed, or back with a reason. Errors: inspect.rectification_not_found, not_found, not_member, recused,
/// version_mismatch, rectification_state, inspect.reason.
enum class Checked { Passed, SentBack };
base::Result<View> check(Environment& env, const identity::Actor& actor, RectificationId id, std::int64_t version, Checked result,
                         const std::string& said);
/// Makes a supervision order of it. Errors: inspect.rectification_not_found, not_found, not_organiser, version_mismatch, no_orders (this
/// site opens none), ordered_already, rectification_state, and those of orders.
base::Result<View> open_order(Environment& env, const identity::Actor& actor, RectificationId id, std::int64_t version);

}  // namespace luoshi::inspect
