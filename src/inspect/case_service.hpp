#pragma once
#include <string>

#include "inspect/environment.hpp"
#include "inspect/inspect_store.hpp"
#include "inspect/standing.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::inspect {

// What the use cases of this folder share.

/// An inspection loaded for an actor: what he is to it, and who keeps away from which object.
struct Case {
    Inspection inspection;
    Standing standing;
    std::vector<Recusal> away;

    const Object* object(ObjectId id) const;
    /// Of the team and not keeping away from the object.
    bool inspects(const identity::Actor& actor, UnitId object) const;
};
/// Error: inspect.not_found, also where the actor may not know of it. In a write, lock the inspection first.
base::Result<Case> load_case(store::ReadTx& tx, const Environment& env, const identity::Actor& actor, InspectionId id);
/// The inspection an object, line or rectification belongs to, locked; then as load_case(). Error: inspect.object_not_found.
base::Result<Case> lock_case_of(store::WriteTx& tx, const Environment& env, const identity::Actor& actor, ObjectId object);

/// A step of the history and the audit row.
struct Note {
    const audit::Action& act;
    std::optional<ObjectId> object = {};
    std::string reason = {};
    std::string summary = {};  ///< for the audit, after the inspection's title
};
void note(store::WriteTx& tx, const Environment& env, const identity::Actor& actor, const Inspection& inspection, const Note& done);

/// A sentence about an inspection for the inbox of those of a unit with a permission, or of one user; the link leads to its page.
void tell_unit(store::WriteTx& tx, const Environment& env, UnitId unit, std::string_view permission, std::string kind,
               const Inspection& inspection, base::Phrase said);
void tell_user(store::WriteTx& tx, const Environment& env, UserId user, std::string kind, const Inspection& inspection, base::Phrase said);
/// Those who decide: the leaders of the organiser's government, and the organiser's unit.
void tell_deciders(store::WriteTx& tx, const Environment& env, std::string kind, const Inspection& inspection, const base::Phrase& said);

/// Draws the checklist of an object: one line a task of the inspection, as measures, targets, figures and light stand today.
void draw_lines(store::WriteTx& tx, const Environment& env, const Inspection& inspection, const Object& object);

base::Error version_mismatch();
base::Error reason_missing();

}  // namespace luoshi::inspect
