#include "document/target_rules.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "document/unquantified_rules.hpp"

namespace luoshi::document {
namespace {

const TargetContext kThreeYears{{2018, 2020}, std::nullopt, std::nullopt};

/// "name value unit @year scope" of each target, the change sign in front of the value.
std::string targets(std::u32string text, const TargetContext& context = kThreeYears) {
    const Document document(std::move(text));
    Phrase phrase;
    for (std::size_t i = 0; i < document.text.size(); ++i) {
        phrase.push(document.text[i], static_cast<int>(i));
    }
    std::vector<plan::DraftTarget> found;
    read_targets(document, phrase, context, found);
    read_unquantified(document, phrase, context, found);
    read_deliverable(document, phrase, context.period.from, found);
    std::string out;
    for (const auto& t : found) {
        out += (out.empty() ? "" : "; ") + t.name;
        out += t.value ? " " + std::string(t.change != 0 ? 1U : 0U, t.change) + t.value->text() + t.unit : "";
        out += t.year ? " @" + std::to_string(*t.year) : "";
        out += t.per_year ? " 每年" : "";
        out += t.due_on ? " " + base::date_text(*t.due_on) : "";
        out += t.scope.empty() ? "" : " " + t.scope;
    }
    return out;
}

TEST(Targets, AreNamedByWhatStandsInFrontOrBehind) {
    EXPECT_EQ(targets(U"2018年，乡镇服务站达到120个。"), "乡镇服务站 120个 @2018");
    EXPECT_EQ(targets(U"建设2个以上公共仓库。"), "公共仓库 2个");
    EXPECT_EQ(targets(U"新引进平台企业2家、服务商3家。"), "平台企业 2家; 服务商 3家");
    EXPECT_EQ(targets(U"引进30名管理人才和50名专业人才。"), "管理人才 30名; 专业人才 50名");
    EXPECT_EQ(targets(U"园区由3个增加到5个。"), "园区 5个");
}

TEST(Targets, TakeTheirYearFromSentenceColumnItemAndPlan) {
    EXPECT_EQ(targets(U"到2020年，普及率达50%，占比达25%。"), "普及率 50% @2020; 占比 25% @2020");
    EXPECT_EQ(targets(U"普及率达50%。", {{2018, 2020}, 2019, 2018}), "普及率 50% @2019");
    EXPECT_EQ(targets(U"普及率达50%。", {{2018, 2020}, std::nullopt, 2018}), "普及率 50% @2018");
    EXPECT_EQ(targets(U"普及率达50%。", {{2023, 2023}, std::nullopt, std::nullopt}), "普及率 50% @2023");
    EXPECT_EQ(targets(U"三年累计培训20万人次，其中2018年6万人次。"), "培训 20万人次 @2020; 培训 6万人次 @2018");
    EXPECT_EQ(targets(U"每年举办论坛2场。"), "论坛 2场 每年");
}

TEST(Targets, SayLevelOrDifference) {
    EXPECT_EQ(targets(U"零售额同比增长20%以上。"), "零售额 +20%");
    EXPECT_EQ(targets(U"物流成本降低10%。"), "物流成本 -10%");
    EXPECT_EQ(targets(U"比重提高到35%。"), "比重 35%");
    EXPECT_EQ(targets(U"年内新增企业30家。", {{2018, 2018}, std::nullopt, std::nullopt}), "企业 30家 @2018");
}

TEST(Targets, KeepTheScopeOfDistributedFigures) {
    EXPECT_EQ(targets(U"每个县区至少培育一种特色产品。"), "特色产品 1种 每个县区");
    EXPECT_EQ(targets(U"7个山区县每县精选1—2个项目。"), "项目 1个 每县");
    EXPECT_EQ(targets(U"市级、县级分别达到3家、10家。"), "市级 3家; 县级 10家");
    EXPECT_EQ(targets(U"三年分别达到10家、14家、20家。").find("14家 @2019") != std::string::npos, true);
}

TEST(Targets, AreNotRewardsThresholdsOrOwnParts) {
    for (const auto text : {U"最高奖励20万元。", U"国际标准每项奖励不超过100万元，国家标准每项不超过50万元。",
                            U"完成任务80%以上的乡镇有奖。", U"月销售额15万元以下的小规模纳税人免税。", U"为65岁以上老年人免费体检。",
                            U"形成一批典型。", U"实施六项工程。", U"组织一次活动。", U"建成“五个中心”。"}) {
        EXPECT_EQ(targets(text), "") << base::encode_utf8(text);
    }
}

TEST(Targets, MayHaveNoNumber) {
    EXPECT_EQ(targets(U"到2020年，甲县、乙县全部列入国家示范项目。"), "全部列入国家示范项目 @2020 甲县、乙县");
    EXPECT_EQ(targets(U"普及率超过全市“十三五”规划发展目标。"), "普及率 全市“十三五”规划发展目标");
    EXPECT_EQ(targets(U"2018年8月底前，各县要制定出台推进措施。"), "制定出台推进措施 @2018 2018-08-31");
    EXPECT_EQ(targets(U"推动山区县全部列入示范项目。"), "");
}

TEST(Targets, StatedTwiceCountOnce) {
    const auto figure = [](const char* name, plan::TargetOperator op, std::optional<int> year) {
        plan::DraftTarget target;
        target.name = name;
        target.op = op;
        target.value = base::Decimal::from_integer(20);
        target.unit = "个";
        target.year = year;
        return target;
    };
    std::vector<plan::DraftTarget> all{figure("示范村", plan::TargetOperator::Equal, 2020)};
    merge_targets(all, {figure("全市示范村", plan::TargetOperator::AtLeast, 2020), figure("示范村", plan::TargetOperator::Equal, 2019),
                        figure("合作社", plan::TargetOperator::Equal, 2020)});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all.front().op, plan::TargetOperator::AtLeast);
}

}  // namespace
}  // namespace luoshi::document
