#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indicator/indicator.hpp"

namespace luoshi::indicator {

/// One way in which documents write an indicator's name.
struct Writing {
    IndicatorId indicator;
    std::string unit;
    Direction direction;
    std::string name;
};

/// The indicator a target of a document means.
struct Match {
    IndicatorId indicator;
    Direction direction;
    friend bool operator==(const Match&, const Match&) = default;
};

/// The part of a name that counts: half width, without blanks, marks and quotes.
std::string normalised(std::string_view name);

/// What a unit measures, without its multiplier: 万元 gives 元, ％ gives %, and every word for countable things (个, 家, 名, 场 …) 个.
std::string_view measure_of(std::string_view unit);
/// Two units measure the same thing, whatever their multipliers (万人次 and 人次). Measure words for countable things (个, 家, 名, 场 …)
/// stand for one another: documents mix them (domain 0.6.7).
bool same_measure(std::string_view one, std::string_view other);

/// Finds the indicator a document means by `name`, counted in `unit` (empty for a target without a figure): the longest writing the
/// name contains. Nothing when none fits or two indicators fit equally well: a person decides.
std::optional<Match> match_name(const std::vector<Writing>& writings, std::string_view name, std::string_view unit);

}  // namespace luoshi::indicator
