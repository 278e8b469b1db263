#include "document/duty_rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "document/lexicon.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;
constexpr std::size_t kLongestUnit = 32;
constexpr std::size_t kMostUnits = 200;  ///< of one task; keeps the reading of any bytes linear

const Lexicon kLabelPrefixes{U"市级", U"县级", U"省级", U"区级", U"主要", U"工作", U"市直", U"州级"};
const Lexicon kLeadLabels{U"牵头单位", U"牵头部门", U"牵头负责单位", U"牵头负责部门", U"牵头责任单位", U"牵头负责",
                          U"牵头",     U"主办单位", U"主办",         U"主办部门",     U"总牵头单位",   U"牵头市级部门"};
const Lexicon kResponsibleLabels{U"责任单位", U"责任部门", U"配合单位", U"配合部门", U"协办单位", U"协办部门", U"主责单位",
                                 U"主责部门", U"监考单位", U"考核单位", U"参与单位", U"参加单位", U"落实单位", U"承办单位",
                                 U"承办部门", U"实施单位", U"责任主体", U"协助单位", U"协同单位", U"协同部门", U"负责单位",
                                 U"负责部门", U"实施主体", U"执行单位", U"参与部门", U"参加部门", U"责任分工", U"配合",
                                 U"协办",     U"主管部门", U"主管单位", U"建设单位", U"实施部门"};
/// What stands behind units and says their part; longest first by Lexicon.
const Lexicon kLeadVerbs{U"牵头",         U"分别牵头", U"共同牵头", U"牵头负责", U"牵头实施", U"牵头落实", U"牵头组织",
                         U"牵头组织实施", U"总牵头",   U"牵头抓总", U"牵头推进", U"主办",     U"负总责",   U"为牵头单位"};
const Lexicon kShareVerbs{
    U"负责",     U"按职责分工负责", U"按职责分工落实", U"按职责分工", U"按照职责分工负责", U"按职责负责", U"分别负责", U"分工负责",
    U"共同负责", U"具体负责",       U"负责落实",       U"负责实施",   U"组织实施",         U"配合",       U"参与",     U"协办",
    U"协助",     U"配合落实",       U"等配合",         U"具体实施",   U"配合实施",         U"各负其责",   U"落实"};
const Lexicon kUnitEnds{U"局",   U"厅",     U"委",     U"办",       U"部",     U"政府", U"单位", U"部门",   U"公司", U"集团",   U"中心",
                        U"支行", U"海关",   U"管委会", U"委员会",   U"办公室", U"街道", U"社",   U"院",     U"会",   U"署",     U"队",
                        U"学院", U"大学",   U"银行",   U"联社",     U"办事处", U"专班", U"妇联", U"工商联", U"科协", U"地区",   U"各地",
                        U"文联", U"残联",   U"指挥部", U"领导小组", U"所",     U"站",   U"企业", U"机构",   U"园区", U"开发区", U"法院",
                        U"学校", U"县",     U"区",     U"市",       U"镇",     U"乡",   U"处",   U"科",     U"室",   U"组",     U"实验室",
                        U"电网", U"电视台", U"团",     U"镇街",     U"高校",   U"村"};
/// Ends strong enough to be the subject of a sentence.
const Lexicon kActorEnds{U"局",     U"厅",      U"委",      U"办",    U"政府",   U"单位",   U"部门",    U"管委会",   U"委员会",
                         U"办公室", U"市、区)", U"区、市)", U"市区)", U"县市区", U"县区",   U"市、区",  U"(管委会)", U"(市、区、园区)",
                         U"街道",   U"办事处",  U"各地",    U"各区",  U"各县",   U"各地区", U"领导小组"};
/// Ends that only organs have, so that a bare bracket of them is a duty.
const Lexicon kOrgans{U"局",     U"厅",     U"委",   U"办",   U"政府", U"部门",   U"管委会", U"委员会", U"办公室", U"供销社",    U"宣传部",
                      U"组织部", U"统战部", U"海关", U"支行", U"妇联", U"工商联", U"残联",   U"科协",   U"办事处", U"银保监分局"};
