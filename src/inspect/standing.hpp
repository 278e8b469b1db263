#pragma once
#include "identity/actor.hpp"
#include "inspect/records.hpp"

namespace luoshi::inspect {

/// What an actor is to an inspection.
struct Standing {
    /// Everything: of the organiser, of the team, a deciding leader above it, or a superior outside its objects once it is approved.
    bool sees_all = false;
    bool manages = false;  ///< organises it: inspect.manage in the organiser's unit
    bool decides = false;  ///< head of the organiser's unit, or a leader who decides (order.decide) and reaches it
    bool is_member = false;
    bool leads = false;
};
Standing standing_of(const identity::Actor& actor, const Inspection& inspection);

/// The actor speaks for the unit or a unit above it within his reach, so that he is on the side of who is inspected. A reach over every
/// unit alone does not put him there.
bool is_touched(const identity::Actor& actor, UnitId unit);

/// What is inspected hears of it: the plan is approved; of a secret visit, the object's conclusion is served.
bool is_announced(const Inspection& inspection, const Object& object);

/// Who has no part in the inspection hears of it by this object: he is on its side and it was announced, or he only reads and its
/// conclusion was served.
bool hears_of(const identity::Actor& actor, const Inspection& inspection, const Object& object);

/// The actor may know that there is this inspection.
bool sees(const identity::Actor& actor, const Inspection& inspection);
/// The actor may see the object's conclusion.
bool sees_object(const identity::Actor& actor, const Inspection& inspection, const Object& object);

}  // namespace luoshi::inspect
