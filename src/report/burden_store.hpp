#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "calendar/schedule.hpp"
#include "report/burden.hpp"
#include "store/store.hpp"

namespace luoshi::report {

/// What every part asks that is in force at the end of the year.
std::vector<AskedPart> asked_parts(store::ReadTx& tx, const calendar::Schedule& schedule, int year);
/// The units with their names and levels in the order of display; those without a burden are left out.
std::vector<UnitBurden> named(store::ReadTx& tx, const std::map<identity::UnitId, Burden>& burdens);

/// A cap exceeded with a signed reason.
struct Excess {
    base::Moment at = {};
    std::string subject = {};  ///< what did it: the name of a field, a part handed down
    std::string level = {};
    std::int64_t units = 0;   ///< how many were above
    std::int64_t fields = 0;  ///< of the unit that is asked most
    std::int64_t cap = 0;
    std::string reason = {};
    std::string signed_unit = {};
    std::string signed_post = {};
    std::string signed_by = {};
};
void insert_excess(store::WriteTx& tx, std::int64_t id, const Excess& excess);
/// Newest first.
std::vector<Excess> list_excess(store::ReadTx& tx);

}  // namespace luoshi::report
