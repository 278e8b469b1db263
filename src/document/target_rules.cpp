#include "document/target_rules.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "base/text.hpp"
#include "document/clause_text.hpp"
#include "document/lexicon.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
using plan::DraftTarget;
using plan::TargetKind;
using Op = plan::TargetOperator;
constexpr std::size_t kNone = Text::npos;
constexpr std::size_t kFiguresCompared = 200;

/// Verbs of doing and getting that plans put in front of a number or a noun.
const Lexicon kYearTails{U"底", U"末", U"底前", U"末前", U"年底", U"年底前", U"前", U"内", U"年内", U"以前", U"之前"};
const Lexicon kVerbs{U"建设", U"建成",     U"新建",   U"打造",     U"培育",     U"新培育", U"培养", U"新培养",   U"引进",   U"新引进",
                     U"新增", U"组织",     U"举办",   U"开展",     U"实施",     U"完成",   U"创建", U"认定",     U"新认定", U"评选",
                     U"评出", U"选出",     U"选拔",   U"扶持",     U"支持",     U"资助",   U"培训", U"发展",     U"建立",   U"设立",
                     U"安排", U"投入",     U"改造",   U"改建",     U"吸引",     U"推广",   U"精选", U"筛选",     U"遴选",   U"推出",
                     U"形成", U"争取",     U"实现",   U"跟踪培养", U"评选资助", U"带动",   U"招引", U"签约",     U"落地",   U"开工",
                     U"竣工", U"新开工",   U"制定",   U"修订",     U"出台",     U"编制",   U"选",   U"推进",     U"新改建", U"拥有",
                     U"达到", U"突破",     U"争创",   U"选树",     U"孵化",     U"对接",   U"储备", U"统筹安排", U"新建成", U"累计培训",
                     U"承办", U"参加",     U"销售",   U"布局",     U"建",       U"申报",   U"淘汰", U"消除",     U"治理",   U"整治",
                     U"完善", U"提供",     U"发放",   U"开通",     U"新开通",   U"开设",   U"设置", U"配备",     U"招聘",   U"新建改建",
                     U"集聚", U"入驻",     U"新入驻", U"壮大",     U"催生",     U"获评",   U"推动", U"落实",     U"开发",   U"研发",
                     U"攻克", U"聚集",     U"新注册", U"减负",     U"增加",     U"组建",   U"申请", U"盘活",     U"提升",   U"改扩建",
                     U"兴建", U"建好",     U"抓好",   U"调减",     U"压减",     U"化解",   U"关停", U"退出",     U"收储",   U"供应",
                     U"筹集", U"新增培育", U"新发展", U"举行",     U"开放",     U"调整"};
const Lexicon kFillers{U"力争", U"确保",   U"争取", U"努力", U"预计", U"其中",   U"分别", U"并",   U"全年",   U"累计", U"共",
                       U"均",   U"约",     U"将",   U"和",   U"及",   U"与",     U"、",   U"以及", U"或",     U"在",   U"到",
                       U"要",   U"至少",   U"实现", U"也",   U"则",   U"年内",   U"今年", U"当年", U"三年内", U"三年", U"三年合计",
                       U"合计", U"五年内", U"力求", U"已",   U"每年", U"不少于", U"年底", U"“"};
/// Verbs that are cut off the front of a name: 新引进平台企业2家 counts 平台企业.
const Lexicon kPlainVerbs{U"新增", U"引进", U"新引进", U"培育", U"新培育", U"评出", U"选出", U"评选", U"建设",
                          U"建成", U"新建", U"打造",   U"培养", U"新培养", U"组织", U"举办", U"开展", U"争取",
                          U"争创", U"带动", U"创建",   U"认定", U"新认定", U"完成", U"形成", U"扶持", U"支持",
                          U"资助", U"吸引", U"招引",   U"投入", U"安排",   U"设立", U"遴选", U"推广"};
/// Those of them that do not occur inside names (城镇新增就业, 建设试点).
const Lexicon kGettingVerbs{U"引进", U"新引进", U"培育", U"新培育", U"建成", U"评出", U"选出",
                            U"打造", U"招引",   U"选拔", U"遴选",   U"推出", U"举办", U"选树"};
