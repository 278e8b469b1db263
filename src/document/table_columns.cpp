#include "document/table_columns.hpp"

#include <algorithm>
#include <deque>

#include "base/text.hpp"
#include "document/duty_rules.hpp"
#include "document/lexicon.hpp"
#include "document/numbering.hpp"
#include "document/quantity.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kLongestHeader = 24;
constexpr std::size_t kMostColumns = 64;

const Lexicon kNumberHeads{U"序号", U"编号", U"项次", U"No.", U"NO."};
const Lexicon kIgnoredHeads{U"分值",   U"权重",     U"基期",     U"基准",     U"现状",   U"完成情况", U"进展",     U"实际",
                            U"责任人", U"责任领导", U"分管领导", U"牵头领导", U"联系人", U"电话",     U"指标性质", U"属性",
                            U"性质",   U"包抓领导", U"挂钩领导", U"签字",     U"得分",   U"评分",     U"考核办法", U"计分",
                            U"科室",   U"上年",     U"完成率",   U"来源",     U"类型"};
const Lexicon kTaskHeads{U"任务", U"指标", U"事项", U"项目", U"工作内容", U"重点工作", U"内容", U"工程", U"名称", U"目标", U"工作"};
const Lexicon kTextHeads{U"措施", U"举措", U"要求", U"具体内容", U"备注",     U"说明",    U"做法",
                         U"成果", U"路径", U"载体", U"思路",     U"建设内容", U"主要内容"};
const Lexicon kFigureHeads{U"目标值", U"目标", U"指标值", U"任务数",   U"任务量",  U"计划数",
                           U"目标数", U"数量", U"计划值", U"年度任务", U"目标任务"};
const Lexicon kDeadlineHeads{U"完成时限", U"完成时间", U"时限",     U"时间节点", U"完成期限", U"时间要求",
                             U"时间安排", U"进度安排", U"办结时限", U"期限",     U"完成日期", U"时间"};
const Lexicon kUnitHeads{U"计量单位", U"单位"};
const Lexicon kPlaceHeads{U"乡镇", U"县区",   U"县市区", U"县(市、区)", U"镇街",     U"街道",     U"区县",       U"市县",
                          U"市州", U"地区",   U"县市",   U"区域",       U"镇(街道)", U"乡(镇)",   U"乡镇(街道)", U"单位",
                          U"部门", U"市(州)", U"县(区)", U"区(县)",     U"各县",     U"单位名称", U"镇乡",       U"园区"};
const Lexicon kGroupHeads{U"类别", U"领域", U"分类", U"大类", U"类型", U"板块", U"方面"};
const Lexicon kScopeHeads{U"范围", U"区域范围", U"实施范围"};
const Lexicon kNoteStarts{U"说明", U"注:", U"备注:", U"注1", U"填表"};

std::optional<int> year_in(Text text) {
    for (std::size_t i = 0; i + 4 < text.size(); ++i) {
        if (text[i] == U'2' && text[i + 1] == U'0' && base::is_digit(text[i + 2]) && base::is_digit(text[i + 3]) && text[i + 4] == U'年' &&
            (i == 0 || !base::is_digit(text[i - 1]))) {
            const auto value = base::read_number(text, i);
            return value && !value->high ? std::optional{static_cast<int>(value->low.e4() / base::Decimal::kUnit)} : std::nullopt;
        }
    }
    if (text.find(U"十四五") != Text::npos || text.find(U"十三五") != Text::npos) {
        return text.find(U"十四五") != Text::npos ? 2025 : 2020;
    }
    return std::nullopt;
}

Column read_column(const Phrase& cell) {
    const Phrase head = cell.compact();
    Column column;
    column.header = head.written();
    const Text text = head.text;
    column.unit = unit_in_bracket(text);
    column.name = column.unit.empty() ? std::u32string(text) : std::u32string(text.substr(0, text.rfind(U'(')));
    column.year = year_in(text);
    const DutyRole duty = duty_column(text);
    if (text.empty()) {
        column.role = ColumnRole::Ignored;
    } else if (kNumberHeads.match(text, 0) == text.size()) {
        column.role = ColumnRole::Number;
    } else if (duty != DutyRole::None) {
        column.role = duty == DutyRole::Lead ? ColumnRole::Lead : ColumnRole::Responsible;
    } else if (kIgnoredHeads.within(text) || kScopeHeads.match(text, 0) == text.size()) {
        column.role = ColumnRole::Ignored;
    } else if (kDeadlineHeads.within(text)) {
        column.role = ColumnRole::Deadline;
    } else if (kPlaceHeads.match(text, 0) == text.size()) {
        column.role = ColumnRole::Place;
    } else if (kUnitHeads.match(text, 0) == text.size()) {
        column.role = ColumnRole::MeasureUnit;
    } else if (column.year) {
        column.role = kFigureHeads.ends(column.name) ? ColumnRole::Figure : ColumnRole::YearText;
    } else if (kTextHeads.within(text)) {
        column.role = ColumnRole::Text;
    } else if (kFigureHeads.ends(column.name)) {
        column.role = ColumnRole::Figure;
    } else if (kTaskHeads.within(text)) {
        column.role = ColumnRole::Task;
    }
    return column;
}

