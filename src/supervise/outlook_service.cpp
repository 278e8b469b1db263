#include "supervise/outlook_service.hpp"

#include "report/timeliness_store.hpp"
#include "rollup/sight_service.hpp"

namespace luoshi::supervise {
namespace {

constexpr std::size_t kCalls = 10;
constexpr int kCallsOfOne = 3;  ///< so that one indicator that all are behind with does not fill the list

}  // namespace

base::Result<OutlookPage> outlook_page(store::Database& db, Boards& boards, const identity::Actor& actor,
                                       std::optional<plan::PlanId> plan) {
    LUOSHI_TRY(board, boards.current(plan));
    if (!board) {
        return base::not_found("plan.not_found", "没有这个方案；请从方案列表重新进入");
    }
    const double effect = static_cast<double>(boards.rules().lights.call_effect_pct.e4()) / static_cast<double>(100 * base::Decimal::kUnit);
    OutlookPage page{board, effect, look_ahead(board->board(), effect)};
    db.read([&](store::ReadTx& tx) {
        const rollup::Sight sight{tx, actor};
        const auto hidden = [&](const auto& item) { return item.unit && !sight.covers(item.unit->id, item.line->id); };
        std::erase_if(page.outlooks.items, hidden);
        std::erase_if(page.outlooks.untold, hidden);
        std::map<const IndicatorLine*, int> of_one;
        std::vector<Call> calls;
        const auto people = report::fillers(tx, board->board().standing.today);
        for (auto& call : page.outlooks.calls) {
            if (calls.size() < kCalls && !actor.is_of(call.unit.id) && sight.covers(call.unit.id, call.line->id) &&
                of_one[call.line]++ < kCallsOfOne) {
                if (const auto found = people.find(call.unit.id); found != people.end()) {
                    page.people.insert(*found);
                }
                calls.push_back(std::move(call));
            }
        }
        page.outlooks.calls = std::move(calls);
    });
    return page;
}

}  // namespace luoshi::supervise
