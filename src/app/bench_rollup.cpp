#include "app/bench_rollup.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <numeric>

#include "rollup/engine.hpp"

namespace luoshi::app {
namespace {

using rollup::Cells;
using rollup::Node;
using rollup::Nodes;
using rollup::Over;
using rollup::Period;
using rollup::Tree;
using rollup::UnitId;

constexpr int kIndicators = 20;
constexpr int kMonths = 36;
const Period kFirst = *Period::make(2018, 1);

Period month(int number) { return *Period::make(kFirst.year() + number / 12, number % 12 + 1); }
std::vector<rollup::Span> months(int first, int last) { return calendar::spans(month(first), month(last), rollup::Rhythm::Month); }
plan::IndicatorId indicator_id(int number) { return plan::IndicatorId{number + 1}; }

/// The made figure of a village, nothing for three in ten. bench/rollup_duckdb.mjs has the same formula in SQL.
std::optional<std::int64_t> figure(std::int64_t village, int indicator, int month) {
    std::int64_t hash = (village * 2654435761 + indicator * 2654404609 + month * 97000291 + 12345) % 4294967296;
    hash = ((hash ^ (hash >> 15)) * 668265263) % 4294967296;
    hash ^= hash >> 13;
    return hash % 10 < 7 ? std::optional{(hash >> 4) % 100000} : std::nullopt;
}

std::vector<std::int64_t> read_villages(const std::string& file) {
    std::ifstream in{file};
    std::vector<std::int64_t> out;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        out.push_back(std::stoll(line));
    }
    return out;
}

/// Province, city, county, town, village: each code is the beginning of the ones below it.
std::shared_ptr<const Tree> country(const std::vector<std::int64_t>& villages) {
    std::vector<Tree::Place> places;
    const std::int64_t shorter[] = {10'000'000'000, 100'000'000, 1'000'000, 1'000, 1};
    std::int64_t last[5] = {};
    for (const auto village : villages) {
        for (int level = 0; level < 5; ++level) {
            const auto code = village / shorter[level];
            if (code != last[level]) {
                last[level] = code;
                places.push_back({UnitId{code}, level == 0 ? std::nullopt : std::optional{UnitId{village / shorter[level - 1]}}});
            }
        }
    }
    return std::make_shared<const Tree>(places, std::unordered_set<UnitId>{});
}

/// Microseconds of the quickest of some runs: the one the rest of the machine disturbed least.
double quickest(const std::function<std::int64_t()>& query, int runs, std::int64_t& checksum) {
    double best = 1e18;
    for (int run = 0; run < runs; ++run) {
        const auto begin = std::chrono::steady_clock::now();
        checksum = query();
        best = std::min(best, std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::int64_t sum_of(const std::vector<std::int64_t>& numbers) { return std::reduce(numbers.begin(), numbers.end()); }

struct Query {
    std::string name;
    std::function<std::int64_t()> run;
};

struct Measured {
    double micros;
    std::int64_t checksum;
};

using Others = std::map<std::string, std::map<std::string, Measured>>;

/// Runs a command that prints "query,engine,microseconds,checksum" a line; false when it failed.
bool run_others(const std::string& command, Others& out) {
    FILE* lines = popen(command.c_str(), "r");  // NOLINT: a benchmark of the developer's own
    if (lines == nullptr) {
        return false;
    }
    char line[256];
    while (fgets(line, sizeof line, lines) != nullptr) {
        char query[100];
        char engine[50];
        Measured measured{};
        if (std::sscanf(line, "%99[^,],%49[^,],%lf,%" SCNd64, query, engine, &measured.micros, &measured.checksum) == 4) {
            out[query].insert_or_assign(engine, measured);
        }
    }
    return pclose(lines) == 0;
}

/// Every node above the villages as "indicator,depth,month,code,sum,count" (0 for the nation): a finished roll-up table for a database to
/// read.
void write_nodes(const rollup::Snapshot& snapshot, const std::string& file) {
    std::ofstream out{file};
    Cells cells;
    const auto& tree = snapshot.tree();
    for (int i = 0; i < kIndicators; ++i) {
        for (int depth = 0; depth < tree.depth(); ++depth) {
            const Nodes nodes = tree.below(Tree::kRoot, depth);
            for (int m = 0; m < kMonths; ++m) {
                snapshot.reported(indicator_id(i))->read(nodes, months(m, m), Over::Span, cells);
                for (Node node = nodes.first; node < nodes.last; ++node) {
                    out << i << ',' << depth << ',' << m << ',' << tree.unit(node).value_or(UnitId{0}).value() << ','
                        << cells.first[node - nodes.first] << ',' << cells.reported[node - nodes.first] << '\n';
                }
            }
        }
    }
}

/// The quickest of some appends of a row's size that waited for the disk.
double durable_append_us() {
    const std::string file = (std::filesystem::temp_directory_path() / fmt::format("luoshi-bench-{}", getpid())).string();
    const int to = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    std::int64_t unused = 0;
    const std::string row(64, 'x');
    const double out = quickest(
        [&] {
            const bool done = write(to, row.data(), row.size()) == static_cast<ssize_t>(row.size()) && fdatasync(to) == 0;
            return std::int64_t{done ? 1 : 0};
        },
        50, unused);
    close(to);
    std::filesystem::remove(file);
    return out;
}

}  // namespace

int bench_rollup(const std::string& divisions, const std::string& others, const std::string& export_csv, Output output) {
    const auto villages = read_villages(divisions);
    if (villages.empty()) {
        std::cerr << "没有读到村级代码：" << divisions << "；请用 bench/rollup.sh 准备\n";
        return 1;
    }
    const auto tree = country(villages);
    std::vector<UnitId> reporters;
    reporters.reserve(villages.size());
    for (const auto village : villages) {
        reporters.emplace_back(village);
    }
    std::vector<rollup::Subject> subjects;
    for (int i = 0; i < kIndicators; ++i) {
        rollup::Definition definition;
        definition.id = indicator_id(i);
        definition.kind = indicator::Kind::Flow;
        subjects.push_back({std::move(definition), reporters});
    }
    rollup::Engine engine{tree, std::move(subjects)};
    subjects.clear();
    const auto load_begin = std::chrono::steady_clock::now();
    std::int64_t facts = 0;
    std::vector<rollup::Fact> batch;
    for (int i = 0; i < kIndicators; ++i) {
        for (int m = 0; m < kMonths; ++m) {
            batch.clear();
            for (std::size_t v = 0; v < villages.size(); ++v) {
                if (const auto value = figure(static_cast<std::int64_t>(v), i, m)) {
                    batch.push_back({indicator_id(i), reporters[v], month(m), 1, base::Decimal::from_e4(*value), {}, {}});
                }
            }
            facts += static_cast<std::int64_t>(batch.size());
            engine.apply(batch, facts);
        }
        std::cerr << fmt::format("\r装入指标 {}/{}", i + 1, kIndicators) << std::flush;
    }
    std::cerr << '\n';
    const double load_seconds = seconds_since(load_begin);
    const auto snapshot = engine.snapshot();
    const auto history = [&](int i) -> const rollup::History& { return *snapshot->reported(indicator_id(i)); };
    const Node hebei = *tree->find(UnitId{13});
    const Node cangzhou = *tree->find(UnitId{1309});
    const Node cang_county = *tree->find(UnitId{130921});

    const auto build_begin = std::chrono::steady_clock::now();
    for (int i = 0; i < kIndicators; ++i) {
        const auto anew = history(i).recomputed();
    }
    const double build_seconds = seconds_since(build_begin);

    const auto one_month = months(17, 17);
    const auto other_month = months(30, 30);
    const auto all_months = months(0, kMonths - 1);
    const auto one_year = months(12, 23);
    const auto end_of_year = months(23, 23);
    Cells cells;
    Cells whole;
    std::vector<std::pair<std::int64_t, Node>> ranked;
    const Query queries[] = {
        {"counties_of_a_province",
         [&] {
             history(3).read(tree->below(hebei, 2), one_month, Over::Span, cells);
             return sum_of(cells.first);
         }},
        {"nation_and_provinces_36_months",
         [&] {
             history(5).read({Tree::kRoot, tree->children(Tree::kRoot).last}, all_months, Over::Span, cells);
             return sum_of(cells.first);
         }},
        {"pivot_of_a_county",
         [&] {
             std::int64_t total = 0;
             for (int i = 0; i < kIndicators; ++i) {
                 history(i).read(tree->children(cang_county), one_year, Over::Span, cells);
                 total += sum_of(cells.first);
             }
             return total;
         }},
        {"rank_of_all_counties",
         [&] {
             const Nodes counties = tree->below(Tree::kRoot, 3);
             history(7).read(counties, end_of_year, Over::YearToDate, cells);
             ranked.clear();
             for (Node node = counties.first; node < counties.last; ++node) {
                 const auto number = node - counties.first;
                 // year to date in ten-thousandths of the county's target
                 ranked.emplace_back(-(cells.first[number] * 10000 / (1000000 + 1000 * static_cast<std::int64_t>(number))), node);
             }
             std::ranges::sort(ranked);
             std::int64_t total = 0;
             for (std::size_t place = 0; place < ranked.size(); ++place) {
                 total += -ranked[place].first * static_cast<std::int64_t>(place + 1);
             }
             return total;
         }},
        {"ratio_over_towns", [&] {
             const Nodes towns = tree->below(cangzhou, 2);
             history(9).read(towns, other_month, Over::Span, cells);
             history(10).read(towns, other_month, Over::Span, whole);
             std::int64_t total = 0;
             for (std::size_t i = 0; i < whole.first.size(); ++i) {
                 total += whole.first[i] == 0 ? 0 : cells.first[i] * 10000 / whole.first[i];
             }
             return total;
         }}};

    if (!export_csv.empty()) {
        write_nodes(*snapshot, export_csv);
    }
    Others others_by_query;
    if (!others.empty() && !run_others(others, others_by_query)) {
        std::cerr << "对比命令失败：" << others << '\n';
        return 2;
    }
    bool all_equal = true;
    std::string out = "{\"queries\":[";
    std::string table;
    for (const auto& query : queries) {
        std::int64_t checksum = 0;
        const double micros = quickest(query.run, 200, checksum);
        out += fmt::format("{}{{\"name\":\"{}\",\"engine_us\":{:.3f}", out.back() == '[' ? "" : ",", query.name, micros);
        table += fmt::format("{:<34} 引擎 {:>10.3f} µs", query.name, micros);
        for (const auto& [engine_name, measured] : others_by_query[query.name]) {
            out += fmt::format(",\"{0}_us\":{1:.1f},\"{2}\":{3:.0f}", engine_name, measured.micros,
                               engine_name == "duckdb" ? "ratio" : engine_name + "_ratio", measured.micros / micros);
            table += fmt::format("  {} {:.1f} µs，{:.0f} 倍", engine_name, measured.micros, measured.micros / micros);
            if (measured.checksum != checksum) {
                all_equal = false;
                std::cerr << fmt::format("{}：{} 的校验和 {} 与引擎的 {} 不同\n", query.name, engine_name, measured.checksum, checksum);
            }
        }
        out += fmt::format(",\"checksum\":\"{}\"}}", checksum);
        table += '\n';
    }

    // one village corrected, then the nation and its line of ancestors read again
    const rollup::Fact change{indicator_id(0), reporters[villages.size() / 2], month(20), 2, base::Decimal::from_e4(77), {}, {}};
    std::int64_t version = 2;
    std::int64_t reread = 0;
    const double change_us = quickest(
        [&] {
            auto next = change;
            next.version = version++;
            engine.apply(std::span{&next, 1}, facts + version);
            const auto now = engine.snapshot();
            for (Node node = *tree->leaf(next.unit); node != Tree::kRoot;) {
                node = tree->parent(node);
                reread += now->find(next.indicator)->month(node, next.period).coverage.reported;
            }
            return reread;
        },
        50, reread);
    const double sync_us = durable_append_us();
    const double bytes_per_fact = static_cast<double>(snapshot->bytes()) / static_cast<double>(facts);
    out += fmt::format(
        "],\"nodes\":{},\"facts\":{},\"bytes_per_fact\":{:.2f},\"load_s\":{:.1f},\"build_all_nodes_s\":{:.2f},\"change_and_reread_us\":{:."
        "1f},"
        "\"durable_append_us\":{:.1f}}}",
        tree->size(), facts, bytes_per_fact, load_seconds, build_seconds, change_us, sync_us);
    table += fmt::format(
        "{} 个节点，{} 条事实，每条 {:.2f} 字节；装入 {:.1f} s；全部节点重新汇总 {:.2f} s；改一村并重读 {:.1f} µs，落盘 {:.1f} µs\n",
        tree->size(), facts, bytes_per_fact, load_seconds, build_seconds, change_us, sync_us);
    std::cout << (output == Output::Json ? out + '\n' : table);
    return all_equal ? 0 : 1;
}

}  // namespace luoshi::app
