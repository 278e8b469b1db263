#include "dispatch/occasion_service.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dispatch/pack_api.hpp"
#include "identity/user_service.hpp"
#include "notice/notice_service.hpp"
#include "org/directory_service.hpp"

namespace luoshi::dispatch {
namespace {

const audit::Action kConvene{"dispatch.convene", "召开专题会"};
const audit::Action kCall{"dispatch.call", "安排召开"};
const audit::Action kAttend{"dispatch.attendance", "登记到会情况"};
const audit::Action kMinutes{"dispatch.minutes", "填写会议纪要"};
const audit::Action kHold{"dispatch.hold", "登记召开"};
const audit::Action kClose{"dispatch.close", "结束调度"};
const audit::Action kSkip{"dispatch.skip", "说明未召开"};
const audit::Action kDecide{"dispatch.decide", "登记议定事项"};
const audit::Action kChange{"dispatch.decision_change", "修改议定事项"};
const audit::Action kRemove{"dispatch.decision_remove", "删除议定事项"};
const audit::Action kSettle{"dispatch.decision_settle", "登记议定事项落实情况"};
const audit::Action kOrder{"dispatch.decision_order", "议定事项转督办"};

base::Error not_found() { return base::not_found("occasion.not_found", "没有这次调度，或者您的岗位看不到它，请刷新后重新选择"); }
base::Error decision_not_found() { return base::not_found("decision.not_found", "没有这项议定事项，请刷新后重新选择"); }
base::Error has_order() { return base::conflict("decision.has_order", "这项议定事项已经转为督办，请在督办单上办理"); }

bool may_manage(const Actor& actor, const Occasion& occasion) { return actor.may("dispatch.manage") && actor.is_of(occasion.unit.id); }

base::Error unknown_unit(std::string path) {
    auto error = base::bad_input("occasion.invalid", "所填内容不合要求，请按提示更正");
    error.fields.push_back({std::move(path), "occasion.unknown_unit", "没有这个单位，或者它已经撤销，请重新选择"});
    return error;
}

base::Result<plan::UnitRef> unit_in_office(store::ReadTx& tx, UnitId id, base::Date day, std::string path) {
    const auto unit = org::find_unit(tx, id);
    if (!unit || !org::holds_on(unit->valid_from, unit->valid_to, day)) {
        return unknown_unit(std::move(path));
    }
    return plan::UnitRef{unit->id, unit->name};
}

std::optional<PlanRhythm> plan_of(store::ReadTx& tx, plan::PlanId id) {
    auto plans = confirmed_plans(tx);
    const auto found = std::ranges::find(plans, id, &PlanRhythm::id);
    return found == plans.end() ? std::nullopt : std::optional{std::move(*found)};
}

/// Whom the owner would invite: the city its lead departments and counties, a lead department who has a part in what it leads, a county the
/// units below it.
std::vector<plan::UnitRef> proposed_units(store::ReadTx& tx, const Occasion& occasion, base::Date day) {
    const auto plan = plan_of(tx, occasion.plan);
    std::vector<plan::UnitRef> out;
    if (!plan || occasion.owner == Owner::Internal) {
        return out;
    }
    std::set<plan::TaskId> led;
    for (const auto& part : plan->parts) {
        if (part.in_force(day) && part.unit == occasion.unit.id && part.role == plan::DutyRole::Lead) {
            led.insert(part.task);
        }
    }
    const auto below = occasion.owner == Owner::County ? org::units_below(tx, occasion.unit.id) : std::vector<UnitId>{};
    for (const auto& part : plan->parts) {
        const bool county_or_above = part.level != "county_department" && part.level != "town" && part.level != "village";
        const bool wanted = occasion.owner == Owner::PlanOffice
                                ? county_or_above && (part.level == "county" || part.role == plan::DutyRole::Lead)
                            : occasion.owner == Owner::County ? std::ranges::find(below, part.unit) != below.end()
                                                              : county_or_above && led.contains(part.task);
        const bool known = std::ranges::any_of(out, [&](const auto& unit) { return unit.id == part.unit; });
        if (wanted && !known && part.unit != occasion.unit.id && part.in_force(day)) {
            out.push_back({part.unit, part.unit_name});
        }
    }
    return out;
}

std::string path_of(const Occasion& occasion) { return "/occasions/" + occasion.id.text(); }

/// Who only reads sees meetings once they were held: before, the pack still changes. What a department runs for itself is not his.
bool is_shown(const Actor& actor, const Occasion& occasion) {
    return !actor.only_reads() || (occasion.owner != Owner::Internal && occasion.was_held());
}

/// The unit that runs a meeting, as far as it sees orders: what stands in its pack depends on nobody who asks for it.
Actor organiser(store::ReadTx& tx, const Occasion& occasion) {
    auto actor = identity::system_actor(occasion.unit.name);
    actor.unit = occasion.unit.id;
    if (occasion.owner != Owner::PlanOffice) {
        actor.scope = identity::Scope::Subtree;
        auto below = org::units_below(tx, occasion.unit.id);
        std::ranges::sort(below);
        actor.units = std::make_shared<const std::vector<UnitId>>(std::move(below));
    }
    return actor;
}

bool wanted(const OccasionFilter& filter, const Occasion& occasion, std::string_view state) {
    return (!filter.kind || *filter.kind == occasion.kind) && (!filter.owner || *filter.owner == occasion.owner) &&
           (!filter.unit || *filter.unit == occasion.unit.id) && (filter.state.empty() || filter.state == state);
}

}  // namespace

Occasions::Occasions(store::Database& db, base::IdSource& ids, const base::Clock& clock, supervise::Boards& boards, Rules rules,
                     Sources sources)
    : db_(db), ids_(ids), clock_(clock), boards_(boards), rules_(std::move(rules)), sources_(std::move(sources)) {}

base::Result<std::vector<OccasionLine>> Occasions::list(const Actor& actor, const OccasionFilter& filter) {
    if (!actor.may("dispatch.read")) {
        return base::forbidden("dispatch.no_access", "您的岗位不能查看调度");
    }
    const auto today = rules_.today();
    return db_.read([&](store::ReadTx& tx) -> base::Result<std::vector<OccasionLine>> {
        std::vector<OccasionLine> out;
        for (auto& [occasion, is_concerned] : list_occasions(tx, filter.year, actor.unit)) {
            if ((is_concerned || actor.covers(occasion.unit.id)) && is_shown(actor, occasion) &&
                wanted(filter, occasion, plan::word(occasion.state))) {
                const auto id = occasion.id;
                out.push_back({id, std::move(occasion)});
            }
        }
        const auto year_after = *base::make_date(filter.year + 1, 12, 31);
        for (const auto& plan :
             filter.year < base::year_of(today) || actor.only_reads() ? std::vector<PlanRhythm>{} : confirmed_plans(tx)) {
            const auto coming = openings(plan, rules_.rhythm, rules_.order, today + std::chrono::days{1}, year_after);
            if (!coming) {
                continue;  // no holiday notice for those days yet: not known, so not shown
            }
            const auto known = known_occasions(tx, plan.id);
            for (const auto& one : *coming) {
                Occasion occasion{.plan = plan.id,
                                  .unit = one.unit,
                                  .rule = one.rule->code,
                                  .kind = one.rule->kind,
                                  .owner = one.rule->owner,
                                  .name = one.rule->name,
                                  .every = one.rule->every,
                                  .period = one.period,
                                  .opens_on = one.opens_on,
                                  .due_on = one.due_on};
                if (one.period.year() == filter.year && actor.covers(one.unit.id) && wanted(filter, occasion, "planned") &&
                    !known.contains({one.unit.id, one.rule->code, one.period})) {
                    out.push_back({std::nullopt, std::move(occasion)});
                }
            }
        }
        return out;
    });
}

base::Result<Occasion> Occasions::seen(store::ReadTx& tx, const Actor& actor, OccasionId id, Sight* sight) const {
    auto occasion = find_occasion(tx, id);
    if (!actor.may("dispatch.read") || !occasion || !is_shown(actor, *occasion)) {
        return not_found();
    }
    if (actor.covers(occasion->unit.id)) {
        *sight = Sight::Whole;
        return *std::move(occasion);
    }
    if (actor.unit && is_concerned(tx, id, *actor.unit)) {
        *sight = Sight::Invited;
        return *std::move(occasion);
    }
    return not_found();
}

base::Result<OccasionView> Occasions::view(store::ReadTx& tx, const Actor& actor, Occasion occasion, Sight sight) const {
    OccasionView out{.occasion = std::move(occasion), .sight = sight};
    const auto id = out.occasion.id;
    out.may_manage = may_manage(actor, out.occasion);
    out.may_order = out.may_manage && sources_.open_order != nullptr;
    out.invited = invited_of(tx, id);
    for (auto& decision : decisions_of(tx, id)) {
        if (sight == Sight::Whole || (out.occasion.was_held() && decision.concerns(*actor.unit))) {
            auto order = order_of(tx, actor, decision);
            out.decisions.push_back({std::move(decision), std::move(order)});
        }
    }
    if (actor.only_reads() && out.occasion.state != State::Closed) {
        out.occasion.minutes.clear();  // still being written
    }
    if (sight == Sight::Invited) {
        std::erase_if(out.invited, [&](const Invited& one) { return !actor.is_of(one.unit.id); });
        out.occasion.minutes.clear();
        return out;
    }
    if (out.may_manage && out.invited.empty() && out.occasion.state == State::Open) {
        out.proposed = proposed_units(tx, out.occasion, rules_.today());
    }
    if (const auto pack = find_pack(tx, id)) {
        out.frozen_as_of = pack->as_of;
    }
    out.before = held_before(tx, out.occasion);
    return out;
}

base::Result<OccasionView> Occasions::read(const Actor& actor, OccasionId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<OccasionView> {
        Sight sight{};
        LUOSHI_TRY(occasion, seen(tx, actor, id, &sight));
        return view(tx, actor, std::move(occasion), sight);
    });
}

