#include "report/workbook.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.hpp"

namespace luoshi::report {
namespace {

constexpr std::string_view kRecordSheet = "版本";
constexpr std::string_view kMagic = "luoshi.report.workbook";
/// Of the layout: a workbook of another one is refused rather than guessed at.
constexpr std::string_view kLayout = "1";
constexpr char kFieldMark = 'f';
constexpr std::size_t kRecordHead = 5;  ///< rows of the record before the entries

struct ColumnShape {
    std::string_view head;
    double width;
    bool asked;
};
constexpr std::array<ColumnShape, kColumns> kShapes{{{"单位", 16, false},
                                                     {"任务编号", 9, false},
                                                     {"任务", 30, false},
                                                     {"指标", 24, false},
                                                     {"计量单位", 9, false},
                                                     {"上期数", 16, false},
                                                     {"数值", 12, true},
                                                     {"分子", 12, true},
                                                     {"分母", 12, true},
                                                     {"未填原因", 18, true},
                                                     {"进度（%）", 9, true},
                                                     {"进展情况", 36, true},
                                                     {"存在问题", 28, true},
                                                     {"下一步措施", 28, true},
                                                     {"状态", 9, false},
                                                     {"行标识", 10, false}}};

const std::vector<std::string>& notes() {
    static const std::vector<std::string> kNotes{
        "黄色列由单位填写，灰色格不能改。数字可写成 1,200 或 "
        "1.2万，上传时自动换算；不填数值的，须写明“未填原因”。一项任务有几行的，进度和文字写在第一行。",
        "填好后保存，在“填报”页点“上传填报表”。请勿增删行列、改动表头或使用公式；有一处不对，整份都不会写入，系统会标出来。"};
    return kNotes;
}

std::string_view state_word(const WorkbookReport& report) {
    if (!report.report) {
        return "未填报";
    }
    switch (report.progress.state) {
        case State::Draft:
            return "草稿";
        case State::Submitted:
            return "已提交";
        case State::Returned:
            return "已退回";
        case State::Approved:
            return "已审定";
    }
    return "";
}

/// The checks of a form, each once.
class Checks {
public:
    explicit Checks(std::vector<sheet::Check>& list) : list_(list) {}
    int of(sheet::Check check) {
        const auto [hit, fresh] = places_.try_emplace(key(check), static_cast<int>(list_.size()));
        if (fresh) {
            list_.push_back(std::move(check));
        }
        return hit->second;
    }

private:
    static std::string key(const sheet::Check& check) {
        std::string out = check.hint;
        for (const auto& bound : {check.least, check.most}) {
            out += "|" + (bound ? bound->text() : "");
        }
        for (const auto& choice : check.choices) {
            out += "|" + choice;
        }
        return out;
    }
    std::vector<sheet::Check>& list_;
    std::map<std::string, int> places_;
};

sheet::Check value_check(const indicator::Definition& definition) {
    if (definition.kind == indicator::Kind::Deliverable) {
        return {.choices = {"1", "0"}, .hint = definition.name + "：完成填1，未完成填0"};
    }
    auto hint = definition.name + (definition.unit.empty() ? "" : "（" + definition.unit + "）") +
                (definition.decimals == 0 ? "：整数" : fmt::format("：最多{}位小数", definition.decimals));
    hint += definition.maximum ? fmt::format("，0 到 {}", definition.maximum->text()) : "，不小于0";
    hint += definition.definition.empty() ? "" : "。" + definition.definition;
    return {.least = base::Decimal{}, .most = definition.maximum, .hint = std::move(hint)};
}

sheet::Check field_check(const FormField& field) {
    auto hint = field.name + (field.required ? "（必填，不填须写明原因）" : "（可不填）");
    if (field.kind == FieldKind::Number) {
        hint += field.decimals == 0 ? "：整数" : fmt::format("：最多{}位小数", field.decimals);
    } else if (field.kind == FieldKind::Date) {
        hint += "：日期，如 2020-06-30";
    }
    return {.choices = field.choices, .hint = hint + (field.help.empty() ? "" : "。" + field.help)};
}

std::vector<plan::IndicatorId> indicators_of(const WorkbookReport& report) {
    std::vector<plan::IndicatorId> out;
    std::ranges::transform(report.owed, std::back_inserter(out), &indicator::Definition::id);
    return out;
}
std::vector<FormFieldId> fields_of(const WorkbookReport& report) {
    std::vector<FormFieldId> out;
    std::ranges::transform(report.asked, std::back_inserter(out), &FormField::id);
    return out;
}

sheet::Check part_check(const std::string& name) { return {.least = base::Decimal{}, .hint = name + "：不小于0"}; }

const Value* value_of(const Content& content, plan::IndicatorId indicator) {
    const auto hit = std::find_if(content.values.begin(), content.values.end(), [&](const Value& v) { return v.indicator == indicator; });
    return hit == content.values.end() ? nullptr : &*hit;
}

sheet::Cell text_cell(std::string_view text) { return text.empty() ? sheet::Cell{} : sheet::Cell{std::string{text}}; }

class FormRows {
public:
    FormRows(sheet::Form& form, calendar::Period period) : form_(form), period_(period), checks_(form.checks) {}

