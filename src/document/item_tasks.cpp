#include "document/item_tasks.hpp"

#include <algorithm>

#include "document/target_rules.hpp"
#include "document/unquantified_rules.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;

/// Text with duty parts cut out.
Phrase without(const Phrase& phrase, const std::vector<DutyPart>& parts) {
    Phrase out;
    std::size_t from = 0;
    for (const DutyPart& part : parts) {
        out.append(phrase.slice(from, part.begin));
        from = part.end;
    }
    out.append(phrase.slice(from, phrase.size()));
    return out;
}

class ItemTasks {
public:
    ItemTasks(const Document& document, const std::vector<Item>& items, const TaskContext& context, plan::PlanDraft& draft)
        : document_(document),
          items_(items),
          context_(context),
          draft_(draft),
          inherited_(items.size()),
          duties_(items.size()),
          clauses_(items.size(), -1) {}

    void add() {
        for (std::size_t i = 0; i < items_.size(); ++i) {
            read_item_duties(i);
        }
        spread_trailing_lines();
        for (std::size_t i = 0; i < items_.size(); ++i) {
            add_item(i);
        }
    }

private:
    /// The duties stated for an item, and those a heading gives to all its items: 一、科技创新政策(由市科技局牵头实施).
    void read_item_duties(std::size_t i) {
        const Item& item = items_[i];
        if (item.parent >= 0) {
            inherited_[i] = inherited_[static_cast<std::size_t>(item.parent)];
        }
        for (const Piece& piece : item.pieces) {
            if (piece.kind == PieceKind::DutyLine) {
                duties_[i].add(read_duties(document_, piece.phrase, 0, piece.phrase.size()));
                if (item.children > 0) {
                    inherited_[i].add(duties_[i]);
                }
                continue;
            }
            const Text text = piece.phrase.text;
            for (const DutyPart& part : find_duty_parts(text)) {
                const Duties found = read_duties(document_, piece.phrase, part.inner_begin, part.inner_end);
                const bool in_heading = piece.kind == PieceKind::Opening && item.children > 0 &&
                                        text.substr(0, part.end).find(U'。') == kNone && part.end == text.size();
                duties_[i].add(found);
                if (in_heading) {
                    inherited_[i] = found;
                }
            }
        }
    }