std::vector<OwnDecision> Occasions::own_decisions(const Actor& actor) {
    if (!actor.unit) {
        return {};
    }
    return db_.read([&](store::ReadTx& tx) {
        std::vector<OwnDecision> out;
        for (auto& decision : open_decisions(tx, *actor.unit)) {
            Sight sight{};
            if (auto occasion = seen(tx, actor, decision.occasion, &sight)) {
                auto order = order_of(tx, actor, decision);
                out.push_back({*std::move(occasion), std::move(decision), std::move(order)});
            }
        }
        return out;
    });
}

std::vector<Occasion> Occasions::own_open(const Actor& actor) {
    if (!actor.unit || !actor.may("dispatch.manage")) {
        return {};
    }
    return db_.read([&](store::ReadTx& tx) { return open_occasions(tx, actor.unit); });
}

std::optional<Sources::Order> Occasions::order_of(store::ReadTx& tx, const Actor& actor, const Decision& decision) const {
    return decision.order && sources_.order ? sources_.order(tx, actor, *decision.order) : std::nullopt;
}

base::Result<Pack> Occasions::live_pack(store::ReadTx& tx, const Occasion& occasion) const {
    LUOSHI_TRY(published, boards_.get(tx, occasion.plan));
    const auto& board = published->board();
    Reach reach;
    if (occasion.owner == Owner::County) {
        const auto below = org::units_below(tx, occasion.unit.id);
        reach = {.of = Reach::Of::Units, .units = {below.begin(), below.end()}};
    } else if (occasion.owner == Owner::Internal) {
        reach = {.of = Reach::Of::Units, .units = {occasion.unit.id}};
    } else if (occasion.owner == Owner::LeadDepartment) {
        reach = {.of = Reach::Of::Tasks, .tasks = led_by(board, occasion.unit.id)};
    }
    std::vector<PastDecision> past;
    if (const auto before = held_before(tx, occasion)) {
        for (auto& decision : decisions_of(tx, *before)) {
            auto order = order_of(tx, organiser(tx, occasion), decision);
            past.push_back({std::move(decision), order ? std::move(order->state) : std::string{}});
        }
    }
    const auto since = calendar::span_of(occasion.period, occasion.every).first.first_day();
    const auto orders = sources_.open_orders ? sources_.open_orders(tx, reach, since) : std::vector<OpenOrder>{};
    return make_pack(board, reach, occasion.agenda, orders, past);
}