    void add(const WorkbookReport& report) {
        const auto keys = row_keys(report.duty, indicators_of(report), fields_of(report));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            add_row(report, i, keys[i]);
        }
    }

private:
    void add_row(const WorkbookReport& report, std::size_t i, const std::string& key) {
        std::vector<sheet::FormCell> cells(kColumns);
        const auto at = [&](Column column) -> sheet::FormCell& { return cells[static_cast<std::size_t>(column)]; };
        const auto ask = [&](Column column, sheet::Cell value, int check = -1) {
            at(column) = {.value = std::move(value), .access = report.closed ? sheet::Access::Locked : sheet::Access::Open, .check = check};
        };
        at(Column::Unit).value = report.unit_name;
        at(Column::TaskRef).value = report.task_ref;
        at(Column::Task).value = report.task_title;
        at(Column::State).value = std::string{state_word(report)} + in_span(report.every);
        at(Column::Key).value = key;
        const auto reasons = [&] {
            return checks_.of(
                {.choices = {"本期未发生", "尚无统计数据", "统计口径待明确"}, .hint = "不填数值时写明原因；可以选，也可以自己写"});
        };
        if (i < report.owed.size()) {
            const auto& definition = report.owed[i];
            const Value none;
            const auto* stored = value_of(report.content, definition.id);
            const auto& value = stored == nullptr ? none : *stored;
            const auto covered = indicator::covers(definition, report.every).value_or(calendar::Rhythm::Month);
            at(Column::Indicator).value = indicator_text(definition) + in_span(covered, "合计");
            at(Column::Measure).value = text_cell(definition.unit);
            at(Column::Previous).value =
                text_cell(beside(i < report.previous.size() ? report.previous[i] : "", known_of(report, definition)));
            if (definition.kind == indicator::Kind::Ratio) {
                ask(Column::Numerator, sheet::cell(value.numerator), checks_.of(part_check(definition.numerator_name)));
                ask(Column::Denominator, sheet::cell(value.denominator), checks_.of(part_check(definition.denominator_name)));
            } else {
                ask(Column::Value, sheet::cell(value.value), checks_.of(value_check(definition)));
            }
            ask(Column::Explanation, text_cell(value.explanation), reasons());
        } else if (i < report.owed.size() + report.asked.size()) {
            const auto& field = report.asked[i - report.owed.size()];
            const FieldValue none;
            const auto* stored = find(report.content.fields, field.id);
            const auto& value = stored == nullptr ? none : *stored;
            at(Column::Indicator).value = field.name;
            at(Column::Measure).value = text_cell(field.measure);
            if (const auto held = report.known.fields.find(field.id); held != report.known.fields.end()) {
                at(Column::Previous).value = text_cell(beside("", known_text(held->second.value, held->second.source)));
            }
            const auto number = field.kind == FieldKind::Number ? base::Decimal::parse(value.value) : std::nullopt;
            ask(Column::Value, number ? sheet::cell(number) : text_cell(value.value), checks_.of(field_check(field)));
            ask(Column::Explanation, text_cell(value.explanation), reasons());
        }
        if (i == 0) {
            ask(Column::ProgressPct, sheet::cell(report.content.progress_pct),
                checks_.of({.least = base::Decimal{}, .most = base::Decimal::from_integer(100), .hint = "0 到 100"}));
            ask(Column::Progress, text_cell(report.content.progress));
            ask(Column::Problems, text_cell(report.content.problems));
            ask(Column::NextSteps, text_cell(report.content.next_steps));
        }
        form_.rows.push_back(std::move(cells));
    }

