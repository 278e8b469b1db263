#include "app/dispatch_orders.hpp"

#include "base/text.hpp"
#include "identity/user_service.hpp"
#include "order/order_service.hpp"

namespace luoshi::app {
namespace {

constexpr std::size_t kTitle = 60;  ///< characters of a decision that become the title of its order
constexpr std::string_view kSource = "dispatch";

std::string title_of(const std::string& text) {
    const auto characters = base::decode_utf8(text).value_or(U"");
    const auto line = characters.substr(0, characters.find(U'\n'));
    return base::encode_utf8(line.size() > kTitle ? line.substr(0, kTitle) + U"…" : line);
}

std::string path_of(order::OrderId id) { return "/orders/" + id.text(); }

}  // namespace

dispatch::Sources order_sources(order::Orders& orders) {
    if (orders.workflow().states.empty()) {
        return {};
    }
    dispatch::Sources out;
    out.open_orders = [&orders](store::ReadTx& tx, const dispatch::Reach& reach, base::Date since) {
        std::vector<dispatch::OpenOrder> open;
        order::each_order(tx, identity::system_actor("会议材料"), {}, std::nullopt, [&](const order::OrderRow& row) {
            const auto& one = row.order;
            const auto& state = orders.workflow().state(one.state);
            const bool led = reach.of == dispatch::Reach::Of::Tasks && one.task && reach.tasks.contains(*one.task);
            const bool own = reach.of == dispatch::Reach::Of::Units && one.main && reach.units.contains(*one.main);
            const bool done_since = state.phase == order::Phase::Done && one.days.held_since && *one.days.held_since >= since;
            if ((state.phase == order::Phase::Open || done_since) && one.main && (reach.of == dispatch::Reach::Of::All || led || own)) {
                open.push_back({.title = one.number.empty() ? one.title : one.number + " " + one.title,
                                .unit = {*one.main, row.main_name},
                                .due_on = one.days.due_on,
                                .state = state.name,
                                .link = path_of(one.id)});
            }
            return true;
        });
        return open;
    };
    out.open_order = [&orders](store::WriteTx& tx, const identity::Actor& actor, const dispatch::Occasion& occasion,
                               const dispatch::Decision& decision) -> base::Result<std::int64_t> {
        const auto& workflow = orders.workflow();
        order::Draft draft;
        draft.source = workflow.find_source(kSource) != nullptr ? kSource : workflow.sources.front().code;
        draft.urgency = workflow.urgencies.front().code;
        draft.title = title_of(decision.text);
        draft.content = decision.text;
        draft.basis = occasion.unit.name + occasion.title();
        draft.main = decision.unit.id;
        draft.due_on = decision.due_on;
        if (decision.task) {
            draft.task = decision.task->id;
        }
        for (const auto& unit : decision.assisting) {
            draft.assisting.push_back(unit.id);
        }
        LUOSHI_TRY(id, orders.draft_from(tx, actor, draft, "decision:" + decision.id.text()));
        return id.value();
    };
    out.order = [&orders](store::ReadTx& tx, const identity::Actor& actor, std::int64_t id) -> std::optional<dispatch::Sources::Order> {
        const bool seen = actor.may("order.read") && order::is_in_sight(tx, actor, order::OrderId{id});
        const auto row = seen ? order::find_order(tx, order::OrderId{id}) : std::nullopt;
        if (!row) {
            return std::nullopt;
        }
        return dispatch::Sources::Order{orders.workflow().state(row->order.state).name, path_of(row->order.id)};
    };
    return out;
}

}  // namespace luoshi::app