const Lexicon kDuty{U"要", U"应", U"应当", U"须", U"必须", U"负责", U"是责任主体", U"为责任主体", U"需", U"牵头", U"具体负责"};
const Lexicon kOpen{U"相关", U"有关"};
const Lexicon kWhole{U"各", U"全市各", U"全县各", U"全省各", U"全区各"};
const Lexicon kListEnds{U"等有关部门", U"等相关部门",   U"等部门",     U"等单位",     U"等有关单位",
                        U"等相关单位", U"等部门和单位", U"等市直部门", U"等市级部门", U"等"};
const Lexicon kNobody{U"无", U"—", U"-", U"/", U"——"};
const Lexicon kLevels{U"国家", U"省", U"市", U"县", U"区", U"州", U"旗"};
const Lexicon kPeople{U"领导", U"责任人", U"负责人", U"联系人", U"科室", U"市长", U"同志"};
const Lexicon kTimeWords{U"时限:", U"时间:", U"期限:", U"节点:"};
const Lexicon kNotes{U"下同", U"牵头", U"不再", U"列第一", U"排名"};

bool in(Text set, char32_t c) { return set.find(c) != kNone; }

/// The brackets of a text as (open, close), in order of opening; those that do not close are left out.
std::vector<std::pair<std::size_t, std::size_t>> matched_brackets(Text text) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (in(U"([", text[i])) {
            open.push_back(i);
        } else if (in(U")]", text[i]) && !open.empty()) {
            found.emplace_back(open.back(), i);
            open.pop_back();
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool looks_like_time(Text text) {
    const bool digits = text.find_first_of(U"0123456789") != kNone;
    return (digits && text.find_first_of(U"月年日") != kNone) || text.ends_with(U"完成") || text.ends_with(U"底前") ||
           text.ends_with(U"推进") || kTimeWords.within(text) || text.ends_with(U"长期") || text.ends_with(U"实施");
}

std::size_t strip_before(Text text, std::size_t begin, std::size_t end, const Lexicon& words) {
    const std::size_t n = words.match_before(text.substr(0, end), end);
    return n > 0 && end - n >= begin ? end - n : end;
}

/// Splits a list of units and gives each its part.
class ListReader {
public:
    /// `given`: the role of all units when a column or the grammar says it, None when the list says it itself.
    ListReader(const Document& document, const Phrase& phrase, DutyRole given = DutyRole::None)
        : document_(document), phrase_(phrase), text_(phrase.text), labelled_(given != DutyRole::None), role_(given) {}

    Duties read(std::size_t begin, std::size_t end) {
        std::size_t from = begin;
        int depth = 0;
        for (std::size_t i = begin; i < end; ++i) {
            if (i == from && depth == 0) {
                if (const auto label = duty_label(text_, i); label.length > 0 && i + label.length <= end) {
                    flush(role_);
                    role_ = label.role;
                    labelled_ = true;
                    i += label.length - 1;
                    from = i + 1;
                    continue;
                }
            }
            depth += text_[i] == U'(' ? 1 : text_[i] == U')' ? -1 : 0;
            if (depth <= 0 && text_[i] == U'。') {
                end = i;
                break;
            }
            if (depth <= 0 && separates(from, i, end)) {
                segment(from, i);
                from = i + 1;
            }
        }
        segment(from, end);
        flush(role_);
        return std::move(duties_);
    }

private:
    bool separates(std::size_t from, std::size_t i, std::size_t end) const {
        const char32_t c = text_[i];
        if (in(U"、,;/", c)) {
            return true;
        }
        const Text left = text_.substr(from, i - from);
        if (base::is_space(c)) {
            return c == U'\n' || ends_like_unit(left) || left.ends_with(U")");
        }
        if (in(U"及和与", c) && i + 1 < end && left.size() >= 2 && (ends_like_unit(left) || left.ends_with(U")"))) {
            return kLevels.match(text_, i + 1) > 0 || text_[i + 1] == U'各' || next_segment_is_unit(i + 1, end);
        }
        return false;
    }

    bool next_segment_is_unit(std::size_t from, std::size_t end) const {
        const Text next = text_.substr(from, std::min(end - from, kLongestUnit));
        return ends_like_unit(next.substr(0, next.find_first_of(U"、,;。")));
    }

    void segment(std::size_t begin, std::size_t end) {
        while (begin < end && base::is_space(text_[begin])) {
            ++begin;
        }
        while (end > begin && base::is_space(text_[end - 1])) {
            --end;
        }
        if (begin < end && text_[begin] == U'由') {
            ++begin;
        }
        if (begin < end && text_[end - 1] == U')') {  // a note behind the last unit
            const auto open = text_.substr(begin, end - begin).rfind(U'(');
            if (open != kNone && open > 0 && kNotes.within(text_.substr(begin + open, end - begin - open))) {
                end = begin + open;
            }
        }
        DutyRole spoken = DutyRole::None;
        if (const auto stripped = strip_before(text_, begin, end, kLeadVerbs); stripped < end) {
            spoken = DutyRole::Lead;
            end = stripped;
        } else if (const auto share = strip_before(text_, begin, end, kShareVerbs);
                   share < end && !(share > begin && ends_like_unit(text_.substr(begin, end - begin)) &&
                                    !ends_like_unit(text_.substr(begin, share - begin)))) {
            spoken = DutyRole::Responsible;
            end = share;
        }
        end = strip_before(text_, begin, end, kListEnds);
        add(begin, end);
        if (spoken != DutyRole::None) {
            flush(labelled_ ? role_ : spoken);
        }
    }

    void add(std::size_t begin, std::size_t end) {
        if (begin >= end || end - begin > kLongestUnit) {
            return;
        }
        const Text name = text_.substr(begin, end - begin);
        if (kNobody.match(name, 0) == name.size() || looks_like_time(name) || kPeople.ends(name) || base::is_digit(name.front())) {
            return;
        }
        pending_.push_back({resolved(begin, end), document_.span(phrase_, begin, end)});
    }

    /// The name with the level prefix that was written once at the head of the list (省科技厅、广电局).
    std::string resolved(std::size_t begin, std::size_t end) {
        const Text name = text_.substr(begin, end - begin);
        std::string written;
        for (std::size_t i = begin; i < end; ++i) {
            if (!base::is_space(text_[i])) {
                base::append_utf8(written, phrase_.shown[i]);
            }
        }
        const bool organ = in(U"局厅委办", name.back()) && name.size() <= 6;
        const bool bare = organ && kLevels.match(name, 0) == 0 && name.front() != U'各';
        if (bare && !prefix_.empty() && name.size() >= 3) {
            return prefix_ + written;
        }
        if (const auto level = kLevels.match(name, 0); level == 1 && organ && pending_.empty()) {
            prefix_ = base::encode_utf8(name.substr(0, level));
        }
        return written;
    }

    void flush(DutyRole role) {
        auto& units = role == DutyRole::Lead ? duties_.lead : duties_.responsible;
        for (auto& unit : pending_) {
            if (role != DutyRole::None) {
                add_unit(units, std::move(unit));
            }
        }
        pending_.clear();
    }

    const Document& document_;
    const Phrase& phrase_;
    Text text_;
    bool labelled_;
    DutyRole role_;
    std::string prefix_;
    std::vector<plan::DraftUnit> pending_;
    Duties duties_;
};

/// Whether the inside of a bracket states duties without a label: A、B牵头,C负责.
bool speaks_of_duty(Text inner) {
    const auto stop = inner.find(U'。');
    if (stop != kNone) {
        inner = inner.substr(0, stop);
    }
    for (std::size_t from = 0; from < inner.size();) {
        const auto to = std::min(inner.find_first_of(U",;", from), inner.size());
        const Text part = inner.substr(from, to - from);
        for (const Lexicon* verbs : {&kLeadVerbs, &kShareVerbs}) {
            const auto n = verbs->match_before(part, part.size());
            const Text before = part.substr(0, part.size() - n);
            if (n > 0 && before.size() >= 2 && (ends_like_unit(before) || before.ends_with(U")") || before.ends_with(U"等"))) {
                return true;
            }
        }
        from = to + 1;
    }
    return false;
}

/// Whether the inside of a bracket is nothing but units: (市教育局、市财政局).
bool is_unit_list(Text inner) {
    for (std::size_t from = 0; from < inner.size();) {
        const auto to = std::min(inner.find_first_of(U"、,;", from), inner.size());
        Text unit = inner.substr(from, to - from);
        unit = unit.substr(0, unit.size() - kListEnds.match_before(unit, unit.size()));
        if (unit.size() < 2 || unit.size() > kLongestUnit || !kOrgans.ends(unit) || unit.find_first_of(U"0123456789:“”《》。") != kNone) {
            return false;
        }
        from = to + 1;
    }
    return true;
}

bool has_label(Text text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((i == 0 || in(U",;、。( ", text[i - 1])) && duty_label(text, i).length > 0) {
            return true;
        }
    }
    return false;
}

