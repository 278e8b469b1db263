#pragma once
#include "dispatch/occasion_service.hpp"

namespace luoshi::order {
class Orders;
}

namespace luoshi::app {

/// What meetings have to do with supervision orders: the open ones in their packs, and an order drafted of a decision. Nothing where the
/// package has no orders. `orders` outlives it.
dispatch::Sources order_sources(order::Orders& orders);

}  // namespace luoshi::app
