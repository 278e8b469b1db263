#include "report/workbook_check.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "report/known_value.hpp"
#include "report/typed_number.hpp"

namespace luoshi::report {
namespace {

using base::phrase;
using base::Phrase;
using Place = WorkbookFault::Place;

constexpr std::size_t kExplanationCharacters = 1'000;
constexpr std::size_t kTextCharacters = 4'000;
constexpr std::size_t kTitleFaults = 12;

constexpr std::size_t at(Column column) { return static_cast<std::size_t>(column); }

Phrase said_by(const base::Error& error) { return {error.code, error.params, error.message}; }

const Value* value_of(const Content& content, plan::IndicatorId indicator) {
    const auto hit = std::find_if(content.values.begin(), content.values.end(), [&](const Value& v) { return v.indicator == indicator; });
    return hit == content.values.end() ? nullptr : &*hit;
}

std::string plain(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    return std::string{base::trim(std::string_view{text})};
}

/// The stored text where a cell gives it back unchanged but for blanks around it.
std::string kept(const std::string& stored, std::string typed) { return plain(stored) == typed ? stored : typed; }

std::string figure_text(const std::optional<base::Decimal>& number) { return number ? number->text() : std::string{}; }

/// What was typed for one report, and in which cell each part stands.
struct Typed {
    Content content;
    std::vector<WorkbookFault> faults;
    std::vector<ReadDifferently> read_differently;
};

class Judge {
public:
    Judge(const sheet::ReadBook& book, const WorkbookRecord& record, const std::vector<WorkbookReport>& reports, identity::UnitId own)
        : book_(book), page_(*book.find(kWorkbookSheet)), record_(record), reports_(reports), own_(own) {}

    WorkbookVerdict verdict(Submit submit) {
        check_head();
        if (out_.faults.empty()) {
            find_rows();
            check_reports(submit);
            std::stable_sort(out_.faults.begin(), out_.faults.end(), [](const WorkbookFault& a, const WorkbookFault& b) {
                const auto row = [](const WorkbookFault& f) {
                    return f.place ? std::pair{f.place->row + 1, f.place->column} : std::pair{std::size_t{0}, std::size_t{0}};
                };
                return row(a) < row(b);
            });
        }
        return std::move(out_);
    }

private:
    void fault(std::optional<Place> place, const WorkbookReport* report, Phrase said) {
        out_.faults.push_back(made(place, report, std::move(said)));
    }
    static WorkbookFault made(std::optional<Place> place, const WorkbookReport* report, Phrase said) {
        WorkbookFault out{.place = place, .said = std::move(said)};
        if (report != nullptr) {
            out.unit = report->unit_name;
            out.task = report->task_ref.empty() ? report->task_title : report->task_ref + " " + report->task_title;
        }
        return out;
    }

    std::vector<std::string> heads_in(std::size_t row) const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < std::max(kColumns, page_.columns()); ++i) {
            out.push_back(plain(page_.at(row, i).text));
        }
        while (!out.empty() && out.back().empty()) {
            out.pop_back();
        }
        return out;
    }

    /// The head says which column is which; with one changed, nothing below it can be relied on.
    void check_head() {
        const auto row = workbook_head_row();
        const auto found = heads_in(row);
        std::vector<std::string> wanted;
        for (std::size_t i = 0; i < kColumns; ++i) {
            wanted.emplace_back(head(static_cast<Column>(i)));
        }
        if (found == wanted) {
            return;
        }
        for (std::size_t other = 0; other < page_.rows.size() && other < row + 10; ++other) {
            if (other != row && heads_in(other) == wanted) {
                fault(Place{other, 0}, nullptr,
                      phrase("workbook.head_moved", "表头应在第{wanted}行，现在在第{found}行：上方多了或少了行；请恢复原样",
                             {{"wanted", std::to_string(row + 1)}, {"found", std::to_string(other + 1)}}));
                return;
            }
        }
        for (const auto& name : wanted) {
            if (std::find(found.begin(), found.end(), name) == found.end() && found.size() < wanted.size()) {
                fault(std::nullopt, nullptr,
                      phrase("workbook.column_missing", "缺少“{column}”列；请恢复这一列，或重新下载填报表", {{"column", name}}));
            }
        }
        for (std::size_t i = 0; i < found.size(); ++i) {
            const bool known = std::find(wanted.begin(), wanted.end(), found[i]) != wanted.end();
            if (!known && found.size() > wanted.size()) {
                fault(Place{row, i}, nullptr, phrase("workbook.column_added", "多了一列“{column}”；请删去这一列", {{"column", found[i]}}));
            } else if (i < wanted.size() && found[i] != wanted[i] && found.size() == wanted.size()) {
                fault(Place{row, i}, nullptr,
                      phrase("workbook.head_changed", "表头被改动：这一列应为“{wanted}”，现为“{found}”；请恢复",
                             {{"wanted", wanted[i]}, {"found", found[i]}}));
            }
        }
        if (out_.faults.empty()) {
            fault(Place{row, 0}, nullptr,
                  phrase("workbook.head_changed", "表头被改动：这一列应为“{wanted}”，现为“{found}”；请恢复",
                         {{"wanted", wanted[0]}, {"found", found.empty() ? "" : found[0]}}));
        }
    }