/// Words between the name and its growth or bound.
const Lexicon kNameTails{U"年均", U"同比", U"比上年",   U"较上年", U"平均", U"降",   U"升",   U"增", U"的",
                         U"力争", U"争取", U"确保",     U"均",     U"分别", U"累计", U"合计", U"要", U"、",
                         U"和",   U"”",    U"比上年度", U"由",     U"从",   U"努力", U"达",   U"将", U"预计"};
/// Nouns that stand alone at the end of a series and share what qualifies the first: 跨境示范企业6家、园区1个.
const Lexicon kHeads{U"企业", U"示范企业", U"龙头企业", U"骨干企业", U"园区",   U"示范园区", U"基地", U"示范基地",
                     U"平台", U"中心",     U"站点",     U"示范县",   U"示范村", U"示范镇",   U"项目", U"人才"};
const Lexicon kJoins{U"和", U"及", U"与", U"以及"};
/// Counted in Chinese numerals these are names: 六项工程, 三项制度.
const Lexicon kNamedSets{U"工程", U"行动", U"制度", U"机制", U"政策", U"体系", U"计划", U"改革", U"目标"};
const Lexicon kAreas{U"全市", U"全省", U"全县", U"全区", U"全州", U"全国", U"我市",   U"我省",  U"我县",
                     U"我区", U"全镇", U"全乡", U"全旗", U"全盟", U"全域", U"全行业", U"全街道"};
const Lexicon kAtLeastAnywhere{U"至少", U"不少于", U"不低于"};
const Lexicon kSuchAs{U"等"};
const Lexicon kNoNames{U"年均", U"同比", U"增速", U"其中", U"年递增", U"平均每年", U"较上年",
                       U"总量", U"数量", U"增长", U"下降", U"降低",   U"年增长",   U"年均增长"};
const Lexicon kPerYear{U"每年", U"逐年", U"每年度", U"年均举办", U"各年度"};
const Lexicon kPeriods{U"每年", U"每月", U"每季", U"每半年", U"每周", U"每日", U"每天", U"每人", U"每次", U"每期"};
const Lexicon kTotal{U"累计", U"合计", U"总共", U"共计", U"三年内", U"五年内", U"3年内", U"5年内", U"两年内", U"期末"};
const Lexicon kGrowth{U"增长", U"增速", U"递增", U"增幅", U"提高", U"增加", U"提升", U"上升", U"加快", U"增速达到", U"多"};
const Lexicon kDecline{U"下降", U"降低", U"减少", U"压减", U"压缩", U"缩短", U"调减", U"降幅", U"节约", U"削减", U"减"};
const Lexicon kCompared{U"比", U"较", U"同比", U"年均", U"每年"};
const Lexicon kReward{U"奖", U"补助", U"补贴", U"资助", U"罚", U"给予", U"最高", U"封顶", U"上限", U"扣", U"贴息", U"兑付", U"处以"};
const Lexicon kThreshold{U"以上的", U"以下的", U"以内的", U"(含)以上的", U"的小规模", U"的企业", U"的项目", U"的单位", U"的乡镇"};
const Lexicon kFromTo{U"增加到", U"提高到", U"上升到", U"增长到", U"增至",   U"提升到", U"提高至", U"提升至", U"下降到", U"降至", U"降到",
                      U"下降至", U"压缩到", U"压缩至", U"缩短到", U"缩短至", U"扩大到", U"调整为", U"减少到", U"减至",   U"升至"};
const Lexicon kOwnParts{U"方面", U"任务", U"举措", U"措施", U"部分", U"原则", U"环节", U"重点任务", U"工作任务", U"要点", U"行动"};

struct YearAt {
    std::size_t at;
    YearMention years;
};

/// Marks a phrase once: sentences, years, quantities; then judges each quantity.
class TargetReader {
public:
    TargetReader(const Document& document, const Phrase& phrase, const TargetContext& context)
        : document_(document), phrase_(phrase), text_(phrase.text), context_(context), quantities_(read_quantities(text_)) {
        if (!quantities_.empty()) {
            find_years();
        }
    }

