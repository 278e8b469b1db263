#include "order/order_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "audit/audit.hpp"
#include "blob/media_type.hpp"
#include "identity/post_store.hpp"
#include "notice/notice_service.hpp"
#include "org/directory_service.hpp"
#include "plan/task_store.hpp"
#include "plan/unit_duty_store.hpp"

namespace luoshi::order {
namespace {

using base::phrase;
using identity::Actor;

const audit::Action kDraft{"order.draft", "拟督办事项"};
const audit::Action kEdit{"order.edit", "修改督办事项"};
const audit::Action kStep{"order.step", "办理督办事项"};
const audit::Action kRequest{"order.request", "申请延期、挂起或撤销"};
const audit::Action kFile{"order.file", "督办事项附件"};

constexpr std::chrono::days kLongest{3660};
constexpr std::int64_t kNumbers = 0x6F726472;  ///< the lock of numbers
constexpr std::int64_t kOrigins = 0x6F726967;  ///< the lock of what orders are made from

base::Error not_found() { return base::not_found("order.not_found", "没有这件督办事项，或它不在您的权限范围内"); }

base::Error version_mismatch() {
    return {base::Category::VersionMismatch, "order.version_mismatch", "这件事项刚被别人办理过，请刷新后再办", {}, {}};
}

std::string request_name(const std::string& kind) { return kind == "extension" ? "延期" : kind == "suspension" ? "挂起" : "撤销"; }

Who who_is(const Actor& actor, const Order& order, const std::vector<FileRow>& files) {
    Who out{.user = actor.user};
    out.is_owner = actor.is_of(order.owner) && actor.may("order.manage");
    out.is_leader = actor.may("order.decide") && actor.covers(order.owner);
    out.is_decider = (out.is_owner && actor.is_head) || out.is_leader;
    out.is_main = order.main && actor.is_of(*order.main) && actor.may("order.handle");
    out.is_head = actor.is_head;
    out.files = static_cast<int>(
        std::ranges::count_if(files, [&](const FileRow& file) { return file.unit == order.main && !file.step.has_value(); }));
    return out;
}

base::FieldError field(const char* path, const char* code, std::string message) { return {path, code, std::move(message)}; }

base::Error invalid(std::vector<base::FieldError> errors) {
    return {base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
}

}  // namespace

base::Result<Orders::Loaded> Orders::load(store::ReadTx& tx, const Actor& actor, OrderId id) {
    auto row = actor.may("order.read") && is_in_sight(tx, actor, id) ? find_order(tx, id) : std::nullopt;
    if (!row) {
        return not_found();
    }
    Who who = who_is(actor, row->order, files_of(tx, id));
    if (who.is_main) {
        who.heads = identity::heads_of(tx, *row->order.main, today());
    }
    return Loaded{*std::move(row), std::move(who)};
}

base::Result<View> Orders::view(store::ReadTx& tx, const Actor& actor, OrderId id) {
    LUOSHI_TRY(loaded, load(tx, actor, id));
    View out{.row = std::move(loaded.row),
             .assisting = assisting_units(tx, id),
             .light = {},
             .steps = steps_of(tx, id),
             .requests = requests_of(tx, id),
             .files = files_of(tx, id),
             .possible = {},
             .heads = {}};
    const Order& order = out.row.order;
    const State& state = rules_.workflow.state(order.state);
    const auto where = standing(rules_.workflow, order, today());
    out.light = light_of(where);
    out.progress_due_on = where.progress_due;
    out.possible = possible(rules_.workflow, order, loaded.who);
    const bool with_unit = is_running(state);
    out.may_edit = loaded.who.is_owner && order.state == rules_.workflow.states.front().code;
    if (loaded.who.is_main && with_unit) {
        const auto last = last_request_day(rules_.calendar(), rules_.workflow.terms_of(order.source), *order.days.due_on);
        out.ask_by = last ? std::optional{*last} : std::nullopt;
        out.may_ask = last && today() <= *last;
    }
    out.heads = loaded.who.heads;
    if (order.merged_into) {
        out.merged_into = find_order(tx, *order.merged_into);
    }
    out.merged_here = merged_into(tx, id);
    out.may_attach = loaded.who.is_main && with_unit;
    for (const auto& request : out.requests) {
        out.may_examine = out.may_examine || (request.state == "asked" && loaded.who.is_owner);
        out.may_take_back = out.may_take_back || (loaded.who.is_main && (request.state == "asked" || request.state == "examined"));
        out.may_decide = out.may_decide || (request.state == "examined" && loaded.who.is_decider && request.examiner != actor.user);
    }
    // what an outsider of the unit sees of files: once handed in
    std::erase_if(out.files, [&](const FileRow& file) { return !file.step && (!actor.is_of(file.unit) || actor.only_reads()); });
    out.unit_days = order.days.unit_days;
    out.superior_days = order.days.superior_days;
    if (order.days.held_since && state.phase == Phase::Open) {
        const int held = static_cast<int>((today() - *order.days.held_since).count());
        (state.holder == Holder::Unit ? out.unit_days : out.superior_days) += std::max(held, 0);
    }
    return out;
}

base::Result<View> Orders::read(const Actor& actor, OrderId id) {
    return db_.read([&](store::ReadTx& tx) { return view(tx, actor, id); });
}

base::Status Orders::check_draft(store::ReadTx& tx, const Actor& actor, const Draft& draft) const {
    if (!actor.may("order.manage") || !actor.unit) {
        return base::forbidden("order.not_manager", "您的岗位不能立项督办");
    }
    std::vector<base::FieldError> errors;
    const auto& workflow = rules_.workflow;
    if (workflow.states.empty()) {
        return base::conflict("order.no_workflow", "方案包里没有 orders.yaml，不能立项督办；请管理员补上后重新装入");
    }
    if (workflow.find_source(draft.source) == nullptr) {
        errors.push_back(field("/source", "order.source", "请从事项来源中选择"));
    } else if (workflow.find_source(draft.source)->leader && draft.instructed_by.empty()) {
        errors.push_back(field("/instructed_by", "order.instructed_by", "请写明批示或提出要求的领导"));
    }
    if (workflow.find_urgency(draft.urgency) == nullptr) {
        errors.push_back(field("/urgency", "order.urgency", "请从紧急程度中选择"));
    }
    const auto day = today();
    if (draft.instructed_on && *draft.instructed_on > day) {
        errors.push_back(field("/instructed_on", "order.instructed_later", "批示日期不能晚于今天"));
    }
    if (draft.due_on && (*draft.due_on < day || *draft.due_on > day + kLongest)) {
        errors.push_back(field("/due_on", "order.due_range", "办理期限应在今天以后，十年以内"));
    }
    if (draft.task && !plan::find_task_version(tx, *draft.task)) {
        errors.push_back(field("/task_id", "order.unknown_task", "没有这项任务，请重新选择"));
    }
    if (draft.main && std::ranges::count(draft.assisting, *draft.main) > 0) {
        errors.push_back(field("/assisting_unit_ids", "order.main_assists", "主办单位不能同时是协办单位"));
    }
    const auto above = org::units_above(tx, *actor.unit);
    const auto check_unit = [&](UnitId unit, const char* path) {
        const auto found = org::find_unit(tx, unit);
        if (!found || !org::holds_on(found->valid_from, found->valid_to, day)) {
            errors.push_back(field(path, "order.unknown_unit", "没有这个单位，或者它已经撤销，请重新选择"));
        } else if (std::ranges::count(above, unit) > 0 ||
                   (!actor.covers(unit) &&
                    !(draft.task && plan::leads_task(tx, *actor.unit, *draft.task) && plan::find_part(tx, *draft.task, unit)))) {
            errors.push_back(field(path, "order.beyond_authority", "超出督办权限：只能督办下级单位，或由本单位牵头的任务的责任单位"));
        }
    };
    if (draft.main) {
        check_unit(*draft.main, "/main_unit_id");
    }
    for (const auto unit : std::set(draft.assisting.begin(), draft.assisting.end())) {
        check_unit(unit, "/assisting_unit_ids");
    }
    return errors.empty() ? base::Status{base::Done{}} : base::Status{invalid(std::move(errors))};
}

std::optional<std::string> Orders::alike_order(store::ReadTx& tx, const Draft& draft) const {
    if (!draft.main) {
        return std::nullopt;
    }
    for (const auto& row : orders_titled(tx, *draft.main, draft.title)) {
        const auto phase = rules_.workflow.state(row.order.state).phase;
        if (phase == Phase::Before || phase == Phase::Open) {
            return row.order.number.empty() ? rules_.workflow.state(row.order.state).name : row.order.number;
        }
    }
    return std::nullopt;
}

void Orders::fill(Order& order, const Draft& draft) const {
    order.source = draft.source;
    order.urgency = draft.urgency;
    order.title = draft.title;
    order.content = draft.content;
    order.basis = draft.basis;
    order.instructed_by = draft.instructed_by;
    order.instructed_on = draft.instructed_on;
    order.feedback = draft.feedback;
    order.contact = draft.contact;
    order.task = draft.task;
    order.main = draft.main;
    const std::set<UnitId> assisting{draft.assisting.begin(), draft.assisting.end()};
    order.assisting.assign(assisting.begin(), assisting.end());
    const auto* urgency = rules_.workflow.find_urgency(draft.urgency);
    if (draft.due_on) {
        order.limit = {.day = draft.due_on};
    } else if (urgency != nullptr && urgency->work_days) {
        order.limit = {.days = *urgency->work_days, .working_days = true};
    } else {
        order.limit = {.days = rules_.workflow.find_source(draft.source)->days};
    }
}

base::Result<OrderId> Orders::draft_from(store::WriteTx& tx, const Actor& actor, const Draft& draft, const std::string& origin) {
    LUOSHI_TRY(valid, check_draft(tx, actor, draft));
    if (!origin.empty()) {
        tx.lock(kOrigins);
        if (is_origin(tx, origin)) {
            return base::conflict("order.exists", "已经立项督办，一事一项；请刷新后再看");
        }
    }
    if (const auto alike = origin.empty() ? alike_order(tx, draft) : std::nullopt) {
        return base::conflict(
            phrase("order.alike", "主办单位已有同名的在办事项（{order}），一事一项；不是同一件事的请改换名称", {{"order", *alike}}));
    }
    Order order;
    order.id = ids_.make<OrderId>();
    order.owner = *actor.unit;
    order.origin = origin;
    fill(order, draft);
    order.state = rules_.workflow.states.front().code;
    order.state_since = today();
    order.drafter = actor.user;
    insert_order(tx, order);
    audit::record(tx, ids_, clock_.now(), actor.origin(),
                  {.action = kDraft, .object_kind = "order", .object_id = order.id.text(), .summary = "拟督办事项“" + order.title + "”"});
    return order.id;
}

base::Result<View> Orders::draft(const Actor& actor, const Draft& draft) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        LUOSHI_TRY(id, draft_from(tx, actor, draft, ""));
        return view(tx, actor, id);
    });
}