base::Result<PackText> Occasions::pack(const Actor& actor, OccasionId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<PackText> {
        Sight sight{};
        LUOSHI_TRY(occasion, seen(tx, actor, id, &sight));
        if (sight == Sight::Invited) {
            return base::forbidden("occasion.no_pack", "会议材料只给组织单位和它的上级看；您可以看议程和与本单位有关的议定事项");
        }
        if (auto kept = find_pack(tx, id)) {
            return PackText{std::move(occasion), std::move(kept->content)};
        }
        if (occasion.held_on) {
            return PackText{occasion, pack_text({.as_of = *occasion.held_on})};
        }
        LUOSHI_TRY(pack, live_pack(tx, occasion));
        return PackText{std::move(occasion), pack_text(pack)};
    });
}

template <class Change>
base::Result<OccasionView> Occasions::write(const Actor& actor, OccasionId id, std::int64_t version, Step step, const audit::Action& action,
                                            Change change) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<OccasionView> {
        tx.lock(id.value());
        Sight sight{};
        LUOSHI_TRY(occasion, seen(tx, actor, id, &sight));
        if (!may_manage(actor, occasion)) {
            return base::forbidden("occasion.not_yours", "只有组织单位自己可以安排、登记这次调度");
        }
        if (occasion.version != version) {
            return base::Error{base::Category::VersionMismatch,
                               "occasion.version_mismatch",
                               "这次调度在您编辑期间已被他人修改，请对照最新内容后重新提交",
                               {},
                               {}};
        }
        LUOSHI_TRY(may, may_take(occasion, step));
        base::Result<std::string> said = change(tx, occasion);
        LUOSHI_TRY(detail, std::move(said));
        update_occasion(tx, occasion);
        ++occasion.version;
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = action,
                       .object_kind = "occasion",
                       .object_id = id.text(),
                       .summary = fmt::format("{} {}{}{}", occasion.unit.name, occasion.title(), detail.empty() ? "" : "：", detail)});
        return view(tx, actor, std::move(occasion), sight);
    });
}

