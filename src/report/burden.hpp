#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"
#include "identity/ids.hpp"
#include "indicator/indicator.hpp"
#include "report/form_field.hpp"

namespace luoshi::report {

/// The file of a package with estimates and caps; without it the estimates below hold and nothing is capped.
inline constexpr std::string_view kBurdenFile = "burden.yaml";

/// Estimates of this program, not measurements; no plan fixes them.
struct BurdenSettings {
    std::int64_t text_minutes = 10;
    std::int64_t number_minutes = 5;
    std::int64_t choice_minutes = 1;
    std::int64_t date_minutes = 1;
    std::map<std::string, std::int64_t> caps = {};  ///< by level: fields a unit may be asked in a year
};
/// Reads burden.yaml; everything wrong goes to `problems`.
BurdenSettings read_burden(const std::string& file, std::string_view yaml, config::Problems& problems);

/// What one part asks of its unit.
struct AskedPart {
    identity::UnitId unit{1};
    int reports_a_year = 12;
    std::vector<indicator::Definition> owed = {};
    std::vector<FormField> asked = {};
};

/// What is asked in a year.
struct Burden {
    std::int64_t fields = 0;   ///< texts and progress, indicators (a ratio as two), added fields
    std::int64_t minutes = 0;  ///< estimated
    std::int64_t held = 0;     ///< of the fields, those the program already knows: offered, only to be confirmed
    /// "12.5"
    base::Decimal hours() const;
};
struct UnitBurden {
    identity::UnitId unit{1};
    std::string name = {};
    std::string level = {};
    Burden year = {};
};
struct LevelBurden {
    std::string level = {};
    std::int64_t units = 0;
    Burden year = {};       ///< of all units together
    std::int64_t most = 0;  ///< fields of the unit that is asked most
    std::int64_t over = 0;  ///< units above the cap
};

/// The year of each unit. An indicator that a unit owes with two tasks is asked once and known at the second; known are also levels and
/// fields that rarely change.
std::map<identity::UnitId, Burden> by_unit(const std::vector<AskedPart>& parts, const BurdenSettings& settings);
/// The levels in the order in which they first occur.
std::vector<LevelBurden> by_level(const std::vector<UnitBurden>& units, const BurdenSettings& settings);
/// The units above the cap of their level that are asked more than before; the one that is asked most first.
std::vector<UnitBurden> newly_over(const std::map<identity::UnitId, Burden>& before, const std::vector<UnitBurden>& after,
                                   const BurdenSettings& settings);

}  // namespace luoshi::report