base::Result<View> Orders::edit(const Actor& actor, OrderId id, std::int64_t version, const Draft& draft) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        LUOSHI_TRY(loaded, load(tx, actor, id));
        Order& order = loaded.row.order;
        if (!loaded.who.is_owner) {
            return base::forbidden("order.not_yours", "只有督办单位可以修改");
        }
        if (order.state != rules_.workflow.states.front().code) {
            return base::conflict("order.not_possible", "只有拟稿中的事项可以修改；送审后的请先撤回");
        }
        LUOSHI_TRY(valid, check_draft(tx, actor, draft));
        fill(order, draft);
        order.version = version;
        if (!update_order(tx, order)) {
            return version_mismatch();
        }
        put_assisting(tx, id, order.assisting);
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kEdit, .object_kind = "order", .object_id = id.text(), .summary = "修改督办事项“" + order.title + "”"});
        return view(tx, actor, id);
    });
}

Page Orders::list(const Actor& actor, const ListQuery& query) {
    return db_.read([&](store::ReadTx& tx) {
        Page page;
        each_order(tx, actor, query.filter, query.after, [&](OrderRow row) {
            const auto& state = rules_.workflow.state(row.order.state);
            if (query.filter.phase == "open" && (state.phase == Phase::Done || state.phase == Phase::Dropped)) {
                return true;
            }
            auto light = light_of(standing(rules_.workflow, row.order, today()));
            if (!query.light.empty() && light.colour != query.light) {
                return true;
            }
            if (page.items.size() == static_cast<std::size_t>(query.limit)) {
                const Order& last = page.items.back().row.order;
                page.next = OrderKey{last.days.due_on ? base::date_text(*last.days.due_on) : "9", last.id};
                return false;
            }
            page.items.push_back({std::move(row), std::move(light)});
            return true;
        });
        return page;
    });
}