    static std::string known_text(std::string_view value, const base::Phrase& source) {
        return fmt::format("已知{}（{}），相同请照填", value, source.text);
    }
    static std::string known_of(const WorkbookReport& report, const indicator::Definition& definition) {
        const auto held = report.known.figures.find(definition.id);
        if (held == report.known.figures.end()) {
            return "";
        }
        const auto& value = held->second.value;
        const bool ratio = value.numerator && value.denominator;
        return known_text(ratio ? value.numerator->text() + "/" + value.denominator->text() : value.value->text(), held->second.source);
    }
    static std::string beside(std::string previous, const std::string& known) {
        return previous + (previous.empty() || known.empty() ? "" : "；") + known;
    }

    static std::string indicator_text(const indicator::Definition& definition) {
        return definition.kind == indicator::Kind::Ratio
                   ? fmt::format("{}（分子：{}；分母：{}）", definition.name, definition.numerator_name, definition.denominator_name)
                   : definition.name;
    }

    /// "（2020年第二季度合计）" where it is not of the month alone.
    std::string in_span(calendar::Rhythm every, std::string_view what = "") const {
        return every == calendar::Rhythm::Month ? "" : fmt::format("（{}{}）", calendar::name_of(period_, every), what);
    }

    sheet::Form& form_;
    const calendar::Period period_;
    Checks checks_;
};

void mix(std::uint64_t& sum, std::string_view text) {
    for (const char c : base::trim(text)) {  // as a cell gives it back
        if (c != '\r') {
            sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        }
    }
    sum = (sum ^ 0x1FU) * 0x100000001B3U;
}
void mix(std::uint64_t& sum, const std::optional<base::Decimal>& number) { mix(sum, number ? number->text() : std::string{}); }

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return fault == std::errc{} && end == text.data() + text.size() && !text.empty() && out >= 0 ? std::optional{out} : std::nullopt;
}

std::optional<WorkbookEntry> entry_of(const sheet::ReadSheet& record, std::size_t row) {
    const auto duty = plan::UnitDutyId::parse(record.at(row, 0).text);
    const auto plan = plan::PlanId::parse(record.at(row, 1).text);
    const auto unit = identity::UnitId::parse(record.at(row, 2).text);
    const auto version = whole(record.at(row, 3).text);
    if (!duty || !plan || !unit || !version) {
        return std::nullopt;
    }
    WorkbookEntry out{.duty = *duty,
                      .plan = *plan,
                      .unit = *unit,
                      .version = *version,
                      .fingerprint = record.at(row, 4).text,
                      .indicators = {},
                      .fields = {}};
    const auto& list = record.at(row, 5).text;
    for (std::size_t begin = 0; begin < list.size();) {
        const auto end = std::min(list.find(' ', begin), list.size());
        const auto item = std::string_view{list}.substr(begin, end - begin);
        if (const auto field = item.starts_with(kFieldMark) ? FormFieldId::parse(item.substr(1)) : std::nullopt) {
            out.fields.push_back(*field);
        } else if (const auto indicator = plan::IndicatorId::parse(item)) {
            out.indicators.push_back(*indicator);
        } else {
            return std::nullopt;
        }
        begin = end + 1;
    }
    return out;
}

}  // namespace

base::Error damaged_record() {
    return base::bad_input("workbook.damaged_record",
                           "工作簿中隐藏的“版本”表已被改动，无法确认是哪一份；请重新下载填报表，把数据粘贴过去再上传");
}

std::string_view head(Column column) { return kShapes[static_cast<std::size_t>(column)].head; }

std::size_t workbook_head_row() { return 1 + notes().size(); }

std::vector<std::string> row_keys(plan::UnitDutyId duty, const std::vector<plan::IndicatorId>& indicators,
                                  const std::vector<FormFieldId>& fields) {
    std::vector<std::string> out;
    for (const auto indicator : indicators) {
        out.push_back(duty.text() + "." + indicator.text());
    }
    for (const auto field : fields) {
        out.push_back(duty.text() + "." + kFieldMark + field.text());
    }
    return out.empty() ? std::vector{duty.text() + ".0"} : out;
}