base::Result<OccasionView> Occasions::convene(const Actor& actor, const Convening& convening) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<OccasionView> {
        if (!actor.unit || !actor.may("dispatch.manage")) {
            return base::forbidden("occasion.not_yours", "只有组织单位自己可以安排、登记这次调度");
        }
        const auto today = rules_.today();
        LUOSHI_TRY(sound, convenable(convening, today));
        auto plans = confirmed_plans(tx);
        const auto plan = std::ranges::find_if(plans.rbegin(), plans.rend(), [&](const PlanRhythm& one) {
            return (!convening.plan || one.id == *convening.plan) && owner_as(one, *actor.unit, today);
        });
        if (plan == plans.rend()) {
            return base::conflict("occasion.no_plan", "本单位在实施中的方案里没有任务，不能召开专题会；请确认方案和责任分工");
        }
        const auto id = ids_.make<OccasionId>();
        const Occasion occasion{.id = id,
                                .plan = plan->id,
                                .unit = {*actor.unit, actor.unit_name},
                                .rule = "adhoc " + id.text(),
                                .kind = convening.kind,
                                .owner = *owner_as(*plan, *actor.unit, today),
                                .name = convening.name,
                                .period = *calendar::Period::parse(base::date_text(convening.due_on).substr(0, 7)),
                                .agenda = convening.agenda,
                                .opens_on = today,
                                .due_on = convening.due_on};
        insert_occasion(tx, occasion, clock_.now());
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kConvene,
                       .object_kind = "occasion",
                       .object_id = id.text(),
                       .summary = fmt::format("{} {}，{}前召开", occasion.unit.name, occasion.title(), base::date_text(occasion.due_on))});
        return view(tx, actor, occasion, Sight::Whole);
    });
}

void Occasions::tell(store::WriteTx& tx, const Occasion& occasion, UnitId unit, const notice::Notice& notice) const {
    if (unit != occasion.unit.id) {
        notice::tell_unit(tx, ids_, clock_.now(), rules_.today(), unit, "dispatch.read", notice);
    }
}

