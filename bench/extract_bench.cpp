// How long reading the Cangzhou plan takes, in passes of a UTF-8 decoder over the same text.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "document/extraction_json.hpp"
#include "document/extractor.hpp"

namespace {

using luoshi::base::decode_utf8;

std::string plan_text() {
    std::stringstream bytes;
    bytes << std::ifstream(LUOSHI_SOURCE_DIR "/tests/corpus/cangzhou.txt", std::ios::binary).rdbuf();
    return bytes.str();
}

void baseline_decode_utf8(benchmark::State& state) {
    const std::string text = plan_text();
    for (auto _ : state) {
        benchmark::DoNotOptimize(decode_utf8(text));
    }
}
BENCHMARK(baseline_decode_utf8)->Unit(benchmark::kMicrosecond);

void extract_plan(benchmark::State& state) {
    const std::string text = plan_text();
    for (auto _ : state) {
        benchmark::DoNotOptimize(luoshi::document::extract(text, "plan.txt"));
    }
}
BENCHMARK(extract_plan)->Unit(benchmark::kMicrosecond);

void extraction_as_json(benchmark::State& state) {
    const auto draft = luoshi::document::extract(plan_text(), "plan.txt");
    for (auto _ : state) {
        benchmark::DoNotOptimize(luoshi::document::extraction_json(*draft));
    }
}
BENCHMARK(extraction_as_json)->Unit(benchmark::kMicrosecond);

/// Prints the ratio of each run to the baseline of the same process.
class RatioReporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            const double time = run.GetAdjustedCPUTime();
            if (run.benchmark_name().starts_with("baseline")) {
                baseline_ = time;
            } else if (baseline_ > 0) {
                GetOutputStream() << run.benchmark_name() << ": " << time / baseline_ << " x baseline_decode_utf8\n";
            }
        }
    }

private:
    double baseline_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
}
