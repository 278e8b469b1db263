#include "plan/unit_multiplier.hpp"

#include <array>
#include <utility>

namespace luoshi::plan {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kMultipliers{
    {{"十", 10}, {"百", 100}, {"千", 1'000}, {"万", 10'000}, {"亿", 100'000'000}}};
/// A multiplier alone may begin a measure word of its own: 百分点 is not a hundred 分点, 千米 is a unit.
constexpr std::array<std::string_view, 4> kWholeWords{"百分点", "千米", "千克", "千瓦"};

}  // namespace

MeasureWord split_measure_word(std::string_view unit) {
    MeasureWord word{1, unit};
    bool more = true;
    while (more) {
        more = false;
        for (const std::string_view whole : kWholeWords) {
            if (word.base.starts_with(whole)) {
                return word;
            }
        }
        for (const auto& [mark, factor] : kMultipliers) {
            if (word.base.starts_with(mark)) {
                word.multiplier *= factor;
                word.base.remove_prefix(mark.size());
                more = word.multiplier < 1'000'000'000'000;
                break;
            }
        }
    }
    return word;
}

std::optional<base::Decimal> to_base_unit(base::Decimal value, std::string_view unit) {
    return value.times(split_measure_word(unit).multiplier);
}

}  // namespace luoshi::plan
