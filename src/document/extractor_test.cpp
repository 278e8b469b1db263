#include "document/extractor.hpp"

#include <gtest/gtest.h>

#include "document/extraction_json.hpp"
#include "document/meta_rules.hpp"

namespace luoshi::document {
namespace {

plan::PlanDraft draft_of(std::string_view text, std::string_view name = "plan.txt") {
    auto draft = extract(text, name);
    EXPECT_TRUE(draft) << (draft ? "" : draft.error().message);
    return draft ? std::move(*draft) : plan::PlanDraft{};
}

std::string error_of(std::string_view bytes, std::string_view name = "plan.txt") {
    const auto draft = extract(bytes, name);
    return draft ? "" : draft.error().code;
}

/// "ref title [lead | responsible]" of each task.
std::string tasks(const plan::PlanDraft& draft) {
    std::string out;
    for (const auto& task : draft.tasks) {
        out += (out.empty() ? "" : "; ") + task.ref + " " + task.title + " [";
        for (const auto& unit : task.lead_units) {
            out += unit.name + " ";
        }
        out += "|";
        for (const auto& unit : task.responsible_units) {
            out += " " + unit.name;
        }
        out += "]";
    }
    return out;
}

TEST(Extract, RefusesWhatIsNoPlanWithPlaceAndRemedy) {
    EXPECT_EQ(error_of(""), "document.empty");
    EXPECT_EQ(error_of("今天天气很好。\n我们去公园。\n"), "document.not_a_plan");
    EXPECT_EQ(error_of("PK\x03\x04 broken", "plan.docx"), "document.damaged");
    const std::string large(kMaxDocumentBytes + 1, 'x');
    EXPECT_EQ(error_of(large), "document.too_large");
    std::string long_text = "一、目标\n";
    while (long_text.size() < 13'000'000) {
        long_text += "推进工作。\n";
    }
    EXPECT_EQ(error_of(long_text), "document.too_large");
    EXPECT_EQ(too_large(60 * 1024 * 1024).category, base::Category::TooLarge);
    EXPECT_NE(too_large(60 * 1024 * 1024).message.find("60 MB"), std::string::npos);
}

TEST(Extract, TakesTheSmallestItemsAndHeadingsWithText) {
    EXPECT_EQ(
        tasks(draft_of(
            "一、总体目标\n到2020年，覆盖率达到50%。\n二、主要任务\n（一）甲工程\n1.建设平台。\n2.培育企业。\n（二）乙工程。加快推进。\n")),
        "一 总体目标 [|]; 二(一)1 建设平台 [|]; 二(一)2 培育企业 [|]; 二(二) 乙工程 [|]");
}

TEST(Extract, HandsDutiesDownAndUpAsTheDocumentMeans) {
    EXPECT_EQ(tasks(draft_of("一、科技政策（由市甲局牵头实施）\n1.壮大主体。开展行动。（责任单位：市乙局）\n2.增加投入。支持企业。\n")),
              "一1 壮大主体 [市甲局 | 市乙局]; 一2 增加投入 [市甲局 |]");
    EXPECT_EQ(tasks(draft_of("1.支持创业。\n（1）发放贷款。\n（2）建设基地。\n责任单位：市甲局、市乙局\n2.开展培训。\n责任单位：市丙局\n")),
              "1(1) 发放贷款 [| 市甲局 市乙局]; 1(2) 建设基地 [| 市甲局 市乙局]; 2 开展培训 [| 市丙局]");
    EXPECT_EQ(tasks(draft_of("一、市甲局要健全体系。\n二、市乙局要报送。（市丙局负责）\n")),
              "一 市甲局要健全体系 [| 市甲局]; 二 市乙局要报送 [| 市丙局]");
}

TEST(Extract, TakesStretchesHeadedByYearsAsMeasures) {
    const auto draft = draft_of(
        "某县行动计划（2018—2020年）\n一、重点任务\n（一）发展产业。分年实施。\n2018年：调研摸底。建设基地2个。\n2019年：扩大规模；2020年："
        "基地达到5个。\n（二）其他。\n");
    const auto& task = draft.tasks.at(0);
    ASSERT_EQ(task.measures.size(), 3U);
    EXPECT_EQ(task.measures[0].year_from, 2018);
    EXPECT_EQ(task.measures[0].text, "调研摸底。建设基地2个。");
    EXPECT_EQ(task.measures[1].text, "扩大规模；");
    ASSERT_EQ(task.targets.size(), 2U);
    EXPECT_EQ(task.targets[0].year, 2018);
    EXPECT_EQ(task.targets[1].year, 2020);
}

TEST(Extract, NumbersSubRowsAndInheritsTheirDuties) {
    const auto draft = draft_of(
        "序号\t任务\t措施\t牵头单位\t责任单位\n1\t甲\t乙\t市丙局\t市丁局\n2\t保障\t加强领导\t市戊局\t市己局\n\t\t给予支持\t市庚局\t\n");
    EXPECT_EQ(tasks(draft), "T1 甲 [市丙局 | 市丁局]; T2-1 加强领导 [市戊局 | 市己局]; T2-2 给予支持 [市庚局 | 市己局]");
}

TEST(Extract, KeepsWhatARowSaysBesideItsNameAsContent) {
    const auto draft = draft_of("序号\t主要任务\t主要措施和目标\t2018年工作举措\t牵头单位\n1\t发展网店\t鼓励开店，到2020年达20家。\t办培训。\t市商务局\n");
    ASSERT_EQ(draft.tasks.size(), 1U);
    EXPECT_EQ(draft.tasks[0].content, "鼓励开店，到2020年达20家。");
}

TEST(Extract, NamesRowsWithoutNumberByTheirLabel) {
    const auto draft = draft_of(
        "2023年任务分解表\n\n| 乡镇 | 新种任务(亩) | 备注 |\n|---|---|---|\n| 全县合计 | 700 | |\n| 东镇 | 300 | |\n| 西乡 | 400 | |\n",
        "a.md");
    EXPECT_EQ(tasks(draft), "T全县合计 全县合计 [|]; T东镇 东镇 [| 东镇]; T西乡 西乡 [| 西乡]");
    ASSERT_EQ(draft.tasks[1].targets.size(), 1U);
    EXPECT_EQ(draft.tasks[1].targets[0].unit, "亩");
    EXPECT_EQ(draft.tasks[1].targets[0].year, 2023);
}

TEST(Extract, LeavesWeightsAndBaselinesOut) {
    const auto draft =
        draft_of("指标,分值,基期,2022年目标值,责任单位\n就业人数(人),3,5000,5800,市甲局\n失业率(%),2,4.5,低于4.1,市甲局\n", "a.csv");
    ASSERT_EQ(draft.tasks.size(), 2U);
    ASSERT_EQ(draft.tasks[1].targets.size(), 1U);
    EXPECT_EQ(draft.tasks[1].targets[0].name, "失业率");
    EXPECT_EQ(draft.tasks[1].targets[0].op, plan::TargetOperator::LessThan);
    EXPECT_EQ(draft.tasks[1].targets[0].value->text(), "4.1");
    EXPECT_EQ(draft.tasks[1].targets[0].year, 2022);
}

TEST(Extract, ReadsIndicatorTablesWithTheirUnitsOfMeasure) {
    const auto draft = draft_of(
        "序号\t指标\t单位\t2021年实际\t“十四五”末目标\t责任单位\n1\t生产总值\t亿元\t100\t150\t市甲局\n2\t投资\t%\t4\t增长6%左右\t市乙局\n");
    ASSERT_EQ(tasks(draft), "T1 生产总值 [| 市甲局]; T2 投资 [| 市乙局]");
    const auto& first = draft.tasks[0].targets.at(0);
    EXPECT_EQ(first.name + first.value->text() + first.unit + std::to_string(first.year.value_or(0)), "生产总值150亿元2025");
    const auto& second = draft.tasks[1].targets.at(0);
    EXPECT_EQ(second.name + second.change + second.value->text() + second.unit, "投资+6%");
}

TEST(Extract, AsksAboutDutyCellsOnlyWhereTheyAreDoubtful) {
    const auto draft = draft_of(
        "序号\t任务\t牵头单位\t责任单位\n1\t甲\t各县政府\t\n2\t乙\t市甲局 "
        "市乙局\t\n3\t丙\t市甲局\t无\n4\t丁\t市甲局\t相关县政府\n5\t戊\t\t市甲局\n");
    std::vector<std::string> codes;
    for (const auto& task : draft.tasks) {
        std::string line = task.ref;
        for (const auto& question : task.questions) {
            line += " " + question.code;
        }
        codes.push_back(line);
    }
    EXPECT_EQ(codes, (std::vector<std::string>{"T1 duty.lead_cell_group duty.no_responsible", "T2 duty.lead_cell_many duty.no_responsible",
                                               "T3", "T4 unit.open_group", "T5 duty.no_lead"}));
}

TEST(Extract, ReadsTheHeadOfANotice) {
    const auto meta = draft_of(
                          "某市人民政府办公室关于印发《某市行动方案（2021—2025年）》的通知\n某政办发〔2021〕33号\n各县：\n现予印发。\n某市"
                          "人民政府办公室\n二〇二一年六月八日\n"
                          "某市行动方案\n（2021—2025年）\n一、目标\n达到5个。\n")
                          .meta;
    EXPECT_EQ(meta.title, "某市行动方案（2021—2025年）");
    EXPECT_EQ(meta.doc_number, "某政办发〔2021〕33号");
    EXPECT_EQ(meta.issuer, "某市人民政府办公室");
    EXPECT_EQ(base::date_text(*meta.issued_on), "2021-06-08");
    EXPECT_EQ(meta.period_from, 2021);
    EXPECT_EQ(meta.period_to, 2025);
}

TEST(Extract, LeavesTheItemsOfTheCoveringNoticeOut) {
    const auto draft = draft_of(
        "某市人民政府关于印发2023年\n重点工作任务分解方案的通知\n各县：\n1.明确任务。2月3日前报送计划。\n2."
        "加强督查。\n某市人民政府\n2023年1月25日\n"
        "一、目标任务\n1.增长5%。\n");
    EXPECT_EQ(draft.meta.title, "2023年重点工作任务分解方案");
    EXPECT_EQ(tasks(draft), "一1 增长5% [|]");
    EXPECT_EQ(tasks(draft_of("某市人民政府关于印发2023年工作要点的通知\n一、目标任务\n1.增长5%。\n某市人民政府\n2023年1月25日\n")),
              "一1 增长5% [|]");
}

TEST(Extract, PlacesAHeadingThatStatesDutiesAboveItsItems) {
    const auto draft = draft_of("一、甲工程。（市甲局负责）\n（一）乙工程。\n（二）丙工程。\n");
    ASSERT_EQ(tasks(draft), "一 甲工程 [| 市甲局]; 一(一) 乙工程 [|]; 一(二) 丙工程 [|]");
    EXPECT_EQ(draft.tasks[0].span.start_line, 1);
}

TEST(Extract, JoinsATitleOfTwoLinesAndDoesNotTakeACitedNumber) {
    const auto meta =
        draft_of("某区政府2023年重点工作\n任务分解方案\n按照某文（国办发〔2019〕39号）要求，制定本方案。\n一、目标\n达到5个。\n").meta;
    EXPECT_EQ(meta.title, "某区政府2023年重点工作任务分解方案");
    EXPECT_FALSE(meta.doc_number);
    EXPECT_FALSE(is_document_number(U"(国办发[2019]39号)要求"));
    EXPECT_TRUE(is_document_number(U"国办发[2019]39号"));
}

TEST(ExtractionJson, WritesFiguresExactlyAndOthersApart) {
    const auto json = extraction_json(draft_of("一、目标\n到2020年，“人才”达到1.5万人次，普及率超过国家规划目标。\n"));
    EXPECT_NE(json.find(R"("value":1.5,"unit":"万人次","year":2020)"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("unquantified":[{"kind":"reference","name":"普及率")"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("source":{"start_line":1,"end_line":2})"), std::string::npos) << json;
}

}  // namespace
}  // namespace luoshi::document
