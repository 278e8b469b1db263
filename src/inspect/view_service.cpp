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
            view.breaches = breaches(inspection.draft, surroundings(tx, env, actor, c), env.settings);
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

Surroundings surroundings(store::ReadTx& tx, const Environment& env, const Actor& actor, const Case& c) {
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
    const auto& draft = c.inspection.draft;
    if (draft.from && draft.to) {
        const auto year = base::year_of(*draft.from);
        const auto first = std::min(*draft.from, *base::make_date(year, 1, 1));  // caps look at the year it begins in
        const auto last = std::max(*draft.to, *base::make_date(year, 12, 31));
        for (const auto id : beside(tx, c.inspection.id, first, last)) {
            const auto other = *find_inspection(tx, id, env.today());
            out.others.push_back({other.draft.title, other.organiser.name, other.draft.type, *other.draft.from, *other.draft.to,
                                  other.draft.objects, other.draft.tasks, other.draft.content, !sees(actor, other)});
        }
    }
    return out;
}

ListPage list_for(Environment& env, const Actor& actor, const ListFilter& filter) {
    if (!actor.may("inspect.read")) {
        return {};
    }
    return env.db.read([&](store::ReadTx& tx) {
        ListPage page{.items = list_inspections(tx, actor, filter, filter.limit + 1, env.today()), .next = {}};
        if (static_cast<int>(page.items.size()) > filter.limit) {
            page.items.pop_back();
            page.next = page.items.back().inspection.id;
        }
        for (auto& row : page.items) {
            if (!row.sees_all) {
                row.rectifications = {};
                std::erase_if(row.inspection.objects, [&](const Object& object) { return !hears_of(actor, row.inspection, object); });
            }
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
    if (!actor.may("inspect.read")) {
        return {};
    }
    return env.db.read([&](store::ReadTx& tx) {
        std::vector<WaitingDecision> out;
        for (const auto id : to_decide(tx, actor)) {
            const auto view = view_in(tx, env, actor, id);
            if (!view) {
                continue;
            }
            const auto& inspection = view->inspection;
            if (view->may_approve) {
                const auto submitted =
                    std::find_if(view->steps.rbegin(), view->steps.rend(), [](const Step& step) { return step.act == "inspect.submit"; });
                const auto since = submitted == view->steps.rend() ? env.today() : submitted->on;
                out.push_back({id, inspection.draft.title, inspection.organiser, since});
            }
            for (const auto& object : view->objects) {
                if (object.may_decide) {
                    const auto& asked = *object.object.reconsideration;
                    out.push_back({id, inspection.draft.title, object.object.unit, asked.asked_on, asked.decide_by});
                }
            }
        }
        return out;
    });
}

std::vector<OwnRectification> own_rectifications(Environment& env, const Actor& actor) {
    if (!actor.unit) {
        return {};
    }
    return env.db.read([&](store::ReadTx& tx) {
        std::vector<OwnRectification> out;
        for (const auto id : to_rectify(tx, *actor.unit)) {
            auto view = view_in(tx, env, actor, id);
            if (!view) {
                continue;
            }
            for (auto& object : view->objects) {
                for (auto& one : object.rectifications) {
                    const bool with_unit = one.row.state == RectificationState::Open || one.row.state == RectificationState::Returned;
                    if (with_unit && actor.is_of(one.row.unit)) {
                        out.push_back({id, view->inspection.draft.title, std::move(one)});
                    }
                }
            }
        }
        return out;
    });
}

}  // namespace luoshi::inspect
