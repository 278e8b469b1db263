#include "document/table_tasks.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "document/lexicon.hpp"
#include "document/target_rules.hpp"
#include "document/unquantified_rules.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;
constexpr std::size_t kShortestName = 2;
constexpr int kMostSubRows = 100;  ///< of one number; keeps the reading of any bytes linear

/// Figure columns that say nothing but "target": their figures are named by the row.
const Lexicon kPlainFigureHeads{U"目标",     U"目标值",   U"指标值",   U"任务数", U"任务量",   U"计划数", U"目标数", U"数量",    U"计划值",
                                U"年度任务", U"目标任务", U"预期目标", U"任务",   U"年度目标", U"指标",   U"计划",   U"年度计划"};
/// Ends of an indicator's name that make its figure a difference.
const Lexicon kDifferences{U"增长", U"增速", U"增幅", U"增长率", U"增长速度", U"递增", U"下降", U"降低", U"降幅", U"下降率"};

class TableTasks {
public:
    TableTasks(const Document& document, const TaskTable& table, const TaskContext& context, plan::PlanDraft& draft)
        : document_(document), table_(table), context_(context), draft_(draft) {}

    void add() {
        plan::DraftClause header;
        header.kind = plan::ClauseKind::TableHeader;
        header.span = document_.span(table_.header_begin, table_.header_end);
        draft_.clauses.push_back(std::move(header));
        number_ = column(ColumnRole::Number);
        for (std::size_t i = 0; i < table_.lines.size(); ++i) {
            add_line(i);
        }
    }

private:
    int column(ColumnRole role) const {
        const auto found = std::find_if(table_.columns.begin(), table_.columns.end(), [&](const Column& c) { return c.role == role; });
        return found == table_.columns.end() ? -1 : static_cast<int>(found - table_.columns.begin());
    }

    const Phrase* cell(std::size_t line, int column) const {
        const Phrase* found = column < 0 ? nullptr : table_.lines[line].cells[static_cast<std::size_t>(column)];
        return is_blank_cell(found) ? nullptr : found;
    }

    std::u32string number(std::size_t line) const {
        const Phrase* found = cell(line, number_);
        std::u32string text = found == nullptr ? std::u32string{} : found->compact().text;
        while (!text.empty() && Text(U".、)").find(text.back()) != kNone) {
            text.pop_back();
        }
        return text;
    }

    bool is_sub_row(std::size_t line) const {
        return number_ >= 0 && line < table_.lines.size() && number(line).empty() && !sub_of_.empty();
    }

    void add_line(std::size_t i) {
        const std::u32string own = number(i);
        std::u32string ref = own;
        const bool opens_group = !own.empty() && i + 1 < table_.lines.size() && number_ >= 0 && number(i + 1).empty();
        if (opens_group) {
            sub_of_ = own;
            sub_ = 1;
        } else if (is_sub_row(i)) {
            ++sub_;
        } else {
            sub_of_.clear();
        }
        const bool grouped = opens_group || !sub_of_.empty();
        const int title = title_column(i, grouped);
        const Phrase* named = grouped && title >= 0 ? inherited_cell(i, title) : cell(i, title);
        if (named == nullptr && !own.empty() && !base::is_digit(own.front())) {  // 合计 in the number column
            named = cell(i, number_);
        }
        if (named == nullptr) {
            return;
        }
        const Phrase name = named->compact();
        if (grouped) {
            ref = sub_of_ + U"-" + base::decode_utf8(std::to_string(sub_)).value_or(U"");
        } else if (own.empty()) {
            const Text text = name.text;
            ref = unit_in_bracket(text).empty() ? text : text.substr(0, text.rfind(U'('));
        }
        plan::DraftTask task;
        task.ref = "T" + base::encode_utf8(ref);
        const std::size_t length = title_length(name.text, true);
        task.title = name.written(0, name.size() > kLongestHeading ? length : name.size() - (name.text.back() == U'。' ? 1U : 0U));
        task.span = document_.span(table_.lines[i].begin, table_.lines[i].end);
        plan::DraftClause clause;
        clause.kind = plan::ClauseKind::TableRow;
        clause.ref = task.ref;
        clause.title = task.title;
        clause.span = task.span;
        task.clause = static_cast<int>(draft_.clauses.size());
        draft_.clauses.push_back(std::move(clause));

        add_content(i, title, task);
        add_duties(i, task);
        add_deadline(i, task);
        add_measures(i, task);
        add_targets(i, title, name, task);
        ask_about_groups(task);
        draft_.tasks.push_back(std::move(task));
    }

    /// Sub-rows of one number are named by the first text behind the shared task cell.
    int title_column(std::size_t line, bool grouped) const {
        const int shared = table_.title_column;
        if (!grouped || shared < 0) {
            return shared;
        }
        const bool first = !number(line).empty();
        const bool repeated = first ? line + 1 < table_.lines.size() && cell(line + 1, shared) != nullptr : cell(line, shared) != nullptr;
        if (repeated) {
            return shared;
        }
        for (int i = shared + 1; i < static_cast<int>(table_.columns.size()); ++i) {
            const ColumnRole role = table_.columns[static_cast<std::size_t>(i)].role;
            if ((role == ColumnRole::Text || role == ColumnRole::Task) && cell(line, i) != nullptr) {
                return i;
            }
        }
        return shared;
    }

