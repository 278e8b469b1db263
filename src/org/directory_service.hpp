#pragma once
#include "org/directory_store.hpp"

namespace luoshi::org {

/// Who carries the unit's duties on a day: itself while it exists, then its successors and theirs. Empty when nobody does.
std::vector<UnitId> bearers_on(store::ReadTx& tx, UnitId id, base::Date day);

/// What a name stands for on a day, whatever its brackets, width or alias. A name that fits several units fits none; one that only
/// ended units had stands for that unit still.
NameMatch resolve_unit_text(store::ReadTx& tx, std::string_view text, base::Date day);

}  // namespace luoshi::org