/// What of each state waits for a step of the reader that decides on what somebody else did.
std::vector<std::pair<WaitingFilter, const Action*>> Orders::deciding_steps(const Actor& actor) const {
    std::vector<std::pair<WaitingFilter, const Action*>> out;
    const bool decides_in_sight = actor.may("order.decide");
    if (!actor.may("order.read") || !(decides_in_sight || (actor.is_head && actor.may("order.manage") && actor.unit))) {
        return out;
    }
    for (const auto& action : rules_.workflow.actions) {
        if (!decides_on_others(action)) {
            continue;
        }
        const auto unless_own = [&](Guard guard) {
            return std::ranges::count(action.guards, guard) > 0 ? std::optional{actor.user} : std::nullopt;
        };
        for (const auto& state : action.from) {
            const bool known = std::ranges::any_of(out, [&](const auto& one) { return one.first.state == state; });
            if (!known) {
                out.push_back({{.state = state,
                                .owner = decides_in_sight ? std::nullopt : actor.unit,
                                .not_drafter = unless_own(Guard::NotDrafter),
                                .not_handler = unless_own(Guard::NotHandler)},
                               &action});
            }
        }
    }
    return out;
}

std::vector<WaitingDecision> Orders::waiting_requests(store::ReadTx& tx, const Actor& actor) const {
    std::vector<WaitingDecision> out;
    if (!actor.may("order.read") || !(actor.is_head || actor.may("order.decide"))) {
        return out;
    }
    each_order(tx, actor, {.state = rules_.workflow.asking}, std::nullopt, [&](OrderRow row) {
        const bool decides = who_is(actor, row.order, {}).is_decider;
        for (const auto& request : decides ? requests_of(tx, row.order.id) : std::vector<RequestRow>{}) {
            if (request.state == "examined" && request.examiner != actor.user) {
                out.push_back({row, request.kind, true, *request.examined_on});
            }
        }
        return true;
    });
    return out;
}