/// Whether a row names columns rather than filling them.
bool is_header(const Row& row) {
    int known = 0;
    int filled = 0;
    for (const Cell& cell : row.cells) {
        const Phrase text = cell.phrase.compact();
        if (text.empty()) {
            continue;
        }
        ++filled;
        if (text.size() > kLongestHeader || text.text.find(U'。') != std::u32string::npos || base::is_digit(text.text.back())) {
            return false;
        }
        const Text t = text.text;
        const bool role = kNumberHeads.starts(t) || duty_column(t) != DutyRole::None || kDeadlineHeads.within(t) || kTaskHeads.ends(t) ||
                          kTextHeads.within(t) || kFigureHeads.within(t) || kPlaceHeads.match(t, 0) == t.size() || year_in(t) ||
                          kIgnoredHeads.within(t) || kGroupHeads.within(t) || !unit_in_bracket(t).empty();
        known += role ? 1 : 0;
    }
    return filled >= 2 && known >= 2 && known * 2 >= filled;
}

bool same_text(const Row& a, const Row& b) {
    if (a.cells.size() != b.cells.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.cells.size(); ++i) {
        if (a.cells[i].phrase.compact().text != b.cells[i].phrase.compact().text) {
            return false;
        }
    }
    return true;
}

std::size_t columns_covered(const Row& row) {
    std::size_t n = 0;
    for (const Cell& cell : row.cells) {
        n += static_cast<std::size_t>(std::max(cell.columns, 1));
    }
    return n;
}

class TaskTableReader {
public:
    explicit TaskTableReader(const Table& table) : table_(table) {}

    std::optional<TaskTable> read() {
        std::size_t head = 0;
        while (head < table_.rows.size() && !is_header(table_.rows[head])) {
            ++head;
        }
        if (head == table_.rows.size() || head > 3) {
            return std::nullopt;
        }
        const Row& header = table_.rows[head];
        for (const Cell& cell : header.cells) {
            const Column column = read_column(cell.phrase);
            for (int i = 0; i < std::max(cell.columns, 1) && out_.columns.size() < kMostColumns; ++i) {
                out_.columns.push_back(column);
            }
        }
        while (!out_.columns.empty() && out_.columns.back().header.empty()) {
            out_.columns.pop_back();
        }
        out_.header_begin = header.begin;
        out_.header_end = header.end;
        std::size_t first = head + 1;
        first += first < table_.rows.size() && add_second_header(table_.rows[first]) ? 1U : 0U;
        for (std::size_t i = first; i < table_.rows.size(); ++i) {
            if (!same_text(table_.rows[i], header)) {
                add(table_.rows[i]);
            }
        }
        publish();
        judge_columns();
        return std::move(out_);
    }

private:
    struct Line {
        std::vector<Phrase> cells;
        std::vector<char> present;
        int begin = 0;
        int end = 0;
        bool merged_years = false;
    };

