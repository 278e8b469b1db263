#pragma once
#include <string>

namespace luoshi::app {

enum class Output { Table, Json };

/// Measures the roll-up engine over every division of the country: 20 indicators x 36 months, seven facts in ten present, made from a
/// fixed seed. Three of the queries are also asked of the figure routes over HTTP, and one figure is corrected through the store and the
/// nation read again. `divisions`: a file of village codes (12 digits, one a line below a header, ascending). `others`: a command that
/// measures the same elsewhere and prints "query,engine,microseconds,checksum" a line; before it runs, `export_csv` gets the totals of all
/// inner nodes and the figure that will be corrected. Prints a table, or one JSON object {"queries":[{"name","engine_us","duckdb_us",
/// "ratio","http_us","http_ratio",…}],"durable_change":{…},…}; `ratio` is DuckDB's time by the engine's, `http_ratio` by that of HTTP.
/// Returns the exit code: 1 when a checksum differs.
int bench_rollup(const std::string& divisions, const std::string& others, const std::string& export_csv, Output output);

}  // namespace luoshi::app
