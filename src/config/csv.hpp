#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"

namespace luoshi::config {

struct CsvRow {
    int line = 0;                     ///< of the row's first character
    std::vector<std::string> fields;  ///< in the order of the columns asked for
};

/// Reads comma-separated text (RFC 4180, UTF-8) with a heading. Columns are found by name, in any order; those of `optional` may
/// be missing and are then empty. Missing or unknown columns, rows of the wrong length and open quotes are problems.
std::vector<CsvRow> read_csv(const std::string& file, std::string_view text, const std::vector<std::string>& required,
                             const std::vector<std::string>& optional, Problems& problems);

}  // namespace luoshi::config
