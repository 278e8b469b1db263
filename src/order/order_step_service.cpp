#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/audit.hpp"
#include "notice/notice_service.hpp"
#include "order/order_errors.hpp"
#include "order/order_service.hpp"

namespace luoshi::order {
namespace {

using base::phrase;
using identity::Actor;

const audit::Action kStep{"order.step", "办理督办事项"};

constexpr std::int64_t kNumbers = 0x6F726472;  ///< the lock of numbers

}  // namespace

void Orders::enter(Order& order, const std::string& state) const {
    if (order.state != state) {
        order.state_since = today();
    }
    order.state = state;
    order.running = is_running(rules_.workflow.state(state));
}

base::Status Orders::move(store::WriteTx& tx, Order& order, const std::string& to) {
    const auto& workflow = rules_.workflow;
    LUOSHI_TRY(days, handed(workflow, rules_.calendar(), order.limit, order.days, workflow.state(order.state).holder,
                            workflow.state(to).holder, today()));
    order.days = days;
    if (const auto due = order.days.progress_due_on; due && *due <= today() && !order.running && is_running(workflow.state(to))) {
        order.days.progress_due_on = next_progress(workflow.terms_of(order.source), due, today());
    }
    enter(order, to);
    return update_order(tx, order) ? base::Status{base::Done{}} : base::Status{version_mismatch()};
}

void Orders::log(store::WriteTx& tx, const Actor& actor, const OrderRow& before, const Order& after, const std::string& action,
                 const Act& act, const std::string& note) {
    insert_step(tx, after.id,
                {.id = ids_.next(),
                 .action = action,
                 .state_from = before.order.state,
                 .state_to = after.state,
                 .on_day = today(),
                 .at = clock_.now(),
                 .user = actor.user,
                 .actor = actor.user_name,
                 .post = actor.post_name,
                 .unit_id = actor.unit,
                 .unit = actor.unit_name,
                 .reason = act.reason,
                 .feedback = act.feedback,
                 .note = note,
                 .due_on = after.days.due_on});
    const auto* found = rules_.workflow.find_action(action);
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = kStep,
                   .object_kind = "order",
                   .object_id = after.id.text(),
                   .summary = fmt::format("督办事项“{}”：{}", after.title, found != nullptr ? found->name : note)});
}

void Orders::tell(store::WriteTx& tx, UnitId unit, std::string_view permission, const char* kind, base::Phrase said, OrderId id) {
    notice::tell_unit(tx, ids_, clock_.now(), today(), unit, permission, {kind, std::move(said), "/orders/" + id.text()});
}

base::Result<View> Orders::act(const Actor& actor, OrderId id, std::int64_t version, const Act& act) {
    return db_.write([&](store::WriteTx& tx) { return act_in(tx, actor, id, version, act); });
}

std::vector<base::Status> Orders::act_together(const Actor& actor, const std::vector<Versioned>& orders, const Act& act) {
    std::vector<base::Status> out;
    std::size_t done = 0;
    for (const auto& one : orders) {
        auto taken = db_.write([&](store::WriteTx& tx) { return act_in(tx, actor, one.id, one.version, act, Deciders::NotTold); });
        done += taken ? 1U : 0U;
        out.push_back(taken ? base::Status{base::Done{}} : base::Status{std::move(taken).error()});
    }
    if (done > 0) {
        (void)db_.write([&](store::WriteTx& tx) -> base::Status {
            tell_many_wait(tx, actor, *rules_.workflow.find_action(act.action), done);
            return base::Done{};
        });
    }
    return out;
}

