#include "app/bench_rollup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <numeric>

#include "app/bench_rollup_fixture.hpp"
#include "json/json.hpp"
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
    std::string path = {};  ///< the same as a request; empty: not measured over HTTP
    std::function<std::int64_t(const std::string& body)> checksum = {};
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

/// The figure that is corrected durably, some times over.
struct Correction {
    static constexpr int kIndicator = 0;
    static constexpr int kMonth = 20;
    static constexpr int kTimes = 50;
    std::int64_t village;
    std::int64_t before;
    static std::int64_t value(int time) { return 1000 + time; }
};

/// The first village from the middle on that reported it.
Correction first_to_correct(const std::vector<std::int64_t>& villages) {
    for (auto place = villages.size() / 2;; ++place) {
        if (const auto before = figure(static_cast<std::int64_t>(place), Correction::kIndicator, Correction::kMonth)) {
            return {villages[place], *before};
        }
    }
}

/// Every node above the villages as "indicator,depth,month,code,sum,count" (0 for the nation): a finished roll-up table for a database to
/// read. Last the one village whose figure will be corrected.
void write_nodes(const rollup::Snapshot& snapshot, const Correction& correction, const std::string& file) {
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
                        << cells.first[node - nodes.first] << ',' << cells.figures[node - nodes.first] << '\n';
                }
            }
        }
    }
    out << fmt::format("{},{},{},{},{},1\n", Correction::kIndicator, tree.depth(), Correction::kMonth, correction.village,
                       correction.before);
}

/// What units are called: their codes, which tell the level too.
std::unordered_map<UnitId, rollup::Listed> listed(const Tree& tree) {
    const std::map<std::size_t, std::string> levels{{2, "province"}, {4, "city"}, {6, "county"}, {9, "town"}, {12, "village"}};
    std::unordered_map<UnitId, rollup::Listed> out;
    out.reserve(tree.size());
    for (Node node = Tree::kRoot + 1; node < tree.size(); ++node) {
        const auto unit = *tree.unit(node);
        out.emplace(unit, rollup::Listed{unit.text(), levels.at(unit.text().size())});
    }
    return out;
}

/// The sum over the cells of a grid that came as JSON, but the first `without`.
std::int64_t sum_of_cells(const std::string& body, std::size_t without) {
    json::Reader grid{body};
    auto cells = grid.objects("cells", 1'000'000);
    std::int64_t total = 0;
    for (std::size_t i = without; i < cells.size(); ++i) {
        total += cells[i].opt_decimal("value").value_or(base::Decimal{}).e4();
    }
    return total;
}

/// Ranks the counties by how much of its target each has reached, in ten-thousandths; `sums` in the order of their codes.
std::int64_t rank(std::span<const std::int64_t> sums) {
    std::vector<std::pair<std::int64_t, std::size_t>> ranked;
    ranked.reserve(sums.size());
    for (std::size_t number = 0; number < sums.size(); ++number) {
        ranked.emplace_back(-(sums[number] * 10000 / (1000000 + 1000 * static_cast<std::int64_t>(number))), number);
    }
    std::ranges::sort(ranked);
    std::int64_t total = 0;
    for (std::size_t place = 0; place < ranked.size(); ++place) {
        total += -ranked[place].first * static_cast<std::int64_t>(place + 1);
    }
    return total;
}