std::vector<WaitingDecision> Orders::waiting(const Actor& actor, int most) {
    return db_.read([&](store::ReadTx& tx) {
        auto out = waiting_requests(tx, actor);
        for (const auto& [filter, step] : deciding_steps(actor)) {
            for (auto& row : waiting_orders(tx, actor, filter, most)) {
                const Date since = row.order.state_since.value_or(today());
                out.push_back({std::move(row), step->name, false, since});
            }
        }
        return out;
    });
}

std::int64_t Orders::count_waiting(const Actor& actor) {
    return db_.read([&](store::ReadTx& tx) {
        auto out = static_cast<std::int64_t>(waiting_requests(tx, actor).size());
        for (const auto& [filter, step] : deciding_steps(actor)) {
            out += order::count_waiting(tx, actor, filter);
        }
        return out;
    });
}

std::vector<Listed> Orders::of_plan(store::ReadTx& tx, const Actor& actor, plan::PlanId plan) const {
    std::vector<Listed> out;
    if (actor.may("order.read")) {
        each_order(tx, actor, {.plan = plan}, std::nullopt, [&](OrderRow row) {
            auto light = light_of(standing(rules_.workflow, row.order, rules_.today()));
            out.push_back({std::move(row), std::move(light)});
            return true;
        });
    }
    return out;
}