    void read(std::vector<DraftTarget>& targets) {
        for (std::size_t i = 0; i < quantities_.size(); ++i) {
            measure(i);
            const bool reward = is_reward(i);
            reward_ = reward ? q_ : reward_;
            if (!reward && is_target()) {
                targets.push_back(target());
                share_out(i, targets.back());
            }
        }
    }

private:
    void find_years() {
        int titles = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            titles += text_[i] == U'《' ? 1 : text_[i] == U'》' ? -1 : 0;
            if (titles == 0 && base::is_digit(text_[i])) {
                if (const auto years = read_years(text_, i)) {
                    years_.push_back({i, *years});
                    i += years->length - 1;
                }
            }
        }
    }

    /// Cuts out the words around quantity `i`: its clause, what stands before it and what it counts.
    void measure(std::size_t i) {
        q_ = &quantities_[i];
        const Quantity* last = i > 0 ? &quantities_[i - 1] : nullptr;
        next_ = i + 1 < quantities_.size() ? &quantities_[i + 1] : nullptr;
        clause_from_ = clause_begin(text_, q_->begin);
        clause_to_ = clause_end(text_, q_->end);
        if (next_ != nullptr && next_->begin >= clause_to_) {
            next_ = nullptr;
        }
        follows_ = last != nullptr && last->begin >= clause_from_;
        before_from_ = follows_ ? last->end : clause_from_;
        if (follows_) {  // what the last figure counts is not part of this one: 200名技能人才、2000名…
            const auto series = text_.substr(before_from_, q_->begin - before_from_).find(U'、');
            before_from_ += series == kNone ? 0 : series + 1;
        }
        before_to_ = std::max(q_->bound_begin, before_from_);
        if (follows_ && kJoins.match_before(text_, before_to_) > 0) {  // 30名管理人才和50名专业人才
            before_from_ = before_to_;
        }
        if (follows_ && kFromTo.within(text_.substr(last->end, q_->begin - last->end))) {  // 园区由3个增加到5个: named before the base
            before_from_ = clause_from_;
            before_to_ = last->bound_begin;
        }
        after_to_ = clause_to_;
        if (next_ != nullptr) {
            const Text between = text_.substr(q_->end, next_->bound_begin - std::min(next_->bound_begin, q_->end));
            const auto series = between.find_first_of(U"、和及");
            after_to_ = series == kNone ? std::max(q_->end, next_->bound_begin) : q_->end + series;
        }
    }

    Text clause() const { return text_.substr(clause_from_, clause_to_ - clause_from_); }
    Text clause_before() const { return text_.substr(clause_from_, q_->begin - clause_from_); }
    Text before() const { return text_.substr(before_from_, before_to_ - before_from_); }
    Text after() const { return text_.substr(q_->end, after_to_ - q_->end); }
    Text unit() const { return text_.substr(q_->unit_begin, q_->unit_end - q_->unit_begin); }
    Text rest_of_clause() const { return text_.substr(q_->end, clause_to_ - q_->end); }

    /// Where the scope 每县 stands in front of the figure; npos when there is none.
    std::size_t per_unit() const {
        for (std::size_t at = clause_from_; at < q_->begin; ++at) {
            if (text_[at] == U'每' && kPeriods.match(text_, at) == 0) {
                return at;
            }
        }
        return kNone;
    }

    /// Money promised or taken: 每项奖励不超过100万元, and what follows it in the sentence (国家标准每项不超过50万元).
    bool is_reward(std::size_t i) const {
        const bool money = unit().find(U'元') != kNone;
        if (!money && unit().find(U'%') == kNone) {
            return false;
        }
        const bool follows_reward = i > 0 && reward_ == &quantities_[i - 1] && reward_->end > sentence_begin(text_, q_->begin);
        return kReward.within(clause()) || (money && follows_reward);
    }

    std::span<const YearAt> years_between(std::size_t from, std::size_t to) const {
        const auto at = [&](std::size_t place) {
            return std::partition_point(years_.begin(), years_.end(), [&](const YearAt& y) { return y.at < place; });
        };
        return {at(from), at(to)};
    }

    /// A、B分别达到3个、5个 and 三年分别达到10家、14家、20家: gives figure `i` its own name or year.
    void share_out(std::size_t i, DraftTarget& target) {
        const auto word = clause_before().rfind(U"分别");
        if (word == kNone) {
            return;
        }
        const std::size_t at = clause_from_ + word;
        std::size_t first = i;
        std::size_t last = i;
        while (first > 0 && quantities_[first - 1].begin > at) {
            --first;
        }
        while (last + 1 < quantities_.size() && quantities_[last + 1].begin < clause_to_) {
            ++last;
        }
        const std::size_t count = last - first + 1;
        std::vector<std::pair<std::size_t, std::size_t>> parts;
        std::size_t from = skip_front(clause_from_, at);
        for (std::size_t k = from; k <= at && from < at; ++k) {
            if (k == at || Text(U"、和及").find(text_[k]) != kNone) {
                parts.emplace_back(from, k);
                from = k + 1;
            }
        }
        if (parts.size() == count && count > 1) {
            const auto [begin, end] = parts[i - first];
            target.name = phrase_.written(begin, end);
            return;
        }
        if (count < 2) {
            return;
        }
        const auto written_years = years_between(clause_from_, at);
        if (written_years.size() == count) {
            target.year = written_years[i - first].years.to;
        } else if (context_.period.covers(static_cast<int>(count))) {
            target.year = *context_.period.from + static_cast<int>(i - first);
        }
        target.name = parts.empty() ? target.name : phrase_.written(parts.front().first, parts.back().second);
    }

    bool is_target() const {
        if (kThreshold.match(text_, q_->unit_end) > 0 || kThreshold.match(text_, q_->end) > 0) {
            return false;
        }
        if (unit().find(U'元') != kNone && q_->op != Op::Equal && next_ != nullptr && after_to_ == next_->bound_begin) {
            return false;  // 5亿元以上项目10个
        }
        if (unit() == U"岁" && q_->end > q_->unit_end) {
            return false;  // 65岁以上老年人
        }
        const Text following = rest_of_clause();
        const bool distributes = next_ != nullptr && (text_.substr(q_->end, next_->begin - q_->end).find_first_of(U"每各") != kNone);
        if (distributes || (after().find(U'每') != kNone && q_->op == Op::Equal)) {
            return false;  // 7个贫困县每县…
        }
        if (kOwnParts.starts(after()) || (next_ != nullptr && kFromTo.ends(text_.substr(q_->end, next_->begin - q_->end)))) {
            return false;
        }
        if (following.starts_with(U"基础") || following.starts_with(U"的基础")) {
            return false;
        }
        return !q_->number.chinese || q_->number.percent || chinese_counts();
    }

    /// 一个, 两项 are figures only where they are counted: per unit, at least, or done.
    bool chinese_counts() const {
        if (per_unit() != kNone || kAtLeastAnywhere.within(clause_before()) || q_->op != Op::Equal) {
            return true;
        }
        if (kNamedSets.starts(after())) {
            return false;
        }
        const bool more_than_one = q_->number.high || q_->number.low > base::Decimal::from_e4(base::Decimal::kUnit);
        return kGrowth.ends(before()) || kDecline.ends(before()) || (more_than_one && kVerbs.ends(before()));
    }

    DraftTarget target() {
        DraftTarget out;
        out.op = q_->op == Op::Equal && kAtLeastAnywhere.within(before()) ? Op::AtLeast : q_->op;
        out.value = q_->number.low;
        out.value_max = out.op == Op::Between ? q_->number.high : std::nullopt;
        out.unit = q_->number.percent ? "%" : phrase_.written(q_->unit_begin, q_->unit_end);
        const bool to_level = q_->bound_begin < q_->begin && Text(U"到至").find(text_[q_->bound_begin]) != kNone;
        out.change = to_level ? char{0} : change_of(text_.substr(clause_from_, q_->bound_begin - clause_from_));
        out.per_year = kPerYear.within(clause_before());
        out.year = out.per_year ? std::nullopt : year();
        out.scope = scope();
        auto [from, to] = name();
        if (const Text own = text_.substr(from, to - from);
            own.size() < 2 || kVerbs.match(own, 0) == own.size() || kNoNames.match(own, 0) == own.size()) {
            std::tie(from, to) = name_of_last_clause(from, to);
        }
        out.name = shared_qualifier(from, to) + phrase_.written(from, to);
        last_name_ = {from, to};
        out.span = document_.span(phrase_, before_from_, std::max(q_->end, to));
        return out;
    }

    std::optional<int> year() const {
        const std::size_t sentence = sentence_begin(text_, q_->begin);
        std::optional<int> horizon;
        const auto later = std::partition_point(years_.begin(), years_.end(), [&](const YearAt& y) { return y.at < q_->begin; });
        for (auto mention = std::make_reverse_iterator(later); mention != years_.rend(); ++mention) {
            if (mention->at >= sentence) {
                return mention->years.to;
            }
            if (mention->years.horizon) {
                horizon = mention->years.to;
            }
            break;
        }
        if (context_.column_year) {
            return context_.column_year;
        }
        const Text said = text_.substr(sentence, q_->begin - sentence);
        if (context_.period.to && !context_.period.single_year() && kTotal.within(said)) {
            return context_.period.to;
        }
        return horizon                         ? horizon
               : context_.item_year            ? context_.item_year
               : context_.period.single_year() ? context_.period.to
                                               : std::nullopt;
    }

    std::string scope() const {
        if (const std::size_t each = per_unit(); each != kNone) {
            std::size_t end = std::min(each + 2, q_->begin);
            while (end < q_->begin && kVerbs.match(text_, end) == 0 && kAtLeastAnywhere.match(text_, end) == 0) {
                ++end;
            }
            return phrase_.written(each, end);
        }
        const std::size_t area = kAreas.find(clause_before());
        return area == kNone ? std::string{}
                             : phrase_.written(clause_from_ + area, clause_from_ + area + kAreas.match(clause_before(), area));
    }

    /// Skips times, areas and filling words at the start of a name.
    std::size_t skip_front(std::size_t from, std::size_t to) const {
        for (bool moved = true; moved && from < to;) {
            moved = false;
            const auto mention = std::partition_point(years_.begin(), years_.end(), [&](const YearAt& y) { return y.at < from; });
            if (mention != years_.end() && mention->at == from) {
                from += mention->years.length;
                from += kYearTails.match(text_, from);
                moved = true;
            } else if (const std::size_t filler = std::max(kFillers.match(text_, from), kAreas.match(text_, from)); filler > 0) {
                from += filler;
                moved = true;
            }
        }
        return std::min(from, to);
    }

    /// The characters that name what the figure counts: what stands in front of it (淘宝村达20个), or what follows (建设2个海外仓).
    std::pair<std::size_t, std::size_t> name() const {
        std::size_t from = skip_front(before_from_, before_to_);
        std::size_t to = before_to_;
        if (const std::size_t each = per_unit(); each != kNone && each >= before_from_) {
            while (from < to && kVerbs.match(text_, from) == 0) {
                ++from;
            }
        }
        for (const Lexicon* words : {&kGrowth, &kDecline, &kAtLeastAnywhere, &kNameTails, &kNameTails}) {
            const std::size_t n = words->match_before(text_, to);
            to -= n > 0 && to - n > from ? n : 0;
        }
        to -= to > from ? std::min(to - from, kAreas.match_before(text_, to)) : 0;
        const std::size_t verb = std::max(kVerbs.match_before(text_, to), kSuchAs.match_before(text_, to));
        const bool counts_what_follows = after().size() >= 2 && (from >= to || (verb > 0 && to - verb <= from + 40));
        if (counts_what_follows) {
            std::size_t noun = q_->end;
            noun += text_[noun] == U'的' ? 1U : 0U;
            return {noun, after_to_};
        }
        if (q_->bound_begin == q_->begin) {  // 重点平台引进顶尖人才10名以上 counts what the verb gets
            for (std::size_t at = to; at-- > from + 1;) {
                const std::size_t got = kGettingVerbs.match(text_, at);
                if (got > 0 && at + got + 2 <= to && text_[at + got] != U'、') {
                    from = at;
                    break;
                }
            }
        }
        if (const std::size_t lead = kPlainVerbs.match(text_, from); lead > 0 && q_->bound_begin == q_->begin && from + lead + 1 < to) {
            from += text_[from + lead] == U'、' ? 0 : lead;  // 新建、改扩建幼儿园 keeps both verbs
        }
        return {from, std::max(from, to)};
    }

    /// What qualifies a bare noun in a series: the last name without its own noun.
    std::string shared_qualifier(std::size_t from, std::size_t to) const {
        const auto [begin, end] = last_name_;
        const bool series = follows_ && end > begin && from > end && text_[from - 1] == U'、' && kHeads.match(text_, from) == to - from;
        const std::size_t head = series ? kHeads.match_before(text_, end) : 0;
        return head > 0 && begin + head < end ? phrase_.written(begin, end - head) : std::string{};
    }

    /// 建设示范基地，每县至少建设2个; 零售额突破50亿元，年均增长15%: the clause before names what is counted.
    std::pair<std::size_t, std::size_t> name_of_last_clause(std::size_t from, std::size_t to) const {
        if (clause_from_ < 2 || text_[clause_from_ - 1] != U',') {
            const bool same_sentence = last_name_.second > last_name_.first && last_name_.first >= sentence_begin(text_, clause_from_);
            return same_sentence && to - from < 2 ? last_name_ : std::pair{from, to};
        }
        std::size_t begin = clause_begin(text_, clause_from_ - 1);
        std::size_t end = clause_from_ - 1;
        const auto figure =
            std::partition_point(quantities_.begin(), quantities_.end(), [&](const Quantity& q) { return q.begin < begin; });
        if (figure != quantities_.end() && figure->begin < end) {
            return last_name_;
        }
        begin = skip_front(begin, end);
        const std::size_t verb = kPlainVerbs.match(text_, begin);
        begin += verb > 0 && begin + verb < end ? verb : 0;
        return end - begin >= 2 && end > begin ? std::pair{begin, end} : std::pair{from, to};
    }

    const Document& document_;
    const Phrase& phrase_;
    Text text_;
    const TargetContext& context_;
    std::vector<Quantity> quantities_;
    std::vector<YearAt> years_;
    const Quantity* q_ = nullptr;
    const Quantity* next_ = nullptr;
    const Quantity* reward_ = nullptr;  ///< the last figure that was a reward
    std::pair<std::size_t, std::size_t> last_name_{0, 0};
    bool follows_ = false;
    std::size_t clause_from_ = 0;
    std::size_t clause_to_ = 0;
    std::size_t before_from_ = 0;
    std::size_t before_to_ = 0;
    std::size_t after_to_ = 0;
};

