#include "inspect/standing.hpp"

#include <algorithm>

namespace luoshi::inspect {

namespace {

bool was_approved(const Inspection& inspection) {
    return inspection.state == State::Approved || inspection.state == State::Concluded ||
           (inspection.state == State::Cancelled && inspection.decided_on && inspection.refused_for.empty());
}

}  // namespace

bool is_touched(const identity::Actor& actor, UnitId unit) {
    return !actor.only_reads() && (actor.is_of(unit) || (actor.scope != identity::Scope::All && actor.covers(unit)));
}

Standing standing_of(const identity::Actor& actor, const Inspection& inspection) {
    Standing out;
    if (!actor.may("inspect.read") || actor.only_reads()) {  // who only reads has no part in an inspection, even of his own unit
        return out;
    }
    const bool own = actor.is_of(inspection.organiser.id);
    const bool leader = actor.may_for("order.decide", inspection.organiser.id);
    const bool is_object =
        std::any_of(inspection.draft.objects.begin(), inspection.draft.objects.end(), [&](UnitId unit) { return is_touched(actor, unit); });
    out.is_member =
        std::any_of(inspection.people.begin(), inspection.people.end(), [&](const Person& person) { return person.user == actor.user; });
    out.leads = inspection.draft.leader == actor.user;
    out.manages = own && actor.may("inspect.manage");
    out.decides = (out.manages && actor.is_head) || leader;
    out.sees_all = own || out.is_member || (leader && inspection.state != State::Draft) ||
                   (!is_object && was_approved(inspection) && actor.covers(inspection.organiser.id));
    return out;
}

bool is_announced(const Inspection& inspection, const Object& object) {
    return was_approved(inspection) && (!inspection.draft.is_secret() || object.state != ObjectState::Open);
}

bool hears_of(const identity::Actor& actor, const Inspection& inspection, const Object& object) {
    return (is_touched(actor, object.unit.id) && is_announced(inspection, object)) ||
           (actor.only_reads() && actor.covers(object.unit.id) && was_approved(inspection) && object.state != ObjectState::Open);
}

bool sees_object(const identity::Actor& actor, const Inspection& inspection, const Object& object) {
    return actor.may("inspect.read") && (standing_of(actor, inspection).sees_all || hears_of(actor, inspection, object));
}

bool sees(const identity::Actor& actor, const Inspection& inspection) {
    return standing_of(actor, inspection).sees_all ||
           std::any_of(inspection.objects.begin(), inspection.objects.end(),
                       [&](const Object& object) { return sees_object(actor, inspection, object); }) ||
           (actor.may("inspect.read") &&
            std::any_of(inspection.rectifiers.begin(), inspection.rectifiers.end(), [&](UnitId unit) { return is_touched(actor, unit); }));
}

}  // namespace luoshi::inspect
