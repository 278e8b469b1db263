#include "document/duty_rules.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

Phrase phrase_of(const Document& document) {
    Phrase phrase;
    for (std::size_t i = 0; i < document.text.size(); ++i) {
        phrase.push(document.text[i], static_cast<int>(i));
    }
    return phrase;
}

std::string names(const std::vector<plan::DraftUnit>& units) {
    std::string out;
    for (const auto& unit : units) {
        out += (out.empty() ? "" : " ") + unit.name;
    }
    return out;
}

std::string written(const Duties& duties) { return names(duties.lead) + " | " + names(duties.responsible); }

/// The duties of the first duty part of a text.
std::string stated(std::u32string text) {
    const Document document(std::move(text));
    const Phrase phrase = phrase_of(document).compact();
    const auto parts = find_duty_parts(phrase.text);
    return parts.empty() ? "-" : written(read_duties(document, phrase, parts.front().inner_begin, parts.front().inner_end));
}

std::string cell(std::u32string text) {
    const Document document(std::move(text));
    return names(read_unit_cell(document, phrase_of(document)));
}

std::string actors(std::u32string text) {
    const Document document(std::move(text));
    const Phrase phrase = phrase_of(document).compact();
    return written(read_actors(document, phrase, 0, phrase.size()));
}

TEST(DutyParts, GiveLeadAndResponsibleByLabel) {
    EXPECT_EQ(stated(U"推进整治。（牵头单位：甲局；责任单位：乙局、丙委，各区政府）"), "甲局 | 乙局 丙委 各区政府");
    EXPECT_EQ(stated(U"开发项目。（牵头单位：甲委，配合单位：乙部、丙局，各区、县级市）"), "甲委 | 乙部 丙局 各区 县级市");
    EXPECT_EQ(stated(U"主办单位：甲办；协办单位：乙局"), "甲办 | 乙局");
    EXPECT_EQ(stated(U"减负。责任单位：市甲局、市乙局等有关部门。"), " | 市甲局 市乙局");
}

TEST(DutyParts, GiveLeadAndResponsibleByVerb) {
    EXPECT_EQ(stated(U"放宽准入。（甲委、乙部牵头，丙署及各地区按职责分工负责）"), "甲委 乙部 | 丙署 各地区");
    EXPECT_EQ(stated(U"修订清单。（甲委、乙部负责）"), " | 甲委 乙部");
    EXPECT_EQ(stated(U"科技政策（由市甲局牵头实施）"), "市甲局 | ");
    EXPECT_EQ(stated(U"加快升级。（市甲局、各县区政府）"), " | 市甲局 各县区政府");
}

TEST(DutyParts, AreNotOrdinaryBrackets) {
    for (const auto text :
         {U"推进“三进”（人进、权进、事进）到位。", U"各县（市、区）要落实。", U"研发机构（实验室、工程中心等）", U"方案（2018-2020年）"}) {
        EXPECT_EQ(stated(text), "-") << base::encode_utf8(text);
    }
}

TEST(DutyParts, LeaveOutTimesNotesAndPeople) {
    EXPECT_EQ(stated(U"放权。（牵头单位：州甲局；责任单位：州乙局、州委丙办及州直相关单位，6月底完成）"),
              "州甲局 | 州乙局 州委丙办 州直相关单位");
    EXPECT_EQ(stated(U"体检。（责任单位：区甲局；完成时限：2023.11）"), " | 区甲局");
    EXPECT_EQ(stated(U"责任单位：市甲局、市乙局（列第一位者为牵头单位，下同）"), " | 市甲局 市乙局");
}

TEST(UnitLists, KeepNamesThatHoldConjunctionsAndBrackets) {
    EXPECT_EQ(cell(U"省文化广电和旅游厅、省市场监管局(省知识产权局)"), "省文化广电和旅游厅 省市场监管局(省知识产权局)");
    EXPECT_EQ(cell(U"各县（市、区）政府"), "各县（市、区）政府");
    EXPECT_EQ(cell(U"市甲局 市乙办\n各县市区政府"), "市甲局 市乙办 各县市区政府");
    EXPECT_EQ(cell(U"省科技厅、广电局"), "省科技厅 省广电局");
    EXPECT_EQ(cell(U"无"), "");
}

TEST(Actors, AreSubjectsOfObligations) {
    EXPECT_EQ(actors(U"市甲局要健全体系。各县（市、区）政府应当报送计划。"), " | 市甲局 各县（市、区）政府");
    EXPECT_EQ(actors(U"市甲局与各县（市、区）政府要加强调研"), " | 市甲局 各县（市、区）政府");
    EXPECT_EQ(actors(U"由市甲局牵头建立平台"), "市甲局 | ");
    EXPECT_EQ(actors(U"将情况报送市甲局汇总，做好重要工作"), " | ");
}

TEST(DutyCustoms, AreAppliedToLaterItems) {
    DutyCustom custom;
    Document document(U"牵头单位（无牵头单位的，责任单位即为牵头单位，下同）要会同责任单位。");
    learn_duty_custom(document, phrase_of(document).compact(), custom);
    Duties duties{{}, {{"市甲局", {}}, {"市乙局", {}}}};
    apply_duty_custom(custom, 1, duties);
    EXPECT_EQ(written(duties), "市甲局 市乙局 | ");

    custom = {};
    document = Document(U"责任单位：市甲局（列第一位者为工作牵头单位，下同）");
    learn_duty_custom(document, phrase_of(document).compact(), custom);
    duties = {{}, {{"市甲局", {}}, {"市乙局", {}}}};
    apply_duty_custom(custom, 1, duties);
    EXPECT_EQ(written(duties), "市甲局 | 市乙局");

    custom = {};
    document = Document(U"以下政策措施均需各县区政府、园区管委会落实，不再单独列出");
    learn_duty_custom(document, phrase_of(document).compact(), custom);
    duties = {{}, {{"市甲局", {}}}};
    apply_duty_custom(custom, 100, duties);
    EXPECT_EQ(written(duties), " | 市甲局 各县区政府 园区管委会");
}

TEST(DutyColumns, AreOrgansAndNotPeople) {
    EXPECT_EQ(duty_column(U"牵头部门"), DutyRole::Lead);
    EXPECT_EQ(duty_column(U"主责单位"), DutyRole::Responsible);
    EXPECT_EQ(duty_column(U"监考单位"), DutyRole::Responsible);
    EXPECT_EQ(duty_column(U"牵头领导"), DutyRole::None);
    EXPECT_EQ(duty_column(U"责任人"), DutyRole::None);
    EXPECT_EQ(duty_column(U"主要任务"), DutyRole::None);
}

}  // namespace
}  // namespace luoshi::document
