#include "document/outline.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "document/lexicon.hpp"
#include "document/office_words.hpp"

namespace luoshi::document {
namespace {

const Lexicon kLeadIns{U"具体措施", U"具体任务", U"重点任务", U"主要措施", U"工作措施", U"现就", U"主要任务", U"工作任务"};

class OutlineReader {
public:
    explicit OutlineReader(const Document& document) : document_(document) {}

    std::vector<Item> read() {
        for (const Block& block : document_.blocks) {
            if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
                add(paragraph->phrase);
            } else {
                close();
                table_ = true;
            }
        }
        close();
        const bool numbered = std::any_of(items_.begin(), items_.end(), [](const Item& item) { return item.mark.has_value(); });
        return numbered || table_ ? std::move(items_) : std::move(notice_items_);
    }

private:
    void add(const Phrase& raw) {
        Phrase phrase = raw.compact();
        if (phrase.empty()) {
            return;
        }
        issues_plan_ = issues_plan_ || issued_title(phrase.text).second > 0;
        const bool organ = is_organ_line(phrase.text);
        place(raw, std::move(phrase));
        signed_above_ = organ;
    }

    void place(const Phrase& raw, Phrase phrase) {
        if (auto mark = read_mark(phrase.text)) {
            settle_closing(level_of(mark->style));
            open(std::move(*mark), std::move(phrase));
        } else if (is_labelled_line(phrase.text) && !open_.empty()) {
            items_[current()].pieces.push_back({PieceKind::DutyLine, raw});
        } else if (ends_numbered_part(phrase.text)) {
            close();
            if (is_date_line(phrase.text) && signed_above_ && issues_plan_ && notice_items_.empty()) {
                notice_items_ = std::exchange(items_, {});
            }
        } else if (!open_.empty()) {
            if (!is_lead_in(phrase.text)) {
                items_[current()].pieces.push_back({PieceKind::Body, std::move(phrase)});
            }
        } else {
            Item item;
            item.ref = "P" + std::to_string(document_.line_of(phrase.at.front()));
            item.begin = phrase.at.front();
            item.pieces.push_back({PieceKind::Body, std::move(phrase)});
            items_.push_back(std::move(item));
        }
    }

    static bool ends_numbered_part(std::u32string_view text) {
        return is_date_line(text) || is_organ_line(text) || is_back_matter(text) || text.starts_with(U"附件") || text.starts_with(U"附表");
    }
    static bool is_lead_in(std::u32string_view text) { return text.back() == U':' && (text.size() <= 12 || kLeadIns.starts(text)); }

    std::size_t current() const { return static_cast<std::size_t>(open_.back()); }

    /// Depth at which a mark of this style stands: beside the open item of the same style, else below the innermost.
    std::size_t level_of(MarkStyle style) const {
        for (std::size_t i = 0; i < open_.size(); ++i) {
            if (items_[static_cast<std::size_t>(open_[i])].mark->style == style) {
                return i;
            }
        }
        std::size_t level = open_.size();
        while (level > 0 && items_[static_cast<std::size_t>(open_[level - 1])].mark->style > style) {
            --level;  // an outer style never stands inside an inner one
        }
        return level;
    }

    void open(Mark mark, Phrase phrase) {
        const std::size_t level = level_of(mark.style);
        open_.resize(level);
        Item item;
        item.level = static_cast<int>(level);
        item.parent = level == 0 ? -1 : open_.back();
        std::string prefix;
        if (item.parent >= 0) {
            Item& parent = items_[static_cast<std::size_t>(item.parent)];
            ++parent.children;
            prefix = parent.ref;
        }
        if (mark.style == MarkStyle::Article) {  // articles are counted through all chapters
            prefix.clear();
        }
        item.ref = prefix + (mark.style == MarkStyle::Dash ? dash_label(item.parent) : base::encode_utf8(mark.label));
        item.begin = phrase.at.front();
        item.pieces.push_back({PieceKind::Opening, phrase.slice(mark.length, phrase.size())});
        item.mark = std::move(mark);
        items_.push_back(std::move(item));
        open_.push_back(static_cast<int>(items_.size()) - 1);
    }

    std::string dash_label(int parent) const {
        return "—" + std::to_string(parent < 0 ? 1 : items_[static_cast<std::size_t>(parent)].children);
    }

    /// The last body paragraph of the last sub-item closes the section when all sub-items before it are one paragraph long and this one is
    /// complete by itself. `level` is where the next mark stands.
    void settle_closing(std::size_t level) {
        if (open_.size() < 2 || level >= open_.size() - 1) {
            return;
        }
        const int last = open_.back();
        Item& item = items_[static_cast<std::size_t>(last)];
        Item& parent = items_[static_cast<std::size_t>(item.parent)];
        if (item.pieces.size() != 2 || item.pieces[1].kind != PieceKind::Body || parent.children < 2 ||
            !is_complete(item.pieces[0].phrase.text)) {
            return;
        }
        for (std::size_t i = static_cast<std::size_t>(item.parent) + 1; i < static_cast<std::size_t>(last); ++i) {
            if (items_[i].parent == item.parent && items_[i].pieces.size() > 1) {
                return;
            }
        }
        parent.pieces.push_back({PieceKind::Closing, std::move(item.pieces[1].phrase)});
        item.pieces.pop_back();
    }

    /// Heading and text in one paragraph.
    static bool is_complete(std::u32string_view text) {
        const auto stop = text.find(U'。');
        return stop != std::u32string_view::npos && stop + 4 < text.size();
    }

    void close() {
        settle_closing(0);
        open_.clear();
    }

    const Document& document_;
    std::vector<Item> items_;
    std::vector<int> open_;           ///< path of open items, outermost first
    std::vector<Item> notice_items_;  ///< of the covering notice, up to its signature: they are about the plan, not in it
    bool issues_plan_ = false;        ///< the document is a notice that issues a plan
    bool signed_above_ = false;       ///< the last paragraph names an organ
    bool table_ = false;
};

}  // namespace

std::vector<Item> read_outline(const Document& document) { return OutlineReader(document).read(); }

}  // namespace luoshi::document
