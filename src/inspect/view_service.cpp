#include "inspect/view_service.hpp"

#include <algorithm>
#include <tuple>

#include "inspect/case_service.hpp"
#include "org/directory_store.hpp"

namespace luoshi::inspect {
namespace {

using base::Result;
using identity::Actor;

template <class Rows, class Id, class Of>
std::vector<FileRow> files_where(const Rows& files, Id id, Of of) {
    std::vector<FileRow> out;
    std::copy_if(files.begin(), files.end(), std::back_inserter(out), [&](const FileRow& file) { return file.*of == id; });
    return out;
}

View view_of(store::ReadTx& tx, const Environment& env, const Actor& actor, Case c) {
    View view{.inspection = c.inspection, .sees_all = c.standing.sees_all};
    const auto& inspection = c.inspection;
    const auto today = env.today();
    const auto can = [&](Act act) { return after(inspection.state, act).has_value(); };
    view.may_edit = c.standing.manages && can(Act::Edit);
    view.may_approve = c.standing.decides && can(Act::Approve) && inspection.drafter != actor.user;
    const bool nothing_served = std::all_of(inspection.objects.begin(), inspection.objects.end(),
                                            [](const Object& object) { return object.state == ObjectState::Open; });
    view.may_cancel = c.standing.manages && can(Act::Cancel) && nothing_served;
    const bool under_way = inspection.state == State::Approved || inspection.state == State::Concluded;
    view.may_change_team = c.standing.manages && under_way;
    if (c.standing.sees_all && !under_way && inspection.state != State::Cancelled) {
        view.lacks = lacks(inspection.draft);
        if (view.lacks.empty()) {
            view.breaches = breaches(inspection.draft, surroundings(tx, env, c), env.settings);
        }
    }
    const auto lines = lines_of(tx, inspection.id);
    const auto files = files_of(tx, inspection.id);
    const auto rectifications = rectifications_of(tx, inspection.id);
    std::vector<ObjectId> shown;
    for (const auto& object : inspection.objects) {
        ObjectView out{.object = object, .sees_conclusion = sees_object(actor, inspection, object)};
        const bool inspects = c.inspects(actor, object.unit.id) && under_way;
        const bool touched = is_touched(actor, object.unit.id);
        out.may_find = inspects && object.state == ObjectState::Open && inspection.draft.from <= today;
        out.may_conclude = out.may_find && c.standing.leads;
        out.may_ask =
            actor.is_of(object.unit.id) && actor.may("order.handle") && may_ask(object.state, object.conclusion, today).has_value();
        if (object.state == ObjectState::Asked && c.standing.decides && !touched) {
            const auto took_part = participants(tx, object.id);
            out.may_decide = std::find(took_part.begin(), took_part.end(), actor.user) == took_part.end();
        }
        out.may_recuse = inspects && object.state == ObjectState::Open;
        out.decision_overdue = object.state == ObjectState::Asked && object.reconsideration->decide_by < today;
        for (const auto& row : rectifications) {
            if (row.object != object.id || !(out.sees_conclusion || is_touched(actor, row.unit))) {
                continue;
            }
            const bool with_unit = row.state == RectificationState::Open || row.state == RectificationState::Returned;
            out.rectifications.push_back({.row = row,
                                          .files = files_where(files, row.id, &FileRow::rectification),
                                          .overdue = row.is_overdue(today),
                                          .may_report = with_unit && actor.is_of(row.unit) && actor.may("order.handle"),
                                          .may_check = inspects && row.state == RectificationState::Reported,
                                          .may_order = env.sources.open_order && c.standing.manages && actor.may("order.manage") &&
                                                       !row.order && row.state != RectificationState::Passed &&
                                                       row.state != RectificationState::Dropped});
        }
        if (c.standing.sees_all) {
            for (const auto& line : lines) {
                if (line.object == object.id) {
                    out.lines.push_back({line, files_where(files, line.id, &FileRow::line)});
                }
            }
            std::copy_if(c.away.begin(), c.away.end(), std::back_inserter(out.away),
                         [&](const Recusal& recusal) { return recusal.object == object.unit.id; });
        }
        if (out.sees_conclusion || !out.rectifications.empty()) {
            if (!out.sees_conclusion) {
                out.object.conclusion.reset();
                out.object.reconsideration.reset();
            } else {
                shown.push_back(object.id);
            }
            view.objects.push_back(std::move(out));
        }
    }
    for (auto& step : steps_of(tx, inspection.id)) {
        const bool theirs = step.object && std::find(shown.begin(), shown.end(), *step.object) != shown.end() &&
                            step.act != "inspect.recuse" && step.act != "inspect.finding" && step.act != "inspect.line";
        if (c.standing.sees_all || theirs) {
            view.steps.push_back(std::move(step));
        }
    }
    if (!c.standing.sees_all) {
        view.inspection.overrides.clear();
        view.inspection.declared.clear();
    }
    return view;
}

}  // namespace

Surroundings surroundings(store::ReadTx& tx, const Environment& env, const Case& c) {
    Surroundings out;
    out.today = env.today();
    out.recusals = c.away;
    out.people = c.inspection.people;
    for (auto& topic : c.inspection.topics) {
        out.task_names.emplace(topic.id, topic.ref + " " + topic.title);
    }
    for (const auto& object : c.inspection.objects) {
        out.unit_names.emplace(object.unit.id, object.unit.name);
    }
    std::tie(out.plan_from, out.plan_to) = years_of(tx, c.inspection.id);
    if (const auto government = government_of(tx, c.inspection.organiser.id)) {
        out.organiser_is_government = government->is_own;
        const auto below = org::units_below(tx, government->id);
        out.reach.insert(below.begin(), below.end());
        out.reach.erase(government->id);
        out.reach.erase(c.inspection.organiser.id);
    }
    for (const auto state : {State::Approved, State::Concluded}) {
        for (const auto& other : list_inspections(tx, state, env.today())) {
            if (other.id != c.inspection.id && other.draft.from && other.draft.to) {
                out.others.push_back({other.draft.title, other.organiser.name, other.draft.type, *other.draft.from, *other.draft.to,
                                      other.draft.objects, other.draft.tasks, other.draft.content});
            }
        }
    }
    return out;
}

ListPage list_for(Environment& env, const Actor& actor, const ListFilter& filter) {
    return env.db.read([&](store::ReadTx& tx) {
        ListPage page;
        const auto today = env.today();
        const auto open = open_rectifications(tx, today);
        for (auto& inspection : list_inspections(tx, filter.state, today)) {
            if ((filter.after && inspection.id.value() >= filter.after->value()) || !sees(actor, inspection)) {
                continue;
            }
            const bool all = standing_of(actor, inspection).sees_all;
            if (!all) {
                std::erase_if(inspection.objects, [&](const Object& object) { return !sees_object(actor, inspection, object); });
            }
            const auto has_words = [&](std::string_view text) { return text.find(filter.words) != std::string_view::npos; };
            const bool fits = !filter.year || base::year_of(inspection.draft.from.value_or(inspection.drafted_on)) == *filter.year;
            const bool of_object = !filter.object || std::any_of(inspection.objects.begin(), inspection.objects.end(),
                                                                 [&](const Object& object) { return object.unit.id == *filter.object; });
            const bool worded = has_words(inspection.draft.title) || has_words(inspection.organiser.name) ||
                                std::any_of(inspection.objects.begin(), inspection.objects.end(),
                                            [&](const Object& object) { return has_words(object.unit.name); });
            if (!fits || !of_object || !worded) {
                continue;
            }
            if (static_cast<int>(page.items.size()) == filter.limit) {
                page.next = page.items.back().inspection.id;
                break;
            }
            const auto counted = open.find(inspection.id);
            const auto rectifications = all && counted != open.end() ? counted->second : OpenRectifications{};
            page.items.push_back({std::move(inspection), all, rectifications});
        }
        return page;
    });
}

Result<View> read(Environment& env, const Actor& actor, InspectionId id) {
    return env.db.read([&](store::ReadTx& tx) { return view_in(tx, env, actor, id); });
}

Result<View> view_in(store::ReadTx& tx, const Environment& env, const Actor& actor, InspectionId id) {
    LUOSHI_TRY(c, load_case(tx, env, actor, id));
    return view_of(tx, env, actor, std::move(c));
}

std::vector<WaitingDecision> waiting_decisions(Environment& env, const Actor& actor) {
    return env.db.read([&](store::ReadTx& tx) {
        std::vector<WaitingDecision> out;
        for (const auto state : {State::Pending, State::Approved, State::Concluded}) {
            for (const auto& inspection : list_inspections(tx, state, env.today())) {
                const bool asks =
                    std::ranges::any_of(inspection.objects, [](const Object& one) { return one.state == ObjectState::Asked; });
                if (!standing_of(actor, inspection).decides || (state != State::Pending && !asks)) {
                    continue;
                }
                const auto view = view_in(tx, env, actor, inspection.id);
                if (!view) {
                    continue;
                }
                if (view->may_approve) {
                    const auto submitted = std::find_if(view->steps.rbegin(), view->steps.rend(),
                                                        [](const Step& step) { return step.act == "inspect.submit"; });
                    const auto since = submitted == view->steps.rend() ? env.today() : submitted->on;
                    out.push_back({inspection.id, inspection.draft.title, inspection.organiser, since});
                }
                for (const auto& object : view->objects) {
                    if (object.may_decide) {
                        const auto& asked = *object.object.reconsideration;
                        out.push_back({inspection.id, inspection.draft.title, object.object.unit, asked.asked_on, asked.decide_by});
                    }
                }
            }
        }
        return out;
    });
}

std::vector<OwnRectification> own_rectifications(Environment& env, const Actor& actor) {
    return env.db.read([&](store::ReadTx& tx) {
        std::vector<OwnRectification> out;
        for (const auto state : {State::Approved, State::Concluded}) {
            for (const auto& inspection : list_inspections(tx, state, env.today())) {
                if (!actor.unit || std::ranges::find(inspection.rectifiers, *actor.unit) == inspection.rectifiers.end()) {
                    continue;
                }
                auto view = view_in(tx, env, actor, inspection.id);
                if (!view) {
                    continue;
                }
                for (auto& object : view->objects) {
                    for (auto& one : object.rectifications) {
                        const bool with_unit = one.row.state == RectificationState::Open || one.row.state == RectificationState::Returned;
                        if (with_unit && actor.is_of(one.row.unit)) {
                            out.push_back({inspection.id, inspection.draft.title, std::move(one)});
                        }
                    }
                }
            }
        }
        return out;
    });
}

}  // namespace luoshi::inspect