/// The start of the subject that ends at `end`, walking back to a mark or the sentence start.
std::size_t subject_begin(Text text, std::size_t begin, std::size_t end) {
    std::size_t from = end;
    int depth = 0;
    while (from > begin && end - from <= kLongestUnit) {
        const char32_t c = text[from - 1];
        depth += c == U')' ? 1 : c == U'(' ? -1 : 0;
        if (depth < 0 || (depth == 0 && in(U"。,;:!?“”《》", c))) {
            break;
        }
        --from;
    }
    return from;
}

}  // namespace

DutyLabel duty_label(Text text, std::size_t at) {
    const std::size_t prefix = kLabelPrefixes.match(text, at);
    for (const std::size_t skip : {std::size_t{0}, prefix}) {
        const std::size_t lead = kLeadLabels.match(text, at + skip);
        const std::size_t share = kResponsibleLabels.match(text, at + skip);
        const std::size_t word = std::max(lead, share);
        if (word > 0 && at + skip + word < text.size() && text[at + skip + word] == U':') {
            return {lead > 0 ? DutyRole::Lead : DutyRole::Responsible, skip + word + 1};
        }
    }
    return {};
}

DutyRole duty_column(Text header) {
    if (kPeople.within(header) || header.find(U"科室") != kNone) {
        return DutyRole::None;
    }
    if (header.find(U"牵头") != kNone || header.find(U"主办") != kNone) {
        return DutyRole::Lead;
    }
    return kResponsibleLabels.within(header) || header == U"责任" || header == U"承担单位" ? DutyRole::Responsible : DutyRole::None;
}