std::vector<Listed> Orders::lying_with_owner(const Actor& actor, int most) {
    std::vector<Listed> out;
    if (!actor.may("order.manage") || !actor.may("order.read") || !actor.unit) {
        return out;
    }
    const auto& workflow = rules_.workflow;
    const auto own_step = [&](const State& state) {
        return state.code == workflow.asking ||
               (state.holder == Holder::Superior && state.phase != Phase::Done && state.code != workflow.states.front().code &&
                state.code != workflow.suspended && decision_after(workflow, state.code) == nullptr);
    };
    return db_.read([&](store::ReadTx& tx) {
        for (const auto& state : workflow.states) {
            for (auto& row :
                 own_step(state) ? waiting_orders(tx, actor, {.state = state.code, .owner = actor.unit}, most) : std::vector<OrderRow>{}) {
                const auto requests = state.code == workflow.asking ? requests_of(tx, row.order.id) : std::vector<RequestRow>{};
                if (state.code != workflow.asking || (!requests.empty() && requests.back().state == "asked")) {
                    auto light = light_of(standing(workflow, row.order, today()));
                    out.push_back({std::move(row), std::move(light)});
                }
            }
        }
        return out;
    });
}

std::vector<Listed> Orders::lying_with_own(const Actor& actor) {
    std::vector<Listed> out;
    if (!actor.may("order.read") || !actor.unit) {
        return out;
    }
    return db_.read([&](store::ReadTx& tx) {
        each_order(tx, actor, {.unit = actor.unit}, std::nullopt, [&](OrderRow row) {
            if (is_running(rules_.workflow.state(row.order.state)) && row.order.main == actor.unit) {
                auto light = light_of(standing(rules_.workflow, row.order, today()));
                out.push_back({std::move(row), std::move(light)});
            }
            return true;
        });
        return out;
    });
}

std::vector<BoardCell> Orders::board(const Actor& actor) {
    return db_.read([&](store::ReadTx& tx) {
        std::map<std::tuple<std::optional<UnitId>, std::string, std::string>, BoardCell> cells;
        for (const auto& alike : count_alike(tx, actor, today())) {
            const State& state = rules_.workflow.state(alike.state);
            const bool running = is_running(state);
            const auto light = light_of({.state = &state,
                                         .overdue = running && alike.overdue,
                                         .near = running && alike.near,
                                         .unsigned_late = running && alike.sign_late && is_given(rules_.workflow, alike.state),
                                         .late = alike.late,
                                         .returned = alike.returned});
            auto& cell = cells[{alike.main, alike.state, light.colour}];
            cell.main = alike.main;
            cell.main_name = alike.main_name;
            cell.state = alike.state;
            cell.colour = light.colour;
            cell.count += alike.count;
        }
        std::vector<BoardCell> out;
        for (auto& [key, cell] : cells) {
            out.push_back(std::move(cell));
        }
        return out;
    });
}

std::vector<DueCount> Orders::due(const Actor& actor, Date from, Date to) {
    return db_.read([&](store::ReadTx& tx) { return count_due(tx, actor, from, to); });
}

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
    for (const auto& one : orders) {
        auto taken = this->act(actor, one.id, one.version, act);
        out.push_back(taken ? base::Status{base::Done{}} : base::Status{std::move(taken).error()});
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
        note = "领导意见：" + act.leader_word;
    }
    if (action.gives) {
        if (act.due_on) {
            if (!order.limit.day || *order.limit.day >= today()) {
                return invalid({field("/due_on", "order.limit_stands", "批准的期限还没有过，不能在交办时另定")});
            }
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
    if (!row ||
        (rules_.workflow.state(row->order.state).phase != Phase::Before && rules_.workflow.state(row->order.state).phase != Phase::Open)) {
        return base::Done{};
    }
    const OrderRow before = *row;
    LUOSHI_TRY(moved, move(tx, row->order, rules_.workflow.withdrawn));
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
    } else if (order.main && workflow.state(order.state).phase != Phase::Before) {
        const bool back = std::ranges::count(action.guards, Guard::ListedReason) > 0;
        tell(tx, *order.main, "order.handle",
             std::ranges::count(action.guards, Guard::Interval) > 0 ? "order.chased"
             : back                                                 ? "order.returned"
                                                                    : "order.decided",
             said("order.told_step_above", "“{title}”：{action}，期限 {due}"), order.id);
    }
}

