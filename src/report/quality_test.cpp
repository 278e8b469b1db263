#include "report/quality.hpp"

#include <gmock/gmock.h>

namespace luoshi::report {
namespace {

using base::Decimal;
using calendar::Period;
using indicator::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const plan::IndicatorId kTrained{7};
const Period kJune = *Period::make(2019, 6);

Decimal d(const char* text) { return *Decimal::parse(text); }

/// A month's report on one indicator with its past.
struct Case {
    Content content{.progress_pct = d("50"), .progress = "六月在县职教中心组织三期电商培训，参训的合作社负责人较多。"};
    Background background{.period = kJune};

    Case(Kind kind, const char* now, std::vector<const char*> past) {
        indicator::Definition definition;
        definition.id = kTrained;
        definition.name = "培训人次";
        definition.unit = "人次";
        definition.kind = kind;
        definition.carry_forward = kind == Kind::Stock;
        FigureBackground figure{.definition = definition};
        auto period = Period::numbered(kJune.number() - static_cast<int>(past.size()));
        for (const auto* value : past) {
            figure.past.emplace_back(period, d(value));
            period = period.next();
        }
        background.figures.push_back(std::move(figure));
        content.values.push_back({.indicator = kTrained, .value = d(now)});
    }
    std::vector<std::string> keys() const {
        std::vector<std::string> out;
        for (const auto& question : questions(content, background, {})) {
            out.push_back(question.key);
        }
        return out;
    }
};

TEST(Quality, AnOrdinaryMonthIsNotQuestioned) {
    EXPECT_THAT(Case(Kind::Flow, "275", {"250", "260", "240", "300", "270", "255"}).keys(), IsEmpty());
    EXPECT_THAT(Case(Kind::Stock, "18", {"12", "13", "14", "15", "16", "17"}).keys(), IsEmpty());
}

TEST(Quality, AFigureTenTimesTheUsualIsQuestioned) {
    const Case slip{Kind::Flow, "2750", {"250", "260", "240", "300", "270", "255"}};
    ASSERT_THAT(slip.keys(), ElementsAre("jump:7"));
    EXPECT_THAT(questions(slip.content, slip.background, {})[0].text.text, HasSubstr("“培训人次”本期2750人次，上期255人次"));
    EXPECT_THAT(Case(Kind::Stock, "170", {"12", "13", "14", "15", "16", "17"}).keys(), ElementsAre("jump:7"));
}

TEST(Quality, WithLittlePastNothingIsUnusual) { EXPECT_THAT(Case(Kind::Flow, "2750", {"250", "260", "240"}).keys(), IsEmpty()); }

TEST(Quality, WhereThePastIsAlwaysTheSameHalfMoreIsAJump) {
    const std::vector<Decimal> same(6, d("275"));
    EXPECT_FALSE(is_jump(d("300"), same, d("3.5"), d("137")));
    EXPECT_TRUE(is_jump(d("420"), same, d("3.5"), d("137")));
    EXPECT_THAT(Case(Kind::Flow, "58", {"78", "79", "55", "55", "56", "55", "55", "56"}).keys(), IsEmpty()) << "nearly always the same";
}

TEST(Quality, TheModifiedZScoreIsTheTextbooksOne) {
    // median 3, MAD 1: 0.6745 x 5 = 3.37 is within 3.5, 0.6745 x 6 = 4.05 is not
    const std::vector past{d("1"), d("2"), d("3"), d("4"), d("5")};
    EXPECT_FALSE(is_jump(d("8"), past, d("3.5"), d("0")));
    EXPECT_TRUE(is_jump(d("9"), past, d("3.5"), d("0")));
    // MAD 0, mean deviation 0.2: (x - 1) / (1.2533 x 0.2) > 3.5 from 1.88 on
    const std::vector flat{d("1"), d("1"), d("1"), d("1"), d("2")};
    EXPECT_FALSE(is_jump(d("1.8"), flat, d("3.5"), d("0.5")));
    EXPECT_TRUE(is_jump(d("1.9"), flat, d("3.5"), d("0.5")));
}

TEST(Quality, TheNextStepOfACountThatSeldomMovesIsOrdinaryAndManyAtOnceAreNot) {
    EXPECT_THAT(Case(Kind::Stock, "3", {"1", "1", "1", "2", "2", "2", "2"}).keys(), IsEmpty());
    EXPECT_THAT(Case(Kind::Stock, "1", {"0", "0", "0", "0", "0", "0"}).keys(), IsEmpty()) << "the first of its kind";
    EXPECT_THAT(Case(Kind::Stock, "9", {"1", "1", "1", "2", "2", "2", "2"}).keys(), ElementsAre("jump:7"));
    EXPECT_THAT(Case(Kind::Stock, "9", {"2", "2", "2", "2", "2", "2"}).keys(), ElementsAre("jump:7"));
}

TEST(Quality, ALevelThatFallsIsQuestioned) {
    EXPECT_THAT(Case(Kind::Stock, "15", {"16"}).keys(), ElementsAre("falling:7"));
    EXPECT_THAT(Case(Kind::Flow, "15", {"16"}).keys(), IsEmpty()) << "less came than last month: ordinary";
}

TEST(Quality, TheOwnFigureIsHeldAgainstTheSumOfItsPieces) {
    Case c{Kind::Flow, "275", {}};
    auto& figure = c.background.figures[0];
    for (const auto across : {indicator::Across::Sum, indicator::Across::Minimum, indicator::Across::Maximum}) {
        figure.definition.across = across;
        figure.below = Below{d("270"), true};
        EXPECT_THAT(c.keys(), ElementsAre("below_differs:7"));
        figure.below = Below{d("270"), false};
        EXPECT_THAT(c.keys(), IsEmpty()) << "the rest is what the unit did itself, or what others bring";
        figure.below = Below{d("276"), false};
        EXPECT_THAT(c.keys(), ElementsAre("below_differs:7")) << "what is in exceeds it already";
        figure.below = Below{d("275"), true};
        EXPECT_THAT(c.keys(), IsEmpty());
    }
    figure.below = Below{d("300"), true};
    figure.definition.across = indicator::Across::Weighted;
    EXPECT_THAT(c.keys(), IsEmpty()) << "means do not add up";
    figure.definition.across = indicator::Across::Sum;
    figure.definition.kind = Kind::Ratio;
    EXPECT_THAT(c.keys(), IsEmpty());
}

TEST(Quality, AYearDoneInDecemberIsQuestioned) {
    Case c{Kind::Flow, "900", {"50", "60", "40", "70", "50", "60"}};
    c.background.period = *Period::make(2019, 12);
    for (auto& [period, value] : c.background.figures[0].past) {
        period = Period::numbered(period.number() + 6);
    }
    EXPECT_THAT(c.keys(), ElementsAre("jump:7", "year_end:7"));
    EXPECT_THAT(questions(c.content, c.background, {})[1].text.text, HasSubstr("全年的73%集中在2019年12月："));
    c.background.figures[0].definition.every = calendar::Rhythm::Quarter;
    EXPECT_THAT(questions(c.content, c.background, {})[1].text.text, HasSubstr("集中在2019年第四季度："));
}

TEST(Quality, ProgressThatGoesBackIsQuestionedExceptInJanuary) {
    Case c{Kind::Flow, "1", {}};
    c.background.last_progress_pct = d("60");
    EXPECT_THAT(c.keys(), ElementsAre("progress_back"));
    c.background.period = *Period::make(2019, 1);
    EXPECT_THAT(c.keys(), IsEmpty()) << "a new year's measure begins";
}

TEST(Quality, ACopiedTextIsQuestionedAndShownToTheReviewer) {
    Case c{Kind::Flow, "1", {}};
    c.background.last_progress = c.content.progress;
    EXPECT_THAT(c.keys(), ElementsAre("copied_last_month"));
    c.background.last_progress = "五月建成县级公共服务中心，入驻企业十二家，开通物流专线。";
    c.background.neighbours = {{"青县", "本月没有新进展，正在筹备下一期的培训工作，预计七月开班。"},
                               {"沧县", "六月在县职教中心组织三期电商培训，参训的合作社负责人较多！"}};
    ASSERT_THAT(c.keys(), ElementsAre("copied_neighbour"));
    EXPECT_EQ(questions(c.content, c.background, {})[0].asks, Asks::Reviewer);
    c.content.progress = "已完成";
    c.background.neighbours = {{"沧县", "已完成"}};
    EXPECT_THAT(c.keys(), IsEmpty()) << "too short to be called copied";
}

TEST(Quality, ManyAtExactlyAHundredAreShownToTheReviewer) {
    Case c{Kind::Flow, "1", {}};
    c.content.progress_pct = d("100");
    c.background.neighbours_pct = {d("100"), d("100"), d("100"), d("80"), d("90")};
    EXPECT_THAT(c.keys(), ElementsAre("same_full"));
    c.background.neighbours_pct = {d("100"), d("100"), d("70"), d("80"), d("90")};
    EXPECT_THAT(c.keys(), IsEmpty());
}

TEST(Quality, LikenessIsOfLettersAlone) {
    EXPECT_EQ(likeness_pct("建成服务站十二个。", "建成服务站，十二个"), 100);
    EXPECT_EQ(likeness_pct("", "建成"), 0);
    EXPECT_LT(likeness_pct("建成服务站十二个", "组织培训三期"), 10);
}

}  // namespace
}  // namespace luoshi::report