base::Result<View> Orders::act_in(store::WriteTx& tx, const Actor& actor, OrderId id, std::int64_t version, const Act& act,
                                  Deciders deciders) {
    tx.lock(id.value());
    LUOSHI_TRY(loaded, load(tx, actor, id));
    const OrderRow before = loaded.row;
    Order& order = loaded.row.order;
    if (order.version != version) {
        return version_mismatch();
    }
    const auto& workflow = rules_.workflow;
    std::optional<Date> next_chase;
    if (order.chased_on) {
        LUOSHI_TRY(next, rules_.calendar().add(*order.chased_on, workflow.chase_work_days));
        next_chase = next;
    }
    LUOSHI_TRY(allowed, may_act(workflow, order, act, loaded.who, today(), next_chase));
    const Action& action = *workflow.find_action(act.action);
    const bool is_limit_past = order.limit.day && *order.limit.day < today();
    if (act.due_on && !(action.gives && is_limit_past)) {
        return invalid({field("/due_on", "order.limit_stands", "批准的期限还没有过，不能在交办时另定")});
    }
    const auto has = [&](Guard guard) { return std::ranges::count(action.guards, guard) > 0; };
    std::string note;
    std::optional<OrderRow> merged_into;
    if (has(Guard::OtherOrder)) {
        const auto other = is_in_sight(tx, actor, *act.into) ? find_order(tx, *act.into) : std::nullopt;
        if (!other || other->order.owner != order.owner || workflow.state(other->order.state).phase != Phase::Open) {
            return invalid({field("/into_order_id", "order.other_order", "要并入的事项不存在，或不是本单位在办的事项")});
        }
        merged_into = *other;
        order.merged_into = act.into;
        note = "并入 " + other->order.number + " " + other->order.title;
    }
    if (has(Guard::NewUnit)) {
        Draft moved{.source = order.source,
                    .urgency = order.urgency,
                    .title = {},
                    .content = {},
                    .basis = {},
                    .instructed_by = order.instructed_by,
                    .feedback = {},
                    .contact = {},
                    .task = order.task,
                    .main = act.main,
                    .assisting = act.assisting};
        LUOSHI_TRY(valid, check_draft(tx, actor, moved));
        order.main = act.main;
        order.assisting = act.assisting;
        put_assisting(tx, id, order.assisting);
    }
    if (has(Guard::Report) || has(Guard::Progress)) {
        order.days.progress_due_on = next_progress(workflow.terms_of(order.source), order.days.progress_due_on, today());
    }
    if (has(Guard::Report)) {
        order.days.reported_on = today();
        order.late = order.late || (order.days.due_on && today() > *order.days.due_on);
    }
    if (has(Guard::ListedReason)) {
        ++order.returned;
    }
    if (has(Guard::Interval)) {
        ++order.chased;
        order.chased_on = today();
    }
    if (has(Guard::SixQuestions)) {
        order.handler = actor.user;
    }
    if (has(Guard::LeaderWord) && !act.leader_word.empty()) {
        note += (note.empty() ? "领导意见：" : "；领导意见：") + act.leader_word;
    }
    if (action.gives) {
        if (act.due_on) {
            order.limit = {.day = act.due_on};
            note = "批准的期限已过，另定期限 " + base::date_text(*act.due_on);
        }
        LUOSHI_TRY(days, given_again(workflow, rules_.calendar(), workflow.terms_of(order.source), order.limit, order.days, today()));
        order.days = days;
        enter(order, action.to);
        if (!update_order(tx, order)) {
            return version_mismatch();
        }
    } else {
        const std::string to = leads_to(action, order);
        if (action.back) {
            order.state_before.clear();
        }
        LUOSHI_TRY(moved, move(tx, order, to));
    }
    if (action.registers && order.number.empty()) {
        tx.lock(kNumbers);
        const int year = static_cast<int>(std::chrono::year_month_day{today()}.year());
        const auto serial = next_serial(tx, year);
        set_number(tx, id, workflow.number_of(year, serial), year, serial);
    }
    log(tx, actor, before, order, action.code, act, note);
    if (has(Guard::Report) || has(Guard::Progress)) {
        hand_in_files(tx, id, *order.main, steps_of(tx, id).back().id);
    }
    if (merged_into) {
        LUOSHI_TRY(merged, merge(tx, actor, before, *std::move(merged_into)));
    }
    if (workflow.state(order.state).phase == Phase::Dropped && !order.merged_into) {
        free_origin(tx, id);
    }
    tell_of(tx, actor, action, before.order, order, deciders);
    return view(tx, actor, id);
}