base::Result<View> Orders::ask(const Actor& actor, OrderId id, std::int64_t version, const NewRequest& request) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        tx.lock(id.value());
        LUOSHI_TRY(loaded, load(tx, actor, id));
        const OrderRow before = loaded.row;
        Order& order = loaded.row.order;
        if (order.version != version) {
            return version_mismatch();
        }
        const State& state = rules_.workflow.state(order.state);
        if (!loaded.who.is_main) {
            return base::forbidden("order.not_yours", "只有主办单位可以申请" + request_name(request.kind));
        }
        if (state.phase != Phase::Open || state.holder != Holder::Unit) {
            return base::conflict("order.not_possible", "“" + state.name + "”的事项不能申请" + request_name(request.kind));
        }
        LUOSHI_TRY(last, last_request_day(rules_.calendar(), rules_.workflow.terms_of(order.source), *order.days.due_on));
        if (today() > last) {
            return base::conflict(phrase("order.request_too_late",
                                         "申请须在期限之内提出（至迟 {last}），现已超过；逾期申请按逾期处理，请抓紧反馈进展",
                                         {{"last", base::date_text(last)}}));
        }
        std::vector<base::FieldError> errors;
        if (request.reason.empty()) {
            errors.push_back(field("/reason", "order.reason", "请写明理由"));
        }
        if (request.progress.empty()) {
            errors.push_back(field("/progress", "order.progress", "请写明目前进展"));
        }
        if (request.kind == "extension" && (!request.due_wanted || *request.due_wanted <= *order.days.due_on)) {
            errors.push_back(field("/due_on", "order.later_day", "延期后的期限应晚于现在的期限 " + base::date_text(*order.days.due_on)));
        } else if (request.due_wanted && *request.due_wanted > today() + kLongest) {
            errors.push_back(field("/due_on", "order.due_range", "办理期限应在今天以后，十年以内"));
        }
        if (!errors.empty()) {
            return invalid(std::move(errors));
        }
        insert_request(tx, {.id = ids_.make<RequestId>(),
                            .order = id,
                            .kind = request.kind,
                            .state = "asked",
                            .reason = request.reason,
                            .progress = request.progress,
                            .due_before = *order.days.due_on,
                            .due_wanted = request.due_wanted,
                            .asked_on = today(),
                            .asked_at = clock_.now(),
                            .asked_by = actor.signature(),
                            .examined_by = {},
                            .opinion = {},
                            .decided_by = {},
                            .decision = {}});
        order.state_before = order.state;
        LUOSHI_TRY(moved, move(tx, order, rules_.workflow.asking));
        Act act;
        act.reason = request.reason;
        act.feedback.progress = request.progress;
        log(tx, actor, before, order, "ask_" + request.kind, act,
            "申请" + request_name(request.kind) + (request.due_wanted ? "至 " + base::date_text(*request.due_wanted) : ""));
        tell(tx, order.owner, "order.manage", "order.request",
             phrase("order.told_request", "“{title}”：主办单位申请{kind}", {{"title", order.title}, {"kind", request_name(request.kind)}}),
             id);
        return view(tx, actor, id);
    });
}

base::Result<RequestRow> Orders::waiting_request(store::ReadTx& tx, RequestId id, std::int64_t version) const {
    auto request = find_request(tx, id);
    if (!request) {
        return base::not_found("order.request_not_found", "没有这份申请");
    }
    if (request->version != version) {
        return version_mismatch();
    }
    if (request->state != "asked" && request->state != "examined") {
        return base::conflict("order.request_decided", "这份申请已经有了结果");
    }
    return *std::move(request);
}