    void find_rows() {
        std::map<std::string, std::pair<std::size_t, std::size_t>> keys;  // entry and place among its rows
        rows_.resize(record_.entries.size());
        for (std::size_t e = 0; e < record_.entries.size(); ++e) {
            const auto& entry = record_.entries[e];
            auto marks = row_keys(entry.duty, entry.indicators, entry.fields);
            rows_[e].resize(marks.size());
            for (std::size_t i = 0; i < marks.size(); ++i) {
                keys.emplace(std::move(marks[i]), std::pair{e, i});
            }
        }
        for (std::size_t row = workbook_head_row() + 1; row < page_.rows.size(); ++row) {
            if (page_.rows[row].empty()) {
                continue;
            }
            if (const auto beyond = page_.rows[row].back().first; beyond >= kColumns) {
                fault(Place{row, beyond}, nullptr, phrase("workbook.column_added", "多了一列“{column}”；请删去这一列", {{"column", ""}}));
            }
            const auto key = keys.find(plain(page_.at(row, at(Column::Key)).text));
            if (key == keys.end()) {
                fault(Place{row, 0}, nullptr, phrase("workbook.row_added", "这一行不是填报表原有的；请删去，不要增加行"));
                continue;
            }
            auto& place = rows_[key->second.first][key->second.second];
            if (place) {
                fault(Place{row, 0}, nullptr,
                      phrase("workbook.row_twice", "这一行与第{row}行重复；请删去其中一行", {{"row", std::to_string(*place + 1)}}));
                continue;
            }
            place = row;
        }
    }

    const WorkbookReport* stored(plan::UnitDutyId duty) {
        if (by_duty_.empty()) {
            for (const auto& report : reports_) {
                by_duty_.emplace(report.duty, &report);
            }
        }
        const auto hit = by_duty_.find(duty);
        return hit == by_duty_.end() ? nullptr : hit->second;
    }

    void check_reports(Submit submit) {
        for (std::size_t e = 0; e < record_.entries.size(); ++e) {
            const auto& entry = record_.entries[e];
            const auto* report = stored(entry.duty);
            const bool own = entry.unit == own_;
            ++(own ? out_.own : out_.others);
            std::vector<std::size_t> rows;
            for (const auto& row : rows_[e]) {
                if (row) {
                    rows.push_back(*row);
                }
            }
            if (rows.size() < rows_[e].size()) {
                fault(
                    rows.empty() ? std::nullopt : std::optional{Place{rows.front(), 0}}, report,
                    phrase("workbook.row_missing", "缺少填报表原有的行（{unit}：{task}）；请恢复，或重新下载填报表",
                           {{"unit", report == nullptr ? "" : report->unit_name}, {"task", report == nullptr ? "" : report->task_title}}));
                continue;
            }
            if (report == nullptr) {
                fault(Place{rows.front(), 0}, nullptr, phrase("workbook.row_gone", "这一行的任务本期已不须填报；请重新下载填报表"));
                continue;
            }
            if (!std::ranges::equal(entry.indicators, report->owed, {}, {}, &indicator::Definition::id) ||
                !std::ranges::equal(entry.fields, report->asked, {}, {}, &FormField::id)) {
                fault(Place{rows.front(), at(Column::Indicator)}, report,
                      phrase("workbook.indicators_changed", "这项任务要填的指标或字段在下载后已调整；请重新下载填报表"));
                continue;
            }
            check_report(entry, *report, rows, own, submit);
        }
    }