void Occasions::tell_called(store::WriteTx& tx, const Occasion& occasion, const std::vector<Invited>& before,
                            const std::vector<Invited>& invited, bool moved) const {
    const auto has = [](const std::vector<Invited>& units, UnitId unit) {
        return std::ranges::any_of(units, [&](const Invited& one) { return one.unit.id == unit; });
    };
    const base::PhraseParams meeting{{"unit", occasion.unit.name},
                                     {"title", occasion.title()},
                                     {"date", base::date_text(*occasion.meets_on)},
                                     {"place", occasion.place}};
    for (const auto& one : invited) {
        if (!has(before, one.unit.id)) {
            tell(tx, occasion, one.unit.id,
                 {"dispatch.invited", base::phrase("dispatch.invited", "{unit}通知参加{title}：{date}，{place}", meeting),
                  path_of(occasion)});
        } else if (moved) {
            tell(tx, occasion, one.unit.id,
                 {"dispatch.invited", base::phrase("dispatch.moved", "{unit}的{title}改为：{date}，{place}", meeting), path_of(occasion)});
        }
    }
    for (const auto& one : before) {
        if (!has(invited, one.unit.id)) {
            tell(
                tx, occasion, one.unit.id,
                {"dispatch.cancelled", base::phrase("dispatch.uninvited", "{unit}通知：{title}不再需要贵单位参加", meeting), "/occasions"});
        }
    }
}

void Occasions::tell_undecided(store::WriteTx& tx, const Occasion& occasion, const Decision& before, const Decision* now) const {
    if (!occasion.was_held()) {
        return;
    }
    std::vector<UnitId> units{before.unit.id};
    std::ranges::transform(before.assisting, std::back_inserter(units), [](const auto& unit) { return unit.id; });
    for (const auto unit : units) {
        if (now == nullptr || !now->concerns(unit)) {
            tell(tx, occasion, unit,
                 {"dispatch.decided",
                  base::phrase("dispatch.undecided", "{unit}{title}议定的“{text}”不再由贵单位落实",
                               {{"unit", occasion.unit.name}, {"title", occasion.title()}, {"text", before.text}}),
                  "/occasions"});
        }
    }
}

void Occasions::tell_decided(store::WriteTx& tx, const Occasion& occasion, const Decision& decision) const {
    if (!occasion.was_held()) {
        return;
    }
    const auto due = base::date_text(decision.due_on);
    const notice::Notice notice{
        .kind = "dispatch.decided",
        .text = base::phrase("dispatch.decided", "{unit}{title}议定：{text}，{date}前完成",
                             {{"unit", occasion.unit.name}, {"title", occasion.title()}, {"text", decision.text}, {"date", due}}),
        .link = path_of(occasion),
        .once = fmt::format("dispatch.decided:{}:{}", decision.id.text(), due)};
    tell(tx, occasion, decision.unit.id, notice);
    for (const auto& unit : decision.assisting) {
        tell(tx, occasion, unit.id, notice);
    }
}

base::Result<OccasionView> Occasions::call(const Actor& actor, OccasionId id, std::int64_t version, const Call& call) {
    return write(actor, id, version, Step::Call, kCall, [&](store::WriteTx& tx, Occasion& occasion) -> base::Result<std::string> {
        LUOSHI_TRY(sound, callable(occasion, call, rules_.today()));
        const auto before = invited_of(tx, id);
        std::vector<Invited> invited;
        for (std::size_t i = 0; i < call.units.size(); ++i) {
            const auto known = std::ranges::find(before, call.units[i], [](const Invited& one) { return one.unit.id; });
            if (known != before.end()) {
                invited.push_back(*known);
                continue;
            }
            LUOSHI_TRY(unit, unit_in_office(tx, call.units[i], rules_.today(), "/unit_ids/" + std::to_string(i)));
            if (std::ranges::none_of(invited, [&](const Invited& one) { return one.unit.id == unit.id; })) {
                invited.push_back({unit});
            }
        }
        const bool moved = occasion.meets_on != call.meets_on || occasion.place != call.place;
        put_invited(tx, id, invited);
        occasion.meets_on = call.meets_on;
        occasion.place = call.place;
        occasion.chair = call.chair;
        occasion.notes = call.notes;
        tell_called(tx, occasion, before, invited, moved);
        return fmt::format("{}，{}，通知{}个单位", base::date_text(call.meets_on), call.place, invited.size());
    });
}