/// The same of a ranking that came as JSON.
std::int64_t rank_of_rows(const std::string& body) {
    json::Reader ranking{body};
    std::map<std::int64_t, std::int64_t> by_code;
    for (auto& row : ranking.objects("rows", 1'000'000)) {
        by_code.emplace(row.object("unit").id("id"), row.object("figure").decimal("value").e4());
    }
    std::vector<std::int64_t> sums;
    for (const auto& [code, sum] : by_code) {
        sums.push_back(sum);
    }
    return rank(sums);
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

/// What is printed: a table and one JSON object, our number beside those of the others; and whether all checksums agree.
class Report {
public:
    explicit Report(Others others) : others_(std::move(others)) {}

    void query(const std::string& name, double micros, std::int64_t checksum) {
        json_ += fmt::format("{}{{\"name\":\"{}\",\"checksum\":\"{}\"", json_.back() == '[' ? "" : "},", name, checksum);
        ours(name, micros, checksum);
    }
    /// The query before, asked over HTTP.
    void http(const std::string& name, double micros, std::size_t bytes, std::int64_t checksum, std::int64_t expected) {
        json_ += fmt::format(",\"http_us\":{:.1f},\"http_bytes\":{}", micros, bytes);
        table_ += fmt::format("\n{:<34} HTTP {:>10.1f} µs（{} 字节）", "", micros, bytes);
        if (const auto duckdb = others_[name].find("duckdb"); duckdb != others_[name].end()) {
            json_ += fmt::format(",\"http_ratio\":{:.1f}", duckdb->second.micros / micros);
            table_ += fmt::format("  duckdb {:.1f} 倍", duckdb->second.micros / micros);
        }
        compare(name, "HTTP", checksum, expected);
    }
    void durable_change(double micros, double bare_append, std::int64_t checksum) {
        json_ += fmt::format("}}],\"durable_change\":{{\"bare_append_us\":{:.1f}", bare_append);
        ours("durable_change", micros, checksum);
        table_ += fmt::format("  只追加一行并落盘 {:.1f} µs\n", bare_append);
        json_ += "}";
    }
    void number(const char* key, const char* what, const std::string& value, const char* unit) {
        json_ += fmt::format(",\"{}\":{}", key, value);
        table_ += fmt::format("{} {} {}\n", what, value, unit);
    }
    void print(Output output) const { std::cout << (output == Output::Json ? json_ + "}\n" : table_.substr(1)); }
    bool all_equal() const { return all_equal_; }

private:
    void ours(const std::string& name, double micros, std::int64_t checksum) {
        json_ += fmt::format(",\"engine_us\":{:.3f}", micros);
        table_ += fmt::format("\n{:<34} 引擎 {:>10.3f} µs", name, micros);
        for (const auto& [other, measured] : others_[name]) {
            const double ratio = measured.micros / micros;
            json_ += fmt::format(",\"{}_us\":{:.1f},\"{}\":{:.1f}", other, measured.micros, other == "duckdb" ? "ratio" : other + "_ratio",
                                 ratio);
            table_ += fmt::format("  {} {:.1f} µs，{:.1f} 倍", other, measured.micros, ratio);
            compare(name, other, measured.checksum, checksum);
        }
    }
    void compare(const std::string& name, const std::string& who, std::int64_t theirs, std::int64_t expected) {
        if (theirs != expected) {
            all_equal_ = false;
            std::cerr << fmt::format("{}：{} 的校验和 {} 与引擎的 {} 不同\n", name, who, theirs, expected);
        }
    }

    Others others_;
    std::string json_ = "{\"queries\":[";
    std::string table_;
    bool all_equal_ = true;
};

/// The indicators, reported by every village, and all their facts.
std::shared_ptr<rollup::Engine> loaded(const std::shared_ptr<const Tree>& tree, const std::vector<std::int64_t>& villages,
                                       std::int64_t& facts) {
    std::vector<rollup::Reporter> reporters;
    for (const auto village : villages) {
        reporters.emplace_back(UnitId{village});
    }
    std::vector<rollup::Subject> subjects;
    for (int i = 0; i < kIndicators; ++i) {
        rollup::Definition definition;
        definition.id = indicator_id(i);
        definition.code = definition.name = fmt::format("i{}", i + 1);
        definition.decimals = 4;
        definition.kind = indicator::Kind::Flow;
        subjects.push_back({std::move(definition), reporters});
    }
    auto engine = std::make_shared<rollup::Engine>(tree, std::move(subjects));
    std::vector<rollup::Fact> batch;
    for (int i = 0; i < kIndicators; ++i) {
        for (int m = 0; m < kMonths; ++m) {
            batch.clear();
            for (std::size_t v = 0; v < villages.size(); ++v) {
                if (const auto value = figure(static_cast<std::int64_t>(v), i, m)) {
                    batch.push_back({indicator_id(i), reporters[v].unit, month(m), 1, base::Decimal::from_e4(*value), {}, {}});
                }
            }
            facts += static_cast<std::int64_t>(batch.size());
            engine->apply(batch, facts);
        }
        std::cerr << fmt::format("\r装入指标 {}/{}", i + 1, kIndicators) << std::flush;
    }
    std::cerr << '\n';
    return engine;
}

}  // namespace

