#include "config/problem.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.hpp"

namespace luoshi::config {
namespace {

// Levenshtein distance over bytes: a Chinese character counts as three, which `closest` allows for by length.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

std::string Place::text() const { return line == 0 ? file : file + ":" + std::to_string(line) + ":" + std::to_string(column); }

void Problems::add(Place place, std::string message) { list_.push_back({std::move(place), std::move(message)}); }

void Problems::add_unreadable(Place place, std::string message) {
    all_readable_ = false;
    add(std::move(place), std::move(message));
}

std::vector<Problem> Problems::list() const {
    const auto place = [](const Problem& p) { return std::tie(p.place.file, p.place.line, p.place.column); };
    auto sorted = list_;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(sorted, [&](const Problem& p) { return !seen.emplace(p.place.text(), p.message).second; });
    return sorted;
}

base::Error Problems::error(std::string code, std::string message) const {
    auto out = base::bad_input(std::move(code), std::move(message));
    for (auto& problem : list()) {
        out.fields.push_back({problem.place.text(), "config.problem", std::move(problem.message)});
    }
    return out;
}

bool check_utf8(const std::string& file, std::string_view bytes, Problems& problems) {
    base::Utf8Fault fault;
    if (base::decode_utf8(bytes, &fault)) {
        return true;
    }
    problems.add_unreadable({file, fault.line, fault.column}, "从这里起不是 UTF-8 编码，请用 UTF-8 另存这个文件。");
    return false;
}

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        const auto gap = candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
        if (gap >= least) {
            continue;
        }
        if (const auto d = distance(word, candidate); d < least && d < candidate.size()) {
            least = d;
            best = candidate;
        }
    }
    return best;
}

}  // namespace luoshi::config