bool ends_like_unit(Text text) { return kUnitEnds.ends(text); }
bool is_open_group(Text unit) { return kOpen.within(unit); }
bool is_whole_group(Text unit) { return kWhole.starts(unit); }

void Duties::add(const Duties& other) {
    for (const auto& unit : other.lead) {
        add_unit(lead, unit);
    }
    for (const auto& unit : other.responsible) {
        add_unit(responsible, unit);
    }
}

void add_unit(std::vector<plan::DraftUnit>& units, plan::DraftUnit unit) {
    const auto folded = [](const plan::DraftUnit& u) { return base::fold_width(base::decode_utf8(u.name).value_or(U"")); };
    const auto name = folded(unit);
    const bool known = std::any_of(units.begin(), units.end(), [&](const plan::DraftUnit& other) {
        const auto there = folded(other);
        return there == name || (is_whole_group(name) && there.starts_with(name));
    });
    if (!known && units.size() < kMostUnits) {
        units.push_back(std::move(unit));
    }
}

Duties read_duties(const Document& document, const Phrase& phrase, std::size_t begin, std::size_t end) {
    const bool bare = is_unit_list(Text(phrase.text).substr(begin, end - begin));
    return ListReader(document, phrase, bare ? DutyRole::Responsible : DutyRole::None).read(begin, end);
}