    /// A duty line behind the last of several sub-items that name nobody covers them all.
    void spread_trailing_lines() {
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const Item& item = items_[i];
            if (item.parent < 0 || item.pieces.back().kind != PieceKind::DutyLine || !is_last_child(i)) {
                continue;
            }
            std::vector<std::size_t> siblings;
            bool bare = true;
            for (std::size_t j = static_cast<std::size_t>(item.parent) + 1; j < i; ++j) {
                if (items_[j].parent == item.parent) {
                    siblings.push_back(j);
                    bare = bare && duties_[j].empty();
                }
            }
            if (bare && !siblings.empty() && item.mark->style >= MarkStyle::ArabicBracket) {
                for (const std::size_t j : siblings) {
                    duties_[j] = duties_[i];
                }
                duties_[static_cast<std::size_t>(item.parent)].add(duties_[i]);
            }
        }
    }

    bool is_last_child(std::size_t i) const { return i + 1 == items_.size() || items_[i + 1].level < items_[i].level; }

    void add_item(std::size_t i) {
        const Item& item = items_[i];
        const Phrase& first = item.pieces.front().phrase;
        const auto parts = find_duty_parts(first.text);
        const Phrase opening = without(first, parts);
        const bool plain_heading = item.children > 0 && opening.text.find(U'。') == std::u32string::npos;
        const std::size_t title = plain_heading ? opening.size() : title_length(opening.text, !parts.empty());
        if (item.mark) {
            add_clause(i, opening, title);
        }
        if (!is_task(item, opening, title, !parts.empty())) {
            return;
        }
        plan::DraftTask task;
        task.ref = item.ref;
        task.title = opening.written(0, title);
        const bool only_closing = item.children > 0 && parts.empty() && !has_own_text(item, opening, title);
        const auto texts = read_texts(item, only_closing, task);
        add_duties(i, texts, task);
        add_times_and_targets(i, texts, task);
        if (!item.mark) {  // an unnumbered paragraph outside the clauses counts only when it asks for something
            if (task.targets.empty() && duties_[i].empty()) {
                return;
            }
            add_clause(i, opening, title);
        }
        task.clause = clauses_[i];
        ask_about_groups(task);
        draft_.tasks.push_back(std::move(task));
    }

    /// The texts of a task without their duty parts; sets its content and place. A section whose only text closes it lies there alone.
    std::vector<Phrase> read_texts(const Item& item, bool only_closing, plan::DraftTask& task) const {
        std::vector<Phrase> texts;
        int begin = only_closing ? -1 : item.begin;
        int end = begin + 1;
        for (const Piece& piece : item.pieces) {
            const bool closing = piece.kind == PieceKind::Closing;
            if ((only_closing && !closing) || piece.phrase.empty()) {
                continue;
            }
            if (piece.kind != PieceKind::DutyLine) {
                texts.push_back(without(piece.phrase, find_duty_parts(piece.phrase.text)));
                task.content += (task.content.empty() ? "" : "\n") + texts.back().written();
            }
            if (!closing || only_closing) {
                begin = begin < 0 ? piece.phrase.at.front() : begin;
                end = std::max(end, piece.phrase.at.back() + 1);
            }
        }
        task.span = document_.span(begin, end);
        return texts;
    }

    void add_clause(std::size_t i, const Phrase& opening, std::size_t title) {
        const Item& item = items_[i];
        plan::DraftClause clause;
        clause.kind = item.children > 0 ? plan::ClauseKind::Heading : plan::ClauseKind::Paragraph;
        clause.ref = item.ref;
        clause.title = item.mark ? opening.written(0, title) : "";
        clause.level = item.level;
        clause.parent = item.parent < 0 ? -1 : clauses_[static_cast<std::size_t>(item.parent)];
        int end = item.begin + 1;
        for (const Piece& piece : item.pieces) {
            end = piece.phrase.empty() ? end : std::max(end, piece.phrase.at.back() + 1);
        }
        clause.span = document_.span(item.begin, end);
        clauses_[i] = static_cast<int>(draft_.clauses.size());
        draft_.clauses.push_back(std::move(clause));
    }

    /// Text beyond the heading phrase; a heading of several clauses is still one.
    static bool has_own_text(const Item& item, const Phrase& opening, std::size_t title) {
        const bool more = opening.size() > title + 1 && (item.children == 0 || opening.text.find(U'。') != std::u32string::npos);
        return more || std::any_of(item.pieces.begin() + 1, item.pieces.end(), [](const Piece& p) { return p.kind == PieceKind::Body; });
    }

    static bool is_task(const Item& item, const Phrase& opening, std::size_t title, bool duties_in_opening) {
        if (item.children == 0) {
            const bool section_without_text = item.mark && item.mark->style <= MarkStyle::Han && item.pieces.size() == 1 &&
                                              opening.size() <= kLongestHeading && opening.text.find(U'。') == std::u32string::npos &&
                                              !duties_in_opening && item.mark->style != MarkStyle::Article;
            return !section_without_text &&
                   !(item.mark && item.mark->style == MarkStyle::Dash && opening.size() <= title && item.pieces.size() == 1);
        }
        const bool closed =
            std::any_of(item.pieces.begin() + 1, item.pieces.end(), [](const Piece& p) { return p.kind == PieceKind::Closing; });
        return closed || has_own_text(item, opening, title) || (duties_in_opening && opening.text.find(U'。') != std::u32string::npos);
    }

    void add_duties(std::size_t i, const std::vector<Phrase>& texts, plan::DraftTask& task) {
        Duties duties = duties_[i];
        const bool stated = !duties.empty();
        if (!stated && inherited_[i].empty()) {
            for (const Phrase& text : texts) {
                duties.add(read_actors(document_, text, 0, text.size()));
            }
        }
        if (duties.lead.empty()) {
            duties.lead = inherited_[i].lead;
        }
        if (!stated) {
            duties.add({{}, inherited_[i].responsible});
        }
        if (stated || context_.duty.everywhere_from > 0) {
            apply_duty_custom(context_.duty, items_[i].mark ? items_[i].begin : 0, duties);
        }
        task.lead_units = std::move(duties.lead);
        task.responsible_units = std::move(duties.responsible);
    }

    void add_times_and_targets(std::size_t i, const std::vector<Phrase>& texts, plan::DraftTask& task) {
        const std::optional<int> year = context_.year;
        for (const Phrase& text : texts) {
            consider_deadline(find_deadline(text.text, year), task);
        }
        for (const Piece& piece : items_[i].pieces) {
            for (const DutyPart& part : find_duty_parts(piece.phrase.text)) {
                consider_deadline(find_deadline(Text(piece.phrase.text).substr(part.inner_begin, part.inner_end - part.inner_begin), year),
                                  task);
            }
        }
        for (const Phrase& text : texts) {
            for (const YearSegment& segment : year_segments(text.text)) {
                add_segment(text.slice(segment.begin, segment.end), segment.year, task);
            }
        }
    }

    /// The targets of a text, or of the stretch under a year heading, which is that year's measure too.
    void add_segment(const Phrase& text, int year, plan::DraftTask& task) const {
        if (text.empty()) {
            return;
        }
        TargetContext context{context_.period, std::nullopt, task.deadline ? std::optional{base::year_of(*task.deadline)} : std::nullopt};
        if (year != 0) {
            task.measures.push_back({year, year, text.written(), document_.span(text)});
            context.column_year = year;
        }
        std::vector<plan::DraftTarget> found;
        read_targets(document_, text, context, found);
        read_unquantified(document_, text, context, found);
        read_deliverable(document_, text, context_.year, found);
        merge_targets(task.targets, std::move(found));
    }

    static void consider_deadline(std::optional<base::Date> date, plan::DraftTask& task) {
        if (date) {
            task.deadline = task.deadline ? std::max(*task.deadline, *date) : *date;
        }
    }

    const Document& document_;
    const std::vector<Item>& items_;
    const TaskContext& context_;
    plan::PlanDraft& draft_;
    std::vector<Duties> inherited_;
    std::vector<Duties> duties_;
    std::vector<int> clauses_;
};

}  // namespace

void add_item_tasks(const Document& document, const std::vector<Item>& items, const TaskContext& context, plan::PlanDraft& draft) {
    ItemTasks(document, items, context, draft).add();
}

}  // namespace luoshi::document
