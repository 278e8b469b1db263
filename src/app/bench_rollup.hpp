#pragma once
#include <string>

namespace luoshi::app {

enum class Output { Table, Json };

/// Measures the roll-up engine over every division of the country: 20 indicators x 36 months, seven facts in ten present, made from a
/// fixed seed. `divisions`: a file of village codes (12 digits, one a line below a header, ascending). `others`: a command that measures
/// the same queries elsewhere and prints "query,engine,microseconds,checksum" a line; before it runs, `export_csv` gets the totals of
/// all inner nodes. Prints a table, or one JSON object {"queries":[{"name","engine_us","duckdb_us","ratio",…}],…}.
/// Returns the exit code: 1 when a checksum differs.
int bench_rollup(const std::string& divisions, const std::string& others, const std::string& export_csv, Output output);

}  // namespace luoshi::app