    void check_report(const WorkbookEntry& entry, const WorkbookReport& report, const std::vector<std::size_t>& rows, bool own,
                      Submit submit) {
        check_locked(report, rows);
        auto typed = read(report, rows);
        const bool readable = typed.faults.empty();
        const bool untouched = readable && fingerprint(typed.content, report.owed, report.asked) == entry.fingerprint;
        if (!own) {
            if (!untouched) {
                fault_foreign(entry, report, rows, typed.content);
            }
            return;
        }
        const bool same = readable && changes(report.content, typed.content, report.owed, report.asked).empty();
        const bool to_submit = submit == Submit::Yes && !report.closed;
        if (same || untouched) {
            // an untouched report that somebody changed meanwhile keeps what is stored
            if (to_submit) {
                hand_in(report, rows, report.content, false);
            } else {
                ++out_.unchanged;
            }
            return;
        }
        if (report.closed) {
            fault_cells(report, rows, typed.content, said_by(*report.closed));
            return;
        }
        const bool stale = entry.version != report.version && fingerprint(report.content, report.owed, report.asked) != entry.fingerprint;
        if (!readable) {
            std::move(typed.faults.begin(), typed.faults.end(), std::back_inserter(out_.faults));
            if (stale) {
                fault(Place{rows.front(), 0}, &report,
                      phrase("workbook.row_outdated", "这份填报在下载后已被修改；请重新下载填报表，核对后再填"));
            }
            return;
        }
        if (stale) {
            fault_outdated(report, rows, typed.content);
            return;
        }
        std::move(typed.read_differently.begin(), typed.read_differently.end(), std::back_inserter(out_.read_differently));
        if (to_submit) {
            hand_in(report, rows, std::move(typed.content), true);
        } else {
            out_.changes.push_back({.report = place_of(report), .content = std::move(typed.content), .save = true});
        }
    }

    std::size_t place_of(const WorkbookReport& report) const { return static_cast<std::size_t>(&report - reports_.data()); }

    void hand_in(const WorkbookReport& report, const std::vector<std::size_t>& rows, Content content, bool save) {
        if (const auto whole = complete(content, report.owed, report.asked); !whole) {
            for (const auto& field : whole.error().fields) {
                fault(place_of_field(field.path, rows, nullptr, report), &report, {field.code, field.params, field.message});
            }
            return;
        }
        out_.changes.push_back({.report = place_of(report), .content = std::move(content), .save = save, .submit = true});
    }

    /// The cell of a JSON pointer as `checked` and `complete` say it. `values`: the indicators the pointer's numbers count, null for those
    /// owed.
    static Place place_of_field(std::string_view path, const std::vector<std::size_t>& rows, const std::vector<std::size_t>* values,
                                const WorkbookReport& report) {
        if (path == "/progress_pct") {
            return {rows.front(), at(Column::ProgressPct)};
        }
        if (path == "/progress") {
            return {rows.front(), at(Column::Progress)};
        }
        constexpr std::string_view kValues = "/values/";
        constexpr std::string_view kFields = "/fields/";  // a workbook answers all of them, in their order
        const bool field = path.starts_with(kFields);
        if (!field && !path.starts_with(kValues)) {
            return {rows.front(), 0};
        }
        path.remove_prefix(kValues.size());
        std::size_t index = 0;
        while (!path.empty() && path.front() >= '0' && path.front() <= '9') {
            index = index * 10 + static_cast<std::size_t>(path.front() - '0');
            path.remove_prefix(1);
        }
        if (field) {
            return {rows.at(report.owed.size() + index), at(Column::Value)};
        }
        index = values == nullptr ? index : values->at(index);
        const bool ratio = report.owed[index].kind == indicator::Kind::Ratio;
        const auto column = path == "/denominator"          ? Column::Denominator
                            : path == "/numerator" || ratio ? Column::Numerator
                                                            : Column::Value;
        return {rows.at(index), at(column)};
    }

