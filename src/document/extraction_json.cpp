#include "document/extraction_json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + "\"";
}

template <class T, class Write>
std::string list(const std::vector<T>& items, std::string_view separator, Write write) {
    std::string out = "[";
    for (const T& item : items) {
        out += out.size() > 1 ? separator : "";
        out += write(item);
    }
    return out + "]";
}

std::string or_null(const std::optional<std::string>& text) { return text ? quoted(*text) : "null"; }
std::string or_null(const std::optional<base::Date>& date) { return date ? quoted(base::date_text(*date)) : "null"; }
std::string or_null(const std::optional<int>& number) { return number ? std::to_string(*number) : "null"; }

std::string_view op_text(plan::TargetOperator op) {
    switch (op) {
        case plan::TargetOperator::AtLeast:
            return ">=";
        case plan::TargetOperator::MoreThan:
            return ">";
        case plan::TargetOperator::AtMost:
            return "<=";
        case plan::TargetOperator::LessThan:
            return "<";
        case plan::TargetOperator::About:
            return "~";
        case plan::TargetOperator::Between:
            return "between";
        case plan::TargetOperator::Equal:
            break;
    }
    return "=";
}

std::string_view kind_text(plan::TargetKind kind) {
    switch (kind) {
        case plan::TargetKind::Reference:
            return "reference";
        case plan::TargetKind::AllOfSet:
            return "all_of_set";
        case plan::TargetKind::Deliverable:
            return "deliverable";
        case plan::TargetKind::Numeric:
            break;
    }
    return "numeric";
}

std::string source_json(const plan::Span& span) {
    return fmt::format(R"({{"start_line":{},"end_line":{}}})", span.start_line, span.end_line);
}

std::string target_json(const plan::DraftTarget& target) {
    std::string out = fmt::format(R"({{"name":{},"op":"{}","value":{})", quoted(target.name), op_text(target.op),
                                  target.value ? target.value->text() : "null");
    if (target.value_max) {
        out += fmt::format(R"(,"value_max":{})", target.value_max->text());
    }
    out += fmt::format(R"(,"unit":{},"year":{},"scope":{})", quoted(target.unit), or_null(target.year),
                       target.scope.empty() ? "null" : quoted(target.scope));
    if (target.change != 0) {
        out += fmt::format(R"(,"change":"{}")", target.change);
    }
    return out + (target.per_year ? R"(,"per_year":true})" : "}");
}

std::string unquantified_json(const plan::DraftTarget& target) {
    return fmt::format(R"({{"kind":"{}","name":{},"op":"{}","scope":{},"year":{},"due_on":{},"source":{}}})", kind_text(target.kind),
                       quoted(target.name), op_text(target.op), target.scope.empty() ? "null" : quoted(target.scope), or_null(target.year),
                       or_null(target.due_on), source_json(target.span));
}

std::string years_json(const std::vector<plan::DraftMeasure>& measures) {
    std::string out = "{";
    for (const auto& measure : measures) {
        const std::string key = measure.year_from == measure.year_to ? std::to_string(measure.year_from)
                                                                     : fmt::format("{}-{}", measure.year_from, measure.year_to);
        out += fmt::format("{}{}:{}", out.size() > 1 ? "," : "", quoted(key), quoted(measure.text));
    }
    return out + "}";
}

std::string task_json(const plan::DraftTask& task) {
    const auto unit = [](const plan::DraftUnit& u) { return quoted(u.name); };
    std::vector<plan::DraftTarget> numeric;
    std::vector<plan::DraftTarget> others;
    for (const auto& target : task.targets) {
        (target.kind == plan::TargetKind::Numeric ? numeric : others).push_back(target);
    }
    std::string out =
        fmt::format(R"({{"ref":{},"title":{},"lead_units":{},"responsible_units":{},"deadline":{},"years":{},"targets":{})",
                    quoted(task.ref), quoted(task.title), list(task.lead_units, ",", unit), list(task.responsible_units, ",", unit),
                    or_null(task.deadline), years_json(task.measures), list(numeric, ",", target_json));
    if (!others.empty()) {
        out += R"(,"unquantified":)" + list(others, ",", unquantified_json);
    }
    if (task.continuous) {
        out += R"(,"continuous":true)";
    }
    if (!task.questions.empty()) {
        out += R"(,"questions":)" + list(task.questions, ",", [](const plan::DraftQuestion& q) {
                   return fmt::format(R"({{"code":{},"subject":{},"source":{}}})", quoted(q.code), quoted(q.subject), source_json(q.span));
               });
    }
    return out + R"(,"source":)" + source_json(task.span) + "}";
}

std::string period_text(const plan::DocumentMeta& meta) {
    if (!meta.period_from || !meta.period_to) {
        return "null";
    }
    return meta.period_from == meta.period_to ? quoted(std::to_string(*meta.period_from))
                                              : quoted(fmt::format("{}-{}", *meta.period_from, *meta.period_to));
}

}  // namespace

std::string extraction_json(const plan::PlanDraft& draft) {
    const auto& meta = draft.meta;
    return fmt::format("{{\n\"meta\":{{\"doc_number\":{},\"title\":{},\"issuer\":{},\"issued_on\":{},\"period\":{}}},\n\"tasks\":",
                       or_null(meta.doc_number), or_null(meta.title), or_null(meta.issuer), or_null(meta.issued_on), period_text(meta)) +
           list(draft.tasks, ",\n", task_json) + "\n}\n";
}

}  // namespace luoshi::document