    /// What the row says of the task beside its name: 主要措施和目标.
    void add_content(std::size_t line, int title, plan::DraftTask& task) const {
        for (int i = title + 1; i < static_cast<int>(table_.columns.size()); ++i) {
            const Phrase* text = cell(line, i);
            if (table_.columns[static_cast<std::size_t>(i)].role == ColumnRole::Text && text != nullptr) {
                task.content += (task.content.empty() ? "" : "\n") + text->written();
            }
        }
    }

    /// 同上, or an empty cell in a row without number.
    bool refers_up(std::size_t line, int column) const {
        const Phrase* own = cell(line, column);
        return own == nullptr ? number_ >= 0 && number(line).empty() : own->text == U"同上" || own->text == U"〃";
    }

    /// A duty cell, or the one above it that it stands for.
    const Phrase* inherited_cell(std::size_t line, int column) const {
        for (int up = 0; up < kMostSubRows && line > 0 && refers_up(line, column); ++up) {
            --line;
        }
        return cell(line, column);
    }

    void add_duties(std::size_t line, plan::DraftTask& task) {
        Duties duties;
        bool lead_column = false;
        bool responsible_column = false;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const ColumnRole role = table_.columns[i].role;
            if (role != ColumnRole::Lead && role != ColumnRole::Responsible) {
                continue;
            }
            (role == ColumnRole::Lead ? lead_column : responsible_column) = true;
            if (const Phrase* units = inherited_cell(line, static_cast<int>(i))) {
                const auto parts = find_duty_parts(units->text);
                if (!parts.empty() && parts.front().begin == 0) {  // the cell says the parts itself: 牵头单位:A;配合单位:B
                    duties.add(read_duties(document_, *units, 0, units->size()));
                    continue;
                }
                for (auto& unit : read_unit_cell(document_, *units)) {
                    add_unit(role == ColumnRole::Lead ? duties.lead : duties.responsible, std::move(unit));
                }
            }
        }
        const int place = column(ColumnRole::Place);
        if (!lead_column && !responsible_column && place >= 0 && cell(line, place) != nullptr && !is_total(cell(line, place)->text)) {
            for (auto& unit : read_unit_cell(document_, *cell(line, place))) {
                add_unit(duties.responsible, std::move(unit));
            }
        }
        if (lead_column && responsible_column && !says_nobody(line)) {
            ask_about_cells(duties, task);
        }
        apply_duty_custom(context_.duty, table_.lines[line].begin, duties);
        task.lead_units = std::move(duties.lead);
        task.responsible_units = std::move(duties.responsible);
    }

    /// Whether the row says itself that nobody shares the duty: 无, —.
    bool says_nobody(std::size_t line) const {
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const Phrase* written = table_.lines[line].cells[i];
            if (table_.columns[i].role == ColumnRole::Responsible && written != nullptr && !written->empty() && is_blank_cell(written)) {
                return true;
            }
        }
        return false;
    }

    static bool is_total(Text text) { return text.find(U"合计") != kNone || text.find(U"总计") != kNone || text.find(U"小计") != kNone; }

    /// An empty 责任单位 cell beside a 牵头单位 cell that holds a group or several units: a lost border or a slip, ask.
    void ask_about_cells(const Duties& duties, plan::DraftTask& task) const {
        if (duties.lead.empty() && !duties.responsible.empty()) {
            ask(task, "duty.no_lead", task.title, task.span);
        }
        if (duties.lead.empty() || !duties.responsible.empty()) {
            return;
        }
        const auto& first = duties.lead.front();
        const auto& last = duties.lead.back();
        const plan::Span cells{first.span.begin, last.span.end, first.span.start_line, last.span.end_line};
        if (duties.lead.size() > 1) {
            ask(task, "duty.lead_cell_many", joined(duties.lead), cells);
        } else if (is_whole_group(base::decode_utf8(first.name).value_or(U""))) {
            ask(task, "duty.lead_cell_group", first.name, cells);
        }
        ask(task, "duty.no_responsible", task.title, task.span);
    }

    static std::string joined(const std::vector<plan::DraftUnit>& units) {
        std::string out;
        for (const auto& unit : units) {
            out += (out.empty() ? "" : "、") + unit.name;
        }
        return out;
    }

    void add_deadline(std::size_t line, plan::DraftTask& task) const {
        const int limit = column(ColumnRole::Deadline);
        if (const Phrase* time = limit < 0 ? nullptr : inherited_cell(line, limit)) {
            const TimeLimit read = read_time_cell(time->compact().text, context_.year);
            task.deadline = read.date;
            task.continuous = read.continuous;
            return;
        }
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const ColumnRole role = table_.columns[i].role;
            if ((role == ColumnRole::Task || role == ColumnRole::Text || role == ColumnRole::Figure) &&
                cell(line, static_cast<int>(i)) != nullptr) {
                const auto date = find_deadline(cell(line, static_cast<int>(i))->compact().text, context_.year);
                task.deadline = date ? std::max(*date, task.deadline.value_or(*date)) : task.deadline;
            }
        }
    }

    void add_measures(std::size_t line, plan::DraftTask& task) const {
        const bool merged = table_.lines[line].merged_years;
        plan::DraftMeasure* open = nullptr;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const Column& head = table_.columns[i];
            const Phrase* text = cell(line, static_cast<int>(i));
            if (!head.year || head.role != ColumnRole::YearText || text == nullptr || !read_figure_cell(text->compact().text).empty()) {
                continue;
            }
            if (merged && open != nullptr) {
                open->year_to = *head.year;
                continue;
            }
            task.measures.push_back({*head.year, *head.year, text->written(), document_.span(*text)});
            open = &task.measures.back();
        }
        task.continuous = task.continuous || (merged && !task.deadline);
    }

    void add_targets(std::size_t line, int title, const Phrase& name, plan::DraftTask& task) const {
        const bool named_by_place = title >= 0 && table_.columns[static_cast<std::size_t>(title)].role == ColumnRole::Place;
        std::vector<plan::DraftTarget> texts;
        const Phrase* last = nullptr;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            const Column& head = table_.columns[i];
            const Phrase* raw = cell(line, static_cast<int>(i));
            const bool speaks = head.role == ColumnRole::Task || head.role == ColumnRole::Text || head.role == ColumnRole::YearText ||
                                head.role == ColumnRole::Figure;
            const bool group = static_cast<int>(i) < title && head.role != ColumnRole::Figure;
            if (!speaks || raw == nullptr || raw == last || group || (named_by_place && static_cast<int>(i) == title)) {
                continue;
            }
            const bool repeats = last != nullptr && raw->at == last->at;  // a cell laid over several year columns
            last = raw;
            if (repeats) {
                continue;
            }
            const Phrase text = raw->compact();
            const auto figure = read_figure_cell(text.text);
            if ((head.role == ColumnRole::Figure || head.role == ColumnRole::YearText) && !figure.empty()) {
                task.targets.push_back(cell_target(line, head, name, text, figure.front(), named_by_place));
                continue;
            }
            const TargetContext context{context_.period,
                                        table_.lines[line].merged_years && head.role == ColumnRole::YearText ? std::nullopt : head.year,
                                        task.deadline ? std::optional{base::year_of(*task.deadline)} : std::nullopt};
            std::vector<plan::DraftTarget> found;
            if (static_cast<int>(i) != title || unit_in_bracket(text.text).empty()) {
                read_targets(document_, text, context, found);
            }
            for (auto& target : found) {
                if (head.role == ColumnRole::Figure && base::decode_utf8(target.name).value_or(U"").size() <= kShortestName) {
                    target.name = name.written();  // the cell says 增长6.5%左右 of what the row names
                }
            }
            read_unquantified(document_, text, context, found);
            merge_targets(task.targets, std::move(found));
        }
    }

    plan::DraftTarget cell_target(std::size_t line, const Column& head, const Phrase& name, const Phrase& text, const Quantity& figure,
                                  bool named_by_place) const {
        plan::DraftTarget target;
        const Text own = unit_in_bracket(name.text);
        const Text words = Text(name.text).substr(0, own.empty() ? name.size() : name.text.rfind(U'('));
        Text column_name = head.name;
        if (head.year && column_name.find(U'年') != kNone) {
            column_name.remove_prefix(column_name.find(U'年') + 1);
        }
        const bool named_by_column = named_by_place || !(column_name.empty() || kPlainFigureHeads.ends(column_name));
        target.name = named_by_column ? base::encode_utf8(column_name) : name.written(0, words.size());
        target.scope = named_by_place ? name.written() : "";
        target.op = figure.op;
        target.value = figure.number.low;
        target.value_max = figure.op == plan::TargetOperator::Between ? figure.number.high : std::nullopt;
        const Phrase* measure = cell(line, column(ColumnRole::MeasureUnit));
        target.unit = figure.unit_end > figure.unit_begin ? text.written(figure.unit_begin, figure.unit_end)
                      : !head.unit.empty()                ? base::encode_utf8(head.unit)
                      : measure != nullptr                ? measure->compact().written()
                                                          : base::encode_utf8(own);
        const Text measured = named_by_column ? column_name : words;
        target.change = kDifferences.ends(measured)
                            ? change_of(measured.ends_with(U"率") ? measured.substr(0, measured.size() - 1) : measured)
                            : char{0};
        target.year = head.year ? head.year : context_.period.single_year() ? context_.period.to : std::nullopt;
        target.span = document_.span(text);
        return target;
    }

    const Document& document_;
    const TaskTable& table_;
    const TaskContext& context_;
    plan::PlanDraft& draft_;
    int number_ = -1;
    std::u32string sub_of_;
    int sub_ = 0;
};

}  // namespace

void add_table_tasks(const Document& document, const TaskTable& table, const TaskContext& context, plan::PlanDraft& draft) {
    TableTasks(document, table, context, draft).add();
}

}  // namespace luoshi::document