base::Status Orders::end_request(store::WriteTx& tx, const Actor& actor, Loaded& loaded, RequestRow& request, const std::string& action,
                                 const std::string& note) {
    const OrderRow before = loaded.row;
    Order& order = loaded.row.order;
    const bool granted = request.state == "granted";
    std::string to = order.state_before;
    if (granted && request.kind == "suspension") {
        to = rules_.workflow.suspended;
    } else if (granted && request.kind == "withdrawal") {
        to = rules_.workflow.withdrawn;
    }
    if (to != rules_.workflow.suspended) {
        order.state_before.clear();
    }
    if (granted && request.kind == "extension") {
        order.days.held_since = today();  // the new limit has been chosen knowing how long it was decided on
        enter(order, to);
        LUOSHI_TRY(days, extended(rules_.workflow, rules_.calendar(), order.days, *request.due_granted));
        const int held = static_cast<int>((today() - request.asked_on).count());
        order.days = days;
        order.days.superior_days += held;
        if (!update_order(tx, order)) {
            return version_mismatch();
        }
    } else {
        LUOSHI_TRY(moved, move(tx, order, to));
    }
    Act act;
    act.reason = request.decision.empty() ? request.opinion : request.decision;
    log(tx, actor, before, order, action, act, note);
    tell(tx, *order.main, "order.handle", "order.decided",
         phrase("order.told_decided", "“{title}”：{what}", {{"title", order.title}, {"what", note}}), order.id);
    return base::Done{};
}

base::Result<View> Orders::decide(const Actor& actor, RequestId id, std::int64_t version, const Decision& decision) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        const auto known = find_request(tx, id);
        if (known) {
            tx.lock(known->order.value());
        }
        LUOSHI_TRY(request, waiting_request(tx, id, version));
        LUOSHI_TRY(loaded, load(tx, actor, request.order));
        const bool first = request.state == "asked";
        if (first ? !loaded.who.is_owner : !loaded.who.is_decider) {
            return base::forbidden("order.not_yours", first ? "由督办单位先提出意见" : "由督办单位负责人或有批准权的领导决定");
        }
        if (!first && request.examiner == actor.user) {
            return base::conflict("order.same_person", "提出意见的人不能再作决定，请由另一位负责人决定");
        }
        if (!decision.agree && decision.opinion.empty()) {
            return invalid({field("/opinion", "order.reason", "不同意的，请写明理由")});
        }
        if (!first && decision.agree && decision.due_on && request.kind == "extension" && *decision.due_on <= request.due_before) {
            return invalid({field("/due_on", "order.later_day", "延期后的期限应晚于原期限 " + base::date_text(request.due_before))});
        }
        const auto name = request_name(request.kind);
        if (first) {
            request.examiner = actor.user;
            request.examined_by = actor.signature();
            request.examined_on = today();
            request.opinion = decision.opinion;
            request.state = decision.agree ? "examined" : "refused";
        } else {
            request.decided_by = actor.signature();
            request.decided_on = today();
            request.decision = decision.opinion;
            request.state = decision.agree ? "granted" : "refused";
            if (decision.agree && request.kind == "extension") {
                const auto& order = loaded.row.order;
                // the days it was decided on are the superior's: the unit gets no less than a refusal would give it
                LUOSHI_TRY(moved,
                           handed(rules_.workflow, rules_.calendar(), order.limit, order.days, Holder::Superior, Holder::Unit, today()));
                request.due_granted = std::max(decision.due_on ? *decision.due_on : *request.due_wanted, *moved.due_on);
            }
        }
        if (!update_request(tx, request)) {
            return version_mismatch();
        }
        audit::record(
            tx, ids_, clock_.now(), actor.origin(),
            {.action = kRequest,
             .object_kind = "order",
             .object_id = request.order.text(),
             .summary = fmt::format("督办事项“{}”的{}申请：{}", loaded.row.order.title, name, decision.agree ? "同意" : "不同意")});
        if (request.state == "examined") {
            Act act;
            act.reason = decision.opinion;
            log(tx, actor, loaded.row, loaded.row.order, "examine_request", act, "对" + name + "申请提出意见：同意");
            tell_deciders(
                tx, actor, loaded.row.order.owner,
                phrase("order.told_request_to_decide", "“{title}”的{kind}申请待决定", {{"title", loaded.row.order.title}, {"kind", name}}),
                "/orders/" + request.order.text());
        } else {
            LUOSHI_TRY(ended, end_request(tx, actor, loaded, request, "decide_request",
                                          (request.state == "granted" ? "同意" : "不同意") + name +
                                              (request.due_granted ? "至 " + base::date_text(*request.due_granted) : "")));
        }
        return view(tx, actor, request.order);
    });
}