base::Result<OccasionView> Occasions::record_attendance(const Actor& actor, OccasionId id, std::int64_t version,
                                                        std::vector<Invited> units) {
    return write(actor, id, version, Step::Record, kAttend, [&](store::WriteTx& tx, Occasion&) -> base::Result<std::string> {
        auto invited = invited_of(tx, id);
        LUOSHI_TRY(sound, recordable(invited, units));
        for (const auto& one : units) {
            const auto known = std::ranges::find(invited, one.unit.id, [](const Invited& row) { return row.unit.id; });
            known->attendance = one.attendance;
            known->substitute = one.substitute;
        }
        put_invited(tx, id, invited);
        const auto count = [&](Attendance what) { return std::ranges::count(invited, what, &Invited::attendance); };
        return fmt::format("到会{}，缺席{}，请假{}", count(Attendance::Present), count(Attendance::Absent), count(Attendance::Leave));
    });
}

base::Result<OccasionView> Occasions::write_minutes(const Actor& actor, OccasionId id, std::int64_t version, const std::string& minutes) {
    return write(actor, id, version, Step::Record, kMinutes, [&](store::WriteTx&, Occasion& occasion) -> base::Result<std::string> {
        occasion.minutes = minutes;
        return std::string{};
    });
}

base::Result<OccasionView> Occasions::hold(const Actor& actor, OccasionId id, std::int64_t version, base::Date held_on) {
    return write(actor, id, version, Step::Hold, kHold, [&](store::WriteTx& tx, Occasion& occasion) -> base::Result<std::string> {
        LUOSHI_TRY(sound, holdable(occasion, held_on, rules_.today()));
        LUOSHI_TRY(pack, live_pack(tx, occasion));
        insert_pack(tx, id, {pack.as_of, pack.watermark, pack_text(pack), clock_.now()});
        occasion.state = State::Held;
        occasion.held_on = held_on;
        for (const auto& decision : decisions_of(tx, id)) {
            tell_decided(tx, occasion, decision);
        }
        return fmt::format("{}召开，材料定稿于数据位置{}", base::date_text(held_on), pack.watermark);
    });
}

base::Result<OccasionView> Occasions::close(const Actor& actor, OccasionId id, std::int64_t version) {
    return write(actor, id, version, Step::Close, kClose, [&](store::WriteTx&, Occasion& occasion) -> base::Result<std::string> {
        occasion.state = State::Closed;
        return std::string{};
    });
}

base::Result<OccasionView> Occasions::skip(const Actor& actor, OccasionId id, std::int64_t version, const std::string& reason) {
    return write(actor, id, version, Step::Skip, kSkip, [&](store::WriteTx& tx, Occasion& occasion) -> base::Result<std::string> {
        if (!plan::is_reason(reason)) {
            auto error = base::bad_input("occasion.invalid", "所填内容不合要求，请按提示更正");
            error.fields.push_back(plan::reason_missing());
            return error;
        }
        occasion.state = State::Skipped;
        occasion.skip_reason = reason;
        for (const auto& one : invited_of(tx, id)) {
            tell(tx, occasion, one.unit.id,
                 {"dispatch.cancelled",
                  base::phrase("dispatch.cancelled", "{unit}的{title}不召开了：{reason}",
                               {{"unit", occasion.unit.name}, {"title", occasion.title()}, {"reason", reason}}),
                  path_of(occasion)});
        }
        return reason;
    });
}

namespace {

base::Status fill(store::ReadTx& tx, const Occasion& occasion, const DecisionContent& content, base::Date today, Decision& decision) {
    decision.text = content.text;
    decision.due_on = content.due_on;
    LUOSHI_TRY(unit, unit_in_office(tx, content.unit, today, "/unit_id"));
    decision.unit = unit;
    decision.assisting.clear();
    for (std::size_t i = 0; i < content.assisting.size(); ++i) {
        LUOSHI_TRY(assists, unit_in_office(tx, content.assisting[i], today, "/assisting_ids/" + std::to_string(i)));
        if (std::ranges::none_of(decision.assisting, [&](const auto& one) { return one.id == assists.id; })) {
            decision.assisting.push_back(assists);
        }
    }
    decision.task = content.task ? find_task(tx, occasion.plan, *content.task) : std::nullopt;
    if (content.task && !decision.task) {
        auto error = base::bad_input("decision.invalid", "议定事项的内容不合要求，请按提示更正");
        error.fields.push_back({"/task_id", "decision.unknown_task", "这个方案没有这项任务，请重新选择"});
        return error;
    }
    return sound(decision, occasion);
}

}  // namespace

