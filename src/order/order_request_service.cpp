#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "order/order_errors.hpp"
#include "order/order_service.hpp"

namespace luoshi::order {
namespace {

using base::phrase;
using identity::Actor;

const audit::Action kRequest{"order.request", "申请延期、挂起或撤销"};

std::string request_name(const std::string& kind) { return kind == "extension" ? "延期" : kind == "suspension" ? "挂起" : "撤销"; }

}  // namespace

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
        if (!is_running(state)) {
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
                            .due_wanted = request.kind == "extension" ? request.due_wanted : std::nullopt,
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
            "申请" + request_name(request.kind) + (request.kind == "extension" ? "至 " + base::date_text(*request.due_wanted) : ""));
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
    if (to == rules_.workflow.withdrawn) {
        free_origin(tx, order.id);
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

}  // namespace luoshi::order