base::Status Orders::merge(store::WriteTx& tx, const Actor& actor, const OrderRow& from, OrderRow into) {
    tx.lock(into.order.id.value());
    into = *find_order(tx, into.order.id);
    const OrderRow before = into;
    Order& order = into.order;
    std::set<UnitId> assisting{order.assisting.begin(), order.assisting.end()};
    assisting.insert(from.order.assisting.begin(), from.order.assisting.end());
    assisting.insert(*from.order.main);
    assisting.erase(*order.main);
    std::vector<UnitId> joined;
    std::ranges::set_difference(assisting, std::set<UnitId>{order.assisting.begin(), order.assisting.end()}, std::back_inserter(joined));
    order.assisting.assign(assisting.begin(), assisting.end());
    if (!update_order(tx, order)) {
        return version_mismatch();
    }
    put_assisting(tx, order.id, order.assisting);
    Act act;
    act.reason = from.order.content;
    log(tx, actor, before, order, "merged_in", act, "并入本件：" + from.order.number + " " + from.order.title);
    const auto said =
        phrase("order.told_merged", "“{other}”并入“{title}”，请一并办理", {{"other", from.order.title}, {"title", order.title}});
    tell(tx, *order.main, "order.handle", "order.assigned", said, order.id);
    for (const auto unit : joined) {
        tell(tx, unit, "order.handle", "order.assigned", said, order.id);
    }
    return base::Done{};
}

base::Status Orders::drop(store::WriteTx& tx, const Actor& actor, OrderId id, const std::string& reason) {
    tx.lock(id.value());
    auto row = find_order(tx, id);
    if (!row || !is_unfinished(rules_.workflow.state(row->order.state))) {
        return base::Done{};
    }
    const OrderRow before = *row;
    LUOSHI_TRY(moved, move(tx, row->order, rules_.workflow.withdrawn));
    free_origin(tx, id);
    Act act;
    act.reason = reason;
    log(tx, actor, before, row->order, "drop", act, "不再办理");
    if (row->order.main && row->order.days.given_on) {
        tell(tx, *row->order.main, "order.handle", "order.decided",
             phrase("order.told_dropped", "“{title}”不再办理：{reason}", {{"title", row->order.title}, {"reason", reason}}), id);
    }
    return base::Done{};
}

void Orders::tell_deciders(store::WriteTx& tx, const Actor& actor, UnitId owner, base::Phrase said, std::string link) {
    const notice::Notice notice{.kind = "order.to_decide", .text = std::move(said), .link = std::move(link), .not_to = actor.user};
    notice::tell_heads(tx, ids_, clock_.now(), today(), owner, "order.manage", notice);
    notice::tell_reaching(tx, ids_, clock_.now(), today(), owner, "order.decide", notice);
}

void Orders::tell_many_wait(store::WriteTx& tx, const Actor& actor, const Action& step, std::size_t orders) {
    const auto* next = decision_after(rules_.workflow, step.to);
    if (next != nullptr && orders > 0) {
        tell_deciders(tx, actor, *actor.unit,
                      phrase("order.told_many_to_decide", "{count} 件督办事项待{action}",
                             {{"count", std::to_string(orders)}, {"action", next->name}}),
                      "/orders?state=" + step.to);
    }
}