int bench_rollup(const std::string& divisions, const std::string& others, const std::string& export_csv, Output output) {
    const auto villages = read_villages(divisions);
    if (villages.empty()) {
        std::cerr << "没有读到村级代码：" << divisions << "；请用 bench/rollup.sh 准备\n";
        return 1;
    }
    const auto tree = country(villages);
    const auto load_begin = std::chrono::steady_clock::now();
    std::int64_t facts = 0;
    const auto engine = loaded(tree, villages, facts);
    const double load_seconds = seconds_since(load_begin);
    const auto snapshot = engine->snapshot();
    const auto history = [&](int i) -> const rollup::History& { return *snapshot->reported(indicator_id(i)); };
    const Node hebei = *tree->find(UnitId{13});
    const Node cangzhou = *tree->find(UnitId{1309});
    const Node cang_county = *tree->find(UnitId{130921});

    const std::clock_t build_begin = std::clock();
    for (int i = 0; i < kIndicators; ++i) {
        const auto anew = history(i).recomputed();
    }
    const double build_seconds = static_cast<double>(std::clock() - build_begin) / CLOCKS_PER_SEC;

    const auto one_month = months(17, 17);
    const auto other_month = months(30, 30);
    const auto all_months = months(0, kMonths - 1);
    const auto one_year = months(12, 23);
    const auto end_of_year = months(23, 23);
    Cells cells;
    Cells whole;
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
         },
         "/api/v1/figures?indicators=6&from=2018-01&to=2020-12", [](const auto& body) { return sum_of_cells(body, 0); }},
        {"pivot_of_a_county",
         [&] {
             std::int64_t total = 0;
             for (int i = 0; i < kIndicators; ++i) {
                 history(i).read(tree->children(cang_county), one_year, Over::Span, cells);
                 total += sum_of(cells.first);
             }
             return total;
         },
         "/api/v1/figures?indicators=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20&under=130921&from=2019-01&to=2019-12",
         [&](const auto& body) { return sum_of_cells(body, kIndicators * one_year.size()); }},  // without the county's own row
        {"rank_of_all_counties",
         [&] {
             history(7).read(tree->below(Tree::kRoot, 3), end_of_year, Over::YearToDate, cells);
             return rank(cells.first);
         },
         "/api/v1/figures/ranking?indicators=8&level=county&to=2019-12&over=year_to_date", rank_of_rows},
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

    const auto correction = first_to_correct(villages);
    if (!export_csv.empty()) {
        write_nodes(*snapshot, correction, export_csv);
    }
    Others others_by_query;
    if (!others.empty() && !run_others(others, others_by_query)) {
        std::cerr << "对比命令失败：" << others << '\n';
        return 2;
    }
    Report report{std::move(others_by_query)};
    BenchFigures site{engine, listed(*tree), UnitId{correction.village}};
    for (const auto& query : queries) {
        std::int64_t checksum = 0;
        const double micros = quickest(query.run, 200, checksum);
        report.query(query.name, micros, checksum);
        if (!query.path.empty()) {
            std::string body;
            std::int64_t size = 0;
            const double http = quickest([&] { return static_cast<std::int64_t>((body = site.get(query.path)).size()); }, 50, size);
            report.http(query.name, http, body.size(), query.checksum(body), checksum);
        }
    }

    // one village corrected on the disk, then the nation read again
    int times = 0;
    std::int64_t nation = 0;
    const double durable_us = quickest(
        [&] {
            site.correct(indicator_id(Correction::kIndicator), month(Correction::kMonth),
                         base::Decimal::from_e4(Correction::value(times++)));
            return site.now()->find(indicator_id(Correction::kIndicator))->month(Tree::kRoot, month(Correction::kMonth)).value->e4();
        },
        Correction::kTimes, nation);
    report.durable_change(durable_us, durable_append_us(), nation);

    // the same in memory only, with the line of ancestors
    std::int64_t version = 2 * Correction::kTimes;
    std::int64_t reread = 0;
    const double change_us = quickest(
        [&] {
            const rollup::Fact next{indicator_id(Correction::kIndicator),
                                    UnitId{correction.village},
                                    month(Correction::kMonth),
                                    ++version,
                                    base::Decimal::from_e4(version),
                                    {},
                                    {}};
            engine->apply(std::span{&next, 1}, facts + version);
            const auto now = engine->snapshot();
            for (Node node = *tree->leaf(next.unit); node != Tree::kRoot;) {
                node = tree->parent(node);
                reread += now->find(next.indicator)->month(node, next.period).coverage.reported;
            }
            return reread;
        },
        50, reread);
    const auto rounded = [](double value) { return fmt::format("{:.2f}", value); };
    report.number("change_and_reread_us", "在内存中改一村并重读", rounded(change_us), "µs");
    report.number("build_all_nodes_core_s", "全部节点重新汇总", rounded(build_seconds), "核·秒");
    report.number("load_s", "装入", rounded(load_seconds), "s");
    report.number("bytes_per_fact", "每条事实", rounded(static_cast<double>(snapshot->bytes()) / static_cast<double>(facts)), "字节");
    report.number("facts", "事实", std::to_string(facts), "条");
    report.number("nodes", "节点", std::to_string(tree->size()), "个");
    report.print(output);
    return report.all_equal() ? 0 : 1;
}

}  // namespace luoshi::app
