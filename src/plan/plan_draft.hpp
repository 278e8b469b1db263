#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace luoshi::plan {

/// Where something stands in the document's stored text: code points [begin, end) and 1-based inclusive lines.
struct Span {
    int begin = 0;
    int end = 0;
    int start_line = 0;
    int end_line = 0;
};

/// The literal operator of a target (domain 8.0.1); "a plain 达到 means at least" is decided on import, not here.
enum class TargetOperator { Equal, AtLeast, MoreThan, AtMost, LessThan, About, Between };

enum class TargetKind {
    Numeric,
    Reference,    ///< a figure that stands in another plan ("超过…规划发展目标")
    AllOfSet,     ///< all members of a named set ("A、B全部列入…")
    Deliverable,  ///< a document issued by a date ("8月底前…制定出台…措施")
};

struct DraftTarget {
    TargetKind kind = TargetKind::Numeric;
    std::string name;
    TargetOperator op = TargetOperator::Equal;
    std::optional<base::Decimal> value;      ///< in `unit` as written (1.5 for 1.5万人次); none unless Numeric
    std::optional<base::Decimal> value_max;  ///< Between only
    std::string unit;                        ///< as written: 个, 万人次, %
    std::optional<int> year;
    std::optional<base::Date> due_on;  ///< Deliverable only
    std::string scope;                 ///< "全市", "每县"; empty when not said
    char change = 0;                   ///< '+' or '-' when the figure is a difference to a base
    bool per_year = false;             ///< 每年
    Span span;
};

struct DraftUnit {
    std::string name;  ///< as written, prefix resolved (省科技厅、广电局 gives 省广电局)
    Span span;
};

/// The text of a year column or year segment; from == to unless the cells are merged.
struct DraftMeasure {
    int year_from = 0;
    int year_to = 0;
    std::string text;
    Span span;
};

/// Something a person must decide before the draft can be confirmed ("responsible cell is empty").
struct DraftQuestion {
    std::string code;  ///< stable: duty.no_responsible, duty.lead_cell_many, unit.open_group, …
    std::string subject;  ///< the words in question
    Span span;
};

struct DraftTask {
    std::string ref;  ///< path of number marks: 一(一), T7, T14-2
    std::string title;
    std::string content;
    int clause = -1;  ///< index into PlanDraft::clauses
    std::vector<DraftUnit> lead_units;
    std::vector<DraftUnit> responsible_units;
    std::optional<base::Date> deadline;
    bool continuous = false;  ///< 持续推进, 长期: no end
    std::vector<DraftMeasure> measures;
    std::vector<DraftTarget> targets;
    std::vector<DraftQuestion> questions;
    Span span;
};

enum class ClauseKind { Heading, Paragraph, TableRow, TableHeader, Front, Back };

/// A numbered part of the document; `parent` is an index into the same list, -1 at the top.
struct DraftClause {
    ClauseKind kind = ClauseKind::Paragraph;
    std::string ref;
    std::string title;
    int level = 0;
    int parent = -1;
    Span span;
};

struct DocumentMeta {
    std::optional<std::string> doc_number;
    std::optional<std::string> title;
    std::optional<std::string> issuer;
    std::optional<base::Date> issued_on;
    std::optional<int> period_from;
    std::optional<int> period_to;
};

/// Everything a plan document says, each item tied to its place. Nothing here is yet believed: a person confirms it.
struct PlanDraft {
    DocumentMeta meta;
    std::string text;  ///< the document as UTF-8, exactly as anchored by the spans
    std::vector<DraftClause> clauses;
    std::vector<DraftTask> tasks;
};

}  // namespace luoshi::plan