    /// What must not change says what the row is about; a formula anywhere is one too many.
    void check_locked(const WorkbookReport& report, const std::vector<std::size_t>& rows) {
        const std::pair<Column, const std::string*> locked[] = {
            {Column::Unit, &report.unit_name}, {Column::TaskRef, &report.task_ref}, {Column::Task, &report.task_title}};
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (const auto& [column, text] : locked) {
                must_be(report, rows[i], column, *text);
            }
            if (i >= report.owed.size() && i < report.owed.size() + report.asked.size()) {
                const auto& field = report.asked[i - report.owed.size()];
                must_be(report, rows[i], Column::Indicator, field.name);
                must_be(report, rows[i], Column::Measure, field.measure);
            } else if (!report.owed.empty()) {
                const auto& definition = report.owed[i];
                const auto found = plain(page_.at(rows[i], at(Column::Indicator)).text);
                if (found.substr(0, definition.name.size()) != definition.name) {
                    must_be(report, rows[i], Column::Indicator, definition.name);
                }
                must_be(report, rows[i], Column::Measure, definition.unit);
            }
            for (const auto column : {Column::Previous, Column::State}) {
                if (page_.at(rows[i], at(column)).formula) {
                    fault(Place{rows[i], at(column)}, &report,
                          said_by(typed_text(page_.at(rows[i], at(column)), kTextCharacters, false).error()));
                }
            }
        }
    }

    void must_be(const WorkbookReport& report, std::size_t row, Column column, const std::string& text) {
        const auto& cell = page_.at(row, at(column));
        const auto found = typed_text(cell, kTextCharacters, book_.from_1904);
        if (!found) {
            fault(Place{row, at(column)}, &report, said_by(found.error()));
        } else if (*found != plain(text)) {
            fault(Place{row, at(column)}, &report,
                  phrase("cell.locked", "“{column}”不能修改，应为“{wanted}”；请恢复",
                         {{"column", std::string{head(column)}}, {"wanted", text}}));
        }
    }

    Typed read(const WorkbookReport& report, const std::vector<std::size_t>& rows) const {
        Typed out;
        std::vector<std::size_t> counted;  // the indicator of each value
        for (std::size_t i = 0; i < report.owed.size(); ++i) {
            const auto& definition = report.owed[i];
            const bool ratio = definition.kind == indicator::Kind::Ratio;
            const Value none;
            const auto* known = value_of(report.content, definition.id);
            Value value{.indicator = definition.id};
            if (ratio) {
                value.numerator = number(out, report, rows[i], Column::Numerator, "");
                value.denominator = number(out, report, rows[i], Column::Denominator, "");
                stay_empty(out, report, rows[i], Column::Value, phrase("cell.computed", "这是比率，由系统按分子、分母计算；请清空这一格"));
            } else {
                value.value = number(out, report, rows[i], Column::Value, definition.unit);
                for (const auto column : {Column::Numerator, Column::Denominator}) {
                    stay_empty(out, report, rows[i], column,
                               phrase("cell.no_parts", "这项指标没有分子、分母；请清空这一格，把数填在“数值”列"));
                }
            }
            value.explanation = kept((known == nullptr ? none : *known).explanation,
                                     text(out, report, rows[i], Column::Explanation, kExplanationCharacters));
            const bool filled = value.value || value.numerator || value.denominator || !value.explanation.empty() || known != nullptr;
            if (filled) {
                out.content.values.push_back(std::move(value));
                counted.push_back(i);
            }
        }
        for (std::size_t i = 0; i < report.asked.size(); ++i) {
            out.content.fields.push_back(read_field(out, report, report.asked[i], rows[report.owed.size() + i]));
        }
        if (report.owed.empty() && report.asked.empty()) {
            for (const auto column : {Column::Value, Column::Numerator, Column::Denominator, Column::Explanation}) {
                stay_empty(out, report, rows[0], column, phrase("cell.no_indicator", "这项任务不填指标；请清空这一格"));
            }
        }
        for (std::size_t i = 1; i < rows.size(); ++i) {
            for (const auto column : {Column::ProgressPct, Column::Progress, Column::Problems, Column::NextSteps}) {
                stay_empty(out, report, rows[i], column,
                           phrase("cell.first_row_only", "一项任务只在第一行填“{column}”；请移到第{row}行",
                                  {{"column", std::string{head(column)}}, {"row", std::to_string(rows[0] + 1)}}));
            }
        }
        out.content.progress_pct = number(out, report, rows[0], Column::ProgressPct, "%");
        out.content.progress = kept(report.content.progress, text(out, report, rows[0], Column::Progress, kTextCharacters));
        out.content.problems = kept(report.content.problems, text(out, report, rows[0], Column::Problems, kTextCharacters));
        out.content.next_steps = kept(report.content.next_steps, text(out, report, rows[0], Column::NextSteps, kTextCharacters));
        auto right = checked(out.content, report.owed, {}, report.asked);
        if (right) {
            out.content = *std::move(right);
            find_origins(out.content, report.content, report.known);
            return out;
        }
        for (const auto& field : right.error().fields) {
            const auto place = place_of_field(field.path, rows, &counted, report);
            const bool told = std::any_of(out.faults.begin(), out.faults.end(), [&](const WorkbookFault& f) {
                return f.place->row == place.row && f.place->column == place.column;
            });
            // a part that could not be read is not missing
            const bool unread = field.code == "value.missing" && !page_.at(place.row, place.column).text.empty();
            if (!told && !unread) {
                out.faults.push_back(made(place, &report, {field.code, field.params, field.message}));
            }
        }
        return out;
    }

    FieldValue read_field(Typed& out, const WorkbookReport& report, const FormField& field, std::size_t row) const {
        const FieldValue none;
        const auto* stored = find(report.content.fields, field.id);
        const auto& known = stored == nullptr ? none : *stored;
        FieldValue value{.field = field.id};
        if (field.kind == FieldKind::Number) {
            value.value = figure_text(number(out, report, row, Column::Value, field.measure));
        } else {
            value.value = kept(known.value, text(out, report, row, Column::Value, kTextCharacters));
        }
        value.explanation = kept(known.explanation, text(out, report, row, Column::Explanation, kExplanationCharacters));
        for (const auto column : {Column::Numerator, Column::Denominator}) {
            stay_empty(out, report, row, column, phrase("cell.no_parts", "这项指标没有分子、分母；请清空这一格，把数填在“数值”列"));
        }
        return value;
    }

    std::optional<base::Decimal> number(Typed& out, const WorkbookReport& report, std::size_t row, Column column,
                                        std::string_view unit) const {
        const auto& cell = page_.at(row, at(column));
        const auto read = typed_number(cell, unit);
        if (!read) {
            out.faults.push_back(made(Place{row, at(column)}, &report, said_by(read.error())));
            return std::nullopt;
        }
        if (read->read_differently) {
            out.read_differently.push_back({sheet::cell_name(row, at(column)), cell.text, figure_text(read->value)});
        }
        return read->value;
    }
    std::string text(Typed& out, const WorkbookReport& report, std::size_t row, Column column, std::size_t most) const {
        auto read = typed_text(page_.at(row, at(column)), most, book_.from_1904);
        if (!read) {
            out.faults.push_back(made(Place{row, at(column)}, &report, said_by(read.error())));
            return {};
        }
        return *std::move(read);
    }
    void stay_empty(Typed& out, const WorkbookReport& report, std::size_t row, Column column, Phrase said) const {
        const auto& cell = page_.at(row, at(column));
        if (cell.formula || !plain(cell.text).empty()) {
            out.faults.push_back(made(Place{row, at(column)}, &report, std::move(said)));
        }
    }

    struct CellPair {
        Place place;
        std::string typed;
        std::string stored;
    };
    /// The cells whose contents differ from what is stored.
    static std::vector<CellPair> differing(const WorkbookReport& report, const std::vector<std::size_t>& rows, const Content& typed) {
        std::vector<CellPair> out;
        const auto compare = [&](std::size_t row, Column column, std::string mine, std::string theirs) {
            if (mine != theirs) {
                out.push_back({{row, at(column)}, std::move(mine), std::move(theirs)});
            }
        };
        for (std::size_t i = 0; i < report.owed.size(); ++i) {
            const Value none;
            const auto* mine = value_of(typed, report.owed[i].id);
            const auto* theirs = value_of(report.content, report.owed[i].id);
            const auto& a = mine == nullptr ? none : *mine;
            const auto& b = theirs == nullptr ? none : *theirs;
            if (report.owed[i].kind != indicator::Kind::Ratio) {
                compare(rows[i], Column::Value, figure_text(a.value), figure_text(b.value));
            }
            compare(rows[i], Column::Numerator, figure_text(a.numerator), figure_text(b.numerator));
            compare(rows[i], Column::Denominator, figure_text(a.denominator), figure_text(b.denominator));
            compare(rows[i], Column::Explanation, a.explanation, b.explanation);
        }
        for (std::size_t i = 0; i < report.asked.size(); ++i) {
            const FieldValue none;
            const auto* mine = find(typed.fields, report.asked[i].id);
            const auto* theirs = find(report.content.fields, report.asked[i].id);
            const auto& a = mine == nullptr ? none : *mine;
            const auto& b = theirs == nullptr ? none : *theirs;
            compare(rows[report.owed.size() + i], Column::Value, a.value, b.value);
            compare(rows[report.owed.size() + i], Column::Explanation, a.explanation, b.explanation);
        }
        compare(rows[0], Column::ProgressPct, figure_text(typed.progress_pct), figure_text(report.content.progress_pct));
        compare(rows[0], Column::Progress, typed.progress, report.content.progress);
        compare(rows[0], Column::Problems, typed.problems, report.content.problems);
        compare(rows[0], Column::NextSteps, typed.next_steps, report.content.next_steps);
        return out;
    }

    void fault_cells(const WorkbookReport& report, const std::vector<std::size_t>& rows, const Content& typed, const Phrase& said) {
        auto cells = differing(report, rows, typed);
        if (cells.empty()) {
            cells.push_back({{rows.front(), 0}, "", ""});
        }
        for (const auto& cell : cells) {
            fault(cell.place, &report, said);
        }
    }

    /// Which cells differ is told only to who holds what is stored: a workbook must not be a way to ask for it.
    void fault_foreign(const WorkbookEntry& entry, const WorkbookReport& report, const std::vector<std::size_t>& rows,
                       const Content& typed) {
        const auto said =
            phrase("report.not_yours", "只有{unit}可以填报这一行；请恢复原来的内容，或由该单位上传", {{"unit", report.unit_name}});
        if (fingerprint(report.content, report.owed, report.asked) == entry.fingerprint) {
            fault_cells(report, rows, typed, said);
        } else {
            fault(Place{rows.front(), 0}, &report, said);
        }
    }

    void fault_outdated(const WorkbookReport& report, const std::vector<std::size_t>& rows, const Content& typed) {
        for (auto& cell : differing(report, rows, typed)) {
            auto out = made(cell.place, &report,
                            phrase("workbook.row_outdated_value",
                                   "这份填报在下载后已被修改：系统中现为“{stored}”，表中为“{typed}”；请重新下载填报表，核对后再填",
                                   {{"stored", cell.stored}, {"typed", cell.typed}}));
            out.typed = std::move(cell.typed);
            out.stored = std::move(cell.stored);
            out_.faults.push_back(std::move(out));
        }
    }

    const sheet::ReadBook& book_;
    const sheet::ReadSheet& page_;
    const WorkbookRecord& record_;
    const std::vector<WorkbookReport>& reports_;
    const identity::UnitId own_;
    std::vector<std::vector<std::optional<std::size_t>>> rows_;  ///< by entry and indicator, the row in the sheet
    std::map<plan::UnitDutyId, const WorkbookReport*> by_duty_;
    WorkbookVerdict out_;
};

