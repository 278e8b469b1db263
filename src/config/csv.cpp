#include "config/csv.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace luoshi::config {
namespace {

// Takes the next record off `rest`; returns false when its quotes do not close.
bool next_record(std::string_view& rest, int& line, std::vector<std::string>& fields) {
    fields.assign(1, {});
    bool quoted = false;
    while (!rest.empty()) {
        const char c = rest.front();
        rest.remove_prefix(1);
        line += c == '\n' ? 1 : 0;
        if (quoted && c == '"' && !rest.empty() && rest.front() == '"') {
            rest.remove_prefix(1);
            fields.back() += '"';
        } else if (c == '"') {
            quoted = !quoted;
        } else if (quoted) {
            fields.back() += c;
        } else if (c == ',') {
            fields.emplace_back();
        } else if (c == '\n') {
            return true;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return !quoted;
}

}  // namespace

std::vector<CsvRow> read_csv(const std::string& file, std::string_view text, const std::vector<std::string>& required,
                             const std::vector<std::string>& optional, Problems& problems) {
    std::vector<CsvRow> rows;
    if (!check_utf8(file, text, problems)) {
        return rows;
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    int line = 1;
    std::vector<std::string> heading;
    if (!next_record(text, line, heading)) {
        problems.add_unreadable({file, 1, 1}, "标题行的引号没有成对。");
        return rows;
    }
    auto wanted = required;
    wanted.insert(wanted.end(), optional.begin(), optional.end());
    bool complete = true;
    for (const auto& name : heading) {
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) {
            const auto meant = closest(name, wanted);
            problems.add({file, 1, 1},
                         fmt::format("没有“{}”这一列{}", name, meant.empty() ? "，请删去。" : fmt::format("，是否想写“{}”？", meant)));
        }
    }
    std::vector<std::size_t> source;  // of each wanted column
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        source.push_back(static_cast<std::size_t>(std::find(heading.begin(), heading.end(), wanted[i]) - heading.begin()));
        if (i < required.size() && source.back() == heading.size()) {
            problems.add_unreadable({file, 1, 1}, fmt::format("缺少“{}”这一列。", wanted[i]));
            complete = false;
        }
    }
    std::vector<std::string> fields;
    while (complete && !text.empty()) {
        const int first = line;
        if (!next_record(text, line, fields)) {
            problems.add_unreadable({file, first, 1}, "从这一行起引号没有成对，请检查。");
            break;
        }
        if (fields.size() == 1 && fields[0].empty()) {
            continue;
        }
        if (fields.size() != heading.size()) {
            problems.add_unreadable({file, first, 1},
                         fmt::format("这一行有 {} 列，标题行有 {} 列，请补齐或删去多余的逗号。", fields.size(), heading.size()));
            continue;
        }
        CsvRow row{first, {}};
        row.fields.reserve(source.size());
        for (const auto i : source) {
            row.fields.push_back(i < fields.size() ? std::move(fields[i]) : std::string{});
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace luoshi::config
