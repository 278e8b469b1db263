#pragma once
#include "org/tenant_store.hpp"

namespace luoshi::org {

/// The day on which the tenant stands: the setting "business_date", else today in China.
base::Date business_date(store::ReadTx& tx, const base::Clock& clock);

}  // namespace luoshi::org