sheet::Cell raw_cell(const sheet::ReadCell& cell, bool from_1904) {
    if (cell.kind == sheet::Kind::Empty) {
        return {};
    }
    if (cell.kind == sheet::Kind::Number) {
        const auto shown = sheet::shown_number(cell.text);
        const auto day = cell.shown == sheet::Shown::Date ? sheet::serial_day(cell.text, from_1904) : std::nullopt;
        if (day) {
            return base::date_text(*day);
        }
        const auto number = shown ? base::Decimal::parse(*shown) : std::nullopt;
        if (number && cell.shown == sheet::Shown::Percent) {
            if (const auto hundredfold = number->times(100)) {
                return hundredfold->text() + "%";
            }
        }
        return number ? sheet::Cell{*number} : sheet::Cell{shown.value_or(cell.text)};
    }
    return cell.kind == sheet::Kind::Boolean ? std::string{cell.text == "1" ? "TRUE" : "FALSE"} : cell.text;
}

void add_mark(std::string& mark, const std::string& text) { mark += (mark.empty() ? "" : "\n") + text; }

}  // namespace

std::string WorkbookFault::cell() const { return place ? sheet::cell_name(place->row, place->column) : std::string{}; }

base::Status belongs(const WorkbookRecord& record, const std::string& tenant, std::optional<calendar::Period> period,
                     std::optional<plan::PlanId> plan, const std::vector<plan::PlanId>& plans) {
    if (record.mark.tenant != tenant) {
        return base::bad_input(phrase("workbook.other_tenant", "这份填报表属于“{found}”，不是“{wanted}”；请从本系统重新下载",
                                      {{"found", record.mark.tenant}, {"wanted", tenant}}));
    }
    if (period && record.mark.period != *period) {
        return base::bad_input(phrase("workbook.other_period",
                                      "这是{found}的填报表，当前填报的是{wanted}；请选对报送期，或下载{wanted}的填报表",
                                      {{"found", record.mark.period.name()}, {"wanted", period->name()}}));
    }
    for (const auto& entry : record.entries) {
        const bool wanted = plan ? entry.plan == *plan : std::find(plans.begin(), plans.end(), entry.plan) != plans.end();
        if (!wanted) {
            return base::bad_input("workbook.other_plan", "这份填报表属于另一个方案，不能在这里上传；请下载本方案的填报表");
        }
    }
    return base::Done{};
}

