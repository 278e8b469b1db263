#include "org/tenant_service.hpp"

namespace luoshi::org {

base::Date business_date(store::ReadTx& tx, const base::Clock& clock) {
    if (const auto text = setting(tx, "business_date")) {
        const auto date = base::parse_date(*text);
        if (!date) {
            throw store::Fault("setting business_date is not a date: " + *text);
        }
        return *date;
    }
    constexpr std::chrono::hours kChina{8};
    return std::chrono::floor<std::chrono::days>(clock.now() + kChina);
}

}  // namespace luoshi::org