std::vector<plan::DraftUnit> read_unit_cell(const Document& document, const Phrase& cell) {
    auto duties = ListReader(document, cell, DutyRole::Responsible).read(0, cell.size());
    duties.responsible.insert(duties.responsible.begin(), duties.lead.begin(), duties.lead.end());
    return std::move(duties.responsible);
}

std::vector<DutyPart> find_duty_parts(Text text) {
    std::vector<DutyPart> parts;
    const auto brackets = matched_brackets(text);
    auto bracket = brackets.begin();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (in(U"([", text[i])) {
            while (bracket != brackets.end() && bracket->first < i) {
                ++bracket;
            }
            if (bracket == brackets.end() || bracket->first != i) {
                continue;
            }
            const std::size_t close = bracket->second;
            const Text inner = text.substr(i + 1, close - i - 1);
            const bool closes_sentence = i > 0 && (in(U"。;", text[i - 1]) || close + 1 == text.size() || text[close + 1] == U'。');
            if (inner.size() >= 4 && (has_label(inner) || speaks_of_duty(inner) || (closes_sentence && is_unit_list(inner)))) {
                parts.push_back({i, close + 1, i + 1, close});
            }
            i = close;
        } else if ((i == 0 || in(U"。;", text[i - 1])) && duty_label(text, i).length > 0) {
            const std::size_t stop = std::min(text.find(U'。', i), text.size());
            parts.push_back({i, stop, i, stop});
            i = stop;
        }
    }
    return parts;
}

Duties read_actors(const Document& document, const Phrase& phrase, std::size_t begin, std::size_t end) {
    const Text text = Text(phrase.text).substr(0, end);
    Duties found;
    for (std::size_t i = begin + 2; i < end; ++i) {
        const std::size_t duty = kDuty.match(text, i);
        const std::size_t unit_end = kActorEnds.match_before(text, i);
        if (duty == 0 || unit_end == 0) {
            continue;
        }
        const std::size_t from = subject_begin(text, begin, i);
        if (i - from < 2 || i - from > kLongestUnit) {
            continue;
        }
        for (auto& unit : ListReader(document, phrase, DutyRole::Responsible).read(from, i).responsible) {
            add_unit(text.substr(i).starts_with(U"牵头") ? found.lead : found.responsible, std::move(unit));
        }
        i += duty - 1;
    }
    return found;
}

void learn_duty_custom(const Document& document, const Phrase& paragraph, DutyCustom& custom) {
    const Text text = paragraph.text;
    if (const auto at = text.find(U"无牵头单位"); at != kNone && text.substr(at, 24).find(U"责任单位") != kNone) {
        custom.responsible_leads_when_alone = true;
    }
    static const Lexicon first{U"第一位", U"首位", U"第一个", U"排名第一", U"排在第一", U"排第一"};
    if (const auto at = first.find(text); at != kNone && text.substr(at, 20).find(U"牵头") != kNone) {
        custom.first_leads = true;
    }
    static const Lexicon all{U"均需", U"均由", U"都需", U"均须"};
    if (const auto at = all.find(text); at != kNone && text.substr(at).find(U"不再") != kNone) {
        const auto stop = text.find(U"落实", at);
        if (stop != kNone) {
            custom.everywhere = ListReader(document, paragraph, DutyRole::Responsible).read(at + 2, stop).responsible;
            custom.everywhere_from = paragraph.at[at];
        }
    }
}

void apply_duty_custom(const DutyCustom& custom, int position, Duties& duties) {
    if (custom.first_leads && duties.lead.empty() && !duties.responsible.empty()) {
        duties.lead.push_back(std::move(duties.responsible.front()));
        duties.responsible.erase(duties.responsible.begin());
    }
    if (custom.responsible_leads_when_alone && duties.lead.empty()) {
        duties.lead = std::move(duties.responsible);
        duties.responsible.clear();
    }
    if (position > custom.everywhere_from) {
        for (const auto& unit : custom.everywhere) {
            add_unit(duties.responsible, unit);
        }
    }
}

}  // namespace luoshi::document