std::string fingerprint(const Content& content, const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked) {
    std::uint64_t sum = 0xCBF29CE484222325U;  // FNV-1a: the same on every machine
    mix(sum, content.progress_pct);
    for (const auto* text : {&content.progress, &content.problems, &content.next_steps}) {
        mix(sum, *text);
    }
    for (const auto& definition : owed) {
        const Value none;
        const auto* stored = value_of(content, definition.id);
        const auto& value = stored == nullptr ? none : *stored;
        mix(sum, value.value);
        mix(sum, value.numerator);
        mix(sum, value.denominator);
        mix(sum, value.explanation);
    }
    for (const auto& field : asked) {
        const FieldValue none;
        const auto* stored = find(content.fields, field.id);
        const auto& value = stored == nullptr ? none : *stored;
        mix(sum, value.value);
        mix(sum, value.explanation);
    }
    return fmt::format("{:016x}", sum);
}

std::string name_of(calendar::Period period, const std::vector<WorkbookReport>& reports) {
    const bool alike =
        !reports.empty() && std::ranges::all_of(reports, [&](const auto& report) { return report.every == reports.front().every; });
    return calendar::name_of(period, alike ? reports.front().every : calendar::Rhythm::Month);
}

sheet::Form workbook_form(const WorkbookMark& mark, const std::vector<WorkbookReport>& reports) {
    sheet::Form form{.name = std::string{kWorkbookSheet},
                     .title = fmt::format("{}{}填报表", mark.tenant, name_of(mark.period, reports)),
                     .notes = notes(),
                     .record_name = std::string{kRecordSheet},
                     .record = {{std::string{kMagic}, std::string{kLayout}},
                                {"tenant", mark.tenant},
                                {"period", mark.period.text()},
                                {"made_at", mark.made_at},
                                {"duty", "plan", "unit", "version", "fingerprint", "indicators"}}};
    for (const auto& shape : kShapes) {
        form.columns.push_back({.head = std::string{shape.head}, .width = shape.width, .hidden = false, .asked = shape.asked});
    }
    form.columns.back().hidden = true;
    FormRows rows{form, mark.period};
    for (const auto& report : reports) {
        rows.add(report);
        std::string indicators;
        for (const auto& definition : report.owed) {
            indicators += (indicators.empty() ? "" : " ") + definition.id.text();
        }
        for (const auto& field : report.asked) {
            indicators += (indicators.empty() ? "" : " ") + (kFieldMark + field.id.text());
        }
        form.record.push_back({report.duty.text(), report.plan.text(), report.unit.text(), std::to_string(report.version),
                               fingerprint(report.content, report.owed, report.asked), std::move(indicators)});
    }
    return form;
}

base::Result<WorkbookRecord> read_record(const sheet::ReadBook& book) {
    const auto* record = book.find(kRecordSheet);
    if (record == nullptr || record->at(0, 0).text != kMagic || book.find(kWorkbookSheet) == nullptr) {
        return base::bad_input("workbook.not_ours", "这不是从本系统下载的填报表；请先点“下载填报表”，在下载的表里填写后再上传");
    }
    if (record->at(0, 1).text != kLayout) {
        return base::bad_input(base::phrase("workbook.other_version",
                                            "这份填报表的版式（第{found}版）与系统现用的（第{used}版）不同；请重新下载填报表",
                                            {{"found", record->at(0, 1).text}, {"used", std::string{kLayout}}}));
    }
    const auto period = calendar::Period::parse(record->at(2, 1).text);
    if (!period) {
        return damaged_record();
    }
    WorkbookRecord out{.mark = {.tenant = record->at(1, 1).text, .period = *period, .made_at = record->at(3, 1).text}, .entries = {}};
    for (std::size_t row = kRecordHead; row < record->rows.size(); ++row) {
        auto entry = entry_of(*record, row);
        if (!entry) {
            return damaged_record();
        }
        out.entries.push_back(*std::move(entry));
    }
    if (out.entries.empty()) {
        return damaged_record();
    }
    return out;
}

}  // namespace luoshi::report