base::Result<View> Orders::take_back(const Actor& actor, RequestId id, std::int64_t version) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<View> {
        const auto known = find_request(tx, id);
        if (known) {
            tx.lock(known->order.value());
        }
        LUOSHI_TRY(request, waiting_request(tx, id, version));
        LUOSHI_TRY(loaded, load(tx, actor, request.order));
        if (!loaded.who.is_main) {
            return base::forbidden("order.not_yours", "只有主办单位可以撤回自己的申请");
        }
        request.state = "taken_back";
        if (!update_request(tx, request)) {
            return version_mismatch();
        }
        LUOSHI_TRY(ended, end_request(tx, actor, loaded, request, "take_back_request", "撤回" + request_name(request.kind) + "申请"));
        return view(tx, actor, request.order);
    });
}

base::Result<FileRow> Orders::add_file(const Actor& actor, OrderId id, std::string file_name, const std::string& uploaded_file) {
    const auto check = [&](store::ReadTx& tx) -> base::Status {
        LUOSHI_TRY(seen, view(tx, actor, id));
        return seen.may_attach ? base::Status{base::Done{}}
                               : base::Status{base::forbidden("order.not_yours", "只有主办单位在办理期间可以上传佐证材料")};
    };
    const auto before = db_.read(check);
    if (!before) {
        return before.error();
    }
    LUOSHI_TRY(type, blob::check_type(file_name, uploaded_file));
    const auto stored = blobs_.put_file(uploaded_file);
    FileRow row{.id = ids_.make<OrderFileId>(),
                .order = id,
                .unit = *actor.unit,
                .sha256 = stored.hash,
                .file_name = std::move(file_name),
                .size = static_cast<std::int64_t>(stored.size),
                .media_type = std::string{type.media_type},
                .uploaded_by = actor.user_name,
                .uploaded_at = clock_.now()};
    return db_.write([&](store::WriteTx& tx) -> base::Result<FileRow> {
        tx.lock(id.value());
        LUOSHI_TRY(still, check(tx));
        const auto there = files_of(tx, id);
        if (std::ranges::any_of(there, [&](const FileRow& other) { return other.sha256 == row.sha256; })) {
            return base::conflict("evidence.duplicate", "内容完全相同的材料已经上传过，没有重复加入");
        }
        insert_file(tx, row);
        audit::record(tx, ids_, clock_.now(), actor.origin(),
                      {.action = kFile, .object_kind = "order", .object_id = id.text(), .summary = "上传佐证材料“" + row.file_name + "”"});
        return row;
    });
}

base::Status Orders::remove_file(const Actor& actor, OrderFileId id) {
    return db_.write([&](store::WriteTx& tx) -> base::Status {
        const auto row = find_file(tx, id);
        if (!row || !is_in_sight(tx, actor, row->order)) {
            return base::not_found("evidence.not_found", "没有这份佐证材料，可能已被移除");
        }
        LUOSHI_TRY(seen, view(tx, actor, row->order));
        if (!actor.is_of(row->unit)) {
            return base::forbidden("order.not_yours", "只有上传的单位可以移除佐证材料");
        }
        if (!seen.may_attach || row->step) {
            return base::conflict("order.not_possible", "已随反馈报出的材料不能移除");
        }
        order::remove_file(tx, id, clock_.now());
        audit::record(
            tx, ids_, clock_.now(), actor.origin(),
            {.action = kFile, .object_kind = "order", .object_id = row->order.text(), .summary = "移除佐证材料“" + row->file_name + "”"});
        return base::Done{};
    });
}

base::Result<Orders::File> Orders::file(const Actor& actor, OrderFileId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<File> {
        const auto row = find_file(tx, id);
        const bool seen = row && actor.may("order.read") && is_in_sight(tx, actor, row->order) &&
                          (row->step || (actor.is_of(row->unit) && !actor.only_reads()));
        if (!seen) {
            return base::not_found("evidence.not_found", "没有这份佐证材料，可能已被移除");
        }
        return File{*row, blobs_.path(row->sha256)};
    });
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