/// Characters two names share, in pairs, of those of the shorter one.
bool alike(const std::string& a, const std::string& b) {
    const auto x = base::decode_utf8(a).value_or(U"");
    const auto y = base::decode_utf8(b).value_or(U"");
    const auto& s = x.size() < y.size() ? x : y;
    const auto& l = x.size() < y.size() ? y : x;
    if (s.size() < 2) {
        return s == l;
    }
    std::size_t shared = 0;
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
        shared += l.find(Text(s).substr(i, 2)) != std::u32string::npos ? 1U : 0U;
    }
    return shared * 2 >= s.size() - 1;
}

bool same_figure(const DraftTarget& a, const DraftTarget& b) {
    return a.kind == b.kind && a.value == b.value && a.value_max == b.value_max && a.unit == b.unit && a.per_year == b.per_year &&
           (a.year == b.year || !a.year || !b.year) && alike(a.name, b.name);
}

}  // namespace

char change_of(Text before) {
    for (const auto& [words, sign] : {std::pair{&kGrowth, '+'}, std::pair{&kDecline, '-'}}) {
        const std::size_t n = words->match_before(before, before.size());
        if (n == 0) {
            continue;
        }
        const Text word = before.substr(before.size() - n);
        const bool needs_base = word == U"增加" || word == U"减少" || word == U"多" || word == U"减";
        if (!needs_base || kCompared.within(before)) {
            return sign;
        }
    }
    return 0;
}

void read_targets(const Document& document, const Phrase& phrase, const TargetContext& context, std::vector<DraftTarget>& targets) {
    TargetReader(document, phrase, context).read(targets);
}

void merge_targets(std::vector<DraftTarget>& targets, std::vector<DraftTarget> added) {
    const auto known = static_cast<std::ptrdiff_t>(targets.size());
    const auto compared = std::max<std::ptrdiff_t>(0, known - static_cast<std::ptrdiff_t>(kFiguresCompared));
    for (auto& target : added) {
        const auto end = targets.begin() + known;
        const auto same = std::find_if(targets.begin() + compared, end, [&](const DraftTarget& t) { return same_figure(t, target); });
        if (same == end) {
            targets.push_back(std::move(target));
            continue;
        }
        same->year = same->year ? same->year : target.year;
        if (same->op == Op::Equal) {
            same->op = target.op;
        }
    }
}

}  // namespace luoshi::document