    /// 年度目标 over 2018年 | 2019年: the second header row says the columns more exactly.
    bool add_second_header(const Row& row) {
        if (columns_covered(row) != out_.columns.size() || row.cells.size() != out_.columns.size()) {
            return false;
        }
        bool any = false;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const Phrase cell = row.cells[i].phrase.compact();
            if (cell.empty()) {
                continue;
            }
            const bool names = year_in(cell.text).has_value() || duty_column(cell.text) != DutyRole::None;
            if (!names || cell.size() > kLongestHeader) {
                return false;
            }
            any = true;
        }
        if (!any) {
            return false;
        }
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (!row.cells[i].phrase.empty()) {
                const bool figure = out_.columns[i].role == ColumnRole::Figure;
                out_.columns[i] = read_column(row.cells[i].phrase);
                out_.columns[i].role = figure && out_.columns[i].year ? ColumnRole::Figure : out_.columns[i].role;
            }
        }
        out_.header_end = row.end;
        return true;
    }

    int first_of(ColumnRole role) const {
        const auto column = std::find_if(out_.columns.begin(), out_.columns.end(), [&](const Column& c) { return c.role == role; });
        return column == out_.columns.end() ? -1 : static_cast<int>(column - out_.columns.begin());
    }

    /// The run of year columns [first, last); empty when there is none.
    std::pair<std::size_t, std::size_t> year_run() const {
        const auto is_year = [](const Column& c) { return c.year && (c.role == ColumnRole::YearText || c.role == ColumnRole::Figure); };
        const auto first = std::find_if(out_.columns.begin(), out_.columns.end(), is_year);
        const auto last = std::find_if_not(first, out_.columns.end(), is_year);
        return {static_cast<std::size_t>(first - out_.columns.begin()), static_cast<std::size_t>(last - out_.columns.begin())};
    }

    Line lay_out(const Row& row) const {
        Line line;
        line.cells.resize(out_.columns.size());
        line.present.resize(out_.columns.size());
        line.begin = row.begin;
        line.end = row.end;
        const auto [first, last] = year_run();
        const std::size_t missing = out_.columns.size() - std::min(out_.columns.size(), columns_covered(row));
        const bool merged = last - first >= 2 && missing == last - first - 1;
        std::size_t column = 0;
        for (const Cell& cell : row.cells) {
            std::size_t covers = static_cast<std::size_t>(std::max(cell.columns, 1));
            covers = merged && column == first ? last - first : covers;
            line.merged_years = line.merged_years || (covers >= last - first && last - first >= 2 && column == first);
            for (std::size_t i = 0; i < covers && column < line.cells.size(); ++i, ++column) {
                line.cells[column] = cell.phrase;
                line.present[column] = 1;
            }
        }
        return line;
    }

    bool filled(const Line& line, ColumnRole role) const {
        for (std::size_t i = 0; i < out_.columns.size(); ++i) {
            if (out_.columns[i].role == role && !is_blank_cell(&line.cells[i])) {
                return true;
            }
        }
        return false;
    }

    void add(const Row& row) {
        std::vector<const Phrase*> cells;
        for (const Cell& cell : row.cells) {
            if (!cell.phrase.empty()) {
                cells.push_back(&cell.phrase);
            }
        }
        if (cells.empty() || is_group_row(row, cells) || is_note(cells)) {
            return;
        }
        if (joins_cut_row(row)) {
            return;
        }
        Line line = lay_out(row);
        if (!lines_.empty() && continues(line)) {
            append(lines_.back(), line);
            return;
        }
        cut_ = columns_covered(row) < out_.columns.size() && !line.merged_years ? row.cells.size() : 0;
        lines_.push_back(std::move(line));
    }

    /// 一 | 空气质量目标: a heading inside the table.
    bool is_group_row(const Row& row, const std::vector<const Phrase*>& cells) const {
        if (out_.columns.size() < 3 || cells.size() > 2) {
            return false;
        }
        const Phrase head = cells.front()->compact();
        const bool at_start = !row.cells.front().phrase.empty();
        const bool han_number = head.text.find_first_not_of(U"一二三四五六七八九十()、.") == std::u32string::npos;
        const auto mark = read_mark(head.text);
        const bool marked = mark && (mark->style == MarkStyle::Han || mark->style == MarkStyle::HanBracket);
        return (cells.size() == 2 && at_start && han_number) ||
               (cells.size() == 1 && at_start && (marked || (first_of(ColumnRole::Number) == 0 && !base::is_digit(head.text.front()))));
    }

    static bool is_note(const std::vector<const Phrase*>& cells) {
        return cells.size() <= 2 && (kNoteStarts.starts(cells.front()->compact().text) || kNoteStarts.starts(cells.back()->compact().text));
    }

    /// The second half of a row that a page break cut inside a cell: the cells of both halves make one row.
    bool joins_cut_row(const Row& row) {
        const int number = first_of(ColumnRole::Number);
        const bool numbered =
            base::is_digit(row.cells.front().phrase.compact().text.empty() ? U' ' : row.cells.front().phrase.text.front());
        if (cut_ == 0 || lines_.empty() || number != 0 || numbered || row.cells.front().phrase.empty() ||
            cut_ + row.cells.size() > out_.columns.size() + 1) {
            return false;
        }
        Line& last = lines_.back();
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::size_t column = cut_ - 1 + i;
            join(last.cells[column], row.cells[i].phrase);
            last.present[column] = 1;
        }
        last.end = row.end;
        cut_ += row.cells.size() - 1;
        cut_ = cut_ < out_.columns.size() ? cut_ : 0;
        return true;
    }

    /// The rest of the row above: no number, no duty, no figure of its own.
    bool continues(const Line& line) const {
        const int number = first_of(ColumnRole::Number);
        if (number < 0 || !line.cells[static_cast<std::size_t>(number)].empty()) {
            return false;
        }
        const bool duty_columns = first_of(ColumnRole::Lead) >= 0 || first_of(ColumnRole::Responsible) >= 0;
        return duty_columns ? !filled(line, ColumnRole::Lead) && !filled(line, ColumnRole::Responsible)
                            : !filled(line, ColumnRole::Task) && !filled(line, ColumnRole::Figure);
    }

    /// Puts the rest of a cell behind its beginning; the line break still separates units.
    static void join(Phrase& cell, const Phrase& rest) {
        if (!cell.empty() && !rest.empty()) {
            cell.push(U'\n', cell.at.back());
        }
        cell.append(rest);
    }

    static void append(Line& last, const Line& rest) {
        for (std::size_t i = 0; i < last.cells.size(); ++i) {
            join(last.cells[i], rest.cells[i]);
        }
        last.end = rest.end;
    }

    void publish() {
        std::size_t n = 0;
        for (const Line& line : lines_) {
            n += line.cells.size();
        }
        out_.joined.reserve(n);  // pointers into it stay valid
        for (Line& line : lines_) {
            TableLine laid{{}, line.begin, line.end, line.merged_years};
            for (std::size_t i = 0; i < line.cells.size(); ++i) {
                out_.joined.push_back(std::move(line.cells[i]));
                laid.cells.push_back(line.present[i] != 0 ? &out_.joined.back() : nullptr);
            }
            out_.lines.push_back(std::move(laid));
        }
    }

    /// Columns whose cells are figures are figure columns whatever they are called; the task column is the first that names each row.
    void judge_columns() {
        std::vector<char> year_texts(out_.columns.size());
        for (std::size_t i = 0; i < out_.columns.size(); ++i) {
            Column& column = out_.columns[i];
            std::size_t figures = 0;
            std::size_t texts = 0;
            std::size_t long_texts = 0;
            std::size_t measures = 0;
            for (const TableLine& line : out_.lines) {
                if (is_blank_cell(line.cells[i])) {
                    continue;
                }
                const Phrase cell = line.cells[i]->compact();
                ++(read_figure_cell(cell.text).empty() ? texts : figures);
                long_texts += cell.size() > 10 ? 1U : 0U;
                measures += is_measure(cell.text) ? 1U : 0U;
            }
            if (column.role == ColumnRole::Place && measures > 0 && measures * 2 >= texts) {  // 单位 may mean either
                column.role = ColumnRole::MeasureUnit;
            }
            const bool open = column.role == ColumnRole::Text || column.role == ColumnRole::Task || column.role == ColumnRole::YearText;
            if (open && figures > 0 && figures >= texts) {
                column.role = ColumnRole::Figure;
            }
            year_texts[i] = column.role == ColumnRole::Figure && column.year && long_texts * 2 > out_.lines.size() ? 1 : 0;
        }
        for (const auto candidates : {ColumnRole::Task, ColumnRole::Text, ColumnRole::Figure, ColumnRole::Place}) {
            out_.title_column = names_rows(candidates);
            if (out_.title_column >= 0) {
                break;
            }
        }
        if (const int title = out_.title_column; title >= 0 && out_.columns[static_cast<std::size_t>(title)].role == ColumnRole::Figure) {
            out_.columns[static_cast<std::size_t>(title)].role = ColumnRole::Task;
        }
        for (std::size_t i = 0; i < out_.columns.size(); ++i) {
            if (year_texts[i] != 0 && out_.columns[i].role == ColumnRole::Figure) {
                out_.columns[i].role = ColumnRole::YearText;
            }
        }
        const bool place_first = first_of(ColumnRole::Place) >= 0 && first_of(ColumnRole::Place) <= 1;
        if (place_first && first_of(ColumnRole::Task) < 0) {
            out_.title_column = first_of(ColumnRole::Place);
        }
    }

    /// The first column of the role that is filled and different in most rows; figures name nothing.
    int names_rows(ColumnRole role) const {
        for (std::size_t i = 0; i < out_.columns.size(); ++i) {
            if (out_.columns[i].role != role) {
                continue;
            }
            std::size_t filled_rows = 0;
            std::size_t repeated = 0;
            std::size_t figures = 0;
            std::u32string last;
            for (const TableLine& line : out_.lines) {
                if (is_blank_cell(line.cells[i])) {
                    continue;
                }
                std::u32string cell = line.cells[i]->compact().text;
                ++filled_rows;
                repeated += cell == last ? 1U : 0U;
                figures += read_figure_cell(cell).empty() ? 0U : 1U;
                last = std::move(cell);
            }
            if (filled_rows > 0 && filled_rows * 10 >= out_.lines.size() * 6 && repeated * 3 <= filled_rows && figures * 2 < filled_rows) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }

    const Table& table_;
    TaskTable out_;
    std::vector<Line> lines_;
    std::size_t cut_ = 0;  ///< cells of the last row when it may be the first half of a cut one
};

}  // namespace

std::optional<TaskTable> read_task_table(const Table& table) { return TaskTableReader(table).read(); }

bool is_blank_cell(const Phrase* cell) {
    if (cell == nullptr || cell->empty()) {
        return true;
    }
    return cell->text.find_first_not_of(U"—–-/ \t\n") == std::u32string::npos || cell->text == U"无";
}

}  // namespace luoshi::document