base::Result<OccasionView> Occasions::decide(const Actor& actor, OccasionId id, std::int64_t version, const DecisionContent& content) {
    return write(actor, id, version, Step::Record, kDecide, [&](store::WriteTx& tx, Occasion& occasion) -> base::Result<std::string> {
        Decision decision{.id = ids_.make<DecisionId>(), .occasion = id};
        LUOSHI_TRY(filled, fill(tx, occasion, content, rules_.today(), decision));
        insert_decision(tx, decision);
        tell_decided(tx, occasion, decision);
        return decision.text;
    });
}

template <class Change>
base::Result<OccasionView> Occasions::write_decision(const Actor& actor, DecisionId id, std::int64_t version, Step step,
                                                     const audit::Action& action, Change change) {
    const auto known = db_.read([&](store::ReadTx& tx) { return find_decision(tx, id); });
    if (!known) {
        return decision_not_found();
    }
    return write(actor, known->occasion, version, step, action, [&](store::WriteTx& tx, Occasion& occasion) -> base::Result<std::string> {
        auto decision = find_decision(tx, id);
        if (!decision) {
            return decision_not_found();
        }
        LUOSHI_TRY(changed, change(tx, occasion, *decision));
        return decision->text;
    });
}

base::Result<OccasionView> Occasions::change(const Actor& actor, DecisionId id, std::int64_t version, const DecisionContent& content) {
    return write_decision(actor, id, version, Step::Record, kChange,
                          [&](store::WriteTx& tx, const Occasion& occasion, Decision& decision) -> base::Status {
                              if (decision.order) {
                                  return has_order();
                              }
                              const Decision before = decision;
                              LUOSHI_TRY(filled, fill(tx, occasion, content, rules_.today(), decision));
                              update_decision(tx, decision);
                              tell_undecided(tx, occasion, before, &decision);
                              tell_decided(tx, occasion, decision);
                              return base::Done{};
                          });
}

base::Result<OccasionView> Occasions::remove(const Actor& actor, DecisionId id, std::int64_t version) {
    return write_decision(actor, id, version, Step::Record, kRemove,
                          [&](store::WriteTx& tx, const Occasion& occasion, Decision& decision) -> base::Status {
                              if (decision.order) {
                                  return has_order();
                              }
                              tell_undecided(tx, occasion, decision, nullptr);
                              delete_decision(tx, decision.id);
                              return base::Done{};
                          });
}

base::Result<OccasionView> Occasions::settle(const Actor& actor, DecisionId id, std::int64_t version, std::optional<base::Date> done_on,
                                             const std::string& outcome) {
    return write_decision(actor, id, version, Step::Outcome, kSettle,
                          [&](store::WriteTx& tx, const Occasion& occasion, Decision& decision) -> base::Status {
                              LUOSHI_TRY(sound, settleable(occasion, done_on, rules_.today()));
                              decision.done_on = done_on;
                              decision.outcome = outcome;
                              update_decision(tx, decision);
                              return base::Done{};
                          });
}

base::Result<OccasionView> Occasions::order(const Actor& actor, DecisionId id, std::int64_t version) {
    return write_decision(actor, id, version, Step::Outcome, kOrder,
                          [&](store::WriteTx& tx, const Occasion& occasion, Decision& decision) -> base::Status {
                              if (!sources_.open_order) {
                                  return base::conflict("decision.no_orders", "这里还没有启用督办单，议定事项请在下次调度时跟踪");
                              }
                              if (decision.order) {
                                  return has_order();
                              }
                              LUOSHI_TRY(order, sources_.open_order(tx, actor, occasion, decision));
                              decision.order = order;
                              update_decision(tx, decision);
                              return base::Done{};
                          });
}

}  // namespace luoshi::dispatch
