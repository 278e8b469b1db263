#include "report/timeliness_store.hpp"

namespace luoshi::report {
namespace {

using store::Row;
using store::Sql;

const Sql kMoves{"report.moves",
                 "SELECT r.report_id, e.action, e.step, e.unit_id, e.on_day FROM report r "
                 "JOIN report_event e ON e.report_id = r.report_id WHERE r.period >= $1 AND r.period <= $2 "
                 "AND e.action IN ('submit', 'approve', 'return', 'withdraw') ORDER BY e.report_id, e.event_id"};
const Sql kFillers{"report.fillers",
                   "SELECT o.unit_id, a.name, o.name FROM post o JOIN user_post up ON up.post_id = o.post_id "
                   "JOIN user_account a ON a.user_id = up.user_id "
                   "JOIN role_permission rp ON rp.role_code = o.role_code AND rp.permission = 'report.fill' "
                   "WHERE a.state = 'active' AND up.valid_from <= $1 AND (up.valid_to IS NULL OR up.valid_to > $1) "
                   "ORDER BY o.unit_id, o.is_head DESC, o.post_id, a.user_id"};

const Sql kUnitNames{"report.unit_names", "SELECT unit_id, name FROM unit"};

Action action_of(std::string_view word) {
    return word == code(Action::Submit)    ? Action::Submit
           : word == code(Action::Approve) ? Action::Approve
           : word == code(Action::Return)  ? Action::Return
                                           : Action::Withdraw;
}

}  // namespace

std::map<ReportId, std::vector<Move>> moves_of(store::ReadTx& tx, std::string_view from, std::string_view to) {
    std::map<ReportId, std::vector<Move>> out;
    tx.each(kMoves, {from, to}, [&](const Row& row) {
        out[row.id<ReportId>(0)].push_back(
            {action_of(row.view(1)), static_cast<int>(row.integer(2)), row.opt_id<identity::UnitId>(3), row.date(4)});
    });
    return out;
}

std::map<identity::UnitId, std::string> unit_names(store::ReadTx& tx) {
    std::map<identity::UnitId, std::string> out;
    tx.each(kUnitNames, {}, [&](const Row& row) { out.emplace(row.id<identity::UnitId>(0), row.text(1)); });
    return out;
}

std::map<identity::UnitId, std::vector<InOffice>> fillers(store::ReadTx& tx, base::Date on) {
    std::map<identity::UnitId, std::vector<InOffice>> out;
    tx.each(kFillers, {on}, [&](const Row& row) { out[row.id<identity::UnitId>(0)].push_back({row.text(1), row.text(2)}); });
    return out;
}

}  // namespace luoshi::report