WorkbookVerdict check_workbook(const sheet::ReadBook& book, const WorkbookRecord& record, const std::vector<WorkbookReport>& reports,
                               identity::UnitId own, Submit submit) {
    return Judge{book, record, reports, own}.verdict(submit);
}

sheet::Form marked_form(const sheet::ReadBook& book, const std::optional<WorkbookRecord>& record,
                        const std::vector<WorkbookReport>& reports, const std::vector<WorkbookFault>& faults) {
    const auto mark =
        record ? record->mark : WorkbookMark{.tenant = "", .period = calendar::Period::containing(base::Date{}), .made_at = ""};
    auto form = workbook_form(mark, reports);
    std::map<std::string, std::vector<sheet::FormCell>> known;
    for (auto& cells : form.rows) {
        auto key = std::get<std::string>(cells[at(Column::Key)].value);
        known.emplace(std::move(key), std::move(cells));
    }
    form.rows.clear();
    const auto* named = book.find(kWorkbookSheet);
    const auto& page = named == nullptr ? book.sheets.front() : *named;
    const auto head_row = workbook_head_row();
    const auto width = std::max(kColumns, page.columns());
    form.columns.resize(width);
    form.head_marks.resize(width);
    for (std::size_t i = 0; i < width; ++i) {
        form.columns[i].head = page.at(head_row, i).text;
    }
    form.title = page.at(0, 0).text.empty() ? form.title : page.at(0, 0).text;
    for (std::size_t row = head_row + 1; row < page.rows.size(); ++row) {
        const auto like = known.find(plain(page.at(row, at(Column::Key)).text));
        auto& cells = form.rows.emplace_back(width);
        for (std::size_t i = 0; i < width; ++i) {
            if (like != known.end() && i < kColumns) {
                cells[i].access = like->second[i].access;
                cells[i].check = like->second[i].check;
            }
            cells[i].value = raw_cell(page.at(row, i), book.from_1904);
        }
    }
    std::size_t above = 0;
    for (const auto& fault : faults) {
        const auto& place = fault.place;
        if (place && place->row == head_row && place->column < width) {
            add_mark(form.head_marks[place->column], fault.said.text);
        } else if (place && place->row > head_row && place->row - head_row - 1 < form.rows.size() && place->column < width) {
            add_mark(form.rows[place->row - head_row - 1][place->column].mark, fault.said.text);
        } else if (++above <= kTitleFaults) {
            add_mark(form.title_mark, fault.said.text);
        }
    }
    // the record goes along as it came: the workbook can be corrected and uploaded again
    const auto* kept_record = book.find(form.record_name);
    form.record.clear();
    if (kept_record == nullptr) {
        form.record_name.clear();
    } else {
        for (std::size_t row = 0; row < kept_record->rows.size(); ++row) {
            auto& cells = form.record.emplace_back();
            for (const auto& [column, cell] : kept_record->rows[row]) {
                cells.resize(column + 1);
                cells[column] = cell.text;
            }
        }
    }
    return form;
}

}  // namespace luoshi::report