void Orders::tell_of(store::WriteTx& tx, const Actor& actor, const Action& action, const Order& before, const Order& order,
                     Deciders deciders) {
    const auto& workflow = rules_.workflow;
    const auto said = [&](const char* code, const char* pattern) {
        return phrase(
            code, pattern,
            {{"title", order.title}, {"action", action.name}, {"due", order.days.due_on ? base::date_text(*order.days.due_on) : ""}});
    };
    const auto* next = order.state == before.state ? nullptr : decision_after(workflow, order.state);
    if (next != nullptr && deciders == Deciders::Told) {
        tell_deciders(tx, actor, order.owner,
                      phrase("order.told_to_decide", "“{title}”待{action}", {{"title", order.title}, {"action", next->name}}),
                      "/orders/" + order.id.text());
    }
    if (action.gives) {
        tell(tx, *order.main, "order.handle", "order.assigned", said("order.told_assigned", "交办：“{title}”，{due} 前办结，请签收"),
             order.id);
        for (const auto unit : order.assisting) {
            tell(tx, unit, "order.handle", "order.assigned", said("order.told_assisting", "请协办：“{title}”，期限 {due}"), order.id);
        }
        if (before.main && before.main != order.main && before.days.given_on) {
            notice::tell_unit(tx, ids_, clock_.now(), today(), *before.main, "order.handle",
                              {"order.decided", said("order.told_reassigned", "“{title}”已改派其他单位，不再由本单位办理"), "/orders"});
        }
    } else if (action.by == Hand::Main) {
        tell(tx, order.owner, "order.manage", "order.progressed", said("order.told_step", "“{title}”：主办单位{action}"), order.id);
    } else if (order.main && order.days.given_on) {
        const bool back = std::ranges::count(action.guards, Guard::ListedReason) > 0;
        tell(tx, *order.main, "order.handle",
             std::ranges::count(action.guards, Guard::Interval) > 0 ? "order.chased"
             : back                                                 ? "order.returned"
                                                                    : "order.decided",
             said("order.told_step_above", "“{title}”：{action}，期限 {due}"), order.id);
    }
}

base::Status Orders::remind(store::WriteTx& tx, Date day) {
    const Date progress_by = day + std::chrono::days{rules_.workflow.progress_remind_days};
    const Date last_day = std::max(day, today());
    for (const auto& row : running_orders_near(tx, day, progress_by)) {
        const Order& order = row.order;
        const auto where = standing(rules_.workflow, order, day);
        const auto remind_of = [&](const char* kind, const char* code, const char* pattern, Date about, UnitId unit,
                                   std::string_view permission, Date once) {
            notice::tell_unit(tx, ids_, clock_.now(), day, unit, permission,
                              {kind, phrase(code, pattern, {{"title", order.title}, {"due", base::date_text(about)}}),
                               "/orders/" + order.id.text(), fmt::format("{} {} {}", code, order.id.text(), base::date_text(once))});
        };
        // once when the limit comes near, then on its last day and again and again after it; days that were missed count once
        const auto due = *order.days.due_on;
        LUOSHI_TRY(again, notice::is_reminded(
                              {.before = {}, .on_due_day = rules_.reminders.on_due_day, .after_every = rules_.reminders.after_every},
                              rules_.calendar(), {.from = *order.days.given_on, .due_on = due}, day, last_day));
        if (where.overdue && (again || day == due + std::chrono::days{1})) {
            remind_of("order.overdue", "order.told_overdue", "“{title}”已过期限 {due}，请立即反馈", due, *order.main, "order.handle", day);
            remind_of("order.overdue", "order.told_overdue_above", "“{title}”逾期未反馈（期限 {due}）", due, order.owner, "order.manage",
                      due);
        } else if (where.unsigned_late && !where.overdue) {
            remind_of("order.due_soon", "order.told_unsigned", "“{title}”应于 {due} 前签收，请尽快签收", *order.days.sign_due_on,
                      *order.main, "order.handle", *order.days.sign_due_on);
        } else if (where.near && !where.overdue) {
            remind_of("order.due_soon", "order.told_near", "“{title}”临近期限 {due}", due, *order.main, "order.handle",
                      day == due && again ? day : *order.days.near_from);
        } else if (where.progress_due && *where.progress_due <= progress_by) {
            remind_of("order.due_soon", "order.told_progress", "“{title}”应于 {due} 前报告进展", *where.progress_due, *order.main,
                      "order.handle", *where.progress_due);
        }
    }
    return base::Done{};
}

}  // namespace luoshi::order
